"""Members of the company: who they are and what role they hold."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm_domain.base import Row
from crm_domain.calendars import Calendar
from crm_domain.errors import BadValue
from crm_domain.texts import Lang, T

MONTH_FIRST = ("America/", "US/", "Pacific/Honolulu", "Asia/Shanghai", "Asia/Taipei", "Asia/Tokyo", "Asia/Seoul")


class Role(StrEnum):
    ADMIN = "admin"
    MANAGER = "manager"
    REP = "rep"
    AGENT = "agent"


ROLES = {
    Role.ADMIN: T("admin", "管理员"),
    Role.MANAGER: T("manager", "经理"),
    Role.REP: T("rep", "销售"),
    Role.AGENT: T("agent", "客服"),
}


class Member(Row):
    """A person who works here. `day_from`/`day_to` are their working hours in their own zone, Monday to Friday."""

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("workspace_id", "handle"), {"sqlite_autoincrement": True})
    noun = "members"
    owned_by = ("id",)

    handle: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
    team: Mapped[str | None] = mapped_column(index=True)
    email: Mapped[str | None]
    tz: Mapped[str] = mapped_column(default="UTC")
    lang: Mapped[str] = mapped_column(default="en")
    day_from: Mapped[str] = mapped_column(default="09:00")
    day_to: Mapped[str] = mapped_column(default="18:00")
    quiet_from: Mapped[str] = mapped_column(default="21:00")
    quiet_to: Mapped[str] = mapped_column(default="07:00")
    most_a_day: Mapped[int] = mapped_column(default=20)  # messages that nobody asked for; then they come together
    app: Mapped[str | None]  # on which platform they want to be written to unasked; None: where they spoke last
    active: Mapped[bool] = mapped_column(default=True)
    day_order: Mapped[str | None]  # "day" or "month" comes first in 4/12; None: as in the member's country
    next_weekday: Mapped[str | None]  # "coming" or "later": what “next Friday” is on a Thursday

    @property
    def label(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.tz)

    @property
    def language(self) -> Lang:
        return "zh" if self.lang == "zh" else "en"

    @property
    def day_first(self) -> bool:
        """12/5 is 5 December in the Americas and in East Asia, and 12 May elsewhere."""
        if self.day_order is not None:
            return self.day_order == "day"
        return self.lang != "zh" and not self.tz.startswith(MONTH_FIRST)

    def is_quiet_at(self, moment: datetime) -> bool:
        """Whether only what is urgent may come."""
        clock = moment.astimezone(self.zone).time()
        start, end = time.fromisoformat(self.quiet_from), time.fromisoformat(self.quiet_to)
        return start <= clock < end if start <= end else clock >= start or clock < end

    def next_waking(self, moment: datetime) -> datetime:
        """When the quiet hours end."""
        return self._next(time.fromisoformat(self.quiet_to), moment)

    def next_working(self, moment: datetime, calendar: Calendar) -> datetime:
        """When the next working day begins."""
        begins = self._next(time.fromisoformat(self.day_from), moment)
        while not calendar.works(begins.astimezone(self.zone).date()):
            begins = self._next(time.fromisoformat(self.day_from), begins)
        return begins

    def _next(self, clock: time, after: datetime) -> datetime:
        day = after.astimezone(self.zone).date()
        days = (datetime.combine(day + timedelta(days=n), clock, self.zone) for n in range(3))
        return next(moment for moment in days if moment > after)

    def works_at(self, moment: datetime, calendar: Calendar) -> bool:
        local = moment.astimezone(self.zone)
        start, end = time.fromisoformat(self.day_from), time.fromisoformat(self.day_to)
        return calendar.works(local.date()) and start <= local.time() < end


BAD_ZONE = T(
    "I don't know the time zone “{tz}”. Use a name such as Europe/London or Asia/Shanghai.",
    "没有“{tz}”这个时区。请写成 Europe/London 或 Asia/Shanghai 这样的名称。",
)
BAD_ROLE = T(
    "There is no role “{role}”. The roles are admin, manager, rep and agent.",
    "没有“{role}”这个角色。可选：管理员、经理、销售、客服。",
)


def checked_zone(tz: str) -> str:
    try:
        ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadValue(BAD_ZONE, tz=tz) from error
    return tz


def checked_role(role: str) -> Role:
    try:
        return Role(role)
    except ValueError as error:
        raise BadValue(BAD_ROLE, role=role) from error


def free_handle(name: str, taken: Iterable[str]) -> str:
    """A handle made of a name (Lou Garrity → lou, then lou.garrity, then lou2 …)."""
    words = ["".join(c for c in word.lower() if c.isalnum()) for word in name.split()]
    words = [word for word in words if word] or ["member"]
    used = set(taken)
    for candidate in (words[0], ".".join(words)):
        if candidate not in used:
            return candidate
    return next(f"{words[0]}{n}" for n in range(2, 10_000) if f"{words[0]}{n}" not in used)
