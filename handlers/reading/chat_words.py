"""Greetings and thanks of people who write in: no more than that, whatever stands around it."""

import re

from handlers.reading.normalise import fold
from handlers.reading.words import HELLOS, THANKS, listed

_HELLOS = HELLOS | listed(
    "hiya, howdy, good evening, good day, greetings, hi all, hi team, hello team, hey there, hi guys, dear team, "
    "good night, is anyone there, anyone there, anybody there, are you there, hallo, hola, yo, "
    "嗨, 哈喽, 哈啰, 您们好, 大家好, 早安, 下午好, 晚上好, 中午好, "
    "有人吗, 有人在吗, 在不在, 客服在吗, 请问在吗, 你好啊, 您好啊"
)
_THANKS = THANKS | listed(
    "thanks a lot, thanks so much, thank you so much, thank you very much, many thanks, much appreciated, "
    "appreciate it, thanks again, thank you again, tysm, that works, works now, it works now, all good, all good now, "
    "awesome, excellent, wonderful, lovely, brilliant, got it, got it thanks, ok, okay, ok thank you, no problem, "
    "you're the best, super, nice, sounds good, fixed now, solved, bye, goodbye, have a nice day, have a good day, "
    "感谢, 非常感谢, 多谢了, 太感谢了, 谢谢你, 谢谢您, 谢谢啦, 谢谢了, 好的, 好, 收到, 知道了, 明白了, 明白, 好了, "
    "可以了, 没问题了, 已经好了, 解决了, 搞定了, 太好了, 很好, 棒, 太棒了, "
    "再见, 拜拜, 辛苦啦, 麻烦了, 嗯, 嗯嗯, 好嘞, 行, 多謝, 謝謝"
)
_FILLER = listed(
    "so, very, much, a, lot, you, your, for, the, all, again, now, really, team, guys, everyone, everybody, and, "
    "that, it, was, is, to, of, 的, 了, 啊, 呀, 哦, 吧, 哈, 你们, 您, 你, 大家, "
    "我, 啦, 呢, 们"
)
_PRAISED = listed("help, quick, reply, 帮忙, 帮助")  # what thanks are for: beside a rating it is a word worth keeping
_MARKS = re.compile(r"[^\w\s']+|_")
_HAN = re.compile("[\u4e00-\u9fff]")


def is_greeting(text: str) -> bool:
    return _is_only(text, _HELLOS)


def is_thanks(text: str) -> bool:
    """A thumb up or a heart is one too."""
    bare = _MARKS.sub(" ", fold(text).text).strip()
    return not bare or _is_only(text, _THANKS | _HELLOS, _FILLER | _PRAISED)


def is_bare_thanks(text: str) -> bool:
    """Thanks that do not say what for."""
    return is_thanks(text) and not any(word in fold(text).text for word in _PRAISED)


def _is_only(text: str, known: frozenset[str], around: frozenset[str] = _FILLER) -> bool:
    """Whether it is made of such words, and of those that stand around them, alone."""
    left = " ".join(_MARKS.sub(" ", fold(text).text).split())
    if not left:
        return False
    if left in known:
        return True
    found = False
    for word in sorted(known, key=len, reverse=True):
        if word in left:
            parts = left.split(word) if _HAN.search(word) else re.split(rf"(?<!\w){re.escape(word)}(?!\w)", left)
            found = found or len(parts) > 1
            left = " ".join(" ".join(parts).split())
    rest = left.split() if not _HAN.search(left) else [left]
    return found and all(word in around or _made_of(word, around) for word in rest)


def _made_of(word: str, around: frozenset[str]) -> bool:
    for filler in sorted(around, key=len, reverse=True):
        if _HAN.search(filler):
            word = word.replace(filler, "")
    return not word.strip()
