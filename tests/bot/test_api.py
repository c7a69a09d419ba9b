"""The HTTP API: the commands of the chat for programs, as far as a key and its member reach."""

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from icalendar import Calendar

from bot.api import Api
from bot.frontdesk import FrontDesk
from bot.house import now
from bot.settings import Hook
from crm_domain import tokens
from crm_domain.contacts import Contact
from crm_domain.crm import open_workspace
from crm_domain.deals import Deal
from crm_domain.members import Member
from crm_domain.store import Store
from tests.people import MONDAY, Office, done, furnish
from tests.serving import Serving

HOOKS = {"erp": Hook(command="company.add", slots={"name": "customer.name", "phone": "customer.tel"})}


@pytest.fixture
def office(sqlite_url: str) -> Office:
    return furnish(Office(Store(sqlite_url)))


def key(office: Office, handle: str, *scopes: str, days: int | None = None) -> str:
    def work(crm):
        ends = now() + timedelta(days=days) if days else None
        return tokens.issue(crm.session, crm.members.by_handle(handle), "test", scopes, now(), ends)[1]

    return office.crm(work)


@pytest.fixture
async def api(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    with office.store.transaction() as session:
        workspace = open_workspace(session, "main", MONDAY).id
    desk = FrontDesk(office.store, office.assistant, now)
    desk.start()
    transport = httpx.ASGITransport(Api(desk, office.assistant, workspace, HOOKS).asgi)
    async with httpx.AsyncClient(transport=transport, base_url="http://confab") as client:
        yield client
    desk.shut()
    await desk.close()


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


async def test_a_command_does_what_it_does_in_chat_and_only_once(office: Office, api: httpx.AsyncClient) -> None:
    headers = bearer(key(office, "ann", "read", "write")) | {"Idempotency-Key": "42"}
    body = {"slots": {"deal": "Acme renewal", "amount": {"amount": 45000, "currency": "USD"}}}
    for _ in range(2):
        answer = await api.post("/api/v1/commands/deal.update", json=body, headers=headers)
        assert (answer.status_code, answer.json()["outcome"]) == (200, "done")
    deal = office.named(Deal, "Acme renewal")
    assert deal.amount_minor == 4_500_000
    assert len(office.crm(lambda crm: list(crm.changes.of(deal)))) == 2
    said = await api.post(
        "/api/v1/messages",
        json={"text": "move acme renewal to negotiation"},
        headers=bearer(key(office, "ann", "write")),
    )
    assert said.json()["commands"][0]["name"] == "deal.move"


async def test_a_key_reaches_as_far_as_its_scopes_and_its_member(office: Office, api: httpx.AsyncClient) -> None:
    reading, writing = key(office, "bo", "read"), key(office, "bo", "write")
    move = {"slots": {"deal": "Acme renewal", "stage": "won"}}
    assert (await api.post("/api/v1/commands/deal.move", json=move, headers=bearer(reading))).status_code == 403
    refused = await api.post("/api/v1/commands/deal.move", json=move, headers=bearer(writing))
    assert (refused.status_code, refused.json()["outcome"]) == (403, "refused")
    found = await api.get("/api/v1/records/tasks", headers=bearer(reading))
    assert found.json() == {"tasks": [], "next": None}
    page = (await api.get("/api/v1/records/contacts?limit=2", headers=bearer(reading))).json()
    rest = (await api.get(f"/api/v1/records/contacts?after={page['next']}", headers=bearer(reading))).json()
    assert [len(page["contacts"]), len(rest["contacts"]), rest["next"]] == [2, 1, None]


async def test_no_key_an_old_one_and_a_strange_one_open_nothing(office: Office, api: httpx.AsyncClient) -> None:
    gone, other = key(office, "ann", "read", days=-1), "cft_nothing"
    for headers in ({}, bearer(gone), bearer(other), {"Authorization": "Basic x"}):
        answer = await api.get("/api/v1/me", headers=headers)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    good = key(office, "ann", "read")
    assert (await api.get("/api/v1/me", headers=bearer(good))).json() == {"handle": "ann", "scopes": ["read"]}
    assert good not in str(office.crm(lambda crm: [vars(row) for row in crm.session.query(tokens.Token)]))

    def revoke(crm) -> None:
        for token in tokens.issued(crm.session, crm.workspace.id):
            token.revoked_at = now()

    office.crm(revoke)
    assert (await api.get("/api/v1/me", headers=bearer(good))).status_code == 401


async def test_another_workspace_is_another_world(office: Office, api: httpx.AsyncClient) -> None:
    def elsewhere(session):
        crm_workspace = open_workspace(session, "other", MONDAY)
        from crm_domain.crm import Crm

        member = Crm(session, crm_workspace, None, MONDAY).members.add("Spy", "admin", "spy")
        return tokens.issue(session, member, "spy", ["read", "write"], now())[1]

    with office.store.transaction() as session:
        secret = elsewhere(session)
    assert (await api.get("/api/v1/records/contacts", headers=bearer(secret))).status_code == 401


async def test_what_another_system_sends_becomes_a_command(office: Office, api: httpx.AsyncClient) -> None:
    headers = bearer(key(office, "ann", "hooks"))
    event = {"event": "created", "customer": {"name": "Quillon", "tel": "+44 20 7946 0958", "more": [1]}}
    answer = await api.post("/api/v1/hooks/erp", json=event, headers=headers)
    assert (answer.status_code, answer.json()["commands"][0]["name"]) == (200, "company.add")
    assert (await api.post("/api/v1/hooks/none", json=event, headers=headers)).status_code == 404
    lacking = await api.post("/api/v1/hooks/erp", json={"customer": {}}, headers=headers)
    assert (lacking.status_code, lacking.json()["text"]) == (422, "What is the name?")


async def test_a_calendar_shows_what_is_ahead(office: Office, api: httpx.AsyncClient) -> None:
    secret = key(office, "ann", "calendar")
    feed = (await api.get(f"/api/v1/calendar.ics?key={secret}")).text
    assert "SUMMARY:Send the revised quote" in feed
    assert "DTSTART;VALUE=DATE:20261123" in feed
    assert "给王磊发合同" not in feed
    done(office.person("ann").says("remind me every Monday at 9 to read the numbers"))
    events = Calendar.from_ical((await api.get(f"/api/v1/calendar.ics?key={secret}")).content).walk("VEVENT")
    [weekly] = [event for event in events if event["summary"] == "read the numbers"]
    assert (weekly["rrule"]["freq"], weekly["rrule"]["byday"]) == (["WEEKLY"], ["MO"])
    assert (weekly["dtstart"].dt.hour, str(weekly["dtstart"].dt.tzinfo)) == (9, office.named(Member, "Ann Lee").tz)
    assert (await api.get(f"/api/v1/me?key={secret}")).status_code == 401


@pytest.mark.parametrize("body", ["", "[]", "{", '{"slots": 1}', '{"slots": {"nope": 1}}', '{"slots": {"deal": [1]}}'])
async def test_a_body_that_makes_no_sense_is_told_so(office: Office, api: httpx.AsyncClient, body: str) -> None:
    answer = await api.post("/api/v1/commands/deal.show", content=body, headers=bearer(key(office, "ann", "read")))
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]
    assert office.named(Contact, "Dana Wu")


async def test_every_command_is_described_and_none_ends_in_a_fault_of_ours(
    office: Office, api: httpx.AsyncClient
) -> None:
    described = (await api.get("/api/openapi.json")).json()
    headers = bearer(key(office, "root", "read", "write", "hooks", "calendar"))
    paths = [path for path in described["paths"] if "/commands/" in path]
    assert len(paths) > 60
    for path in paths:
        slots = described["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"][
            "slots"
        ]
        for value in ("\u0000'\"", "12", "acme", "昨天"):
            said = {"slots": dict.fromkeys(slots["properties"], value)}
            answer = await api.post(path, json=said, headers=headers)
            assert answer.status_code != 500, (path, value, answer.text)
    await asyncio.sleep(0)


async def test_calls_of_all_shapes_find_no_fault_of_ours(office: Office, tmp_path: Path) -> None:
    secret = key(office, "root", "read", "write", "hooks", "calendar")
    office.store.close()
    async with Serving(str(office.store.engine.url.database), {}, tmp_path) as program:
        paths = "/(me|messages|records.*|calendar.ics|commands/(deal|contact)[.](add|list|show|find|merge))$"
        command = [str(Path(sys.executable).with_name("schemathesis")), "run", f"{program.url}/api/openapi.json"]
        options = ["--include-path-regex", paths, "--checks", "not_a_server_error", "--max-examples", "3"]
        more = [
            "--phases",
            "fuzzing",
            "-H",
            f"Authorization: Bearer {secret}",
            "--no-color",
            "--generation-database",
            "none",
        ]
        process = await asyncio.create_subprocess_exec(
            *command, *options, *more, cwd=tmp_path, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        out, _ = await process.communicate()
        assert process.returncode == 0, out.decode()[-3000:]
