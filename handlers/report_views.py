"""How a report may be seen beside its text: as a picture, as the records behind its number, as a table file."""

import csv
import io
import logging
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from crm_domain.facts import DealFact
from crm_domain.money import Money
from crm_domain.pipelines import Outcome
from crm_domain.texts import T
from handlers.pictured import pictured
from handlers.reading.views import CHART, CSV
from handlers.reading.views import ROWS as RECORDS
from handlers.reply import Button, Reply
from handlers.turn import Turn

if TYPE_CHECKING:
    from handlers.report import Report

log = logging.getLogger(__name__)

AS_CHART, AS_ROWS = T("Chart", "图表"), T("Show rows", "查看明细")
BEHIND = T("{count} deal(s) behind it, together {sum}:", "对应 {count} 个商机，合计 {sum}：")
COUNTED = T("{count} deal(s) behind it:", "对应 {count} 个商机：")
NONE_BEHIND = T("There is no deal behind it.", "没有对应的商机。")
NO_PICTURE = T("There is nothing to draw.", "没有可以画图的数据。")
NO_FILE = T("There is nothing to write into a file.", "没有可以导出的数据。")
NOT_KEPT = T("The file could not be written; the figures are above.", "文件没能写入，数据见上文。")
IN_FILE = T("The file has {n} row(s).", "文件共 {n} 行。")
DEAL, OWNER, AMOUNT, STAGE, DAY = (
    T("Deal", "商机"),
    T("Owner", "负责人"),
    T("Amount", "金额"),
    T("Stage", "阶段"),
    T("Day", "日期"),
)
COLUMNS = (DEAL, OWNER, AMOUNT, STAGE, DAY)
CHUNK = 500

Rows = Sequence[Sequence[object]]


def seen(report: "Report", reply: Reply, columns: Sequence[T], rows: Rows) -> Reply:
    match report.view:
        case "chart":
            return _drawn(report, reply)
        case "rows" if report.facts is not None:
            return _listed(report, reply)
        case "csv":
            return _written(report, reply, columns, rows)
    return reply.but(buttons=(*reply.buttons, *_ways(report)))


def _ways(report: "Report") -> Iterator[Button]:
    """Buttons for a picture and for the records."""
    say, again = report.turn.voice.say, report.turn.again
    if not again:
        return
    if report.chart is not None and not report.chart().empty:
        yield Button(say(AS_CHART), f"{again} view={CHART}")
    if report.facts:
        yield Button(say(AS_ROWS), f"{again} view={RECORDS}")


def _drawn(report: "Report", reply: Reply) -> Reply:
    chart = report.chart() if report.chart else None
    if chart is None or chart.empty:
        return reply.but(text=f"{reply.text}\n{report.turn.voice.say(NO_PICTURE)}")
    name = report.turn.again.partition(" ")[0].removeprefix("/report.") or "report"
    return pictured(report.turn, reply, name, chart)


# -- the records ------------------------------------------------------------------------------------------------------


def _listed(report: "Report", reply: Reply) -> Reply:
    """Exactly the records behind the number, the largest first; their sum is the number."""
    turn, facts = report.turn, sorted(report.facts or (), key=lambda fact: (-(fact.minor or 0), fact.id))
    page = max(report.page or 1, 1)
    total = _total(facts)
    report.figures |= {"rows": len(facts), "rows_sum": float(total.amount) if total else None}
    title = BEHIND if total else COUNTED
    columns = {label: partial(getitem, n) for n, label in enumerate(COLUMNS)}
    listing = turn.table(Deals(turn, facts), columns, title, NONE_BEHIND, page, sum=total)
    head = reply.text.partition("\n")[0]
    return listing.but(text=f"{head}\n{listing.text}", figures=report.figures)


def getitem(place: int, row: Sequence[object]) -> object:
    return row[place]


class Deals(Sequence[Any]):
    """The rows of many deals, of which only those that are shown are looked up."""

    def __init__(self, turn: Turn, facts: Sequence[DealFact]) -> None:
        self.turn, self.facts = turn, facts

    def __len__(self) -> int:
        return len(self.facts)

    def __getitem__(self, place: Any) -> Any:
        wanted = self.facts[place] if isinstance(place, slice) else [self.facts[place]]
        rows = list(records(self.turn, wanted))
        return rows if isinstance(place, slice) else rows[0]


def _total(facts: Sequence[DealFact]) -> Money | None:
    """None where the records are of several currencies, or none has an amount."""
    currencies = {fact.currency for fact in facts if fact.minor is not None}
    if len(currencies) != 1:
        return None
    return Money(sum(fact.minor or 0 for fact in facts), currencies.pop() or "USD")


def records(turn: Turn, facts: Sequence[DealFact]) -> Iterator[tuple[object, ...]]:
    stages = {stage.id: stage for stage in turn.crm.pipelines.stages()}
    for start in range(0, len(facts), CHUNK):
        part = facts[start : start + CHUNK]
        named = turn.crm.deals.by_ids({fact.id for fact in part})
        owners = {member.id: member.name for member in turn.crm.members.all()}
        for fact in part:
            amount = None if fact.minor is None else Money(fact.minor, fact.currency or "USD")
            day = fact.begun if fact.outcome == Outcome.OPEN else fact.closed
            title = named[fact.id].title if fact.id in named else f"#{fact.id}"
            yield title, owners.get(fact.owner_id or 0), amount, stages.get(fact.stage_id), day and day.isoformat()


# -- a table file -----------------------------------------------------------------------------------------------------


def _written(report: "Report", reply: Reply, columns: Sequence[T], rows: Rows) -> Reply:
    """All of the table, however much of it is shown; where there is none, the records."""
    turn = report.turn
    if not rows and report.facts:
        columns, rows = COLUMNS, list(records(turn, report.facts))
    if not rows:
        return reply.but(text=f"{reply.text}\n{turn.voice.say(NO_FILE)}")
    name = turn.again.partition(" ")[0].removeprefix("/report.") or "report"
    try:
        path = turn.drawer.put(f"{name}.csv", table_file(turn, columns, rows))
    except OSError:
        log.exception("a file could not be kept")
        return reply.but(text=f"{reply.text}\n{turn.voice.say(NOT_KEPT)}")
    text = f"{reply.text}\n{turn.voice.say(IN_FILE, n=len(rows))}"
    return reply.but(text=text, files=(*reply.files, path))


def table_file(turn: Turn, columns: Sequence[T], rows: Rows) -> bytes:
    """As spreadsheets open it: UTF-8 with its mark, numbers as numbers, no cell that would be run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([turn.voice.write(label) for label in columns])
    writer.writerows([_cell(turn, value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(turn: Turn, value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, Money):
        return f"{value.amount} {value.currency}"
    if isinstance(value, int | float | Decimal):
        return value
    text = turn.voice.write(value)
    return f"'{text}" if text[:1] in ("=", "+", "@", "\t", "\r") or (text[:1] == "-" and text[1:2].isalpha()) else text


__all__ = ["CSV", "records", "seen", "table_file"]
