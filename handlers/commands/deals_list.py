"""Deals to look at: a list, narrowed and in the order that was asked for."""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Annotated

from crm_domain.activities import QUIET_DAYS
from crm_domain.companies import Company
from crm_domain.deals import Deal, DealFilter, totals
from crm_domain.members import Member
from crm_domain.pipelines import Stage
from crm_domain.texts import T
from handlers.command import command
from handlers.commands.deals import AMOUNT, CLOSE, OWNER, STAGE, TITLE
from handlers.days_slot import DaysSlot
from handlers.limit_slot import LimitSlot
from handlers.reading.spans import Amount, Period
from handlers.reading.words import ORDERS, STANDINGS
from handlers.reply import Reply
from handlers.slots import WordSlot
from handlers.turn import Turn


@command(
    "deal.list",
    needs="deals.read",
    help=T(
        "List deals by company, owner, stage, amount, close date or standing",
        "按公司、负责人、阶段、金额、签约日期筛选商机",
    ),
    example=T("my deals closing this month", "我这个月要签的单子"),
    slash=("deals", "deal list", "商机列表"),
    en=[
        "[show|list|see] [me] [all] [the] deals",
        "[show|list|see] [me] [all] {owner} deals",
        "[show|list|see] [me] [all] [of] {owner} {filter} deals",
        "[show|list|see] [me] [all] [the|our] {filter} deals [for|at|with|of] {company}",
        "[show|list|see] [me] [all] [the|our] {filter} deals",
        "(which|what) deals are {filter}",
        "(which|what) [of] {owner} deals (are|went|have gone) {filter}",
        "[show|list] [me] [all] [the] deals (for|at|with|of|from) {company}",
        "[show|list] [me] [all] [the] deals in [the] {stage} [stage]",
        "[show|list] [me] [all] {owner} deals in [the] {stage} [stage]",
        "[show|list] [me] [all] [the] {stage} deals",
        "(everything|all deals|deals) in {stage} (over|above) {min_amount}",
        "[show|list] [me] [all] [the] deals (over|above|bigger than|more than|from) {min_amount}",
        "[show|list] [me] [all] [the] deals (under|below|smaller than|less than|up to) {max_amount}",
        "{owner} deals (under|below) {max_amount} [closing] [in|this|by] {period}",
        "[show|list] [me] [all] [the] deals (closing|due|to close|that close|expected) [in|by|for|on] {period}",
        "[show|list] [me] [all] {owner} deals (closing|due|to close) [in|by|for] {period}",
        "what (closes|is closing|is due to close) [in|by] {period}",
        "(which|what) (deals|opportunities) (did|have) (we|you guys|the team) {filter=win|won|lose|lost} [in|during|on] {period}",
        "(which|what) (deals|opportunities) (did|have) (we|you guys|the team) {filter=win|won|lose|lost}",
        "(which|what) (deals|opportunities) (did|has) {owner} {filter=win|won|lose|lost} [in|during|on] {period}",
        "[show|list] [me] [all] [the] (deals|opportunities) (we|that we) {filter=won|lost} [in|during|on] {period}",
        "[show|list] [me] [all] [the] (deals|opportunities) {owner} {filter=won|lost} [in|during|on] {period}",
        "[show|list] [me] [all] [the|our] {filter=won|lost} (deals|opportunities) [from|in|of|for|during] {period}",
        "[show|list] [me] (everything|all|what's|whatever is) (closing|due to close|set to close) [in|by|for] {period}",
        "(what's|what is|whats) {filter=open} [with|at] {company} [deal wise|in deals]",
        "[show|list|see] [me] [all] [the|our|{owner=my}] deals [with|had|have] {filter=no activity|no contact|no news|no follow-up|no updates|without activity|without contact} [in|for|over] [the] [last|past] {silence}",
        "(which|what) deals (have|had|got) {filter=no activity|no contact|no news|no follow-up|no updates} [in|for|over] [the] [last|past] {silence}",
        "(which|what) deals (haven't|have not|havent) {filter=been touched|been contacted|been updated} [in|for|over] [the] [last|past] {silence}",
        "{owner}'s deals",
        "(what|which) [open] deals (do|have) {owner=i} (have|got) [open|going|on]",
        "how many deals (do|have) {owner=i} (have|got) [now|right now|at the moment]",
        "(what's|what is|whats|which is|what are|which are) [the|our] {order} (deal|deals) [at|for|with|of] [{company}]",
        "(what's|what is|whats|which is|what are|which are) {owner} {order} (deal|deals)",
        "[show|list|see] [me] [the|our] {order} [{top}] [open] (deal|deals) [at|for|with|of] [{company}]",
        "[show|list|see] [me] {owner} {order} [{top}] [open] (deal|deals)",
        "[show|list|see] [me] [the|our] {top} {order} [open] (deal|deals) [at|for|with|of] [{company}]",
        "[show|list] [me] [all] {owner}'s {filter} deals",
        "[show|list] [me] {owner}'s deals",
        "(what's|what is|whats|anything) (closing|due to close|set to close|closes) [in|by|for|before] {period} [on my side|on my end|for us]",
        "(every|each|any|all) deal {owner} has in {stage}",
        "(every|any|all) (deal|deals) in {stage} [for|of] {owner}",
        "[show|list|see|give] [me] [all] deals (above|over|below|under) {min_amount} (still|that are|which are) {filter}",
        "[show|list] [me] (everything|all|all deals|the deals|what) {owner} {filter=lost|won} {period}",
        "(what's|what is|whats|anything) (closing|due to close|closes) {period} {owner=on my side|on my end|for me|of mine}",
        "(what|which) did (we|the team) {filter=win|lose} [in|during|over] {period}",
        "[show|list] [me] {owner} deals (>|over|above|bigger than|more than) {min_amount}",
        "[show|list] [me] {owner} deals (<|under|below|smaller than|less than) {max_amount}",
        "deals > {min_amount}",
        "deals < {max_amount}",
    ],
    zh=[
        "[列出|查看|看看|看下|查|列一下|看][所有|全部](商机|单子|商机列表)",
        "[列出|查看|看看|看下|查|列一下|看]{owner}[的][所有|全部](商机|单子)[列一下|有哪些]",
        "[列出|查看|看看|看下|查|列一下|看]{owner}{filter}[的](商机|单子)[有哪些]",
        "[列出|查看|看看|看下|查|列一下|看]{filter}[的](商机|单子)[有哪些|列一下]",
        "(哪些|有哪些)(商机|单子){filter}[了]",
        "(哪些|有哪些|哪几个)(商机|单子|案子)[已经|都]{filter}[了|过]",
        "[已经|都]{filter}[了]的(商机|单子|案子)[列一下|列出来|有哪些|给我看看|看一下]",
        "[列出|查看|看看|看下|查|列一下|看]{company}[的][所有|全部]{filter}[的](商机|单子)",
        "[列出|查看|看看|看下|查|列一下|看]{company}[的][所有|全部](商机|单子)[有哪些]",
        "[把|将]{company}[的][所有|全部](商机|单子)[全|全部|都|也](列一下|列出来|列出|给我看看|拿来看看|看看|看一下|发我|拉出来)",
        "[列出|查看|看看|看下|查|列一下|看][在|处于]{stage}[阶段][的](商机|单子)[有哪些|列一下]",
        "[列出|查看|看看|看下|查|列一下|看]{owner}[在|处于]{stage}[阶段][的](商机|单子)",
        "{owner}{stage}[阶段]的(商机|单子)",
        "{min_amount}(以上|以上的|往上)[的](商机|单子)[列一下|有哪些]",
        "{max_amount}(以下|以内)[的](商机|单子)[列一下|有哪些]",
        "{period}(要签|到期|签约|要关|该签|要成交|预计成交|该成交)[的](商机|单子|单)[有哪些|是哪些|列一下|列出来]",
        "[我们|咱们|团队]{period}[我们|咱们|团队][都|一共]{filter=赢|赢了|赢下|拿下|丢|丢了|丢掉|输掉|输了}[了|的](哪些|哪几个|哪几单|什么)(商机|单子|单|项目)",
        "[列出|查看|看看|看下|列一下|看]{period}{filter=赢|赢了|赢下|赢单|拿下|丢|丢了|丢掉|丢单|输掉|输了}[了|掉|下]的(商机|单子|单)[有哪些|是哪些|列一下|列出来]",
        "{period}{owner}{filter=赢|赢了|赢下|拿下|丢|丢了|丢掉|输掉|输了}[了](哪些|哪几个|哪几单)(商机|单子|单)",
        "{owner}{period}(要签|到期|签约|要关|该签)[的](商机|单子)[有哪些]",
        "[列出|看看|查看|看]{order}[的][{top}][个|笔|单|张](商机|单子|案子)[是哪个|是哪些|有哪些|是什么|列一下]",
        "[列出|看看|查看|看]{order}[的]{top=两|三|四|五|六|七|八|九|十}[个|笔|单|张](商机|单子|案子)[是哪些|有哪些|列一下]",
        "{owner}[的]{order}[的][{top}][个|笔|单|张](商机|单子|案子)[是哪个|是哪些|有哪些|是什么]",
        "[超过|快]{silence}{filter=没动静|没跟进|没联系|没人跟|没进展}[过|了]的(商机|单子|案子)[有哪些|列一下]",
        "(哪些|哪几个|有哪些)(商机|单子|案子)[已经|超过|快]{silence}{filter=没动静|没跟进|没联系|没人跟|没进展}[过|了]",
        "{owner}(手上|手里|名下|这边)的(商机|单子|案子)[有哪些|列一下]",
        "{owner=我}[现在|手上|手里]有(几|多少)(个|单)(商机|单子|单)",
        "{owner}(手上|手里|名下|这边)[还]有(哪些|什么|几个|多少)[没签的|在跟的|进行中的](商机|单子|案子)",
        "{owner}(过期没签|逾期没签|到期没签)的(商机|单子)",
        "{owner}(手上|名下|手里)[谁的|哪些|有哪些](单子|商机)(很久没动静|没动静|没动|好久没跟进)[了]",
        "{company}(那边|这边|家)[一共|总共|现在|还](有几个|有多少|有哪些)(商机|单子|案子)",
        "{period}{filter=丢掉|丢了|丢|输掉|输了|赢下|赢|赢了|拿下}的(单子|商机|案子)[看一下|看下|看看|列一下|有哪些|拉一下]",
        "{owner}(手上|名下|手里)[谁的|哪些|有哪些](单子|商机){filter}[了]",
        "{owner}{period}(要签|该签|能签|要关)的[单|单子|商机]",
    ],
)
def list_deals(
    turn: Turn,
    company: Company | None = None,
    owner: Member | None = None,
    stage: Stage | None = None,
    period: Period | None = None,
    min_amount: Amount | None = None,
    max_amount: Amount | None = None,
    filter: Annotated[str | None, WordSlot(STANDINGS)] = None,
    order: Annotated[str | None, WordSlot(ORDERS)] = None,
    top: Annotated[int | None, LimitSlot()] = None,
    silence: Annotated[int | None, DaysSlot()] = None,
    page: int = 1,
) -> Reply:
    over = period and period.end and period.end < turn.today
    narrow = stage or over or (company and not order)
    wanted = DealFilter(
        company=company,
        owner=owner,
        stage=stage,
        first_day=period.start if period else None,
        last_day=period.end if period else None,
        least=turn.money(min_amount),
        most=turn.money(max_amount),
        standing="open" if filter == "quiet" or not (filter or narrow) else filter,
    )
    deals = turn.crm.deals.listed(wanted)
    if filter == "quiet":
        deals = turn.crm.activities.quiet(deals, silence or QUIET_DAYS)
    deals = _ordered(turn, deals, order)[:top]
    turn.about(company)
    return turn.listing(deals, COLUMNS, IN_ALL, NONE_FITS, page, sum=totals(deals))


IN_ALL = T("{count} deal(s), {sum} in all", "商机 {count} 个，合计 {sum}")
NONE_FITS = T("No deal fits.", "没有符合条件的商机。")
COLUMNS: Mapping[T, Callable[[Deal], object]] = {
    TITLE: lambda deal: deal.title,
    AMOUNT: lambda deal: deal.amount,
    STAGE: lambda deal: deal.stage,
    CLOSE: lambda deal: deal.close_date,
    OWNER: lambda deal: deal.owner and deal.owner.name,
}


def _ordered(turn: Turn, deals: Sequence[Deal], order: str | None) -> Sequence[Deal]:
    """The next to close first, unless another order was asked for; amounts compare at today's rates."""

    def worth(deal: Deal) -> int:
        return turn.crm.rates.converted(deal.amount_minor, deal.currency)[0] or 0

    if order in ("largest", "smallest"):
        return sorted(deals, key=worth, reverse=order == "largest")
    if order in ("newest", "oldest"):
        return sorted(deals, key=attrgetter("created_at", "id"), reverse=order == "newest")
    return deals
