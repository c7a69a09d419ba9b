"""Chinese clock times: 下午三点, 九点半, 十点一刻, 差五分八点, 16时40分50秒, 晚8点."""

import re

from handlers.reading.clocks import Clock, shifted, within_hours
from handlers.reading.pieces import Rules, Scene
from handlers.reading.timewords import PART, ZH_PART, count

CLOCKS = Rules("clock")
_MINUTE = "(?:[零二三四五]?十[一二三四五六七八九]?|零?[一二三四五六七八九]|[0-5]?[0-9])"
_BARE_MINUTE = "(?:[二三四五]?十[一二三四五六七八九]?|零[一二三四五六七八九]|[0-5][0-9])"
_HOUR = r"(?:[0-2]?\d|二十[一二三四]?|十[一二三四五六七八九]?|[零一二两三四五六七八九])"
_BEFORE = r"(?:(?<=[周期拜][一二三四五六日天])|(?<![\d.:零一二两三四五六七八九十第有]))"
PART_OF_CLOCK = rf"(?P<p>{ZH_PART}|(?<![今昨明前后当寻琴听])[早晚夜](?!上))?"


def clock(hour: int, minute: int, part: str, second: int = 0) -> Clock | None:
    """On the 24-hour clock where the part of the day was said; `part` as it is written."""
    if hour > 24 or minute > 59:
        return None
    if not part:
        return Clock(hour, minute, hour > 12 or hour == 0, second)
    what = _PARTS.get(part, part)
    return Clock(0 if what == "dawn" and hour == 12 else shifted(hour, what), minute, True, second, True)


_PARTS = PART | {"早": "morning", "晚": "evening", "夜": "evening"}


@CLOCKS.rule(
    "clock",
    rf"{_BEFORE}{PART_OF_CLOCK}的?(?P<h>{_HOUR})(?P<dot>点钟?|时(?![间候段长常效机不尚代])|:00时)"
    rf"(?:(?P<half>半(?!天|个|年|月|小))|(?P<q>[一三])刻|过?(?P<m>{_MINUTE})分(?!之)(?:(?P<s>{_MINUTE})秒)?|"
    rf"(?P<bare>{_BARE_MINUTE})(?![\d万千百%个家人块元]))?"
    r"(?:[整正](?!个))?(?![子儿击评赞心名建意原问想半]|要求|[一二三四五六七八九\d](?!个|位|人|家|场|点))",
    "点 时",
)
def dotted(match: re.Match[str], scene: Scene) -> Clock | None:
    hour = count(match["h"]) if match["h"] != "零" else 0
    little = match["h"] == "一" and (match["p"] or "早") in "早晚夜" and match[0].endswith("一点")
    if little and not (match["p"] is None and _after_day(match)):
        return None  # 一点 alone is "a little", and so is 早一点
    return clock(hour, _minute(match), match["p"] or "", _said(match["s"]))


_AFTER_DAY = re.compile("[天日号早晚到至一二三四五六] ?$")


def _after_day(match: re.Match[str]) -> bool:
    return bool(_AFTER_DAY.search(match.string, max(0, match.start() - 2), match.start()))


def _minute(match: re.Match[str]) -> int:
    if match["half"]:
        return 30
    if match["q"]:
        return 15 if match["q"] == "一" else 45
    return _said(match["m"] or match["bare"])


def _said(number: str | None) -> int:
    return count(number.lstrip("零") or "0") if number else 0


@CLOCKS.rule(
    "before the hour",
    rf"{PART_OF_CLOCK}的?(?:差|还差|差不多差)(?:(?P<m>{_MINUTE})分钟?|(?P<q>[一三])刻)(?:到|就)?(?P<h>{_HOUR})点钟?",
    "差",
)
@CLOCKS.rule(
    "before the hour", rf"{PART_OF_CLOCK}的?(?P<h>{_HOUR})点(?:还)?差(?:(?P<m>{_MINUTE})分钟?|(?P<q>[一三])刻)", "差"
)
def before_the_hour(match: re.Match[str], scene: Scene) -> Clock | None:
    before = _said(match["m"]) if match["m"] else 15 if match["q"] == "一" else 45
    if not 0 < before < 60:
        return None
    hour = count(match["h"]) if match["h"] != "零" else 24
    if match["p"]:
        return clock((hour - 1) or 12, 60 - before, match["p"])
    return Clock(within_hours(hour) - 1, 60 - before)


@CLOCKS.rule("noon", "(?P<p>正午|午夜|子夜)(?!十?[一二两三四五六七八九\\d])", "正 夜")
def noon(match: re.Match[str], scene: Scene) -> Clock:
    return Clock(12 if match["p"] == "正午" else 24)


@CLOCKS.rule("clock", r"(?P<p>(?<![今昨明前后当每])[早晚](?!上))(?P<h>\d{1,2}):(?P<m>[0-5]\d)(?!\d)", "早 晚")
def with_colon(match: re.Match[str], scene: Scene) -> Clock | None:
    return clock(int(match["h"]), int(match["m"]), match["p"])
