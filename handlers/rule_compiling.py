"""From the words of a rule to the form in which it is carried out; and the rules that stand in config.yaml."""

from collections.abc import Mapping, Sequence
from typing import Any

from crm_domain.automations import Automation
from crm_domain.conditions import checked
from crm_domain.crm import Crm
from crm_domain.errors import BadValue, CrmError
from crm_domain.members import Member, Role
from crm_domain.names import NameIndex
from crm_domain.rule_facts import TABLES
from crm_domain.rule_shape import sound_rule
from crm_domain.texts import T
from handlers.clause_slot import Clause
from handlers.context import Context
from handlers.memory import Memory
from handlers.reading.rule_events import watch_of
from handlers.reading.rule_steps import steps_of

FILE = "config.yaml"
IN_FILE = T("config.yaml, automations.rules, “{name}”: {why}", "config.yaml，automations.rules，“{name}”：{why}")
NO_OWNER = T("there is no member “{handle}” to own it", "没有成员“{handle}”可以负责它")
GONE = T("it is no longer in config.yaml", "已从 config.yaml 中移除")


def compiled(when: Clause, if_: Clause | None, then: Clause) -> dict[str, Any]:
    """The rule in the form that is carried out. BadValue with what is wrong in it."""
    watch = watch_of(when.text, if_.text if if_ else "", when.context)
    condition = checked(" && ".join(watch.conditions), watch.noun) if watch.conditions else None
    steps = [*watch.steps, *steps_of(then.text, watch.noun, then.context)]
    for step in steps:
        if "if" in step:
            checked(step["if"], watch.noun)
    rule: dict[str, Any] = {"on": watch.on, "noun": TABLES[watch.noun], "steps": steps}
    return rule | ({"if": condition} if condition else {})


# The file's


def settle_file_rules(crm: Crm, rules: Sequence[Mapping[str, Any]]) -> None:
    """Makes the rules of the file stand as the file says; those that it no longer holds are turned off.

    BadValue, with the rule's name, where one makes no sense.
    """
    known = {row.name: row for row in crm.automations.listed() if row.source == FILE}
    for said in rules:
        try:
            _settle(crm, known.pop(said["name"], None), said)
        except CrmError as refusal:
            raise BadValue(IN_FILE, name=said["name"], why=refusal.to("en")) from refusal
        except (KeyError, TypeError, ValueError) as error:
            raise BadValue(IN_FILE, name=said["name"], why=str(error)) from error
    for left in known.values():
        left.turn_off(GONE.en)
    crm.enter("automation.file")


def _settle(crm: Crm, row: Automation | None, said: Mapping[str, Any]) -> None:
    owner = _owner(crm, said.get("owner"))
    rule = sound_rule(said) if said.get("on") else _in_words(crm, owner, said)
    facts = {
        "when": said.get("when") or said["name"],
        "then": said.get("then") or "",
        "condition": said.get("if") or None,
    }
    if row is None:
        row = crm.automations.add(said["name"], rule=rule, owner=owner, source=FILE, **facts)
    elif row.rule != rule:
        row.rule, row.event, row.starts = rule, rule["on"].get("event"), None
        row.turn_off()
    for name, value in (facts | {"channel": said.get("channel"), "chat": said.get("chat")}).items():
        setattr(row, name, value)
    row.owner = owner
    if said.get("enabled", True):
        row.turn_on(crm.now, crm.calendar(row.clock))
    else:
        row.turn_off()


def _owner(crm: Crm, handle: str | None) -> Member:
    """Whoever is named, else an admin, else a manager."""
    everyone = crm.members.everyone()
    if handle:
        found = next((member for member in everyone if member.handle == handle), None)
    else:
        found = next((one for role in (Role.ADMIN, Role.MANAGER) for one in everyone if one.role == role), None)
    if found is None:
        raise BadValue(NO_OWNER, handle=handle or "admin")
    return found


def _in_words(crm: Crm, owner: Member, said: Mapping[str, Any]) -> dict[str, Any]:
    own = Crm(crm.session, crm.workspace, owner, crm.now, crm.access)
    crm.session.info["desk"] = crm
    names = NameIndex(crm.workspace.id)
    names.refresh(crm.session)
    context = Context(own, names, Memory(), own.pipelines.stages())
    when, then, condition = (Clause(said.get(name) or "", context) for name in ("when", "then", "if"))
    return compiled(when, condition if condition.text else None, then)
