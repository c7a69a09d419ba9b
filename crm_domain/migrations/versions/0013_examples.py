"""What messages turned out to mean, to learn from; and how each member means a day that can be read in two ways."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("members", sa.Column("day_order", sa.String(), nullable=True))
    op.add_column("members", sa.Column("next_weekday", sa.String(), nullable=True))
    op.create_table(
        "examples",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("trained", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_examples_member_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_examples_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_examples"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_examples_workspace_id", "examples", ["workspace_id"], unique=False)


def downgrade() -> None:
    op.drop_table("examples")
    op.drop_column("members", "next_weekday")
    op.drop_column("members", "day_order")
