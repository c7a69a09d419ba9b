"""How likely a deal is won: the chance, why it is so, and how well such chances were told before."""

from collections.abc import Mapping, Sequence

from crm_domain.deal_chance import Chance, Reason, chance
from crm_domain.deals import Deal
from crm_domain.errors import BadValue
from crm_domain.lives import HISTORY, LEAST, Life
from crm_domain.outlook import FARTHEST
from crm_domain.texts import T
from crm_domain.timespan import Timespan
from handlers.command import command
from handlers.lives import staged, waiting
from handlers.reading.spans import Period
from handlers.reply import Reply
from handlers.report import percent
from handlers.turn import Turn

DAYS = 92  # within which a deal is looked at, where no period is said
REASONS = 4
TOLD = 0.005  # a reason of less than half a point is none

CHANCE = T(
    "{deal} has a chance of {pct} to be won within {days} days, by {day}. An open deal has {usual} on average.",
    "{deal}在 {days} 天内（截至{day}）赢单的把握约 {pct}。在手商机平均为 {usual}。",
)
THIN = T(
    "There is too little history to tell the chance of {deal}: it takes {days} days of it with {won} won deals that you "
    "may see. By its stage ({stage}) alone it is {pct}.",
    "历史数据太少，还说不准{deal}的把握：需要 {days} 天以上、你能看到的赢单 {won} 个以上。只按阶段（{stage}）算是 {pct}。",
)
WAITING = T(
    "{deal} is not being worked on yet, so its chance can't be told from how deals went. By its stage ({stage}) alone it is {pct}.",
    "{deal}还没开始跟进，没法按历史走势估把握。只按阶段（{stage}）算是 {pct}。",
)
OVER = T(
    "{deal} is over: {stage}. Ask for the chance of an open deal.", "{deal}已经结束（{stage}）。请问一个在手的商机。"
)
PAST = T("{span} is over. Ask for a day that is still to come.", "{span}已经过去了，请说一个还没到的日期。")
CHECKED = T(
    "Looking back: of {n} deals that looked as likely, {won} were won.",
    "回看：当时看起来差不多的 {n} 个商机里，实际赢下 {won}。",
)
DEFINED = T(
    "Learned from {wins} wins and what became of the other deals: age, week of the quarter, owner, product, stage; never "
    "from what is filled in afterwards.",
    "依据：{wins} 个赢单和其他商机的结果，看跟进天数、季度里的第几周、负责人、产品、阶段；事后才补的信息一概不用。",
)
STAGE_CHANCE = T("By stage alone", "只看阶段")
POINTS = T("{points} points: {why}", "{points} 个百分点：{why}")
NOBODY = T("nobody", "没有负责人")

# Why: what raises a chance, and what lowers it.
WHY = {
    "age": (
        T("at {age} days it is of an age at which deals are won", "已跟进 {age} 天，正是容易签下的时候"),
        T("at {age} days it is of an age at which fewer are won", "已跟进 {age} 天，这种天数签下来的偏少"),
    ),
    "owner": (
        T("more deals of {owner} are won than of others", "{owner}的单子比别人的更容易赢"),
        T("fewer deals of {owner} are won than of others", "{owner}的单子比别人的更难赢，或常常搁着没结果"),
    ),
    "kind": (
        T("{product} is won more often than other products", "{product}比其他产品更容易签"),
        T("{product} is won less often than other products", "{product}比其他产品更难签"),
    ),
    "season": (
        T("more is signed in the weeks to come than at other times of the quarter", "接下来几周是一季里签单较多的时候"),
        T("less is signed in the weeks to come than at other times of the quarter", "接下来几周是一季里签单较少的时候"),
    ),
    "stage": (
        T("deals in {stage} were won more often than their age and owner tell", "处于“{stage}”的商机比同类更容易赢"),
        T("deals in {stage} were won less often than their age and owner tell", "处于“{stage}”的商机比同类更难赢"),
    ),
}


@command(
    "deal.chance",
    needs="deals.read",
    help=T("How likely an open deal is won, and why", "一个商机赢单的把握，以及原因"),
    example=T("what are the odds on the renewal", "续约有几成把握"),
    slash=("deal chance", "odds", "chance", "把握"),
    en=[
        "(what's|what is|whats|what are) [the|our] (odds|chance|chances|probability|likelihood) (on|of|for|with|that we win|that we close|we win|we close) [winning|closing|getting|landing] [the] {deal} [deal] [in|by|within|until|before|this] {period}",
        "(what's|what is|whats|what are) [the|our] (odds|chance|chances|probability|likelihood) (on|of|for|with|that we win|that we close|we win|we close) [winning|closing|getting|landing] [the] {deal} [deal]",
        "(odds|chance|chances|win probability|win chance|close probability|probability|likelihood) (on|of|for) [winning|closing] [the] {deal} [deal] [in|by|within|until|before] {period}",
        "(odds|chance|chances|win probability|win chance|close probability|probability|likelihood) (on|of|for) [winning|closing] [the] {deal} [deal]",
        "how likely is [the] {deal} [deal] (to be won|to win|to close|to get signed|to come in|to land) [in|by|within|until|before] {period}",
        "how likely is [the] {deal} [deal] [to be won|to win|to close|to get signed|to come in|to land]",
        "how likely (are we|am i|is it that we) [to] (win|close|land|get|sign) [the] {deal} [deal] [in|by|within|until|before] {period}",
        "how likely (are we|am i|is it that we) [to] (win|close|land|get|sign) [the] {deal} [deal]",
        "(will|can) (we|i) (win|close|land|get|sign) [the] {deal} [deal] [in|by|before|until] {period}",
        "(will we|are we going to|do you think we'll|do you think we will) (win|close|land|get|sign) [the] {deal} [deal]",
        "(is|will) [the] {deal} [deal] (going to close|going to be won|close|be won|come in|likely to close|winnable)",
        "how (sure|confident) (are we|should i be|can we be) (of|about|on) [winning|closing] [the] {deal} [deal]",
        "(what|how good) (chance|chances) do we have (with|at|on) [the] {deal} [deal]",
        "(how good|how big) are our chances (with|at|on) [the] {deal} [deal]",
        "[the] {deal} [deal] (odds|win probability|win chance|chances|likelihood)",
    ],
    zh=[
        "{deal}[现在|目前|我们|大概]有(几成|多大|多少|几分)[的](把握|胜算|希望|可能|机会|赢面)",
        "{deal}(这单|这个单子|这个商机)[现在|目前|大概|我们]有(几成|多大|多少)[的](把握|胜算|希望|机会|可能)[拿下|签下|赢|成交|签]",
        "{deal}[的](赢面|胜算|把握|赢率|赢单率|成单率|赢单概率|成交概率|成单概率|成交可能性|赢单可能性|成功率)[有|是][多大|多少|大不大|大吗|高不高|高吗|如何|怎么样]",
        "{deal}(成交|赢单|签单|拿下|签下来|赢下来)的(概率|可能性|把握|机会|希望|几率)[有|是][多大|多少|大不大|大吗|高不高|高吗]",
        "(拿下|签下|赢下|签成|谈成|赢){deal}的(概率|可能性|把握|机会|希望|几率|胜算)[有|是][多大|多少|大不大|大吗|高不高]",
        "[我们|咱们](有|有没有)(几成|多大|多少)[的](把握|胜算|希望|可能)(拿下|签下|赢下|签成|谈成|赢){deal}",
        "{deal}{period}[之前|以前|前|内]能(签|签下|签下来|拿下|成|赢|成交|赢下来|签单)[吗|么|不]",
        "{deal}{period}[之前|以前|前|内](签下来|拿下|赢单|成交|签单)的(概率|可能性|把握)[有|是][多大|多少]",
        "{deal}能(成|成交|赢|签下来|拿下|赢下来|签成|谈成)[吗|么|不]",
        "{deal}(这单|这个单子|这个商机)(稳不稳|有戏吗|有没有戏|悬不悬|靠谱吗|能不能成|能不能拿下|能不能赢|能不能签|能成吗|能签吗|能拿下吗)",
        "{deal}(稳不稳|有戏吗|有没有戏|悬不悬|靠谱吗|能不能成|能不能拿下|能不能赢|能不能签)",
        "(评估|估一下|算一下|预测一下|分析一下){deal}[的](赢面|胜算|把握|赢单概率|成交概率)",
    ],
)
def deal_chance(turn: Turn, deal: Deal, period: Period | None = None) -> Reply:
    turn.about(deal)
    if not deal.is_open:
        return turn.refused(OVER, deal=deal, stage=deal.stage)
    days = days_until(turn, period)
    told = None if deal.stage_id in waiting(turn) else _chance(turn, deal, days)
    return _by_stage(turn, deal) if told is None else _told(turn, deal, told, days)


def days_until(turn: Turn, period: Period | None) -> int:
    """Until the end of the period; BadValue where it is over."""
    if period is None or period.end is None:
        return DAYS
    if period.end <= turn.today:
        raise BadValue(PAST, span=Timespan(period.start, period.end))
    return min((period.end - turn.today).days, FARTHEST)


def _chance(turn: Turn, deal: Deal, days: int) -> Chance | None:
    """Of a part of very many deals this one is always one."""
    lives = staged(turn)
    place = next((place for place, life in enumerate(lives) if life.id == deal.id), None)
    if place is None:
        place = len(lives)
        lives.append(_life(turn, deal))
    return chance(lives, place, turn.today, days)


def _life(turn: Turn, deal: Deal) -> Life:
    zone = turn.crm.zone
    steps = tuple((step.at.astimezone(zone).date(), step.to_id) for step in deal.history)
    kind = ",".join(line.product.name for line in deal.lines)
    begun = deal.created_at.astimezone(zone).date()
    return Life(begun, None, False, str(deal.owner_id), kind, id=deal.id, stages=steps)


def _by_stage(turn: Turn, deal: Deal) -> Reply:
    text = WAITING if deal.stage_id in waiting(turn) else THIN
    pct = deal.stage.probability
    reply = turn.done(text, deal=deal, stage=deal.stage, pct=percent(pct), days=HISTORY, won=LEAST)
    return reply.but(figures={"chance_pct": None, "stage_pct": pct})


def _told(turn: Turn, deal: Deal, told: Chance, days: int) -> Reply:
    say = turn.voice.say
    day = turn.today.fromordinal(turn.today.toordinal() + days)
    first = say(CHANCE, deal=deal, pct=_pct(told.value), days=days, day=day, usual=_pct(told.usual))
    reasons = [reason for reason in told.reasons if abs(reason.points) >= TOLD][:REASONS]
    lines = [first, *(_why(turn, deal, reason) for reason in reasons)]
    if told.checked:
        lines.append(say(CHECKED, n=told.checked.deals, won=_pct(told.checked.won)))
    lines.append(say(DEFINED, wins=told.wins))
    reply = turn.done(
        T("{text}", "{text}"), text="\n".join(lines), fields={STAGE_CHANCE: percent(deal.stage.probability)}
    )
    return reply.but(figures=_figures(deal, told, days))


def _figures(deal: Deal, told: Chance, days: int) -> Mapping[str, object]:
    checked = told.checked and {"deals": told.checked.deals, "won_pct": 100 * told.checked.won}
    return {
        "chance_pct": 100 * told.value, "usual_pct": 100 * told.usual, "days": days, "stage_pct": deal.stage.probability,
        "reasons": {reason.what: 100 * reason.points for reason in told.reasons}, "checked": checked, "wins": told.wins,
    }  # fmt: skip


def _why(turn: Turn, deal: Deal, reason: Reason) -> str:
    more, less = WHY[reason.what]
    products: Sequence[str] = [line.product.name for line in deal.lines]
    age = (turn.today - deal.created_at.astimezone(turn.crm.zone).date()).days
    why = turn.voice.say(
        more if reason.points > 0 else less,
        age=age, owner=deal.owner or NOBODY, product=products or T("no product", "未填产品"), stage=deal.stage,
    )  # fmt: skip
    return turn.voice.say(POINTS, points=f"{100 * reason.points:+.0f}", why=why)


def _pct(share: float) -> str:
    return f"{100 * share:.0f}%"
