"""Tickets that are about to be late: whoever works on them is told, then those above; off duty whoever is on call."""

from datetime import timedelta
from typing import Any

import pytest

from crm_domain.crm import Crm
from crm_domain.store import Store
from handlers.assistant import Assistant
from tests.automations.test_task_reminders import pushed, say
from tests.people import Office, furnish

SUPPORT = {"on_call": ["max"], "escalate_to": ["root"], "escalate_after": 60}


@pytest.fixture
def office(store: Store) -> Office:
    """Ivy has an urgent ticket since Monday 9:00: an answer is due in an hour. All have written to us before."""
    office = furnish(Office(store))

    def work(crm: Crm) -> None:
        ticket = crm.tickets.open("Gate stuck", priority="urgent", company=crm.companies.all()[0])
        ivy = crm.members.by_handle("ivy")
        ivy.tz = "Europe/London"
        ticket.give_to(ivy, crm.now)
        crm.workspace.support = SUPPORT

    office.crm(work)
    for handle in ("ivy", "max", "root"):
        say(office, handle, "help")
    return office


def told(office: Office, minutes: float) -> list[tuple[str, str]]:
    return [(push["chat"], push["text"].partition(":")[0]) for push in pushed(office, minutes)]


def test_the_assignee_is_warned_then_told_of_the_breach_then_those_above(office: Office) -> None:
    assert told(office, 44) == []
    (push,) = pushed(office, 46)
    assert push["chat"] == "ivy-dm"
    assert push["text"].startswith(
        "#1 is about to breach: the first response is due Mon 23 Nov 2026, 10:00 (London). Gate stuck (Acme"
    )
    assert [button["label"] for button in push["buttons"]] == ["Show", "Clock", "Why?", "Mute this"]
    assert told(office, 50) == []
    assert told(office, 61) == [("ivy-dm", "#1 has breached")]
    assert told(office, 90) == []
    assert told(office, 121) == [("root-dm", "Escalation")]
    assert told(office, 180) == []


def test_what_was_answered_in_time_alarms_nobody(office: Office) -> None:
    say(office, "ivy", "reply on ticket 1: we are on our way")
    assert told(office, 61) == []


def test_off_duty_it_is_whoever_is_on_call(office: Office) -> None:
    office.crm(lambda crm: setattr(crm.members.by_handle("ivy"), "day_from", "11:00"))
    assert told(office, 46) == [("max-dm", "#1 is about to breach")]
    assert told(office, 130) == [("ivy-dm", "#1 has breached"), ("root-dm", "Escalation")]


def test_without_anybody_on_call_it_waits_for_the_working_hours(office: Office) -> None:
    def work(crm: Crm) -> None:
        crm.workspace.support = {}
        crm.members.by_handle("ivy").day_from = "11:00"

    office.crm(work)
    assert told(office, 61) == []
    assert told(office, 121) == [("ivy-dm", "#1 has breached")]


def test_what_was_late_long_ago_is_no_news(office: Office) -> None:
    assert told(office, 60 + 24 * 60 + 1) == []


def test_a_clock_that_stands_still_alarms_nobody_and_goes_on_from_there(office: Office) -> None:
    office.now += timedelta(minutes=30)
    say(office, "ivy", "ticket 1 is pending")
    assert told(office, 200) == []
    office.now += timedelta(minutes=240)
    say(office, "ivy", "ticket 1 is open again")
    assert told(office, 270 + 10) == []
    assert told(office, 270 + 16) == [("ivy-dm", "#1 is about to breach")]


def shown(reply: dict[str, Any]) -> list[list[str]]:
    return [row[2:] for row in reply["table"]["rows"]]


def test_why_a_ticket_breached_is_told_by_the_minutes_that_ran_and_those_that_did_not(office: Office) -> None:
    office.now += timedelta(minutes=30)
    say(office, "ivy", "ticket 1 is pending")
    office.now += timedelta(minutes=60)
    say(office, "ivy", "reopen ticket 1")
    office.now += timedelta(minutes=45)
    say(office, "ivy", "reply on ticket 1: sorry for the delay")
    reply = say(office, "ivy", "why did #1 breach?")
    assert reply["text"].splitlines()[:3] == [
        "#1 Gate stuck: breached.",
        "First response was due Mon 23 Nov 2026, 11:00 (London), within 1 h 0 min; "
        "it took 1 h 15 min, 15 min too long.",
        "Resolution: 1 h 15 min of 8 h 0 min have run; it is due Mon 23 Nov 2026, 18:00 (London).",
    ]
    assert shown(reply) == [["running", "30", "30"], ["paused (pending)", "60", "30"], ["running", "45", "75"]]
    assert reply["figures"]["first_response"]["spent_min"] == 75
    assert reply["figures"]["first_response"]["breached"] is True
    assert "已超时" in say(office, "lin", "工单1为什么超时")["text"]


def test_hours_out_of_the_calendar_are_told_as_such(office: Office) -> None:
    office.crm(
        lambda crm: setattr(
            crm.workspace,
            "support",
            {
                "calendars": {"office": {"zone": "UTC", "days": {"mon": ["09:00-09:20", "10:00-18:00"]}}},
                "policies": [{"calendar": "office"}],
            },
        )
    )
    office.assistant = Assistant()  # settings are read at the start
    office.now += timedelta(minutes=110)
    reply = say(office, "ivy", "sla timeline of ticket 1")
    assert shown(reply) == [["running", "20", "20"], ["out of hours", "40", "20"], ["running", "50", "70"]]
    assert "Gate stuck" in say(office, "ivy", "overdue tickets")["table"]["rows"][0]
