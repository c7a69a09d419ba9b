"""Answers to customers are found by the letter that they went out in, as what was not delivered is looked for often."""

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_index("ix_ticket_messages_letter_id", "ticket_messages", ["letter_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_ticket_messages_letter_id", "ticket_messages")
