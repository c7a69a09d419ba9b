"""The index of grams: which names share the most of their rare pieces with what was said.

Names lie in blocks (name_blocks); the latest changes lie in a small dictionary beside them, which becomes a block when
it has grown. A small company has no blocks, and numpy, which they are made of, is not even loaded.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from heapq import nlargest
from itertools import islice
from math import log1p
from operator import itemgetter
from typing import TYPE_CHECKING

from crm_domain.name_forms import Form

if TYPE_CHECKING:
    from crm_domain.name_blocks import Block

FRESH = 1024  # changes that lie in the dictionary before they become a block
BLOCK = 65_536  # what 16 bits can number
MERGED = 16_384  # blocks grow by merging up to this: a merge must not be felt
LEAST = 0.12  # a name that shares less than this of the weight of the words said is not looked at

Found = tuple[float, int, Form]  # the weight it shares, record, form
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

    def has_any(self, grams: Iterable[int]) -> bool:
        return not self._holders.keys().isdisjoint(grams)

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


class GramIndex:
    """The names of the records of one kind. `grams_of` gives the grams of a form."""

    def __init__(self, grams_of: Callable[[Form], bytes]) -> None:
        self._grams_of = grams_of
        self._fresh = Fresh()
        self._blocks: list[Block] = []

    def __len__(self) -> int:
        return len(self._fresh) + sum(len(block) for block in self._blocks)

    @property
    def is_large(self) -> bool:
        """Whether there are so many that some lie in blocks."""
        return bool(self._blocks)

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

    def has_any(self, grams: Sequence[int]) -> bool:
        """Whether a name has one of these grams, or had it."""
        return self._fresh.has_any(grams) or any(any(block.counts(grams)) for block in self._blocks)

    def counts(self, grams: Sequence[int]) -> Sequence[int]:
        """How many names have each of these grams, or had it."""
        found = self._fresh.counts(grams)
        for block in self._blocks:
            found = [count + more for count, more in zip(found, block.counts(grams), strict=True)]
        return found

    def _settle(self) -> None:
        """The dictionary becomes a block; of blocks of like size one is made, so that there are ever only a few."""
        rows = [row for row in self._fresh.forms if row]
        self._fresh = Fresh()
        while self._blocks and self._blocks[-1].alive < 2 * len(rows) and self._blocks[-1].alive + len(rows) < MERGED:
            rows = [*self._blocks.pop().rows(), *rows]
        if rows:
            self._blocks.append(self._block(rows))

    def _block(self, rows: Iterable[tuple[int, Form]]) -> "Block":
        from crm_domain.name_blocks import Block

        return Block([(id, form, self._grams_of(form)) for id, form in rows])

    def near(self, words: Sequence[bytes], others: bytes, most: int) -> list[tuple[int, Form]]:
        """Up to `most` forms: those that share the most with the words and the other pieces that were asked for."""
        if self._blocks:
            from crm_domain.name_blocks import near_in

            return near_in(self._blocks, self._fresh, b"".join(words), others, most)
        # Among few without numpy: each call of it costs as much as all of this.
        found = self._fresh.near(words, others)
        return [(id, form) for _, id, form in (nlargest(most, found, key=_weight) if len(found) > most else found)]
