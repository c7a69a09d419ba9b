"""Whether two records of any table are the same, by all of their fields: the weights of Fellegi and Sunter.

A field that agrees speaks for it the louder the rarer its value is in the data, one that differs speaks against it; a
slip of the pen is nearly an agreement. What kind of field it is, is told by its name.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import log2

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio

from crm_domain.dialects import plain
from crm_domain.likeness import company_core
from crm_domain.nicknames import also_called

Record = Mapping[str, str]

SURE = 11.0  # bits for it, from which two records are the same
MOST_IN_BLOCK = 60  # records that share a value which so many share are not compared because of it
SUPPOSED, USUAL = 100, 0.01  # as if we had seen so many values before, of which each had this share
RARE_AT_LEAST = 0.0005  # nothing speaks louder than a value that one in two thousand has


@dataclass(frozen=True)
class Kind:
    """`agrees`: how often one person's two records say the same here; `alike`: how two values are compared."""

    name: str
    agrees: float
    words: str
    gain: float = 1.0  # how much of its weight counts: fields that follow from others say little by themselves


KINDS = (
    Kind("id", 0.9, "soc sec id, ssn, national id, tax id, vat number, social security number, 身份证, 税号, passport"),
    Kind("email", 0.9, "email, e mail, mail, email address, 邮箱, 电子邮箱"),
    Kind(
        "phone",
        0.85,
        "phone, telephone, tel, mobile, cell, phone number, mobile phone number, 电话, 手机, 联系电话, 手机号",
    ),
    Kind("born", 0.9, "date of birth, birthday, dob, birth date, 生日, 出生日期"),
    Kind("given", 0.8, "given name, first name, firstname, forename, first, 名"),
    Kind("family", 0.85, "surname, last name, lastname, family name, last, 姓"),
    Kind("name", 0.9, "name, full name, title, contact, contact name, 姓名, 名称, 联系人"),
    Kind(
        "company",
        0.85,
        "company, organization, organisation, account, company name, account name, 公司, 客户名称, 公司名称",
    ),
    Kind("street", 0.8, "address, addr, address 1, street, street address, mailing street, 地址"),
    Kind("more", 0.6, "address 2, unit, building, 楼栋"),
    Kind("house", 0.8, "street number, house number, number, 门牌号"),
    Kind("city", 0.8, "city, suburb, town, mailing city, 城市, 所在城市", 0.7),
    Kind("postcode", 0.85, "postcode, zip, zip code, postal code, 邮编", 0.7),
    Kind("state", 0.9, "state, province, county, region, 省, 省份", 0.5),
    Kind("sort", 0.6, "type, class, category, kind, cuisine, industry, 类型, 类别, 行业", 0.4),
)
_KIND = {plain(word): kind for kind in KINDS for word in kind.words.split(",")}
_OTHER = Kind("other", 0.6, "", 0.3)
_ABBREVIATED = {
    "street": "st", "avenue": "ave", "av": "ave", "boulevard": "blvd", "road": "rd", "drive": "dr", "place": "pl",
    "square": "sq", "highway": "hwy", "north": "n", "south": "s", "east": "e", "west": "w", "suite": "ste",
    "fort": "ft", "saint": "st", "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th",
    "sixth": "6th", "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th", "between": "btw", "and": "&",
}  # fmt: skip


@lru_cache(maxsize=200_000)
def folded(value: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", value).casefold() if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w&]+", " ", bare).split())


def kind_of(field: str) -> Kind | None:
    """None where the field says nothing about who it is."""
    called = plain(field)
    if called in ("id", "rec id", "record id", "row", "label", "file"):
        return None
    return _KIND.get(called, _OTHER)


def alike(kind: Kind, one: str, other: str) -> float:
    """0…1; 1 is the same."""
    if one == other:
        return 1.0
    match kind.name:
        case "phone":
            return _phones(one, other)
        case "email" | "id" | "born" | "postcode" | "house":
            return _digits(one, other)
        case "given":
            return 0.9 if other in also_called(one) or one in also_called(other) else _words(one, other)
        case "street" | "more":
            return _streets(one, other)
        case "name" | "sort" | "other":
            return max(_names(one, other), 0.0)
        case "company":
            return max(_names(one, other), float(company_core(one) == company_core(other)))
    return _words(one, other)


def _phones(one: str, other: str) -> float:
    a, b = re.sub(r"\D", "", one), re.sub(r"\D", "", other)
    short = min(len(a), len(b))
    return 1.0 if a[-short:] == b[-short:] and short > 5 else _digits(a, b)


def _digits(one: str, other: str) -> float:
    """One slip, or two neighbours swapped, may be."""
    slips = DamerauLevenshtein.distance(one, other, score_cutoff=2)
    return 0.8 if slips == 1 else 0.5 if slips == 2 and len(one) > 6 else 0.0


def _words(one: str, other: str) -> float:
    slips = DamerauLevenshtein.distance(one, other, score_cutoff=3)
    if slips == 1 and min(len(one), len(other)) > 2:
        return 0.9
    near = JaroWinkler.similarity(one, other)
    short, long = sorted((one, other), key=len)
    return max(0.7 if len(short) > 2 and long.startswith(short) else 0.0, near if near > 0.8 else 0.0)


def _names(one: str, other: str) -> float:
    sorted_, within = token_sort_ratio(one, other) / 100, token_set_ratio(one, other) / 100
    shortened = 0.85 if _shortened(one.split(), other.split()) else 0.0
    return max(sorted_ if sorted_ > 0.75 else 0.0, 0.92 * within if within > 0.85 else 0.0, shortened)


def _shortened(one: list[str], other: list[str]) -> bool:
    """“art s deli” is “art s delicatessen”: word for word, some of them cut short."""
    if len(one) != len(other) or max(map(len, one)) < 4:
        return False
    pairs = [sorted(pair, key=len) for pair in zip(one, other, strict=True)]
    return all(short == long or (len(short) > 2 and long.startswith(short)) for short, long in pairs)


def _streets(one: str, other: str) -> float:
    a, b = _street(one), _street(other)
    if a == b:
        return 1.0
    numbers = {word for word in a if word.isdigit()}, {word for word in b if word.isdigit()}
    joined = " ".join(a), " ".join(b)
    same = token_set_ratio(*joined) / 100
    if numbers[0] and numbers[1]:
        return 0.95 * same if numbers[0] & numbers[1] and same > 0.7 else 0.0
    return max(0.9 * same if same > 0.8 else 0.0, _words(*joined))


@lru_cache(maxsize=100_000)
def _street(said: str) -> tuple[str, ...]:
    return tuple(_ABBREVIATED.get(word, word) for word in said.split())


class Matcher:
    """Knows how rare each value is in the records that it was given."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.kinds: dict[str, Kind | None] = {}
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        for record in records:
            for field, value in self._said(record):
                self.counts[field][value] += 1
        self.totals = {field: max(1, counts.total()) for field, counts in self.counts.items()}
        self.chance = {
            field: self._rarity(sum(n * n for n in counts.values()) / self.totals[field], field)
            for field, counts in self.counts.items()
        }

    def _rarity(self, count: float, field: str) -> float:
        """How often a value is met, of which few records tell little."""
        return max(RARE_AT_LEAST, (count + SUPPOSED * USUAL) / (self.totals[field] + SUPPOSED))

    def _said(self, record: Record) -> Iterator[tuple[str, str]]:
        for field, raw in record.items():
            if field not in self.kinds:
                self.kinds[field] = kind_of(field)
            if self.kinds[field] and (value := folded(raw)):
                yield field, value

    def weight(self, one: Record, other: Record) -> float:
        """Bits for (above 0) or against their being the same."""
        said, also = dict(self._said(one)), dict(self._said(other))
        swapped = self._swapped(said, also)
        return sum(self._bits(field, value, swapped.get(field, "")) for field, value in said.items())

    def _swapped(self, said: dict[str, str], also: dict[str, str]) -> dict[str, str]:
        """First and last name may have changed places."""
        given = next((f for f in said if (kind := self.kinds[f]) and kind.name == "given"), None)
        family = next((f for f in said if (kind := self.kinds[f]) and kind.name == "family"), None)
        if given and family and said[given] == also.get(family) and said[family] == also.get(given):
            return also | {given: also[family], family: also[given]}
        return also

    def _bits(self, field: str, value: str, other: str) -> float:
        kind = self.kinds[field]
        if not other or kind is None:
            return 0.0
        near = alike(kind, value, other)
        often = self._rarity(self.counts[field][value], field)
        chance = min(0.9, often if near == 1.0 else self.chance[field])
        for_it = log2(kind.agrees / chance)
        against = log2((1 - kind.agrees) / (1 - min(0.5, self.chance[field])))
        return kind.gain * (for_it * near if near > 0.6 else against * (1 - near / 0.6) if near else against)

    def pairs(self, records: Sequence[Record], sure: float = SURE) -> list[tuple[int, int, float]]:
        """The places of those that are the same, with their weight, the surest first."""
        found = {pair: self.weight(records[pair[0]], records[pair[1]]) for pair in self._candidates(records)}
        same = [(one, other, bits) for (one, other), bits in found.items() if bits >= sure]
        return sorted(same, key=lambda pair: -pair[2])

    def _candidates(self, records: Sequence[Record]) -> set[tuple[int, int]]:
        """Those that share a value, or the beginning of one, which not too many share."""
        blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, record in enumerate(records):
            for field, value in self._said(record):
                kind = self.kinds[field]
                for key in _keys(kind.name if kind else field, value):
                    blocks[key].append(place)
        return {
            pair
            for places in blocks.values()
            if 1 < len(places) <= MOST_IN_BLOCK
            for pair in combinations(sorted(set(places)), 2)
        }


def _keys(kind: str, value: str) -> Iterator[tuple[str, str]]:
    if kind in ("given", "family"):  # one of them may stand in the other's place
        yield "person", value
        yield f"{kind} begins", value[:4]
    elif kind == "phone":
        yield kind, re.sub(r"\D", "", value)[-8:]
    else:
        yield kind, value
        if kind in ("name", "street", "company"):
            yield from ((f"{kind} word", word) for word in value.split() if len(word) > 3)
