"""What automations did, and what one would have done."""

from collections.abc import Sequence
from typing import Annotated, Any

from crm_domain.automations import Automation
from crm_domain.rule_runs import RuleRun, State
from crm_domain.texts import T
from handlers.command import command
from handlers.commands.automations import NAME, TURN_ON, says
from handlers.reading.words import vocabulary
from handlers.rehearsal import DAYS, label_of, rehearsed
from handlers.reply import Reply
from handlers.slots import WordSlot
from handlers.turn import Turn

STATES = {
    State.WAITING: T("going on", "进行中"),
    State.DONE: T("done", "完成"),
    State.ENDED: T("ended: a condition did not hold", "结束：条件不成立"),
    State.FAILED: T("failed", "失败"),
    State.HELD: T("stopped by a guard", "被保护机制拦下"),
}
OUTCOMES = vocabulary(
    failed="failed, fail, failing, broken, broke, went wrong, 失败, 出错, 报错",
    held="held, blocked, stopped by a guard, 被拦, 被拦下",
)


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
        "(show|list|see) [me] [all] [the|our|my] [last|latest|recent] runs",
        "(what did|what has) [the] {automation} (automation|rule|workflow) (do|done) [lately|today|this week|so far]",
        "(what have|what did) [the|our|all] (automations|rules) (done|do|run) [lately|today|this week|recently]",
        "[show|list] [me] [the] (automation|rule) (runs|log|history)",
        "(why|how come) (didn't|didnt|did not|hasn't|has not|doesn't) [the|my] {automation} [automation|rule|workflow] (fire|run|trigger|go off|fired|work|do anything)",
        "(why|how come) (didn't|didnt|did not|hasn't|has not|doesn't) {automation=it|that|this} (fire|run|trigger|go off|fired|work|do anything)",
        "(why|how come) (didn't|didnt|did not|hasn't|has not|doesn't) (my|the|our) (automation|rule|workflow) (fire|run|trigger|go off|fired|work|do anything)",
        "(which|what) (automations|rules|workflows) [have|has] {outcome} [lately|today|this week|recently]",
        "[show|list|any] [me] [the] {outcome} (automations|rules|workflows|runs|automation runs)",
    ],
    zh=[
        "[查看|看看|看下|看一下|查|给我看]{automation}[这条|那条|这个|那个|的][自动化|规则|流程][的](运行记录|执行记录|触发记录|运行情况|运行历史|执行历史|执行情况|触发情况|运行日志|日志)",
        "[然后|再][查看|看看|看下|看一下|查](它|{automation})的(运行记录|执行记录|触发记录|运行情况)",
        "{automation}[这条|那条|这个|那个|的][自动化|规则|流程][最近|今天|昨天|上次|这周|本周](跑过|触发过|运行过|执行过|跑了|触发了|响过)[吗|没有|没|几次|多少次]",
        "{automation}[这条|那条|的][自动化|规则|流程](上次|最近一次|最后一次)[是](什么时候|几时|何时)(跑|触发|运行|执行|响)[的]",
        "[查看|看看](自动化|规则)[的](运行记录|执行记录|触发记录|运行日志)",
        "{automation}最近(跑得怎么样|跑得如何|跑过没|跑了吗)[,，][看看执行记录|看下记录|看看记录|看看运行记录]",
        "(为什么|为啥|怎么){automation=它|这条|这个|那条}[规则|自动化|流程][还](没触发|没有触发|没跑|没响|没动静|没反应|没执行|不触发|不执行)",
        "{automation}[这条|那条|的][自动化|规则|流程](为什么|为啥|怎么)[还](没触发|没有触发|没跑|没响|没反应|没执行|不触发)",
        "(为什么|为啥|怎么)[我的](规则|自动化|流程)[还](没触发|没有触发|没跑|没响|没动静|没反应|没执行|不触发|不执行)",
        "(哪些|哪条|什么)(自动化|规则|流程){outcome}了",
        "[有没有]{outcome}的(自动化|规则|流程|运行)[吗]",
    ],
)
def show_runs(
    turn: Turn,
    automation: Automation | None = None,
    outcome: Annotated[str | None, WordSlot(OUTCOMES)] = None,
    page: int = 1,
) -> Reply:
    state = State(outcome) if outcome else None
    rows = turn.crm.rule_runs.of(automation, state=state) if automation else turn.crm.rule_runs.latest(state=state)
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
    of = turn.voice.say(T(" of {automation}", "：{automation}"), automation=automation) if automation else ""
    return turn.table(rows, columns, title, _none(turn, automation, state), page, of=of, automation=automation)


def _none(turn: Turn, automation: Automation | None, state: State | None) -> T:
    """Why there is nothing to show."""
    if state:
        return T("None of the runs ended so.", "没有这样的运行记录。")
    if automation is None:
        return T("No automation has run yet.", "还没有自动化运行过。")
    if turn.crm.automations.stopped:
        return T(
            "“{automation}” hasn't run: all automations are stopped.", "“{automation}”没有运行：所有自动化都停着。"
        )
    if not automation.enabled:
        return T("“{automation}” hasn't run yet: it is off.", "“{automation}”还没有运行过：它没有启用。")
    return T(
        "“{automation}” hasn't run yet: what it waits for hasn't happened since it was turned on.",
        "“{automation}”还没有运行过：启用以来，触发条件还没出现过。",
    )


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
        "{automation}(试跑|试运行|试一下|跑一下试试|模拟)[一下|一遍]",
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
    own = () if automation.enabled else turn.buttons((TURN_ON, says("enable", automation)))
    return reply.but(buttons=(*own, *reply.buttons), figures={"runs": len(rows), "days": DAYS})
