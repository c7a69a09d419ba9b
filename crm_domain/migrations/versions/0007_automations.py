"""Rules and workflows with their runs, what they are told of, and what is sent to people unasked."""

import sqlalchemy as sa
from alembic import op

from crm_domain.base import Json

revision = "0007"
down_revision = "0006"

MOMENT = sa.DateTime(timezone=True)
COUNTED = {"sqlite_autoincrement": True}


def upgrade() -> None:
    op.add_column("workspaces", sa.Column("automations_off", sa.Boolean(), nullable=False, server_default=sa.false()))
    for column, usual in (("quiet_from", "21:00"), ("quiet_to", "07:00")):
        op.add_column("members", sa.Column(column, sa.String(), nullable=False, server_default=usual))
    op.add_column("members", sa.Column("most_a_day", sa.Integer(), nullable=False, server_default="20"))
    _automations()
    _runs()
    _notices()


def _automations() -> None:
    op.create_table(
        "automations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("when", sa.String(), nullable=False),
        sa.Column("condition", sa.String()),
        sa.Column("then", sa.String(), nullable=False),
        sa.Column("rule", Json, nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer()),
        sa.Column("channel", sa.String()),
        sa.Column("chat", sa.String()),
        sa.Column("event", sa.String()),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("starts", MOMENT),
        sa.Column("due_at", MOMENT),
        sa.Column("enabled_at", MOMENT),
        sa.Column("paused_why", sa.String()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["members.id"], name="fk_automations_owner_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_automations_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_automations"),
        **COUNTED,
    )
    op.create_index("ix_automations_due", "automations", ["enabled", "due_at"])
    for column in ("workspace_id", "name", "owner_id", "event"):
        op.create_index(f"ix_automations_{column}", "automations", [column])


def _runs() -> None:
    op.create_table(
        "rule_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("automation_id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("record", sa.String()),
        sa.Column("record_id", sa.Integer()),
        sa.Column("change_id", sa.Integer()),
        sa.Column("asks", sa.String()),
        sa.Column("log", Json, nullable=False),
        sa.Column("chain", Json, nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["automation_id"], ["automations.id"], name="fk_rule_runs_automation_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_rule_runs_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rule_runs"),
        sa.UniqueConstraint("automation_id", "occasion", name="uq_rule_runs_automation_id_occasion"),
        **COUNTED,
    )
    op.create_index("ix_rule_runs_due", "rule_runs", ["state", "due_at"])
    op.create_index("ix_rule_runs_when", "rule_runs", ["workspace_id", "at"])
    op.create_table(
        "automation_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("chain", Json, nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name="fk_automation_events_change_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_automation_events_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_automation_events"),
        **COUNTED,
    )
    op.create_index("ix_automation_events_workspace_id", "automation_events", ["workspace_id"])


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer()),
        sa.Column("channel", sa.String()),
        sa.Column("chat", sa.String()),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("why", Json, nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("fate", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("not_before", MOMENT),
        sa.Column("letter_id", sa.Integer()),
        sa.Column("acted_at", MOMENT),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name="fk_notices_letter_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_notices_member_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_notices_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        **COUNTED,
    )
    op.create_index("ix_notices_of_member", "notices", ["workspace_id", "member_id", "at"])
    op.create_index("ix_notices_held", "notices", ["fate", "not_before"])
    op.create_index("ix_notices_letter_id", "notices", ["letter_id"])
    op.create_table(
        "mutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_mutes_member_id"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_mutes_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mutes"),
        sa.UniqueConstraint("member_id", "cause", name="uq_mutes_member_id_cause"),
        **COUNTED,
    )


def downgrade() -> None:
    for table in ("mutes", "notices", "automation_events", "rule_runs", "automations"):
        op.drop_table(table)
    for column in ("most_a_day", "quiet_to", "quiet_from"):
        op.drop_column("members", column)
    op.drop_column("workspaces", "automations_off")
