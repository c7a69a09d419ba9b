"""What is known of a person: told on request, and erased for good, wherever it was written down."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import JSON, Column, String, Table, UniqueConstraint, cast, delete, func, literal, select, update

from crm_domain.activities import Activity
from crm_domain.base import Base, Row, insert_plainly, references_to
from crm_domain.contacts import Contact
from crm_domain.crm import Crm
from crm_domain.customers import Customer
from crm_domain.exchange_directory import Directory
from crm_domain.exchange_forms import FORMS, Form
from crm_domain.journal import Change, ChangeLine
from crm_domain.mail import mailbox
from crm_domain.outbox import Letter
from crm_domain.personal import ERASED, Traces, traces_of
from crm_domain.sealing import Sealed, SealedJson, raw
from crm_domain.tickets import Ticket, TicketMessage
from crm_domain.undo import models

COMMAND = "privacy.erase"
AT_ONCE = 2_000  # rows read at a time
# Tables that speak of the house and not of its customers, and columns of the plumbing that hold no sentence.
OURS = frozenset(
    "members identities workspaces pipelines stages products changes taken_in automation_runs contacts".split()
)
PLUMBING = frozenset({"channel", "chat", "account", "state"})
# What was written about or by the person: gone whole, for it may tell more than the name.
ABOUT: Mapping[type[Row], tuple[str, ...]] = {Activity: ("summary",), Ticket: ("subject", "description", "comment")}


@dataclass(slots=True)
class Receipt:
    """`number` is the change that says that something was erased, and nothing of what; `removed` counts by table."""

    number: int
    removed: dict[str, int] = field(default_factory=dict)


def known_of(crm: Crm, contact: Contact) -> dict[str, Any]:
    """All that is written down of a person: the record, what points to it, its history, messages that name it."""
    directory = Directory(crm.session, crm.workspace)
    forms: dict[Any, Form] = {form.model: form for form in FORMS}
    about: dict[str, Any] = {"contact": _facts(forms[Contact], contact, directory)}
    for column in references_to(Contact):
        if (form := forms.get(column.class_)) is not None:
            rows = crm.session.scalars(select(form.model).where(column == contact.id).order_by(form.model.id))
            about[form.noun] = [_facts(form, row, directory) for row in rows]
    about["ticket_messages"] = [message.text for message in _messages_with(crm, contact)]
    about["history"] = [
        {"change": change.id, "at": change.at.isoformat(), "before": line.before, "after": line.after}
        for change, line in reversed(crm.changes.of(contact))
    ]
    return about | {"messages": list(_said_of(crm, contact))}


def _facts(form: Form, row: Row, directory: Directory) -> dict[str, Any]:
    return form.write(row, directory) | {
        "created_at": row.created_at.isoformat(),
        "updated_at": row.updated_at.isoformat(),
    }


def _messages_with(crm: Crm, contact: Contact) -> Iterable[TicketMessage]:
    tickets = select(Ticket.id).where(Ticket.contact_id == contact.id)
    return crm.session.scalars(
        select(TicketMessage).where(TicketMessage.ticket_id.in_(tickets)).order_by(TicketMessage.id)
    )


def _said_of(crm: Crm, contact: Contact) -> Iterator[dict[str, Any]]:
    """Our own letters in which the person is named."""
    traces = traces_of(contact, [])
    letters = select(Letter.at, Letter.body, raw(Letter.body).label("raw")).where(
        Letter.workspace_id == crm.workspace.id
    )
    for at, body, told in crm.session.execute(letters.order_by(Letter.id).execution_options(yield_per=AT_ONCE)):
        if traces.touch(told):
            yield {"at": at.isoformat(), "text": body.get("text", "")}


def leaning_on(crm: Crm, contact: Contact) -> int:
    """How many records point to a person."""
    counts = (
        crm.session.scalar(select(func.count()).select_from(column.class_).where(column == contact.id))
        for column in references_to(Contact)
    )
    return sum(count or 0 for count in counts)


def erase(crm: Crm, contact: Contact) -> Receipt:
    """Past the journal, which would keep what it removes. The database file is swept after the commit."""
    session = crm.session
    session.flush()
    traces = traces_of(contact, _history(crm, contact))
    for model, columns in ABOUT.items():
        _blank(crm, model, columns, model.contact_id == contact.id, traces)  # type: ignore[attr-defined]
    tickets = select(Ticket.id).where(Ticket.contact_id == contact.id)
    _blank(crm, TicketMessage, ("text",), TicketMessage.ticket_id.in_(tickets), traces)
    change = {"workspace_id": crm.workspace.id, "member_id": crm.actor and crm.actor.id, "at": crm.now}
    receipt = Receipt(insert_plainly(session, Change, change | {"command": COMMAND}))
    _forget_places(crm, contact, traces)
    _remove(crm, contact, receipt)
    for table in Base.metadata.sorted_tables:
        if table.name not in OURS and (count := _scrub(crm, table, receipt, traces)):
            receipt.removed[table.name] = receipt.removed.get(table.name, 0) + count
    _tell(crm, receipt, "contacts", contact.id, None)
    session.expunge(contact)
    contact.name = f"#{contact.id}"  # what the reply calls it by, which is kept
    session.expire_all()
    session.info["erased"] = True
    return receipt


def _history(crm: Crm, contact: Contact) -> list[Mapping[str, Any]]:
    return [values for _, line in crm.changes.of(contact) for values in (line.before, line.after) if values]


def _blank(crm: Crm, model: type[Row], columns: tuple[str, ...], which: Any, traces: Traces) -> None:
    """The texts go, and are looked for everywhere else."""
    for column in (getattr(model, name) for name in columns):
        texts = crm.session.scalars(select(column).where(which, column.is_not(None)))
        traces.add_texts(texts.all())
        crm.session.execute(update(model).where(which, column.is_not(None)).values({column: ERASED}))


def _forget_places(crm: Crm, contact: Contact, traces: Traces) -> None:
    """The accounts that the person wrote from, and the chats that nobody else reads."""
    customers = crm.session.scalars(select(Customer).where(Customer.contact_id == contact.id)).all()
    accounts = {one.account for one in customers} | {mailbox(address) for address in traces.addresses}
    chats = accounts | {one.chat for one in customers if one.direct}
    links = [link for one in customers if one.direct for link in crm.customers.tickets(one)]
    chats |= {link.chat for link in links}
    told: list[dict[str, Any]] = [*(one.address for one in customers), *(link.address for link in links)]
    ids = {str(value) for address in told for name, value in address.items() if name != "subject"}
    traces.add_texts(accounts | chats | ids)  # the journal has them too
    for table in Base.metadata.sorted_tables:
        for name, gone in (("account", accounts), ("chat", chats)):
            if table.name != "identities" and name in table.c:
                _forget_place(crm, table, table.c[name], gone)


def _forget_place(crm: Crm, table: Table, column: Column[Any], gone: set[str]) -> None:
    """Rows that are told by it go; of the others nobody can tell any more where they went."""
    which = (table.c.workspace_id == crm.workspace.id, column.in_(gone))
    if column.primary_key:
        crm.session.execute(delete(table).where(*which))
    else:
        nowhere = literal("erased-").concat(cast(table.c.id, String))
        values: dict[Any, Any] = {column: nowhere} | ({table.c.address: {}} if "address" in table.c else {})
        crm.session.execute(update(table).where(*which).values(values))


def _remove(crm: Crm, contact: Contact, receipt: Receipt) -> None:
    """The record itself and its history; what pointed to it points to nobody."""
    for column in references_to(Contact):
        model = column.class_
        crm.session.execute(update(model).where(column == contact.id).values({column: None}))
    lines = delete(ChangeLine).where(
        ChangeLine.workspace_id == crm.workspace.id,
        ChangeLine.record == "contacts",
        ChangeLine.record_id == contact.id,
    )
    receipt.removed["change_lines"] = int(getattr(crm.session.execute(lines), "rowcount", 0))
    crm.session.execute(delete(Contact).where(Contact.id == contact.id))
    receipt.removed["contacts"] = 1


def _scrub(crm: Crm, table: Table, receipt: Receipt, traces: Traces) -> int:
    """Every text of the table that holds a trace is written again without it. The number of rows."""
    columns = [column for column in table.columns if _is_text(column)]
    keys = list(table.primary_key.columns)
    if not columns or not keys:
        return 0
    query = select(*keys, *(raw(column).label(f"raw_{column.key}") for column in columns))
    if "workspace_id" in table.c:
        query = query.where(table.c.workspace_id == crm.workspace.id)
    found = [
        tuple(row[: len(keys)])
        for row in crm.session.execute(query.execution_options(yield_per=AT_ONCE))
        if any(text and traces.touch(text) for text in row[len(keys) :])
    ]
    for key in found:
        changed = _rewrite(crm, table, key, columns, traces)
        if changed and table.name in models():
            _tell(crm, receipt, table.name, key[0], changed)
    return len(found)


def _rewrite(
    crm: Crm, table: Table, key: tuple[Any, ...], columns: list[Column[Any]], traces: Traces
) -> dict[str, Any]:
    """What is new about the row. One that is told by the trace itself goes: nobody could ask for it any more."""
    which = [column == value for column, value in zip(table.primary_key.columns, key, strict=True)]
    row = crm.session.execute(select(*columns).where(*which)).one()
    new = {column.key: traces.without(value) for column, value in zip(columns, row, strict=True)}
    changed = {name: value for name, value in new.items() if value != row._mapping[table.c[name]]}
    if _telling(table).isdisjoint(changed):
        crm.session.execute(update(table).where(*which).values(changed))
        return changed
    crm.session.execute(delete(table).where(*which))
    return {}


def _tell(crm: Crm, receipt: Receipt, record: str, id: int, after: dict[str, Any] | None) -> None:
    """The journal hears that a record is another now, and not what it was: the index of names follows it."""
    line = {"workspace_id": crm.workspace.id, "change_id": receipt.number, "record": record, "record_id": id}
    before = {} if after is None else dict.fromkeys(after, ERASED)
    insert_plainly(crm.session, ChangeLine, line | {"before": before, "after": after})


def _telling(table: Table) -> set[str]:
    unique = (each for each in table.constraints if isinstance(each, UniqueConstraint))
    return {column.key for each in (table.primary_key, *unique) for column in each.columns}


def _is_text(column: Column[Any]) -> bool:
    return isinstance(column.type, String | JSON | Sealed | SealedJson) and column.key not in PLUMBING
