"""Phone numbers in the cells of a foreign table: in which country a column is at home is judged from all of it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

from crm_domain.cells import clean
from crm_domain.errors import BadValue
from crm_domain.texts import T

BAD_PHONE = T("“{value}” is no phone number.", "“{value}”不是电话号码。")
NO_COUNTRY = T(
    "“{value}” may be a number of several countries. Write it with its country code, or add a column “Country”.",
    "“{value}”看不出是哪个国家的号码。请加上国家代码，或者增加一列“国家”。",
)
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
    raise BadValue(BAD_PHONE if region else NO_COUNTRY, value=said)


# -- the country of a column -------------------------------------------------------------------------------------------

_WRITTEN_AMERICAN = re.compile(r"(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[.-]\d{4}")
GROUPED, HINTED, UNTRUNKED, A_LENGTH = 0.5, 0.3, 0.3, 0.02  # of what a number of that country tells
MOST_ALIKE = 0.95  # from which two countries can't be told apart
AT_HOME, LIKELY = 0.9, 0.6  # our own country is meant where so much of what tells for the best one tells for it too
_COINS = {
    coin: coin[:2] for coin in "USD CNY GBP CHF INR JPY SGD HKD TWD AUD SEK NOK DKK PLN BRL MXN KRW".split()
}  # the first two letters of a country's own money are the country's


def hinted(emails: Iterable[str], currencies: Iterable[str]) -> set[str]:
    """Countries that the rest of a table speaks of: its money, and the ends of a third of its addresses."""
    ends = Counter(email.rpartition(".")[2].strip().upper() for email in emails)
    spoken = {"GB" if end == "UK" else end for end, n in ends.items() if len(end) == 2 and 3 * n >= ends.total()}
    return spoken | {_COINS[coin] for coin in currencies if coin in _COINS}


def usual_region(numbers: Iterable[str], regions: Sequence[str], home: str = "", hints: Collection[str] = ()) -> str:
    """The country that a column's numbers are of: our own where they may be; "" where several may be meant."""
    sample = [_EXTENSION.sub("", unicodedata.normalize("NFKC", clean(number))) for number in numbers if number.strip()]
    if "CN" in regions and all(map(_CN.fullmatch, (re.sub(r"[^\d+]", "", number) for number in sample))):
        return "CN"
    told = {region: [_told(number, region) for number in sample] for region in regions}
    valid = {region: sum(map(bool, told[region])) for region in regions}
    scores = {region: sum(told[region]) * (1 + HINTED * (region in hints)) for region in regions}
    first, second = sorted(regions, key=lambda region: -scores[region])[:2]
    if home and valid[home] >= AT_HOME * max(valid.values()) and scores[home] >= LIKELY * scores[first]:
        return home
    return first if not scores[first] or scores[second] < MOST_ALIKE * scores[first] else ""


def _told(number: str, region: str) -> float:
    """What one number tells for a country: less where its plan takes anything, more where it is grouped as there."""
    import phonenumbers

    american = GROUPED if region == "US" and _WRITTEN_AMERICAN.fullmatch(number) else 0.0
    try:
        found = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return american
    if not phonenumbers.is_valid_number_for_region(found, region):
        return american
    plan: Any = phonenumbers.PhoneMetadata.metadata_for_region(region)
    told = 1.0 - A_LENGTH * len(plan.general_desc.possible_length)
    if plan.national_prefix == "0" and number.lstrip("( ")[:1] not in "+0" and region not in ("CN", "IN"):
        told -= UNTRUNKED
    groups = re.findall(r"\d+", number)
    national = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.NATIONAL)
    return told + max(american, GROUPED if len(groups) > 1 and groups == re.findall(r"\d+", national) else 0.0)
