"""What one member and the assistant were speaking of in one chat."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

REMEMBERED = 3  # records of a kind that were spoken of before
LISTED = 20


@dataclass(slots=True)
class Pending:
    """A message that waits for one more answer; its `plan` keeps the rest of what it said.

    plan      every command of the message with its slots as said; the one `at` this place waits for `slot`
    among     the records asked between, as canonical words (#12)
    replaces  the change that is taken back first, where this is a correction
    left      where all is asked question by question: the slots after this one
    refused   nothing was asked: what was said for `slot` is none, and another value may follow
    button    what the button says by which it is agreed to
    """

    plan: list[tuple[str, dict[str, str]]]
    at: int
    slot: str
    among: list[str] = field(default_factory=list)
    replaces: int | None = None
    left: list[str] | None = None
    refused: bool = False
    button: str = ""

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
    """What pronouns and half sentences lean on.

    focus    the id last spoken of, by noun; `earlier` those before it, the latest first
    subject  the noun that “it” is
    listed   says the last list or report again: “export that”
    lists    by noun the ids of the last list or question, in the order in which they were shown
    recent   the commands of the last message, whether they changed something or not: for “same for Globex”
    choices  what the buttons of the last question say, by their labels: who types chooses too
    more     says the next page
    unsure   the message of which the buttons say what it may mean: which one is chosen is learned from
    heard    the last message, when it came, and the memory it came upon: for “why?”
    """

    focus: dict[str, int] = field(default_factory=dict)
    earlier: dict[str, list[int]] = field(default_factory=dict)
    subject: str | None = None
    lists: dict[str, list[int]] = field(default_factory=dict)
    pending: Pending | None = None
    last: Last | None = None
    recent: list[Last] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)
    more: str | None = None
    listed: str | None = None
    unsure: str | None = None
    heard: dict[str, Any] | None = None

    def speak_of(self, noun: str, id: int) -> None:
        """From now on this one is meant."""
        before = self.focus.get(noun)
        if before is not None and before != id:
            earlier = [before, *(other for other in self.earlier.get(noun, ()) if other not in (before, id))]
            self.earlier[noun] = earlier[:REMEMBERED]
        self.focus[noun] = id

    def forget(self, noun: str, id: int) -> None:
        """It is no longer there; nothing is meant in its place."""
        if self.focus.get(noun) == id:
            del self.focus[noun]

    def list_out(self, noun: str, ids: Iterable[int]) -> None:
        """These were shown, in this order."""
        self.lists.pop(noun, None)  # the last of them is the list that was shown last
        self.lists[noun] = list(ids)[:LISTED]

    def another(self, noun: str) -> int | None:
        """“the other one”: of those shown the one that is not in focus, else the one spoken of before."""
        focus, shown = self.focus.get(noun), self.lists.get(noun, [])
        others = [id for id in shown if id != focus]
        return next(iter(others if others and focus in (*shown, None) else self.earlier.get(noun, others)), None)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Memory":
        return cls(
            focus=data.get("focus", {}),
            subject=data.get("subject"),
            pending=Pending(**data["pending"]) if data.get("pending") else None,
            last=Last(**data["last"]) if data.get("last") else None,
            earlier=data.get("earlier", {}),
            lists=data.get("lists", {}),
            recent=[Last(**each) for each in data.get("recent", ())],
            choices=[(label, says) for label, says in data.get("choices", ())],
            more=data.get("more"),
            listed=data.get("listed"),
            unsure=data.get("unsure"),
            heard=data.get("heard"),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "focus": self.focus,
            "earlier": self.earlier,
            "subject": self.subject,
            "lists": self.lists,
            "pending": _plain(self.pending),
            "last": _plain(self.last),
            "recent": [_plain(each) for each in self.recent],
            "choices": self.choices,
            "more": self.more,
            "listed": self.listed,
            "unsure": self.unsure,
            "heard": self.heard,
        }


def _plain(kept: Pending | Last | None) -> dict[str, Any] | None:
    return {name: getattr(kept, name) for name in kept.__slots__} if kept else None


def heard(text: str, at: datetime, before: dict[str, Any]) -> dict[str, Any]:
    """A message with what was remembered when it came."""
    return {
        "text": text,
        "at": at.isoformat(),
        "before": {name: kept for name, kept in before.items() if name != "heard"},
    }
