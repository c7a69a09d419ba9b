"""Indexes from which reports and loads are counted without reading the tickets; which message a ticket was made of."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

COUNTED = {
    "ix_tickets_standing": ["workspace_id", "status", "assignee_id"],
    "ix_tickets_opened": ["workspace_id", "created_at"],
    "ix_tickets_solved": ["workspace_id", "resolved_at", "created_at", "reopened", "reassigned"],
    "ix_tickets_answered": ["workspace_id", "first_response_at", "created_at"],
}


def upgrade() -> None:
    for name, columns in COUNTED.items():
        op.create_index(name, "tickets", columns, unique=False)
    op.drop_index("ix_tickets_status", "tickets")
    op.add_column("tickets", sa.Column("source", sa.String(), nullable=True))
    op.create_index("ix_tickets_source", "tickets", ["source"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_tickets_source", "tickets")
    op.drop_column("tickets", "source")
    op.create_index("ix_tickets_status", "tickets", ["status"], unique=False)
    for name in COUNTED:
        op.drop_index(name, "tickets")
