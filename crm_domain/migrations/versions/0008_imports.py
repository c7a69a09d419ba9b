"""What was imported: the runs, the foreign records, the columns that somebody has explained."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("workspace_id", sa.Integer(), sa.ForeignKey("workspaces.id"), nullable=False, index=True),
        sa.Column("digest", sa.String(), nullable=False, index=True),
        sa.Column("change_id", sa.Integer(), sa.ForeignKey("changes.id"), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("tally", sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.UniqueConstraint("workspace_id", "digest", "change_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "imported",
        sa.Column("workspace_id", sa.Integer(), sa.ForeignKey("workspaces.id"), primary_key=True),
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Integer()),
        sa.Column("deal_id", sa.Integer()),
        sa.Column("company_id", sa.Integer()),
    )
    op.create_table(
        "learned_columns",
        sa.Column("workspace_id", sa.Integer(), sa.ForeignKey("workspaces.id"), primary_key=True),
        sa.Column("column", sa.String(), primary_key=True),
        sa.Column("field", sa.String(), nullable=False),
    )


def downgrade() -> None:
    for table in ("learned_columns", "imported", "imports"):
        op.drop_table(table)
