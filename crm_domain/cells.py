"""Single cells of a foreign table as values: how a column writes amounts is judged from all of it.

Each reader gives a value, None for an empty cell, or raises BadValue with the reason for the reject file.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from crm_domain.errors import BadValue
from crm_domain.texts import T

NOTHING = frozenset({"", "-", "--", "n/a", "na", "#n/a", "none", "null", "nil", "(blank)", "无", "暂无", "空", "未知"})
BAD_EMAIL = T("“{value}” is no e-mail address.", "“{value}”不是邮箱地址。")
TWO_WAYS = T(
    "“{value}” may be in thousands or have three decimals: the column doesn't tell which.",
    "“{value}”看不出是千位分隔还是三位小数：这一列没有写明。",
)
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


# -- amounts -----------------------------------------------------------------------------------------------------------

_SHARED = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN"),
    "¥": ("CNY", "JPY"),
    "kr": ("SEK", "NOK", "DKK"),
}
_SIGNS = {
    "$": "$", "us$": "USD", "€": "EUR", "£": "GBP", "¥": "¥", "￥": "¥", "kr": "kr", "元": "CNY", "人民币": "CNY",
    "rmb": "CNY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₫": "VND", "฿": "THB", "₪": "ILS", "zł": "PLN",
}  # fmt: skip
_NAMES = {
    "美元": "USD", "欧元": "EUR", "英镑": "GBP", "港币": "HKD", "港元": "HKD", "日元": "JPY",
    "nt$": "TWD", "hk$": "HKD", "s$": "SGD", "r$": "BRL", "ca$": "CAD", "c$": "CAD", "a$": "AUD", "au$": "AUD",
    "nz$": "NZD", "mx$": "MXN", "us dollars": "USD", "dollars": "USD", "euros": "EUR", "euro": "EUR", "pounds": "GBP",
    "cn¥": "CNY", "新台币": "TWD", "台币": "TWD", "日圆": "JPY", "卢比": "INR", "rs": "INR", "sfr": "CHF", "fr": "CHF",
    "圆": "CNY",
    **{code.lower(): code for code in (
        "EUR USD GBP CNY CHF JPY CAD AUD SGD HKD INR SEK NOK DKK TWD BRL MXN PLN CZK HUF RUB TRY KRW ZAR NZD THB AED "
        "ILS MYR IDR PHP VND"
    ).split()},
}  # fmt: skip
_UNITS = {
    "亿": 10**8, "万": 10**4, "萬": 10**4, "千": 10**3, "百万": 10**6, "k": 10**3, "m": 10**6, "mio": 10**6,
    "w": 10**4, "million": 10**6, "thousand": 10**3, "bn": 10**9, "mn": 10**6, "mm": 10**6, "mln": 10**6, "b": 10**9,
    "billion": 10**9, "tsd": 10**3, "tausend": 10**3, "mrd": 10**9, "millionen": 10**6, "十万": 10**5, "千万": 10**7,
    "万亿": 10**12, "lakh": 10**5, "lakhs": 10**5, "crore": 10**7, "cr": 10**7, "仟": 10**3,
}  # fmt: skip
_NUMBER = re.compile(r"\d[\d.,'’\s]*")


@dataclass
class Amounts:
    """How a column writes its decimals, told by what stands behind the last mark; and the one currency it names."""

    comma: int = 0
    dot: int = 0
    thousands: int = 0  # cells such as 12.500
    pointed: int = 0  # all cells with one point and no comma
    threes: int = 0  # cells such as 1250.500: three decimals, and no thousands
    currencies: set[str] = field(default_factory=set)
    unit: int = 1  # what the column counts in, where a cell doesn't say
    home: str = ""  # the currency of the house: what “$” or “¥” alone means may hang on it

    @classmethod
    def under(cls, unit: str, home: str = "") -> "Amounts":
        """A column with that in brackets behind its name: 万元, USD, k€."""
        try:
            currency, factor = _around(clean(unit).casefold(), unit)
        except BadValue:
            return cls(home=home)
        return cls(unit=factor, currencies={currency} if currency else set(), home=home)

    @property
    def currency(self) -> str | None:
        return self._meant(next(iter(self.currencies))) if len(self.currencies) == 1 else None

    def _meant(self, currency: str | None) -> str | None:
        if currency not in _SHARED:
            return currency
        return self.home if self.home in _SHARED[currency] else _SHARED[currency][0]

    @property
    def decimal_comma(self) -> bool:
        """Nobody writes all the amounts of a column with three decimals: 12.500 and 8.000 are thousands."""
        return self.comma > self.dot or (self.comma == self.dot and 1 < self.thousands == self.pointed)

    def see(self, cell: str) -> None:
        if not cell.isascii() or "$" in cell:
            alone = re.sub(r"[A-Za-z]+\$", lambda found: found[0].lower().replace("us$", "USD").rstrip("$"), cell)
            self.currencies.update(found for sign, found in _SIGNS.items() if sign in alone)
            self.currencies.update({"USD"} if "USD" in alone else ())
        number = _NUMBER.search(cell)
        text = number[0].strip() if number else ""
        if text.count(".") == 1 and "," not in text:
            self.pointed += 1
            self.thousands += bool(re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text))
            self.threes += bool(re.fullmatch(r"\d{4,}\.\d{3}", text))
        if re.search(r",\d{1,2}$", text) or re.search(r"\.\d{3},|\.\d{3}\.\d{3}", text):
            self.comma += 1
        elif re.search(r"\.\d{1,2}$", text) or re.search(r",\d{3}\.|,\d{3},\d{3}", text):
            self.dot += 1

    def read(self, cell: str) -> tuple[Decimal, str | None]:
        """The amount and its currency, where the cell names one."""
        amount, currency = _amount(cell, self.decimal_comma, self.unit != 1 or self.threes > 0)
        said = self.unit != 1 and _COUNTED.search(cell.casefold())
        return amount if said else amount * self.unit, self._meant(currency) or self.currency


@lru_cache(maxsize=50_000)
def _amount(cell: str, comma: bool, exact: bool) -> tuple[Decimal, str | None]:
    said = unicodedata.normalize("NFKC", clean(cell)).casefold().lstrip("'")
    negative = bool(re.match(r"^\(.*\)$|^[-−–]|.*\d\s*-$", said))
    numbers = _NUMBER.findall(said)
    rest = re.sub(r"[()\s.+\-−–]+", " ", _NUMBER.sub(" ", said)).strip()
    currency, unit = _around(rest, cell)
    if len(numbers) != 1:
        raise BadValue(BAD_AMOUNT, value=clean(cell))
    digits = re.sub(r"[\s'’]", "", numbers[0])
    digits = _plain_number(digits.rstrip(".,"), comma, exact or unit != 1, cell)
    try:
        amount = Decimal(digits) * unit
    except InvalidOperation as error:
        raise BadValue(BAD_AMOUNT, value=clean(cell)) from error
    return (-amount if negative else amount), currency


def _plain_number(digits: str, comma: bool, exact: bool, cell: str) -> str:
    """12.345,60 and 12,345.60 as 12345.60, whatever the others are like; 12.345 as the column's decimals tell.

    BadValue where that would be an amount with three decimals, which hardly anybody writes.
    """
    mark = "." if digits.rfind(".") > digits.rfind(",") else ","
    if "." in digits and "," in digits:
        return digits.replace("," if mark == "." else ".", "").replace(",", ".")
    whole, *parts = digits.split(mark)
    if len(parts) > 1:
        return digits.replace(mark, "") if _IN_THOUSANDS[mark].fullmatch(digits) else digits
    if not parts or len(parts[0]) != 3 or len(whole) > 3 or whole[0] == "0":
        return digits.replace(",", ".")
    decimal = mark == ("," if comma else ".")
    if (mark == "." and decimal != exact) or (decimal and not exact):  # 12.345 in either column, 12,345 beside 10,50
        raise BadValue(TWO_WAYS, value=clean(cell))
    return whole + ("." if decimal else "") + parts[0]


_IN_THOUSANDS = {".": re.compile(r"\d{1,3}(\.\d{3})+"), ",": re.compile(r"\d{1,3}(,\d{2,3})*,\d{3}")}


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
