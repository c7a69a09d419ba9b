"""Texts in two languages."""

import pytest

from crm_domain.texts import T

DEALS = T(
    "{name}: {n} open deal(s), {late} of them late by {days} day(s)", "{name}：在手 {n} 单，{late} 单已过期 {days} 天"
)


@pytest.mark.parametrize(
    ("n", "days", "said"),
    [
        ("1", "1", "Ann: 1 open deal, 1 of them late by 1 day"),
        ("2", "1", "Ann: 2 open deals, 1 of them late by 1 day"),
        ("1,001", "0", "Ann: 1,001 open deals, 1 of them late by 0 days"),
        ("1", "1.0", "Ann: 1 open deal, 1 of them late by 1.0 days"),
    ],
)
def test_a_word_is_one_or_many_as_the_number_before_it_says(n, days, said):
    assert DEALS.to("en", name="Ann", n=n, late="1", days=days) == said


def test_a_unit_that_is_a_text_of_its_own_is_counted_too():
    assert (
        T("{n} {what} in May", "五月{what} {n} 条").to("en", n="1", what=T("call(s)", "电话").to("en"))
        == "1 call in May"
    )


def test_what_somebody_called_something_stays_as_it_is():
    assert (
        T("{n} thing(s): {name}", "{n}：{name}").to("en", n="1", name="Pump(s) for Acme") == "1 thing: Pump(s) for Acme"
    )
    assert DEALS.to("zh", name="Pump(s)", n="1", late="0", days="2") == "Pump(s)：在手 1 单，0 单已过期 2 天"
