"""Latin words that are none, and nearly one of those that requests are made of.

A deletion index finds what is one slip away (SymSpell, Garbe 2012): two words are, where they are equal after at most
one letter is taken out of each. What stands beside the word decides between several.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from math import log
from sys import intern

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.command import COMMANDS
from handlers.context import Context
from handlers.reading.common import common_words
from handlers.reading.delexical import models
from handlers.reading.leftover import wordings
from handlers.reading.plain_words import PLAIN
from handlers.reading.real_words import REAL_WORDS
from handlers.reading.timewords import COUNT, MONTH, ORDINAL, UNIT, WEEKDAY
from handlers.reading.words import LITTLE

_WORD = re.compile(r"(?<![A-Za-z\d_@#./'’&-])[A-Za-z]{3,}(?![A-Za-z\d_@/'’&-]|\.[A-Za-z\d])")
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[*,.;:!?]")
_STOPS = frozenset(",.;:!?") | {""}
_SLOT = re.compile(r"\{[^{}]*\}")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|「[^」]*」")
_BEGINS = re.compile(r"(?:^|[.!?…:]\s|\n)\s*[\"“(+/-]?$")
_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ly")
_CALENDAR = frozenset((*MONTH, *WEEKDAY))
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = frozenset(pair for row in _ROWS for one, other in pairwise(row) for pair in (one + other, other + one))
_LONG = 8  # letters of a word that may have two slips
_SHORT = 4  # so short a word needs a neighbour that speaks for it
_NAME = 0.8  # a word that fits a name so well is rather that name
_MOST = 1.75  # what a slip may cost
_MOST_SHORT = 0.3  # and in a short word
_BESIDES = 0.7  # what it counts that it stands beside words that it often stands beside
_OFTEN = 0.12  # what it counts that a word is said often
_TIMES = 20  # how often anybody speaks of times, in the measure of the phrases
_REMEMBERED = 4096
_TOGETHER = (  # beside those of the phrases; a comma begins anew, * is a name or a value
    "last week, last month, last quarter, last year, this week, this month, this quarter, this year, next week, "
    "next month, next quarter, next year, past week, past month, by week, by month, a week, a month, two weeks, * "
    "weeks, three weeks, two days, three days, * days, and then, then show, then send, then close, then tell, then "
    "assign, also show, and show, show me, show it, show them, tell me, remind me, with him, with her, with them, "
    "to me, for me, by friday, on monday, on tuesday, on wednesday, on thursday, on friday, since last, just, no "
    "wait, that report, then their, then the, the contact, the deal, the ticket, the task, the company, close date, "
    "what is, when did, my deals, my tasks, my tickets, open deals, open tickets, all deals, all tickets, export "
    "deals, export contacts, export tickets, with * and, from *, about *, when a deal, if a ticket, please, thanks, "
    "actually, help, here"
)


def misspelt(text: str, context: Context) -> Iterator[tuple[int, int, str]]:
    """Where such a word stands, and what was meant."""
    lexicon = lexicon_of(tuple(name for stage in context.stages for name in stage.words()))
    doubtful = [found for found in _WORD.finditer(text) if not lexicon.knows(found[0].lower())]
    if not doubtful:
        return
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    shouted = text.isupper()
    for found in doubtful:
        if any(start <= found.start() < end for start, end in quoted):
            continue
        named = found[0][0].isupper() and not shouted and not _BEGINS.search(text[: found.start()])
        meant = lexicon.nearest(found[0].lower(), *lexicon.neighbours(text, found.start(), found.end()))
        if meant and (meant in _CALENDAR if named else not _is_name(found[0], context)):
            yield found.start(), found.end(), meant


def _is_name(word: str, context: Context) -> bool:
    return any(match.score >= _NAME for match in context.names.find(word, models())[:1])


class Lexicon:
    """The words that requests are made of: how often each is used, and which stand beside each other."""

    def __init__(self, stages: Sequence[str]) -> None:
        sentences = [[*map(intern, _TOKEN.findall(text))] for text in _sentences()]  # each word is kept once
        self.often = Counter(chain(_single(stages), *sentences))
        self.pairs = frozenset(pair for words in sentences for pair in pairwise(("", *words, "")))
        self.long = sorted(word for word in self.often if len(word) >= _LONG - 1)
        index: dict[str, list[str]] = defaultdict(list)  # by itself, and by what is left without one letter
        for word in self.often:
            if len(word) >= _SHORT:
                for key in {word, *_without_one(word)}:
                    index[key].append(word)
        self._index = {key: tuple(found) for key, found in index.items()}
        self._told: dict[tuple[str, str, str], str | None] = {}

    def knows(self, word: str) -> bool:
        """As it stands, or as a form of a known one."""
        if word in self.often or word in REAL_WORDS or word in PLAIN or f"{word}s" in self.often:
            return True
        stems = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
        return any(len(stem) > 3 and (stem in self.often or f"{stem}e" in self.often) for stem in stems)

    def neighbours(self, text: str, start: int, end: int) -> tuple[str, str]:
        """The words before and behind a place: "" at the edge of a sentence, * for what is no word of ours."""
        before = _TOKEN.findall(text[max(0, start - 24) : start].lower())
        after = _TOKEN.match(text[end : end + 24].lower().lstrip(" "))
        return self._known(before[-1] if before else ""), self._known(after[0] if after else "")

    def _known(self, word: str) -> str:
        return "" if word in _STOPS else word if word in self.often else "*"

    def nearest(self, word: str, before: str = "", after: str = "") -> str | None:
        """What was meant by a word that is none, between these two; None where that cannot be told."""
        asked = word, before, after
        if asked not in self._told:
            if len(self._told) >= _REMEMBERED:
                self._told.clear()
            self._told[asked] = self._nearest(*asked)
        return self._told[asked]

    def _nearest(self, word: str, before: str, after: str) -> str | None:
        priced = sorted((self._price(word, known, before, after), known) for known in self._near(word))
        if not priced or priced[0][0] > _MOST:
            return None
        price, best = priced[0]
        calendar = best in _CALENDAR and len(best) >= _SHORT
        likely = calendar or len(word) > _SHORT or (self._together(before, best, after) and price < _MOST_SHORT)
        return best if likely else None

    def _near(self, word: str) -> list[str]:
        """One slip away; where nothing is and the word is long, two."""
        near = {known for key in (word, *_without_one(word)) for known in self._index.get(key, ())}
        if (found := [known for known in near if OSA.distance(word, known, score_cutoff=1) <= 1]) or len(word) < _LONG:
            return found
        far = process.extract(word, self.long, scorer=OSA.distance, score_cutoff=2)
        return [known for known, _, _ in far if known[0] == word[0]]

    def _price(self, word: str, known: str, before: str, after: str) -> float:
        """How unlikely the slip is, as in a noisy channel: its kind, how often the word is said, and beside what."""
        often = _OFTEN * log(1 + self.often[known])
        return _kind(word, known) - often - _BESIDES * self._together(before, known, after)

    def _together(self, before: str, word: str, after: str) -> bool:
        return (before, word) in self.pairs or (word, after) in self.pairs


@lru_cache(8)
def lexicon_of(stages: tuple[str, ...]) -> Lexicon:
    """The lexicon where the stages are called so."""
    return Lexicon(stages)


def _single(stages: Sequence[str]) -> Iterator[str]:
    """Words that stand in no sentence of ours; those of times in many of anybody's."""
    yield from (word for word in common_words() if word.isascii())
    yield from _TOKEN.findall(" ".join(stages).lower())
    times = _TOKEN.findall(" ".join((*MONTH, *WEEKDAY, *ORDINAL, *COUNT, *UNIT, *LITTLE)))
    yield from times * _TIMES


def _sentences() -> Iterator[str]:
    """The phrases, without their slots; what beside them people say together."""
    for command in COMMANDS.values():
        yield from (_SLOT.sub(" * ", text.lower()) for text in command.says["en"])
    for listed in wordings().values():
        yield from (_SLOT.sub(" * ", text.lower()) for text in listed)
    yield from _TOGETHER.split(", ")


def _without_one(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _kind(word: str, known: str) -> float:
    """Letters that change places or are doubled are common, another first letter is rare."""
    first = 0.0 if word[0] == known[0] else 0.5
    at = next((at for at, (one, other) in enumerate(zip(word, known, strict=False)) if one != other), len(word))
    if OSA.distance(word, known) > 1:
        return first + 1.6
    if len(word) > len(known):
        return first + (0.6 if word[at : at + 1] == word[at - 1 : at] else 0.9)
    if len(word) < len(known):
        return first + (0.6 if known[at : at + 1] == known[at - 1 : at] else 0.8)
    if word[at : at + 2] == known[at : at + 2][::-1]:
        return first + 0.6
    return first + (0.8 if word[at] + known[at] in _BESIDE else 1.3)
