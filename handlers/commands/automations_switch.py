"""Automations on and off: one, or all of them at once."""

from collections.abc import Iterator

from crm_domain.automations import Automation
from crm_domain.texts import T
from handlers.command import command
from handlers.commands.automations import TURN_ON, says, unknown_chats
from handlers.reply import Reply
from handlers.turn import Turn

ALL_OFF = T(
    "All automations are stopped here; say “resume automations” first.", "所有自动化都已停用，请先说“恢复自动化”。"
)
STILL_UNKNOWN = T(
    "I still don't know {chats}: let me in there, or it can't be told.",
    "我还不在{chats}里，请把我加进群，否则发不出去。",
)
_ON_EN = "(enable|activate|turn on|switch on|start|resume|re-enable|reactivate|restart|unpause|arm)"
_OFF_EN = (
    "(disable|deactivate|turn off|switch off|stop|pause|kill|shut off|shut down|suspend|halt|mute|shut up|silence)"
)


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
        "{automation}(那个|这个|那条|这条)[规则|自动化|流程](重新打开|打开|开启|启用|恢复|重新启用)[一下|吧|了]",
    ],
)
def enable_automation(turn: Turn, automation: Automation) -> Reply:
    turn.about(automation)
    turned = automation.turn_on(turn.now, turn.crm.calendar(automation.clock))
    text = (
        T("“{automation}” is on.", "“{automation}”已启用。")
        if turned
        else T("“{automation}” is on already.", "“{automation}”本来就是启用的。")
    )
    reply = turn.done(
        text,
        automation=automation,
        fields={T("Next", "下次"): automation.due_at if automation.rule["on"].get("every") else None},
    )
    return reply.but(text=" ".join([reply.text, *_in_its_way(turn, automation)]))


def _in_its_way(turn: Turn, automation: Automation) -> Iterator[str]:
    """Why nothing will come of it yet."""
    if turn.crm.automations.stopped:
        yield turn.voice.say(ALL_OFF)
    if chats := unknown_chats(turn, automation):
        yield turn.voice.say(STILL_UNKNOWN, chats=chats)


@command(
    "automation.disable",
    needs="automations.write",
    help=T("Turn an automation off", "停用一条自动化"),
    example=T("turn off automation #1", "停用自动化#1"),
    slash=("automation disable", "automation off", "自动化 停用"),
    en=[
        f"{_OFF_EN} [the|my|our] (automation|rule|workflow) [called|named|:] {{automation}} [for now|please]",
        f"{_OFF_EN} [the|my|our] {{automation}} (automation|rule|workflow|alert|nudge) [for now|its driving me nuts|it's driving me nuts|it's too noisy|it is annoying|it's annoying]",
        f"{_OFF_EN} [the|my|our|that] {{automation}} (thing|one) [for now|please]",
        f"{_OFF_EN} {{automation=it|that|this|that one}} [now|then|please|again]",
        "(disable|deactivate) [the|my|our] {automation} [for now]",
        "(turn|switch|shut) [the|my|our] {automation} [automation|rule|workflow] off [for now|again]",
        "(turn|switch|shut) [the|my|our] (automation|rule|workflow) {automation} off",
        "[the] {automation} (automation|rule|workflow) should be (off|stopped|disabled)",
        "[the] {automation} (automation|rule|workflow) is (too noisy|annoying|driving me nuts) [,] (turn it off|switch it off|stop it)",
        "(stop|quit) running [the] {automation} (automation|rule|workflow)",
        "(stop|quit|cancel|end) [the|my|our] {automation!} (report|schedule)",
        "(stop|quit|cancel) (sending|posting|mailing|emailing) [me|us] [the] {automation!} [report|list] [any more|anymore|please]",
        "(don't|dont|do not) (send|post|mail|email) [me|us] [the] {automation!} [report|list] (any more|anymore|again|any longer)",
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
        "(别再|不要再|不用再|停止|不再)(发|发送|推送|推|给我发|给我们发){automation!}[报表|报告][了]",
        "{automation}(太吵|太烦)了[,，](关掉|停掉|关了|停了|停用)[吧|它]",
        "{automation}(这条|这个|那条|那个)[自动化|规则|流程](停掉|关掉|停了|关了|先停|先关)[吧|掉|了][,，][{*}]",
        "{automation}(那个|这个|那条|这条)[规则|自动化|流程](关掉|停掉|停用|关了|停了|先停|禁用)[一下|吧|了]",
    ],
)
def disable_automation(turn: Turn, automation: Automation) -> Reply:
    turn.about(automation)
    text = (
        T("“{automation}” is off.", "“{automation}”已停用。")
        if automation.turn_off()
        else T("“{automation}” is off already.", "“{automation}”本来就没启用。")
    )
    return turn.done(text, automation=automation, buttons=[(TURN_ON, says("enable", automation))])


@command(
    "automation.stop",
    needs="automations.admin",
    help=T("Stop all automations at once", "一键停掉所有自动化"),
    example=T("stop all automations", "停掉所有自动化"),
    slash=("automation stop", "自动化 全停"),
    en=[
        "(stop|pause|kill|disable|halt|turn off|switch off|suspend) (all|every|all the|all of the|all our) (automations|automation|rules|rule|workflows)"
    ],
    zh=[
        "(停掉|停用|暂停|关掉|关闭|停止)[一下](所有|全部)[的](自动化|规则|自动规则)",
        "[把|将](所有|全部)[的](自动化|规则|自动规则)[都|先|全|都先](停掉|停用|暂停|关掉|关闭|停|关|停了|关了)[一下|吧|掉|了]",
    ],
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
    en=[
        "(resume|unpause|restart|turn on|switch on|start) [all] [the|our] (automations|rules|workflows) [again]",
    ],
    zh=[
        "(恢复|重新启用|重新打开)[所有|全部][的](自动化|规则|自动规则)",
        "[把|将](所有|全部)[的](自动化|规则|自动规则)[都|全](恢复|重新启用|重新打开|打开)[吧|了]",
    ],
)
def resume_all(turn: Turn) -> Reply:
    turn.crm.automations.stop(False)
    return turn.done(T("The automations run again.", "自动化已恢复运行。"))
