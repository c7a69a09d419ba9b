"""The conditions of a rule, read from its sentence and written down in CEL."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from crm_domain.companies import Company
from crm_domain.conditions import FIELDS, checked, quoted
from crm_domain.errors import BadValue
from crm_domain.members import Member
from crm_domain.texts import T
from handlers.context import Context
from handlers.reading.spans import Amount, Duration, Span
from handlers.reading.words import find_stage

NOT_A_CONDITION = T(
    "I can't tell when “{said}” is so. Say it about the amount, stage, owner, company, priority, score or days, "
    "or write it exactly, for example: {example}",
    "没法判断“{said}”是否成立。可以说金额、阶段、负责人、公司、优先级、评分或天数，也可以写成表达式，例如：{example}",
)
EXAMPLES = {
    "deal": 'deal.amount > 50000 && deal.stage == "proposal"',
    "ticket": 'ticket.priority == "urgent" && !ticket.taken',
}
_DAY = Decimal(86_400)
_MOST = r"(?:over|above|more than|bigger than|larger than|greater than|exceeds?|exceeding|higher than|north of|>|超过|大于|高于|多于|超出)"
_LEAST = r"(?:at least|no less than|not less than|from|>=|≥|不低于|不少于|至少|达到|满|worth)"
_LESS = r"(?:under|below|less than|smaller than|lower than|fewer than|<|低于|小于|少于|不到|不足)"
_UPTO = r"(?:at most|no more than|up to|not more than|<=|≤|不超过|最多|不高于)"
_AFTER = {
    ">=": r"\s*(?:or more|or above|and above|plus|\+|or higher|以上|及以上|起)",
    "<=": r"\s*(?:or less|or below|and below|or lower|以下|及以下|以内)",
}
_BEFORE = {">": _MOST, ">=": _LEAST, "<": _LESS, "<=": _UPTO}


_SILENT = re.compile(
    r"\b(?:no|without|not|never|nobody) (?:an? |any |been )?(?:answer|repl|respon)|n't (?:answer|repl|respon)|silent"
    r"|(?:没|未|无|不)(?:有)?(?:人)?(?:回复|回应|答复|回信|回音|搭理|理)",
    re.I,
)
_REPLY = re.compile(
    r"\b(?:repl(?:y|ies|ied)|answer(?:s|ed)?|respon(?:se|ds?|ded)|writes? back|wrote back|gets? back)\b|silent"
    r"|回复|回應|回应|答复|回信|回音|回了|回话",
    re.I,
)
_IN = re.compile(
    r"\b(?:in|within|after|for)\s+(?=(?:an?|\d+|\w+)\s+(?:min|hour|hr|day|week|month|business|working))"
    r"|前(?=[\d一二两三四五六七八九十]+\s*个?(?:天|周|星期|月|小时))",
    re.I,
)
_SEAMS = re.compile(r"\b(?:and|where|with|if|while)\s+|[,，]\s*|并且|而且|且")  # between the event's words and code
_CODE = re.compile(r"[<>=!&|(]")
_RECKONED = re.compile(
    r"\b(?:divided|multiplied) by\b|\btimes the\b|\bratio\b|[\w)]\s*/\s*\d|除以|乘以|乘上|比值", re.I
)  # what words do not say: it is written out
_PRIORITIES = {
    "urgent": r"\burgent\b|\bcritical\b|\bp1\b|紧急|緊急|加急|特急",
    "high": r"\bhigh(?:[- ]priority|\b)|高优先|优先级(?:是|为)?高|重要",
    "normal": r"\bnormal(?:[- ]priority|\b)|普通",
    "low": r"\blow(?:[- ]priority| priority)|priority (?:is )?low|低优先|优先级(?:是|为)?低",
}


def seconds_of(text: str, context: Context) -> int | None:
    """The first length of time that is said, in seconds; a working day counts as a day."""
    for span in context.values(_IN.sub("", text), ("duration",)):
        if isinstance(span.value, Duration):
            value = span.value
            return int(value.months * 30 * _DAY + (value.days + value.business_days) * _DAY + value.seconds)
    return None


def days_of(text: str, context: Context) -> int | None:
    seconds = seconds_of(text, context)
    return None if seconds is None else max(1, round(seconds / _DAY))


def conditions(text: str, noun: str, context: Context, staged: bool = False, strict: bool = False) -> list[str]:
    """What must hold, each in CEL. `staged`: the stage in it is the event's. `strict`: all of it must be a condition."""
    if exact := _exactly(text, noun):
        return [checked(exact, noun)]
    if _RECKONED.search(text):
        raise BadValue(NOT_A_CONDITION, said=text, example=EXAMPLES.get(noun, EXAMPLES["deal"]))
    negated = bool(re.match(r"\s*(?:unless\b|除非)", text, re.I))
    found = list(dict.fromkeys(_read(text, noun, context, staged)))
    if strict and not found:
        raise BadValue(NOT_A_CONDITION, said=text, example=EXAMPLES.get(noun, EXAMPLES["deal"]))
    return [f"!({' && '.join(found)})"] if negated and found else found


def _exactly(text: str, noun: str) -> str | None:
    """The expression that is written out in it, without what is said before: “a deal is won and deal.amount > 5”."""
    found = re.search(rf"(?<![a-z_.]){noun}\.[^\s\d]", text)
    if found is None:
        return None
    before = [seam.end() for seam in _SEAMS.finditer(text, 0, found.start()) if not _CODE.search(text, 0, seam.start())]
    return text[before[-1] if before else 0 :].strip()


def _read(text: str, noun: str, context: Context, staged: bool) -> Iterator[str]:
    if "amount" in FIELDS[noun]:
        yield from _amounts(text, noun, context)
    if noun == "deal" and not staged:
        yield from _stage(text, context)
    if "open_tickets" in FIELDS[noun]:
        yield from _tickets(text, noun)
    if noun == "ticket":
        yield from _ticket(text, context)
    whose = noun != "ticket" or re.search(r"customer|client|客户|客戶", text, re.I)  # else it is we who don't answer
    if "replied" in FIELDS[noun] and whose and _REPLY.search(text):
        yield f"{noun}.replied == 0.0" if _SILENT.search(text) else f"{noun}.replied > 0.0"
    if noun == "activity":
        kinds = {
            "call": r"\bcalls?\b|电话",
            "meeting": r"\bmeetings?\b|会议",
            "visit": r"\bvisits?\b|拜访",
            "email": r"\be-?mails?\b|邮件",
        }
        yield from (f"activity.kind == {quoted(kind)}" for kind, said in kinds.items() if re.search(said, text, re.I))
    yield from _people(text, noun, context)


def _amounts(text: str, noun: str, context: Context) -> Iterator[str]:
    spans = [span for span in context.values(text, ("money", "number")) if _is_amount(span, text)]
    between = re.search(r"\bbetween\b|到|至|~", text, re.I) and len(spans) == 2
    for place, span in enumerate(spans):
        sign = (">=", "<=")[place] if between else _sign(span, text)
        value, currency = (
            (span.value.amount, span.value.currency) if isinstance(span.value, Amount) else (span.value, None)
        )
        if sign is None:
            continue
        yield f"{noun}.amount {sign} {float(str(value))}"
        if currency:
            yield f"{noun}.currency == {quoted(currency)}"


def _is_amount(span: Span, text: str) -> bool:
    """A bare number is one only beside a comparison, and not where it counts days or stars."""
    if not isinstance(span.value, Amount | Decimal):
        return False
    after = text[span.end : span.end + 8]
    return not re.match(
        r"\s*(?:days?|weeks?|months?|hours?|minutes?|mins?|stars?|天|日|周|个|小时|分|星|%)", after, re.I
    )


def _sign(span: Span, text: str) -> str | None:
    """How it is compared; money without a word of comparison is a least amount."""
    before, after = text[: span.start], text[span.end :]
    for sign, words in _AFTER.items():
        if re.match(words, after, re.I):
            return sign
    for sign, words in _BEFORE.items():
        if re.search(words + r"\s*(?:is\s+)?(?:a\s+)?[$£€¥]?\s*$", before, re.I):
            return sign
    return ">=" if isinstance(span.value, Amount) and re.search(r"(?:worth|of|for|is)\s*$", before, re.I) else None


_IN_STAGE = re.compile(r"\b(?:in|at|stage is|still in|is|an?)\s+(?:the\s+)?$|(?:在|处于|是|阶段|为|仍)\s*$", re.I)
_STAGE_OF = re.compile(r"阶段|的(?:商机|单|客户)")


def _stage(text: str, context: Context) -> Iterator[str]:
    keys = [
        stage.key
        for span in context.stages_in(text)
        if (_IN_STAGE.search(text[: span.start]) or _STAGE_OF.match(text[span.end :]))
        and (stage := find_stage(text[span.start : span.end], context.stages))
    ]
    if keys:
        yield (
            f"deal.stage in [{', '.join(map(quoted, dict.fromkeys(keys)))}]"
            if len(keys) > 1
            else f"deal.stage == {quoted(keys[0])}"
        )


def _tickets(text: str, noun: str) -> Iterator[str]:
    none = re.search(r"\bno (?:open |unresolved )?tickets?|(?:没有|无)(?:未解决|处理中|未关闭)?的?工单", text, re.I)
    some = re.search(
        r"\bticket\w* (?:is|are|still|stays) (?:still )?open|open tickets?|(?:有|还有).{0,6}工单|工单(?:还|未|没)",
        text,
        re.I,
    )
    if none:
        yield f"{noun}.open_tickets == 0.0"
    elif some:
        yield f"{noun}.open_tickets > 0.0"


def _ticket(text: str, context: Context) -> Iterator[str]:
    if word := next((word for word, said in _PRIORITIES.items() if re.search(said, text, re.I)), None):
        yield f"ticket.priority == {quoted(word)}"
    if category := re.search(
        r"category (?:is |= ?)?[\"“]?([\w -]+?)[\"”]?(?:,|$| and )|(?:分类|类别|类型)(?:是|为|=)?[“\"]?([^，,”\"]+)",
        text,
        re.I,
    ):
        yield f"ticket.category == {quoted((category[1] or category[2]).strip())}"
    if re.search(r"\b(?:rate[sd]?|rating|scor\w+|stars?)\b|评分|打分|分|星", text, re.I):
        yield from _score(text, context)


STARS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_STARS_ZH = re.compile("([一二两三四五])(?:分|颗?星)")


def _score(text: str, context: Context) -> Iterator[str]:
    spans = [s for s in context.values(text, ("number",)) if isinstance(s.value, Decimal) and 1 <= s.value <= 5]
    numbers = [float(str(span.value)) for span in spans] or [float(STARS[n]) for n in _STARS_ZH.findall(text)]
    if len(numbers) > 1 and re.search(r"\bor\b|或|、", text, re.I):
        yield f"ticket.score in {numbers}"
    elif numbers:
        yield f"ticket.score {(spans and _sign(spans[0], text)) or '=='} {numbers[0]}"


_OWNED = re.compile(
    r"(?:owned by|belongs? to|owner is|of|from|assigned to|负责人是|归属|属于)\s*(?P<who>(?!(?:my|mine|our|ours|the|an?)\b)me|(?!(?:my|mine|our|ours|the|an?)\b)[\w.'-]+(?: [A-Z][\w'-]+)?|[\u4e00-\u9fff]{2,4})|(?P<my>\b(?:my|mine)\b|我的)",
    re.I,
)
_AT = re.compile(
    r"\b(?:at|from|with|of|for|company is)\s+(?P<name>[A-Z][\w&'-]*(?: [A-Z][\w&'-]*)*)|公司是(?P<zh>[\u4e00-\u9fff]+)"
)

_INDUSTRY = re.compile(
    r"(?:in|from) the ([\w &-]+?) (?:industry|sector)|industry is ([\w &-]+)|([\u4e00-\u9fff]{2,6})行业", re.I
)


def _people(text: str, noun: str, context: Context) -> Iterator[str]:
    """Whose it is, by the names that are known."""
    field = "assignee" if noun in ("ticket", "task") else "owner"
    for found in _OWNED.finditer(text):
        member = (
            context.crm.me
            if found["my"] or (found["who"] or "").lower() == "me"
            else _named(found["who"], Member, context)
        )
        if isinstance(member, Member) and field in FIELDS[noun]:
            yield f"{noun}.{field} == {quoted(member.name)}"
    for found in _AT.finditer(text):
        company = _named(found["name"] or found["zh"], Company, context)
        if isinstance(company, Company) and "company" in FIELDS[noun]:
            yield f"{noun}.company == {quoted(company.name)}"
    if (
        region := re.search(
            r"\bregion (?:is |= ?)?[\"“]?([\w &-]+?)[\"”]?(?:,|$| and )|(?:地区|大区|区域)(?:是|为)?([\u4e00-\u9fff]+)",
            text,
            re.I,
        )
    ) and "region" in FIELDS[noun]:
        yield f"{noun}.region == {quoted((region[1] or region[2]).strip())}"
    if "industry" in FIELDS[noun] and (trade := _INDUSTRY.search(text)):
        yield f"{noun}.industry == {quoted(next(filter(None, trade.groups())).strip())}"


def _named(said: str | None, model: type[Member] | type[Company], context: Context) -> Member | Company | None:
    matches = context.names.find(said, (model,)) if said else []
    if not matches or matches[0].score < 0.9:
        return None
    records = context.crm.members if model is Member else context.crm.companies
    row: Member | Company | None = records.by_ids([matches[0].id]).get(matches[0].id)
    return row


__all__: Sequence[str] = ("conditions", "days_of", "seconds_of")
