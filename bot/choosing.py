"""What the postman asks of the outbox: the news of the letters before is entered, and the next ones are chosen."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.channel import Parcel
from crm_domain import outbox
from crm_domain.outbox import Letter, Post
from handlers.reply import Reply

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

log = logging.getLogger(__name__)

GLANCE = 48  # letters looked at first; more where too few of these may leave


@dataclass(frozen=True, slots=True)
class News:
    """What became of a letter."""

    letter: int
    state: Post
    columns: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Gate:
    """Who may leave now. `spent` as in Pace; `busy` are the chats with a letter under way."""

    now: datetime
    room: int
    busy: frozenset[str]
    spent: Mapping[str, int]
    fresh: Callable[[str], int]
    line: Callable[[str, Mapping[str, Any]], str]


@dataclass(slots=True)
class Choice:
    """The letters that leave; what the others wait for: a moment, or their line."""

    leaving: list[Letter] = field(default_factory=list)
    moments: list[datetime] = field(default_factory=list)
    lines: set[str] = field(default_factory=set)


def choose(letters: Iterable[Letter], gate: Gate) -> Choice:
    """The first letter of each chat, if its time has come and there is room. Pure."""
    choice, held, left = Choice(), set(gate.busy), dict(gate.spent)
    for letter in letters:
        if letter.chat in held:
            continue
        held.add(letter.chat)
        line = gate.line(letter.chat, letter.address)
        if letter.not_before and letter.not_before > gate.now:
            choice.moments.append(letter.not_before)
        elif len(choice.leaving) == gate.room or left.setdefault(line, gate.fresh(line)) < 1:
            choice.lines.add(line)
        else:
            left[line] -= 1
            choice.leaving.append(letter)
    return choice


@dataclass(frozen=True, slots=True)
class Errand:
    """A letter that is marked as being sent. `attempt` counts from 1."""

    parcel: Parcel
    attempt: int


def turn_over(
    workspace_id: int, channel: str, news: Sequence[News], gate: Gate, session: "Session"
) -> tuple[list[Errand], Choice]:
    """One transaction of the postman: enters the news, and marks as being sent what may leave next."""
    enter(news, session)
    choice = _chosen(session, workspace_id, channel, gate)
    return [errand for letter in choice.leaving if (errand := _errand(session, letter))], choice


def _chosen(session: "Session", workspace_id: int, channel: str, gate: Gate) -> Choice:
    limit = GLANCE
    while True:
        letters = outbox.waiting(session, workspace_id, channel, limit)
        choice = choose(letters, gate)
        if len(choice.leaving) == gate.room or len(letters) < limit:
            return choice
        limit *= 4


def _errand(session: "Session", letter: Letter) -> Errand | None:
    """None for a letter that cannot be read: it would be no better the next time."""
    try:
        reply = Reply.from_json(outbox.body(session, letter.id))
    except (LookupError, TypeError, ValueError):
        log.exception("a letter cannot be read", extra={"letter": letter.id})
        outbox.mark(session, letter.id, Post.DEAD, error="cannot be read")
        return None
    attempt = letter.tries + 1
    parcel = Parcel(letter.id, letter.chat, letter.address, letter.account, reply)
    outbox.mark(session, letter.id, Post.SENDING, tries=attempt)
    return Errand(parcel, attempt)


def enter(news: Sequence[News], session: "Session") -> None:
    for item in news:
        outbox.mark(session, item.letter, item.state, **item.columns)
