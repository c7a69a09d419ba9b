"""The front desk on a real database file: what is acknowledged is committed, in order, many in one commit."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from bot.frontdesk import FrontDesk
from crm_domain import inbox, outbox
from crm_domain.inbox import TakenIn
from crm_domain.outbox import Letter
from crm_domain.store import Store
from crm_domain.workspaces import Workspace
from handlers.message import Message
from handlers.reply import Outcome, Receipt, Reply
from tests.waiting import PATIENCE, eventually

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Echo:
    """Says the same back. `trouble` is asked first, on every attempt."""

    def __init__(self) -> None:
        self.attempts: list[str] = []
        self.trouble: Callable[[Message], None] = lambda message: None

    def answer(self, session: Session, message: Message) -> Receipt:
        self.attempts.append(message.key)
        self.trouble(message)
        repeated = not inbox.take_in(session, 1, message.key, message.at)
        if repeated:
            letter = outbox.answer_to(session, 1, message.key)
            return Receipt(Reply.from_json(letter.body), letter.id, repeated=True)
        reply = Reply(Outcome.DONE, message.text)
        facts = {"channel": message.channel, "chat": message.chat, "account": message.account, "address": {}}
        id = outbox.post(session, workspace_id=1, answers=message.key, body=reply.to_json(), at=message.at, **facts)
        return Receipt(reply, id)


def message(key: str, text: str = "hello", chat: str = "c1") -> Message:
    return Message(key=key, channel="fake", chat=chat, account="u1", text=text, at=NOW)


@pytest.fixture
def store(sqlite_url: str) -> Store:
    store = Store(sqlite_url)
    with store.transaction() as session:
        session.add(Workspace(id=1, name="main"))
    yield store
    store.close()


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
async def desk(store: Store, echo: Echo) -> AsyncIterator[FrontDesk]:
    desk = FrontDesk(store, echo, lambda: NOW)
    desk.start()
    yield desk
    await desk.close()


def commits(store: Store) -> list[object]:
    seen: list[object] = []
    event.listen(store.engine, "commit", seen.append)
    return seen


def keys(store: Store) -> list[str]:
    with store.sessions() as session:
        return list(session.scalars(select(TakenIn.key).order_by(TakenIn.key)))


def answered(store: Store) -> list[str]:
    with store.sessions() as session:
        return list(session.scalars(select(Letter.answers).order_by(Letter.id)))


async def busy(desk: FrontDesk) -> threading.Event:
    """Keeps the writer thread occupied until the event is set, so that what comes meanwhile waits together."""
    begun, release = threading.Event(), threading.Event()
    asyncio.ensure_future(desk.write(lambda session: begun.set() or release.wait(PATIENCE)))  # noqa: RUF006
    await eventually(begun.is_set)
    return release


async def queued(desk: FrontDesk, jobs: int) -> None:
    await eventually(lambda: desk._jobs.qsize() == jobs)


async def together(desk: FrontDesk, *messages: Message) -> list[Receipt | BaseException]:
    release = await busy(desk)
    taking = asyncio.gather(*(desk.take(one) for one in messages), return_exceptions=True)
    await queued(desk, len(messages))
    release.set()
    return await taking


def locked() -> OperationalError:
    return OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))


async def test_a_receipt_comes_after_the_commit(desk: FrontDesk, store: Store) -> None:
    receipt = await desk.take(message("k1"))
    assert receipt.reply.text == "hello"
    assert keys(store) == ["k1"]  # read by another connection


async def test_a_redelivered_message_is_taken_in_once_and_gets_the_same_reply(desk: FrontDesk, store: Store) -> None:
    first = await desk.take(message("k1"))
    again = await desk.take(message("k1"))
    assert (again.letter, again.repeated) == (first.letter, True)
    assert answered(store) == ["k1"]


async def test_what_waits_together_is_committed_together(desk: FrontDesk, store: Store) -> None:
    seen = commits(store)
    await together(desk, *(message(f"k{n}") for n in range(40)))
    assert len(seen) == 1


async def test_a_conversation_keeps_its_order(desk: FrontDesk, store: Store) -> None:
    sent = [f"k{n:03}" for n in range(150)]
    await together(desk, *(message(key) for key in sent))
    assert answered(store) == sent


async def test_one_bad_message_does_not_spoil_its_batch(desk: FrontDesk, store: Store, echo: Echo) -> None:
    def trouble(one: Message) -> None:
        if one.key == "k2":
            raise IntegrityError("insert", {}, Exception("no such row"))

    echo.trouble = trouble
    outcomes = await together(desk, message("k1"), message("k2"), message("k3"))
    assert [type(outcome) for outcome in outcomes] == [Receipt, IntegrityError, Receipt]
    assert keys(store) == ["k1", "k3"]


async def test_a_failed_commit_of_a_batch_is_made_good_one_by_one(desk: FrontDesk, store: Store) -> None:
    failures = [locked()]

    def fail(_: object) -> None:
        if failures:
            raise failures.pop()

    event.listen(store.engine, "commit", fail)
    outcomes = await together(desk, message("k1"), message("k2"))
    assert [outcome.reply.text for outcome in outcomes] == ["hello", "hello"]
    assert failures == []
    assert answered(store) == ["k1", "k2"]


async def test_a_locked_database_is_tried_again(desk: FrontDesk, store: Store, echo: Echo) -> None:
    errors = [locked(), locked(), locked()]

    def trouble(one: Message) -> None:
        if errors:
            raise errors.pop()

    echo.trouble = trouble
    assert (await desk.take(message("k1"))).letter
    assert echo.attempts == ["k1"] * 4


async def test_a_database_that_stays_locked_is_an_error_and_nothing_is_kept(
    desk: FrontDesk, store: Store, echo: Echo
) -> None:
    def trouble(one: Message) -> None:
        raise locked()

    echo.trouble = trouble
    with pytest.raises(OperationalError):
        await desk.take(message("k1"))
    assert keys(store) == []
    echo.trouble = lambda one: None
    assert not (await desk.take(message("k1"))).repeated


async def test_work_that_raises_is_undone_and_the_others_stay(desk: FrontDesk, store: Store) -> None:
    def work(session: Session) -> None:
        inbox.take_in(session, 1, "half", NOW)
        raise ValueError("a bug")

    release = await busy(desk)
    outcomes = asyncio.gather(desk.write(work), desk.take(message("k1")), return_exceptions=True)
    await queued(desk, 2)
    release.set()
    assert [type(outcome) for outcome in await outcomes] == [ValueError, Receipt]
    assert keys(store) == ["k1"]


async def test_the_channel_of_a_new_letter_is_announced_after_the_commit(
    desk: FrontDesk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(desk.carrier, "wake", lambda channel: seen.append((channel, answered(store))))
    await desk.take(message("k1"))
    await desk.take(message("k1"))  # its letter is known
    assert seen == [("fake", ["k1"])]


async def test_closing_finishes_what_was_taken_in(desk: FrontDesk, store: Store) -> None:
    release = await busy(desk)
    taking = asyncio.gather(*(desk.take(message(f"k{n:03}")) for n in range(130)))
    await queued(desk, 130)
    closing = asyncio.ensure_future(desk.close())
    release.set()
    await closing
    assert len(await taking) == 130
    with pytest.raises(RuntimeError, match="closed"):
        await desk.take(message("late"))


async def test_whoever_stops_waiting_harms_nobody(desk: FrontDesk, store: Store) -> None:
    release = await busy(desk)
    impatient = asyncio.ensure_future(desk.take(message("k1")))
    patient = asyncio.ensure_future(desk.take(message("k2")))
    await queued(desk, 2)
    impatient.cancel()
    release.set()
    assert (await patient).letter
    assert keys(store) == ["k1", "k2"]


async def test_when_too_many_wait_the_next_ones_wait_at_the_door(
    desk: FrontDesk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk._room = asyncio.Semaphore(5)
    release = await busy(desk)
    taking = asyncio.gather(*(desk.take(message(f"k{n:03}")) for n in range(20)))
    await queued(desk, 4)
    await asyncio.sleep(0)  # whoever could still come in would do so now
    assert desk._jobs.qsize() == 4
    release.set()
    await taking
    assert answered(store) == [f"k{n:03}" for n in range(20)]
