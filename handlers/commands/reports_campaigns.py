"""What became of a campaign: who got it, what they bought, and whether that is an effect of it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from crm_domain.campaigns import Campaign
from crm_domain.effects import LEAST, Effect, effect
from crm_domain.errors import BadValue
from crm_domain.money import Money
from crm_domain.purchases import Purchase, leading
from crm_domain.texts import T
from crm_domain.timespan import Timespan
from handlers import mailing
from handlers.command import command
from handlers.reading.asking import chinese, english
from handlers.reply import Reply
from handlers.report import Report, major, rounded
from handlers.turn import Turn

WINDOW = 30  # days after it went out in which a purchase counts

NO_CAMPAIGNS = T(
    "There is no campaign yet. Say: create campaign Spring Offer for retail customers, message: …",
    "还没有营销活动。可以说：新建活动 春季特惠，面向零售客户，内容：……",
)
PLANNED = T("“{name}” has not gone out yet; it is planned for {at}.", "“{name}”还没有发出，计划在{at}发送。")
DRAFT = T("“{name}” has not gone out yet, and has no date.", "“{name}”还没有发出，也没有定时间。")
WOULD = T("It would reach {n} contact(s) at {k} customer(s) now.", "现在发送可触达 {k} 家客户的 {n} 位联系人。")
WENT = T(
    "“{name}” went out on {day} to {n} contact(s) at {k} customer(s).",
    "“{name}”于{day}发出，发给 {k} 家客户的 {n} 位联系人。",
)
WENT_TO = T(
    "“{name}” went out on {day}; to whom was not recorded, so these are the {k} customer(s) of “{segment}” as of now.",
    "“{name}”于{day}发出，没有记录收件人，以下按“{segment}”现有的 {k} 家客户统计。",
)
BOUGHT = T(
    "{n} of them bought in {span}: {sum}. In as many days before it was {earlier} from {before}.",
    "其中 {n} 家在{span}购买了 {sum}；之前同样天数里有 {before} 家，共 {earlier}。",
)
NO_EFFECT = T(
    "This is not an effect: nobody was held back to compare with, so nobody knows what they would have bought anyway. "
    "Hold some back next time: “hold back 20%” before sending.",
    "这不能算活动效果：没有留对照组，无法知道不发活动他们会买多少。下次发送前可以说“留 20% 作对照”。",
)
TOO_FEW = T(
    "This is not an effect: {n} customer(s) held back are too few to compare with.",
    "这不能算活动效果：对照组只有 {n} 家客户，太少。",
)
CERTAIN = T(
    "Against {n} customer(s) held back: {diff} a customer, 95% interval {low} to {high}. Chance alone would hardly do that (p = {p}).",
    "与 {n} 家对照客户相比：每家差 {diff}，95% 区间 {low} 至 {high}，不太可能是偶然（p = {p}）。",
)
UNCERTAIN = T(
    "Against {n} customer(s) held back: {diff} a customer, 95% interval {low} to {high}. That may well be chance (p = {p}): no effect is shown.",
    "与 {n} 家对照客户相比：每家差 {diff}，95% 区间 {low} 至 {high}，可能只是偶然（p = {p}），看不出效果。",
)
SAME = T("Those held back ({n}) bought exactly as much: no difference.", "对照组（{n} 家）购买完全相同，没有差别。")
UNSEEN = T("Opens and clicks are not tracked.", "不跟踪邮件打开和点击。")
DEFINED = T(
    "Counted: orders (won deals, where a customer has none) in the {window} days from the day it went out; compared customer by customer.",
    "口径：自发出之日起 {window} 天内的订单（没有订单的客户取赢单），以客户为单位比较。",
)
GROUP, CUSTOMERS, BUYERS, SUM, EACH = (
    T("Group", "组别"), T("Customers", "客户数"), T("Bought", "购买客户"), T("Amount", "金额"), T("Per customer", "每家平均"),
)  # fmt: skip
SENT_TO, HELD_BACK = T("Got it", "已发送"), T("Held back", "对照组")

_EN = (
    "stats|statistics|results|result|performance|numbers|effect|report|outcome|response|impact|opens and clicks|opens|clicks|"
    "open rate|click rate|response rate|campaign report|campaign results|campaign stats|metrics|success|conversion|uplift|lift|"
    "effectiveness|roi|data|returns"
)
_ZH = "成绩|报告|战绩|业绩|效果|数据|成效|结果|表现|情况|转化|转化率|打开率|点击率|响应率|回报|成果|统计|反馈|报表|效果分析|活动效果|推广效果|营销效果|战果|反响|ROI"
_CAMPAIGN = "[campaign|mailing|newsletter|mailshot|email|promotion|promo]"
_CAMPAIGN_ZH = "[这个|这次|的][活动|营销活动|推广|邮件|campaign|促销活动]"


@command(
    "report.campaign",
    needs="campaigns.read",
    help=T("What became of a campaign, and whether that is an effect", "营销活动的结果，以及是否真有效果"),
    example=T("how did the Winter Upgrade campaign do", "双旦促销活动效果怎么样"),
    slash=("report campaign", "活动效果"),
    en=[
        *english(
            "campaign report|campaign results|campaign performance|campaign stats|campaigns report|campaign effect|campaign statistics|campaign numbers|last campaign"
        ),
        f"~[the] {{campaign!}} {_CAMPAIGN} ({_EN})",
        f"~[the] {{campaign}} (campaign|mailing|newsletter|mailshot|promotion|promo) ({_EN})",
        f"~({_EN}) to [the|our|my] {{campaign}} (campaign|mailing|newsletter|mailshot|email|promotion|promo)",
        f"~({_EN}) to [the|our|my] {{campaign!}}",
        f"~({_EN}) (for|of|from|on|about) [the|our|my] {{campaign}} (campaign|mailing|newsletter|mailshot|email|promotion|promo)",
        f"~({_EN}) (for|of|from|on|about) [the|our|my] [campaign] {{campaign!}}",
        "~how (did|does|has|is|was) [the|our|my] {campaign} (campaign|mailing|newsletter|mailshot|promotion|promo) (do|go|perform|work|work out|doing|going|performing|done|gone|performed|fare|look|land|received|run)",
        "~how (did|does|has|is|was) [the|our|my] {campaign!} (do|go|perform|work|work out|doing|going|performing|done|gone|performed|fare|look|land|received|run) [so far]",
        "~how (well|successful|effective|good) (did|was|is|has) [the|our|my] {campaign!} [campaign|mailing|promotion] [do|go|perform|work|been]",
        "~(did|does|has|was) [the|our|my] {campaign} (campaign|mailing|newsletter|mailshot|promotion|promo) (work|pay off|help|bring anything|make a difference|have an effect|bring anything in|sell anything|worked|helped|successful|a success|change anything|have any effect)",
        "~(did|does|has|was) [the|our|my] {campaign!} (work|pay off|help|bring anything|make a difference|have an effect|bring anything in|sell anything|worked|helped|successful|a success|change anything|have any effect)",
        "~what (did|has) [the|our|my] {campaign!} [campaign|mailing|promotion] (bring|achieve|do|change|brought|achieved|bring in|earn|yield|get us) [us] [in]",
        "~what (came|became|has become) [out] of [the|our|my] {campaign!} [campaign|mailing|promotion]",
        "~who (bought|ordered|responded|answered|reacted) (after|to|on|because of|from) [the|our|my] {campaign!} [campaign|mailing|promotion]",
        "~how many (people|customers|clients|contacts) (got|received|bought|responded to|reacted to|opened|answered) [after|to|on] [the|our|my] {campaign!} [campaign|mailing|promotion]",
        "~{campaign!} campaign [?]",
        "~[campaign] (report|results|stats|performance) [:|,] {campaign!}",
        "~how did [the|our|my] [last] (campaign|mailing|promotion) (do|go|perform|work out|work)",
        "~did [the|our|my] [last] (campaign|mailing|promotion) (work|pay off|help|bring anything|make a difference|have an effect)",
    ],
    zh=[
        *chinese("活动效果|营销效果|营销活动效果|活动数据|活动报表|营销活动报表|活动结果|活动表现|推广效果"),
        f"~{{campaign!}}{_CAMPAIGN_ZH}[的]({_ZH})",
        f"~({_ZH})[:：，,]{{campaign!}}",
        f"~{{campaign}}(活动|营销活动|推广活动|促销活动)[的]({_ZH})",
        f"~{{campaign}}(活动|营销活动|推广活动|促销活动)[的]({_ZH})(怎么样|如何|好不好|好吗|咋样|怎样)",
        f"~{{campaign!}}{_CAMPAIGN_ZH}[的]({_ZH})(怎么样|如何|好不好|好吗|咋样|怎样)",
        f"~{{campaign!}}{_CAMPAIGN_ZH}(怎么样|如何|效果如何|有没有效果|有效果吗|有用吗|有没有用|成功吗|做得怎么样|做得如何|反响如何|卖得怎么样|起作用了吗|有没有起作用)[了]",
        f"~{{campaign!}}{_CAMPAIGN_ZH}(带来了|带来|产生了|贡献了|拉动了)(多少|什么|多少订单|多少业绩|多少销售|多少收入|什么效果|多少成交)[订单|业绩|销售|收入|成交]",
        f"~{{campaign!}}{_CAMPAIGN_ZH}[之后|后|以后][有|一共有](多少|几个|几家|哪些)[人|客户](买了|下单|下了单|响应|购买|成交|回复|收到|打开)[了]",
        f"~{{campaign!}}{_CAMPAIGN_ZH}(发给了|触达了|发了)(多少|几个|几家)[人|客户|家]",
        f"~[再|顺便](看|看看|看下|看一下|查|查下|查看|分析|分析一下|评估|评估一下)[一下|下]{{campaign!}}{_CAMPAIGN_ZH}[的]({_ZH})",
        "~(上次|上一次|最近|最近一次|上一个)[的](活动|营销活动|推广|促销)[的]效果[怎么样|如何]",
        "~(活动|营销活动|推广|促销)(有没有效果|有效果吗|效果怎么样|效果如何)",
        "~{campaign}(活动|营销活动|推广活动|促销活动)(怎么样|如何|效果如何|有没有效果|有效果吗|有用吗|有没有用|成功吗|做得怎么样|做得如何)[了]",
        f"~{{campaign!}}{_CAMPAIGN_ZH}[做|办|搞](得怎么样|得如何|怎么样了|成什么样)",
        "~(分析|评估|评价)[一下|下]{campaign!}[活动|营销活动]",
    ],
)
def report_campaign(turn: Turn, campaign: Campaign | None = None) -> Reply:
    found = campaign or _latest(turn)
    report = Report(turn)
    if found is None:
        report.say(NO_CAMPAIGNS)
        return report.reply(noun="campaigns")
    turn.about(found)
    report.figures["campaign"] = found.name
    day = _day_it_went(turn, found)
    return _planned(report, found) if day is None else _result(report, found, day)


def _latest(turn: Turn) -> Campaign | None:
    """The one that went out last, else the one that was made last."""
    rows = turn.crm.campaigns.all()
    return max(rows, key=lambda row: (_day_it_went(turn, row) or date.min, row.id), default=None)


def _day_it_went(turn: Turn, campaign: Campaign) -> date | None:
    """None where it has not. One that another system sent has only its date."""
    moment = campaign.sent_at or (
        campaign.at if campaign.at and campaign.at <= turn.now and not campaign.waiting else None
    )
    return moment.astimezone(turn.me.zone).date() if moment else None


def _planned(report: Report, campaign: Campaign) -> Reply:
    report.say(PLANNED if campaign.at else DRAFT, name=campaign.name, at=campaign.at)
    report.figures["sent"] = 0
    try:
        to = mailing.audience(report.turn.crm, campaign)
    except BadValue as unready:
        report.lines.append(report.turn.voice.refusal(unready))
        return report.reply(noun="campaigns")
    customers = len({contact.company_id for contact in to.written_to})
    report.say(WOULD, n=len(to.written_to), k=customers)
    report.figures |= {"would_reach": len(to.written_to), "customers": customers}
    send = (T("Send it …", "发送……"), f"/campaign.send name=#{campaign.id}")
    return report.reply(buttons=[send], noun="campaigns")


@dataclass(frozen=True, slots=True)
class Bought:
    """What each customer of a group bought in some days, in minor units of one currency; most of them nothing.

    `buyers` bought something, in whatever currency: `sums`.
    """

    by_customer: dict[int, int]
    buyers: int
    sums: list[Money]

    @property
    def total(self) -> int:
        return sum(self.by_customer.values())


def _bought(purchases: Sequence[Purchase], customers: Collection[int], span: Timespan, currency: str) -> Bought:
    theirs = [p for p in purchases if p.company_id in customers and span.holds(p.day) and p.minor and p.currency]
    found = dict.fromkeys(customers, 0)
    sums: dict[str, int] = defaultdict(int, {currency: 0})
    for purchase in theirs:
        sums[purchase.currency or ""] += purchase.minor or 0
        if purchase.currency == currency:
            found[purchase.company_id] += purchase.minor or 0
    shown = [Money(minor, code) for code, minor in sorted(sums.items()) if minor or len(sums) == 1]
    return Bought(found, len({p.company_id for p in theirs}), shown)


def _result(report: Report, campaign: Campaign, day: date) -> Reply:
    turn = report.turn
    sent, held = _groups(report, campaign, day)
    span = Timespan(day, day + timedelta(days=WINDOW - 1)).to_date(turn.today)
    before = Timespan(day - timedelta(days=span.days), day - timedelta(days=1))
    purchases = turn.crm.purchases.by_orders(turn.today)
    currency = leading(turn.crm.workspace.base_currency, [p for p in purchases if p.company_id in sent] or purchases)
    now, earlier = (_bought(purchases, sent, days, currency) for days in (span, before))
    control = _bought(purchases, held, span, currency)
    report.dates(span, before)
    report.figures |= {
        "buyers": now.buyers, "value": major(now.total, currency), "prev_buyers": earlier.buyers,
        "prev_value": major(earlier.total, currency), "currency": currency, "window_days": WINDOW,
        "held_back": len(held),
    }  # fmt: skip
    report.say(
        BOUGHT, n=now.buyers, span=span, sum=now.sums, before=earlier.buyers, earlier=earlier.sums,
    )  # fmt: skip
    _judged(report, [major(v, currency) for v in now.by_customer.values()],
            [major(v, currency) for v in control.by_customer.values()], currency)  # fmt: skip
    report.say(UNSEEN)
    report.say(DEFINED, window=WINDOW)
    rows = [_row(SENT_TO, now, currency), *([_row(HELD_BACK, control, currency)] if held else [])]
    return report.reply((GROUP, CUSTOMERS, BUYERS, SUM, EACH), rows if sent else (), noun="campaigns")


def _row(group: T, found: Bought, currency: str) -> tuple[object, ...]:
    each = rounded(major(found.total / max(len(found.by_customer), 1), currency), currency)
    return group, len(found.by_customer), found.buyers, Money(found.total, currency), each


def _groups(report: Report, campaign: Campaign, day: date) -> tuple[set[int], set[int]]:
    """The customers that got it, and those held back; says how many."""
    on = Timespan(day, day)
    if campaign.recipients:
        sent = {one.company_id for one in campaign.recipients if one.company_id and not one.held}
        held = {one.company_id for one in campaign.recipients if one.company_id and one.held} - sent
        letters = sum(1 for one in campaign.recipients if not one.held)
        report.say(WENT, name=campaign.name, day=on, n=letters, k=len(sent))
        report.figures |= {"sent": letters, "customers": len(sent)}
        return sent, held
    try:
        sent = {company.id for company in mailing.customers(report.turn.crm, campaign.segment or "")}
    except BadValue:
        sent = set()
    report.say(WENT_TO, name=campaign.name, day=on, k=len(sent), segment=campaign.segment or "–")
    report.figures |= {"sent": None, "customers": len(sent)}
    return sent, set()


def _judged(report: Report, sent: Sequence[float], held: Sequence[float], currency: str) -> None:
    found = effect(sent, held)
    report.figures["is_effect"] = bool(found and found.is_certain)
    if found is None:
        report.figures["effect"] = None
        report.say(TOO_FEW if 0 < len(held) < LEAST else NO_EFFECT, n=len(held))
        return
    report.figures["effect"] = _figures(found)
    if found.ci95 is None or found.p is None:
        report.say(SAME, n=found.control)
        return
    low, high = (rounded(end, currency) for end in found.ci95)
    text = CERTAIN if found.is_certain else UNCERTAIN
    report.say(text, n=found.control, diff=rounded(found.diff, currency), low=low, high=high, p=f"{found.p:.3f}")


def _figures(found: Effect) -> dict[str, Any]:
    return {
        "diff": found.diff, "lift_pct": found.lift_pct, "t": found.t, "df": found.df, "p": found.p,
        "ci95": found.ci95 and list(found.ci95), "treated_mean": found.treated_mean, "control_mean": found.control_mean,
        "treated": found.treated, "control": found.control,
    }  # fmt: skip
