"""Data on its way in: the files that people send, previewed, taken in, taken back."""

from collections.abc import Sequence
from typing import Annotated, Any

from crm_domain.errors import BadValue
from crm_domain.import_run import taken
from crm_domain.imports import begin, learn_column, told_columns
from crm_domain.sources import Source, sources_in
from crm_domain.tables import Table
from crm_domain.tally import together
from crm_domain.texts import T
from handlers.command import command
from handlers.drawer import name_of
from handlers.file_slot import FileSlot
from handlers.imports import buttons_of, preview_of, reject_files, report_of
from handlers.reading.words import YES
from handlers.reply import Button, Reply
from handlers.slots import WordSlot
from handlers.turn import Ask, Turn
from handlers.what_slot import FormatSlot, What, WhatSlot

WHICH_FILE = T(
    "Send me the file as an attachment: CSV, Excel, vCard or JSON. I show what it would change before anything happens.",
    "请把文件作为附件发给我：CSV、Excel、vCard 或 JSON 都可以。我会先告诉你会改动什么，再动手。",
)
SHALL_I = T("Shall I take it in?", "要导入吗？")
TEXT = T("{text}", "{text}")
WHAT_NAME = T(
    "I don't know what the rows of {name} are called. Which column holds the name? There are: {columns}. I shall remember it.",
    "看不出 {name} 里哪一列是名称。请告诉我列名，现有：{columns}。我会记住。",
)
NO_COLUMN = T("There is no column “{said}”. There are: {columns}.", "没有“{said}”这一列。现有：{columns}。")
IN_PORTIONS = T(
    "I am taking in {name}. It is long, so that goes on beside your work; I tell you how far it is, and when it is done.",
    "开始导入 {name}。文件较长，会在后台进行，不影响你继续工作；进度和结果我都会告诉你。",
)
IMPORT = T("Import", "导入")
MOST_AT_ONCE = 5_000  # rows, taken in while somebody waits
LOOKED_AT = 1_000  # rows by which a longer file is judged beforehand
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
        "(bring in|load|pull in|upload|read in|import) {what}",
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
    sources = _sources(turn, keys, column)
    long = any(source.is_longer_than(MOST_AT_ONCE) for source in sources)
    if sure != "yes":
        lines = preview_of(turn.crm, turn.voice, sources, LOOKED_AT if long else None)
        text = " ".join([*lines, turn.voice.say(SHALL_I)])
        raise Ask("sure", TEXT, sure=IMPORT, adding={"file": " ".join(keys)}, text=text)
    turn.shown.add("tasks")  # not every reader of a group may see what is in a file
    return _begun(turn, keys, sources) if long else _taken(turn, keys, sources)


def _sources(turn: Turn, keys: Sequence[str], column: str | None) -> list[Source]:
    """What the files hold; asks what the rows of one are called where its columns don't tell, and remembers that."""
    paths = [turn.drawer.kept(key) for key in keys]
    sources = sources_in(paths, told_columns(turn.crm))
    nameless = next((source for source in sources if isinstance(source, Table) and source.dialect.missing), None)
    if nameless is None:
        return sources
    columns = [name for name in nameless.sheet.columns if name]
    if column is None:
        said: dict[str, Any] = {"name": nameless.name, "columns": columns}
        raise Ask("column", WHAT_NAME, adding={"file": " ".join(keys)}, **said)
    found = next((name for name in columns if name.casefold() == column.strip("“”\"' ").casefold()), None)
    if found is None:
        raise BadValue(NO_COLUMN, said=column, columns=columns)
    learn_column(turn.crm, found, "name")
    return sources_in(paths, told_columns(turn.crm))


def _taken(turn: Turn, keys: Sequence[str], sources: Sequence[Source]) -> Reply:
    tally = together(taken(turn.crm, source) for source in sources)
    lines = report_of(turn.voice, [*map(name_of, keys)], tally)
    reply = turn.done(TEXT, text=" ".join(lines), buttons=buttons_of(turn.crm, tally))
    return reply.but(figures=tally.counts(), files=reject_files(turn.voice, turn.drawer, tally), private=turn.group)


def _begun(turn: Turn, keys: Sequence[str], sources: Sequence[Source]) -> Reply:
    """The clock goes on with it, a portion in each transaction."""
    for place, source in enumerate(sources):
        asked = {"member": turn.me.id, "chat": [turn.channel, turn.chat], "group": turn.group}
        begin(turn.crm, source.digest, asked | {"files": list(keys), "place": place})
    said: dict[str, Any] = {"name": [*map(name_of, keys)]}
    return turn.done(IN_PORTIONS, **said).but(private=turn.group)


NO_IMPORTS = T("Nothing has been imported yet.", "还没有导入过数据。")
IMPORTS = T("The last {count} import(s)", "最近 {count} 次导入")
CHANGE, WHEN, WHO, RECORDS = T("Change", "编号"), T("When", "时间"), T("Who", "谁"), T("Records", "记录数")
STATE, UNDONE, OPERATOR = T("State", "状态"), T("undone", "已撤销"), T("the operator", "管理员（命令行）")
UNDO_IT = T("Undo the last one", "撤销最近一次")
SHOWN = 10


@command(
    "data.imports",
    needs="contacts.read",
    help=T("List the last imports: when, by whom, how many records", "查看最近的导入：时间、谁导入的、多少条"),
    example=T("what was imported last?", "最近导入了什么"),
    slash=("imports", "data imports", "导入记录"),
    en=[
        "(what|which file|which files) (was|were|has been|have been|did we|did i|did you|have we|have i) (imported|import) [last|recently|lately|today|so far|yesterday]",
        "(show|list|see|give) [me] [the|our|all|my] [last|latest|recent|past|previous] imports",
        "(show|see) [me] [the|our|my] (last|latest|recent|most recent) import",
        "(when|who) (was|did|made) (the last import|our last import|we last import [anything|data|a file]|the import|the last upload)",
        "[the|our|my] (import history|history of imports|last imports|recent imports|import log)",
        "what did (the|my|our|that) [last] import (change|do|bring|add|create)",
    ],
    zh=[
        "(最近|上次|上一次|刚才|最后一次|今天|昨天)[都|一次]导入了(什么|哪些|哪些数据|什么数据|哪些文件|多少|多少条)",
        "(最近|上次|上一次|最后|最后一次|最近一次)[的][一次]导入(改了|动了|加了|带来了|新建了)(什么|哪些|多少)",
        "(查看|看看|看下|列出|显示|看一下|查一下)[最近|所有|全部|历史]的[几次]导入[记录|历史]",
        "(导入记录|导入历史|历史导入|最近的导入)[有哪些|给我看看]",
        "(上次|最近一次|最后一次)导入是(什么时候|谁导的|谁做的|谁)",
        "谁导入了(数据|文件|这些数据)",
    ],
)
def list_imports(turn: Turn) -> Reply:
    rows = turn.crm.changes.imports(SHOWN)
    names = {member.id: member.name for member in turn.crm.members.all()}
    columns = {
        CHANGE: lambda row: str(row[0].id),
        WHEN: lambda row: row[0].at,
        WHO: lambda row: names.get(row[0].member_id, OPERATOR),
        RECORDS: lambda row: row[1],
        STATE: lambda row: UNDONE if row[0].undone_by_id else None,
    }
    reply = turn.table(rows, columns, IMPORTS, NO_IMPORTS)
    standing = next((row[0].id for row in rows if not row[0].undone_by_id), None)
    return reply if standing is None else reply.but(buttons=(Button(turn.voice.write(UNDO_IT), f"undo {standing}"),))
