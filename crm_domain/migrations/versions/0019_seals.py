"""The keys under which personal fields are sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    name = sa.Column("key", sa.String(), nullable=False)
    op.create_table("seals", name, sa.PrimaryKeyConstraint("key", name="pk_seals"))


def downgrade() -> None:
    op.drop_table("seals")
