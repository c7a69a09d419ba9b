"""How Chinese names sound: pinyin without tones, and which sounds are near enough to be taken for each other.

The readings come from pypinyin's table of single characters, read as a file: importing the package loads its
dictionary of phrases, 58 MB, which names do not need.
"""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from sys import intern

_COMPOUND = frozenset(
    "欧阳 司马 上官 诸葛 司徒 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 轩辕 夏侯 端木 南宫 独孤 百里 呼延 申屠 澹台"
    " 太史 淳于 单于 闻人 万俟".split()
)
# Read otherwise in a surname than in most words.
_SURNAMES = {
    "单": "shan",
    "曾": "zeng",
    "解": "xie",
    "仇": "qiu",
    "查": "zha",
    "区": "ou",
    "盖": "ge",
    "乐": "yue",
    "朴": "piao",
    "覃": "qin",
    "翟": "zhai",
    "缪": "miao",
    "冼": "xian",
    "员": "yun",
    "种": "chong",
    "召": "shao",
    "尉迟": "yu chi",
    "长孙": "zhang sun",
    "万俟": "mo qi",
}
# Read otherwise in the names of places and companies than alone.
_IN_NAMES = {"重庆": ("chong", "qing"), "厦门": ("xia", "men"), "银行": ("yin", "hang"), "商行": ("shang", "hang")} | {
    "长": ("chang",),
    "都": ("du",),
    "行": ("xing",),
}
_ENTRY = re.compile(r'"(1[3-9]\d{3}|[2-4]\d{4})": "([^",]+)')  # "29579": "wáng,wàng"
_READ_OTHERWISE = re.compile("|".join(_IN_NAMES))
OFTEN_OTHERWISE = frozenset("".join((*_SURNAMES, *_IN_NAMES)))  # characters that may be read otherwise in a name
# What many speakers do not keep apart: z and zh, n and l, an and ang …
_NEAR = (("^([zcs])h", r"\1"), ("^n", "l"), ("([aei]n)g$", r"\1"), ("v", "u"))
_SPELLED_NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("v", "u"))


@cache
def _readings() -> dict[str, str]:
    """The first reading of each character, toneless."""
    spec = find_spec("pypinyin")
    assert spec is not None
    assert spec.origin is not None
    with Path(spec.origin).with_name("pinyin_dict.json").open(encoding="utf-8") as lines:
        entries = (entry for line in lines if (entry := _ENTRY.search(line)))  # by line: the whole would be 9 MB
        return {chr(int(entry[1])): intern(_toneless(entry[2])) for entry in entries}


@lru_cache(2048)
def _toneless(syllable: str) -> str:
    letters = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def syllables(han: str) -> list[str]:
    """云杉科技 → yun shan ke ji; a character without a reading stands for itself."""
    readings = _readings()
    spoken = [readings.get(character, character) for character in han]
    for place in _READ_OTHERWISE.finditer(han):
        spoken[slice(*place.span())] = _IN_NAMES[place[0]]
    return spoken


def surname_length(han: str) -> int:
    return 2 if han[:2] in _COMPOUND and len(han) > 2 else 1


def person_syllables(han: str) -> list[str]:
    """Of a whole name, surname first: 单晓明 → shan xiao ming."""
    surname = han[: surname_length(han)]
    spoken = syllables(han)
    if surname in _SURNAMES:
        spoken[: len(surname)] = _SURNAMES[surname].split()
    return spoken


@lru_cache(2048)
def near_sound(syllable: str) -> str:
    """The same for syllables that are easily taken for each other: fang and fan, shi and si, nan and lan."""
    for sound, by in _NEAR:
        syllable = re.sub(sound, by, syllable)
    return syllable


@lru_cache(2048)
def spelled_near(letters: str) -> str:
    """The same for syllables run together, where nobody knows where one ends: wangfang and wanfan."""
    for spelling, near in _SPELLED_NEAR:
        letters = letters.replace(spelling, near)
    return letters
