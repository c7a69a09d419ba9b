"""What was changed of late, by whom: the journal read by its days."""

from collections.abc import Sequence
from datetime import timedelta

from crm_domain.journal import Change
from crm_domain.members import Member
from crm_domain.texts import T
from handlers.command import COMMANDS, command
from handlers.commands.records import CHANGE, WHEN, WHO
from handlers.reading.spans import Period
from handlers.reply import Reply
from handlers.turn import Turn

DID, RECORDS = T("What", "做了什么"), T("Records", "涉及记录")
UNDONE = T("{what} (undone)", "{what}（已撤销）")
MORE = T("{names} and {n} more", "{names}等，另有 {n} 条")
NAMED = 3
DAYS = 7  # are looked back on where no time is said


@command(
    "record.changes",
    help=T(
        "Show what was changed, by whom and when; a manager sees everybody's",
        "查看近期改动：谁在什么时候改了什么；经理能看所有人的",
    ),
    example=T("what changed today", "今天改了什么"),
    slash=("changes", "audit", "改动记录"),
    en=[
        "what (changed|has changed|was changed|got changed) {period}",
        "what (changed|has changed|was changed) lately",
        "what [all] (was|has been|got) (changed|edited|updated) [in the crm|here] {period}",
        "(what|which) changes (were|have been) made [in the crm|here] {period}",
        "(what|which) changes did {owner} make {period}",
        "who changed what {period}",
        "what did {owner} (change|edit|touch|update) [in the crm] {period}",
        "what did {owner} (change|edit|touch|update) [in the crm]",
        "[show|list|see] [me] [the|all|recent|latest|last] changes [made] [by {owner}] {period}",
        "[show|list|see] [me] [the|all] (recent|latest|last) changes [by {owner}]",
        "[show|see] [me] [the] (audit log|audit trail|change log|changelog) [for|of|from] [{period}]",
    ],
    zh=[
        "{period}(改了什么|改了些什么|有什么改动|有哪些改动|有什么变更|都改了什么|谁改了什么)",
        "{owner}{period}(改了什么|改了些什么|改过什么|动了什么)",
        "{period}{owner}(改了什么|改了些什么|改过什么|动了什么)",
        "(最近|近期)(改了什么|有什么改动|有哪些改动|的改动|的改动记录)",
        "[看|查看|看看|看下](改动记录|操作记录|审计日志|变更日志)",
    ],
)
def list_changes(turn: Turn, owner: Member | None = None, period: Period | None = None, page: int = 1) -> Reply:
    everybody = turn.crm.access.may(turn.crm.role, "deals.admin")
    by = owner if everybody else turn.me
    start = period.start if period and period.start else turn.today - timedelta(days=DAYS - 1)
    end = period.end if period and period.end else turn.today
    found = turn.crm.audit.made(start, end, by)
    columns = {
        CHANGE: lambda change: f"#{change.id}",
        WHEN: lambda change: change.at,
        WHO: lambda change: _who(turn, change),
        DID: lambda change: _did(turn, change),
        RECORDS: lambda change: _records(turn, turn.crm.audit.labels(change)),
    }
    title = T("{count} change(s), the latest first", "改动 {count} 次，最近的在前")
    nothing = T("Nothing was changed then.", "这段时间没有改动。")
    return turn.table(found, columns, title, nothing, page).but(private=turn.group)


def _who(turn: Turn, change: Change) -> str:
    member = turn.crm.session.get(Member, change.member_id) if change.member_id else None
    return member.name if member else "Confab"


def _did(turn: Turn, change: Change) -> str:
    command = COMMANDS.get(change.command)
    what = turn.voice.write(command.help) if command else change.command
    return turn.voice.say(UNDONE, what=what) if change.undone_by_id else what


def _records(turn: Turn, names: Sequence[str]) -> str:
    shown = turn.voice.write(list(names[:NAMED]))
    return turn.voice.say(MORE, names=shown, n=len(names) - NAMED) if len(names) > NAMED else shown
