"""Talks: how long they took, how content the customer was, and the score that both make."""

from typing import Annotated

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.errors import NotFound
from crm_domain.members import Member
from crm_domain.talks import by_customer, scored
from crm_domain.texts import T
from crm_domain.timespan import Timespan
from handlers.command import command
from handlers.minutes_slot import SCORES, MinutesSlot
from handlers.reading.asking import chinese, english
from handlers.reading.spans import Period
from handlers.reply import Reply
from handlers.report import Report, number, of, past
from handlers.slots import Past, WordSlot
from handlers.turn import Turn

RATED = T(
    "Noted for {what}: {minutes} minute(s), satisfaction {score} of 5.",
    "已记录{what}：{minutes} 分钟，满意度 {score}/5。",
)
NOTHING_TO_RATE = T(
    "I find no activity of yours to put that to. Log it first, for example: log a call with Dana: 45 minutes, 4 out of 5",
    "没有找到你的跟进记录。请先记录，比如：记一个电话 王磊 聊了45分钟，满意度4",
)
SCORE = T(
    "Communication score{whose}: {score} (minutes × satisfaction), from {n} talk(s) of {minutes} minute(s).",
    "沟通得分{whose}：{score}（时长 × 满意度），共 {n} 次、{minutes} 分钟。",
)
MEAN = T("Satisfaction of the average minute: {mean} of 5.", "按时长加权的满意度：{mean}/5。")
NONE = T(
    "There is no communication score{whose} yet: no activity has both a length and a satisfaction. Say after a talk: "
    "that call took 45 minutes, satisfaction 4.",
    "还没有沟通得分{whose}：没有同时记录时长和满意度的跟进。沟通后可以说：刚才的电话聊了45分钟，满意度4。",
)
DEFINED = T(
    "Counted: activities with both; Σ minutes × satisfaction, and that divided by Σ minutes.",
    "口径：同时有时长和满意度的跟进记录；Σ 时长 × 满意度，以及除以 Σ 时长。",
)
CUSTOMER, POINTS, AVERAGE, TALKS = (
    T("Customer", "客户"),
    T("Score", "得分"),
    T("Satisfaction", "满意度"),
    T("Talks", "次数"),
)

_TALK = "(call|meeting|visit|talk|chat|conversation|demo|phone call|one)"
_AT = "[,|and|;|.] [and] [with] [the|a|customer] [satisfaction|customer satisfaction|satisfaction score|rating|mood|they were|she was|he was|they rated it|she rated it|he rated it|rated] [of|was|is|at|:|a]"
_TALK_ZH = "(电话|会议|会|拜访|沟通|通话|见面|面谈|回访)"
_AT_ZH = "[,，、；][客户|对方][的][满意度|打分|评分|给了|打了|满意][是|为|:|：|有]"


@command(
    "activity.rate",
    needs="activities.write",
    help=T("Note how long a talk took and how content the customer was", "记录一次沟通的时长和客户满意度"),
    example=T("that call took 45 minutes, satisfaction 4", "刚才的电话聊了45分钟，满意度4"),
    slash=("activity rate", "跟进 评分"),
    en=[
        f"[the|that|my|our|this] [last] {_TALK} (took|lasted|was|went on for) {{minutes}} [long] {_AT} {{satisfaction}}",
        f"[the|that|my|our|this] [last] {_TALK} (with|at) {{company}} (took|lasted|was|went on for) {{minutes}} [long] {_AT} {{satisfaction}}",
        f"[the|that|my|our|this] [last] {_TALK} (with|to) {{contact}} (took|lasted|was|went on for) {{minutes}} [long] {_AT} {{satisfaction}}",
        f"(rate|score) [the|that|my|our] [last] {_TALK} [:|,|as|at|with] {{satisfaction}} [,|and|for] [it took|took|it lasted] {{minutes}}",
        f"(rate|score) [the|that|my|our] [last] {_TALK} (with|to) {{contact}} [:|,|as|at|with] {{satisfaction}} [,|and|for] [it took|took|it lasted] {{minutes}}",
    ],
    zh=[
        f"[我|我们][刚才|刚刚|上次|这次|那次|今天][那|这][个|次|通][的]{_TALK_ZH}[聊了|用了|花了|谈了|打了|开了|持续了|历时|时长|一共][是|为]{{minutes}}{_AT_ZH}{{satisfaction}}",
        f"(跟|和|与){{contact}}[的][那|这][个|次|通]{_TALK_ZH}[聊了|用了|花了|谈了|打了|开了|持续了|历时|时长|一共][是|为]{{minutes}}{_AT_ZH}{{satisfaction}}",
        f"(跟|和|与){{company}}[的][那|这][个|次|通]{_TALK_ZH}[聊了|用了|花了|谈了|打了|开了|持续了|历时|时长|一共][是|为]{{minutes}}{_AT_ZH}{{satisfaction}}",
    ],
)
def rate_talk(
    turn: Turn,
    minutes: Annotated[int, MinutesSlot()],
    satisfaction: Annotated[int, WordSlot(SCORES, build=int)],
    contact: Contact | None = None,
    company: Company | None = None,
) -> Reply:
    activity = turn.crm.talks.latest(contact, company)
    if activity is None:
        raise NotFound(NOTHING_TO_RATE)
    activity.minutes, activity.satisfaction = minutes, satisfaction
    turn.shown.add("activities")
    what = activity.contact or activity.company or activity
    return turn.done(RATED, what=what, minutes=minutes, score=satisfaction)


_EN = (
    "communication score|communication scores|communication report|communication|communication quality|contact quality|"
    "communication rating|talk quality|conversation score|conversation scores|time times satisfaction|engagement score|"
    "engagement scores|communication index|interaction score|interaction scores|communication analysis|communication value"
)
_ZH = (
    "沟通得分|沟通评分|沟通分数|沟通质量|沟通分|沟通效果|沟通效果得分|沟通报表|沟通指数|沟通价值|互动得分|互动评分|沟通满意度|沟通时长与满意度|沟通质量得分|"
    "沟通分析|沟通得分排名|客户沟通得分|客户沟通评分|沟通情况得分"
)


@command(
    "report.communication",
    needs="activities.read",
    help=T("Communication score: time × satisfaction, by customer", "沟通得分：时长 × 满意度，按客户"),
    example=T("communication score this month", "本月沟通得分"),
    slash=("communication", "report communication", "沟通得分"),
    en=[
        *english(_EN, "period", "owner"),
        f"~({_EN}) (of|for|with|at) {{company!}} [in|for|during|over] {{period}}",
        f"~({_EN}) (of|for|with|at) {{company!}}",
        f"~({_EN}) (of|for|with) {{contact!}}",
        f"~{{company!}}('s|) ({_EN})",
        f"~({_EN}) (by|per|for each) (customer|client|account|company) [in|for|during|over] [{{period}}]",
        "~how (good|well|effective) (is|was|do|are) [our|my|the] (communication|we communicate|we communicating|conversations) [with] [our] [customers|clients] [in|for|during|over] [{period}]",
        "~how (good|well|effective) (is|was) [our|my|the] communication with {company}",
        "~which (customers|clients|accounts) do we communicate best with [in|for|during|over] [{period}]",
    ],
    zh=[
        *chinese(_ZH, "period", "owner"),
        f"~{{company!}}的({_ZH})",
        f"~{{contact!}}的({_ZH})",
        f"~{{company!}}[的]{{period}}[的]({_ZH})",
        f"~(各|每个|各个)客户[的]({_ZH})",
        f"~(跟|和|与){{company!}}[的]({_ZH})",
        "~[我们|咱们](跟|和|与){company!}沟通得怎么样",
    ],
)
def report_communication(
    turn: Turn,
    period: Annotated[Period | None, Past()] = None,
    owner: Member | None = None,
    company: Company | None = None,
    contact: Contact | None = None,
) -> Reply:
    span = past(turn, period, Timespan(None, turn.today)) if period else None
    talks = turn.crm.talks.rated(span, owner, company, contact)
    found = scored(talks)
    minutes = sum(talk.minutes for talk in talks)
    report = Report(turn)
    report.figures |= {
        "score": found.score,
        "time_weighted_mean": found.time_weighted_mean,
        "minutes": minutes,
        "talks": len(talks),
        "top": [[name, part.score] for name, part, _ in by_customer(talks)],
    }
    if span:
        report.dates(span)
    whose = of(turn, owner, company, contact.name if contact else None)
    if not talks:
        report.say(NONE, whose=whose)
        return report.reply(noun="activities")
    report.say(SCORE, whose=whose, score=f"{found.score:,.0f}", n=len(talks), minutes=minutes)
    report.say(MEAN, mean=number(found.time_weighted_mean))
    report.say(DEFINED)
    rows = [
        (name or "–", f"{part.score:,.0f}", number(part.time_weighted_mean), count)
        for name, part, count in by_customer(talks)
    ]
    return report.reply((CUSTOMER, POINTS, AVERAGE, TALKS), rows, noun="activities")
