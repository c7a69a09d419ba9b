"""The postman: carries the outbox's letters to the platforms, in order within a chat, at the platform's pace."""

import asyncio
import logging
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.channel import Channel, Later, Parcel, Refused, Unsure
from bot.frontdesk import Clock, FrontDesk
from bot.pace import LIMITS, UNLIMITED, Limits, Pace
from crm_domain import outbox
from crm_domain.outbox import Letter, Post
from handlers.reply import Reply

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

log = logging.getLogger(__name__)

PARALLEL = 16  # letters under way on one channel, where the platform is slow
SLOW = 2.5  # seconds; a letter that takes longer no longer holds up the others
SWEEP = 3.0  # seconds; what nobody announced is found after so many
GLANCE = 48  # letters looked at first; more where too few of these may leave
TRIES = 50  # with the pauses below: the better part of a day
LONGEST_PAUSE = 900.0


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
    for item in news:
        outbox.mark(session, item.letter, item.state, **item.columns)
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
        reply = Reply.from_json(letter.body)
    except (LookupError, TypeError, ValueError):
        log.exception("a letter cannot be read", extra={"letter": letter.id})
        outbox.mark(session, letter.id, Post.DEAD, error="cannot be read")
        return None
    attempt = letter.tries + 1
    parcel = Parcel(letter.id, letter.chat, letter.address, letter.account, reply)
    outbox.mark(session, letter.id, Post.SENDING, tries=attempt)
    return Errand(parcel, attempt)


class Round:
    """The postman's round on one channel."""

    def __init__(self, workspace_id: int, channel: Channel, limits: Limits, desk: FrontDesk, clock: Clock) -> None:
        self.workspace_id = workspace_id
        self.channel = channel
        self.desk = desk
        self.clock = clock
        self.pace = Pace(limits)
        self.woken = asyncio.Event()
        self.slow = SLOW
        self._walking: dict[str, asyncio.Task[None]] = {}  # chat → the letter under way in it
        self._since: dict[str, float] = {}  # chat → when that letter left
        self._news: list[News] = []
        self._task: asyncio.Task[None] | None = None
        self._until: float | None = None  # when closing: how long at most

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name=f"postman {self.channel.name}")

    async def close(self, grace: float) -> None:
        """Delivers what can be delivered within `grace` seconds."""
        if self._task is None:
            return
        self._until = _steady() + grace
        self.woken.set()
        await asyncio.wait({self._task}, timeout=grace)
        left = [self._task, *self._walking.values()]
        for task in left:
            task.cancel()  # a letter under way stays marked as being sent, as after a crash
        await asyncio.gather(*left, return_exceptions=True)
        if self._news:
            await self.desk.write(partial(_enter, self._news))

    async def _run(self) -> None:
        while True:
            self.woken.clear()
            try:
                nap = await self._turn()
            except Exception:
                log.exception("the postman could not reach the database", extra={"channel": self.channel.name})
                nap = SWEEP
            if self._is_over(nap):
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(min(nap, SWEEP)):
                    await self.woken.wait()

    def _is_over(self, nap: float) -> bool:
        """When closing: nothing is under way, and nothing more will leave in time."""
        if self._until is None or self._walking or self._news:
            return False
        return _steady() + nap > self._until

    async def _turn(self) -> float:
        """Seconds until more may leave, if nobody calls before."""
        news, self._news = self._news, []
        try:
            errands, choice = await self.desk.write(
                partial(turn_over, self.workspace_id, self.channel.name, news, self._gate())
            )
        except BaseException:
            self._news = news + self._news
            raise
        for errand in errands:
            self._send_off(errand)
        return self._nap(choice) if len(errands) == len(choice.leaving) else 0.0  # an unreadable one left its place

    def _gate(self) -> Gate:
        steady, limits = _steady(), self.pace.limits
        room = 0 if self._brisk(steady) else min(1, PARALLEL - len(self._walking), self.pace.room(steady))
        return Gate(self.clock(), room, frozenset(self._walking), self.pace.spent(steady), self.pace.fresh, limits.line)

    def _brisk(self, steady: float) -> float:
        """Seconds for which the letter under way is still waited for before another leaves.

        One at a time, and marked before the next: so a crash repeats one message at most.
        """
        return max(0.0, *(since + self.slow - steady for since in self._since.values()), 0.0)

    def _nap(self, choice: Choice) -> float:
        naps = [(moment - self.clock()).total_seconds() for moment in choice.moments]
        brisk = self._brisk(_steady())
        if choice.lines and brisk:
            naps.append(brisk)
        elif choice.lines and len(self._walking) < PARALLEL:
            naps.append(self.pace.wait(choice.lines, _steady()))
        return max(0.005, min(naps, default=math.inf))

    def _send_off(self, errand: Errand) -> None:
        parcel = errand.parcel
        self.pace.spend(self.pace.limits.line_of(parcel), _steady())
        self._since[parcel.chat] = _steady()
        self._walking[parcel.chat] = asyncio.create_task(self._walk(errand))

    async def _walk(self, errand: Errand) -> None:
        state, columns = await self._outcome(errand)
        self._news.append(News(errand.parcel.letter, state, columns))
        del self._walking[errand.parcel.chat], self._since[errand.parcel.chat]
        self.woken.set()

    async def _outcome(self, errand: Errand) -> tuple[Post, dict[str, Any]]:
        letter = {"channel": self.channel.name, "letter": errand.parcel.letter}
        try:
            sent_as = await self.channel.send(errand.parcel)
            return Post.SENT, {"sent_as": sent_as, "sent_at": self.clock(), "error": None}
        except Later as later:
            return self._postponed(errand, later)
        except Refused as refusal:
            log.error("a letter was refused", extra=letter)
            return Post.DEAD, {"error": str(refusal)}
        except Unsure as doubt:
            log.warning("a letter may have been sent", extra=letter)
            return Post.MAYBE, {"error": str(doubt)}
        except Exception as bug:
            log.exception("a letter may have been sent", extra=letter)
            return Post.MAYBE, {"error": f"{type(bug).__name__} while it was sent"}

    def _postponed(self, errand: Errand, later: Later) -> tuple[Post, dict[str, Any]]:
        self.pace.pause(self.pace.limits.line_of(errand.parcel), later.seconds, _steady())
        if errand.attempt >= TRIES:
            log.error("a letter was given up", extra={"letter": errand.parcel.letter, "tries": errand.attempt})
            return Post.DEAD, {"error": f"given up after {errand.attempt} tries: {later}"}
        pause = max(later.seconds, pause_after(errand.attempt))
        return Post.DUE, {"not_before": self.clock() + timedelta(seconds=pause), "error": str(later)}


class Postman:
    """Letters of channels that are not given here (the terminal's) are not his."""

    def __init__(
        self,
        desk: FrontDesk,
        workspace_id: int,
        channels: Sequence[Channel],
        clock: Clock,
        limits: Mapping[str, Limits] = LIMITS,
    ) -> None:
        self.desk = desk
        self.workspace_id = workspace_id
        self.rounds = {
            channel.name: Round(workspace_id, channel, limits.get(channel.name, UNLIMITED), desk, clock)
            for channel in channels
        }

    async def start(self) -> None:
        """What was being sent when the last process died is sent again: at most this once repeated, never lost."""
        for name, channel in self.rounds.items():
            again = await self.desk.write(
                partial(outbox.recover, workspace_id=self.workspace_id, channel=name, repeatable=True)
            )
            if again:
                log.warning("letters are sent again after a crash", extra={"channel": name, "letters": again})
            channel.start()
        self.desk.on_letters = self.wake

    def wake(self, channel: str) -> None:
        if found := self.rounds.get(channel):
            found.woken.set()

    def wake_all(self) -> None:
        for name in self.rounds:
            self.wake(name)

    async def close(self, grace: float = 5.0) -> None:
        await asyncio.gather(*(channel.close(grace) for channel in self.rounds.values()))


def pause_after(attempt: int) -> float:
    """Seconds: 0.5, 1, 2, 4 … a quarter of an hour."""
    return min(0.5 * 2.0 ** (attempt - 1), LONGEST_PAUSE)


def _enter(news: Sequence[News], session: "Session") -> None:
    for item in news:
        outbox.mark(session, item.letter, item.state, **item.columns)


def _steady() -> float:
    return asyncio.get_running_loop().time()
