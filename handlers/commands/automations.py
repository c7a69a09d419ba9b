"""Automations: say a rule, see it as a card, name it, delete it."""

import re
from typing import Annotated

from crm_domain.automations import Automation
from crm_domain.errors import BadValue
from crm_domain.outbox import has_spoken_in
from crm_domain.texts import T
from handlers.clause_slot import Clause, ClauseSlot
from handlers.command import command
from handlers.reply import Reply
from handlers.rule_compiling import compiled
from handlers.rule_words import condition_of, stage_names, step_of, when_of
from handlers.turn import Turn

WHEN, IF, THEN, STATE = T("When", "触发"), T("If", "条件"), T("Then", "动作"), T("State", "状态")
OWNER, NAME, NUMBER, RUNS, LAST = (
    T("Owner", "负责人"),
    T("Automation", "自动化"),
    T("No.", "编号"),
    T("Runs in 30 days", "近30天运行"),
    T("Last", "最近"),
)
ON, OFF, PAUSED = T("on", "已启用"), T("off", "未启用"), T("stopped: {why}", "已停：{why}")
TURN_ON, TURN_OFF, TRY, SEE_RUNS = (
    T("Turn on", "启用"),
    T("Turn off", "停用"),
    T("Try it on the last 30 days", "用近30天试跑"),
    T("Runs", "运行记录"),
)
LONGEST_NAME = 60
UNKNOWN = T(
    " I don't know {chats} yet: check the name, and let me in there before you turn it on.",
    "我还不认识{chats}：请先确认群名，并把我加进群，再启用。",
)


@command(
    "automation.add",
    needs="automations.write",
    help=T(
        "Make a rule: after an event or when something stands so, do this", "新建自动化：发生某事或满足条件时自动执行"
    ),
    example=T(
        "when a deal above 50k moves to negotiation, tell #sales-leads and make a task for the owner in 2 days",
        "超过5万的商机推到谈判时，通知#销售群，并给负责人建一个两天后的任务",
    ),
    slash=("automation add", "rule", "automation new", "自动化 新建", "规则"),
    en=[
        "(add|create|make|set up|new) [a|an] [new] (automation|rule|workflow)",
        "when {when} , [then] (tell|notify|ping|alert|assign|make|create|set|post) {*}",
        "if {when} , [then] (tell|notify|ping|alert|assign|make|create|set|post) {*}",
        "(whenever|once|as soon as|every time) {when} , [then] (tell|notify|ping|alert|assign|make|create|set|post) {*}",
        "(tell|notify|ping|alert) me (when|whenever|if) a (deal|ticket) {*}",
    ],
    zh=[
        "(新建|添加|创建|设)[一]个(自动化|规则|自动规则|流程)",
        "(当|如果|一旦|每当|只要){when}[时|的时候|后][,，](就|则|自动)(通知|提醒|告诉|分配|建|发){*}",
        "{when}(时|的时候|后)[,，]自动(通知|提醒|告诉|分配|建|发){*}",
    ],
)
def add_automation(
    turn: Turn,
    when: Annotated[Clause, ClauseSlot()],
    then: Annotated[Clause, ClauseSlot()],
    if_: Annotated[Clause | None, ClauseSlot()] = None,
) -> Reply:
    rule = compiled(when, if_, then)
    automation = turn.crm.automations.add(
        _name(when.text),
        when.text,
        then.text,
        rule,
        condition=if_.text if if_ else None,
        channel=turn.channel,
        chat=turn.chat,
    )
    turn.about(automation)
    text = T(
        "This is how I read it. It is off until you turn it on.{unknown}", "我是这样理解的。确认无误后再启用。{unknown}"
    )
    unknown = turn.voice.say(UNKNOWN, chats=chats) if (chats := unknown_chats(turn, automation)) else ""
    buttons = [(TURN_ON, says("enable", automation)), (TRY, says("test", automation))]
    return turn.done(text, unknown=unknown, fields=_card(turn, automation), buttons=buttons)


def unknown_chats(turn: Turn, automation: Automation) -> list[str]:
    """Chats in which we have never spoken: they may not be there."""
    targets = [target for step in automation.steps for target in step.get("to", ())]
    names = [name for kind, _, name in (target.partition(":") for target in targets) if kind == "chat"]
    place = turn.crm.workspace.id
    return [f"#{name}" for name in names if not has_spoken_in(turn.crm.session, place, name)]


def _name(when: str) -> str:
    bare = re.sub(r"\s+", " ", when).strip(" ,，")
    return bare if len(bare) <= LONGEST_NAME else bare[: LONGEST_NAME - 1].rstrip() + "…"


def says(act: str, automation: Automation) -> str:
    """The words of a button."""
    return f"/automation.{act} automation=#{automation.id}"


def _card(turn: Turn, automation: Automation) -> dict[T, object]:
    stages = stage_names(turn.crm, turn.voice)
    steps = [step_of(step, turn.crm, turn.voice) for step in automation.steps]
    return {
        NAME: f"#{automation.id} {automation.name}",
        WHEN: when_of(automation.rule, turn.voice, stages),
        IF: condition_of(automation.rule.get("if"), turn.voice, stages),
        THEN: "; ".join(steps).replace(":; ", ": ")
        if turn.voice.lang == "en"
        else "；".join(steps).replace("：；", "："),
        STATE: _state(turn, automation),
        OWNER: automation.owner and automation.owner.name,
    }


def _state(turn: Turn, automation: Automation) -> str:
    if automation.enabled:
        return turn.voice.say(ON)
    return turn.voice.say(PAUSED, why=automation.paused_why) if automation.paused_why else turn.voice.say(OFF)


@command(
    "automation.list",
    needs="automations.read",
    help=T("List the automations, on and off", "查看所有自动化"),
    example=T("show the automations", "自动化列表"),
    slash=("automations", "automation list", "rules", "自动化列表", "自动化 列表"),
    en=[
        "[show|list|see|view|display|get|give me] [me] [all] [of] [my|the|our] [active|running|current|existing|enabled|disabled] (automations|rules|workflows|automation rules|automated rules|triggers) [we have|i have|there are|that are on|please]",
        "(what|which) (automations|rules|workflows|automation rules) (are there|do we have|are on|are running|are active|are set up|have we got|do i have|exist|are enabled|are off)",
        "(what is|what's|whats) [being] automated [here|right now]",
        "[the] list of [all] [the|our|my] (automations|rules|workflows)",
        "(do we have|are there) any (automations|rules|workflows) [on|running|set up]",
        "(automations|rules|workflows) list",
        "[show|list] [me] [my|our|the|all] (schedules|scheduled reports|report schedules|reports that are scheduled)",
        "(what|which reports) (is|are|have i|do i have) scheduled",
    ],
    zh=[
        "[列出|查看|看看|看一下|看下|查|显示|打开|给我看][一下|下][我|我的|全部|所有|当前|目前|现在|我们|咱们]的[全部|所有](自动化|自动化规则|自动规则|规则|工作流|流程)[列表|清单]",
        "[列出|查看|看看|看一下|看下|查|显示|打开|给我看][一下|下][全部|所有|当前|目前|现在](自动化|自动化规则|自动规则|规则|工作流)[列表|清单|有哪些]",
        "[现在|目前|我们|咱们|系统](有|开着|设了|启用了|跑着)(哪些|什么|几条|多少)(自动化|自动化规则|规则|自动规则|工作流)",
        "(哪些|什么)(自动化|规则|自动规则)(开着|在跑|启用了|是开的|停着)",
        "(自动化|规则|工作流)(清单|列表|一览)",
        "[查看|看看|看一下|列出][我的|我们的|所有](定时报表|定期报表|定时发送|定时推送)[列表|有哪些]",
        "(自動化|規則)[清單|列表|清单]",
    ],
)
def list_automations(turn: Turn, page: int = 1) -> Reply:
    """One's own first."""
    rows = sorted(turn.crm.automations.listed(), key=lambda row: row.owner_id != turn.me.id)
    turn.shown.add("automations")
    tally = turn.crm.rule_runs.tally(30)
    columns = {
        NUMBER: lambda automation: f"#{automation.id}",
        NAME: lambda automation: automation.name,
        STATE: lambda automation: _state(turn, automation),
        OWNER: lambda automation: automation.owner and automation.owner.name,
        RUNS: lambda automation: sum(n for (id, _), n in tally.items() if id == automation.id),
    }
    title = T("{count} automation(s), {on} on", "自动化 {count} 条，启用 {on} 条")
    nothing = T(
        "No automations yet. Say for example: when a deal over 50k is won, tell #sales",
        "还没有自动化。可以说：超过5万的商机赢单时，通知#销售群",
    )
    return turn.listing(rows, columns, title, nothing, page, on=sum(row.enabled for row in rows))


@command(
    "automation.show",
    needs="automations.read",
    help=T("Show what an automation does", "查看一条自动化的内容"),
    example=T("what does automation #1 do", "自动化#1是怎么设的"),
    slash=("automation show", "automation", "自动化"),
    en=[
        "(show|open|see|view|display|explain|describe|look at|pull up) [me] [the] (automation|rule|workflow) [called|named|:] {automation}",
        "(show|open|see|view|display|explain|describe|look at|pull up) [me] [the] {automation} (automation|rule|workflow) [i want to see the conditions|conditions|details|and its conditions]",
        "[exactly] (what|how) [exactly] (does|do) [the] {automation} (automation|rule|workflow) (do|work|look like|say|look) [exactly]",
        "(what|how) [exactly] (does|do) [the] (automation|rule|workflow) {automation} (do|work|look like|say) [exactly]",
        "(what|which) (is|are) [in|the conditions of|the steps of] [the] {automation} (automation|rule|workflow)",
        "(how is|how's|how was) [the] {automation} (automation|rule|workflow) (set up|set|configured|built|defined)",
        "[the] (conditions|steps|details|definition|settings|trigger) (of|for) [the] {automation} (automation|rule|workflow)",
        "(when does|what triggers|what fires|what starts) [the] {automation} (automation|rule|workflow) [fire|run|trigger|start]",
        "(show|open|see|explain|describe) [me] [the] (automation|rule|workflow) (for|of|about|on|behind) {automation}",
        "(automation|rule) {automation} (details|conditions|settings|steps)",
    ],
    zh=[
        "(看|查|查看|看看|看下|看一下|打开|显示|说明|解释一下|说说)[一下|下][自动化|规则]{automation}(这条|这个|那条|那个)[的]?(自动化|规则|流程)".replace(
            "[的]?", "[的]"
        ),
        "(看|查|查看|看看|看下|看一下|打开|显示|解释一下|说说)[一下|下]{automation}[的]?(自动化|规则|流程)[的内容|的条件|的设置|怎么设的|详情|的详情]".replace(
            "[的]?", "[的]"
        ),
        "(看|查|查看|看看|看下|看一下|打开|显示)[一下|下](自动化|规则){automation}",
        "{automation}(这条|这个|那条|那个|的)[自动化|规则|自动规则|流程](是怎么设的|怎么设的|是怎么设置的|怎么设置的|是干什么的|是做什么的|干嘛的|是干嘛的|什么内容|怎么配的|是怎么配的|的条件是什么|条件是什么|什么时候触发|会做什么|具体做什么)",
        "(自动化|规则){automation}(是怎么设的|怎么设的|是干什么的|是做什么的|的条件是什么|什么时候触发|的内容|会做什么|详情)",
        "{automation}(自动化|规则|流程)(是怎么设的|怎么设的|是干什么的|是做什么的|条件是什么|什么时候触发|内容是什么|会做什么)",
        "{automation}[的](设置|条件|配置|规则)(看一下|看看|是什么|怎么设的|给我看看)",
    ],
)
def show_automation(turn: Turn, automation: Automation) -> Reply:
    turn.about(automation)
    runs = turn.crm.rule_runs.of(automation, 1)
    tally = turn.crm.rule_runs.tally(30)
    card = _card(turn, automation) | {
        RUNS: sum(n for (id, _), n in tally.items() if id == automation.id),
        LAST: runs[0].at if runs else None,
    }
    switch = (TURN_OFF, says("disable", automation)) if automation.enabled else (TURN_ON, says("enable", automation))
    buttons = [switch, (TRY, says("test", automation)), (SEE_RUNS, says("runs", automation))]
    return turn.done(T("{automation}", "{automation}"), automation=automation, fields=card, buttons=buttons)


@command(
    "automation.rename",
    needs="automations.write",
    help=T("Give an automation another name", "给自动化改名"),
    example=T("rename automation #1 to big deals", "把自动化#1改名为大单预警"),
    slash=("automation rename", "自动化 改名"),
    en=[
        "(rename|call) [the] (automation|rule|workflow) {automation} (to|:) {name}",
        "(rename) [the] {automation} (automation|rule|workflow) to {name}",
        "call (this|that|the) (automation|rule|workflow) {name}",
    ],
    zh=[
        "(把|将)(自动化|规则){automation}(改名为|改名叫|叫做|命名为){name}",
        "给(自动化|规则){automation}改名[为|叫|成]{name}",
    ],
)
def rename_automation(turn: Turn, automation: Automation, name: str) -> Reply:
    if len(name) > LONGEST_NAME:
        raise BadValue(
            T("That name is too long; {most} characters at most.", "名字太长了，最多 {most} 个字符。"),
            most=LONGEST_NAME,
        )
    turn.crm.automations.rename(automation, name)
    turn.about(automation)
    return turn.done(T("It is called {automation} now.", "已改名为“{automation}”。"), automation=automation)


@command(
    "automation.remove",
    needs="automations.write",
    help=T("Delete an automation", "删除一条自动化"),
    example=T("delete automation #1", "删除自动化#1"),
    slash=("automation remove", "automation delete", "自动化 删除"),
    en=[
        "(delete|remove|drop|get rid of|scrap) [the|my] (automation|rule|workflow) {automation}",
        "(delete|remove|drop|get rid of|scrap) [the|my] {automation} (automation|rule|workflow)",
    ],
    zh=["(删除|删掉|去掉)(自动化|规则){automation}", "(把|将){automation}[这条|那条](自动化|规则)(删除|删掉|删了)"],
)
def remove_automation(turn: Turn, automation: Automation) -> Reply:
    name = automation.name
    turn.shown.add(automation.noun)
    turn.memory.focus.pop(automation.noun, None)
    turn.crm.session.delete(automation)
    return turn.done(T("Deleted the automation {name}.", "已删除自动化“{name}”。"), name=name)
