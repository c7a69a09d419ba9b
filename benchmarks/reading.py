"""How well and how fast intents are told apart: test accuracy on public sets, ours beside peers in the same run.

python -m benchmarks.reading [--sets clinc150,banking77,hwu64] [--shots full,10] [--readers encoder,words,svc,nearest]
                             [--part test|valid]

One thread. Each reader is trained on the set's training file, and asked one message after the other. p50 and p99 are
what one message takes by the clock; "train", "cpu" and "start" are a core's time, which a busy machine does not
lengthen.
"start" and "memory" are of a fresh process that loads the trained reader from a file and reads the first message.
"oos" is the area under the curve of CLINC150's strangers against its test messages (0.5 is guessing).
What a whole message costs, with its values, names and slots: python -m benchmarks.messages.
The peers are scikit-learn (the extra `bench`; where it is not installed, that is said) and rapidfuzz.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
from rapidfuzz import fuzz, process, utils

from handlers.reading.encoder import SentenceEncoder
from handlers.reading.example import Example
from handlers.reading.intents import IntentReader
from handlers.reading.reader_file import load_reader, save_reader

CORPORA = Path(__file__).parents[2] / "shared" / "corpora" / "intents"
SETS = ("clinc150", "banking77", "hwu64")
GATES = {  # accuracy with and without the encoder
    ("clinc150", "full"): (95.3, 93.0),
    ("banking77", "full"): (93.0, 91.5),
    ("hwu64", "full"): (91.0, 88.3),
    ("clinc150", "10"): (88.0, None),
    ("banking77", "10"): (81.0, None),
    ("hwu64", "10"): (79.0, None),
}

COLUMNS = ("right%", "gate", "oos", "train s", "p50 ms", "p99 ms", "cpu p99", "start", "memory")

Said = tuple[str, float]  # an intent, and how strange the text looks
Read = Callable[[str], Said]


class Trained(NamedTuple):
    read: Read
    start: str = "–"
    memory: str = "–"


class Task(NamedTuple):
    name: str
    shots: str
    train: list[Example]
    test: list[Example]
    strangers: list[Example]


def examples(name: str) -> list[Example]:
    file = CORPORA / f"{name}.jsonl"
    if not file.exists():
        return []
    return [Example(**json.loads(line)) for line in file.read_text("utf-8").splitlines()]


def tasks(sets: Sequence[str], shots: Sequence[str], part: str) -> Iterator[Task]:
    for name in sets:
        for shot in shots:
            train = examples(f"{name}.train{shot.removeprefix('full')}")
            yield Task(name, shot, train, examples(f"{name}.{part}"), examples(f"{name}.oos_{part}"))


# The readers


def ours(task: Task, with_encoder: bool) -> Trained:
    reader = IntentReader.train(task.train, SentenceEncoder() if with_encoder else None)

    def read(text: str) -> Said:
        reading = reader.read(text)
        return reading.ranked[0].intent, reading.strangeness

    return Trained(read, *_fresh(reader))


def _fresh(reader: IntentReader) -> tuple[str, str]:
    """Seconds and megabytes of a process of its own that loads the reader and reads a message."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "reader.npz"
        save_reader(reader, file)
        call = [
            sys.executable,
            "-m",
            "benchmarks.reading",
            "--load",
            str(file),
            *(["--encoder"] if reader.encoder else []),
        ]
        told = json.loads(subprocess.run(call, capture_output=True, check=True).stdout)
    return f"{told['seconds']:.2f}", f"{told['megabytes']:.0f}"


def load(file: Path, with_encoder: bool) -> None:
    reader = load_reader(file, SentenceEncoder() if with_encoder else None)
    reader.read("what can you do for me")
    seconds = time.process_time()  # with the start of Python and its imports
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    print(json.dumps({"seconds": seconds, "megabytes": pages * os.sysconf("SC_PAGE_SIZE") / 1e6}))


def support_vectors(task: Task) -> Trained:
    """What most would write first: TF-IDF of words and letters, and linear support vectors."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    letters = TfidfVectorizer(ngram_range=(2, 4), analyzer="char_wb", sublinear_tf=True)
    model = make_pipeline(make_union(words, letters), LinearSVC(C=0.5))
    model.fit([each.text for each in task.train], [each.intent for each in task.train])
    intents = model[-1].classes_

    def read(text: str) -> Said:
        scores = model.decision_function([text])[0]
        return str(intents[scores.argmax()]), -float(scores.max())

    return Trained(read)


def nearest(task: Task) -> Trained:
    """The intent of the example that rapidfuzz finds most alike."""
    known = [utils.default_process(each.text) for each in task.train]

    def read(text: str) -> Said:
        _, alike, place = process.extractOne(utils.default_process(text), known, scorer=fuzz.token_set_ratio)
        return task.train[place].intent, -alike

    return Trained(read)


READERS: dict[str, tuple[str, Callable[[Task], Trained]]] = {
    "encoder": ("ours, with encoder", lambda task: ours(task, True)),
    "words": ("ours, words only", lambda task: ours(task, False)),
    "svc": ("scikit-learn LinearSVC", support_vectors),
    "nearest": ("rapidfuzz nearest", nearest),
}


# Measuring


def area(known: Sequence[float], strange: Sequence[float]) -> float:
    """The chance that a stranger looks stranger than a known message; a tie counts half."""
    order = np.sort(np.array(known))
    below = np.searchsorted(order, strange, "left") + np.searchsorted(order, strange, "right")
    return float(below.mean() / 2 / len(order))


def timed(read: Read, texts: Sequence[str]) -> tuple[list[Said], np.ndarray]:
    """What is said of each text, and the milliseconds that each took: float [texts, 2], by the clock and of CPU."""
    said, took = [], []
    for text in texts:
        began = time.perf_counter(), time.process_time()
        said.append(read(text))
        took.append((time.perf_counter() - began[0], time.process_time() - began[1]))
    return said, np.array(took) * 1000


def measure(task: Task, key: str) -> str:
    title, train = READERS[key]
    began = time.process_time()
    try:
        trained = train(task)
    except ModuleNotFoundError as error:
        return f"  {title:24} not installed: {error.name}"
    seconds = time.process_time() - began
    said, took = timed(trained.read, [each.text for each in task.test])
    right = np.mean([intent == each.intent for (intent, _), each in zip(said, task.test, strict=True)]) * 100
    gate = dict(zip(("encoder", "words"), GATES[task.name, task.shots], strict=True)).get(key)
    oos = "–"
    if task.strangers and key != "nearest":
        strange, _ = timed(trained.read, [each.text for each in task.strangers])
        oos = f"{area([strangeness for _, strangeness in said], [strangeness for _, strangeness in strange]):.3f}"
    clock, core = took.T
    return (
        f"  {title:24} {right:6.2f} {gate or '–':>6} {oos:>6} {seconds:7.1f} {np.median(clock):6.2f} "
        f"{np.percentile(clock, 99):6.2f} {np.percentile(core, 99):7.2f} {trained.start:>6} {trained.memory:>7}"
    )


def arguments() -> argparse.Namespace:
    said = argparse.ArgumentParser(description="Accuracy and speed of the intent reader beside peers")
    said.add_argument("--sets", default=",".join(SETS))
    said.add_argument("--shots", default="full,10")
    said.add_argument("--readers", default=",".join(READERS))
    said.add_argument("--part", choices=("test", "valid"), default="test")
    said.add_argument("--load", type=Path, help=argparse.SUPPRESS)
    said.add_argument("--encoder", action="store_true", help=argparse.SUPPRESS)
    return said.parse_args()


def main() -> None:
    args = arguments()
    if args.load:
        load(args.load, args.encoder)
        return
    print(f"{args.part} files, one thread, load of this machine {os.getloadavg()[0]:.1f}")
    for task in tasks(args.sets.split(","), args.shots.split(","), args.part):
        if not task.train or not task.test:
            print(f"{task.name}: no {args.part} file below {CORPORA}")
            continue
        kind = "all examples" if task.shots == "full" else "ten examples an intent"
        print(f"{task.name}, {kind}: {len(task.train)} to learn from, {len(task.test)} to read")
        print("  {:24} {:>6} {:>6} {:>6} {:>7} {:>6} {:>6} {:>7} {:>6} {:>7}".format("", *COLUMNS))
        for key in args.readers.split(","):
            print(measure(task, key), flush=True)


if __name__ == "__main__":
    main()
