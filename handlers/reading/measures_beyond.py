"""Measures beyond sums and rates: who did most, what decides, what may come, what was put off, what goes together."""

from handlers.reading.measure import BUYER, TICKET, Measure, any_of

_MOST = r"(?:the )?(?:most|fewest|least)"
_KINDS = {
    "call": ("(?:phone )?calls?", "(?:打|打了)?(?:的)?电话"),
    "meeting": ("meetings?", "(?:开|开了)?(?:的)?(?:会议|会)"),
    "email": ("e-?mails?", "(?:发|发了|写)?(?:的)?邮件"),
    "visit": ("(?:customer |client |site )?visits?", "(?:的)?拜访(?:次数)?"),
}


def _most_of(kind: str, en: str, zh: str) -> Measure:
    """Who logged the most of a kind of activity."""
    return Measure(
        "report.activity",
        any_of(
            rf"\b(?:(?:made|make|makes|logged|did|had|held|sent|paid|has) )?{_MOST} {en}\b",
            rf"{zh}(?:打得?|开得?)?最[多少]",
        ),
        slots={"kind": kind},
        beside=any_of(r"\bwho\b|\bwhich (?:rep|seller|salesperson)\b|谁|哪[个位]"),
    )


BEYOND = (
    *(_most_of(kind, *words) for kind, words in _KINDS.items()),
    Measure(
        "report.drivers",
        any_of(
            r"\b(?:what|which (?:factors?|things))\b.*\b(?:makes?|drives?|decides?|determines?|influences?|affects?|explains?)\b.*\b(?:wins?|won|winning|win rate|lose|losing)\b",
            r"\bwhy do(?: we|) win some\b(?: .*lose(?: (?:the )?others?)?)?",
            r"(?:赢单|丢单|输赢|成交|丢赢)的?(?:关键|影响|决定|主要)*因素|(?:关键|影响|决定)因素|为什么有的(?:单子|商机|单)能?赢.{0,3}有的(?:单子|商机|单)?[会能]?[输丢](?:单)?|什么(?:因素)?(?:影响|决定)(?:了)?(?:赢单|成交|输赢)",
        ),
    ),
    Measure(
        "report.churn",
        any_of(
            r"\bchurn(?:ing|ed|s)?\b(?: risk)?|\b(?:might|may|could|likely to|about to|going to|will) (?:leave|churn|quit|walk|go away|stop (?:buying|ordering))\b(?: us)?|\b(?:about|going) to lose\b",
            r"流失(?:的)?(?:风险|预警|可能)*(?:高|最高|大)?|(?:快要?|可能会?|要)(?:跑|走|离开|流失)(?:了|掉)*",
        ),
        beside=any_of(BUYER, r"\bwho\b|客户|谁|哪家"),
        other=any_of(TICKET, r"\b(?:reps?|deals?)\b|商机|销售|单子|没有?(?:成交|下单|买|购买)"),
    ),
    Measure(
        "report.slipped",
        any_of(
            r"\b(?:slip(?:ped|s|ping)?|slipp?age|(?:got |get |been |were )?(?:pushed|postponed|delayed|put off|moved)(?: (?:out|back))?)\b(?: of)?|\bclose dates? (?:was |were |that )*(?:moved|changed|slipped)\b",
            r"延期|推迟|跳票|往后(?:推|拖|挪)|顺延|延后|推后",
        ),
        beside=any_of(r"\b(?:deals?|opportunit(?:y|ies)|close dates?|pushed out)\b|商机|单|成交日"),
        other=any_of(TICKET, r"\b(?:haven'?t|not|hasn'?t)\b|\bpipeline\b|工单|任务|提醒"),
    ),
    Measure(
        "report.snapshots",
        any_of(
            r"\b(?:week by week|weekly|history|snapshots?|trend(?:s|ed|ing)?|develop(?:ed|s|ing|ment)?|evol(?:ved?|ution)|over time)\b",
            r"每周|快照|趋势|走势|怎么变化(?:的|过来的)?|如何变化(?:的)?|变化曲线|历史",
        ),
        beside=any_of(r"\bpipeline\b|管道|在手商机"),
        other=any_of(r"\b(?:coverage|velocity|weighted|speed)\b|流速|加权|每周[一二三四五六日天]|\bevery\b"),
    ),
    Measure(
        "report.odds",
        any_of(
            r"\b(?:most|best|least) likely(?: to (?:close|win|be won|land|sign|come in))?\b|\b(?:chances?|probability|likelihood|odds|prospects?) of (?:winning|closing|success|landing)\b|\bbest bets?\b|\bprobably (?:land|close|win|come in)\b",
            r"胜算(?:最[大高])?|最有(?:把握|戏|希望)|把握最大|(?:成交|赢单|签单)的?(?:可能性|几率|把握|胜算)(?:最[大高])?|最可能(?:会)?(?:签|成交|拿下|赢)(?:下来|下)?",
        ),
        beside=any_of(r"\b(?:deals?|opportunit(?:y|ies)|ones?|bets?)\b|商机|单|项目"),
        other=any_of(BUYER, r"客户|加权|按概率|\bweighted\b"),
    ),
    Measure(
        "report.affinity",
        any_of(
            r"\bcross[- ]?sell(?:ing|s)?\b(?: (?:ideas?|opportunit(?:y|ies)|potential))?|\b(?:sells?|sold|bought|buy|go|goes|purchased) together\b",
            r"(?:可以|能)?(?:交叉销售|搭售|搭配销售|连带销售)(?:的)?(?:机会|分析|建议|产品)?|(?:一起|同时)(?:买|购买|卖)",
        ),
    ),
)
