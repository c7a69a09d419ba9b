"""When and where a member wants to be written to unasked: their hours, their quiet, how much, on which app; read back."""

from datetime import time
from typing import Annotated, Any

from crm_domain import notices
from crm_domain.errors import BadValue
from crm_domain.outbox import doors_of
from crm_domain.texts import T
from crm_domain.workspaces import give_managers
from handlers.clock_slot import ClockSlot
from handlers.command import command
from handlers.commands.notices import cause_of
from handlers.limit_slot import LimitSlot
from handlers.reading.words import vocabulary
from handlers.reply import Reply
from handlers.slots import WordSlot
from handlers.turn import Turn

APPS = vocabulary(
    slack="Slack",
    telegram="Telegram, tg, TG, telegram app, 电报, 飞机",
    last="any, either, whichever, wherever, any app, either one, wherever i am, whichever i used last, 都行, 都可以, 随便, 哪个都行",
)
APP_NAMES = {
    "slack": T("Slack", "Slack"),
    "telegram": T("Telegram", "Telegram"),
    "last": T("the app you used last", "最近使用的应用"),
}
WORKING, QUIET, MOST, APP, MUTED = (
    T("Working hours", "工作时间"),
    T("Quiet hours", "免打扰时段"),
    T("Messages a day, at most", "每天最多主动消息"),
    T("App", "首选应用"),
    T("Muted", "已屏蔽"),
)
SPAN, ALWAYS = (
    T("{start} to {end}, Monday to Friday", "周一至周五 {start}–{end}"),
    T("{start} to {end}", "{start} 至 {end}"),
)
NOTHING_LONG = T(
    "From {start} to {end} is no time at all. Say two different hours.", "{start}到{end}是空的，请说两个不同的时间。"
)
OVERNIGHT = T(
    "Working hours end on the day they begin: {end} is before {start}.",
    "下班时间 {end} 早于上班时间 {start}，请重新说。",
)
TOO_FEW = T("Say a number from 1 to {most}.", "请说 1 到 {most} 之间的数字。")
LARGEST = 500


def _settings(turn: Turn) -> dict[T, object]:
    """How all of it stands."""
    me, say = turn.me, turn.voice.say
    muted = [say(cause_of(turn, one.cause)) for one in notices.mutes_of(turn.crm.session, me.id)]
    return {
        WORKING: say(SPAN, start=me.day_from, end=me.day_to),
        QUIET: say(ALWAYS, start=me.quiet_from, end=me.quiet_to),
        MOST: me.most_a_day,
        APP: say(APP_NAMES.get(me.app or "last", APP_NAMES["last"])),
        MUTED: say(T("{names}", "{names}"), names=muted) if muted else None,
    }


def _told(turn: Turn, text: T, **values: Any) -> Reply:
    """What was changed, and how all of it stands now."""
    turn.about(turn.me)
    return turn.done(text, fields=_settings(turn), **values)


@command(
    "notice.settings",
    help=T("When, how often and where I write to you unasked", "查看通知设置：时间、数量、应用"),
    example=T("my notification settings", "我的通知设置"),
    slash=("notifications", "notification settings", "通知设置"),
    en=[
        "[show|see|what are|what's] [me] [my] (notification|notifications|alert|message) (settings|preferences|setup)",
        "(what are|what's|show me|show) my (working hours|work hours|quiet hours|office hours|daily cap|daily limit)",
        "when (do|will|can|may) you (message|ping|notify|disturb|bother|write to) me",
        "(what|which messages|which alerts|which notifications) (did i mute|have i muted|do i have muted|is muted|are muted)",
        "[show|list] [me] my mutes",
        "(how many|how much) (messages|notifications) do you send me a day at most",
        "(where|on which app|which app) do you (message|ping|notify|reach|write to) me [on]",
    ],
    zh=[
        "[查看|看看|看一下|看下|打开][我的|我][的](通知|消息|提醒|免打扰)(设置|偏好)",
        "[我][都](屏蔽了|屏蔽过|静音了)(什么|哪些|啥)[消息|通知]",
        "我的(工作时间|免打扰时段|免打扰时间|上下班时间|每日上限)[是|是什么|是几点|是多少|设的什么]",
        "(你|系统)(什么时候|几点)(会|能|才会)(给我发|通知|打扰|提醒)[我][消息]",
    ],
)
def show_settings(turn: Turn) -> Reply:
    return _told(turn, T("This is how I write to you unasked.", "我主动给你发消息的设置如下。"))


@command(
    "notice.hours",
    help=T("Set your working hours; digests come then", "设置你的工作时间，早报等只在这段时间发"),
    example=T("my working hours are 9:30 to 18:30", "我的工作时间是9:30到18:30"),
    slash=("working hours", "工作时间"),
    en=[
        "[set|change] my (working hours|work hours|office hours|hours|working day|workday) [are|is|to|from|:] [now|from] {start} (to|until|till|and|-|–) {end}",
        "i (work|am at work|'m at work|am in the office) [from|between] {start} (to|until|till|and|-|–) {end}",
        "i (start|begin|start work|begin work|start working) at {start}",
        "my (working day|workday|day) (starts|begins) at {start}",
        "i (finish|stop|stop work|finish work|knock off|go home|leave) at {end}",
        "my (working day|workday|day) ends at {end}",
    ],
    zh=[
        "(把|将|设置|修改|改)[一下]我的(工作时间|上班时间|上下班时间)[设为|设成|改为|改成|是|为|：|:]{start}(到|至|-|—|~){end}",
        "我的(工作时间|上班时间|上下班时间)[设为|设成|改为|改成|是|为|：|:]{start}(到|至|-|—|~){end}",
        "我{start}上班[,，]{end}下班",
        "我{start}(到|至|-){end}上班",
        "我[每天|一般]{start}(上班|开始上班|开始工作)",
        "我[每天|一般]{end}下班",
    ],
)
def set_hours(
    turn: Turn,
    start: Annotated[time | None, ClockSlot()] = None,
    end: Annotated[time | None, ClockSlot(later=True)] = None,
) -> Reply:
    begins, ends = (f"{start:%H:%M}" if start else turn.me.day_from, f"{end:%H:%M}" if end else turn.me.day_to)
    if ends <= begins:
        raise BadValue(OVERNIGHT, start=begins, end=ends)
    turn.me.day_from, turn.me.day_to = begins, ends
    text = T(
        "You work from {start} to {end}. Digests come when your day begins.",
        "你的工作时间是 {start} 到 {end}，早报在上班时发。",
    )
    return _told(turn, text, start=begins, end=ends)


_STOP = "(don't|dont|do not|never|please don't|pls don't) (message|ping|disturb|bother|notify|text|contact|bug|write to|alert|wake) me"
_NO = "no (messages|notifications|pings|alerts|reminders|disturbance)"
_STOP_ZH = "(别|不要|请勿|请别|请不要|勿|不许|别再)[给我|向我|再][发|推|发送|推送|打扰|通知|提醒|叫|吵][我][消息|通知|提醒|信息][了]"


@command(
    "notice.quiet",
    help=T("Set your quiet hours: then only what is urgent comes", "设置免打扰时段，期间只收紧急消息"),
    example=T("don't message me before 9", "晚上8点后别打扰我"),
    slash=("quiet hours", "免打扰时段"),
    en=[
        "(quiet hours|do not disturb|don't disturb me|dnd) [are|from|between|:] {start} (to|until|till|and|-|–) {end}",
        "(set|change|make) [my] quiet hours [to|from] {start} (to|until|till|and|-|–) {end}",
        f"{_STOP} (between|from) {{start}} (and|to|until|till|-|–) {{end}}",
        f"{_NO} (between|from) {{start}} (and|to|until|till|-|–) {{end}}",
        f"{_STOP} after {{start}} (or|and|nor) before {{end}}",
        f"{_STOP} before {{end}} (or|and|nor) after {{start}}",
        f"{_NO} after {{start}} (or|and|nor) before {{end}}",
        f"{_NO} before {{end}} (or|and|nor) after {{start}}",
        f"{_STOP} (before|until|till|earlier than) {{end}} [in the morning|a.m.] [please]",
        f"{_NO} (before|until|till) {{end}} [please]",
        f"{_STOP} (after|past|later than) {{start}} [in the evening|at night] [please]",
        f"{_NO} (after|past) {{start}} [please]",
    ],
    zh=[
        "[设置|把|将|改][我的]免打扰[时段|时间][设为|设成|是|为|从|改成|改为|：|:]{start}(到|至|-|—|~){end}",
        f"{{start}}(到|至|-|—|~){{end}}[之间|期间]{_STOP_ZH}",
        f"{{start}}(以后|之后|后)[,，和到][第二天|次日]{{end}}(以前|之前|前){_STOP_ZH}",
        f"{{end}}(以前|之前|前)[,，][请|都]{_STOP_ZH}",
        f"{{start}}(以后|之后|后|过后)[,，][请|都|就]{_STOP_ZH}",
        "{start}(到|至){end}免打扰",
    ],
)
def set_quiet(
    turn: Turn,
    start: Annotated[time | None, ClockSlot(later=True)] = None,
    end: Annotated[time | None, ClockSlot()] = None,
) -> Reply:
    begins, ends = (f"{start:%H:%M}" if start else turn.me.quiet_from, f"{end:%H:%M}" if end else turn.me.quiet_to)
    if begins == ends:
        raise BadValue(NOTHING_LONG, start=begins, end=ends)
    turn.me.quiet_from, turn.me.quiet_to = begins, ends
    text = T(
        "Between {start} and {end} you hear only of what is urgent, and of what you set for that time yourself.",
        "{start} 到 {end} 之间，只有紧急消息和你自己设的提醒会打扰你。",
    )
    return _told(turn, text, start=begins, end=ends)


_THINGS = "(messages|message|notifications|notification|alerts|reminders|pings|nudges)"
_THINGS_ZH = "[消息|提醒|通知|推送|信息|主动消息]"


@command(
    "notice.most",
    help=T(
        "Set how many messages a day I may send you unasked; more come in one",
        "设置每天最多几条主动消息，多出的合并发送",
    ),
    example=T("at most 5 notifications a day", "最多每天五条提醒"),
    slash=("daily cap", "每日上限"),
    en=[
        f"[send me] (at most|no more than|not more than|max|maximum|up to|only) {{most}} {_THINGS} (a|per|each|every) day",
        f"(limit|cap|restrict|keep) [my|me to|the] [{_THINGS[1:-1]}] [to|at] {{most}} [{_THINGS[1:-1]}] (a|per|each) day",
        f"(max|maximum|at most|no more than) {{most}} {_THINGS} daily",
        "(set|change) [my] (daily cap|daily limit|daily maximum) [to|at] {most}",
        f"(don't|dont|do not) send me more than {{most}} {_THINGS} (a|per) day",
        f"i want (at most|no more than|max) {{most}} {_THINGS} (a|per|each) day",
    ],
    zh=[
        f"[我]每天[给我|发]最多[只|发|收|给我发]{{most}}[条|个]{_THINGS_ZH}",
        f"[给我]最多每天[发|给我发]{{most}}[条|个]{_THINGS_ZH}",
        f"[一天|每天|每日]{_THINGS_ZH}(别超过|不超过|不要超过|最多|限制在|控制在){{most}}[条|个]{_THINGS_ZH}",
        f"(一天|每天|每日)[给我|发](别超过|不超过|不要超过|别发超过|不要发超过){{most}}[条|个]{_THINGS_ZH}",
        "(把|将)每日上限(设为|改为|改成|设成){most}[条|个]",
    ],
)
def set_most(turn: Turn, most: Annotated[int, LimitSlot()]) -> Reply:
    if not 1 <= most <= LARGEST:
        raise BadValue(TOO_FEW, most=LARGEST)
    turn.me.most_a_day = most
    text = T(
        "At most {most} messages a day that you didn't ask for; what is more comes in one the next morning.",
        "每天最多主动发 {most} 条，多出的第二天早上合并发送。",
    )
    return _told(turn, text, most=most)


@command(
    "notice.app",
    help=T("Choose the app on which I write to you unasked", "选择主动消息发到哪个应用"),
    example=T("message me on Telegram", "用Telegram给我发提醒"),
    slash=("preferred app", "首选应用"),
    en=[
        "(message|ping|notify|reach|contact|remind|alert|text|write to|write|dm) me (on|via|through|in|over) {app} [from now on|instead|please|only]",
        "(send|deliver|push) [me] [my|all|all my|the] (notifications|reminders|alerts|messages|digests) (on|via|through|to|in|over) [my] {app} [from now on|instead|please]",
        "use {app} (for|to send me|when you send me) [my|all my|the] (notifications|reminders|alerts|messages|digests)",
        "(i|i'd) prefer {app} [for (notifications|reminders|messages)]",
        "my preferred (app|channel|platform) is {app}",
        "(set|change) [my] preferred (app|channel|platform) [to] {app}",
    ],
    zh=[
        "[以后|今后|请][都]用{app}(给我发|发给我|通知|提醒|联系|推送给|告诉)[我][提醒|消息|通知]",
        "(提醒|消息|通知)[以后|都|请]*(发到|推到|发在|走)[我的]{app}[上|里|吧]".replace(
            "[以后|都|请]*", "[以后|都|请|以后都]"
        ),
        "(把|将)[我的](提醒|消息|通知)[都](发到|推到|发在|改到)[我的]{app}[上|里|吧]",
        "我[更](喜欢|习惯|常)用{app}",
        "(把|将)首选应用(设为|改为|改成|设成){app}",
    ],
)
def set_app(turn: Turn, app: Annotated[str, WordSlot(APPS, labels=APP_NAMES)]) -> Reply:
    turn.me.app = None if app == "last" else app
    doors = [door.channel for door in doors_of(turn.crm.session, turn.crm.workspace.id, turn.me)]
    known = T(
        "I write to you on {app}; where it refuses, on the other one.",
        "以后主动消息发到{app}，发不出去时改用其他应用。",
    )
    unknown = T(
        "I'll write to you on {app} as soon as you have said something to me there. Until then I use what we have.",
        "等你在{app}上和我说过话之后，就会发到那里；在此之前仍用现在的应用。",
    )
    return _told(turn, known if app == "last" or app in doors else unknown, app=APP_NAMES[app])


@command(
    "notice.managers",
    needs="automations.admin",
    help=T(
        "Make this the managers' channel: the weekly and monthly reports come here",
        "把本群设为经理群，周报和月报发到这里",
    ),
    example=T("this is the managers' channel", "这是经理群"),
    slash=("managers channel", "经理群"),
    en=[
        "(this|this channel|this chat|this group|here) is [now] (the|our) (managers|managers'|manager|manager's|management|leadership) (channel|chat|group)",
        "(make|use) this [channel|chat|group] [as] (the|our) (managers|managers'|manager|management|leadership) (channel|chat|group)",
        "(send|post) the (weekly report|weekly reports|managers' report) (here|to this channel|in this channel|to this chat)",
    ],
    zh=[
        "(这|这里|这个群|本群)(就是|是)(经理|管理|管理层|领导)群",
        "(把|将)(这个群|本群|这里)(设为|设成|作为|当作)(经理|管理|管理层|领导)群",
        "(周报|每周报告|周报月报)(发到|发在)(这里|本群|这个群)",
    ],
)
def make_managers(turn: Turn) -> Reply:
    if not turn.group:
        give_managers(turn.crm.session, turn.crm.workspace.id, None)
        text = T(
            "Here we are alone: the weekly report goes to each manager. Say it in a channel to have it there.",
            "这里是单聊：周报会分别发给每位经理。要发到群里，请在那个群里说。",
        )
        return turn.done(text)
    channel = {"channel": turn.channel, "chat": turn.chat, "member": turn.me.id}
    give_managers(turn.crm.session, turn.crm.workspace.id, channel)
    text = T(
        "This is the managers' channel: the weekly report and the monthly review come here, not to each of them.",
        "已设为经理群：周报和月报发到这里，不再分别发给每位经理。",
    )
    return turn.done(text)
