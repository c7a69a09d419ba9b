"""The local Telegram, driven with the real python-telegram-bot client."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
import telegram
from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)

from tests.peers.telegram import LocalTelegram
from tests.waiting import PATIENCE

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
TEAM = -1001234567890
ANN, BEN = 42, 43


@pytest.fixture
async def tg() -> AsyncIterator[LocalTelegram]:
    async with LocalTelegram() as local:
        local.person(ANN, "Ann", username="ann")
        yield local


@pytest.fixture
async def bot(tg: LocalTelegram) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(tg.token, base_url=tg.base_url, base_file_url=tg.base_file_url) as client:
        yield client


@contextlib.asynccontextmanager
async def receiver(
    answer: Callable[[dict[str, Any], str | None], Any],
) -> AsyncIterator[str]:
    """The address of a webhook whose answers `answer(update, secret)` decides."""

    async def take(request: web.Request) -> web.Response:
        outcome = answer(await request.json(), request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        outcome = await outcome if asyncio.iscoroutine(outcome) else outcome
        return outcome if isinstance(outcome, web.Response) else web.Response(status=outcome)

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()


def keyboard(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    )


# Polling


async def test_an_update_is_given_again_until_a_higher_offset_confirms_it(tg: LocalTelegram, bot: telegram.Bot) -> None:
    first, second = await tg.say(ANN, "one"), await tg.say(ANN, "/two@confab_bot now")
    for _ in range(2):
        assert [u.message.text for u in await bot.get_updates()] == ["one", "/two@confab_bot now"]
    assert [len(d.attempts) for d in tg.deliveries] == [2, 2]
    (left,) = await bot.get_updates(offset=second.update_id)
    assert left.update_id == second.update_id
    assert tg.delivery(first.update_id).confirmed
    assert not tg.delivery(second.update_id).confirmed
    assert left.message.parse_entities() == {left.message.entities[0]: "/two@confab_bot"}
    assert await bot.get_updates(offset=second.update_id + 1) == ()
    await tg.all_confirmed(0.1)


async def test_a_long_poll_ends_with_the_first_update(tg: LocalTelegram, bot: telegram.Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await tg.wait_for(lambda: tg.polling)
    await tg.say(ANN, "你好")
    (update,) = await poll
    assert (update.message.text, update.message.from_user.username) == ("你好", "ann")
    assert (await bot.get_updates(offset=-1))[0].update_id == update.update_id


async def test_a_second_poll_ends_the_first_with_409(tg: LocalTelegram, bot: telegram.Bot) -> None:
    async with telegram.Bot(tg.token, base_url=tg.base_url) as rival:
        first = asyncio.create_task(bot.get_updates(timeout=5))
        await tg.wait_for(lambda: tg.polling)
        second = asyncio.create_task(rival.get_updates(timeout=5))
        with pytest.raises(Conflict, match="other getUpdates"):
            await first
        await tg.say(ANN, "who hears me")
        assert len(await second) == 1


async def test_a_poll_whose_client_is_gone_swallows_nothing(tg: LocalTelegram, bot: telegram.Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await tg.wait_for(lambda: tg.polling)
    poll.cancel()
    await tg.wait_for(lambda: not tg.polling)
    await tg.say(ANN, "hello")
    assert len(await bot.get_updates()) == 1


async def test_kinds_not_asked_for_never_become_updates(tg: LocalTelegram, bot: telegram.Bot) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    assert (await tg.say(ANN, "unheard")).update_id is None
    await bot.get_updates(allowed_updates=["message", "message_reaction"])
    said = await tg.say(ANN, "heard")
    await tg.react(ANN, said, "👍")
    assert [u.message_reaction is not None for u in await bot.get_updates(limit=2)] == [False, True]
    assert len(await bot.get_updates(limit=1)) == 1


async def test_redelivery_over_polling_repeats_a_confirmed_update(tg: LocalTelegram, bot: telegram.Bot) -> None:
    said = await tg.say(ANN, "once")
    await bot.get_updates()
    await bot.get_updates(offset=said.update_id + 1)
    await tg.redeliver(said.update_id)
    assert [u.update_id for u in await bot.get_updates(offset=said.update_id + 1)] == [said.update_id]


# Webhook


async def test_a_webhook_gets_updates_with_the_secret_and_excludes_polling(
    tg: LocalTelegram, bot: telegram.Bot
) -> None:
    seen: list[tuple[str, str | None]] = []

    def take(update: dict[str, Any], secret: str | None) -> int:
        seen.append((telegram.Update.de_json(update, bot).message.text, secret))
        return 200 if secret == "s3cret" else 401

    await tg.say(ANN, "before")
    async with receiver(take) as url:
        await bot.set_webhook(url, secret_token="s3cret", max_connections=5)
        await tg.say(ANN, "after")
        await tg.all_confirmed()
        assert seen == [("before", "s3cret"), ("after", "s3cret")]
        assert await tg.forge(ANN, "give me everything") == 401
        assert tg.deliveries[-1].update_id == 700_000_002
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates()
        info = await bot.get_webhook_info()
        assert (info.url, info.max_connections, info.pending_update_count) == (url, 5, 0)
        await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_a_refused_update_is_repeated_and_holds_up_its_own_chat_only(
    tg: LocalTelegram, bot: telegram.Bot
) -> None:
    seen: list[str] = []

    def take(update: dict[str, Any], _: str | None) -> int:
        seen.append(update["message"]["text"])
        return 500 if seen.count("stubborn") < 4 and seen[-1] == "stubborn" else 200

    async with receiver(take) as url:
        await bot.set_webhook(url)
        for who, text in ((ANN, "stubborn"), (ANN, "patient"), (BEN, "swift")):
            await tg.say(who, text)
        await tg.wait_for(lambda: seen.count("stubborn") == 2)
        info = await bot.get_webhook_info()
        assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
        await tg.all_confirmed()
    assert seen.index("swift") < seen.index("patient") == len(seen) - 1
    assert [a.outcome for a in tg.deliveries[0].attempts] == [500, 500, 500, 200]


async def test_updates_outlive_a_bot_that_is_down(tg: LocalTelegram, bot: telegram.Bot) -> None:
    async with receiver(lambda update, secret: 200) as url:
        pass
    await bot.set_webhook(url)
    await tg.say(ANN, "anybody there?")
    await tg.wait_for(lambda: len(tg.deliveries[0].attempts) > 1)
    info = await bot.get_webhook_info()
    assert info.pending_update_count == 1
    assert info.last_error_message.startswith("Connection failed")
    await bot.delete_webhook(drop_pending_updates=True)
    assert tg.deliveries[0].dropped


async def test_without_order_max_connections_are_in_flight_at_once() -> None:
    release = asyncio.Event()

    async def take(update: dict[str, Any], _: str | None) -> int:
        await release.wait()
        return 200

    async with LocalTelegram(per_chat_order=False) as tg, receiver(take) as url:
        async with telegram.Bot(tg.token, base_url=tg.base_url) as bot:
            await bot.set_webhook(url, max_connections=3)
            for n in range(5):
                await tg.say(ANN, f"{n}")
            await tg.wait_for(lambda: tg.webhook.in_flight == 3)
            release.set()
            await tg.all_confirmed()
        assert tg.webhook.most_in_flight == 3


async def test_held_updates_can_be_delivered_out_of_order_and_twice(tg: LocalTelegram, bot: telegram.Bot) -> None:
    seen: list[str] = []

    def take(update: dict[str, Any], _: str | None) -> int:
        seen.append(update["message"]["text"])
        return 200

    async with receiver(take) as url:
        await bot.set_webhook(url)
        tg.webhook.hold()
        said = [await tg.say(ANN, text) for text in ("1", "2", "3")]
        assert await tg.deliver([said[2].update_id, said[0].update_id]) == [200, 200]
        tg.webhook.release()
        await tg.all_confirmed()
        await tg.redeliver(said[1].update_id)
    assert seen == ["3", "1", "2", "2"]


async def test_a_method_in_the_answer_to_a_webhook_is_carried_out(tg: LocalTelegram, bot: telegram.Bot) -> None:
    reply = {"method": "sendMessage", "chat_id": ANN, "text": "at once"}
    async with receiver(lambda update, secret: web.json_response(reply)) as url:
        await bot.set_webhook(url)
        await tg.say(ANN, "hi")
        await tg.wait_for(lambda: [m.text for m in tg.replies(ANN)] == ["at once"])


# Texts


@pytest.mark.parametrize(
    ("html", "shown", "kinds"),
    [
        ("<b>Acme &amp; <i>Söhne</i></b> &#x1F600;", "Acme & Söhne 😀", ["bold 0+12", "italic 7+5"]),
        ("😀<code>&lt;b&gt;</code>", "😀<b>", ["code 2+3"]),
        ('<pre><code class="language-py">x = 1</code></pre>', "x = 1", ["pre 0+5"]),
        ("  <u>a</u>\n<s>b</s> ", "a\nb", ["underline 0+1", "strikethrough 2+1"]),
        ('<blockquote expandable>long</blockquote> <span class="tg-spoiler">x</span>', "long x", None),
        ('<a href="https://acme.com">site</a> <a href="tg://user?id=42">Ann</a>', "site Ann", None),
        ("a & b &copy; /cut @ann", "a & b &copy; /cut @ann", ["bot_command 13+4", "mention 18+4"]),
    ],
)
async def test_html_is_shown_with_its_spans(
    tg: LocalTelegram, bot: telegram.Bot, html: str, shown: str, kinds: list[str] | None
) -> None:
    sent = await bot.send_message(ANN, html, parse_mode="HTML")
    assert sent.text == shown
    spans = [f"{e.type} {e.offset}+{e.length}" for e in sent.entities]
    assert spans == kinds if kinds else len(spans) == 2
    assert tg.replies(ANN)[0].raw == html


@pytest.mark.parametrize(
    ("mode", "text", "complaint"),
    [
        ("HTML", "客户 <acme>", 'unsupported start tag "acme" at byte offset 7'),
        ("HTML", "1 <2", "unclosed start tag at byte offset 2"),
        ("HTML", "<b>open", "can't find end tag corresponding to start tag b"),
        ("HTML", "<b>x</i>", 'unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("HTML", "x</b>", "unexpected end tag at byte offset 1"),
        ("HTML", '<span class="x">y</span>', 'tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("MarkdownV2", "45.000", "character '.' is reserved and must be escaped with the preceding '\\'"),
        ("MarkdownV2", "*Acme", "can't find end of bold entity at byte offset 0"),
        ("MarkdownV2", "a [b](c", "can't find end of a url at byte offset 6"),
        ("Nonsense", "x", "unsupported parse_mode"),
    ],
)
async def test_broken_markup_is_refused_in_telegrams_words(
    tg: LocalTelegram, bot: telegram.Bot, mode: str, text: str, complaint: str
) -> None:
    with pytest.raises(BadRequest) as refusal:
        await bot.send_message(ANN, text, parse_mode=mode)
    assert complaint in refusal.value.message.lower()
    assert tg.replies(ANN) == []


async def test_markdown_v2_is_shown_with_its_spans(tg: LocalTelegram, bot: telegram.Bot) -> None:
    text = "*b _i_* __u__ `a_b` ||s|| [x](https://acme.com/\\)) 45\\.0\n```py\n1+1```\n>q\n>r\nend"
    sent = await bot.send_message(ANN, text, parse_mode="MarkdownV2")
    assert sent.text == "b i u a_b s x 45.0\n1+1\nq\nr\nend"
    kinds = ["bold", "italic", "underline", "code", "spoiler", "text_link", "pre", "blockquote"]
    assert [str(e.type) for e in sent.entities] == kinds
    assert [sent.parse_entity(e) for e in sent.entities][-2:] == ["1+1", "q\nr"]


async def test_the_length_counts_utf16_units_after_parsing(tg: LocalTelegram, bot: telegram.Bot) -> None:
    await bot.send_message(ANN, f"<b>{'😀' * 2048}</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(ANN, "😀" * 2048 + "x")
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(ANN, "")
    with pytest.raises(BadRequest, match="must be non-empty"):
        await bot.send_message(ANN, "<b> </b>", parse_mode="HTML")


# Keyboards and presses


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        (keyboard([("x", "d" * 65)]), "Button_data_invalid"),
        (keyboard([("x", "客" * 22)]), "Button_data_invalid"),
        (keyboard([("x", "d")] * 9), "Reply markup is too long"),
        (keyboard(*[[("x", "d")] * 8] * 13), "Reply markup is too long"),
        (keyboard(*[[("x" * 20, "d" * 64)]] * 99), "Reply markup is too long"),
    ],
)
async def test_keyboards_beyond_the_limits_are_refused(
    bot: telegram.Bot, markup: InlineKeyboardMarkup, complaint: str
) -> None:
    with pytest.raises(BadRequest, match=rf"(?i){complaint}"):
        await bot.send_message(ANN, "x", reply_markup=markup)


async def test_a_press_reaches_the_bot_and_can_be_answered_for_a_while(tg: LocalTelegram, bot: telegram.Bot) -> None:
    sent = await bot.send_message(ANN, "Sure?", reply_markup=keyboard([("Yes", "y:1"), ("No", "n:1")]))
    press = await tg.press(ANN, tg.replies(ANN)[0], "No")
    (update,) = await bot.get_updates()
    query = update.callback_query
    assert (query.data, query.message.message_id, query.from_user.id) == ("n:1", sent.message_id, ANN)
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await query.answer("x" * 201)
    await query.answer("Fine", show_alert=True)
    assert press.answers == [{"text": "Fine", "show_alert": True}]
    tg.callback_ttl = 0.0
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer()
    with pytest.raises(LookupError, match="Yes"):
        await tg.press(ANN, tg.replies(ANN)[0], "Maybe")


async def test_editing_changes_the_message_and_an_equal_edit_is_refused(tg: LocalTelegram, bot: telegram.Bot) -> None:
    sent = await bot.send_message(ANN, "draft", reply_markup=keyboard([("Undo", "u")]))
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("draft", ANN, sent.message_id, reply_markup=keyboard([("Undo", "u")]))
    await sent.edit_text("<b>final</b>", parse_mode="HTML")
    (shown,) = tg.messages(ANN)
    assert (shown.text, shown.labels, shown.edited, shown.former) == ("final", [], True, ["draft"])
    await sent.edit_reply_markup(keyboard([("Redo", "r")]))
    assert shown.labels == ["Redo"]
    said = await tg.say(ANN, "mine")
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("yours", ANN, said.message_id)
    await sent.delete()
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await sent.edit_text("late")


# Chats


async def test_privacy_lets_through_only_what_is_meant_for_the_bot(tg: LocalTelegram, bot: telegram.Bot) -> None:
    tg.group(TEAM, "Sales", members=[ANN, BEN])
    tg.person(99, "Other", username="other_bot", is_bot=True)
    own = await bot.send_message(TEAM, "morning")
    await tg.say(BEN, "lunch?", chat=TEAM)
    await tg.say(BEN, "/deal@other_bot", chat=TEAM)
    await tg.say(99, "/deal", chat=TEAM)
    for text in ("/deal acme", "/deal@confab_bot", "hey @confab_bot!"):
        await tg.say(BEN, text, chat=TEAM)
    await tg.say(BEN, "yes", chat=TEAM, reply_to=own.message_id)
    heard = [u.message.text for u in await bot.get_updates()]
    assert heard == ["/deal acme", "/deal@confab_bot", "hey @confab_bot!", "yes"]
    tg.privacy, tg.hears_bots = False, True
    assert (await tg.say(BEN, "lunch!", chat=TEAM)).update_id
    assert (await tg.say(99, "beep", chat=TEAM)).update_id


async def test_topics_must_be_named_and_quote_the_message_that_opened_them(
    tg: LocalTelegram, bot: telegram.Bot
) -> None:
    tg.group(TEAM, "Sales", forum=True, members=[ANN])
    deals = await tg.topic(TEAM, "Deals")
    await tg.say(ANN, "/list", chat=TEAM, thread=deals)
    message = (await bot.get_updates())[-1].message
    assert (message.is_topic_message, message.message_thread_id) == (True, deals)
    assert message.reply_to_message.forum_topic_created.name == "Deals"
    answer = await message.reply_text("three", do_quote=True)
    assert answer.message_thread_id == deals
    assert tg.replies(TEAM)[0].reply_to.text == "/list"
    for wrong in (1, 77):
        with pytest.raises(BadRequest, match="Message thread not found"):
            await bot.send_message(TEAM, "x", message_thread_id=wrong)
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(TEAM, "x", reply_parameters=telegram.ReplyParameters(999))


async def test_who_cannot_be_written_to_is_refused(tg: LocalTelegram, bot: telegram.Bot) -> None:
    tg.person(BEN, "Ben", started=False)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(1000, "x")
    with pytest.raises(Forbidden, match="can't initiate"):
        await bot.send_message(BEN, "x")
    await tg.block(ANN)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ANN, "x")
    tg.group(TEAM, "Sales", members=[ANN])
    await tg.kick_bot(TEAM, ANN)
    with pytest.raises(Forbidden, match="kicked from the supergroup chat"):
        await bot.send_message(TEAM, "x")
    changes = [u.my_chat_member.new_chat_member.status for u in await bot.get_updates()]
    assert changes == ["kicked", "kicked"]


async def test_a_migrated_group_tells_both_ids(tg: LocalTelegram, bot: telegram.Bot) -> None:
    tg.group(-500, "Small", members=[ANN])
    await tg.migrate(-500, TEAM)
    old, new = [u.message for u in await bot.get_updates()]
    assert (old.chat.id, old.migrate_to_chat_id) == (-500, TEAM)
    assert (new.chat.id, new.migrate_from_chat_id) == (TEAM, -500)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-500, "x")
    assert moved.value.new_chat_id == TEAM
    assert (await bot.send_message(TEAM, "x")).chat.title == "Small"


async def test_members_come_and_go(tg: LocalTelegram, bot: telegram.Bot) -> None:
    tg.group(TEAM, "Sales", members=[ANN], bot="left")
    await tg.add_bot(TEAM, ANN)
    await tg.join(TEAM, BEN, by=ANN)
    await tg.leave(TEAM, BEN)
    added, greeted, joined, left = await bot.get_updates()
    assert added.my_chat_member.new_chat_member.status == "member"
    assert greeted.message.new_chat_members[0].id == bot.id
    assert joined.message.new_chat_members[0].id == left.message.left_chat_member.id == BEN
    assert (await bot.get_chat_member(TEAM, BEN)).status == "left"
    assert await bot.get_chat_member_count(TEAM) == 2
    assert (await bot.get_chat(TEAM)).title == "Sales"


async def test_people_edit_forward_and_send_files(tg: LocalTelegram, bot: telegram.Bot) -> None:
    said = await tg.say(ANN, "typo", language_code="zh-hans")
    await tg.edit(said.message_id, "fixed", chat=ANN)
    await tg.forward(BEN, said)
    await tg.send_file(ANN, "leads.csv", b"name\nAcme\n", mime="text/csv", caption="/import")
    first, edited, forwarded, sent = await bot.get_updates()
    assert (first.message.text, first.message.from_user.language_code) == ("typo", "zh-hans")
    assert (edited.edited_message.text, edited.edited_message.edit_date is not None) == ("fixed", True)
    assert forwarded.message.forward_origin.sender_user.id == ANN
    assert sent.message.document.file_name == "leads.csv"
    file = await sent.message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"name\nAcme\n"
    tg.max_download = 5
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(file.file_id)


async def test_the_bot_sends_files_within_the_limits(tg: LocalTelegram, bot: telegram.Bot) -> None:
    sent = await bot.send_document(ANN, InputFile(b"a,b", "out.csv"), caption="<b>Export</b>", parse_mode="HTML")
    again = await bot.send_document(ANN, sent.document.file_id)
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x08"
    photo = await bot.send_photo(ANN, png)
    assert (photo.photo[0].width, photo.photo[0].height) == (16, 8)
    shown = tg.replies(ANN)
    assert [m.text for m in shown] == ["Export", "", ""]
    assert (shown[0].file.name, shown[0].file.content, shown[1].file) == ("out.csv", b"a,b", shown[0].file)
    assert again.document.file_unique_id == sent.document.file_unique_id
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_document(ANN, b"x", caption="x" * 1025)
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(ANN, b"not a picture")
    tg.max_upload = 3
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(ANN, b"four")


async def test_command_menus_are_kept_per_scope_and_language(tg: LocalTelegram, bot: telegram.Bot) -> None:
    await bot.set_my_commands([("help", "What I can do")])
    await bot.set_my_commands([("help", "我能做什么")], language_code="zh")
    scope = telegram.BotCommandScopeChat(ANN)
    await bot.set_my_commands([("deal", "Deals")], scope=scope)
    assert [c.command for c in await bot.get_my_commands(scope)] == ["deal"]
    assert tg.commands_seen_by(ANN) == [{"command": "deal", "description": "Deals"}]
    tg.person(BEN, "Ben", language_code="zh")
    assert tg.commands_seen_by(BEN)[0]["description"] == "我能做什么"
    for bad in ([("Help", "x")], [("help", "")], [("x" * 33, "x")], [(f"c{n}", "x") for n in range(101)]):
        with pytest.raises(BadRequest, match=r"(?i)bot_command"):
            await bot.set_my_commands(bad)


async def test_reactions_and_chat_actions_are_checked(tg: LocalTelegram, bot: telegram.Bot) -> None:
    said = await tg.say(ANN, "won it!")
    await bot.set_message_reaction(ANN, said.message_id, "🎉")
    await bot.send_chat_action(ANN, "typing")
    assert said.reactions == {bot.id: "🎉"}
    with pytest.raises(BadRequest, match=r"(?i)reaction_invalid"):
        await bot.set_message_reaction(ANN, said.message_id, telegram.ReactionTypeEmoji("🦖"))
    with pytest.raises(BadRequest, match="Wrong parameter action"):
        await bot.send_chat_action(ANN, "dancing")


async def test_the_bots_own_id_is_nobody_else(tg: LocalTelegram) -> None:
    with pytest.raises(ValueError, match="the bot's own id"):
        await tg.say(tg.bot.id, "x")


# Trouble


async def test_flood_control_names_the_seconds_to_wait(tg: LocalTelegram, bot: telegram.Bot) -> None:
    tg.rate_limit(per_chat_per_second=1, burst=2, group_per_minute=None, overall_per_second=None)
    for _ in range(2):
        await bot.send_message(ANN, "x")
    with pytest.raises(RetryAfter) as wait:
        await bot.send_message(ANN, "x")
    assert wait.value._retry_after.total_seconds() == 1
    tg.group(TEAM, "Sales")
    tg.rate_limit(per_chat_per_second=None, group_per_minute=2, minute=30)
    for _ in range(2):
        await bot.send_message(TEAM, "x")
    with pytest.raises(RetryAfter) as wait:
        await bot.send_message(TEAM, "x")
    assert wait.value._retry_after.total_seconds() == 30
    assert (len(tg.replies(ANN)), len(tg.replies(TEAM)), tg.calls[-1].status) == (2, 2, 429)


async def test_calls_can_be_refused_failed_or_their_answers_lost(tg: LocalTelegram, bot: telegram.Bot) -> None:
    tg.refuse_next(1, retry_after=7)
    with pytest.raises(RetryAfter) as wait:
        await bot.send_message(ANN, "a")
    assert wait.value._retry_after.total_seconds() == 7
    tg.fail_next(1, status=502)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(ANN, "b")
    tg.lose_next_answer(1)
    await bot.get_me()
    with pytest.raises(NetworkError):
        await bot.send_message(ANN, "c")
    await bot.send_message(ANN, "d")
    assert [m.text for m in tg.replies(ANN)] == ["c", "d"]
    assert [c.lost for c in tg.calls_of("sendMessage")] == [False, False, True, False]


async def test_a_slow_answer_comes_after_the_deed(tg: LocalTelegram, bot: telegram.Bot) -> None:
    tg.latency = 0.3
    with pytest.raises(telegram.error.TimedOut):
        await bot.send_message(ANN, "sent all the same", read_timeout=0.05)
    assert [m.text for m in tg.replies(ANN)] == ["sent all the same"]


async def test_a_webhooks_retry_after_is_honoured(tg: LocalTelegram, bot: telegram.Bot) -> None:
    busy = [web.Response(status=503, headers={"Retry-After": "1"})]
    async with receiver(lambda update, secret: busy.pop() if busy else 200) as url:
        await bot.set_webhook(url)
        await tg.say(ANN, "x")
        await tg.all_confirmed()
    first, second = tg.deliveries[0].attempts
    assert second.at - first.at >= 1


async def test_wrong_tokens_and_unknown_methods_are_told_apart(tg: LocalTelegram, bot: telegram.Bot) -> None:
    with pytest.raises(InvalidToken):
        await telegram.Bot("1:wrong", base_url=tg.base_url).__aenter__()
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{tg.base_url}{tg.token}/noSuchThing") as answer:
            assert (answer.status, (await answer.json())["description"]) == (404, "Not Found: method not found")
        async with http.get(f"{tg.base_url}1:wrong/getMe") as answer:
            assert (answer.status, (await answer.json())["description"]) == (401, "Unauthorized")


async def test_every_way_of_passing_parameters_is_read(tg: LocalTelegram) -> None:
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "g"}]]}
    flat = {"chat_id": str(ANN), "text": "hi", "reply_markup": json.dumps(markup)}
    form = aiohttp.FormData(flat)
    form.add_field("unused", b"x", filename="x")
    ways = [
        {"method": "GET", "params": flat},
        {"method": "POST", "data": flat},
        {"method": "POST", "data": form},
        {"method": "POST", "json": flat | {"reply_markup": markup, "chat_id": ANN}},
    ]
    async with aiohttp.ClientSession() as http:
        for way in ways:
            async with http.request(url=f"{tg.base_url}{tg.token}/SENDMESSAGE", **way) as answer:
                assert (await answer.json())["ok"]
    assert [m.labels for m in tg.replies(ANN)] == [["Go"]] * 4


async def test_waiting_ends_with_a_report_of_what_was_seen_instead(tg: LocalTelegram) -> None:
    begun = time.monotonic()
    with pytest.raises(TimeoutError, match="1 pending"):
        await asyncio.gather(tg.say(ANN, "x"), tg.wait_for(lambda: tg.replies(ANN), 0.1))
    assert time.monotonic() - begun < PATIENCE
