"""Whom to visit: customers by what is at stake with them, and what speaks for going there."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select

from crm_domain.activities import Activity, Kind
from crm_domain.companies import Company
from crm_domain.deals import Deal
from crm_domain.facts import DealFact
from crm_domain.formulas import softmax, standardised
from crm_domain.records import Records
from crm_domain.tickets import Status, Ticket

ALPHA = 1.0  # how much more likely the larger is chosen
CHUNK = 5000


@dataclass(slots=True)
class Prospect:
    """A customer with open deals: `minor` at stake in `currency`; `z` standard deviations above the others."""

    company_id: int
    name: str
    minor: int
    currency: str
    deals: int
    closing: date | None
    z: float = 0.0
    p: float = 0.0


@dataclass(slots=True)
class Standing:
    """What else is known of a customer: when somebody was last in touch, and what is unsolved."""

    touched: date | None = None
    tickets: int = 0


def planned(prospects: Iterable[Prospect], alpha: float = ALPHA) -> list[Prospect]:
    """Softmax over how far each stands out; the likeliest first. An amount stands out among those of its currency."""
    found = list(prospects)
    by_currency: dict[str, list[Prospect]] = defaultdict(list)
    for prospect in found:
        by_currency[prospect.currency].append(prospect)
    for peers in by_currency.values():
        for prospect, z in zip(peers, standardised([float(peer.minor) for peer in peers]), strict=True):
            prospect.z = z
    for prospect, p in zip(found, softmax([prospect.z for prospect in found], alpha), strict=True):
        prospect.p = p
    return sorted(found, key=lambda prospect: (-prospect.p, prospect.name))


class Visits(Records[Company]):
    model = Company

    def prospects(self, facts: Sequence[DealFact]) -> list[Prospect]:
        """The customers of these open deals, each with what is at stake in the currency of the most."""
        companies = self._companies([fact.id for fact in facts])
        groups: dict[tuple[int, str], dict[str, list[DealFact]]] = defaultdict(lambda: defaultdict(list))
        for fact in facts:
            if (company := companies.get(fact.id)) and fact.minor is not None and fact.currency:
                groups[company][fact.currency].append(fact)
        return [_prospect(*company, by_currency) for company, by_currency in groups.items()]

    def _companies(self, deals: Sequence[int]) -> dict[int, tuple[int, str]]:
        found: dict[int, tuple[int, str]] = {}
        seen = self.desk.access.sees(self.desk.actor, Company)
        query = select(Deal.id, Company.id, Company.name).join(Company, and_(Deal.company_id == Company.id, seen))
        for start in range(0, len(deals), CHUNK):
            for deal, company, name in self.desk.session.execute(
                query.where(Deal.id.in_(deals[start : start + CHUNK]))
            ):
                found[deal] = (company, name)
        return found

    def standings(self, companies: Collection[int]) -> dict[int, Standing]:
        found = {company: Standing() for company in companies}
        seen = self.desk.access.sees(self.desk.actor, Activity)
        touched = select(Activity.company_id, func.max(Activity.at)).where(
            Activity.company_id.in_(companies), Activity.kind != Kind.NOTE, Activity.at <= self.desk.now, seen
        )
        for company, at in self.desk.session.execute(touched.group_by(Activity.company_id)):
            found[company].touched = at.astimezone(self.desk.zone).date()
        unsolved = select(Ticket.company_id, func.count()).where(
            Ticket.company_id.in_(companies),
            Ticket.status.not_in((Status.RESOLVED, Status.CLOSED)),
            self.desk.access.sees(self.desk.actor, Ticket),
        )
        for company, count in self.desk.session.execute(unsolved.group_by(Ticket.company_id)):
            found[company].tickets = count
        return found


def _prospect(id: int, name: str, by_currency: dict[str, list[DealFact]]) -> Prospect:
    currency = max(sorted(by_currency), key=lambda found: len(by_currency[found]))
    facts = by_currency[currency]
    closing = min((fact.expected for fact in facts if fact.expected), default=None)
    return Prospect(id, name, sum(fact.minor or 0 for fact in facts), currency, len(facts), closing)
