"""Birthdays, renewals, the managers' channel, the app that a member prefers, and how pressing a notice was."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("members", sa.Column("app", sa.String(), nullable=True))
    op.add_column("contacts", sa.Column("birthday", sa.String(), nullable=True))
    op.add_column("companies", sa.Column("renews_on", sa.Date(), nullable=True))
    op.add_column("workspaces", sa.Column("managers", JSON, nullable=True))
    op.add_column("notices", sa.Column("pressing", sa.String(), nullable=False, server_default="rule"))
    op.execute("UPDATE notices SET pressing = 'urgent' WHERE urgent")
    op.drop_column("notices", "urgent")


def downgrade() -> None:
    op.add_column("notices", sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE notices SET urgent = (pressing = 'urgent')")
    op.drop_column("notices", "pressing")
    op.drop_column("workspaces", "managers")
    op.drop_column("companies", "renews_on")
    op.drop_column("contacts", "birthday")
    op.drop_column("members", "app")
