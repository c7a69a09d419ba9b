"""How well support keeps its word, and what customers think of it: SLA attainment and satisfaction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated

from crm_domain.spread import share_pct
from crm_domain.texts import T
from crm_domain.ticket_figures import Kept
from crm_domain.tickets import Priority
from crm_domain.timespan import Timespan
from handlers.chart import Shape
from handlers.command import command
from handlers.reading.asking import chinese, english
from handlers.reading.spans import Period
from handlers.reading.ticket_words import GROUPS_OF_TICKETS
from handlers.reply import Reply
from handlers.report import Report, View, past, percent
from handlers.slots import Past, WordSlot
from handlers.ticket_report import GROUP, LEVELS, group_name, usual
from handlers.turn import Turn

MET = T(
    "SLA in {span}: {pct} kept, {met} of {closed} closed ticket(s).",
    "{span} SLA 达成率：{pct}，关闭的 {closed} 张工单中有 {met} 张达标。",
)
NONE_CLOSED = T(
    "No ticket was closed in {span}, so there is no SLA figure.", "{span}没有关闭的工单，算不出 SLA 达成率。"
)
POINTS = T("{change} on {span} ({before}).", "比{span}{change}（{before}）。")
UP, DOWN, EVEN = (
    T("Up {pp} points", "上升 {pp} 个百分点"),
    T("Down {pp} points", "下降 {pp} 个百分点"),
    T("Unchanged", "持平"),
)
DEFINED_SLA = T(
    "Counted: tickets by the day they were closed; kept means answered and resolved within their targets.",
    "口径：按关闭日期统计；首次回复和解决都在时限内算达标。",
)
RATED = T(
    "CSAT in {span}: {pct} satisfied, {mean} of 5 on average, from {rated} rating(s).",
    "{span}满意度：{pct} 满意，平均 {mean} 分（满分 5 分），共 {rated} 个评分。",
)
NONE_RATED = T("No ticket was rated in {span}, so there is no CSAT.", "{span}没有评分，算不出满意度。")
RESPONSE = T(
    "Rated: {share} of {resolved} resolved ticket(s).", "评分率：解决的 {resolved} 张工单中有 {share} 收到评分。"
)
DEFINED_CSAT = T(
    "Counted: ratings by the day they were given; 4 and 5 are satisfied.", "口径：按评分日期统计；4 分和 5 分算满意。"
)
SLA_SHORT, CSAT_SHORT = (
    T("SLA kept, by {group}", "SLA 达成率（按{group}）"),
    T("Ratings, 1 to 5", "评分分布（1 至 5 分）"),
)
KEPT, CLOSED, SHARE = T("Kept", "达标"), T("Closed", "已关闭"), T("Share", "达成率")
SCORE, TICKETS = T("Score", "评分"), T("Tickets", "工单数")
SATISFIED, MEAN = T("Satisfied", "满意率"), T("Average", "平均分")

By = Annotated[str | None, WordSlot(GROUPS_OF_TICKETS, labels=GROUP)]

_SLA_EN = (
    "sla|slas|sla report|sla attainment|sla compliance|sla performance|sla rate|sla status|sla numbers|sla figures|"
    "service level|service levels|service level attainment|sla achievement|sla stats|sla statistics|sla breaches|"
    "sla breach rate|breach rate|sla summary|sla kpi|sla hit rate|sla success rate|sla adherence|sla results|"
    "sla overview|sla score|service level report|response sla|resolution sla|support sla|ticket sla"
)
_SLA_ZH = (
    "sla|sla达成率|sla达标率|sla达成|sla达标|sla报表|sla报告|sla情况|sla统计|sla完成率|sla数据|sla表现|服务水平|服务级别|服务等级|"
    "服务水平达成率|时效达成率|时效达标率|工单达标率|工单时效|工单超时率|超时率|sla违约率|违约率|sla合格率|sla完成情况|服务时效|"
    "工单及时率|及时率|按时解决率|按时完成率|sla達成率|sla 达成率|sla 达标率|sla 报表|sla 情况|客服sla|工单sla"
)
_CSAT_EN = (
    "csat|csat score|csat scores|csat report|customer satisfaction|customer satisfaction score|satisfaction|"
    "satisfaction score|satisfaction scores|satisfaction rating|satisfaction ratings|satisfaction report|"
    "customer ratings|ticket ratings|csat numbers|csat rating|csat ratings|support ratings|support rating|"
    "customer happiness|csat stats|csat figures|csat average|average csat|average rating|average satisfaction|"
    "customer satisfaction report|support satisfaction|customer satisfaction rating|feedback scores|csat results"
)
_CSAT_ZH = (
    "满意度|客户满意度|csat|满意度报表|满意度报告|满意率|满意度评分|客户评分|工单评分|客户评价|服务满意度|满意度统计|满意度情况|满意度得分|"
    "客服满意度|售后满意度|满意度数据|评分情况|好评率|差评率|客户满意率|平均评分|平均满意度|csat报表|csat得分|滿意度|滿意度報表|客戶滿意度|"
    "工单满意度|用户满意度|客户满意度报表"
)
_MEETING = "(meeting|hitting|making|keeping|within|missing|on track with|achieving|breaching|keeping to|sticking to|living up to)"


@command(
    "report.sla",
    needs="tickets.read",
    help=T("SLA attainment: tickets answered and resolved in time", "SLA 达成率：按时回复并解决的工单占比"),
    example=T("are we meeting our SLA this month", "这个月SLA达成率多少"),
    slash=("report sla", "sla"),
    en=[
        *english(_SLA_EN, "period", "by"),
        f"~(are|were|have|is|was) [we|support|the team|our team] [been] {_MEETING} [our|the] (sla|slas|service level|service levels|sla targets|targets for support|response targets|support targets|sla target) [in|for|during|over|,] [the] [{{period}}]",
        f"~(are|were|have) [we|support|the team] [been] {_MEETING} [our|the] (sla|slas|service levels|sla targets|support targets|sla target)",
        "~(did|do|does|have) [we|support|the team|our team] (meet|hit|make|keep|met|miss|missed|kept|reach|achieve|breach) [our|the] (sla|slas|service level|service levels|sla target|sla targets|support targets|response targets) [in|for|during|over|,] [the] [{period}]",
        "~how (often|many times|much) (did|do|have) we (meet|hit|make|keep|miss|breach|break|met|missed|breached) [our|the] (sla|slas|service levels) [in|for|during|over|,] [the] [{period}]",
        "~(what|which) (percentage|percent|share|proportion|part|fraction) of [our|the|closed] [closed|resolved] (tickets|cases|incidents) (met|meet|made|kept|were within|are within|hit|missed|breached|miss|breach|were inside|were in|did meet) [the|our|their] (sla|slas|target|targets|service level) [in|for|during|over|,] [the] [{period}]",
        "~(what|which) (%|percentage|percent|share|proportion) of [our|the] (tickets|cases|customers) (did we|do we|have we) (answer|answered|solve|solved|resolve|resolved) (in time|on time|within sla) [in|for|during|over|,] [{period}]",
        "~[our|the] (sla|service level) (for|in|across) [each|every] {by} [in|for|during|over|,] [the] [{period}]",
        "~how many [of our|of the] [closed|resolved] (tickets|cases|incidents) (met|meet|made|kept|were within|are within|hit|missed|breached|miss|breach|broke|were inside) [the|our|their] (sla|slas|service level) [in|for|during|over|,] [the] [{period}]",
        "~how many (sla breaches|breaches|breached tickets|sla violations|missed slas) (did we have|have we had|were there|are there|do we have|had we) [in|for|during|over|,] [the] [{period}]",
        "~how (is|are|was|were|did|does|do) [our|the|we] (sla|slas|service level|service levels) (doing|look|looking|holding up|developing|do|perform|hold up|performing) [in|for|during|over|,] [the] [{period}]",
    ],
    zh=[
        *chinese(_SLA_ZH, "period", "by"),
        "~[{period}][我们|咱们|客服|团队|售后][的](sla|服务水平|时效|工单时效)[到底|都|有没有|是否|是不是](达标|达成|达到|完成|做到|守住|达标了|达成了|合格)[了|多少|率|没|没有|吗|得怎么样|情况]",
        "~[{period}][有](多少|几成|多大比例|百分之几|几张|多少比例)[的|张][关闭的|已关闭的|解决的](工单|工單|单)[是](按时|及时|达标|按时解决|超时|违约|没达标|按时完成|准时解决|在时限内解决|在sla内)[解决|完成|关闭|处理|处理完|了|的]",
        "~[{period}](关闭的|已关闭的|解决的)(工单|工單|单)[里|中|里面][有](多少|几成|多大比例|百分之几|几张)[是](按时|及时|达标|按时解决|超时|违约|没达标|在时限内|在sla内)[解决|完成|的|了]",
        "~[{period}](按时|及时|准时)(回复|响应|解决|处理)[工单]的(比例|占比|比率|百分比)[是|有][多少]",
        "~[{period}][的](sla|sla达成率|sla达标率|时效)[,，]按{by}(分|看|统计|拆分|分一下|列一下)[一下|下]",
        "~[{period}](sla|时效)(违约|超时|没达标|破|破线)[了](多少|几)[张|个|次|单]",
    ],
)
def report_sla(turn: Turn, period: Annotated[Period | None, Past()] = None, by: By = None, view: View = None) -> Reply:
    span, by = past(turn, period, usual(turn, by)), by or "priority"
    report = Report(turn, view)
    groups = turn.crm.ticket_figures.kept(span, by)
    now = Kept.sum(groups.values())
    _attained(report, now, span)
    if before := span.before():
        _compared(report, now, Kept.sum(turn.crm.ticket_figures.kept(before, by).values()), before)
    report.dates(span, before)
    report.say(DEFINED_SLA)
    told = {key: (kept, share_pct(kept.met, kept.closed)) for key, kept in _in_order(groups, by)}
    report.figures[f"by_{by}"] = {_told(by, key): [kept.met, kept.closed, pct] for key, (kept, pct) in told.items()}
    rows = [(group_name(turn, by, key), percent(pct), kept.met, kept.closed) for key, (kept, pct) in told.items()]
    drawn = [(group_name(turn, by, key), pct, kept.closed) for key, (kept, pct) in told.items()]
    _kept_drawn(report, by, drawn)
    return report.reply((GROUP[by], SHARE, KEPT, CLOSED), rows, noun="tickets")


def _in_order(groups: Mapping[str | None, Kept], by: str) -> list[tuple[str | None, Kept]]:
    """Priorities by their level, months as they came, what else there is by how much of it was closed."""
    some = [(key, kept) for key, kept in groups.items() if kept.closed and (key or by != "priority")]
    in_turn = by in ("priority", "month", "quarter")
    return sorted(some, key=lambda pair: (0 if in_turn else -pair[1].closed, _told(by, pair[0])))


def _told(by: str, key: str | None) -> str:
    """A priority by its level, as service desks count."""
    return LEVELS[Priority(key)] if by == "priority" and key else key or ""


def _kept_drawn(report: Report, by: str, levels: Sequence[tuple[str, float | None, int]]) -> None:
    """Each group's share, and a line where all of them together stand."""
    voice, all_ = report.turn.voice, report.figures["attainment_pct"]
    drawn = [(name, pct or 0.0, f"{percent(pct)} · {n:,}") for name, pct, n in levels]
    level = {"level": all_, "level_name": percent(all_)} if all_ is not None else {}
    report.picture(
        Shape.SHARES, voice.say(SLA_SHORT, group=GROUP[by]), rows=drawn, note=voice.write(report.span), **level
    )


def _attained(report: Report, now: Kept, span: Timespan) -> None:
    pct = share_pct(now.met, now.closed)
    report.figures |= {
        "attainment_pct": pct,
        "closed": now.closed,
        "met": now.met,
        "breached": now.closed - now.met,
    }
    report.say(MET if now.closed else NONE_CLOSED, span=span, pct=percent(pct), met=now.met, closed=now.closed)


def _compared(report: Report, now: Kept, then: Kept, before: Timespan) -> None:
    pct, was = share_pct(now.met, now.closed), share_pct(then.met, then.closed)
    points = None if pct is None or was is None else pct - was
    report.figures |= {"prev_attainment_pct": was, "prev_closed": then.closed, "change_pp": points}
    if points is not None:
        report.say(POINTS, change=_points(report.turn, points), span=before, before=percent(was))


def _points(turn: Turn, points: float) -> str:
    way = EVEN if round(points, 1) == 0 else UP if points > 0 else DOWN
    return turn.voice.say(way, pp=f"{abs(points):.1f}")


@command(
    "report.csat",
    needs="tickets.read",
    help=T("Customer satisfaction: how tickets were rated", "客户满意度：工单评分情况"),
    example=T("csat last month", "上个月客户满意度"),
    slash=("report csat", "csat", "满意度"),
    en=[
        *english(_CSAT_EN, "period", "by"),
        "~how (satisfied|happy|pleased|content|unhappy) (are|were|is|have) [our|the] (customers|clients|customer|users|people) [been] [with] [us|our|the] [support|service|helpdesk|support team] [in|for|during|over|,] [the] [{period}]",
        "~how (do|did|does|are|have) [our|the] (customers|clients|users) (rate|rated|rating|score|scored|like|feel about) [us|our|the] [support|service|helpdesk|support team|tickets] [in|for|during|over|,] [the] [{period}]",
        "~(what|which) (rating|ratings|score|scores|grade|marks) (did|do|have|are) [our|the] (customers|clients|we|users) [give|gave|given|get|got|getting|giving] [us|support] [for] [support|service|tickets] [in|for|during|over|,] [the] [{period}]",
        "~(are|were|have) [our|the] (customers|clients|users) [been] (satisfied|happy|pleased) [with] [us|our|the] [support|service|support team] [in|for|during|over|,] [the] [{period}]",
        "~(what|which) (percentage|percent|share|proportion) of [our|the] (customers|clients|users) (are|were|is|was) (satisfied|happy) [with] [us|our|the] [support|service] [in|for|during|over|,] [the] [{period}]",
        "~how (is|was|did|does|are|were) [our|the] (csat|customer satisfaction|satisfaction|ratings) (doing|look|looking|developing|do|trending|perform) [in|for|during|over|,] [the] [{period}]",
        "~how (good|bad|well rated) (is|was|are|were) [our|the] (csat|customer satisfaction|support|service|support ratings) [rated] [in|for|during|over|,] [the] [{period}]",
        "(what was|what's|whats|how was|how's|hows) [our|the] csat",
        "(what was|what's|whats|how was|how's) [our|the] csat {period}",
    ],
    zh=[
        *chinese(_CSAT_ZH, "period", "by"),
        "~[{period}](客户|用户|客人|顾客)[们][对][我们|咱们][的][客服|服务|售后|支持|工单][到底|都|是否|是不是](满意|满意吗|满不满意|满意不满意|评价怎么样|评价如何|打分怎么样|打分如何|打几分|打了几分|给几分|给了几分|满意程度|怎么评价|的评价)[吗|呢|怎么样|如何]",
        "~[{period}](客户|用户|客人|顾客)[们](给|对)[我们|咱们|客服|售后|工单][的](评分|打分|评价)[是多少|怎么样|如何|多少|有多高]",
        "~[{period}](客服|服务|售后|支持团队)[的](评分|评价|打分|得分|口碑)[是多少|怎么样|如何|多少|有多高]",
        "~[{period}][有](多少|几成|多大比例|百分之几)[的](客户|用户|客人)[是](满意|满意的|不满意|给了好评|给了差评)",
        "~[{period}][有](差评|好评|中评)[有|一共有|共有](几个|多少|几条|几张|多少个)",
        "~[{period}][的](满意度|客户满意度|csat)[,，]按{by}(分|看|统计|拆分|分一下|列一下)[一下|下]",
        "~[{period}](满意度|评分|csat)[是](高|低|涨|跌|升|降|多少分)[了|不高|不低|还是低|还是跌|还是降]",
        "满意度[也|都][给我看|看一下|看看|来一份]",
    ],
)
def report_csat(turn: Turn, period: Annotated[Period | None, Past()] = None, by: By = None, view: View = None) -> Reply:
    span = past(turn, period, usual(turn, by))
    report = Report(turn, view)
    groups = turn.crm.ticket_figures.scores(span, by)
    scores = sum(groups.values(), Counter[int]())
    _satisfied(report, scores, span)
    if before := span.before():
        then = sum(turn.crm.ticket_figures.scores(before).values(), Counter[int]())
        _satisfied_before(report, scores, then, before)
    report.dates(span, before)
    report.say(DEFINED_CSAT)
    if by:
        return report.reply((GROUP[by], SATISFIED, MEAN, TICKETS), _grouped(report, by, groups), noun="tickets")
    rows = [(f"{score} ★", scores[score]) for score in range(5, 0, -1)] if scores else []
    drawn = [(f"{score}", scores[score], str(scores[score])) for score in range(1, 6)]
    report.picture(Shape.COLUMNS, turn.voice.write(CSAT_SHORT), rows=drawn, note=turn.voice.write(span))
    return report.reply((SCORE, TICKETS), rows, noun="tickets")


def _grouped(report: Report, by: str, groups: Mapping[str | None, Counter[int]]) -> list[tuple[str, str, str, int]]:
    """Each group's share of the satisfied, its mean and its ratings; who has most ratings comes first."""
    timed, some = by in ("month", "quarter"), [(key, scores) for key, scores in groups.items() if scores]
    order = sorted(some, key=lambda pair: (0 if timed else -pair[1].total(), _told(by, pair[0])))
    report.figures[f"by_{by}"] = {
        _told(by, key): [satisfied_pct(scores), mean_score(scores), scores.total()] for key, scores in order
    }
    return [
        (group_name(report.turn, by, key), percent(satisfied_pct(scores)), f"{mean_score(scores):.2f}", scores.total())
        for key, scores in order
    ]


def satisfied_pct(scores: Counter[int]) -> float | None:
    return share_pct(scores[4] + scores[5], scores.total())


def mean_score(scores: Counter[int]) -> float | None:
    return sum(score * n for score, n in scores.items()) / scores.total() if scores else None


def _satisfied(report: Report, scores: Counter[int], span: Timespan) -> None:
    rated, pct, mean = scores.total(), satisfied_pct(scores), mean_score(scores)
    by_score = {str(score): scores[score] for score in range(1, 6)}
    report.figures |= {"csat_pct": pct, "mean_score": mean, "rated": rated, "by_score": by_score}
    written = "–" if mean is None else f"{mean:.2f}"
    report.say(RATED if rated else NONE_RATED, span=span, pct=percent(pct), mean=written, rated=rated)
    resolved = report.turn.crm.ticket_figures.resolved(span).total()
    if rated and resolved:
        share = share_pct(rated, resolved)
        report.figures |= {"rated_pct": share, "resolved": resolved}
        report.say(RESPONSE, share=percent(share), resolved=resolved)


def _satisfied_before(report: Report, now: Counter[int], then: Counter[int], before: Timespan) -> None:
    pct, was = satisfied_pct(now), satisfied_pct(then)
    points = None if pct is None or was is None else pct - was
    report.figures |= {"prev_csat_pct": was, "prev_rated": then.total(), "change_pp": points}
    if points is not None:
        report.say(POINTS, change=_points(report.turn, points), span=before, before=percent(was))
