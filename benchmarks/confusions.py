"""Which of our own commands are taken for each other: every phrase read by a reader that has not seen it.

python -m benchmarks.confusions [--least N]

One sentence of each phrase and wording is read by heads that were trained on all the others: leave-one-out, which
ridge regression gives in closed form. The peer takes the command of the nearest other sentence (rapidfuzz). Printed
are how many are read rightly, the pairs of commands that are confused most, and the phrases that two commands claim:
those that all else that is said speaks for as another command's. It exits with 1 where there is one. (That no
sentence belongs to two commands to the letter is a test of its own.)
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

import handlers.commands  # noqa: F401  declares them
from handlers.command import COMMANDS
from handlers.reading.features import Counted, count
from handlers.reading.guessing import marks_of
from handlers.reading.leftover import wordings
from handlers.reading.ridge import unseen_scores
from handlers.reading.samples import samples

CLAIMED = 0.2  # a score from which on, of -1 to 1, a sentence is another command's
AHEAD = 1.15  # where that is so far ahead of its own
AT_ONCE = 500


class Said(NamedTuple):
    """A phrase, whose it is, and one sentence of it without particulars."""

    phrase: str
    command: str
    sentence: str


def said() -> Iterator[Said]:
    for command in COMMANDS.values():
        phrases = [phrase for both in command.says.values() for phrase in both]
        for phrase in dict.fromkeys([*phrases, *wordings()[command.name]]):
            for sentence in [*samples(phrase, command.params, command.name)][:1]:
                yield Said(phrase, command.name, " ".join(sentence.lower().split()))


def read_unseen(known: Sequence[Said], names: Sequence[str]) -> np.ndarray:
    """float32 [phrases, commands]: what the others' reader thinks of each."""
    counted: list[Counted] = [count(one.sentence, sorted(marks_of(one.sentence))) for one in known]
    targets = np.full((len(known), len(names)), -1, np.float32)
    targets[np.arange(len(known)), [names.index(one.command) for one in known]] = 1
    return unseen_scores(counted, targets)


def nearest(known: Sequence[Said]) -> list[str]:
    """The command of the nearest other sentence."""
    texts, found = [one.sentence for one in known], list[str]()
    for start in range(0, len(texts), AT_ONCE):
        alike = process.cdist(texts[start : start + AT_ONCE], texts, scorer=fuzz.ratio, dtype=np.float32)
        alike[np.arange(len(alike)), start + np.arange(len(alike))] = -1
        found += [known[at].command for at in alike.argmax(1)]
    return found


def report(known: Sequence[Said], least: int) -> bool:
    """Whether no phrase is claimed by another command."""
    names = list(COMMANDS)
    scores = read_unseen(known, names)
    truth = np.array([names.index(one.command) for one in known])
    best = scores.argmax(1)
    near = np.mean([one.command == name for one, name in zip(known, nearest(known), strict=True)])
    print(f"{len(known)} phrases of {len(names)} commands, each read by all the others (leave-one-out)")
    print(f"  right: {100 * (best == truth).mean():.1f} %; nearest other sentence (rapidfuzz): {100 * near:.1f} %")
    print("  taken for another:")
    for (own, other), often in Counter(zip(truth, best, strict=True)).most_common():
        if own != other and often >= least:
            print(f"    {often:4} of {np.count_nonzero(truth == own):4}  {names[own]:20} for {names[other]}")
    rows = np.arange(len(known))
    claimed = np.flatnonzero((scores[rows, best] >= CLAIMED) & (scores[rows, best] - scores[rows, truth] >= AHEAD))
    print(f"  {len(claimed)} phrases are claimed by another command:")
    for at in claimed[np.argsort(-scores[claimed, best[claimed]])]:
        print(
            f"    {scores[at, best[at]]:5.2f} {names[best[at]]:20} not {known[at].command:20} {known[at].phrase[:70]}"
        )
    return not len(claimed)


def main() -> int:
    spoken = argparse.ArgumentParser(description="Which commands are taken for each other")
    spoken.add_argument("--least", type=int, default=4, help="pairs that are confused so often are shown")
    return 0 if report(list(said()), spoken.parse_args().least) else 1


if __name__ == "__main__":
    sys.exit(main())
