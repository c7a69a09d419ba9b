"""Quotas: what a member, a team or all are to win in a period, set and seen by message."""

from typing import Annotated

from crm_domain.errors import BadValue
from crm_domain.members import Member
from crm_domain.quotas import Quota
from crm_domain.spread import share_pct
from crm_domain.texts import T
from crm_domain.timespan import Timespan, quarter_of
from handlers.attainment import target, won_of
from handlers.command import command
from handlers.reading.spans import Amount, Period
from handlers.reply import Reply
from handlers.report import percent
from handlers.team_slot import TeamSlot
from handlers.turn import Turn

WHOLE_DAYS = T("A quota is for a stretch of days with a beginning and an end.", "指标要有起止日期。")
SET = T("{whose}: {amount} for {span}.", "{whose}：{span}指标 {amount}。")
EVERYBODY = T("Everybody", "全员")
QUOTAS = T("{count} quota(s) in {span}:", "{span}的指标共 {count} 个：")
NO_QUOTAS = T(
    "There is no quota in {span}. Say for example: set Rosa's quota for Q4 to 200k",
    "{span}没有设指标。可以说：小林四季度指标设为50万",
)
WHOSE, AMOUNT, SPAN, WON, SHARE = (
    T("Whose", "对象"),
    T("Quota", "指标"),
    T("Period", "期间"),
    T("Won", "已成交"),
    T("Attained", "完成率"),
)


@command(
    "quota.set",
    needs="quotas.write",
    help=T("Set a quota for a member, a team or everybody", "给成员、团队或全员设销售指标"),
    example=T("set Rosa's quota for Q4 to 200k", "小林四季度指标设为50万"),
    slash=("quota set", "quota", "指标 设置"),
    en=[
        "(set|change|update|make|raise|lower|put) {owner}('s|') [sales] (quota|target) [for|in|of] [{period}] (to|at|=) {amount}",
        "(set|change|update|make|raise|lower|put) {owner}('s|') [sales] (quota|target) (to|at|=) {amount} [for|in] [{period}]",
        "(set|change|update|make|raise|lower|put) {owner=my} [sales] (quota|target) [for|in|of] [{period}] (to|at|=) {amount} [for|in] ",
        "(set|change|update|make|raise|lower|put) {owner=my} [sales] (quota|target) (to|at|=) {amount} [for|in] [{period}]",
        "(set|change|update|make|raise|lower|put) [the|our|a] [company|overall|sales] (quota|target) [for|in|of] {period} (to|at|=|of) {amount}",
        "(set|change|update|make|raise|lower|put) [the|our|a] [company|overall|sales] (quota|target) (to|at|=|of) {amount} [for|in] {period}",
        "(set|change|update|make|raise|lower|put) [the|a] [sales] (quota|target) (for|of) [the] [team] {team!} [team] [for|in] {period} (to|at|=) {amount}",
        "(set|change|update|make|raise|lower|put) [the] [team] {team!} [team] ('s|') [sales] (quota|target) [for|in] {period} (to|at|=) {amount}",
        "(set|change|update|make|raise|lower|put) [the|a] [sales] (quota|target) (for|of) [the] [team] {team!} [team] (to|at|=) {amount} [for|in] {period}",
        "[set|give] [a] [sales] (quota|target) of {amount} (for|to) {owner} [for|in] [{period}]",
        "{owner}('s|') [sales] (quota|target) [for|in] {period} (is|=|will be) {amount}",
    ],
    zh=[
        "[把|将|给]{owner!}[的]{period}[的][销售|业绩](指标|目标|任务|配额)(设为|设成|定为|改成|改为|是|定在|设定为|调到){amount}",
        "[把|将|给]{period}[的]{owner!}[的][销售|业绩](指标|目标|配额)(设为|设成|定为|改成|改为|是|定在|设定为|调到){amount}",
        "[把|将|给]{owner!}[的][销售|业绩](指标|目标|配额)(设为|设成|定为|改成|改为|定在|设定为|调到){amount}",
        "[把|将|给]{owner=我|我的}[的]{period}[的][销售|业绩](指标|目标|配额)(设为|设成|定为|改成|改为|是|定在|设定为|调到){amount}",
        "[把|将]{team!}[团队|大区|区|组][的]{period}[的][销售|业绩](指标|目标|配额)(设为|设成|定为|改成|改为|是|定在|设定为|调到){amount}",
        "[把|将][全员|公司|全公司|总|我们]{period}[的][销售|业绩|总](指标|目标|配额)(设为|设成|定为|改成|改为|是|定在|设定为|调到){amount}",
        "[把|将]{period}[的][全员|公司|总][的][销售|业绩|总](指标|目标|配额)(设为|设成|定为|改成|改为|是|定在|设定为|调到){amount}",
    ],
)
def set_quota(
    turn: Turn,
    amount: Amount,
    period: Period | None = None,
    owner: Member | None = None,
    team: Annotated[str | None, TeamSlot()] = None,
) -> Reply:
    span = quarter_of(turn.today)
    if period is not None:
        if period.start is None or period.end is None:
            raise BadValue(WHOLE_DAYS)
        span = Timespan(period.start, period.end)
    money = turn.money(amount)
    assert money is not None
    quota = turn.crm.quotas.give(span, money, owner, team)
    turn.shown.add("quotas")
    return turn.done(SET, whose=whose(turn, quota), amount=quota.amount, span=span)


def whose(turn: Turn, quota: Quota) -> str:
    return quota.member.name if quota.member else quota.team or turn.voice.say(EVERYBODY)


@command(
    "quota.list",
    needs="quotas.read",
    help=T("Show the quotas of a period and how far they are attained", "查看指标和完成率"),
    example=T("quotas this quarter", "本季度指标完成情况"),
    slash=("quotas", "quota list", "指标"),
    en=[
        "[show|list|see|what are] [me] [the|our|all] [sales] (quotas|targets|quota attainment|target attainment|attainment) [for|in|of] [{period}]",
        "{period} [sales] (quotas|quota attainment|attainment|targets)",
        "(what's|what is|show) {owner}('s|') [sales] (quota|target|quota attainment) [for|in] [{period}]",
        "(what's|what is|show) {owner=my} [sales] (quota|target|quota attainment) [for|in] [{period}]",
        "(how am|how do|where am|where do|am) {owner=i} [doing|stand|tracking|on track] (against|vs|versus|on|with|to) [my|the|our] (quota|target|number|quotas|targets)",
        "(how are we doing|where are we|are we on track) (against|vs|versus|on|with|to) [my|the|our] (quota|target|number|quotas|targets)",
        "how is {owner} doing (against|vs|versus|on) [his|her|their|the] (quota|target|number)",
        "how (far|close) (are we|is the team) (to|from|toward|on) [the|our] (quota|quotas|target|targets) [for|in] [{period}]",
    ],
    zh=[
        "[看|查看|看看][{period}][的][各人|大家|团队|我们][的][销售|业绩](指标|目标|配额)[完成率|完成情况|达成率|列表|是多少|有哪些|完成得怎么样|完成了多少]",
        "{owner!}[的]{period}[的][销售|业绩](指标|目标|配额)[是多少|完成率|完成了多少|完成情况]",
        "{owner=我|我的}[的][{period}](指标|目标|配额)(完成得怎么样|完成得如何|完成多少了|完成了多少|还差多少|达成了吗)[了]",
        "{owner=我|我的}[的]{period}[的][销售|业绩](指标|目标|配额)[是多少|完成率|完成了多少|完成情况]",
    ],
)
def list_quotas(turn: Turn, period: Period | None = None, owner: Member | None = None, page: int = 1) -> Reply:
    span = Timespan(period.start, period.end or turn.today) if period else quarter_of(turn.today)
    quotas = [q for q in turn.crm.quotas.within(span) if owner is None or q.member_id == owner.id]
    won = {quota.id: won_of(turn.crm, quota) for quota in quotas}
    columns = {
        WHOSE: lambda quota: whose(turn, quota),
        AMOUNT: lambda quota: quota.amount,
        SPAN: lambda quota: quota.span,
        WON: lambda quota: won[quota.id],
        SHARE: lambda quota: percent(share_pct(won[quota.id].minor, target(turn.crm, quota).minor)),
    }
    reply = turn.listing(quotas, columns, QUOTAS, NO_QUOTAS, page, span=span)
    told = [
        [
            whose(turn, q),
            float(q.amount.amount),
            float(won[q.id].amount),
            share_pct(won[q.id].minor, target(turn.crm, q).minor),
        ]
        for q in quotas
    ]
    return reply.but(figures={"quotas": told})
