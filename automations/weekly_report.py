"""Mondays, to the managers or into their channel: the pipeline, the forecast, and how the automations do."""

from collections.abc import Iterator

from automations.automation import automation
from automations.mornings import Day, first_of_month, first_of_week, mornings
from automations.note import Note, nudge, voice_of
from automations.reports import report_for
from crm_domain.crm import Crm
from crm_domain.members import Member, Role
from crm_domain.texts import T
from handlers.automation_health import health
from handlers.reply import Reply

MANAGERS = frozenset({Role.MANAGER})
WEEK = 7  # days
WHY_WEEK = T("you are a manager: this is the weekly report", "你是经理，这是每周报告")
WHY_MONTH = T("you are a manager: this is the monthly review", "你是经理，这是月度回顾")


@automation
def weekly_report(crm: Crm) -> Iterator[Note]:
    for member, occasion, channel in _readers(crm, "weekly_report", first_of_week):
        words = ("/report.pipeline", "/report.forecast")
        parts = [report_for(crm, member, each, group=channel is not None, lines=2) for each in words]
        text = "\n\n".join([*(part.text for part in parts), *health(crm, voice_of(member, crm), WEEK)])
        yield _note(member, channel, occasion, _joined(parts, text), "weekly report", WHY_WEEK)


@automation
def monthly_review(crm: Crm) -> Iterator[Note]:
    for member, occasion, channel in _readers(crm, "monthly_review", first_of_month):
        last = "last month" if member.lang == "en" else "上个月"
        words = (f'/{name} period="{last}"' for name in ("report.revenue", "report.winrate"))
        parts = [report_for(crm, member, each, group=channel is not None, lines=2) for each in words]
        reply = _joined(parts, "\n\n".join(part.text for part in parts))
        yield _note(member, channel, occasion, reply, "monthly review", WHY_MONTH)


Chat = tuple[str, str]


def _readers(crm: Crm, name: str, day: Day) -> Iterator[tuple[Member, str, Chat | None]]:
    """The managers, each alone; where they have a channel, it alone, as whoever made it theirs would read it."""
    theirs = crm.workspace.managers or {}
    active = {member.id for member in crm.members.everyone()}
    if theirs.get("member") not in active:
        yield from ((member, occasion, None) for member, occasion in mornings(crm, name, day, MANAGERS))
        return
    for member, occasion in mornings(crm, name, day):
        if member.id == theirs["member"]:
            yield member, occasion, (theirs["channel"], theirs["chat"])


def _note(member: Member, channel: Chat | None, occasion: str, reply: Reply, cause: str, why: T) -> Note:
    if channel is None:
        return nudge(member, occasion, reply, cause, why)
    return Note(reply, cause, why, chat=channel, asker=member, occasion=occasion)


def _joined(parts: list[Reply], text: str) -> Reply:
    first = parts[0]
    return first.but(text=text, buttons=tuple(button for part in parts for button in part.buttons)[:4])
