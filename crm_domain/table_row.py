"""One row of a foreign table as what we keep: a person, a company, a deal, and what could not be read, cell by cell."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from crm_domain import cell_phones, cells
from crm_domain.cell_dates import Dates
from crm_domain.cells import Amounts
from crm_domain.deals import LARGEST
from crm_domain.dialects import Dialect
from crm_domain.errors import BadValue, CrmError
from crm_domain.found import Found, Problem, fingerprint
from crm_domain.money import Money, is_currency
from crm_domain.name_forms import is_cjk
from crm_domain.sheets import Sheet
from crm_domain.stage_words import stage_key
from crm_domain.texts import T

MOST_OF_NOTHING = 7  # letters of the longest word for nothing
LONGEST = 2_000  # characters of a cell that is no note
NO_NAME = T("The row names nobody and nothing.", "这一行没有姓名，也没有名称。")
NEGATIVE = T("A deal's amount can't be negative: {value}.", "商机金额不能为负：{value}。")
NO_STAGE = T(
    "“{value}” is no stage here; the deal begins at the first one.", "没有“{value}”这个阶段，先放在第一个阶段。"
)
NO_CURRENCY = T("“{value}” is no currency.", "“{value}”不是币种。")
TOO_LONG = T("The cell is longer than {most} characters.", "单元格超过 {most} 个字符。")
MAIN = {"contacts": "contact", "deals": "deal", "companies": "company", "products": "product"}
YES = frozenset({"true", "yes", "y", "1", "x", "是", "对"})


class Table(Protocol):
    """What a row must know of its table: which column is which, and how each writes its values."""

    sheet: Sheet
    dialect: Dialect
    zone: ZoneInfo
    currency: str
    region: str
    of: Mapping[str, int]
    dates: Mapping[int, Dates]
    amounts: Mapping[int, Amounts]
    dated: Mapping[int, Dates]
    valued: Mapping[int, Amounts]

    @property
    def kind(self) -> str: ...

    @property
    def ways(self) -> str: ...

    @property
    def more(self) -> Sequence[tuple[int, str]]: ...


class RowReader:
    """One row on its way: each cell is read on its own, so that one bad cell does not cost the others."""

    def __init__(self, table: Table, row: Sequence[str], found: Found) -> None:
        self.table, self.row, self.into = table, row, found
        said = {name: row[place] for place, name in table.dialect.fields.items() if place < len(row) and row[place]}
        for place, name in table.dialect.spares.items():
            if name not in said and place < len(row) and row[place]:
                said[name] = row[place]
        clean, nothing = cells.clean, cells.NOTHING
        self.cells = {
            name: cell
            for name, raw in said.items()
            if len(cell := clean(raw)) > MOST_OF_NOTHING or cell.casefold() not in nothing
        }

    def read(self) -> None:
        noun, into = self.table.dialect.noun, self.into
        into.owner = self._text("owner")
        into.company = self._company(noun == "companies")
        into.contact = self._contact() if noun in ("contacts", "deals") else {}
        into.deal = self._deal() if noun == "deals" else {}
        into.product = self._product() if noun == "products" else {}
        main: dict[str, Any] = getattr(into, MAIN[noun])
        if not main:
            into.rejected = BadValue(NO_NAME)
            return
        if more := self._rest():
            main["more"] = (main.get("more") or {}) | more
        self._number(noun, main)

    def _number(self, noun: str, main: dict[str, Any]) -> None:
        """The source's own number where there is one, else what tells the row."""
        own = self._cell("id")
        told = self._telling(noun, main)
        self.into.key = fingerprint(noun, self.table.kind, own) if own else fingerprint(noun, *told)
        self.into.content = fingerprint(self.table.ways, *self.row)

    def _telling(self, noun: str, main: dict[str, Any]) -> tuple[object, ...]:
        company = self.into.company.get("name")
        if noun == "contacts":
            return (main.get("email") or main["name"], main["name"], company or main.get("phone"))
        if noun == "deals":
            return (main["title"], company, main.get("created"), self.into.contact.get("name"))
        return (main["name"],)

    # -- cells ---------------------------------------------------------------------------------------------------------

    def _cell(self, name: str) -> str:
        return self.cells.get(name, "")

    def _text(self, name: str) -> str:
        cell = self.cells.get(name)
        if not cell:
            return ""
        if len(cell) > LONGEST:
            self._reject(name, cell[:60], BadValue(TOO_LONG, most=LONGEST))
            return ""
        return cell[1:] if cell[0] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell

    def _reject(self, name: str, cell: str, reason: CrmError) -> None:
        place = self.table.of.get(name)
        column = self.table.sheet.columns[place] if place is not None else name
        told = reason.with_traceback(None)  # which would keep the whole row in memory
        self.into.problems.append(Problem(self.table.sheet.name, self.into.row, column, cell, told))

    def _value(self, name: str, read: Callable[[str], Any]) -> Any:
        if not (cell := self.cells.get(name)):
            return None
        try:
            return read(cell)
        except CrmError as reason:
            self._reject(name, cell, reason)
            return None

    def _phones(self, name: str) -> list[str]:
        if not (cell := self.cells.get(name)):
            return []
        region = ("country" in self.cells and cell_phones.region_of(self.cells["country"])) or self.table.region
        try:
            return cell_phones.phones(cell, region)
        except CrmError as reason:
            self._reject(name, cell, reason)
            return []

    def _when(self, name: str) -> datetime | None:
        """A moment; a day alone is its noon. Where no zone is said, the reader's."""
        value = self._date(name)
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=self.table.zone)
        return datetime(value.year, value.month, value.day, 12, tzinfo=self.table.zone) if value else None

    def _date(self, name: str) -> date | datetime | None:
        if name not in self.table.of:
            return None
        found: date | datetime | None = self._value(name, self.table.dates[self.table.of[name]].read)
        return found

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _contact(self) -> dict[str, Any]:
        emails = [*(self._value("email", cells.email) or ())]
        if "email2" in self.cells:
            emails += self._value("email2", cells.email) or ()
        phones, mobiles = self._phones("phone"), self._phones("mobile")
        mobiles = [number for number in mobiles if number not in phones]
        if not phones:
            phones, mobiles = mobiles, []
        phone, mobile = phones[0] if phones else None, mobiles[0] if mobiles else None
        name = self._name() or (emails[0] if emails else "") or (phone or mobile or "")
        if not name:
            return {}
        about: dict[str, Any] = {"name": name, "email": emails[0] if emails else None, "phone": phone}
        if self.table.dialect.noun == "contacts":
            about["title"], about["note"] = self._text("title") or None, self._cell("note")[:LONGEST] or None
            about["created"] = self._when("created")
        if "opted_out" in self.cells and self.cells["opted_out"].casefold() in YES:
            about["consent"] = False
        others = phones[1:] + mobiles[1:]
        if mobile or others or len(emails) > 1:
            more = {f"email {n}": one for n, one in enumerate(emails[1:], 2)}
            more |= {f"phone {n}": one for n, one in enumerate(others, 2)}
            about["more"] = {"mobile": mobile} | more if mobile else more
        return {slot: value for slot, value in about.items() if value is not None}

    def _name(self) -> str:
        if "first" in self.cells or "last" in self.cells:
            first, middle, last = self._text("first"), self._text("middle"), self._text("last")
            if is_cjk(first + last):
                return f"{last}{first}"
            return " ".join(part for part in (first, middle, last) if part)
        name = self._text("name")
        family, comma, given = name.partition(", ")
        if (
            comma
            and sum(not word.islower() for word in family.split()) < 3
            and 0 < len(given.split()) < 3
            and "," not in given
        ):
            return f"{given} {family}"
        return name

    def _company(self, main: bool) -> dict[str, Any]:
        name = self._text("company")
        if not name:
            return {}
        about: dict[str, Any] = {"name": name}
        for slot in ("industry", "website", "region"):
            if slot in self.cells and (value := self._text(slot)):
                about[slot] = value
        if main:
            if phones := self._phones("phone"):
                about["phone"] = phones[0]
            if note := self._cell("note"):
                about["more"] = {"note": note}
            if created := self._when("created"):
                about["created"] = created
        return about

    def _product(self) -> dict[str, Any]:
        name = self._text("product")
        if not name:
            return {}
        about: dict[str, Any] = {"name": name, "category": self._text("category") or None}
        return about | self._money("price")

    def _deal(self) -> dict[str, Any]:
        title = self._text("deal") or " - ".join(filter(None, (self.into.company.get("name"), self._text("name"))))
        if not title:
            return {}
        about: dict[str, Any] = {"title": title, "reason": self._text("reason") or None}
        about["created"] = self._when("created")
        about |= self._money("amount") | {"stage": self._stage()}
        day = self._date("close") or self._date("won_at") or self._date("lost_at")
        about["close_date"] = day.date() if isinstance(day, datetime) else day
        closed = (self._when("won_at") or self._when("lost_at")) if about["stage"] in ("won", "lost") else None
        about["closed"] = closed or (self._when("close") if about["stage"] in ("won", "lost") else None)
        if note := self._cell("note"):
            about["more"] = {"note": note[:LONGEST]}
        return {slot: value for slot, value in about.items() if value is not None}

    def _stage(self) -> str:
        """A status of won or lost says more than the stage before it."""
        status = stage_key(self._cell("status"))
        said = self._cell("stage")
        if status in ("won", "lost"):
            return status
        if said and (key := stage_key(said)):
            return key
        if said:
            self._reject("stage", said, BadValue(NO_STAGE, value=said))
        return status or "lead"

    def _money(self, name: str) -> dict[str, Any]:
        if name not in self.table.of:
            return {}
        read = self._value(name, self.table.amounts[self.table.of[name]].read)
        if read is None:
            return {}
        amount, currency = read
        said = self._cell("currency").upper()
        if said and not is_currency(said):
            self._reject("currency", said, BadValue(NO_CURRENCY, value=said))
            said = ""
        money = Money.of(amount, said or currency or self.table.currency)
        if money.minor < 0 or money.minor > LARGEST:
            self._reject(name, self._cell(name), BadValue(NEGATIVE, value=self._cell(name)))
            return {}
        return {f"{name}_minor": money.minor, "currency": money.currency}

    def _rest(self) -> dict[str, Any]:
        """The cells we have no field for, kept under their columns' names."""
        more: dict[str, Any] = {}
        if not self.table.more and "country" not in self.cells:
            return more
        for place, column in self.table.more:
            cell = cells.clean(self.row[place]) if place < len(self.row) else ""
            if cell and cell.casefold() not in cells.NOTHING:
                more[column] = self._kept(place, column, cell)
        more = {slot: value for slot, value in more.items() if value is not None}
        if "country" in self.cells:
            more[self.table.sheet.columns[self.table.of["country"]]] = self.cells["country"]
        return more

    def _kept(self, place: int, column: str, cell: str) -> Any:
        """What looks like a date or an amount is written as one."""
        try:
            if place in self.table.dated:
                return self.table.dated[place].read(cell).isoformat()
            if place in self.table.valued:
                amount, currency = self.table.valued[place].read(cell)
                whole = amount == amount.to_integral_value()
                number = int(amount) if whole else float(amount)
                return {"amount": number, "currency": currency or self.table.currency}
        except CrmError as reason:
            self.into.problems.append(Problem(self.table.sheet.name, self.into.row, column, cell, reason))
            return None
        return cell[:LONGEST]
