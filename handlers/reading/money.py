"""Amounts of money: a numeral with a currency on either side, or with a k, M, 万 that money is said with."""

import re
from collections.abc import Iterator
from decimal import Decimal

from handlers.reading.numbers import Numeral, chinese, tidy
from handlers.reading.pieces import Piece, Scene
from handlers.reading.spans import Amount

_CODES = (
    "usd eur gbp cny jpy hkd sgd twd nok sek dkk chf aud cad nzd inr krw myr thb idr php vnd brl mxn zar aed sar "
    "pln czk huf ils rub mop egp bgn kwd qar pkr bdt ngn kes uah isk"
)
_NAMES = {  # before or after the numeral
    "USD": "us$ usd$ $ 美元 美金",
    "EUR": "euro € 欧元",
    "GBP": "£ 英镑",
    "CNY": "rmb yuan renminbi cn¥ ¥ 人民币",
    "JPY": "yen jp¥ 日元 日圆 日币",
    "HKD": "hk$ 港元 港币",
    "SGD": "s$ sg$ 新加坡元 新元 新币 坡币",
    "TWD": "nt$ ntd 新台币 台币",
    "NOK": "挪威克朗",
    "SEK": "瑞典克朗",
    "CHF": "瑞士法郎 瑞郎",
    "AUD": "a$ au$ 澳元 澳币",
    "CAD": "c$ ca$ 加元 加币",
    "NZD": "nz$ 纽元 新西兰元",
    "INR": "₹ 卢比",
    "KRW": "₩ 韩元 韩币",
    "MYR": "ringgit 林吉特 马币",
    "THB": "฿ 泰铢",
    "BRL": "r$",
    "RUB": "₽ 卢布",
    "ILS": "₪",
    "PHP": "₱",
    "VND": "₫",
    "MOP": "mop$ 澳门元 葡币",
}
_NAMES_AFTER = {
    "USD": "dollars dollar bucks buck 美刀 刀",
    "EUR": "euros 欧",
    "GBP": "pounds pound quid 镑",
    "CNY": "元人民币 块钱 元 块",
    "HKD": "港纸",
    "TWD": "台元",
    "NOK": "kroner krone",
    "SEK": "kronor krona",
    "CHF": "francs franc",
    "INR": "rupees rupee",
    "MYR": "ringgits",
    "THB": "baht",
}
_NAMES_BEFORE = {"TWD": "nt", "INR": "rs rs.", "MYR": "rm"}
_NATIONS = {
    "USD": ("us",),
    "SGD": ("singapore", "sing"),
    "HKD": ("hong kong", "hk"),
    "AUD": ("australian", "aussie"),
    "CAD": ("canadian",),
    "NZD": ("new zealand",),
    "TWD": ("taiwan", "new taiwan"),
}


def _table(names: dict[str, str]) -> dict[str, str]:
    return {name: code for code, said in names.items() for name in said.split()}


_BOTH = {code: code.upper() for code in _CODES.split()} | _table(_NAMES)
BEFORE = _BOTH | _table(_NAMES_BEFORE)
AFTER = _BOTH | _table(_NAMES_AFTER)
AFTER |= {
    f"{who} {word}": code for code, nations in _NATIONS.items() for who in nations for word in ("dollars", "dollar")
}


def _any(words: dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_BEFORE = re.compile(rf"(?<![a-z])(?:(?<![^\s(:=,>])(?P<minus>-))?(?P<c>{_any(BEFORE)}) ?$")
_AFTER = re.compile(rf" ?(?P<c>{_any(AFTER)})(?![a-z])")
_UNNAMED = frozenset(["元", "块", "块钱", "dollars", "dollar"])
_DIGIT = "[一二三四五六七八九1-9]"
_CHANGE = re.compile(
    r" (?:and )?(?P<cents>\d{1,2}) ?(?:cents?|pence|pennies|c)(?![a-z])|"
    rf"(?<=[元块])(?P<d>{_DIGIT})(?:[毛角](?:(?P<c>{_DIGIT})分?)?)?(?![\d.,:十百千万个点月号日年条家张单])"
)
_CUE = re.compile(
    r"(?:(?<![a-z])(?:amt|amount|worth|valued? at|value|priced? at|price|budget|quoted?(?: at)?)"
    r"(?: is| of| to|:| =)? ?|(?:金额|报价|预算|价格|总价|成交价|单价)(?:是|为|:|改成|改为|改到|到)? ?)$"
)
_COUNTED = re.compile(
    r" ?[人个家件台张份次条只户字里吨米股平公步粉]|"
    r" (?:users|customers|clients|contacts|leads|views|visits|visitors|followers|subscribers|emails|messages|rows|"
    r"records|units|pieces|items|tickets|employees|staff|seats|licen[cs]es|times|words|lines|photos|miles|km)\b|"
    r"[ -](?:video|display|monitor|screen|run|people)\b"
)


def moneys(scene: Scene, found: list[Numeral]) -> Iterator[Piece]:
    """The numerals that are money: a currency beside them, a scale that only money has, or a word for the price.

    A currency between two numerals is offered to both.
    """
    for numeral in found:
        before = _BEFORE.search(scene.text, max(0, numeral.start - 12), numeral.start)
        after = _AFTER.match(scene.text, numeral.end)
        if before:
            yield _prefixed(numeral, before, after)
        if after:
            yield _suffixed(scene.text, numeral, after)
        elif not before and _bare(scene.text, numeral):
            yield Piece(numeral.start, numeral.end, "money", Amount(numeral.worth), "bare money")


def _bare(text: str, numeral: Numeral) -> bool:
    """Money without a currency."""
    if numeral.scaled:
        return not _COUNTED.match(text, numeral.end)
    return numeral.form == "figures" and bool(_CUE.search(text, max(0, numeral.start - 14), numeral.start))


def _prefixed(numeral: Numeral, before: re.Match[str], after: re.Match[str] | None) -> Piece:
    """NT$95万, and the 元 of 新台币95万元 with it."""
    worth = -numeral.worth if before["minus"] else numeral.worth
    end = after.end() if after and after["c"] in _UNNAMED else numeral.end
    return Piece(before.start(), end, "money", Amount(worth, BEFORE[before["c"]]), "money")


def _suffixed(text: str, numeral: Numeral, after: re.Match[str]) -> Piece:
    """20 dollars 43 cents, 三块五."""
    change = _CHANGE.match(text, after.end())
    worth, end = numeral.worth, after.end()
    if change and numeral.worth == numeral.worth.to_integral_value():
        worth, end = worth + _small(change), change.end()
    return Piece(numeral.start, end, "money", Amount(tidy(worth), AFTER[after["c"]]), "money")


def _small(change: re.Match[str]) -> Decimal:
    if change["cents"]:
        return Decimal(change["cents"]) / 100
    tenths, cents = (str(chinese(digit) if digit else 0) for digit in (change["d"], change["c"]))
    return Decimal(f"0.{tenths}{cents}")
