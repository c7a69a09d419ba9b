"""Customers who write in, whose ticket is whose, and what became of the answers."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _row() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
    )


def upgrade() -> None:
    op.add_column("tickets", sa.Column("asked_at", MOMENT, nullable=True))
    with op.batch_alter_table("ticket_messages", table_kwargs={"sqlite_autoincrement": True}) as messages:
        messages.add_column(sa.Column("letter_id", sa.Integer(), nullable=True))
        messages.create_foreign_key("fk_ticket_messages_letter_id", "letters", ["letter_id"], ["id"])
    op.create_table(
        "customers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("direct", sa.Boolean(), nullable=False),
        sa.Column("address", JSON, nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        *_row(),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_customers_contact_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_customers_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_customers"),
        sa.UniqueConstraint("workspace_id", "channel", "account", name="uq_customers_workspace_id_channel_account"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_customers_workspace_id", "customers", ["workspace_id"], unique=False)
    op.create_index("ix_customers_contact_id", "customers", ["contact_id"], unique=False)
    op.create_table(
        "customer_tickets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("address", JSON, nullable=False),
        sa.Column("continues_id", sa.Integer(), nullable=True),
        *_row(),
        sa.ForeignKeyConstraint(["continues_id"], ["tickets.id"], name="fk_customer_tickets_continues_id"),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_customer_tickets_customer_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_customer_tickets_ticket_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_customer_tickets_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_customer_tickets"),
        sa.UniqueConstraint("ticket_id", name="uq_customer_tickets_ticket_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_customer_tickets_workspace_id", "customer_tickets", ["workspace_id"], unique=False)
    op.create_index("ix_customer_tickets_customer_id", "customer_tickets", ["customer_id"], unique=False)


def downgrade() -> None:
    op.drop_table("customer_tickets")
    op.drop_table("customers")
    with op.batch_alter_table("ticket_messages", table_kwargs={"sqlite_autoincrement": True}) as messages:
        messages.drop_constraint("fk_ticket_messages_letter_id", type_="foreignkey")
        messages.drop_column("letter_id")
    op.drop_column("tickets", "asked_at")
