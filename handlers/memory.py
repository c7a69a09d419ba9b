"""What one member and the assistant were speaking of in one chat."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Pending:
    """A message that waits for one more answer; its `plan` keeps the rest of what it said.

    plan      every command of the message with its slots as said; the one `at` this place waits for `slot`
    among     the records asked between, as canonical words (#12)
    replaces  the change that is taken back first, where this is a correction
    """

    plan: list[tuple[str, dict[str, str]]]
    at: int
    slot: str
    among: list[str] = field(default_factory=list)
    replaces: int | None = None

    @property
    def command(self) -> str:
        return self.plan[self.at][0]

    @property
    def said(self) -> dict[str, str]:
        return self.plan[self.at][1]

    def answered(self, **said: str) -> list[tuple[str, dict[str, str]]]:
        """The plan with the answer in its place, and where the message said the same words for the same slot."""
        asked, slot = self.said.get(self.slot), self.slot
        same = [bool(asked) and slots.get(slot) == asked for _, slots in self.plan]
        plan = [(name, slots | {slot: said[slot]} if same[i] else slots) for i, (name, slots) in enumerate(self.plan)]
        plan[self.at] = (self.command, self.said | said)
        return plan


@dataclass(slots=True)
class Last:
    """The last command carried out, so that “no, 45k” can run it again with one slot replaced."""

    command: str
    said: dict[str, str]
    change: int | None


@dataclass(slots=True)
class Memory:
    """`focus` maps a noun to the id last spoken of, `subject` is the noun that “it” is; `more` says the next page.

    `listed` says the last list or report again: “export that”.
    """

    focus: dict[str, int] = field(default_factory=dict)
    subject: str | None = None
    pending: Pending | None = None
    last: Last | None = None
    more: str | None = None
    listed: str | None = None

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Memory":
        return cls(
            focus=data.get("focus", {}),
            subject=data.get("subject"),
            pending=Pending(**data["pending"]) if data.get("pending") else None,
            last=Last(**data["last"]) if data.get("last") else None,
            more=data.get("more"),
            listed=data.get("listed"),
        )

    def to_json(self) -> dict[str, Any]:
        pending, last = self.pending, self.last
        return {
            "focus": self.focus,
            "subject": self.subject,
            "pending": pending and {name: getattr(pending, name) for name in Pending.__slots__},
            "last": last and {name: getattr(last, name) for name in Last.__slots__},
            "more": self.more,
            "listed": self.listed,
        }
