"""Help, generated from the declarations."""

import re

from crm_domain.texts import T
from handlers.command import COMMANDS, Command, command
from handlers.reply import Reply
from handlers.turn import Turn

NOUNS = {
    "contact": T("Contacts", "联系人"),
    "company": T("Companies", "公司"),
    "activity": T("Activities", "跟进记录"),
    "deal": T("Deals", "商机"),
    "task": T("Tasks", "任务"),
    "record": T("Undo and history", "撤销与历史"),
    "member": T("Team", "团队"),
    "workspace": T("Delivery", "投递"),
    "help": T("Help", "帮助"),
}
# A sentence that a person would say for each command.
EXAMPLES = {
    "contact.add": T(
        "new contact Bree Halloway, CFO @ Quillon, +1 415 555 0137", "新建联系人 郭子谦，鲲途汽配，IT经理"
    ),
    "contact.update": T("Ellis Whitlow is now CEO", "李若楠的电话改成 13705550166"),
    "contact.show": T("who is Ellis Whitlow", "沈嘉怡电话多少"),
    "contact.find": T("who do we know at Vantari", "澄屿有谁"),
    "contact.merge": T("merge contact Keisha L. into Keisha Lambert", "把郭子谦合并到郭谦"),
    "company.add": T("new company Tidewell Surf Co, retail", "新建公司 砚秋书院"),
    "company.update": T("rename the company Juniper to Juniper Inc.", "鲲途的总机改成 0755-5550166"),
    "company.show": T("tell me about Brightmoor", "看看澄屿科技"),
    "activity.log": T("log a call with Dana: wants a two-year option", "记一个拜访 沈嘉怡 她说预算下周批"),
    "activity.list": T("activities with Vantari last 2 weeks", "瑶津的沟通记录"),
    "deal.add": T("new deal Halvorsen, dockside scanners, 18k GBP, close 15 Jan", "给鲲途建个商机，仓库盘点，15万"),
    "deal.update": T("set the renewal to 45k", "续约改成28万"),
    "deal.move": T("move the renewal to negotiation", "把续约推到谈判"),
    "deal.win": T("won the renewal at 44k", "续约赢单"),
    "deal.lose": T("lost the pilot, no budget", "试点丢单，没预算"),
    "deal.show": T("show the renewal deal", "续约到哪一步了"),
    "deal.list": T("my deals closing this month", "我这个月要签的单子"),
    "task.add": T("add a task: send the quote, due Friday", "加个任务：发报价，周五前"),
    "task.list": T("what's on my plate today", "今天要做什么"),
    "task.done": T("send the quote is done", "发报价完成了"),
    "task.snooze": T("postpone the quote to Monday", "任务11推迟到明天"),
    "record.undo": T("undo", "撤销"),
    "record.history": T("history of the renewal", "续约的修改历史"),
    "member.add": T("add a member Lou Garrity, lou@example.com, agent", "添加成员 小杜 客服"),
    "member.link": T("link Lou", "关联小杜"),
    "member.role": T("make Lou a manager", "把小杜设为经理"),
    "member.list": T("members", "成员列表"),
    "member.me": T("speak Chinese", "用中文"),
    "workspace.letters": T("undelivered messages", "投递情况"),
    "help": T("help deals", "帮助 商机"),
}


@command(
    "help",
    help=T("Say what I can do", "说明我能做什么"),
    slash=("help", "start", "帮助"),
    en=[
        "help [me] [with] {topic}",
        "help [me]",
        "(what can you do|what do you do|how does this work|commands)",
        "how do i {topic}",
        "explain {topic}",
        "how (does|do) [the] {topic} work [here]",
        "how (can|should|would) i {topic}",
        "what can you do with {topic}",
    ],
    zh=[
        "帮助{topic}",
        "(帮助|你能做什么|你会什么|怎么用|有什么功能|使用说明)",
        "(怎么|如何|说明一下怎么|教我怎么){topic}",
    ],
)
def help_me(turn: Turn, topic: str | None = None) -> Reply:
    commands = [found for found in COMMANDS.values() if _allowed(turn, found)]
    chosen = _on(topic, commands) if topic else []
    if chosen:
        return turn.done(T("{text}", "{text}"), text="\n".join(_line(turn, found) for found in chosen))
    parts = [turn.voice.say(T("Just write what you want; here is what I do:", "直接说就行，我能做这些："))]
    for noun, title in NOUNS.items():
        lines = [_line(turn, found) for found in commands if found.noun == noun]
        if lines:
            parts.append("\n".join([f"{turn.voice.write(title)}:", *lines]))
    return turn.done(T("{text}", "{text}"), text="\n".join(parts))


def _allowed(turn: Turn, found: Command) -> bool:
    return found.needs is None or turn.crm.access.may(turn.crm.role, found.needs)


def _line(turn: Turn, found: Command) -> str:
    return f"• {turn.voice.write(found.help)} — “{turn.voice.write(EXAMPLES[found.name])}”"


def _on(topic: str, commands: list[Command]) -> list[Command]:
    """The commands that most words of the topic speak of: the noun first, then what is done with it."""
    words = [word.rstrip("s") for word in re.findall(r"[a-z]{3,}|[\u4e00-\u9fff]{2,}", topic.lower())]
    speaking = {found.name: sum(_speaks(found, word) for word in words) for found in commands}
    most = max(speaking.values(), default=0)
    return [found for found in commands if most and speaking[found.name] == most]


def _speaks(found: Command, word: str) -> int:
    title = NOUNS[found.noun]
    named = f"{found.name} {title.en} {title.zh}".lower()
    said = f"{found.help.en} {found.help.zh} {' '.join(found.slash)}".lower()
    return 2 * any(part in named for part in _parts(word)) + any(part in said for part in _parts(word))


def _parts(word: str) -> set[str]:
    """In Chinese nobody parts the words: 建商机 speaks of 商机."""
    return {word} if word.isascii() else {word[i : i + 2] for i in range(len(word) - 1)}
