"""What the database sums is what the deals come to one by one: in every zone, currency and shape of a deal."""

import random
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import update

from crm_domain.ages import OLD
from crm_domain.companies import Company
from crm_domain.deals import Deal, DealLine
from crm_domain.discount import by_product
from crm_domain.lapsed import lapsed, last_days
from crm_domain.money import Money
from crm_domain.pipelines import Outcome
from crm_domain.products import Product
from crm_domain.revenue import by_key, sums
from crm_domain.scope import Scope
from crm_domain.timespan import Timespan

ZONES = ("Asia/Shanghai", "America/New_York", "Europe/Berlin", "UTC")
SPANS = [
    Timespan(date(2026, 10, 1), date(2026, 11, 23)),  # clocks change in it
    Timespan(date(2026, 3, 8), date(2026, 3, 29)),
    Timespan(None, date(2026, 11, 23)),
]
BOTH = (Outcome.WON, Outcome.LOST)


def strew(crm):
    """Deals closed at any moment, at noon of a day that was said, or on a date alone; with no, one or two products."""
    draw = random.Random(5)
    members = crm.members.all()
    for member, tz in zip(members, ZONES * 3, strict=False):
        member.tz = tz
    products = [Product(name=name, price=Money.of(price, coin)) for name, price, coin in
                (("Desk", 300, "USD"), ("Lamp", 40, "EUR"))]  # fmt: skip
    firm = Company(name="Harbor Mills")
    crm.session.add_all([*products, firm])
    stages = crm.pipelines.stages()
    for n in range(240):
        stage, owner, day = (
            draw.choice(stages),
            draw.choice([*members, None]),
            date(2026, 1, 5) + timedelta(draw.randrange(322)),
        )
        begun = datetime.combine(day, time(draw.randrange(24), 59, 59, 999_900), UTC) - timedelta(
            days=draw.randrange(200)
        )
        closing = draw.choice(("moment", "noon", "date")) if stage.outcome != Outcome.OPEN else "open"
        noon = datetime.combine(day, time(12), ZoneInfo(owner.tz if owner else "UTC"))
        moment = datetime.combine(day, time(draw.randrange(24), draw.randrange(60), draw.choice((0, 59))), UTC)
        deal = Deal(title=f"Strewn {n}", stage=stage, owner=owner, created_at=begun, close_date=day,
                    company=draw.choice([firm, None]))  # fmt: skip
        deal.closed_at = {"moment": moment, "noon": noon}.get(closing)
        deal.amount = draw.choice(
            [None, *(Money.of(Decimal(draw.randrange(1, 99_999)) / 100, c) for c in ("USD", "EUR", "JPY"))]
        )
        deal.lines = [DealLine(workspace_id=crm.workspace.id, product=product, quantity=2)
                      for product in draw.sample(products, draw.choice((0, 1, 1, 2)))]  # fmt: skip
        crm.session.add(deal)
    crm.rates.give("EUR", Decimal("1.08"), date(2026, 2, 1))
    crm.rates.give("EUR", Decimal("1.1234"), date(2026, 10, 20))
    crm.session.flush()


def told(facts):
    return {key: (sums(group), Counter({o: sum(f.many for f in group if f.outcome == o) for o in Outcome}))
            for key, group in by_key(facts).items()}  # fmt: skip


def test_sums_days_prices_and_ages_are_those_of_the_deals(each_office):
    each_office.crm(strew, as_="root")

    def compare(crm):
        desk = next(product for product in crm.products.all() if product.name == "Desk")
        for tz in ZONES[:3]:
            crm.actor.tz = tz
            crm.__dict__.pop("tallies", None)
            for span in SPANS:
                for by in (None, "owner", "team", "company", "region", "month", "quarter", "product"):
                    if not (by in ("month", "quarter") and span.start is None):
                        assert told(crm.tallies.closed(BOTH, span, Scope(), by)) == told(
                            crm.figures.closed(span, Scope(), by)
                        )
                one = Scope(product=desk)
                assert told(crm.tallies.closed(BOTH, span, one)) == told(crm.figures.closed(span, one))
                won = crm.figures.won(span, Scope(), "owner")
                days = {
                    key: sorted(max((f.closed - f.begun).days, 0) for f in group) for key, group in by_key(won).items()
                }
                assert {
                    key: sorted(found) for key, found in crm.tallies.days_to_win(span, Scope(), "owner").items()
                } == days
                amounts = sorted(f.minor for f in won if f.currency == "USD")
                assert sorted(crm.tallies.amounts(span, Scope(), "USD")[""]) == amounts
                assert by_product(crm.tallies.priced(span, Scope(), "USD")) == by_product(
                    crm.figures.priced(won, "USD")
                )
                assert crm.tallies.winners(span) == {fact.owner_id for fact in won if fact.owner_id}
            for by in (None, "owner", "product"):
                assert told(crm.tallies.open(Scope(), by)) == told(crm.figures.open(Scope(), by))
            ever = crm.figures.won(SPANS[2], Scope(), "company")
            assert lapsed(crm.tallies.customers(Scope()), (), "USD") == lapsed(ever, (), "USD")
            last, since = last_days(ever), date(2026, 10, 1)
            assert crm.tallies.last_bought(sorted(last), Scope()) == last
            lately = crm.tallies.buyers(Timespan(since, crm.today), Scope())
            assert lately == {name for name, day in last.items() if day >= since}
            ahead = Timespan(date(2026, 11, 1), date(2026, 11, 22))
            assert sums(crm.tallies.due(ahead, Scope())) == sums(crm.figures.due(ahead, Scope()))
            old = crm.ages.listed(Scope(), date(2026, 9, 1))
            assert sums(fact for fact in crm.ages.summed(Scope(), date(2026, 9, 1)) if fact.key == OLD) == sums(old)
            assert [aged.since for aged in crm.ages.oldest(Scope(), 3)] == sorted(fact.begun for fact in old)[:3]

    def in_one_currency(crm):
        crm.session.execute(update(Deal).where(Deal.amount_minor.is_not(None)).values(currency="USD"))

    each_office.crm(compare, as_="root")
    each_office.crm(in_one_currency, as_="root")
    each_office.crm(compare, as_="root")
