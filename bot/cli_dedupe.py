"""`crm dedupe`: which rows of tables are the same, and whether two records are. Nothing is stored.

With tables: one line for each pair. Without: lines come in, `{"id", "record": {…}}` for records to be paired among
themselves, `{"id", "left": {…}, "right": {…}}` for pairs to be judged; the answers come when the input ends, for how
rare a value is can only be known then.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from bot.cli import BadUsage
from bot.cli_members import say
from crm_domain.dedupe import Pair, pairs_in
from crm_domain.record_pairs import SURE, Matcher
from crm_domain.tables import tables_in

Line = dict[str, Any]


def dedupe(args: Namespace) -> None:
    if args.paths:
        for pair in pairs_in([table for path in args.paths for table in tables_in(path, {})], ZoneInfo("UTC"), "USD"):
            say(json.dumps(_shown(pair), ensure_ascii=False) if args.jsonl else _told(pair))
        return
    if not args.jsonl:
        raise BadUsage("name the tables, or give --jsonl and lines of JSON")
    lines = [_read(line) for line in sys.stdin if line.strip()]
    for answer in answers(lines):
        say(json.dumps(answer, ensure_ascii=False))


def _shown(pair: Pair) -> Line:
    one, other = ({"file": place.file, "row": place.row} for place in (pair.one, pair.other))
    return {"a": one, "b": other, "same": pair.sure, "weight": pair.weight}


def _told(pair: Pair) -> str:
    how = "the same" if pair.sure else "maybe the same"
    return f"{pair.one.file} row {pair.one.row} and {pair.other.file} row {pair.other.row}: {how}"


def _read(line: str) -> Line:
    try:
        found = json.loads(line)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"id": None, "error": "this is no JSON object"}


def answers(lines: list[Line]) -> Iterator[Line]:
    judging = [line for line in lines if isinstance(line.get("left"), dict) and isinstance(line.get("right"), dict)]
    pairing = [line for line in lines if isinstance(line.get("record"), dict)]
    yield from _judged(judging)
    yield from _paired(pairing)
    for line in lines:
        if line not in judging and line not in pairing:
            yield {"id": line.get("id"), "error": line.get("error", "a line needs left and right, or record")}


def _judged(lines: list[Line]) -> Iterator[Line]:
    lefts, rights = ([_texts(line[side]) for line in lines] for side in ("left", "right"))
    matcher = Matcher([*lefts, *rights])
    for line, left, right in zip(lines, lefts, rights, strict=True):
        weight = matcher.weight(left, right)
        yield {"id": line.get("id"), "same": weight >= SURE, "weight": round(weight, 2)}


def _paired(lines: list[Line]) -> Iterator[Line]:
    records = [_texts(line["record"]) for line in lines]
    for one, other, weight in Matcher(records).pairs(records):
        yield {"a": lines[one].get("id"), "b": lines[other].get("id"), "same": True, "weight": round(weight, 2)}


def _texts(record: Line) -> dict[str, str]:
    return {str(name): str(value) for name, value in record.items() if value is not None}
