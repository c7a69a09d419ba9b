"""A command's form in Slack: the modal, what is filled in, and what is wrong with it, through the whole assistant."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.channel import Parcel
from bot.channels.slack import SlackChannel
from crm_domain.outbox import Letter
from crm_domain.store import Store
from crm_domain.tickets import Ticket
from handlers.message import Message
from handlers.reply import Outcome, Receipt, Reply
from tests.bot.test_slack_channel import plugged_in, posted_to
from tests.peers.slack import LocalSlack
from tests.peers.slack.views import View
from tests.people import MONDAY, Office, furnish
from tests.waiting import PATIENCE


@pytest.fixture
def office(sqlite_url: str) -> Office:
    office = furnish(Office(Store(sqlite_url)))
    office.crm(lambda crm: [crm.members.link(crm.members.by_handle(who), "slack", account)
                            for who, account in (("ivy", "U1"), ("lin", "U2"))])  # fmt: skip
    return office


class Desk:
    """Takes messages in as the real one does, and keeps what became of them."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.receipts: list[Receipt] = []

    async def take(self, message: Message) -> Receipt:
        with self.office.store.transaction() as session:
            self.receipts.append(self.office.assistant.answer(session, message))
        return self.receipts[-1]


class Down(Desk):
    async def take(self, message: Message) -> Receipt:
        raise OSError("the disk is full")


@pytest.fixture
async def town() -> AsyncIterator[LocalSlack]:
    async with LocalSlack(retry_delays=(0.0, 0.05), ack_timeout=PATIENCE) as running:
        yield running


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office)


def opened(town: LocalSlack) -> View:
    """The one form that is open."""
    [view] = [view for view in town.views.all.values() if not view.closed]
    return view


def labels(view: View) -> dict[str, str]:
    return {block["block_id"]: block["label"]["text"] for block in view.inputs}


def tickets(office: Office) -> list[tuple[str, str | None, str]]:
    return office.crm(lambda crm: [(t.subject, t.company and t.company.name, t.priority)
                                   for t in crm.session.query(Ticket).order_by(Ticket.id)])  # fmt: skip


@pytest.mark.parametrize("road", [posted_to, plugged_in])
async def test_a_shortcut_opens_the_form_and_what_is_filled_in_becomes_a_ticket(
    town: LocalSlack, desk: Desk, road: Any
) -> None:
    async with road(town, desk):
        assert (await town.shortcut("form:ticket.open", user="U1")).ok
        view = opened(town)
        assert labels(view) == {
            "subject": "What is it about?",
            "company": "Which company?",
            "contact": "Which contact?",
            "priority": "How urgent is it?",
            "category": "Which category?",
            "description": "What happened, in detail?",
        }
        said = {"subject": "Gate stuck", "company": "Acme Industries", "priority": "high"}
        await town.submit(view, said | {"description": 'It says "E4"\nsince noon'})
    assert view.closed
    assert tickets(desk.office) == [("Gate stuck", "Acme Industries", "high")]
    receipt = desk.receipts[-1]
    assert receipt.letter
    assert receipt.reply
    assert receipt.reply.text.startswith("Opened ticket #1: Gate stuck")
    with desk.office.store.transaction() as session:
        assert session.query(Letter).count() == 1  # the form itself was no letter


async def test_what_is_wrong_is_said_in_the_form_in_the_askers_language_and_nothing_is_done(
    town: LocalSlack, desk: Desk
) -> None:
    async with posted_to(town, desk):
        await town.shortcut("form:ticket.open", user="U2")
        view = opened(town)
        assert labels(view)["priority"] == "有多紧急？"
        await town.submit(view, {"subject": "闸机卡住", "company": "没有这家公司"})
        assert not view.closed
        assert list(view.errors) == ["company"]
        assert view.errors["company"].startswith("没有找到叫“没有这家公司”的公司")
        await town.submit(view, {"subject": "闸机卡住", "contact": "Dana"})
        assert list(view.errors) == ["contact"]
        assert "Dana Wu" in view.errors["contact"]
        assert tickets(desk.office) == []
        assert [receipt.letter for receipt in desk.receipts] == [None] * 3
        await town.submit(view, {"subject": "闸机卡住", "company": "澄屿科技"})
    assert view.closed
    assert tickets(desk.office) == [("闸机卡住", "澄屿科技", "normal")]


async def test_a_form_that_is_handed_in_twice_opens_one_ticket(town: LocalSlack, desk: Desk) -> None:
    async with posted_to(town, desk):
        await town.shortcut("form:ticket.open")
        view = opened(town)
        await town.submit(view, {"subject": "Gate stuck"})
        assert (await town.submit(view, {"subject": "Gate stuck"})).ok
    assert len(tickets(desk.office)) == 1


async def test_slack_hears_yes_only_after_what_was_filled_in_is_there(town: LocalSlack, desk: Desk) -> None:
    async with posted_to(town, desk):
        await town.shortcut("form:ticket.open")
        view = opened(town)
    async with posted_to(town, Down(desk.office)):
        assert not (await town.submit(view, {"subject": "Gate stuck"})).ok
    assert not view.closed
    assert tickets(desk.office) == []


async def test_a_question_has_a_button_that_opens_the_form_with_what_was_said(town: LocalSlack, desk: Desk) -> None:
    async with posted_to(town, desk) as channel:
        asked = await desk.take(_says("new deal for Acme Industries worth 12k"))
        assert asked.reply
        assert asked.letter
        assert asked.reply.outcome is Outcome.ASKED
        await _delivered(channel, asked)
        await town.press(town.messages("D1")[-1], "Fill in a form")
        view = opened(town)
        assert view.title == "Add a deal"
        prefilled = {block["block_id"]: block["element"].get("initial_value") for block in view.inputs}
        assert (prefilled["company"], prefilled["amount"]) == ("Acme Industries", "12k")
        await town.submit(view, {"title": "Acme gates"})
    assert view.closed
    assert desk.office.crm(lambda crm: [deal.title for deal in crm.deals.all()])[-1] == "Acme gates"


async def test_a_message_is_made_a_ticket_by_a_form_that_holds_its_words(town: LocalSlack, desk: Desk) -> None:
    async with posted_to(town, desk):
        said = await town.say("The gate at dock 4 is stuck\nplease come", user="U3", channel="C1")
        await town.message_action("form:ticket.open", said, user="U1")
        view = opened(town)
        subject = next(block["element"] for block in view.inputs if block["block_id"] == "subject")
        assert subject["initial_value"] == "The gate at dock 4 is stuck"
        await town.submit(view, {"company": "Acme"})
        await town.edit(said, "The gate at dock 5 is stuck")
        await town.message_action("form:ticket.open", said, user="U2")
    assert tickets(desk.office) == [("The gate at dock 4 is stuck", "Acme Industries", "normal")]
    shown = desk.receipts[-1].reply
    assert shown
    assert shown.table
    assert [row[-1] for row in shown.table.rows] == ["The message was edited and now says: The gate at dock 5 is stuck"]


async def test_a_form_that_cannot_be_opened_is_asked_line_by_line(town: LocalSlack, desk: Desk) -> None:
    async with posted_to(town, desk):
        town.fail_next(1, 503, only="views.")
        assert (await town.shortcut("form:ticket.open")).ok
    last = desk.receipts[-1]
    assert last.letter
    assert last.reply
    assert last.reply.text == "What is it about?"


async def test_who_is_no_member_gets_no_form(town: LocalSlack, desk: Desk) -> None:
    async with posted_to(town, desk):
        await town.shortcut("form:ticket.open", user="U3")
    assert not town.views.all
    [receipt] = desk.receipts
    assert receipt.reply
    assert receipt.reply.outcome is Outcome.REFUSED


def _says(text: str) -> Message:
    place = {"channel": "D1", "thread_ts": None, "user": "U1"}
    return Message("slack:T1:D1:1", "slack", "T1/D1", "U1", text, MONDAY, place)


async def _delivered(channel: SlackChannel, receipt: Receipt) -> None:
    reply: Reply | None = receipt.reply
    assert reply
    place = {"channel": "D1", "thread_ts": None, "user": "U1"}
    await channel.send(Parcel(receipt.letter or 0, "T1/D1", place, "U1", reply))
