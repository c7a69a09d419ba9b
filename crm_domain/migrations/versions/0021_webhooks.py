"""Outgoing webhooks: which systems are told of what."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("workspaces", sa.Column("webhooks", JSON, nullable=True))


def downgrade() -> None:
    op.drop_column("workspaces", "webhooks")
