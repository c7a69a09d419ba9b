"""The Telegram adapter against a local Bot API: real HTTP, a real library, no network."""

import asyncio
import random
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from telegram import Update
from telegram.error import InvalidToken
from wcwidth import wcswidth

from bot.channel import Later, Parcel, Refused, Unsure
from bot.channels import telegram, telegram_html
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_html import LIMIT, Run, paged, render, units
from bot.channels.telegram_read import read, read_customer
from handlers.message import Message, Press
from handlers.reply import Button, Field, Outcome, Receipt, Reply, Table
from tests.peers.telegram import LocalTelegram

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")

ANN, BOB = 11, 12
GROUP, FORUM = -500, -100_700
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECRET = "s3cret"


def done(text: str, **parts: Any) -> Reply:
    return Reply(Outcome.DONE, text, **parts)


class FrontDesk:
    """Takes messages in as the real one does: each key once. `trouble` may raise instead, or wait."""

    def __init__(self) -> None:
        self.came: list[Message] = []  # every call, repetitions too
        self.taken: dict[str, Message] = {}
        self.trouble: Callable[[Message], Any] = lambda message: None

    async def take(self, message: Message) -> Receipt:
        self.came.append(message)
        if trouble := self.trouble(message):
            await trouble
        repeated = message.key in self.taken
        self.taken.setdefault(message.key, message)
        return Receipt(done("ok"), len(self.taken), repeated)

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.taken.values()]


def out_of_order(message: Message) -> None:
    raise OSError("disk full while writing things about Ann")


@pytest.fixture
async def tg() -> AsyncIterator[LocalTelegram]:
    async with LocalTelegram(webhook_backoff=(0.01, 0.02)) as local:
        local.person(ANN, "Ann")
        local.person(BOB, "Bob", language_code="zh-hans")
        local.group(GROUP, "Sales", members=[ANN, BOB])
        local.group(FORUM, "Topics", forum=True, members=[ANN, BOB])
        yield local


@pytest.fixture
def desk() -> FrontDesk:
    return FrontDesk()


def new_channel(tg: LocalTelegram, webhook_url: str | None = None, **more: Any) -> TelegramChannel:
    return TelegramChannel(
        tg.token, webhook_url, SECRET, base_url=tg.base_url, clock=lambda: NOW, pauses=(0.01, 0.05), **more
    )


@asynccontextmanager
async def listening(tg: LocalTelegram, desk: FrontDesk, **more: Any) -> AsyncIterator[TelegramChannel]:
    channel = new_channel(tg, **more)
    await channel.listen(desk.take)
    try:
        yield channel
    finally:
        await channel.close()


@asynccontextmanager
async def hooked(tg: LocalTelegram, desk: FrontDesk) -> AsyncIterator[TelegramChannel]:
    """The same behind a webhook, served by uvicorn."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        channel = new_channel(tg, f"http://127.0.0.1:{listener.getsockname()[1]}/telegram/updates")
        server = uvicorn.Server(uvicorn.Config(channel.asgi, log_level="warning", lifespan="off", ws="none"))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        await channel.listen(desk.take)
        yield channel
        await channel.close()
        server.should_exit = True
        await tg.webhook.close()
        await serving


@pytest.fixture
async def channel(tg: LocalTelegram) -> AsyncIterator[TelegramChannel]:
    """One that only sends."""
    sender = new_channel(tg)
    yield sender
    await sender.close()


def parcel(reply: Reply, chat: int = ANN, user: int = ANN, letter: int = 7, **address: Any) -> Parcel:
    place = {"chat_id": chat, "thread": None, "reply_to": None, "user_id": user} | address
    return Parcel(letter, str(chat), place, str(user), reply)


# Reading


def reading(tg: LocalTelegram, at: int = -1) -> Message | None:
    return read(Update.de_json(tg.deliveries[at].wire(), None), 1, "confab_bot", NOW)


async def heard(tg: LocalTelegram, text: str, **how: Any) -> Message:
    tg.privacy = False
    await tg.say(how.pop("user", ANN), text, **how)
    message = reading(tg)
    assert message is not None
    return message


async def test_a_private_message_is_read(tg: LocalTelegram) -> None:
    message = await heard(tg, "my deals")
    said = tg.messages(ANN)[-1]
    assert message == Message(
        key=f"telegram:1:{ANN}:{said.message_id}",
        channel="telegram",
        chat=str(ANN),
        account=str(ANN),
        text="my deals",
        at=NOW,
        address={"chat_id": ANN, "thread": None, "reply_to": None, "user_id": ANN},
        lang="en",
        called="Ann",
    )


async def test_the_language_of_strangers_is_what_their_telegram_speaks(tg: LocalTelegram) -> None:
    assert (await heard(tg, "你好", user=BOB)).lang == "zh"


@pytest.mark.parametrize(
    ("said", "text", "spoken_to"),
    [
        ("lunch?", "lunch?", False),
        ("/deal acme", "/deal acme", True),
        ("/deal@confab_bot acme", "/deal acme", True),
        ("/deal@Confab_Bot acme", "/deal acme", True),
        ("/deal@other_bot acme", "/deal@other_bot acme", False),
        ("/crm show acme", "show acme", True),
        ("/crm", "help", True),
        ("/start", "help", True),
        ("/start@confab_bot K7Q2M9XA", "link K7Q2M9XA", True),
        ("@confab_bot move acme to won", "move acme to won", True),
        ("@confab_bot: move acme\nto won", "move acme\nto won", True),
        ("@confab_bot把acme移到谈判", "把acme移到谈判", True),
        ("请 @confab_bot，看看 acme", "请 看看 acme", True),
        ("@confab_bot_two hello", "@confab_bot_two hello", False),
        ("mail ann@confab_bot.example", "mail ann@confab_bot.example", False),
    ],
)
async def test_in_a_group_the_bot_knows_what_is_meant_for_it(
    tg: LocalTelegram, said: str, text: str, spoken_to: bool
) -> None:
    message = await heard(tg, said, chat=GROUP)
    assert (message.text, message.spoken_to, message.group) == (text, spoken_to, True)
    assert message.address["reply_to"] == tg.messages(GROUP)[-1].message_id


async def test_by_the_customers_bot_everybody_is_a_customer_and_nothing_is_handed_in(tg: LocalTelegram) -> None:
    said = await tg.say(ANN, "The gate is stuck")
    await tg.say(ANN, "Still stuck", reply_to=said)
    await tg.forward(ANN, said)
    await tg.say(ANN, "/start campaign7")
    await tg.send_file(ANN, "gate.jpg", b"picture", photo=True)
    updates = [Update.de_json(delivery.wire(), None) for delivery in tg.deliveries]
    read_in = (read_customer(update, 1, "confab_bot", NOW) for update in updates)
    messages = [message for message in read_in if message]
    first, reply, forwarded, start, photo = messages
    assert {message.channel for message in messages} == {"telegram_customers"}
    assert all(message.customers and not message.handed_in for message in messages)
    assert (reply.replies_to, reply.quoted, reply.called) == (first.key, "The gate is stuck", "Ann")
    assert (forwarded.text, start.text, photo.text) == ("The gate is stuck", "/start", "")


async def test_a_reply_to_the_bot_is_spoken_to_it(tg: LocalTelegram) -> None:
    own = tg.post(tg.chats[GROUP], tg.bot)
    assert (await heard(tg, "and the second one?", chat=GROUP, reply_to=own)).spoken_to


async def test_a_topic_is_a_conversation_of_its_own_and_its_opening_no_call(tg: LocalTelegram) -> None:
    topic = await tg.topic(FORUM, "Acme", by=tg.bot.id)
    message = await heard(tg, "quiet here", chat=FORUM, thread=topic)
    assert message.chat == f"{FORUM}/{topic}"
    assert message.address["thread"] == topic
    assert not message.spoken_to


async def test_a_thread_of_replies_in_a_group_without_topics_is_no_topic(tg: LocalTelegram) -> None:
    tg.group(-100_900, "Super", members=[ANN])
    first = await tg.say(ANN, "one", chat=-100_900)
    message = await heard(tg, "two", chat=-100_900, reply_to=first)
    assert message.address["thread"] is None
    assert message.chat == "-100900"


async def test_a_public_group_has_outsiders(tg: LocalTelegram) -> None:
    tg.group(-100_901, "Open house", members=[ANN], username="open_house")
    assert (await heard(tg, "hello", chat=-100_901)).outsiders
    assert not (await heard(tg, "hello", chat=GROUP)).outsiders


async def test_an_edit_names_the_message_it_changes(tg: LocalTelegram) -> None:
    first = await heard(tg, "remind me at 5")
    said = tg.messages(ANN)[-1]
    await tg.edit(said, "remind me at 6")
    edit = reading(tg)
    await tg.edit(said, "remind me at 7")  # within the same second
    again = reading(tg)
    assert edit is not None
    assert again is not None
    assert edit.edits == again.edits == first.key
    assert len({first.key, edit.key, again.key}) == 3
    assert edit.text == "remind me at 6"


async def test_a_press_carries_letter_and_button(tg: LocalTelegram, channel: TelegramChannel) -> None:
    await channel.send(parcel(done("Moved.", buttons=(Button("Undo", "undo 3"),)), letter=41))
    press = await tg.press(ANN, tg.replies(ANN)[0], "Undo")
    message = reading(tg)
    assert message is not None
    assert message.press == Press(41, 0)
    assert message.key == f"telegram:1:press:{press.id}"


async def test_strange_button_data_is_nothing(tg: LocalTelegram, channel: TelegramChannel) -> None:
    await channel.send(parcel(done("Moved.", buttons=(Button("Undo", "undo 3"),))))
    for data in ("x", "1", "1.2.3", "-1.0", "9" * 40 + ".1", "１.２"):
        await tg.press(ANN, tg.replies(ANN)[0], data=data)
        assert reading(tg) is None


async def test_other_bots_and_service_messages_are_nothing(tg: LocalTelegram) -> None:
    tg.privacy, tg.hears_bots = False, True
    tg.person(99, "Helper", is_bot=True)
    await tg.say(99, "@confab_bot hello", chat=GROUP)
    assert reading(tg) is None
    await tg.join(GROUP, 98)
    assert reading(tg) is None


# Rendering


def shown(reply: Reply) -> str:
    return "\n".join(page.html for page in render(reply, 7))


def test_a_narrow_table_stands_in_columns_however_wide_its_characters_are() -> None:
    table = Table(("商机", "金额"), (("Acme 续约", "45,000"), ("环球贸易", "900")))
    html = shown(done("2 个商机：", table=table))
    lines = html.split("<pre>")[1].removesuffix("</pre>").split("\n")
    assert html.startswith("2 个商机：\n\n<pre>")
    assert {wcswidth(line) for line in lines[1:]} == {17}
    assert lines[2] == "环球贸易      900"


def test_a_table_wider_than_a_phone_becomes_lines() -> None:
    table = Table(("Deal", "Amount", "Stage"), (("Acme renewal <2026>", "45,000 USD", "Negotiation"),))
    expected = "1 deal\n\n<i>Deal — Amount — Stage</i>\n• Acme renewal &lt;2026&gt; — 45,000 USD — Negotiation"
    assert shown(done("1 deal", table=table)) == expected


def test_fields_have_bold_labels() -> None:
    assert shown(done("Acme", fields=(Field("A & B", "<x>"),))) == "Acme\n\n<b>A &amp; B</b>: &lt;x&gt;"


def test_what_a_table_shows_is_not_said_twice() -> None:
    table = Table(("Deal", "Stage"), (("Acme", "won"), ("Globex", "lost")))
    said = "Two deals:\n1. Acme – won\n2. Globex – lost\nAcme was won today"
    assert shown(done(said, table=table)).startswith("Two deals:\nAcme was won today\n\n<pre>Deal ")


def test_short_labels_share_a_row_and_long_ones_do_not() -> None:
    labels = ["Yes", "No", "Undo", "A label that needs its own row", "撤销", "确认", *"12345678", "9"]
    keyboard = render(done("?", buttons=tuple(Button(label, label) for label in labels)), 7)[-1].keyboard
    assert keyboard is not None
    rows = [[key.text for key in row] for row in keyboard.inline_keyboard]
    assert rows[:2] == [["Yes", "No", "Undo"], ["A label that needs its own row"]]
    assert max(map(len, rows)) <= 8
    data = [key.callback_data for row in keyboard.inline_keyboard for key in row]
    assert data == [f"7.{index}" for index in range(len(labels))]


def nasty_text(seed: int, length: int) -> str:
    pieces = [
        "<b>",
        "&amp;",
        "&",
        "</pre>",
        "*_[",
        "👨‍👩‍👧",
        "🇨🇳",
        "é",
        "商机",
        "，",
        " ",
        "\n",
        "word",
        "𠮷",
        "x" * 90,
    ]
    return "".join(random.Random(seed).choices(pieces, k=length)).strip()


@pytest.mark.parametrize("seed", range(8))
def test_long_text_is_cut_between_signs_and_nothing_is_lost(seed: int) -> None:
    text = nasty_text(seed, 1_500)
    pages = paged([Run(text[:100], "b"), Run(text[100:5_000]), Run(text[5_000:], "pre")])
    assert len(pages) > 1
    assert all(0 < units(page.plain) <= LIMIT for page in pages)
    assert "".join("".join(page.plain for page in pages).split()) == "".join(text.split())
    assert not any(page.plain.startswith(("\u200d", "\u0301", "\ufe0f")) for page in pages)
    assert not any(page.plain.endswith("\u200d") for page in pages)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * LIMIT, "😀" * LIMIT, "a\x00b\ud800", "\n" * 9_000 + "end"])
def test_odd_texts_still_make_messages(text: str) -> None:
    pages = render(done(text), 7)
    assert pages
    assert all(page.plain.strip() and units(page.plain) <= LIMIT for page in pages)
    "".join(page.html for page in pages).encode()


# Taking in


async def test_a_message_is_confirmed_only_when_its_work_is_done(tg: LocalTelegram, desk: FrontDesk) -> None:
    gate = asyncio.Event()
    desk.trouble = lambda message: gate.wait()
    async with listening(tg, desk):
        await tg.say(ANN, "my deals")
        await tg.wait_for(lambda: desk.came)
        assert tg.pending
        gate.set()
        await tg.all_confirmed()
    assert desk.texts == ["my deals"]


async def test_the_offset_stays_where_the_work_failed(
    tg: LocalTelegram, desk: FrontDesk, caplog: pytest.LogCaptureFixture
) -> None:
    broken = {"first"}

    desk.trouble = lambda message: out_of_order(message) if message.text in broken else None
    for user, text in ((ANN, "first"), (ANN, "second"), (BOB, "other")):
        await tg.say(user, text)
    async with listening(tg, desk):
        await tg.wait_for(lambda: len(desk.came) > 3)
        assert desk.texts == ["other"]  # who comes behind in the same chat waits, other chats do not
        assert len(tg.pending) == 3
        broken.clear()
        await tg.all_confirmed()
    assert desk.texts == ["other", "first", "second"]
    assert "OSError" in caplog.text
    assert "about Ann" not in caplog.text
    assert [message.text for message in desk.came].count("other") == 1


async def test_conversations_run_side_by_side_and_keep_their_order(tg: LocalTelegram, desk: FrontDesk) -> None:
    bob_came = asyncio.Event()

    async def trouble(message: Message) -> None:
        if message.account == str(BOB):
            bob_came.set()
        await bob_came.wait()

    desk.trouble = trouble
    for number in range(3):
        await tg.say(ANN, str(number))
    await tg.say(BOB, "me too")
    async with listening(tg, desk):
        await tg.all_confirmed()
    assert [text for text in desk.texts if text != "me too"] == ["0", "1", "2"]


async def test_a_redelivered_update_has_the_same_key(tg: LocalTelegram, desk: FrontDesk) -> None:
    async with listening(tg, desk):
        said = await tg.say(ANN, "my deals")
        await tg.all_confirmed()
        await tg.redeliver(said.update_id)
        await tg.wait_for(lambda: len(desk.came) == 2)
    assert len(desk.taken) == 1


async def test_what_one_process_could_not_do_is_given_to_the_next(tg: LocalTelegram, desk: FrontDesk) -> None:
    failing = FrontDesk()
    failing.trouble = out_of_order
    await tg.say(ANN, "move acme to won")
    async with listening(tg, failing):
        await tg.wait_for(lambda: failing.came)
    async with listening(tg, desk):
        await tg.all_confirmed()
    assert desk.texts == ["move acme to won"]


async def test_closing_finishes_and_confirms_what_was_begun(tg: LocalTelegram, desk: FrontDesk) -> None:
    desk.trouble = lambda message: asyncio.sleep(0.05)
    async with listening(tg, desk):
        await tg.say(ANN, "my deals")
        await tg.wait_for(lambda: desk.came)
    assert desk.texts == ["my deals"]
    assert not tg.pending


async def test_polling_survives_outages_conflicts_and_floods(
    tg: LocalTelegram, desk: FrontDesk, caplog: pytest.LogCaptureFixture
) -> None:
    async with listening(tg, desk):
        tg.fail_next(3, 502, method="getUpdates")
        tg.fail_next(1, 409, method="getUpdates")
        await tg.say(ANN, "a secret deal")
        await tg.all_confirmed()
    assert desk.texts == ["a secret deal"]
    assert "secret" not in caplog.text
    assert tg.token not in caplog.text


async def test_an_unreadable_update_does_not_hold_up_the_others(tg: LocalTelegram, desk: FrontDesk) -> None:
    tg.tell("message", {"chat": "nonsense"}, 1)
    async with listening(tg, desk):
        await tg.say(ANN, "my deals")
        await tg.all_confirmed()
    assert desk.texts == ["my deals"]


async def test_a_press_is_answered_so_that_its_spinner_ends(tg: LocalTelegram, desk: FrontDesk) -> None:
    async with listening(tg, desk) as channel:
        await channel.send(parcel(done("Moved.", buttons=(Button("Undo", "undo 3"),))))
        press = await tg.press(ANN, tg.replies(ANN)[0])
        await tg.wait_for(lambda: press.answered)
        tg.callback_ttl = 0
        await tg.press(BOB, tg.replies(ANN)[0])
        await tg.all_confirmed()
    assert [message.press for message in desk.came] == [Press(7, 0), Press(7, 0)]


async def test_a_groups_new_address_is_passed_on(tg: LocalTelegram, desk: FrontDesk) -> None:
    noted: list[tuple[str, str]] = []

    async def note(old: str, new: str) -> None:
        noted.append((old, new))

    async with listening(tg, desk) as channel:
        channel.on_migrate = note
        await tg.migrate(GROUP, -100_500)
        await tg.all_confirmed()
    assert noted == [(str(GROUP), "-100500")]
    assert not desk.came


async def test_a_document_comes_along_as_a_file(tg: LocalTelegram, desk: FrontDesk) -> None:
    contents: list[bytes] = []

    async def look(message: Message) -> None:
        contents.extend(Path(file).read_bytes() for file in message.files)

    desk.trouble = look
    async with listening(tg, desk):
        await tg.send_file(ANN, "../../leads.csv", b"name\nDana\n", caption="import this")
        await tg.all_confirmed()
    assert contents == [b"name\nDana\n"]
    assert desk.came[0].text == "import this"
    assert desk.came[0].files[0].endswith("/leads.csv")


async def test_a_file_that_is_too_large_is_named_and_its_words_come_in(tg: LocalTelegram, desk: FrontDesk) -> None:
    async with listening(tg, desk):
        await tg.send_file(ANN, "film.mp4", bytes(tg.max_download + 1), caption="the gate is stuck")
        await tg.all_confirmed()
    assert (desk.came[0].text, desk.came[0].files, desk.came[0].missed) == ("the gate is stuck", (), ("film.mp4",))


async def test_the_command_menu_speaks_the_persons_language(tg: LocalTelegram, desk: FrontDesk) -> None:
    menu = {"": [("deals", "My deals")], "zh": [("deals", "我的商机")]}
    tg.people[BOB].language_code = "zh"
    async with listening(tg, desk, commands=menu):
        assert tg.commands_seen_by(ANN) == [{"command": "deals", "description": "My deals"}]
        assert tg.commands_seen_by(BOB) == [{"command": "deals", "description": "我的商机"}]


async def test_a_wrong_token_stops_the_start_and_is_not_shown(tg: LocalTelegram, desk: FrontDesk) -> None:
    channel = TelegramChannel("1:wrong", None, None, base_url=tg.base_url)
    with pytest.raises(InvalidToken) as refusal:
        await channel.listen(desk.take)
    await channel.close()
    assert "1:wrong" not in str(refusal.value)
    with pytest.raises(InvalidToken, match="looks like"):
        TelegramChannel("wrong", None, None)


async def test_a_telegram_that_cannot_be_reached_is_found_later(
    desk: FrontDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram, "PATIENCE", 0.05)
    late = LocalTelegram()
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        late.port = reserved.getsockname()[1]
    async with listening(late, desk), late:
        await late.say(ANN, "my deals")
        await late.all_confirmed()
        assert desk.texts == ["my deals"]


async def test_closing_does_not_wait_for_a_telegram_that_never_comes(
    desk: FrontDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram, "PATIENCE", 0.01)
    channel = TelegramChannel("1:abc", None, None, base_url="http://127.0.0.1:9/bot", pauses=(60, 60))
    await channel.listen(desk.take)
    await asyncio.wait_for(channel.close(), 50)


# The webhook


async def test_a_push_is_accepted_only_when_its_work_is_done(tg: LocalTelegram, desk: FrontDesk) -> None:
    failures = iter([OSError("disk full"), OSError("disk full")])

    def trouble(message: Message) -> None:
        if error := next(failures, None):
            raise error

    desk.trouble = trouble
    async with hooked(tg, desk):
        said = await tg.say(ANN, "my deals")
        await tg.all_confirmed()
    assert [attempt.outcome for attempt in tg.delivery(said.update_id).attempts] == [500, 500, 200]
    assert desk.texts == ["my deals"]
    assert len({message.key for message in desk.came}) == 1


async def test_a_push_without_the_right_secret_is_turned_away(tg: LocalTelegram, desk: FrontDesk) -> None:
    async with hooked(tg, desk):
        assert [await tg.forge(ANN, "erase everything", secret) for secret in ("wrong", None, SECRET[:-1])] == [403] * 3
        assert not desk.came
        assert await tg.forge(ANN, "hello", SECRET) == 200


async def test_an_unreadable_push_is_not_asked_for_again(tg: LocalTelegram, desk: FrontDesk) -> None:
    async with hooked(tg, desk):
        status, *_ = await tg.webhook.post({"update_id": 1, "message": {"chat": "nonsense"}}, SECRET)
    assert status == 200
    assert not desk.came


async def test_polling_takes_over_from_a_webhook(tg: LocalTelegram, desk: FrontDesk) -> None:
    async with hooked(tg, desk):
        pass
    await tg.say(ANN, "my deals")
    async with listening(tg, desk):
        await tg.all_confirmed()
    assert desk.texts == ["my deals"]


# Sending


def whole(tg: LocalTelegram, chat: int) -> str:
    return "".join("".join(message.text for message in tg.replies(chat)).split())


@pytest.mark.parametrize("seed", range(3))
async def test_nasty_and_long_text_arrives_whole(tg: LocalTelegram, channel: TelegramChannel, seed: int) -> None:
    text = nasty_text(seed, 900)
    await channel.send(parcel(done(text, buttons=(Button("Undo", "undo 1"),))))
    assert whole(tg, ANN) == "".join(text.split())
    assert [bool(message.buttons) for message in tg.replies(ANN)] == [False] * (len(tg.replies(ANN)) - 1) + [True]


async def test_a_reply_stays_in_its_topic_and_under_its_question(tg: LocalTelegram, channel: TelegramChannel) -> None:
    topic = await tg.topic(FORUM, "Acme")
    asked = await tg.say(ANN, "/deal acme", chat=FORUM, thread=topic)
    sent = await channel.send(parcel(done("Acme"), FORUM, thread=topic, reply_to=asked.message_id))
    answer = tg.replies(FORUM)[-1]
    assert (answer.thread_id, answer.reply_to) == (topic, asked)
    assert sent == f"{FORUM}:{answer.message_id}"


async def test_a_deleted_topic_or_question_does_not_stop_an_answer(tg: LocalTelegram, channel: TelegramChannel) -> None:
    await channel.send(parcel(done("Acme"), FORUM, thread=4711, reply_to=4712))
    assert whole(tg, FORUM) == "Acme"


async def test_a_pushed_letter_needs_no_more_than_the_chats_name(tg: LocalTelegram, channel: TelegramChannel) -> None:
    topic = await tg.topic(FORUM, "Reports")
    await channel.send(Parcel(7, f"{FORUM}/{topic}", {}, None, done("Pipeline")))
    assert tg.replies(FORUM)[-1].thread_id == topic


async def test_a_group_that_moved_is_followed(tg: LocalTelegram, channel: TelegramChannel) -> None:
    noted: list[tuple[str, str]] = []

    async def note(old: str, new: str) -> None:
        noted.append((old, new))

    channel.on_migrate = note
    await tg.migrate(GROUP, -100_500)
    await channel.send(parcel(done("Acme"), GROUP, reply_to=3))
    assert whole(tg, -100_500) == "Acme"
    assert noted == [(str(GROUP), "-100500")]


async def test_an_answer_for_one_person_goes_to_that_person(tg: LocalTelegram, channel: TelegramChannel) -> None:
    await channel.send(parcel(done("Your commission: 900", private=True), GROUP, reply_to=1))
    assert whole(tg, ANN) == "Yourcommission:900"
    assert not tg.replies(GROUP)


@pytest.mark.parametrize(
    ("text", "line"), [("Your code", "I have an answer for you alone"), ("你的提成", "这条回复只能")]
)
async def test_who_never_started_the_bot_is_asked_to(
    tg: LocalTelegram, channel: TelegramChannel, text: str, line: str
) -> None:
    tg.person(77, "Cy", started=False)
    asked = await tg.say(77, "/commission", chat=GROUP)
    await channel.send(parcel(done(text, private=True), GROUP, 77, reply_to=asked.message_id))
    (notice,) = tg.replies(GROUP)
    assert notice.text.startswith(line)
    assert notice.reply_to is asked
    assert text not in notice.text


async def test_a_flood_wait_is_passed_on(tg: LocalTelegram, channel: TelegramChannel) -> None:
    tg.refuse_next(1, retry_after=17)
    with pytest.raises(Later) as wait:
        await channel.send(parcel(done("Acme")))
    assert wait.value.seconds == 17
    assert not tg.replies(ANN)


async def test_a_retry_does_not_repeat_the_parts_that_arrived(tg: LocalTelegram, channel: TelegramChannel) -> None:
    text = nasty_text(1, 1_500)
    letter = parcel(done(text))
    tg.rate_limit(per_chat_per_second=1, burst=1, group_per_minute=None, overall_per_second=None)
    tries = 0
    while True:
        try:
            await channel.send(letter)
            break
        except Later:
            tries += 1
            tg.rate_limit(per_chat_per_second=1, burst=1, group_per_minute=None, overall_per_second=None)
    assert tries > 1
    assert whole(tg, ANN) == "".join(text.split())


async def test_a_lost_answer_leaves_us_unsure_and_the_rest_is_sent(tg: LocalTelegram, channel: TelegramChannel) -> None:
    text = nasty_text(2, 1_500)
    tg.lose_next_answer(1, method="sendMessage")
    with pytest.raises(Unsure):
        await channel.send(parcel(done(text)))
    assert whole(tg, ANN) == "".join(text.split())


@pytest.mark.parametrize(("status", "outcome"), [(500, Later), (502, Later), (504, Unsure)])
async def test_what_telegram_did_not_do_is_sent_later(
    tg: LocalTelegram, channel: TelegramChannel, status: int, outcome: type[Exception]
) -> None:
    tg.fail_next(1, status)
    with pytest.raises(outcome):
        await channel.send(parcel(done("Acme")))


async def test_an_unreachable_telegram_is_tried_later() -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        base_url = f"http://127.0.0.1:{unheard.getsockname()[1]}/bot"
        channel = TelegramChannel("1:abc", None, None, base_url=base_url)
        with pytest.raises(Later):
            await channel.send(parcel(done("Acme")))
        assert not (await channel.doctor())[0].ok
        await channel.close()


async def test_who_blocked_the_bot_is_not_written_to_again(tg: LocalTelegram, channel: TelegramChannel) -> None:
    await tg.block(ANN)
    with pytest.raises(Refused):
        await channel.send(parcel(done("Acme")))
    with pytest.raises(Refused):
        await channel.send(parcel(done("Acme"), 4711))


async def test_refused_markup_is_sent_as_plain_text(
    tg: LocalTelegram, channel: TelegramChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Our escaper writes nothing that is refused, so it has to be left out for once.
    monkeypatch.setattr(telegram_html, "escape", str)
    await channel.send(parcel(done("5 < 7 & 8 > 6", buttons=(Button("Undo", "undo 1"),))))
    assert [call.status for call in tg.calls_of("sendMessage")] == [400, 200]
    assert tg.replies(ANN)[0].text == "5 < 7 & 8 > 6"
    assert tg.replies(ANN)[0].labels == ["Undo"]


async def test_files_go_along_and_missing_ones_do_not_matter(
    tg: LocalTelegram, channel: TelegramChannel, tmp_path: Any
) -> None:
    chart, table, no_image = tmp_path / "funnel.png", tmp_path / "deals.csv", tmp_path / "torn.png"
    chart.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 50)
    table.write_text("deal\nAcme\n")
    no_image.write_text("not a picture")
    files = tuple(map(str, (chart, table, no_image, tmp_path / "gone.csv")))
    await channel.send(parcel(done("Here you are", files=files)))
    kinds = [message.file and (message.file.kind, message.file.name) for message in tg.replies(ANN)]
    assert kinds[0] is None
    assert [kind for kind in kinds if kind] == [
        ("photo", "funnel.png"),
        ("document", "deals.csv"),
        ("document", "torn.png"),
    ]


# The doctor


async def test_the_doctor_finds_nothing_to_mend_in_a_running_bot(tg: LocalTelegram, desk: FrontDesk) -> None:
    async with listening(tg, desk, commands={"": [("deals", "My deals")]}) as channel:
        findings = await channel.doctor()
    assert all(finding.ok for finding in findings), findings
    assert any("Privacy mode is on" in finding.what and "/setprivacy" in finding.mend for finding in findings)


async def test_the_doctor_says_what_is_wrong_and_how_to_mend_it(tg: LocalTelegram) -> None:
    tg.webhook.start("https://elsewhere.example/x", None, 40)
    tg.webhook.last_error = (1_790_000_000, "Wrong response from the webhook: 403 Forbidden")
    polling = await doctor_of(tg, None)
    assert "elsewhere.example" in polling[1].what
    hooked = await doctor_of(tg, "http://crm.example:8080")
    assert [finding.ok for finding in hooked] == [True, False, False, False, True, False]
    assert "secret" in hooked[3].mend
    assert all(finding.mend for finding in hooked if not finding.ok)


async def doctor_of(tg: LocalTelegram, webhook_url: str | None) -> list[Any]:
    channel = new_channel(tg, webhook_url, commands={"zh": [("deals", "我的商机")]})
    try:
        return await channel.doctor()
    finally:
        await channel.close()


async def test_a_message_that_is_forwarded_to_the_bot_is_handed_in(tg: LocalTelegram) -> None:
    said = await tg.say(BOB, "The gate at dock 4 is stuck", chat=GROUP)
    await tg.forward(ANN, said)
    message = reading(tg)
    assert message is not None
    assert (message.text, message.account, message.handed_in) == ("The gate at dock 4 is stuck", str(ANN), message.key)
    assert not (await heard(tg, "my deals")).handed_in
