"""What is bought together: frequent sets of items, and the rules between them, counted exactly.

A basket is one bit in the row of each of its items. A set's count is the number of bits that its items' rows share, so
counting is a matter of AND and of adding up bits, many sets at a time.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MIN_SUPPORT, MIN_CONFIDENCE, MAX_LEN = 0.02, 0.5, 4
LEAST = 2  # baskets; what was seen once is no habit
AT_ONCE = 4096  # sets counted in one go
BLOCK = 16_384  # baskets multiplied in one go

Itemset = tuple[int, ...]  # numbers of items, ascending


@dataclass(frozen=True, slots=True)
class Rule:
    """Who buys all of `if_` also buys `then`. `lift`: so many times as often as anybody."""

    if_: tuple[Any, ...]
    then: tuple[Any, ...]
    support: float
    confidence: float
    lift: float
    count: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two items in the same baskets; `confidence` is the share of the first one's baskets that hold the second."""

    other: Any
    count: int
    support: float
    confidence: float
    lift: float


@dataclass(frozen=True)
class Frequent:
    """`counts` of each frequent set, by the numbers of its items in `items`."""

    items: Sequence[Any]
    baskets: int
    counts: Mapping[Itemset, int]

    def by_len(self) -> dict[int, int]:
        return dict(sorted(Counter(map(len, self.counts)).items()))


def frequent(baskets: Sequence[Collection[Hashable]], min_support: float, max_len: int, least: int = 1) -> Frequent:
    """Every set of up to `max_len` items that at least this share of the baskets hold, and `least` of them."""
    import numpy as np

    sets = [basket if isinstance(basket, set | frozenset) else set(basket) for basket in baskets]
    flat = list(chain.from_iterable(sets))
    place: dict[Hashable, int] = defaultdict(count().__next__)  # numbers the items as they come
    codes = np.fromiter(map(place.__getitem__, flat), np.int64, len(flat))
    singles = np.bincount(codes, minlength=len(place))
    bound = max(least, 1, min_support * len(sets))
    kept = [(item, code) for item, code in place.items() if singles[code] >= bound]
    kept.sort(key=lambda pair: _order(pair[0]))
    items = [item for item, _ in kept]
    counts: dict[Itemset, int] = {(number,): int(singles[code]) for number, (_, code) in enumerate(kept)}
    if not items or max_len < 2:
        return Frequent(items, len(sets), counts)
    renumbered = np.full(len(place), -1)
    renumbered[[code for _, code in kept]] = np.arange(len(kept))
    columns = np.repeat(np.arange(len(sets)), [len(basket) for basket in sets])
    counts |= _sets(_lies(renumbered[codes], columns, len(items), len(sets)), bound, max_len, counts)
    return Frequent(items, len(sets), counts)


def _sets(lies: "NDArray[np.bool_]", bound: float, max_len: int, counts: dict[Itemset, int]) -> dict[Itemset, int]:
    """Those of two items and more."""
    rows, known = _packed(lies), dict(counts)
    level, shared, found = _pairs(lies, rows, bound)
    known.update(zip(level, found, strict=True))
    for _ in range(3, max_len + 1):
        if len(level) < 2:
            break
        level, shared, found = _longer(level, shared, rows, bound, known)
        known.update(zip(level, found, strict=True))
    return known


def _order(item: Any) -> tuple[str, Any]:
    return type(item).__name__, item


def _lies(numbers: "NDArray[np.int64]", columns: "NDArray[np.int64]", items: int, baskets: int) -> "NDArray[np.bool_]":
    """Which item (a row) lies in which basket (a column); a number below 0 is no item of these."""
    import numpy as np

    of_these = numbers >= 0
    lies = np.zeros((items, -(-baskets // 64) * 64), bool)
    lies[numbers[of_these], columns[of_these]] = True
    return lies


def _packed(lies: "NDArray[np.bool_]") -> "NDArray[np.uint64]":
    import numpy as np

    return np.packbits(lies, axis=1).view(np.uint64)


def _pairs(
    lies: "NDArray[np.bool_]", rows: "NDArray[np.uint64]", bound: float
) -> "tuple[list[Itemset], NDArray[np.uint64], list[int]]":
    """The frequent pairs, all at once: a matrix times itself counts every two that share a basket."""
    import numpy as np

    shared = np.zeros((len(lies), len(lies)))
    for start in range(0, lies.shape[1], BLOCK):
        part = lies[:, start : start + BLOCK].astype(np.float32)  # sums of so few are exact
        shared += part @ part.T
    shared = np.triu(shared, 1)
    first, last = np.nonzero(shared >= max(bound, 1))
    found = shared[first, last].astype(np.int64).tolist()
    return list(zip(first.tolist(), last.tolist(), strict=True)), rows[first] & rows[last], found


def _longer(
    level: list[Itemset],
    shared: "NDArray[np.uint64]",
    rows: "NDArray[np.uint64]",
    bound: float,
    known: Mapping[Itemset, int],
) -> tuple[list[Itemset], "NDArray[np.uint64]", list[int]]:
    """The frequent sets with one item more, the baskets of each as bits, and their counts."""
    import numpy as np

    sets: list[Itemset] = []
    parts: list[Any] = []
    found: list[int] = []
    firsts, lasts = _candidates(level, known)
    for start in range(0, len(firsts), AT_ONCE):
        first, last = firsts[start : start + AT_ONCE], lasts[start : start + AT_ONCE]
        bits = shared[first] & rows[last]
        counts = np.bitwise_count(bits).sum(axis=1, dtype=np.int64)
        enough = np.flatnonzero(counts >= bound)
        sets += [(*level[first[i]], last[i]) for i in enough.tolist()]
        parts.append(bits[enough])
        found += counts[enough].tolist()
    return sets, (np.concatenate(parts) if parts else shared[:0]), found


def _candidates(level: list[Itemset], known: Mapping[Itemset, int]) -> tuple[list[int], list[int]]:
    """For each set that may be frequent: the set it grows from, and the item it grows by (Apriori)."""
    same_start: dict[Itemset, list[int]] = defaultdict(list)
    for number, itemset in enumerate(level):
        same_start[itemset[:-1]].append(number)
    firsts: list[int] = []
    lasts: list[int] = []
    for start, group in same_start.items():
        for i, number in enumerate(group):
            head = level[number]
            for other in group[i + 1 :]:
                last = level[other][-1]
                if all((*part, last) in known for part in combinations(head, len(head) - 1) if part != start):
                    firsts.append(number)
                    lasts.append(last)
    return firsts, lasts


def rules(found: Frequent, min_confidence: float) -> list[Rule]:
    """The shortest and first-named conditions first."""
    n, counts = found.baskets, found.counts
    made: list[Rule] = []
    for itemset, together in counts.items():
        for size in range(1, len(itemset)):
            for if_ in combinations(itemset, size):
                confidence = together / counts[if_]
                if confidence >= min_confidence:
                    then = tuple(number for number in itemset if number not in if_)
                    made.append(_rule(found, if_, then, together, confidence, n))
    return sorted(made, key=lambda rule: (len(rule.if_), *map(_named, (rule.if_, rule.then))))


def _rule(found: Frequent, if_: Itemset, then: Itemset, count: int, confidence: float, n: int) -> Rule:
    names = [tuple(found.items[number] for number in part) for part in (if_, then)]
    return Rule(names[0], names[1], count / n, confidence, confidence * n / found.counts[then], count)


def _named(items: Iterable[Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(_order(item) for item in items)


def by_lift(found: Iterable[Rule]) -> list[Rule]:
    """The strongest first."""
    return sorted(found, key=lambda r: (-r.lift, -r.confidence, -r.support, _named(r.if_), _named(r.then)))


def beside(baskets: Sequence[Collection[Hashable]], item: Hashable) -> list[Pair]:
    """What lies in the same baskets as this item, the strongest first; all of it, however rare."""
    n = len(baskets)
    totals = Counter(other for basket in baskets for other in set(basket))
    shared = Counter(other for basket in baskets if item in basket for other in set(basket) if other != item)
    pairs = [
        Pair(other, count, count / n, count / totals[item], count * n / (totals[item] * totals[other]))
        for other, count in shared.items()
    ]
    return sorted(pairs, key=lambda pair: (pair.count < LEAST, -pair.lift, -pair.count, _order(pair.other)))
