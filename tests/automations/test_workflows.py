"""Sequences over days: waits, branches, approvals; rules in a file; what leaves the house."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import web
from sqlalchemy import select

from bot.channel import Later, Parcel, Refused
from bot.channels.email import EmailChannel
from bot.channels.webhook import WebhookChannel
from bot.settings_mail import Smtp
from crm_domain.automations import Automation
from crm_domain.errors import BadValue
from crm_domain.outbox import Letter, Post
from crm_domain.rule_runs import RuleRun
from crm_domain.tasks import Task
from crm_domain.tickets import Ticket
from handlers.reply import Outcome, Reply
from handlers.rule_compiling import settle_file_rules
from tests.automations.test_rules import on, pushes, runs, tick
from tests.people import done, labels, refused, rows


def titles(office):
    return [row.title for row in office.rows(Task) if "(" in row.title]


def test_a_sequence_goes_on_over_days_and_asks_on_the_way(each_office):
    ann = each_office.person("ann")
    on(ann, "after a deal is won: day 1 welcome, day 7 check-in unless a ticket is open, day 30 ask for a rating")
    done(ann.says("won acme renewal"))
    tick(each_office, minutes=1)
    assert titles(each_office) == []
    tick(each_office, days=1)
    assert titles(each_office) == ["welcome (Acme renewal)"]
    done(ann.says("open a ticket for Acme Industries: the gate is stuck"))
    for _ in range(40):
        tick(each_office, days=1)
    assert titles(each_office) == ["welcome (Acme renewal)", "ask for a rating (Acme renewal)"]
    assert [state for state, _ in runs(each_office)] == ["done"]


def test_an_approval_is_given_declined_or_runs_out(office, ann):
    max_ = office.person("max")
    done(max_.says("help"))
    on(ann, "when a deal is over 100k, ask Max for approval within 24 hours, then tell #big")
    for deal in ("acme renewal", "larkfield gate readers"):
        done(office.person("root").says(f"set {deal} to 150k"))
        tick(office, minutes=1)
    asked = [text for text in pushes(office, "max-dm") if "asks for your approval" in text]
    assert len(asked) == 2
    refused(ann.says("approve run #1"))
    done(max_.says("approve run #1"))
    assert "settled already" in refused(max_.says("decline run #1")).text
    tick(office, minutes=1)
    assert len(pushes(office, "#big")) == 1
    tick(office, days=2)
    assert [state for state, _ in runs(office)] == ["done", "ended"]
    assert any("no answer in time" in cell for row in rows(done(ann.says("runs of automation #1"))) for cell in row)


def test_a_workflow_is_drawn(office, ann, lin):
    done(ann.says("after a deal is won: day 1 welcome, day 7 check-in unless a ticket is open"))
    reply = done(ann.says("draw it"))
    assert [path.rpartition(".")[2] for path in reply.files] == ["png"]
    assert "unless a ticket is open" in reply.text
    assert "除非有未解决的工单" in done(lin.says("画一下自动化#1")).text
    assert "除非有未解决的工单" in done(lin.says("把自动化1画成图")).text


RULE = {"name": "big", "when": "a deal above 50k is won", "then": "tell me", "owner": "max"}
EXACT = {
    "name": "untouched",
    "on": {"event": "ticket.opened"},
    "if": 'ticket.priority == "urgent"',
    "steps": [{"do": "set", "field": "priority", "value": "high"}],
}


def test_rules_of_the_file_stand_as_it_says(office, ann):
    office.crm(lambda crm: settle_file_rules(crm, [RULE, EXACT]))
    office.crm(lambda crm: settle_file_rules(crm, [RULE, EXACT]))
    found = [(row.name, row.enabled, row.source) for row in office.rows(Automation)]
    assert found == [("big", True, "config.yaml"), ("untouched", True, "config.yaml")]
    done(ann.says("open an urgent ticket: smoke"))
    tick(office, minutes=1)
    assert office.facts(Ticket, "smoke", "priority") == "high"
    office.crm(lambda crm: settle_file_rules(crm, [RULE | {"enabled": False}]))
    assert [(row.name, row.enabled) for row in office.rows(Automation)] == [("big", False), ("untouched", False)]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"when": "a deal sneezes"}, "can't watch"),
        ({"owner": "nobody"}, "no member"),
        (EXACT | {"if": "ticket.colour == 1.0"}, "ticket.colour"),
        (EXACT | {"on": {"event": "ticket.eaten"}}, "no such event"),
        (EXACT | {"steps": [{"do": "explode"}]}, "no such step"),
        (EXACT | {"on": {"every": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}}, "never comes"),
    ],
)
def test_a_rule_of_the_file_that_makes_no_sense_is_named(office, wrong, says):
    with pytest.raises(BadValue) as refusal:
        office.crm(lambda crm: settle_file_rules(crm, [RULE | wrong]))
    assert says in refusal.value.to("en")
    assert refusal.value.to("en").startswith("config.yaml, automations.rules")


def test_a_condition_that_cannot_be_told_fails_its_run_and_is_reported_once(office, ann):
    on(
        ann,
        "when a deal moves to negotiation, tell me, but only if int(deal.amount) / int(deal.open_tickets) > 1",
    )
    done(ann.says("move acme renewal to negotiation"))
    tick(office, minutes=1)
    tick(office, minutes=1)
    assert [state for state, _ in runs(office)] == ["failed"]
    [told] = pushes(office, "ann-dm")
    assert "failed on Acme renewal: division by zero" in told


def parcel(letter: int, **address) -> Parcel:
    return Parcel(letter, "x", address, None, Reply(Outcome.DONE, "words"))


async def test_a_webhook_is_called_again_while_the_other_side_is_in_trouble():
    seen, answers = [], iter([500, 503, 200, 404])

    async def answer(request: web.Request) -> web.Response:
        seen.append(await request.json())
        return web.Response(status=next(answers))

    app = web.Application()
    app.router.add_post("/hook", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    channel = WebhookChannel(private=True)
    try:
        for _ in range(2):
            with pytest.raises(Later):
                await channel.send(parcel(1, url=url, payload={"id": 7}))
        assert await channel.send(parcel(1, url=url, payload={"id": 7})) == "200"
        with pytest.raises(Refused, match="404"):
            await channel.send(parcel(2, url=url, payload={"id": 8}))
        with pytest.raises(Refused, match="own network"):
            await WebhookChannel().send(parcel(3, url=url, payload={}))
        with pytest.raises(Later):
            await channel.send(parcel(4, url="http://127.0.0.1:9/hook", payload={}))
    finally:
        await channel.close()
        await runner.cleanup()
    assert [said["id"] for said in seen] == [7, 7, 7, 8]


async def test_mail_waits_for_its_server_and_says_where_there_is_none():
    with pytest.raises(Refused, match=r"smtp\.host"):
        await EmailChannel(Smtp()).send(parcel(1, to="a@b.example", subject="s"))
    away = EmailChannel(Smtp(host="127.0.0.1", port=9, tls="never"))
    with pytest.raises(Later):
        await asyncio.wait_for(away.send(parcel(1, to="a@b.example", subject="s")), 30)


def test_what_leaves_the_house_waits_in_the_outbox_and_its_failure_is_told(office, ann):
    on(ann, "when a deal is won, call https://hooks.example.com/x and email the customer: we are on our way")
    done(ann.says("won acme renewal"))
    tick(office, minutes=1)
    with office.store.transaction() as session:
        letters = session.scalars(select(Letter).where(Letter.channel.in_(["webhook", "email"]))).all()
        assert [(one.channel, one.address.get("url") or one.address["to"]) for one in letters] == [
            ("webhook", "https://hooks.example.com/x"),
            ("email", "dana@acme.example"),
        ]
        assert letters[0].address["payload"]["record"] == "deals"
        for letter in letters:
            letter.state, letter.error = Post.DEAD, "answered 500, 9 times"
    tick(office, minutes=1)
    tick(office, minutes=1)
    assert pushes(office, "ann-dm") == [
        f"Your automation “a deal is won” could not deliver to {where}: it answered 500, however often I tried."
        for where in ("https://hooks.example.com/x", "dana@acme.example")
    ]
    failed = rows(done(ann.says("which automations failed")))
    assert [row[3] for row in failed] == ["failed"]
    assert "dana@acme.example: it answered 500" in failed[0][4]


def test_two_stops_and_a_wait_survive_a_restart(office, ann):
    on(ann, "when a deal moves to negotiation, wait 2 days then tell me, but only if the amount is over 10k")
    done(ann.says("move acme renewal to negotiation"))
    tick(office, hours=1)
    with office.store.transaction() as session:
        [run] = session.scalars(select(RuleRun)).all()
        assert (run.state, run.step) == ("waiting", 1)
    tick(office, days=2)
    assert len(pushes(office, "ann-dm")) == 1
    assert labels(done(ann.says("show automation #1")))[0] == "Turn off"
    assert office.now - timedelta(days=3) < office.rows(Automation)[0].enabled_at
