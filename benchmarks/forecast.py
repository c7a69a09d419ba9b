"""How far forecasts are off, by rolling origin on the Maven data, beside the usual ways; and how well chances are told.

python -m benchmarks.forecast [FOLDER of the Maven tables]
"""

import csv
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from crm_domain.hazard import Life, fit
from crm_domain.outlook import Outlook, Past, open_lives, outlook
from crm_domain.timespan import DAY, Timespan, quarter_of

FOLDER = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/maven_crm")
DAYS = 30  # a forecast looks so far ahead
FIRST, LAST = date(2017, 7, 2), date(2017, 8, 31)  # origins; all that is looked for is known by 30 September
STAGE = 0.6  # the stage probability of an open deal


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def history() -> list[Past]:
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
            found.append(Past(Life(begun, closed, won, row["sales_agent"], product), amount))
    return found


def won(past: Sequence[Past], start: date, end: date) -> float:
    return sum(one.amount for one in past if one.life.won and one.life.closed and start <= one.life.closed <= end)


def earlier(day: date) -> date:
    first = quarter_of(day).start
    assert first
    before = quarter_of(first - DAY)
    assert before.start
    return min(before.start + (day - first), before.end)


def usual(past: Sequence[Past], origin: date, span: Timespan) -> dict[str, float]:
    assert span.start
    back = origin - timedelta(days=89)
    first = min(one.life.closed for one in past if one.life.won and one.life.closed)
    return {
        "last value": won(past, origin - timedelta(days=DAYS - 1), origin),
        "90-day mean": won(past, max(back, first), origin) * DAYS / ((origin - max(back, first)).days + 1),
        "same period last quarter": won(past, earlier(span.start), earlier(span.end)),
        "weighted pipeline": sum(one.amount * STAGE for one in open_lives(past, origin)),
    }


def ranked_area(chances: Sequence[float], won: Sequence[bool]) -> float:
    """AUC: how often a deal that is won was given more than one that is not."""
    order = sorted(range(len(chances)), key=lambda n: chances[n])
    ranks, n = [0.0] * len(order), 0
    while n < len(order):
        last = n
        while last + 1 < len(order) and chances[order[last + 1]] == chances[order[n]]:
            last += 1
        for place in range(n, last + 1):
            ranks[order[place]] = (n + last) / 2 + 1
        n = last + 1
    yes = sum(won)
    total = sum(rank for rank, is_won in zip(ranks, won, strict=True) if is_won)
    return (total - yes * (yes + 1) / 2) / (yes * (len(won) - yes))


def forecasts(past: Sequence[Past]) -> None:
    errors: dict[str, list[float]] = {}
    held, seconds, origin = [], 0.0, FIRST
    while origin <= LAST:
        span = Timespan(origin + DAY, origin + timedelta(days=DAYS))
        truth = won(past, origin + DAY, span.end)
        begun = perf_counter()
        found: Outlook | None = outlook(past, origin, span)
        seconds += perf_counter() - begun
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


def chances(past: Sequence[Past]) -> None:
    lives = [one.life for one in past]
    print("an open deal is won within … days: AUC, Brier (constant: the share that is)")
    for origin, days in ((date(2017, 6, 30), 92), (date(2017, 7, 31), 61), (date(2017, 8, 31), 30)):
        opened = [life for life in lives if life.begun <= origin and (life.closed is None or life.closed > origin)]
        model = fit(lives, origin)
        assert model
        said = [float(row[-1]) for row in model.within(opened, origin, max(days // 7, 1))]
        truth = [life.won and life.closed is not None and (life.closed - origin).days <= days for life in opened]
        share = sum(truth) / len(truth)
        brier = sum((p - y) ** 2 for p, y in zip(said, truth, strict=True)) / len(said)
        area, constant = ranked_area(said, truth), share * (1 - share)
        print(f"  {origin} {days:3} days  AUC {area:.3f}  Brier {brier:.3f} ({constant:.3f})")


if __name__ == "__main__":
    known = history()
    forecasts(known)
    chances(known)
