"""Automations: say a rule, see it as a card, turn it on and off, see what it did."""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from crm_domain.automations import Automation
from crm_domain.errors import BadValue
from crm_domain.rule_runs import RuleRun, State
from crm_domain.texts import T
from handlers.clause_slot import Clause, ClauseSlot
from handlers.command import command
from handlers.rehearsal import DAYS, label_of, rehearsed
from handlers.reply import Reply
from handlers.rule_compiling import compiled
from handlers.rule_picture import Box, png_of
from handlers.rule_words import condition_of, step_of, when_of
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
ALL_OFF = T(
    "All automations are stopped here; say “resume automations” first.", "所有自动化都已停用，请先说“恢复自动化”。"
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
    text = T("This is how I read it. It is off until you turn it on.", "我是这样理解的。确认无误后再启用。")
    buttons = [(TURN_ON, _says("enable", automation)), (TRY, _says("test", automation))]
    return turn.done(text, fields=_card(turn, automation), buttons=buttons)


def _name(when: str) -> str:
    bare = re.sub(r"\s+", " ", when).strip(" ,，")
    return bare if len(bare) <= LONGEST_NAME else bare[: LONGEST_NAME - 1].rstrip() + "…"


def _says(act: str, automation: Automation) -> str:
    return f"/automation.{act} automation=#{automation.id}"


def _card(turn: Turn, automation: Automation) -> dict[T, object]:
    stages = {stage.key: turn.voice.write(stage) for stage in turn.crm.pipelines.stages()}
    steps = [step_of(step, turn.crm, turn.voice) for step in automation.steps]
    return {
        NAME: f"#{automation.id} {automation.name}",
        WHEN: when_of(automation.rule, turn.voice, stages),
        IF: condition_of(automation.rule.get("if"), turn.voice),
        THEN: "; ".join(steps) if turn.voice.lang == "en" else "；".join(steps),
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
    rows = turn.crm.automations.listed()
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
    switch = (TURN_OFF, _says("disable", automation)) if automation.enabled else (TURN_ON, _says("enable", automation))
    buttons = [switch, (TRY, _says("test", automation)), (SEE_RUNS, _says("runs", automation))]
    return turn.done(T("{automation}", "{automation}"), automation=automation, fields=card, buttons=buttons)


_ON_EN = "(enable|activate|turn on|switch on|start|resume|re-enable|reactivate|restart|unpause|arm)"
_OFF_EN = (
    "(disable|deactivate|turn off|switch off|stop|pause|kill|shut off|shut down|suspend|halt|mute|shut up|silence)"
)


@command(
    "automation.picture",
    needs="automations.read",
    help=T("Draw an automation as a picture", "把自动化画成流程图"),
    example=T("draw automation #1", "画一下自动化#1"),
    slash=("automation picture", "自动化 图"),
    en=[
        "(draw|sketch|chart|diagram|visualise|visualize) [me] [the] (automation|rule|workflow) {automation}",
        "(draw|sketch|chart|diagram|visualise|visualize) [me] [the] {automation} (automation|rule|workflow) [as a picture]",
        "(show|give) [me] [a|the] (picture|diagram|chart|drawing|flowchart) of [the] {automation} [automation|rule|workflow]",
        "(draw|sketch) {automation=it|that|this}",
    ],
    zh=[
        "(画|画一下|画出|画个)[自动化|规则|流程]{automation}[的][流程图|图]",
        "[看看|给我]{automation}[这条|的](自动化|规则|流程)[的]流程图",
    ],
)
def draw_automation(turn: Turn, automation: Automation) -> Reply:
    turn.about(automation)
    boxes = list(_boxes(turn, automation))
    path = turn.drawer.put(f"automation-{automation.id}.png", png_of(automation.name, boxes))
    said = [f"{number}. {box.text}" for number, box in enumerate(boxes, 1)]
    return turn.done(T("{text}", "{text}"), text="\n".join([automation.name, *said])).but(files=(path,))


def _boxes(turn: Turn, automation: Automation) -> Iterator[Box]:
    voice, inset = turn.voice, 0
    stages = {stage.key: voice.write(stage) for stage in turn.crm.pipelines.stages()}
    start = when_of(automation.rule, voice, stages)
    if condition := automation.rule.get("if"):
        start = voice.say(T("{when}, if {what}", "{when}，且{what}"), when=start, what=condition_of(condition, voice))
    yield Box(start, "start")
    for step in automation.steps:
        text = step_of(step, turn.crm, voice).rstrip(":：")
        if step["do"] in ("check", "approve"):
            yield Box(
                text, "check", voice.say(T("else skip", "否则跳过") if step.get("skip") else T("else end", "否则结束"))
            )
            inset = step.get("skip", 0)
        else:
            yield Box(text, "wait" if step["do"] == "wait" else "act", inset=inset > 0)
            inset -= 1


@command(
    "automation.enable",
    needs="automations.write",
    help=T("Turn an automation on", "启用一条自动化"),
    example=T("turn on automation #1", "启用自动化#1"),
    slash=("automation enable", "automation on", "自动化 启用"),
    en=[
        f"{_ON_EN} [the|my|our] (automation|rule|workflow) [called|named|:] {{automation}} [again|back on|please]",
        f"{_ON_EN} [the|my|our] {{automation}} (automation|rule|workflow|alert|nudge) [again|back on]",
        f"{_ON_EN} {{automation=it|that|this|it again|that one}} [now|then|please|again]",
        "(turn|switch|put) [the|my|our] {automation} [automation|rule|workflow] [back] on [again]",
        "(turn|switch|put) [the|my|our] (automation|rule|workflow) {automation} [back] on [again]",
        "[the] {automation} (automation|rule|workflow) should be (on|running|active) [again]",
        "(let|make) [the] {automation} (automation|rule|workflow) run [again]",
        "(enable|activate|re-enable|reactivate|switch on|turn on) [the|my|our] {automation} [again]",
        "if (it's|it is|all|everything is|everything's) (clean|fine|ok|okay|good) [,] (enable|activate) {automation}",
        "if (it's|it is|all|everything is|everything's) (clean|fine|ok|okay|good) [,] (switch|turn) {automation} on",
    ],
    zh=[
        "(启用|打开|开启|启动|恢复|激活|重新启用|重新打开|重新开启|啟用|開啟)[一下|下](自动化|规则|自动规则|自動化)[:：]{automation}[吧]",
        "(启用|打开|开启|启动|恢复|激活|开|重新启用|重新打开|重新开启|啟用|開啟)[一下|下]{automation}[这条|那条|这个|那个|的](自动化|规则|自动规则|流程|自動化)[吧]",
        "(启用|开启|重新启用|重新开启|激活|啟用|開啟)[一下|下]{automation}[吧]",
        "(打开|启动|恢复|开)[一下|下]{automation!}",
        "(把|将|帮我把){automation}[这条|那条|这个|那个|的](自动化|规则|自动规则|流程)(启用|打开|开启|开|启动|恢复|重新打开|重新开启|开起来|开一下|激活)[一下|吧|了]",
        "(把|将|帮我把){automation}(启用|开启|重新启用|重新开启|开起来|激活)[一下|吧|了]",
        "(把|将|帮我把){automation!}(打开|开)[一下|吧|了]",
        "{automation}[这条|那条|这个|那个|的](自动化|规则|流程)[给我|帮我|可以](启用|打开|开启|开起来|启动|重新开)[一下|吧|了]",
        "{automation}(怎么没响|怎么没动|没反应|怎么没触发|怎么停了|怎么关了)[了][,，][帮我|给我|请|把它]打开[吧|一下]",
    ],
)
def enable_automation(turn: Turn, automation: Automation) -> Reply:
    turn.about(automation)
    turned = automation.turn_on(turn.now)
    off = turn.crm.automations.stopped
    text = (
        T("{automation} is on.", "“{automation}”已启用。")
        if turned
        else T("{automation} is on already.", "“{automation}”本来就是启用的。")
    )
    reply = turn.done(
        text,
        automation=automation,
        fields={T("Next", "下次"): automation.due_at if automation.rule["on"].get("every") else None},
    )
    return reply.but(text=f"{reply.text} {turn.voice.say(ALL_OFF)}") if off else reply


@command(
    "automation.disable",
    needs="automations.write",
    help=T("Turn an automation off", "停用一条自动化"),
    example=T("turn off automation #1", "停用自动化#1"),
    slash=("automation disable", "automation off", "自动化 停用"),
    en=[
        f"{_OFF_EN} [the|my|our] (automation|rule|workflow) [called|named|:] {{automation}} [for now|please]",
        f"{_OFF_EN} [the|my|our] {{automation}} (automation|rule|workflow|alert|nudge) [for now|its driving me nuts|it's driving me nuts|it's too noisy|it is annoying|it's annoying]",
        f"{_OFF_EN} {{automation=it|that|this|that one}} [now|then|please|again]",
        "(disable|deactivate) [the|my|our] {automation} [for now]",
        "(turn|switch|shut) [the|my|our] {automation} [automation|rule|workflow] off [for now|again]",
        "(turn|switch|shut) [the|my|our] (automation|rule|workflow) {automation} off",
        "[the] {automation} (automation|rule|workflow) should be (off|stopped|disabled)",
        "[the] {automation} (automation|rule|workflow) is (too noisy|annoying|driving me nuts) [,] (turn it off|switch it off|stop it)",
        "(stop|quit) running [the] {automation} (automation|rule|workflow)",
    ],
    zh=[
        "(停用|关闭|关掉|停掉|暂停|停止|禁用|关|停|關閉)[一下|下|掉](自动化|规则|自动规则|自動化)[:：]{automation}[吧|先]",
        "(停用|关闭|关掉|停掉|暂停|停止|禁用|关|停|關閉)[一下|下|掉]{automation}[这条|那条|这个|那个|的](自动化|规则|自动规则|流程|自動化)[吧|先]",
        "(停用|禁用)[一下|下]{automation}[吧|先]",
        "(关闭|关掉|停掉|暂停|停止|关|停)[一下|下]{automation!}",
        "(把|将|帮我把|先把){automation}[这条|那条|这个|那个|的](自动化|规则|自动规则|流程)[先](停用|关闭|关掉|停掉|暂停|停|关|禁用|停了|关了)[一下|吧|了]",
        "(把|将|帮我把|先把){automation}[先](停用|停掉|禁用|停了)[一下|吧|了]",
        "{automation}(这条|那条|这个|那个|的)[自动化|规则|自动规则|流程][先|给我|帮我|可以](停用|关闭|关掉|停掉|暂停|停了|关了|停|关)[一下|吧|了|掉][,，][太吵了|太烦了|不需要了|没用]",
        "{automation}(自动化|规则|流程)[先|给我|帮我|可以](停用|关闭|关掉|停掉|暂停|停了|关了)[一下|吧|了]",
        "{automation}(太吵|太烦)了[,，](关掉|停掉|关了|停了|停用)[吧|它]",
    ],
)
def disable_automation(turn: Turn, automation: Automation) -> Reply:
    turn.about(automation)
    text = (
        T("{automation} is off.", "“{automation}”已停用。")
        if automation.turn_off()
        else T("{automation} is off already.", "“{automation}”本来就没启用。")
    )
    return turn.done(text, automation=automation, buttons=[(TURN_ON, _says("enable", automation))])


@command(
    "automation.runs",
    needs="automations.read",
    help=T("When an automation ran, and what came of it", "自动化的运行记录"),
    example=T("runs of automation #1", "自动化#1的运行记录"),
    slash=("automation runs", "runs", "自动化 记录"),
    en=[
        "[show|list|see] [me] [the] (runs|run history|history|log|logs|executions|firings) (of|for|from) [the] (automation|rule|workflow) {automation}",
        "[show|list|see] [me] [the] (runs|run history|log|logs|executions|firings) (of|for|from) [the] {automation} [automation|rule|workflow]",
        "[show|list|see] [me] [the] {automation} [automation|rule|workflow] (runs|run history|log|executions|firings)",
        "[show me] when [did] (it|{automation}) [automation|rule|workflow] last (ran|run|fired|fire|triggered)",
        "[show me] when [was] [the] last time [the] {automation} [automation|rule|workflow] (ran|fired|run)",
        "(did|has) [the] {automation} [automation|rule|workflow] (fire|run|trigger|go off|fired|gone off) [yet|today|over the weekend|this week|or not|yesterday|last night|over the weekend or not|at all|lately|recently]",
        "(did|has) {automation=it|that} (fire|run|trigger|go off|fired|ran) [yet|today|over the weekend|this week|or not|yesterday|last night|over the weekend or not|at all|lately|recently]",
        "(how often|how many times) (did|has) [the] {automation} [automation|rule|workflow] (fire|run|fired|ran|triggered) [this week|this month|lately]",
        "[and] [the] runs",
        "(what did|what has) [the] {automation} (automation|rule|workflow) (do|done) [lately|today|this week|so far]",
        "(what have|what did) [the|our|all] (automations|rules) (done|do|run) [lately|today|this week|recently]",
        "[show|list] [me] [the] (automation|rule) (runs|log|history)",
    ],
    zh=[
        "[查看|看看|看下|看一下|查|给我看]{automation}[这条|那条|这个|那个|的][自动化|规则|流程][的](运行记录|执行记录|触发记录|运行情况|运行历史|执行历史|执行情况|触发情况|运行日志|日志)",
        "[然后|再][查看|看看|看下|看一下|查](它|{automation})的(运行记录|执行记录|触发记录|运行情况)",
        "{automation}[这条|那条|这个|那个|的][自动化|规则|流程][最近|今天|昨天|上次|这周|本周](跑过|触发过|运行过|执行过|跑了|触发了|响过)[吗|没有|没|几次|多少次]",
        "{automation}[这条|那条|的][自动化|规则|流程](上次|最近一次|最后一次)[是](什么时候|几时|何时)(跑|触发|运行|执行|响)[的]",
        "[查看|看看](自动化|规则)[的](运行记录|执行记录|触发记录|运行日志)",
    ],
)
def show_runs(turn: Turn, automation: Automation | None = None, page: int = 1) -> Reply:
    rows = turn.crm.rule_runs.of(automation) if automation else turn.crm.rule_runs.latest()
    turn.about(automation)
    turn.shown.add("automations")
    columns = {
        T("When", "时间"): lambda run: run.at,
        T("About", "对象"): lambda run: _about(turn, run),
        T("Outcome", "结果"): lambda run: STATES[State(run.state)],
        T("What came of it", "经过"): _last_words,
        T("Took", "耗时"): lambda run: f"{run.took_ms} ms",
    }
    if automation is None:
        columns = {NAME: lambda run: run.automation.name, **columns}
    title = T("{count} run(s){of}", "运行 {count} 次{of}")
    nothing = T("It hasn't run yet{of}.", "还没有运行过{of}。")
    of = turn.voice.say(T(" of {automation}", "：{automation}"), automation=automation) if automation else ""
    return turn.table(rows, columns, title, nothing, page, of=of)


@command(
    "automation.test",
    needs="automations.read",
    help=T(
        "Say what an automation would have done in the last 30 days; changes nothing",
        "试跑：近30天会做什么，不改动任何数据",
    ),
    example=T("test automation #1", "试跑自动化#1"),
    slash=("automation test", "自动化 试跑"),
    en=[
        "(test|try|try out|rehearse|dry run|dry-run|simulate|preview|check) [the|my|our] (automation|rule|workflow) [called|named|:] {automation} [first|please|on the last 30 days]",
        "(test|try|try out|rehearse|dry run|dry-run|simulate|preview|check) [the|my|our] {automation} (automation|rule|workflow) [first|please|on the last 30 days]",
        "(test|try|try out|rehearse|dry run|dry-run|simulate|preview|check) [the|my|our] {automation} (automation|rule|workflow) [,] (don't|dont|do not|without) [actually] (send|sending|do|doing|change|changing) (anything|a thing)",
        "(test|rehearse|dry run|dry-run|simulate) [the|my|our] {automation} [first|please]",
        "(run|do|make|give) [me] [a] (test|dry run|dry-run|rehearsal|trial run|test run|simulation) (of|for|on) [the|my|our] {automation} [automation|rule|workflow]",
        "what would [the] {automation} [automation|rule|workflow] have done [lately|in the last 30 days|last month|so far]",
        "what would {automation=it|that|this} have done [lately|in the last 30 days|last month]",
        "(show|tell|see) [me] what [the|my|our] {automation} (automation|rule|workflow) would have done [lately|in the last 30 days|last month]",
        "what [the|my|our] {automation} (automation|rule|workflow) would have done [lately|in the last 30 days|last month]",
        "(would|does|will) [the] {automation} (automation|rule|workflow) work",
        "(test|try|rehearse) {automation=it|that|this} [first|out|please]",
    ],
    zh=[
        "(测试|试跑|试运行|试一下|试试|演练|模拟|预演|测一下|測試)[一下|下|一遍](自动化|规则)[:：]{automation}",
        "(测试|试跑|试运行|试一下|试试|演练|模拟|预演|测一下|測試)[一下|下|一遍]{automation}[这条|那条|这个|那个|的](自动化|规则|流程)[,，][先]别(真的发|真发|发出去|真的执行)",
        "(测试|试跑|试运行|试一下|试试|演练|模拟|预演|测一下|測試)[一下|下|一遍]{automation}[这条|那条|这个|那个|的](自动化|规则|流程)",
        "(测试|试跑|试运行|演练|模拟|预演|測試)[一下|下|一遍]{automation}",
        "(把|将){automation}[这条|那条][自动化|规则](测试|试跑|试运行|演练|模拟)(一下|一遍|下)",
        "{automation}[这条|那条|这个|那个]的?(自动化|规则|流程)(过去|近|最近)(30天|一个月|三十天)会做什么".replace(
            "的?", "[的]"
        ),
    ],
)
def try_automation(turn: Turn, automation: Automation, page: int = 1) -> Reply:
    turn.about(automation)
    rows = rehearsed(turn.crm, automation, turn.voice)[::-1]
    columns = {
        T("When", "时间"): lambda would: would.at,
        T("About", "对象"): lambda would: label_of(turn.crm, would),
        T("It would", "会做的事"): lambda would: "; ".join(would.steps) or "–",
    }
    title = T(
        "In the last {days} days {automation} would have run {count} time(s). Nothing was changed.",
        "近 {days} 天“{automation}”会触发 {count} 次。没有改动任何数据。",
    )
    nothing = T(
        "In the last {days} days {automation} would not have run. Nothing was changed.",
        "近 {days} 天“{automation}”不会触发。没有改动任何数据。",
    )
    reply = turn.table(rows, columns, title, nothing, page, days=DAYS, automation=automation)
    own = () if automation.enabled else turn.buttons((TURN_ON, _says("enable", automation)))
    return reply.but(buttons=(*own, *reply.buttons), figures={"runs": len(rows), "days": DAYS})


STATES = {
    State.WAITING: T("going on", "进行中"),
    State.DONE: T("done", "完成"),
    State.ENDED: T("ended: a condition did not hold", "结束：条件不成立"),
    State.FAILED: T("failed", "失败"),
    State.HELD: T("stopped by a guard", "被保护机制拦下"),
}


def _about(turn: Turn, run: RuleRun) -> str:
    if run.record is None or run.record_id is None:
        return "–"
    records: Any = getattr(turn.crm, run.record, None)
    row = records.by_ids([run.record_id]).get(run.record_id) if records else None
    return row.label if row else f"#{run.record_id}"


def _last_words(run: RuleRun) -> str:
    said: Sequence[dict[str, str]] = run.log
    return "; ".join(line["text"] for line in said[-3:]) or "–"


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


@command(
    "automation.stop",
    needs="automations.admin",
    help=T("Stop all automations at once", "一键停掉所有自动化"),
    example=T("stop all automations", "停掉所有自动化"),
    slash=("automation stop", "自动化 全停"),
    en=[
        "(stop|pause|kill|disable|halt|turn off|switch off|suspend) (all|every|all the|all of the|all our) (automations|automation|rules|rule|workflows)"
    ],
    zh=["(停掉|停用|暂停|关掉|关闭|停止)(所有|全部)[的](自动化|规则|自动规则)"],
)
def stop_all(turn: Turn) -> Reply:
    turn.crm.automations.stop(True)
    text = T(
        "All automations are stopped. Reminders and tasks still come. What happens meanwhile is not made up for.",
        "所有自动化已停用。提醒和任务照常。停用期间发生的事不会补做。",
    )
    return turn.done(text, buttons=[(T("Resume", "恢复"), "/automation.resume")])


@command(
    "automation.resume",
    needs="automations.admin",
    help=T("Let the automations run again", "恢复所有自动化"),
    example=T("resume automations", "恢复自动化"),
    slash=("automation resume", "自动化 恢复"),
    en=["(resume|unpause|restart|turn on|switch on) [all] [the|our] (automations|rules|workflows) [again]"],
    zh=["(恢复|重新启用|重新打开)[所有|全部][的](自动化|规则|自动规则)"],
)
def resume_all(turn: Turn) -> Reply:
    turn.crm.automations.stop(False)
    return turn.done(T("The automations run again.", "自动化已恢复运行。"))
