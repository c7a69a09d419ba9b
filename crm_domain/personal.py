"""The traces of one person in a text: name, e-mail address, phone number, in whatever way they are written."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from crm_domain.contacts import Contact
from crm_domain.name_forms import is_cjk

ERASED = "[erased]"
FEWEST_DIGITS = 7  # of a phone number that is looked for by its digits
SHORTEST_TEXT = 8  # a shorter sentence, "called", tells nothing of anybody
PERSONAL = ("name", "email", "phone", "note")
_INSIDE = re.compile(r"[(（\[]([^)）\]]+)[)）\]]")
_BETWEEN = r"[\s().\-–/]*"


@dataclass
class Traces:
    """`patterns` are regular expressions for plain text; what is kept as JSON escapes what is not ASCII.

    `addresses` are the e-mail addresses among them.
    """

    patterns: set[str] = field(default_factory=set)
    escaped: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)

    def add(self, pattern: str, written: str) -> None:
        self.patterns.add(pattern)
        if not written.isascii():
            self.escaped.add(re.escape(json.dumps(written)[1:-1]))

    def add_texts(self, texts: Iterable[str]) -> None:
        """Whole sentences, wherever they were repeated."""
        for text in texts:
            if len(text) >= SHORTEST_TEXT or (len(text) > SHORTEST_TEXT // 2 and is_cjk(text)):
                self.add(re.escape(text), text)
                self.escaped.add(re.escape(json.dumps(text)[1:-1]))  # its line ends and quotes are escaped too
        self.__dict__.pop("_found", None)
        self.__dict__.pop("_found_raw", None)

    @cached_property
    def _found(self) -> re.Pattern[str]:
        return _any(self.patterns)

    @cached_property
    def _found_raw(self) -> re.Pattern[str]:
        return _any(self.patterns | self.escaped)

    def touch(self, raw: str) -> bool:
        """Whether a column's text, JSON or not, holds one."""
        return self._found_raw.search(raw) is not None

    def without(self, value: Any) -> Any:
        """The value with every trace taken out of its texts; the names of its parts stay."""
        match value:
            case str():
                return self._found.sub(ERASED, value)
            case dict():
                return {self.without(name): self.without(item) for name, item in value.items()}
            case list() | tuple():
                return [self.without(item) for item in value]
        return value


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(patterns, key=len, reverse=True)) or "(?!)", re.I)


def traces_of(contact: Contact, history: Iterable[Mapping[str, Any]]) -> Traces:
    """By what the record says, and by all that it ever said."""
    traces = Traces()
    values = [{name: getattr(contact, name) for name in PERSONAL}, *history]
    for name in PERSONAL:
        for value in {str(said[name]) for said in values if said.get(name)}:
            _WAYS[name](traces, value.strip())
    return traces


def _add_name(traces: Traces, name: str) -> None:
    inside = _INSIDE.findall(name)
    for one in {name, _INSIDE.sub("", name).strip(), *inside, *(_bare(part) for part in (name, *inside))}:
        words = re.split(r"[\s,，]+", one.strip())
        for order in (words, words[::-1], [f"{words[-1]},", *words[:-1]]):
            _add_words(traces, order)


def _bare(name: str) -> str:
    """Without accents, as many people type it."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def _add_words(traces: Traces, words: list[str]) -> None:
    joined = " ".join(words)
    if len(joined) < (2 if is_cjk(joined[:1]) else 3):
        return
    pattern = r"[\s_]+".join(map(re.escape, words))  # a file's name has no blanks
    before, after = ("", "") if any(map(is_cjk, joined)) else (r"(?<![^\W_])", r"(?![^\W_])")
    traces.add(f"{before}{pattern}{after}", joined)


def _add_phone(traces: Traces, phone: str) -> None:
    traces.add(re.escape(phone), phone)
    digits = re.sub(r"\D", "", phone)
    if len(digits) >= FEWEST_DIGITS:
        traces.add(rf"\+?{_BETWEEN.join(digits)}", digits)
    if phone.startswith("+"):  # also as it is dialled at home, whatever the length of the country's code
        for code in range(1, 4):
            if len(home := digits[code:]) >= FEWEST_DIGITS:
                traces.add(rf"\b0?{_BETWEEN.join(home)}\b", home)


def _add_plain(traces: Traces, text: str) -> None:
    traces.add(re.escape(text), text)


def _add_email(traces: Traces, email: str) -> None:
    traces.addresses.add(email)
    _add_plain(traces, email)


def _add_note(traces: Traces, note: str) -> None:
    traces.add_texts([note])


_WAYS = {"name": _add_name, "email": _add_email, "phone": _add_phone, "note": _add_note}
