"""Indexes that hold what reports sum and count."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_index(
        "ix_deals_summed", "deals", ["workspace_id", "stage_id", "closed_at", "owner_id", "currency", "amount_minor"]
    )
    op.create_index("ix_activities_counted", "activities", ["workspace_id", "at", "kind", "owner_id"])


def downgrade() -> None:
    op.drop_index("ix_activities_counted", "activities")
    op.drop_index("ix_deals_summed", "deals")
