"""The free words of a sentence: what is left when the command's own words and what was recognised are taken away."""

import re
from collections.abc import Sequence
from functools import cache

from handlers.command import COMMANDS, Command
from handlers.reading.common import FILLERS, latin_words
from handlers.reading.normalise import fold
from handlers.reading.wordings_en import WORDINGS as WORDINGS_EN
from handlers.reading.wordings_zh import WORDINGS as WORDINGS_ZH

_TOKEN = re.compile(r"\x00|[\u3400-\u9fff]|[^\W\u3400-\u9fff]+(?:['’.&/-][^\W\u3400-\u9fff]+)*|\S")
_PIECE = re.compile(r"[,，;；。!！?？\n]+|\.(?=\s|$)|\s[-–—]+\s")
_EDGES = " \t\n,，;；:：.。!！?？-–—"
_ZH = re.compile(r"[\u3400-\u9fff]+")
_SLOT = re.compile(r"\{[^{}]*\}")


@cache
def own_words(name: str) -> frozenset[str]:
    """The latin words of a command's phrases, and those around requests."""
    command = COMMANDS[name]
    return frozenset(word for texts in command.says.values() for text in texts for word in latin_words(text)) | FILLERS


@cache
def own_runs(name: str) -> tuple[str, ...]:
    """The runs of Chinese characters in a command's phrases, the longest first."""
    command = COMMANDS[name]
    runs = {run for text in command.says["zh"] for run in _ZH.findall(_SLOT.sub(" ", text))}
    return tuple(sorted(runs | FILLERS_ZH, key=len, reverse=True))


FILLERS_ZH = frozenset(
    (
        "一下 帮我 麻烦 请 了 吧 的 把 给 我 那个 谁 哪些 哪个 什么 多少 怎么样 情况 现在 目前 已经 帮 可以 能不能 能 "
        "这个 就是 先 再 也 都 要 说 是 在 有 吗 呢 啊 跟 和 与 他 她 它 这 那 个 条 张 顺便 然后"
    ).split()
)


@cache
def _telling(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The latin words and the pairs of Chinese characters of all that a command is asked for with.

    What only one of its optional slots may hold tells nothing of it.
    """
    command = COMMANDS[name]
    texts = [_SLOT.sub(" ", text) for text in (*command.says["zh"], *command.says["en"], *wordings()[name])]
    pairs = {run[at : at + 2] for text in texts for run in _ZH.findall(text) for at in range(len(run) - 1)}
    optional = (param for param in command.params.values() if not param.required)
    held = {fold(word).text for param in optional for word in param.slot.vocabulary}
    required = (param for param in command.params.values() if param.required)
    needed = {part for param in required for word in param.slot.vocabulary for part in word.split()}
    words = {word for text in texts for word in latin_words(text)} | own_words(name) | needed
    latin = frozenset(words - FILLERS - {part for word in held for part in word.split()})
    return latin, frozenset(pairs - held)


@cache
def wordings() -> dict[str, tuple[str, ...]]:
    """How requests are put beside the phrases, by command."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(COMMANDS, ())
    for line in filter(None, (WORDINGS_EN + WORDINGS_ZH).splitlines()):
        name, _, listed = line.partition(": ")
        if name in found:
            found[name] += tuple(listed.split(" | "))
    return found


@cache
def _telling_any() -> tuple[frozenset[str], frozenset[str]]:
    words, pairs = zip(*map(_telling, COMMANDS), strict=True)
    return frozenset().union(*words), frozenset().union(*pairs)


def evidence(command: Command | None, text: str) -> tuple[int, int]:
    """How many words (of Chinese: characters) of a text are the command's own, and how many say anything at all.

    Without a command: how many are any command's own.

    The text is without what was recognised in it.
    """
    words, pairs = _telling(command.name) if command else _telling_any()
    folded = fold(text).text
    latin = [word for word in _LATIN.findall(folded) if len(word) > 1 and word not in FILLERS]
    own = sum(word in words or word.rstrip("s") in words for word in latin)
    zh = [_own_characters(run, pairs) for run in _ZH.findall(folded)]
    return own + sum(mine for mine, _ in zh), len(latin) + sum(all_ for _, all_ in zh)


def _own_characters(run: str, pairs: frozenset[str]) -> tuple[int, int]:
    """How many characters of a run are in pairs of the command's, and how many there are; little words aside."""
    mine = {at + step for at in range(len(run) - 1) if run[at : at + 2] in pairs for step in (0, 1)}
    telling = [at for at, character in enumerate(run) if character not in FILLERS_ZH]
    return sum(at in mine for at in telling), len(telling)


_LATIN = re.compile(r"[a-z]+(?:'[a-z]+)?")


def left_over(command: Command, text: str, taken: Sequence[tuple[int, int]], behind: bool = False) -> str:
    """From the first to the last word that is nobody else's; a part of the sentence without any is left out.

    `behind`: of a part where something was taken only what comes behind it.
    """
    parts: list[str] = []
    start = 0
    for edge in [*_PIECE.finditer(text), None]:
        end = edge.start() if edge else len(text)
        last = max((b for a, b in taken if start <= a < end), default=start) if behind else start
        if part := _core(command, text, last, end, taken):
            parts.append(part)
        start = edge.end() if edge else end
    return ", ".join(parts) if parts and text.isascii() else "，".join(parts)


def _core(command: Command, text: str, start: int, end: int, taken: Sequence[tuple[int, int]]) -> str:
    tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]
    skip = _own(command, text, start, end)
    free = [not _within(a, b, taken) and not skip(a, b) for a, b in tokens]
    if not any(free):
        return ""
    first, last = free.index(True), len(free) - 1 - free[::-1].index(True)
    return text[tokens[first][0] : tokens[last][1]].strip(_EDGES)


def _within(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in taken)


def _own(command: Command, text: str, start: int, end: int):  # type: ignore[no-untyped-def]
    words = own_words(command.name)
    spans: list[tuple[int, int]] = []
    folded = fold(text[start:end])
    for run in own_runs(command.name):
        place = folded.text.find(run)
        while place >= 0:
            a, b = folded.back(place, place + len(run))
            spans.append((start + a, start + b))
            place = folded.text.find(run, place + 1)

    def skip(a: int, b: int) -> bool:
        word = text[a:b]
        return (not any(letter.isalnum() for letter in word)) or fold(word).text in words or _within(a, b, spans)

    return skip


def listed_part(command: Command, text: str) -> str:
    """The sentence without the command's own words at its beginning and at its end."""
    tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(text)]
    skip = _own(command, text, 0, len(text))
    inner = [not skip(a, b) for a, b in tokens]
    if not any(inner):
        return ""
    first, last = inner.index(True), len(inner) - 1 - inner[::-1].index(True)
    return text[tokens[first][0] : tokens[last][1]]
