"""What other systems are told: signed, once in the end, in order for each record, and again where it is asked for."""

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from sqlalchemy import select

from bot.channels.webhook import WebhookChannel, signed
from bot.frontdesk import FrontDesk
from bot.postman import Postman
from crm_domain.outbox import Letter, Post
from crm_domain.store import Store
from handlers.assistant import Assistant
from tests.automations.test_rules import pushes, tick
from tests.people import Office, done, labels, refused, rows, told
from tests.waiting import eventually

SECRET = "a secret of twenty characters and more"


class Receiver:
    """Another system on the loopback, which can be down, slow or well."""

    def __init__(self) -> None:
        self.heard: list[dict] = []
        self.ids: list[str] = []
        self.tries, self.status, self.hangs = 0, 200, False

    async def hook(self, request: web.Request) -> web.Response:
        self.tries += 1
        if self.hangs:
            await asyncio.sleep(30)
        if self.status == 200:
            body, head = await request.read(), request.headers
            expected = signed(SECRET, head["webhook-id"], head["webhook-timestamp"], body)
            if head["webhook-signature"] != expected:
                return web.Response(status=401)
            self.heard.append(json.loads(body))
            self.ids.append(head["webhook-id"])
        return web.Response(status=self.status)

    @asynccontextmanager
    async def listening(self):
        app = web.Application()
        app.router.add_post("/hook", self.hook)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        finally:
            await runner.cleanup()


def subscribe(office: Office, url: str, *events: str) -> None:
    def lay(crm):
        crm.workspace.webhooks = {"erp": {"url": url, "events": list(events)}}

    office.crm(lay)


@asynccontextmanager
async def delivering(store: Store, assistant: Assistant, secrets: dict[str, str]):
    """The postman at work, as `crm serve` has him."""

    def now() -> datetime:
        return datetime.now(UTC)

    desk, channel = FrontDesk(store, assistant, now), WebhookChannel(secrets=secrets, clock=now)
    desk.start()
    postman = Postman(desk, 1, [channel], now)
    await postman.start()
    try:
        yield postman
    finally:
        await postman.close(0.1)
        await channel.close()
        await desk.close()


def states(office: Office) -> list[str]:
    with office.store.transaction() as session:
        return list(session.scalars(select(Letter.state).where(Letter.channel == "webhook").order_by(Letter.id)))


async def test_events_are_signed_and_ordered_by_record_though_the_receiver_was_down(each_office: Office):
    office, receiver = each_office, Receiver()
    ann = office.person("ann")
    async with receiver.listening() as url:
        subscribe(office, url, "deal.moved", "deal.amount")
        receiver.status = 500
        for words in ("move acme renewal to negotiation", "set acme renewal to 50k", "won acme renewal"):
            done(await asyncio.to_thread(ann.says, words))
        await asyncio.to_thread(tick, office, minutes=1)
        async with delivering(office.store, office.assistant, {"erp": SECRET}):
            await eventually(lambda: receiver.tries >= 2)
            assert receiver.heard == []
            receiver.status = 200
            await eventually(lambda: states(office) == [Post.SENT] * 3)
    assert [(one["type"], one["data"]["by"]) for one in receiver.heard] == [
        ("deal.moved", "ann"), ("deal.amount", "ann"), ("deal.moved", "ann"),
    ]  # fmt: skip
    assert receiver.heard[1]["data"]["after"]["amount_minor"] == 5_000_000
    assert len(set(receiver.ids)) == 3


async def test_a_receiver_that_hangs_holds_up_its_record_alone(office: Office, ann, monkeypatch):
    monkeypatch.setattr("bot.channels.webhook.PATIENCE", 0.2)
    receiver = Receiver()
    async with receiver.listening() as url:
        subscribe(office, url)
        receiver.hangs = True
        done(ann.says("move acme renewal to negotiation"))
        tick(office, minutes=1)
        async with delivering(office.store, office.assistant, {"erp": SECRET}):
            await eventually(lambda: receiver.tries >= 2)  # given up waiting for, and tried again
            receiver.hangs = False
            await eventually(lambda: set(states(office)) == {Post.SENT})
    assert [one["type"] for one in receiver.heard] == ["deal.moved"]


def give_up(office: Office) -> None:
    with office.store.transaction() as session:
        for letter in session.scalars(select(Letter).where(Letter.channel == "webhook")):
            letter.state, letter.error = Post.DEAD, "given up after 50 tries: answered 500"


@pytest.mark.parametrize(
    ("again", "since", "list_words", "failed"),
    [
        ("resend webhook erp", "replay webhook erp since today", "webhooks", "did not take 2 events"),
        ("重发webhook erp", "重发webhook erp，从今天起", "webhook列表", "2 个事件没有送达"),
    ],
)
def test_what_was_given_up_is_told_to_the_admin_once_and_goes_out_again(office, ann, again, since, list_words, failed):
    root = office.person("root")
    office.crm(lambda crm: setattr(crm.members.by_handle("root"), "lang", "en" if again.isascii() else "zh"))
    subscribe(office, "http://127.0.0.1:9/hook", "deal.moved")
    done(root.says(list_words))
    done(ann.says("move acme renewal to negotiation"))
    done(ann.says("won acme renewal"))
    tick(office, minutes=1)
    give_up(office)
    tick(office, minutes=1)
    tick(office, minutes=1)
    [warning] = [text for text in pushes(office, "root-dm") if "erp" in text]
    assert failed in warning
    assert [str(cell) for cell in rows(done(root.says(list_words)))[0][2:]] == ["0", "0", "2"]
    assert told(done(root.says(again)))[0][0] == "webhook.replay"
    assert states(office) == [Post.DUE] * 2
    done(root.says(since))
    assert set(states(office)) == {Post.DUE}
    with office.store.transaction() as session:
        ids = [letter.address["id"] for letter in session.scalars(select(Letter).where(Letter.channel == "webhook"))]
    assert set(ids[:2]) < set(ids[2:]), "all of today goes out, and a receiver can tell what it had"


def test_without_webhooks_it_is_said_who_names_them(office):
    assert "config.yaml" in done(office.person("root").says("webhooks")).text
    assert "config.yaml" in refused(office.person("root").says("resend webhook erp")).text


def test_webhooks_go_on_while_automations_are_stopped_and_are_an_admins_matter(office, ann):
    root = office.person("root")
    subscribe(office, "http://127.0.0.1:9/hook", "deal.moved")
    assert "no webhook “crm2”" in refused(root.says("resend webhook crm2")).text
    refused(ann.says("resend webhook erp"))
    done(root.says("stop all automations"))
    done(ann.says("won acme renewal"))
    office.now += timedelta(minutes=1)
    tick(office, minutes=1)
    assert states(office) == [Post.DUE]
    assert "Undo" not in labels(done(root.says("webhooks")))
