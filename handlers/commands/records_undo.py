"""Changes of records taken back: the last one, the one with a number, a merge, an import; and done again."""

from collections.abc import Sequence
from typing import Annotated

from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.errors import NotFound
from crm_domain.journal import Change
from crm_domain.tasks import Task
from crm_domain.texts import T
from crm_domain.tickets import Ticket
from crm_domain.undo import Undone
from handlers.any_record_slot import AnyRecordSlot
from handlers.command import command
from handlers.commands.records import COLUMNS
from handlers.reading.words import vocabulary
from handlers.reply import Reply
from handlers.slots import WordSlot
from handlers.turn import Turn

KEPT = T("Kept, because it was edited since: {kept}.", "以下内容后来又改过，保留不动：{kept}。")
KINDS = vocabulary(
    merge="unmerge, un-merge, take apart, pull apart, undo the merge, undo the merging, revert the merge, "
    "take back the merge, 拆开, 取消合并, 撤销合并, 撤回合并, 合并错了, 并错了, 不该合并",
    **{
        "import": "the import, the last import, my import, my last import, that import, this import, the upload, "
        "the csv import, the file import, the imported file, what i imported, what we imported, the imported contacts, the imported records, "
        "导入, 这次导入, 上次导入, 刚才的导入, 刚刚的导入, 刚才导入的, 刚导入的, 上次导入的, 最近一次导入, 这次导入的, 那次导入, "
        "上一次导入, 刚才导入的数据, 刚导入的数据, 导入的数据, 刚才导入的文件, 导入错了, 导错了"
    },
)

_IMPORT = (
    "the import|the last import|my import|my last import|that import|this import|the upload|the csv import|the file import|what i imported"
    "|what we imported|the imported file|the imported contacts|the imported records"
)
_IMPORT_ZH = (
    "导入|这次导入|上次导入|刚才的导入|刚刚的导入|刚才导入的|刚导入的|上次导入的|最近一次导入|这次导入的|那次导入|上一次导入|刚才导入的数据"
    "|刚导入的数据|导入的数据|刚才导入的文件"
)


@command(
    "record.undo",
    help=T("Take back your last change, or the one with a number", "撤销上一次改动，或指定编号的改动"),
    example=T("undo", "撤销"),
    slash=("undo", "撤销"),
    en=[
        "undo [that|it|this|the last change|my last change|the last one|last change|last|the last step|last step]",
        "[please|ok|no|nah|better] [just] undo (that|it|this|the last change|my last change|what i just did"
        "|what you did|what you just did)",
        "undo [change] [number] {change}",
        "(take that back|revert that|revert it|take it back|revert|revert [the] last change|roll that back"
        "|roll it back|roll back)",
        "(put|change|set|switch|turn) (it|that|this) back "
        "[to what it was|to how it was|the way it was|as it was|again]",
        "(go|step) back one step",
        "(that was|it was) (a mistake|wrong|an accident) , [please] (undo|undo it|undo that|take it back|revert it)",
        "undo [the|my] (last|latest) (change|edit|update) (to|of|on|for|at|in) [the] {named}",
        "undo [the|my] (change|changes|edit|update|move) (to|of|on|for|at|in) [the] {named}",
        "(revert|take back|roll back) [the|my] [last] (change|changes|edit|update) (to|of|on|for|at|in) [the] {named}",
        "undo [the|my] {named} (one|change|update|edit)",
        "undo [the] {named}",
        f"(undo|revert|take back|roll back|rollback|reverse|cancel|remove|delete) {{kind={_IMPORT}}} [(from|of) (today|this morning|just now|earlier|yesterday)] [again|please|pls]",
        "(take|roll) {kind=the import|the last import|my import|my last import|that import|this import} back [again|please]",
        "(the import|that import|my import) was (wrong|a mistake|the wrong file) , [please] (undo|revert) {kind=the import|that import|my import}",
        "{kind=unmerge|un-merge} [{named}]",
        "{kind=take apart|pull apart} [the merged] {named} [again]",
        "{kind=undo the merge|undo the merging|revert the merge|take back the merge} [(of|for|with) {named}]",
    ],
    zh=[
        "(撤销|撤回|回退|还原"
        "|撤消)"
        "[刚才的|刚才|上一步|一下|上一个|刚才那个|刚刚那个|刚才那步|刚才的操作|刚才的改动|上一步操作|这个|它|吧|掉]",
        "(撤销|撤回|回退)[第|改动]{change}[号]",
        "[那|那就|还是|先|算了|不对|帮我|请|麻烦][，][还是|先|就](撤销|撤回|撤消|还原)[了|掉|一下][吧]",
        "(把|将)(刚才|刚刚|上一步|它|这个)[的|那个|那步][操作|改动|修改](撤销|撤回|还原|改回去|改回来)[掉|了]",
        "(改回去|改回来|恢复原样|还原回去|退回上一步|返回上一步|还是改回来|还是改回去)",
        "(撤销|撤回|还原)(对|关于){named}的[上次|最近][改动|修改|操作|更改]",
        "(撤销|撤回|还原){named}的(改动|修改|操作|更改|更新)",
        "(把|将){named}[的改动|的修改](撤销|撤回|改回去|改回来|还原)[掉|了|一下]",
        "(撤销|撤回){named}[那个|那一步|那条|那单]",
        f"(撤销|撤回|撤消|回退|还原|取消|回滚)[一下|掉]{{kind={_IMPORT_ZH}}}[吧|了]",
        f"(把|将)[今天|上午|下午|早上|刚才|昨天][的]{{kind={_IMPORT_ZH}}}[都|全|全部|给](撤销|撤回|撤消|回退|还原|取消|回滚|退回去|撤掉|删掉|删了)[掉|了|一下|吧]",
        "[文件|刚才|这次]{kind=导入错了|导错了}[文件|表][了][，][帮我|请|麻烦](撤销|撤回|还原|撤掉|回退)[一下|吧]",
        "{kind=拆开|取消合并|撤销合并|撤回合并}[联系人|公司|客户|工单][{named}]",
        "(把|将)[联系人|公司|客户]{named}[重新]{kind=拆开}[吧|了|来]",
        "[联系人|公司|客户]{named}{kind=合并错了|并错了|不该合并}[，拆开|，请拆开]",
        "(刚才|刚刚)(那个|那步|那条)(不算|作废|不要了|搞错了)[,，](退回去|退回|撤回|恢复)",
        "(退回去|退回上一步|恢复到之前)",
    ],
)
def undo(
    turn: Turn,
    change: int | None = None,
    named: Annotated[Sequence[Row] | None, AnyRecordSlot()] = None,
    kind: Annotated[str | None, WordSlot(KINDS)] = None,
) -> Reply:
    changes = turn.crm.changes
    found = changes.get(change) if change is not None else _meant(turn, named or (), kind)
    undone = changes.undo(found)
    turn.undoes = found
    for gone in (row for row in undone.restored if row not in turn.crm.session):
        turn.memory.forget(gone.noun, gone.id)
    turn.about(*_standing(turn, undone))
    if undone.many or len(undone.restored) > MOST_NAMED:
        text = turn.voice.say(MANY_BACK, id=str(found.id), n=undone.many + len(undone.restored))
        return turn.done(T("{text}", "{text}"), text=" ".join(filter(None, [text, _kept(turn, undone)])))
    if not undone.restored:
        text = _kept(turn, undone) or turn.voice.say(NOTHING_BACK, id=str(found.id))
        return turn.done(T("{text}", "{text}"), text=text)
    names = sorted({row.label for row in undone.restored if row.noun != "stages" and not row.label.startswith("#")})
    text = turn.voice.say(
        T("Undone: change {id} ({names}).", "已撤销：{names}（改动 {id}）。"), id=str(found.id), names=names
    )
    return turn.done(T("{text}", "{text}"), text=" ".join(filter(None, [text, _kept(turn, undone)])))


MOST_NAMED = 8
MANY_BACK = T("Undone: change {id}, {n} records.", "已撤销改动 {id}，共 {n} 条记录。")
NOTHING_BACK = T(
    "There was nothing left of change {id} to put back: its records are gone.",
    "改动 {id} 涉及的记录已不存在，没有可恢复的内容。",
)
NOT_CHANGED = T(
    "You have changed nothing of “{named}” that could be undone. “history of …” lists a record's changes.",
    "你没有改过“{named}”，没有可以撤销的。说“……的历史”可以查看某条记录的改动。",
)


def _meant(turn: Turn, named: Sequence[Row], kind: str | None) -> Change:
    if kind:
        return turn.crm.changes.latest_kind(kind, named)
    return _latest_of(turn, named) if named else turn.crm.changes.latest()


def _latest_of(turn: Turn, named: Sequence[Row]) -> Change:
    """The member's last change of what is called so, whatever its kind."""
    changes = [change for row in named if (change := turn.crm.changes.latest_of(row))]
    if not changes:
        raise NotFound(NOT_CHANGED, named=named[0].label)
    return max(changes, key=lambda change: change.id)


def _standing(turn: Turn, undone: Undone) -> list[Row]:
    """The records that are still there, to be spoken of next."""
    session = turn.crm.session
    return [row for row in undone.restored if row in session and type(row) in (Deal, Contact, Company, Task, Ticket)]


def _kept(turn: Turn, undone: Undone) -> str:
    if not undone.kept:
        return ""
    fields = [
        f"{row.label} ({turn.voice.write(COLUMNS.get(column, T(column, column)))})" for row, column in undone.kept
    ]
    return turn.voice.say(KEPT, kept=fields)


@command(
    "record.redo",
    help=T("Do again what you undid last", "把收回的改动重新做一遍"),
    example=T("redo", "恢复"),
    slash=("redo", "恢复", "重做"),
    en=[
        "redo [that|it|this|the last change|the change]",
        "(undo the undo|do it again after all|put it back in)",
        "[no|ok] [please] redo (it|that)",
    ],
    zh=["(恢复|重做)[刚才的|刚才撤销的|一下|回来|改动|操作|吧]", "(不撤销了|取消撤销|还是恢复吧|还是恢复|撤销错了)"],
)
def redo(turn: Turn) -> Reply:
    return undo(turn, turn.crm.changes.latest_undoing().id)
