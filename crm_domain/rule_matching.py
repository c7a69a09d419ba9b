"""Which events and which standings a rule means. The same for the real thing and for a rehearsal."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm_domain.automation_events import Happening
from crm_domain.automations import Automation
from crm_domain.rule_facts import MODELS, Known, last_heard, stage_since

if TYPE_CHECKING:
    from crm_domain.crm import Crm

_STATUS = {"deal.moved": "stage_id", "ticket.moved": "status"}


def matches(on: Mapping[str, Any], happening: Happening, stages: Mapping[int, str]) -> bool:
    """Whether it is that event, from and to where the rule says."""
    if happening.name != on.get("event") or on.get("record") not in (None, happening.record_id):
        return False
    column = _STATUS.get(happening.name)
    if column is None:
        return True
    before, after = (_named(side.get(column), stages) for side in (happening.before, happening.after))
    return after in on.get("to", [after]) and before in on.get("from", [before])


def _named(value: Any, stages: Mapping[int, str]) -> Any:
    return stages.get(value, value) if isinstance(value, int) else value


def standing(crm: "Crm", automation: Automation, at: datetime | None = None) -> Iterator[tuple[str, int, str]]:
    """The records that stand so at that moment: table, number, and the occasion, which is one as long as they do."""
    state, days = automation.on["state"], automation.on["days"]
    table = f"{state.partition('.')[0]}s"
    model = MODELS[table]
    moment = at or crm.now
    query = select(model.id).where(model.workspace_id == crm.workspace.id, model.created_at <= moment)
    query = query.where(model.id == automation.on["record"]) if "record" in automation.on else query
    for id in crm.session.scalars(query.order_by(model.id)).all():
        known = Known(crm.session, table, id, moment, automation.clock)
        since = _SINCE[state](known, days) if known.columns is not None else None
        if since:
            yield table, id, f"{state} {days} {table}#{id} since {since}"


def _quiet(known: Known, days: int) -> str | None:
    assert known.columns is not None
    heard = last_heard(known.session, known.id, known.columns["created_at"], known.at)
    return heard.date().isoformat() if _open(known) and known.age(heard) >= days else None


def _stuck(known: Known, days: int) -> str | None:
    assert known.columns is not None
    since = stage_since(known.session, known.id, known.columns["created_at"], known.at)
    return since.date().isoformat() if _open(known) and known.age(since) >= days else None


def _closing(known: Known, days: int) -> str | None:
    facts = known.facts(())
    return facts["close_date"] if facts["open"] and 0 <= facts["days_to_close"] <= days else None


def _overdue(known: Known, days: int) -> str | None:
    facts = known.facts(())
    return facts["close_date"] if facts["open"] and facts["days_to_close"] <= -days else None


def _task(known: Known, days: int) -> str | None:
    assert known.columns is not None
    facts = known.facts(())
    return f"{known.columns['due_date']}" if facts["overdue"] and facts["overdue_days"] >= days else None


def _open(known: Known) -> bool:
    return bool(known.facts(())["open"])


_SINCE: Mapping[str, Callable[[Known, int], str | None]] = {
    "deal.quiet": _quiet,
    "deal.stuck": _stuck,
    "deal.closing": _closing,
    "deal.overdue": _overdue,
    "task.overdue": _task,
}
