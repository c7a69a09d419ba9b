"""Data on its way out: records, lists and reports as files."""

import io
import zipfile
from collections.abc import Sequence
from typing import Annotated, Any

from crm_domain.errors import BadValue, NotAllowed
from crm_domain.exchange import export_workspace
from crm_domain.exchange_tables import NOUNS, as_csv, as_json, as_xlsx, records_of, table_of
from crm_domain.members import ROLES, Role
from crm_domain.records import NOUNS as CALLED
from crm_domain.texts import T
from crm_domain.vcards import as_vcards
from handlers.command import command
from handlers.reply import Reply
from handlers.turn import Ask, Turn
from handlers.what_slot import EVERYTHING, FormatSlot, What, WhatSlot

SENT = T("{what} as {format}: {count} record(s).", "{what}，{format} 格式，共 {count} 条。")
SENT_ALL = T(
    "Everything in this workspace as {format}: {count} record(s).",
    "整个工作区的数据，{format} 格式，共 {count} 条。",
)
SENT_LIST = T("That list as {format}: {count} row(s).", "刚才的列表，{format} 格式，共 {count} 行。")
NOTHING = T("There is nothing to export: no {what}.", "没有可导出的内容：{what}为空。")
WHAT_OUT = T(
    "What shall I export: contacts, companies, deals, activities, tickets, tasks, products, orders, or everything?",
    "要导出什么？联系人、公司、商机、跟进记录、工单、任务、产品、订单，还是全部？",
)
NO_LIST = T(
    "I can't export “{said}”. Name contacts, companies, deals, activities, tickets, tasks, products, orders, everything, "
    "or ask for a list or a report first and then say: export that",
    "不知道“{said}”要怎么导出。可以说联系人、公司、商机、跟进记录、工单、任务、产品、订单或全部；也可以先查出一个列表或报表，再说：导出这个",
)
ADMIN_ONLY = T(
    "Everything at once leaves only at an admin's word; your role is {role}. You can export contacts, deals and the rest one by one.",
    "只有管理员可以一次导出全部数据，你的角色是{role}。你可以分别导出联系人、商机等。",
)
ONLY_CONTACTS = T(
    "vCard holds contacts only. Say CSV, Excel or JSON.", "vCard 只能装联系人，请改用 CSV、Excel 或 JSON。"
)
FORMATS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON", "vcard": "vCard", "tsv": "TSV"}
ENDINGS = {"vcard": "vcf"}
ALL = T("Everything", "全部数据")
_GET = "export|download|dump|extract|pull|get|output|save"
_GIVE = "give|send|get|make|create|generate|prepare|do|run|build|produce|want|need"
_FILE = "file|export|dump|download|copy|list|sheet|version|extract|backup"
_EN_A = "[a|an|the|one]"
_MAY = "能不能|能否|可以|可否|能"
_OUT = "导出|导一下|导出一下|导|下载|输出|导出来|拉|拉取|备份"
_MADE = "导出成|导出为|导出到|导成|导为|输出成|输出为|存成|存为|另存为|转成|做成|生成|整理成|导到|下载成|保存为|保存成|弄成|变成"


@command(
    "data.export",
    help=T(
        "Export contacts, deals, any list or report, or everything, as CSV, Excel or JSON",
        "把联系人、商机、任何列表或报表，或者全部数据导出成 CSV、Excel 或 JSON",
    ),
    example=T("export the deals as CSV", "把商机导出成 Excel"),
    slash=("export", "data export", "导出"),
    en=[
        f"({_GET}) [me] {{what}} (as|to|in|into|in the form of) {_EN_A} {{format}} [file|format|document] [please|pls]",
        "(export|download|dump|extract|back up|backup) [me] {what}",
        "(export|download) {what} (to|into|as|in) [a|an] {format} [file] (and|then) (send|email|mail|give|post) it [to me|over|here]",
        f"({_GIVE}) [me|us] {_EN_A} {{format}} [{_FILE}] (of|with|for|containing|from) {{what}}",
        f"({_GIVE}) [me|us] {{what}} (as|in) {_EN_A} {{format}} [file|format]",
        f"({_GIVE}) [me|us] {_EN_A} (export|dump|download|full export|data export|full backup) (of|with|for) {{what}} [(as|in|to) {_EN_A} {{format}} [file|format]]",
        f"(i need|i want|i would like|i'd like|id like|we need|we want|we'd like) {_EN_A} {{format}} [{_FILE}] (of|with|for|containing) {{what}}",
        f"(i need|i want|i would like|i'd like|id like|we need|we want|we'd like) {_EN_A} (export|dump|download) of {{what}} [(as|in) {_EN_A} {{format}}]",
        f"(i need|i want|i would like|i'd like|id like|we need|we want|we'd like) {{what}} (as|in|exported to|exported as|exported in) {_EN_A} {{format}} [file|format]",
        f"(i need|i want|i would like|i'd like|id like|we need|we want|we'd like) [to] (export|download) {{what}} [(as|to|in|into) {_EN_A} {{format}} [file|format]]",
        f"(put|turn|convert|write|dump|throw|drop) {{what}} (in|into|to) {_EN_A} {{format}} [file|format] [for me]",
        "{format} (export|dump|download|file|extract) (of|for|with) {what}",
        "{format} of {what}",
        "(save|write|store|put|export|download|print) {what} (to|into|in|as) [a|the] (file|disk) [for me|please]",
        "(download|export|get|give me|send me|save) {what} (as|in) [a|one] (zip|zip file|archive) [of csv files|with csv files|of csvs]",
        f"(list|show|write|print) [me] {{what}} (as|to|in) {_EN_A} {{format}} [file|format]",
        "(i want|i need|we want|we need|i'd like|get me|give me|let me have) [all] [of] {what=my data|our data|all my data|all our data|all of our data} [out|back|out of here|out of this]",
        "(export|dump|download) of {what} [(as|in) [a|an] {format}]",
        "[a|an|the] {what} (export|dump|download) [(as|in) [a|an] {format}]",
        f"{{what}} (as|to) {_EN_A} {{format}} [file] [please|pls]",
        f"({_GET}) (this|that|it|these|them|those|that list|this list|the list|this report|that report|the report|the above|the result|the results) [(as|to|in|into) {_EN_A} {{format}} [file|format]]",
        f"({_GIVE}) [me] (this|that|it|these|them|those|that list|this list|the list|this report|that report|the report) (as|in) {_EN_A} {{format}} [file]",
        f"(can|could|may) i (have|get|download|export) {{what}} (as|in|to) {_EN_A} {{format}} [file|format]",
        f"(can|could|may) i (have|get) {_EN_A} {{format}} [{_FILE}] (of|with|for) {{what}}",
        "(export|download) [to|as|in] {format}",
        "export",
    ],
    zh=[
        f"[{_MAY}]({_OUT})[一下|一份|一个|下|出|出来]{{what}}[到|成|为|用|存成|存为]{{format}}[文件|格式|表]",
        "[给我|帮我|发我](导|导出|下载|拉)[一下|一份|一个]{what}[,，]{format}[的|格式|格式的|文件]",
        f"({_OUT})[一下|一份|一个|下|出|出来]{{what}}[出来|给我|发我|发给我]",
        f"({_OUT})[一下|一份|一个|下|出][一份|一个]{{format}}[格式|版|版本][的]{{what}}",
        f"[{_MAY}](把|将){{what}}[都|全部|全](导出|导|导出来|{_MADE})[一份|一个|个|一下][成|为]{{format}}[文件|格式|表][发我|给我|发给我]",
        f"[{_MAY}](把|将){{what}}[都|全部|全]({_MADE}){{format}}[文件|格式|表][发我|给我|发给我]",
        f"[{_MAY}](把|将){{what}}[都|全部|全](导出来|导出一下|导一下|导一份|导出|导出去|下载下来|下载|导下来|拉出来|导出一份|备份一下)[给我|发我|发给我]",
        "(给我|发我|我要|要|我需要|需要|来|帮我要)[导出|导|下载|来|出]一份{what}[的]{format}[文件|表|格式|版]",
        "(给我|发我|我要|要|我需要|需要|来|帮我要)[导出|导|下载|来|出]一份{format}[格式|版][的]{what}",
        "(我要|我想|想|要|需要|我需要)(导出|下载|导)[一下|一份]{what}[,，](要|用|存成|格式是|成){format}[格式|文件]",
        "(我要|我想|想|要|需要|我需要)(导出|下载|导)[一下|一份]{what}",
        f"{{what}}({_MADE}|导出|导){{format}}[文件|格式|表]",
        "{what}(导出|导出来|导出一下|导一份|导一下|导出一份|下载一下|下载)[给我|发我|发给我|一下]",
        "{what}(用|以){format}[格式](导出|发我|给我|导出来|导)",
        "(用|以|按){format}[格式|的格式|的形式](导出|下载|导){what}",
        "(生成|出|做|弄|搞|整)[一份|一个|个|份]{what}[的]{format}[文件|表|格式]",
        "(导|导出|下载|拉|弄)[一份|一个]{what}[的]{format}[文件|表|格式|出来]",
        "(导出|下载|导)(这个|这份|这个列表|这张表|这份报表|上面的|上面这个|刚才的|刚才那个|刚才的列表|这些|它)[成|为|到]{format}[文件|格式]",
        "(导出|下载|导)(这个|这份|这个列表|这张表|这份报表|上面的|上面这个|刚才的|刚才那个|刚才的列表|这些|它)",
        f"[{_MAY}](把|将)(这个|这份|这个列表|这张表|这份报表|上面的|上面这个|刚才的|刚才那个|刚才的列表|这些|它)(导出|导出来|导成|存成|做成|转成|导出成|导出为)[成|为]{{format}}[文件|格式]",
        f"[{_MAY}](把|将)(这个|这份|这个列表|这张表|这份报表|上面的|上面这个|刚才的|刚才那个|刚才的列表|这些|它)(导出|导出来|导一下|导出一下)[给我|发我]",
        "(导出|下载|导|存|做|弄)(成|为|到){format}[文件|表格|格式][发我|给我|发给我]",
        "(导出|导出一下|导出来)",
        f"(把|将){{what}}({_MADE}){{format}}[文件|格式|表][发我|给我|发给我]",
        "(把|将){what}(发我|给我|发给我)[一份|一个|个|份]{format}[文件|格式|表|版][的]",
        "(把|将){what}[都|全部|全]打包(下载|导出|发我|给我|带走)[一份|一下]",
        "(我要|我想|想|要|需要)(把|将){what}[都|全部|全](导出|导出来|带走|拿走|下载下来|下载)",
    ],
)
def export_data(
    turn: Turn,
    what: Annotated[What | None, WhatSlot()] = None,
    format: Annotated[str | None, FormatSlot()] = None,
) -> Reply:
    if what is None and turn.memory.listed is None:
        raise Ask("what", WHAT_OUT)
    if what is None or what.noun is None:
        return _list(turn, what.words if what else None, format or "csv")
    if what.noun == EVERYTHING:
        return _everything(turn, format or "json")
    return _noun(turn, what.noun, format or "csv", what.own)


def _noun(turn: Turn, noun: str, format: str, own: bool) -> Reply:
    role = Role(turn.me.role)
    if not turn.crm.access.may(role, f"{noun}.read"):
        raise NotAllowed(ADMIN_ONLY, role=ROLES[role])
    turn.shown.add(noun)
    records = records_of(turn.crm, noun, own=own)
    if not records:
        return turn.done(NOTHING, what=CALLED[noun])
    content = _written(noun, format, records)
    path = turn.drawer.put(f"{noun}.{ENDINGS.get(format, format)}", content)
    reply = turn.done(SENT, what=PLURALS[noun], format=FORMATS[format], count=len(records))
    return reply.but(files=(path,), figures={"records": len(records)}, private=turn.group)


def _written(noun: str, format: str, records: Sequence[dict[str, Any]]) -> bytes:
    if format == "vcard" and noun != "contacts":
        raise BadValue(ONLY_CONTACTS)
    if format in ("json", "vcard"):
        return as_json({noun: records}) if format == "json" else as_vcards(records)
    return _table(*table_of(records, noun), format, noun)


def _table(columns: Sequence[str], rows: Sequence[Sequence[Any]], format: str, title: str) -> bytes:
    if format == "xlsx":
        return as_xlsx(columns, rows, title)
    if format == "json":
        return as_json([dict(zip(columns, row, strict=True)) for row in rows])
    if format == "vcard":
        raise BadValue(ONLY_CONTACTS)
    return as_csv(columns, rows, "\t" if format == "tsv" else ",")


def _list(turn: Turn, said: str | None, format: str) -> Reply:
    """The last list or report, or the one that these words ask for, to its end."""
    assert turn.rerun is not None
    turn.whole = True
    reply = turn.rerun(said or turn.memory.listed or "")
    turn.memory.more = None
    if reply.table is None:
        raise BadValue(NO_LIST, said=said or "–")
    path = turn.drawer.put(f"list.{format}", _table(reply.table.columns, reply.table.rows, format, "list"))
    count = len(reply.table.rows)
    done = turn.done(SENT_LIST, format=FORMATS[format], count=count)
    return done.but(files=(path,), figures={"records": count}, private=reply.private)


def _everything(turn: Turn, format: str) -> Reply:
    """JSON is the whole workspace, to be taken in again; the others are one table for each kind of record, zipped."""
    role = Role(turn.me.role)
    if not turn.crm.access.may(role, "workspace.admin"):
        raise NotAllowed(ADMIN_ONLY, role=ROLES[role])
    turn.shown.add("tasks")  # not every reader of a group may see all of it
    if format == "json":
        data = export_workspace(turn.crm.session, turn.crm.workspace)
        count, path = sum(len(data[noun]) for noun in NOUNS), turn.drawer.put("confab.json", as_json(data))
    else:
        tables = {noun: records for noun in NOUNS if (records := records_of(turn.crm, noun))}
        count, path = sum(map(len, tables.values())), turn.drawer.put("confab.zip", _zipped(tables, format))
    reply = turn.done(SENT_ALL, format=FORMATS[format], count=count)
    return reply.but(files=(path,), figures={"records": count}, private=turn.group)


def _zipped(tables: dict[str, list[dict[str, Any]]], format: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for noun, records in tables.items():
            archive.writestr(f"{noun}.{format}", _table(*table_of(records, noun), format, noun))
    return file.getvalue()


PLURALS = {
    "companies": T("Companies", "公司"),
    "contacts": T("Contacts", "联系人"),
    "deals": T("Deals", "商机"),
    "activities": T("Activities", "跟进记录"),
    "tickets": T("Tickets", "工单"),
    "tasks": T("Tasks", "任务"),
    "reminders": T("Reminders", "提醒"),
    "products": T("Products", "产品"),
    "orders": T("Orders", "订单"),
    "campaigns": T("Campaigns", "营销活动"),
    "members": T("Members", "成员"),
}
