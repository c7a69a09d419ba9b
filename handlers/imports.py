"""What people are told of an import: what a file is and would change, what became of it, and what was not taken."""

from collections.abc import Sequence
from typing import Any

from crm_domain.crm import Crm
from crm_domain.documents import Document
from crm_domain.exchange_tables import as_csv
from crm_domain.sources import Source
from crm_domain.tables import Table
from crm_domain.tally import Tally
from crm_domain.texts import T
from handlers.drawer import Drawer
from handlers.voice import Voice

COUNTS = T(
    "{read} row(s): {created} new, {updated} changed, {unchanged} as they are, {rejected} rejected.",
    "共 {read} 行：新建 {created}，更新 {updated}，不变 {unchanged}，拒绝 {rejected}。",
)
TAKEN = T(
    "Imported {name}. {read} row(s) read, {created} created, {updated} updated, {unchanged} unchanged, "
    "{rejected} rejected.",
    "已导入 {name}。读取 {read} 行，新建 {created}，更新 {updated}，不变 {unchanged}，拒绝 {rejected}。",
)
IS_A = T("{name}: {kind}.", "{name}：{kind}。")
BY_THE_FIRST = T("It is longer than {most} rows; the first of them:", "文件超过 {most} 行，先看前 {most} 行：")
READ_AS = T("{name}: {noun}. {columns}.", "{name}：{noun}。{columns}。")
COLUMN_IS = T("“{column}” is the {field}", "“{column}”是{field}")
KEPT = T("Kept under their own names: {columns}.", "按原名保留：{columns}。")
UNREAD = T(
    "{n} cell(s) or row(s) can't be read; they go into the reject file: {first}",
    "有 {n} 个单元格或行无法读取，会写进拒绝文件：{first}",
)
AT = T("row {row}, {column}: {reason}", "第 {row} 行，{column}：{reason}")
WHOLE_ROW = T("the whole row", "整行")
MERGED = T("{n} row(s) are people who were here already.", "{n} 行是已有的联系人，已合并。")
DOUBTS = T(
    "{n} may be people who are here already; I kept them apart.",
    "有 {n} 位可能与已有联系人重复，先分开保留。",
)
LIKE = T("Same: {one}", "同一人：{one}")
ROW, COLUMN, CELL = T("Row", "行"), T("Column", "列"), T("Cell", "单元格")
REASON, PLACE = T("Reason", "原因"), T("Of", "来自")
NOUNS = {
    "contacts": T("contacts", "联系人"),
    "companies": T("companies", "公司"),
    "deals": T("deals", "商机"),
    "products": T("products", "产品"),
}
FIELDS = {
    "name": T("name", "姓名"),
    "first": T("first name", "名"),
    "last": T("last name", "姓"),
    "email": T("e-mail address", "邮箱"),
    "phone": T("phone", "电话"),
    "mobile": T("mobile", "手机"),
    "title": T("job title", "职位"),
    "company": T("company", "公司"),
    "deal": T("deal", "商机"),
    "amount": T("amount", "金额"),
    "stage": T("stage", "阶段"),
    "close": T("close date", "签约日期"),
    "owner": T("owner", "负责人"),
    "created": T("date of entry", "创建时间"),
    "note": T("note", "备注"),
    "product": T("product", "产品"),
    "price": T("price", "价格"),
}


def preview_of(crm: Crm, voice: Voice, sources: Sequence[Source], most: int | None) -> list[str]:
    """What each would change; by its first `most` rows, where it is long."""
    lines = list[str]()
    for source in sources:
        tally = source.preview(crm, most)
        lines.append(_read_as(voice, source))
        if most and source.is_longer_than(most):
            lines.append(voice.say(BY_THE_FIRST, most=most))
        said: dict[str, Any] = dict(tally.counts())
        lines += [voice.say(COUNTS, **said), *_remarks(voice, tally)]
    return lines


def _read_as(voice: Voice, source: Source) -> str:
    if isinstance(source, Table):
        columns, others = voice.write(_columns(voice, source)), _others(source)
        read = voice.say(READ_AS, name=source.name, noun=NOUNS[source.dialect.noun], columns=columns)
        return f"{read} {voice.say(KEPT, columns=others)}" if others else read
    assert isinstance(source, Document)
    return voice.say(IS_A, name=source.name, kind=source.kind)


def _columns(voice: Voice, table: Table) -> list[str]:
    """Which column is what."""
    return [
        voice.say(COLUMN_IS, column=table.sheet.columns[place], field=FIELDS[field])
        for place, field in sorted(table.dialect.fields.items())
        if field in FIELDS
    ]


def _others(table: Table) -> list[str]:
    """The first columns that are kept as they are."""
    return [name for place, name in enumerate(table.sheet.columns) if name and place not in table.dialect.fields][:8]


def report_of(voice: Voice, names: Sequence[str], tally: Tally) -> list[str]:
    """What became of it."""
    said: dict[str, Any] = {"name": list(names), **tally.counts()}
    return [voice.say(TAKEN, **said), *_remarks(voice, tally)]


def _remarks(voice: Voice, tally: Tally) -> list[str]:
    lines = list[str]()
    if tally.merged:
        lines.append(voice.say(MERGED, n=tally.merged))
    if tally.doubts:
        lines.append(voice.say(DOUBTS, n=len(tally.doubts)))
    if tally.problems:
        first = tally.problems[0]
        reason = voice.refusal(first.reason)
        where = voice.say(AT, row=first.row, column=first.column or WHOLE_ROW, reason=reason)
        lines.append(voice.say(UNREAD, n=len(tally.problems), first=where))
    return lines


def buttons_of(crm: Crm, tally: Tally) -> list[tuple[T, str]]:
    """One button for each of the first who may be somebody else here."""
    pairs = tally.doubts[:3]
    names = crm.contacts.by_ids({id for pair in pairs for id in pair})
    return [
        (
            T(*(text.format(one=names[new].name) for text in (LIKE.en, LIKE.zh))),
            f"/contact.merge contact=#{old} duplicate=#{new}",
        )
        for new, old in pairs
        if new in names and old in names
    ]


def reject_files(voice: Voice, drawer: Drawer, tally: Tally) -> tuple[str, ...]:
    """One line for each cell or row that was not taken, with the reason in the asker's language."""
    if not tally.problems:
        return ()
    columns = [voice.write(column) for column in (ROW, COLUMN, CELL, REASON, PLACE)]
    rows = [[p.row, p.column or "", p.value, voice.refusal(p.reason), p.place] for p in tally.problems]
    return (drawer.put("rejected.csv", as_csv(columns, rows)),)
