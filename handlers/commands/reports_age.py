"""How long open deals have been worked on: which are stuck, which are the oldest."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from crm_domain.ages import OLD, Aged
from crm_domain.members import Member
from crm_domain.pipelines import Stage
from crm_domain.revenue import Sum, leading, sums
from crm_domain.scope import Scope
from crm_domain.spread import histogram, share_pct
from crm_domain.texts import T
from crm_domain.timespan import Timespan
from handlers.chart import Shape
from handlers.command import command
from handlers.counted import BY_DEAL
from handlers.days_slot import DaysSlot
from handlers.reading.asking import framed
from handlers.reply import Reply
from handlers.report import ROWS, Report, View, name_of, of_scope, percent
from handlers.team_slot import RegionSlot
from handlers.turn import Turn

STUCK = T(
    "{n} open deal(s){whose} have been worked on for {days} days or more: {sum}, {pct} of those that are being worked on.",
    "{n} 个在手商机{whose}已跟进 {days} 天以上：{sum}，占跟进中商机的 {pct}。",
)
NONE_STUCK = T(
    "No open deal{whose} has been worked on for {days} days or more.", "没有跟进超过 {days} 天的在手商机{whose}。"
)
DEFINED_STUCK = T(
    "Counted on {day}: open deals past the first stage, by the days since they left it, at their amount, else the list price.",
    "口径：{day}已过首个阶段的在手商机，按离开首个阶段的天数；取金额，没有则取目录价。",
)
AGE, DEAL, OWNER, PRODUCT = T("Days", "天数"), T("Deal", "商机"), T("Owner", "负责人"), T("Product", "产品")
SINCE = T("Since", "开始日期")
AGES = T("Age of open deals in days", "在手商机天数分布")
STUCK_DAYS = 120
FARTHEST = 36_500  # days: nothing is older
MOST = 50


_DEALS = "(deals|opportunities|opps)"
_STUCK = (
    "(stuck|stalled|stagnant|rotting|going stale|gone stale|stale|not moving|sitting|idle|aging|ageing|frozen|hanging)"
)
_OVER = "(more than|over|at least|longer than|for more than|for over|for at least|for longer than|past|beyond|above|older than|in|for|of|exceeding|>|>=)"
_DEALS_ZH = "(商机|单子|单|机会|项目)"
_STUCK_ZH = "(卡住|卡着|滞留|停滞|压着|积压|拖着|拖|没动静|僵住|搁置|没进展|停留)"
_OVER_ZH = "(超过|超|多于|大于|满|达到|达|超出)"


@command(
    "report.stuck",
    needs="deals.read",
    help=T("Open deals that have been worked on for too long", "滞留过久的商机"),
    example=T("which deals are stuck", "有多少商机卡住了"),
    slash=("stuck", "report stuck", "滞留"),
    en=framed(
        f"(which|what) [of our|of the|of my] [open] {_DEALS} (are|have been|have) {_STUCK} [? how many have been open for {{days}} [days] [or more|or longer]]",
        f"(which|what) [of our|of the|of my] [open] {_DEALS} (are|have been|have) {_STUCK} {_OVER} {{days}} [days] [or more|or longer]",
        f"(which|what|how many) [of our|of the] [open] {_DEALS} (have been|are|were) (open|worked on|in play|in the pipeline|active|around) [for] [{_OVER}] {{days}} [days] [or more|or longer|and more|now]",
        f"(which|what|how many) [of our|of the] [open] {_DEALS} are {_OVER} {{days}} [days] [old]",
        f"how many [of our|of the|of my] [open] {_DEALS} (are|have been|have) {_STUCK} [{_OVER} {{days}}] [days] [or more|or longer]",
        f"(how much|what) [money|value|pipeline] is (stuck|sitting|tied up|locked|stalled) [in] [{_DEALS}] [{_OVER} {{days}}] [days] [old|or more]",
        f"{_STUCK} (pipeline|deals|opportunities) [report] [{_OVER}] {{days}} [days] [or more|or longer]",
        "(stuck|stalled|stagnant|aging|ageing|stale) (pipeline|deals|opportunities) [report]",
        f"[open] (deals|opportunities|pipeline) {_OVER} {{days}} [days] [or more|or longer|old]",
        f"[open] (deals|opportunities|pipeline) (stuck|open|open for|stalled|sitting) {_OVER} {{days}} [days] [or more|or longer]",
        f"[open] (deals|opportunities) (that have been|which have been|that are) (open|stuck|worked on|stalled|sitting) [{_OVER}] {{days}} [days] [or more|or longer]",
        "are any (deals|opportunities) (stuck|stalled|stagnant|stale)",
        "{owner=my} (stuck|stalled|stale) (deals|opportunities)",
    ),
    zh=framed(
        f"[我们|咱们|现在|目前]有(多少|几|哪些|没有)[个|单]{_DEALS_ZH}{_STUCK_ZH}[了|着][{_OVER_ZH}]{{days}}[天][以上|了]",
        f"[有|还有|现在有|我们有]多少[个|单]{_DEALS_ZH}{_STUCK_ZH}[了|着][{_OVER_ZH}]{{days}}[天][以上|了]",
        f"[有|还有|现在有|一共有|我们有]多少[个|单]{_DEALS_ZH}{_STUCK_ZH}[了|着]",
        f"{_STUCK_ZH}[了|着][{_OVER_ZH}]{{days}}[天][以上|的|以上的]{_DEALS_ZH}[的][数量|金额|数量和金额|有哪些|有多少|列一下|占比|一共多少]",
        f"(跟进|开了|在手|打开|谈了|洽谈)[了][{_OVER_ZH}]{{days}}[天][以上|的|以上的|还没成交的|还没关的]{_DEALS_ZH}[的][数量|金额|数量和金额|有哪些|有多少|列一下]",
        f"[有]多少[个|单]{_DEALS_ZH}(跟进|开|跟|谈|做)了{_OVER_ZH}{{days}}[天][以上|还没成交|还没关]",
        f"(哪些|什么|哪几个){_DEALS_ZH}{_STUCK_ZH}[了|着][{_OVER_ZH}{{days}}][天][以上]",
        "(滞留|卡住的|停滞的|积压的|卡单|僵尸)(商机|单子|管道)[有哪些|有多少|数量和金额|多少]",
        f"{_DEALS_ZH}(卡住|滞留|停滞)[{_OVER_ZH}]{{days}}[天][以上]的",
        f"{_OVER_ZH}{{days}}[天]的(在手|未成交|进行中|开着)[的]{_DEALS_ZH}[有多少|数量|金额|数量和金额]".replace(
            "的?", "[的]"
        ),
        "{owner=我的}[有哪些|有多少](商机|单子)(卡住|滞留)[了]",
    ),
)
def report_stuck(
    turn: Turn,
    days: Annotated[int | None, DaysSlot()] = None,
    owner: Member | None = None,
    region: Annotated[str | None, RegionSlot()] = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    least, scope = STUCK_DAYS if days is None else days, Scope(owner=owner, region=region)
    ages, since = turn.crm.ages, turn.today - timedelta(days=min(least, FARTHEST))
    summed = ages.summed(scope, since)
    stuck, worked = [fact for fact in summed if fact.key == OLD], sum(fact.many for fact in summed)
    count, total = sum(fact.many for fact in stuck), sums(stuck)
    currency = leading(turn.crm.workspace.base_currency, total)
    found, share = total.get(currency, Sum()), share_pct(count, worked)
    report = Report(turn, view, page, facts=ages.listed(scope, since) if view in BY_DEAL else stuck)
    report.figures |= {
        "deals": count,
        "value": found.major(currency),
        "share_of_open_engaging_pct": share,
        "open_engaging": worked,
        "days": least,
        "currency": currency,
    }
    said = {"whose": of_scope(turn, scope), "days": least}
    if count:
        report.say(STUCK, n=count, sum=found.of(currency), pct=percent(share), **said)
    else:
        report.say(NONE_STUCK, **said)
    report.other_money(total, currency)
    report.say(DEFINED_STUCK, day=Timespan(turn.today, turn.today))
    first = [one for one in ages.oldest(scope, ROWS) if one.since <= since]
    _ages_drawn(report, scope, bool(worked))
    return report.reply((DEAL, OWNER, AGE), [row[:2] + row[4:] for row in _rows(turn, first)])


def _ages_drawn(report: Report, scope: Scope, any_: bool) -> None:
    """The days are looked up where they are drawn."""
    days = report.turn.crm.ages.days(scope) if report.view else [0] * any_
    rows = [(f"{bin_.low:g}+", bin_.count, str(bin_.count)) for bin_ in histogram(days)]
    report.picture(Shape.COLUMNS, report.turn.voice.write(AGES), rows=rows)


def _rows(turn: Turn, aged: Sequence[Aged]) -> list[tuple[object, ...]]:
    """Title, owner, product, since when, days."""
    products = turn.crm.figures.products_of([one.id for one in aged])
    owners = {member.id: member.name for member in turn.crm.members.all()}
    return [
        (
            one.title,
            name_of(turn, owners.get(one.owner_id or 0)),
            ", ".join(products.get(one.id, [])) or None,
            one.since.isoformat(),
            one.days,
        )
        for one in aged
    ]


OLDEST = T(
    "The oldest open deal{whose} is {title} ({owner}): {days} days, since {since}.",
    "在手时间最长的商机{whose}是 {title}（{owner}）：已 {days} 天，从 {since} 开始。",
)
NONE_OPEN = T("No open deal{whose} is being worked on.", "没有跟进中的商机{whose}。")
DEFINED_OLDEST = T(
    "Counted on {day}: open deals past the first stage ({n}), by the day they left it.",
    "口径：{day}已过首个阶段的在手商机（共 {n} 个），按离开首个阶段的日期。",
)
_OLD = "(oldest|longest open|longest running|longest-running|most aged|longest-open|oldest open|longest standing|longest-standing|most overdue open|ageing|eldest)"
_OLD_ZH = "(最老|最久|最早|时间最长|拖得最久|跟进最久|在手最久|开得最久|挂得最久|跟得最久|跟进时间最长|在手时间最长|停留最久|打开时间最长|年龄最大)"


@command(
    "report.oldest",
    needs="deals.read",
    help=T("The oldest open deals", "在手时间最长的商机"),
    example=T("what are our oldest open deals", "在手时间最长的商机是哪些"),
    slash=("oldest", "report oldest", "最老商机"),
    en=framed(
        f"[our|the|my] [top] [{{limit}}] {_OLD} [open] {_DEALS} [in the pipeline|in play|with owner and age|with their age|with owner|still open|by age]",
        f"(which|what|list) [are|is] [our|the|my] [{{limit}}] {_OLD} [open] {_DEALS} [in the pipeline|in play|and who owns them|still open|and whose are they]",
        "(which|what) [{limit}] [open] (deals|deal|opportunities|opportunity) (have|has) been (open|around|in the pipeline|worked on|in play|sitting) [for] (the longest|longest|the longest time)",
        f"[the|our] [{{limit}}] [open] {_DEALS} (open|that have been open|in the pipeline|worked on) [for] (the longest|longest)",
        "(which|what) [{limit}] [open] (deals|deal|opportunities|opportunity) have (we|you|they) been (working on|chasing|sitting on|at) [for] (the longest|longest|the longest time)",
        "(who|which rep) (owns|has|is sitting on|holds) [our|the] (oldest|longest open) [open] (deals|deal|opportunities)",
        f"(sort|list|rank) [our|the|all|my] open {_DEALS} by age [oldest first]",
        f"open {_DEALS} (by age|oldest first|from oldest to newest|sorted by age)",
        "[the|our] oldest [open] (deal|opportunity) [in the pipeline]",
        "{owner}'s oldest [open] deals",
    ),
    zh=framed(
        f"[我们|咱们|现在|目前]{_OLD_ZH}的[{{limit}}][个|单|笔|条][在手|未成交|未关闭|进行中|打开|没关]的{_DEALS_ZH}[是哪些|有哪些|是哪几个|是哪个|是什么|列一下|分别是谁的]",
        f"[我们|咱们|现在|目前]{_OLD_ZH}[的][{{limit}}][个|单|笔|条][在手|未成交|未关闭|进行中|打开]{_DEALS_ZH}[是哪些|有哪些|是哪几个|是哪个|是什么|列一下|分别是谁的]",
        f"[现在|目前](在手|未成交|未关闭|没成交|打开|进行中)的{_DEALS_ZH}[里|中|里面][哪些|哪几个|谁|哪个]{_OLD_ZH}[的][是哪些|有哪些|是哪几个]",
        f"(哪些|哪几个|哪个|什么)[在手|未成交]{_DEALS_ZH}(拖|跟|开|挂|做|跟进|拖了|跟了|开了|挂了|跟进了|放了)[得|的]?(最久|时间最长|最长时间|最长)".replace(
            "?", ""
        ),
        f"[在手|未成交]{_DEALS_ZH}按(年龄|在手时间|跟进时间|打开时间|时长|天数)(排序|排|从老到新|从长到短)[列一下]",
        f"(最早|最先)(接触|开始|进来|进入|建立|建)[但|的|但是][还|仍][没|未](成交|关|关闭|结束)的{_DEALS_ZH}[是哪些|有哪些|是哪几个]",
    ),
)
def report_oldest(
    turn: Turn,
    limit: int | None = None,
    owner: Member | None = None,
    stage: Stage | None = None,
    region: Annotated[str | None, RegionSlot()] = None,
    view: View = None,
    page: int | None = None,
) -> Reply:
    scope = Scope(owner=owner, stage=stage, region=region)
    worked, most = turn.crm.ages.count(scope), ROWS if limit is None else min(max(limit, 1), MOST)
    facts = turn.crm.ages.listed(scope, turn.today) if view in BY_DEAL else turn.crm.tallies.open(scope)
    report = Report(turn, view, page, most=most, facts=facts)
    rows = _rows(turn, turn.crm.ages.oldest(scope, most))
    report.figures |= {"rows": [list(row) for row in rows], "open_engaging": worked}
    if rows:
        title, whose, _, since, days = rows[0]
        report.say(OLDEST, whose=of_scope(turn, scope), title=title, owner=whose, days=days, since=since)
        report.figures |= {"oldest_days": days, "oldest": title}
    else:
        report.say(NONE_OPEN, whose=of_scope(turn, scope))
    report.say(DEFINED_OLDEST, day=Timespan(turn.today, turn.today), n=worked)
    report.figures["as_of"] = turn.today.isoformat()
    _ages_drawn(report, scope, bool(worked))
    return report.reply((DEAL, OWNER, PRODUCT, SINCE, AGE), rows)
