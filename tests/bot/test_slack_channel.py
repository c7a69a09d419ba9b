"""The Slack adapter against a local Slack: real HTTP and WebSockets, real libraries, no network."""

import asyncio
import json
import logging
import random
import re
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import uvicorn
import yaml
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette
from starlette.routing import Mount
from wcwidth import wcswidth

from bot.channel import Later, Parcel, Refused, Unsure
from bot.channels import slack, slack_blocks, slack_socket
from bot.channels.slack import SlackChannel
from bot.channels.slack_blocks import SHY, cut, mrkdwn, render
from bot.channels.slack_courier import SETUP_WAIT, UNREACHED_WAIT
from bot.channels.slack_doctor import SCOPES
from bot.channels.slack_files import MOST_BYTES
from bot.channels.slack_http import opened
from bot.channels.slack_read import plain, read
from handlers.message import Message, Press
from handlers.reply import Button, Field, Outcome, Receipt, Reply, Table
from tests.peers.slack import LocalSlack
from tests.peers.slack.http_road import sign
from tests.waiting import PATIENCE

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BOT = "UBOT"
MANIFEST = Path(__file__).parents[2] / "docs" / "slack-manifest.yaml"


def done(text: str, **parts: Any) -> Reply:
    return Reply(Outcome.DONE, text, **parts)


class FrontDesk:
    """Takes messages in as the real one does: each key once. `trouble` may raise instead, or wait."""

    def __init__(self) -> None:
        self.came: list[Message] = []  # every call, repetitions too
        self.called = asyncio.Event()
        self.taken: dict[str, Message] = {}
        self.trouble: Callable[[Message], Awaitable[None] | None] = lambda message: None

    async def take(self, message: Message) -> Receipt:
        self.came.append(message)
        self.called.set()
        if trouble := self.trouble(message):
            await trouble
        repeated = message.key in self.taken
        self.taken.setdefault(message.key, message)
        return Receipt(done("ok"), len(self.taken), repeated)

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.taken.values()]

    @property
    def last(self) -> Message:
        return self.came[-1]


@pytest.fixture
async def town() -> AsyncIterator[LocalSlack]:
    async with LocalSlack(retry_delays=(0.0, 0.05, 0.05), ack_timeout=PATIENCE) as running:
        yield running


@pytest.fixture
def desk() -> FrontDesk:
    return FrontDesk()


def new_channel(town: LocalSlack, app_token: str | None = None, **options: Any) -> SlackChannel:
    app = town.installation
    return SlackChannel(app.bot_token, app.signing_secret, app_token, town.base_url, lambda: NOW, **options)


@asynccontextmanager
async def posted_to(town: LocalSlack, desk: FrontDesk) -> AsyncIterator[SlackChannel]:
    """A channel behind signed HTTP, mounted and served as the real server does."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        channel = new_channel(town)
        site = Starlette(routes=[Mount("/slack", app=channel.asgi)])
        server = uvicorn.Server(uvicorn.Config(site, log_level="warning", lifespan="off", ws="none"))
        server.config.load()
        server.lifespan = server.config.lifespan_class(server.config)
        await server.startup(sockets=[listener])
        town.events_url = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
        await channel.listen(desk.take)
        yield channel
        await channel.close()
        await server.shutdown(sockets=[listener])


@pytest.fixture
async def http(town: LocalSlack, desk: FrontDesk) -> AsyncIterator[SlackChannel]:
    async with posted_to(town, desk) as channel:
        yield channel


@asynccontextmanager
async def plugged_in(town: LocalSlack, desk: FrontDesk, heartbeat: float = 10.0) -> AsyncIterator[SlackChannel]:
    """A channel in Socket Mode."""
    town.mode = "socket"
    channel = new_channel(town, town.installation.app_token, heartbeat=heartbeat)
    await channel.listen(desk.take)
    await town.connected(slack_socket.LINES)
    yield channel
    await channel.close()


@pytest.fixture
async def sender(town: LocalSlack, desk: FrontDesk) -> AsyncIterator[SlackChannel]:
    """A channel that only sends."""
    channel = new_channel(town)
    await channel.listen(desk.take)
    yield channel
    await channel.close()


def parcel(reply: Reply, channel: str = "D1", user: str = "U1", letter: int = 7, **address: Any) -> Parcel:
    place = {"channel": channel, "thread_ts": None, "user": user} | address
    return Parcel(letter, f"T1/{channel}", place, user, reply)


# Reading


def event(text: str = "deals", *, shared: bool = False, **fields: Any) -> dict[str, Any]:
    where = {"channel": "C1", "channel_type": "channel", "ts": "10.1", "event_ts": "10.1"}
    said = {"type": "message", "user": "U1", "text": text} | where | fields
    return {
        "type": "event_callback",
        "team_id": "T9",
        "authorizations": [{"team_id": "T1", "user_id": BOT}],
        "is_ext_shared_channel": shared,
        "event": said,
    }


def heard(payload: dict[str, Any]) -> Message:
    message = read(payload, BOT, NOW)
    assert message is not None
    return message


def edit(before: str, after: str, **fields: Any) -> dict[str, Any]:
    now = {
        "type": "message",
        "user": "U1",
        "ts": "10.1",
        "text": after,
        "edited": {"user": "U1", "ts": "11.0"},
    } | fields
    was = {"type": "message", "user": "U1", "ts": "10.1", "text": before}
    return event(subtype="message_changed", ts="11.5", message=now, previous_message=was)


def press(value: str = "12.3", **container: Any) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "channel": {"id": "C1"},
        "container": {"type": "message", "message_ts": "9.9", "channel_id": "C1", "is_ephemeral": False} | container,
        "actions": [{"action_id": value, "value": value, "block_id": "buttons.12.0", "action_ts": "20.5"}],
    }


def command(text: str, channel: str = "C1") -> dict[str, Any]:
    where = {"team_id": "T1", "channel_id": channel, "channel_name": "general"}
    return {"command": "/crm", "text": text, "user_id": "U1", "trigger_id": "13.37"} | where


@pytest.mark.parametrize(
    ("carried", "seen"),
    [
        ("R&amp;D &lt;b&gt; &amp;amp;", "R&D <b> &amp;"),
        ("<@UBOT> show acme", "show acme"),
        ("hey <@UBOT|confab>, show acme", "hey show acme"),
        ("<@UBOT>：看看商机", "看看商机"),
        ("ask <@U2> or <@U3|cat>", "ask @U2 or @U3"),
        ("<http://acme.com|acme.com> and <https://a.cn/x?y=1&amp;z=2>", "acme.com and https://a.cn/x?y=1&z=2"),
        ("<mailto:bob@acme.com|bob@acme.com> <tel:+8613800000000|138 0000 0000>", "bob@acme.com 138 0000 0000"),
        ("<mailto:bob@acme.com>", "bob@acme.com"),
        ("in <#C1|general> or <#C2>", "in #general or #C2"),
        ("<!channel> <!subteam^S1|@sales> <!date^1^{date}|Monday>", "@channel @sales Monday"),
        ("a < b > c <d> 5 <- 6", "a < b > c <d> 5 <- 6"),
        ("line one\n<@UBOT> line two", "line one\n line two"),
    ],
)
def test_markup_is_read_as_its_writer_saw_it(carried: str, seen: str) -> None:
    assert plain(carried, BOT) == seen


def test_a_direct_message_is_one_conversation() -> None:
    message = heard(event(channel="D1", channel_type="im"))
    assert (message.key, message.chat, message.account) == ("slack:T1:D1:10.1", "T1/D1", "U1")
    assert message.address == {"channel": "D1", "thread_ts": None, "user": "U1"}
    assert (message.group, message.spoken_to, message.outsiders, message.at) == (False, True, False, NOW)


def test_a_thread_in_a_direct_chat_is_answered_in_it_and_remembered_with_the_rest() -> None:
    message = heard(event(channel="D1", channel_type="im", thread_ts="9.0"))
    assert (message.chat, message.address["thread_ts"]) == ("T1/D1", "9.0")


def test_a_mention_is_the_same_message_whichever_event_brings_it() -> None:
    said = heard(event("<@UBOT> deals"))
    mentioned = event("<@UBOT> deals", type="app_mention")
    del mentioned["event"]["channel_type"]
    assert heard(mentioned) == said
    assert (said.spoken_to, said.group, said.text) == (True, True, "deals")
    assert (said.chat, said.address["thread_ts"]) == ("T1/C1/10.1", "10.1")


def test_without_a_mention_nobody_spoke_to_us_in_a_channel() -> None:
    follow_up = heard(event("and its tickets?", thread_ts="10.1", ts="10.7"))
    assert (follow_up.spoken_to, follow_up.chat) == (False, "T1/C1/10.1")
    assert heard(event("hello all", channel="G7", channel_type="mpim")).spoken_to is False


def test_people_of_other_companies_may_read_a_shared_channel() -> None:
    message = heard(event("<@UBOT> deals", shared=True))
    assert message.outsiders
    assert message.address["shared"]
    pressed = press()
    pressed["actions"][0]["block_id"] = "shared.12.0"
    assert heard(pressed).outsiders


@pytest.mark.parametrize(
    "fields",
    [
        {"bot_id": "B1", "user": BOT},
        {"user": BOT},
        {"subtype": "bot_message", "bot_id": "B9", "user": None},
        {"subtype": "message_deleted", "deleted_ts": "10.1"},
        {"subtype": "channel_join"},
        {"user": "USLACKBOT"},
        {"type": "reaction_added", "item": {}},
        {"text": " "},
    ],
)
def test_nobody_said_anything(fields: dict[str, Any]) -> None:
    assert read(event(**fields), BOT, NOW) is None


def test_an_edit_names_the_message_that_it_changes() -> None:
    message = heard(edit("acme 10k", "<@UBOT> acme 12k", thread_ts="9.0"))
    assert (message.key, message.edits) == ("slack:T1:C1:10.1:11.0", "slack:T1:C1:10.1")
    assert (message.text, message.chat, message.spoken_to) == ("acme 12k", "T1/C1/9.0", True)


def test_a_mention_that_an_edit_put_in_is_the_same_edit() -> None:
    mentioned = event("<@UBOT> acme 12k", type="app_mention", edited={"user": "U1", "ts": "11.0"})
    assert heard(mentioned) == heard(edit("acme 12k", "<@UBOT> acme 12k"))


@pytest.mark.parametrize(
    "changed",
    [
        edit("see acme.com", "see acme.com", attachments=[{"title": "Acme"}]),
        edit("one", "two", bot_id="B1"),
        edit("one", "two", edited=None),
        edit("one", "This message was deleted.", subtype="tombstone", user="USLACKBOT"),
    ],
)
def test_what_slack_or_a_bot_changed_is_no_edit(changed: dict[str, Any]) -> None:
    assert read(changed, BOT, NOW) is None


def test_a_press_carries_two_numbers_and_stays_in_its_conversation() -> None:
    message = heard(press())
    assert (message.press, message.text) == (Press(12, 3), "")
    assert (message.key, message.chat) == ("slack:T1:C1:press:U1:20.5", "T1/C1/9.9")
    assert heard(press(thread_ts="8.8")).chat == "T1/C1/8.8"
    assert heard(press(channel_id="D1")).chat == "T1/D1"
    assert read(press("somebody else's"), BOT, NOW) is None


def test_what_is_asked_where_only_one_person_sees_it_is_answered_there() -> None:
    private = heard(press(is_ephemeral=True))
    assert (private.chat, private.address["private"], private.address["thread_ts"]) == ("T1/C1", True, None)
    asked = heard(command("show R&amp;D"))
    assert (asked.key, asked.chat, asked.text) == ("slack:T1:13.37", "T1/C1", "show R&D")
    assert asked.address == {"channel": "C1", "thread_ts": None, "user": "U1", "private": True}
    assert heard(command("", "D1")).address == {"channel": "D1", "thread_ts": None, "user": "U1"}
    assert heard(command("")).text == "help"


@pytest.mark.parametrize("kind", ["view_submission", "shortcut", "message_action", "url_verification"])
def test_other_kinds_are_no_messages(kind: str) -> None:
    assert read({"type": kind, "user": {"id": "U1"}, "team": {"id": "T1"}}, BOT, NOW) is None


# Rendering


def words_of(payload: dict[str, Any]) -> list[str]:
    texts = [part["text"] for block in payload["blocks"] for part in block.get("fields") or [block.get("text")] if part]
    return [text.replace(SHY, "") for text in texts]


def shown(payloads: list[dict[str, Any]]) -> str:
    """What a reader of the plain words sees."""
    text = "\n".join(payload["text"] for payload in payloads)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def buttons(count: int) -> tuple[Button, ...]:
    return tuple(Button(f"Deal {number}", f"show deal {number}") for number in range(count))


def test_words_of_customers_mean_nothing_to_slack() -> None:
    nasty = "<!channel> <@U1> <https://evil|good> @here & *bold* _it_ ~no~ `code` ```x```\n> quote &lt;"
    [payload] = render(done(nasty, fields=(Field("<!here>", nasty),), table=Table((nasty,), ((nasty,),))), 1)
    written = json.dumps(payload)
    assert not re.search(r"<[!@#]|<https?://[^>]*\|", written)
    assert not re.search(r"(?<!\w)[*_~`][bicn]", payload["blocks"][0]["text"]["text"])
    assert "\n&gt;" not in payload["blocks"][0]["text"]["text"]
    assert nasty in shown([payload])


def test_an_address_on_the_web_can_be_clicked_on_and_names_stay_as_they_are() -> None:
    assert mrkdwn("见https://a.cn/x?a=1&b_=2。 snake_case_name 5 * 3 * 2") == (
        "见<https://a.cn/x?a=1&amp;b_=2>。 snake_case_name 5 * 3 * 2"
    )


def test_fields_stand_side_by_side_and_long_ones_below_each_other() -> None:
    fields = (Field("Stage", "谈判"), Field("Note", "long " * 100), Field("Owner", "ann"))
    [payload] = render(done("Acme", fields=fields), 1)
    assert [min(block) for block in payload["blocks"]] == ["text", "fields", "text", "fields"]
    assert "Stage: 谈判" in payload["text"]
    many = tuple(Field(f"F{number}", "x") for number in range(23))
    [payload] = render(done("many", fields=many), 1)
    assert [len(block["fields"]) for block in payload["blocks"][1:]] == [10, 10, 3]


def test_a_narrow_table_is_aligned_by_the_room_its_signs_take() -> None:
    table = Table(("商机", "Amount"), (("Acme 续约", "$1,200"), ("华为年度框架", "$900"), ("x", "–")))
    [payload] = render(done("2 deals", table=table), 1)
    head, *rows = words_of(payload)[1].strip("`\n").split("\n")
    assert {wcswidth(line) for line in (head, *rows) if line[-1] in "t0"} == {20}
    assert rows[1] == "华为年度框架    $900"


def test_a_wide_table_becomes_lines_that_a_phone_can_show() -> None:
    table = Table(("Deal", "Company", "Note"), (("Renewal", "Acme", "n" * 60), ("Upsell", "–", "short")))
    [payload] = render(done("Deals", table=table), 1)
    assert words_of(payload)[1].split("\n")[::2] == ["Deal — Company — Note", "• Upsell — short"]


def test_what_the_table_shows_is_not_said_twice() -> None:
    table = Table(("Deal", "Amount"), (("Acme", "$5"), ("Globex", "$7")))
    [payload] = render(done("Two deals:\n1. Acme — $5\n2. Globex — $7\nTotal $12", table=table), 1)
    assert words_of(payload)[0] == "Two deals:\nTotal $12"


def test_a_long_table_has_its_head_on_every_page() -> None:
    rows = tuple((f"Deal {number}", f"${number:,}") for number in range(700))
    payloads = render(done("All deals", table=Table(("Deal", "Amount"), rows)), 1)
    pages = [text for payload in payloads for text in words_of(payload) if text.startswith("```")]
    assert len(pages) > 4
    assert all(page.startswith("```\nDeal      Amount\n") for page in pages)
    assert sum(page.count("Deal ") for page in pages) == 700 + len(pages)


def test_five_buttons_make_a_row_and_they_stand_on_the_last_message() -> None:
    payloads = render(done("words " * 2_000, buttons=buttons(12)), 31)
    rows = [[block for block in payload["blocks"] if block["type"] == "actions"] for payload in payloads]
    assert [len(row) for row in rows] == [0] * (len(payloads) - 1) + [3]
    keys = [key for row in rows[-1] for key in row["elements"]]
    assert [(key["action_id"], key["value"]) for key in keys] == [(f"31.{at}", f"31.{at}") for at in range(12)]
    assert [len(row["elements"]) for row in rows[-1]] == [5, 5, 2]


def test_a_label_is_cut_to_what_slack_takes() -> None:
    [payload] = render(
        done("?", buttons=(Button("长" * 100, "a"), Button("  ", "says this"), Button("😀" * 60, "b"))), 1
    )
    labels = [key["text"]["text"] for key in payload["blocks"][-1]["elements"]]
    assert [len(label) for label in labels] == [75, 9, 38]
    assert labels[1] == "says this"


def test_nothing_to_say_is_still_a_message() -> None:
    assert [payload["text"] for payload in render(done(" \n"), 1)] == ["…"]


ALPHABET = [
    "a",
    "bc ",
    "\n",
    "\n\n",
    "&",
    "<!channel>",
    "*b* ",
    "_",
    "`",
    "商机，",
    "。",
    "👨‍👩‍👧",
    "é",
    "```",
    "\ud800",
    "~",
    "x" * 40,
]


@pytest.mark.parametrize("seed", range(12))
def test_long_text_is_cut_within_the_limits_and_nothing_is_lost(seed: int) -> None:
    chance = random.Random(seed)
    text = "".join(chance.choices(ALPHABET, k=chance.choice([50, 800, 3_000])))
    fields = tuple(Field("f" * chance.randrange(1, 90), "v " * chance.randrange(900)) for _ in range(seed))
    reply = done(text, fields=fields, buttons=buttons(seed * 4))
    payloads = render(reply, 1)
    for payload in payloads:
        payload["text"].encode()
        assert len(payload["text"]) <= 4_000
        assert len(payload["blocks"]) <= 50
        blocks = [len(text) for text in words_of(payload)]
        assert max(blocks) <= 3_000
        assert len(payload["text"]) + sum(blocks) < 12_000
    kept = "".join(shown(payloads).split()).replace("…", "")
    whole = text + "".join(f"{field.label}: {field.value}" for field in fields)
    assert kept == "".join(whole.replace("\ud800", "\ufffd").split())


def test_a_cut_falls_between_lines_words_or_whole_signs() -> None:
    assert list(cut("one two\nthree four", 12, len)) == ["one two", "three four"]
    assert list(cut("one two three", 10, len)) == ["one two", "three"]
    family = "👨‍👩‍👧"
    assert list(cut("aaaa" + family * 3, 12, len)) == ["aaaa" + family, family * 2]


# Taking in over HTTP


async def test_a_mention_arrives_as_two_events_and_is_taken_in_once(
    town: LocalSlack, http: SlackChannel, desk: FrontDesk
) -> None:
    said = await town.say("<@UBOT> show acme", channel="C1")
    assert await town.settled() == []
    assert len(desk.came) == 2
    assert desk.texts == ["show acme"]
    assert desk.last.address == {"channel": "C1", "thread_ts": said.ts, "user": "U1"}


async def test_commands_presses_and_words_are_all_taken_in(
    town: LocalSlack, http: SlackChannel, desk: FrontDesk
) -> None:
    await http.send(parcel(done("Which one?", buttons=buttons(2)), letter=41))
    [question] = town.replies("D1")
    assert (await town.press(question, "Deal 1")).ok
    assert (await town.command("/crm", "show the payload of acme & co", channel="C1")).ok
    await town.say("met bob@acme.com", channel="M1")
    assert await town.settled() == []
    assert [message.press for message in desk.taken.values()] == [Press(41, 1), None, None]
    assert desk.texts == ["", "show the payload of acme & co", "met bob@acme.com"]


async def test_an_edit_arrives_and_a_deletion_does_not(town: LocalSlack, http: SlackChannel, desk: FrontDesk) -> None:
    said = await town.say("acme 10k")
    await town.settled()
    await town.edit(said, "acme 12k")
    await town.settled()
    await town.delete(said)
    await town.react(await town.bot_says("beep"))
    assert await town.settled() == []
    first, second = desk.came
    assert (second.edits, second.text) == (first.key, "acme 12k")


async def test_what_the_bot_itself_says_comes_back_and_is_passed_over(
    town: LocalSlack, http: SlackChannel, desk: FrontDesk
) -> None:
    await http.send(parcel(done("<@UBOT> hello"), "C1"))
    assert await town.settled() == []
    assert len(town.events) == 1
    assert desk.came == []


@pytest.mark.parametrize("forgery", ["signature", "stale", "unsigned"])
async def test_a_forged_request_is_turned_away_and_nothing_is_done(
    town: LocalSlack, http: SlackChannel, desk: FrontDesk, forgery: Any, caplog: pytest.LogCaptureFixture
) -> None:
    said = await town.say("win all deals", forge=forgery)
    await town.settled()
    assert [told.statuses for told in town.deliveries_of(said)] == [[401]]
    assert (await town.command("/crm", "help", forge=forgery)).status == 401
    assert desk.came == []
    assert "without Slack's signature" in caplog.text


async def test_nonsense_at_the_door_is_no_fault_of_ours(
    town: LocalSlack, http: SlackChannel, caplog: pytest.LogCaptureFixture
) -> None:
    async def post(body: bytes, at: str | None = None) -> int:
        stamp = at or str(int(time.time()))
        headers = {"X-Slack-Request-Timestamp": stamp}
        if at is None:
            headers["X-Slack-Signature"] = sign(town.installation.signing_secret, int(stamp), body)
        async with session.post(str(town.events_url), data=body, headers=headers) as answer:
            return answer.status

    async with aiohttp.ClientSession() as session:
        assert await post(b"{}", at="yesterday") == 401
        assert await post(b"{broken") == 400
        assert await post(b"payload=[]") == 400
        assert await post(b"{}") == 200
        async with session.get(str(town.events_url).replace("events", "install")) as page:
            assert page.status == 404
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_the_address_is_verified_by_slack_when_it_is_entered(town: LocalSlack, http: SlackChannel) -> None:
    assert await town.verify_url()


async def test_what_could_not_be_taken_in_is_delivered_again(
    town: LocalSlack, http: SlackChannel, desk: FrontDesk
) -> None:
    def locked_once(message: Message) -> None:
        if len(desk.came) == 1:
            raise RuntimeError("database is locked")

    desk.trouble = locked_once
    said = await town.say("show acme")
    assert await town.settled() == []
    assert town.deliveries_of(said)[0].statuses == [500, 200]
    assert desk.texts == ["show acme"]


async def test_slack_hears_yes_only_after_the_message_is_taken_in(
    town: LocalSlack, http: SlackChannel, desk: FrontDesk
) -> None:
    commit = asyncio.Event()

    async def committing() -> None:
        await commit.wait()

    desk.trouble = lambda message: committing()
    said = await town.say("show acme")
    await desk.called.wait()
    [told] = town.deliveries_of(said)
    assert (len(desk.came), told.attempts) == (1, [])
    commit.set()
    assert await town.settled() == []


async def test_other_kinds_are_acknowledged(town: LocalSlack, http: SlackChannel, desk: FrontDesk) -> None:
    said = await town.say("hello")
    await town.open_home()
    assert (await town.shortcut("new_deal")).ok
    assert (await town.message_action("log_this", said)).ok
    assert await town.settled() == []
    assert desk.texts == ["hello"]


async def test_client_secrets_in_the_environment_do_not_divert_bolt(
    town: LocalSlack, desk: FrontDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "s3cret")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-another")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "another")
    async with posted_to(town, desk), aiohttp.ClientSession() as session:
        await town.say("<@UBOT> hello", channel="C1")
        assert (await town.command("/crm", "deals")).ok
        assert await town.settled() == []
        async with session.get(str(town.events_url).replace("events", "install")) as page:
            assert page.status == 404
    assert sorted(desk.texts) == ["deals", "hello"]


async def test_while_it_closes_it_finishes_what_came_and_refuses_what_comes(
    town: LocalSlack, http: SlackChannel, desk: FrontDesk
) -> None:
    commit = asyncio.Event()
    desk.trouble = lambda message: commit.wait()  # type: ignore[assignment, return-value]
    early = await town.say("early")
    await desk.called.wait()
    closing = asyncio.create_task(http.close())
    await asyncio.sleep(0)
    late = await town.say("late")
    await town.wait_until(lambda: town.deliveries_of(late)[0].attempts)
    commit.set()
    await closing
    await town.settled()
    assert town.deliveries_of(early)[0].statuses == [200]
    assert set(town.deliveries_of(late)[0].statuses) == {503}
    assert desk.texts == ["early"]


async def test_a_file_that_comes_along_is_fetched(town: LocalSlack, http: SlackChannel, desk: FrontDesk) -> None:
    await town.say("import this", files={".leads ü.csv": b"name\nAnn"})
    assert await town.settled() == []
    [path] = desk.last.files
    assert Path(path).read_bytes() == b"name\nAnn"
    assert (Path(path).name, Path(path).parent.parent.name[:13]) == ("leads_ü.csv", "confab-slack-")
    await http.close()
    assert not Path(path).exists()


async def test_a_file_that_is_too_large_is_named_and_its_words_come_in(
    town: LocalSlack, http: SlackChannel, desk: FrontDesk
) -> None:
    await town.say("the gate is stuck", files={"film.mp4": bytes(MOST_BYTES + 1), "gate.jpg": b"1"})
    assert await town.settled() == []
    assert (desk.last.text, desk.last.missed) == ("the gate is stuck", ("film.mp4",))
    assert [Path(path).name for path in desk.last.files] == ["gate.jpg"]


async def test_a_file_nobody_sent_to_us_stays_where_it_is(
    town: LocalSlack, http: SlackChannel, desk: FrontDesk
) -> None:
    await town.say("for bob", channel="C1", files={"x.csv": b"x"})
    assert await town.settled() == []
    assert desk.last.files == ()


async def test_the_token_is_shown_to_nobody_but_slack(town: LocalSlack, http: SlackChannel, desk: FrontDesk) -> None:
    message = await town.say("import this", files={"a.csv": b"1"})
    await town.settled()
    payload = town.deliveries_of(message)[0].payload
    payload["event"]["files"][0]["url_private_download"] = "http://evil.example/a.csv"
    assert await http._files.keep(payload["event"]["files"]) == ((), ("a.csv",))


# Taking in over sockets


async def test_an_envelope_is_acknowledged_only_after_it_is_taken_in(town: LocalSlack, desk: FrontDesk) -> None:
    commit = asyncio.Event()
    desk.trouble = lambda message: commit.wait()  # type: ignore[assignment, return-value]
    async with plugged_in(town, desk):
        said = await town.say("show acme")
        await desk.called.wait()
        [told] = town.deliveries_of(said)
        assert (len(desk.came), told.attempts) == (1, [])
        commit.set()
        assert await town.settled() == []
        assert told.statuses == [200]


async def test_everything_comes_over_sockets_as_well(town: LocalSlack, desk: FrontDesk) -> None:
    async with plugged_in(town, desk) as channel:
        await channel.send(parcel(done("Which one?", buttons=buttons(2)), letter=41))
        assert (await town.press(town.replies("D1")[0], 0)).ok
        assert (await town.command("/crm", "payload", channel="C1")).ok
        await town.say("<@UBOT> hi", channel="G1")
        await town.open_home()
        assert await town.settled() == []
    assert [message.press for message in desk.taken.values()] == [Press(41, 0), None, None]
    assert desk.texts == ["", "payload", "hi"]


async def test_an_envelope_that_was_not_taken_in_comes_again(town: LocalSlack, desk: FrontDesk) -> None:
    def locked_once(message: Message) -> None:
        if len(desk.came) == 1:
            town.ack_timeout = PATIENCE
            raise RuntimeError("database is locked")

    desk.trouble = locked_once
    town.ack_timeout = 0.5
    async with plugged_in(town, desk):
        said = await town.say("show acme")
        assert await town.settled() == []
        assert len(town.deliveries_of(said)[0].attempts) == 2
    assert desk.texts == ["show acme"]


@pytest.mark.parametrize("trouble", ["refresh", "cut"])
async def test_a_lost_connection_is_opened_again(town: LocalSlack, desk: FrontDesk, trouble: str) -> None:
    async with plugged_in(town, desk):
        await town.say("before")
        await town.settled()
        await (town.disconnect() if trouble == "refresh" else asyncio.to_thread(lambda: None))
        if trouble == "cut":
            town.sockets.cut()
        await town.say("after")
        assert await town.settled() == []
        await town.connected(slack_socket.LINES)
    assert desk.texts == ["before", "after"]


async def test_a_connection_that_went_dead_is_noticed(town: LocalSlack, desk: FrontDesk) -> None:
    async with plugged_in(town, desk, heartbeat=0.1):
        town.sockets.deafen()
        await town.say("is anybody there")
        assert await town.settled() == []
    assert desk.texts == ["is anybody there"]


async def test_a_line_is_renewed_after_its_lifetime(
    town: LocalSlack, desk: FrontDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack_socket, "LIFETIME", 0.2)
    monkeypatch.setattr(slack_socket, "LASTING", 0.05)
    async with plugged_in(town, desk):
        await town.wait_until(lambda: len(town.called("apps.connections.open")) >= 5)
        await town.say("hello")
        assert await town.settled() == []
    assert desk.texts == ["hello"]


async def test_a_slack_that_sends_us_away_is_not_run_at(town: LocalSlack, desk: FrontDesk) -> None:
    async with plugged_in(town, desk):
        for _ in range(3):
            await town.connected()
            await town.disconnect("too_many_websockets", grace=0.1)
        await asyncio.sleep(0.3)
        assert len(town.called("apps.connections.open")) <= 8


async def test_a_wrong_token_is_told_at_once(town: LocalSlack, desk: FrontDesk) -> None:
    app = town.installation
    for bot_token, app_token in (("xoxb-wrong", None), (app.bot_token, "xapp-wrong")):
        channel = SlackChannel(bot_token, app.signing_secret, app_token, town.base_url)
        with pytest.raises(SlackApiError, match="invalid_auth"):
            await channel.listen(desk.take)
        await channel.close()
    with pytest.raises(ValueError, match="app-level token"):
        SlackChannel("xoxb-1", None, None)


async def test_a_slack_that_cannot_be_reached_yet_is_tried_on(
    town: LocalSlack, desk: FrontDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack, "PATIENCE", 0.05)
    monkeypatch.setattr(slack, "PAUSES", (0.1, 0.1))
    town.fail_next(2, only="auth.test")
    town.mode = "socket"
    channel = new_channel(town, town.installation.app_token)
    await channel.listen(desk.take)
    await town.connected()
    await town.say("hello")
    assert await town.settled() == []
    await channel.close()
    assert desk.texts == ["hello"]


# Sending


async def test_a_reply_goes_where_the_question_was(town: LocalSlack, sender: SlackChannel) -> None:
    sent_as = await sender.send(parcel(done("In *Acme*: 5 < 6"), "C1", thread_ts="10.1"))
    [message] = town.replies("C1", "10.1")
    assert (message.shown, sent_as) == ("In *Acme*: 5 < 6", f"C1:{message.ts}")
    [call] = town.called("chat.postMessage")
    assert (call["unfurl_links"], call["unfurl_media"]) == (False, False)


async def test_long_and_nasty_text_arrives_whole(town: LocalSlack, sender: SlackChannel) -> None:
    chance = random.Random(5)
    text = "".join(chance.choices([part for part in ALPHABET if part != "\ud800"], k=4_000))
    await sender.send(parcel(done(text, buttons=buttons(3))))
    replies = town.replies("D1")
    assert len(replies) > 3
    assert "".join("".join(reply.shown for reply in replies).split()) == "".join(text.split())
    assert [len(reply.buttons) for reply in replies] == [0] * (len(replies) - 1) + [3]
    assert not [reply for reply in replies if "<!channel>" in reply.text]


async def test_what_is_private_is_shown_to_its_asker_alone(town: LocalSlack, sender: SlackChannel) -> None:
    await sender.send(parcel(done("the code is 1234", private=True), "C1", thread_ts="10.1"))
    await sender.send(parcel(done("asked by command"), "C1", letter=8, private=True))
    await sender.send(parcel(done("in your own chat", private=True), letter=9))
    assert [(reply.channel, reply.ephemeral_to, reply.thread_ts) for reply in town.replies()] == [
        ("C1", "U1", "10.1"),
        ("C1", "U1", None),
        ("D1", None, None),
    ]
    nobody = Parcel(10, "T1/C1", {"channel": "C1"}, None, done("secret", private=True))
    with pytest.raises(Refused):
        await sender.send(nobody)


async def test_a_command_in_a_foreign_channel_is_answered_in_the_direct_chat(
    town: LocalSlack, sender: SlackChannel
) -> None:
    await sender.send(parcel(done("your deals"), "C2", private=True))
    assert [(reply.channel, reply.text) for reply in town.replies()] == [("D1", "your deals")]


async def test_a_pushed_letter_needs_no_more_than_its_chat_or_its_person(
    town: LocalSlack, sender: SlackChannel
) -> None:
    await sender.send(Parcel(1, "T1/C1/10.1", {}, None, done("to the thread")))
    await sender.send(Parcel(2, "T1/D2", {}, "U2", done("to bob")))
    await sender.send(Parcel(3, "", {}, "U3", done("to cat")))
    assert [(reply.channel, reply.thread_ts) for reply in town.replies()] == [
        ("C1", "10.1"),
        ("D2", None),
        ("D3", None),
    ]


async def test_buttons_in_a_shared_channel_say_so_when_they_are_pressed(
    town: LocalSlack, http: SlackChannel, desk: FrontDesk
) -> None:
    await http.send(parcel(done("Weekly report", buttons=buttons(1)), "X1", shared=True))
    await town.press(town.replies("X1")[0], 0)
    assert (desk.last.outsiders, desk.last.address["shared"]) == (True, True)


async def test_files_go_along(town: LocalSlack, sender: SlackChannel, tmp_path: Path) -> None:
    chart, empty = tmp_path / "漏斗.png", tmp_path / "empty.csv"
    chart.write_bytes(b"\x89PNG")
    empty.touch()
    files = (str(chart), str(empty), str(tmp_path / "gone.csv"))
    await sender.send(parcel(done("The funnel", files=files), "C1", thread_ts="10.1"))
    words, shared = town.replies("C1", "10.1")
    assert (words.text, [file["name"] for file in shared.files]) == ("The funnel", ["漏斗.png"])
    assert [file["content"] for file in town.files.values()] == [b"\x89PNG"]


async def test_a_private_file_goes_to_the_direct_chat(town: LocalSlack, sender: SlackChannel, tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text("all")
    await sender.send(parcel(done("Your export", files=(str(file),), private=True), "C1"))
    assert [(reply.channel, reply.ephemeral_to) for reply in town.replies()] == [("C1", "U1"), ("D1", None)]


# Trouble on the way out


async def test_a_429_is_honoured(town: LocalSlack, sender: SlackChannel) -> None:
    town.refuse_next(1, retry_after=17)
    with pytest.raises(Later) as later:
        await sender.send(parcel(done("hello")))
    assert later.value.seconds == 17
    await sender.send(parcel(done("hello")))
    assert [reply.text for reply in town.replies()] == ["hello"]


async def test_a_letter_of_many_parts_goes_on_where_it_was_stopped(town: LocalSlack, sender: SlackChannel) -> None:
    town.rate_limit(per_second=20, burst=2)
    text = "\n".join(f"line {number} {'x' * 80}" for number in range(200))
    letter, stops = parcel(done(text, buttons=buttons(1))), 0
    while True:
        try:
            await sender.send(letter)
            break
        except Later:
            stops += 1
            await asyncio.sleep(0.06)
    assert stops
    assert "\n".join(reply.shown for reply in town.replies()).split() == text.split()


async def test_a_lost_answer_is_never_followed_by_a_repetition(town: LocalSlack, sender: SlackChannel) -> None:
    town.lose_next_answer()
    with pytest.raises(Unsure):
        await sender.send(parcel(done("hello")))
    assert [reply.text for reply in town.replies()] == ["hello"]


async def test_a_part_whose_answer_was_lost_does_not_hold_up_the_others(town: LocalSlack, sender: SlackChannel) -> None:
    town.lose_next_answer()
    with pytest.raises(Unsure):
        await sender.send(parcel(done("word " * 1_500, buttons=buttons(1))))
    assert sum(reply.text.count("word") for reply in town.replies()) == 1_500
    assert town.replies()[-1].labels == ["Deal 0"]


async def test_a_slack_that_is_too_slow_may_have_heard_us(
    town: LocalSlack, desk: FrontDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack, "TIMEOUT", aiohttp.ClientTimeout(total=0.2))
    channel = new_channel(town)
    await channel.listen(desk.take)
    town.latency = 0.5
    with pytest.raises(Unsure, match="TimeoutError"):
        await channel.send(parcel(done("hello")))
    await channel.close()


async def test_nothing_was_sent_to_a_slack_that_is_not_there() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # bound, and nobody listens
        channel = SlackChannel("xoxb-1", "s", None, f"http://127.0.0.1:{silent.getsockname()[1]}/api/")
        with pytest.raises(Later) as later:
            await channel.send(parcel(done("hello")))
        await channel.close()
    assert later.value.seconds == UNREACHED_WAIT


@pytest.mark.parametrize(
    ("status", "comes_to"), [(500, Later), (503, Later), (502, Unsure), (504, Unsure), (404, Refused)]
)
async def test_a_status_says_whether_it_may_be_tried_again(
    town: LocalSlack, sender: SlackChannel, status: int, comes_to: type[Exception]
) -> None:
    town.fail_next(1, status=status)
    with pytest.raises(comes_to):
        await sender.send(parcel(done("hello")))


@pytest.mark.parametrize("channel", ["C2", "C404", "C9"])
async def test_where_we_may_not_speak_a_letter_is_refused(town: LocalSlack, sender: SlackChannel, channel: str) -> None:
    town.add_channel("C9", members=["U1", BOT]).archived = True
    with pytest.raises(Refused, match=r"not_in_channel|channel_not_found|is_archived"):
        await sender.send(parcel(done("hello"), channel))


async def test_a_setup_that_can_be_mended_is_waited_for(town: LocalSlack, sender: SlackChannel) -> None:
    town.installation.scopes.discard("chat:write")
    with pytest.raises(Later) as later:
        await sender.send(parcel(done("hello")))
    assert later.value.seconds == SETUP_WAIT


async def test_blocks_that_slack_refuses_are_sent_as_plain_words(
    town: LocalSlack, sender: SlackChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack_blocks, "_section", lambda words: {"type": "sonnet", "text": words})
    await sender.send(parcel(done("shall I compare thee")))
    [message] = town.replies()
    assert (message.text, message.blocks) == ("shall I compare thee", [])


# The doctor, and the paper around


async def test_the_doctor_finds_nothing_wrong_with_a_good_setup(town: LocalSlack) -> None:
    for app_token in (None, town.installation.app_token):
        found = await new_channel(town, app_token).doctor()
        assert all(finding.ok for finding in found)
        assert len(found) == 3


async def test_the_doctor_names_each_missing_scope_and_how_to_mend_it(town: LocalSlack) -> None:
    town.installation.scopes -= {"im:write", "files:write"}
    bad = [finding for finding in await new_channel(town).doctor() if not finding.ok]
    assert [finding.what.split()[2] for finding in bad] == ["im:write", "files:write"]
    assert all("Reinstall" in finding.mend for finding in bad)


async def test_the_doctor_knows_a_wrong_token_and_a_silent_network(town: LocalSlack) -> None:
    found = await SlackChannel("xoxb-no", None, "xapp-no", town.base_url).doctor()
    assert [(finding.ok, "invalid_auth" in finding.what) for finding in found] == [(False, True)] * 2
    silent = await SlackChannel("xoxb-1", "s", None, "http://127.0.0.1:9/api/").doctor()
    assert "cannot be asked" in silent[0].what
    assert silent[0].mend


def test_the_manifest_asks_for_what_the_adapter_needs() -> None:
    manifest = yaml.safe_load(MANIFEST.read_text("utf-8"))
    assert set(SCOPES) <= set(manifest["oauth_config"]["scopes"]["bot"])
    assert manifest["features"]["slash_commands"][0]["command"] == "/crm"
    events = {"app_mention", "message.im", "message.mpim", "message.channels", "message.groups"}
    assert events <= set(manifest["settings"]["event_subscriptions"]["bot_events"])
    assert manifest["settings"]["interactivity"]["is_enabled"]


def test_a_body_is_opened_whatever_its_shape() -> None:
    assert opened('{"a": 1}') == {"a": 1}
    assert opened("payload=%7B%22a%22%3A1%7D") == {"a": 1}
    assert opened("command=%2Fcrm&text=&payload=x") == {"command": "/crm", "text": "", "payload": "x"}


@pytest.mark.parametrize("road", [posted_to, plugged_in])
async def test_a_message_is_handed_in_by_its_menu_or_by_an_emoji(town: LocalSlack, desk: FrontDesk, road: Any) -> None:
    async with road(town, desk):
        said = await town.say("The gate at dock 4 is stuck", user="U2", channel="C1")
        assert (await town.message_action("open_ticket", said, user="U1")).ok
        assert (await town.message_action("something_else", said, user="U1")).ok
        await town.react(said, "ticket", user="U1")
        await town.react(said, "thumbsup", user="U1")
        assert await town.settled() == []
    handed = [message for message in desk.came if message.handed_in]
    assert [message.text for message in handed] == ["The gate at dock 4 is stuck"] * 2
    assert [(message.account, message.address["private"]) for message in handed] == [("U1", True)] * 2
