"""The rules of tickets: how they move, what is owed when, what a merge does, who gets one."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from crm_domain.crm import Crm, open_workspace
from crm_domain.errors import BadValue, Conflict
from crm_domain.ticket_targets import TARGETS, due, is_breaching, is_overdue
from crm_domain.tickets import MOVES, UNSOLVED, Direction, Priority, Status, Ticket, TicketFilter

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=3)


@pytest.fixture
def crm(sqlite_store):
    with sqlite_store.sessions() as session:
        workspace = open_workspace(session, "main", NOON)
        found = Crm(session, workspace, None, NOON)
        found.members.add("Ivy Ng", "agent", handle="ivy")
        yield found
        session.rollback()


def at(status, **facts):
    return Ticket(id=7, subject="Label roll jams", status=status, priority="normal", created_at=NOON, **facts)


@pytest.mark.parametrize("wanted", Status)
@pytest.mark.parametrize("now", Status)
def test_a_ticket_moves_as_the_table_says_and_no_other_way(now, wanted):
    ticket = at(now)
    if wanted == now:
        assert not ticket.move_to(wanted, LATER)
    elif wanted in MOVES[now]:
        assert ticket.move_to(wanted, LATER)
        assert ticket.status == wanted
    else:
        with pytest.raises(Conflict) as refusal:
            ticket.move_to(wanted, LATER)
        assert set(refusal.value.values["possible"]) > set()
        assert ticket.status == now


def test_every_status_can_be_left_and_none_but_the_first_is_out_of_reach():
    assert MOVES.keys() == set(Status)
    assert {status for ways in MOVES.values() for status in ways} == set(Status) - {Status.NEW}


def test_the_moments_of_the_end_are_kept_and_taken_back_when_it_goes_on():
    ticket = at(Status.OPEN)
    ticket.move_to(Status.RESOLVED, NOON)
    ticket.move_to(Status.CLOSED, LATER)
    assert (ticket.resolved_at, ticket.closed_at) == (NOON, LATER)
    ticket.move_to(Status.OPEN, LATER)
    assert (ticket.resolved_at, ticket.closed_at) == (None, None)


def test_what_is_closed_at_once_was_resolved_then():
    ticket = at(Status.NEW)
    ticket.move_to(Status.CLOSED, LATER)
    assert (ticket.resolved_at, ticket.closed_at) == (LATER, LATER)


def test_whoever_gets_a_new_ticket_has_begun(crm):
    ticket = crm.tickets.open("Label roll jams")
    ticket.give_to(crm.members.by_handle("ivy"), NOON)
    assert (ticket.status, ticket.assignee.handle) == ("open", "ivy")


def test_a_member_who_has_left_gets_none(crm):
    ivy, ticket = crm.members.by_handle("ivy"), crm.tickets.open("Label roll jams")
    ivy.active = False
    with pytest.raises(BadValue, match="not active"):
        ticket.give_to(ivy, NOON)


def test_the_first_reply_is_the_first_response_and_a_note_is_not(crm):
    ticket = crm.tickets.open("Label roll jams")
    crm.tickets.note(ticket, "seen before")
    assert ticket.first_response_at is None
    crm.tickets.reply(ticket, "we are on it")
    crm.now = LATER
    crm.tickets.reply(ticket, "solved")
    assert (ticket.first_response_at, ticket.status) == (NOON, "open")
    said = [(message.direction, message.text) for message in crm.tickets.messages(ticket)]
    assert said == [("out", "solved"), ("out", "we are on it"), ("note", "seen before")]


@pytest.mark.parametrize("words", ["", "  \n "])
def test_no_words_are_no_message(crm, words):
    ticket = crm.tickets.open("Label roll jams")
    with pytest.raises(BadValue):
        crm.tickets.reply(ticket, words)
    with pytest.raises(BadValue):
        crm.tickets.open(words)


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_score_is_one_to_five(score):
    with pytest.raises(BadValue):
        at(Status.RESOLVED).rate(score, None, NOON)


def test_a_merge_closes_the_duplicate_and_tells_its_words_with_the_others(crm):
    kept, twin, third = (crm.tickets.open(subject) for subject in ("Jams", "Jams again", "Still jams"))
    crm.tickets.note(third, "third floor")
    crm.tickets.merge(twin, third)
    crm.tickets.merge(kept, twin)
    assert [(t.status, t.merge and t.merge.into_id) for t in (kept, twin, third)] == [
        ("new", None), ("closed", kept.id), ("closed", twin.id)
    ]  # fmt: skip
    assert crm.tickets.duplicates(kept) == [twin.id, third.id]
    assert [message.text for message in crm.tickets.messages(kept)] == ["third floor"]


def test_what_is_merged_is_neither_moved_nor_merged_again(crm):
    kept, twin, other = (crm.tickets.open(subject) for subject in ("Jams", "Jams again", "Smudges"))
    crm.tickets.merge(kept, twin)
    with pytest.raises(Conflict):
        twin.move_to(Status.OPEN, NOON)
    with pytest.raises(Conflict):
        crm.tickets.merge(other, twin)
    with pytest.raises(Conflict):
        crm.tickets.merge(twin, other)
    with pytest.raises(Conflict):
        crm.tickets.reply(twin, "hello")
    with pytest.raises(BadValue):
        crm.tickets.merge(kept, kept)
    assert twin.possible == ()


def test_a_list_without_a_status_holds_what_is_unsolved(crm):
    for status in Status:
        crm.tickets.put(Ticket(subject=status, status=status))
    assert {t.status for t in crm.tickets.listed(TicketFilter())} == set(UNSOLVED)
    assert {t.status for t in crm.tickets.listed(TicketFilter(status=Status.OPEN))} == set(UNSOLVED)
    assert {t.status for t in crm.tickets.listed(TicketFilter(status=Status.CLOSED))} == {"closed"}


def test_the_sooner_the_more_urgent():
    targets = [TARGETS[priority] for priority in reversed(Priority)]
    assert len(targets) == len(Priority)
    assert [t.first_response for t in targets] == sorted(t.first_response for t in targets)
    assert [t.resolution for t in targets] == sorted(t.resolution for t in targets)
    assert all(t.first_response < t.resolution for t in targets)


def test_first_an_answer_is_due_then_the_solution():
    target, ticket = TARGETS[Priority.NORMAL], at(Status.OPEN)
    assert due(ticket) == NOON + target.first_response
    ticket.first_response_at = LATER
    assert due(ticket) == NOON + target.resolution


@pytest.mark.parametrize("status", [Status.PENDING, Status.RESOLVED, Status.CLOSED])
def test_nothing_is_due_while_it_is_the_customers_turn_or_over(status):
    assert due(at(status)) is None
    assert not is_overdue(at(status), NOON + timedelta(days=99))


@pytest.mark.parametrize(
    ("hours", "breaching", "overdue"),
    [(0, False, False), (5.99, False, False), (6, True, False), (8, True, False), (8.01, False, True)],
)
def test_it_is_about_to_be_late_in_the_last_quarter_of_its_time(hours, breaching, overdue):
    now = NOON + timedelta(hours=hours)  # a first response is due after eight
    assert (is_breaching(at(Status.NEW), now), is_overdue(at(Status.NEW), now)) == (breaching, overdue)


def test_the_messages_directions_are_those_that_a_file_may_hold():
    assert {str(direction) for direction in Direction} == {"in", "out", "note"}


def test_tickets_of_an_older_database_are_kept_when_it_is_upgraded(store):
    from alembic import command

    from crm_domain.migrations import config

    with store.engine.connect() as connection:
        command.downgrade(config(connection), "0001")
        connection.execute(
            text("insert into workspaces (id, name, base_currency, tz) values (1, 'main', 'USD', 'UTC')")
        )
        connection.execute(
            text(
                "insert into tickets (id, workspace_id, subject, priority, status, version, created_at, updated_at) "
                "values (1003, 1, 'Jams', 'high', 'open', 1, '2026-11-20 09:00:00', '2026-11-20 09:00:00')"
            )
        )
        connection.commit()
    store.upgrade()
    with store.sessions() as session:
        ticket = session.get_one(Ticket, 1003)
        assert (ticket.subject, ticket.status, ticket.first_response_at, ticket.merge) == ("Jams", "open", None, None)
