"""The postman between a real outbox and a channel of the test's own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from bot.channel import Later, Parcel, Refused, Take, Unsure
from bot.frontdesk import FrontDesk
from bot.pace import SLACK, TELEGRAM, Limits, Pace, Rate
from bot.postman import Postman, pause_after
from crm_domain import outbox
from crm_domain.outbox import Letter, Post
from crm_domain.store import Store
from crm_domain.workspaces import Workspace
from handlers.message import Message
from handlers.reply import Outcome, Receipt, Reply
from tests.waiting import PATIENCE, eventually

NEVER = 1e6  # seconds
FAST = Limits(Rate(1e6, 1000), line=lambda chat, address: chat, per_line=lambda line: Rate(1e6, 1000))


class Wall:
    """A channel that keeps what it is given. `answer` decides, or waits, before it does."""

    name: ClassVar[str] = "wall"

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.asked: list[str] = []
        self.under_way = 0
        self.most = 0
        self.answer: Callable[[Parcel], Any] = lambda parcel: None

    async def listen(self, take: Take) -> None: ...

    async def send(self, parcel: Parcel) -> str:
        self.asked.append(parcel.reply.text)
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            if pending := self.answer(parcel):
                await pending
        finally:
            self.under_way -= 1
        self.shown.append(parcel.reply.text)
        return f"id of {parcel.reply.text}"

    async def close(self) -> None: ...


class Echo:
    """Answers with the same words, or nothing. `trouble` is raised once the letter is written."""

    trouble: Exception | None = None

    def answer(self, session: Session, message: Message) -> Receipt:
        if not message.text:
            return Receipt(None, None)
        reply = Reply(Outcome.DONE, message.text)
        letter = {"workspace_id": 1, "channel": message.channel, "chat": message.chat, "address": message.address}
        number = outbox.post(session, **letter, body=reply.to_json(), answers=message.key, at=message.at)
        if self.trouble:
            raise self.trouble
        return Receipt(reply, number)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def store(sqlite_url: str) -> Store:
    store = Store(sqlite_url)
    with store.transaction() as session:
        session.add(Workspace(id=1, name="main"))
    yield store
    store.close()


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[FrontDesk]:
    desk = FrontDesk(store, Echo(), now)
    desk.start()
    yield desk
    await desk.close()


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
async def postman(desk: FrontDesk, wall: Wall) -> AsyncIterator[Postman]:
    postman = Postman(desk, 1, [wall], now, {"wall": FAST})
    yield postman
    await postman.close(0.5)


def post(store: Store, *texts: str, chat: str = "c1", channel: str = "wall", **facts: Any) -> list[int]:
    with store.transaction() as session:
        return [
            outbox.post(
                session,
                workspace_id=1,
                channel=channel,
                chat=chat,
                address={"chat_id": chat},
                body=Reply(Outcome.DONE, text).to_json(),
                at=now(),
                **facts,
            )
            for text in texts
        ]


def letters(store: Store) -> list[Letter]:
    with store.sessions() as session:
        return session.query(Letter).order_by(Letter.id).all()


def states(store: Store) -> list[str]:
    return [letter.state for letter in letters(store)]


async def test_a_waiting_letter_is_sent_and_marked(postman: Postman, store: Store, wall: Wall) -> None:
    post(store, "hello")
    await postman.start()
    await eventually(lambda: states(store) == ["sent"])
    [letter] = letters(store)
    assert (letter.sent_as, letter.tries, letter.error) == ("id of hello", 1, None)
    assert letter.sent_at


def said(text: str, chat: str = "c1") -> Message:
    return Message(f"{chat}: {text}", "wall", chat, "ann", text, now(), address={"chat_id": chat})


async def at_rest(postman: Postman) -> None:
    """Nothing is under way, and nothing waits."""
    round = postman.rounds["wall"]
    await eventually(lambda: not (round._more or round._asking or round._walking or round._news))


async def test_an_answer_leaves_at_once_and_is_not_looked_for(postman: Postman, store: Store, wall: Wall) -> None:
    await postman.start()
    await at_rest(postman)
    seen: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
    wall.answer = lambda parcel: seen.append(f"sent {states(store)}")
    for text in ("hello", "and you"):
        await postman.desk.take(said(text))
        await at_rest(postman)
    assert [one for one in seen if one.startswith(("sent", "PRAGMA"))] == [
        "sent ['sending']",
        "PRAGMA synchronous=NORMAL",  # a power cut may take the mark, never the message
        "PRAGMA synchronous=FULL",
        "sent ['sent', 'sending']",
        "PRAGMA synchronous=NORMAL",
    ]
    assert not [one for one in seen if "LIMIT" in one]
    assert wall.shown == ["hello", "and you"]


async def test_an_answer_does_not_overtake_what_waits_in_its_chat(postman: Postman, store: Store, wall: Wall) -> None:
    post(store, "first", not_before=now() + timedelta(seconds=0.3))
    await postman.start()
    await at_rest(postman)
    await asyncio.gather(postman.desk.take(said("second")), postman.desk.take(said("other", chat="c2")))
    await eventually(lambda: len(wall.shown) == 3)
    assert wall.shown == ["other", "first", "second"]


async def test_answers_that_come_together_leave_in_order_and_one_by_one(
    postman: Postman, store: Store, wall: Wall
) -> None:
    postman.rounds["wall"].slow = NEVER
    wall.answer = lambda parcel: asyncio.sleep(0.002)
    await postman.start()
    await at_rest(postman)
    await asyncio.gather(*(postman.desk.take(said(f"{n}")) for n in range(20)))
    await eventually(lambda: states(store) == ["sent"] * 20)
    assert (wall.shown, wall.most) == ([f"{n}" for n in range(20)], 1)


async def test_a_message_that_fails_or_is_met_with_silence_holds_up_no_letter(
    postman: Postman, store: Store, wall: Wall
) -> None:
    await postman.start()
    await at_rest(postman)
    await postman.desk.take(said("one"))
    postman.desk.assistant.trouble = ValueError("a bug")
    with pytest.raises(ValueError, match="a bug"):
        await postman.desk.take(said("lost"))
    postman.desk.assistant.trouble = None
    await postman.desk.take(said(""))
    await postman.desk.take(said("two"))
    await eventually(lambda: states(store) == ["sent", "sent"])
    assert wall.shown == ["one", "two"]


async def test_a_letter_leaves_though_nobody_waits_for_its_receipt(postman: Postman, store: Store, wall: Wall) -> None:
    await postman.start()
    await at_rest(postman)
    asking = asyncio.ensure_future(postman.desk.take(said("hello")))
    await asyncio.sleep(0)
    asking.cancel()
    await eventually(lambda: wall.shown == ["hello"])
    await eventually(lambda: states(store) == ["sent"])


async def test_a_letter_is_marked_as_being_sent_before_the_platform_hears_of_it(
    postman: Postman, store: Store, wall: Wall
) -> None:
    seen: list[str] = []
    wall.answer = lambda parcel: seen.extend(states(store))
    post(store, "hello")
    await postman.start()
    await eventually(lambda: states(store) == ["sent"])
    assert seen == ["sending"]


async def test_the_front_desk_wakes_the_postman_at_once(
    postman: Postman, store: Store, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.postman.SWEEP", NEVER)
    await postman.start()
    await asyncio.sleep(0.1)
    post(store, "hello")
    postman.desk.carrier.wake("wall")
    await eventually(lambda: wall.shown == ["hello"])


async def test_what_nobody_announced_is_swept_out(
    postman: Postman, store: Store, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.postman.SWEEP", 0.1)
    await postman.start()
    await asyncio.sleep(0.05)
    post(store, "hello")
    await eventually(lambda: wall.shown == ["hello"])


async def test_a_chat_gets_its_letters_in_order_and_one_at_a_time(postman: Postman, store: Store, wall: Wall) -> None:
    wall.answer = lambda parcel: asyncio.sleep(0.002)
    texts = [f"{n:02}" for n in range(30)]
    post(store, *texts)
    await postman.start()
    await eventually(lambda: len(wall.shown) == 30)
    assert (wall.shown, wall.most) == (texts, 1)


async def test_letters_leave_one_by_one_so_that_a_crash_repeats_one_at_most(
    postman: Postman, store: Store, wall: Wall
) -> None:
    postman.rounds["wall"].slow = NEVER
    wall.answer = lambda parcel: asyncio.sleep(0.005)
    for n in range(20):
        post(store, f"{n}", chat=f"c{n}")
    await postman.start()
    await eventually(lambda: len(wall.shown) == 20)
    assert wall.most == 1


async def test_on_a_slow_platform_chats_are_served_side_by_side_but_not_without_bound(
    postman: Postman, store: Store, wall: Wall
) -> None:
    postman.rounds["wall"].slow = 0.0
    gate = asyncio.Event()
    wall.answer = lambda parcel: gate.wait()
    for n in range(100):
        post(store, f"{n}", chat=f"c{n}")
    await postman.start()
    await eventually(lambda: wall.under_way == 16)
    await asyncio.sleep(0.05)
    gate.set()
    await eventually(lambda: len(wall.shown) == 100)
    assert wall.most == 16


async def test_a_slow_chat_holds_up_nobody_else(postman: Postman, store: Store, wall: Wall) -> None:
    postman.rounds["wall"].slow = 0.1
    slow = asyncio.Event()
    wall.answer = lambda parcel: slow.wait() if parcel.chat == "slow" else None
    post(store, *(f"s{n}" for n in range(300)), chat="slow")
    post(store, "quick", chat="quick")
    await postman.start()
    await eventually(lambda: wall.shown == ["quick"])
    slow.set()


async def test_letters_of_channels_that_are_not_configured_stay(postman: Postman, store: Store, wall: Wall) -> None:
    post(store, "for the terminal", channel="terminal")
    post(store, "for the wall")
    await postman.start()
    await eventually(lambda: states(store) == ["due", "sent"])
    assert wall.asked == ["for the wall"]


async def test_many_letters_share_commits(postman: Postman, store: Store, wall: Wall) -> None:
    for n in range(60):
        post(store, f"{n}", chat=f"c{n}")
    postman.rounds["wall"].slow = NEVER
    commits: list[object] = []
    event.listen(store.engine, "commit", commits.append)
    await postman.start()
    await eventually(lambda: set(states(store)) == {"sent"})
    assert len(commits) < 66  # alone each would need two


async def test_a_platform_that_asks_to_wait_gets_the_letter_later_and_in_order(
    postman: Postman, store: Store, wall: Wall
) -> None:
    def answer(parcel: Parcel) -> None:
        if len(wall.asked) == 1:
            raise Later(0.3, "flood control")

    wall.answer = answer
    post(store, "one", "two")
    started = asyncio.get_running_loop().time()
    await postman.start()
    await eventually(lambda: wall.shown == ["one", "two"])
    waited = asyncio.get_running_loop().time() - started
    assert waited >= 0.3
    assert wall.asked == ["one", "one", "two"]
    await eventually(lambda: states(store) == ["sent", "sent"])


async def test_one_chat_that_has_to_wait_holds_up_no_other(postman: Postman, store: Store, wall: Wall) -> None:
    def answer(parcel: Parcel) -> None:
        if parcel.chat == "full":
            raise Later(30)

    wall.answer = answer
    post(store, "no", chat="full")
    begun = now()
    await postman.start()
    await eventually(lambda: wall.asked == ["no"])
    post(store, "yes", chat="other")
    postman.wake("wall")
    await eventually(lambda: states(store) == ["due", "sent"])
    waiting = letters(store)[0]
    assert begun < waiting.not_before - timedelta(seconds=30) < now()


async def test_a_refused_letter_is_dead_and_the_next_one_goes(postman: Postman, store: Store, wall: Wall) -> None:
    def answer(parcel: Parcel) -> None:
        if parcel.reply.text == "no":
            raise Refused("bot was blocked")

    wall.answer = answer
    post(store, "no", "yes")
    await postman.start()
    await eventually(lambda: states(store) == ["dead", "sent"])
    assert letters(store)[0].error == "bot was blocked"


@pytest.mark.parametrize("trouble", [Unsure("timed out"), ValueError("a bug of the adapter")])
async def test_a_letter_whose_answer_was_lost_is_not_repeated(
    postman: Postman, store: Store, wall: Wall, trouble: Exception
) -> None:
    def answer(parcel: Parcel) -> None:
        if parcel.reply.text == "lost":
            raise trouble

    wall.answer = answer
    post(store, "lost", "next")
    await postman.start()
    await eventually(lambda: states(store) == ["maybe", "sent"])
    await asyncio.sleep(0.1)
    assert wall.asked == ["lost", "next"]


async def test_a_letter_that_cannot_be_read_blocks_nobody(postman: Postman, store: Store, wall: Wall) -> None:
    [broken, _] = post(store, "broken", "fine")
    with store.transaction() as session:
        session.get(Letter, broken).body = {"text": "half"}
    await postman.start()
    await eventually(lambda: states(store) == ["dead", "sent"])


async def test_a_letter_that_nobody_takes_is_given_up_in_the_end(
    postman: Postman, store: Store, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.postman.TRIES", 3)
    monkeypatch.setattr("bot.postman.LONGEST_PAUSE", 0.01)

    def answer(parcel: Parcel) -> None:
        raise Later(0, "not reached")

    wall.answer = answer
    post(store, "hello")
    await postman.start()
    await eventually(lambda: states(store) == ["dead"])
    assert len(wall.asked) == 3


async def test_what_was_being_sent_at_a_crash_is_sent_once_more(postman: Postman, store: Store, wall: Wall) -> None:
    post(store, "half", state=Post.SENDING, tries=1)
    post(store, "after")
    await postman.start()
    await eventually(lambda: states(store) == ["sent", "sent"])
    assert wall.shown == ["half", "after"]


async def test_closing_delivers_what_can_be_delivered(postman: Postman, store: Store, wall: Wall) -> None:
    wall.answer = lambda parcel: asyncio.sleep(0.02)
    await postman.start()
    post(store, *(f"{n}" for n in range(10)))
    post(store, "tomorrow", chat="c2", not_before=now() + timedelta(days=1))
    postman.wake("wall")
    async with asyncio.timeout(PATIENCE):
        await postman.close(600)
    assert states(store) == ["sent"] * 10 + ["due"]


async def test_closing_does_not_wait_for_a_platform_that_hangs(postman: Postman, store: Store, wall: Wall) -> None:
    wall.answer = lambda parcel: asyncio.sleep(60)
    post(store, "hello")
    await postman.start()
    await eventually(lambda: wall.asked == ["hello"])
    await postman.close(0.2)
    assert states(store) == ["sending"]  # so the next start sends it again


async def test_a_database_in_trouble_loses_no_mark(postman: Postman, store: Store, wall: Wall) -> None:
    failures: list[Exception] = []

    def fail(_: object) -> None:
        if failures:
            raise failures.pop()

    def answer(parcel: Parcel) -> None:
        failures.extend(RuntimeError("disk") for _ in range(2))

    event.listen(store.engine, "commit", fail)
    wall.answer = answer
    post(store, "hello")
    await postman.start()
    await eventually(lambda: states(store) == ["sent"])
    assert wall.asked == ["hello"]


def test_the_pauses_double_up_to_a_quarter_of_an_hour() -> None:
    assert [pause_after(n) for n in (1, 2, 3, 4, 20)] == [0.5, 1, 2, 4, 900]


def spent(pace: Pace, line: str, seconds: float) -> int:
    """How many letters leave on a line within so many seconds."""
    count, moment = 0, 100.0
    while moment < 100.0 + seconds:
        if pace.room(moment) and pace.spent(moment).get(line, pace.fresh(line)):
            pace.spend(line, moment)
            count += 1
        moment += 1 / 64  # exact in binary
    return count


def test_a_private_chat_gets_three_at_once_and_then_one_a_second() -> None:
    assert spent(Pace(TELEGRAM), "42", 0.5) == 3
    assert spent(Pace(TELEGRAM), "42", 10.5) == 13
    assert spent(Pace(SLACK), "C1", 10.5) == 13


def test_a_group_gets_no_more_than_twenty_a_minute() -> None:
    assert spent(Pace(TELEGRAM), "-100500", 60) == 20 - 1  # the last one is due at the very end of it


def test_all_chats_together_get_no_more_than_thirty_a_second() -> None:
    pace = Pace(TELEGRAM)
    left = 0
    for tick in range(100):
        for _ in range(pace.room(tick / 100)):
            pace.spend(f"{left}", tick / 100)
            left += 1
    assert 25 <= left <= 30


def test_topics_of_a_group_share_its_pace() -> None:
    assert TELEGRAM.line("-500/7", {"chat_id": -500, "thread": 7}) == TELEGRAM.line("-500", {}) == "-500"


def test_when_a_second_chat_is_told_to_wait_all_wait() -> None:
    pace = Pace(TELEGRAM)
    pace.pause("1", 10, now=0)
    assert pace.room(1) > 0
    pace.pause("2", 10, now=1)
    assert pace.room(2) == 0
    assert pace.wait(["3"], 2) == 8
    assert pace.room(10.5) > 0
