"""Reminders that repeat on somebody's clocks, come into a chat, and know whether they have come."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("reminders", table_kwargs={"sqlite_autoincrement": True}) as reminders:
        reminders.add_column(sa.Column("starts", MOMENT))
        reminders.add_column(sa.Column("zone", sa.String()))
        reminders.add_column(sa.Column("creator_id", sa.Integer()))
        reminders.add_column(sa.Column("channel", sa.String()))
        reminders.add_column(sa.Column("chat", sa.String()))
        reminders.add_column(sa.Column("waiting", sa.Boolean(), nullable=False, server_default=sa.true()))
        reminders.add_column(sa.Column("fired_at", MOMENT))
        reminders.add_column(sa.Column("done_at", MOMENT))
        reminders.create_foreign_key("fk_reminders_creator_id", "members", ["creator_id"], ["id"])
        reminders.create_index("ix_reminders_creator_id", ["creator_id"])
        reminders.create_index("ix_reminders_due", ["waiting", "at"])


def downgrade() -> None:
    with op.batch_alter_table("reminders", table_kwargs={"sqlite_autoincrement": True}) as reminders:
        reminders.drop_index("ix_reminders_due")
        reminders.drop_index("ix_reminders_creator_id")
        reminders.drop_constraint("fk_reminders_creator_id", type_="foreignkey")
        for column in ("done_at", "fired_at", "waiting", "chat", "channel", "creator_id", "zone", "starts"):
            reminders.drop_column(column)
