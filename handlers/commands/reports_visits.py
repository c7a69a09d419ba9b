"""Whom to visit: the plan for days to come, or the visits that were made."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated

from crm_domain.activities import Activity, Kind
from crm_domain.errors import BadValue
from crm_domain.facts import DealFact
from crm_domain.members import Member, Role
from crm_domain.money import Money
from crm_domain.scope import Scope
from crm_domain.texts import T
from crm_domain.timespan import Timespan
from crm_domain.visits import ALPHA, Prospect, Standing, planned
from handlers.command import command
from handlers.limit_slot import LimitSlot
from handlers.reading.asking import chinese, english
from handlers.reading.spans import Period
from handlers.reply import Reply
from handlers.report import ROWS, Report, major, of
from handlers.turn import Turn

FIRST = T("Visit {name} first{whose}: {why}.", "优先拜访{name}{whose}：{why}。")
AMONG = T(
    "Chosen from {n} customer(s) with open deals; the first {k} have {pct} of the probability.",
    "在 {n} 家有在手商机的客户中排序；前 {k} 家合计概率 {pct}。",
)
NONE = T(
    "There is nobody to put on a visit plan{whose}: no customer has an open deal with an amount or a product's price.",
    "没有可以安排拜访的客户{whose}：没有客户的在手商机带金额或产品目录价。",
)
DEFINED = T(
    "Counted on {day}: open deals at their amount, else the list price, summed by customer; z = how many standard "
    "deviations above the average customer (of the same currency); chance = softmax of z (a = {alpha}).",
    "口径：{day}的在手商机，取金额，没有则取目录价，按客户合计；z 为高出（同币种）客户平均值几个标准差；概率为 z 的 softmax（a = {alpha}）。",
)
NOT_THE_FIRST = T("Deals in the first stage are left out.", "不含处于首个阶段的商机。")
DEALS = T("{n} open deal(s), {sum}", "{n} 个在手商机，{sum}")
CLOSING = T("one is to close by {day}", "最近的预计{day}签约")
LATE = T("one should have closed by {day}", "有一个{day}就该签约了")
SILENT = T("last contact {n} day(s) ago", "上次联系在 {n} 天前")
NEVER = T("no contact on record", "还没有联系记录")
TICKETS = T("{n} unsolved ticket(s)", "{n} 个未解决工单")
CUSTOMER, AT_STAKE, CHANCE, DAY, WHY = (
    T("Customer", "客户"), T("At stake", "在手金额"), T("Chance", "概率"), T("Day", "日期"), T("Why", "理由"),
)  # fmt: skip

MADE = T("{n} visit(s) to {k} customer(s) in {span}{whose}.", "{span}{whose}共拜访 {n} 次，{k} 家客户。")
NONE_MADE = T("No visits in {span}{whose}.", "{span}没有拜访记录{whose}。")
DEFINED_MADE = T(
    "Counted: activities of the kind visit, by the day they took place.", "口径：类型为拜访的跟进记录，按发生日期统计。"
)
ON, BY, TOLD = T("Day", "日期"), T("By", "拜访人"), T("Note", "内容")
BAD_LIMIT = T("Say how many customers you want: 1 or more.", "请说明要几家客户，至少 1 家。")
MOST = 50

_EN = (
    "visits|visit|visit plan|visit list|visits plan|visit planning|visit schedule|visits report|visit report|customer visits|"
    "customer visit plan|customer visit list|visiting plan|visiting list|list of visits|customers to visit|client visits|"
    "accounts to visit|clients to visit|companies to visit|visiting schedule|field visits|site visits|call plan|route plan|"
    "plan of visits|visit recommendations|visit suggestions|visit priorities"
)
_ZH = (
    "拜访计划|拜访名单|拜访清单|拜访安排|客户拜访计划|客户拜访名单|客户拜访安排|客户拜访清单|拜访列表|拜访报表|拜访情况|拜访建议|拜访客户名单|拜访客户|"
    "走访计划|走访名单|走访安排|拜访优先级|客户拜访|拜访日程|外勤计划|跑客户计划|上门计划|拜访推荐|要拜访的客户|该拜访的客户|拜访排期"
)
_WHO = "(who|whom|which customers|which customer|which clients|which accounts|which companies|what customers|what clients|which client|which account)"
_SEE = "(visit|see|call on|drop in on|go and see|go see|meet|go to|be visiting|be seeing)"
_FIRST = "[first|next|most urgently|in person]"
_SEE_ZH = "(拜访|去拜访|走访|去看|见|跑|去见|上门拜访|去跑|看望)"
_WHO_ZH = "(谁|哪些客户|哪几家|哪家|哪些公司|哪家客户|哪几个客户|哪几家客户|哪些人|哪些)"


@command(
    "report.visits",
    needs="deals.read",
    help=T("Whom to visit, with the reasons; or the visits that were made", "该拜访谁、为什么；或已做的拜访"),
    example=T("who should I visit this week", "这周该去拜访谁"),
    slash=("visits", "visit", "report visits", "拜访计划", "拜访"),
    en=[
        *english(_EN, "period", "owner"),
        f"~(plan|make|create|prepare|draw up|build|suggest|propose|set up) [me] [a|an|the|my|our] [{{period}}]['s|'] ({_EN}) [for {{owner}}]",
        f"~(plan|make|create|prepare|draw up|build|suggest|propose|set up) [me] [a|an|the|my|our] ({_EN}) [for|in] [{{period}}]",
        f"~(plan|make|create|prepare|draw up|build|suggest|propose|set up) [me] [a|an|the|my|our] [{{period}}]['s|'] ({_EN}) [:|?|,|-|;] [who should (i|we) {_SEE} {_FIRST}]",
        f"~{_WHO} (should|shall|do|can|must|could|would) (i|we|you) [need to|have to|best] {_SEE} {_FIRST} [in|on|for|during|over] [{{period}}]",
        f"~{_WHO} (should|shall|do|can|must|could|would) (i|we|you) [need to|have to|best] {_SEE} {_FIRST} [in|on|for|during|over] [{{period}}] [?|,|.|-|;] [(give me|suggest|recommend|list|show)] [the] [top|best|first] {{limit}} [customers|clients|accounts|names]",
        f"~{_WHO} (should|shall|does|can|must|could) {{owner!}} [need to|have to] {_SEE} {_FIRST} [in|on|for|during|over] [{{period}}]",
        f"~(who|whom|which customers|which clients|which accounts) to {_SEE} {_FIRST} [in|on|for|during|over] [{{period}}]",
        f"~{_WHO} (needs|need|deserves|deserve|is due|are due) [for] a visit [most] [in|on|for|during|over] [{{period}}]",
        f"~[the|my|our] (top|best|first|next) {{limit}} (customers|clients|accounts|companies|visits) to {_SEE} [in|on|for|during|over] [{{period}}]",
        f"~[the|my|our] (top|best|first|next) {{limit}} (customers|clients|accounts|companies) {{owner}} should {_SEE} [in|on|for|during|over] [{{period}}]",
        f"~[the|my|our] {{limit}} (customers|clients|accounts|companies) [i|we] [should|that i should|to] {_SEE} [first|next] [in|on|for|during|over] [{{period}}]",
        f"~(suggest|recommend|pick|choose|name) [me|us] {{limit}} (customers|clients|accounts|companies) [for me|for us] to {_SEE} [in|on|for|during|over] [{{period}}]",
        f"~(suggest|recommend|pick|choose) (customers|clients|accounts|whom|who) to {_SEE} [in|on|for|during|over] [{{period}}]",
        f"~[a] ({_EN}) [in|on|for|of] [{{period}}] [,|with|:|-] [of|with] [the] [top|best|only|max|limit] {{limit}} [customers|clients|accounts|names|stops]",
        f"~[the] [top|best] {{limit}} ({_EN}) [in|on|for|of] [{{period}}]",
        f"~[a|the] ({_EN}) by [open] (pipeline|pipeline value|priority|softmax priority|probability|potential|value) [, softmax priority|with softmax|, softmax] [in|on|for] [{{period}}]",
        "~(who|which customers|which clients|which accounts|which companies) did {owner} visit [in|on|during|over] [{period}]",
        "~(who|which customers|which clients|which accounts|which companies) (did|have) (we|i) (visit|visited) [in|on|during|over] [{period}]",
        f"~{_WHO} should (i|we) (call|contact|reach out to|follow up with|talk to|get in touch with|chase) {_FIRST} [in|on|for|during|over] [{{period}}]",
        "~where should (i|we) go [first|next] [in|on|during|over] {period}",
    ],
    zh=[
        *chinese(_ZH, "period", "owner"),
        "~[帮我|给我|替我](排|安排|做|制定|定|列|规划)[一个|一份|个|份|一下|下]{period}[的](客户拜访|拜访|走访|客户走访|上门拜访)计划[,，]先拜访谁",
        "~[帮我|给我|替我|麻烦](排|安排|规划|计划|定)[一下|下|好]{period}[的](拜访|客户拜访|走访|外勤|上门拜访|见客户)",
        f"~{{period}}[要|去|该|应该|先]{_SEE_ZH}{_WHO_ZH}[客户|公司]",
        f"~[我|我们][{{period}}](该|应该|要|得|最该|先)[先](联系|跟进|打给|找|打电话给){_WHO_ZH}[客户|公司]",
        f"~(列出|列|给出|推荐|给我|挑出|选出)[{{period}}][的]最(该|应该|值得|需要)[先|优先]{_SEE_ZH}的[前]{{limit}}[家|个|位|名](客户|公司)",
        f"~(列出|列|给出|推荐|给我|挑出|选出)[{{period}}][的]最(该|应该|值得|需要)[先|优先]{_SEE_ZH}的[前]{{limit=一|两|三|四|五|六|七|八|九|十}}[家|个|位|名](客户|公司)",
        f"~[{{period}}][的]({_ZH})[,，：:](前|取前|只要前){{limit=一|两|三|四|五|六|七|八|九|十}}[家|个|位|名][客户|公司]",
        f"~[帮我|给我|替我](排|安排|做|制定|定|生成|出|列|规划|拟|排一排)[一个|一份|个|份|一下|下|出][{{period}}][的]({_ZH})[,，](先|优先|应该|该|首先)[去]{_SEE_ZH}(谁|哪家|哪些客户)",
        f"~[帮我|给我|替我](排|安排|做|制定|定|生成|出|列|规划|拟)[一个|一份|个|份|一下|下|出][{{period}}][的]({_ZH})",
        f"~[帮我|给我|替我](排|安排|做|制定|定|生成|出|列|规划|拟)[一个|一份|个|份|一下|下|出]{{owner!}}[{{period}}][的]({_ZH})",
        f"~[按优先级|按概率|按在手商机|按商机金额|按商机|按金额][排|生成|列|排出|列出|给出|出|做|排一下][一个|一份|个|份]({_ZH})",
        f"~[我|我们|咱们]{{period}}[我|我们|咱们](先|该|应该|要|得|优先|最该|应当|需要|可以|适合|最好)[先|优先|要][去]{_SEE_ZH}{_WHO_ZH}[客户|公司]",
        f"~[我|我们|咱们]{{period}}[我|我们|咱们](先|该|应该|要|得|优先|最该|应当|需要|可以|适合|最好)[先|优先|要][去]{_SEE_ZH}{_WHO_ZH}[客户|公司][,，。？?][推荐|列|给我|选|挑|来|列出|前][前|出]{{limit}}[家|个|位|名][客户|公司]",
        f"~[我|我们|咱们][现在|接下来|最近](先|该|应该|要|得|优先|最该|应当|需要|可以|适合|最好)[先|优先|要][去]{_SEE_ZH}{_WHO_ZH}[客户|公司]",
        f"~[我|我们|咱们][现在|接下来|最近](先|该|应该|要|得|优先|最该|应当|需要|可以|适合|最好)[先|优先|要][去]{_SEE_ZH}{_WHO_ZH}[客户|公司][,，。？?][推荐|列|给我|选|挑|来|列出|前][前|出]{{limit}}[家|个|位|名][客户|公司]",
        f"~{{owner!}}{{period}}(先|该|应该|要|得|优先|最该|应当|需要|可以|最好)[先|优先|要][去]{_SEE_ZH}{_WHO_ZH}[客户|公司]",
        f"~{{period}}{{owner!}}(先|该|应该|要|得|优先|最该|应当|需要|可以|最好)[先|优先|要][去]{_SEE_ZH}{_WHO_ZH}[客户|公司]",
        f"~{_WHO_ZH}[客户|公司][{{period}}][最|最应该|应该|该|需要|值得|要|优先|最值得][先|优先|去|被]{_SEE_ZH}[一下|了]",
        f"~{{period}}[最|最应该|应该|该|需要|值得|要|优先|最值得][先|优先|去]{_SEE_ZH}的(客户|公司)[有哪些|是哪些|是谁|名单|列表]",
        f"~(推荐|列出|列|给我|挑|选|给出|推荐出|来)[{{period}}][最|最应该|应该|该|需要|值得|要|优先|最值得][先|优先|去|可以]{_SEE_ZH}的{{limit}}[家|个|位|名](客户|公司)",
        f"~(推荐|列出|列|给我|挑|选|给出|来){{limit}}[家|个|位|名][{{period}}][最|最应该|应该|该|需要|值得|要|优先|最值得][先|优先|去|可以]{_SEE_ZH}的(客户|公司)",
        f"~{{period}}(推荐|列出|列|给我|挑|选|给出|来|拜访)[前]{{limit}}[家|个|位|名](客户|公司)[去]{_SEE_ZH}",
        f"~({_ZH})[,，：:][前|只要|推荐|列|取|最多]{{limit}}[家|个|位|名][客户|公司]",
        f"~[{{period}}][的]({_ZH})[,，：:][前|只要|推荐|列|取|最多]{{limit}}[家|个|位|名][客户|公司]",
        "~{owner!}{period}(拜访|走访|跑|见)了(哪些|哪几家|几家|多少家)[客户|公司]",
        "~[我|我们]{period}[我|我们](拜访|走访|跑|见)了(哪些|哪几家|几家|多少家)[客户|公司]",
    ],
)
def report_visits(
    turn: Turn,
    owner: Member | None = None,
    period: Period | None = None,
    limit: Annotated[int | None, LimitSlot()] = None,
) -> Reply:
    if limit is not None and limit < 1:
        raise BadValue(BAD_LIMIT)
    if period and period.end and period.end < turn.today:
        return _made(turn, owner, Timespan(period.start, period.end), limit)
    return _planned(turn, owner, period, limit or ROWS)


def _planned(turn: Turn, owner: Member | None, period: Period | None, limit: int) -> Reply:
    facts, owner = _worked(turn, owner)
    past_first, facts = _past_first(turn, facts)
    prospects = planned(turn.crm.visits.prospects(facts))
    top = prospects[: min(limit, MOST)]
    report = Report(turn)
    report.figures |= {
        "accounts": len(prospects),
        "alpha": ALPHA,
        "top": [[p.name, major(p.minor, p.currency), p.z, p.p] for p in top],
        "sum": sum(p.p for p in prospects),
    }
    if not top:
        report.say(NONE, whose=of(turn, owner))
        return report.reply()
    standings = turn.crm.visits.standings([p.company_id for p in top])
    whys = [_why(turn, p, standings[p.company_id]) for p in top]
    report.figures["reasons"] = {p.name: _reasons(turn, p, standings[p.company_id]) for p in top}
    report.say(FIRST, name=top[0].name, whose=of(turn, owner), why=whys[0])
    report.say(AMONG, n=len(prospects), k=len(top), pct=f"{100 * sum(p.p for p in top):.1f}%")
    when = _days(turn, period, len(top))
    report.figures["days"] = [day.isoformat() for day in when]
    day = Timespan(turn.today, turn.today)
    report.say(DEFINED, day=day, alpha=f"{ALPHA:g}")
    if past_first:
        report.say(NOT_THE_FIRST)
    rows = [
        (p.name, Money(p.minor, p.currency), f"{100 * p.p:.1f}%", *([when[n]] if when else []), why)
        for n, (p, why) in enumerate(zip(top, whys, strict=True))
    ]
    columns = (CUSTOMER, AT_STAKE, CHANCE, *([DAY] if when else []), WHY)
    return report.reply(columns, rows, most=MOST)


def _worked(turn: Turn, owner: Member | None) -> tuple[list[DealFact], Member | None]:
    """The open deals of whom it is for. A rep who names nobody means their own, as long as they have some."""
    if owner is None and turn.me.role == Role.REP:
        own = turn.crm.figures.open(Scope(owner=turn.me))
        if any(fact.minor for fact in own):
            return own, turn.me
    return turn.crm.figures.open(Scope(owner=owner)), owner


def _past_first(turn: Turn, facts: list[DealFact]) -> tuple[bool, list[DealFact]]:
    """The deals that are worked on; all of them where none is that far."""
    stages = turn.crm.pipelines.stages()
    first = min((stage.position for stage in stages), default=0)
    opening = {stage.id for stage in stages if stage.position == first}
    worked = [fact for fact in facts if fact.stage_id not in opening]
    return (True, worked) if any(fact.minor for fact in worked) else (False, facts)


def _why(turn: Turn, prospect: Prospect, standing: Standing) -> str:
    say = turn.voice.say
    why = [say(DEALS, n=prospect.deals, sum=Money(prospect.minor, prospect.currency))]
    if prospect.closing:
        day = Timespan(prospect.closing, prospect.closing)
        why.append(say(LATE if prospect.closing < turn.today else CLOSING, day=day))
    why.append(say(SILENT, n=(turn.today - standing.touched).days) if standing.touched else say(NEVER))
    if standing.tickets:
        why.append(say(TICKETS, n=standing.tickets))
    return ("；" if turn.voice.lang == "zh" else "; ").join(why)


def _reasons(turn: Turn, prospect: Prospect, standing: Standing) -> dict[str, object]:
    return {
        "deals": prospect.deals,
        "value": major(prospect.minor, prospect.currency),
        "currency": prospect.currency,
        "close_date": prospect.closing and prospect.closing.isoformat(),
        "days_since_contact": (turn.today - standing.touched).days if standing.touched else None,
        "tickets": standing.tickets,
    }


def _days(turn: Turn, period: Period | None, count: int) -> list[date]:
    """A working day of the period for each visit; the first ones are visited first."""
    if period is None:
        return []
    start = max(period.start or turn.today, turn.today)
    end = min(period.end or start + timedelta(days=6), start + timedelta(days=92))
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    workdays = [day for day in days if day.weekday() < 5] or days
    return [workdays[n * len(workdays) // max(count, len(workdays))] for n in range(count)]


def _made(turn: Turn, owner: Member | None, span: Timespan, limit: int | None) -> Reply:
    zone = turn.me.zone
    found = turn.crm.activities.listed(
        owner=owner,
        kind=Kind.VISIT,
        since=datetime.combine(span.start, time(), zone) if span.start else None,
        until=datetime.combine(span.end + timedelta(days=1), time(), zone),
    )
    report = Report(turn)
    customers = {visit.company_id for visit in found if visit.company_id}
    report.figures |= {"visits": len(found), "customers": len(customers), "top": _most_visited(found)}
    report.dates(span)
    if found:
        report.say(MADE, n=len(found), k=len(customers), span=span, whose=of(turn, owner))
    else:
        report.say(NONE_MADE, span=span, whose=of(turn, owner))
    report.say(DEFINED_MADE)
    rows = [(v.at.astimezone(zone).date(), v.company, v.owner, v.summary) for v in found]
    return report.reply((ON, CUSTOMER, BY, TOLD), rows, noun="activities", most=min(limit or ROWS, MOST))


def _most_visited(visits: Sequence[Activity]) -> list[list[object]]:
    counts: dict[str, int] = {}
    for visit in visits:
        if visit.company:
            counts[visit.company.name] = counts.get(visit.company.name, 0) + 1
    return [[name, count] for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
