"""What moved adds up, whatever happened: what the pipeline was, and every deal's part in it, is what it became."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm_domain.deals import Deal
from crm_domain.facts import DealFact
from crm_domain.money import Money
from crm_domain.moved import Way, moved
from crm_domain.pipelines import Outcome
from crm_domain.standings import Past, in_one_money

OUTCOMES = {1: Outcome.OPEN, 2: Outcome.OPEN, 3: Outcome.WON, 4: Outcome.LOST}
START = datetime(2026, 11, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 20).map(lambda hours: START - timedelta(days=5) + timedelta(hours=12 * hours))
STAGES = st.sampled_from((1, 2, 3, 4))
EDITS = st.fixed_dictionaries(
    {},
    optional={
        "amount_minor": st.none() | st.integers(0, 10**6),
        "currency": st.sampled_from(("USD", "EUR")),
        "close_date": st.none() | st.dates(date(2026, 11, 1), date(2027, 3, 1)),
    },
)


@st.composite
def pasts(draw):
    facts, steps, edits = [], {}, {}
    for id in range(draw(st.integers(0, 5))):
        stage = draw(STAGES)
        begun = date(2026, 10, 20) + timedelta(days=draw(st.integers(0, 16)))
        minor = draw(st.none() | st.integers(0, 10**6))
        facts.append(DealFact(id, stage, OUTCOMES[stage], minor, "USD", begun, None, None, None))
        steps[id] = sorted(draw(st.lists(st.tuples(MOMENTS, STAGES), max_size=3)))
        edits[id] = sorted(draw(st.lists(st.tuples(MOMENTS, EDITS), max_size=3)), key=lambda edit: edit[0])
    return Past(facts, steps, edits, {0: Money(500, "USD")})


@given(pasts(), MOMENTS, MOMENTS)
def test_what_it_was_and_every_deals_part_is_what_it_became(past, one, other):
    start, end = sorted((one, other))
    found = moved(past, start, end, OUTCOMES, "USD")
    assert found.opening + sum(move.minor for move in found.moves) == found.closing
    assert found.opening == moved(past, start, start, OUTCOMES, "USD").closing
    assert sum(found.by(way)[1] for way in Way) == len(found.moves)
    assert all(move.minor <= 0 for move in found.moves if move.way in (Way.WON, Way.LOST, Way.SHRUNK))
    assert all(move.minor >= 0 for move in found.moves if move.way in (Way.NEW, Way.REOPENED, Way.GROWN))


@given(pasts(), MOMENTS)
def test_between_a_moment_and_itself_nothing_moves(past, moment):
    assert moved(past, moment, moment, OUTCOMES, "USD").moves == []


def test_a_close_date_that_was_moved_twice_is_two_pushes():
    fact = DealFact(1, 1, Outcome.OPEN, 100, "USD", date(2026, 10, 1), None, date(2026, 12, 20), None)
    first, second = START, START + timedelta(days=3)
    edits = {1: [(first, {"close_date": date(2026, 12, 1)}), (second, {"close_date": date(2026, 12, 24)})]}
    pushes = list(Past([fact], {}, edits, {}).pushes())
    assert [push.days for push in pushes] == [23, -4]


def test_a_lost_deal_that_brought_nothing_was_worth_its_list_price():
    fact = DealFact(1, 4, Outcome.LOST, 0, "USD", date(2026, 10, 1), date(2026, 11, 2), None, None)
    steps = {1: [(START + timedelta(days=1), 1)]}
    found = moved(Past([fact], steps, {}, {1: Money(500, "USD")}), START, START + timedelta(days=2), OUTCOMES, "USD")
    assert (found.opening, found.closing, found.by(Way.LOST)) == (500, 0, (-500, 1))


def test_what_an_amount_was_is_told_with_its_currency_and_as_the_fact_is():
    """The deal is of 20,000 EUR by now, which counts as 24,000 USD."""
    deal = Deal(amount_minor=20_000, currency="EUR")
    fact = DealFact(1, 1, Outcome.OPEN, 24_000, "USD", date(2026, 10, 1), None, None, None)
    edits = [
        (START, {"amount_minor": 700, "currency": "GBP"}),
        (START, {"amount_minor": 10_000}),
        (START, {"currency": "CNY"}),
    ]
    assert [before for _, before in in_one_money(edits, deal, fact)] == [
        {"amount_minor": 700, "currency": "GBP"},
        {"amount_minor": 10_000, "currency": "CNY"},
        {"amount_minor": 20_000, "currency": "CNY"},
    ]
    assert in_one_money([(START, {"amount_minor": 10_000})], deal, fact) == [
        (START, {"amount_minor": 12_000, "currency": "USD"})
    ]
