"""What customers bought is summed out of an index in their order, which finds a company's deals as well."""

from alembic import op

revision = "0025"
down_revision = "0024"

BOUGHT = ["company_id", "workspace_id", "stage_id", "closed_at", "close_date", "currency", "amount_minor", "owner_id"]


def upgrade() -> None:
    op.create_index("ix_deals_bought", "deals", BOUGHT)
    op.drop_index("ix_deals_company_id", "deals")


def downgrade() -> None:
    op.create_index("ix_deals_company_id", "deals", ["company_id"])
    op.drop_index("ix_deals_bought", "deals")
