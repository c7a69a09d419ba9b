"""A question for one winner: “which agent had the shortest handling time last quarter, of those with at least 5?”.

Who wins depends on the days, and where means or rates are compared, on how many make one count: neither is taken for
granted. What was not said is asked for, and nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from crm_domain.facts import Entrant
from crm_domain.texts import T
from handlers.reading.contests import HIGH, LOW
from handlers.reading.spans import Period
from handlers.report import ROWS, Report, name_of
from handlers.resolve import QUESTIONS
from handlers.slots import WordSlot
from handlers.turn import Ask

BEST = WordSlot({LOW: LOW, HIGH: HIGH})

WINS = T("{title} in {span}: {name}, {value} ({n} {noun}).", "{span}{title}：{name}，{value}（{n} {noun}）。")
NONE_LEFT = T("In {span} nobody comes to {least} {noun}.", "{span}没有人达到 {least} {noun}。")
NOTHING = T("There is nothing to compare in {span}.", "{span}没有可比的数据。")
LEVEL = T("Level with that: {names}.", "并列的还有：{names}。")
OF_THOSE = T("Compared: those with at least {least} {noun}.", "只比较至少有 {least} {noun}的。")
AT_LEAST = T(
    "Of those with at least how many {noun}? For example 5; say “no minimum” to count everybody.",
    "至少要有多少{noun}才算？比如 5；不限的话说“不限”。",
)


@dataclass(frozen=True, slots=True)
class Contest:
    """`titles` of the lowest and of the highest; `noun` is what is counted; `fair`: it takes a least number of them."""

    titles: Mapping[str, T]
    noun: T
    fair: bool = False

    def asks(self, best: str | None, period: Period | None, least: int | None) -> None:
        """Ask for what it takes and was not said."""
        if best and period is None:
            raise Ask("period", QUESTIONS["period"])
        if best and self.fair and least is None:
            raise Ask("least", AT_LEAST, noun=self.noun)

    def tell(
        self, report: Report, entrants: Sequence[Entrant], best: str, least: int | None, write: Callable[[float], str]
    ) -> list[tuple[object, ...]]:
        """Says who wins; the rows of all that compete, the winner first."""
        order = ranked(entrants, best, least)
        first = order[0] if order else None
        report.figures |= {"best": [first.name, first.value] if first else None, "least": least or 1}
        report.figures["top"] = [list(one) for one in order[:ROWS]]
        noun = {"noun": self.noun, "least": least or 1}
        if first is None:
            report.say(NONE_LEFT if entrants else NOTHING, span=report.span, **noun)
            return []
        names = [name_of(report.turn, one.name) for one in order]
        report.say(
            WINS, title=self.titles[best], span=report.span, name=names[0], value=write(first.value), n=first.n, **noun
        )
        if level := [name for name, one in zip(names, order, strict=True) if one.value == first.value][1:ROWS]:
            report.say(LEVEL, names=level)
        if (least or 1) > 1:
            report.say(OF_THOSE, **noun)
        return [(name, write(one.value), one.n) for name, one in zip(names, order, strict=True)]


def ranked(entrants: Sequence[Entrant], best: str, least: int | None) -> list[Entrant]:
    """Those that count, the winner first; ties by name."""
    sign = 1 if best == LOW else -1
    entered = [one for one in entrants if one.n >= (least or 1)]
    return sorted(entered, key=lambda one: (sign * one.value, one.name or "\uffff"))
