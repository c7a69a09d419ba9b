"""What reports on tickets count: whether each kept its promise, how often it was reopened and given on, when rated."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("tickets", sa.Column("team", sa.String(), nullable=True))
    op.add_column("tickets", sa.Column("rated_at", MOMENT, nullable=True))
    op.add_column("tickets", sa.Column("sla_met", sa.Boolean(), nullable=True))
    for name in ("reopened", "reassigned"):
        op.add_column("tickets", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    for name in ("reassigned", "reopened", "sla_met", "rated_at", "team"):
        op.drop_column("tickets", name)
