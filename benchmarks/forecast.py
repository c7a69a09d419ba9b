"""How far forecasts are off, by rolling origin on the Maven data, beside the usual ways; and how well chances are told.

python -m benchmarks.forecast [FOLDER of the Maven tables, in any state of them]
"""

import csv
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from time import process_time

import numpy as np

from crm_domain.deal_chance import odds
from crm_domain.futures import futures
from crm_domain.lives import Book, Life
from crm_domain.odds import auc, brier, learned
from crm_domain.outlook import Outlook, outlook
from crm_domain.timespan import DAY, Timespan, quarter_of

FOLDER = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/maven_crm")
DAYS = 30  # a forecast looks so far ahead
BEFORE = 123  # days of closings before the first origin: a quarter, and a month more
STAGE = 0.6  # the stage probability of an open deal
BANDS = 24  # of ages, for what could be said in hindsight


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def history() -> list[Life]:
    prices = {row["product"].replace(" ", ""): float(row["sales_price"]) for row in table("products")}
    found = []
    for row in table("sales_pipeline"):
        if row["engage_date"]:
            begun, closed = (
                date.fromisoformat(row[name]) if row[name] else None for name in ("engage_date", "close_date")
            )
            won = row["deal_stage"] == "Won"
            product = row["product"].replace(" ", "")
            amount = float(row["close_value"]) if won else prices[product]
            found.append(Life(begun, closed, won, row["sales_agent"], product, amount))
    return found


def won(past: Sequence[Life], start: date, end: date) -> float:
    return sum(one.amount for one in past if one.won and one.closed and start <= one.closed <= end)


def earlier(day: date) -> date:
    first = quarter_of(day).start
    assert first
    before = quarter_of(first - DAY)
    assert before.start
    return min(before.start + (day - first), before.end)


def usual(past: Sequence[Life], origin: date, span: Timespan) -> dict[str, float]:
    assert span.start
    back = origin - timedelta(days=89)
    first = min(one.closed for one in past if one.won and one.closed)
    return {
        "last value": won(past, origin - timedelta(days=DAYS - 1), origin),
        "90-day mean": won(past, max(back, first), origin) * DAYS / ((origin - max(back, first)).days + 1),
        "same period last quarter": won(past, earlier(span.start), earlier(span.end)),
        "weighted pipeline": sum(
            one.amount * STAGE for one in past if one.begun <= origin and (one.closed is None or one.closed > origin)
        ),
    }


def forecasts(past: Sequence[Life], today: date) -> None:
    errors: dict[str, list[float]] = {}
    held, seconds = [], 0.0
    origin = min(one.closed for one in past if one.won and one.closed) + timedelta(days=BEFORE)
    while origin + timedelta(days=DAYS) <= today:
        span = Timespan(origin + DAY, origin + timedelta(days=DAYS))
        truth = won(past, origin + DAY, span.end)
        begun = process_time()
        found: Outlook | None = outlook(past, origin, span)
        seconds += process_time() - begun
        told = usual(past, origin, span)
        if found:
            told["ours"] = found.middle
            held.append(found.low <= truth <= found.high)
        for name, value in told.items():
            errors.setdefault(name, []).append(abs(value / truth - 1))
        origin += timedelta(days=7)
    print(f"won amount of the next {DAYS} days, mean error over {len(held)} weekly origins")
    for name, found_errors in sorted(errors.items(), key=lambda pair: sum(pair[1]) / len(pair[1])):
        print(f"  {name:26} {sum(found_errors) / len(found_errors):.3f}   ({len(found_errors)} forecasts)")
    print(f"  80 % interval held {sum(held)} of {len(held)}; {1000 * seconds / max(len(held), 1):.0f} ms a forecast")


def scopes(past: Sequence[Life], today: date) -> None:
    """The same of each regional office and each rep: smaller and more erratic sums."""
    office = {row["sales_agent"]: row["regional_office"] for row in table("sales_teams")}
    for name, of in (("office", lambda one: office.get(one.owner, "")), ("rep", lambda one: one.owner)):
        held = []
        for group in sorted({of(one) for one in past}):
            mine = [one for one in past if of(one) == group]
            for weeks in (0, 2, 4):
                origin = today - timedelta(days=DAYS + 7 * weeks)
                found = outlook(mine, origin, Timespan(origin + DAY, origin + timedelta(days=DAYS)))
                truth = won(mine, origin + DAY, origin + timedelta(days=DAYS))
                held += [found.low <= truth <= found.high] if found else []
        print(f"  by {name}: 80 % interval held {sum(held)} of {len(held)}")


def chances(past: Sequence[Life], today: date) -> None:
    """Of the deals that were open on a day: was each won within so many days?"""
    print("an open deal is won within … days: AUC, Brier (constant: the share that is)")
    for days in (92, 61, 30):
        origin = today - timedelta(days=days)
        book = Book(past, origin)
        found = odds(book, days)
        if found is None:
            continue
        opened, said = found.places, found.chances
        truth = book.won_by(today.toordinal())[opened]
        share = truth.mean()
        print(
            f"  {origin} {days:3} days, {len(opened)} deals  AUC {auc(said, truth):.3f}"
            f"  Brier {brier(said, truth):.3f} ({share * (1 - share):.3f})"
        )
        known = hindsight(book, opened, truth)
        print(f"    known afterwards, by owner and age: AUC {auc(known, truth):.3f}  Brier {brier(known, truth):.3f}")
        tenths = np.array_split(np.argsort(said), 5)
        print("    said → came true: " + ", ".join(f"{said[n].mean():.2f} → {truth[n].mean():.2f}" for n in tenths))


def hindsight(book: Book, opened: "np.ndarray", truth: "np.ndarray") -> "np.ndarray":
    """What age and whether an owner leaves deals lying could say at best: fitted to the outcomes themselves."""
    age, ever = book.today - book.begun, book.closed < date.max.toordinal()
    old = age > np.quantile(age[book.closed <= book.today], 0.95)
    leaves = np.array([not ever[(book.owner == one) & old].all() for one in range(len(book.owners))])[book.owner]
    bands = np.searchsorted(np.quantile(age[opened], np.arange(1, BANDS) / BANDS), age[opened])
    cells = bands[:, None] == np.arange(BANDS)
    x = np.hstack([cells, cells * leaves[opened][:, None]]).astype(float)
    return learned(x, truth).of(x)


def speed() -> None:
    draw = np.random.default_rng(1)
    chance, amount = draw.random(2500), 5000 * draw.random(2500)
    begun = process_time()
    count = len(futures(chance, amount, 1))
    print(f"{count:,} simulated futures of 2,500 deals: {1000 * (process_time() - begun):.0f} ms")


if __name__ == "__main__":
    known = history()
    last = max(day for one in known for day in (one.begun, one.closed) if day)
    forecasts(known, last)
    scopes(known, last)
    chances(known, last)
    speed()
