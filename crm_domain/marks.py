"""Which numbers stand under which marks, for millions of them: 16 bytes each, where a dictionary takes ten times that.

Sorted runs, each at least twice as long as the next: what is added is merged a few times and found in a few searches.
"""

from collections.abc import Iterable, Iterator
from typing import Any

Run = Any  # two columns, marks and numbers, in the order of the marks


class Marks:
    """A mark is a whole number of 64 bits, a hash for instance: two things may share one, if rarely."""

    def __init__(self) -> None:
        self._runs: list[tuple[Run, Run]] = []

    def add(self, marks: Iterable[int], numbers: Iterable[int]) -> None:
        import numpy as np  # 15 MB, which a process needs only while it takes something in

        run = _sorted(np.fromiter(marks, np.int64), np.fromiter(numbers, np.int64))
        while self._runs and len(self._runs[-1][0]) < 2 * len(run[0]):
            earlier = self._runs.pop()
            run = _sorted(*(np.concatenate(pair) for pair in zip(earlier, run, strict=True)))
        self._runs.append(run)

    def find(self, marks: Iterable[int], most: int) -> Iterator[tuple[int, int]]:
        """Each of the marks with each number under it, as they were added; at most so many of a run."""
        import numpy as np

        wanted = np.fromiter(marks, np.int64)
        for known, numbers in self._runs:
            first, last = np.searchsorted(known, wanted), np.searchsorted(known, wanted, "right")
            for place in np.flatnonzero(last > first):
                mark = int(wanted[place])
                for number in numbers[first[place] : min(last[place], first[place] + most)]:
                    yield mark, int(number)


def _sorted(marks: Run, numbers: Run) -> tuple[Run, Run]:
    order = marks.argsort(kind="stable")
    return marks[order], numbers[order]
