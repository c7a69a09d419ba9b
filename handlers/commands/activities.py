"""Activities: log what was done, list it."""

from datetime import date, datetime, time, timedelta
from typing import Annotated

from crm_domain.activities import KINDS, Activity, Kind
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.errors import BadValue
from crm_domain.members import Member
from crm_domain.texts import T
from crm_domain.tickets import Ticket
from handlers.command import command
from handlers.reading.spans import Period
from handlers.reading.talk_words import minutes_of, satisfaction_of
from handlers.reply import Reply
from handlers.slots import Past, Stranger
from handlers.turn import Ask, Turn

KIND, WHO, SUMMARY = T("Kind", "类型"), T("With", "对象"), T("Summary", "内容")
AT, BY, COMPANY, DEAL = T("When", "时间"), T("By", "跟进人"), T("Company", "公司"), T("Deal", "商机")


@command(
    "activity.log",
    needs="activities.write",
    help=T("Log a call, meeting, email, visit or note", "记录电话、会议、邮件、拜访或备注"),
    example=T("log a call with Dana: wants a two-year option", "记一个拜访 沈嘉怡 她说预算下周批"),
    slash=("log", "activity log", "记录", "跟进"),
    en=[
        "(log|record|add|note) [a|an|the] {kind} [with|to|at|for|on] [:|,] {*}",
        "(log|record|add) [a|an|the] {kind}",
        "(log|record) (that i|i) {kind} {*}",
        "(log|record|note) (:|-|that|this) [i|we] [just] {kind=called|rang|phoned|spoke to|talked to|met|met with|emailed|mailed|visited|stopped by|dropped by|swung by} {*!}",
        "[i|we] [just|had|have] [a|an] [good|great|quick|short|long] {kind} (with|w) {*}",
        "[i|we] [just] [had] {kind=called|rang|phoned|spoke with|spoke to|talked to|talked with|met|met with|emailed|mailed|visited|stopped by|dropped by|dropped in at|dropped in on|popped into|popped in at|swung by|went to see|hung up with|hung up w/|off the phone with|off the phone w/|lunch with|coffee with|call|meeting|email|visit|note} {*!}",
        "{kind=note|memo} (on|about|for) {*}",
        "{kind} [with|w] {contact} [done] , {summary}",
        "[i|we] [just] [had] {kind=called|rang|phoned|spoke with|spoke to|talked to|talked with|met|met with|emailed|mailed|visited|stopped by|dropped by|swung by|went to see|lunch with|coffee with} {company} [{at}] , {summary}",
        "[i|we] [just] [had] {kind=called|rang|phoned|spoke with|spoke to|talked to|talked with|met|met with|emailed|mailed|visited|stopped by|dropped by|swung by|went to see|lunch with|coffee with} {company} [on|at] {at}",
        "[i|we] [just] [had] {kind=called|rang|phoned|spoke with|spoke to|talked to|talked with|met|met with|emailed|mailed|visited|stopped by|dropped by|swung by|went to see|lunch with|coffee with} {contact} [on|at] {at}",
        "(had|have) [a|an] {kind} (with|at) {*}",
        "(left|leave) {contact} a {kind=voicemail|voice mail|vm} [about|re|on|regarding|:|,] {summary}",
        "(left|leave) {contact} a {kind=voicemail|voice mail|vm}",
        "(left|leave) a {kind=voicemail|voice mail|vm} (for|with) {contact} [about|re|on|regarding|:|,] {summary}",
        "{kind=tried|tried calling|tried to call|tried ringing|rang} {contact} [twice|again|two times|three times|a few times|several times] [,] {summary=no pickup|no pick up|no answer|no reply|no luck|voicemail|got voicemail|didn't pick up|not picking up}",
        "(shot|sent|dropped|fired off|fired) {contact} an {kind=email|mail|e-mail} [with|about|on|re] {summary}",
        "add to {contact}'s (record|file|card|notes) [:] {summary}",
        "(drop|put|leave|stick|add) a {kind=note} (on|onto|to) [the] {deal!} [deal] [,|:|that] {summary}",
        "{kind} w/ {contact} [done] (,|:|-) {summary}",
        "[i|we] [just] [had] [a] {kind} (with|w|w/) {contact} (:|-) {summary}",
        "{kind=note|memo} (:|-|that) {summary}",
    ],
    zh=[
        "(记|记录|登记|录|写)[一下|一个|一次|一条|个|次|条][了]{kind}[:：，]{*}",
        "(记|记录|登记|录|写)[一下|一个|一次|一条|个|次|条]{kind}",
        "[我][刚|刚刚|刚才][跟|和|与|给]{contact}{kind=打了个电话|打了电话|通了电话|通了个电话|通完电话|打完电话|通电话|打了通电话|电话聊了|见了面|见面|碰了面|开了会|开了个会|吃了饭|吃了个饭|喝了咖啡|发了邮件|发了封邮件}[了|过][,，:：]{summary}",
        "[我][刚|刚刚|刚才][跟|和|与|给]{contact}{kind=打了个电话|打了电话|通了电话|通了个电话|通完电话|打完电话|通电话|打了通电话|电话聊了|见了面|见面|碰了面|开了会|开了个会|吃了饭|吃了个饭|喝了咖啡|发了邮件|发了封邮件}[了|过]",
        "{at}[我][刚|刚刚|刚才][跟|和|与|给]{contact}{kind=打了个电话|打了电话|通了电话|通了个电话|通完电话|打完电话|通电话|打了通电话|电话聊了|见了面|见面|碰了面|开了会|开了个会|吃了饭|吃了个饭|喝了咖啡|发了邮件|发了封邮件}[了|过][,，:：]{summary}",
        "{at}[我][刚|刚刚|刚才][跟|和|与|给]{contact}{kind=打了个电话|打了电话|通了电话|通了个电话|通完电话|打完电话|通电话|打了通电话|电话聊了|见了面|见面|碰了面|开了会|开了个会|吃了饭|吃了个饭|喝了咖啡|发了邮件|发了封邮件}[了|过]",
        "{at}[我][刚|刚刚|刚才](跟|和|与){contact}{kind}(了|过|完)[,，:：]{summary}",
        "{at}[我][刚|刚刚|刚才](跟|和|与){contact}{kind}(了|过|完)",
        "[我](刚|刚刚|刚才)(跟|和|与){contact}{kind}(了|过|完)[,，:：]{summary}",
        "[我][刚|刚刚|刚才]{kind=打给|打给了|拜访了|见了|回访了|走访了|去看了|联系了|约了}{contact}[,，:：]{summary}",
        "{at}[我][刚|刚刚|刚才]{kind=打给|打给了|拜访了|见了|回访了|走访了|去看了|联系了|约了}{contact}[,，:：]{summary}",
        "[我][刚|刚刚|刚才]{kind=打给|打给了|拜访了|见了|回访了|走访了|去看了|联系了|约了}{*!}",
        "{at}[我][刚|刚刚|刚才]{kind=打给|打给了|拜访了|见了|回访了|走访了|去看了|联系了|约了}{*!}",
        "给{contact}(记|加|写|留)[一|个|条|一个|一条]{kind=备注}[:：，]{summary}",
        "给{company}(记|加|写|留)[一|个|条|一个|一条]{kind=备注}[:：，]{summary}",
        "给{deal}(记|加|写|留)[一|个|条|一个|一条]{kind=备注}[:：，]{summary}",
        "{at}{kind=去了趟|去了一趟|跑了趟|跑了一趟|去了|到访了|上门拜访了}{company},，{summary}",
        "[我]{kind=去了趟|去了一趟|跑了趟|跑了一趟|到访了|上门拜访了}{company},，{summary}",
        "{at}去{company}{kind=拜访|走访|回访}了,，{summary}",
        "[刚|刚刚|今天]去{company}{kind=拜访|走访|回访}了,，{summary}",
        "{kind=记一笔|记一条}[:：]{*}",
        "[{at}][我]给{contact}{kind=打过电话|打了电话|发了邮件|发了封邮件}[了][,，:：]{summary}",
        "{at}给{contact}{kind=打过电话|打了电话|发了邮件|发了封邮件}[了],，{summary}",
        "(给|跟){contact}(记|加|录)[个|一个|一条|一次]{kind=电话|会议|拜访|邮件}[:：，]{summary}",
    ],
)
def log_activity(
    turn: Turn,
    kind: Kind,
    contact: Annotated[Contact | None, Stranger()] = None,
    company: Company | None = None,
    deal: Deal | None = None,
    ticket: Ticket | None = None,
    at: Annotated[date | datetime | None, Past()] = None,
    summary: str | None = None,
) -> Reply:
    if kind is not Kind.NOTE and not any((contact, company, deal, ticket)):
        raise Ask("contact", T("Who was it with? You can add what was said.", "对方是谁？可以顺便说说内容。"))
    if kind is Kind.NOTE and not summary:
        raise Ask("summary", T("What shall it say?", "内容是什么？"))
    when = _moment(turn, at)
    if when and when > turn.now + timedelta(days=1):
        raise BadValue(AHEAD, at=when)
    about = {"contact": contact, "company": company, "deal": deal, "ticket": ticket}
    activity = turn.crm.activities.log(kind, **about, at=when, summary=_named_in(turn, summary))
    activity.minutes = minutes_of(summary or "", turn.now)
    activity.satisfaction = satisfaction_of(summary or "")
    turn.about(activity.company, contact, deal)
    return turn.done(
        T("Logged: {kind}{whom}.", "已记录：{kind}{whom}。"),
        kind=KINDS[kind],
        whom=_whom(turn, activity),
        fields={COMPANY: activity.company, DEAL: deal, SUMMARY: activity.summary, AT: activity.at},
    )


def _named_in(turn: Turn, summary: str | None) -> str | None:
    """What was said, with the name of whoever is not among the contacts: nobody else keeps it."""
    names = turn.context.strangers if turn.context else []
    return ": ".join([*names, *([summary] if summary else [])]) or None


AHEAD = T(
    "{at} is still to come; I log what was done. For what is planned say: add task …, due …",
    "{at}还没到，这里只记已经做过的。计划中的事请说：加个任务……",
)


def told_of(turn: Turn, activity: Activity) -> str:
    """An activity in one line, for what is shown of others."""
    day = turn.voice.day(activity.at.astimezone(turn.crm.zone).date())
    return f"{day}: {activity.summary or turn.voice.write(KINDS[Kind(activity.kind)])}"


def _whom(turn: Turn, activity: Activity) -> str:
    other = activity.contact or activity.company or activity.deal
    if other is None:
        return ""
    return turn.voice.say(T(" with {name}", "（{name}）"), name=other.label)


def _moment(turn: Turn, at: date | datetime | None) -> datetime | None:
    """A day without a time: noon of it, or now where it is today."""
    if at is None or isinstance(at, datetime):
        return at
    return turn.now if at == turn.today else datetime.combine(at, time(12), turn.crm.zone)


@command(
    "activity.list",
    needs="activities.read",
    help=T("List what was done with a contact, company or deal, or by a member", "查看与某客户或某人的跟进记录"),
    example=T("activities with Vantari last 2 weeks", "瑶津的沟通记录"),
    slash=("activities", "activity list", "activity", "跟进记录", "沟通记录"),
    en=[
        "[show|list|see] [me] [all] [the] [recent|latest|last] activities [for|with|of|on|at] {company} [in|over|for] {period}",
        "[show|list|see] [me] [all] [the] [recent|latest|last] activities (for|with|of|on|at) {company}",
        "[show|list|see] [me] [all] [the] [recent|latest|last] activities (for|with|of) {contact}",
        "[show|list|see] [me] [all] [the] [recent|latest|last] activities (for|on) [the] deal {deal}",
        "[show|list|see] [me] [all] [the] [recent|latest|last] activities [in|over|for|of] {period}",
        "[show|list|see] [me] [all] [the] [recent|latest|last] activities",
        "[show|list|see] [me] [all] {owner=my} [recent|latest] activities [in|over|for|of] {period}",
        "[show|list|see] [me] [all] {owner=my} [recent|latest] activities",
        "[show|list|see] [me] [all] {owner=my} {kind=calls|meetings|emails|visits|notes} [in|over|for|of] {period}",
        "[show|list|see] [me] [all] {owner=my} {kind=calls|meetings|emails|visits|notes}",
        "[show|list|see] [me] {owner}'s activities [in|over|for|of] {period}",
        "[show|list|see] [me] {owner}'s activities",
        "[show|list] [me] [the|my] {kind} [with|at|for] {company} [in|over] {period}",
        "when did (anyone|we|i) last (speak|talk) (to|with) {contact}",
        "when was the last (call|contact|meeting) with {contact}",
        "(what happened|what's been happening|what's going on) (with|at) {company}",
        "(what happened|what's happened|what has happened|what's been happening|what's been going on|what went on|anything new|any news|anything) [lately|recently|of late|so far] (with|at|around|on|from) {company} [lately|recently|of late]",
        "(what happened|what's happened|what has happened|what's been happening|what went on) [lately|recently] (with|at|around) {company} [in|over|since|during] {period}",
        "(timeline|activity) (of|for) {company}",
        "what did {owner} do {period}",
        "what (has|did) {owner} (done|do|been doing|been up to) with {company} [over|in|during|for] [the] {period}",
        "what (has|did) {owner} (done|do|been doing|been up to) with {company}",
        "any (emails|calls|meetings|visits) (to|with|from) {contact} [lately|recently|yet]",
        "(what's|whats|what has|what is) {owner} been (up to|doing|working on) [{period}]",
    ],
    zh=[
        "[列出|查看|看看|看下|查]{company}[的][最近|近期|全部|所有][的](跟进|跟进记录|沟通记录|往来|记录)",
        "[列出|查看|看看|看下|查][跟|和|与]{contact}[的][最近|近期|全部|所有][的](跟进|跟进记录|沟通记录|往来|记录)",
        "[列出|查看|看看|看下|查]{owner=我|我的}[最近|近期|全部|所有][的](跟进记录|沟通记录|跟进)",
        "[列出|查看|看看|看下|查][最近|近期|全部|所有][的](跟进记录|沟通记录|跟进)",
        "[列出|查看|看看|看下|查]{owner}{period}[的](跟进记录|沟通记录|跟进)",
        "[列出|查看|看看|看下|查]{period}[的](跟进记录|沟通记录|跟进)",
        "{owner}{period}[都](干了|做了|忙了|在忙|忙)(什么|啥|些什么|些啥|哪些事)",
        "{company}最近[的](怎么样|如何|什么情况|啥情况|有什么动静|有啥动静|有什么进展|有啥进展)[了]",
        "(最近一次|上次|最后一次)[跟|和|与|联系]{contact}[联系|沟通|说话|见面]是(什么时候|几时|哪天)",
        "(上次|最近一次)联系{contact}是(什么时候|几时|哪天)",
    ],
)
def list_activities(
    turn: Turn,
    contact: Contact | None = None,
    company: Company | None = None,
    deal: Deal | None = None,
    owner: Member | None = None,
    kind: Kind | None = None,
    period: Period | None = None,
    page: int = 1,
) -> Reply:
    rows = turn.crm.activities.listed(
        about=contact or deal or company,
        owner=owner,
        kind=kind,
        since=_midnight(turn, period.start) if period else None,
        until=_midnight(turn, period.end, days=1) if period else None,
    )
    turn.about(company, contact, deal)
    columns = {
        AT: lambda row: row.at.astimezone(turn.crm.zone).date(),
        KIND: lambda row: KINDS[Kind(row.kind)],
        WHO: lambda row: (row.contact or row.company) and (row.contact or row.company).label,
        SUMMARY: lambda row: row.summary,
        BY: lambda row: row.owner and row.owner.name,
    }
    title = T("{count} logged, the latest first", "跟进记录 {count} 条，最近的在前")
    return turn.listing(rows, columns, title, T("Nothing was logged.", "没有跟进记录。"), page)


def _midnight(turn: Turn, day: date | None, days: int = 0) -> datetime | None:
    return None if day is None else datetime.combine(day + timedelta(days=days), time(), turn.crm.zone)
