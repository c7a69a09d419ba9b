"""Campaigns: planned, sent to a segment of the customers, and looked back on."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Annotated, Any

from crm_domain.campaigns import Audience, Campaign
from crm_domain.contacts import Contact
from crm_domain.errors import BadValue
from crm_domain.texts import T
from handlers import mailing
from handlers.command import command
from handlers.reading.segment_words import criteria
from handlers.reading.words import YES
from handlers.reply import Reply
from handlers.slots import WordSlot
from handlers.turn import Ask, Turn
from handlers.when_slots import LaterSlot

SEGMENT, MESSAGE, WHEN = T("For", "面向"), T("Message", "内容"), T("When", "时间")
REACHED, CUSTOMERS = T("Would reach", "可发送"), T("Customers", "客户")
LEFT_OUT, HELD = T("Left out", "不发送"), T("Held back", "对照组")
PEOPLE = T("{n} contact(s)", "{n} 位联系人")
ADDED = T("Planned the campaign {name}.", "已建立营销活动：{name}。")
NOT_YET = T(
    "Planned the campaign {name}. I can't tell yet whom “{segment}” means: {why}",
    "已建立营销活动：{name}。暂时看不懂“{segment}”指哪些客户：{why}",
)
SENDS = T(
    "Send “{name}” by e-mail to {n} contact(s) at {k} customer(s){when}? {rest}“{message}”",
    "{when}把“{name}”用邮件发给 {k} 家客户的 {n} 位联系人吗？{rest}“{message}”",
)
AT = T(" at {at}", "在{at}")
NOBODY = T(
    "“{name}” would reach nobody: {k} customer(s) are in the segment “{segment}”, {opted} contact(s) opted out, {bare} have no e-mail address.",
    "“{name}”没有可发送的人：分群“{segment}”有 {k} 家客户，其中 {opted} 位已退订，{bare} 位没有邮箱。",
)
OPTED = T("{n} opted out", "{n} 位已退订")
BARE = T("{n} without an e-mail address", "{n} 位没有邮箱")
UNASKED = T("{n} never said yes or no", "{n} 位未明确表示同意或拒绝")
KEPT_BACK = T("{n} customer(s) are held back to compare with", "{n} 家客户作为对照不发送")
REST = T("({parts}.) ", "（{parts}。）")
SEND = T("Send it", "确认发送")
SENT = T(
    "“{name}” is in the outbox for {n} contact(s) at {k} customer(s). It leaves as soon as e-mail is connected; “delivery” tells.",
    "“{name}”已放入发件箱，发给 {k} 家客户的 {n} 位联系人。邮件接通后即发出；说“投递情况”可以查看。",
)
SCHEDULED = T("“{name}” goes out on {at}, to {n} contact(s) as of now.", "“{name}”将于{at}发出，目前有 {n} 位收件人。")
PAST = T("{at} has passed already. When shall “{name}” go out?", "{at}已经过去了。“{name}”什么时候发？")
MORNING = time(9)

_NEW = "(create|add|start|set up|make|plan|prepare|draft|new|build|begin|write|schedule|open)"
_KIND = "[a|an|the|my] [new] [marketing|email|e-mail|mail|mailing] campaign"
_CALLED = "[called|named|titled|:|-|,|with the name|with name]"
_FOR = "(for|to|targeting|target|aimed at|aiming at|, segment|segment|, target|, for|, to|, targeting|with segment|for segment|for the segment|to segment|; segment|, audience|audience)"
_SAYING = "(, message|message|saying|, saying|with the message|with message|, with the message|with the text|, text|text|that says|, text is|; message|. message|and the message|, and the message)"
_NEW_ZH = "[帮我|请|麻烦|给我](新建|创建|新增|建|做|加|添加|策划|建立|设|create|add|搞|弄|开|准备|发起)[一个|个|一场|一次|一条|场|次]"
_KIND_ZH = "[新的][营销|市场|推广|促销|邮件](活动|campaign|营销|推广活动|群发)"
_CALLED_ZH = "[叫|叫做|名为|名称|名字叫|名字是|主题|:|：|，|,]"
_FOR_ZH = "[,，;；](发给|面向|针对|目标客户|目标|对象是|对象|给|客户群|分群|target|segment|客户是|受众)[是|为|:|：]"
_SAYING_ZH = "[,，;；](内容|文案|正文|消息|信息|message|写|说|内容写|文字)[是|为|写|:|：]"


@command(
    "campaign.add",
    needs="campaigns.write",
    help=T("Plan a campaign: a message to a segment of the customers", "策划营销活动：给某类客户发一条消息"),
    example=T(
        "create campaign Mobile Launch for retail customers, message: Count stock from your phone",
        "新建活动 新春特惠，面向零售客户，内容：开工大吉，标签机八折",
    ),
    slash=("campaign add", "campaign new", "campaign", "活动 新建", "新建活动"),
    en=[
        f"{_NEW} {_KIND} {_CALLED} {{name}} {_FOR} [the] [segment] [:] {{segment}} {_SAYING} [is|of] [:] {{message}}",
        f"{_NEW} {_KIND} {_CALLED} {{name}} {_FOR} [the] [segment] [:] {{segment}} [,] {{at}} {_SAYING} [is|of] [:] {{message}}",
        f"{_NEW} {_KIND} {_CALLED} {{name}} {_FOR} [the] [segment] [:] {{segment}} : {{message}}",
        f"{_NEW} {_KIND} {_CALLED} {{name}} {_SAYING} [is|of] [:] {{message}} {_FOR} [the] [segment] [:] {{segment}}",
        f"{_NEW} {_KIND} {_CALLED} {{name}} {_SAYING} [is|of] [:] {{message}}",
        f"{_NEW} {_KIND} {_CALLED} {{name}} {_FOR} [the] [segment] [:] {{segment}} [,|and] [to be sent|to go out|go out|send it|sending|going out|on|at|for|starting|launching] [on|at] {{at}}",
        f"{_NEW} {_KIND} {_CALLED} {{name}} {_FOR} [the] [segment] [:] {{segment}}",
        f"{_NEW} {_KIND} {_CALLED} {{name}} [,|and] [to be sent|to go out|send it|sending|going out|on|at|starting|launching] [on|at] {{at}}",
        f'{_NEW} {_KIND} (called|named|titled|:|,|") {{name}}',
        f"{_NEW} [a|an|the] [new] [marketing|email|e-mail|mail|mailing] campaign {{name}}",
        f"{_NEW} {_KIND} {_FOR} [the] [segment] {{segment}} (called|named|titled) {{name}} {_SAYING} [is|of] [:] {{message}}",
        f"{_NEW} {_KIND} {_FOR} [the] [segment] {{segment}} (called|named|titled) {{name}}",
        f"{_NEW} {_KIND} (for|to|targeting|aimed at) [the] {{segment}}",
        f"{_NEW} {_KIND}",
        f"[marketing|email|e-mail] campaign (:|called|named) {{name}} {_FOR} [the] [segment] [:] {{segment}} {_SAYING} [:] {{message}}",
        f"[i|we] (want|need|would like|'d like) {_KIND} {_CALLED} {{name}} {_FOR} [the] [segment] [:] {{segment}}",
        f"[i|we] (want|need|would like|'d like) {_KIND} {_CALLED} {{name}} {_FOR} [the] [segment] [:] {{segment}} {_SAYING} [:] {{message}}",
        f"let's (run|do|make|plan|start) {_KIND} {_CALLED} {{name}} {_FOR} [the] [segment] [:] {{segment}}",
    ],
    zh=[
        f"{_NEW_ZH}{_KIND_ZH}{_CALLED_ZH}{{name}}{_FOR_ZH}{{segment}}{_SAYING_ZH}{{message}}",
        f"{_NEW_ZH}{_KIND_ZH}{_CALLED_ZH}{{name}}{_SAYING_ZH}{{message}}{_FOR_ZH}{{segment}}",
        f"{_NEW_ZH}{_KIND_ZH}{_CALLED_ZH}{{name}}{_FOR_ZH}{{segment}}[,，;；][在|于|计划|定在|时间][是]{{at}}[发|发送|发出|开始|上线|推送]{_SAYING_ZH}{{message}}",
        f"{_NEW_ZH}{_KIND_ZH}{_CALLED_ZH}{{name}}{_FOR_ZH}{{segment}}[,，;；][在|于|计划|定在|时间][是]{{at}}[发|发送|发出|开始|上线|推送]",
        f"{_NEW_ZH}{_KIND_ZH}{_CALLED_ZH}{{name}}{_FOR_ZH}{{segment}}",
        f"{_NEW_ZH}{_KIND_ZH}{_CALLED_ZH}{{name}}{_SAYING_ZH}{{message}}",
        f"{_NEW_ZH}{_KIND_ZH}{_CALLED_ZH}{{name}}[,，;；][在|于|计划|定在|时间][是]{{at}}[发|发送|发出|开始|上线|推送]",
        f"{_NEW_ZH}{_KIND_ZH}{_CALLED_ZH}{{name}}",
        f"{_NEW_ZH}{_KIND_ZH}",
        f"(给|为|面向|针对){{segment}}{_NEW_ZH}{_KIND_ZH}{_CALLED_ZH}{{name}}{_SAYING_ZH}{{message}}",
        f"(给|为|面向|针对){{segment}}{_NEW_ZH}{_KIND_ZH}{_CALLED_ZH}{{name}}",
        f"{_NEW_ZH}{{name}}[这个|的][营销|市场|推广|促销](活动|campaign){_FOR_ZH}{{segment}}{_SAYING_ZH}{{message}}",
        f"{_NEW_ZH}{{name}}[这个|的][营销|市场|推广|促销](活动|campaign){_FOR_ZH}{{segment}}",
        f"{_NEW_ZH}(面向|针对|给){{segment}}的{_KIND_ZH}{_CALLED_ZH}{{name}}{_SAYING_ZH}{{message}}",
        f"{_NEW_ZH}(面向|针对|给){{segment}}的{_KIND_ZH}{_CALLED_ZH}{{name}}",
    ],
)
def add_campaign(
    turn: Turn,
    name: str,
    segment: str | None = None,
    message: str | None = None,
    at: Annotated[date | datetime | None, LaterSlot()] = None,
) -> Reply:
    moment = _moment(turn, at)
    if moment and moment <= turn.now:
        raise Ask("at", PAST, at=moment, name=name)
    campaign = turn.crm.campaigns.add(name, segment=segment, message=message, at=moment)
    turn.about(campaign)
    fields: dict[T, object] = {SEGMENT: segment, MESSAGE: message, WHEN: moment}
    buttons = [(T("Send it …", "发送……"), f"/campaign.send name=#{campaign.id}")] if segment and message else []
    try:
        fields |= _size(turn, segment) if segment else {}
    except BadValue as unknown:
        why = turn.voice.refusal(unknown)
        return turn.done(NOT_YET, name=name, segment=segment, why=why, fields=fields)
    return turn.done(ADDED, name=name, fields=fields, buttons=buttons)


def _moment(turn: Turn, at: date | datetime | None) -> datetime | None:
    """A day alone is its morning."""
    if at is None or isinstance(at, datetime):
        return at
    return datetime.combine(at, MORNING, turn.me.zone)


def _size(turn: Turn, segment: str) -> dict[T, object]:
    companies = mailing.customers(turn.crm, segment)
    found = turn.crm.campaigns.audience({company.id for company in companies})
    return {CUSTOMERS: found.companies, REACHED: turn.voice.say(PEOPLE, n=len(found.reached))}


_SEND = "(send|launch|fire off|send out|push out|push|blast|blast out|release|kick off|ship|deliver|mail out|mail|email|run|start|get out|execute|dispatch|go ahead with|trigger)"
_CAMPAIGN = "(campaign|mailing|newsletter|mailshot|mail campaign|email campaign|blast)"
_ON = "[on|at|for]"
_SEND_ZH = "(发|发送|群发|推送|推|发出|发布|发放|启动|投放|send|上线|执行)"
_OUT_ZH = "[出去|出|一下|下去|掉|了|吧|过去]"


@command(
    "campaign.send",
    needs="campaigns.write",
    help=T(
        "Send a campaign now or at a time: to those who may be written to, after you confirm",
        "发送营销活动：立即或定时，确认后只发给未退订的人",
    ),
    example=T("send the Winter Upgrade campaign tomorrow at 9am", "明天九点把年末清仓活动发出去"),
    slash=("campaign send", "活动 发送", "发送活动"),
    en=[
        f"{_SEND} [out] [the] {{name}} {_CAMPAIGN} [out] (to|for) [the] {{segment}} {_ON} {{at}}",
        f"{_SEND} [out] [the] {{name}} {_CAMPAIGN} [out] {_ON} {{at}} (to|for) [the] {{segment}}",
        f"{_SEND} [out] [the] {{name}} {_CAMPAIGN} [out] (to|for) [the] {{segment}}",
        f"{_SEND} [out] [the] {{name}} {_CAMPAIGN} [out] {_ON} {{at}}",
        f"{_SEND} [out] [the] {{name}} {_CAMPAIGN} [out] [now|right now|right away|immediately]",
        f"{_SEND} [out] [the] {_CAMPAIGN} {{name}} [out] (to|for) [the] {{segment}} {_ON} {{at}}",
        f"{_SEND} [out] [the] {_CAMPAIGN} {{name}} [out] (to|for) [the] {{segment}}",
        f"{_SEND} [out] [the] {_CAMPAIGN} {{name}} [out] {_ON} {{at}}",
        f"{_SEND} [out] [the] {_CAMPAIGN} {{name}} [out] [now|right now|right away|immediately]",
        f"{_SEND} [out] [the] {{name!}} (to|for) [the] {{segment}} {_ON} {{at}}",
        f"{_SEND} [out] [the] {{name!}} [out] (to|for) [the] {{segment}}",
        f"{_SEND} [out] [the] {{name!}} [out] {_ON} {{at}}",
        f"{_SEND} [out] [the] {{name!}} [out|now|right now|right away|immediately]",
        f"(schedule|plan|time|set) [the] {{name}} {_CAMPAIGN} [to go out|for sending|to be sent|to send] [to [the] {{segment}}] {_ON} {{at}}",
        f"(schedule|plan|time|set) [the] {{name!}} [to go out|for sending|to be sent|to send] {_ON} {{at}}",
        f"(schedule|plan|time|set) [the] {_CAMPAIGN} {{name}} [to go out|for sending|to be sent|to send] {_ON} {{at}}",
        f"{{at}} [,] {_SEND} [out] [the] {{name!}} [campaign|mailing] [out] [to [the] {{segment}}]",
        f"[the] {{name!}} [campaign|mailing] (should|can|must|may|is to) (go out|be sent|be sent out|start|leave) {_ON} {{at}}",
        "[the] {name!} [campaign|mailing] (should|can|must|may|is to) (go out|be sent|be sent out|start) (to|for) [the] {segment}",
        f"{_SEND} [out] [the|that|this] {_CAMPAIGN} [out|now] [to [the] {{segment}}] {_ON} {{at}}",
        f"{_SEND} [out] [the|that|this] {_CAMPAIGN} [out|now] (to|for) [the] {{segment}}",
        f"{_SEND} [out] [the|that|this] {_CAMPAIGN} [out|now]",
    ],
    zh=[
        f"{{at}}[,，][再|就|帮我|请|给我][把|将]{{name!}}[这个|的][活动|营销活动|邮件|campaign|推广]{_SEND_ZH}{_OUT_ZH}[给|到]{{segment}}",
        f"{{at}}[,，][再|就|帮我|请|给我][把|将]{{name!}}[这个|的][活动|营销活动|邮件|campaign|推广]{_SEND_ZH}{_OUT_ZH}",
        f"{{at}}[,，][再|就|帮我|请|给我](把|将){{name}}(活动|营销活动|campaign|推广活动){_SEND_ZH}{_OUT_ZH}",
        f"{{at}}[,，][再|就|帮我|请|给我]{_SEND_ZH}[一下|下]{{name!}}[这个|的][活动|营销活动|邮件|campaign|推广](给|到){{segment}}",
        f"{{at}}[,，][再|就|帮我|请|给我]{_SEND_ZH}[一下|下]{{name!}}[这个|的][活动|营销活动|邮件|campaign|推广]",
        "{at}[,，](把|将){name}(群发|发)(出去|给客户|给所有客户)",
        f"[帮我|请|给我|麻烦](把|将){{name!}}[这个|的][活动|营销活动|邮件|campaign|推广]{{at}}{_SEND_ZH}{_OUT_ZH}[给|到]{{segment}}",
        f"[帮我|请|给我|麻烦](把|将){{name!}}[这个|的][活动|营销活动|邮件|campaign|推广]{{at}}{_SEND_ZH}{_OUT_ZH}",
        f"[帮我|请|给我|麻烦](把|将){{name!}}[这个|的][活动|营销活动|邮件|campaign|推广][现在|马上|立刻|立即]{_SEND_ZH}{_OUT_ZH}[给|到]{{segment}}",
        f"[帮我|请|给我|麻烦](把|将){{name!}}[这个|的][活动|营销活动|邮件|campaign|推广][现在|马上|立刻|立即]{_SEND_ZH}{_OUT_ZH}",
        f"[帮我|请|给我|麻烦](把|将){{name}}(活动|营销活动|campaign|推广活动)[现在|马上|立刻|立即]{_SEND_ZH}{_OUT_ZH}[给|到]{{segment}}",
        f"[帮我|请|给我|麻烦](把|将){{name}}(活动|营销活动|campaign|推广活动)[现在|马上|立刻|立即]{_SEND_ZH}{_OUT_ZH}",
        f"[帮我|请|给我|麻烦]{_SEND_ZH}[一下|下]{{name!}}[这个|的][活动|营销活动|邮件|campaign|推广](给|到){{segment}}",
        f"[帮我|请|给我|麻烦]{_SEND_ZH}[一下|下]{{name!}}[这个|的][活动|营销活动|邮件|campaign|推广]",
        f"[帮我|请|给我|麻烦]{_SEND_ZH}[一下|下](活动|营销活动|campaign)[:：]{{name}}(给|到){{segment}}",
        f"[帮我|请|给我|麻烦]{_SEND_ZH}[一下|下](活动|营销活动|campaign)[:：]{{name}}",
        f"[帮我|请|给我|麻烦]{_SEND_ZH}[一下|下]{{name}}(活动|营销活动|campaign)",
        f"{{name!}}[这个|的][活动|营销活动|邮件|campaign|推广][定在|安排在|安排|定|改到|就|可以|现在]{{at}}{_SEND_ZH}{_OUT_ZH}",
        f"{{name!}}[这个|的][活动|营销活动|邮件|campaign|推广][现在|可以|马上|立刻]{_SEND_ZH}{_OUT_ZH}",
        f"(给|向){{segment}}{_SEND_ZH}[一下|下]{{name!}}[这个|的][活动|营销活动|邮件|campaign|推广]",
        f"(给|向){{segment}}{{at}}{_SEND_ZH}[一下|下]{{name!}}[这个|的][活动|营销活动|邮件|campaign|推广]",
    ],
)
def send_campaign(
    turn: Turn,
    name: Campaign,
    segment: str | None = None,
    message: str | None = None,
    at: Annotated[date | datetime | None, LaterSlot()] = None,
    sure: Annotated[str | None, WordSlot(YES)] = None,
) -> Reply:
    turn.about(name)
    campaign, moment = _ready(turn, name, segment, message), _when(turn, name, at)
    to = mailing.audience(turn.crm, campaign)
    if not to.written_to:
        counts = {"k": to.companies, "opted": len(to.opted_out), "bare": len(to.without_address)}
        return turn.refused(NOBODY, name=campaign.name, segment=campaign.segment, **counts)
    if sure != "yes":
        raise Ask("sure", SENDS, sure=SEND, **_preview(turn, campaign, to, moment))
    if moment:
        campaign.at, campaign.waiting = moment, True
        campaign.owner = turn.me
        done = turn.done(SCHEDULED, name=campaign.name, at=moment, n=len(to.written_to))
    else:
        sent = mailing.send(turn.crm, campaign, to)
        done = turn.done(SENT, name=campaign.name, n=len(sent), k=_companies(sent))
    return done.but(figures=_figures(to))


def _ready(turn: Turn, campaign: Campaign, segment: str | None, message: str | None) -> Campaign:
    """With what was said for this sending. Conflict where it went out already."""
    turn.crm.campaigns.refuse_sent(campaign)
    if segment:
        criteria(segment, turn.crm)
        campaign.segment = segment
    campaign.message = message or campaign.message
    return campaign


def _when(turn: Turn, campaign: Campaign, at: date | datetime | None) -> datetime | None:
    """The moment to come; None is now. What was planned with the campaign counts where nothing else is said."""
    moment = _moment(turn, at)
    if moment and moment <= turn.now:
        raise Ask("at", PAST, at=moment, name=campaign.name)
    if moment is None and campaign.at and campaign.at > turn.now:
        return campaign.at
    return moment


def _companies(contacts: Sequence[Contact]) -> int:
    return len({contact.company_id for contact in contacts})


def _preview(turn: Turn, campaign: Campaign, to: Audience, moment: datetime | None) -> dict[str, Any]:
    say = turn.voice.say
    parts = [
        say(text, n=n)
        for text, n in (
            (OPTED, len(to.opted_out)),
            (BARE, len(to.without_address)),
            (UNASKED, to.unasked),
            (KEPT_BACK, len(to.held)),
        )
        if n
    ]
    comma = "，" if turn.voice.lang == "zh" else ", "
    return {
        "name": campaign.name,
        "n": len(to.written_to),
        "k": _companies(to.written_to),
        "when": say(AT, at=moment) if moment else "",
        "rest": say(REST, parts=comma.join(parts)) if parts else "",
        "message": campaign.message,
    }


def _figures(to: Audience) -> dict[str, object]:
    return {
        "customers": to.companies,
        "contacts": len(to.written_to),
        "opted_out": len(to.opted_out),
        "without_address": len(to.without_address),
        "never_asked": to.unasked,
        "held_back": len(to.held),
    }
