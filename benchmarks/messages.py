"""What reading one whole message costs, from its words to the commands and their slots, beside peers in the same run.

python -m benchmarks.messages [FILE …] [--world FILE] [--warm FILE]

A file has lines of {"text", "as", "at"}; the default is tests/corpora/wordings/held.jsonl, in the company of
tests/corpora/talk. The reader is warmed with the lines of --warm (the other half), then every message is read once.
p50 and p99 are the CPU's milliseconds for one message, by one thread; a busy machine lengthens them less than the
clock's. "cold" is a process of its own: its CPU until the first message is read, with Python's own start (its modules
were compiled by a start before), and what it holds in memory after all of them.

The peers find a command by the words alone, and no slots: rapidfuzz takes that of the nearest of all sentences drawn
from our phrases; hassil matches our phrases as its templates, with a wildcard for each slot (pip install hassil).
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
from rapidfuzz import fuzz, process

from bot.house import House, open_house
from bot.settings import load_settings
from crm_domain.exchange import import_workspace
from handlers.command import COMMANDS
from handlers.reading.samples import samples

CORPORA = Path(__file__).parents[1] / "tests" / "corpora"
GATE = "gate 0.6 / 1.5, aim 0.3 / 0.8"
FEW = 60  # messages for a peer that takes a tenth of a second for each
Line = dict[str, str]
Read = Callable[[Line], object]


def lines(file: Path) -> list[Line]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def furnished(database: str, world: Path) -> House:
    """A house with the company of that file."""
    settings = load_settings(None)
    settings.database = database
    house = open_house(settings)
    with house.store.transaction() as session:
        workspace = house.crm(session).workspace
        import_workspace(session, workspace, json.loads(world.read_text("utf-8")), None, datetime.now().astimezone())
    return house


def ours(house: House) -> Read:
    def read(line: Line) -> object:
        with house.store.transaction() as session:
            return house.assistant.understand(session, line["text"], line["as"], datetime.fromisoformat(line["at"]))

    return read


def nearest() -> Read:
    known = [
        (text, command.name)
        for command in COMMANDS.values()
        for both in command.says.values()
        for phrase in both
        for text in samples(phrase, command.params, command.name)
    ]
    texts = [text for text, _ in known]

    def read(line: Line) -> object:
        return known[process.extractOne(line["text"].lower(), texts, scorer=fuzz.token_set_ratio)[2]][1]

    return read


_SLOT = re.compile(r"\{([a-z_*]+)(?:=([^{}]+))?!?\}")
_MARKS = re.compile(r"[<>:;,，；：、=]")
_EMPTY = re.compile(r"\|(?=\s*[|)\]])|(?<=[(\[])\s*\||[(\[]\s*[)\]]")


def templates() -> Read:
    """ModuleNotFoundError where hassil is not installed."""
    from hassil.intents import Intents, WildcardSlotList
    from hassil.recognize import recognize

    def template(phrase: str) -> str:
        """What hassil takes for marks of its own is left out, and so is a choice of nothing."""
        slots = _SLOT.sub(lambda slot: f"({slot[2]})" if slot[2] else "{words}", phrase.lstrip("~"))
        return _EMPTY.sub("", _MARKS.sub(" ", slots))

    said = {
        command.name: {"data": [{"sentences": [template(phrase) for both in command.says.values() for phrase in both]}]}
        for command in COMMANDS.values()
    }
    intents = Intents.from_dict({"language": "en", "intents": said})
    slots = {"words": WildcardSlotList("words")}
    return lambda line: recognize(line["text"], intents, slot_lists=slots)


def timed(read: Read, asked: Sequence[Line]) -> np.ndarray:
    """The CPU's milliseconds for each."""
    took = []
    for line in asked:
        began = time.thread_time()
        read(line)
        took.append((time.thread_time() - began) * 1000)
    return np.array(took)


def told(what: str, took: np.ndarray, rest: str = "") -> None:
    p50, p90, p99 = np.percentile(took, [50, 90, 99])
    print(
        f"  {what:32} p50 {p50:8.2f}  p90 {p90:8.2f}  p99 {p99:8.2f}  at most {took.max():8.2f} ms  {rest}", flush=True
    )


def cold(database: str, asked: Path) -> str:
    call = [sys.executable, "-m", "benchmarks.messages", str(asked), "--cold", database]
    with TemporaryDirectory() as compiled:
        own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        own["PYTHONPYCACHEPREFIX"] = compiled
        runs = [subprocess.run(call, capture_output=True, check=True, env=own) for _ in range(2)]
    found = json.loads(runs[-1].stdout)
    return f"{found['start']:.2f} s until the first is read, {found['memory']:.0f} MB after {found['count']}"


def begin_cold(database: str, asked: Sequence[Line]) -> None:
    settings = load_settings(None)
    settings.database = database
    read = ours(open_house(settings))
    read(asked[0])
    start = time.process_time()  # with the start of Python and its imports
    took = timed(read, asked[1:])
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    memory = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    print(json.dumps({"start": start, "memory": memory, "count": len(asked), "mean": took.mean()}))


def peers() -> Iterator[tuple[str, Callable[[], Read]]]:
    yield "rapidfuzz, nearest sentence", nearest
    yield "hassil, our phrases", templates


def arguments() -> argparse.Namespace:
    said = argparse.ArgumentParser(description="CPU time of a whole message beside peers")
    said.add_argument("files", nargs="*", type=Path, default=[CORPORA / "wordings" / "held.jsonl"])
    said.add_argument("--world", type=Path, default=CORPORA / "talk" / "world.json")
    said.add_argument("--warm", type=Path, default=CORPORA / "wordings" / "tune.jsonl")
    said.add_argument("--cold", help=argparse.SUPPRESS)
    return said.parse_args()


def main() -> None:
    args = arguments()
    if args.cold:
        begin_cold(args.cold, lines(args.files[0]))
        return
    asked = [line for file in args.files for line in lines(file)]
    print(f"{len(asked)} messages, one thread, load of this machine {os.getloadavg()[0]:.1f}; CPU, {GATE} ms")
    with TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/confab.db"
        read = ours(furnished(database, args.world))
        timed(read, lines(args.warm))
        told("confab, with the database", timed(read, asked), cold(database, args.files[0]))
    for what, make in peers():
        try:
            told(what, timed(make(), asked[:FEW]))
        except ModuleNotFoundError as error:
            print(f"  {what:32} not installed: {error.name}")


if __name__ == "__main__":
    main()
