"""The deals that a report counts: as few sums, or each of them where the view shows each."""

from crm_domain.facts import DealFact
from crm_domain.pipelines import Outcome
from crm_domain.scope import Scope
from crm_domain.timespan import Timespan
from handlers.turn import Turn

BY_DEAL = ("rows", "csv")  # views that look at each deal
WINS = (Outcome.WON,)
BOTH = (Outcome.WON, Outcome.LOST)


def won(turn: Turn, view: str | None, span: Timespan, scope: Scope, by: str | None = None) -> list[DealFact]:
    if view in BY_DEAL:
        return turn.crm.figures.won(span, scope, by)
    return turn.crm.tallies.closed(WINS, span, scope, by)


def closed(turn: Turn, view: str | None, span: Timespan, scope: Scope, by: str | None = None) -> list[DealFact]:
    """Won and lost."""
    if view in BY_DEAL:
        return turn.crm.figures.closed(span, scope, by)
    return turn.crm.tallies.closed(BOTH, span, scope, by)


def opened(turn: Turn, view: str | None, scope: Scope, by: str | None = None) -> list[DealFact]:
    return (turn.crm.figures if view in BY_DEAL else turn.crm.tallies).open(scope, by)


def due(turn: Turn, view: str | None, span: Timespan, scope: Scope, by: str | None = None) -> list[DealFact]:
    """Open deals that are expected in the span."""
    return (turn.crm.figures if view in BY_DEAL else turn.crm.tallies).due(span, scope, by)


def sold_ever(turn: Turn, view: str | None, scope: Scope) -> list[DealFact]:
    """What was won of each company, by its name."""
    if view in BY_DEAL:
        return turn.crm.figures.won(Timespan(None, turn.today), scope, "company")
    return turn.crm.tallies.customers(scope)
