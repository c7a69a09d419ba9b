"""The index of grams: which names share the most of their rare pieces with what was said.

Names lie in blocks of up to 65,536 with their postings in numpy, 2 bytes each; the latest changes lie in a small
dictionary beside them, which becomes a block when it has grown.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from heapq import nlargest
from itertools import accumulate, islice, repeat
from math import log1p
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crm_domain.name_forms import Form, Kind

FRESH = 1024  # changes that lie in the dictionary before they become a block
BLOCK = 65_536  # what 16 bits can number
MERGED = 16_384  # blocks grow by merging up to this: a merge must not be felt
BUDGET = 200_000  # postings read for one question, the rarest grams first
LEAST = 0.12  # a name that shares less than this of the weight of the words said is not looked at
TINY = 1e-9
OF_BEST = 0.45  # what shares less of the weight than this part of what the best one shares is not looked at

Spans = NDArray[np.int64]
Found = tuple[float, int, Form]  # the weight it shares, record, form
_KINDS = tuple(Kind)
_weight = itemgetter(0)


class Fresh:
    """The latest forms in a dictionary: cheap to add to, and quick to ask as long as they are few."""

    def __init__(self) -> None:
        self.forms: list[tuple[int, Form] | None] = []
        self._places: dict[int, list[int]] = {}  # of a record
        self._holders: dict[int, list[int]] = {}  # of a gram
        self._near: dict[bytes, tuple[dict[int, float], float]] = {}  # a word, until the next change

    def __len__(self) -> int:
        return len(self.forms)

    def __contains__(self, id: int) -> bool:
        return id in self._places

    def put(self, id: int, form: Form, grams: bytes) -> None:
        self._near.clear()
        place = len(self.forms)
        self.forms.append((id, form))
        self._places.setdefault(id, []).append(place)
        for gram in set(array("I", grams)):
            self._holders.setdefault(gram, []).append(place)

    def drop(self, ids: Iterable[int]) -> None:
        for id in ids:
            for place in self._places.pop(id, ()):
                self.forms[place] = None

    def counts(self, grams: Sequence[int]) -> list[int]:
        holders = self._holders
        return [len(holders.get(gram, ())) for gram in grams]

    def holding(self, gram: int) -> list[tuple[int, Form]]:
        return [found for place in self._holders.get(gram, ()) if (found := self.forms[place])]

    def best(self, grams: Sequence[int], weights: Sequence[float], floor: float) -> list[Found]:
        """Those that share at least `floor`."""
        return self._found(self._shared(grams, weights), floor)

    def near(self, words: Sequence[bytes], others: bytes) -> list[Found]:
        """Those that share enough of the weight of the words. What is near a word is kept: it comes again."""
        shared, total = self._near_to(others, 0.0)[0] if others else {}, 0.0
        for piece in words:
            if (kept := self._near.get(piece)) is None:
                kept = self._near[piece] = self._near_to(piece, LEAST)
            total += kept[1]
            for place, weight in kept[0].items():
                shared[place] = shared.get(place, 0.0) + weight
        return self._found(shared, LEAST * total)

    def _near_to(self, piece: bytes, least: float) -> tuple[dict[int, float], float]:
        """What each place shares of the weight of the grams, where that is worth a look, and all of that weight."""
        grams, size = array("I", piece), len(self.forms)
        weights = [log1p(size / (count or 0.5)) for count in self.counts(grams)]
        total = sum(weights)
        shared = self._shared(grams, weights)
        return {place: weight for place, weight in shared.items() if weight >= least * total}, total

    def _shared(self, grams: Iterable[int], weights: Iterable[float]) -> dict[int, float]:
        shared: dict[int, float] = {}
        for gram, weight in zip(grams, weights, strict=True):
            for place in self._holders.get(gram, ()):
                shared[place] = shared.get(place, 0.0) + weight
        return shared

    def _found(self, shared: dict[int, float], floor: float) -> list[Found]:
        return [
            (weight, *found) for place, weight in shared.items() if weight >= floor and (found := self.forms[place])
        ]


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


class GramIndex:
    """The names of the records of one kind. `grams_of` gives the grams of a form."""

    def __init__(self, grams_of: Callable[[Form], bytes]) -> None:
        self._grams_of = grams_of
        self._fresh = Fresh()
        self._blocks: list[Block] = []

    def __len__(self) -> int:
        return len(self._fresh) + sum(len(block) for block in self._blocks)

    def __contains__(self, id: int) -> bool:
        """Whether a record of this number has a name here."""
        return id in self._fresh or any(id in block for block in self._blocks)

    def put(self, rows: Iterable[tuple[int, Form]]) -> None:
        """Many at once become blocks at once; few lie in the dictionary until there are more."""
        rows = iter(rows)
        while chunk := list(islice(rows, BLOCK)):
            if len(chunk) > FRESH:
                self._blocks.append(self._block(chunk))
                continue
            for id, form in chunk:
                self._fresh.put(id, form, self._grams_of(form))
            if len(self._fresh) > FRESH:
                self._settle()

    def drop(self, ids: Collection[int]) -> None:
        """A block half of which is gone is built anew without it."""
        self._fresh.drop(ids)
        for block in self._blocks:
            block.drop(ids)
        thin = [block for block in self._blocks if 2 * block.alive < len(block)]
        self._blocks = [block for block in self._blocks if block not in thin]
        for block in thin:
            self.put(block.rows())

    def holding(self, gram: bytes) -> list[tuple[int, Form]]:
        """All that have this one gram."""
        [piece] = array("I", gram)
        found = self._fresh.holding(piece)
        for block in self._blocks:
            found += [(int(block.ids[row]), block.form(row)) for row in block.holding(piece)]
        return found

    def _settle(self) -> None:
        """The dictionary becomes a block; of blocks of like size one is made, so that there are ever only a few."""
        rows = [row for row in self._fresh.forms if row]
        self._fresh = Fresh()
        while self._blocks and self._blocks[-1].alive < 2 * len(rows) and self._blocks[-1].alive + len(rows) < MERGED:
            rows = [*self._blocks.pop().rows(), *rows]
        if rows:
            self._blocks.append(self._block(rows))

    def _block(self, rows: Iterable[tuple[int, Form]]) -> Block:
        return Block([(id, form, self._grams_of(form)) for id, form in rows])

    def near(self, words: Sequence[bytes], others: bytes, most: int) -> list[tuple[int, Form]]:
        """Up to `most` forms: those that share the most with the words and the other pieces that were asked for."""
        if self._blocks:
            return self._near_in_blocks(b"".join(words), others, most)
        # Among few without numpy: each call of it costs as much as all of this.
        found = self._fresh.near(words, others)
        return [(id, form) for _, id, form in (nlargest(most, found, key=_weight) if len(found) > most else found)]

    def _near_in_blocks(self, words: bytes, others: bytes, most: int) -> list[tuple[int, Form]]:
        if not words and not others:
            return []
        asked, first, times = np.unique(np.frombuffer(words + others, np.uint32), return_index=True, return_counts=True)
        spans = [block.spans(asked) for block in self._blocks]
        counts = np.sum([ends - starts for starts, ends in spans], axis=0) + self._fresh.counts(asked.tolist())
        weights = times * np.log1p(len(self) / np.maximum(counts, 0.5))
        read = _rarest(counts)
        tallies = [block.tally(starts[read], ends[read], weights[read])
                   for block, (starts, ends) in zip(self._blocks, spans, strict=True)]  # fmt: skip
        of_words = float(weights[first < len(words) // 4].sum())
        floor = max(LEAST * of_words, *(OF_BEST * float(tally.max()) for tally in tallies), TINY)
        fresh = self._fresh.best(asked[read].tolist(), weights[read].tolist(), floor)
        found: list[Any] = [(weight, None, place) for place, (weight, _, _) in enumerate(fresh)]
        for block, tally in zip(self._blocks, tallies, strict=True):
            rows = _top(tally, floor, most)
            found += zip(tally[rows].tolist(), repeat(block), rows.tolist())
        return [
            (int(block.ids[row]), block.form(row)) if block else fresh[row][1:]
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
