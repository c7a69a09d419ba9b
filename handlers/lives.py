"""The deals' lives, as forecasts and chances learn from them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from crm_domain.facts import DealFact
from crm_domain.lives import Life
from crm_domain.money import Money
from crm_domain.pipelines import Outcome
from crm_domain.scope import Scope
from handlers.turn import Turn

LOOKED = timedelta(days=730)  # what is older tells little of today


def waiting(turn: Turn) -> set[int]:
    """The first stages: a deal that stands there is not worked on yet."""
    stages = turn.crm.pipelines.stages()
    first = min((stage.position for stage in stages), default=0)
    return {stage.id for stage in stages if stage.position == first}


def lives(turn: Turn, scope: Scope, currency: str) -> list[Life]:
    """Every deal of the last two years as the model sees it; one that is not worked on yet is none."""
    worked, kinds, part = _worked_on(turn, scope)
    worth = turn.crm.figures.worth([fact.id for fact in worked if fact.minor is None])
    amounts = (_amount(fact, worth, currency) * part for fact in worked)
    return [_life(fact, kinds, amount) for fact, amount in zip(worked, amounts, strict=True)]


def staged(turn: Turn) -> list[Life]:
    """The same with the stages that each deal went through, without its amount."""
    worked, kinds, _ = _worked_on(turn, Scope())
    steps = turn.crm.figures.steps_of(worked)
    return [_life(fact, kinds, stages=tuple(steps.get(fact.id, ()))) for fact in worked]


def _worked_on(turn: Turn, scope: Scope) -> tuple[list[DealFact], Mapping[int, Sequence[str]], int]:
    """Of one of how many deals, with their products."""
    facts, part = turn.crm.figures.lives(turn.today - LOOKED, scope)
    idle = waiting(turn)
    worked = [fact for fact in facts if fact.outcome != Outcome.OPEN or fact.stage_id not in idle]
    return worked, turn.crm.figures.products_of([fact.id for fact in worked]), part


def _amount(fact: DealFact, worth: Mapping[int, Money], currency: str) -> float:
    """What it brings; what is in other money counts for nothing."""
    money = worth.get(fact.id) if fact.minor is None else Money(fact.minor, fact.currency or currency)
    return float(money.amount) if money and money.currency == currency else 0.0


def _life(
    fact: DealFact, kinds: Mapping[int, Sequence[str]], amount: float = 0.0, stages: tuple[tuple[date, int], ...] = ()
) -> Life:
    kind, won = ",".join(kinds.get(fact.id, ())), fact.outcome == Outcome.WON
    return Life(fact.begun, fact.closed, won, str(fact.owner_id), kind, amount, fact.id, stages)
