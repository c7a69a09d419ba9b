"""Simulated futures: every deal is won or not, ten thousand times over, and what that comes to is added up."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

FUTURES = 10_000
AT_ONCE = 500  # futures drawn together, so that the draws stay in the cache
MOST = 40_000_000  # draws; of very many deals fewer futures tell as much
LEAST = 1000


def futures(chances: "Array", amounts: "Array", seed: int) -> "Array":
    """[futures] what is won in each, of deals won independently of each other; the same for the same seed.

    A draw is one byte, held against a threshold whose broken part is drawn anew for every few futures, so a chance of
    a thousandth stays one. The sums of eight deals at a time are looked up in a table of all their 256 outcomes.
    """
    import numpy as np

    draw = np.random.Generator(np.random.SFC64(seed))
    deals = -(-max(len(chances), 1) // 8) * 8
    chance, amount = (np.pad(np.asarray(column, float), (0, deals - len(column))) for column in (chances, amounts))
    outcomes = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1).T
    table, place = (amount.reshape(-1, 8) @ outcomes).ravel(), 256 * np.arange(deals // 8)
    batches = min(FUTURES, max(LEAST, MOST // deals)) // AT_ONCE
    found = []
    for _ in range(batches):
        edge = np.minimum(chance * 256 + draw.random(deals), 255).astype(np.uint8)
        drawn = draw.integers(0, 2**64, AT_ONCE * deals // 8, dtype=np.uint64).view(np.uint8)
        won = np.packbits(drawn.reshape(AT_ONCE, deals) < edge, axis=1)
        found.append(table.take(won + place).sum(axis=1))
    return np.concatenate(found)
