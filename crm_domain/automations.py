"""Automations: after an event or on a timetable, under a condition, do this. What is to be done are rows, not code.

`rule` is the sentence in a form that is carried out:

    on     {"event": "deal.moved", "to": ["negotiation"]} · {"state": "deal.quiet", "days": 14} ·
           {"every": "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0"}
           and "record", an id, where it is about that one alone, which was "called" so
    if     a condition in CEL over the record's facts; left out where there is none
    steps  [{"do": "send", "to": "owner"}, {"do": "wait", "seconds": 600}, {"do": "check", "if": "…"}, …]
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, Index, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from crm_domain.base import Row
from crm_domain.calendars import Calendar
from crm_domain.errors import Conflict
from crm_domain.members import Member
from crm_domain.records import Records
from crm_domain.recurrences import next_after
from crm_domain.texts import T
from crm_domain.workspaces import Workspace

SAME_NAME = T(
    "There is an automation called “{name}” already. Say another name.", "已经有一条叫“{name}”的自动化了，请换个名字。"
)
LOOKS = "FREQ=DAILY;BYHOUR=9;BYMINUTE=0"  # when a rule about how things stand looks at them


class Automation(Row):
    """`when`, `condition` and `then` are the sentence's own words; `source` says where it was written down.

    `due_at` is when it comes next by itself; None for one that waits for an event. `paused_why` is there where it
    stopped itself. `channel` and `chat`: where it was said, which is what “here” means.
    """

    __tablename__ = "automations"
    __table_args__ = (Index("ix_automations_due", "enabled", "due_at"), {"sqlite_autoincrement": True})
    noun = "automations"
    owned_by = ("owner_id",)

    name: Mapped[str] = mapped_column(index=True)
    when: Mapped[str]
    condition: Mapped[str | None]
    then: Mapped[str]
    rule: Mapped[dict[str, Any]]
    enabled: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(default="chat")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    channel: Mapped[str | None]
    chat: Mapped[str | None]
    event: Mapped[str | None] = mapped_column(index=True)
    zone: Mapped[str]
    starts: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    enabled_at: Mapped[datetime | None]
    paused_why: Mapped[str | None]

    owner: Mapped[Member | None] = relationship()

    @property
    def label(self) -> str:
        return self.name

    @property
    def on(self) -> dict[str, Any]:
        return dict(self.rule["on"])

    @property
    def steps(self) -> list[dict[str, Any]]:
        return list(self.rule["steps"])

    @property
    def clock(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def repeat(self) -> str | None:
        """How often it looks or acts by itself."""
        return self.on.get("every") or (LOOKS if "state" in self.on else None)

    @property
    def is_report(self) -> bool:
        return any(step["do"] == "report" for step in self.steps)

    def turn_on(self, now: datetime, calendar: Calendar | None = None) -> bool:
        """False where it is on. From now on: what was before is not made up for."""
        if self.enabled:
            return False
        self.enabled, self.enabled_at, self.paused_why = True, now, None
        self.come_again(now, calendar)
        if "state" in self.on:  # how things stand now is worth knowing now
            self.due_at = now
        return True

    def turn_off(self, why: str | None = None) -> bool:
        if not self.enabled:
            return False
        self.enabled, self.due_at, self.paused_why = False, None, why
        return True

    def come_again(self, now: datetime, calendar: Calendar | None = None) -> None:
        """`due_at` becomes the next moment after now."""
        self.starts = self.starts or now.replace(minute=0, second=0, microsecond=0)
        self.due_at = next_after(self.repeat, self.starts, self.clock, now, calendar) if self.repeat else None


class Automations(Records[Automation]):
    model = Automation

    def add(self, name: str, when: str, then: str, rule: dict[str, Any], **fields: Any) -> Automation:
        """It is off until somebody turns it on."""
        owner = fields.pop("owner", None) or self.desk.actor
        zone = fields.pop("zone", None) or (owner.tz if owner else self.desk.workspace.tz)
        automation = Automation(
            name=self._free(name), when=when, then=then, rule=rule, owner=owner, zone=zone, **fields
        )
        automation.event = automation.on.get("event")
        return self.put(automation)

    def _free(self, name: str) -> str:
        """The name, with a number where it is taken."""
        taken = set(self.desk.session.scalars(select(Automation.name).where(Automation.workspace_id == self._place)))
        if name not in taken:
            return name
        return next(f"{name} {n}" for n in range(2, 10_000) if f"{name} {n}" not in taken)

    def rename(self, automation: Automation, name: str) -> None:
        query = select(Automation.id).where(Automation.workspace_id == self._place, Automation.name == name)
        if self.desk.session.scalars(query).first() not in (None, automation.id):
            raise Conflict(SAME_NAME, name=name)
        automation.name = name

    def listed(self) -> Sequence[Automation]:
        query = self.visible().options(joinedload(Automation.owner))
        return self.all(query.order_by(Automation.enabled.desc(), Automation.id))

    def last_made(self) -> Automation | None:
        mine = Automation.owner_id == self.desk.me.id
        return next(iter(self.all(self.visible().where(mine).order_by(Automation.id.desc()).limit(1))), None)

    def called(self, name: str) -> Automation | None:
        return next(iter(self.all(self.visible().where(Automation.name == name).limit(1))), None)

    def listening(self, events: Sequence[str]) -> Sequence[Automation]:
        """Those that are on and wait for one of these."""
        query = self.visible().where(Automation.enabled, Automation.event.in_(events))
        return self.all(query.order_by(Automation.id))

    def falling_due(self, most: int) -> Sequence[Automation]:
        """Those whose moment has come; another process's are left to it."""
        query = self.visible().where(Automation.enabled, Automation.due_at <= self.desk.now)
        query = query.order_by(Automation.due_at, Automation.id).limit(most).with_for_update(skip_locked=True)
        return self.all(query)

    @property
    def stopped(self) -> bool:
        """Whether the switch is thrown that stops them all; asked of the database, for any process may have done it."""
        return bool(self.desk.session.scalar(select(Workspace.automations_off).where(Workspace.id == self._place)))

    def stop(self, off: bool) -> None:
        self.desk.session.execute(update(Workspace).where(Workspace.id == self._place).values(automations_off=off))

    @property
    def _place(self) -> int:
        return self.desk.workspace.id
