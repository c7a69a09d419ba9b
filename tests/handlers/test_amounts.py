"""Money, numbers, percentages and ranges of them, as they are written in English and Chinese."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_domain.calendars import Calendar
from handlers.reading.policy import Policy
from handlers.reading.spans import ALL_KINDS, Amount, AmountRange, NumberRange, Span
from handlers.reading.told import told
from handlers.reading.values import read_values

NOW = datetime(2026, 11, 23, 9, 11, tzinfo=ZoneInfo("Asia/Shanghai"))


def read(text: str, kinds: Any = ALL_KINDS, **how: Any) -> list[Span]:
    return read_values(text, NOW, kinds=kinds, **how)


def values(text: str, kind: str) -> list[Any]:
    return [span.value for span in read(text) if span.kind == kind]


def amount(said: str, currency: str | None) -> Amount:
    return Amount(Decimal(said), currency)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("five hundred bucks", amount("500", "USD")),
        ("half a million dollars", amount("500000", "USD")),
        ("75 USD million", amount("75000000", "USD")),
        ("5 m euro", amount("5000000", "EUR")),
        ("120 MEUR", amount("120000000", "EUR")),
        ("MAUD 60", amount("60000000", "AUD")),
        ("aud$ 15", amount("15", "AUD")),
        ("3 291,00 €", amount("3291", "EUR")),
        ("165,00 zł", amount("165", "PLN")),
        ("EUR 1.000.000,50", amount("1000000.5", "EUR")),
        ("4 crores rupees", amount("40000000", "INR")),
        ("2 1/2 million euros", amount("2500000", "EUR")),
        ("a dollar", amount("1", "USD")),
        ("ten cents", amount("0.1", "USD")),
        ("$20 and 43c", amount("20.43", "USD")),
        ("20 ringgit 43", amount("20.43", "MYR")),
        ("thirteen dollars forty-five cents", amount("13.45", "USD")),
        ("42 kuwaiti dinar", amount("42", "KWD")),
        ("minus 200 dollars", amount("-200", "USD")),
        ("一亿两千万美元", amount("120000000", "USD")),
        ("3千5块", amount("3500", "CNY")),
        ("五兆日元", amount("5000000000000", "JPY")),
        ("两毛", amount("0.2", "CNY")),
        ("九角九分", amount("0.99", "CNY")),
        ("两美元又三美分", amount("2.03", "USD")),
        ("三万元欧元", amount("30000", "EUR")),
        ("达到445奈拉", amount("445", "NGN")),
    ],
)
def test_money_is_read(text: str, expected: Amount) -> None:
    assert values(text, "money") == [expected]


@pytest.mark.parametrize(
    ("zone", "currency"), [("Europe/Oslo", "NOK"), ("Europe/Stockholm", "SEK"), ("Asia/Tokyo", None)]
)
def test_whose_crowns_they_are_is_told_by_the_zone(zone: str, currency: str | None) -> None:
    (span,) = read_values("12 500 kr", NOW.astimezone(ZoneInfo(zone)), kinds={"money"})
    assert span.value == amount("12500", currency)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hey, the cost is $4.25 and 32 is the quantity!", amount("4.25", "USD")),
        ("three thousand dollars two hundred times", amount("3000", "USD")),
        ("The cost is 500 USD,100 times more", amount("500", "USD")),
        ("a $500 deal", amount("500", "USD")),
    ],
)
def test_a_number_after_money_is_not_its_change(text: str, expected: Amount) -> None:
    assert values(text, "money") == [expected]


def money_range(low: str | None, high: str | None, currency: str | None) -> AmountRange:
    return AmountRange(low and Decimal(low), high and Decimal(high), currency)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("between 10k and 20k", money_range("10000", "20000", None)),
        ("10-15k", money_range("10000", "15000", None)),
        ("$10-15k", money_range("10000", "15000", "USD")),
        ("$10k to $15k", money_range("10000", "15000", "USD")),
        ("at least $5k", money_range("5000", None, "USD")),
        ("under seven euros", money_range(None, "7", "EUR")),
        ("$50+", money_range("50", None, "USD")),
        ("no more than 300 usd", money_range(None, "300", "USD")),
        ("over $5m and under $9m", money_range("5000000", "9000000", "USD")),
        ("五到十万", money_range("50000", "100000", None)),
        ("五十到一百万", money_range("500000", "1000000", None)),
        ("从8500到3万港元", money_range("8500", "30000", "HKD")),
        ("1万元--5万元", money_range("10000", "50000", "CNY")),
        ("1万(含)-5万元", money_range("10000", "50000", "CNY")),
        ("五六万元", money_range("50000", "60000", "CNY")),
        ("三十多万", money_range("300000", None, None)),
        ("至少九千块钱以上", money_range("9000", None, "CNY")),
        ("五万元以内", money_range(None, "50000", "CNY")),
        ("不到1.9万台币", money_range(None, "19000", "TWD")),
    ],
)
def test_a_range_of_money_is_read(text: str, expected: AmountRange) -> None:
    assert values(text, "money_range") == [expected]


def number_range(low: str | None, high: str | None) -> NumberRange:
    return NumberRange(low and Decimal(low), high and Decimal(high))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3-5 people", number_range("3", "5")),
        ("between 20 and 30", number_range("20", "30")),
        ("greater than 30 and less than or equal to 40", number_range("30", "40")),
        ("50 or more", number_range("50", None)),
        ("up to 700", number_range(None, "700")),
        ("He is over thirty years old", number_range("30", None)),
        ("大于100并且小于300", number_range("100", "300")),
        ("100以上300以下", number_range("100", "300")),
        ("十五六个", number_range("15", "16")),
        ("三四十个客户", number_range("30", "40")),
        ("五十多家", number_range("50", None)),
        ("不小于三十", number_range("30", None)),
        ("第三到第五", number_range("3", "5")),
    ],
)
def test_a_range_of_numbers_is_read(text: str, expected: NumberRange) -> None:
    assert values(text, "number_range") == [expected]


@given(
    st.lists(
        st.sampled_from("over under 5 $5 at least 5万 以上 以下 10-15 k or more 大于 小于 五六 usd 多 % 岁".split())
    )
)
def test_any_heap_of_limits_and_amounts_is_read_without_complaint(words: list[str]) -> None:
    for text in (" ".join(words), "".join(words)):
        assert all(span.start < span.end <= len(text) for span in read(text))


def test_limits_that_leave_nothing_between_them_stay_two() -> None:
    assert values("大于50并小于12", "number_range") == [number_range("50", None), number_range(None, "12")]


@pytest.mark.parametrize(
    "text",
    [
        "raise it from 40k to 50k",
        "把金额从4万改到5万",
        "over 30 days",
        "more than 3 hours",
        "超过三天",
        "at least 20%",
        "call 555-0199",
        "10-12",
        "between you and me",
        "PS-20 and LP-8",
    ],
)
def test_what_only_looks_like_a_range_of_amounts_is_none(text: str) -> None:
    assert {span.kind for span in read(text)}.isdisjoint({"money_range", "number_range"})


def test_a_slot_never_gets_a_range() -> None:
    assert [(span.kind, span.value) for span in read("between $10 and $20", kinds=None)] == [
        ("money", amount("10", "USD")),
        ("money", amount("20", "USD")),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (".08", "0.08"),
        ("-12e-1", "-1.2"),
        ("- 1,200,000", "-1200000"),
        ("1 234 567.89", "1234567.89"),
        ("⅕", "0.2"),
        ("2½", "2.5"),
        ("three and one fourth", "3.25"),
        ("one-eighth", "0.125"),
        ("a fifth", "0.2"),
        ("two hundred point seventy-one", "200.71"),
        ("forty-five (45)", "45"),
        ("fifty - two", "52"),
        ("a couple of thousand", "2000"),
        ("四分之三", "0.75"),
        ("一又二分之一", "1.5"),
        ("五百卅四", "534"),
        ("1百01", "101"),
        ("一百 五 十 二", "152"),
        ("一个", "1"),
        ("one", "1"),
    ],
)
def test_a_number_is_read(text: str, expected: str) -> None:
    spans = [span for span in read(text) if span.kind in ("number", "money")]
    assert [getattr(span.value, "amount", span.value) for span in spans] == [Decimal(expected)]


@pytest.mark.parametrize(
    "text",
    [
        "Book a first class seat",
        "a third party",
        "the second one",
        "a few thousand",
        "这个人很放肆",
        "the 180ml liquid",
        "第三个客户",
        "十分感谢",
        "完成了",
        "对折叠屏有兴趣",
    ],
)
def test_what_only_looks_like_a_number_is_left_alone(text: str) -> None:
    assert {span.kind for span in read(text)}.isdisjoint({"number", "money", "percent"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三成", "30"),
        ("三成五", "35"),
        ("打八折", "80"),
        ("八五折", "85"),
        ("陸 點 五 折", "65"),
        ("万分之三", "0.03"),
        ("千分之一百一十一", "11.1"),
        ("百分之百", "100"),
        ("minus five percent", "-5"),
        ("六 个 百 分点", "6"),
    ],
)
def test_a_percentage_is_read(text: str, expected: str) -> None:
    assert values(text, "percent") == [Decimal(expected)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My phone number is 0176 -12345678.", "0176 -12345678"),
        ("我的电话号是971 (56) 1234567.", "971 (56) 1234567"),
        ("write j_9@[129.126.118.1]", "j_9@[129.126.118.1]"),
        ("837.824.1482 x 63888", "837.824.1482 x 63888"),
    ],
)
def test_an_address_is_read(text: str, expected: str) -> None:
    assert [span.value for span in read(text) if span.kind in ("phone", "email")] == [expected]


@pytest.mark.parametrize(
    "text", ["My card number is 12345678", "account number 12345678", "身份证号码是12345678", "13 10 2000", "2026-2027"]
)
def test_not_every_row_of_digits_is_a_phone_number(text: str) -> None:
    assert values(text, "phone") == []


def test_a_phone_number_is_read_as_the_country_of_the_member_or_of_the_zone_writes_it() -> None:
    french = "rappelle le 01 42 68 53 00"
    assert [span.kind for span in read(french, policy=Policy(calendar=Calendar(country="FR")))] == ["phone"]
    in_paris = read_values(french, NOW.astimezone(ZoneInfo("Europe/Paris")))
    assert [span.value for span in in_paris] == ["01 42 68 53 00"]
    assert values(french, "phone") == []


def test_money_is_told_with_its_currency_and_is_a_number_as_well() -> None:
    assert told(read("about $1.2M")) == [
        {"kind": "money", "amount": 1200000, "currency": "USD"},
        {"kind": "number", "amount": 1200000},
    ]
    assert told(read("大概30万")) == [{"kind": "number", "amount": 300000}]
    assert told(read("at least $5k")) == [{"kind": "money_range", "amount": [5000, None], "currency": "USD"}]
    assert told(read("五到十万")) == [{"kind": "number_range", "amount": [50000, 100000]}]


# Any amount, written in any way, is the same amount.

CURRENCIES = {
    "USD": ("$", "US$", " dollars", " USD", "美元"),
    "EUR": ("€", "EUR ", " euros", "€", "欧元"),
    "GBP": ("£", "GBP ", " pounds", " gbp", "英镑"),
    "CNY": ("¥", "RMB ", " yuan", " CNY", "元"),
}
ENGLISH_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
ENGLISH_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
DIGITS = "零一二三四五六七八九"


def in_english(number: int) -> str:
    """1205300 → one million two hundred five thousand three hundred."""
    for worth, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= worth:
            rest = number % worth
            return f"{in_english(number // worth)} {name}" + (f" {in_english(rest)}" if rest else "")
    if number < 20:
        return ENGLISH_ONES[number]
    rest = number % 10
    return ENGLISH_TENS[number // 10] + (f"-{ENGLISH_ONES[rest]}" if rest else "")


def in_chinese(number: int) -> str:
    """1050030 → 一百零五万零三十."""
    for worth, name in ((10**8, "亿"), (10**4, "万")):
        if number >= worth:
            rest = number % worth
            gap = "零" if 0 < rest < worth // 10 else ""
            return in_chinese(number // worth) + name + gap + (in_chinese(rest) if rest else "")
    said, gap = "", False
    for worth, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // worth % 10
        said += ("零" if gap and said else "") + DIGITS[digit] + name if digit else ""
        gap = not digit
    return said


amounts = st.integers(2, 10**12 - 1)
codes = st.sampled_from(sorted(CURRENCIES))


@given(amounts, codes, st.sampled_from(["{0}", "{0:,}", "{0:,}.00"]), st.integers(0, 4))
def test_an_amount_in_figures_reads_back_the_same(number: int, code: str, way: str, place: int) -> None:
    figures, name = way.format(number), CURRENCIES[code][place]
    text = name + figures if place < 2 else figures + name
    assert values(f"the price: {text}", "money") == [amount(str(number), code)]


@given(st.integers(0, 10**11), st.sampled_from([("k", 3), ("M", 6), ("bn", 9), (" million", 6), ("万", 4), ("亿", 8)]))
def test_an_amount_with_a_scale_reads_back_the_same(number: int, scale: tuple[str, int]) -> None:
    said = Decimal(number) / 100
    assert values(f"€{said:f}{scale[0]}", "money") == [Amount(said * 10 ** scale[1], "EUR")]


@given(amounts, st.integers(0, 99))
def test_an_amount_as_continental_europe_writes_it_reads_back_the_same(number: int, cents: int) -> None:
    written = f"{number:,}".replace(",", ".") + f",{cents:02}"
    assert values(f"€{written}", "money") == [Amount(Decimal(number) + Decimal(cents) / 100, "EUR")]


@given(amounts, codes)
def test_an_amount_in_english_words_reads_back_the_same(number: int, code: str) -> None:
    text = in_english(number) + CURRENCIES[code][2]
    assert values(f"worth {text}", "money") == [amount(str(number), code)]


@given(amounts, codes)
def test_an_amount_in_chinese_words_reads_back_the_same(number: int, code: str) -> None:
    assert values(f"报价{in_chinese(number)}{CURRENCIES[code][4]}", "money") == [amount(str(number), code)]


@given(amounts, amounts)
def test_a_range_of_amounts_reads_back_the_same(one: int, other: int) -> None:
    low, high = sorted((one, other + 10**12))
    expected = [AmountRange(Decimal(low), Decimal(high), "USD")]
    for text in (
        f"between ${low:,} and ${high:,}",
        f"${low}-${high}",
        f"{low} to {high} dollars",
        f"{low}到{high}美元",
    ):
        assert values(text, "money_range") == expected
