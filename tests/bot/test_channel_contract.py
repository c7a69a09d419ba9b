"""What every platform's adapter must do alike, over the local platforms: whatever is added passes this first."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import pytest

from bot.channel import Channel, Later, Parcel, Refused, Unsure
from bot.channels.slack import SlackChannel
from bot.channels.telegram import TelegramChannel
from handlers.message import Message
from handlers.reply import Button, Field, Outcome, Receipt, Reply, Table
from tests.peers.slack import LocalSlack
from tests.peers.telegram import LocalTelegram
from tests.people import MONDAY
from tests.waiting import eventually

NASTY = "<b>&amp; *bold* _it_ ~no~ `x` [a](b) <!channel> <@U2> {name} %s 👩‍👩‍👧 澄屿科技 \\ | ' \""
LONG = "\n".join(f"line {n}: {NASTY}" for n in range(120))


@dataclass
class Taken:
    """What the adapter handed in; a front desk that only listens."""

    messages: list[Message] = field(default_factory=list)
    trouble: int = 0

    async def __call__(self, message: Message) -> Receipt:
        if self.trouble:
            self.trouble -= 1
            raise RuntimeError("the database is locked")
        self.messages.append(message)
        return Receipt(None, None)


class Platform(Protocol):
    """One platform with its adapter listening."""

    channel: Channel
    taken: Taken
    address: dict[str, Any]

    def shown(self) -> Sequence[str]: ...

    async def say(self, text: str) -> None: ...

    async def press(self, label: str) -> None: ...

    def trouble(self, kind: str) -> None: ...


@dataclass
class OnSlack:
    peer: LocalSlack
    channel: SlackChannel
    taken: Taken
    address = {"channel": "D1", "user": "U1"}  # noqa: RUF012

    def shown(self) -> list[str]:
        return [message.shown for message in self.peer.replies("D1")]

    async def say(self, text: str) -> None:
        await self.peer.say(text, user="U1", channel="D1")

    async def press(self, label: str) -> None:
        await self.peer.press(self.peer.replies("D1")[-1], label, user="U1")

    def trouble(self, kind: str) -> None:
        {"wait": lambda: self.peer.refuse_next(1, retry_after=7), "lost": lambda: self.peer.lose_next_answer(1)}[kind]()


@dataclass
class OnTelegram:
    peer: LocalTelegram
    channel: TelegramChannel
    taken: Taken
    address = {"chat_id": 1001, "user_id": 1001}  # noqa: RUF012

    def shown(self) -> list[str]:
        return [message.text for message in self.peer.replies(1001)]

    async def say(self, text: str) -> None:
        await self.peer.say(1001, text)

    async def press(self, label: str) -> None:
        await self.peer.press(1001, self.peer.replies(1001)[-1], label)

    def trouble(self, kind: str) -> None:
        send = "sendMessage"
        {
            "wait": lambda: self.peer.refuse_next(1, 7, send),
            "lost": lambda: self.peer.lose_next_answer(1, send),
        }[kind]()


@asynccontextmanager
async def on_slack() -> AsyncIterator[OnSlack]:
    async with LocalSlack(mode="socket") as peer:
        keys = peer.installation
        channel = SlackChannel(keys.bot_token, None, keys.app_token, peer.base_url, lambda: MONDAY)
        platform = OnSlack(peer, channel, Taken())
        await channel.listen(platform.taken)
        yield platform
        await channel.close()


@asynccontextmanager
async def on_telegram() -> AsyncIterator[OnTelegram]:
    async with LocalTelegram("1000:abc") as peer:
        peer.person(1001, "Ann")
        channel = TelegramChannel("1000:abc", None, None, peer.base_url, lambda: MONDAY)
        platform = OnTelegram(peer, channel, Taken())
        await channel.listen(platform.taken)
        yield platform
        await channel.close()


@pytest.fixture(params=["slack", "telegram"])
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    async with AsyncExitStack() as stack:
        yield await stack.enter_async_context({"slack": on_slack, "telegram": on_telegram}[request.param]())


def parcel(platform: Platform, reply: Reply, letter: int = 7) -> Parcel:
    return Parcel(letter, "chat", platform.address, None, reply)


async def test_a_message_arrives_once_with_its_words_and_its_sender(platform: Platform) -> None:
    await platform.say("move acme & sons to <won>")
    message = await eventually(lambda: platform.taken.messages and platform.taken.messages[0])
    assert (message.text, message.channel) == ("move acme & sons to <won>", platform.channel.name)
    assert message.spoken_to
    assert not message.group
    assert message.at == MONDAY


async def test_what_could_not_be_taken_in_comes_again_under_the_same_key(platform: Platform) -> None:
    platform.taken.trouble = 1
    await platform.say("hello")
    message = await eventually(lambda: platform.taken.messages and platform.taken.messages[0])
    assert message.text == "hello"


async def test_text_of_any_length_and_any_characters_arrives_whole(platform: Platform) -> None:
    await platform.channel.send(parcel(platform, Reply(Outcome.DONE, LONG)))
    shown = "".join("".join(platform.shown()).split())
    assert [n for n in range(120) if f"line{n}:" not in shown] == []
    assert shown.count("澄屿科技") == 120
    assert len(platform.shown()) > 1


async def test_a_table_and_fields_say_all_they_hold(platform: Platform) -> None:
    table = Table(("Deal", "Amount"), (("澄屿科技续约", "300,000 元"), ("Acme <renewal>", "$40,000")))
    reply = Reply(Outcome.DONE, "2 deals", table=table, fields=(Field("Owner", "Ann & Bo"),))
    await platform.channel.send(parcel(platform, reply))
    shown = " ".join(platform.shown())
    for cell in ("2 deals", "澄屿科技续约", "300,000 元", "Acme <renewal>", "$40,000", "Owner", "Ann & Bo"):
        assert cell in shown


async def test_a_button_comes_back_as_its_letter_and_its_place(platform: Platform) -> None:
    buttons = (Button("Undo", "undo 17"), Button("撤销这个改动", "x" * 3000))
    await platform.channel.send(parcel(platform, Reply(Outcome.DONE, "Done.", buttons=buttons), letter=2**31 - 1))
    await platform.press("撤销这个改动")
    message = await eventually(lambda: platform.taken.messages and platform.taken.messages[0])
    assert message.press
    assert (message.press.letter, message.press.index) == (2**31 - 1, 1)


async def test_a_platform_that_asks_to_wait_is_heard(platform: Platform) -> None:
    platform.trouble("wait")
    with pytest.raises(Later) as asked:
        await platform.channel.send(parcel(platform, Reply(Outcome.DONE, "hello")))
    assert asked.value.seconds >= 7


async def test_an_answer_lost_on_the_way_is_not_taken_for_a_no(platform: Platform) -> None:
    platform.trouble("lost")
    with pytest.raises(Unsure):
        await platform.channel.send(parcel(platform, Reply(Outcome.DONE, "hello")))
    assert len(platform.shown()) == 1


async def test_a_chat_that_does_not_exist_is_a_refusal(platform: Platform) -> None:
    nowhere = {"channel": "D404", "user": "U404", "chat_id": 404, "user_id": 404}
    with pytest.raises(Refused):
        await platform.channel.send(Parcel(7, "chat", nowhere, None, Reply(Outcome.DONE, "hello")))


async def test_its_own_words_are_not_answered(platform: Platform) -> None:
    await platform.channel.send(parcel(platform, Reply(Outcome.DONE, "hello")))
    await platform.say("after")
    await eventually(lambda: platform.taken.messages)
    assert [message.text for message in platform.taken.messages] == ["after"]
