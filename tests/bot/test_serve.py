"""The whole house at work: `crm serve` as a process, a local Slack and a local Bot API, people who write there."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.house import now
from crm_domain.crm import Crm
from crm_domain.deals import Deal
from crm_domain.members import Member
from crm_domain.store import Store
from crm_domain.tasks import Task
from tests.peers.slack import LocalSlack
from tests.peers.slack import Message as SlackMessage
from tests.peers.telegram import LocalTelegram
from tests.peers.telegram import Message as TelegramMessage
from tests.people import Office, furnish
from tests.serving import Serving
from tests.waiting import PATIENCE, eventually

GROUP = -1001


@dataclass
class House:
    office: Office
    slack: LocalSlack
    telegram: LocalTelegram
    program: Serving

    def deal(self, title: str) -> Deal:
        def look(crm: Crm) -> Deal:
            deal: Deal = crm.session.query(Deal).filter_by(title=title).one()
            assert deal.stage.key
            return deal

        deal: Deal = self.office.crm(look)
        return deal

    def tasks(self, title: str) -> int:
        count: int = self.office.crm(lambda crm: crm.session.query(Task).filter_by(title=title).count())
        return count

    async def slack_answer(self, text: str, ephemeral: str | None = None) -> SlackMessage:
        return await self.slack.wait_for(lambda m: text in m.shown and m.ephemeral_to == ephemeral)

    async def telegram_answer(self, chat: int, text: str) -> TelegramMessage:
        def seen() -> TelegramMessage | None:
            return next((m for m in reversed(self.telegram.replies(chat)) if text in m.text), None)

        return await eventually(seen)


def link(crm: Crm) -> None:
    for handle, slack, telegram in (("ann", "U1", "1001"), ("bo", "U2", "1002"), ("lin", "ULIN", "1003")):
        member = crm.members.by_handle(handle)
        assert isinstance(member, Member)
        crm.members.link(member, "slack", slack)
        crm.members.link(member, "telegram", telegram)


@pytest.fixture
async def house(sqlite_store: Store, sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    office = furnish(Office(sqlite_store, now=now()))
    office.crm(link)
    async with LocalSlack(ack_timeout=PATIENCE) as slack, LocalTelegram("1000:abc") as telegram:
        slack.add_user("ULIN", "lin")
        for number, name in ((1001, "Ann"), (1002, "Bo"), (1003, "Lin"), (1009, "Stranger")):
            telegram.person(number, name)
        telegram.group(GROUP, "Sales", members=[1001, 1002])
        environment = {
            "CONFAB_SLACK__BOT_TOKEN": slack.installation.bot_token,
            "CONFAB_SLACK__SIGNING_SECRET": slack.installation.signing_secret,
            "CONFAB_SLACK__BASE_URL": slack.base_url,
            "CONFAB_TELEGRAM__TOKEN": "1000:abc",
            "CONFAB_TELEGRAM__BASE_URL": telegram.base_url,
        }
        program = Serving(sqlite_url, environment, tmp_path)
        slack.events_url = f"{program.url}/slack/events"
        async with program:
            yield House(office, slack, telegram, program)


async def test_a_working_morning_in_slack(house: House) -> None:
    slack = house.slack
    said = await slack.say("<@UBOT> move acme renewal to negotiation", user="U1", channel="C1")
    answer = await house.slack_answer("Moved Acme renewal from Proposal to Negotiation")
    assert answer.channel == "C1"
    assert answer.thread_ts == said.ts, "the answer goes into the thread of the question"
    assert len(slack.events) >= 2, "the mention arrived as two events"
    assert house.office.crm(lambda crm: len(crm.session.query(Deal).filter_by(title="Acme renewal").one().history)) == 2

    await slack.press(answer, "Undo", user="U2")
    await house.slack_answer("belongs to somebody else's question", ephemeral="U2")
    await asyncio.gather(slack.press(answer, "Undo", user="U1"), slack.press(answer, "Undo", user="U1"))
    await house.slack_answer("Undone: change")
    assert house.deal("Acme renewal").stage.key == "proposal"

    await slack.say("<@UBOT> my tasks", user="U1", channel="C1")
    assert "Send the revised quote" in (await house.slack_answer("open task", ephemeral="U1")).shown
    await slack.command("/crm", "deals", "U1", "D1")
    await house.slack_answer("deals")
    assert not slack.called("conversations.history")


async def test_a_working_morning_in_telegram(house: House) -> None:
    telegram = house.telegram
    await telegram.say(1001, "set acme renewal to 45k")
    answer = await house.telegram_answer(1001, "$45,000")
    await telegram.press(1001, answer, "Undo")
    await house.telegram_answer(1001, "Undone")
    assert house.deal("Acme renewal").amount_minor == 40_000_00

    await telegram.say(1003, "把澄屿科技续约推到报价")
    assert "撤销" in (await house.telegram_answer(1003, "推到报价")).labels
    await telegram.say(1002, "@confab_bot deals for acme", chat=GROUP)
    await house.telegram_answer(GROUP, "Acme renewal")
    await telegram.say(1001, "@confab_bot my tasks", chat=GROUP)
    await house.telegram_answer(1001, "Send the revised quote")
    assert not any("revised quote" in message.text for message in telegram.replies(GROUP))


async def test_a_group_that_gets_another_id_goes_on_where_it_was(house: House) -> None:
    await house.telegram.say(1002, "@confab_bot show larkfield gate readers", chat=GROUP)
    await house.telegram_answer(GROUP, "Larkfield gate readers")
    grown = -1002000001
    await house.telegram.migrate(GROUP, grown)
    await house.telegram.say(1002, "@confab_bot move it to qualified", chat=grown)
    await house.telegram_answer(grown, "Moved Larkfield gate readers")


async def test_an_edited_message_offers_to_redo_its_change(house: House) -> None:
    said = await house.slack.say("set acme renewal to 50k", user="U1", channel="D1")
    await house.slack_answer("$50,000")
    await house.slack.edit(said, "set acme renewal to 60k")
    offer = await house.slack_answer("You edited a message")
    assert house.deal("Acme renewal").amount_minor == 50_000_00
    await house.slack.press(offer, "Do the new one", user="U1")
    await house.slack_answer("$60,000")
    assert house.deal("Acme renewal").amount_minor == 60_000_00

    written = await house.telegram.say(1001, "set acme renewal to 70k")
    await house.telegram_answer(1001, "$70,000")
    await house.telegram.edit(written, "set acme renewal to 75k")
    offered = await house.telegram_answer(1001, "You edited a message")
    await house.telegram.press(1001, offered, "Do the new one")
    await house.telegram_answer(1001, "$75,000")
    assert house.deal("Acme renewal").amount_minor == 75_000_00


async def test_strangers_get_one_polite_line_until_a_code_lets_them_in(house: House) -> None:
    await house.slack.say("show acme", user="U3", channel="D3")
    assert "only work for its members" in (await house.slack_answer("Hello!")).shown
    code = house.office.crm(lambda crm: crm.members.new_code(crm.members.by_handle("max")))
    await house.telegram.say(1009, f"/start {code}")
    await house.telegram_answer(1009, "Welcome, Max Power")
    await house.telegram.say(1009, "show acme")
    await house.telegram_answer(1009, "Acme Industries")


async def test_forgers_are_turned_away_without_a_word(house: House) -> None:
    await house.slack.say("add task: forged errand", user="U1", channel="D1", forge=True)
    answer = await house.slack.command("/crm", "add task: forged errand", "U1", "D1", forge="stale")
    assert answer.status == 401
    await asyncio.sleep(0.3)
    assert house.tasks("forged errand") == 0
    assert house.slack.replies("D1") == []


async def test_a_platform_that_asks_to_wait_gets_every_answer_in_order(house: House) -> None:
    house.slack.refuse_next(2, retry_after=1)
    for n in range(4):
        await house.slack.say(f"add task: errand {n}", user="U1", channel="D1")
    await house.slack_answer("errand 3")
    shown = [message.shown for message in house.slack.replies("D1")]
    assert [next(n for n in range(4) if f"errand {n}" in text) for text in shown] == [0, 1, 2, 3]


async def test_it_finishes_what_it_took_in_before_it_stops(house: House) -> None:
    await asyncio.gather(*(house.slack.say(f"add task: last {n}", user="U1", channel="D1") for n in range(3)))
    await house.slack.settled()
    assert await house.program.stop() == 0
    assert [house.tasks(f"last {n}") for n in range(3)] == [1, 1, 1]
    assert len(house.slack.replies("D1")) == 3
