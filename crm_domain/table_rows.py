"""A foreign table read row by row, in the way in which its columns are written."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice
from zoneinfo import ZoneInfo

from babel.core import get_global

from crm_domain import cells
from crm_domain.cell_dates import Dates
from crm_domain.cell_phones import hinted, usual_region
from crm_domain.cells import Amounts
from crm_domain.dialects import Dialect, name_of, unit_of
from crm_domain.errors import BadValue
from crm_domain.found import Found, fingerprint
from crm_domain.marks import Marks
from crm_domain.sheets import Sheet
from crm_domain.table_row import YES, RowReader
from crm_domain.texts import T

BATCH = 5_000  # rows taken in at a time
SAMPLED = 60  # phone numbers by which a column's country is told
USUAL_REGIONS = ("US", "CN", "GB", "DE", "FR", "SG", "HK", "TW", "JP", "IN", "AU", "NL", "ES", "IT", "SE", "NO", "CH")
FOOTER = T("This is a line below the table, not a row of it.", "这是表格下面的说明文字，不是数据行。")
BLANK = T("The row is empty.", "空行。")
DELETED = T("It is deleted in the system that it comes from.", "在原系统中已删除。")


class TableReader:
    """Reads a sheet twice: once to see how its columns write dates, amounts and numbers, once for the rows."""

    def __init__(
        self,
        sheet: Sheet,
        dialect: Dialect,
        zone: ZoneInfo,
        currency: str,
        day_first: bool | None,
        most: int | None = None,
    ) -> None:
        """`most`: no more rows than that are looked at."""
        self.sheet, self.dialect, self.zone, self.currency = sheet, dialect, zone, currency
        self.usual_day_first, self.most = day_first, most
        self.of: Mapping[str, int] = {field: place for place, field in dialect.fields.items()}
        self.dates: Mapping[int, Dates] = {}
        self.amounts: Mapping[int, Amounts] = {}
        self.dated: Mapping[int, Dates] = {}
        self.valued: Mapping[int, Amounts] = {}
        self.region = ""
        self.count = 0

    @cached_property
    def more(self) -> Sequence[tuple[int, str]]:
        """The columns that we have no field for, under their own names."""
        return [
            (place, column)
            for place, column in enumerate(self.sheet.columns)
            if column and place not in self.dialect.fields
        ]

    @cached_property
    def kind(self) -> str:
        """The program that the table comes from, by its columns: two programs may both have a record 7."""
        return fingerprint(*sorted(self.sheet.columns))

    @cached_property
    def ways(self) -> str:
        """Which column is read as what: a row that says the same means something else where that changes."""
        return fingerprint(*sorted(self.dialect.fields.items()), self.region, self.currency)

    def scan(self) -> int:
        """How many rows there are; the columns' ways are known afterwards."""
        dates = {place: self._dates() for place, field in self.dialect.fields.items() if field in _DATES}
        priced = [self.of[name] for name in ("amount", "price") if name in self.of]
        amounts = {place: Amounts.under(unit_of(self.sheet.columns[place]), self.currency) for place in priced}
        dated = {place: self._dates() for place, column in self.more if _is_dated(column)}
        valued = {
            place: Amounts.under(unit_of(column), self.currency) for place, column in self.more if _is_valued(column)
        }
        phones, mails = list[str](), list[str]()
        place_of_phone = [self.of[name] for name in ("phone", "mobile") if name in self.of]
        place_of_mail = [self.of["email"]] if "email" in self.of else []
        seeing: list[tuple[int, Dates | Amounts]] = [*(dates | dated).items(), *(amounts | valued).items()]
        for row in islice(self.sheet.rows(), self.most):
            self.count += 1
            for place, ways in seeing:
                if place < len(row) and row[place]:
                    ways.see(row[place])
            if len(phones) < SAMPLED:
                phones += [row[place] for place in place_of_phone if place < len(row) and row[place]]
                mails += [row[place] for place in place_of_mail if place < len(row) and row[place]]
        self.dates, self.amounts, self.dated, self.valued = dates, amounts, dated, valued
        coins = {coin for _, ways in seeing if isinstance(ways, Amounts) and (coin := ways.currency)}
        self.region = self._usual_region(phones, hinted(mails, coins))
        return self.count

    def _usual_region(self, phones: Sequence[str], hints: Collection[str]) -> str:
        home = get_global("zone_territories").get(getattr(self.zone, "key", ""), "001")
        regions = list(dict.fromkeys([*([] if home == "001" else [home]), *USUAL_REGIONS]))
        return usual_region(phones, regions, "" if home == "001" else home, hints) if phones else regions[0]

    def _dates(self) -> Dates:
        american = get_global("zone_territories").get(getattr(self.zone, "key", "")) == "US"
        return Dates(usual=self.usual_day_first if self.usual_day_first is not None else not american)

    def rows(self) -> Iterator[Found]:
        return chain.from_iterable(self.batches())

    def batches(self) -> Iterator[list[Found]]:
        seen, times = Marks(), dict[str, int]()
        rows = enumerate(islice(self.sheet.rows(), self.most), 1)
        while batch := [self.found(number, row) for number, row in islice(rows, BATCH)]:
            _tell_apart(batch, seen, times)
            yield batch

    def found(self, number: int, row: Sequence[str]) -> Found:
        found = Found(number)
        if reason := self._unwanted(row):
            found.rejected = BadValue(reason)
        else:
            RowReader(self, row, found).read()
        return found

    def _unwanted(self, row: Sequence[str]) -> T | None:
        # Most rows have something there that is no total, and need not be looked at further.
        if not (len(row) > 1 and row[1].strip() and row[0].strip()) or _TOTAL.fullmatch(row[0]):
            if not any(map(str.strip, row)):
                return BLANK
            if self._is_footer(row):
                return FOOTER
        return DELETED if "deleted" in self.of and self._said(row, "deleted").casefold() in YES else None

    def _is_footer(self, row: Sequence[str]) -> bool:
        """One cell in the first column of a wide table, and it is a sentence of the program that wrote it; a total."""
        filled = [place for place, cell in enumerate(row) if cell.strip()]
        if _TOTAL.fullmatch(row[filled[0]]) and 2 * len(filled) <= len(self.sheet.columns) + 1:
            return True
        return (
            filled == [0]
            and len(self.sheet.columns) > 3
            and 0 in self.dialect.fields
            and (len(row) < len(self.sheet.columns) or len(row[0].split()) > 2)
        )

    def _said(self, row: Sequence[str], name: str) -> str:
        place = self.of.get(name)
        return cells.clean(row[place]) if place is not None and place < len(row) else ""


def _tell_apart(batch: Sequence[Found], seen: Marks, times: dict[str, int]) -> None:
    """Two deals may look alike: a key that was there before is another one, by how often it was."""
    marks = [int(found.key[:15], 16) if found.key else 0 for found in batch]
    before = {mark for mark, _ in seen.find(marks, 1)}
    fresh = list[int]()
    for found, mark in zip(batch, marks, strict=True):
        if mark in before:
            times[found.key] = times.get(found.key, 1) + 1
            found.key = fingerprint(found.key, times[found.key])
        elif mark:
            before.add(mark)
            fresh.append(mark)
    seen.add(fresh, fresh)


_TOTAL = re.compile(r"\s*(?:(?:grand |sub)?total|sum|count|合计|总计|小计|共计|汇总|summe|gesamt)s?\s*[:：]?\s*", re.I)
_DATES = frozenset({"close", "created", "won_at", "lost_at"})
_DATED = re.compile(r"date(?![a-z])|last contact|last activity|日期|时间|birthday|生日|time(?![a-z])")
_VALUED = (
    *("deal value", "amount", "revenue", "金额", "salary", "price", "value", "balance", "budget", "turnover", "余额"),
    *("betrag", "umsatz", "saldo", "montant", "importe", "importo", "bedrag", "预算", "营业额", "应收款"),
)


def _is_dated(column: str) -> bool:
    said = column.casefold()
    return bool(_DATED.search(said)) and "timezone" not in said


def _is_valued(column: str) -> bool:
    said = name_of(column)
    return any(said.endswith(word) for word in _VALUED)
