"""Blocks of names: up to 65,536 of them with their postings in numpy, 2 bytes each."""

from array import array
from collections.abc import Collection, Iterator, Sequence
from heapq import nlargest
from itertools import accumulate, repeat
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crm_domain.name_forms import Form, Kind
from crm_domain.name_grams import LEAST, Fresh

BUDGET = 200_000  # postings read for one question, the rarest grams first
TINY = 1e-9
OF_BEST = 0.45  # what shares less of the weight than this part of what the best one shares is not looked at

Spans = NDArray[np.int64]
_KINDS = tuple(Kind)
_weight = itemgetter(0)


class Block:
    """Forms that no longer change, but for those that are dropped; built in one go of (record, form, grams)."""

    def __init__(self, rows: Sequence[tuple[int, Form, bytes]]) -> None:
        self.ids = np.array([id for id, _, _ in rows], np.int64)
        self._kinds = bytes(form.kind.value for _, form, _ in rows)
        self._text = "".join(form.text for _, form, _ in rows)
        self._ends = array("I", accumulate((len(form.text) for _, form, _ in rows), initial=0))
        self._dead = np.zeros(0, np.intp)
        sizes = np.array([len(grams) // 4 for _, _, grams in rows], np.intp)
        pieces = np.frombuffer(b"".join(grams for _, _, grams in rows), np.uint32).astype(np.uint64)
        pairs = pieces << np.uint64(16) | np.repeat(np.arange(len(rows), dtype=np.uint64), sizes)
        pairs.sort()
        self._postings = (pairs & np.uint64(0xFFFF)).astype(np.uint16)
        self._grams, starts = np.unique((pairs >> np.uint64(16)).astype(np.uint32), return_index=True)
        self._starts = np.append(starts, len(pairs)).astype(np.int64)

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, id: int) -> bool:
        return not set(np.flatnonzero(self.ids == id).tolist()) <= set(self._dead.tolist())

    @property
    def alive(self) -> int:
        return len(self) - len(self._dead)

    def drop(self, ids: Collection[int]) -> None:
        gone = np.flatnonzero(np.isin(self.ids, list(ids)))
        if len(gone):
            self._dead = np.union1d(self._dead, gone)

    def form(self, row: int) -> Form:
        return Form(_KINDS[self._kinds[row]], self._text[self._ends[row] : self._ends[row + 1]])

    def rows(self) -> Iterator[tuple[int, Form]]:
        """Those that were not dropped."""
        dead = set(self._dead.tolist())
        return ((int(id), self.form(row)) for row, id in enumerate(self.ids) if row not in dead)

    def spans(self, grams: NDArray[np.uint32]) -> tuple[Spans, Spans]:
        """Where the postings of each gram begin and end; nowhere for one that nobody has."""
        places = np.searchsorted(self._grams, grams)
        places[places == len(self._grams)] = 0
        known = self._grams[places] == grams
        starts = self._starts[places]
        return starts, np.where(known, self._starts[places + 1], starts)

    def counts(self, grams: Sequence[int]) -> list[int]:
        starts, ends = self.spans(np.array(grams, np.uint32))
        counted: list[int] = (ends - starts).tolist()
        return counted

    def holding(self, gram: int) -> list[int]:
        """The rows that have it."""
        [start], [end] = self.spans(np.array([gram], np.uint32))
        dead = self._dead
        return [row for row in self._postings[start:end].tolist() if not len(dead) or row not in dead]

    def tally(self, starts: Spans, ends: Spans, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """For each row the weight of the grams that it shares."""
        postings = [self._postings[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        rows = np.concatenate(postings) if postings else self._postings[:0]
        total = np.bincount(rows, np.repeat(weights, ends - starts), minlength=len(self.ids)).astype(
            np.float64, copy=False
        )
        total[self._dead] = 0
        return total


def near_in(blocks: Sequence[Block], fresh: Fresh, words: bytes, others: bytes, most: int) -> list[tuple[int, Form]]:
    """Up to `most` forms of the blocks and of the dictionary beside them."""
    if not words and not others:
        return []
    asked, first, times = np.unique(np.frombuffer(words + others, np.uint32), return_index=True, return_counts=True)
    size = len(fresh) + sum(len(block) for block in blocks)
    spans = [block.spans(asked) for block in blocks]
    counts = np.sum([ends - starts for starts, ends in spans], axis=0) + fresh.counts(asked.tolist())
    weights = times * np.log1p(size / np.maximum(counts, 0.5))
    read = _rarest(counts)
    tallies = [block.tally(starts[read], ends[read], weights[read])
               for block, (starts, ends) in zip(blocks, spans, strict=True)]  # fmt: skip
    of_words = float(weights[first < len(words) // 4].sum())
    floor = max(LEAST * of_words, *(OF_BEST * float(tally.max()) for tally in tallies), TINY)
    latest = fresh.best(asked[read].tolist(), weights[read].tolist(), floor)
    found: list[Any] = [(weight, None, place) for place, (weight, _, _) in enumerate(latest)]
    for block, tally in zip(blocks, tallies, strict=True):
        rows = _top(tally, floor, most)
        found += zip(tally[rows].tolist(), repeat(block), rows.tolist())
    return [
        (int(block.ids[row]), block.form(row)) if block else latest[row][1:]
        for _, block, row in nlargest(most, found, key=_weight)
    ]


def _rarest(counts: NDArray[np.int64]) -> NDArray[np.intp]:
    """Which grams are read: the rarest, at least one, as far as the budget goes."""
    order = np.argsort(counts)
    order = order[counts[order] > 0]
    return order[: max(1, int(np.searchsorted(np.cumsum(counts[order]), BUDGET)))]


def _top(tally: NDArray[np.float64], floor: float, most: int) -> NDArray[np.intp]:
    """The rows with at least `floor`, and of them those with most."""
    rows = np.flatnonzero(tally >= floor)
    return rows if len(rows) <= most else rows[np.argpartition(tally[rows], -most)[-most:]]
