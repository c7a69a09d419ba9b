"""What a ticket's clock goes by: its steps, when the customer waits, the company's tier and zone, the settings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("tickets", sa.Column("waiting_since", MOMENT, nullable=True))
    op.add_column("tickets", sa.Column("late_answers", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("companies", sa.Column("tier", sa.String(), nullable=True))
    op.add_column("companies", sa.Column("tz", sa.String(), nullable=True))
    op.add_column("workspaces", sa.Column("support", JSON, nullable=True))
    op.create_table(
        "ticket_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_ticket_steps_ticket_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_ticket_steps_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_steps"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ticket_steps_ticket_id", "ticket_steps", ["ticket_id"], unique=False)
    op.create_index("ix_ticket_steps_workspace_id", "ticket_steps", ["workspace_id"], unique=False)


def downgrade() -> None:
    op.drop_table("ticket_steps")
    op.drop_column("workspaces", "support")
    op.drop_column("companies", "tz")
    op.drop_column("companies", "tier")
    op.drop_column("tickets", "late_answers")
    op.drop_column("tickets", "waiting_since")
