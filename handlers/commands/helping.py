"""Help, generated from the declarations."""

import re
from datetime import datetime

from crm_domain.crm import Crm
from crm_domain.texts import T
from handlers.command import COMMANDS, Command, command
from handlers.context import Context
from handlers.explaining import explained
from handlers.memory import Memory
from handlers.reply import Button, Reply
from handlers.turn import Turn

NOUNS = {
    "activity": T("Activities", "跟进记录"),
    "deal": T("Deals", "商机"),
    "stage": T("Stages", "销售阶段"),
    "company": T("Companies", "公司"),
    "contact": T("Contacts", "联系人"),
    "task": T("Tasks", "任务"),
    "reminder": T("Reminders", "提醒"),
    "ticket": T("Tickets", "工单"),
    "answer": T("Saved answers", "常用答复"),
    "report": T("Reports", "报表"),
    "segment": T("Segments", "客户分群"),
    "campaign": T("Campaigns", "营销活动"),
    "quota": T("Quotas", "销售指标"),
    "rate": T("Exchange rates", "汇率"),
    "automation": T("Automations", "自动化"),
    "notice": T("What I send unasked", "主动推送"),
    "data": T("Import and export", "导入导出"),
    "privacy": T("Personal data", "个人数据"),
    "record": T("Undo and history", "撤销与历史"),
    "member": T("Team", "团队"),
    "example": T("Learned wordings", "学到的说法"),
    "workspace": T("Delivery", "投递"),
    "webhook": T("Webhooks", "Webhook"),
    "help": T("Help", "帮助"),
}


# What most people come for, and what a first look shows of it.
FIRST = (
    "activity.log",
    "deal.move",
    "contact.add",
    "task.add",
    "reminder.set",
    "ticket.open",
    "report.revenue",
    "segment.show",
    "automation.add",
    "data.import",
    "member.add",
    "record.undo",
)
_EVERYTHING = re.compile(r"^(?:all|everything|全部|所有)(?:的?(?:指令|命令|功能)| commands)?$", re.IGNORECASE)
BRIEF = T(
    "Just write what you want, as you would to a colleague. For example:\n{lines}\n“help deals” says more about one of "
    "these, “help all” lists everything.",
    "直接说就行，像跟同事说话一样。比如：\n{lines}\n说“帮助 商机”看某一类的全部说法，说“帮助 全部”看所有功能。",
)
MOST_BUTTONS = 6
ABOUT = T("help {title}", "帮助 {title}")
NOTHING_HEARD = T("You have not said anything here yet.", "你在这里还没说过话。")


@command(
    "help.why",
    help=T("Say how I read your last message", "说明我是怎么理解上一条消息的"),
    example=T("why?", "为什么？"),
    slash=("reading", "理解"),
    en=[
        "why",
        "[but] why (that|this|did you do that|did you do this|so|is that)",
        "how (did|do) you (read|understand|get|parse) (that|this|it|my message|my last message)",
        "explain (that|this|yourself|how you read that|your reading)",
        "(what made you do that|what were you thinking|why did you think so|how come)",
    ],
    zh=[
        "(为什么|为何|为啥)[这样|这么做|这么理解|会这样|呢]",
        "[你]怎么(理解|读|看|得出)[的|出来的|这句话的|上一条的|这条消息的]",
        "[你]是怎么(理解|读|看)[的|这句话的|上一条的|上一条消息的]",
        "(解释一下|解释下|说说你的理解|你怎么得出的)",
    ],
)
def why(turn: Turn) -> Reply:
    heard, context = turn.memory.heard, turn.context
    if heard is None or context is None:
        return turn.done(NOTHING_HEARD)
    crm = Crm(turn.crm.session, turn.crm.workspace, turn.me, datetime.fromisoformat(heard["at"]), turn.crm.access)
    then = Context(crm, context.names, Memory.from_json(heard["before"]), context.stages)
    turn.shown.add("conversations")  # what somebody said and was shown is nobody else's
    return turn.done(T("{text}", "{text}"), text=explained(heard["text"], then, turn.voice))


@command(
    "help",
    help=T("Say what I can do", "说明我能做什么"),
    example=T("help deals", "帮助 商机"),
    slash=("help", "start", "帮助"),
    en=[
        "help [me] [with] {topic}",
        "help [me]",
        "(what can you do|what can i ask [you]|what do you do|how does this work|commands)",
        "(list|show) [me] {topic=all|everything} [your] (commands|you can do)",
        "how do i {topic}",
        "explain {topic}",
        "how (does|do) [the] {topic} work [here]",
        "how (can|should|would) i {topic}",
        "what can you do with {topic}",
    ],
    zh=[
        "帮助{topic}",
        "(帮助|你能做什么|你能干什么|你能干嘛|你会什么|怎么用|有什么功能|使用说明)",
        "[列出|看看|查看]{topic=全部|所有}[的](指令|命令|功能|说法)",
        "(怎么|如何|说明一下怎么|教我怎么){topic}",
        "{topic}(怎么用|怎么弄|怎么操作|怎么使用|如何使用|的用法)",
        "[你|聊客][都](会|能|可以)(干|做|帮我做)[些](啥|什么|嘛|哪些)[事|事情]",
    ],
)
def help_me(turn: Turn, topic: str | None = None) -> Reply:
    commands = [found for found in COMMANDS.values() if _allowed(turn, found)]
    if topic and _EVERYTHING.match(topic):
        return turn.done(T("{text}", "{text}"), text=_all(turn, commands))
    chosen = _on(topic, commands) if topic else []
    if chosen:
        return turn.done(T("{text}", "{text}"), text="\n".join(_line(turn, found) for found in chosen))
    return _brief(turn, [found for found in commands if found.name in FIRST])


def _brief(turn: Turn, commands: list[Command]) -> Reply:
    """One line for each kind of thing, and a button that says more of it: what fits on a phone."""
    commands.sort(key=lambda found: FIRST.index(found.name))
    titles = [turn.voice.write(NOUNS[found.noun]) for found in commands]
    lines = [f"• {title}: “{turn.voice.write(found.example)}”" for title, found in zip(titles, commands, strict=True)]
    buttons = (Button(title, turn.voice.say(ABOUT, title=title.lower())) for title in titles[:MOST_BUTTONS])
    return turn.done(BRIEF, lines="\n".join(lines)).but(buttons=tuple(buttons))


def _all(turn: Turn, commands: list[Command]) -> str:
    parts = []
    for noun, title in NOUNS.items():
        lines = [_line(turn, found) for found in commands if found.noun == noun]
        if lines:
            parts.append("\n".join([f"{turn.voice.write(title)}:", *lines]))
    return "\n".join(parts)


def _allowed(turn: Turn, found: Command) -> bool:
    return found.needs is None or turn.crm.access.may(turn.crm.role, found.needs)


def _line(turn: Turn, found: Command) -> str:
    return f"• {turn.voice.write(found.help)} — “{turn.voice.write(found.example)}”"


def _on(topic: str, commands: list[Command]) -> list[Command]:
    """The commands that most words of the topic speak of: the noun first, then what is done with it."""
    words = [word.rstrip("s") for word in re.findall(r"[a-z]{3,}|[\u4e00-\u9fff]{2,}", topic.lower())]
    speaking = {found.name: sum(_speaks(found, word) for word in words) for found in commands}
    most = max(speaking.values(), default=0)
    return [found for found in commands if most and speaking[found.name] == most]


def _speaks(found: Command, word: str) -> int:
    title = NOUNS[found.noun]
    named = f"{found.noun} {title.en} {title.zh}".lower()
    said = f"{found.name} {found.help.en} {found.help.zh} {' '.join(found.slash)}".lower()
    return 2 * _occurs(word, named) + _occurs(word, said)


def _occurs(word: str, text: str) -> bool:
    """“deal” occurs in “deals”, not in “dealsize”. In Chinese nobody parts the words: 建商机 speaks of 商机."""
    if word.isascii():
        return bool(re.search(rf"\b{word}\w{{0,2}}\b", text))
    return any(word[i : i + 2] in text for i in range(len(word) - 1))
