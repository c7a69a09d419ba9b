"""The words that define a segment: “retail customers in EMEA with no order for 90 days”, 华东三个月没下单的客户."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from crm_domain.crm import Crm
from crm_domain.errors import BadValue
from crm_domain.money import Money
from crm_domain.rfm import Standing
from crm_domain.segments import Criteria
from crm_domain.texts import T
from handlers.reading.normalise import fold
from handlers.reading.policy import Policy
from handlers.reading.segment_rules import BLOCK, MONEY, NUMBER, RULES, TIME
from handlers.reading.spans import Amount, Duration, Period
from handlers.reading.values import read_values
from handlers.reading.words import listed, vocabulary

STANDING_WORDS = vocabulary(
    champions="champion, best customers, top customers, vips, vip customers, vip, key accounts, key customers, "
    "重点客户, 大客户, 核心客户, 优质客户, vip客户, 高价值客户, 重要客户",
    loyal="loyal customers, loyals, 忠实客户, 忠诚客户, 忠实用户",
    promising="promising customers, potential, potential loyalists, 潜力客户, 有潜力的客户",
    new="new customers, newcomers, first-time buyers, first time buyers, 新客户, 新客, 首购客户",
    attention="need attention, needs attention, customers who need attention, 需要关注, 需要关注的客户, 待关注客户",
    at_risk="at risk, at-risk, at-risk customers, at risk customers, customers at risk, churn risk, churning, "
    "about to churn, slipping away, slipping, 流失风险, "
    "流失风险客户, 有流失风险的客户, 快流失的客户, 要流失的客户, 风险客户, 濒临流失",
    sleeping="sleeping customers, dormant, dormant customers, lapsed, lapsed customers, inactive, inactive customers, "
    "lost customers, hibernating, 沉睡客户, 休眠客户, 沉默客户, 流失客户, 不活跃客户, 已流失客户",
)
# What people say for an industry that is called otherwise.
KIN = (
    listed("hotels, hotel, hospitality, 酒店, 酒店业, 宾馆, 旅馆"),
    listed("restaurants, restaurant, cafes, catering, food, food service, food & beverage, 餐饮, 餐厅, 餐饮业, 食品"),
    listed("shops, shop, stores, retailers, retailer, retail, 零售, 零售业, 门店, 商店"),
    listed("hospitals, clinics, health, healthcare, medical, 医疗, 医院, 诊所, 医疗健康"),
    listed("factories, manufacturers, manufacturer, manufacturing, 制造, 制造业, 工厂"),
    listed("logistics, freight, shipping, carriers, 物流, 货运, 运输, 航运"),
    listed("schools, school, education, universities, 教育, 学校"),
    listed("banks, bank, finance, financial, financial services, 金融, 银行"),
    listed("software, tech, technology, it, it companies, 科技, 软件, 互联网, 信息技术"),
    listed("energy, utilities, 能源, 电力"),
    listed("car dealers, automotive, cars, 汽车, 汽车业"),
    listed("trade, traders, wholesale, wholesalers, 贸易, 批发, 外贸"),
)
UNKNOWN = T(
    "I can't tell which customers “{said}” are: {word} is no region, industry, rep, product or segment here. "
    "{known}You can say for example: customers in EMEA with no order for 90 days.",
    "“{said}”指哪些客户，我看不懂：{word}不是这里的区域、行业、负责人、产品或分群。{known}可以这样说：华东三个月没下单的客户。",
)
HERE = T("Regions: {regions}. Industries: {industries}. ", "区域：{regions}。行业：{industries}。")
MOST = 12
PLAIN = ("owner_id", "bought")  # alone they define too little
REGION_KIN = (
    listed("china, mainland china, prc, 中国, 大陆, 国内, 中国大陆"),
    listed("americas, america, north america, the americas, us, usa, 美洲, 北美, 美国"),
    listed("apac, asia pacific, asia-pacific, asia, 亚太, 亚洲, 东南亚"),
    listed("emea, europe, 欧洲, 欧非中东, 欧洲中东非洲, 中东"),
)


Names = Sequence[tuple[str, str, Any]]


@dataclass(slots=True)
class _Rest:
    """What is still to be understood; each value is one letter of its kind's block."""

    text: str
    values: Mapping[str, Any]
    found: dict[str, Any] = field(default_factory=dict)

    def take(self, pattern: str) -> re.Match[str] | None:
        match = re.search(pattern, self.text)
        if match:
            self.text = f"{self.text[: match.start()]} | {self.text[match.end() :]}"
        return match


def criteria(said: str, crm: Crm, me: int | None = None, names: Names | None = None) -> Criteria:
    """BadValue where some of the words are none of ours. `me` is whose customers “my customers” are.

    With `names`, those of `names_of`, nothing is looked up to explain why.
    """
    if (kept := crm.segments.called(_bare(said))) is not None:
        return criteria(kept.definition, crm, me, names)
    rest = _valued(said, crm)
    readers = _readers(crm, me or (crm.me.id if crm.actor else 0))
    for slot, reader, pattern in RULES:
        if slot not in rest.found and (match := rest.take(pattern)):
            rest.found[slot] = readers[reader](rest.values.get(match[1]) if match.re.groups else None)
    for name, value in _named(rest, names_of(crm) if names is None else names):
        rest.found.setdefault(name, value)
    if left := _left(rest.text):
        raise BadValue(UNKNOWN, said=said, word=f"“{left}”", known="" if names else _known(crm))
    if isinstance(rest.found.get("least_minor") or rest.found.get("most_minor"), Money):
        rest.found = _priced(rest.found)
    return replace(Criteria(), **rest.found)


def understood(said: str, crm: Crm, names: Names) -> float:
    """How much of this defines a segment: 1 all of it, 0 nothing, ½ some of it beside words that are none of ours."""
    try:
        return float(bool(criteria(said, crm, names=names)))
    except BadValue:
        rest = _valued(said, crm)
        return 0.5 if any(rest.take(pattern) for slot, _, pattern in RULES if slot not in PLAIN) else 0.0


def _valued(said: str, crm: Crm) -> _Rest:
    """The words in small letters, their values as letters."""
    blocks = {"duration": TIME, "period": TIME, "money": MONEY, "number": NUMBER}
    now = crm.now.astimezone(crm.zone)
    values: dict[str, Any] = {}
    text = said
    found = sorted(read_values(said, now, Policy(), tuple(blocks)), key=lambda span: -span.start)
    for n, span in enumerate(found[:BLOCK]):
        letter = chr(blocks[span.kind] + n)
        values[letter] = span.value
        text = f"{text[: span.start]} {letter} {text[span.end :]}" if text.isascii() else (
            f"{text[: span.start]}{letter}{text[span.end :]}"
        )  # fmt: skip
    return _Rest(re.sub(r"\s+", " ", fold(text).text.replace("’", "'")), values)


def _readers(crm: Crm, me: int) -> dict[str, Callable[[Any], Any]]:
    """What becomes of the value among a rule's words."""
    today = crm.today

    def days(value: Any) -> int:
        return _days(value, today)

    def money(value: Any) -> Money:
        amount = value if isinstance(value, Amount) else Amount(Decimal(value))
        return Money.of(amount.amount, amount.currency or crm.workspace.base_currency)

    def above(value: Any) -> Money:
        least = money(value)
        return Money(least.minor + 1, least.currency)

    return {"days": days, "money": money, "above": above, "count": int, "yes": lambda _: True, "no": lambda _: False,
            "twice": lambda _: 2, "me": lambda _: me}  # fmt: skip


def _days(value: Any, today: date) -> int:
    match value:
        case Duration():
            return int(30 * value.months if value.months % 12 else 365 * value.months / 12) + int(value.days)
        case Period(start=date() as start):
            return max((today - start).days + 1, 1)
    raise BadValue(T("Say how many days.", "请说明多少天。"))


def _priced(found: dict[str, Any]) -> dict[str, Any]:
    amounts = {name: value for name, value in found.items() if isinstance(value, Money)}
    currency = next(iter(amounts.values())).currency
    return found | {name: value.minor for name, value in amounts.items()} | {"currency": currency}


def names_of(crm: Crm) -> Names:
    """Of standings, regions, industries, reps, products, each with its slot and its value; the longest first."""
    return sorted(_names(crm), key=lambda entry: -len(entry[0]))


def _named(rest: _Rest, names: Names) -> Iterator[tuple[str, Any]]:
    """The names among what is left."""
    for name, slot, value in names:
        if slot not in rest.found and name in rest.text and rest.take(_edged(name)):
            rest.found[slot] = value
            yield slot, value


def _names(crm: Crm) -> Iterator[tuple[str, str, Any]]:
    for word, standing in STANDING_WORDS.items():
        if len(word) > 3:
            yield fold(word).text, "standing", Standing(standing)
    for region in _distinct(crm, "region"):
        for word in _kin(fold(region).text, REGION_KIN):
            yield word, "region", region
    for industry in _distinct(crm, "industry"):
        for word in _kin(fold(industry).text, KIN):
            yield word, "industry", industry
    everyone = crm.members.everyone()
    for team in {member.team for member in everyone if member.team}:
        yield fold(team).text, "team", team
    for member in everyone:
        for word in {fold(member.name).text, fold(member.name).text.partition(" ")[0], fold(member.handle).text}:
            yield word, "owner_id", member.id
    for product in crm.products.all():
        whole = fold(product.name).text
        for name in {whole, *(word for word in whole.split() if any(sign.isdigit() for sign in word))}:
            for lead in (
                "never bought ",
                "never bought the ",
                "without ",
                "without the ",
                "没买过",
                "没有买过",
                "未购买",
            ):
                yield f"{lead}{name}", "without_id", product.id
            for lead in ("bought ", "bought the ", "买过", "购买过", "买了", ""):
                yield f"{lead}{name}", "product_id", product.id


def _kin(name: str, kin: Iterable[frozenset[str]]) -> set[str]:
    """What else it is called."""
    return {name, *(word for words in kin if name in words for word in words)}


def _distinct(crm: Crm, trait: str) -> list[str]:
    return sorted({value for value in crm.purchases.traits(trait).values() if value})


def _edged(name: str) -> str:
    return rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])" if name.isascii() else re.escape(name)


_FILLERS = re.compile(
    r"[\s|,;.，。、；!?？！“”\"（）()]+|'s?(?![a-z])|(?<![a-z])(?:customers?|clients?|accounts?|compan(?:y|ies)|buyers?|people|everyone|everybody|all|"
    r"the|our|of|in|from|at|to|for|who|that|which|whose|with|and|or|but|are|is|have|has|had|did|do|does|not|us|segment|group|"
    r"sector|industry|region|area|based|located|those|every|an?|be|been|any|owned|by|looked|after|bought|buying|"
    r"orders?|business(?:es)?|ones?|team|sector|on|placed|made)(?![a-z])|"
    r"(?:所有|全部|全体|客户|顾客|公司|企业|用户|的|在|地区|区域|行业|分群|那些|和|且|并且|还|又|给|们|人群|群体|业|里|中|区|大区|团队|组|负责|名下|跟进|一直)"
)


def _left(text: str) -> str:
    return " ".join(_FILLERS.sub(" ", text).split())


def _bare(said: str) -> str:
    return re.sub(r"^(?:the|all|our)\s+|\s+(?:segment|group)$|(?:这个)?分群$", "", said.strip("\"“”「」' "), flags=re.I)


def _known(crm: Crm) -> str:
    regions, industries = _distinct(crm, "region")[:MOST], _distinct(crm, "industry")[:MOST]
    lang = crm.actor.language if crm.actor else "en"
    if not regions and not industries:
        return ""
    comma = "、" if lang == "zh" else ", "
    return HERE.to(lang, regions=comma.join(regions) or "–", industries=comma.join(industries) or "–")
