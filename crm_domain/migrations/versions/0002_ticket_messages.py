"""What is said on tickets, which ones are duplicates, and when they were answered and solved."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
MOMENTS = ("first_response_at", "resolved_at", "closed_at")


def upgrade() -> None:
    for name in MOMENTS:
        op.add_column("tickets", sa.Column(name, MOMENT, nullable=True))
    op.create_table(
        "ticket_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name="fk_ticket_messages_author_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_ticket_messages_ticket_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_ticket_messages_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_messages"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ticket_messages_ticket_id", "ticket_messages", ["ticket_id"], unique=False)
    op.create_index("ix_ticket_messages_workspace_id", "ticket_messages", ["workspace_id"], unique=False)
    op.create_table(
        "ticket_merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["into_id"], ["tickets.id"], name="fk_ticket_merges_into_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_ticket_merges_ticket_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_ticket_merges_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_merges"),
        sa.UniqueConstraint("ticket_id", name="uq_ticket_merges_ticket_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ticket_merges_into_id", "ticket_merges", ["into_id"], unique=False)
    op.create_index("ix_ticket_merges_workspace_id", "ticket_merges", ["workspace_id"], unique=False)


def downgrade() -> None:
    op.drop_table("ticket_merges")
    op.drop_table("ticket_messages")
    for name in MOMENTS:
        op.drop_column("tickets", name)
