"""The queries behind the support reports: counted in the database, only what the member may see."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Float, Select, String, TypeDecorator, func, literal, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from crm_domain.companies import Company
from crm_domain.desk import Desk
from crm_domain.facts import Entrant
from crm_domain.journal import Change, ChangeLine
from crm_domain.local_time import between
from crm_domain.members import Member
from crm_domain.products import Product
from crm_domain.records import Records
from crm_domain.sealing import is_sealed
from crm_domain.ticket_targets import is_met
from crm_domain.tickets import UNSOLVED, Status, Ticket
from crm_domain.timespan import KEYS as DAYS
from crm_domain.timespan import Timespan, unit_ends

KEYS: dict[str, ColumnElement[Any]] = {
    "priority": Ticket.priority.expression,
    "category": Ticket.category.expression,
    "status": Ticket.status.expression,
    "agent": Member.name.expression,
    "company": Company.name.expression,
    "team": func.coalesce(Ticket.team, Member.team),
    "region": Company.region.expression,
}
RATED_AT = func.coalesce(Ticket.rated_at, Ticket.resolved_at, Ticket.closed_at, Ticket.updated_at)


class hours_between(FunctionElement[float]):  # noqa: N801 - named as SQLAlchemy names functions
    """The hours from one moment to another, reckoned by the database."""

    inherit_cache = True
    type = Float()


@compiles(hours_between)
def _by_interval(element: Any, compiler: Any, **options: Any) -> str:
    start, end = (compiler.process(clause, **options) for clause in element.clauses)
    return f"(extract(epoch from ({end} - {start})) / 3600.0)"


@compiles(hours_between, "sqlite")
def _by_julian_day(element: Any, compiler: Any, **options: Any) -> str:
    start, end = (compiler.process(clause, **options) for clause in element.clauses)
    return f"((julianday({end}) - julianday({start})) * 24.0)"


class Numbers(TypeDecorator[list[float]]):
    """A list in one value, as each database writes it."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Any) -> list[float] | None:
        found: list[float] | None = json.loads(value) if isinstance(value, str) else value
        return found


class gathered(FunctionElement[list[float]]):  # noqa: N801 - named as SQLAlchemy names functions
    """All numbers of a column as one value: a row for each would cost more than they are worth."""

    inherit_cache = True
    type = Numbers()


@compiles(gathered)
def _as_array(element: Any, compiler: Any, **options: Any) -> str:
    return f"array_agg({compiler.process(element.clauses, **options)})"


@compiles(gathered, "sqlite")
def _as_json(element: Any, compiler: Any, **options: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **options)})"


Groups = Counter[str | None]


class Kept(NamedTuple):
    """Of so many tickets that were closed, so many had kept what was promised."""

    met: int
    closed: int

    @classmethod
    def sum(cls, parts: Iterable["Kept"]) -> "Kept":
        each = list(parts)
        return cls(sum(kept.met for kept in each), sum(kept.closed for kept in each))


class Churn(NamedTuple):
    """Of `n` solved tickets: how many were reopened, how many given on, and how often that was in all."""

    n: int
    reopened: int
    reassigned: int
    times: int


class TicketFigures(Records[Ticket]):
    """`by` is a word of KEYS, or a month or quarter: it becomes the groups' key."""

    model = Ticket

    def __init__(self, desk: Desk, product: Product | None = None) -> None:
        super().__init__(desk)
        self.product = product

    def visible(self) -> Select[tuple[Ticket]]:
        """Of a product: the tickets that name it, in their subject, what was told, or their category."""
        query = super().visible()
        if self.product is None:
            return query
        told, name = (Ticket.subject, Ticket.description, Ticket.category), self.product.name.lower()
        if is_sealed(self.desk.session):  # then only we can read what is searched
            rows = self.desk.session.execute(query.with_only_columns(Ticket.id, *told))
            named = [id for id, *texts in rows if any(name in (text or "").lower() for text in texts)]
            return query.where(Ticket.id.in_(named))
        return query.where(or_(*(func.lower(words).contains(name, autoescape=True) for words in told)))

    def opened(self, span: Timespan, by: str | None = None) -> Groups:
        return self._count(Ticket.created_at, span, by)

    def resolved(self, span: Timespan, by: str | None = None) -> Groups:
        return self._count(Ticket.resolved_at, span, by)

    def backlog(self, by: str | None = None) -> Groups:
        """What is not solved now."""
        query = self._grouped(by if by in KEYS else None, func.count()).where(Ticket.status.in_(UNSOLVED))
        return Counter(dict(self.desk.session.execute(query).tuples().all()))

    def hours_to(self, moment: Any, span: Timespan) -> list[float]:
        """From opened to that moment, of those for which it lies in these days; in order."""
        hours = hours_between(Ticket.created_at, moment)
        query = self.visible().with_only_columns(gathered(hours)).where(*between(moment, span, self.desk.zone))
        return sorted(self.desk.session.scalar(query) or ())

    def hours_by(self, by: str, span: Timespan) -> list[Entrant]:
        """The mean of what each group's tickets took from opened to resolved; of who or what has a name."""
        hours = func.avg(hours_between(Ticket.created_at, Ticket.resolved_at))
        query = self._grouped(by, hours, func.count()).where(*between(Ticket.resolved_at, span, self.desk.zone))
        rows = self.desk.session.execute(query)
        return [Entrant(name, float(mean), n) for name, mean, n in rows if name is not None]

    def handed_on(self, span: Timespan) -> list[Entrant]:
        """How often each agent's tickets were given to somebody else, of all that they had; the journal tells."""
        query = select(ChangeLine.record_id, ChangeLine.before, ChangeLine.after)
        query = query.join(Change, ChangeLine.change_id == Change.id).where(
            ChangeLine.workspace_id == self.desk.workspace.id,
            ChangeLine.record == Ticket.__tablename__,
            ChangeLine.record_id.in_(self.visible().with_only_columns(Ticket.id)),
            Change.undone_by_id.is_(None),
            Change.undoes_id.is_(None),
            *between(Change.at, span, self.desk.zone),
        )
        times, had = Counter[int](), defaultdict[int, set[int]](set)
        for ticket, before, after in self.desk.session.execute(query):
            _count_hands(ticket, (before or {}).get("assignee_id"), (after or {}).get("assignee_id"), times, had)
        return [Entrant(name, times[id], len(had[id])) for id, name in self._names(had)]

    def _names(self, members: Iterable[int]) -> Sequence[tuple[int, str]]:
        query = select(Member.id, Member.name).where(Member.id.in_(list(members))).order_by(Member.name)
        return self.desk.session.execute(query).tuples().all()

    def churn(self, span: Timespan) -> Churn:
        counts = (
            func.count(),
            func.count().filter(Ticket.reopened > 0),
            func.count().filter(Ticket.reassigned > 0),
            func.coalesce(func.sum(Ticket.reassigned), 0),
        )
        query = self.visible().with_only_columns(*counts).where(*between(Ticket.resolved_at, span, self.desk.zone))
        return Churn(*self.desk.session.execute(query).one())

    def oldest(self, limit: int) -> Sequence[tuple[int, str, datetime, str | None]]:
        """Number, subject, moment and assignee of those that wait longest."""
        query = self.visible().with_only_columns(Ticket.id, Ticket.subject, Ticket.created_at, Member.name)
        query = query.outerjoin(Member, Ticket.assignee_id == Member.id).where(Ticket.status.in_(UNSOLVED))
        return self.desk.session.execute(query.order_by(Ticket.created_at, Ticket.id).limit(limit)).tuples().all()

    def kept(self, span: Timespan, by: str) -> dict[str | None, Kept]:
        """Of those closed in these days. What carries no verdict is judged by what its row still tells."""
        if by in DAYS:
            return {key: Kept.sum(self.kept(part, "priority").values()) for key, part in self._parts(span, by)}
        columns = (func.count(), func.count().filter(Ticket.sla_met.is_(True)))
        during = tuple(between(Ticket.closed_at, span, self.desk.zone))
        query = self._grouped(by, *columns).where(Ticket.status == Status.CLOSED, *during)
        found = {
            key: Kept(met, n) for key, n, met in self.desk.session.execute(query.where(Ticket.sla_met.isnot(None)))
        }
        unjudged = self.desk.session.execute(
            self._grouped(by, Ticket, grouped=False).where(
                Ticket.status == Status.CLOSED, Ticket.sla_met.is_(None), *during
            )
        )
        for key, ticket in unjudged:
            met, n = found.get(key, Kept(0, 0))
            found[key] = Kept(met + is_met(ticket, self.desk.now, self.desk.support, self.desk.workspace.tz), n + 1)
        return found

    def scores(self, span: Timespan, by: str | None = None) -> dict[str | None, Counter[int]]:
        """How many tickets of each group were given each score; ungrouped, they are all one."""
        if by in DAYS:
            return {key: sum(self.scores(part).values(), Counter[int]()) for key, part in self._parts(span, by)}
        groups = (KEYS[by],) if by else ()
        query = self._grouped(by, Ticket.score, func.count(), grouped=False).where(Ticket.score.isnot(None))
        query = query.where(*between(RATED_AT, span, self.desk.zone)).group_by(*groups, Ticket.score)
        found = defaultdict[str | None, Counter[int]](Counter)
        for key, score, n in self.desk.session.execute(query):
            found[key][score] = n
        return dict(found)

    def _parts(self, span: Timespan, unit: str) -> Iterator[tuple[str | None, Timespan]]:
        """Every month or quarter of the span, as much of it as lies inside, with its key."""
        start = span.start or self._first_day()
        for end, key in unit_ends(start, span.end, unit):
            yield key, Timespan(start, min(end, span.end))
            start = end + timedelta(days=1)

    def _first_day(self) -> date:
        first = self.desk.session.scalar(self.visible().with_only_columns(func.min(Ticket.created_at)))
        return (first or self.desk.now).astimezone(self.desk.zone).date()

    def _count(self, moment: Any, span: Timespan, by: str | None) -> Groups:
        if by in DAYS:
            return self._by_days(moment, span, by)
        query = self._grouped(by, func.count()).where(*between(moment, span, self.desk.zone))
        return Counter(dict(self.desk.session.execute(query).tuples().all()))

    def _by_days(self, moment: Any, span: Timespan, by: str) -> Groups:
        query = self.visible().with_only_columns(moment).where(*between(moment, span, self.desk.zone))
        zone, key = self.desk.zone, DAYS[by]
        return Counter(key(at.astimezone(zone).date()) for at in self.desk.session.scalars(query))

    def _grouped(self, by: str | None, *columns: Any, grouped: bool = True) -> Select[Any]:
        key = KEYS[by] if by else literal("")
        query = self.visible().with_only_columns(key, *columns).select_from(Ticket)
        for table, link in _joined(by):
            query = query.outerjoin(table, link)
        return query.group_by(key) if by and grouped else query


def _count_hands(
    ticket: int, old: int | None, new: int | None, times: Counter[int], had: defaultdict[int, set[int]]
) -> None:
    """One entry of the journal: who had the ticket before, and who has it now."""
    if new is not None:
        had[new].add(ticket)
    if old is not None:
        had[old].add(ticket)
        times[old] += new is not None


def _joined(by: str | None) -> Iterator[tuple[Any, Any]]:
    if by in ("agent", "team"):
        yield Member, Ticket.assignee_id == Member.id
    if by in ("company", "region"):
        yield Company, Ticket.company_id == Company.id
