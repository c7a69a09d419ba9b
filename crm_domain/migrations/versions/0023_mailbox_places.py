"""How far each mailbox was read."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "mailbox_places",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("validity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_mailbox_places_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "mailbox", name="pk_mailbox_places"),
    )


def downgrade() -> None:
    op.drop_table("mailbox_places")
