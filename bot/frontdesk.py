"""The front desk: takes messages in, one writer thread, as many of them in one commit as wait."""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from crm_domain.store import Store
from handlers.message import Message
from handlers.reply import Receipt

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

log = logging.getLogger(__name__)

X = TypeVar("X")
Clock = Callable[[], datetime]
Work = Callable[["Session"], X]

BATCH = 64  # one disk flush for so many; more would keep the first of them waiting
ROOM = 1024  # jobs that may wait; who comes then waits at the door
TRIES = 4
FIRST_PAUSE = 0.05
PATIENCE = 2.5  # seconds; a platform that hears nothing for 3 delivers again


class Answers(Protocol):
    """The assistant, as far as the front desk knows it."""

    def answer(self, session: "Session", message: Message) -> Receipt: ...


class Handover(Protocol):
    """A letter that leaves as soon as it is written, without a second look into the outbox."""

    def claim(self, session: "Session", receipt: Receipt) -> None:
        """In the transaction that wrote it; more than once, where that is tried again."""

    def settle(self, receipt: Receipt | None) -> None:
        """After the commit; None where there was none."""


class Carrier(Protocol):
    """The postman, as far as the front desk knows him."""

    def wake(self, channel: str) -> None:
        """A letter waits in the outbox."""

    def ready_for(self, message: Message) -> Handover | None:
        """None where the answer has to wait for its turn."""


class Nobody:
    """Letters wait in the outbox."""

    def wake(self, channel: str) -> None: ...

    def ready_for(self, message: Message) -> Handover | None:
        return None


@dataclass(slots=True)
class Job:
    """Work for one transaction, and who waits for its result; `then` learns it even where nobody waits any more."""

    work: Work[Any]
    done: "asyncio.Future[Any]"
    durable: bool = True
    then: Callable[[Any], None] | None = None
    result: Any = None
    error: Exception | None = None

    def settle(self) -> None:
        if self.then:
            self.then(self.result if self.error is None else None)
        if self.done.done():  # the one who asked has gone
            return
        if self.error is None:
            self.done.set_result(self.result)
        else:
            self.done.set_exception(self.error)


class FrontDesk:
    """What is handed in first is committed first, so conversations keep their order.

    After the commit the `carrier` gets the letter, or hears of the channel in which one waits.
    """

    def __init__(self, store: Store, assistant: Answers, clock: Clock) -> None:
        self.store = store
        self.assistant = assistant
        self.clock = clock
        self.carrier: Carrier = Nobody()
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._room = asyncio.Semaphore(ROOM)
        self._shut = False
        self._closed = False

    def start(self) -> None:
        """Call it inside the running loop."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._serve, name="front desk", daemon=True)
        self._thread.start()

    async def take(self, message: Message) -> Receipt:
        """Returns after the commit. Raises the database's error where it could not be taken in: deliver it again."""
        if self._shut:
            raise RuntimeError("the front desk is closed")
        async with self._room:
            handover = self.carrier.ready_for(message)
            then = handover.settle if handover else None
            receipt: Receipt = await self._queued(partial(self._answer, message, handover), then=then)
        if handover is None and receipt.is_new_letter:
            self.carrier.wake(message.channel)
        self._mind_delay(message)
        return receipt

    async def write(self, work: Work[X], durable: bool = True) -> X:
        """Runs `work` in a transaction that it may share with others; returns its result after the commit.

        `work` may run more than once, each time on what is committed; what it raises is raised here.
        """
        async with self._room:
            return await self._queued(work, durable)

    async def _queued(self, work: Work[X], durable: bool = True, then: Callable[[Any], None] | None = None) -> X:
        job = Job(work, self._loop.create_future(), durable, then)
        if self._closed:
            job.error = RuntimeError("the front desk is closed")
            job.settle()
        else:
            self._jobs.put(job)
        return await job.done  # type: ignore[no-any-return]

    def shut(self) -> None:
        """Takes in nothing more; what it has is answered, and `write` goes on."""
        self._shut = True

    async def close(self) -> None:
        """Finishes what it took in."""
        self._shut = True
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)

    def _answer(self, message: Message, handover: Handover | None, session: "Session") -> Receipt:
        receipt = self.assistant.answer(session, message)
        if handover:
            handover.claim(session, receipt)
        return receipt

    def _mind_delay(self, message: Message) -> None:
        late = (self.clock() - message.at).total_seconds()
        if late > PATIENCE:
            log.warning("taken in late", extra={"key": message.key, "seconds": round(late, 1)})

    # From here on: the writer thread.

    def _serve(self) -> None:
        while batch := self._next_batch():
            if not self._all_at_once(batch):
                for job in batch:
                    self._alone(job)
            self._loop.call_soon_threadsafe(_settle, batch)

    def _next_batch(self) -> list[Job]:
        """Waits for a job and takes along what else is there; nothing at the end."""
        batch: list[Job] = []
        job = self._jobs.get()
        while job is not None:
            batch.append(job)
            if len(batch) == BATCH:
                return batch
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return batch
        if batch:
            self._jobs.put(None)  # the end comes after this batch
        return batch

    def _all_at_once(self, batch: Sequence[Job]) -> bool:
        try:
            self._run(batch)
        except Exception as error:
            if len(batch) > 1:
                log.warning("a batch is done one by one", extra={"jobs": len(batch), "error": type(error).__name__})
            return False
        return True

    def _alone(self, job: Job) -> None:
        """A locked database and a lost race pass, so these are tried again."""
        for attempt in range(TRIES):
            try:
                self._run([job])
                job.error = None
                return
            except Exception as error:
                job.error = error
                if not is_of_database(error):
                    return
            if attempt + 1 < TRIES:
                time.sleep(FIRST_PAUSE * 2**attempt)
        log.error("a job was given up", extra={"error": type(job.error).__name__})

    def _run(self, batch: Sequence[Job]) -> None:
        with self.store.transaction(any(job.durable for job in batch)) as session:
            for job in batch:
                job.result = job.work(session)
                session.flush()  # before the next one lays its own desk


def _settle(batch: Sequence[Job]) -> None:
    for job in batch:
        job.settle()


def is_of_database(error: Exception) -> bool:
    """By the name of its library, which is known in crm_domain only."""
    return type(error).__module__.partition(".")[0] == "sqlalchemy"
