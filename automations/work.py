"""One run at work: whose desk it works at, what it is about, and the two ways in which a step may stop it."""

from dataclasses import dataclass, field

from automations.note import voice_of
from crm_domain.automations import Automation
from crm_domain.base import Row
from crm_domain.crm import Crm
from crm_domain.rule_runs import RuleRun
from handlers.voice import Voice


class Wait(Exception):
    """The run goes on at `until`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Over(Exception):
    """A condition on the way does not hold: the run ends here, as it should."""


@dataclass(slots=True)
class Work:
    """One run at work. `crm` is the owner's desk, `row` the record it is about."""

    crm: Crm
    automation: Automation
    run: RuleRun
    row: Row | None
    skip: int = 0  # of the steps behind this one
    unreached: list[str] = field(default_factory=list)  # chats that no message can get to

    @property
    def voice(self) -> Voice:
        return voice_of(self.automation.owner, self.crm)

    @property
    def cause(self) -> str:
        return f"automation {self.automation.id}"

    def note(self, step: str, text: str) -> None:
        self.run.note(self.crm.now, step, text)
