"""A report or a list that comes by itself, on a recurrence, into a chat."""

from datetime import datetime, time
from typing import Annotated, Any

from crm_domain.recurrences import clock_of, first, timeless
from crm_domain.texts import T
from handlers.command import command
from handlers.recurrence_words import in_words
from handlers.reply import Reply
from handlers.report_slot import Asked, ChatSlot, ReportSlot, ScheduleSlot, SlotsSlot
from handlers.turn import Turn

REPORT, OFTEN, WHERE, NEXT = T("Report", "报表"), T("How often", "频率"), T("To", "发到"), T("First", "第一次")
YOU, HERE = T("you", "你"), T("this chat", "本群")


@command(
    "report.schedule",
    needs="automations.write",
    help=T("Have a report or a list sent again and again, to you or into a chat", "定时把报表或列表发给你或发到群里"),
    example=T("send me the pipeline report every Monday at 9", "每周一早上九点把管道发给我"),
    slash=("report schedule", "schedule", "报表 定时"),
    en=[
        "(schedule|automate) [the|a] {report} report",
        "(send|post|email) [me|us] [the] {report} [report] {repeat}",
        "{repeat} (send|post|email) [me|us] [the] {report} [report]",
        "{repeat} (send|post|email) [the] {report} [report] to {chat}",
        "(schedule|set up) [the] {report} [report] [for] {repeat}",
        "(schedule|set up) [the] {report} [report] [for] {repeat} in {chat}",
        "(post|send) [the] {report} [report] (in|to) {chat} {repeat}",
    ],
    zh=[
        "{repeat}[自动](发|推送|发送|发我|发给我|推给我|推送给我)[一下]{report}",
        "(以后|今后){repeat}[都](发|推送|发送|发我|推给我|给我发)[一下]{report}",
        "{repeat}给我(看|看看|看一下){report}",
        "{repeat}(把|将){report}(发给|发到|推送到|推到){chat}",
        "{repeat}(给我|给我们)(发|推送){report}",
        "(定时|定期)(发|推送|发送){report}",
    ],
)
def schedule_report(
    turn: Turn,
    report: Annotated[Asked, ReportSlot()],
    repeat: Annotated[str, ScheduleSlot()],
    chat: Annotated[str | None, ChatSlot()] = None,
    slots: Annotated[dict[str, Any] | None, SlotsSlot()] = None,
) -> Reply:
    target = _target(turn, chat)
    rule = {"on": {"every": repeat}, "noun": None, "steps": [{"do": "report", "command": report.words, "to": [target]}]}
    title = turn.voice.say(report.title)
    automation = turn.crm.automations.add(
        title,
        in_words(repeat, turn.voice),
        title,
        rule,
        channel=turn.channel,
        chat=turn.chat,
        starts=_starts(turn, repeat),
    )
    automation.turn_on(turn.now, turn.crm.calendar(automation.clock))
    turn.about(automation)
    text = T("I'll send {report} {often}.", "{often}发送{report}。")
    facts = {WHERE: _where(turn, target), NEXT: automation.due_at}
    buttons = [(T("Stop it", "停掉"), f"/automation.disable automation=#{automation.id}")]
    return turn.done(text, report=report.title, often=in_words(repeat, turn.voice), fields=facts, buttons=buttons)


def _target(turn: Turn, chat: str | None) -> str:
    """In a group the report is for the group, unless somebody says “me”."""
    if chat == "here" or (chat is None and turn.group):
        return "here" if turn.group else f"member:{turn.me.id}"
    if chat in (None, "me"):
        return f"member:{turn.me.id}"
    return f"chat:{str(chat).lstrip('#＃').removesuffix(' channel').strip()}"


def _where(turn: Turn, target: str) -> object:
    return YOU if target.startswith("member:") else HERE if target == "here" else f"#{target.partition(':')[2]}"


def _starts(turn: Turn, repeat: str) -> Any:
    """Counted from the first time that it comes; at the beginning of the working day where no hour was said."""
    clock = clock_of(repeat) or time.fromisoformat(turn.me.day_from)
    return first(timeless(repeat), datetime.combine(turn.today, clock), turn.me.zone, turn.now)
