"""How what automations send unasked is taken: told in the weekly report, and to whoever asks."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from crm_domain import notices
from crm_domain.automations import Automation
from crm_domain.crm import Crm
from crm_domain.notices import Taken
from crm_domain.texts import T
from handlers.voice import Voice

SENT = T(
    "Automations in {days} days: {sent} message(s) sent, {acted} acted on, {ignored} ignored, {muted} muted.",
    "近 {days} 天自动化：发出 {sent} 条，有操作 {acted} 条，没人理 {ignored} 条，被屏蔽 {muted} 条。",
)
IGNORED = T("Mostly ignored: {names}. Consider turning it off.", "大多没人理会：{names}，可以考虑停用。")
PAUSE, PAUSE_IT = T("Pause “{name}”", "停用“{name}”"), T("Pause it", "停用")


class Heard(NamedTuple):
    """A rule, and how its messages were taken."""

    rule: Automation
    taken: Taken


def heard(crm: Crm, days: int) -> list[Heard]:
    """The rules that sent anything in so many days, those with most messages first."""
    found = notices.taken(crm.session, crm.workspace.id, crm.now - timedelta(days=days))
    by_rule = {int(number): taken for cause, taken in found.items() if (number := _number(cause))}
    rows = crm.automations.by_ids([*by_rule])
    return sorted((Heard(row, by_rule[id]) for id, row in rows.items()), key=lambda one: -one.taken.sent)


def _number(cause: str) -> str:
    kind, _, number = cause.rpartition(" ")
    return number if kind == "automation" else ""


def ignored(crm: Crm, days: int) -> list[Automation]:
    """The rules that are on and that hardly anybody does anything about."""
    return [one.rule for one in heard(crm, days) if one.rule.enabled and one.taken.is_ignored]


def health(crm: Crm, voice: Voice, days: int) -> Iterator[str]:
    """What was sent unasked and what became of it; nothing where nothing was sent."""
    found = notices.taken(crm.session, crm.workspace.id, crm.now - timedelta(days=days)).values()
    sent, acted, muted = (sum(one[n] for one in found) for n in range(3))
    if not sent:
        return
    yield voice.say(SENT, days=days, sent=sent, acted=acted, ignored=sent - acted, muted=muted)
    if rules := ignored(crm, days):
        yield voice.say(IGNORED, names=[rule.name for rule in rules])


def pauses(rules: Sequence[Automation], most: int = 2) -> Iterator[tuple[T, str]]:
    """The buttons: what they are called, and what they say."""
    for rule in rules[:most]:
        name = rule.name.replace("{", "(").replace("}", ")")
        label = PAUSE_IT if len(rules) == 1 else T(PAUSE.en.format(name=name), PAUSE.zh.format(name=name))
        yield label, f"/automation.disable automation=#{rule.id}"
