"""The first tables: every noun, the journal, the inbox, the outbox and the conversations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("base_currency", sa.String(), nullable=False),
        sa.Column("tz", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workspaces"),
        sa.UniqueConstraint("name", name="uq_workspaces_name"),
    )
    op.create_table(
        "taken_in",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_taken_in_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "key", name="pk_taken_in"),
    )
    op.create_index("ix_taken_in_at", "taken_in", ["at"], unique=False)
    op.create_table(
        "automation_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("automation", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_automation_runs_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_automation_runs"),
        sa.UniqueConstraint(
            "workspace_id", "automation", "occasion", name="uq_automation_runs_workspace_id_automation_occasion"
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("segment", sa.String(), nullable=True),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_campaigns_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_campaigns"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_campaigns_workspace_id", "campaigns", ["workspace_id"], unique=False)
    op.create_table(
        "conversations",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("memory", JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_conversations_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "channel", "chat", "account", name="pk_conversations"),
    )
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=True),
        sa.Column("direct", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.String(), nullable=True),
        sa.Column("address", JSON, nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", MOMENT, nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("sent_as", sa.String(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_letters_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_letters_account", "letters", ["account"], unique=False)
    op.create_index("ix_letters_answers", "letters", ["answers"], unique=False)
    op.create_index("ix_letters_waiting", "letters", ["state", "channel", "id"], unique=False)
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("tz", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("day_from", sa.String(), nullable=False),
        sa.Column("day_to", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_members_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_members"),
        sa.UniqueConstraint("workspace_id", "handle", name="uq_members_workspace_id_handle"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_members_team", "members", ["team"], unique=False)
    op.create_index("ix_members_workspace_id", "members", ["workspace_id"], unique=False)
    op.create_table(
        "pipelines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_pipelines_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pipelines"),
        sa.UniqueConstraint("workspace_id", "name", name="uq_pipelines_workspace_id_name"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pipelines_workspace_id", "pipelines", ["workspace_id"], unique=False)
    op.create_table(
        "products",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("price_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_products_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_products"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_products_workspace_id", "products", ["workspace_id"], unique=False)
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=True),
        sa.Column("message_key", sa.String(), nullable=True),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_changes_member_id"),
        sa.ForeignKeyConstraint(["undoes_id"], ["changes.id"], name="fk_changes_undoes_id"),
        sa.ForeignKeyConstraint(["undone_by_id"], ["changes.id"], name="fk_changes_undone_by_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_changes_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_changes_by_member", "changes", ["workspace_id", "member_id", "id"], unique=False)
    op.create_index("ix_changes_message_key", "changes", ["message_key"], unique=False)
    op.create_table(
        "companies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("industry", sa.String(), nullable=True),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("more", JSON, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["members.id"], name="fk_companies_owner_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_companies_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_companies"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_companies_name", "companies", ["name"], unique=False)
    op.create_index("ix_companies_owner_id", "companies", ["owner_id"], unique=False)
    op.create_index("ix_companies_workspace_id", "companies", ["workspace_id"], unique=False)
    op.create_table(
        "identities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_identities_member_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_identities_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_identities"),
        sa.UniqueConstraint("workspace_id", "platform", "account", name="uq_identities_workspace_id_platform_account"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_identities_member_id", "identities", ["member_id"], unique=False)
    op.create_index("ix_identities_workspace_id", "identities", ["workspace_id"], unique=False)
    op.create_table(
        "link_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_link_codes_member_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_link_codes_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_link_codes"),
        sa.UniqueConstraint("digest", name="uq_link_codes_digest"),
    )
    op.create_index("ix_link_codes_workspace_id", "link_codes", ["workspace_id"], unique=False)
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("repeat", sa.String(), nullable=True),
        sa.Column("whom_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["whom_id"], ["members.id"], name="fk_reminders_whom_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_reminders_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reminders_at", "reminders", ["at"], unique=False)
    op.create_index("ix_reminders_whom_id", "reminders", ["whom_id"], unique=False)
    op.create_index("ix_reminders_workspace_id", "reminders", ["workspace_id"], unique=False)
    op.create_table(
        "stages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("pipeline_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("synonyms", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("probability", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["pipeline_id"], ["pipelines.id"], name="fk_stages_pipeline_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_stages_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stages"),
        sa.UniqueConstraint("pipeline_id", "key", name="uq_stages_pipeline_id_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_stages_pipeline_id", "stages", ["pipeline_id"], unique=False)
    op.create_index("ix_stages_workspace_id", "stages", ["workspace_id"], unique=False)
    op.create_table(
        "change_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("before", JSON, nullable=True),
        sa.Column("after", JSON, nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name="fk_change_lines_change_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_change_lines_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_change_lines"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_change_lines_change_id", "change_lines", ["change_id"], unique=False)
    op.create_index("ix_change_lines_record", "change_lines", ["workspace_id", "record", "record_id"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("more", JSON, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name="fk_contacts_company_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["members.id"], name="fk_contacts_owner_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_contacts_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contacts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_contacts_company_id", "contacts", ["company_id"], unique=False)
    op.create_index("ix_contacts_email", "contacts", ["email"], unique=False)
    op.create_index("ix_contacts_name", "contacts", ["name"], unique=False)
    op.create_index("ix_contacts_owner_id", "contacts", ["owner_id"], unique=False)
    op.create_index("ix_contacts_workspace_id", "contacts", ["workspace_id"], unique=False)
    op.create_table(
        "deals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("close_date", sa.Date(), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("more", JSON, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name="fk_deals_company_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_deals_contact_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["members.id"], name="fk_deals_owner_id"),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name="fk_deals_stage_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_deals_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deals"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deals_close_date", "deals", ["close_date"], unique=False)
    op.create_index("ix_deals_company_id", "deals", ["company_id"], unique=False)
    op.create_index("ix_deals_contact_id", "deals", ["contact_id"], unique=False)
    op.create_index("ix_deals_owner_id", "deals", ["owner_id"], unique=False)
    op.create_index("ix_deals_stage_id", "deals", ["stage_id"], unique=False)
    op.create_index("ix_deals_title", "deals", ["title"], unique=False)
    op.create_index("ix_deals_workspace_id", "deals", ["workspace_id"], unique=False)
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("at", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name="fk_orders_company_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_orders_contact_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["members.id"], name="fk_orders_owner_id"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name="fk_orders_product_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_orders_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_orders"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_orders_at", "orders", ["at"], unique=False)
    op.create_index("ix_orders_company_id", "orders", ["company_id"], unique=False)
    op.create_index("ix_orders_owner_id", "orders", ["owner_id"], unique=False)
    op.create_index("ix_orders_product_id", "orders", ["product_id"], unique=False)
    op.create_index("ix_orders_workspace_id", "orders", ["workspace_id"], unique=False)
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["assignee_id"], ["members.id"], name="fk_tickets_assignee_id"),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name="fk_tickets_company_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_tickets_contact_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_tickets_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tickets_assignee_id", "tickets", ["assignee_id"], unique=False)
    op.create_index("ix_tickets_company_id", "tickets", ["company_id"], unique=False)
    op.create_index("ix_tickets_contact_id", "tickets", ["contact_id"], unique=False)
    op.create_index("ix_tickets_status", "tickets", ["status"], unique=False)
    op.create_index("ix_tickets_workspace_id", "tickets", ["workspace_id"], unique=False)
    op.create_table(
        "activities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("summary", sa.String(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name="fk_activities_company_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_activities_contact_id"),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name="fk_activities_deal_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["members.id"], name="fk_activities_owner_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_activities_ticket_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_activities_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activities"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_activities_at", "activities", ["at"], unique=False)
    op.create_index("ix_activities_company_id", "activities", ["company_id"], unique=False)
    op.create_index("ix_activities_contact_id", "activities", ["contact_id"], unique=False)
    op.create_index("ix_activities_deal_id", "activities", ["deal_id"], unique=False)
    op.create_index("ix_activities_kind", "activities", ["kind"], unique=False)
    op.create_index("ix_activities_owner_id", "activities", ["owner_id"], unique=False)
    op.create_index("ix_activities_ticket_id", "activities", ["ticket_id"], unique=False)
    op.create_index("ix_activities_workspace_id", "activities", ["workspace_id"], unique=False)
    op.create_table(
        "deal_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name="fk_deal_lines_deal_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name="fk_deal_lines_product_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_deal_lines_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deal_lines"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deal_lines_deal_id", "deal_lines", ["deal_id"], unique=False)
    op.create_index("ix_deal_lines_product_id", "deal_lines", ["product_id"], unique=False)
    op.create_index("ix_deal_lines_workspace_id", "deal_lines", ["workspace_id"], unique=False)
    op.create_table(
        "stage_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name="fk_stage_changes_deal_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["from_id"], ["stages.id"], name="fk_stage_changes_from_id"),
        sa.ForeignKeyConstraint(["to_id"], ["stages.id"], name="fk_stage_changes_to_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_stage_changes_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stage_changes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_stage_changes_deal_id", "stage_changes", ["deal_id"], unique=False)
    op.create_index("ix_stage_changes_workspace_id", "stage_changes", ["workspace_id"], unique=False)
    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("creator_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["assignee_id"], ["members.id"], name="fk_tasks_assignee_id"),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name="fk_tasks_company_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_tasks_contact_id"),
        sa.ForeignKeyConstraint(["creator_id"], ["members.id"], name="fk_tasks_creator_id"),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name="fk_tasks_deal_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_tasks_ticket_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_tasks_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tasks_assignee_id", "tasks", ["assignee_id"], unique=False)
    op.create_index("ix_tasks_company_id", "tasks", ["company_id"], unique=False)
    op.create_index("ix_tasks_contact_id", "tasks", ["contact_id"], unique=False)
    op.create_index("ix_tasks_deal_id", "tasks", ["deal_id"], unique=False)
    op.create_index("ix_tasks_done", "tasks", ["done"], unique=False)
    op.create_index("ix_tasks_due_date", "tasks", ["due_date"], unique=False)
    op.create_index("ix_tasks_ticket_id", "tasks", ["ticket_id"], unique=False)
    op.create_index("ix_tasks_workspace_id", "tasks", ["workspace_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_tasks_workspace_id", table_name="tasks")
    op.drop_index("ix_tasks_ticket_id", table_name="tasks")
    op.drop_index("ix_tasks_due_date", table_name="tasks")
    op.drop_index("ix_tasks_done", table_name="tasks")
    op.drop_index("ix_tasks_deal_id", table_name="tasks")
    op.drop_index("ix_tasks_contact_id", table_name="tasks")
    op.drop_index("ix_tasks_company_id", table_name="tasks")
    op.drop_index("ix_tasks_assignee_id", table_name="tasks")
    op.drop_table("tasks")
    op.drop_index("ix_stage_changes_workspace_id", table_name="stage_changes")
    op.drop_index("ix_stage_changes_deal_id", table_name="stage_changes")
    op.drop_table("stage_changes")
    op.drop_index("ix_deal_lines_workspace_id", table_name="deal_lines")
    op.drop_index("ix_deal_lines_product_id", table_name="deal_lines")
    op.drop_index("ix_deal_lines_deal_id", table_name="deal_lines")
    op.drop_table("deal_lines")
    op.drop_index("ix_activities_workspace_id", table_name="activities")
    op.drop_index("ix_activities_ticket_id", table_name="activities")
    op.drop_index("ix_activities_owner_id", table_name="activities")
    op.drop_index("ix_activities_kind", table_name="activities")
    op.drop_index("ix_activities_deal_id", table_name="activities")
    op.drop_index("ix_activities_contact_id", table_name="activities")
    op.drop_index("ix_activities_company_id", table_name="activities")
    op.drop_index("ix_activities_at", table_name="activities")
    op.drop_table("activities")
    op.drop_index("ix_tickets_workspace_id", table_name="tickets")
    op.drop_index("ix_tickets_status", table_name="tickets")
    op.drop_index("ix_tickets_contact_id", table_name="tickets")
    op.drop_index("ix_tickets_company_id", table_name="tickets")
    op.drop_index("ix_tickets_assignee_id", table_name="tickets")
    op.drop_table("tickets")
    op.drop_index("ix_orders_workspace_id", table_name="orders")
    op.drop_index("ix_orders_product_id", table_name="orders")
    op.drop_index("ix_orders_owner_id", table_name="orders")
    op.drop_index("ix_orders_company_id", table_name="orders")
    op.drop_index("ix_orders_at", table_name="orders")
    op.drop_table("orders")
    op.drop_index("ix_deals_workspace_id", table_name="deals")
    op.drop_index("ix_deals_title", table_name="deals")
    op.drop_index("ix_deals_stage_id", table_name="deals")
    op.drop_index("ix_deals_owner_id", table_name="deals")
    op.drop_index("ix_deals_contact_id", table_name="deals")
    op.drop_index("ix_deals_company_id", table_name="deals")
    op.drop_index("ix_deals_close_date", table_name="deals")
    op.drop_table("deals")
    op.drop_index("ix_contacts_workspace_id", table_name="contacts")
    op.drop_index("ix_contacts_owner_id", table_name="contacts")
    op.drop_index("ix_contacts_name", table_name="contacts")
    op.drop_index("ix_contacts_email", table_name="contacts")
    op.drop_index("ix_contacts_company_id", table_name="contacts")
    op.drop_table("contacts")
    op.drop_index("ix_change_lines_record", table_name="change_lines")
    op.drop_index("ix_change_lines_change_id", table_name="change_lines")
    op.drop_table("change_lines")
    op.drop_index("ix_stages_workspace_id", table_name="stages")
    op.drop_index("ix_stages_pipeline_id", table_name="stages")
    op.drop_table("stages")
    op.drop_index("ix_reminders_workspace_id", table_name="reminders")
    op.drop_index("ix_reminders_whom_id", table_name="reminders")
    op.drop_index("ix_reminders_at", table_name="reminders")
    op.drop_table("reminders")
    op.drop_index("ix_link_codes_workspace_id", table_name="link_codes")
    op.drop_table("link_codes")
    op.drop_index("ix_identities_workspace_id", table_name="identities")
    op.drop_index("ix_identities_member_id", table_name="identities")
    op.drop_table("identities")
    op.drop_index("ix_companies_workspace_id", table_name="companies")
    op.drop_index("ix_companies_owner_id", table_name="companies")
    op.drop_index("ix_companies_name", table_name="companies")
    op.drop_table("companies")
    op.drop_index("ix_changes_message_key", table_name="changes")
    op.drop_index("ix_changes_by_member", table_name="changes")
    op.drop_table("changes")
    op.drop_index("ix_products_workspace_id", table_name="products")
    op.drop_table("products")
    op.drop_index("ix_pipelines_workspace_id", table_name="pipelines")
    op.drop_table("pipelines")
    op.drop_index("ix_members_workspace_id", table_name="members")
    op.drop_index("ix_members_team", table_name="members")
    op.drop_table("members")
    op.drop_index("ix_letters_waiting", table_name="letters")
    op.drop_index("ix_letters_answers", table_name="letters")
    op.drop_index("ix_letters_account", table_name="letters")
    op.drop_table("letters")
    op.drop_table("conversations")
    op.drop_index("ix_campaigns_workspace_id", table_name="campaigns")
    op.drop_table("campaigns")
    op.drop_table("automation_runs")
    op.drop_index("ix_taken_in_at", table_name="taken_in")
    op.drop_table("taken_in")
    op.drop_table("workspaces")
