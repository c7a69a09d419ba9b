"""Campaigns that are sent: to whom, with whose consent; segments; what tells orders and talks apart."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)
COLUMNS: dict[str, tuple[sa.Column[Any], ...]] = {
    "contacts": (sa.Column("consent", sa.Boolean()), sa.Column("consent_at", MOMENT)),
    "orders": (sa.Column("number", sa.String()),),
    "activities": (sa.Column("minutes", sa.Integer()), sa.Column("satisfaction", sa.Integer())),
}


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for column in columns:
            op.add_column(table, column)
    with op.batch_alter_table("campaigns", table_kwargs={"sqlite_autoincrement": True}) as campaigns:
        campaigns.add_column(sa.Column("owner_id", sa.Integer()))
        campaigns.add_column(sa.Column("waiting", sa.Boolean(), nullable=False, server_default=sa.false()))
        campaigns.add_column(sa.Column("sent_at", MOMENT))
        campaigns.add_column(sa.Column("holdout", sa.Integer(), nullable=False, server_default="0"))
        campaigns.create_foreign_key("fk_campaigns_owner_id", "members", ["owner_id"], ["id"])
        campaigns.create_index("ix_campaigns_owner_id", ["owner_id"])
    _table(
        "segments", sa.Column("name", sa.String(), nullable=False), sa.Column("definition", sa.String(), nullable=False)
    )
    _table(
        "campaign_recipients",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer()),
        sa.Column("company_id", sa.Integer()),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name="fk_campaign_recipients_campaign_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_campaign_recipients_contact_id"),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name="fk_campaign_recipients_company_id"),
    )
    for key in ("campaign_id", "contact_id", "company_id"):
        op.create_index(f"ix_campaign_recipients_{key}", "campaign_recipients", [key])


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
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
    op.create_index(f"ix_{name}_workspace_id", name, ["workspace_id"])


def downgrade() -> None:
    for table in ("campaign_recipients", "segments"):
        op.drop_table(table)
    with op.batch_alter_table("campaigns", table_kwargs={"sqlite_autoincrement": True}) as campaigns:
        campaigns.drop_index("ix_campaigns_owner_id")
        campaigns.drop_constraint("fk_campaigns_owner_id", type_="foreignkey")
        for name in ("holdout", "sent_at", "waiting", "owner_id"):
            campaigns.drop_column(name)
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as found:
            for column in columns:
                found.drop_column(column.name)
