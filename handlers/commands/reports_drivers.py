"""The funnel's regression: how many wins go along with a deal more in each stage."""

from crm_domain.drivers import FEWEST, Drivers, drivers
from crm_domain.members import Member
from crm_domain.texts import T
from handlers.command import command
from handlers.reading.asking import chinese, english
from handlers.reply import Reply
from handlers.report import Report, of
from handlers.turn import Turn

FITTED = T(
    "Funnel regression{whose} over {n} {unit}: it explains {r2} of the ups and downs in wins.",
    "漏斗回归{whose}，共 {n} 个{unit}：可解释赢单波动的 {r2}。",
)
FLAT = T(
    "Funnel regression{whose} over {n} {unit}: equally many were won in each, so there is nothing to explain.",
    "漏斗回归{whose}，共 {n} 个{unit}：每期赢单数相同，没有可解释的波动。",
)
PER_DEAL = T("One deal more in {stage} goes along with {coef} win(s) more.", "{stage}多 1 单，赢单相应多 {coef} 单。")
TOO_LITTLE = T(
    "There is too little history{whose} for a regression: {n} whole {unit}, and at least {least} are needed in which deals "
    "came to several stages.",
    "历史数据{whose}太少，无法回归：只有 {n} 个完整的{unit}，至少需要 {least} 个，且各阶段要有商机进入。",
)
DEFINED = T(
    "Counted: least squares of the deals won on the deals that came to each stage in the same {unit}; the {unit} that runs is left out. "
    "It shows what goes together, not what causes what.",
    "口径：以每{unit}进入各阶段的商机数对同{unit}赢单数做最小二乘回归，不含当前未结束的{unit}。只说明相关，不代表因果。",
)
UNITS = {"month": T("month(s)", "月"), "week": T("week(s)", "周")}
ONE = {"month": T("month", "月"), "week": T("week", "周")}
STAGE, COEFFICIENT = T("Stage", "阶段"), T("Wins per deal", "每单对应赢单")

_EN = (
    "funnel regression|regression|funnel regression by least squares|least squares|least squares funnel|regression of the funnel|"
    "regression on the funnel|linear regression|funnel drivers|drivers of wins|win drivers|drivers of our wins|regression analysis|"
    "sales regression|ols|ols regression|funnel coefficients|regression coefficients|sales drivers|pipeline regression"
)
_ZH = (
    "漏斗回归|漏斗回归分析|回归分析|线性回归|最小二乘|最小二乘回归|销售漏斗回归|赢单驱动因素|漏斗的最小二乘回归|漏斗最小二乘|赢单影响因素|"
    "漏斗系数|回归系数|赢单回归|销售回归|赢单因素分析|漏斗线性回归"
)


@command(
    "report.drivers",
    needs="deals.read",
    help=T(
        "Funnel regression: wins against the deals in each stage, by least squares",
        "漏斗回归：各阶段商机数对赢单数的最小二乘",
    ),
    example=T("funnel regression", "漏斗回归"),
    slash=("drivers", "report drivers", "regression", "回归"),
    en=[
        *english(_EN, "owner"),
        "~what drives [our|the|my] (wins|won deals|sales|closed deals|revenue)",
        "~(which|what) (stage|stages) (drive|drives|explain|explains|predict|predicts) [our|the] (wins|won deals|sales)",
        "~(regress|fit) [the|our] (wins|won deals|sales) (on|against|to|by) [the] (funnel|stages|funnel stages|pipeline)",
        "~(run|do|make|fit|show) [me] [a|the] (least squares|least-squares|linear|ols) (regression|fit) (of|on|for|over) [the|our] (funnel|sales funnel|pipeline)",
        "~how (do|does) [the|our] (stages|funnel|funnel stages) (drive|explain|predict|influence) [our|the] (wins|won deals|sales)",
    ],
    zh=[
        *chinese(_ZH, "owner"),
        "~(哪些|什么|哪个)(因素|阶段)(影响|驱动|决定|带动)[了][我们的|我们]赢单",
        "~(对|用|拿|把)[销售]漏斗(做|跑|来)[一个|个|一下][线性|最小二乘][法](回归|回归分析|拟合)",
        "~(做|跑|来|看)[一个|个|一下][销售]漏斗[的][线性|最小二乘][法](回归|回归分析|拟合)",
    ],
)
def report_drivers(turn: Turn, owner: Member | None = None) -> Reply:
    steps = turn.crm.regressions.steps(owner.id if owner else None)
    found = drivers(steps, turn.crm.pipelines.stages(), turn.today)
    report = Report(turn)
    report.figures |= {"unit": found.unit, "n": len(found.won), "y": "won"}
    whose, unit = of(turn, owner), UNITS[found.unit]
    if found.fit is None:
        report.figures |= {"intercept": None, "coef": {}, "r2": None}
        report.say(TOO_LITTLE, whose=whose, n=len(found.won), unit=unit, least=max(FEWEST, len(found.columns) + 2))
        return report.reply()
    return _fitted(report, found, whose)


def _fitted(report: Report, found: Drivers, whose: str) -> Reply:
    fit, unit = found.fit, UNITS[found.unit]
    assert fit is not None
    told = list(zip(found.columns, fit.coef, strict=True))
    report.figures |= {"intercept": fit.intercept, "coef": {stage.key: coef for stage, coef in told}, "r2": fit.r2}
    if fit.r2 is None:
        report.say(FLAT, whose=whose, n=fit.n, unit=unit)
    else:
        report.say(FITTED, whose=whose, n=fit.n, unit=unit, r2=f"{100 * fit.r2:.1f}%")
    stage, coef = max(told, key=lambda pair: abs(pair[1]))
    report.say(PER_DEAL, stage=stage, coef=f"{coef:.2f}")
    report.say(DEFINED, unit=ONE[found.unit])
    return report.reply((STAGE, COEFFICIENT), [(stage, f"{coef:.3f}") for stage, coef in told])
