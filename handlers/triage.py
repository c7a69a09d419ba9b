"""What a new ticket is about, how urgent, and who should have it: learnt from the tickets that were solved before.

The reader's own trainer learns the categories and the priorities; the reasons are the solved tickets most like the new
one, the skills, the load and the hours of who is suggested.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import log, sqrt
from typing import TYPE_CHECKING

from crm_domain.crm import Crm
from crm_domain.foresight import Chance, Foresight, foresight
from crm_domain.members import Member, Role
from crm_domain.tickets import Priority, Sample, Ticket

if TYPE_CHECKING:
    from handlers.reading.intents import IntentReader

LEARNT = 600  # of the latest solved tickets
ENOUGH = 12  # solved tickets, below which nothing is suggested
GROWN = 1.25  # learnt again when there are so many more tickets
PASTS = 4000  # tickets that are over, from which chances are learnt
LEAST_ALIKE = 0.25
CONFIDENT = 0.5  # what is less likely is not suggested
NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class Guess:
    """A value and how likely it is."""

    value: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """None where nothing is likely enough. `like` are the solved tickets that speak for it."""

    category: Guess | None = None
    priority: Guess | None = None
    assignee: Member | None = None
    load: int = 0
    skilled: bool = False
    like: Sequence[int] = ()

    def __bool__(self) -> bool:
        return bool(self.category or self.priority or self.assignee)


_WORD = re.compile("[\u3400-\u9fff]|[^\\W_]+")


def tokens(text: str) -> list[str]:
    """Words, and Han characters one by one."""
    return _WORD.findall(text.lower())


class Likeness:
    """Cosine of rarity-weighted words, over the words that texts share."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        counted = {id: Counter(tokens(text)) for id, text in texts.items()}
        often = Counter(word for words in counted.values() for word in words)
        self.rarity = {word: log((1 + len(texts)) / n) for word, n in often.items()}
        self.lists: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for id, words in counted.items():
            length = sqrt(sum((n * self.rarity[word]) ** 2 for word, n in words.items())) or 1.0
            for word, n in words.items():
                self.lists[word].append((id, n * self.rarity[word] / length))

    def nearest(self, text: str, limit: int) -> list[tuple[int, float]]:
        words = Counter(word for word in tokens(text) if word in self.rarity)
        length = sqrt(sum((n * self.rarity[word]) ** 2 for word, n in words.items())) or 1.0
        found: dict[int, float] = defaultdict(float)
        for word, n in words.items():
            for id, weight in self.lists[word]:
                found[id] += n * self.rarity[word] * weight / length
        best = sorted(found.items(), key=lambda pair: (-pair[1], -pair[0]))[:limit]
        return [(id, score) for id, score in best if score >= LEAST_ALIKE]


@dataclass
class Learnt:
    """What one workspace's solved tickets teach."""

    samples: int
    newest: int  # the last ticket when this was learnt
    category: "IntentReader | None"
    priority: "IntentReader | None"
    likeness: Likeness

    @classmethod
    def of(cls, samples: Sequence[Sample], newest: int) -> "Learnt":
        texts = {sample.id: sample.text for sample in samples}
        by_category = _trained((sample.text, sample.category) for sample in samples)
        by_priority = _trained((sample.text, sample.priority) for sample in samples)
        return cls(len(samples), newest, by_category, by_priority, Likeness(texts))


def _trained(pairs: Iterable[tuple[str, str | None]]) -> "IntentReader | None":
    """None where there is nothing to choose between, or too little to learn from."""
    from handlers.reading.example import Example, Untrainable
    from handlers.reading.intents import IntentReader

    known = [(text, label) for text, label in pairs if label]
    often = Counter(label for _, label in known)
    examples = [Example(text, label) for text, label in known if often[label] > 1]
    if len(examples) < ENOUGH:
        return None
    try:
        return IntentReader.train(examples)
    except Untrainable:
        return None


def _guess(reader: "IntentReader | None", text: str) -> Guess | None:
    if reader is None:
        return None
    best = reader.read(text).ranked[0]
    return Guess(best.intent, best.probability) if best.probability >= CONFIDENT else None


@dataclass(frozen=True, slots=True)
class Foreseen:
    day: date
    newest: int
    by: Foresight | None


@dataclass
class Triage:
    """Kept by a process; learns anew when there is much more to learn from."""

    _learnt: dict[int, Learnt] = field(default_factory=dict)
    _foreseen: dict[int, Foreseen] = field(default_factory=dict)

    def foresight(self, crm: Crm) -> Foresight | None:
        """Learnt once a day, and when there are many more tickets; None where the past is too thin or says nothing."""
        newest, known = crm.tickets.newest(), self._foreseen.get(crm.workspace.id)
        if known is None or known.day != crm.today or newest >= GROWN * known.newest:
            known = Foreseen(crm.today, newest, foresight(crm.tickets.pasts(PASTS)))
            self._foreseen[crm.workspace.id] = known
        return known.by

    def chances(self, crm: Crm, tickets: Sequence[Ticket]) -> dict[int, Chance]:
        """That those of them which are not late yet will be; empty where that cannot be told."""
        open_ = [ticket for ticket in tickets if ticket.is_unsolved and not crm.tickets.is_overdue(ticket)]
        seen = self.foresight(crm) if open_ else None
        if seen is None:
            return {}
        found = seen.chances([crm.tickets.standing(ticket) for ticket in open_])
        return {ticket.id: chance for ticket, chance in zip(open_, found, strict=True)}

    def suggest(self, crm: Crm, ticket: Ticket, text: str | None = None) -> Suggestion:
        learnt = self._of(crm)
        said = text or " ".join(filter(None, (ticket.subject, ticket.description)))
        category = _guess(learnt.category, said) if learnt else None
        settled = ticket.priority != Priority.NORMAL  # somebody said how urgent it is
        priority = _guess(learnt.priority, said) if learnt and not settled else None
        if priority and priority.value == ticket.priority:
            priority = None
        like = [id for id, _ in learnt.likeness.nearest(said, NEIGHBOURS)] if learnt else []
        who, load, skilled = route(crm, ticket.category or (category.value if category else None))
        return Suggestion(category, priority, who if learnt else None, load, skilled, like)

    def _of(self, crm: Crm) -> Learnt | None:
        newest, known = crm.tickets.newest(), self._learnt.get(crm.workspace.id)
        if known is None or newest >= max(GROWN * known.newest, known.newest + ENOUGH):
            known = self._learnt[crm.workspace.id] = Learnt.of(crm.tickets.samples(LEARNT), newest)
        return known if known.samples >= ENOUGH else None


def route(crm: Crm, category: str | None) -> tuple[Member | None, int, bool]:
    """Who should have a ticket: skilled, at work, with the least to do; among equals whoever got one longest ago."""
    agents = [member for member in crm.members.everyone() if member.role == Role.AGENT]
    skills = crm.support.skills
    able = [member for member in agents if category and category in skills.get(member.handle, ())]
    pool = able or [member for member in agents if not skills.get(member.handle)] or agents
    at_work = [member for member in pool if crm.at_work(member)] or pool
    if not at_work:
        return None, 0, False
    loads = crm.tickets.loads()
    least = min(loads.get(member.id, 0) for member in at_work)
    equals = [member for member in at_work if loads.get(member.id, 0) == least]
    best = min(equals, key=lambda member: (crm.tickets.latest_of(member), member.id))
    return best, least, bool(able)


def likely(suggestion: Suggestion, least: float | None) -> bool:
    """Whether it may be applied unasked."""
    return bool(least and suggestion.category and suggestion.category.confidence >= least)


def level(guess: Guess | None) -> Priority | None:
    return Priority(guess.value) if guess else None


def sort_unasked(crm: Crm, ticket: Ticket, triage: Triage, said: Collection[str] = ()) -> Suggestion | None:
    """Applies what is likely enough for the admin, but for what was `said`; None where that is nothing."""
    least = crm.support.auto_triage
    suggestion = triage.suggest(crm, ticket) if least else Suggestion()
    if not likely(suggestion, least):
        return None
    apply(crm, ticket, suggestion, said, least or 1.0)
    return suggestion


def apply(crm: Crm, ticket: Ticket, suggestion: Suggestion, said: Collection[str] = (), least: float = 0.0) -> None:
    if suggestion.category and "category" not in said:
        ticket.category = suggestion.category.value
    if suggestion.priority and "priority" not in said and suggestion.priority.confidence >= least:
        ticket.priority = Priority(suggestion.priority.value)
    if suggestion.assignee and ticket.assignee_id is None:
        ticket.give_to(suggestion.assignee, crm.now)
