"""A member's open tasks, reminders and visits as a calendar that other programs subscribe to (RFC 5545)."""

from datetime import timedelta

from crm_domain.crm import Crm

PAST = timedelta(days=30)  # visits further back are no plan any more


def calendar_of(crm: Crm) -> bytes:
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Confab//CRM//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Confab: {crm.me.name}")
    for uid, summary, start, about in _entries(crm):
        event = Event()
        event.add("uid", f"{uid}@{crm.workspace.name}.confab")
        event.add("summary", summary)
        event.add("dtstart", start)
        event.add("dtstamp", crm.now)
        if about:
            event.add("description", about)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _entries(crm: Crm) -> list[tuple[str, str, object, str]]:
    me = crm.me.id
    tasks = [
        (f"task-{task.id}", task.title, task.due_at or task.due_date, task.company.name if task.company else "")
        for task in crm.tasks.all()
        if task.assignee_id == me and not task.done and (task.due_at or task.due_date)
    ]
    reminders = [
        (f"reminder-{one.id}", one.text, one.at, "") for one in crm.reminders.all() if one.waiting and one.whom_id == me
    ]
    visits = [
        (f"visit-{one.id}", one.company.name if one.company else "Visit", one.at, one.summary or "")
        for one in crm.activities.listed(owner=crm.me)
        if one.kind == "visit" and one.at > crm.now - PAST
    ]
    return [*tasks, *reminders, *visits]
