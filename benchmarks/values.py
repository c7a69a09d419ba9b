"""How many values of the public corpus are read rightly, and how fast, beside the libraries that read some of them.

Judged by the corpus's own `score.py`. python -m benchmarks.values [FOLDER], by default ../shared/corpora/values
"""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

from benchmarks.value_peers import ALL, Item, Peer, Told, peers
from handlers.reading.policy import GENERIC
from handlers.reading.spans import ALL_KINDS
from handlers.reading.told import told
from handlers.reading.values import read_values

FOLDER = Path(__file__).parents[2] / "shared" / "corpora" / "values"
LANGUAGES = ("en", "zh")
GATES = {"time": 90, "money": 92, "ranges of amounts": 85, "numbers": 92, "percent, phone, e-mail": 95}
GROUPS = {
    **dict.fromkeys("date datetime time range duration recurrence".split(), "time"),
    **dict.fromkeys(["money_range", "number_range"], "ranges of amounts"),
    **dict.fromkeys(["percent", "phone", "email"], "percent, phone, e-mail"),
    "money": "money",
    "number": "numbers",
}
SPEED = {"p50": 0.5, "p95": 1.5, "worst": 10.0}  # ms a sentence
IMPORT = 0.15  # s
PASSES = 3
Times = list[float]
Rates = dict[tuple[str, str], tuple[int, int]]


def ours(item: Item) -> list[Told]:
    now = datetime.fromisoformat(item["reference"]).replace(tzinfo=ZoneInfo(item["tz"]))
    return told(read_values(item["text"], now, GENERIC, ALL_KINDS))


def scorer(folder: Path) -> ModuleType:
    spec = spec_from_file_location("score", folder / "score.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def group(item: Item) -> str:
    """Of an item that expects nothing, the group of its family."""
    return GROUPS[item["expect"][0]["kind"] if item["expect"] else item["family"]]


def measured(read: Callable[[Item], list[Told]], items: Iterable[Item]) -> tuple[dict[str, list[Told]], Times]:
    """The values of each item and the milliseconds it took."""
    values, times = {}, []
    for item in items:
        began = time.perf_counter()
        values[item["id"]] = read(item)
        times.append((time.perf_counter() - began) * 1000)
    return values, times


def rates(items: list[Item], values: dict[str, list[Told]], judge: Callable[[Item, list[Told]], bool]) -> Rates:
    """(passed, all) by group and language."""
    passed: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for item in items:
        place = group(item), item["lang"]
        total[place] += 1
        passed[place] += judge(item, values[item["id"]])
    return {place: (passed[place], count) for place, count in total.items()}


def import_time() -> float:
    """Seconds, in a fresh process; the best of five."""
    code = "import time; t = time.perf_counter(); import handlers.reading.values; print(time.perf_counter() - t)"
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(5)]
    return min(float(run.stdout) for run in runs)


def tell_rates(columns: dict[str, Rates]) -> None:
    print(f"{'passed, %':30}{'gate':>6}" + "".join(f"{name:>18}" for name in columns))
    for what, gate in GATES.items():
        for lang in LANGUAGES:
            cells = [_cell(found.get((what, lang))) for found in columns.values()]
            print(f"{what + ', ' + lang:30}{gate:>6}" + "".join(f"{cell:>18}" for cell in cells))


def _cell(rate: tuple[int, int] | None) -> str:
    return f"{rate[0]}/{rate[1]} {100 * rate[0] / rate[1]:5.1f}" if rate else "-"


def tell_speed(name: str, times: Times, gates: dict[str, float] | None = None) -> None:
    ordered = sorted(times)
    found = {"p50": ordered[len(ordered) // 2], "p95": ordered[int(len(ordered) * 0.95)], "worst": ordered[-1]}
    parts = (f"{key} {took:.2f}" + (f" (gate {gates[key]})" if gates else "") for key, took in found.items())
    print(f"{name}, ms a sentence: " + ", ".join(parts))


def run_peer(peer: Peer, items: list[Item], judge: Callable[[Item, list[Told]], bool]) -> Rates:
    own = [item for item in items if item["family"] in peer.families]
    failed: list[str] = []

    def read(item: Item) -> list[Told]:
        try:
            return peer.read(item)
        except Exception:  # it may not end the run; the sentence counts as not read
            failed.append(item["id"])
            return [{"kind": kind} for kind in ("date", *peer.families - {"time"})]

    values, times = measured(read, own)
    tell_speed(peer.name, times)
    if failed:
        print(f"{peer.name} failed with an exception on {len(failed)} of {len(own)} sentences")
    return rates(own, values, judge)


def main(folder: Path) -> None:
    if not (folder / "public.jsonl").exists():
        sys.exit(f"{folder}: the corpus is not here; name its folder: python -m benchmarks.values FOLDER")
    judge = scorer(folder).judge
    items = [json.loads(line) for line in (folder / "public.jsonl").read_text("utf-8").splitlines() if line]
    assert {item["family"] for item in items} == ALL
    values, first = measured(ours, items)
    again = [measured(ours, items)[1] for _ in range(PASSES)]
    columns = {"ours": rates(items, values, judge)}
    print(f"import in a fresh process, s: {import_time():.3f} (gate {IMPORT})")
    tell_speed("ours", [min(took) for took in zip(*again, strict=True)], SPEED)
    tell_speed("ours, first time (rules are compiled when first needed)", first)
    for peer in peers():
        if isinstance(peer, str):
            print(peer)
        else:
            columns[peer.name] = run_peer(peer, items, judge)
    tell_rates(columns)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
