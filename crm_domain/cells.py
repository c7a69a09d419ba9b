"""Single cells of a foreign table as values: how a column writes amounts is judged from all of it.

Each reader gives a value, None for an empty cell, or raises BadValue with the reason for the reject file.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from crm_domain.errors import BadValue
from crm_domain.texts import T

NOTHING = frozenset({"", "-", "--", "n/a", "na", "#n/a", "none", "null", "nil", "(blank)", "无", "暂无", "空", "未知"})
BAD_EMAIL = T("“{value}” is no e-mail address.", "“{value}”不是邮箱地址。")
BAD_PHONE = T("“{value}” is no phone number.", "“{value}”不是电话号码。")
BAD_AMOUNT = T("“{value}” is no amount.", "“{value}”不是金额。")
_SPACES = re.compile(r"[\s\u00a0\u200b-\u200d\u2060\ufeff]+")
_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}"
)


def clean(cell: str) -> str:
    """One line, without the blanks around and between that nobody sees."""
    if cell.isprintable() and "  " not in cell:  # of all blanks only the usual one is printable
        return cell.strip()
    return _SPACES.sub(" ", cell).strip()


def is_nothing(cell: str) -> bool:
    return clean(cell).casefold() in NOTHING


def email(cell: str) -> list[str]:
    """All addresses of a cell, the first one first; “Ann <ann@x.example>”, “mailto:…” are read too."""
    said = cell.casefold()
    if said.isascii() and _EMAIL.fullmatch(said) and len(said) <= 254:
        return [said]
    said = unicodedata.normalize("NFKC", clean(said))
    found = []
    for part in re.split(r"\s*[;,，；、|]\s*|\s+/\s+|\s*:::\s*", said):
        bare = (re.search(r"<([^<>]+)>\s*$", part) or [part, part])[1].strip().removeprefix("mailto:")
        if bare:
            found.append(bare)
    if not found or not all(len(one) <= 254 and _EMAIL.fullmatch(one) for one in found[:1]):
        raise BadValue(BAD_EMAIL, value=clean(cell))
    return [one for one in found if _EMAIL.fullmatch(one)]


# -- phones ------------------------------------------------------------------------------------------------------------

_MARKS = str.maketrans("", "", " ()-./\u00a0")
_NANP = re.compile(r"(?:\+?1|001|011)?([2-9]\d{2}[2-9]\d{6}|[2-9]\d{9})")
_CN = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_BETWEEN = re.compile(r"\s*(?::::|[;,，；、|/]|\s或\s|\sor\s)\s*")
_EXTENSION = re.compile(r"\s*(?:ext\.?|x|#|转|分机|;ext=)\s*\d{1,6}$", re.I)
COUNTRIES = {
    "united states": "US", "usa": "US", "us": "US", "u.s.": "US", "u.s.a.": "US", "united states of america": "US",
    "美国": "US", "canada": "CA", "加拿大": "CA", "china": "CN", "中国": "CN", "cn": "CN", "prc": "CN",
    "united kingdom": "GB", "uk": "GB", "great britain": "GB", "england": "GB", "英国": "GB", "gb": "GB",
    "germany": "DE", "deutschland": "DE", "de": "DE", "德国": "DE", "france": "FR", "法国": "FR", "fr": "FR",
    "spain": "ES", "italy": "IT", "netherlands": "NL", "austria": "AT", "switzerland": "CH", "australia": "AU",
    "india": "IN", "japan": "JP", "日本": "JP", "singapore": "SG", "新加坡": "SG", "hong kong": "HK", "香港": "HK",
    "taiwan": "TW", "台湾": "TW", "norway": "NO", "sweden": "SE", "denmark": "DK", "ireland": "IE", "brazil": "BR",
    "mexico": "MX", "poland": "PL", "portugal": "PT", "belgium": "BE", "korea": "KR", "south korea": "KR", "韩国": "KR",
}  # fmt: skip


def region_of(country: str) -> str | None:
    return COUNTRIES.get(clean(country).casefold()) if country else None


def phones(cell: str, region: str) -> list[str]:
    """All numbers of a cell, the first one first."""
    try:
        return [phone(cell, region)]
    except BadValue:
        found = [part for part in _BETWEEN.split(cell) if part.strip()]
        if len(found) < 2:
            raise
    return [phone(part, region) for part in found]


def phone(cell: str, region: str) -> str:
    """In E.164; without its extension, which nobody dials."""
    said = cell if cell.isascii() else unicodedata.normalize("NFKC", clean(cell))
    said = said.removesuffix(".0")  # a number that a spreadsheet took for an amount
    digits = said.translate(_MARKS)
    if not digits.removeprefix("+").isdigit():
        said = _EXTENSION.sub("", said)
        digits = re.sub(r"[^\d+]", "", said.lstrip("'"))
    found = _CN.fullmatch(digits)
    if found and (region == "CN" or digits[0] == "+" or len(digits) > 11):
        return f"+86{found[1]}"
    at_home = region in ("US", "CA") and (digits[:1] != "+" or digits[1:2] == "1")
    if at_home and (found := _NANP.fullmatch(digits)):
        return f"+1{found[1]}"
    return _by_plan(said, digits, region)


@lru_cache(maxsize=10_000)  # a switchboard's number is there once for each who sits behind it
def _by_plan(said: str, digits: str, region: str) -> str:
    import phonenumbers

    at_home = [(said, region), (f"+{digits[2:]}" if digits.startswith("00") else said, region)]
    for written, place in [*at_home, (digits, "CN")] if _CN.fullmatch(digits) else at_home:
        try:
            number = phonenumbers.parse(written, place)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) or (
            place == region and len(digits) > 6 and phonenumbers.is_possible_number(number)
        ):
            return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    raise BadValue(BAD_PHONE, value=said)


# -- amounts -----------------------------------------------------------------------------------------------------------

_SIGNS = {
    "$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "￥": "CNY", "元": "CNY", "人民币": "CNY",
    "rmb": "CNY",
}  # fmt: skip
_NAMES = {
    "美元": "USD", "欧元": "EUR", "英镑": "GBP", "港币": "HKD", "港元": "HKD", "日元": "JPY",
    "nt$": "TWD", "hk$": "HKD", "s$": "SGD",
    **{code.lower(): code for code in "EUR USD GBP CNY CHF JPY CAD AUD SGD HKD INR SEK NOK DKK TWD".split()},
}  # fmt: skip
_UNITS = {
    "亿": 10**8, "万": 10**4, "萬": 10**4, "千": 10**3, "百万": 10**6, "k": 10**3, "m": 10**6, "mio": 10**6,
    "w": 10**4, "million": 10**6, "thousand": 10**3, "bn": 10**9,
}  # fmt: skip
_NUMBER = re.compile(r"\d[\d.,'’\s]*")


@dataclass
class Amounts:
    """How a column writes its decimals, told by what stands behind the last mark; and the one currency it names."""

    comma: int = 0
    dot: int = 0
    thousands: int = 0  # cells such as 12.500
    pointed: int = 0  # all cells with one point and no comma
    currencies: set[str] = field(default_factory=set)
    unit: int = 1  # what the column counts in, where a cell doesn't say

    @classmethod
    def under(cls, unit: str) -> "Amounts":
        """A column with that in brackets behind its name: 万元, USD, k€."""
        try:
            currency, factor = _around(clean(unit).casefold(), unit)
        except BadValue:
            return cls()
        return cls(unit=factor, currencies={currency} if currency else set())

    @property
    def currency(self) -> str | None:
        return next(iter(self.currencies)) if len(self.currencies) == 1 else None

    @property
    def decimal_comma(self) -> bool:
        """Nobody writes all the amounts of a column with three decimals: 12.500 and 8.000 are thousands."""
        return self.comma > self.dot or (self.comma == self.dot and 1 < self.thousands == self.pointed)

    def see(self, cell: str) -> None:
        if not cell.isascii() or "$" in cell:
            self.currencies.update(found for sign, found in _SIGNS.items() if sign in cell)
        number = _NUMBER.search(cell)
        text = number[0].strip() if number else ""
        if text.count(".") == 1 and "," not in text:
            self.pointed += 1
            self.thousands += bool(re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text))
        if re.search(r",\d{1,2}$", text) or re.search(r"\.\d{3},|\.\d{3}\.\d{3}", text):
            self.comma += 1
        elif re.search(r"\.\d{1,2}$", text) or re.search(r",\d{3}\.|,\d{3},\d{3}", text):
            self.dot += 1

    def read(self, cell: str) -> tuple[Decimal, str | None]:
        """The amount and its currency, where the cell names one."""
        amount, currency = _amount(cell, self.decimal_comma)
        said = self.unit != 1 and _COUNTED.search(cell.casefold())
        return amount if said else amount * self.unit, currency or self.currency


@lru_cache(maxsize=50_000)
def _amount(cell: str, comma: bool) -> tuple[Decimal, str | None]:
    said = unicodedata.normalize("NFKC", clean(cell)).casefold().lstrip("'")
    negative = bool(re.match(r"^\(.*\)$|^[-−–]|.*\d\s*-$", said))
    numbers = _NUMBER.findall(said)
    rest = re.sub(r"[()\s.+\-−–]+", " ", _NUMBER.sub(" ", said)).strip()
    currency, unit = _around(rest, cell)
    if len(numbers) != 1:
        raise BadValue(BAD_AMOUNT, value=clean(cell))
    digits = re.sub(r"[\s'’]", "", numbers[0])
    digits = _plain_number(digits.rstrip(".,"), comma)
    try:
        amount = Decimal(digits) * unit
    except InvalidOperation as error:
        raise BadValue(BAD_AMOUNT, value=clean(cell)) from error
    return (-amount if negative else amount), currency


def _plain_number(digits: str, comma: bool) -> str:
    """12.345,60 and 12,345.60 as 12345.60, whatever the others are like."""
    if "." in digits and "," in digits:
        comma = digits.rfind(",") > digits.rfind(".")
    if comma:
        return digits.replace(".", "").replace(",", ".")
    if re.fullmatch(r"\d+,\d{1,2}", digits):  # one cell among others written with points
        return digits.replace(",", ".")
    return digits.replace(",", "")


def _around(rest: str, cell: str) -> tuple[str | None, int]:
    """What the words beside the number say: a currency, a unit; BadValue for any other."""
    currency, unit = None, 1
    while rest:
        word = next((w for w in _LONGEST_FIRST if rest.startswith(w)), None)
        if word is None:
            raise BadValue(BAD_AMOUNT, value=clean(cell))
        currency = _SIGNS.get(word) or _NAMES.get(word) or currency
        unit *= _UNITS.get(word, 1)
        rest = rest[len(word) :].strip()
    return currency, unit


_COUNTED = re.compile("|".join(map(re.escape, sorted(_UNITS, key=len, reverse=True))))
_LONGEST_FIRST = sorted({*_SIGNS, *_NAMES, *_UNITS, "约", "整", "块", "共"}, key=len, reverse=True)


_WRITTEN_AMERICAN = re.compile(r"(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[.-]\d{4}")


def usual_region(numbers: Iterable[str], regions: Sequence[str]) -> str:
    """The country in which most of a column's numbers are numbers; the first of those that do equally well."""
    import phonenumbers

    sample = [_EXTENSION.sub("", unicodedata.normalize("NFKC", clean(number))) for number in numbers if number.strip()]
    bare = [re.sub(r"[^\d+]", "", number) for number in sample]
    if "CN" in regions and all(map(_CN.fullmatch, bare)):
        return "CN"
    scores = dict.fromkeys(regions, 0.0)
    for region in scores:
        for number in sample:
            try:
                found = phonenumbers.parse(number, region)
            except phonenumbers.NumberParseException:
                continue
            scores[region] += 1.0 if phonenumbers.is_valid_number_for_region(found, region) else 0.0
            scores[region] += 0.5 if region == "US" and _WRITTEN_AMERICAN.fullmatch(number) else 0.0
    return max(scores, key=lambda region: scores[region])
