"""The slots of a report that comes again and again: which one, with what, how often, and where it goes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from crm_domain.errors import BadValue, CrmError
from crm_domain.members import Member
from crm_domain.recurrences import parts_of, rule_of, within_the_day
from crm_domain.texts import T
from handlers.command import Command
from handlers.context import Context
from handlers.reading.reader import read_one, slashed
from handlers.reading.readings import Reading
from handlers.reading.words import EVERYBODY, ME, listed
from handlers.record_slot import RecordSlot
from handlers.resolve import words_of
from handlers.slots import TextSlot
from handlers.when_slots import RecurrenceSlot, checked, hour_in, told_in

NO_REPORT = T(
    "I have no report “{said}”. I can send the pipeline, forecast, funnel, revenue, win rate, sales cycle, deal size, "
    "leaderboard, activities, tickets, SLA, deals, tasks … Say “help report” for all.",
    "没有“{said}”这个报表。可以定时发：管道、预测、漏斗、营收、赢单率、销售周期、客单价、排行榜、跟进、工单、SLA、"
    "商机列表、任务列表等。说“帮助 报表”查看全部。",
)
TITLES = {
    "report.pipeline": T("Pipeline", "销售管道"),
    "report.forecast": T("Forecast", "销售预测"),
    "report.funnel": T("Funnel", "销售漏斗"),
    "report.revenue": T("Revenue", "营收"),
    "report.winrate": T("Win rate", "赢单率"),
    "report.cycle": T("Sales cycle", "销售周期"),
    "report.dealsize": T("Deal size", "客单价"),
    "report.leaderboard": T("Leaderboard", "排行榜"),
    "report.activity": T("Activities", "跟进统计"),
    "report.tickets": T("Tickets", "工单统计"),
    "report.sla": T("SLA", "SLA"),
    "report.csat": T("Satisfaction", "满意度"),
    "report.visits": T("Visit plan", "拜访计划"),
    "report.segments": T("Segments", "客户分层"),
    "deal.list": T("Deals", "商机列表"),
    "task.list": T("Tasks", "任务列表"),
    "ticket.list": T("Tickets", "工单列表"),
    "activity.list": T("Activities", "跟进记录"),
}
WHICH_REPORT = T("Which report?", "哪个报表？")
_THAT = listed(
    "that, that report, this report, this, it, this one, 这个, 这份, 这张, 它, 这个报表, 这份报表, 这张报表, 刚才的报表"
)


@dataclass(frozen=True)
class Asked:
    """A report, with its slots as said."""

    command: Command
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> T:
        return TITLES.get(self.command.name, self.command.help)

    @property
    def words(self) -> str:
        return self.command.words(self.said)


def asked_for(said: str, context: Context) -> Asked | None:
    """The report or the list that these words ask for."""
    if said.lower() in _THAT:
        said = context.memory.listed or ""
    readings = slashed(said, context) or []
    for words in (
        ()
        if readings
        else (said, f"show {said}", f"{said} report", f"看{said}", f"{said}报表", f"show the {said} report")
    ):
        reading = read_one(words, context) if said else None
        if reading and _is_report(reading, context):
            readings = [reading]
            break
    found = next((reading for reading in readings if _is_report(reading, context)), None)
    return Asked(found.command, {name: text for name, text in found.said.items() if name != "page"}) if found else None


def _is_report(reading: Reading, context: Context) -> bool:
    command = reading.command
    shows = command.noun == "report" and command.name != "report.schedule"
    listed = command.name.endswith(".list") and not command.writes
    return (shows or listed) and not any(
        isinstance(command.params[name].slot, RecordSlot) and not _is_known(command.params[name].slot, text, context)
        for name, text in reading.said.items()
    )


def _is_known(slot: Any, said: str, context: Context) -> bool:
    return slot.points(said) or bool(slot.matches(said, context))


@dataclass(frozen=True)
class ReportSlot(TextSlot):
    def read(self, said: str, context: Context) -> Any:
        found = asked_for(said, context)
        if found is None:
            raise BadValue(WHICH_REPORT if said.lower() in _THAT else NO_REPORT, said=said)
        return found

    def plain(self, value: Any, me: Member) -> Any:
        return value.command.name


@dataclass(frozen=True)
class SlotsSlot(TextSlot):
    """What the report itself was asked with, told by the words for the report."""

    def words(self, said: Mapping[str, str], context: Context) -> str | None:
        found = asked_for(said.get("report", ""), context)
        return said["report"] if found and found.said else None

    def read(self, said: str, context: Context) -> Any:
        found = asked_for(said, context)
        plain: dict[str, Any] = {}
        for name, param in found.command.params.items() if found else ():
            words = words_of(param, found.said, context) if found else None
            try:
                if words:
                    plain[name] = _plain(param.slot, words, context)
            except CrmError:
                continue
        return plain

    def plain(self, value: Any, me: Member) -> Any:
        return value


def _plain(slot: Any, said: str, context: Context) -> Any:
    """A record by the name as said, anything else by its value."""
    return slot.named(said) if isinstance(slot, RecordSlot) else slot.plain(slot.read(said, context), context.crm.me)


@dataclass(frozen=True)
class ScheduleSlot(RecurrenceSlot):
    """A recurrence with its hour in it; the beginning of the working day where none was said."""

    def words(self, said: Mapping[str, str], context: Context) -> str | None:
        return said.get("repeat")

    def read(self, said: str, context: Context) -> str:
        told = told_in(said, context)
        if told is None:
            return super().read(said, context)
        parts = parts_of(told.rule)
        if "BYHOUR" not in parts and not within_the_day(told.rule):
            clock = hour_in(f"{told.said} {told.rest}", context)
            parts |= _at(clock) if clock else {}
        return checked(told, rule_of(parts))


def _at(clock: time) -> dict[str, str]:
    return {"BYHOUR": str(clock.hour), "BYMINUTE": str(clock.minute)}


@dataclass(frozen=True)
class ChatSlot(TextSlot):
    """me, here, or a chat by its name."""

    def read(self, said: str, context: Context) -> str:
        bare = said.strip(self.QUOTES).removeprefix("the ").removeprefix("my dm")
        if not bare or bare.lower() in ME or bare.lower() in ("my inbox", "my chat"):
            return "me"
        return "here" if bare.lower() in EVERYBODY | {"this chat", "这里"} else bare

    def plain(self, value: str, me: Member) -> Any:
        return value


__all__ = ["Asked", "ChatSlot", "ReportSlot", "ScheduleSlot", "SlotsSlot", "asked_for"]
