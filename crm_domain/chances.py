"""The chance that open deals, and those that are yet to begin, are won by the end of each week to come."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_domain.hazard import Hazard
from crm_domain.lives import WEEK, Book

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Sort:
    """What deals are like: their age in days, places of owner and kind, the share of such deals that is never decided.

    Seen so many days `later` than the hazard's. Each is a column or one for all.
    """

    age: "Array"
    owner: "Array"
    kind: "Array"
    left: "Array"
    later: "Array | int" = 0


def by_day(won: "Array", day: int) -> "Array":
    """[deals] of the chances by the end of each week, [deals, weeks]: by the end of a day, between the weeks' ends."""
    import numpy as np

    week, over = divmod(day, WEEK)
    curve = np.pad(won, ((0, 0), (1, 0)))
    by: Array = curve[:, week] + ((curve[:, week + 1] - curve[:, week]) * (over / WEEK) if over else 0)
    return by


def within(hazard: Hazard, book: Book, who: "Array", weeks: int) -> "Array":
    """[deals, weeks] of deals that were open on the hazard's day."""
    ages = hazard.today + 1 - book.begun[who]
    won = _curves(hazard, ages, hazard.today + 1, weeks, book.owner[who], book.kind[who])
    chance: Array = won * hazard.alive[who, None]
    return chance


def of_sort(hazard: Hazard, sort: Sort, days: int) -> "Array":
    """[deals] the chance that open deals of that sort are won within so many days."""
    import numpy as np

    age, owner, kind, left, later = np.broadcast_arrays(
        *map(np.atleast_1d, (sort.age, sort.owner, sort.kind, sort.left, sort.later))
    )
    now = hazard.today + 1 + later
    back = WEEK * np.arange(int(age.max()) // WEEK + 1)
    ending, _ = _rates(
        hazard, np.broadcast_to(back, (len(age), len(back))), (now - 1 - age)[:, None] + back, owner, kind
    )
    lasted = np.exp(-(ending * np.clip(age[:, None] + 1 - back, 0, WEEK) / WEEK).sum(axis=1))
    alive = (1 - left) * lasted / (left + (1 - left) * lasted)
    chance: Array = alive * by_day(_curves(hazard, age + 1, now, -(-days // WEEK), owner, kind), days)
    return chance


def of_new(hazard: Hazard, book: Book, who: "Array", weeks: int) -> "Array":
    """[deals, weeks] as deals of the same owner and kind that begin some time within the weeks, as often in each."""
    import numpy as np

    pairs, where = np.unique(book.owner[who] * len(book.kinds) + book.kind[who], return_inverse=True)
    owner, kind = np.divmod(pairs, max(len(book.kinds), 1))
    ages, total = np.zeros(len(pairs), int), np.zeros((len(pairs), weeks))
    for week in range(weeks):
        total[:, week:] += _curves(hazard, ages, hazard.today + 1 + WEEK * week, weeks - week, owner, kind)
    each: Array = total * (1 - hazard.left.owners[owner, None]) / weeks
    return each[where]


def _curves(hazard: Hazard, ages: "Array", first: "Array | int", weeks: int, owner: "Array", kind: "Array") -> "Array":
    """[deals, weeks] the chance of deals that can be decided, of these ages on the `first` day."""
    import numpy as np

    later = WEEK * np.arange(weeks)
    days = np.broadcast_to(np.reshape(first, (-1, 1)) + later, (len(ages), weeks))
    ending, won = _rates(hazard, ages[:, None] + later, days, owner, kind)
    alive = np.exp(ending - np.cumsum(ending, axis=1))
    share = np.divide(won, ending, out=np.zeros_like(won), where=ending > 0)
    chances: Array = np.cumsum(alive * -np.expm1(-ending) * share, axis=1)
    return chances


def _rates(hazard: Hazard, ages: "Array", days: "Array", owner: "Array", kind: "Array") -> "tuple[Array, Array]":
    """[deals, weeks] how many end in a week, and how many of them are won, of [deals, weeks] ages and days."""
    cells = hazard.cells(ages.ravel(), days.ravel()).reshape(ages.shape)
    won, lost = (rates.of(cells, owner[:, None], kind[:, None]) for rates in (hazard.won, hazard.lost))
    return won + lost, won
