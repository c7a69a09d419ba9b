"""Reads a question for one winner: who or what is the first or the last of all in some figure.

“Which agent had the shortest handling time …”, “哪个月的工单明显多于其他月份”: a group, a figure, and a word for the
end of the list that is wanted. Every other word must be explained: a period, a least number, a product, small words.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from handlers.command import COMMANDS
from handlers.context import Context
from handlers.reading.normalise import fold
from handlers.reading.planning import Plan, explained, name_in, periods_in
from handlers.reading.readings import Reading

LOW, HIGH = "low", "high"
LONGEST = 240  # characters
SURE = 12.0  # group, figure and superlative together leave no doubt

_LOWEST = r"\b(?:short|quick|fast|few|low|small|brief|speedi|soon)est\b|\bleast\b|最[短快少低]"
_HIGHEST = (
    r"\b(?:long|slow|high|larg|bigg|great|common|strong)est\b|\b(?:most|top|main|number one|first)\b|"
    r"最[长慢多高大]|最常见?|最频繁|第一|头号"
)
_FINEST, _WORST = r"\bbest\b|最好|最佳|最强|最优", r"\bworst\b|最差|最弱"
_EXTREMES = re.compile("|".join((_LOWEST, _HIGHEST, _FINEST, _WORST)))
_MANY = (
    r"(?:more than|at least|over|above|no fewer than|no less than|a minimum of|minimum(?: of)?|min\.?|"
    r">=?|exceeding) ?(?:\d+|one|two|three|"
    r"four|five|six|seven|eight|nine|ten|twenty)(?: or more)?|(?:\d+|one|two|three|five|ten) or more|\d+\+|"
    r"(?:超过|多于|大于|至少|不少于|不低于|起码|最少)(?:要?有|处理过?|经手过?|接过?|关闭过?|赢下|赢了|成交)?(?:了)?\s*[\d一二两三四五六七八九十]+|"
    r"[\d一二两三四五六七八九十]+(?=\s*[个张单条笔家]?(?:及|或)?以上)|"
    r"\bno minimum\b|不限(?:数量|单数)?"
)
_LEAST = re.compile(
    rf"(?P<least>{_MANY})(?:\s*[个张单条笔家]?(?:及|或)?以上)?(?: closed| resolved| won)?(?: cases?| tickets?|"
    rf" deals?| leads?| opportunities|[个张单条笔家](?:工单|单子|商机|线索|单)?)?"
)

_AGENTS = (
    r"\b(?:support |service )?(?:agents?|reps?|people|person|employees?|colleagues?|who|whom|"
    r"team members?)\b|客服|坐席|处理人|同事|谁|哪位|哪个人|人员|员工"
)
_SELLERS = (
    r"\b(?:sales ?)?(?:agents?|reps?|people|person|sellers?|salespeople|salesperson|"
    r"account executives?|who|team members?)\b|销售(?:人员|代表|员)?|业务员|同事|谁|哪位|哪个人"
)
_CASES = r"\b(?:support )?(?:tickets?|cases?|incidents?|issues?|requests?|problems?)\b|工单|单子|案件|问题|[张个]单|单"


_OUTSTANDING = re.compile(
    r"\b(?:significant(?:ly)?|notabl[ye]|stand(?:s|ing)? out|stood out|exceed(?:s|ed|ing)?|"
    r"unusual(?:ly)?|spik(?:e|es|ed)|peak(?:s|ed)?|far more|much more|abnormal(?:ly)?|clearly more|"
    r"remarkabl[ye]|outlier)\b|明显|显著|异常|突出|激增|暴增|特别多|远(?:超|高|多)于?|多于|高峰"
)
_ASIDE = re.compile(  # what may be said beside it and changes nothing
    rf"{_SELLERS}|{_AGENTS}|{_CASES}|\b(?:find|sold|total|identify|determine|name|any|only|their|"
    rf"report(?:s|ed)?|need(?:s|ed)?|support|customers?|achieved?|manag(?:e|es|ed|ing)|process(?:ed)?|"
    rf"leads?|case|ticket|"
    r"times?|average|mean|number|employee|tell|know)\b|次数|处理过?|解决过?|经手|接过|只|才|算|线索|反映|反馈|其他|其它|偏|哪一?类|"
    r"出现|遇到|客户|数量|数|方面|"
    r"请?找出?|给?别人|更|名下|里面|区域|要有|当中|平均|是否|特别|明显|月份|赢下|签下"
)


_NO_DEALS = r"^(?!.*\b(?:deals?|opportunit(?:y|ies)|sales|win|wins)\b|.*(?:商机|赢单|成交))"


class Contest(NamedTuple):
    """All of `told` must be said; `slots` come with it; `good` is the end of the list that “best” means."""

    report: str
    slots: dict[str, str]
    good: str
    told: tuple[re.Pattern[str], ...]


def _contest(report: str, good: str, *told: str, **slots: str) -> Contest:
    return Contest(report, slots, good, tuple(map(re.compile, told)))


CONTESTS = (
    _contest(
        "report.tickets",
        LOW,
        r"\b(?:transfer(?:s|red|ring)?(?: counts?| rates?)?|reassign(?:ed|ments?|s)?|hand(?:s|"
        r"ed)?[- ]?(?:off|over|on)s?|pass(?:ed|es)? on|gave away|giv(?:e|es|en) (?:away|on))\b|转派|转单|转出|"
        r"转手|改派|转给|转交",
        _AGENTS,
        about="transfers",
        by="agent",
    ),
    _contest(
        "report.tickets",
        LOW,
        r"\b(?:clos(?:e|es|ed|ing|ures?)|resol(?:ve|ves|ved|ving|utions?)|solv(?:e|es|ed|ing)|handl(?:e|"
        r"es|ed|ing)|turnarounds?)\b|关单|关闭|解决|处理|结单",
        r"\b(?:regions?|states?|areas?|territor(?:y|ies)|offices?|province|provinces)\b|区域|大区|地区|省份|片区|"
        r"哪个(?:区(?!域)|省)",
        about="handling time",
        by="region",
    ),
    _contest(
        "report.cycle",
        LOW,
        r"\b(?:sales|deal|selling|buying|closing)[- ]?cycles?(?: times?| lengths?)?\b|\b(?:time|"
        r"days) (?:to|it takes to) (?:close|win|sign)\b|\b(?:clos|win|sign)(?:e|es|ed|ing|s|"
        r"ning)? (?:\w+ )?(?:deals?|opportunities|business)\b|(?:销售|成交|赢单|签单|成单)(?:的)?周期|周期|(?:签|赢|"
        r"成)单(?:最快|最慢|得|时间|速度|用时|天数)|成交(?:最快|最慢|速度|用时|时间)",
        r"(?=.*(?:" + _SELLERS + r"))(?=.*(?:\b(?:shortest|quickest|fastest|longest|slowest|lowest|"
        r"highest|best|worst)\b|最[短快长慢好差]))",
        by="owner",
    ),
    _contest(
        "report.funnel",
        HIGH,
        r"\b(?:lead )?conver(?:t|ts|ted|ting|sions?)(?: rates?| ratios?| percentages?)?\b|转化",
        _SELLERS,
        by="owner",
    ),
    _contest(
        "report.leaderboard",
        HIGH,
        r"\b(?:highest|largest|biggest) amounts?\b|\b(?:total |overall |aggregate |combined )?(?:sales|"
        r"deal|won|order|revenue)(?: \w+)? (?:amounts?|values?|totals?|volumes?|sums?)\b|\btotal (?:sales|"
        r"revenue)\b|\bsum of (?:\w+ )*(?:sales|deals|orders)\b|(?:总)?(?:销售|成交|签约|赢单)(?:的)?(?:总)?(?:金额|额)|"
        r"销售总额|成交总额|总业绩",
        _SELLERS,
        metric="revenue",
    ),
    _contest(
        "report.tickets",
        LOW,
        r"\b(?:handl(?:e|ing)|resolution|closing|closure|turnaround|solving|processing)[- ]?times?\b|"
        r"\b(?:time|hours|days) (?:(?:to|it takes? to|taken to) (?:close|handle|resolve|solve)|"
        r"per (?:ticket|case))\b|\b(?:resolv|solv|handl|clos(?=\w+ (?:\w+ )?(?:tickets?|cases?|incidents?)))(?:e|es|ed|ing)\b(?!.*\b(?:most|fewest)\b)|"
        r"(?:处理|解决|关单|结单|关闭)(?:工单|单子)?(?:的)?(?:平均)?(?:时长|时间|用时|速度|耗时|得|最快|最慢)|时长|用时",
        r"(?=.*(?:" + _AGENTS + r"))(?=.*(?:\b(?:shortest|quickest|fastest|longest|slowest|lowest|highest|"
        r"least|best|worst|soonest)\b|最[短快长慢低高好差]))",
        _NO_DEALS,
        about="handling time",
        by="agent",
    ),
    _contest(
        "report.tickets",
        LOW,
        r"\b(?:fast|quick|slow|short)est\b|最[快慢]",
        _AGENTS,
        r"\b(?:support|tickets?|cases?|incidents?|issues?)\b|工单|客服|坐席|问题|[张个]单",
        about="handling time",
        by="agent",
    ),
    _contest(
        "report.tickets",
        HIGH,
        r"\b(?:month|months)\b|月份?",
        _OUTSTANDING.pattern,
        _CASES,
        by="month",
    ),
    _contest(
        "report.tickets",
        HIGH,
        r"\b(?:issues?|problems?|complaints?|faults?|troubles?|categor(?:y|ies)|topics?|defects?)\b|问题|故障|"
        r"投诉|毛病|类别|分类",
        r"\b(?:most (?:common|frequent(?:ly)?|reported|often|raised|typical|recurring)|top|main|biggest|"
        r"number one|no\. ?1|commonest|leading|prevalent|largest|most|more (?:often|frequently) than)\b|"
        r"最多|最常见?|最频繁|最主要|头号|最大|第一|最普遍",
        r"(?=.*(?:\b(?:with|of|for|about|on|at|by|customers?|products?|facing|faced|reported|"
        r"encounter(?:ed)?|had|have|see|saw)\b|产品|客户|用户|遇到|反映|出现|的))",
        by="category",
    ),
)  # fmt: skip


def contested(text: str, context: Context) -> Reading | None:
    """The report that the question for a winner asks for; None where it is something else."""
    folded = fold(text).text
    if len(text) > LONGEST:
        return None
    plan = Plan(context, folded, folded)
    if found := _LEAST.search(plan.rest):
        plan.said["least"] = found["least"]
        plan.cut(found.start(), found.end())
    asked = (contest for contest in CONTESTS if all(told.search(plan.rest) for told in contest.told))
    contest = next(asked, None) if _EXTREMES.search(plan.rest) or _OUTSTANDING.search(plan.rest) else None
    return _reading(contest, plan) if contest else None


def _reading(contest: Contest, plan: Plan) -> Reading | None:
    command = COMMANDS[contest.report]
    best = _wanted(plan.rest, contest.good)
    periods_in(plan)
    for pattern in (*contest.told, _EXTREMES, _ASIDE):
        for part in list(pattern.finditer(plan.rest)):
            plan.cut(part.start(), part.end())
    name_in(plan, command)
    said = {name: words for name, words in (plan.said | contest.slots).items() if name in command.params}
    return Reading(command, {**said, "best": best}, SURE, "contest") if explained(plan.rest) else None


def _wanted(text: str, good: str) -> str:
    """Which end of the list."""
    ends: Iterator[tuple[str, str]] = iter(
        ((_FINEST, good), (_WORST, HIGH if good == LOW else LOW), (_LOWEST, LOW), (_HIGHEST, HIGH))
    )
    found = [(match.start(), end) for pattern, end in ends if (match := re.search(pattern, text))]
    return min(found)[1] if found else good
