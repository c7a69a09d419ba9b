"""Single cells of foreign tables: what they say in the light of their column, and what is rather asked about."""

from collections import Counter, defaultdict

import pytest

from benchmarks.exactness import KINDS, made_up
from benchmarks.variants import variant
from crm_domain.cell_dates import Dates
from crm_domain.cell_phones import phone, usual_region
from crm_domain.cells import Amounts
from crm_domain.errors import BadValue

REGIONS = ("US", "CN", "GB", "DE", "FR", "IN", "ES", "CH")


def read_under(cells: list[str], unit: str = "") -> list[object]:
    """What each says, in a column of all of them; the English reason where it may be two things."""
    amounts, told = Amounts.under(unit), list[object]()
    for cell in cells:
        amounts.see(cell)
    for cell in cells:
        try:
            told.append(float(amounts.read(cell)[0]))
        except BadValue as reason:
            told.append(reason.text.en.partition(" ")[2].partition(",")[0].partition(":")[0])
    return told


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["1.250,50", "950,75", "950.75", "7"], [1250.5, 950.75, 950.75, 7.0]),
        (["1,250.50", "950,75", "12,500"], [1250.5, 950.75, 12500.0]),
        (["10.25", "12.500"], [10.25, "may be in thousands or have three decimals"]),
        (["10,25", "12,500"], [10.25, "may be in thousands or have three decimals"]),
        (["12.500", "8.000"], [12500.0, 8000.0]),
        (["4633.125", "12.500"], [4633.125, 12.5]),
        (["1.234.567", "12.05.2026"], [1234567.0, "is no amount."]),
        (["₹12,34,567", "(1'250.00)", "3 Mio. €", "2 crore"], [1234567.0, -1250.0, 3e6, 2e7]),
        (["22.613万", "1,2万"], ["may be in thousands or have three decimals", 12000.0]),
        (["22.613万", "12,500万"], [226130.0, 1.25e8]),
    ],
)
def test_an_amount_is_what_its_column_says_or_is_asked_about(cells, told):
    assert read_under(cells) == told


@pytest.mark.parametrize(
    ("home", "cells", "coins"),
    [
        ("JPY", ["¥1200", "800"], ["JPY", "JPY"]),
        ("EUR", ["¥1200", "12元"], ["CNY", "CNY"]),
        ("CAD", ["$12", "US$ 12", "HK$ 5"], ["CAD", "USD", "HKD"]),
        ("EUR", ["US$ 12", "8"], ["USD", "USD"]),
        ("NOK", ["12 kr"], ["NOK"]),
    ],
)
def test_a_sign_of_several_currencies_means_the_houses_own(home, cells, coins):
    amounts = Amounts(home=home)
    for cell in cells:
        amounts.see(cell)
    assert [amounts.read(cell)[1] for cell in cells] == coins


def test_a_column_counted_in_ten_thousands_has_decimals():
    assert read_under(["12.345", "8"], "万元") == [123450.0, 80000.0]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("12 de marzo de 2026", "2026-03-12"),
        ("1er février 2026", "2026-02-01"),
        ("Di, 03.03.2026", "2026-03-03"),
        ("mar. 3, 2026", "2026-03-03"),
        ("mar 3 mar 2026", "2026-03-03"),
        ("Sunday, March 1, 2026", "2026-03-01"),
        ("2026-Mar-03", "2026-03-03"),
        ("2026年3月3日（周二）", "2026-03-03"),
    ],
)
def test_a_date_is_read_as_it_is_written_in_its_country(cell, day):
    assert Dates().read(cell).isoformat()[:10] == day


def test_a_day_that_is_in_no_calendar_tells_nothing_of_its_column():
    dates = Dates()
    for cell in ("31/02/2026", "3/25/2026"):
        dates.see(cell)
    assert dates.read("3/4/2026").isoformat() == "2026-03-04"


def test_a_column_of_numbers_is_at_home_where_they_are_numbers_or_nowhere():
    swiss = ["061 279 81 60", "078 148 97 26"]
    assert usual_region(swiss, REGIONS) == "CH"
    assert usual_region(["(415) 555-0100"], REGIONS, home="DE") == "US"
    assert usual_region(["612799160", "642799161"], REGIONS, home="ES") == "ES"
    alike = ["0612798160"]
    assert usual_region(alike, REGIONS) == ""
    assert usual_region(alike, REGIONS, hints={"FR"}) == "FR"
    with pytest.raises(BadValue) as refused:
        phone(alike[0], "")
    assert "country code" in refused.value.text.en
    assert phone("+33612798160", "") == "+33612798160"


def test_files_of_many_manners_are_read_exactly_or_rejected(tmp_path):
    counts, shown = defaultdict(Counter), []
    for seed in range(10):
        made_up(variant(seed), tmp_path, counts, shown)
    for kind in KINDS:
        assert not counts[kind]["wrong"], shown
        assert counts[kind]["right"] >= 0.97 * counts[kind].total(), shown
