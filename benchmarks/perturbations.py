"""How much reading suffers from how people write: the same messages with one thing spoilt in each.

    python -m benchmarks.perturbations [FILE …]     (default: the public talk corpus and our own held messages)

Judged by the corpus's own scorer: “exact” is every command with every slot, “names” the commands alone. The peer names
the command of the phrase that rapidfuzz finds nearest, on the same delexicalised text; it knows one command a message
and fills no slots, so only messages of one command are put to it. Where what is spoilt is part of a slot, it counts
both as it was meant and as it was written. The same seed spoils the same letters.
"""

import argparse
import importlib.util
import json
import os
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from rapidfuzz import fuzz, process, utils
from sqlalchemy import select
from sqlalchemy.orm import Session

import handlers.commands  # noqa: F401  declares them
from crm_domain.crm import Crm, open_workspace
from crm_domain.exchange import import_workspace
from crm_domain.members import Member
from crm_domain.names import NameIndex
from crm_domain.pinyin import syllables
from crm_domain.store import Store
from crm_domain.workspaces import Workspace
from handlers.context import Context
from handlers.memory import Memory
from handlers.message import storable
from handlers.reading.delexical import delexicalised, spotted
from handlers.reading.guessing import known_examples
from handlers.understanding import understood

SHARED = Path(__file__).parents[2] / "shared" / "corpora" / "talk"
OWN = Path(__file__).parents[1] / "tests" / "corpora"
FILES = (SHARED / "understand.jsonl", OWN / "wordings" / "hurried.jsonl")
SEED = 20261123
START = datetime(2026, 11, 23, tzinfo=UTC)
COLUMNS = ("exact%", "fell", "names%", "single%", "nearest%", "fell", "ms p50")
MOST = 5.0  # points that one perturbation may cost

Row = dict[str, Any]
Spoil = Callable[[str, random.Random], str]

# What is spoilt

_WORD = re.compile(r"(?<![\w@#/.&'-])[A-Za-z]{4,}(?![\w@'-]|\.\w)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALIKE = (
    "的地得 在再 做作 他她它 那哪 已以 商上尚 单丹担 客克刻 工公功 移一宜 提题 到道 阶接街 段断 判叛 "
    "预于 测册 报抱 表标 跟根 进近 新心欣 建件见 任认 务物 周州 约月 签千 户护 后候 了乐 赢营盈"
)
_HOMOPHONES = {one: group for group in _ALIKE.split() for one in group if len(group) > 1}


def _beside(letter: str, draw: random.Random) -> str:
    """The next key on the keyboard."""
    row = next(row for row in _ROWS if letter.lower() in row)
    at = row.index(letter.lower())
    return draw.choice(row[max(0, at - 1) : at] + row[at + 1 : at + 2])


def _slip(word: str, draw: random.Random) -> str:
    """Two letters change places, one is left out, is there twice or is its neighbour on the keyboard."""
    at = draw.randrange(1, len(word) - 1)
    kinds = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + _beside(word[at], draw) + word[at + 1 :],
    )
    return draw.choice([kind for kind in kinds if kind != word])


def typo(text: str, draw: random.Random) -> str:
    """In one word of four letters or more; where there is none, a Chinese character that sounds alike."""
    words = list(_WORD.finditer(text))
    if words:
        word = draw.choice(words)
        return text[: word.start()] + _slip(word[0], draw) + text[word.end() :]
    return homophone(text, draw)


def homophone(text: str, draw: random.Random) -> str:
    """One character of the sort that people pick wrongly from the list of a pinyin keyboard."""
    places = [found for found in _HAN.finditer(text) if found[0] in _HOMOPHONES]
    if not places:
        return text
    found = draw.choice(places)
    others = [
        other for other in _HOMOPHONES[found[0]] if other != found[0] and syllables(other) == syllables(found[0])
    ] or [other for other in _HOMOPHONES[found[0]] if other != found[0]]
    return text[: found.start()] + draw.choice(others) + text[found.end() :]


def _bare(text: str, draw: random.Random) -> str:
    """Without the signs that part sentences; those within numbers, addresses and names stay."""
    return re.sub(r"\s+", " ", re.sub(r"[,;:!?](?=\s|$)|\.(?=\s|$)|[，。；：！？、]", " ", text)).strip()


def _wide(text: str, draw: random.Random) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


def _polite(text: str, draw: random.Random) -> str:
    return f"麻烦{text}" if _HAN.search(text) else f"{text} pls"


SPOILS: dict[str, Spoil] = {
    "as written": lambda text, draw: text,
    "one typo": typo,
    "homophone": homophone,
    "lower case": lambda text, draw: text.lower(),
    "upper case": lambda text, draw: text.upper(),
    "no punctuation": _bare,
    "full-width": _wide,
    "emoji": lambda text, draw: text + draw.choice((" 🙏", " 👍", "😅", " 🔥🔥")),
    "pls / 麻烦": _polite,
}


# Measuring


class World(NamedTuple):
    """The corpus's company in a database, and who may speak."""

    session: Session
    workspace: Workspace
    names: NameIndex
    members: dict[str, Member]

    def context(self, row: Row) -> Context:
        crm = Crm(self.session, self.workspace, self.members[row["as"]], datetime.fromisoformat(row["at"]))
        return Context(crm, self.names, Memory(), crm.pipelines.stages())


class Score(NamedTuple):
    """Percent, and milliseconds of CPU a message (p50). `single`: the names, of messages with one command."""

    exact: float
    names: float
    single: float
    nearest: float
    milliseconds: float


@contextmanager
def world(folder: str) -> Iterator[World]:
    store = Store(f"{folder}/world.db")
    with store.transaction() as session:
        workspace = open_workspace(session, "main", START)
        import_workspace(session, workspace, json.loads((SHARED / "world.json").read_text("utf-8")), None, START)
        names = NameIndex(workspace.id)
        names.refresh(session)
        members = session.scalars(select(Member).where(Member.workspace_id == workspace.id))
        yield World(session, workspace, names, {member.handle: member for member in members})


def scorer() -> ModuleType:
    """The corpus's own, as a module."""
    spec = importlib.util.spec_from_file_location("score_talk", SHARED / "score_talk.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.WORLD = module.World(SHARED / "world.json")
    return module


def spoilt(row: Row, spoil: Spoil) -> Row:
    """The message spoilt; its slots count as they were meant and as they are now written."""
    text = spoil(row["text"], random.Random(f"{SEED}:{row['id']}"))
    changed = dict(_changed(row["text"], text))
    return row | {"text": text, "gold": _both(row["gold"], changed), "alt": _both(row.get("alt", []), changed)}


def _changed(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The words that were replaced, where as many are left."""
    one, other = (re.findall(r"[\u4e00-\u9fff]+|[^\s\u4e00-\u9fff]+", text) for text in (before, after))
    if len(one) == len(other):
        yield from ((a, b) for a, b in zip(one, other, strict=True) if a.lower() != b.lower())


def _both(value: Any, changed: dict[str, str]) -> Any:
    if isinstance(value, dict) and set(value) == {"any"}:
        return {"any": [way for each in value["any"] for way in _ways(each, changed)]}
    if isinstance(value, dict):
        return {
            key: each if "slots" in value and key == "name" else _both(each, changed) for key, each in value.items()
        }
    if isinstance(value, list):
        return [_both(each, changed) for each in value]
    ways = _ways(value, changed)
    return value if len(ways) == 1 else {"any": ways}


def _ways(value: Any, changed: dict[str, str]) -> list[Any]:
    """As it was meant, and as it is written now."""
    if not isinstance(value, str):
        return [value]
    written = value
    for before, after in changed.items():
        if before.lower() in written.lower():
            written = re.sub(re.escape(before), lambda _, after=after: after, written, flags=re.IGNORECASE)
        elif written in before and len(after) == len(before):  # within a run of Chinese characters
            at = before.index(written)
            written = after[at : at + len(value)]
        else:  # the word without the comma behind it
            written = written.replace(before.strip(".,;:!?'\""), after.strip(".,;:!?'\""))
    return [value] if written == value else [value, written]


def nearest(wording: str) -> str:
    """The command of the phrase most like it: the peer's reading."""
    texts, intents = _phrases()
    best = process.extractOne(utils.default_process(wording), texts, scorer=fuzz.ratio)
    return intents[best[2]] if best else ""


@cache
def _phrases() -> tuple[list[str], list[str]]:
    known = {utils.default_process(each.text): each.intent for each in known_examples()}
    return list(known), list(known.values())


def score(place: World, judge: ModuleType, rows: Sequence[Row]) -> Score:
    exact, names, single, near, took = [], [], [], [], []
    for row in rows:
        began = time.process_time()
        found = understood(storable(row["text"]), place.context(row))
        took.append(time.process_time() - began)
        judged = judge.score_best([{"name": told.name, "slots": told.slots} for told in found.commands], row)
        exact.append(judged["exact"])
        names.append(judged["intent"])
        if len(row["gold"]) == 1:
            context = place.context(row)
            wording = delexicalised(row["text"], spotted(row["text"], context))
            near.append(nearest(wording) == row["gold"][0]["name"])
            single.append(judged["intent"])
    parts = [100 * float(np.mean(each)) for each in (exact, names, single, near)]
    return Score(*parts, 1000 * float(np.median(took)))


def report(title: str, rows: Sequence[Row], spoils: Sequence[str]) -> None:
    """One line for each way to spoil; what falls by more than it may is marked."""
    judge = scorer()
    print(f"{title}: {len(rows)} messages, load of this machine {os.getloadavg()[0]:.1f}")
    print("  {:16} {:>7} {:>6} {:>7} | {:>7} {:>8} {:>6} {:>7}".format("", *COLUMNS))
    with tempfile.TemporaryDirectory() as folder, world(folder) as place:
        before = None
        for name in ("as written", *spoils):
            found = score(place, judge, [spoilt(row, SPOILS[name]) for row in rows])
            before = before or found
            fell = before.exact - found.exact
            print(
                f"  {name:16} {found.exact:7.1f} {-fell:+6.1f} {found.names:7.1f} | {found.single:7.1f} "
                f"{found.nearest:8.1f} {found.nearest - before.nearest:+6.1f} {found.milliseconds:7.2f}"
                f"{'  more than it may' if fell >= MOST else ''}",
                flush=True,
            )


def main() -> None:
    spoken = argparse.ArgumentParser(description="What is lost where messages are written badly")
    spoken.add_argument("files", nargs="*", type=Path, default=FILES)
    spoken.add_argument("--spoils", default=",".join(SPOILS))
    said = spoken.parse_args()
    for file in said.files:
        if not file.exists():
            print(f"{file}: not there")
            continue
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        report(file.stem, rows, [name for name in said.spoils.split(",") if name != "as written"])


if __name__ == "__main__":
    main()
