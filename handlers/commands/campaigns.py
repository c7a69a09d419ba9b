"""Campaigns: planned, with a share of the customers held back to compare with."""

from datetime import date, datetime, time
from typing import Annotated

from crm_domain.campaigns import Campaign
from crm_domain.errors import BadValue
from crm_domain.texts import T
from handlers import mailing
from handlers.command import command
from handlers.limit_slot import ShareSlot
from handlers.reply import Reply
from handlers.turn import Ask, Turn

SEGMENT, MESSAGE, WHEN = T("For", "面向"), T("Message", "内容"), T("When", "时间")
REACHED, CUSTOMERS = T("Would reach", "可发送"), T("Customers", "客户")
PEOPLE = T("{n} contact(s)", "{n} 位联系人")
ADDED = T("Planned the campaign {name}.", "已建立营销活动：{name}。")
NOT_YET = T(
    "Planned the campaign {name}. I can't tell yet whom “{segment}” means: {why}",
    "已建立营销活动：{name}。暂时看不懂“{segment}”指哪些客户：{why}",
)
HELD_BACK = T(
    "{percent}% of the customers of “{name}”, drawn by lot, will get nothing: against them its effect can be told.",
    "“{name}”将随机留出 {percent}% 的客户不发送，作为对照来衡量效果。",
)
PAST = T("{at} has passed already. When shall “{name}” go out?", "{at}已经过去了。“{name}”什么时候发？")
MORNING = time(9)

_NEW = "(create|add|start|set up|make|plan|prepare|draft|new|build|begin|write|schedule|open)"
_KIND = "[a|an|the|my] [new] [marketing|email|e-mail|mail|mailing] campaign"
_CALLED = "[called|named|titled|:|-|,|with the name|with name]"
_FOR = "(for|to|targeting|target|aimed at|aiming at|, segment|segment|, target|, for|, to|, targeting|with segment|for segment|for the segment|to segment|; segment|, audience|audience)"
_SAYING = "(, message|message|saying|, saying|with the message|with message|, with the message|with the text|, text|text|that says|, text is|; message|. message|and the message|, and the message)"
_DATED = "(on|at|for|, on|, at|, to be sent|, to go out|to be sent|to go out|to go out on|and send it|, send it|, sending|going out|, going out|starting|launching|scheduled for|to be sent on|and send it on|, sending on)"
_NEW_ZH = "[帮我|请|麻烦|给我](新建|创建|新增|建|做|加|添加|策划|建立|设|create|add|搞|弄|开|准备|发起)[一个|个|一场|一次|一条|场|次]"
_KIND_ZH = "[新的][营销|市场|推广|促销|邮件](活动|campaign|营销|推广活动|群发)"
_CALLED_ZH = "[:|：|，|,][叫|叫做|名为|名称|名字|活动名|主题|名][叫|是|为|:|：]"
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
        f"{_NEW} {_KIND} {_CALLED} {{name}} {_FOR} [the] [segment] [:] {{segment}} {_DATED} [on|at] {{at}} {_SAYING} [is|of] [:] {{message}}",
        f"{_NEW} {_KIND} {_CALLED} {{name}} {_FOR} [the] [segment] [:] {{segment}} : {{message}}",
        f"{_NEW} {_KIND} {_CALLED} {{name}} {_SAYING} [is|of] [:] {{message}} {_FOR} [the] [segment] [:] {{segment}}",
        f"{_NEW} {_KIND} {_CALLED} {{name}} {_SAYING} [is|of] [:] {{message}}",
        f"{_NEW} {_KIND} {_CALLED} {{name}} {_FOR} [the] [segment] [:] {{segment}} {_DATED} [on|at] {{at}}",
        f"{_NEW} {_KIND} {_CALLED} {{name}} {_FOR} [the] [segment] [:] {{segment}}",
        f"{_NEW} {_KIND} {_CALLED} {{name}} {_DATED} [on|at] {{at}}",
        f"{_NEW} {_KIND} {_CALLED} {{name}}",
        f"{_NEW} {_KIND} {_FOR} [the] [segment] {{segment}} (called|named|titled) {{name}} {_SAYING} [is|of] [:] {{message}}",
        f"{_NEW} {_KIND} {_FOR} [the] [segment] {{segment}} (called|named|titled) {{name}}",
        f"{_NEW} {_KIND} (for|to|targeting|aimed at) [the] {{segment}}",
        f"{_NEW} {_KIND}",
        f"[marketing|email|e-mail] campaign (:|called|named) {{name}} {_FOR} [the] [segment] [:] {{segment}} {_SAYING} [:] {{message}}",
        f"[i|we] (want|need|would like|'d like) to (run|do|make|plan|start|create|set up|send) {_KIND} {_CALLED} {{name}} {_FOR} [the] [segment] [:] {{segment}}",
        f"[i|we] (want|need|would like|'d like) to (run|do|make|plan|start|create|set up|send) {_KIND} {_CALLED} {{name}} {_FOR} [the] [segment] [:] {{segment}} {_SAYING} [:] {{message}}",
        f"(launch|run) (a|an) [new] [marketing|email|e-mail|mail|mailing] campaign {_CALLED} {{name}} {_FOR} [the] [segment] [:] {{segment}}",
        f"(launch|run) (a|an) [new] [marketing|email|e-mail|mail|mailing] campaign {_CALLED} {{name}} {_FOR} [the] [segment] [:] {{segment}} {_SAYING} [:] {{message}}",
        "(launch|run) (a|an) [new] [marketing|email|e-mail|mail|mailing] campaign [called|named] {name}",
        f"[i|we] (want|need|would like|'d like) {_KIND} {_CALLED} {{name}} {_FOR} [the] [segment] [:] {{segment}}",
        f"[i|we] (want|need|would like|'d like) {_KIND} {_CALLED} {{name}} {_FOR} [the] [segment] [:] {{segment}} {_SAYING} [:] {{message}}",
        f"let's (run|do|make|plan|start) {_KIND} {_CALLED} {{name}} {_FOR} [the] [segment] [:] {{segment}}",
        "(make|create|set up|plan|new) [a] [new] campaign (for|to|targeting) {segment} called {name} : {message}",
        "(create|new|add|make) [a] campaign {name} for {segment} : {message}",
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
    at: date | datetime | None = None,
) -> Reply:
    moment = moment_of(turn, at)
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


def moment_of(turn: Turn, at: date | datetime | None) -> datetime | None:
    """A day alone is its morning."""
    if at is None or isinstance(at, datetime):
        return at
    return datetime.combine(at, MORNING, turn.me.zone)


def _size(turn: Turn, segment: str) -> dict[T, object]:
    companies = mailing.customers(turn.crm, segment)
    found = turn.crm.campaigns.audience({company.id for company in companies})
    return {CUSTOMERS: found.companies, REACHED: turn.voice.say(PEOPLE, n=len(found.reached))}


@command(
    "campaign.holdout",
    needs="campaigns.write",
    help=T("Hold back a share of the customers, to have something to compare with", "留一部分客户不发送，作为对照"),
    example=T("hold back 20% of campaign Winter Upgrade", "活动双旦促销留20%作对照"),
    slash=("campaign holdout", "holdout", "对照组"),
    en=[
        "(hold back|hold out|keep back|withhold|reserve|leave out) {share} [of|from|for|in] [the] [customers|contacts|recipients] [of|from|for|in] [the] (campaign|mailing) {campaign}",
        "(hold back|hold out|keep back|withhold|reserve|leave out) {share} [of|from|for|in] [the] [customers|contacts|recipients] [of|from|for|in] [the] {campaign!} [campaign]",
        "(hold back|hold out|keep back|withhold|reserve|leave out) {share} [of the customers|of them|as a control|as a control group|for comparison|as control]",
        "[set] [a|the] (holdout|hold-out|control group|control) [group] of {share} (for|on|in) [the] {campaign!} [campaign]",
        "(give|make) {campaign!} [campaign] a {share} (holdout|control group|control)",
    ],
    zh=[
        "活动{campaign}留[出|下]{share}[的][客户][不发送|不发][作为|作|做|当](对照|对照组|参照)",
        "[给]{campaign!}[活动]留[出|下]{share}[的][客户][不发送|不发][作为|作|做|当](对照|对照组|参照)",
        "留[出|下]{share}[的][客户][不发送|不发][作为|作|做|当](对照|对照组|参照)",
        "(把|将){campaign!}[活动]的(对照组|对照)(设为|设成|改成|定为){share}",
    ],
)
def hold_back(turn: Turn, campaign: Campaign, share: Annotated[int, ShareSlot()]) -> Reply:
    turn.crm.campaigns.refuse_sent(campaign)
    campaign.holdout = share
    turn.about(campaign)
    return turn.done(HELD_BACK, name=campaign.name, percent=share)
