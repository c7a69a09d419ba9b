"""What came with a message on a ticket, and what a customer is called where they write from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("ticket_messages", sa.Column("files", JSON, nullable=True))
    op.add_column("customers", sa.Column("name", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("customers", "name")
    op.drop_column("ticket_messages", "files")
