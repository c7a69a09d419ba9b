"""Data on its way in: the files that people send, previewed, taken in, taken back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from crm_domain.errors import BadValue
from crm_domain.exchange_files import document_in, is_document, taken_in
from crm_domain.exchange_files import previewed as document_previewed
from crm_domain.exchange_intake import Tally
from crm_domain.exchange_tables import as_csv
from crm_domain.import_run import TableFile, in_order, learn_name, previewed, rows_in, table_files, taken, told_columns
from crm_domain.table_intake import TableTally
from crm_domain.texts import T
from handlers.command import command
from handlers.file_slot import FileSlot
from handlers.reading.words import YES
from handlers.reply import Reply
from handlers.slots import WordSlot
from handlers.turn import Ask, Turn
from handlers.what_slot import FormatSlot, What, WhatSlot

WHICH_FILE = T(
    "Send me the file as an attachment: CSV, Excel, vCard or JSON. I show what it would change before anything happens.",
    "请把文件作为附件发给我：CSV、Excel、vCard 或 JSON 都可以。我会先告诉你会改动什么，再动手。",
)
COUNTS = T(
    "{read} row(s): {created} new, {updated} changed, {unchanged} as they are, {rejected} rejected.",
    "共 {read} 行：新建 {created}，更新 {updated}，不变 {unchanged}，拒绝 {rejected}。",
)
TAKEN = T(
    "Imported {name}. {read} row(s) read, {created} created, {updated} updated, {unchanged} unchanged, {rejected} rejected.",
    "已导入 {name}。读取 {read} 行，新建 {created}，更新 {updated}，不变 {unchanged}，拒绝 {rejected}。",
)
SHALL_I = T("Shall I take it in?", "要导入吗？")
PREVIEW = T("{text}", "{text}")
READ_AS = T("{name}: {noun}. {columns}.", "{name}：{noun}。{columns}。")
COLUMN_IS = T("“{column}” is the {field}", "“{column}”是{field}")
KEPT = T("kept under their own names: {columns}", "按原名保留：{columns}")
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
WHAT_NAME = T(
    "I don't know what the rows of {name} are called. Which column holds the name? There are: {columns}. I shall remember it.",
    "看不出 {name} 里哪一列是名称。请告诉我列名，现有：{columns}。我会记住。",
)
NO_COLUMN = T("There is no column “{said}”. There are: {columns}.", "没有“{said}”这一列。现有：{columns}。")
TOO_MANY = T(
    "That file has {rows} rows. So many are better taken in where the program runs: crm import FILE",
    "这个文件有 {rows} 行，太多了。请在服务器上执行：crm import 文件",
)
COLUMN, ROW, CELL, REASON = T("Column", "列"), T("Row", "行"), T("Cell", "单元格"), T("Reason", "原因")
IMPORT = T("Import", "导入")
MOST_ROWS = 30_000  # taken in while somebody waits
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
_MAY = "能不能|能否|可以|可否|能"
_IN = "import|upload|load|bring in|read in|take in|pull in|ingest|migrate|add in|feed in"
_IN_ZH = "导入|导进来|导进|上传|读入|录入|批量导入|批量录入|导一下|倒入|载入|迁移|批量上传"
_HERE = "here is|here's|heres|here are|i have|i've got|ive got|i got|got|there is|there's|this is|attached is|attached are|we have|we've got|find attached"


@command(
    "data.import",
    needs="contacts.write",
    help=T(
        "Take in a file that you send: CSV, Excel, vCard, JSON; preview first, undo afterwards",
        "导入你发来的文件：CSV、Excel、vCard、JSON，先预览，之后可撤销",
    ),
    example=T("import the contacts from leads.csv", "导入客户名单"),
    slash=("import", "data import", "导入"),
    en=[
        f"({_IN}) {{what}} (from|in|out of|off|using|with|via) [the|my|our|a|an|this|that|these|attached] [attached|exported] {{format}} [file|sheet|list|export|spreadsheet|document] [please|pls]",
        f"({_IN}) {{what}} (from|out of|off|in|using|via) [the|my|our|a|an|this|that] [attached|file] {{source}}",
        f"({_IN}) {{what}}",
        f"({_IN}) {{what}} [file] [:] {{format}} [file] [please|pls]",
        f"({_IN}) [the|my|our|a|an|this|that|these] [attached] {{format}} [file|sheet|list|export|document] (of|with|for|containing) {{what}} [from {{source}}]",
        f"({_IN}) [the|my|our|a|an|this|that|these] [attached] {{format}} [file|sheet|export|document] [please|pls|i sent|i attached|i just sent|attached]",
        f"({_IN}) (this|that|it|these|them|the file|this file|the attached file|the attachment|attachment|my file|a file|the attached|this attachment|some data|data) [please|pls|for me|into the crm|to the crm]",
        f"({_HERE}) [a|an|the|my|our|this|some] {{format}} [file|sheet|list|export] (of|with|for|containing|full of) {{what}} [from {{source}}] [,|.|-] [and] [can you|could you|please|pls|can we|i'd like you to|i need you to|want to] ({_IN}) (it|them|that|these|those) [please|pls]",
        f"({_HERE}) [a|an|the|my|our|this|some] {{what}} (from|in|on) [a|an|the] {{source}} [,|.|-] [and] (can you|could you|please|pls|can we) ({_IN}) (it|them|that|these|those) [please|pls]",
        f"({_HERE}) [a|an|the|my|our|this|some] {{what}} [list|file] [,|.|-] [and] (can you|could you|please|pls|can we) ({_IN}) (it|them|that|these|those) [please|pls]",
        f"(i want to|i need to|i'd like to|we need to|i would like to|want to|need to|how do i|can i|let's|lets|let me) ({_IN}) {{what}} [from [a|an|the|my|our] {{source}}]",
        f"(i want to|i need to|i'd like to|we need to|i would like to|want to|need to|how do i|can i|let's|lets|let me) ({_IN}) {{what}} (from|in) [a|an|the|my|our] {{format}} [file|sheet]",
        f"(i want to|i need to|i'd like to|we need to|i would like to|want to|need to|how do i|can i|let's|lets|let me) ({_IN}) [a|an|the|my|our] {{format}} [file|sheet|list] [of|with] {{what}}",
        "(add|put|get|move|transfer|copy) {what} from [the|my|our|this|that|a|an] [attached] {format} [file|sheet|list] [into the crm|to the crm|in|here]",
        "(put|get|throw) [the|my|our|this] {format} [file|sheet] [of|with] {what} (into|in) (the crm|the system|here)",
        "{what} import [from {source}]",
        "{format} import [of|for|with] {what}",
        f"({_IN}) {{format}} [file|sheet]",
        "bulk (import|upload|add|load) {what} [from [a|an|the|my|our] {source}]",
        "bulk (import|upload|add|load) {what} from [a|an|the|my|our] {format} [file|sheet]",
        "import",
    ],
    zh=[
        f"({_IN_ZH})[一下|这份|这个|一份|一个]{{what}}[的]{{format}}[文件|表|格式]",
        f"({_IN_ZH})[一下|这份|这个|一份|一个]{{format}}[文件|表|格式|版][里|里面|中][的]{{what}}",
        f"({_IN_ZH})[一下|这份|这个|一份|一个|这些|这批]{{what}}",
        f"({_IN_ZH})[一下](这个文件|文件|附件|这份文件|这个表|这张表|附件里的数据|数据)",
        f"({_IN_ZH})[一下|这份|这个|一份|一个]{{format}}[文件|表]",
        f"[{_MAY}](把|将)[我的|我们的|这份|这个|这些|这批]{{what}}[都|全部|全](导入|导进来|导进系统|导入系统|导进去|导入进来|录入|录进来|录进系统|上传|导到系统里|导到crm里|导入crm|导一下)[一下|吧|系统]",
        f"[{_MAY}](把|将)[这份|这个|这张|我的|那个|那份]{{format}}[文件|表|格式][里|里面|中|上]的{{what}}[都|全部|全](导入|导进来|导进系统|导入系统|导进去|录入|录进来|录进系统|上传|导到系统里|导一下)[一下|吧|系统]",
        f"[{_MAY}](把|将)[这份|这个|这张|我的|那个|那份]{{what}}[的]{{format}}[文件|表|格式][都](导入|导进来|导进系统|导入系统|导进去|录入|录进来|录进系统|上传|导到系统里|导一下)[一下|吧|系统]",
        f"[{_MAY}](把|将)(这个文件|文件|附件|这份文件|这个表|这张表|它)(导入|导进来|导进系统|导入系统|导进去|录入|上传)[一下|吧]",
        f"从[这份|这个|这张|我的|那个]{{format}}[文件|表|格式][里|里面|中]({_IN_ZH}){{what}}",
        f"从{{source}}[里|里面|中]({_IN_ZH}){{what}}",
        f"用{{format}}[文件|表|格式]({_IN_ZH}){{what}}",
        f"(我有|有|这里有|这是|手上有|这儿有|我这有|我这里有|拿到)[一份|一个|一张|份|个|张]{{what}}[的]{{format}}[文件|表|格式][,，](帮我|麻烦|请|能|能不能|可以|帮忙)({_IN_ZH})[一下|吗|系统]",
        f"(我有|有|这里有|这是|手上有|这儿有|我这有|我这里有|拿到)[一份|一个|一张|份|个|张]{{format}}[格式|版|文件]的{{what}}[,，](帮我|麻烦|请|能|能不能|可以|帮忙)({_IN_ZH})[一下|吗|系统]",
        f"(我有|有|这里有|这是|手上有|这儿有|我这有|我这里有|拿到)[一份|一个|一张|一批|份|个|张|批]{{what}}[,，](帮我|麻烦|请|能|能不能|可以|帮忙)({_IN_ZH})[一下|吗|系统]",
        f"(我要|我想|想|要|需要|我需要)({_IN_ZH})[一批|一份|一些|一下]{{what}}",
        f"(我要|我想|想|要|需要|我需要)({_IN_ZH})[一份|一个]{{format}}[文件|表|格式][的]{{what}}",
        f"{{what}}[的]{{format}}[文件|表|格式]({_IN_ZH})[一下|系统|进来]",
        f"{{what}}({_IN_ZH})[一下|系统|进来]",
        "导入",
    ],
)
def import_data(
    turn: Turn,
    what: Annotated[What | None, WhatSlot()] = None,
    format: Annotated[str | None, FormatSlot()] = None,
    source: str | None = None,
    file: Annotated[list[str] | None, FileSlot()] = None,
    column: str | None = None,
    sure: Annotated[str | None, WordSlot(YES)] = None,
) -> Reply:
    keys = file or [turn.drawer.keep(path) for path in turn.attached]
    if not keys:
        raise Ask("file", WHICH_FILE)
    paths = {turn.drawer.kept(key): key.partition("-")[2] for key in keys}
    documents = [document_in(path) for path in paths if is_document(path)]
    tables = _tables(turn, [path for path in paths if not is_document(path)], column, keys)
    if sure != "yes":
        text = turn.voice.say(PREVIEW, text=" ".join([*_preview(turn, documents, tables), turn.voice.say(SHALL_I)]))
        raise Ask("sure", PREVIEW, sure=IMPORT, adding={"file": " ".join(keys)}, text=text)
    return _taken(turn, list(paths.values()), documents, tables)


def _tables(turn: Turn, paths: Sequence[Path], column: str | None, keys: Sequence[str]) -> list[TableFile]:
    """The sheets; asks what the rows of one are called where its columns don't tell, and remembers the answer."""
    tables = table_files(paths, told_columns(turn.crm)) if paths else []
    nameless = next((table for table in tables if table.dialect.missing), None)
    if nameless:
        columns = [name for name in nameless.sheet.columns if name]
        if column is None:
            said: dict[str, Any] = {"name": nameless.sheet.name, "columns": columns}
            raise Ask("column", WHAT_NAME, adding={"file": " ".join(keys)}, **said)
        found = next((name for name in columns if name.casefold() == column.strip("“”\"' ").casefold()), None)
        if found is None:
            raise BadValue(NO_COLUMN, said=column, columns=columns)
        learn_name(turn.crm, found)
        tables = table_files(paths, told_columns(turn.crm))
    if (rows := sum(map(rows_in, tables))) > MOST_ROWS:
        raise BadValue(TOO_MANY, rows=rows)
    return in_order(tables)


def _preview(turn: Turn, documents: Sequence[dict[str, Any]], tables: Sequence[TableFile]) -> list[str]:
    say, lines = turn.voice.say, list[str]()
    if documents:
        lines.append(_counted(turn, document_previewed(turn.crm, documents).counts()))
    for table in tables:
        tally = previewed(turn.crm, table)
        columns = turn.voice.write(_columns(turn, table))
        lines.append(say(READ_AS, name=table.sheet.name, noun=NOUNS[table.dialect.noun], columns=columns))
        lines.append(_counted(turn, tally.counts()))
        lines += _remarks(turn, tally)
    return lines


def _counted(turn: Turn, counts: dict[str, int]) -> str:
    said: dict[str, Any] = dict(counts)
    return turn.voice.say(COUNTS, **said)


def _columns(turn: Turn, table: TableFile) -> list[str]:
    """Which column is what, and which are kept as they are."""
    told = [
        turn.voice.say(COLUMN_IS, column=table.sheet.columns[place], field=FIELDS[field])
        for place, field in sorted(table.dialect.fields.items())
        if field in FIELDS
    ]
    others = [name for place, name in enumerate(table.sheet.columns) if name and place not in table.dialect.fields]
    return [*told, *([turn.voice.say(KEPT, columns=others[:8])] if others else [])]


def _remarks(turn: Turn, tally: TableTally) -> list[str]:
    say, lines = turn.voice.say, list[str]()
    if tally.merged:
        lines.append(say(MERGED, n=tally.merged))
    if tally.doubts:
        lines.append(say(DOUBTS, n=len(tally.doubts)))
    if tally.problems:
        first = tally.problems[0]
        reason = turn.voice.refusal(first.reason)
        where = say(AT, row=first.row, column=first.column or WHOLE_ROW, reason=reason)
        lines.append(say(UNREAD, n=len(tally.problems), first=where))
    return lines


def _taken(turn: Turn, names: list[str], documents: list[dict[str, Any]], tables: Sequence[TableFile]) -> Reply:
    tally = taken_in(turn.crm, documents) if documents else Tally()
    done = [taken(turn.crm, table) for table in tables]
    counts = tally.counts()
    for each in done:
        counts = {name: counts[name] + count for name, count in each.counts().items()}
    turn.shown.add("tasks")  # not every reader of a group may see what is in a file
    said: dict[str, Any] = {"name": names, **counts}
    lines = [turn.voice.say(TAKEN, **said), *(line for each in done for line in _remarks(turn, each))]
    reply = turn.done(PREVIEW, text=" ".join(lines), buttons=_doubts(turn, done))
    return reply.but(figures=counts, files=_reject_files(turn, done), private=turn.group)


def _doubts(turn: Turn, done: Sequence[TableTally]) -> list[tuple[T, str]]:
    """One button for each of the first who may be somebody else here."""
    pairs = [pair for tally in done for pair in tally.doubts][:3]
    names = turn.crm.contacts.by_ids({id for pair in pairs for id in pair})
    return [
        (
            T(*(text.format(one=names[new].name) for text in (LIKE.en, LIKE.zh))),
            f"/contact.merge contact=#{old} duplicate=#{new}",
        )
        for new, old in pairs
        if new in names and old in names
    ]


def _reject_files(turn: Turn, done: Sequence[TableTally]) -> tuple[str, ...]:
    """One line for each cell or row that was not taken, with the reason in the asker's language."""
    problems = [problem for tally in done for problem in tally.problems]
    if not problems:
        return ()
    columns = [turn.voice.write(column) for column in (ROW, COLUMN, CELL, REASON)]
    rows = [[p.row, p.column or "", p.value, turn.voice.refusal(p.reason)] for p in problems]
    return (turn.drawer.put("rejected.csv", as_csv(columns, rows)),)
