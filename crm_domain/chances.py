"""The chance that open deals, and those that are yet to begin, are won by the end of each week to come."""

from typing import TYPE_CHECKING, Any

from crm_domain.hazard import Hazard
from crm_domain.lives import WEEK, Book

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


def within(hazard: Hazard, book: Book, who: "Array", weeks: int) -> "Array":
    """[deals, weeks] of deals that were open on the hazard's day."""
    ages = hazard.today + 1 - book.begun[who]
    won = _curves(hazard, ages, hazard.today + 1, weeks, book.owner[who], book.kind[who])
    return won * hazard.alive[who, None]


def of_new(hazard: Hazard, book: Book, who: "Array", weeks: int) -> "Array":
    """[deals, weeks] as deals of the same owner and kind that begin some time within the weeks, as often in each."""
    import numpy as np

    owner, kind = book.owner[who], book.kind[who]
    ages, total = np.zeros(len(who), int), np.zeros((len(who), weeks))
    for week in range(weeks):
        total[:, week:] += _curves(hazard, ages, hazard.today + 1 + WEEK * week, weeks - week, owner, kind)
    each: Array = total * (1 - hazard.left.owners[owner, None]) / weeks
    return each


def _curves(hazard: Hazard, ages: "Array", first: int, weeks: int, owner: "Array", kind: "Array") -> "Array":
    """[deals, weeks] the chance of deals that can be decided, of these ages on the `first` day."""
    import numpy as np

    shift = WEEK * np.arange(weeks)
    days = np.broadcast_to(first + shift, (len(ages), weeks))
    cells = hazard.cells((ages[:, None] + shift).ravel(), days.ravel()).reshape(len(ages), weeks)
    won = hazard.won.of(cells, owner[:, None], kind[:, None])
    ending = won + hazard.lost.of(cells, owner[:, None], kind[:, None])
    alive = np.exp(ending - np.cumsum(ending, axis=1))
    share = np.divide(won, ending, out=np.zeros_like(won), where=ending > 0)
    chances: Array = np.cumsum(alive * -np.expm1(-ending) * share, axis=1)
    return chances
