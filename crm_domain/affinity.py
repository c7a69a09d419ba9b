"""What is bought together: frequent sets of items, and the rules between them, counted exactly.

A basket is one bit in the row of each of its items. A set's count is the number of bits that its items' rows share, so
counting is a matter of AND and of adding up bits, many sets at a time.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MIN_SUPPORT, MIN_CONFIDENCE, MAX_LEN = 0.02, 0.5, 4
LEAST = 2  # baskets; what was seen once is no habit
AT_ONCE = 4096  # sets counted in one go

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
    n = len(baskets)
    singles = Counter(item for basket in baskets for item in set(basket))
    needed = max(least, 1)
    kept = {item: count for item, count in singles.items() if count >= needed and count >= min_support * n}
    items = sorted(kept, key=_order)
    counts: dict[Itemset, int] = {(number,): kept[item] for number, item in enumerate(items)}
    if not items:
        return Frequent(items, n, counts)
    rows = _rows(baskets, items)
    level: list[Itemset] = [(number,) for number in range(len(items))]
    bound = max(needed, min_support * n)
    shared = rows
    for _ in range(2, max_len + 1):
        level, shared, found = _longer(level, shared, rows, bound, counts)
        counts.update(zip(level, found, strict=True))
        if len(level) < 2:
            break
    return Frequent(items, n, counts)


def _order(item: Any) -> tuple[str, Any]:
    return type(item).__name__, item


def _rows(baskets: Sequence[Collection[Hashable]], items: Sequence[Any]) -> "NDArray[np.uint64]":
    """One row of bits for each item: in which baskets it lies."""
    import numpy as np

    place = {item: number for number, item in enumerate(items)}
    pairs = [(place[item], number) for number, basket in enumerate(baskets) for item in set(basket) if item in place]
    width = -(-len(baskets) // 64) * 64
    bits = np.zeros((len(items), width), bool)
    where = np.array(pairs, np.int64)
    bits[where[:, 0], where[:, 1]] = True
    return np.packbits(bits, axis=1).view(np.uint64)


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
    for itemset, count in counts.items():
        for size in range(1, len(itemset)):
            for if_ in combinations(itemset, size):
                confidence = count / counts[if_]
                if confidence >= min_confidence:
                    then = tuple(number for number in itemset if number not in if_)
                    made.append(_rule(found, if_, then, count, confidence, n))
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
