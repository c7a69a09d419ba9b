"""When somebody's day begins: once on each of their working days, and late rather than never."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from crm_domain import outbox
from crm_domain.automation_runs import claim, occasions
from crm_domain.calendars import Calendar
from crm_domain.crm import Crm
from crm_domain.members import Member, Role

Day = Callable[[date, Calendar], bool]  # of the working days, which are meant


def every_day(day: date, calendar: Calendar) -> bool:
    return True


def first_of_week(day: date, calendar: Calendar) -> bool:
    """Monday, or the first working day after it."""
    return not _worked_before(day, day.weekday(), calendar)


def second_of_week(day: date, calendar: Calendar) -> bool:
    return _worked_before(day, day.weekday(), calendar) == 1


def third_of_week(day: date, calendar: Calendar) -> bool:
    return _worked_before(day, day.weekday(), calendar) == 2


def first_of_month(day: date, calendar: Calendar) -> bool:
    return not _worked_before(day, day.day - 1, calendar)


def last_worked(day: date, calendar: Calendar) -> date:
    """The working day before; a week before where there was none since."""
    return next(
        (before for n in range(1, 7) if calendar.works(before := day - timedelta(days=n))), day - timedelta(days=7)
    )


def _worked_before(day: date, days: int, calendar: Calendar) -> int:
    """How many of so many days before this one were worked on."""
    return sum(calendar.works(day - timedelta(days=n)) for n in range(1, days + 1))


def mornings(
    crm: Crm, name: str, on: Day = every_day, roles: frozenset[Role] = frozenset(Role)
) -> Iterator[tuple[Member, str]]:
    """The members whose working day has begun and who have not had this one yet, each with its occasion.

    Who first spoke to us after the day had begun gets it from the next day on.
    """
    begun = [
        (member, start) for member in crm.members.everyone() if member.role in roles and (start := _start(crm, member))
    ]
    todays = {
        f"{name} {member.id} {start.date()}": (member, start)
        for member, start in begun
        if on(start.date(), crm.calendar(member.zone))
    }
    had = occasions(crm.session, crm.workspace.id, name, [*todays]) if todays else set()
    for occasion, (member, start) in todays.items():
        if occasion not in had and outbox.knew(crm.session, crm.workspace.id, member, start):
            yield member, occasion


def settle(crm: Crm, name: str, occasion: str) -> None:
    """There is nothing to say: it is not looked at again."""
    claim(crm.session, crm.workspace.id, name, occasion, crm.now)


def _start(crm: Crm, member: Member) -> datetime | None:
    """When the day began for a member who is at work now."""
    day, start = crm.now.astimezone(member.zone).date(), time.fromisoformat(member.day_from)
    return datetime.combine(day, start, member.zone) if crm.at_work(member) else None
