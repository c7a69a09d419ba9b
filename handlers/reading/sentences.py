"""A message whose stretches are read, each as one request: by phrases, else by what is like them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

from crm_domain.names import is_cjk
from handlers.command import Command
from handlers.context import Context
from handlers.reading.appointments import appointment_in
from handlers.reading.common import common_words
from handlers.reading.delexical import spotted, without
from handlers.reading.denials import denied
from handlers.reading.fits import fit_of
from handlers.reading.guessing import TELLING, Guess, guessed, is_strange, seems
from handlers.reading.leftover import evidence
from handlers.reading.normalise import fold
from handlers.reading.politeness import politely
from handlers.reading.reader import read_one
from handlers.reading.readings import Reading
from handlers.reading.rule_sentences import SURE, rule_in, schedule_in
from handlers.reading.spans import Name, Span
from handlers.record_slot import RecordSlot
from handlers.slots import StageSlot

_JOINED = frozenset("ticket deal company contact member stage product".split())
_JOINS = re.compile(r"\s*(?:,|，|、|&|\+|/|and also|as well as|and|和|跟|与|及|还有|,\s*and)\s*", re.IGNORECASE)
KNOWN_ZH = 0.93  # a Chinese name that fits so well does not go on
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+(?:'[a-z]+)?")
_RULES = re.compile(
    r"\b(?:when|whenever|if|once|every time|as soon as|automation|rule|workflow)\b|当|當|如果|一旦|只要|每次|要是"
    r"|(?<!及)(?<!临)[时時](?:[,，]|就|自动|自動|候|通知|提醒|告诉|告訴)|自动|自動|规则|規則|流程|的话|的話|[后後]就|就通知|就提醒",
    re.IGNORECASE,
)
_PARTICLES = frozenset("over out up down back off away along again now already too though".split())
_SOMEBODYS = re.compile(  # “my flight got cancelled”
    r"(?:my|your|our|his|her|their)\b|^the$|[我你他她您]|这单子|那单子|(?!随便).*(?:什么|啥|多少|哪)$", re.IGNORECASE
)
_AT_HOME = re.compile(  # who and what people speak of that is no business of a customer's
    r"(?:my|his|her|our|their) (?:mum|mom|mother|dad|father|wife|husband|partner|sister|brother|son|daughter|kids?"
    r"|boyfriend|girlfriend|friend|landlord|doctor|dentist|gym|cat|dog|nan|gran\w*|flat\w*|neighbou?rs?)\b"
    r"|我?(?:妈|爸|老婆|老公|女朋友|男朋友|女儿|儿子|房东|室友|爷爷|奶奶)",
    re.IGNORECASE,
)
_ONE_LATIN = re.compile(r"[A-Za-z]+")
_PAUSE = re.compile(r",\s|[，;；]")
_HELP = re.compile(r"\s*(?:/?help\b|帮助)", re.IGNORECASE)  # whatever it is about
_DENIAL = re.compile(r"^(?:don'?t|do not|never)\s+", re.IGNORECASE)
WEAK = 3.0  # so little a phrase may explain that what is like other phrases counts more
_JOINED_BY = re.compile(r",|，|、|&|\+|/|\band\b|和|跟|与|及|还有", re.IGNORECASE)
LONG = 160  # letters; who writes more than this asks for more than a bare list
BOTH = 7.0  # what it is worth that both of two things can be read alike

# Who ends so is not sure, and is asked before anything is changed on a guess.
_UNSURE = re.compile(
    r"\b(?:i guess|i think|i suppose|maybe|perhaps|not sure|we'll see|tbd)\W*$"
    r"|(?:我猜|我想|不确定|(?:可能|应该|大概|也许)吧|再看看?|再说吧?)\W*$",
    re.IGNORECASE,
)


class Sentence:
    """A message whose stretches are read, each as one request: by its phrases, else by what is like them."""

    def __init__(self, text: str, context: Context) -> None:
        self.text = text
        self.context = context

    @cached_property
    def spans(self) -> list[Span]:
        return spotted(self.text, self.context)

    def read(self, start: int, end: int) -> Reading | None:
        """One request, or one of several things: “assign 1013 and 1021 to Priya”."""
        self.context.after = start > 0
        if (start, end) != (0, len(self.text)) and _only_names(self.text[start:end], self._inside(start, end)):
            return None  # a name alone asks for nothing beside other words
        if start and _ONE_LATIN.fullmatch(self.text[start:end]) and is_cjk(self.text[:start].rstrip()[-1:]):
            return None  # 她说要等总部 approve
        best = self._one(start, end)
        if best and denied(best, self.text, start, end):
            return replace(best, denied=True)
        merges = best and best.command.name.endswith(".merge") and not best.guessed
        joins = not merges and _JOINED_BY.search(self.text, start, end)
        if joins and (row := self._row(start, end)):
            each = [self._with_one(start, end, row, name) for name in row]
            found = [reading for reading in each if reading and reading.alone]
            if len(found) == len(row) and all(_alike(one, found[-1]) for one in found[:-1]):
                also, last = found[:-1], found[-1]
                return replace(last, also=tuple(also), sure=last.sure + BOTH * len(also))
        return best

    def _row(self, start: int, end: int) -> list[Span]:
        """Names of one kind that are joined, the first such row: “1004, 1011 and 1013”."""
        row: list[Span] = []
        for span in (span for span in self.spans if start <= span.start and span.end <= end):
            joined = row and row[-1].kind == span.kind and _JOINS.fullmatch(self.text[row[-1].end : span.start])
            if span.kind in _JOINED and (joined or len(row) < 2):
                row = [*row, span] if joined else [span]
            elif len(row) > 1:
                break
        return row if len(row) > 1 else []

    def _with_one(self, start: int, end: int, row: Sequence[Span], name: Span) -> Reading | None:
        """The same request with only one of the things."""
        kept = self.text[name.start : name.end]
        text = self.text[start : row[0].start] + kept + self.text[row[-1].end : end]
        return Sentence(text, self.context).one()

    def one(self) -> Reading | None:
        return self._one(0, len(self.text))

    def _one(self, start: int, end: int) -> Reading | None:
        part = politely(self.text[start:end])
        by_phrase = self._by_phrase(part)
        if by_phrase is None and _DENIAL.match(part):
            by_phrase = self._by_phrase(_DENIAL.sub("", part))
        if by_phrase and self._is_beside(by_phrase, start, end):
            by_phrase = None
        if by_phrase and _settled(by_phrase):
            return self._trimmed(by_phrase)
        if by_phrase and by_phrase.fit <= 0 and _is_of_somebody(by_phrase):
            return None
        if by_phrase and by_phrase.fit < 0 and self._chatter(by_phrase, part):
            return None
        guess = self._guess(part, start)
        if guess is None or (by_phrase and not _better(guess.reading, by_phrase, self.spans, self.text)):
            return self._trimmed(by_phrase) if by_phrase else None
        if by_phrase and by_phrase.command is guess.reading.command:
            return self._trimmed(replace(guess.reading, strange=0.0))  # a phrase asks for the same: no doubt is left
        return self._trimmed(guess.reading)

    def _is_beside(self, reading: Reading, start: int, end: int) -> bool:
        """A ticket to open that is there already; help with what is none of ours: “how do I fix a flat tyre”."""
        if reading.command.name == "help" and not _HELP.match(self.text):
            own, all_ = evidence(None, reading.said.get("topic", ""))
            return own * 3 < all_ * 2
        return reading.command.name == "ticket.open" and self._numbered(start, end)

    def _chatter(self, reading: Reading, part: str) -> bool:
        """“we lost the coin toss”: a phrase about what nobody knows, in a message that is like none."""
        doubtful = any(_no_name(reading, name, said, self.spans, self.text) for name, said in reading.said.items())
        return doubtful and is_strange(part, self.context)

    def _by_phrase(self, part: str) -> Reading | None:
        """By a phrase; a whole sentence for a rule, where it looks like one."""
        rule = rule_in(part, self.context)
        if rule and (rule.sure > SURE or _RULES.search(part) or seems(part, rule.command, self.context)):
            return rule
        if schedule := schedule_in(part, self.context):
            return schedule
        arranged, plain = appointment_in(part, self.context), read_one(part, self.context)
        return plain if arranged and plain and _is_there(plain) else arranged or plain

    def _trimmed(self, reading: Reading) -> Reading:
        """Names as they are: “Jürgen Pohlmann again” is Jürgen Pohlmann."""
        said = {name: self._name(reading, name, words) for name, words in reading.said.items()}
        return replace(reading, said=said) if said != reading.said else reading

    def _name(self, reading: Reading, slot: str, said: str) -> str:
        named = reading.command.params[slot].slot
        if isinstance(named, RecordSlot) and not named.points(said):
            said = re.sub(r"['’]s$", "", said)
        words = _WORD.findall(said)
        if not isinstance(named, RecordSlot) or is_cjk(said[0]) or len(words) < 2:
            return said
        if fold(words[-1]).text not in common_words() | _PARTICLES:
            return said
        start = self.text.find(said)
        for span in self.spans:
            if start == span.start and span.end < start + len(said) and isinstance(span.value, Name):
                left = _WORD.findall(self.text[span.end : start + len(said)])
                fits = span.value.fit(named.model) and all(fold(w).text in common_words() | _PARTICLES for w in left)
                return self.text[span.start : span.end] if fits else said
        return said

    def _inside(self, start: int, end: int) -> list[Span]:
        """What was recognised in a stretch, by its own places."""
        inside = [span for span in self.spans if start <= span.start and span.end <= end]
        return [replace(span, start=span.start - start, end=span.end - start) for span in inside]

    def _numbered(self, start: int, end: int) -> bool:
        return any(span.kind == "ticket" and start <= span.start < end for span in self.spans)

    def _guess(self, part: str, start: int) -> Guess | None:
        """What the stretch is likely to ask for."""
        part = _DENIAL.sub("", part)  # what is not to be done is read as if it were, and then left
        offset = self.text.find(part, start)
        spans = self._inside(offset, offset + len(part))
        whole = len(part) >= len(self.text) - 3 or any(span.kind == "ticket" for span in spans)
        telling = _telling(part, spans)
        if not (whole or telling(None)):
            return None
        likely = guessed(part, self.context, spans, lambda command: whole or telling(command))
        best = next(iter(likely), None)
        if best is None or not best.likely or (not best.reading.said and len(part) > LONG):
            return None
        unsure = best.reading.command.writes and _UNSURE.search(part)
        if unsure or not (whole or telling(best.reading.command)):
            return None
        best.reading.fit = fit_of(best.reading, self.context)
        return best


def _is_there(reading: Reading) -> bool:
    """约样机推到周五: a task that is there, put off; 回复1002：明天发货: what to tell a customer."""
    puts_off = reading.command.name == "task.snooze" and reading.certain
    return puts_off or (reading.command.noun == "ticket" and "ticket" in reading.said and reading.fit > 0)


def _telling(part: str, spans: Sequence[Span]) -> Callable[[Command | None], bool]:
    """Whether half of the words are a command's own, or any command's: so a part of a message asks for something."""
    bare, nameless = without(part, spans), not any(span.kind in TELLING for span in spans)

    def is_told(command: Command | None) -> bool:
        own, all_ = evidence(command, bare)
        return own > 0 and own * 2 >= all_ + nameless

    return is_told


def _alike(one: Reading, other: Reading) -> bool:
    """The same command of two things: what differs is a record or a stage."""
    if one.command is not other.command or one.said.keys() != other.said.keys():
        return False
    differing = [name for name in one.said if one.said[name] != other.said[name]]
    return bool(differing) and all(
        isinstance(one.command.params[name].slot, RecordSlot | StageSlot) for name in differing
    )


def _only_names(part: str, spans: list[Span]) -> bool:
    """“椿禾：赢” is no name alone."""
    return not re.search(r"\w", without(part, spans)) and not (len(spans) > 1 and any(s.kind == "stage" for s in spans))


def _settled(phrase: Reading) -> bool:
    """Whether no guess could count more, so that none need be made."""
    if phrase.certain or phrase.rule == "slash word":
        return True
    return phrase.fit >= 0 and phrase.worth >= WEAK and (phrase.alone or not phrase.loose)


def _better(guess: Reading, phrase: Reading, spans: Sequence[Span], text: str) -> bool:
    """Whether a likely guess counts more than a phrase that is not beyond doubt: where a name would be a sentence."""
    if phrase.fit > 0 and guess.command.name == "record.undo":
        return False  # nothing is taken back on a guess, where a phrase means something else
    if phrase.fit < 0:
        return any(_no_name(phrase, name, said, spans, text) for name, said in phrase.said.items())
    return phrase.worth < guess.worth


def _is_of_somebody(reading: Reading) -> bool:
    """“move your car”, 把门关一下: about a thing that nobody calls so here."""
    params = reading.command.params
    named = {name: said for name, said in reading.said.items() if hasattr(params[name].slot, "model")}
    needed = [said for name, said in named.items() if params[name].required]
    return any(map(_AT_HOME.match, named.values())) or any(
        _SOMEBODYS.match(said) or _PAUSE.search(said) or (len(said) == 1 and is_cjk(said)) for said in needed
    )


def _no_name(reading: Reading, slot: str, said: str, spans: Sequence[Span], text: str) -> bool:
    """Words that are long, or hold a name that is known beside words that are in no name."""
    named = reading.command.params[slot].slot
    if not isinstance(named, RecordSlot):
        return False
    if len(said) > (8 if is_cjk(said[0]) else 40) or len(said.split()) > 5:
        return True
    if any(text[s.start : s.end] == said and isinstance(s.value, Name) and not s.value.fit(named.model) for s in spans):
        return True  # something of another kind is called so
    if _SOMEBODYS.match(said):
        return True
    words = _WORD.findall(said)
    if len(words) > 1 and all(fold(word).text in common_words() for word in words):
        return True
    start = text.find(said)
    if any(
        isinstance(s.value, Name) and s.start <= start and len(said) < s.end - s.start and start + len(said) <= s.end
        for s in spans
    ):
        return True  # a piece of a name
    inside = [s for s in spans if start <= s.start and s.end <= start + len(said) and s.end - s.start < len(said)]
    if not inside or start < 0:
        return False
    left = "".join(
        letter if all(not s.start <= start + i < s.end for s in inside) else " " for i, letter in enumerate(said)
    )
    if is_cjk(said[0]) and any(isinstance(s.value, Name) and s.value.fits[0][1] >= KNOWN_ZH for s in inside):
        return True
    return any(span.kind == "ticket" for span in inside) or any(
        fold(word).text in common_words() for word in re.findall(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+", left)
    )
