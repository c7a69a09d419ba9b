"""The words of the Chinese calendar, and the regex parts made of them."""

from handlers.reading.characters import chinese
from handlers.reading.timewords import PART, full_year

HOW_MANY = r"(?:[1-9]\d{0,2}|[二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
MONTH = r"(?:1[0-2]|0?[1-9](?!\d)|十[一二]?|[一二三四五六七八九])"
NO_DIGIT = r"(?<![\d.零一二两三四五六七八九十])"
WEEK = "(?:周|星期|礼拜)"
_DIGITS = "[零一二三四五六七八九]"
YEAR_SAID = (
    rf"(?:19|20|21)\d\d|(?<!\d)\d\d|[一二][零九]{_DIGITS}{{2}}|[零一二六七八九]{_DIGITS}(?!{_DIGITS})|"
    rf"[两二]千(?:零{_DIGITS})?"
)
MONDAY = "一(?!共|直|些|定|起|块|样|次|下|般|年|个)"
YEAR_NEAR = "大前|大后|[今去明前后本当次来翌]|上一|下一"
YEAR = rf"(?:(?P<y>{YEAR_SAID}) ?年的?[ ,]?|(?P<ry>{YEAR_NEAR})年的?)?"
YEARS_AHEAD = {"今": 0, "本": 0, "当": 0, "去": -1, "上一": -1, "前": -2, "大前": -3}
YEARS_AHEAD |= {"明": 1, "次": 1, "来": 1, "翌": 1, "下一": 1, "后": 2, "大后": 3}
AHEAD = {
    "上上": -2,
    "上": -1,
    "上一": -1,
    "下": 1,
    "下一": 1,
    "下下": 2,
    "次": 1,
    "这": 0,
    "这一": 0,
    "本": 0,
    "当": 0,
    "今": 0,
}
NEAR = "上上|(?<!一)下下|上一|下一|这一|上|下|这|本|当|今"
PART_HINTS = " ".join({part[0] for part in PART if not part.isascii()})


def year_of(said: str) -> int:
    """2018, 08, 二零一八, 一五, 两千, 二千零八."""
    if "千" in said:
        return int(chinese(said) or 0)
    return full_year(said)
