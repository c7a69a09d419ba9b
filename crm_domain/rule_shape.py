"""Whether a rule from a file is one: every part of it known, every condition readable, every recurrence possible."""

from collections.abc import Mapping
from typing import Any

from crm_domain.automation_events import EVENTS
from crm_domain.conditions import checked
from crm_domain.recurrences import checked as checked_recurrence
from crm_domain.rule_facts import NOUNS, TABLES

STATES = frozenset({"deal.quiet", "deal.stuck", "deal.closing", "deal.overdue", "task.overdue"})
NEEDS: Mapping[str, frozenset[str]] = {  # what each step must say
    "send": frozenset({"to"}),
    "task": frozenset({"for"}),
    "assign": frozenset({"to"}),
    "set": frozenset({"field", "value"}),
    "tag": frozenset({"tag"}),
    "ticket": frozenset(),
    "wait": frozenset(),
    "check": frozenset({"if"}),
    "webhook": frozenset({"url"}),
    "email": frozenset({"to"}),
    "approve": frozenset({"by", "within"}),
    "report": frozenset({"command", "to"}),
}


def sound_rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    """The rule; ValueError or a refusal that says what is wrong with it."""
    on, steps = dict(rule["on"]), [dict(step) for step in rule["steps"]]
    noun = _noun(on)
    for step in steps:
        _sound_step(step, noun)
    if rule.get("if"):
        checked(rule["if"], noun or "")
    kept = {"on": on, "noun": TABLES.get(noun or ""), "steps": steps}
    return kept | ({"if": rule["if"]} if rule.get("if") else {})


def _noun(on: Mapping[str, Any]) -> str | None:
    if "every" in on:
        checked_recurrence(on["every"])
        return None
    name = str(on.get("event") or on.get("state"))
    if name not in (EVENTS if "event" in on else STATES):
        raise ValueError(f"{name}: no such event")
    if "state" in on:
        int(on["days"])
    return name.partition(".")[0]


def _sound_step(step: Mapping[str, Any], noun: str | None) -> None:
    needs = NEEDS.get(step.get("do", ""))
    if needs is None or not needs <= step.keys():
        raise ValueError(f"{step.get('do')}: no such step, or not all of it ({', '.join(sorted(needs or ()))})")
    if step["do"] == "wait" and not {"seconds", "since_start"} & step.keys():
        raise ValueError("wait: for how long?")
    if "if" in step and noun in NOUNS.values():
        checked(step["if"], noun or "")


__all__ = ["sound_rule"]
