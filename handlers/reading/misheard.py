"""Chinese characters that sound like those that requests are made of: 建个任物 for 任务, 上州 for 上周.

Who types by sound picks the wrong one from the list now and then. One character is taken for another only where it
belongs to no word that is known, and makes one with its neighbour that requests are made of.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from crm_domain.hanzi import simplified
from crm_domain.names import is_cjk
from crm_domain.pinyin import syllables
from handlers.command import COMMANDS
from handlers.context import Context
from handlers.reading.delexical import models
from handlers.reading.leftover import wordings
from handlers.reading.real_words import REAL_WORDS_ZH, SPOKEN_ZH

_HAN = re.compile(r"[\u3400-\u9fff]{2,}")
_SLOT = re.compile(r"\{[^{}]*\}")
_TABLE = {code: sign for code, sign in simplified().items() if len(sign) == 1}
_ALONE = frozenset(
    "一二三四五六七八九十百千万亿几两半年月日号点时分元块个的了是有不也都就还和跟与给把将到从在又后前发叫签说问记要能会来去上下里外中大小多少新老我你他她它这那谁买卖接"
)  # words by themselves
_LITTLE = {
    "得": "的",
    "地": "的",
    "乐": "了",
    "根": "跟",
    "宜": "一",
}  # little words, where the character belongs to no word
_HOUSES = frozenset("室部组厅局所店馆社院厂园楼屋坊行处站")  # ends what a place is called: 工作室 is no 工作时
_PLACED = (  # what is said by where it stands, not by its neighbour
    (re.compile(r"(?<=\d)约(?=\d{1,2}[号日])|(?<=[一二三四五六七八九十])约(?=\s*(?:[A-Za-z,，。]|$))"), "月"),
    (re.compile(r"(?:(?<=^)|(?<=[,，。；;\s]))在(?=[看建发给导查列加帮把])"), "再"),
)
_LISTED = 200  # the rank of a word that a slot knows
_NAME = 0.9  # what fits a name so well is one
_WIDEST = 4  # characters of a name that are looked at around the place
_TIMES = (
    "今天 明天 后天 昨天 本周 这周 上周 下周 周一 周二 周三 周四 周五 周六 周日 周末 本月 这个月 上个月 下个月 月底 "
    "月初 季度 上季度 本季度 下季度 今年 去年 明年 年底 上午 下午 晚上 早上 中午 礼拜 星期 点钟 分钟 小时 个月 号前 "
    "总监 总裁 主管 助理 专员 董事 副总 财务 行政 技术 运营 以前 之前 以后 之后 最近 现在 "
    "谈判 方案 报价 线索 赢单 输单 丢单 成交 工单 商机 开单"
)

_WEEKDAYS = tuple(f"{week}周{day}" for week in "上这本下" for day in "一二三四五六日")


def misheard(text: str, context: Context) -> Iterator[tuple[int, int, str]]:
    """The places of such characters, and what was meant."""
    plain = text.translate(_TABLE)
    found = {run.start() + at: meant for run in _HAN.finditer(plain) for at, meant in _slips(run[0])}
    for pattern, meant in _PLACED:
        found |= {slip.start(): meant for slip in pattern.finditer(plain)}
    for place, meant in sorted(found.items()):
        if not _in_value(text, place, context) and not _in_name(text, place, context):
            yield place, place + 1, meant


def _slips(run: str) -> list[tuple[int, str]]:
    """The commoner word first; a character that was taken for one is not taken for another."""
    known = _known()
    right = {at + step for at in range(len(run) - 1) if run[at : at + 2] in known for step in (0, 1)}
    meant = sorted(word for at in range(len(run)) if at not in right for word in _meant(run, at))
    found: dict[int, str] = {}
    for _, start, at, character in meant:
        if {start, start + 1}.isdisjoint(right):
            found[at] = character
            right |= {start, start + 1}
    left = [at for at in range(len(run)) if at not in right]
    found |= {at: among for at in left if (among := _meant_among_two(run, at))}
    little = {at: _LITTLE[run[at]] for at in range(len(run)) if at not in right and run[at] in _LITTLE}
    return sorted((little | found).items())


def _meant_among_two(run: str, at: int) -> str:
    """The character that sounds so and makes three with two neighbours that are said in a row; else nothing."""
    if run[at] in _ALONE or (run[at] in _HOUSES and run[max(at - 2, 0) : at] in _known()):
        return ""
    around = [(run[max(start, 0) : at], run[at + 1 : start + 3]) for start in range(max(at - 2, 0), at + 1)]
    whole = [(before, after) for before, after in around if len(before) + len(after) == 2]
    others = _sounding().get(syllables(run[at])[0], "")
    if any(before + run[at] + after in _threes() for before, after in whole):
        return ""
    return next((other for before, after in whole for other in others if before + other + after in _threes()), "")


def _meant(run: str, at: int) -> Iterator[tuple[int, int, int, str]]:
    """Words that a character would make with a neighbour if it was the one that sounds so: rank, place, both places."""
    if run[at] in _ALONE:
        return
    sound, words = syllables(run[at])[0], _words()
    if at > 0:
        yield from (
            (words[run[at - 1] + other], at - 1, at, other) for other in _behind().get((run[at - 1], sound), "")
        )
    if at < len(run) - 1:
        yield from ((words[other + run[at + 1]], at, at, other) for other in _ahead().get((sound, run[at + 1]), ""))


def _in_value(text: str, place: int, context: Context) -> bool:
    """Whether the character is understood where it stands: 明 of 明晚."""
    return any(span.start <= place < span.end for span in context.values(text))


def _in_name(text: str, place: int, context: Context) -> bool:
    """Whether the character stands in a name that is known."""
    for start in range(max(0, place - _WIDEST + 1), place + 1):
        for end in range(max(place + 1, start + 2), min(len(text), start + _WIDEST) + 1):
            said = text[start:end]
            if (
                is_cjk(said[0])
                and is_cjk(said[-1])
                and any(m.score >= _NAME for m in context.names.find(said, models())[:1])
            ):
                return True
    return False


@cache
def _threes() -> frozenset[str]:
    """Three characters in a row of any phrase, and of what is said of times."""
    runs = [run for text in _sentences() for run in _HAN.findall(_SLOT.sub(" ", text).translate(_TABLE))]
    return frozenset(run[at : at + 3] for run in (*runs, *_WEEKDAYS, *_TIMES.split()) for at in range(len(run) - 2))


@cache
def _sounding() -> dict[str, str]:
    """The characters that sound so, of those that stand in threes."""
    found: dict[str, str] = defaultdict(str)
    for character in sorted(set().union(*_threes())):
        found[syllables(character)[0]] += character
    return dict(found)


@cache
def _words() -> dict[str, int]:
    """Words of two characters that requests are made of, each with its rank."""
    slots = (param.slot for command in COMMANDS.values() for param in command.params.values())
    listed = {word.translate(_TABLE) for slot in slots for word in slot.vocabulary if is_cjk(word)}
    ranked = {word: rank for rank, word in enumerate(SPOKEN_ZH)}
    return {pair: _LISTED for word in {*listed, *_TIMES.split()} for pair in _pairs(word)} | ranked


@cache
def _known() -> frozenset[str]:
    """Pairs of characters that are right as they stand: words, and what stands together in any phrase."""
    runs = (run for text in _sentences() for run in _HAN.findall(_SLOT.sub(" ", text).translate(_TABLE)))
    together = {pair for run in runs for pair in _pairs(run) if _ALONE.isdisjoint(pair)}
    return REAL_WORDS_ZH.union(_words(), together)


def _pairs(run: str) -> set[str]:
    return {run[at : at + 2] for at in range(len(run) - 1)}


def _sentences() -> Iterator[str]:
    for command in COMMANDS.values():
        yield from command.says["zh"]
    for listed in wordings().values():
        yield from listed


@cache
def _behind() -> dict[tuple[str, str], str]:
    """What may stand behind a character and sound so."""
    found: dict[tuple[str, str], str] = defaultdict(str)
    for word in sorted(_words()):
        found[word[0], syllables(word[1])[0]] += word[1]
    return dict(found)


@cache
def _ahead() -> dict[tuple[str, str], str]:
    """What may sound so and stand before a character."""
    found: dict[tuple[str, str], str] = defaultdict(str)
    for word in sorted(_words()):
        found[syllables(word[0])[0], word[1]] += word[0]
    return dict(found)
