from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from crm_domain import undo_sets
from crm_domain.activities import Activity, Kind
from crm_domain.base import references_to
from crm_domain.campaigns import Campaign
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.crm import Crm, open_workspace
from crm_domain.deals import Deal, DealLine
from crm_domain.errors import Conflict, NotAllowed, NotFound
from crm_domain.journal import Change, ChangeLine
from crm_domain.members import Member
from crm_domain.membership import Identity
from crm_domain.money import Money
from crm_domain.orders import Order
from crm_domain.products import Product
from crm_domain.reminders import Reminder
from crm_domain.tasks import Task
from crm_domain.tickets import Ticket
from crm_domain.undo import models

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


class Story:
    """A workspace in one transaction that is never committed; each message is an hour after the last."""

    def __init__(self, session):
        self.session, self.now = session, NOW
        workspace = open_workspace(session, "main", NOW)
        self.workspace_id = workspace.id
        self.crm = Crm(session, workspace, None, NOW)
        self.crm.members.add("Ann Archer", "admin", handle="ann", tz="Europe/London")
        self.crm.members.add("Ben Byrd", "rep", handle="ben", tz="Asia/Shanghai")
        session.flush()
        self.crm.journal.forget()

    def says(self, command, act, who="ann", undoes=None):
        """One message: a desk of its own; what it changed is one change. Its number, None where nothing was."""
        self.now += timedelta(hours=1)
        self.session.expunge_all()
        workspace = open_workspace(self.session, "main", self.now)
        actor = Crm(self.session, workspace, None, self.now).members.by_handle(who)
        self.crm = Crm(self.session, workspace, actor, self.now)
        result = act(self.crm)
        change = self.crm.enter(command, undoes=undoes and self.session.get_one(Change, undoes))
        return change, result

    def undoes(self, number, who="ann"):
        return self.says("record.undo", lambda crm: crm.changes.undo(crm.changes.get(number)), who, undoes=number)

    def tables(self):
        """Every record's every column but its version, as the database has it."""
        self.session.flush()
        core = self.session.connection()
        return {name: core.execute(columns).all() for name, columns in every_column().items()}


@cache
def every_column():
    return {
        name: select(*(c for c in model.__table__.c if c.key != "version")).order_by(model.id)
        for name, model in models().items()
    }


@pytest.fixture
def story(store):
    with store.sessions() as session:
        yield Story(session)
        session.rollback()


def any_of(crm, model, pick):
    """One of the records there are; None where there is none."""
    rows = crm.session.scalars(select(model).order_by(model.id)).all()
    return rows[pick % len(rows)] if rows else None


WORDS = ["Alder", "Birch", "雪松", "", "a 'quoted' \"name\"", "Ünï", "🌲"]


def add_company(crm, pick, word):
    crm.companies.add(word, industry=word or None, more={"n": pick} if pick % 2 else None)


def add_contact(crm, pick, word):
    crm.contacts.add(word, company=any_of(crm, Company, pick))


def add_deal(crm, pick, word):
    contact = any_of(crm, Contact, pick)
    deal = crm.deals.add(
        word, crm.pipelines.stages()[pick % 6], contact=contact, company=contact and contact.company,
        amount=Money(pick, "EUR"), close_date=date(2026, 12, 1),
    )  # fmt: skip
    if product := any_of(crm, Product, pick):
        crm.session.add(DealLine(deal_id=deal.id, product_id=product.id, quantity=pick))


def add_ticket(crm, pick, word):
    crm.session.add(Ticket(subject=word, contact=any_of(crm, Contact, pick)))


def add_task(crm, pick, word):
    crm.tasks.add(word, crm.now if pick % 2 else crm.today, deal=any_of(crm, Deal, pick))


def add_others(crm, pick, word):
    crm.session.add_all(
        [
            Product(name=word, price_minor=pick, currency="USD"),
            Order(company=any_of(crm, Company, pick), product=any_of(crm, Product, pick), at=date(2026, 11, 20)),
            Reminder(text=word, at=crm.now, whom=crm.me),
            Campaign(name=word, at=crm.now if pick % 2 else None),
        ]
    )


def log(crm, pick, word):
    crm.activities.log(Kind.CALL, deal=any_of(crm, Deal, pick), contact=any_of(crm, Contact, pick), summary=word)


def rename(crm, pick, word):
    model, column = [(Company, "name"), (Contact, "name"), (Deal, "title"), (Member, "name")][pick % 4]
    if row := any_of(crm, model, pick):
        setattr(row, column, word)


def rewrite(crm, pick, word):
    """More than once in one message, and past what was loaded."""
    if deal := any_of(crm, Deal, pick):
        deal.reason = "first"
        crm.session.flush()
        crm.session.expire_all()
        deal.reason = word
        deal.more = {"word": word, "at": crm.now.isoformat()}


def move(crm, pick, word):
    if deal := any_of(crm, Deal, pick):
        crm.deals.move(deal, crm.pipelines.stages()[len(word) % 6])


def win(crm, pick, word):
    if deal := any_of(crm, Deal, pick):
        crm.deals.move(deal, crm.pipelines.stage("won"))
        deal.amount = Money(pick * 100, "USD")


def lose(crm, pick, word):
    if deal := any_of(crm, Deal, pick):
        crm.deals.move(deal, crm.pipelines.stage("lost"))
        deal.reason = word


def assign(crm, pick, word):
    if deal := any_of(crm, Deal, pick):
        deal.owner = any_of(crm, Member, len(word))
    if ticket := any_of(crm, Ticket, pick):
        ticket.assignee, ticket.status = any_of(crm, Member, len(word)), "open"


def done(crm, pick, word):
    if task := any_of(crm, Task, pick):
        task.finish(crm.now)


def snooze(crm, pick, word):
    if task := any_of(crm, Task, pick):
        task.fall_due(crm.now + timedelta(days=pick), crm.me.zone)


def link(crm, pick, word):
    crm.members.link(crm.me, "slack", f"U{pick % 2}")


def drop(crm, pick, word):
    if row := any_of(crm, [Task, Activity, Order, Reminder, Campaign][pick % 5], pick):
        crm.session.delete(row)


def add_and_drop(crm, pick, word):
    task = crm.tasks.add(word)
    crm.session.delete(task)


def merge(crm, pick, word):
    """Everything that leans on one record leans on another then, and the first goes."""
    model = [Contact, Company, Deal][pick % 3]
    row, other = any_of(crm, model, pick), any_of(crm, model, len(word))
    if row is None or row is other:
        return
    for column in references_to(model):
        for leaning in crm.session.scalars(select(column.class_).where(column == row.id)):
            setattr(leaning, column.key, other.id)
    crm.session.flush()
    crm.session.expire_all()
    crm.session.delete(row)


def drop_deal(crm, pick, word):
    """With its steps and lines."""
    deal = any_of(crm, Deal, pick)
    if deal and not crm.session.scalar(
        select(func.count()).select_from(Activity).where(Activity.deal_id == deal.id)
    ) + crm.session.scalar(select(func.count()).select_from(Task).where(Task.deal_id == deal.id)):
        crm.session.delete(deal)


def answer(crm, pick, word):
    ticket = any_of(crm, Ticket, pick)
    if ticket and not ticket.merge and ticket.status != "closed":
        crm.tickets.reply(ticket, word or "hello")
        crm.tickets.note(ticket, "answered")


def merge_tickets(crm, pick, word):
    ticket, other = any_of(crm, Ticket, pick), any_of(crm, Ticket, pick + 1)
    if (
        ticket
        and ticket is not other
        and not (ticket.merge or other.merge or "closed" in (ticket.status, other.status))
    ):
        crm.tickets.merge(ticket, other)


DEEDS = [
    add_company, add_contact, add_deal, add_ticket, add_task, add_others, log, rename, rewrite, move, win, lose,
    assign, done, snooze, link, drop, add_and_drop, merge, drop_deal, answer, merge_tickets,
]  # fmt: skip
STARTS = [add_company, add_contact, add_others, add_deal, add_ticket, add_task, log]


# One message doesn't change a deal there and back: nothing would be left of that but a later `updated_at`.
ABOUT_DEALS = {rewrite, move, win, lose, assign}
DEED = st.tuples(st.sampled_from(DEEDS), st.integers(0, 11), st.sampled_from(WORDS))
MESSAGE = st.lists(DEED, min_size=1, max_size=3, unique_by=lambda deed: "deal" if deed[0] in ABOUT_DEALS else deed[0])


@pytest.mark.parametrize("many", [1, undo_sets.MANY])
@given(st.lists(MESSAGE, min_size=1, max_size=12))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undoing_gives_back_what_was_and_undoing_that_what_became_of_it(store, many, messages):
    with store.sessions() as session, pytest.MonkeyPatch.context() as patch:
        patch.setattr("crm_domain.undo.MANY", many)
        story = Story(session)
        for number, start in enumerate(STARTS):
            story.says("start", lambda crm, start=start, number=number: start(crm, number, "Alder"))
        states, changes = [story.tables()], []
        for deeds in messages:
            change, _ = story.says(
                "test", lambda crm, deeds=deeds: [deed(crm, pick, word) for deed, pick, word in deeds]
            )
            states.append(story.tables())
            changes.append(change)
        undos = []
        for before, change in reversed(list(zip(states, changes, strict=False))):
            undo, undone = story.undoes(change) if change else (None, None)
            assert undone is None or undone.kept == []
            assert story.tables() == before
            undos.append(undo)
        for after, undo in zip(states[1:], reversed(undos), strict=True):
            if undo:
                story.undoes(undo)
            assert story.tables() == after
        session.rollback()


@pytest.fixture
def deal(story):
    story.says("company.add", lambda crm: crm.companies.add("Alder"))
    add = story.says("deal.add", lambda crm: crm.deals.add("Alder renewal", crm.pipelines.stage("lead")))
    return add[1].id


def amend(deal, **values):
    def act(crm):
        for name, value in values.items():
            setattr(crm.deals.get(deal), name, value)

    return act


def kept(undone):
    return [(row.label, column) for row, column in undone.kept]


def test_what_somebody_edited_since_is_kept_and_named(story, deal):
    change, _ = story.says("deal.update", amend(deal, title="Alder two", close_date=date(2026, 12, 1)))
    story.says("deal.update", amend(deal, close_date=date(2027, 1, 1)))
    _, undone = story.undoes(change)
    assert kept(undone) == [("Alder renewal", "close_date")]
    found = story.crm.deals.get(deal)
    assert (found.title, found.close_date) == ("Alder renewal", date(2027, 1, 1))
    assert found.updated_at == story.now


def test_a_new_record_that_others_lean_on_stays(story, deal):
    change, company = story.says("company.add", lambda crm: crm.companies.add("Birch"))
    story.says("deal.update", amend(deal, company_id=company.id))
    number, undone = story.undoes(change)
    assert (number, kept(undone)) == (None, [("Birch", "id")])
    assert story.crm.companies.get(company.id).name == "Birch"


def test_a_new_record_that_was_edited_since_stays(story):
    change, company = story.says("company.add", lambda crm: crm.companies.add("Birch"))
    story.says("company.update", lambda crm: setattr(crm.companies.get(company.id), "phone", "+44 20 7946 0001"))
    _, undone = story.undoes(change)
    assert kept(undone) == [("Birch", "phone")]


def test_undoing_out_of_order_leaves_what_was_done_in_between(story, deal):
    first, _ = story.says("deal.update", amend(deal, title="Alder two"))
    story.says("deal.update", amend(deal, reason="slow"))
    _, undone = story.undoes(first)
    found = story.crm.deals.get(deal)
    assert (found.title, found.reason, undone.kept) == ("Alder renewal", "slow", [])
    assert found.updated_at == story.now  # not as long ago as before the first of them


def test_a_deleted_record_comes_back_without_what_has_gone_since(story, deal):
    story.says("task.add", lambda crm: crm.tasks.add("Call", deal=crm.deals.get(deal)))
    dropped, task = story.says("drop", lambda crm: (task := any_of(crm, Task, 0), crm.session.delete(task))[0].id)
    story.says("drop", lambda crm: crm.session.delete(crm.deals.get(deal)))
    _, undone = story.undoes(dropped)
    assert kept(undone) == [("Call", "deal_id")]
    assert story.crm.tasks.get(task).deal_id is None


def test_a_link_is_not_put_back_to_what_has_gone_since(story, deal):
    company = any_of(story.crm, Company, 0).id
    story.says("deal.update", amend(deal, company_id=company))
    unlinked, _ = story.says("deal.update", amend(deal, company_id=None, title="Loose"))
    story.says("drop", lambda crm: crm.session.delete(crm.companies.get(company)))
    _, undone = story.undoes(unlinked)
    assert kept(undone) == [("Alder renewal", "company_id")]
    assert (story.crm.deals.get(deal).company_id, story.crm.deals.get(deal).title) == (None, "Alder renewal")


def test_a_step_of_a_deal_that_has_gone_since_stays_gone(story, deal):
    dropped, _ = story.says("drop", lambda crm: crm.session.delete(crm.deals.get(deal).history[0]))
    story.says("drop", lambda crm: crm.session.delete(crm.deals.get(deal)))
    number, undone = story.undoes(dropped)
    assert (number, undone.restored, len(undone.kept)) == (None, [], 1)


def test_an_account_that_is_linked_to_another_since_stays_there(story):
    story.says("link", lambda crm: crm.members.link(crm.me, "slack", "U1"))
    unlinked, _ = story.says("unlink", lambda crm: crm.session.delete(any_of(crm, Identity, 0)))
    story.says("link", lambda crm: crm.members.link(crm.me, "slack", "U1"), who="ben")
    number, undone = story.undoes(unlinked)
    assert (number, kept(undone)) == (None, [("slack U1", "id")])
    assert any_of(story.crm, Identity, 0).member.handle == "ben"


def test_a_change_is_undone_once(story, deal):
    change, _ = story.says("deal.update", amend(deal, title="Alder two"))
    story.undoes(change)
    with pytest.raises(Conflict) as refusal:
        story.undoes(change)
    assert refusal.value.to("en") == f"Change {change} is undone already."
    assert refusal.value.to("zh") == f"改动 {change} 已经撤销过了。"


def test_an_undone_undo_makes_the_change_stand_again(story, deal):
    change, _ = story.says("deal.update", amend(deal, title="Alder two"))
    undo, _ = story.undoes(change)
    story.undoes(undo)
    assert story.session.get_one(Change, change, populate_existing=True).undone_by_id is None
    again, _ = story.undoes(change)
    assert again is not None
    assert story.crm.deals.get(deal).title == "Alder renewal"


def test_a_change_of_somebody_else_is_theirs_to_undo(story, deal):
    change, _ = story.says("deal.update", amend(deal, title="Alder two"))
    with pytest.raises(NotAllowed) as refusal:
        story.undoes(change, who="ben")
    assert refusal.value.to("en") == f"Change {change} was made by Ann Archer. They or a manager can undo it."


def test_there_is_a_sentence_for_nothing_to_undo(story):
    with pytest.raises(NotFound) as refusal:
        story.says("record.undo", lambda crm: crm.changes.latest(), who="ben")
    assert refusal.value.to("en") == "There is nothing of yours to undo."
    with pytest.raises(NotFound) as refusal:
        story.says("record.undo", lambda crm: crm.changes.get(404))
    assert "404" in refusal.value.to("zh")


def test_what_is_written_and_taken_back_in_one_message_is_no_change(story):
    assert story.says("test", lambda crm: add_and_drop(crm, 0, "Call"))[0] is None
    assert story.session.scalar(select(func.count()).select_from(ChangeLine).where(ChangeLine.record == "tasks")) == 0


def test_a_record_says_again_that_it_was_last_changed_when_it_was(story, deal):
    before = story.crm.deals.get(deal).updated_at
    change, _ = story.says("deal.update", amend(deal, title="Alder two"))
    assert story.crm.deals.get(deal).updated_at == story.now
    story.undoes(change)
    assert story.crm.deals.get(deal).updated_at == before


def test_a_moment_said_in_another_zone_is_not_taken_for_an_edit(story):
    when = datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    made, _ = story.says("task.add", lambda crm: crm.tasks.add("Call", when), "ben")
    _, undone = story.undoes(made, "ben")
    assert undone.kept == []
    assert story.session.scalars(select(Task)).all() == []
