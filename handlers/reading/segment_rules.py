"""What people say of the customers they mean: which criterion it sets, and how its value is read.

The values in the words are letters: one block of them for spans of time, one for money, one for numbers.
"""

TIME, MONEY, NUMBER = 0xE000, 0xE040, 0xE080
BLOCK = 64


def _letter(first: int, last: int) -> str:
    return f"([{chr(first)}-{chr(last - 1)}])"


_T, _A, _N = _letter(TIME, MONEY), _letter(MONEY, NUMBER + BLOCK), _letter(NUMBER, NUMBER + BLOCK)
_BOUGHT = r"(?:orders?|ordered|bought|buy|purchased?|purchases?|ordering|buying|sales?)(?![a-z])"
_NOT = r"(?:(?:with|had|has|have|placed|made)? ?no|without(?: an?| any)?|not|n[’']?t|never|none)"
_SPAN = r"(?:for|in|within|over|during|since)? ?(?:at least|more than|over|the|past|last)? ?(?:the )?(?:last |past )?"
_MORE, _LEAST = r"(?:more than|over|above|>)", r"(?:at least|from|>=)"
_LESS = r"(?:less than|under|below|up to|at most|<=?)"
_SEEN = (
    r"(?:contact(?:ed)?|calls?|called|touch(?:ed)?|visits?|visited|spoken to|spoken with|spoken|talked to|"
    r"heard from|heard of|activity)"
)
_NOT_ZH = r"(?:都|还|也|一直)?(?:没有|没|未|无)(?:再|有)?"
_BOUGHT_ZH = r"(?:下过单|下过订单|下单|下订单|订货|订购|采购|购买|买过东西|买东西|买|订单|复购|成交|进货|消费)(?:过)?"
_SPAN_ZH = r"(?:最近|近|过去|已经|已|有|超过|连续)?"
_AFTER_ZH = r"(?:以上|多|之内|以内|内|里|来|以来|期间|了)?"
_SEEN_ZH = r"(?:联系|跟进|拜访|沟通|回访|走访|见面|打电话)(?:过)?"
_SUM_ZH = r"(?:累计|总)?(?:消费|采购额|采购金额|金额|成交额|购买金额|订单金额|花了|采购|买了)"

# A criterion, how its value is read, the words. The first that fits takes its words away from those behind it.
RULES = (
    ("no_contact_days", "days", rf"{_NOT}[^|,;]*?\b{_SEEN}(?: \w+)? {_SPAN}{_T}"),
    ("no_contact_days", "days", rf"{_SPAN_ZH}{_T}{_AFTER_ZH}{_NOT_ZH}{_SEEN_ZH}"),
    ("no_contact_days", "days", rf"{_NOT_ZH}{_SEEN_ZH}(?:超过|已有|达){_T}"),
    ("no_order_days", "days", rf"{_NOT} ?(?:\w+ )?{_BOUGHT}(?: (?:anything|from us|again|us))* {_SPAN}{_T}"),
    ("no_order_days", "days", rf"{_SPAN_ZH}{_T}{_AFTER_ZH}{_NOT_ZH}{_BOUGHT_ZH}"),
    ("no_order_days", "days", rf"{_NOT_ZH}{_BOUGHT_ZH}(?:已经|已)?(?:超过|达|有)?{_T}"),
    ("order_days", "days", rf"{_SPAN_ZH}{_T}{_AFTER_ZH}(?={_SUM_ZH}(?:超过|大于|高于|不少于|不低于|满|达到))"),
    ("least_minor", "above", rf"(?:{_BOUGHT}|spent|spend|spending|revenue|worth|turnover) (?:for |of )?{_MORE} {_A}"),
    ("least_minor", "money", rf"(?:{_BOUGHT}|spent|spend|spending|revenue|worth|turnover) (?:for |of )?{_LEAST} {_A}"),
    ("most_minor", "money", rf"(?:{_BOUGHT}|spent|spend|spending|revenue|worth) (?:for |of )?{_LESS} {_A}"),
    ("least_minor", "above", rf"{_SUM_ZH}(?:超过|大于|高于){_A}(?:元|块)?(?:以上)?"),
    ("least_minor", "money", rf"{_SUM_ZH}(?:不少于|不低于|满|达到|至少){_A}(?:元|块)?(?:以上)?"),
    ("most_minor", "money", rf"{_SUM_ZH}(?:低于|小于|少于|不到|不超过){_A}(?:元|块)?"),
    ("least_orders", "count", rf"(?:at least|more than|over|from)? ?{_N} (?:or more )?(?:orders|purchases)"),
    ("least_orders", "count", rf"(?:下单|购买|采购|订单|买)(?:过)?(?:至少|超过|不少于)?{_N}(?:次|单|笔)(?:以上)?"),
    ("order_days", "days", rf"\b{_BOUGHT}(?: (?:anything|from us|again))* {_SPAN}{_T}"),
    ("order_days", "days", rf"{_SPAN_ZH}{_T}{_AFTER_ZH}(?:有)?{_BOUGHT_ZH}"),
    ("order_days", "days", rf"\| *(?:in|over|during|within|for) (?:the )?(?:last |past )?{_T}"),
    ("least_orders", "twice", r"\brepeat (?:customers|buyers)|多次购买|复购客户|回头客"),
    (
        "bought",
        "no",
        rf"(?:who |that |which |have |has )*(?:never|not yet|n't ever) {_BOUGHT}(?: anything| from us)*|"
        r"(?:with no|without) (?:any )?orders?(?: yet| at all)?|\bprospects\b|"
        r"(?:从来?|还)?(?:没|没有|未)(?:买过东西|下过单|采购过|成交过|买过任何|成交)|潜在客户|未成交",
    ),
    (
        "bought",
        "yes",
        r"\b(?:existing|current|paying|past|old)\b(?= \|| customers| clients| buyers|$)|"
        r"(?:who |that )?(?:have |has )?(?:bought|ordered)(?: something| before| from us)*(?= *(?:\||$))|"
        r"老客户|现有客户|已成交客户|成交客户|买过的|下过单的|有订单的|付费客户",
    ),
    (
        "open_deals",
        "no",
        r"(?:without|with no|no) (?:any )?open (?:deals|opportunities)|没有(?:在手|在谈|进行中的?)?(?:商机|单子)",
    ),
    (
        "open_deals",
        "yes",
        r"(?:with |have |having )?(?:an |any )?open (?:deals?|opportunities|opportunity)|"
        r"有(?:在手|在谈|进行中的?)?(?:商机|单子)",
    ),
    ("owner_id", "me", r"\b(?:my|mine)\b|我的|我名下的?|我负责的"),
)
