"""What a stretch of a message asks for: a command and its slots as said."""

from dataclasses import dataclass, field

from handlers.command import Command

LACKS = 2.5  # what it costs to lack something
CERTAIN = 9.0  # so telling a stretch is a request whatever stands around it
ONE_NAME = 8.6  # the fit of a name to the letter
STRANGE = 0.89  # so strange that a change is rather offered
SURE = 5.4  # a guess of this weight needs no question
STANDS = 3.5  # so telling it can be one of several requests


@dataclass(slots=True)
class Reading:
    """A command with its slots as said.

    `sure` says how much of the message the phrase explains, `fit` how well its names name something; `vague`: nobody
    said what kind of record is meant, and none is called so; `loose`: where a value should be, there is none;
    `guessed`: it fits no phrase, but is like some; `also`: the same of other things that were said with it;
    `denied`: it is said that this is not to be done, or not so;
    `strange`: the share of requests that look more familiar, 0 to 1.
    """

    command: Command
    said: dict[str, str] = field(default_factory=dict)
    sure: float = 0.0
    rule: str = ""
    fit: float = 0.0
    vague: bool = False
    loose: bool = False
    guessed: bool = False
    also: tuple["Reading", ...] = ()
    denied: bool = False
    strange: float = 0.0

    @property
    def worth(self) -> float:
        """How much it explains; a second name that fits is no further proof, and what must be said should be."""
        return self.sure + min(self.fit, ONE_NAME) - LACKS * len(self._lacking)

    @property
    def _lacking(self) -> list[str]:
        """What must be said, was not, and cannot be told by what was spoken of."""
        params = self.command.params.values() if self.command.name != "reminder.set" else ()
        return [p.name for p in params if p.required and p.name not in self.said and not hasattr(p.slot, "model")]

    @property
    def alone(self) -> bool:
        """Whether it stands without the words around it, and says something of its own."""
        named = self.fit >= (ONE_NAME - 2 if self.loose else 0)
        return self.worth >= STANDS and named and not self._hollow and not self._lacking

    @property
    def _hollow(self) -> bool:
        """“help”, or “update it” without what to update; a guess that says nothing but what may be asked for alone."""
        if self.guessed and not self.said and not self.command.name.startswith(("report.", "record.undo")):
            return not self.command.name.endswith(".list")
        required = {param.name for param in self.command.params.values() if param.required}
        return self.command.name == "help" or (self.command.name.endswith(".update") and set(self.said) <= required)

    @property
    def doubtful(self) -> bool:
        """Whether it would change something on a guess that is none too sure: it is offered rather than done."""
        changes = self.command.writes or self.command.name == "record.undo"
        return self.guessed and changes and (self._final or self.strange > STRANGE or self.sure < SURE)

    @property
    def _final(self) -> bool:
        """What nobody likes to see done on a guess, even if it can be undone."""
        return self.command.name.endswith((".merge", ".erase", ".send"))

    @property
    def certain(self) -> bool:
        """Whether it is a request beyond doubt, with names that are known."""
        return self.worth >= CERTAIN and self.fit >= 0 and not self.loose and not self.guessed
