"""The chance of a breach in words, with what raises it."""

from collections.abc import Mapping

from crm_domain.foresight import Chance
from crm_domain.texts import T
from crm_domain.tickets import PRIORITIES, Priority
from handlers.turn import Turn

CHANCE = T("Chance of breach", "超时概率")
BY_THE_CLOCK = T(
    "By the clock alone: too few tickets are over yet to foresee more.", "仅按时限判断：已结束的工单还太少，无法预测。"
)
_LINE = T("{pct}: {because}", "{pct}：{because}")
_DAYS = (
    T("opened on a Monday", "周一提交"),
    T("opened on a Tuesday", "周二提交"),
    T("opened on a Wednesday", "周三提交"),
    T("opened on a Thursday", "周四提交"),
    T("opened on a Friday", "周五提交"),
    T("opened on a Saturday", "周六提交"),
    T("opened on a Sunday", "周日提交"),
)
_SAID: Mapping[str, T] = {
    "category": T("category {value}", "分类为{value}"),
    "team": T("team {value}", "团队{value}"),
    "company": T("{value}'s tickets", "{value}的工单"),
    "tier": T("{value} customer", "{value}级客户"),
    "priority": T("priority {value}", "优先级{value}"),
    "hour": T("opened between {value}", "{value}之间提交"),
}
_WAITS = T("no answer yet", "还没有回复")
_RAN = {"0.5": T("half of its time has run", "时限已过半"), "0.9": T("hardly any time is left", "时限所剩无几")}


def chance_in_words(turn: Turn, chance: Chance | None) -> str | None:
    if chance is None:
        return None
    because = [turn.voice.say(text) for text in (_reason(*fact) for fact in chance.because) if text]
    pct = f"{chance.value:.0%}"
    return turn.voice.say(_LINE, pct=pct, because="; ".join(because)) if because else pct


def _reason(name: str, value: str) -> T | None:
    if name == "day":
        return _DAYS[int(value)]
    if name == "share":
        return _RAN.get(value)
    if name == "waits":
        return _WAITS if value == "yes" else None
    told = PRIORITIES[Priority(value)] if name == "priority" else T(value, value)
    if name == "hour":
        hours = f"{int(value) * 4}:00–{int(value) * 4 + 4}:00 UTC"
        told = T(hours, hours)
    said = _SAID[name]
    return T(said.en.replace("{value}", _safe(told.en)), said.zh.replace("{value}", _safe(told.zh)))


def _safe(words: str) -> str:
    """Somebody's own words are no template."""
    return words.replace("{", "{{").replace("}", "}}")
