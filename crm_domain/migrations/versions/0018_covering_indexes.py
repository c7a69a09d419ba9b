"""Indexes that hold all that reports sum, also by company, by the days a deal took and by the day it was entered."""

from alembic import op

revision = "0018"
down_revision = "0017"

BEFORE = ["workspace_id", "stage_id", "closed_at", "owner_id", "currency", "amount_minor"]
SUMMED = [
    "workspace_id", "stage_id", "closed_at", "close_date", "owner_id", "company_id", "currency", "amount_minor",
    "created_at",
]  # fmt: skip


def upgrade() -> None:
    op.drop_index("ix_deals_summed", "deals")
    op.create_index("ix_deals_summed", "deals", SUMMED)
    op.create_index("ix_deals_begun", "deals", ["workspace_id", "created_at", "stage_id"])


def downgrade() -> None:
    op.drop_index("ix_deals_begun", "deals")
    op.drop_index("ix_deals_summed", "deals")
    op.create_index("ix_deals_summed", "deals", BEFORE)
