"""What a rule may know of a record, as it was at a moment. Of what must be counted, only what is asked for."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from crm_domain.activities import Activity
from crm_domain.as_of import Columns, as_of
from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal, StageChange
from crm_domain.members import Member
from crm_domain.money import Money
from crm_domain.orders import Order
from crm_domain.pipelines import Outcome, Stage
from crm_domain.products import Product
from crm_domain.replies import replies
from crm_domain.tasks import Task
from crm_domain.tickets import UNSOLVED, Ticket

MODELS: Mapping[str, type[Row]] = {
    "deals": Deal,
    "tickets": Ticket,
    "contacts": Contact,
    "companies": Company,
    "activities": Activity,
    "tasks": Task,
    "orders": Order,
}
NOUNS = {"deals": "deal", "tickets": "ticket", "contacts": "contact", "companies": "company",
         "activities": "activity", "tasks": "task", "orders": "order"}  # fmt: skip
TABLES = {noun: table for table, noun in NOUNS.items()}
DAY = timedelta(days=1)
FAR = 99_999.0  # days to a close date that nobody has set

Facts = dict[str, Any]


class Known:
    """One record at one moment. `since` is when the run about it began: what was heard since then counts."""

    def __init__(
        self, session: Session, table: str, id: int, at: datetime, zone: ZoneInfo,
        change_id: int | None = None, since: datetime | None = None,
    ) -> None:  # fmt: skip
        self.session, self.table, self.id, self.at, self.zone = session, table, id, at, zone
        self.since = since or at
        self.columns: Columns | None = as_of(session, MODELS[table], id, at, change_id)

    def facts(self, wanted: Collection[str]) -> Facts:
        """Its plain facts, and of the counted ones those that are wanted."""
        assert self.columns is not None
        facts = _PLAIN[self.table](self, self.columns)
        counted = _COUNTED.get(self.table, {})
        return facts | {name: counted[name](self) for name in counted if name in wanted}

    def name(self, model: type[Row], id: int | None) -> str:
        row = self.session.get(model, id) if id else None
        return row.label if row else ""

    def days_until(self, day: Any) -> float:
        """From the beginning of today, where the rule's clock stands."""
        return FAR if day is None else float((day - self.at.astimezone(self.zone).date()).days)

    def age(self, since: datetime | None) -> float:
        return (self.at - since) / DAY if since else 0.0


def _major(columns: Columns) -> float:
    minor = columns["amount_minor"]
    return float(Money(minor, columns["currency"] or "USD").amount) if minor is not None else 0.0


def _tags(columns: Columns) -> str:
    return ",".join((columns.get("more") or {}).get("tags", []))


def _deal(known: Known, columns: Columns) -> Facts:
    stage = known.session.get(Stage, columns["stage_id"])
    owner = known.session.get(Member, columns["owner_id"]) if columns["owner_id"] else None
    company = known.session.get(Company, columns["company_id"]) if columns["company_id"] else None
    assert stage is not None
    to_close, is_open = known.days_until(columns["close_date"]), stage.outcome == Outcome.OPEN
    return {
        "title": columns["title"],
        "amount": _major(columns),
        "currency": columns["currency"] or "",
        "stage": stage.key,
        "outcome": str(stage.outcome),
        "open": is_open,
        "owner": owner.name if owner else "",
        "team": (owner and owner.team) or "",
        "company": company.name if company else "",
        "industry": (company and company.industry) or "",
        "region": (company and company.region) or "",
        "contact": known.name(Contact, columns["contact_id"]),
        "close_date": columns["close_date"].isoformat() if columns["close_date"] else "",
        "days_to_close": to_close,
        "overdue": is_open and to_close < 0,
        "age_days": known.age(columns["created_at"]),
        "reason": columns["reason"] or "",
        "tags": _tags(columns),
    }


def _ticket(known: Known, columns: Columns) -> Facts:
    return {
        "subject": columns["subject"],
        "priority": columns["priority"],
        "status": columns["status"],
        "category": columns["category"] or "",
        "assignee": known.name(Member, columns["assignee_id"]),
        "taken": columns["assignee_id"] is not None,
        "answered": columns["first_response_at"] is not None,
        "unsolved": columns["status"] in UNSOLVED,
        "company": known.name(Company, columns["company_id"]),
        "contact": known.name(Contact, columns["contact_id"]),
        "score": float(columns["score"] or 0),
        "age_minutes": (known.at - columns["created_at"]) / timedelta(minutes=1),
    }


def _contact(known: Known, columns: Columns) -> Facts:
    return {name: columns[name] or "" for name in ("name", "title", "email", "phone")} | {
        "company": known.name(Company, columns["company_id"]),
        "owner": known.name(Member, columns["owner_id"]),
        "tags": _tags(columns),
    }


def _company(known: Known, columns: Columns) -> Facts:
    return {name: columns[name] or "" for name in ("name", "industry", "website", "region")} | {
        "owner": known.name(Member, columns["owner_id"]),
        "tags": _tags(columns),
    }


def _activity(known: Known, columns: Columns) -> Facts:
    return {
        "kind": columns["kind"],
        "summary": columns["summary"] or "",
        "company": known.name(Company, columns["company_id"]),
        "contact": known.name(Contact, columns["contact_id"]),
        "deal": known.name(Deal, columns["deal_id"]),
        "owner": known.name(Member, columns["owner_id"]),
    }


def _task(known: Known, columns: Columns) -> Facts:
    late = 0.0 if columns["due_date"] is None else -known.days_until(columns["due_date"])
    return {
        "title": columns["title"],
        "assignee": known.name(Member, columns["assignee_id"]),
        "creator": known.name(Member, columns["creator_id"]),
        "done": bool(columns["done"]),
        "overdue": late > 0 and not columns["done"],
        "overdue_days": max(0.0, late),
    }


def _order(known: Known, columns: Columns) -> Facts:
    return {
        "company": known.name(Company, columns["company_id"]),
        "contact": known.name(Contact, columns["contact_id"]),
        "product": known.name(Product, columns["product_id"]),
        "owner": known.name(Member, columns["owner_id"]),
        "amount": _major(columns),
        "currency": columns["currency"] or "",
        "quantity": float(columns["quantity"]),
    }


_PLAIN: Mapping[str, Callable[[Known, Columns], Facts]] = {
    "deals": _deal,
    "tickets": _ticket,
    "contacts": _contact,
    "companies": _company,
    "activities": _activity,
    "tasks": _task,
    "orders": _order,
}

# What must be looked up beside the record.

_ABOUT: Mapping[str, Any] = {
    "deals": Activity.deal_id,
    "tickets": Activity.ticket_id,
    "contacts": Activity.contact_id,
    "companies": Activity.company_id,
}


def _heard(known: Known) -> float:
    """How many activities there have been since the run began."""
    query = select(func.count()).select_from(Activity)
    query = query.where(_ABOUT[known.table] == known.id, Activity.at > known.since, Activity.at <= known.at)
    return float(known.session.scalar(query) or 0)


def _replied(known: Known) -> float:
    """How often the customer was heard since the run began."""
    assert known.columns is not None
    return float(replies(known.session, known.table, known.id, known.columns, known.since, known.at))


def last_heard(session: Session, deal_id: int, born: datetime, at: datetime) -> datetime:
    """When something was last done about a deal; at its beginning, where nothing was."""
    query = select(func.max(Activity.at)).where(Activity.deal_id == deal_id, Activity.at <= at)
    return max(session.scalar(query.where(Activity.created_at <= at)) or born, born)


def _quiet_days(known: Known) -> float:
    assert known.columns is not None
    return known.age(last_heard(known.session, known.id, known.columns["created_at"], known.at))


def stage_since(session: Session, deal_id: int, born: datetime, at: datetime) -> datetime:
    query = select(func.max(StageChange.at)).where(StageChange.deal_id == deal_id, StageChange.at <= at)
    return session.scalar(query) or born


def _stage_days(known: Known) -> float:
    assert known.columns is not None
    return known.age(stage_since(known.session, known.id, known.columns["created_at"], known.at))


def _open_tickets(known: Known) -> float:
    """Of the customer, as they stood then."""
    assert known.columns is not None
    company = known.id if known.table == "companies" else known.columns["company_id"]
    if company is None:
        return 0.0
    query = select(Ticket.id).where(Ticket.company_id == company, Ticket.created_at <= known.at)
    then = (as_of(known.session, Ticket, id, known.at) for id in known.session.scalars(query))
    return float(sum(columns is not None and columns["status"] in UNSOLVED for columns in then))


_SINCE = {"heard": _heard, "replied": _replied}
_COUNTED: Mapping[str, Mapping[str, Callable[[Known], float]]] = {
    "deals": {"quiet_days": _quiet_days, "stage_days": _stage_days, "open_tickets": _open_tickets} | _SINCE,
    "tickets": _SINCE,
    "contacts": {"open_tickets": _open_tickets} | _SINCE,
    "companies": {"open_tickets": _open_tickets} | _SINCE,
}


def midnight(at: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(at.astimezone(zone).date(), time(), zone)


def visible_now(table: str) -> ColumnElement[bool]:
    """Which records a rule about how things stand has to look at."""
    if table == "deals":
        return Deal.stage_id.in_(select(Stage.id).where(Stage.outcome == Outcome.OPEN))
    if table == "tickets":
        return Ticket.status.in_(UNSOLVED)
    return or_(Task.done.is_(False))
