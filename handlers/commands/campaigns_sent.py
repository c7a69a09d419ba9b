"""Campaigns are sent: now or at a time, after a look at whom they reach."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from crm_domain.campaigns import Audience, Campaign
from crm_domain.contacts import Contact
from crm_domain.texts import T
from handlers import mailing
from handlers.command import command
from handlers.commands.campaigns import PAST, moment_of
from handlers.reading.segment_words import criteria
from handlers.reading.words import YES
from handlers.reply import Reply
from handlers.slots import WordSlot
from handlers.turn import Ask, Turn

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
        f"{_SEND} [out] [the] {{name!}} [out] to [the] {{segment}}",
        f"{_SEND} [out] [the] {{name!}} [out] for [the] {{segment}}",
        f"{_SEND} [out] [the] {{name!}} [out] (on|at) {{at}} (to|for) [the] {{segment}}",
        f"{_SEND} [out] [the] {{name!}} [out] {{at}} (to|for) [the] {{segment}}",
        f"{_SEND} [out] [the] {{name!}} [out] (on|at|for) {{at}}",
        f"{_SEND} [out] [the] {{name!}} {{at}}",
        f"{_SEND} [out] [the] {{name!}} [out|now|right now|right away|immediately]",
        f"(schedule|plan|time|set) [the] {{name}} {_CAMPAIGN} [to go out|for sending|to be sent|to send] [to [the] {{segment}}] {_ON} {{at}}",
        "(schedule|plan|time|set) [the] {name!} [to go out|for sending|to be sent|to send] (on|at|for) {at}",
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
        f"[帮我|请|给我|麻烦](现在|马上|立刻|立即){_SEND_ZH}[一下|下]{{name!}}[这个|的][活动|营销活动|邮件|campaign|推广]",
        f"[帮我|请|给我|麻烦](把|将){{name!}}[这个|的][活动|营销活动|邮件|campaign|推广](定在|安排在|安排到|排在|设在|改到|约在){{at}}{_SEND_ZH}{_OUT_ZH}",
        f"{{name!}}[这个|的][活动|营销活动|邮件|campaign|推广](可以|该|能){_SEND_ZH}[了|吧|出去了|出去]",
        f"{{name!}}[这个|的][活动|营销活动|邮件|campaign|推广][定在|安排在|安排|定|改到|就|可以|现在]{{at}}{_SEND_ZH}{_OUT_ZH}",
        f"{{name!}}[这个|的][活动|营销活动|邮件|campaign|推广][现在|可以|马上|立刻]{_SEND_ZH}{_OUT_ZH}",
        f"(给|向){{segment}}{_SEND_ZH}[一下|下]{{name!}}[这个|的][活动|营销活动|邮件|campaign|推广]",
        f"(给|向){{segment}}{{at}}{_SEND_ZH}[一下|下]{{name!}}[这个|的][活动|营销活动|邮件|campaign|推广]",
        "(把|将){name}(发给|群发给|推给|发到){segment}",
    ],
)
def send_campaign(
    turn: Turn,
    name: Campaign,
    segment: str | None = None,
    message: str | None = None,
    at: date | datetime | None = None,
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
    moment = moment_of(turn, at)
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
