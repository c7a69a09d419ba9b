"""What the chances of open deals are, why, and how well such chances were told before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from crm_domain.chances import Sort, by_day, of_sort, within
from crm_domain.hazard import Hazard, fit
from crm_domain.lives import WEEK, Book, Life

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

CHECKS, APART, SHORT = 4, 28, 30  # days on which was looked back, so many days apart; a shorter span on short history
HELD = 10.0  # wins as expected that are added to those seen
SAMPLE = 300  # open deals that stand for all
ALIKE, FEWEST = 0.1, 20  # a chance was about as high; of fewer deals nothing is said
QUARTER, BANDS = 13, 5  # weeks; parts by which chances are compared with what came


@dataclass(frozen=True, slots=True)
class Reason:
    """By how many `points` (0…1) it raises the chance above what it were if this were as with the other open deals."""

    what: str  # age, owner, kind, season or stage
    points: float


@dataclass(frozen=True, slots=True)
class Checked:
    """Of `deals` that looked as likely in the past, the share that was `won`."""

    deals: int
    won: float


@dataclass(frozen=True, slots=True)
class Chance:
    """`value` of being won within the days, `usual` that of open deals on average (0…1); reasons by their weight."""

    value: float
    usual: float
    reasons: Sequence[Reason]
    checked: Checked | None
    wins: int  # that it was learned from


@dataclass(frozen=True, slots=True)
class Band:
    """A fifth of the deals that were open in the past, by their chance: how high it was said, what share was won."""

    deals: int
    said: float
    won: float


@dataclass(frozen=True, slots=True)
class Odds:
    """The places of the deals that are open today and the chance of each; how well such chances were told before."""

    places: "Array"
    chances: "Array"
    bands: Sequence[Band]


@dataclass(frozen=True, slots=True)
class Told:
    """[deals] what was said of deals that were open on past days, whether it came true, and where they stood then."""

    said: "Array"
    came: "Array"
    stage: "Array"

    @property
    def factor(self) -> float:
        """How much more often they were won than was said."""
        return float((self.came.sum() + HELD) / (self.said.sum() + HELD))

    def factor_of(self, stage: int) -> float:
        """The same of those in one stage, beside how all were."""
        here = self.stage == stage
        return Told(self.said[here], self.came[here], here).factor / self.factor

    def bands(self) -> list[Band]:
        import numpy as np

        right = _times(self.said, self.factor)
        parts = [part for part in np.array_split(np.argsort(right, kind="stable"), BANDS) if len(part) >= FEWEST]
        return [Band(len(part), float(right[part].mean()), float(self.came[part].mean())) for part in parts]

    def alike(self, said: float) -> Checked | None:
        alike = abs(self.said - said) <= ALIKE
        count = int(alike.sum())
        return Checked(count, float(self.came[alike].mean())) if count >= FEWEST else None


def chance(lives: Sequence[Life], place: int, today: date, days: int) -> Chance | None:
    """Of the deal at this place, which is open today; None where the history is too thin for it."""
    book = Book(lives, today)
    hazard = fit(book, book.today) if book.tells_enough(book.today) else None
    if hazard is None:
        return None
    said, told = _said(book, hazard, days), _told(book, days)
    opened, stage = book.open_on(book.today), int(book.stage_on(book.today)[place])
    plain = float(said[opened == place][0])
    right = _times(plain, told.factor)
    value = _times(right, told.factor_of(stage))
    reasons = [*_reasons(hazard, book, place, opened, days), Reason("stage", value - right)]
    reasons.sort(key=lambda reason: -abs(reason.points))
    usual, wins = float(_times(said, told.factor).mean()), int(book.won_by(book.today).sum())
    return Chance(value, usual, reasons, told.alike(plain), wins)


def odds(book: Book, days: int) -> Odds | None:
    """Of the deals that are open today to be won within so many days; None where the history is too thin for it."""
    import numpy as np

    hazard = fit(book, book.today) if book.tells_enough(book.today) else None
    if hazard is None:
        return None
    told, opened = _told(book, days), book.open_on(book.today)
    stages, where = np.unique(book.stage_on(book.today)[opened], return_inverse=True)
    factors = told.factor * np.array([told.factor_of(stage) for stage in stages])
    return Odds(opened, _times(_said(book, hazard, days), factors[where]), told.bands())


def _reasons(hazard: Hazard, book: Book, place: int, opened: "Array", days: int) -> Iterator[Reason]:
    """What the chance is less what it would be, on average, with the age, the owner … of other open deals."""
    import numpy as np

    others = opened[:: max(1, len(opened) // SAMPLE)]
    ages, owner, kind, left = hazard.today - book.begun, book.owner, book.kind, hazard.left
    own = Sort(ages[place], owner[place], kind[place], left.deals[place])
    value = of_sort(hazard, own, days).mean()
    instead = {
        "age": replace(own, age=ages[others]),
        "owner": replace(own, owner=owner[others], left=left.owners[owner[others]]),
        "kind": replace(own, kind=kind[others]),
        "season": replace(own, later=WEEK * np.arange(QUARTER)),
    }
    for what, other in instead.items():
        yield Reason(what, float(value - of_sort(hazard, other, days).mean()))


def _told(book: Book, days: int) -> Told:
    """Looking back from days that lie so far back; on short history from nearer ones, for a shorter span."""
    import numpy as np

    for span in (days, SHORT):
        origins = [book.today - span - APART * back for back in range(CHECKS)]
        fits = [fit(book, origin) for origin in origins if book.tells_enough(origin)]
        if parts := [_told_on(book, hazard, span) for hazard in fits if hazard]:
            return Told(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    return Told(np.zeros(0), np.zeros(0, bool), np.zeros(0, int))


def _told_on(book: Book, hazard: Hazard, days: int) -> "tuple[Array, Array, Array]":
    opened = book.open_on(hazard.today)
    came = book.won_by(hazard.today + days)[opened]
    return _said(book, hazard, days), came, book.stage_on(hazard.today)[opened]


def _said(book: Book, hazard: Hazard, days: int) -> "Array":
    """Of the deals that were open on the hazard's day."""
    return by_day(within(hazard, book, book.open_on(hazard.today), -(-days // WEEK)), days)


def _times(chance: Any, factor: Any) -> Any:
    """The chance with its odds multiplied."""
    return chance * factor / (1 - chance + chance * factor)
