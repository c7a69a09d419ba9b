"""Whether two people are one: by name, e-mail address, phone numbers and company, in both languages.

Sure is what no sensible person would ask about; what merely looks so is a doubt, and somebody decides.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from crm_domain.name_forms import is_cjk
from crm_domain.nicknames import also_called

CLOSE = 0.87  # Jaro-Winkler of two names that may be one with a slip
SHARED_MAILBOXES = frozenset(
    "info sales office contact hello support admin mail service team enquiries inquiries accounts billing hr jobs help "
    "marketing kontakt buero vertrieb post webmaster noreply no-reply reception purchasing kefu".split()
)
_TITLES = frozenset("mr mrs ms miss dr prof sir madam herr frau jr sr ii iii".split())
_LEGAL = re.compile(
    r"(?:股份有限公司|有限责任公司|股份公司|有限公司|集团公司|集团|公司)$|"
    r"[\s,.]+(?:incorporated|inc|corporation|corp|company|co|limited|ltd|llc|llp|plc|gmbh(?: & co\.? kg)?|ag|kg|"
    r"sarl|sas|sa|spa|srl|bv|nv|oy|ab|as|aps|pty(?: ltd)?|pte(?: ltd)?|group|holdings?)\.?$"
)
_MARKS = re.compile(r"[^\w]+")


class Verdict(IntEnum):
    OTHER = 0
    DOUBT = 1
    SURE = 2


class Name(IntEnum):
    """How two names stand to each other."""

    OTHER = 0
    FAMILY = 1  # the same surname, and another first name
    CLOSE = 2
    MISSING = 3
    EQUAL = 4


class Trait(NamedTuple):
    """What tells a person: folded words of the name, addresses, numbers, the company's core. Kept by the million."""

    words: tuple[str, ...]
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    company: str

    def marks(self) -> list[str]:
        """People who share none of these are never compared."""
        named = [" ".join(sorted(self.words))] if self.words else []
        return [*self.emails, *self.phones, *named]


def trait(name: str | None, emails: Iterable[str | None], phones: Iterable[str | None], company: str | None) -> Trait:
    return Trait(
        name_words(name or ""),
        tuple([email.casefold() for email in emails if email]),
        tuple([_digits(phone) for phone in phones if phone and len(phone) > 5]),
        company_core(company or ""),
    )


def _digits(phone: str) -> str:
    digits = phone.lstrip("+")
    return digits if digits.isdigit() else re.sub(r"\D", "", digits)


@lru_cache(maxsize=5_000)
def name_words(name: str) -> tuple[str, ...]:
    """Without titles and middle initials: “Dr. Bette J. Nicka” is bette, nicka."""
    if "@" in name:
        return ()
    bare = name.casefold()
    plainly = bare.split()
    if len(plainly) == 2 and bare.isascii() and all(len(w) > 1 and w.isalpha() and w not in _TITLES for w in plainly):
        return tuple(plainly)
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    split = bare.split() if bare.replace(" ", "").isalpha() else _MARKS.split(bare)
    words = [word for word in split if word and word not in _TITLES]
    full = [word for word in words if len(word) > 1 or is_cjk(word)]
    return tuple(full if len(full) > 1 or not words else full or words)


@lru_cache(maxsize=5_000)
def company_core(name: str) -> str:
    """Without what the law adds: “Fasehatice Ltd.” is fasehatice."""
    core = unicodedata.normalize("NFKC", name).casefold().strip(" .")
    while (shorter := _LEGAL.sub("", core).strip(" .,（(")) != core and shorter:
        core = shorter
    return _MARKS.sub("", core)


def judged(one: Trait, other: Trait) -> Verdict:
    name = _names(one.words, other.words)
    mail, number = _shared(one.emails, other.emails), _shared(one.phones, other.phones)
    same_place = bool(one.company) and one.company == other.company
    elsewhere = bool(one.company and other.company) and not same_place
    private = any(address.partition("@")[0] not in SHARED_MAILBOXES for address in mail)
    other_mail = bool(one.emails and other.emails) and not mail
    other_number = bool(one.phones and other.phones) and not number
    if private and name >= Name.CLOSE:
        return Verdict.SURE
    if number and name == Name.EQUAL:
        return Verdict.DOUBT if elsewhere or (other_mail and not same_place) else Verdict.SURE
    if number and name == Name.CLOSE and not elsewhere and not other_mail:
        return Verdict.SURE
    if name == Name.EQUAL and same_place:
        return Verdict.DOUBT if other_mail or other_number else Verdict.SURE
    if (private or (number and same_place)) and name == Name.CLOSE:
        return Verdict.DOUBT
    if (name == Name.EQUAL and not elsewhere and not other_mail and not other_number) or (mail and name == Name.EQUAL):
        return Verdict.DOUBT
    return Verdict.DOUBT if name == Name.CLOSE and same_place and not (other_mail or other_number) else Verdict.OTHER


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> list[str]:
    return [value for value in one if value in other]


@lru_cache(maxsize=5_000)
def _names(one: tuple[str, ...], other: tuple[str, ...]) -> Name:
    if not one or not other:
        return Name.MISSING
    if sorted(one) == sorted(other):
        return Name.EQUAL
    if any(map(is_cjk, (*one, *other))):
        return Name.OTHER
    straight = _parts(one[0], other[0]), _parts(one[-1], other[-1])
    crossed = _parts(one[0], other[-1]), _parts(one[-1], other[0])
    if len(one) < 2 or len(other) < 2:
        return Name.CLOSE if max(*straight, *crossed) > 1 else Name.OTHER
    if min(straight) or min(crossed):
        return Name.EQUAL if min(straight) > 1 else Name.CLOSE  # a second name that only one of them says
    return Name.FAMILY if straight[1] > 1 else Name.OTHER


def _parts(one: str, other: str) -> int:
    """2 the same, 1 maybe a slip, a nickname or a short form, 0 another."""
    if one == other:
        return 2
    short, long = sorted((one, other), key=len)
    if (len(short) > 2 and long.startswith(short)) or other in also_called(one) or one in also_called(other):
        return 1
    slip = DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1 and len(short) > 3
    return 1 if slip or (len(short) > 4 and JaroWinkler.similarity(one, other) >= CLOSE + 0.06) else 0
