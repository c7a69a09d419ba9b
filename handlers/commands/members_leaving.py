"""Members who leave, come back, or hand over what they work on."""

from collections.abc import Mapping
from typing import Annotated

from crm_domain.handover import NOUNS
from crm_domain.members import Member
from crm_domain.texts import T
from handlers.command import command
from handlers.reading.words import vocabulary
from handlers.reply import Reply
from handlers.slots import WordSlot
from handlers.turn import Turn

WHATS = vocabulary(
    companies="accounts, company, customers, clients, 公司, 客户",
    contacts="contact, people, 联系人",
    deals="opportunities, opps, pipeline, open deals, 商机, 单子, 案子",
    tasks="to-dos, todos, open tasks, 任务, 待办",
    tickets="cases, open tickets, 工单",
    everything="all, stuff, work, all work, all stuff, records, book, book of business, all of it, 全部, 所有, 所有东西, 全部工作, 手上的工作, 所有记录",
)
COUNTED = {
    "companies": T("{n} account(s)", "{n} 家公司"),
    "contacts": T("{n} contact(s)", "{n} 位联系人"),
    "deals": T("{n} open deal(s)", "{n} 个进行中的商机"),
    "tasks": T("{n} open task(s)", "{n} 个未完成的任务"),
    "tickets": T("{n} unsolved ticket(s)", "{n} 张未解决的工单"),
}
GIVEN = T("{to} takes over from {name}: {what}.", "{to}接手{name}的：{what}。")
NOTHING_OPEN = T("{name} has nothing of that to hand over.", "{name}没有可以交接的。")
LEFT = T("{name} is off the team and is not answered any more.", "{name}已停用，不再响应其消息。")
STILL = T("Still in their name: {what}.", "名下还有：{what}。")
HAND_OVER = T("Take it over myself", "先由我接手")
BACK = T("{name} is on the team again.", "{name}已恢复。")


@command(
    "member.leave",
    needs="members.admin",
    help=T("Take a member off the team; somebody may take over (admins)", "停用离职的成员，并可交接给别人（管理员）"),
    example=T("Lou has left the company, Kim takes over", "小杜离职了，由小陈接手"),
    slash=("member leave", "member deactivate", "成员 停用"),
    en=[
        "(deactivate|disable|offboard) [the] [member|user] {name}",
        "(deactivate|disable|offboard) [the] [member|user] {name} [,|and] (hand|give) (everything|all|their work|it all) [over] to {to}",
        "(remove|take) {name} (from|off) the team",
        "{name} (left|has left|is leaving|quit|has quit|is gone) [us|the company|the team|the firm]",
        "{name} (left|has left|is leaving|quit|has quit) [us|the company|the team|the firm] [,|and] {to} (takes over|is taking over|will take over|gets everything)",
    ],
    zh=[
        "(停用|禁用)[成员|账号|同事]{name}[的账号]",
        "{name}(离职|离职了|走了|离开公司|离开公司了|辞职了)",
        "{name}(离职|离职了|走了|离开公司了|辞职了),(由|让){to}[来](接手|接|接管|负责|接他的工作|接她的工作)",
        "{name}(离职|离职了|走了|离开公司了|辞职了),(都给|交给|工作交给|工作都交给){to}",
    ],
)
def leave(turn: Turn, name: Member, to: Member | None = None) -> Reply:
    given = turn.crm.handover.give(name, to) if to else {}
    turn.crm.handover.let_go(name)
    said = [turn.voice.say(LEFT, name=name.name)]
    if to:
        said.append(_handed(turn, name, to, given))
        return turn.done(T("{said}", "{said}"), said=" ".join(said))
    held = {noun: len(turn.crm.handover.held(name, noun)) for noun in NOUNS}
    if not any(held.values()):
        return turn.done(T("{said}", "{said}"), said=" ".join(said))
    said.append(turn.voice.say(STILL, what=_counted(turn, held)))
    again = f"/member.handover name={name.handle} to={turn.me.handle} what=everything"
    return turn.done(T("{said}", "{said}"), said=" ".join(said), buttons=[(HAND_OVER, again)])


@command(
    "member.handover",
    needs="deals.admin",
    help=T(
        "Hand over all that a member works on, or their deals, tasks, tickets (managers)",
        "把一位成员的商机、任务、工单或全部工作交接给别人（经理）",
    ),
    example=T("give all of Lou's deals to Kim", "把小杜的商机都交给小陈"),
    slash=("member handover", "handover", "成员 交接", "交接"),
    en=[
        "(give|move|reassign|transfer|hand|pass|assign|switch) [over] [all] [of] {name}'s [open] {what} [over] to {to}",
        "(give|move|reassign|transfer|hand|pass|assign|switch) [over] [all] [of] {name}'s [open] {what} {to=to me}",
        "(give|move|reassign|transfer|hand|pass|assign|switch) [over] [all] [open] {what=deals|opportunities|accounts|companies|customers|clients|contacts|tasks|tickets} (of|from) {name} [over] to {to}",
        "(give|move|reassign|transfer|hand|pass|assign|switch) [over] {what=everything|all work|all stuff} from {name} [over] to {to}",
        "{to} (takes over|is taking over|will take over|inherits) {name}'s [open] {what}",
        "{to} (takes over|is taking over|will take over|inherits) from {name}",
    ],
    zh=[
        "(把|将){name}(手上|手里|名下|负责)[的][所有|全部]{what}[都|全|全部](交给|转给|交接给|分给|给){to}",
        "(把|将){name}的[所有|全部]{what}[都|全|全部](交给|转给|交接给|分给|给){to}",
        "{name}的[所有|全部]{what}[都|全|全部|以后](由|让|归){to}(接手|接|负责|管|接管)",
        "{to}接手{name}的[所有|全部]{what}",
        "{name}(手上|手里|名下)[的][所有|全部]{what}[都|全|全部](转给|交给|分给|交接给){to}",
    ],
)
def hand_over(turn: Turn, name: Member, to: Member, what: Annotated[str | None, WordSlot(WHATS)] = None) -> Reply:
    nouns = NOUNS if what in (None, "everything") else (what,)
    given = turn.crm.handover.give(name, to, nouns)
    if not any(given.values()):
        return turn.refused(NOTHING_OPEN, name=name.name)
    return turn.done(T("{said}", "{said}"), said=_handed(turn, name, to, given))


@command(
    "member.return",
    needs="members.admin",
    help=T("Put a member who left on the team again (admins)", "恢复已停用的成员（管理员）"),
    example=T("Lou is back on the team", "恢复成员小杜"),
    slash=("member return", "成员 恢复"),
    en=["(reactivate|re-activate|reinstate) [the] [member|user] {name}", "{name} is back (on|in) the team"],
    zh=["(恢复|启用|重新启用)(成员|账号|同事){name}", "{name}(回来了|复职了|重新入职了)"],
)
def come_back(turn: Turn, name: Member) -> Reply:
    name.active = True
    return turn.done(BACK, name=name.name)


def _handed(turn: Turn, name: Member, to: Member, given: Mapping[str, int]) -> str:
    if not any(given.values()):
        return turn.voice.say(NOTHING_OPEN, name=name.name)
    return turn.voice.say(GIVEN, to=to.name, name=name.name, what=_counted(turn, given))


def _counted(turn: Turn, counts: Mapping[str, int]) -> list[str]:
    return [turn.voice.say(COUNTED[noun], n=n) for noun, n in counts.items() if n]
