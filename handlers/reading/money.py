"""Amounts of money: a numeral with a currency on either side, or with a k, M, 万 that money is said with."""

import re
from collections.abc import Iterator
from decimal import Decimal

from handlers.reading import currencies
from handlers.reading.characters import chinese
from handlers.reading.currencies import AFTER, BEFORE, CODES, MINOR, UNNAMED, any_of
from handlers.reading.numerals import SCALE, Numeral, tidy
from handlers.reading.pieces import Piece, Scene
from handlers.reading.spans import Amount
from handlers.reading.spelled import articles

_CODE = "|".join(CODES)
_BEFORE = re.compile(
    rf"(?<![a-z])(?:(?<![^\s(:=,>])(?P<minus>-))?"
    rf"(?:(?P<c>{any_of(BEFORE)})|(?P<mega>[km])(?P<mc>{_CODE})) {{0,2}}$"
)
_AFTER = re.compile(
    rf" ?(?:元(?=[美欧日港加澳新瑞英韩台人]))?(?:(?P<c>{any_of(AFTER)})|(?P<mega>[km])(?P<mc>{_CODE}))(?![a-z])"
    r"(?: (?P<scale>million|billion|thousand|trillion|bn|mn|mm|k|m)(?![a-z]))?"
)
_KRONA = re.compile(r" ?kr(?![a-z])")
_DIGIT = "[一二三四五六七八九1-9]"
_CHANGE = re.compile(
    rf"(?<=[元块圆])(?P<d>{_DIGIT})(?:[毛角](?:(?P<c>{_DIGIT})分?)?)?(?![\d.,:十百千万个点月号日年条家张单])"
)
_AND = re.compile(r" ?(?P<and>and |又)? ?")
_MINOR = re.compile(rf" ?(?P<c>{any_of(MINOR)})(?![a-z])")
_CENTS = re.compile(r" (?:and )?(?P<cents>\d{1,2})c(?![a-z])")
_CLAUSE_END = re.compile(r" *(?:$|[.!?;)](?!\d))")
_JIAO = re.compile(
    rf"(?<![\d一二三四五六七八九十百千万元块圆])(?:(?P<d>{_DIGIT}|两)[毛角](?:钱|(?P<c>{_DIGIT})分?)?(?![一-鿿])"
    r"|(?<!.)(?P<fen>\d{1,2}|[一二三四五六七八九十]{1,3})分钱?$)"
)
HINTS = frozenset(word for word in AFTER if len(word) > 3 and word.isascii()) | frozenset("毛角分")
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
    starts = {numeral.start: numeral for numeral in found}
    for numeral in found:
        before = _BEFORE.search(scene.text, max(0, numeral.start - 20), numeral.start)
        after = _AFTER.match(scene.text, numeral.end)
        if before:
            yield _prefixed(scene.text, numeral, before, after, starts)
        if after:
            yield _suffixed(scene.text, numeral, after, starts)
        elif not before:
            yield from _unnamed(scene, numeral)
    yield from _articles(scene)
    if not scene.words.isdisjoint("毛角分"):
        yield from _jiao(scene.text)


def currency_after(text: str, place: int) -> tuple[str | None, int]:
    """The currency that is named at this place, and where its name ends."""
    after = _AFTER.match(text, place)
    return (AFTER[after["c"]], after.end("c")) if after and after["c"] else (None, place)


def _unnamed(scene: Scene, numeral: Numeral) -> Iterator[Piece]:
    """Ten cents, 12 500 kr, and money without a currency."""
    if minor := _MINOR.match(scene.text, numeral.end):
        worth = Amount(tidy(numeral.worth / 100), MINOR[minor["c"]])
        yield Piece(numeral.start, minor.end(), "money", worth, "money")
    elif krona := _KRONA.match(scene.text, numeral.end):
        worth = Amount(numeral.worth, currencies.KRONA.get(str(scene.zone)))
        yield Piece(numeral.start, krona.end(), "money", worth, "money")
    elif _bare(scene.text, numeral):
        yield Piece(numeral.start, numeral.end, "money", Amount(numeral.worth), "bare money")


def _bare(text: str, numeral: Numeral) -> bool:
    """Money without a currency."""
    if numeral.form == "end":
        return False
    if numeral.scaled:
        return not _COUNTED.match(text, numeral.end)
    return numeral.form == "figures" and bool(_CUE.search(text, max(0, numeral.start - 14), numeral.start))


def _prefixed(
    text: str, numeral: Numeral, before: re.Match[str], after: re.Match[str] | None, starts: dict[int, Numeral]
) -> Piece:
    """NT$95万, and the 元 of 新台币95万元 with it."""
    worth = -numeral.worth if before["minus"] else numeral.worth
    worth *= SCALE.get(before["mega"] or "", 1)
    end = after.end() if after and after["c"] in UNNAMED else numeral.end
    change, end = _change(text, numeral, end, starts)
    code = BEFORE[before["c"] or before["mc"]]
    return Piece(before.start(), end, "money", Amount(tidy(worth + change), code), "money")


def _suffixed(text: str, numeral: Numeral, after: re.Match[str], starts: dict[int, Numeral]) -> Piece:
    """20 dollars 43 cents, 三块五, 120 MEUR, 75 USD million."""
    worth = numeral.worth * SCALE.get(after["mega"] or after["scale"] or "", 1)
    change, end = _change(text, numeral, after.end(), starts)
    code = AFTER[after["c"] or after["mc"]]
    return Piece(numeral.start, end, "money", Amount(tidy(worth + change), code), "money")


def _change(text: str, numeral: Numeral, end: int, starts: dict[int, Numeral]) -> tuple[Decimal, int]:
    """The hundredths that follow a whole amount, and where they end."""
    if numeral.worth != numeral.worth.to_integral_value():
        return Decimal(0), end
    if small := _CHANGE.match(text, end):
        return _small(small), small.end()
    if cents := _CENTS.match(text, end):
        return Decimal(cents["cents"]) / 100, cents.end()
    joint = _AND.match(text, end)
    following = starts.get(joint.end()) if joint else None
    if joint is None or following is None or not _is_change(following.worth):
        return Decimal(0), end
    minor = _MINOR.match(text, following.end)
    named = joint["and"] or _NAMED.search(text, numeral.end, end)
    if minor or (named and _CLAUSE_END.match(text, following.end)):
        return following.worth / 100, minor.end() if minor else following.end
    return Decimal(0), end


_NAMED = re.compile("[a-z]{4,}$")


def _is_change(worth: Decimal) -> bool:
    return 0 < worth < 100 and worth == worth.to_integral_value()


def _small(change: re.Match[str]) -> Decimal:
    """毛 and 分 after 元."""
    tenths, cents = (str(chinese(digit) if digit else 0) for digit in (change["d"], change["c"]))
    return Decimal(f"0.{tenths}{cents}")


def _articles(scene: Scene) -> Iterator[Piece]:
    """A dollar; but not a k."""
    if scene.words.isdisjoint(("a", "an", "one")):
        return
    for one in articles(scene.text):
        after = _AFTER.match(scene.text, one.end)
        if after and after["c"] and len(after["c"]) > 3:
            yield Piece(one.start, after.end("c"), "money", Amount(Decimal(1), AFTER[after["c"]]), "money")


def _jiao(text: str) -> Iterator[Piece]:
    """两毛, 九角九分, and 二十五分 where nothing else is said."""
    for match in _JIAO.finditer(text):
        fen = match["fen"]
        worth = (chinese(fen) or Decimal(fen)) / 100 if fen else _small(match)
        yield Piece(match.start(), match.end(), "money", Amount(tidy(worth), "CNY"), "money")
