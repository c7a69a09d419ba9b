"""Two Telegram bots in one process: the team's, and the customers'. One contract, and no way across."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.house import now
from crm_domain.crm import Crm
from crm_domain.outbox import Letter, Post
from crm_domain.store import Store
from crm_domain.tickets import Ticket
from tests.peers.telegram import LocalTelegram, Message
from tests.people import Office, furnish
from tests.serving import Serving
from tests.waiting import eventually

IVY, DANA = 1001, 2001  # Ivy writes to both bots: as an agent to one, as anybody to the other


@dataclass
class Desk:
    office: Office
    team: LocalTelegram
    public: LocalTelegram

    def tickets(self) -> list[tuple[str, str]]:
        def look(crm: Crm) -> list[tuple[str, str]]:
            return [(ticket.subject, str(ticket.status)) for ticket in crm.session.query(Ticket).order_by(Ticket.id)]

        found: list[tuple[str, str]] = self.office.crm(look)
        return found

    def refused(self) -> int:
        count: int = self.office.crm(lambda crm: crm.session.query(Letter).filter_by(state=Post.DEAD).count())
        return count


async def answer(bot: LocalTelegram, chat: int, text: str) -> Message:
    def seen() -> Message | None:
        return next((m for m in reversed(bot.replies(chat)) if text in m.text), None)

    return await eventually(seen)


@pytest.fixture
async def desk(sqlite_store: Store, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    office = furnish(Office(sqlite_store, now=now()))
    office.crm(lambda crm: crm.members.link(crm.members.by_handle("ivy"), "telegram", str(IVY)))
    async with LocalTelegram("1000:abc") as team, LocalTelegram("2000:xyz", username="acme_help_bot") as public:
        for bot in (team, public):
            bot.person(IVY, "Ivy")
            bot.person(DANA, "Dana")
        environment = {
            "CONFAB_TELEGRAM__TOKEN": "1000:abc",
            "CONFAB_TELEGRAM__BASE_URL": team.base_url,
            "CONFAB_CUSTOMER_BOT__TOKEN": "2000:xyz",
            "CONFAB_CUSTOMER_BOT__BASE_URL": public.base_url,
        }
        async with Serving(sqlite_url, environment, tmp_path):
            yield Desk(office, team, public)


async def test_customers_write_to_a_bot_of_their_own_and_are_answered_there(desk: Desk) -> None:
    team, public = desk.team, desk.public
    await public.say(DANA, "The gate at dock 4 is stuck")
    opened = await answer(public, DANA, "number #1")
    await public.say(DANA, "And our invoice shows the wrong VAT")
    await public.press(DANA, await answer(public, DANA, "Added to #1."), "Something new")
    await answer(public, DANA, "number #2")
    await public.say(DANA, "It says E4", reply_to=opened)
    await eventually(lambda: len([m for m in public.replies(DANA) if m.text == "Added to #1."]) == 2)

    # The answer goes out by the button alone, through the bot the customer wrote to.
    await team.say(IVY, "reply on ticket 1: a technician comes at noon")
    preview = await answer(team, IVY, "Send it?")
    assert not any("technician" in message.text for message in public.replies(DANA))
    await team.press(IVY, preview, "Send to Dana")
    await answer(public, DANA, "#1: a technician comes at noon")
    assert not team.replies(DANA)

    # Nobody is a member there, whoever they are elsewhere: no command is carried out, and no code is taken.
    await public.say(IVY, "close ticket 2")
    await answer(public, IVY, "number #3")
    code = desk.office.crm(lambda crm: crm.members.new_code(crm.members.by_handle("bo")))
    await public.say(IVY, f"link {code}")
    await answer(public, IVY, "Added to #3.")
    assert [status for _, status in desk.tickets()] == ["open", "new", "new"]

    # A customer who has blocked the bot is not reached, and whoever looks at the ticket sees that.
    await public.block(DANA)
    await team.say(IVY, "reply on ticket 2: the VAT is corrected")
    await team.press(IVY, await answer(team, IVY, "the VAT is corrected”"), "Send to Dana")
    await eventually(lambda: desk.refused() == 1)
    await team.say(IVY, "show ticket 2")
    await answer(team, IVY, "not delivered!")
