"""When somebody's day begins: once on each of their working days, and late rather than never."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time

from crm_domain import outbox
from crm_domain.automation_runs import claim, occasions
from crm_domain.crm import Crm
from crm_domain.members import Member, Role

Day = Callable[[date], bool]


def every_day(day: date) -> bool:
    return day.weekday() < 5


def monday(day: date) -> bool:
    return day.weekday() == 0


def tuesday(day: date) -> bool:
    return day.weekday() == 1


def first_of_month(day: date) -> bool:
    """The first working day."""
    return day.weekday() < 5 and (day.day == 1 or (day.day <= 3 and day.weekday() == 0))


def mornings(
    crm: Crm, name: str, on: Day = every_day, roles: frozenset[Role] = frozenset(Role)
) -> Iterator[tuple[Member, str]]:
    """The members whose working day has begun and who have not had this one yet, each with its occasion.

    Who first spoke to us after the day had begun gets it from the next day on.
    """
    begun = [
        (member, start) for member in crm.members.everyone() if member.role in roles and (start := _start(crm, member))
    ]
    todays = {f"{name} {member.id} {start.date()}": (member, start) for member, start in begun if on(start.date())}
    had = occasions(crm.session, crm.workspace.id, name, [*todays]) if todays else set()
    for occasion, (member, start) in todays.items():
        if occasion not in had and outbox.knew(crm.session, crm.workspace.id, member, start):
            yield member, occasion


def settle(crm: Crm, name: str, occasion: str) -> None:
    """There is nothing to say: it is not looked at again."""
    claim(crm.session, crm.workspace.id, name, occasion, crm.now)


def _start(crm: Crm, member: Member) -> datetime | None:
    """When the day began for a member who is at work now."""
    local = crm.now.astimezone(member.zone)
    start, end = time.fromisoformat(member.day_from), time.fromisoformat(member.day_to)
    return datetime.combine(local.date(), start, member.zone) if start <= local.time() < end else None
