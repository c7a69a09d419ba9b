"""What tickets are tied to, their tags, and the answers that the team has saved."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _table(name: str, *columns: sa.Column[Any] | sa.Constraint) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        *columns,
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=f"fk_{name}_workspace_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sqlite_autoincrement=True,
    )
    op.create_index(f"ix_{name}_workspace_id", name, ["workspace_id"], unique=False)


def _tie(name: str, noun: str) -> None:
    column = f"{noun}_id"
    _table(
        name,
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column(column, sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=f"fk_{name}_ticket_id"),
        sa.ForeignKeyConstraint([column], [f"{noun}s.id"], name=f"fk_{name}_{column}"),
        sa.UniqueConstraint("ticket_id", column, name=f"uq_{name}_ticket_id_{column}"),
    )
    op.create_index(f"ix_{name}_{column}", name, [column], unique=False)


def upgrade() -> None:
    op.add_column("tickets", sa.Column("tags", JSON, nullable=True))
    _tie("ticket_watchers", "member")
    _tie("ticket_deals", "deal")
    _table("answers", sa.Column("title", sa.String(), nullable=False), sa.Column("text", sa.String(), nullable=False))


def downgrade() -> None:
    for name in ("answers", "ticket_deals", "ticket_watchers"):
        op.drop_table(name)
    op.drop_column("tickets", "tags")
