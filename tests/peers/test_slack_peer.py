"""The local Slack, spoken to by the real client libraries over loopback."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from tests.waiting import PATIENCE

from .slack import LocalSlack, Message


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(label: str, action_id: str, value: str = "v") -> dict[str, Any]:
    words = {"type": "plain_text", "text": label}
    return {"type": "button", "text": words, "action_id": action_id, "value": value}


def row(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(buttons)}


FORM = {
    "type": "modal",
    "callback_id": "deal",
    "title": {"type": "plain_text", "text": "New deal"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "title",
            "label": {"type": "plain_text", "text": "Title"},
            "element": {"type": "plain_text_input", "action_id": "said"},
        },
        {
            "type": "input",
            "block_id": "stage",
            "optional": True,
            "label": {"type": "plain_text", "text": "Stage"},
            "element": {
                "type": "static_select",
                "action_id": "chosen",
                "options": [{"text": {"type": "plain_text", "text": "Lead"}, "value": "lead"}],
            },
        },
    ],
}


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack(retry_delays=(0.0, 0.05), ack_timeout=PATIENCE) as running:
        yield running


@asynccontextmanager
async def api(slack: LocalSlack, **options: Any) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        options.setdefault("token", slack.installation.bot_token)
        yield AsyncWebClient(base_url=slack.base_url, session=session, **options)


@pytest.fixture
async def client(slack: LocalSlack) -> AsyncIterator[AsyncWebClient]:
    async with api(slack) as made:
        yield made


@pytest.fixture
def app(slack: LocalSlack, client: AsyncWebClient) -> AsyncApp:
    return AsyncApp(client=client, signing_secret=slack.installation.signing_secret, process_before_response=True)


@asynccontextmanager
async def listening(web_app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(web_app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.fixture
async def served(slack: LocalSlack, app: AsyncApp) -> AsyncIterator[AsyncApp]:
    """The bolt app behind HTTP. Its listeners may still be added."""
    async with listening(app.web_app("/slack/events")) as url:
        slack.events_url = f"{url}/slack/events"
        yield app


@asynccontextmanager
async def answering(slack: LocalSlack, handler: Callable[[web.Request], Any]) -> AsyncIterator[list[web.Request]]:
    """A bare app in place of bolt: every request is kept, and answered by `handler`."""
    heard: list[web.Request] = []

    async def take(request: web.Request) -> web.StreamResponse:
        await request.read()
        heard.append(request)
        return await handler(request)

    web_app = web.Application()
    web_app.router.add_post("/", take)
    async with listening(web_app) as url:
        slack.events_url = f"{url}/"
        yield heard


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


# -- the Web API ----------------------------------------------------------------------------------------------------


async def test_auth_test_tells_who_the_bot_is_and_which_scopes_it_has(client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert (answer["bot_id"], answer["user_id"], answer["team_id"]) == ("B1", "UBOT", "T1")
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


async def test_a_wrong_token_or_scope_or_method_is_refused_in_slacks_words(slack: LocalSlack) -> None:
    async with api(slack, token="xoxb-somebody-else") as stranger:
        assert await refusal(stranger.chat_postMessage(channel="C1", text="hi")) == "invalid_auth"
        assert await refusal(stranger.api_call("chat.shout")) == "unknown_method"
    async with api(slack, token=None) as nobody:
        assert await refusal(nobody.auth_test()) == "not_authed"
    async with api(slack) as ours:
        assert await refusal(ours.apps_connections_open(app_token="xoxb-local")) == "not_allowed_token_type"
        slack.installation.scopes.discard("chat:write")
        assert await refusal(ours.chat_postMessage(channel="C1", text="hi")) == "missing_scope"


async def test_what_the_bot_posts_edits_and_deletes_can_be_seen(slack: LocalSlack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="C1", text="one &lt;two&gt;", blocks=[section("*one*")])
    [seen] = slack.replies("C1")
    assert (seen.ts, seen.text, seen.shown) == (posted["ts"], "one &lt;two&gt;", "one <two>")
    assert (seen.blocks[0]["text"]["text"], seen.edited) == ("*one*", None)

    await client.chat_update(channel="C1", ts=posted["ts"], text="two")
    assert (seen.text, seen.blocks, bool(seen.edited)) == ("two", [], True)
    link = await client.chat_getPermalink(channel="C1", message_ts=posted["ts"])
    assert link["permalink"].endswith(f"/archives/C1/p{posted['ts'].replace('.', '')}")

    await client.chat_delete(channel="C1", ts=posted["ts"])
    assert slack.messages("C1") == []
    assert await refusal(client.chat_delete(channel="C1", ts=posted["ts"])) == "message_not_found"


async def test_a_form_body_is_understood_like_a_json_body(slack: LocalSlack, client: AsyncWebClient) -> None:
    form = {"channel": "#general", "text": "hello", "blocks": '[{"type": "divider"}]'}
    await client.api_call("chat.postMessage", data=form)
    assert slack.replies("C1")[0].blocks == [{"type": "divider", "block_id": "b0"}]
    assert slack.called("chat.postMessage")[0]["blocks"][0]["type"] == "divider"
    assert slack.called("conversations.history") == []


async def test_an_ephemeral_message_has_one_reader(slack: LocalSlack, client: AsyncWebClient) -> None:
    await client.chat_postEphemeral(channel="C1", user="U2", text="only you")
    assert [(m.text, m.ephemeral_to) for m in slack.replies("C1")] == [("only you", "U2")]
    assert await refusal(client.chat_postEphemeral(channel="G1", user="U3", text="x")) == "user_not_in_channel"


async def test_the_bot_cannot_touch_what_is_not_its_own(slack: LocalSlack, client: AsyncWebClient) -> None:
    said = await slack.say("mine", channel="C1")
    assert await refusal(client.chat_update(channel="C1", ts=said.ts, text="x")) == "cant_update_message"
    assert await refusal(client.chat_delete(channel="C1", ts=said.ts)) == "cant_delete_message"
    assert await refusal(client.chat_postMessage(channel="C2", text="x")) == "not_in_channel"
    assert await refusal(client.chat_postMessage(channel="C77", text="x")) == "channel_not_found"


@pytest.mark.parametrize(
    ("blocks", "error"),
    [
        ([section("x" * 3_001)], "invalid_blocks"),
        ([section("x")] * 51, "invalid_blocks"),
        ([row(*(button(str(n), f"a{n}") for n in range(26)))], "invalid_blocks"),
        ([{"type": "telepathy"}], "invalid_blocks"),
        ([section("x" * 2_700)] * 5, "msg_blocks_too_long"),
        ({"type": "divider"}, "invalid_blocks_format"),
    ],
)
async def test_blocks_beyond_the_limits_are_refused(client: AsyncWebClient, blocks: Any, error: str) -> None:
    assert await refusal(client.api_call("chat.postMessage", json={"channel": "C1", "blocks": blocks})) == error


async def test_a_refusal_of_blocks_points_at_the_fault(slack: LocalSlack, client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel="C1", text="x", blocks=[section("x" * 3_001)])
    assert refused.value.response["errors"] == ["must be less than 3001 characters [json-pointer:/blocks/0/text/text]"]
    assert slack.replies() == []


async def test_a_text_that_is_too_long_is_cut_in_a_post_and_refused_in_an_update(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel="C1", text="x" * 40_001)
    assert (len(slack.replies()[0].text), posted["warning"]) == (40_000, "message_truncated")
    assert await refusal(client.chat_update(channel="C1", ts=posted["ts"], text="x" * 4_001)) == "msg_too_long"
    assert await refusal(client.api_call("chat.postMessage", json={"channel": "C1"})) == "no_text"


async def test_kinds_of_conversations_can_be_told_apart(client: AsyncWebClient) -> None:
    info = {id: (await client.conversations_info(channel=id))["channel"] for id in ("D1", "C1", "G1", "M1", "X1")}
    assert (info["D1"]["is_im"], info["D1"]["user"]) == (True, "U1")
    assert (info["C1"]["is_channel"], info["C1"]["is_private"]) == (True, False)
    assert (info["G1"]["is_group"], info["G1"]["is_private"]) == (True, True)
    assert (info["M1"]["is_mpim"], info["X1"]["is_ext_shared"]) == (True, True)
    mine = await client.users_conversations(types="public_channel,private_channel", user="U3")
    assert [channel["id"] for channel in mine["channels"]] == ["C1", "C2", "X1"]
    assert (await client.conversations_members(channel="G1", limit=2))["members"] == ["U1", "U2"]


async def test_people_can_be_looked_up_and_talked_to(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.add_user("U7", "dana", tz="Europe/Berlin", locale="de-DE")
    found = (await client.users_info(user="U7"))["user"]
    assert (found["tz"], found["locale"], found["profile"]["email"]) == ("Europe/Berlin", "de-DE", "dana@acme.example")
    opened = (await client.conversations_open(users="U7"))["channel"]["id"]
    assert opened == slack.direct("U7") == (await client.chat_postMessage(channel="U7", text="hi"))["channel"]
    assert await refusal(client.users_info(user="U404")) == "user_not_found"


async def test_a_file_is_uploaded_in_three_steps(slack: LocalSlack, client: AsyncWebClient) -> None:
    await client.files_upload_v2(channel="D1", filename="deals.csv", content="a,b", initial_comment="here")
    [shared] = slack.replies("D1")
    assert (shared.text, shared.files[0]["name"]) == ("here", "deals.csv")
    assert slack.files[shared.files[0]["id"]]["content"] == b"a,b"


# -- trouble --------------------------------------------------------------------------------------------------------


async def test_posting_too_fast_into_one_channel_is_refused_with_a_wait(slack: LocalSlack) -> None:
    slack.rate_limit(per_second=1.0, burst=2)
    async with api(slack) as impatient:
        for _ in range(2):
            await impatient.chat_postMessage(channel="C1", text="x")
        with pytest.raises(SlackApiError) as refused:
            await impatient.chat_postMessage(channel="C1", text="x")
        await impatient.chat_postMessage(channel="D1", text="another channel")
    assert (refused.value.response.status_code, refused.value.response["error"]) == (429, "ratelimited")
    assert (refused.value.response.headers["Retry-After"], slack.trouble.refused) == ("1", 1)


async def test_the_sdk_waits_out_a_refusal(slack: LocalSlack) -> None:
    slack.refuse_next(2, retry_after=0)
    async with api(slack, retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=3)]) as patient:
        await patient.auth_test()
        await patient.chat_postMessage(channel="C1", text="x")
    assert (len(slack.called("chat.postMessage")), len(slack.replies())) == (3, 1)


async def test_a_lost_answer_leaves_the_message_posted(slack: LocalSlack) -> None:
    slack.lose_next_answer()
    async with api(slack, retry_handlers=[]) as careful:
        with pytest.raises(aiohttp.ClientError):
            await careful.chat_postMessage(channel="C1", text="x")
    assert len(slack.replies()) == 1


async def test_the_sdks_default_retry_posts_twice_when_an_answer_is_lost(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    slack.lose_next_answer()
    await client.chat_postMessage(channel="C1", text="x")
    assert len(slack.replies()) == 2


async def test_an_outage_is_an_http_error_and_nothing_is_posted(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.fail_next(1, status=503)
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="C1", text="x")
    assert slack.replies() == []


# -- events over HTTP -----------------------------------------------------------------------------------------------


async def test_bolt_hears_a_person_and_answers(slack: LocalSlack, served: AsyncApp) -> None:
    @served.message("hello")
    async def greet(message: dict[str, Any], say: Any) -> None:
        await say(f"hi <@{message['user']}> ({message['channel_type']})")

    assert await slack.verify_url()
    asked = await slack.say("hello there")
    reply = await slack.reply_to(asked)
    assert reply.text == "hi <@U1> (im)"
    assert await slack.settled() == []
    assert [told.statuses for told in slack.deliveries_of(asked)] == [[200]]


async def test_a_mention_arrives_as_two_events_with_two_ids_and_one_ts(slack: LocalSlack, served: AsyncApp) -> None:
    heard: list[tuple[str, str]] = []

    @served.event("message")
    @served.event("app_mention")
    async def note(event: dict[str, Any], body: dict[str, Any]) -> None:
        heard.append((event["type"], event["ts"]))

    said = await slack.say("<@UBOT> R&D <3 acme.com", channel="C1")
    await slack.settled()
    assert sorted(heard) == [("app_mention", said.ts), ("message", said.ts)]
    assert len({told.id for told in slack.deliveries_of(said)}) == 2
    assert said.text == "<@UBOT> R&amp;D &lt;3 <http://acme.com|acme.com>"


async def test_edits_deletions_reactions_and_other_bots_reach_the_app(slack: LocalSlack, served: AsyncApp) -> None:
    heard: list[str] = []

    @served.event({"type": "message", "subtype": "message_changed"})
    @served.event({"type": "message", "subtype": "message_deleted"})
    @served.event({"type": "message", "subtype": "bot_message"})
    @served.event("reaction_added")
    async def note(event: dict[str, Any]) -> None:
        old = event.get("previous_message", {}).get("text", "")
        heard.append(f"{event.get('subtype', event['type'])} {old}".strip())

    @served.event("message")
    async def ignore() -> None: ...

    said = await slack.say("one", channel="C1")
    await slack.edit(said.ts, "two")
    await slack.react(said, "tada", user="U2")
    await slack.delete(said)
    await slack.bot_says("beep", channel="C1")
    assert await slack.settled() == []
    assert sorted(heard) == ["bot_message", "message_changed one", "message_deleted two", "reaction_added"]
    assert len(slack.deliveries_of(said)) == 4


async def test_the_app_hears_its_own_messages_and_bolt_skips_them(slack: LocalSlack, served: AsyncApp) -> None:
    @served.event("message")
    async def parrot(say: Any) -> None:
        await say("again")

    await slack.say("start")
    await slack.settled()
    assert [told.payload["event"].get("bot_id") for told in slack.events.values()] == [None, "B1"]
    assert len(slack.replies()) == 1


async def test_a_stranger_in_a_shared_channel_is_marked_as_one(slack: LocalSlack, served: AsyncApp) -> None:
    slack.add_user("U8", "eve", team="T2")
    said = await slack.say("hi", user="U8", channel="X1")
    [told] = slack.deliveries_of(said)
    assert told.payload["is_ext_shared_channel"]
    assert (told.payload["team_id"], told.payload["event"]["user_team"]) == ("T1", "T2")


async def test_a_channel_without_the_bot_stays_unheard(slack: LocalSlack, served: AsyncApp) -> None:
    await slack.say("psst", channel="C2")
    assert slack.events == {}


async def test_a_failing_app_is_told_again_with_retry_headers(slack: LocalSlack) -> None:
    async def fail_twice(request: web.Request) -> web.Response:
        return web.Response(status=500 if len(heard) < 3 else 200)

    async with answering(slack, fail_twice) as heard:
        said = await slack.say("hello")
        assert await slack.settled() == []
    [told] = slack.deliveries_of(said)
    assert (told.statuses, told.acknowledged) == ([500, 500, 200], True)
    assert [request.headers.get("X-Slack-Retry-Num") for request in heard] == [None, "1", "2"]
    assert heard[1].headers["X-Slack-Retry-Reason"] == "http_error"


async def test_a_slow_app_is_told_again_while_it_still_works_and_at_last_given_up(slack: LocalSlack) -> None:
    async def dawdle(request: web.Request) -> web.Response:
        await asyncio.sleep(PATIENCE)
        return web.Response()

    slack.ack_timeout = 0.25
    async with answering(slack, dawdle) as heard:
        said = await slack.say("hello")
        lost = await slack.settled()
    assert lost == slack.deliveries_of(said)
    assert lost[0].statuses == ["http_timeout"] * 3
    assert heard[2].headers["X-Slack-Retry-Reason"] == "http_timeout"


async def test_an_app_can_ask_not_to_be_told_again(slack: LocalSlack) -> None:
    async def decline(request: web.Request) -> web.Response:
        return web.Response(status=500, headers={"X-Slack-No-Retry": "1"})

    async with answering(slack, decline):
        said = await slack.say("hello")
        await slack.settled()
    assert slack.deliveries_of(said)[0].statuses == [500]


async def test_an_app_that_comes_back_gets_what_it_missed(slack: LocalSlack) -> None:
    async def take(request: web.Request) -> web.Response:
        return web.Response()

    async with listening(web.Application()) as url:
        slack.events_url = f"{url}/"
    slack.courier.delays, slack.courier.retries = (0.02,), 100
    said = await slack.say("hello")
    await slack.wait_until(lambda: len(slack.deliveries_of(said)[0].attempts) > 2)
    async with answering(slack, take):
        assert await slack.settled() == []
    assert {"connection_failed", 200} == set(slack.deliveries_of(said)[0].statuses)


@pytest.mark.parametrize("forge", ["signature", "stale", "unsigned"])
async def test_bolt_refuses_forged_requests(slack: LocalSlack, served: AsyncApp, forge: Any) -> None:
    said = await slack.say("let me in", forge=forge)
    answer = await slack.command("/crm", "let me in", forge=forge)
    assert await slack.settled() == []
    assert [told.statuses for told in slack.deliveries_of(said)] == [[401]]
    assert (answer.ok, answer.status) == (False, 401)


async def test_a_file_in_a_message_can_be_fetched_with_the_token_only(slack: LocalSlack, served: AsyncApp) -> None:
    said = await slack.say("import this", files={"leads.csv": b"name\nDana\n"})
    url, bearer = said.files[0]["url_private_download"], {"Authorization": "Bearer xoxb-local"}
    async with aiohttp.ClientSession() as session:
        assert await (await session.get(url, headers=bearer)).read() == b"name\nDana\n"
        assert "Sign in" in await (await session.get(url)).text()


# -- commands, buttons, forms ---------------------------------------------------------------------------------------


async def test_a_command_is_answered_in_its_acknowledgement(slack: LocalSlack, served: AsyncApp) -> None:
    @served.command("/crm")
    async def crm(ack: Any, command: dict[str, Any]) -> None:
        await ack(f"{command['user_name']} said {command['text']}")

    answer = await slack.command("/crm", "pipeline", "U2", "C1")
    assert (answer.ok, answer.status, answer.text) == (True, 200, "bob said pipeline")
    assert [(m.text, m.ephemeral_to) for m in slack.replies("C1")] == [("bob said pipeline", "U2")]


async def test_a_command_that_is_not_answered_in_time_is_not_repeated(slack: LocalSlack) -> None:
    async def dawdle(request: web.Request) -> web.Response:
        await asyncio.sleep(PATIENCE)
        return web.Response()

    slack.ack_timeout = 0.25
    async with answering(slack, dawdle) as heard:
        answer = await slack.command("/crm", "help")
    assert (answer.ok, answer.reason, len(heard)) == (False, "http_timeout", 1)


async def test_a_response_url_serves_five_times_and_not_for_ever(slack: LocalSlack, served: AsyncApp) -> None:
    urls: list[str] = []

    @served.command("/crm")
    async def crm(ack: Any, command: dict[str, Any], respond: Any) -> None:
        urls.append(command["response_url"])
        await ack()
        await respond("first")
        await respond("for all", response_type="in_channel")

    await slack.command("/crm", channel="C1")
    assert [(m.text, m.ephemeral_to) for m in slack.replies()] == [("first", "U1"), ("for all", None)]
    async with aiohttp.ClientSession() as session:
        statuses = [(await session.post(urls[0], json={"text": "more"})).status for _ in range(4)]
        assert statuses == [200, 200, 200, 404]
        slack.tickets.response_seconds = 0.0
        await slack.command("/crm")
        late = await session.post(urls[1], json={"text": "late"})
        assert (late.status, await late.json()) == (404, {"ok": False, "error": "expired_url"})


async def test_pressing_a_button_lets_the_app_replace_the_message(
    slack: LocalSlack, served: AsyncApp, client: AsyncWebClient
) -> None:
    pressed: list[dict[str, Any]] = []

    @served.action("undo")
    async def undo(ack: Any, body: dict[str, Any], respond: Any) -> None:
        await ack()
        pressed.append(body)
        await respond("undone", replace_original=True)

    await client.chat_postMessage(channel="C1", text="done", blocks=[row(button("Undo", "undo", "17"))])
    [message] = slack.replies()
    assert message.labels == ["Undo"]
    assert (await slack.press(message, "Undo", user="U2")).ok
    assert (message.text, message.buttons) == ("undone", [])
    assert (pressed[0]["user"]["id"], pressed[0]["actions"][0]["value"]) == ("U2", "17")
    assert pressed[0]["container"]["message_ts"] == message.ts
    with pytest.raises(LookupError):
        await slack.press(message, "Undo")


async def test_a_click_is_repeated_only_when_a_test_asks_for_it(slack: LocalSlack, client: AsyncWebClient) -> None:
    async def refuse(request: web.Request) -> web.Response:
        return web.Response(status=500)

    await client.chat_postMessage(channel="C1", text="x", blocks=[row(button("Go", "go"))])
    async with answering(slack, refuse) as heard:
        await slack.press(slack.replies()[0], 0)
        assert len(heard) == 1
        await slack.press(slack.replies()[0], 0, retry=True)
        assert len(heard) == 4


async def test_a_form_is_opened_filled_in_corrected_and_submitted(slack: LocalSlack, served: AsyncApp) -> None:
    saved: list[str] = []

    @served.command("/deal")
    async def open_form(ack: Any, command: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=command["trigger_id"], view=FORM)

    @served.view("deal")
    async def submitted(ack: Any, view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        if values["title"]["said"]["value"] == "x":
            await ack(response_action="errors", errors={"title": "too short"})
            return
        saved.append(f"{values['title']['said']['value']} {values['stage']['chosen']['selected_option']['value']}")
        await ack()

    await slack.command("/deal")
    form = await slack.wait_for_view(title="New deal")
    with pytest.raises(ValueError, match="must be filled in"):
        await slack.submit(form)
    await slack.submit(form, {"Title": "x"})
    assert (form.errors, form.closed) == ({"title": "too short"}, False)
    await slack.submit(form, {"Title": "Acme renewal", "stage": "Lead"})
    assert (saved, form.closed) == (["Acme renewal lead"], True)


async def test_a_trigger_opens_one_form_and_only_for_a_moment(slack: LocalSlack, client: AsyncWebClient) -> None:
    trigger = slack.tickets.trigger("U1")
    await client.views_open(trigger_id=trigger, view=FORM)
    assert await refusal(client.views_open(trigger_id=trigger, view=FORM)) == "exchanged_trigger_id"
    slack.tickets.trigger_seconds = 0.0
    late = slack.tickets.trigger("U1")
    assert await refusal(client.views_open(trigger_id=late, view=FORM)) == "expired_trigger_id"
    long = FORM | {"title": {"type": "plain_text", "text": "x" * 25}}
    assert await refusal(client.views_open(trigger_id=late, view=long)) == "invalid_arguments"


async def test_forms_stack_three_deep_and_change_under_a_hash(slack: LocalSlack, client: AsyncWebClient) -> None:
    ids = [(await client.views_open(trigger_id=slack.tickets.trigger("U1"), view=FORM))["view"]["id"]]
    for _ in range(2):
        pushed = await client.views_push(trigger_id=slack.tickets.trigger("U1", ids[-1]), view=FORM)
        ids.append(pushed["view"]["id"])
    deeper = client.views_push(trigger_id=slack.tickets.trigger("U1", ids[-1]), view=FORM)
    assert await refusal(deeper) == "push_limit_reached"

    old = pushed["view"]["hash"]
    changed = await client.views_update(view_id=ids[-1], hash=old, view=FORM | {"callback_id": "other"})
    assert (changed["view"]["callback_id"], changed["view"]["root_view_id"]) == ("other", ids[0])
    assert await refusal(client.views_update(view_id=ids[-1], hash=old, view=FORM)) == "hash_conflict"


async def test_the_home_tab_is_published_when_somebody_opens_it(slack: LocalSlack, served: AsyncApp) -> None:
    @served.event("app_home_opened")
    async def show(event: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section("Welcome")]})

    await slack.open_home("U2")
    home = await slack.wait_until(lambda: slack.home("U2"))
    assert home.blocks[0]["text"]["text"] == "Welcome"


async def test_shortcuts_reach_the_app(slack: LocalSlack, served: AsyncApp) -> None:
    heard: list[str] = []

    @served.shortcut("log_call")
    async def log_call(ack: Any, shortcut: dict[str, Any]) -> None:
        await ack()
        heard.append(f"{shortcut['type']} {shortcut.get('message', {}).get('text')}")

    said = await slack.say("met Dana", channel="C1")
    await slack.message_action("log_call", said)
    await slack.shortcut("log_call")
    assert heard == ["message_action met Dana", "shortcut None"]


# -- Socket Mode ----------------------------------------------------------------------------------------------------


@asynccontextmanager
async def connected(slack: LocalSlack, app: AsyncApp, count: int = 1) -> AsyncIterator[AsyncSocketModeHandler]:
    slack.mode = "socket"
    handler = AsyncSocketModeHandler(app, slack.installation.app_token, ping_interval=0.2)
    await handler.connect_async()
    try:
        await slack.connected(count)
        yield handler
    finally:
        await handler.client.close()
        await handler.client.aiohttp_client_session.close()


async def test_bolt_talks_over_a_socket_too(slack: LocalSlack, app: AsyncApp) -> None:
    @app.message("hello")
    async def greet(say: Any) -> None:
        await say("hi")

    @app.command("/crm")
    async def crm(ack: Any) -> None:
        await ack("at your service")

    async with connected(slack, app):
        said = await slack.say("hello")
        await slack.wait_for(lambda m: m.text == "hi")
        answer = await slack.command("/crm")
        assert await slack.settled() == []
    assert (answer.json(), slack.replies()[-1].text) == ({"text": "at your service"}, "at your service")
    assert slack.deliveries_of(said)[0].statuses == [200]


async def test_an_event_waits_for_somebody_to_connect(slack: LocalSlack, app: AsyncApp) -> None:
    @app.message("hello")
    async def greet(say: Any) -> None:
        await say("hi")

    slack.mode = "socket"
    await slack.say("hello")
    assert (await slack.command("/crm")).reason == "connection_failed"
    async with connected(slack, app):
        await slack.wait_for(lambda m: m.text == "hi")


async def test_an_envelope_without_an_ack_is_redelivered_under_the_same_event_id(
    slack: LocalSlack, app: AsyncApp
) -> None:
    attempts: list[tuple[str, str | None]] = []

    @app.event("message")
    async def stumble(body: dict[str, Any], request: Any) -> None:
        attempts.append((body["event_id"], request.headers.get("x-slack-retry-num", [None])[0]))
        if len(attempts) == 1:
            slack.ack_timeout = PATIENCE
            raise RuntimeError("no ack for this one")

    slack.ack_timeout = 0.5

    async with connected(slack, app):
        said = await slack.say("hello")
        assert await slack.settled() == []
    [told] = slack.deliveries_of(said)
    # Slack numbers the first attempt, too: the header alone does not make a retry.
    assert attempts == [(told.id, "0"), (told.id, "1")]
    assert told.statuses == ["timeout", 200]


async def test_the_client_moves_to_a_new_socket_when_told_to_go(slack: LocalSlack, app: AsyncApp) -> None:
    @app.event("message")
    async def note() -> None: ...

    async with connected(slack, app):
        [first] = slack.sockets.open
        await slack.disconnect("refresh_requested")
        await slack.connected()
        assert first not in slack.sockets.open
        await slack.say("hello")
        assert await slack.settled() == []
    assert len(slack.called("apps.connections.open")) == 2


async def test_a_cut_connection_is_replaced_and_the_event_is_told_again(slack: LocalSlack, app: AsyncApp) -> None:
    heard: list[str] = []

    @app.event("message")
    async def lose_the_line(body: dict[str, Any]) -> None:
        heard.append(body["event_id"])
        if len(heard) == 1:
            slack.sockets.cut()

    async with connected(slack, app):
        said = await slack.say("hello")
        assert await slack.settled() == []
    [told] = slack.deliveries_of(said)
    assert (heard, told.statuses) == ([told.id] * 2, ["connection_failed", 200])


async def test_a_socket_url_serves_once(slack: LocalSlack, client: AsyncWebClient) -> None:
    url = (await client.apps_connections_open(app_token=slack.installation.app_token))["url"]
    async with aiohttp.ClientSession() as session:
        wire = await session.ws_connect(url)
        assert (await wire.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)
        await wire.close()


async def test_each_envelope_goes_to_one_of_the_sockets(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.mode = "socket"
    heard: list[int] = []

    async def listen(number: int, wire: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in wire:
            words = frame.json()
            if "envelope_id" in words:
                heard.append(number)
                await wire.send_json({"envelope_id": words["envelope_id"]})

    async with aiohttp.ClientSession() as session:
        urls = [(await client.apps_connections_open(app_token="xapp-local"))["url"] for _ in range(3)]
        wires = [await session.ws_connect(url) for url in urls]
        tasks = [asyncio.create_task(listen(number, wire)) for number, wire in enumerate(wires)]
        await slack.connected(3)
        for number in range(30):
            await slack.say(f"message {number}")
        assert await slack.settled() == []
        for wire in wires:
            await wire.close()
        await asyncio.gather(*tasks)
    assert (len(heard), set(heard)) == (30, {0, 1, 2})


async def test_an_eleventh_socket_is_sent_away(slack: LocalSlack, client: AsyncWebClient) -> None:
    async with aiohttp.ClientSession() as session:
        urls = [(await client.apps_connections_open(app_token="xapp-local"))["url"] for _ in range(11)]
        wires = [await session.ws_connect(url) for url in urls]
        first_words = [await wire.receive_json() for wire in wires]
        assert [words.get("reason") for words in first_words] == [None] * 10 + ["too_many_websockets"]
        assert len(slack.sockets.open) == 10
        for wire in wires:
            await wire.close()


async def test_a_deaf_socket_answers_no_ping_and_gets_no_envelope(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.mode = "socket"
    url = (await client.apps_connections_open(app_token="xapp-local"))["url"]
    async with aiohttp.ClientSession() as session:
        wire = await session.ws_connect(url, autoping=False)
        await wire.receive()
        await wire.ping(b"are you there")
        assert (await wire.receive()).type is aiohttp.WSMsgType.PONG
        assert slack.sockets.deafen() == 1
        await wire.ping(b"and now")
        await slack.say("hello")
        with pytest.raises(TimeoutError):
            await wire.receive(timeout=0.05)
        await wire.close()


async def test_waiting_for_what_never_comes_says_what_was_said(slack: LocalSlack, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="C1", text="something else")
    with pytest.raises(TimeoutError, match="something else"):
        await slack.wait_for(lambda m: m.text == "never", timeout=0.01)


async def test_every_ts_is_new_even_when_the_clock_stands_still() -> None:
    async with LocalSlack(clock=lambda: 1_700_000_000.0) as slack:
        said: list[Message] = [await slack.say("x") for _ in range(3)]
    assert [m.ts for m in said] == ["1700000000.000000", "1700000000.000001", "1700000000.000002"]
    assert time.time() > float(said[-1].ts)
