"""On which days a workspace works, where its own word counts and not each one's country."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("workspaces", sa.Column("working_days", JSON, nullable=True))


def downgrade() -> None:
    op.drop_column("workspaces", "working_days")
