"""Reports, asked for in words: the number, what it was before, the dates, the definition, and the figures."""

import json
from datetime import UTC, datetime

import pytest

from crm_domain.access import DEFAULT_RIGHTS, Access, Reach
from crm_domain.activities import Kind
from crm_domain.deals import DealLine
from crm_domain.members import Role
from crm_domain.money import Money
from crm_domain.products import Product
from handlers.assistant import Assistant
from tests.people import done, labels, refused, rows, told

NOVEMBER = {"start": "2026-11-01", "end": "2026-11-30"}


def at(month, day, hour=10):
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def sold(office):
    """Ann won 12,000 and 8,000 dollars in November and 10,000 in October, and lost one; Bo won 900 pounds."""

    def work(crm):
        ann, bo, lin = (crm.members.by_handle(handle) for handle in ("ann", "bo", "lin"))
        acme = next(c for c in crm.companies.all() if c.name == "Acme Industries")
        acme.region = "EMEA"
        stage = crm.pipelines.stage

        def close(title, owner, amount, currency, when, how="won", company=None):
            deal = crm.deals.add(title, stage("lead"), company=company, owner=owner, amount=Money.of(amount, currency))
            deal.created_at = at(9, 1)
            crm.deals.move(deal, stage("proposal"), at(9, 11))
            crm.deals.move(deal, stage(how), when)
            return deal

        close("Gate", ann, 12_000, "USD", at(11, 3), company=acme)
        first = close("Belt", ann, 8_000, "USD", at(11, 10))
        close("Lamp", ann, 10_000, "USD", at(10, 5), company=acme)
        close("Door", ann, 5_000, "USD", at(11, 12), how="lost")
        close("Rack", bo, 900, "GBP", at(11, 20))
        scanner = Product(name="PS-20 scanner")
        scanner.price = Money.of(500, "USD")
        crm.products.put(scanner)
        crm.session.add(DealLine(deal_id=first.id, product_id=scanner.id, quantity=2))
        for kind, owner, day in (
            (Kind.CALL, ann, 17),
            (Kind.CALL, ann, 18),
            (Kind.VISIT, lin, 18),
            (Kind.CALL, bo, 11),
        ):
            crm.activities.put(crm.activities.model(kind=kind, owner=owner, at=at(11, day)))

    office.crm(work)
    return office


@pytest.fixture
def boss(sold):
    return sold.person("max")


# -- revenue --------------------


def test_a_month_of_refunds_has_no_percentage_and_no_shares(office, boss):
    def work(crm):
        deal = next(deal for deal in crm.deals.all() if deal.title == "Lamp")
        deal.amount_minor = -500_000

    office.crm(work)
    reply = done(boss.says("revenue this month"))
    assert reply.text.split("\n")[1] == "1–23 Oct 2026: -$5,000 (1 deal)."
    assert reply.figures["change_pct"] is None
    october = done(boss.says("revenue in October by rep"))
    assert rows(october) == [("Ann Lee", "-$5,000", "1", "–")]


def test_a_chinese_question_may_begin_with_a_foreign_name(boss):
    assert done(boss.says("Ann上个月的赢单率")).text.startswith("2026年10月1日至31日赢单率（Ann")


def test_revenue_tells_the_number_the_dates_the_month_before_and_the_definition(boss):
    reply = done(boss.says("revenue this month"))
    lines = reply.text.split("\n")
    assert lines[0] == "Won in 1–23 Nov 2026: $20,000 (2 deals)."
    assert lines[1] == "Up 100.0% on 1–23 Oct 2026 ($10,000 (1 deal))."
    assert lines[-1].startswith("Counted: won deals")
    assert told(reply) == [("report.revenue", {"period": NOVEMBER})]
    figures = reply.figures
    assert (figures["revenue"], figures["deals"], figures["prev_revenue"], figures["change_pct"]) == (
        20000,
        2,
        10000,
        100,
    )
    assert figures["period"] == ["2026-11-01", "2026-11-23"]
    assert figures["compare"] == ["2026-10-01", "2026-10-23"]


def test_revenue_in_chinese(sold):
    reply = done(sold.person("lin").says("本月业绩怎么样"))
    assert reply.text.startswith("2026年11月1日至23日成交：20,000 美元（2 单）。\n比2026年10月1日至23日增长 100.0%")
    assert told(reply)[0][0] == "report.revenue"


def test_other_currencies_are_named_and_never_added(boss):
    reply = done(boss.says("revenue this month"))
    assert "Not in it, for want of exchange rates: £900 (1 deal)." in reply.text
    assert reply.figures["other_currencies"] == {"GBP": {"value": 900.0, "deals": 1}}


def test_where_nothing_is_in_the_base_currency_the_other_one_leads(boss):
    reply = done(boss.says("revenue for Bo this month"))
    assert reply.text.startswith("Won in 1–23 Nov 2026 for Bo Berg: £900")
    assert reply.figures["currency"] == "GBP"


def test_revenue_by_rep_by_region_by_company_and_by_product(boss):
    assert rows(done(boss.says("revenue by rep this month"))) == [("Ann Lee", "$20,000", "2", "100.0%")]
    region = done(boss.says("revenue by region this month")).figures
    assert (region["EMEA"]["revenue"], region["North"]["revenue"]) == (12000, 8000)
    assert region["EMEA"]["share_pct"] == 60
    top = done(boss.says("who are our five biggest customers")).figures["top"]
    assert top[0] == ["Acme Industries", 22000.0]
    product = done(boss.says("sales by product this month")).figures
    assert product["by_product"]["PS-20 scanner"] == pytest.approx(
        {"revenue": 8000, "deals": 1, "units": 1, "share_pct": 40, "avg_deal": 8000, "win_rate_pct": 100}
    )
    assert product["top_by_revenue"] == ""
    assert done(boss.says("how much PS-20 did we sell this month")).figures["revenue"] == 8000


def test_months_without_a_deal_are_in_the_series(boss):
    figures = done(boss.says("monthly revenue for the last six months")).figures
    assert figures["series"] == [
        ["2026-06", 0.0],
        ["2026-07", 0.0],
        ["2026-08", 0.0],
        ["2026-09", 0.0],
        ["2026-10", 10000.0],
        ["2026-11", 20000.0],
    ]
    assert figures["mean"] == 5000


def test_a_report_offers_to_be_broken_down_and_the_button_does_it(boss):
    reply = done(boss.says("revenue this month"))
    assert labels(reply) == ["By rep", "By month", "By region", "Chart", "Show rows"]
    assert rows(done(boss.presses("By rep"))) == [("Ann Lee", "$20,000", "2", "100.0%")]


def test_no_revenue_is_said_in_words(boss):
    reply = done(boss.says("revenue in March 2025"))
    assert reply.text.startswith("Nothing was won in 1–31 Mar 2025.")
    assert (reply.figures["revenue"], reply.figures["change_pct"]) == (0, None)


def test_a_period_that_is_still_to_come_has_no_revenue(boss):
    assert "still to come" in refused(boss.says("revenue next month")).text
    assert "还没到" in refused(boss.says("下个月业绩")).text


def test_an_unknown_person_is_refused_by_name(boss):
    assert "no member called “Zebedee”" in refused(boss.says("win rate for Zebedee this year")).text


def test_a_day_is_the_askers(sold):
    """At 23:30 in London it is the next day in Shanghai, and the next month."""
    sold.now = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    assert done(sold.person("ann").says("revenue this month")).figures["period"][0] == "2026-11-01"
    assert done(sold.person("lin").says("本月业绩")).figures["period"] == ["2026-12-01", "2026-12-01"]


# -- win rate, cycle, size, funnel --------------------


def test_the_win_rate_counts_won_of_won_and_lost(boss):
    reply = done(boss.says("win rate this month"))
    assert reply.text.startswith(
        "Win rate in 1–23 Nov 2026: 75.0%, 3 won and 1 lost.\nDown 25.0 points on 1–23 Oct 2026"
    )
    figures = reply.figures
    assert (figures["win_rate_pct"], figures["won"], figures["lost"], figures["change_pp"]) == (75, 3, 1, -25)


def test_without_a_closed_deal_there_is_no_win_rate(boss):
    reply = done(boss.says("赢单率 2025年3月"))
    assert reply.figures["win_rate_pct"] is None
    assert "算不出赢单率" in reply.text or "no win rate" in reply.text
    assert "nan" not in reply.text.lower()


def test_the_win_rate_by_rep_names_no_best_of_few(boss):
    reply = done(boss.says("win rate by rep this month"))
    assert rows(reply) == [("Bo Berg", "100.0%", "1", "0"), ("Ann Lee", "66.7%", "2", "1")]
    assert reply.figures["best"] is None
    assert "it takes 20 closed deals each" in reply.text


def test_the_sales_cycle_is_from_entry_to_win(boss):
    figures = done(boss.says("average sales cycle this month")).figures
    assert figures["deals"] == 3
    assert figures["mean_days"] == pytest.approx((63 + 70 + 80) / 3)
    assert figures["median_days"] == 70


def test_of_one_deal_there_is_no_deviation(boss):
    reply = done(boss.says("average deal size in October"))
    assert (reply.figures["mean"], reply.figures["sd"]) == (10000, None)
    assert "standard deviation – (1 deal)" in reply.text


def test_the_funnel_follows_the_deals_that_began(boss):
    figures = done(boss.says("funnel from September to November")).figures
    counts = {name: figures[name] for name in ("engaged", "won", "lost", "open")}
    assert counts == {"engaged": 9, "won": 4, "lost": 1, "open": 4}
    assert figures["stages"]["proposal"]["reached"] == 7
    assert figures["stages"]["won"]["reached"] == 4


# -- what is open --------------------


def test_the_pipeline_is_told_by_stage(boss):
    reply = done(boss.says("what does the pipeline look like"))
    assert reply.text.startswith("Open pipeline: $40,000 (1 deal); weighted by stage $20,000.")
    assert reply.figures["total"] == {"deals": 1, "value": 40000.0}
    assert reply.figures["proposal"] == {"deals": 1, "value": 40000.0, "weighted": 20000.0}
    assert set(reply.figures["other_currencies"]) == {"CNY", "GBP"}


def test_the_pipeline_of_a_person_a_team_a_stage(sold):
    lin = sold.person("lin")
    mine = done(lin.says("我的管道")).figures
    assert (mine["currency"], mine["total"]["value"], mine["weighted"]) == ("CNY", 1_180_000, 445_000)
    assert told(done(lin.says("pipeline South")))[0][1] == {"team": "South"}
    assert done(lin.says("谈判阶段的管道有多少")).figures["total"]["deals"] == 1
    assert "The teams are" in refused(sold.person("ann").says("pipeline for the Moon team")).text


def test_a_deal_without_an_amount_is_worth_its_products(sold):
    def work(crm):
        deal = crm.deals.add("Unpriced", crm.pipelines.stage("lead"), owner=crm.members.by_handle("bo"))
        crm.session.add(DealLine(deal_id=deal.id, product_id=crm.products.all()[0].id, quantity=3))
        crm.deals.add("Empty", crm.pipelines.stage("lead"), owner=crm.members.by_handle("bo"))

    sold.crm(work)
    reply = done(sold.person("max").says("pipeline bo"))
    assert reply.figures["lead"] == {"deals": 1, "value": 1500.0, "weighted": 150.0}
    assert reply.figures["deals_without_amount"] == 1


def test_a_forecast_is_told_of_one_region(boss):
    done(boss.says("forecast this quarter"))
    assert done(boss.says("only EMEA")).commands[0].slots["region"] == "EMEA"


def test_the_forecast_is_this_quarters_unless_another_one_is_said(boss):
    reply = done(boss.says("forecast"))
    assert reply.text.startswith("Forecast for 1 Oct – 31 Dec 2026: $50,000, of which $30,000 closed and $20,000 open")
    figures = reply.figures
    assert (figures["closed"], figures["weighted"], figures["commit"], figures["best_case"]) == (
        30000,
        20000,
        30000,
        70000,
    )
    assert figures["undated_deals"] == 3
    assert done(boss.says("forecast next quarter")).figures["forecast"] == 0
    assert "is over" in refused(boss.says("forecast for 2025")).text


def test_what_is_stuck_is_what_has_been_worked_on_too_long(sold):
    def work(crm):
        deal = crm.deals.add("Old", crm.pipelines.stage("qualified"), owner=crm.members.by_handle("bo"),
                             amount=Money.of(700, "USD"))  # fmt: skip
        deal.history[0].at = deal.created_at = at(2, 1)

    sold.crm(work)
    figures = done(sold.person("max").says("which deals are stuck")).figures
    assert (figures["deals"], figures["value"], figures["share_of_open_engaging_pct"]) == (1, 700, 25)
    assert done(sold.person("max").says("deals older than 400 days")).figures["share_of_open_engaging_pct"] == 0
    assert done(sold.person("lin").says("有多少商机卡住超过30天了？")).figures["days"] == 30


# -- people --------------------


def test_the_leaderboard_ranks_by_what_is_asked(boss):
    assert rows(done(boss.says("leaderboard this month"))) == [("1", "Ann Lee", "$20,000")]
    assert rows(done(boss.says("leaderboard by deals won this month"))) == [
        ("1", "Ann Lee", "2"),
        ("2", "Bo Berg", "1"),
    ]
    activities = done(boss.says("leaderboard by activities this month")).figures
    assert activities["top"] == [["Ann Lee", 2], ["Bo Berg", 1], ["林晓琳", 1]]
    assert done(boss.says("who has the biggest pipeline")).figures["top"] == [["Ann Lee", 40000.0]]


def test_activities_are_counted_by_kind_and_person(boss):
    reply = done(boss.says("how many calls did we log last week"))
    assert reply.text.startswith("2 calls in 16–22 Nov 2026.\nUp 100.0% on 9–15 Nov 2026 (1).")
    assert done(boss.says("how many calls did ann make last week")).figures["activities"] == 2
    figures = done(boss.says("activity report for last week")).figures
    assert (figures["by_kind"], figures["by_owner"]) == ({"call": 2, "visit": 1}, {"Ann Lee": 2, "林晓琳": 1})


def test_who_has_not_won_is_named(boss):
    assert done(boss.says("who has not won anything this month")).figures["reps"] == ["林晓琳"]
    assert done(boss.says("这个月谁还没开单？")).figures["count"] == 1


# -- who may see it --------------------


def narrowed(office, noun="deals"):
    """The same office where a rep sees only their own deals."""
    rights = dict(DEFAULT_RIGHTS) | {Role.REP: {**DEFAULT_RIGHTS[Role.REP], noun: (Reach.OWN, Reach.OWN)}}
    office.assistant = Assistant(access=Access(rights))
    return office


def test_a_rep_who_sees_only_their_own_gets_only_their_own_and_is_told_so(sold):
    bo = narrowed(sold).person("bo")
    reply = done(bo.says("revenue this month"))
    assert (reply.figures["revenue"], reply.figures["currency"]) == (900, "GBP")
    assert "Counts only what you may see." in reply.text
    assert done(bo.says("revenue for Ann this month")).figures["revenue"] == 0
    assert done(bo.says("leaderboard by deals won")).figures["top"] == [["Bo Berg", 1]]
    assert done(bo.says("pipeline")).figures["total"]["deals"] == 1


def test_in_a_group_figures_that_not_all_may_see_go_to_the_asker_alone(sold):
    assert not done(sold.person("max", chat="team", group=True).says("revenue this month")).private
    assert done(narrowed(sold).person("max", chat="team", group=True).says("revenue this month")).private


ASKED = (
    "revenue", "revenue by month", "sales by rep", "revenue by region", "revenue by industry", "revenue by product",
    "revenue by quarter", "top customers by revenue", "pipeline", "forecast", "funnel", "win rate",
    "win rate by region", "win rate by month",
    "sales cycle", "sales cycle by rep", "deal size", "deal size by company", "leaderboard",
    "leaderboard by activities", "leaderboard by pipeline", "activity report", "which deals are stuck",
    "who has not won anything this month",
)  # fmt: skip


@pytest.mark.parametrize("words", ASKED)
def test_every_report_has_an_answer_where_there_is_nothing_to_report(office, words):
    def empty(crm):
        for row in (*crm.activities.all(), *crm.deals.all()):
            crm.session.delete(row)

    office.crm(empty)
    reply = done(office.person("max").says(words))
    assert "nan" not in json.dumps(reply.figures).lower()
    assert "None" not in reply.text


@pytest.mark.parametrize("words", ASKED)
def test_every_report_changes_nothing_and_its_figures_are_plain(sold, words):
    before = sold.dump()
    reply = done(sold.person("max").says(words))
    assert json.loads(json.dumps(reply.figures, allow_nan=False)) == reply.figures
    assert reply.table is None or len(reply.table.rows) <= 5
    assert sold.dump() == before


@pytest.mark.parametrize("words", ASKED[:12])
def test_reports_are_the_same_on_both_databases(each_office, words):
    assert done(each_office.person("max").says(words)).figures


@pytest.mark.parametrize(
    "words",
    [
        "the weather forecast says rain",
        "what a funnel cake",
        "my win at chess yesterday",
        "pipeline burst on the third floor",
        "今天股市业绩不好聊",
        "天气预报怎么说",
    ],
)
def test_what_only_sounds_like_a_report_is_none(ann, words):
    assert ann.says(words).commands == ()


def test_last_years_quarter_is_meant_where_it_has_been(boss):
    assert told(done(boss.says("revenue Q1")))[0][1]["period"] == {"start": "2026-01-01", "end": "2026-03-31"}
    assert told(done(boss.says("forecast Q1")))[0][1]["period"] == {"start": "2027-01-01", "end": "2027-03-31"}
    assert told(done(boss.says("revenue 2025")))[0][1]["period"] == {"start": "2025-01-01", "end": "2025-12-31"}


def test_a_forecast_is_told_by_rep_and_sums_to_the_whole(boss, sold):
    whole = done(boss.says("forecast this quarter"))
    reply = done(boss.says("and by rep?"))
    parts = reply.figures["by_owner"]
    assert sum(part["forecast"] for part in parts.values()) == pytest.approx(whole.figures["forecast"])
    assert rows(reply)[0][0] == next(iter(parts))
    done(sold.person("max", chat="elsewhere").says("本季度预测"))
    assert done(sold.person("max", chat="elsewhere").says("按销售呢")).figures["by_owner"] == parts


@pytest.mark.parametrize("words", ["how much did we close in october", "how much did Ann close in october"])
def test_what_is_closed_in_a_month_is_no_last_day_of_it(boss, words):
    assert told(done(boss.says(words)))[0][1]["period"] == {"start": "2026-10-01", "end": "2026-10-31"}


@pytest.mark.parametrize(
    "words",
    ["compare this month and June revenue", "revenue this month vs June", "本月和六月的业绩对比"],
)
def test_two_periods_that_are_named_stand_beside_each_other(ann, words):
    told = done(ann.says(words)).figures
    assert told["period"][0] == "2026-11-01"
    assert told["compare"] == ["2026-06-01", "2026-06-30"]


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("who made the most calls this week", "report.activity"),
        ("这周谁打电话最多", "report.activity"),
        ("what makes deals win", "report.drivers"),
        ("赢单的关键因素", "report.drivers"),
        ("which customers might leave", "report.churn"),
        ("谁快要跑了", "report.churn"),
        ("what are my best bets this quarter", "report.odds"),
        ("胜算最大的是哪几单", "report.odds"),
        ("are we gonna hit quota in q4", "report.forecast"),
        ("which deals did we lose last month", "deal.list"),
        ("上个月丢了哪些单", "deal.list"),
    ],
)
def test_a_manager_is_understood_at_first_sight(max_, words, command):
    reply = max_.says(words)
    assert [told.name for told in reply.commands] == [command]


def test_deals_that_are_over_are_listed_by_the_day_they_were_closed(ann):
    done(ann.says("lost the Acme renewal, no budget"))
    assert "Acme renewal" in [row[0] for row in rows(done(ann.says("deals we lost this month")))]
    assert "No deal fits" in ann.says("deals we lost last month").text


@pytest.mark.parametrize(
    ("who", "asks", "follows", "by"),
    [
        ("max", "how many tickets came in last week", "by category", "category"),
        ("max", "sla last month", "and by agent", "agent"),
        ("lin", "上周来了多少工单", "按客服", "agent"),
    ],
)
def test_what_a_support_report_is_grouped_by_is_said_next_and_its_days_stay(office, who, asks, follows, by):
    person = office.person(who)
    ((report, slots),) = told(done(person.says(asks)))
    assert told(done(person.says(follows))) == [(report, slots | {"by": by})]
