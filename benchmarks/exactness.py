"""How exactly cells of foreign tables are read: e-mail, phone, date and amount apart.

python -m benchmarks.exactness [--seed N] [--files N] [--show KIND]. The public exports against their truth, where they
are at hand, then files that are made up from the seed (benchmarks/variants.py). Of each kind: cells; right; rejected
with a reason; missed (kept as text, or nowhere, without a word); and wrong, which nobody would notice.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.variants import Variant, variant
from crm_domain.found import Found
from crm_domain.table_rows import TableReader
from crm_domain.tables import tables_in

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "crm_exports"
GATE = 0.97
KINDS = ("email", "phone", "date", "amount")
Counts = dict[str, Counter[str]]
Shown = list[tuple[str, str, object, object]]


def read_by_us(found: Found) -> dict[str, Any]:
    """What came of a row, by the kinds of the truth; `made` is when it was entered."""
    person, deal = found.contact, found.deal
    more = person.get("more", {}) | deal.get("more", {})
    closed = deal.get("close_date")
    made = person.get("created") or deal.get("created")
    minor = deal.get("amount_minor")
    worth = [value["amount"] for value in more.values() if isinstance(value, dict) and "amount" in value]
    days = [value for value in more.values() if isinstance(value, str) and value[:4].isdigit() and value[4:5] == "-"]
    return {
        "email": person.get("email"),
        "phone": person.get("phone"),
        "date": closed or (day(days[0]) if days else None),
        "made": made and made.date(),
        "amount": minor / 100 if minor is not None else next(iter(worth), None),
    }


def day(said: object) -> object:
    return datetime.fromisoformat(said).date() if isinstance(said, str) and said[:4].isdigit() else said


def outcome(found: Found, ours: object, truth: object) -> str:
    if isinstance(truth, float) and isinstance(ours, int | float):
        same = abs(float(ours) - truth) < 0.006
    else:
        same = ours == truth
    if same:
        return "right"
    if ours is None:
        return "rejected" if found.problems or found.rejected else "missed"
    return "wrong"


def count(counts: Counts, shown: Shown, place: str, found: Found, truth: dict[str, Any]) -> None:
    ours = read_by_us(found)
    for name, value in truth.items():
        kind = "date" if name == "made" else name
        if kind in KINDS:
            what = outcome(found, ours[name], value)
            counts[kind][what] += 1
            if what != "right":
                shown.append((f"{kind} {what}", place, ours[name], value))


def public(folder: Path, counts: Counts, shown: Shown) -> None:
    rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
    told = {(row["file"], row["row"]): row for row in rows}
    for name in sorted({name for name, _ in told}):
        [table] = tables_in(folder / name, {})
        reader = TableReader(table.sheet, table.dialect, ZoneInfo("America/New_York"), "USD", None)
        reader.scan()
        for found in reader.rows():
            row = told.get((name, found.row), {})
            truth = {kind: row[kind] for kind in ("email", "phone", "amount") if kind in row}
            truth |= {kind: day(row[said]) for kind, said in (("date", "close"), ("date", "date")) if said in row}
            truth |= {"made": day(row["created"])} if "created" in row else {}
            if truth.get("phone", "") is None and found.contact.get("phone"):
                del truth["phone"]  # there is only a mobile number: that is the phone then
            if not found.rejected:
                count(counts, shown, f"{name} {found.row}", found, truth)


def made_up(one: Variant, folder: Path, counts: Counts, shown: Shown) -> None:
    path = folder / f"{one.name.partition(' ')[0]}.csv"
    path.write_bytes(one.content)
    [table] = tables_in(path, {})
    reader = TableReader(table.sheet, table.dialect, ZoneInfo(one.zone), one.currency, None)
    reader.scan()
    seen = 0
    for found in reader.rows():
        seen += 1
        count(counts, shown, f"{one.name} row {found.row}", found, one.truth[found.row - 1])
    if seen != len(one.truth):
        shown.append(("rows", one.name, seen, len(one.truth)))


def show(title: str, counts: Counts) -> bool:
    reached = True
    for kind in KINDS:
        counted = counts[kind]
        cells = max(1, counted.total())
        share = {what: counted[what] / cells for what in ("right", "rejected", "missed", "wrong")}
        reached = reached and share["right"] >= GATE and not counted["wrong"]
        parts = ", ".join(f"{what} {part:6.2%}" for what, part in share.items())
        print(f"{title:10} {kind:7} {counted.total():6,} cells   {parts}")
    return reached


def main(arguments: Iterable[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--show", help="the cells of these outcomes: wrong, missed, “date wrong” …")
    asked = parser.parse_args(list(arguments))
    reached, shown = True, Shown()
    if FOLDER.is_dir():
        counts: Counts = defaultdict(Counter)
        public(FOLDER, counts, shown)
        reached = show("public", counts)
    counts = defaultdict(Counter)
    with tempfile.TemporaryDirectory() as folder:
        for n in range(asked.files):
            made_up(variant(asked.seed * 1_000 + n), Path(folder), counts, shown)
    reached = show("made up", counts) and reached
    grouped: dict[tuple[str, str], list[str]] = defaultdict(list)
    for what, place, ours, truth in shown:
        grouped[what, place.partition(" row ")[0]].append(f"{ours} for {truth}")
    for (what, place), cells in grouped.items() if asked.show else ():
        if asked.show in what:
            print(f"  {what} {len(cells)} times, {'; '.join(cells[:3])}   {place}")
    print(f"the gate is {GATE:.0%} of each kind right, none wrong: {'reached' if reached else 'missed'}")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
