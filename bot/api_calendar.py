"""A member's open tasks, reminders and visits as a calendar that other programs subscribe to (RFC 5545)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from crm_domain.crm import Crm

PAST = timedelta(days=30)  # visits further back are no plan any more


class Entry(NamedTuple):
    """`repeat` is a rule of RFC 5545, counted from `start` on the clocks of its zone."""

    uid: str
    summary: str
    start: date
    about: str = ""
    repeat: str | None = None


def calendar_of(crm: Crm) -> bytes:
    from icalendar import Calendar, Event, vRecur

    calendar = Calendar()
    calendar.add("prodid", "-//Confab//CRM//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Confab: {crm.me.name}")
    for entry in _entries(crm):
        event = Event()
        event.add("uid", f"{entry.uid}@{crm.workspace.name}.confab")
        event.add("summary", entry.summary)
        event.add("dtstart", entry.start)
        event.add("dtstamp", crm.now)
        if entry.about:
            event.add("description", entry.about)
        if entry.repeat:
            event.add("rrule", vRecur.from_ical(entry.repeat))
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _entries(crm: Crm) -> Iterator[Entry]:
    me = crm.me.id
    for task in crm.tasks.all():
        due = task.due_at or task.due_date
        if task.assignee_id == me and not task.done and due:
            yield Entry(f"task-{task.id}", task.title, due, task.company.name if task.company else "")
    for one in crm.reminders.all():
        if one.waiting and one.whom_id == me:
            start = (one.starts or one.at).astimezone(one.clock) if one.repeat else one.at
            yield Entry(f"reminder-{one.id}", one.text, start, repeat=one.repeat)
    for visit in crm.activities.listed(owner=crm.me):
        if visit.kind == "visit" and visit.at > crm.now - PAST:
            company = visit.company.name if visit.company else "Visit"
            yield Entry(f"visit-{visit.id}", company, visit.at, visit.summary or "")
