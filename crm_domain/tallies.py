"""Many deals as few facts: what the database sums up itself, without a look at each."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from crm_domain.closing import ClosingDay
from crm_domain.companies import Company
from crm_domain.deals import Deal, DealLine
from crm_domain.discount import Priced
from crm_domain.facts import DealFact
from crm_domain.figures import Figures
from crm_domain.local_time import Clock
from crm_domain.members import Member
from crm_domain.pipelines import Outcome
from crm_domain.products import Product
from crm_domain.rates import rates_of
from crm_domain.scope import KEYS, OF_MEMBERS, Scope, ScopedDeals, due_in
from crm_domain.sold import Sold
from crm_domain.timespan import KEYS as DAYS
from crm_domain.timespan import Timespan

NEVER = date.min
WON = (Outcome.WON,)
LISTED = func.coalesce(DealLine.price_minor, Product.price_minor) * DealLine.quantity  # of a line without an own price
LISTED_IN = case((DealLine.price_minor.is_not(None), DealLine.currency), else_=Product.currency)
Groups = dict[str, list[int]]  # the numbers of each group, by its key, "" for what belongs to none


class Tallies(ScopedDeals):
    """`by` is a word of KEYS or DAYS, or "product"; a fact stands for `many` deals, whose amounts it sums."""

    def closed(
        self, outcomes: tuple[Outcome, ...], span: Timespan, scope: Scope, by: str | None = None
    ) -> list[DealFact]:
        span = self._begun(span, outcomes) if by in DAYS else span
        found: list[DealFact] = []
        for day in self._days:
            key = day.unit(span, by or "") if by in DAYS else self._key(by)
            query = self._of(outcomes, scope, by).where(*day.within(span))
            if by == "product" or scope.product:
                query = self._of_one_product(query, scope.product)
            found += self._facts(query, key, by, day)
        if by == "product" or scope.product:
            found += Figures(self.desk).of_several(outcomes, span, scope, by)
        return found

    def open(self, scope: Scope, by: str | None = None) -> list[DealFact]:
        """A deal without an amount is worth the list price of its products."""
        query, shared = self._of((Outcome.OPEN,), scope, by), by == "product" or bool(scope.product)
        unpriced = self._any(self._unpriced(scope))
        found = self._priced(query, self._key(by), scope, by, unpriced=unpriced)
        if not shared and not unpriced:
            return found
        return [*found, *Figures(self.desk).open_of_several(scope, by, shared=shared)]

    def due(self, span: Timespan, scope: Scope, by: str | None = None) -> list[DealFact]:
        """Open deals that are expected in the span, by their forecast category too."""
        if by == "product" or scope.product or self._any(Sold.of_several(self._unpriced(scope))):
            return Figures(self.desk).due(span, scope, by)
        query = self._of((Outcome.OPEN,), scope, by).where(*due_in(span, self.desk.today))
        return self._priced(query, self._key(by), scope, by, [Deal.category])

    def misdated(self, span: Timespan, scope: Scope) -> tuple[int, int]:
        """How many open deals that count in the span should have closed already, and how many have no day."""
        query, today = self._of((Outcome.OPEN,), scope, None), self.desk.today
        late = query.where(*due_in(span, today), Deal.close_date < today)
        return self._count(late), self._count(query.where(Deal.close_date.is_(None)))

    def customers(self, scope: Scope) -> list[DealFact]:
        """What was won of each company in all, by its name; the days are left out, as telling them takes as long."""
        rates, found = rates_of(self.desk), []
        for day in self._days:
            applied = rates.applied(Deal.currency, day.since)
            groups = [Deal.company_id, *_labelled("rate", applied)]
            worth = func.sum(rates.by_database(Deal.amount_minor, applied))
            query = self._bought(day, Timespan(None, self.desk.today), scope)
            for company, *rate, code, many, total in self._summed(query, groups, Deal.currency, worth):
                coin, minor = rates.told(code, rate[0] if rate else None), None if total is None else int(total)
                found.append((company, DealFact(0, 0, Outcome.WON, minor, coin, NEVER, None, None, None, None, many)))
        names = self._companies({company for company, _ in found})
        return [fact._replace(key=names[company]) for company, fact in found if company in names]

    def buyers(self, span: Timespan, scope: Scope) -> set[str]:
        """The companies that a deal was won of, by their names."""
        queries = (self._bought(day, span, scope) for day in self._days)
        ids = (query.with_only_columns(Deal.company_id, maintain_column_froms=True).distinct() for query in queries)
        found = {id for query in ids for id in self.desk.session.scalars(query) if id is not None}
        return set(self._companies(found).values())

    def last_bought(self, names: Sequence[str], scope: Scope) -> dict[str, date]:
        """The day on which the last deal of each of these companies was won."""
        wanted = set(names)
        called = [id for id, name in self._company_names.items() if name in wanted]
        last: dict[int, date] = {}
        for day in self._days:
            query = self._bought(day, Timespan(None, self.desk.today), scope).where(Deal.company_id.in_(called))
            for company, at, said in self._rows(query, (Deal.company_id, *day.latest()), (Deal.company_id,)):
                days = (at and at.astimezone(self.desk.zone).date(), said, last.get(company))
                last[company] = max(moment for moment in days if moment)
        found: dict[str, date] = {}
        for company, name in self._companies(set(last)).items():
            found[name] = max(last[company], found.get(name, NEVER))
        return found

    def _bought(self, day: ClosingDay, span: Timespan, scope: Scope) -> Select[Any]:
        query = self._of(WON, scope, None).where(*day.within(span))
        return query.where(Deal.company_id.is_not(None))

    def _companies(self, ids: set[int]) -> dict[int, str]:
        """Those that the member may see, by their numbers."""
        return {id: name for id, name in self._company_names.items() if id in ids}

    @cached_property
    def _company_names(self) -> dict[int, str]:
        query = select(Company.id, Company.name).where(Company.workspace_id == self.desk.workspace.id)
        seen = query.where(self.desk.access.sees(self.desk.actor, Company))
        return dict(self.desk.session.execute(seen).tuples().all())

    def _unpriced(self, scope: Scope) -> Select[Any]:
        return self._of((Outcome.OPEN,), scope, None).where(Deal.amount_minor.is_(None))

    def _any(self, query: Select[Any]) -> bool:
        only = query.with_only_columns(Deal.id, maintain_column_froms=True)
        return self.desk.session.execute(only.limit(1)).first() is not None

    def _count(self, query: Select[Any]) -> int:
        only = query.with_only_columns(func.count(), maintain_column_froms=True)
        return self.desk.session.scalar(only) or 0

    def _priced(
        self, query: Select[Any], key: ColumnElement[Any] | None, scope: Scope, by: str | None,
        more: Sequence[Any] = (), *, unpriced: bool = True,
    ) -> list[DealFact]:  # fmt: skip
        """Open deals: those with an amount; if any are `unpriced`, of them those with no more than one product."""
        said, unsaid = query.where(Deal.amount_minor.is_not(None)), query.where(Deal.amount_minor.is_(None))
        if by == "product" or scope.product:
            said = self._of_one_product(said, scope.product)
        found = [*self._facts(said, key, by, more=more)]
        if unpriced and self._any(unsaid):
            unsaid = self._of_one_product(unsaid, scope.product)
            found += self._facts(unsaid, key, by, minor=LISTED, currency=LISTED_IN, more=more)
        return found

    def winners(self, span: Timespan) -> set[int]:
        """The numbers of those who won a deal."""
        queries = (self._of(WON, Scope(), None).where(*day.within(span)) for day in self._days)
        owners = (query.with_only_columns(Deal.owner_id, maintain_column_froms=True).distinct() for query in queries)
        return {id for query in owners for id in self.desk.session.scalars(query) if id is not None}

    def amounts(self, span: Timespan, scope: Scope, currency: str, by: str | None = None) -> Groups:
        """Of won deals each one's, in minor units, as far as it is in that currency."""
        if by == "product" or scope.product:
            won = Figures(self.desk).won(span, scope, by)
            return _grouped((fact.key, fact.minor) for fact in won if fact.currency == currency)
        rates = rates_of(self.desk)
        span, found = self._begun(span, WON) if by in DAYS else span, []
        for day in self._days:
            rate = rates.applied(Deal.currency, day.since)
            columns = [rates.by_database(Deal.amount_minor, rate), Deal.currency, *_given(rate)]
            for minor, code, *applied, many, name in self._each(day, span, scope, by, columns):
                if minor is not None and rates.told(code, applied[0] if applied else None) == currency:
                    found += [(name, minor)] * many
        return _grouped(found)

    def days_to_win(self, span: Timespan, scope: Scope, by: str | None = None) -> Groups:
        """How many days each won deal took."""
        if by == "product" or scope.product:
            won = Figures(self.desk).won(span, scope, by)
            return _grouped((fact.key, max((fact.closed - fact.begun).days, 0)) for fact in won if fact.closed)
        span = self._begun(span, WON) if by in DAYS else span
        rows = (self._each(day, span, scope, by, [day.days_since_begun()]) for day in self._days)
        return _grouped((name, days) for each in rows for days, many, name in each for _ in range(many))

    def priced(self, span: Timespan, scope: Scope, currency: str) -> list[Priced]:
        """What was sold beside its list price, in that currency: many deals of one product as one."""
        rates, found = rates_of(self.desk), []
        for day in self._days:
            own, usual = (rates.applied(column, day.since) for column in (Deal.currency, Product.currency))
            sold = rates.by_database(Deal.amount_minor, own)
            listed = rates.by_database(Product.price_minor * DealLine.quantity, usual)
            groups = [Product.name, Deal.currency, Product.currency, *_labelled("own", own), *_labelled("usual", usual)]
            query = self._of(WON, scope, None).where(*day.within(span), Deal.amount_minor.is_not(None), listed > 0)
            query = Sold.of_one_product(query).join(Product, DealLine.product_id == Product.id)
            sums = (func.count(), func.sum(sold), func.sum(listed))
            query = query.with_only_columns(*groups, *sums, maintain_column_froms=True).group_by(*groups)
            for name, code, coin, *applied, many, money, whole in self.desk.session.execute(query):
                mine, its = applied or (None, None)
                if rates.told(code, mine) == rates.told(coin, its) == currency:
                    found.append(Priced(0, name, int(money), int(whole), many))
        several = Figures(self.desk).of_several(WON, span, scope, None)
        return [*found, *Sold(self.desk).priced(several, currency)]

    # -- how it is summed --------------------------------------------------------------------------------------------

    @cached_property
    def _days(self) -> tuple[ClosingDay, ClosingDay]:
        """What the closing day is told by: of most deals a moment, of some nothing but a date."""
        clock = Clock(self.desk.session.get_bind().dialect.name)
        zones = {id: tz for id, _, _, tz in self._members.values()}
        return ClosingDay(clock, self.desk.zone, zones), ClosingDay(clock, self.desk.zone, zones, dated=False)

    @cached_property
    def _members(self) -> dict[int, Any]:
        """By their numbers: number, name, team, zone."""
        query = select(Member.id, Member.name, Member.team, Member.tz)
        rows = self.desk.session.execute(query.where(Member.workspace_id == self.desk.workspace.id))
        return {row[0]: row for row in rows}

    def _begun(self, span: Timespan, outcomes: Sequence[Outcome]) -> Timespan:
        """A span without a beginning begins when the first deal was closed."""
        if span.start is not None:
            return span
        query = self._of(outcomes, Scope(), None)
        firsts = [self.desk.session.scalar(query.with_only_columns(func.min(column), maintain_column_froms=True))
                  for column in (Deal.closed_at, Deal.close_date)]  # fmt: skip
        known = [first.date() if isinstance(first, datetime) else first for first in firsts if first]
        return Timespan(min(known, default=span.end), span.end)

    def _of(self, outcomes: Sequence[Outcome], scope: Scope, by: str | None) -> Select[Any]:
        return self.of([Deal.id], outcomes, scope, member=by == "region", company=by in KEYS and by not in OF_MEMBERS)

    def _key(self, by: str | None) -> ColumnElement[Any] | None:
        """Of members the number: looking up a name for each deal would cost more than the sum."""
        if by == "product":
            return Product.name.expression
        return Deal.owner_id.expression if by in OF_MEMBERS else KEYS.get(by or "")

    def _name(self, by: str | None, key: Any) -> str | None:
        if by in OF_MEMBERS and key is not None:
            _, name, team, _ = self._members[key]
            key = name if by == "owner" else team
        return None if key is None else str(key)

    def _each(
        self, day: ClosingDay, span: Timespan, scope: Scope, by: str | None, columns: Sequence[Any]
    ) -> Iterator[tuple[Any, ...]]:
        """The columns of each won deal, of how many these are, and the name of its group."""
        key = day.unit(span, by or "") if by in DAYS else self._key(by)
        query = self._of(WON, scope, by).where(*day.within(span))
        groups = [*(column.label(f"value{n}") for n, column in enumerate(columns)), *_labelled("key", key)]
        query = query.with_only_columns(*groups, func.count(), maintain_column_froms=True).group_by(*groups)
        for *row, many in self.desk.session.execute(query).tuples():
            yield *row[: len(columns)], many, self._name(by, row[-1]) if key is not None else None

    def _of_one_product(self, query: Select[Any], product: Product | None) -> Select[Any]:
        """Deals with no more than one line: all that they brought is that product's."""
        query = Sold.of_one_product(query).outerjoin(Product, DealLine.product_id == Product.id)
        return query.where(DealLine.product_id == product.id) if product else query

    def _facts(
        self, query: Select[Any], key: ColumnElement[Any] | None, by: str | None, day: ClosingDay | None = None,
        minor: Any = Deal.amount_minor, currency: Any = Deal.currency, more: Sequence[Any] = (),
    ) -> Iterator[DealFact]:  # fmt: skip
        """One for each stage, currency, rate and key; without a `day` at the rates of today."""
        rates, outcomes = rates_of(self.desk), self.outcomes
        applied = rates.applied(currency, day.since if day else None)
        groups = [Deal.stage_id, *more, *_labelled("rate", applied), *_labelled("key", key)]
        worth = func.sum(rates.by_database(minor, applied))
        for stage, *said, code, many, total in self._summed(query, groups, currency, worth):
            name = self._name(by, said[-1]) if key is not None else None
            category, *said = said if more else (None, *said)
            coin = rates.told(code, said[0] if applied is not None else None)
            whole = None if total is None else int(total)
            yield DealFact(0, stage, outcomes[stage], whole, coin, NEVER, None, None, None, name, many, category)

    def _summed(
        self, query: Select[Any], groups: Sequence[Any], currency: Any, worth: ColumnElement[Any]
    ) -> Sequence[tuple[Any, ...]]:
        """The groups with currency, number and sum. Where all is in one currency, as usual, nothing is sorted by it."""
        ends = (func.count(currency), func.min(currency), func.max(currency), func.count(), worth)
        found = self._rows(query, (*groups, *ends), groups)
        if all(first == last for *_, first, last, _, _ in found):
            return [part for row in found for part in _parted(row)]
        coin = currency.label("coin")
        return self._rows(query, (*groups, coin, func.count(), worth), (*groups, coin))

    def _rows(self, query: Select[Any], columns: Sequence[Any], groups: Sequence[Any]) -> Sequence[tuple[Any, ...]]:
        query = query.with_only_columns(*columns, maintain_column_froms=True).group_by(*groups)
        return self.desk.session.execute(query).tuples().all()


def _parted(row: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """A group of one currency as those with an amount in it, and those without any."""
    *group, named, currency, _, many, worth = row
    if named:
        yield *group, currency, named, worth
    if many > named:
        yield *group, None, many - named, None


def _given(column: ColumnElement[Any] | None) -> list[ColumnElement[Any]]:
    return [] if column is None else [column]


def _labelled(name: str, column: ColumnElement[Any] | None) -> list[ColumnElement[Any]]:
    return [part.label(name) for part in _given(column)]


def _grouped(values: Any) -> Groups:
    found: Groups = defaultdict(list)
    for name, value in values:
        found[name or ""].append(value)
    return found
