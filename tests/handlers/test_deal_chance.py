"""“What are the odds on …”, in both languages: the chance, why, by stage alone on thin history, and refusals."""

import random
from datetime import timedelta

import pytest

from crm_domain.deals import Deal, StageChange
from tests.people import MONDAY, done, labels, refused, told


@pytest.fixture
def sold(office):
    """Half a year of deals: Ann wins three of four, Bo one; “Harbour lights” is Ann's and ten days old."""

    def work(crm):
        draw, stages = random.Random(3), {stage.key: stage for stage in crm.pipelines.stages()}
        ann, bo = crm.members.by_handle("ann"), crm.members.by_handle("bo")
        for n in range(240):
            owner = draw.choice((ann, bo))
            won = draw.random() < (0.75 if owner is ann else 0.25)
            begun = MONDAY - timedelta(days=draw.randrange(40, 260))
            _deal(
                crm,
                f"Sold {n}",
                owner,
                begun,
                stages["won" if won else "lost"],
                begun + timedelta(days=draw.randrange(3, 40)),
            )
        for n in range(20):
            _deal(crm, f"Open {n}", draw.choice((ann, bo)), MONDAY - timedelta(days=n), stages["proposal"])
        _deal(crm, "Harbour lights", ann, MONDAY - timedelta(days=10), stages["negotiation"])
        _deal(crm, "Quay cranes", ann, MONDAY - timedelta(days=10), stages["lead"])

    office.crm(work)
    return office


def _deal(crm, title, owner, begun, stage, closed=None):
    deal = Deal(title=title, owner=owner, stage=stage, stage_id=stage.id, created_at=begun, closed_at=closed)
    crm.deals.put(deal)
    crm.session.flush()
    deal.created_at = begun
    crm.session.add(StageChange(deal_id=deal.id, from_id=None, to_id=stage.id, at=closed or begun))


@pytest.mark.parametrize(
    "words",
    [
        "what are the odds on Harbour lights",
        "how likely is Harbour lights to close",
        "win probability of Harbour lights",
        "will we win Harbour lights by the end of January",
        "Harbour lights有几成把握",
        "Harbour lights能签下来吗",
        "拿下Harbour lights的概率有多大",
        "Harbour lights有戏吗",
    ],
)
def test_the_odds_on_a_deal_are_told_with_reasons(sold, words):
    reply = done(sold.person("max").says(words))
    assert told(reply)[0][0] == "deal.chance"
    figures = reply.figures
    assert figures["usual_pct"] < figures["chance_pct"] < 100  # Ann wins more than Bo
    assert figures["reasons"]["owner"] > 0
    assert f"{figures['chance_pct']:.0f}%" in reply.text
    assert "Ann" in reply.text
    assert "points" in reply.text or "百分点" in reply.text


def test_without_history_only_the_stage_tells(office, ann):
    done(ann.says("new deal Pier nets, 9k"))
    done(ann.says("move Pier nets to proposal"))
    reply = done(ann.says("what are the odds on Pier nets"))
    assert "too little history" in reply.text
    assert reply.figures == {"chance_pct": None, "stage_pct": 50}
    assert "历史数据太少" in done(office.person("lin").says("Pier nets有几成把握")).text


def test_a_deal_that_is_over_or_not_begun_or_a_day_that_is_past_has_no_odds(sold):
    boss = sold.person("max")
    assert "is over" in refused(boss.says("what are the odds on Sold 7")).text
    assert "is over" in refused(boss.says('/deal.chance deal="Harbour lights" period="last month"')).text
    assert "not being worked on yet" in done(boss.says("what are the odds on Quay cranes")).text


def test_a_deal_offers_its_odds_while_it_is_open(sold):
    boss = sold.person("max")
    assert "What are the odds?" in labels(boss.says("show deal Harbour lights"))
    assert "What are the odds?" not in labels(boss.says("show deal Sold 7"))


@pytest.mark.parametrize(
    "words",
    [
        "which deals are most likely to close",
        "deals ranked by win probability",
        "哪些商机最有把握",
        "哪些单子最有希望签下来",
    ],
)
def test_the_likeliest_deals_come_first_with_what_they_come_to(sold, words):
    reply = done(sold.person("max").says(words))
    assert told(reply)[0][0] == "report.odds"
    figures = reply.figures
    assert 0 < figures["expected_wins"] < figures["deals"] == 24  # three more deals of the office
    assert len(reply.table.rows) == 5
    chances = [int(row[-1].rstrip("%")) for row in reply.table.rows]
    assert chances == sorted(chances, reverse=True)
    assert all("Ann" in row[1] for row in reply.table.rows)  # who wins more than Bo


def test_the_likeliest_deals_of_one_owner_are_theirs(sold):
    reply = done(sold.person("max").says("which of Bo's deals are likely to close this quarter"))
    assert {row[1] for row in reply.table.rows} == {"Bo Berg"}
    assert reply.figures["days"] == 38


def test_no_chances_are_ranked_on_thin_history(ann):
    reply = done(ann.says("which deals are most likely to close"))
    assert "too little history" in reply.text
    assert reply.figures["expected"] is None
