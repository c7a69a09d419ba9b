"""People who talk to the assistant in tests: on a real database, through the same road as every adapter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from operator import attrgetter
from typing import Any

from sqlalchemy import func, select

from crm_domain.base import Base, Row
from crm_domain.crm import Crm, open_workspace
from crm_domain.journal import Change, ChangeLine
from crm_domain.members import Member
from crm_domain.money import Money
from crm_domain.store import Store
from handlers.assistant import Assistant
from handlers.message import Message, Press
from handlers.reply import Outcome, Receipt, Reply

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday morning


@dataclass
class Office:
    """A small company on one database: rep Ann and manager Max of team North, rep Bo of South, agent Ivy, admin Root.

    林 speaks Chinese. Everything happens on Monday 2026-11-23 unless `now` is moved.
    """

    store: Store
    assistant: Assistant = field(default_factory=Assistant)
    now: datetime = MONDAY
    keys: "count[int]" = field(default_factory=count)

    def crm(self, work: Callable[[Crm], Any], as_: str | None = None) -> Any:
        """Does something with the CRM itself, as a member or as the system, and commits."""
        with self.store.transaction() as session:
            workspace = open_workspace(session, self.assistant.workspace, self.now)
            actor = session.scalars(select(Member).where(Member.handle == as_)).one() if as_ else None
            crm = Crm(session, workspace, actor, self.now, self.assistant.access)
            result = work(crm)
            crm.enter("test")
            return result

    def person(self, handle: str, chat: str | None = None, group: bool = False) -> "Person":
        return Person(self, handle, chat or f"{handle}-dm", group)

    def changes(self) -> int:
        with self.store.transaction() as session:
            return session.scalar(select(func.count()).select_from(Change)) or 0

    def rows(self, model: type[Row]) -> Sequence[Any]:
        return self.crm(lambda crm: crm.session.scalars(select(model).order_by(model.id)).all())

    def named(self, model: type[Row], name: str) -> Any:
        """The one record that is called so; None where there is none."""
        found = [row for row in self.rows(model) if row.label == name]
        assert len(found) < 2, f"{name} is there {len(found)} times"
        return found[0] if found else None

    def facts(self, model: type[Row], name: str, *attributes: str) -> Any:
        """What the record called so holds under each dotted name: facts(Deal, "Acme renewal", "stage.key")."""

        def read(crm: Crm) -> Any:
            records = crm.session.scalars(select(model)).all()
            return attrgetter(*attributes)(next(row for row in records if row.label == name))

        return self.crm(read)

    def dump(self) -> dict[str, list[dict[str, Any]]]:
        """Every record of the domain, column by column, and the journal: to tell whether anything was changed."""
        tables = {m.class_.__table__ for m in Base.registry.mappers if issubclass(m.class_, (Row, Change, ChangeLine))}
        with self.store.transaction() as session:
            return {
                table.name: [dict(row) for row in session.execute(select(table).order_by(table.c.id)).mappings()]
                for table in sorted(tables, key=lambda table: table.name)
            }


@dataclass
class Person:
    """`says` gives the reply; `last` is the letter whose buttons `press` presses."""

    office: Office
    handle: str
    chat: str
    group: bool = False
    last: Receipt | None = None

    def says(self, text: str, key: str | None = None, **message: Any) -> Reply:
        return self._sends(text=text, key=key, **message)

    def presses(self, label: str, on: Receipt | None = None, **message: Any) -> Reply:
        receipt = on or self.last
        assert receipt is not None
        assert receipt.reply is not None
        labels = [button.label for button in receipt.reply.buttons]
        index = next((i for i, shown in enumerate(labels) if label.lower() in shown.lower()), None)
        assert index is not None, f"no button {label!r} among {labels}"
        return self._sends(press=Press(receipt.letter or 0, index), **message)

    def _sends(self, key: str | None = None, text: str = "", **message: Any) -> Reply:
        receipt = self.receives(key=key, text=text, **message)
        assert receipt.reply is not None, f"silence on {text!r}"
        return receipt.reply

    def receives(self, key: str | None = None, text: str = "", **message: Any) -> Receipt:
        """The receipt as an adapter gets it; its reply is None where the assistant keeps silent."""
        with self.office.store.transaction() as session:
            self.last = self.office.assistant.answer(session, self.message(text, key, **message))
        return self.last

    def message(self, text: str, key: str | None = None, **message: Any) -> Message:
        """What this person writes, as an adapter reads it."""
        usual = {
            "key": key or f"m{next(self.office.keys)}",
            "channel": "jsonl",
            "chat": self.chat,
            "account": self.handle,
            "text": text,
            "at": self.office.now,
            "group": self.group,
        }
        return Message(**usual | message)


def furnish(office: Office) -> Office:
    """The company's people and what they work on."""

    def work(crm: Crm) -> None:
        for handle, name, role, team, tz in (
            ("ann", "Ann Lee", "rep", "North", "Europe/London"),
            ("bo", "Bo Berg", "rep", "South", "America/New_York"),
            ("max", "Max Power", "manager", "North", "Europe/London"),
            ("ivy", "Ivy Ng", "agent", "Support", "Asia/Singapore"),
            ("root", "Ruth Root", "admin", "Office", "Europe/Paris"),
            ("lin", "林晓琳", "rep", "North", "Asia/Shanghai"),
        ):
            crm.members.add(name, role, handle, team=team, tz=tz)
        ann, bo, lin = (crm.members.by_handle(handle) for handle in ("ann", "bo", "lin"))
        acme = crm.companies.add("Acme Industries", industry="Tools", owner=ann)
        _foods, freight = (crm.companies.add(f"Larkfield {what}", owner=ann) for what in ("Foods", "Freight"))
        chengyu = crm.companies.add("澄屿科技", owner=lin)
        dana = crm.contacts.add("Dana Wu", company=acme, title="Buyer", email="dana@acme.example")
        crm.contacts.add("Dana Okafor", company=freight, title="Operations Director")
        crm.contacts.add("王磊 (Leo Wang)", company=chengyu, title="采购总监")
        stage = crm.pipelines.stage
        day = date(2026, 12, 18)
        crm.deals.add("Acme renewal", stage("proposal"), company=acme, contact=dana, owner=ann,
                      amount=Money.of(40_000, "USD"), close_date=day)  # fmt: skip
        crm.deals.add("Larkfield gate readers", stage("lead"), company=freight, owner=bo, amount=Money.of(9_000, "GBP"))
        crm.deals.add("澄屿科技续约", stage("negotiation"), company=chengyu, owner=lin, amount=Money.of(300_000, "CNY"))
        crm.deals.add("澄屿新仓二期", stage("qualified"), company=chengyu, owner=lin, amount=Money.of(880_000, "CNY"))
        crm.tasks.add("Send the revised quote", MONDAY.date(), assignee=ann)
        crm.tasks.add("Prepare the demo", date(2026, 11, 27), assignee=ann)
        crm.tasks.add("给王磊发合同", MONDAY.date(), assignee=lin)

    office.crm(work)
    return office


def done(reply: Reply) -> Reply:
    assert reply.outcome is Outcome.DONE, reply.text
    return reply


def refused(reply: Reply) -> Reply:
    assert reply.outcome is Outcome.REFUSED, reply.text
    return reply


def asked(reply: Reply) -> Reply:
    assert reply.outcome is Outcome.ASKED, reply.text
    return reply


def told(reply: Reply) -> list[tuple[str, dict[str, Any]]]:
    """The commands that the reply carried out, each with its slots."""
    return [(command.name, dict(command.slots)) for command in reply.commands]


def shown(reply: Reply) -> dict[str, str]:
    """The reply's fields by their labels."""
    return {item.label: item.value for item in reply.fields}


def labels(reply: Reply) -> list[str]:
    return [button.label for button in reply.buttons]


def rows(reply: Reply) -> list[tuple[str, ...]]:
    assert reply.table is not None, reply.text
    return list(reply.table.rows)
