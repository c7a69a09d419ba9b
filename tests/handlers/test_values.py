"""Values are read out of messages of either language, and only values."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from handlers.reading.clocks import CLOCKS
from handlers.reading.dates import DATES
from handlers.reading.days import DAYS
from handlers.reading.moments import MOMENTS
from handlers.reading.normalise import fold
from handlers.reading.periods import PERIODS
from handlers.reading.policy import Policy
from handlers.reading.spans import Amount, Impossible, Period, Span
from handlers.reading.values import read_values

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONDON = ZoneInfo("Europe/London")
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 23, 9, 11, tzinfo=SHANGHAI)  # a Monday


def read(text: str, now: datetime = NOW, kinds: Collection[str] | None = None, **conventions: Any) -> list[Span]:
    return read_values(text, now, Policy(**conventions), kinds)


def only(text: str, now: datetime = NOW, **how: Any) -> Any:
    """The value of the one span of a message."""
    spans = read(text, now, **how)
    assert len(spans) == 1, spans
    return spans[0].value


def day(said: str) -> date:
    return date.fromisoformat(said)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-04", "2026-12-04"),
        ("2026/12/4", "2026-12-04"),
        ("2026年12月4日", "2026-12-04"),
        ("04.12.2026", "2026-12-04"),
        ("4 Dec", "2026-12-04"),
        ("Dec 4th 2026", "2026-12-04"),
        ("Dec 4, 2026", "2026-12-04"),
        ("due 15 jan", "2027-01-15"),
        ("closing Feb 12", "2027-02-12"),
        ("the second of March", "2027-03-02"),
        ("until the 30th", "2026-11-30"),
        ("approval coming 30th.", "2026-11-30"),
        ("the 5th of next month", "2026-12-05"),
        ("Fri 4th", "2026-12-04"),
        ("Friday, 4 December 2026", "2026-12-04"),
        ("29 feb", "2028-02-29"),
        ("today", "2026-11-23"),
        ("tmrw", "2026-11-24"),
        ("the day after tomorrow", "2026-11-25"),
        ("yesterday", "2026-11-22"),
        ("by fri", "2026-11-27"),
        ("monday", "2026-11-30"),
        ("this friday", "2026-11-27"),
        ("next tue", "2026-12-01"),
        ("last friday", "2026-11-20"),
        ("tuesday next week", "2026-12-01"),
        ("eod friday", "2026-11-27"),
        ("end of month", "2026-11-30"),
        ("eom", "2026-11-30"),
        ("end of january", "2027-01-31"),
        ("year end", "2026-12-31"),
        ("start of next week", "2026-11-30"),
        ("mid-march", "2027-03-15"),
        ("in 2 weeks", "2026-12-07"),
        ("three days ago", "2026-11-20"),
        ("two weeks from today", "2026-12-07"),
        ("a week from Thursday", "2026-12-03"),
        ("first monday of next month", "2026-12-07"),
        ("this afternoon", "2026-11-23"),
        ("今天", "2026-11-23"),
        ("明天", "2026-11-24"),
        ("后天", "2026-11-25"),
        ("大后天", "2026-11-26"),
        ("昨天", "2026-11-22"),
        ("12月24", "2026-12-24"),
        ("12月24号", "2026-12-24"),
        ("十二月五日", "2026-12-05"),
        ("30号前", "2026-11-30"),
        ("每個月1號", "2026-12-01"),
        ("下周三", "2026-12-02"),
        ("下下周一", "2026-12-07"),
        ("这周五", "2026-11-27"),
        ("這個禮拜五之前", "2026-11-27"),
        ("周五", "2026-11-27"),
        ("星期一", "2026-11-30"),
        ("上周五", "2026-11-20"),
        ("月底前", "2026-11-30"),
        ("12月底", "2026-12-31"),
        ("下个月15号", "2026-12-15"),
        ("明年3月5日", "2027-03-05"),
        ("两周后", "2026-12-07"),
        ("三天后", "2026-11-26"),
        ("三天前", "2026-11-20"),
        ("12月第一个周一", "2026-12-07"),
        ("上午", "2026-11-23"),
        ("２０２６－１２－０４", "2026-12-04"),
    ],
)
def test_a_day_is_read(text: str, expected: str) -> None:
    assert only(text) == day(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at 4", "2026-11-23T16:00"),
        ("at 2", "2026-11-23T14:00"),
        ("at 8", "2026-11-24T08:00"),
        ("3pm", "2026-11-23T15:00"),
        ("14:30", "2026-11-23T14:30"),
        ("noon", "2026-11-23T12:00"),
        ("half eight", "2026-11-24T08:30"),
        ("quarter past three", "2026-11-23T15:15"),
        ("tomorrow at 3", "2026-11-24T15:00"),
        ("tomorrow at half eight", "2026-11-24T08:30"),
        ("wed 9am", "2026-11-25T09:00"),
        ("9am on friday", "2026-11-27T09:00"),
        ("Friday at 10", "2026-11-27T10:00"),
        ("friday afternoon at 2", "2026-11-27T14:00"),
        ("tonight at 8", "2026-11-23T20:00"),
        ("Dec 4, 2026, 3.30pm", "2026-12-04T15:30"),
        ("2026-12-04T09:30", "2026-12-04T09:30"),
        ("in 45 min", "2026-11-23T09:56"),
        ("in an hour", "2026-11-23T10:11"),
        ("2 hours ago", "2026-11-23T07:11"),
        ("明早九点", "2026-11-24T09:00"),
        ("明天早上八点半", "2026-11-24T08:30"),
        ("下午三点", "2026-11-23T15:00"),
        ("下午兩點", "2026-11-23T14:00"),
        ("今晚8点", "2026-11-23T20:00"),
        ("明天 10点", "2026-11-24T10:00"),
        ("周五下午5点", "2026-11-27T17:00"),
        ("周五三点", "2026-11-27T15:00"),
        ("下周三上午10点一刻", "2026-12-02T10:15"),
        ("12月24日 15:30", "2026-12-24T15:30"),
        ("半小时后", "2026-11-23T09:41"),
        ("45分钟后", "2026-11-23T09:56"),
    ],
)
def test_a_moment_is_read_in_the_zone_of_the_member(text: str, expected: str) -> None:
    moment = only(text)
    assert moment == datetime.fromisoformat(expected).replace(tzinfo=SHANGHAI)
    assert moment.utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("this week", "2026-11-23", "2026-11-29"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("next quarter", "2027-01-01", "2027-03-31"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("for the year please", "2026-01-01", "2026-12-31"),
        ("sold in q3", "2026-07-01", "2026-09-30"),
        ("forecast Q1", "2027-01-01", "2027-03-31"),
        ("q3 2025", "2025-07-01", "2025-09-30"),
        ("November revenue", "2026-11-01", "2026-11-30"),
        ("forecast for may", "2026-05-01", "2026-05-31"),
        ("stats oct by agent", "2026-10-01", "2026-10-31"),
        ("since July", "2026-07-01", "2026-11-23"),
        ("last 30 days", "2026-10-25", "2026-11-23"),
        ("next two weeks", "2026-11-24", "2026-12-07"),
        ("in 2026", "2026-01-01", "2026-12-31"),
        ("from 1 to 15 nov", "2026-11-01", "2026-11-15"),
        ("nov 1-15", "2026-11-01", "2026-11-15"),
        ("between July and September", "2026-07-01", "2026-09-30"),
        ("jan-mar 2025", "2025-01-01", "2025-03-31"),
        ("2026-11-01 to 2026-11-15", "2026-11-01", "2026-11-15"),
        ("mon to fri", "2026-11-30", "2026-12-04"),
        ("the first week of January", "2027-01-04", "2027-01-10"),
        ("through end of January", "2026-11-23", "2027-01-31"),
        ("ytd", "2026-01-01", "2026-11-23"),
        ("h1 2026", "2026-01-01", "2026-06-30"),
        ("下周", "2026-11-30", "2026-12-06"),
        ("上周一共来了多少工单", "2026-11-16", "2026-11-22"),
        ("本月", "2026-11-01", "2026-11-30"),
        ("上个月", "2026-10-01", "2026-10-31"),
        ("这个季度", "2026-10-01", "2026-12-31"),
        ("上季度", "2026-07-01", "2026-09-30"),
        ("三季度", "2026-07-01", "2026-09-30"),
        ("2025年三季度", "2025-07-01", "2025-09-30"),
        ("今年", "2026-01-01", "2026-12-31"),
        ("去年10月", "2025-10-01", "2025-10-31"),
        ("2026年", "2026-01-01", "2026-12-31"),
        ("上半年", "2026-01-01", "2026-06-30"),
        ("最近30天", "2026-10-25", "2026-11-23"),
        ("近三个月", "2026-08-24", "2026-11-23"),
        ("10月", "2026-10-01", "2026-10-31"),
        ("十月份的转化漏斗", "2026-10-01", "2026-10-31"),
        ("从6月起", "2026-06-01", "2026-11-23"),
        ("自7月以来", "2026-07-01", "2026-11-23"),
        ("11月1号到11月15号", "2026-11-01", "2026-11-15"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("7月到9月", "2026-07-01", "2026-09-30"),
        ("上个 quarter", "2026-07-01", "2026-09-30"),
    ],
)
def test_a_period_is_read_with_both_ends(text: str, start: str, end: str) -> None:
    assert only(text) == Period(day(start), day(end))


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("45k", "45000", None),
        ("45 K", "45000", None),
        ("$1.2M", "1200000", "USD"),
        ("18k gbp", "18000", "GBP"),
        ("22 grand", "22000", None),
        ("19,750 dollars", "19750", "USD"),
        ("£38000", "38000", "GBP"),
        ("€82.500,00", "82500", "EUR"),
        ("41,78 EUR", "41.78", "EUR"),
        ("S$80k", "80000", "SGD"),
        ("NT$1,650,000", "1650000", "TWD"),
        ("NT$95万", "950000", "TWD"),
        ("新台幣九十五萬", "950000", "TWD"),
        ("82k SGD", "82000", "SGD"),
        ("NOK 1.2m", "1200000", "NOK"),
        ("90k rmb", "90000", "CNY"),
        ("300rmb", "300", "CNY"),
        ("-$500", "-500", "USD"),
        ("-45k", "-45000", None),
        ("amt 5,900", "5900", None),
        ("fifty five thousand", "55000", None),
        ("two and a half million", "2500000", None),
        ("half a million dollars", "500000", "USD"),
        ("20 dollars 43 cents", "20.43", "USD"),
        ("30万", "300000", None),
        ("5.5万", "55000", None),
        ("28万5", "285000", None),
        ("十六万五", "165000", None),
        ("1.2亿", "120000000", None),
        ("二十万元", "200000", "CNY"),
        ("新台币95万元", "950000", "TWD"),
        ("五千块", "5000", "CNY"),
        ("3块5", "3.5", "CNY"),
        ("两百万美元", "2000000", "USD"),
        ("3000欧元", "3000", "EUR"),
        ("人民币二十万", "200000", "CNY"),
        ("￥3000", "3000", "CNY"),
    ],
)
def test_money_keeps_its_sign_and_the_currency_that_was_named(text: str, amount: str, currency: str | None) -> None:
    assert only(text) == Amount(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("45", "45"),
        ("4,500.50", "4500.5"),
        ("-500", "-500"),
        ("forty five", "45"),
        ("two hundred and six", "206"),
        ("两百", "200"),
        ("一千零五", "1005"),
        ("两百五", "250"),
        ("一零零四", "1004"),
        ("推荐五家", "5"),
        ("十二间店", "12"),
        ("Kopi Tepi 12 outlets", "12"),
        ("PO 88213", "88213"),
        ("Brightmoor renewal 2027", "2027"),
    ],
)
def test_a_plain_number_is_read(text: str, expected: str) -> None:
    (span,) = read(text)
    assert (span.kind, span.value) == ("number", Decimal(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("15%", 15), ("7.5 percent", "7.5"), ("百分之十五", 15), ("负3.9%", "-3.9"), ("12个百分点", 12)],
)
def test_a_percentage_is_read(text: str, expected: Any) -> None:
    (span,) = read(text)
    assert (span.kind, span.value) == ("percent", Decimal(expected))


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("write ines@pallito.example.", "email", "ines@pallito.example"),
        ("email打錯了,應該是xueqin.wang@chunhe.example", "email", "xueqin.wang@chunhe.example"),
        ("website to juniperandslate.example", "url", "juniperandslate.example"),
        ("see https://Pallito.example/a?b=1.", "url", "https://Pallito.example/a?b=1"),
        ("+1 415 555 0137", "phone", "+1 415 555 0137"),
        ("512 555 0199", "phone", "512 555 0199"),
        ("Pippa 07700 900390 practice manager", "phone", "07700 900390"),
        ("柳闻笛 13705550166", "phone", "13705550166"),
        ("手机号一三三零五五五零一八八", "phone", "13305550188"),
        ("电话 021-55501234", "phone", "021-55501234"),
    ],
)
def test_an_address_is_read(text: str, kind: str, value: str) -> None:
    (span,) = read(text)
    assert (span.kind, span.value) == (kind, value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello there",
        "i may march on, the sun sat, a second one",
        "one of a kind",
        "Quillon 8-property rollout",
        "PS-20 and LP-8",
        "ticket #1004 or T-1004",
        "firmware 4.2.2",
        "有一点慢",
        "万一不行就一直等",
        "三星和万科",
        "快点",
        "早上好",
        "we are open 24/7",
        "周慕白",
        "this may help",
        "rate it 4/5",
        "评分 8/10",
    ],
)
def test_what_only_looks_like_a_value_is_left_alone(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", ["30 February", "Feb 30", "2月30号", "31 June", "29 Feb 2027", "2026-02-30", "30/2"])
def test_a_date_that_does_not_exist_is_said_to_be_impossible(text: str) -> None:
    (span,) = read(f"close {text}")
    assert (span.kind, span.value) == ("date", Impossible(text))


def test_a_time_that_does_not_exist_is_said_to_be_impossible() -> None:
    assert only("remind me at 25:00") == Impossible("25:00")


def test_a_month_before_an_amount_is_a_month() -> None:
    assert [span.kind for span in read("12月24万")] == ["period", "money"]


def test_the_order_of_day_and_month_is_the_members() -> None:
    assert only("due 12/5", day_first=False) == date(2026, 12, 5)
    assert only("by 4/12", day_first=True) == date(2026, 12, 4)
    assert only("close 12/22", day_first=True) == date(2026, 12, 22)


def test_spans_point_into_the_original_message() -> None:
    text = "㈱ 幫我把 續約 改到 ＮＴ＄９５萬，禮拜五 ﬁnal"
    assert [text[span.start : span.end] for span in read(text)] == ["ＮＴ＄９５萬", "禮拜五"]


def test_a_message_with_several_values_gives_them_in_order() -> None:
    text = "visited bintang, approval coming 30th. get pass form by thurs & remind me wed 9am, deal now 82k SGD"
    assert [span.kind for span in read(text)] == ["date", "date", "moment", "money"]


def test_both_languages_are_read_in_one_message() -> None:
    assert [span.value for span in read("deal 改 82k SGD,下星期一 follow up")] == [
        Amount(Decimal(82000), "SGD"),
        date(2026, 11, 30),
    ]


def test_a_currency_between_two_numbers_belongs_to_the_first() -> None:
    assert [span.value for span in read("10 rmb 20 usd")] == [Amount(Decimal(10), "CNY"), Amount(Decimal(20), "USD")]


def test_only_the_kinds_that_are_wanted_come_back() -> None:
    assert [span.kind for span in read("45k by friday", kinds={"date", "moment"})] == ["date"]
    assert [span.value for span in read("45k", kinds={"number"})] == [Decimal(45000)]
    assert read("12/5", kinds={"number"}) == []


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("tomorrow 1:30am", datetime(2027, 3, 27, 9, tzinfo=LONDON), "2027-03-28T02:30:00+01:00"),
        ("tomorrow 1:30am", datetime(2026, 10, 24, 9, tzinfo=LONDON), "2026-10-25T01:30:00+01:00"),
        ("tomorrow 2:30am", datetime(2027, 3, 13, 9, tzinfo=NEW_YORK), "2027-03-14T03:30:00-04:00"),
        ("tomorrow 1:30am", datetime(2026, 10, 31, 9, tzinfo=NEW_YORK), "2026-11-01T01:30:00-04:00"),
        ("in 2 hours", datetime(2027, 3, 28, 0, 30, tzinfo=LONDON), "2027-03-28T03:30:00+01:00"),
        ("2小时后", datetime(2026, 11, 1, 0, 30, tzinfo=NEW_YORK), "2026-11-01T01:30:00-05:00"),
        ("tomorrow at 9am", datetime(2027, 3, 27, 23, 59, tzinfo=LONDON), "2027-03-28T09:00:00+01:00"),
    ],
)
def test_skipped_hours_move_forward_and_of_doubled_ones_the_first_counts(
    text: str, now: datetime, expected: str
) -> None:
    assert only(text, now).isoformat() == expected


def test_the_zone_decides_which_day_today_is() -> None:
    now = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert only("today", now.astimezone(SHANGHAI)) == date(2026, 11, 24)
    assert only("today", now.astimezone(NEW_YORK)) == date(2026, 11, 23)


ENGLISH_WAYS = ["{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0.day} {0:%B %Y}", "{0:%b} {0.day}, {0.year}", "{0:%d.%m.%Y}"]
CHINESE_WAYS = ["{0.year}年{0.month}月{0.day}日", "{0.year}年{0.month}月{0.day}号"]


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.sampled_from(ENGLISH_WAYS + CHINESE_WAYS))
def test_a_date_written_in_any_way_reads_back_the_same(when: date, way: str) -> None:
    assert only("close " + way.format(when)) == when


@given(st.dates(date(2026, 11, 23), date(2027, 11, 22)), st.booleans())
def test_a_date_without_year_is_the_next_one(when: date, day_first: bool) -> None:
    slashed = f"{when.day}/{when.month}" if day_first else f"{when.month}/{when.day}"
    assume(slashed != "24/7")  # round the clock, not a day
    ways = (slashed, f"{when:%b} {when.day}", f"{when.month}月{when.day}号")
    assert {only("by " + way, day_first=day_first) for way in ways} == {when}


@given(st.integers(1, 999_999_999), st.sampled_from(["${:,}", "{} usd", "usd {}", "US${}", "{:,} dollars", "{}美元"]))
def test_an_amount_written_in_any_way_reads_back_exactly(amount: int, way: str) -> None:
    assert only(way.format(amount)) == Amount(Decimal(amount), "USD")


@given(st.integers(1, 99_999))
def test_thousands_are_multiplied_out(thousands: int) -> None:
    amount = Amount(Decimal(thousands) * 1000)
    assert only(f"{thousands}k") == only(f"{Decimal(thousands) / 10}万") == amount


PLACES = [(1000, "千"), (100, "百"), (10, "十"), (1, "")]


def in_chinese(number: int) -> str:
    """1005 → 一千零五."""
    if number >= 10_000:
        rest = number % 10_000
        gap = "零" if 0 < rest < 1000 else ""
        return in_chinese(number // 10_000) + "万" + gap + (in_chinese(rest) if rest else "")
    said, gap = "", False
    for worth, unit in PLACES:
        digit = number // worth % 10
        said += ("零" if gap and digit and said else "") + ("一二三四五六七八九"[digit - 1] + unit if digit else "")
        gap = not digit
    return said


@given(st.integers(11, 99_999_999))
def test_a_chinese_numeral_reads_back_exactly(number: int) -> None:
    assert only(f"{in_chinese(number)}元") == Amount(Decimal(number), "CNY")


WORDS = st.sampled_from(
    "1 12 4/12 2026 30th friday 周五 下 月 at from to in - , . k 万 点 半 二十 "
    "end of next week may 三 天 后 前 $ % @ a.b + q3".split()
)


@settings(max_examples=300)
@given(st.one_of(st.text(st.characters()), st.lists(WORDS, max_size=12).map(" ".join), st.lists(WORDS).map("".join)))
@example("\x00\ud800 12/5 \udfff 45k")
@example("İ½㈱ﬁ 45k 下周三")
@example("99999999999999999999 in 9999 years 9999年后 0/0 2月0号")
def test_any_text_gives_spans_in_order_and_in_bounds(text: str) -> None:
    ends = 0
    for span in read(text):
        assert ends <= span.start < span.end <= len(text)
        ends = span.end


@given(st.dates(date(1970, 1, 1), date(2199, 12, 31)), st.lists(WORDS, max_size=8).map(" ".join))
@example(date(2199, 12, 31), "999 years from friday at 4, since 999 years from now, end of next year")
def test_any_time_will_do(today: date, text: str) -> None:
    read(text, datetime(today.year, today.month, today.day, 23, 59, tzinfo=NEW_YORK))


@given(st.text())
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold(text)
    for place in range(len(folded.text)):
        start, end = folded.back(place, place + 1)
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "a ", "one ", "一", "点", "月", "friday - ", "1月1日到", "a.", "½", "12:00-", "$1"]
)
def test_long_messages_are_read_to_their_end(piece: str) -> None:
    """A pattern that goes back and forth would not come back before the run gives up on it."""
    read((piece * 100_000)[:100_000])


def test_every_rule_can_be_compiled_and_has_hints() -> None:
    for rules in (CLOCKS, DATES, DAYS, MOMENTS, PERIODS):
        for rule in rules.rules:
            assert rule.hints
            assert rule.pattern.pattern == rule.source
