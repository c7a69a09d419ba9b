"""How the automations do: what they sent, and which of them nobody heeds."""

from crm_domain.texts import T
from handlers.automation_health import Heard, health, heard, ignored, pauses
from handlers.command import command
from handlers.commands.automations import NAME, NUMBER
from handlers.reply import Reply
from handlers.turn import Turn

DAYS = 14


@command(
    "automation.health",
    needs="automations.read",
    help=T("Which automations are heeded, ignored or muted", "哪些自动化有人理、没人理、被屏蔽"),
    example=T("which rules are ignored?", "哪些规则没人理"),
    slash=("automation health", "自动化 效果"),
    en=[
        "(which|what) (rules|automations|notifications|alerts) (are|get) [mostly|always|being] (ignored|muted|not acted on|heeded)",
        "[show|are there] [me] [any|the] (ignored|muted|noisy|useless) (rules|automations|notifications|alerts)",
        "(which|what) (rules|automations|notifications|alerts) does (nobody|no one) (heed|read|act on|look at|react to)",
        "how (are|do) (the|our|my) (automations|rules) (do|doing|performing)",
    ],
    zh=[
        "(哪些|哪条|什么)(自动化|规则|通知|提醒)[老|总|总是|经常|大多](被忽略|没人理|没人理会|没人看|没人管|被屏蔽|太吵)",
        "[有没有]没人(理|看|管)的(自动化|规则|通知)[吗]",
        "[看看|查看](自动化|规则)[的](效果|健康情况|健康状况|反馈)[怎么样|如何]",
    ],
)
def show_health(turn: Turn, page: int = 1) -> Reply:
    turn.shown.add("automations")
    columns = {
        NUMBER: lambda one: f"#{one.rule.id}",
        NAME: lambda one: one.rule.name,
        T("Sent", "发出"): lambda one: one.taken.sent,
        T("Acted on", "有操作"): lambda one: one.taken.acted,
        T("Muted", "被屏蔽"): lambda one: one.taken.muted,
    }
    nothing = T(
        "No automation has sent anything unasked in the last {days} days.", "近 {days} 天没有自动化主动发过消息。"
    )
    text = "\n".join(health(turn.crm, turn.voice, DAYS))
    rows: list[Heard] = heard(turn.crm, DAYS)
    reply = turn.table(rows, columns, T("{text}", "{text}"), nothing, page, text=text, days=DAYS)
    buttons = turn.buttons(*pauses(ignored(turn.crm, DAYS)))
    return reply.but(buttons=(*buttons, *reply.buttons))
