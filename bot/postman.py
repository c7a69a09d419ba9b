"""The postman: carries the outbox's letters to the platforms, in order within a chat, at the platform's pace."""

import asyncio
import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.channel import Channel, Later, Parcel, Refused, Unsure
from bot.choosing import Choice, Errand, Gate, News, enter, turn_over
from bot.frontdesk import Clock, FrontDesk
from bot.pace import LIMITS, UNLIMITED, Limits, Pace
from crm_domain import outbox
from crm_domain.outbox import Post
from handlers.message import Message
from handlers.reply import Receipt

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

log = logging.getLogger(__name__)

PARALLEL = 16  # letters under way on one channel, where the platform is slow
SLOW = 2.5  # seconds; a letter that takes longer no longer holds up the others
SWEEP = 3.0  # seconds; what nobody announced is found after so many
TRIES = 50  # with the pauses below: the better part of a day
LONGEST_PAUSE = 900.0


@dataclass(slots=True)
class Leaving:
    """A letter that leaves from the front desk: marked as being sent in the transaction that wrote it.

    So most answers cost one durable transaction, not two. The news of the letter before goes along in it, hence a
    crash still repeats one message at most.
    """

    round: "Round"
    message: Message
    news: Sequence[News]
    claimed: bool = False

    def claim(self, session: "Session", receipt: Receipt) -> None:
        enter(self.news, session)
        self.claimed = False
        if receipt.letter and not receipt.repeated:
            place = self.message.channel, self.message.chat
            self.claimed = outbox.claim(session, self.round.workspace_id, receipt.letter, *place)

    def settle(self, receipt: Receipt | None) -> None:
        self.round.handed_over(self, receipt)


class Round:
    """The postman's round on one channel.

    At any time one of these at most: it asks the outbox, a letter is leaving from the front desk, one is under way
    (several where the platform is slow).
    """

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
        self._asking = False  # a transaction of this round is under way
        self._more = True  # letters may be waiting
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
            await self.desk.write(partial(enter, self._news))

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
            try:
                async with asyncio.timeout(min(nap, SWEEP)):
                    await self.woken.wait()
            except TimeoutError:
                self._more = True

    def _is_over(self, nap: float) -> bool:
        """When closing: nothing is under way, and nothing more will leave in time."""
        if self._until is None or self._walking or self._news or self._asking:
            return False
        return _steady() + nap > self._until

    async def _turn(self) -> float:
        """Seconds until more may leave, if nobody calls before."""
        if self._asking or not (self._news or self._more):
            return math.inf
        if not self._news and (brisk := self._brisk(_steady())):
            return brisk
        news, self._news = self._news, []
        self._asking = True
        try:
            return await (self._chosen(news) if self._more else self._entered(news))
        except BaseException:
            self._news = news + self._news
            raise
        finally:
            self._asking = False

    async def _entered(self, news: Sequence[News]) -> float:
        """What a power cut would take of this, a repeated message gives back: so nobody waits for the disk."""
        await self.desk.write(partial(enter, news), durable=False)
        return math.inf

    async def _chosen(self, news: Sequence[News]) -> float:
        self._more = False
        try:
            errands, choice = await self.desk.write(
                partial(turn_over, self.workspace_id, self.channel.name, news, self._gate())
            )
        except BaseException:
            self._more = True
            raise
        for errand in errands:
            self._send_off(errand)
        self._more = self._more or bool(choice.lines or choice.leaving)
        return self._nap(choice) if len(errands) == len(choice.leaving) else 0.0  # an unreadable one left its place

    def wake(self) -> None:
        """A letter waits in the outbox."""
        self._more = True
        self.woken.set()

    def ready_for(self, message: Message) -> Leaving | None:
        """Where nothing is under way and nothing waits, the next letter need not be looked for."""
        occupied = self._task is None or self._until or self._asking or self._walking or self._more
        if occupied or not self.pace.may_leave(self.pace.limits.line(message.chat, message.address), _steady()):
            return None
        news, self._news = self._news, []
        self._asking = True
        return Leaving(self, message, news)

    def handed_over(self, leaving: Leaving, receipt: Receipt | None) -> None:
        """The message is done; where that failed (no receipt), the news is still to be entered."""
        self._asking = False
        if receipt is None:
            self._news = [*leaving.news, *self._news]
        elif leaving.claimed and receipt.letter and receipt.reply:
            message = leaving.message
            parcel = Parcel(receipt.letter, message.chat, message.address, message.account, receipt.reply)
            self._send_off(Errand(parcel, attempt=1))
        elif receipt.is_new_letter:
            self._more = True
        if self._more or self._news or self._until:
            self.woken.set()

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
        self.desk.carrier = self

    def wake(self, channel: str) -> None:
        if found := self.rounds.get(channel):
            found.wake()

    def ready_for(self, message: Message) -> Leaving | None:
        found = self.rounds.get(message.channel)
        return found.ready_for(message) if found else None

    def wake_all(self) -> None:
        for name in self.rounds:
            self.wake(name)

    async def close(self, grace: float = 5.0) -> None:
        await asyncio.gather(*(channel.close(grace) for channel in self.rounds.values()))


def pause_after(attempt: int) -> float:
    """Seconds: 0.5, 1, 2, 4 … a quarter of an hour."""
    return min(0.5 * 2.0 ** (attempt - 1), LONGEST_PAUSE)


def _steady() -> float:
    return asyncio.get_running_loop().time()
