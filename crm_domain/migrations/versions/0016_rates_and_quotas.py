"""Exchange rates with their day, quotas, and the forecast category that a deal is given by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

MOMENT = sa.DateTime(timezone=True)


def _record(table: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        *columns,
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=f"fk_{table}_workspace_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sqlite_autoincrement=True,
    )
    op.create_index(f"ix_{table}_workspace_id", table, ["workspace_id"], unique=False)


def upgrade() -> None:
    _record(
        "rates",
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("base", sa.String(), nullable=False),
        sa.Column("worth", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
    )
    _record(
        "quotas",
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_quotas_member_id"),
    )
    op.create_index("ix_quotas_member_id", "quotas", ["member_id"], unique=False)
    op.add_column("deals", sa.Column("category", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("deals", "category")
    op.drop_table("quotas")
    op.drop_table("rates")
