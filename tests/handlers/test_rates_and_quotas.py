"""Several currencies in one report, and what was to be won beside what was."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.house import open_house
from bot.settings import load_settings
from crm_domain.deals import Deal
from crm_domain.money import Money
from crm_domain.pipelines import Outcome
from crm_domain.revenue import sums
from crm_domain.scope import Scope
from crm_domain.timespan import Timespan
from tests.people import asked, done, refused, rows

NOVEMBER = datetime(2026, 11, 10, 12, tzinfo=UTC)
MONTH = Timespan(date(2026, 11, 1), date(2026, 11, 30))


def sold(office, *amounts, owner="ann", at=NOVEMBER):
    def work(crm):
        won = crm.pipelines.stage("won")
        for n, (amount, currency) in enumerate(amounts):
            crm.session.add(Deal(title=f"Sold {owner} {n} {currency}", stage=won, owner=crm.members.by_handle(owner),
                                 amount=Money.of(amount, currency), created_at=at, closed_at=at))  # fmt: skip

    office.crm(work)


def test_a_rate_that_was_told_converts_every_report_and_is_stated_with_its_day(office, root, max_):
    sold(office, (1000, "USD"), (200, "EUR"), (30_000, "JPY"))
    without = done(max_.says("revenue this month"))
    assert without.figures["revenue"] == 1000
    assert "for want of exchange rates" in without.text
    assert without.figures["other_currencies"]["EUR"] == {"value": 200, "deals": 1}
    told = done(root.says("1 EUR = 1.08 USD"))
    assert "1 EUR = 1.08 USD" in told.text
    with_it = done(max_.says("revenue this month"))
    assert with_it.figures["revenue"] == 1216
    assert with_it.figures["rates"] == {"EUR": {"rate": 1.08, "day": "2026-11-23"}}
    assert "Converted at 1 EUR = 1.08 USD" in with_it.text
    assert list(with_it.figures["other_currencies"]) == ["JPY"]
    shown = done(max_.presses("Show rows"))
    assert (shown.figures["rows"], shown.figures["rows_sum"]) == (2, 1216)
    assert done(max_.says("average deal size this month")).figures["mean"] == 608
    assert "Converted" not in done(max_.says("win rate this month")).text


def test_a_rate_is_told_in_chinese_from_either_side_and_counts_before_the_first_one_too(office, root, max_):
    sold(office, (700, "CNY"), (1, "USD"))
    done(root.says("1美元=7元"))
    assert done(max_.says("本月业绩")).figures["revenue"] == pytest.approx(101, abs=0.01)
    done(root.says("人民币汇率设为0.15"))
    answer = done(max_.says("本月业绩"))
    assert answer.figures["revenue"] == 106
    assert "0.15" in answer.text
    assert rows(done(max_.says("汇率")))[0][1] == "1 CNY = 0.15 USD"


def test_each_deal_is_converted_at_the_rate_of_the_day_it_was_closed(office, root, max_):
    sold(office, (100, "EUR"), at=datetime(2026, 10, 15, 12, tzinfo=UTC))
    sold(office, (100, "EUR"), (1, "USD"), owner="bo")
    done(root.says("set the EUR rate to 1.1 as of 1 October"))
    done(root.says("set the EUR rate to 1.2 as of 1 November"))
    quarter = done(max_.says("revenue this quarter"))
    assert quarter.figures["revenue"] == 231
    assert quarter.figures["rates"] == {"EUR": {"rate": 1.2, "day": "2026-11-01"}}
    assert [told[1:] for told in quarter.figures["rates_by_day"]] == [[1.1, "2026-10-01"], [1.2, "2026-11-01"]]
    assert "at the rate of its day" in quarter.text
    assert done(max_.presses("Show rows")).figures["rows_sum"] == 231
    month = done(max_.says("上个月业绩"))
    assert (month.figures["revenue"], month.figures["rates"]["EUR"]["rate"]) == (110, 1.1)
    assert done(max_.says("average deal size this quarter")).figures["mean"] == 77
    assert [row[1] for row in rows(done(max_.says("revenue by month")))[-2:]] == ["$110", "$121"]


def test_what_is_no_rate_is_refused_with_what_to_say_instead(root, ann):
    refused(root.says("1 EUR = 1.2 GBP"))
    refused(root.says("1 USD = 1.2 USD"))
    refused(root.says("1 EUR = 0 USD"))
    refused(ann.says("1 EUR = 1.08 USD"))
    assert "1 EUR = 1.08" in refused(root.says("1 EUR = 5 CNY")).text


def test_what_the_database_converts_is_what_each_deal_comes_to(each_office):
    amounts = [(1, "EUR"), (3, "EUR"), ("0.05", "EUR"), (999, "JPY"), ("12.34", "USD"), (7, "GBP")]
    sold(each_office, *amounts)
    span = Timespan(date(2026, 11, 1), date(2026, 11, 30))

    def compare(crm):
        crm.rates.give("EUR", Decimal("1.0835"), date(2026, 11, 1))
        crm.rates.give("EUR", Decimal("1.2"), date(2026, 11, 10))
        crm.rates.give("EUR", Decimal("9"), date(2026, 11, 11))
        crm.rates.give("JPY", Decimal("0.006453"), date(2026, 11, 1))
        each, whole = crm.figures.won(span, Scope()), crm.tallies.closed((Outcome.WON,), span, Scope())
        assert sums(each) == sums(whole)
        assert set(sums(each)) == {"USD", "GBP"}
        assert sorted(minor for fact in each if (minor := fact.minor)) == sorted([120, 360, 6, 645, 1234, 700])
        assert crm.tallies.amounts(span, Scope(), "GBP") == {"": [700]}
        assert crm.tallies.days_to_win(span, Scope(), "owner") == {"Ann Lee": [0] * 6}
        assert {fact.key for fact in crm.tallies.closed((Outcome.WON,), span, Scope(), "month")} == {"2026-11"}
        assert sums(crm.tallies.closed((Outcome.WON,), span, Scope(), "month")) == sums(each)

    each_office.crm(compare, as_="root")


def test_a_quota_is_set_and_seen_by_message_and_told_with_the_forecast_and_the_leaderboard(office, max_, ann):
    sold(office, (50_000, "USD"))
    sold(office, (10_000, "USD"), owner="bo")
    assert "Ann Lee: $200,000" in done(max_.says("set Ann Lee's quota for Q4 to 200k")).text
    done(max_.says("把Bo Berg四季度的指标设为4万美元"))
    listed = done(max_.says("quotas this quarter"))
    assert [row[:2] for row in rows(listed)] == [("Ann Lee", "$200,000"), ("Bo Berg", "$40,000")]
    assert [row[-1] for row in rows(listed)] == ["25.0%", "25.0%"]
    forecast = done(max_.says("forecast this quarter")).figures
    assert (forecast["quota"], forecast["attainment_pct"], forecast["to_go"]) == (240_000, 25, 180_000)
    board = done(max_.says("leaderboard this quarter"))
    assert board.figures["attainment_pct"] == {"Ann Lee": 25, "Bo Berg": 25}
    assert rows(board)[0][-1] == "25.0%"
    assert done(max_.says("set Ann Lee's quota for Q4 to 100k")).text
    assert done(max_.says("本季度指标完成情况")).figures["quotas"][0][1] == 100_000
    refused(ann.says("set Ann Lee's quota for Q4 to 1"))


def test_a_deal_counts_in_the_forecast_as_what_it_was_called(office, max_, ann):
    done(ann.says("set the Acme renewal to 40k, close date 18 December"))
    before = done(max_.says("forecast this quarter")).figures
    assert (before["commit"], before["best_case"]) == (0, 40_000)
    assert "commit" in done(ann.says("put the Acme renewal in commit")).text
    assert done(max_.says("forecast this quarter")).figures["commit"] == 40_000
    assert "管道" in done(max_.says("把Acme renewal列为管道")).text
    after = done(max_.says("forecast this quarter")).figures
    assert (after["commit"], after["best_case"]) == (0, 0)
    done(max_.says("undo"))
    assert done(max_.says("forecast this quarter")).figures["commit"] == 40_000
    assert asked(max_.says('/deal.category deal="Acme renewal"')).buttons


def test_rates_may_stand_in_the_settings_and_a_later_one_told_by_message_goes_on(tmp_path):
    file = tmp_path / "config.yaml"
    file.write_text(f"database: {tmp_path / 'c.db'}\nexchange_rates:\n  EUR: {{worth: 1.08, since: 2026-11-01}}\n")
    for _ in range(2):
        house = open_house(load_settings(file))
        with house.store.transaction() as session:
            assert [rate.label for rate in house.crm(session).rates.listed()] in ([], ["1 EUR = 1.08 USD"])
            assert len(house.crm(session).rates.all()) == 1
        house.store.close()
