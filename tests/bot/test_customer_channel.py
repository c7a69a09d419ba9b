"""Customers in a shared Slack channel, colleagues beside them: the whole house at work on one local Slack."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.house import now
from crm_domain.crm import Crm
from crm_domain.store import Store
from crm_domain.tickets import Ticket
from tests.peers.slack import LocalSlack, Message
from tests.people import Office, furnish
from tests.serving import Serving
from tests.waiting import PATIENCE, eventually

IVY, BO, DANA, SHARED = "U1", "U2", "U3", "C9"
CONFIG = f"support:\n  customer_chats:\n    slack: [{SHARED}]\n"


@dataclass
class Desk:
    office: Office
    slack: LocalSlack

    async def answer(self, text: str, to: str | None = None) -> Message:
        return await self.slack.wait_for(lambda m: text in m.shown and m.ephemeral_to == to)

    def said_on(self, number: int) -> list[str]:
        def look(crm: Crm) -> list[str]:
            ticket = crm.session.get(Ticket, number)
            return [message.text for message in crm.tickets.messages(ticket)] if ticket else []

        found: list[str] = self.office.crm(look)
        return found


@pytest.fixture
async def desk(sqlite_store: Store, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    office = furnish(Office(sqlite_store, now=now()))
    office.crm(lambda crm: crm.members.link(crm.members.by_handle("ivy"), "slack", IVY))
    (tmp_path / "config.yaml").write_text(CONFIG)
    async with LocalSlack(ack_timeout=PATIENCE) as slack:
        slack.add_channel(SHARED, members=[IVY, BO, DANA, slack.installation.bot_user], name="acme-help", shared=True)
        environment = {
            "CONFAB_SLACK__BOT_TOKEN": slack.installation.bot_token,
            "CONFAB_SLACK__SIGNING_SECRET": slack.installation.signing_secret,
            "CONFAB_SLACK__BASE_URL": slack.base_url,
        }
        slack.add_user(DANA, "dana", real_name="Dana Wu", team="T2")
        program = Serving(sqlite_url, environment, tmp_path)
        slack.events_url = f"{program.url}/slack/events"
        async with program:
            yield Desk(office, slack)


async def test_an_edited_message_an_archived_channel_and_a_lost_answer_are_told(desk: Desk) -> None:
    slack = desk.slack

    # What a colleague makes a ticket of is one ticket however often it is handed in, and goes on being read.
    said = await slack.say("The gate at dock 4 is stuck", user=BO, channel="C1")
    await slack.react(said, "ticket", user=IVY)
    await desk.answer("Opened ticket #1: The gate at dock 4 is stuck", to=IVY)
    await slack.message_action("open_ticket", said, user=IVY)
    await desk.answer("#1 The gate at dock 4 is stuck", to=IVY)
    await slack.edit(said, "The gate at dock 5 is stuck")
    await eventually(lambda: desk.said_on(1))
    assert desk.said_on(1) == ["The message was edited and now says: The gate at dock 5 is stuck"]
    await slack.edit(await slack.say("Lunch?", user=BO, channel="C1"), "Lunch at noon?")

    # A customer's thread is a ticket; what is said inside stays inside.
    asked = await slack.say("Our invoice shows the wrong VAT", user=DANA, channel=SHARED)
    opened = await desk.answer("your request is number #2")
    assert (opened.channel, opened.thread_ts) == (SHARED, asked.ts)
    await slack.say("note on ticket 2: their accountant is new", user=IVY)
    await desk.answer("Noted inside on #2")

    # The channel is archived before the answer leaves: whoever sent it is told, and the ticket shows it.
    await slack.say("reply on ticket 2: the corrected invoice is out", user=IVY)
    preview = await desk.answer("To Dana Wu (Slack), on #2")
    slack.workspace.channels[SHARED].archived = True
    await slack.press(preview, "Send to Dana Wu", user=IVY)
    await desk.answer("Your answer on #2 could not be delivered")
    await slack.say("show ticket 2", user=IVY)
    await desk.answer("not delivered!")
    assert not any("accountant" in m.text or "corrected" in m.text for m in slack.messages(SHARED))
