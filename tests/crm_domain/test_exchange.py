import json
import re
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from crm_domain.crm import Crm, open_workspace
from crm_domain.deals import Deal, DealLine
from crm_domain.exchange import export_workspace, import_workspace
from crm_domain.exchange_forms import FORMS
from crm_domain.exchange_intake import STAMPS
from crm_domain.journal import Change
from crm_domain.members import Member
from crm_domain.money import Money
from crm_domain.outbox import Post, last_in, post
from crm_domain.pipelines import Outcome, Pipeline, Stage
from crm_domain.store import Store
from crm_domain.tickets import Status, Ticket
from crm_domain.undo import models
from crm_domain.workspaces import Workspace

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WORLD = json.loads((Path(__file__).parent.parent / "corpora" / "talk" / "world.json").read_text("utf-8"))
PLAIN = {noun: records for noun, records in WORLD.items() if noun != "audit"}  # without a journal: an ordinary import
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT.*[+-]\d\d:\d\d")


def brought_in(store, data, workspace="main", handle=None):
    with store.transaction() as session:
        where = open_workspace(session, workspace, NOW)
        actor = handle and Crm(session, where, None, NOW).members.by_handle(handle)
        return import_workspace(session, where, deepcopy(data), actor, NOW)


def written_out(store, workspace="main"):
    with store.transaction() as session:
        return export_workspace(session, open_workspace(session, workspace, NOW))


def changed(store, command, change, handle="odile", at=NOW):
    """`change(crm)` as that member, entered into the journal."""
    with store.transaction() as session:
        workspace = open_workspace(session, "main", at)
        crm = Crm(session, workspace, Crm(session, workspace, None, at).members.by_handle(handle), at)
        undoes = change(crm)
        return crm.enter(command, undoes=undoes if isinstance(undoes, Change) else None)


def undone(id):
    def undo(crm):
        change = crm.changes.get(id)
        crm.changes.undo(change)
        return change

    return undo


def instants(value):
    """The same document with every moment in UTC: 09:15+00:00 and 14:45+05:30 are one."""
    if isinstance(value, dict):
        return {key: instants(item) for key, item in value.items()}
    if isinstance(value, list):
        return [instants(item) for item in value]
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return datetime.fromisoformat(value).astimezone(UTC)
    return value


def numbers(tally):
    return {name: count for name, count in tally.counts().items() if name != "read"}


def sizes(data):
    return {noun: len(records) for noun, records in data.items() if noun != "audit"}


ALL = sum(sizes(WORLD).values())
NOTHING_DONE = {"created": 0, "updated": 0, "unchanged": ALL, "rejected": 0}


def test_the_world_comes_out_as_it_went_in(store):
    tally = brought_in(store, WORLD)
    assert numbers(tally) == {"created": ALL, "updated": 0, "unchanged": 0, "rejected": 0}
    assert tally.read == ALL
    assert instants(written_out(store)) == instants(WORLD)


def test_an_export_of_the_world_goes_into_an_empty_database_to_the_letter(store, tmp_path):
    brought_in(store, WORLD)
    data = written_out(store)
    other = Store(str(tmp_path / "other.db"))
    brought_in(other, json.loads(json.dumps(data)))
    assert written_out(other) == data
    other.close()


def test_the_same_file_twice_changes_nothing(store):
    brought_in(store, PLAIN)
    before = written_out(store)
    assert numbers(brought_in(store, PLAIN)) == NOTHING_DONE
    assert numbers(brought_in(store, before)) == NOTHING_DONE | {"unchanged": ALL + 1}  # the import itself
    assert written_out(store) == before


def test_one_undo_takes_an_import_back(store):
    changed(store, "member.add", lambda crm: crm.members.add("Ada", "admin", handle="ada") and None, handle="nobody")
    number = brought_in(store, PLAIN).change
    changed(store, "record.undo", undone(number), handle="ada")
    left = written_out(store)
    assert {noun: size for noun, size in sizes(left).items() if size} == {"members": 1}
    assert [change["command"] for change in left["audit"]] == ["member.add", "data.import", "record.undo"]


def support(crm):
    """A ticket that was answered and found to be the same as an older one, one that was solved."""
    first, twin = crm.tickets.get(1001), crm.tickets.get(1028)
    crm.tickets.reply(twin, "We are looking into it")
    crm.tickets.note(twin, "firmware 4.2.1")
    crm.tickets.merge(first, twin)
    crm.tickets.get(1007).move_to(Status.RESOLVED, crm.now)


def busy(store):
    """A workspace with everything in it that an export has something extra to say about."""
    brought_in(store, WORLD)
    tomorrow = NOW + timedelta(days=1)

    def add_deal(crm):
        stage = crm.pipelines.stage("lead")
        money = Money.of("1234.5", "EUR")
        deal = crm.deals.add("Tail lift", stage, amount=money, company=crm.companies.get(1), more={"source": "fair"})
        line = DealLine(deal_id=deal.id, product_id=1, quantity=2, price_minor=950_000, currency="USD")
        crm.session.add(line)

    def win(crm):
        crm.deals.move(crm.deals.get(1), crm.pipelines.stage("won"), tomorrow)

    def rename(crm):
        crm.contacts.get(3).name = "Dana Okafor-Hale"

    def settle(crm):
        member = crm.members.by_handle("rosa")
        crm.members.link(member, "slack", "U0ROSA")
        member.day_from, member.active = "08:30", False

    def drop_task(crm):
        crm.session.delete(crm.tasks.get(2))

    def set_due(crm):
        crm.tasks.get(1).fall_due(datetime(2026, 11, 25, 23, 30, tzinfo=UTC), crm.members.by_handle("rosa").zone)
        crm.tasks.get(1).assignee = crm.members.by_handle("xiaolin")

    def rate(crm):
        crm.session.get_one(Ticket, 1001).score = 4

    for change in (add_deal, win, rename, settle, drop_task, set_due, support, rate):
        last = changed(store, change.__name__, change)
    changed(store, "record.undo", undone(last), handle="odile", at=tomorrow)
    return written_out(store)


def test_a_used_workspace_is_put_back_with_its_history(store, tmp_path):
    data = busy(store)
    assert data["audit"][-1]["undoes"] == data["audit"][-2]["id"]
    assert data["audit"][-2]["undone_by"] == data["audit"][-1]["id"]
    other = Store(str(tmp_path / "other.db"))
    tally = brought_in(other, json.loads(json.dumps(data)))
    assert (tally.rejected, tally.change) == (0, None)
    assert written_out(other) == data
    other.close()


def test_a_used_workspace_goes_from_sqlite_to_either_database(store, tmp_path):
    first = Store(str(tmp_path / "first.db"))
    data = busy(first)
    first.close()
    brought_in(store, data)
    assert written_out(store) == data


def test_what_was_said_travels_and_what_is_still_to_be_sent_stays(store, tmp_path):
    first = Store(str(tmp_path / "first.db"))
    busy(first)
    with first.transaction() as session:
        common = {"workspace_id": 1, "channel": "slack", "address": {"channel": "D1"}, "at": NOW}
        for state, chat in ((Post.SENT, "ann-dm"), (Post.DEAD, "old"), (Post.DUE, "ann-dm")):
            post(session, **common, chat=chat, account="U1", body={"text": f"你好 {state}"}, state=state, sent_as="1.2")
        session.flush()
    data = written_out(first)
    first.close()
    assert [letter["body"]["text"] for letter in data["letters"]] == ["你好 sent", "你好 dead"]
    brought_in(store, json.loads(json.dumps(data)))
    assert written_out(store) == data
    with store.transaction() as session:
        assert last_in(session, 1, "slack", "ann-dm").address == {"channel": "D1"}
    again = brought_in(
        store, data | {"letters": [*data["letters"], {"channel": "slack"}, {**data["letters"][0], "chat": "z"}]}
    )
    assert (again.rejected, again.created) == (2, 0)
    assert written_out(store)["letters"] == data["letters"]


def test_what_was_put_back_can_still_be_undone(store, tmp_path):
    first = Store(str(tmp_path / "first.db"))
    data = busy(first)
    brought_in(store, data)
    deleted = next(change["id"] for change in data["audit"] if change["command"] == "drop_task")
    for each in (first, store):
        changed(each, "record.undo", undone(deleted))
    assert written_out(store) == written_out(first)
    assert len(written_out(store)["tasks"]) == len(WORLD["tasks"])
    first.close()


def test_numbers_go_on_after_those_of_the_file(store):
    brought_in(store, WORLD)
    changed(store, "company.add", lambda crm: crm.companies.add("Fresh Start") and None)
    data = written_out(store)
    assert data["companies"][-1] | {"name": "Fresh Start", "id": len(WORLD["companies"]) + 1} == data["companies"][-1]
    assert data["audit"][0]["lines"][0]["id"] == len(WORLD["companies"]) + 1


def test_what_differs_is_updated_and_the_rest_left_alone(store):
    brought_in(store, WORLD)
    edited = deepcopy(WORLD)
    edited["companies"][4]["phone"] = "+44 20 7946 0000"
    edited["companies"][4]["updated_at"] = "2026-11-24T10:00:00+00:00"
    del edited["contacts"][0]["title"]  # an export leaves out what is empty
    assert numbers(brought_in(store, edited)) == {"created": 0, "updated": 2, "unchanged": ALL - 2, "rejected": 0}
    data = written_out(store)
    assert data["companies"][4] == edited["companies"][4]
    assert "title" not in data["contacts"][0]
    assert {line["record"]: line["after"] for line in data["audit"][0]["lines"]} == {
        "contacts": {"title": None, "updated_at": NOW.isoformat()},
        "companies": {"phone": "+44 20 7946 0000", "updated_at": "2026-11-24T10:00:00+00:00"},
    }


def test_a_stage_that_a_file_changes_is_a_step_in_the_history(store):
    brought_in(store, WORLD)
    edited = deepcopy(PLAIN)
    edited["deals"][0] |= {"stage": "won", "updated_at": "2026-12-12T10:00:00+00:00"}
    brought_in(store, edited)
    deal = written_out(store)["deals"][0]
    steps = [(step["from"], step["to"], step["at"]) for step in deal["history"]]
    assert steps == [("proposal", "won", "2026-12-12T10:00:00+00:00")]
    assert numbers(brought_in(store, edited)) == NOTHING_DONE


def test_a_won_deal_closed_at_noon_of_its_close_date_where_nothing_else_is_said(sqlite_store):
    brought_in(sqlite_store, WORLD)
    with sqlite_store.transaction() as session:
        won = session.get_one(Deal, 37)
        assert won.closed_at == datetime(2026, 11, 10, 4, tzinfo=UTC)  # in Shanghai
        assert session.get_one(Deal, 1).closed_at is None


def test_moments_are_written_in_the_zone_of_whom_they_concern(sqlite_store):
    brought_in(sqlite_store, WORLD)
    data = written_out(sqlite_store)
    assert data["reminders"][1]["at"] == "2026-11-30T09:00:00+08:00"
    assert data["activities"][5]["at"] == "2026-11-18T10:00:00-06:00"
    assert data["campaigns"][0]["at"] == "2026-11-09T09:00:00+00:00"
    assert {record["created_at"][-6:] for record in data["tickets"]} == {"+00:00"}


def test_members_are_the_same_by_their_handle_whatever_their_number(store):
    changed(store, "member.add", lambda crm: crm.members.add("Rosa L.", "rep", handle="dex") and None, handle="nobody")
    tally = brought_in(store, WORLD)
    assert numbers(tally) == {"created": ALL - 1, "updated": 1, "unchanged": 0, "rejected": 0}
    data = written_out(store)
    ids = {member["handle"]: member["id"] for member in data["members"]}
    assert (ids["dex"], ids["rosa"], ids["benji"]) == (1, 10, 3)
    assert {deal["title"]: deal["owner"] for deal in data["deals"]} == {
        deal["title"]: deal["owner"] for deal in WORLD["deals"]
    }
    assert brought_in(store, WORLD).updated == 0


def test_a_file_without_identities_unlinks_nobody(sqlite_store):
    brought_in(sqlite_store, WORLD)
    changed(sqlite_store, "link", lambda crm: crm.members.link(crm.members.get(1), "slack", "U1") and None)
    brought_in(sqlite_store, WORLD)
    assert [each["account"] for each in written_out(sqlite_store)["members"][0]["identities"]] == ["U1"]


def test_an_account_of_somebody_else_is_not_taken_over(sqlite_store):
    brought_in(sqlite_store, WORLD)
    changed(sqlite_store, "link", lambda crm: crm.members.link(crm.members.get(1), "slack", "U1") and None)
    thief = PLAIN["members"][1] | {"identities": [{"platform": "slack", "account": "U1"}]}
    tally = brought_in(sqlite_store, {"members": [thief]})
    assert [(p.place, p.row) for p in tally.problems] == [("identities", 2)]
    assert "identities" not in written_out(sqlite_store)["members"][1]


def told(data):
    """The activities without numbers: a ticket by its subject."""
    subjects = {ticket["id"]: ticket["subject"] for ticket in data["tickets"]}
    return [
        {name: subjects[value] if name == "ticket" else value for name, value in record.items() if name != "id"}
        for record in instants(data["activities"])
    ]


def test_where_numbers_are_taken_by_another_workspace_others_are_given(store):
    brought_in(store, WORLD, "first")
    assert numbers(brought_in(store, PLAIN, "second"))["created"] == ALL
    data = written_out(store, "second")
    assert not {deal["id"] for deal in data["deals"]} & {deal["id"] for deal in WORLD["deals"]}
    assert told(data) == told(PLAIN)
    assert numbers(brought_in(store, PLAIN, "second")) == NOTHING_DONE
    assert instants(written_out(store, "first")) == instants(WORLD)


def test_the_contact_at_the_records_company_is_meant(sqlite_store):
    data = {
        "companies": [{"id": 1, "name": "Alder"}, {"id": 2, "name": "Birch"}],
        "contacts": [
            {"id": 1, "name": "Kim Vale", "company": "Alder"},
            {"id": 2, "name": "Kim Vale", "company": "Birch"},
        ],
        "activities": [
            {"id": 1, "kind": "call", "contact": "kim vale", "company": "Birch", "at": "2026-11-20T10:00:00+00:00"},
            {"id": 2, "kind": "call", "contact": "Kim Vale", "at": "2026-11-20T10:00:00+00:00"},
            {"id": 3, "kind": "call", "contact": "Kim Vale", "contact_id": 1, "at": "2026-11-20T10:00:00+00:00"},
        ],
    }
    tally = brought_in(sqlite_store, data)
    assert [(p.place, p.row) for p in tally.problems] == [("activities", 2)]
    assert tally.problems[0].words.en.startswith("Several records are called “Kim Vale” (contact).")
    assert tally.problems[0].words.zh.startswith("有多条联系人都叫“Kim Vale”")
    written = written_out(sqlite_store)["activities"]
    assert [(call.get("company"), call["contact"], call.get("contact_id")) for call in written] == [
        ("Birch", "Kim Vale", None),
        (None, "Kim Vale", 1),
    ]


def test_extra_columns_stay_with_the_record(store):
    extra = {"grade": "gold", "employees": 12, "tags": ["a", "b"], "more": {"phone": "second line"}}
    company = {"id": 1, "name": "Alder", "phone": "+1 202 555 0100"} | extra
    brought_in(store, {"companies": [company]})
    with store.transaction() as session:
        workspace = open_workspace(session, "main", NOW)
        stored = Crm(session, workspace, None, NOW).companies.get(1)
        assert stored.more == {"grade": "gold", "employees": 12, "tags": ["a", "b"], "phone": "second line"}
    written = written_out(store)["companies"][0]
    assert {name: written[name] for name in company} == company
    assert brought_in(store, {"companies": [company]}).unchanged == 1


REFUSED = [
    ("companies", {"id": 1}, "“name” is missing."),
    ("companies", {"id": "one", "name": "A"}, "“id” can't be one."),
    ("companies", {"id": 0, "name": "A"}, "“id” can't be 0."),
    ("companies", {"id": 1, "name": "A", "owner": "nobody"}, "There is no member “nobody” here."),
    ("companies", {"id": 1, "name": ["A"]}, "“name” can't be ['A']."),
    ("companies", {"id": 1, "name": "A", "phone": "1\x002"}, "“phone” can't be 1\x002."),
    ("companies", {"id": 1, "name": "A", "created_at": "yesterday"}, "“created_at” can't be yesterday."),
    ("companies", {"id": 1, "name": "A", "size": float("inf")}, "“more” can't be None."),
    ("companies", "Alder", "This is not a record: Alder"),
    ("contacts", {"id": 1, "name": "B", "company": "Nowhere"}, "There is no company “Nowhere” here."),
    ("deals", {"id": 1, "title": "C", "stage": "dreaming"}, "There is no stage “dreaming” here."),
    (
        "deals",
        {"id": 1, "title": "C", "stage": "lead", "close_date": "2026-02-30"},
        "“close_date” can't be 2026-02-30.",
    ),
    ("deals", {"id": 1, "title": "C", "stage": "lead", "amount": {"amount": -5}}, "“amount” can't be {'amount': -5}."),
    ("deals", {"id": 1, "title": "C", "stage": "lead", "amount": "much"}, "“amount” can't be much."),
    (
        "deals",
        {"id": 1, "title": "C", "stage": "lead", "amount": {"amount": 5, "currency": "XQQ"}},
        "“amount” can't be {'amount': 5, 'currency': 'XQQ'}.",
    ),
    ("tickets", {"id": 1, "subject": "D", "status": "lost"}, "“status” can't be lost."),
    ("tickets", {"id": 1, "subject": "D", "score": 6}, "“score” can't be 6."),
    ("activities", {"id": 1, "kind": "call", "at": "soon"}, "“at” can't be soon."),
    ("activities", {"id": 1, "kind": "call"}, "“at” is missing."),
    ("activities", {"id": 1, "kind": "call", "ticket": 77, "at": "2026-11-20"}, "There is no ticket “77” here."),
    ("orders", {"id": 1, "at": "2026-11-20", "quantity": 2**40}, "“quantity” can't be 1099511627776."),
    ("members", {"id": 1, "handle": "z", "name": "Z", "role": "king"}, "“role” can't be king."),
]


@pytest.mark.parametrize(("noun", "record", "why"), REFUSED)
def test_a_record_that_makes_no_sense_is_rejected_with_the_reason(sqlite_store, noun, record, why):
    tally = brought_in(sqlite_store, {noun: [record]})
    assert numbers(tally) == {"created": 0, "updated": 0, "unchanged": 0, "rejected": 1}
    assert tally.problems[0].words.en == why
    assert tally.change is None


def test_a_number_that_is_there_twice_is_rejected_the_second_time(sqlite_store):
    tally = brought_in(sqlite_store, {"companies": [{"id": 3, "name": "Alder"}, {"id": 3, "name": "Birch"}]})
    assert [p.words.zh for p in tally.problems] == ["编号 3 在文件里出现了两次。"]
    assert [company["name"] for company in written_out(sqlite_store)["companies"]] == ["Alder"]


def test_a_handle_that_is_there_twice_is_rejected_the_second_time(sqlite_store):
    mei = {"name": "Mei", "handle": "mei", "role": "rep"}
    tally = brought_in(sqlite_store, {"members": [mei | {"id": 1}, mei | {"id": 2}]})
    assert [(p.place, p.row, p.words.en) for p in tally.problems] == [("members", 2, "“mei” is in the file twice.")]


def test_what_leans_on_a_rejected_record_is_rejected_too(sqlite_store):
    deal = {"id": 1, "title": "C", "stage": "nowhere"}
    task = {"id": 1, "title": "Call about it", "deal": "C"}
    tally = brought_in(sqlite_store, {"deals": [deal], "tasks": [task]})
    assert [(p.place, p.row) for p in tally.problems] == [("deals", 1), ("tasks", 1)]


def test_no_file_makes_its_bearer_an_admin(store):
    brought_in(store, WORLD)
    rise = deepcopy(PLAIN["members"])
    rise[0]["role"] = "admin"
    tally = brought_in(store, {"members": rise}, handle="rosa")
    assert [(p.place, p.row) for p in tally.problems] == [("members", 1)]
    assert "rep" in tally.problems[0].words.en
    assert written_out(store)["members"][0]["role"] == "rep"


def test_a_file_changes_no_more_than_its_bearer_may(sqlite_store):
    brought_in(sqlite_store, WORLD)
    edited = deepcopy(PLAIN["deals"])
    for deal in edited:
        deal["reason"] = "bought elsewhere"
    tally = brought_in(sqlite_store, {"deals": edited}, handle="rosa")
    assert {p.place for p in tally.problems} == {"deals"}
    mine = {deal["title"] for deal in WORLD["deals"] if deal["owner"] == "rosa"}
    written = written_out(sqlite_store)["deals"]
    assert {deal["title"] for deal in written if deal.get("reason") == "bought elsewhere"} == mine
    assert (tally.updated, tally.rejected) == (len(mine), len(edited) - len(mine))


def test_history_is_not_put_into_a_workspace_that_has_its_own(store):
    brought_in(store, PLAIN)
    forged = {"id": 90, "at": "2026-11-01T09:00:00+00:00", "member": "zhou", "command": "deal.win", "lines": []}
    tally = brought_in(store, {"audit": [forged]})
    assert [(p.place, p.row, p.words.en) for p in tally.problems] == [
        ("audit", 90, "History can only be put back into an empty workspace.")
    ]
    assert [change["command"] for change in written_out(store)["audit"]] == ["data.import"]


def test_a_companys_own_pipeline_comes_along(store, tmp_path):
    first = Store(str(tmp_path / "first.db"))
    brought_in(first, WORLD)
    with first.transaction() as session:
        workspace = open_workspace(session, "main", NOW)
        workspace.tz, workspace.base_currency = "Asia/Shanghai", "CNY"
        Crm(session, workspace, None, NOW)
        rental = Pipeline(name="rental")
        session.add(rental)
        session.flush()
        for position, (key, outcome) in enumerate([("lead", Outcome.OPEN), ("let", Outcome.WON)]):
            session.add(
                Stage(pipeline_id=rental.id, key=key, name_en=key, name_zh=key, position=position, outcome=outcome)
            )
        session.flush()
        session.get_one(Deal, 1).stage_id = session.scalars(
            select(Stage.id).where(Stage.pipeline_id == rental.id, Stage.key == "lead")
        ).one()
    data = written_out(first)
    assert data["workspace"] == {"base_currency": "CNY", "tz": "Asia/Shanghai"}
    assert (data["deals"][0]["stage"], data["deals"][0]["stage_id"]) == ("lead", 7)
    brought_in(store, data)
    assert written_out(store) == data
    first.close()


def test_days_and_bare_numbers_are_understood_in_hand_written_files(sqlite_store):
    data = {
        "members": [{"handle": "mei", "name": "Mei", "role": "rep", "tz": "Asia/Shanghai"}],
        "deals": [{"title": "C", "stage": "Lead", "amount": 1200.5, "owner": "mei"}],
        "reminders": [{"text": "Call", "at": "2026-11-30", "whom": "mei"}],
        "tasks": [{"title": "Visit", "due": "2026-11-30T16:00", "assignee": "mei"}],
    }
    assert brought_in(sqlite_store, data).problems == []
    written = written_out(sqlite_store)
    assert written["deals"][0]["amount"] == {"amount": 1200.5, "currency": "USD"}
    assert written["reminders"][0]["at"] == "2026-11-30T09:00:00+08:00"
    assert written["tasks"][0]["due"] == "2026-11-30T16:00:00+08:00"
    assert numbers(brought_in(sqlite_store, data)) == {"created": 0, "updated": 0, "unchanged": 4, "rejected": 0}


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.dates().map(date.isoformat),
    st.datetimes().map(datetime.isoformat),
    st.sampled_from(["rosa", "Larkfield Foods", "won", "lead", "open", "call", "9999-12-31T23:59:59-12:00", "\ud800"]),
    st.dictionaries(st.sampled_from(["amount", "currency", "id", "x"]), st.integers() | st.text(max_size=4)),
    st.lists(st.integers() | st.none(), max_size=2),
)
SLOTS = sorted({slot for records in WORLD.values() for record in records for slot in record})
PARTS = st.dictionaries(
    st.sampled_from(["history", "lines", "identities", "stages"]),
    st.lists(st.dictionaries(st.sampled_from(["id", "from", "to", "at", "product", "platform", "account"]), JUNK)),
    max_size=1,
)
RECORDS = st.builds(
    dict.__or__, st.dictionaries(st.sampled_from([*SLOTS, "history", "lines", "more"]), JUNK, max_size=4), PARTS
)


@given(st.lists(st.tuples(st.sampled_from(sorted(WORLD)), st.integers(0, 40), RECORDS | JUNK), max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_is_too_strange(store, twists):
    data = {noun: deepcopy(records[:6]) for noun, records in WORLD.items()}
    for noun, place, twist in twists:
        known = data[noun][place % len(data[noun])] if data[noun] else {"lines": [], "at": "2026-11-23"}
        data[noun].append(known | twist if isinstance(twist, dict) and isinstance(known, dict) else twist)
    with store.sessions() as session:
        workspace = open_workspace(session, "main", NOW)
        tally = import_workspace(session, workspace, data, None, NOW)
        parts = sum(noun in ("history", "lines", "identities") for noun in (p.place for p in tally.problems))
        assert tally.read == tally.created + tally.updated + tally.unchanged + tally.rejected - parts
        json.dumps(export_workspace(session, workspace))
        session.rollback()


def test_two_workspaces_never_see_each_other(sqlite_store):
    brought_in(sqlite_store, WORLD, "first")
    assert sum(sizes(written_out(sqlite_store, "second")).values()) == 0
    with sqlite_store.transaction() as session:
        assert {workspace.name for workspace in session.scalars(select(Workspace))} == {"first", "second"}
        assert session.scalars(select(Member)).all()


# Which letter a message went out by does not travel, as letters are numbered anew. Nor do attachments, which lie beside
# the database, and the keys of messages, which are this workspace's own.
STAYS = {"ticket_messages": {"letter_id", "files"}, "tickets": {"source"}}


def test_every_column_of_every_record_is_in_the_file():
    forms = [form for noun in FORMS for form in (noun, *(part.form for part in noun.parts))]
    written = {form.model: set(form.columns) for form in forms}
    for noun in FORMS:
        for part in noun.parts:
            written[part.form.model].add(part.parent)
    written = {
        model.__tablename__: columns | {"id", *STAMPS, "workspace_id", "version"} for model, columns in written.items()
    }
    columns = {name: set(model.__table__.c.keys()) - STAYS.get(name, set()) for name, model in models().items()}
    assert written == columns
