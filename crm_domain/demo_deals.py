"""The demo company's deals: three years of them, each with its way through the stages and what was done on the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crm_domain import demo_names as names
from crm_domain.demo_maker import Maker, Record, stamped

WAY = ("lead", "qualified", "proposal", "negotiation")
DEALS, COMPANIES = 120, 60
QUIET = 6  # every sixth open deal: nothing was heard for a month
OVERDUE = 5  # every fifth open deal should have been closed already
RECENT = 1.3  # the business grows: most of what was closed was closed of late
STRIDE = 0.6180339887  # by the golden section, steps of which fill a stretch of time evenly however many there are
BIG = 25_000  # dollars; larger deals are lost more often
PRICES = {name: price for name, _, price in names.PRODUCTS}


@dataclass(frozen=True, slots=True)
class Course:
    """The stages that a deal came to and the workday of each; when it closes, and when it was last spoken of."""

    stages: tuple[str, ...]
    days: tuple[int, ...]
    close: int
    last_word: int


class Odds:
    """Wins as often as the chances say, not only on average: a source's few deals show what it is worth."""

    def __init__(self) -> None:
        self._owed: dict[str, float] = {}

    def are_for(self, source: str, chance: float) -> bool:
        owed = self._owed.get(source, 0.5) + chance
        is_won = owed >= 1
        self._owed[source] = owed - is_won
        return is_won


def make_deals(maker: Maker, companies: Sequence[Record], contacts: Sequence[Record]) -> list[Record]:
    """The oldest first. Each company has one at least, and two thirds of those are open."""
    deals, used, odds = list[Record](), set[str](), Odds()
    for n in range(DEALS):
        chance = (n, min(maker.number(0, COMPANIES - 1), maker.number(0, COMPANIES - 1)))
        company = companies[chance[n >= COMPANIES] * 7 % COMPANIES]
        people = [contact for contact in contacts if contact["company"] == company["name"]]
        is_open = n < COMPANIES and n % 3 != 1
        deals.append(_deal(maker, n, company, maker.pick(people), is_open, used, odds))
    return sorted(deals, key=lambda deal: (deal["created_at"], deal["title"]))


def _deal(
    maker: Maker, n: int, company: Record, contact: Record, is_open: bool, used: set[str], odds: "Odds"
) -> Record:
    shown = names.SHOWN_DEALS.get(company["name"]) if is_open else None
    source, _, chance = maker.luck.choices(names.SOURCES, [often for _, often, _ in names.SOURCES])[0]
    subject, quantity, dollars = _sold(maker, maker.number(0, len(names.WORK) - 1) if shown is None else shown[0])
    chance += (0.15 if subject == 0 else 0) - (0.15 if dollars > BIG else 0)
    course = _open(maker, n) if is_open else _closed(maker, odds.are_for(source, chance), n)
    amount = maker.money(dollars, company["_currency"])
    if shown:
        _, stage, amount["amount"], close = shown
        course = _cut(course, WAY.index(stage) + 1, close)
    title = _title(company, subject, maker.workday(course.close).year, is_open, used)
    return (
        {"title": title, "amount": amount}
        | _record(maker, company, contact, course)
        | {
            "source": source,
            "lines": [{"product": names.WORK[subject][2], "quantity": quantity}],
        }
    )


def _sold(maker: Maker, subject: int) -> tuple[int, int, float]:
    """What it is about, how many are sold, and the dollars after the discount."""
    _, _, product, (least, most) = names.WORK[subject]
    quantity = maker.number(least, most)
    return subject, quantity, PRICES[product] * quantity * maker.pick((1, 0.95, 0.9, 0.88, 0.8))


def _open(maker: Maker, n: int) -> Course:
    is_quiet, is_overdue = n % QUIET == 0, n % OVERDUE == 0
    began = -maker.number(50, 110)
    last_word = -maker.number(24, 38) if is_quiet else -maker.number(1, 8)
    depth = maker.number(1, len(WAY))
    close = -maker.number(1, 15) if is_overdue else maker.number(3, 70)
    return Course(WAY[:depth], _days(maker, began, last_word, depth), close, last_word)


def _closed(maker: Maker, is_won: bool, n: int) -> Course:
    """No quarter goes by without its deals."""
    length, depth = maker.number(14, 60), maker.number(1, len(WAY))
    stages = (*WAY, "won") if is_won else (*WAY[:depth], "lost")
    end = -1 - round(720 * (n * STRIDE % 1) ** RECENT)
    return Course(stages, _days(maker, end - length, end, len(stages)), end, end)


def _days(maker: Maker, first: int, last: int, count: int) -> tuple[int, ...]:
    """So many different workdays, in their order; the first and the last of several are given."""
    between = maker.luck.sample(range(first + 1, last), 4)  # always as many, so that luck stays in step
    return (first, *sorted(between[: max(0, count - 2)]), last)[: max(1, count)]


def _cut(course: Course, depth: int, close: int) -> Course:
    days = tuple(course.days[0] + step for step in range(depth))
    return Course(WAY[:depth], days, close, course.last_word)


def _title(company: Record, subject: int, year: int, is_open: bool, used: set[str]) -> str:
    """As a person would say it; renewals of the past by their year. No two deals are called the same."""
    work = names.WORK[subject][company["_zh"]]
    wordings = [(f"{year}年{work}" if company["_zh"] else f"{work} {year}"), work]
    if is_open or subject:
        wordings.reverse()
    wordings += [f"{work} {n}" for n in range(2, 9)]
    gap = "" if company["_zh"] else " "
    title = next(title for words in wordings if (title := f"{company['_short']}{gap}{words}") not in used)
    used.add(title)
    return title


def _record(maker: Maker, company: Record, contact: Record, course: Course) -> Record:
    moments = [maker.moment(day, company["_tz"]) for day in course.days]
    stage, is_closed = course.stages[-1], course.stages[-1] not in WAY
    reason = maker.pick(names.REASONS_ZH if company["_zh"] else names.REASONS_EN)
    steps = zip((None, *course.stages), course.stages, moments, strict=False)
    record = {
        "company": company["name"],
        "contact": contact["name"],
        "stage": stage,
        "close_date": maker.workday(course.close).isoformat(),
        "owner": company["owner"],
        "reason": reason if stage == "lost" else None,
        "closed_at": moments[-1].isoformat() if is_closed else None,
        "history": [_step(before, after, at.isoformat()) for before, after, at in steps],
    }
    made = {"_company": company, "_first": course.days[0], "_last": course.last_word}
    return stamped(record | made, moments[0], moments[-1])


def _step(before: str | None, after: str, at: str) -> Record:
    return ({"from": before} if before else {}) | {"to": after, "at": at}


def make_activities(maker: Maker, deals: Sequence[Record]) -> list[Record]:
    """What was done for the deals, up to the last word."""
    found = [activity for deal in deals for activity in _activities(maker, deal)]
    return sorted(found, key=lambda activity: str(activity["created_at"]))


def _activities(maker: Maker, deal: Record) -> Iterator[Record]:
    company, last = deal["_company"], deal["_last"]
    often = maker.number(2, 6)
    for n in range(often):
        day = last if n == 0 else maker.number(deal["_first"], last)
        at = maker.moment(day, company["_tz"])
        said = names.SAID_ZH if company["_zh"] else names.SAID_EN
        record = {
            "kind": maker.pick(("call", "call", "call", "meeting", "email", "email", "visit")),
            "company": deal["company"],
            "contact": deal["contact"],
            "deal": deal["title"],
            "summary": maker.pick(said),
            "owner": deal["owner"],
            "at": at.isoformat(),
        }
        yield stamped(record, at)
