"""Which customers may not come back, and when the next purchase would come by habit."""

from typing import Annotated

from crm_domain.companies import Company
from crm_domain.errors import BadValue
from crm_domain.risk import HORIZON, Outlook, Risk, habits, outlook
from crm_domain.texts import T
from handlers.command import command
from handlers.limit_slot import LimitSlot
from handlers.purchase_report import NOTHING_BOUGHT
from handlers.reading.asking import chinese, english
from handlers.reply import Reply
from handlers.report import ROWS, Report, number, percent
from handlers.turn import Turn

LIKELIEST = T(
    "{name} is the likeliest not to come back: {chance} that nothing is bought in the next {days} days.",
    "最可能流失的是{name}：未来 {days} 天不再购买的概率为 {chance}。",
)
CALIBRATED = T(
    "Learned from {n} looks at the past; on the last one it told who stayed away with an AUC of {auc} (Brier {brier}).",
    "由 {n} 个历史样本学得；在最近一次回看中区分是否流失的 AUC 为 {auc}（Brier {brier}）。",
)
UNTRIED = T(
    "Learned from {n} looks at the past, too few to try it on some of them.",
    "由 {n} 个历史样本学得，样本太少，没有留出检验。",
)
THIN = T(
    "The past is too thin for a probability, so this is by habit alone: {name} has not bought for {days} days{times}.",
    "历史太短，不给出概率，只按购买习惯判断：{name}已有 {days} 天没有购买{times}。",
)
TIMES = T(", {n} times the usual gap", "，是平常间隔的 {n} 倍")
DEFINED = T(
    "Counted: orders (won deals, where a customer has none); next purchase = the last one plus the usual gap, of three purchases at least.",
    "口径：订单（没有订单的客户取赢单）；下次购买 = 最近一次 + 平常间隔（至少三次购买）。",
)
NEXT = T("{name} last bought {days} day(s) ago, {n} time(s) in all.", "{name}上次购买在 {days} 天前，共购买 {n} 次。")
EXPECTED = T(
    "By habit (every {gap} days) the next purchase comes around {day}.",
    "按习惯（平均每 {gap} 天一次），下次购买大约在{day}。",
)
OVERDUE = T(
    "By habit (every {gap} days) the next purchase was due around {day}.",
    "按习惯（平均每 {gap} 天一次），{day}前后就该再次购买了。",
)
NO_HABIT = T(
    "That is too few purchases to tell a habit from: three are needed.", "购买次数太少，看不出规律，至少需要三次。"
)
NEVER = T("{name} has not bought anything yet.", "{name}还没有购买过。")
CHANCE = T("Chance of no purchase in the next {days} days: {chance}.", "未来 {days} 天不购买的概率：{chance}。")
CUSTOMER, RISK, SINCE, GAP, COMING = (
    T("Customer", "客户"), T("Risk", "流失概率"), T("Days since", "距今天数"), T("Usual gap", "平常间隔"), T("Next by habit", "预计下次"),
)  # fmt: skip
BAD_LIMIT = T("Say how many customers you want: 1 or more.", "请说明要几家客户，至少 1 家。")
MOST = 50

_EN = (
    "churn|churn risk|churn report|churn risks|customer churn|customer churn risk|churn analysis|attrition|attrition risk|"
    "churn probability|churn probabilities|churn prediction|churn forecast|customers likely to churn|customers at churn risk|"
    "next purchase|next purchases|next orders|reorder forecast|repurchase forecast|customers due to reorder|retention risk"
)
_ZH = (
    "流失预测|客户流失|客户流失预测|流失概率|客户流失概率|流失分析|客户流失分析|流失预警|客户流失预警|流失风险预测|客户流失率|复购预测|下次购买预测|下次购买|"
    "下单预测|回购预测|客户流失风险|流失风险分析|流失风险概率|流失名单"
)
_LEAVE = "(likely to churn|going to churn|about to churn|likely to leave|about to leave|at risk of churning|at risk of leaving|going to leave|likely to stop buying|not coming back)"


@command(
    "report.churn",
    needs="orders.read",
    help=T(
        "Which customers may not come back, and when the next purchase is due", "哪些客户可能流失，下次购买预计在何时"
    ),
    example=T("churn risk", "流失预测"),
    slash=("churn", "report churn", "流失"),
    en=[
        *english(_EN),
        f"~[the|our|my] (top|first|worst) {{limit}} ({_EN})",
        f"~(which|what) (customers|clients|accounts) are [most] {_LEAVE}",
        f"~(who|which customer|which client) is [most] {_LEAVE}",
        f"~[the|our|my] [top] {{limit}} (customers|clients|accounts) [most] {_LEAVE}",
        "~(which|what) (customers|clients|accounts) are (due|overdue) [for|to] [a|their|an|the] [next] (order|reorder|purchase|buy again|repurchase)",
        "~when (will|does|is|should|would) {company} [going to|likely to] (buy|order|reorder|purchase) [again|next|from us again]",
        "~when is {company}'s next (order|purchase) [due|expected|coming]",
        "~(churn risk|churn probability|churn chance|next purchase|next order) (of|for|from) {company}",
        "~how likely is {company} to (churn|leave|stop buying)",
        "~will {company} (churn|come back|buy again|order again|leave us|leave)",
    ],
    zh=[
        *chinese(_ZH),
        "~(哪些|谁|哪几家)客户[最](可能流失|会流失|快流失|容易流失|快流失了|快要流失|要流失了|可能不再购买|不会再买)[了]",
        "~(哪些|谁|哪几家)客户(该复购了|该再下单了|该下单了|快该下单了|该补货了)",
        "~{company}[大概|预计|估计](什么时候|何时|几时|哪天)[会|能|该](再买|再下单|再次购买|下单|复购|再采购|再订货)",
        "~{company}[的](流失概率|流失风险|流失可能性)[有多大|多大|多高|是多少]",
        "~{company}[会不会|会|可能](流失|不再买|走掉)[吗]",
        "~{company}[的]下次(购买|下单|采购|订货)[大概|预计](是什么时候|什么时候|在什么时候|何时)",
        "~最(可能|容易)流失的{limit}[家|个](客户|公司)",
        "~最(可能|容易)流失的{limit=一|两|三|四|五|六|七|八|九|十}[家|个](客户|公司)",
        "~最(可能|容易)流失的(客户|公司)[是谁|有哪些|是哪家|名单]",
    ],
)
def report_churn(turn: Turn, limit: Annotated[int | None, LimitSlot()] = None, company: Company | None = None) -> Reply:
    if limit is not None and limit < 1:
        raise BadValue(BAD_LIMIT)
    found = outlook(habits(turn.crm.purchases.by_orders(turn.today)), turn.today)
    report = Report(turn)
    report.figures |= {
        "customers": len(found.risks), "horizon_days": HORIZON, "examples": found.examples, "auc": found.auc,
        "brier": found.brier,
    }  # fmt: skip
    return _of_one(report, found, company) if company else _ranked(report, found, min(limit or ROWS, MOST))


def _ranked(report: Report, found: Outlook, most: int) -> Reply:
    top = found.risks[:most]
    report.figures["top"] = [[risk.habit.company, risk.chance] for risk in top]
    report.figures["expected"] = {r.habit.company: r.habit.expected and r.habit.expected.isoformat() for r in top}
    if not top:
        report.say(NOTHING_BOUGHT)
        return report.reply(noun="orders")
    _first(report, found, top[0])
    report.say(DEFINED)
    rows = [
        (risk.habit.company, _chance(risk), risk.recency, number(risk.habit.gap), risk.habit.expected) for risk in top
    ]
    return report.reply((CUSTOMER, RISK, SINCE, GAP, COMING), rows, noun="orders", most=MOST)


def _first(report: Report, found: Outlook, first: Risk) -> None:
    if first.chance is None:
        times = report.turn.voice.say(TIMES, n=number(first.overdue)) if first.overdue else ""
        report.say(THIN, name=first.habit.company, days=first.recency, times=times)
        return
    report.say(LIKELIEST, name=first.habit.company, chance=_chance(first), days=HORIZON)
    if found.auc is None or found.brier is None:
        report.say(UNTRIED, n=found.examples)
    else:
        report.say(CALIBRATED, n=found.examples, auc=f"{found.auc:.2f}", brier=f"{found.brier:.3f}")


def _chance(risk: Risk) -> str:
    return percent(None if risk.chance is None else 100 * risk.chance)


def _of_one(report: Report, found: Outlook, company: Company) -> Reply:
    turn = report.turn
    turn.about(company)
    risk = next((risk for risk in found.risks if risk.habit.company_id == company.id), None)
    if risk is None:
        report.figures |= {"chance": None, "next_purchase": None}
        report.say(NEVER, name=company)
        return report.reply(noun="orders")
    habit = risk.habit
    report.figures |= {
        "chance": risk.chance, "days_since": risk.recency, "purchases": len(habit.days), "gap_days": habit.gap,
        "next_purchase": habit.expected and habit.expected.isoformat(),
    }  # fmt: skip
    report.say(NEXT, name=company, days=risk.recency, n=len(habit.days))
    if habit.expected is None:
        report.say(NO_HABIT)
    else:
        report.say(OVERDUE if habit.expected < turn.today else EXPECTED, gap=number(habit.gap), day=habit.expected)
    if risk.chance is not None:
        report.say(CHANCE, days=HORIZON, chance=_chance(risk))
    return report.reply(noun="orders")
