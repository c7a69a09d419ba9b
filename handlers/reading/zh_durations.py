"""How long, in Chinese: 一个半小时, 两年零三个月, 五分半钟, 三刻钟, 90分钟, 半个月, 5个工作日, 6天5晚."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import reduce

from handlers.reading.characters import chinese
from handlers.reading.durations import added, lasting
from handlers.reading.pieces import Piece, Scene
from handlers.reading.spans import Duration

_UNIT = {
    "世纪": "century",
    "年": "year",
    "季度": "quarter",
    "月": "month",
    **dict.fromkeys(("周", "星期", "礼拜"), "week"),
    **dict.fromkeys(("工作日", "交易日"), "business_day"),
    **dict.fromkeys(("天", "日"), "day"),
    **dict.fromkeys(("小时", "钟头", "钟"), "hour"),
    **dict.fromkeys(("分钟", "分"), "minute"),
    **dict.fromkeys(("秒钟", "秒"), "second"),
}
_FIGURES = r"\d{1,9}(?:\.\d{1,4})? ?[百千万亿]{0,2}"
_CHARACTERS = "[一二两俩三四五六七八九十百千万亿零]{1,12}(?:点[零一二三四五六七八九]{1,4}(?!分(?!钟)))?|好?几|数"
_NUMBER = rf"{_FIGURES}|{_CHARACTERS}"
_NO_WEEKDAY = "(?![一二三四五六日天])"
_UNITS = (
    rf"世纪|年(?![代级初底末中份])|季度|(?<=[个半两俩几])月(?![份底初中末])|周(?![年末一二三四五六日])|星期{_NO_WEEKDAY}|礼拜{_NO_WEEKDAY}|"
    "工作日|交易日|天(?!气)|日|小时|钟头|(?<=个)钟(?!头)|刻钟|分钟|秒钟?|分(?![之店公部享析])|刻(?!度)"
)
_ITEM = (
    rf"(?:(?:{_NUMBER}) ?[多余来]? ?(?:个半|半个?|个)?多? ?|个?半个? ?)(?:{_UNITS})(?:半(?![年月天小])钟?)?|"
    "(?<![一二两三四五六七八九十])分半钟"
)
_NIGHTS = r"(?:(?<=天)(?:\d{1,3}|[一二两三四五六七八九十]{1,3})[晚夜])?"
_DURATION = rf"(?:{_ITEM}){_NIGHTS}(?:(?:多|余)? ?(?:零|又|加上?|余|外加)? ?(?:{_ITEM}){_NIGHTS}){{0,6}}"
_SAID = re.compile(rf"(?<![\d.:/第零一二两三四五六七八九十百千万亿-]){_DURATION}(?:整(?!个))?")
_PARTS = re.compile(
    rf"(?P<n>{_NUMBER})? ?[多余来]? ?(?P<mid>个半|半个?|个)?多? ?(?P<u>{_UNITS})(?P<tail>半(?![年月天小])钟?)?"
)
# 2018年, 08年 and 一五年 say when.
_SAYS_WHEN = re.compile(r"(?:19|20)\d\d|0\d|[一二][零九][零一二三四五六七八九]{2}")
# What may be a date or the rest of another word as well: 三月, 5日, 24年, 三刻, 五分; 上半年, 前三天.
_DATE_LIKE = re.compile(r"(?:\d{1,2}|[一三四五六七八九十]{1,3})[月日分刻]|[1289]\d年")
_RELATED = frozenset("上下前后去今明近这那")
_FEW = 3  # 几天, as "a few days"
HINTS = frozenset("年季月周期拜天日时钟刻分秒世")


def durations(scene: Scene) -> Iterator[Piece]:
    """Every length; one that may be a date counts only as part of something larger (5日内, 三月后)."""
    if HINTS.isdisjoint(scene.words):
        return
    for match in _SAID.finditer(scene.text):
        value = _lasts(match[0])
        if value:
            sure = (
                scene.text[max(0, match.start() - 1)] not in _RELATED
                and not _DATE_LIKE.fullmatch(match[0])
                and match[0][0] not in "好几数"
            )
            yield Piece(match.start(), match.end(), "duration", value, "how long", sure)


def _lasts(said: str) -> Duration | None:
    """The sum of its parts; None where one of them is none."""
    items = [_lasting(match) for match in _PARTS.finditer(said)]
    known = [item for item in items if item]
    return reduce(added, known) if known and len(known) == len(items) else None


def _lasting(match: re.Match[str]) -> Duration | None:
    number, said = _number(match), match["u"]
    if number is None or (said == "年" and _SAYS_WHEN.fullmatch((match["n"] or "").rstrip())):
        return None
    return lasting(15 * number, "minute") if said[0] == "刻" else lasting(number, _UNIT[said])


def _number(match: re.Match[str]) -> Decimal | None:
    if (match["n"] or "")[-1:] in ("几", "数"):
        return Decimal(_FEW)
    said, mid = (match["n"] or "").replace(" ", "").lstrip("零").replace("俩", "两"), match["mid"] or ""
    half = Decimal("0.5") if "半" in mid or match["tail"] else Decimal(0)
    if not said:
        return half + 1 if mid == "个半" or match["tail"] else half or None
    whole = Decimal(said) if said.isascii() else chinese(said)
    return None if whole is None else whole + half
