"""Completion in the terminal: slash commands at the beginning of the line, names of records anywhere."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from bot.channels.terminal_screen import UNPRINTED
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.crm import Crm
from crm_domain.deals import Deal
from crm_domain.members import Role
from handlers.command import COMMANDS


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`slashes` maps “/deal new” to its help; `names` are (caseless, as written), sorted."""

    slashes: dict[str, str] = field(default_factory=dict)
    names: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, crm: Crm) -> "Vocabulary":
        """The commands of the member's role and the names that they may see, at this moment."""
        return cls(dict(_slashes(crm)), sorted((name.casefold(), name) for name in _names(crm)))

    def begun_by(self, words: str) -> Iterator[str]:
        """The names that begin so."""
        prefix = words.casefold()
        start = bisect_left(self.names, (prefix,))
        return (name for _, name in takewhile(lambda pair: pair[0].startswith(prefix), islice(self.names, start, None)))


def _slashes(crm: Crm) -> Iterator[tuple[str, str]]:
    role, lang = Role(crm.me.role), crm.me.language
    for command in COMMANDS.values():
        if command.needs is None or crm.access.may(role, command.needs):
            for words in (command.name, *command.slash):
                yield f"/{words.lstrip('/')}", command.help.to(lang)


def _names(crm: Crm) -> set[str]:
    session = crm.session
    return {
        *session.scalars(crm.companies.visible().with_only_columns(Company.name)),
        *session.scalars(crm.contacts.visible().with_only_columns(Contact.name)),
        *session.scalars(crm.deals.visible().with_only_columns(Deal.title)),
    }


class Completions(Completer):
    """The vocabulary is read once a line, and only where something is completed."""

    MOST = 20

    def __init__(self, read: Callable[[], Vocabulary]) -> None:
        self.read = read
        self.known: Vocabulary | None = None

    def forget(self) -> None:
        self.known = None

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        self.known = self.known or self.read()
        said = document.text_before_cursor
        return islice(self._fitting(self.known, said), self.MOST)

    def _fitting(self, known: Vocabulary, said: str) -> Iterator[Completion]:
        if said.startswith("/"):
            for words, help in known.slashes.items():
                if words.startswith(said):
                    yield Completion(words, -len(said), display_meta=help)
        for tail in tails(said):
            for name in known.begun_by(tail):
                yield Completion(name.translate(UNPRINTED), -len(tail))


def tails(said: str, longest: int = 60) -> Iterator[str]:
    """What may be the beginning of a name at the end of the line, the longest first: from any word or Chinese sign."""
    for start in range(max(0, len(said) - longest), len(said)):
        tail = said[start:]
        begins = start == 0 or not said[start - 1].isalnum() or tail[0] > "\u2e80"
        if begins and tail[0].isalnum() and (len(tail) > 1 or tail > "\u2e80"):
            yield tail
