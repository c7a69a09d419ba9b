"""Examples: what the reader has learned from the choices that people made, and may learn."""

import json

from crm_domain.texts import T
from handlers.command import COMMANDS, command
from handlers.reading.delexical import delexicalised, spotted
from handlers.reading.guessing import reader_for
from handlers.reply import Reply
from handlers.turn import Turn

NUMBER, TEXT, MEANS, TRAINED, WHEN = (
    T("Number", "编号"),
    T("Message", "原话"),
    T("Means", "含义"),
    T("Learned", "已学习"),
    T("When", "时间"),
)
YES, NO = T("yes", "是"), T("not yet", "还没有")
NOTHING = T(
    "Nobody has chosen a meaning yet. When I am not sure I offer buttons, and keep what is chosen.",
    "还没有人选过含义。我拿不准时会给出选项，选中的会记下来。",
)


@command(
    "example.list",
    needs="workspace.admin",
    help=T("Review the wordings that people have chosen a meaning for (admins)", "查看大家选过含义的说法（管理员）"),
    example=T("learned wordings", "学到的说法"),
    slash=("examples", "example list", "说法"),
    en=[
        "[show|list|see|review] [me] [the|all|your] (learned|chosen|kept) (wordings|examples|choices|phrases|sentences)",
        "(what have you learned|what did you learn|what have you been taught)",
        "[show|list|review] [me] [the] (choices|examples) [you] [have] kept",
    ],
    zh=[
        "[看|查看|看看|列出|查](学到的|学会的|记下的|选过的)(说法|例句|例子|选择)[列表]",
        "你(学到了|学会了|记下了)(什么|哪些说法|哪些)",
    ],
)
def list_examples(turn: Turn, page: int = 1) -> Reply:
    columns = {
        NUMBER: lambda row: f"{row.id}",
        TEXT: lambda row: row.text,
        MEANS: lambda row: COMMANDS[row.command].help if row.command in COMMANDS else row.command,
        TRAINED: lambda row: YES if row.trained else NO,
        WHEN: lambda row: row.at,
    }
    rows = turn.crm.examples.listed()
    turn.shown.add("workspace")
    reply = turn.table(rows, columns, T("{count} wording(s) were chosen", "记下的说法 {count} 条"), NOTHING, page)
    fresh = any(not row.trained for row in rows)
    more = turn.buttons((T("Learn them", "学习"), "/example.train"), (T("Export", "导出"), "/example.export"))
    return reply.but(buttons=(*reply.buttons, *(more if fresh else more[1:]))) if rows else reply


@command(
    "example.delete",
    needs="workspace.admin",
    help=T("Delete a learned wording (admins)", "删除一条学到的说法（管理员）"),
    example=T("delete learned wording 3", "删除说法3"),
    slash=("example delete", "说法 删除"),
    en=[
        "(delete|remove|forget|drop|unlearn) [the] [learned|chosen] (wording|example|choice|phrase) [number|no.] {number}",
    ],
    zh=["(删除|删掉|忘掉|去掉)[学到的|记下的](说法|例句|例子)[第|编号]{number}[号|条]"],
)
def delete_example(turn: Turn, number: int) -> Reply:
    found = turn.crm.examples.get(number)
    text, meaning, trained = found.text, found.command, found.trained
    turn.crm.examples.delete(found)
    if trained:
        reader_for(turn.crm.examples.learned())
    back = f"/example.add text={json.dumps(text, ensure_ascii=False)} means={json.dumps(meaning)}"
    said = T("Forgotten: “{text}” no longer means {meaning}.", "已删除：“{text}”不再表示 {meaning}。")
    return turn.done(said, text=text, meaning=meaning, buttons=((T("Put it back", "放回去"), back),))


@command(
    "example.add",
    needs="workspace.admin",
    help=T(
        "Teach a wording: what a message means, by a command's name (admins)",
        "教一条说法：这句话表示哪个指令（管理员）",
    ),
    example=T('learn that "stick the renewal at 45k" means deal.update', "记住“续约挂到28万”表示 deal.update"),
    slash=("example add", "说法 添加"),
    en=["(learn|remember|note) [that] {text} means {means}"],
    zh=["(记住|学会|记下)[：，]{text}(表示|是|的意思是){means}"],
)
def add_example(turn: Turn, text: str, means: str) -> Reply:
    name = means.strip().lower()
    if name not in COMMANDS:
        return turn.refused(
            T("There is no command called “{name}”. “help” lists them.", "没有叫“{name}”的指令。说“帮助”可以查看。"),
            name=means,
        )
    id = turn.crm.examples.add(text, _wording(turn, text), name)
    said = T(
        "Kept as number {id}: “{text}” means {name}. Learned with “retrain”.",
        "已记为第 {id} 条：“{text}”表示 {name}。说“重新学习”后生效。",
    )
    buttons = ((T("Learn it", "学习"), "/example.train"), (T("Delete", "删除"), f"/example.delete number={id}"))
    return turn.done(said, id=str(id), text=text, name=name, buttons=buttons)


def _wording(turn: Turn, text: str) -> str:
    """The text without its particulars."""
    return delexicalised(text, spotted(text, turn.context)) if turn.context else text


@command(
    "example.train",
    needs="workspace.admin",
    help=T("Learn from the choices that were kept (admins)", "从记下的选择里学习（管理员）"),
    example=T("retrain", "重新学习"),
    slash=("retrain", "example train", "重新学习"),
    en=[
        "(retrain|re-train|train) [the|your|yourself] [reader|model|assistant]",
        "learn (from) [the|those|these|all] (choices|examples|wordings)",
        "learn (them|these|those)",
    ],
    zh=["(重新|再)(学习|训练)[一下|一遍]", "(从|用)[这些|记下的](选择|例句|说法|例子)(学习|训练)[一下]"],
)
def train_examples(turn: Turn) -> Reply:
    count = turn.crm.examples.train()
    turn.crm.session.flush()
    reader_for(turn.crm.examples.learned())
    if not count:
        return turn.done(NOTHING)
    return turn.done(T("Learned {count} wording(s).", "已学习 {count} 条说法。"), count=count)


@command(
    "example.export",
    needs="workspace.admin",
    help=T("Export the wordings as a file for “crm classify” (admins)", "把学到的说法导出成文件（管理员）"),
    example=T("export learned wordings", "导出学到的说法"),
    slash=("example export", "说法 导出"),
    en=["export [the|all|your] (learned|chosen|kept) (wordings|examples|choices|phrases)"],
    zh=["导出[所有|全部](学到的|学会的|记下的|选过的)(说法|例句|例子|选择)"],
)
def export_examples(turn: Turn) -> Reply:
    rows = turn.crm.examples.listed()
    if not rows:
        return turn.done(NOTHING)
    lines = [json.dumps({"text": row.wording, "intent": row.command}, ensure_ascii=False) for row in reversed(rows)]
    path = turn.drawer.put("wordings.jsonl", ("\n".join(lines) + "\n").encode())
    turn.shown.add("workspace")
    said = T("{count} wording(s), ready for: crm classify --train", "{count} 条说法，可用于 crm classify --train")
    return turn.done(said, count=len(rows)).but(files=(path,))
