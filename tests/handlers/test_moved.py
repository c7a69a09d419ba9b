"""What moved in the pipeline and why, what slipped, how it stood week by week: told by history, in both languages."""

from datetime import UTC, datetime

import pytest

from tests.people import done, refused, told

FRIDAY = datetime(2026, 11, 27, 9, tzinfo=UTC)


@pytest.fixture
def week(office):
    return a_week(office)


def a_week(office):
    """A deal from before grows, moves on and is put off; one is lost; one is new; one came and was won."""
    ann = office.person("ann")
    for day, *said in (
        (16, "new deal Pier nets, 9k, close 15 Dec 2026", "new deal Buoy lamps, 20k, close 10 Dec 2026"),
        (24, "Pier nets is now 12k"),
        (25, "push the close date of Pier nets to 15 Jan 2027", "move Pier nets to proposal"),
        (26, "lost Buoy lamps, no budget", "new deal Rope store, 7k", "new deal Flag set, 5k", "won Flag set"),
    ):
        office.now = datetime(2026, 11, day, 9, tzinfo=UTC)
        for words in said:
            done(ann.says(words))
    office.now = FRIDAY
    return office


def by(reply):
    return {way: (part["value"], part["deals"]) for way, part in reply.figures["by"].items() if part["deals"]}


@pytest.mark.parametrize(
    ("handle", "words"),
    [
        ("ann", "what moved in my pipeline since Monday"),
        ("ann", "why did the pipeline change since Monday"),
        ("ann", "pipeline changes this week"),
        ("ann", "这周管道有什么变动"),
        ("ann", "本周管道为什么变了"),
    ],
)
def test_the_pipeline_goes_from_what_it_was_to_what_it_is_part_by_part(week, handle, words):
    reply = done(week.person(handle).says(words))
    assert told(reply)[0][0] == "report.moved"
    figures = reply.figures
    assert by(reply) == {"new": (52_000, 3), "grown": (3_000, 1), "won": (-5_000, 1), "lost": (-20_000, 1)}
    assert figures["before"] + sum(value for value, _ in by(reply).values()) == figures["after"]
    assert figures["after"] == done(week.person(handle).says("pipeline")).figures["unweighted"]
    assert (figures["put_off"], figures["put_off_days"], figures["moved_on"]) == (1, 31, 1)
    assert figures["lost_reasons"] == {"no budget": 1}
    assert "no budget" in reply.text


def test_an_undone_change_moved_nothing(week):
    ann = week.person("ann")
    before = done(ann.says("what moved in the pipeline since Friday")).figures
    done(ann.says("Pier nets is now 50k"))
    assert done(ann.says("what moved in the pipeline since Friday")).figures["by"]["grown"]["deals"] == 1
    done(ann.says("undo"))
    assert done(ann.says("what moved in the pipeline since Friday")).figures == before
    assert before["by"]["grown"]["deals"] == 0


def test_what_slipped_is_told_with_how_often_and_how_far(week):
    ann = week.person("ann")
    done(ann.says("push the close date of Pier nets to 30 Jan 2027"))
    for words in ("which deals slipped this month", "这个月哪些商机延期了", "my slipped deals"):
        reply = done(ann.says(words))
        figures = reply.figures
        assert (figures["slipped"], figures["pushes"], figures["days_mean"]) == (1, 2, 46)
        assert (figures["more_than_once"], figures["left_quarter"], figures["value"]) == (1, 1, 12_000)
        assert "Pier nets" in str(reply.table)
    assert done(ann.says("which deals slipped last quarter")).figures["slipped"] == 0


def test_the_pipeline_week_by_week_is_what_it_was_on_each_day(each_office):
    ann = a_week(each_office).person("ann")
    now = done(ann.says("pipeline")).figures["total"]
    for words in ("pipeline week by week", "管道每周走势"):
        weeks = done(ann.says(words)).figures["weeks"]
        assert len(weeks) == 9
        assert weeks["2026-11-27"] == now
        assert weeks["2026-11-20"]["deals"] - weeks["2026-11-13"]["deals"] == 2
        assert weeks["2026-11-20"]["value"] - weeks["2026-11-13"]["value"] == 29_000


def test_what_is_still_to_come_has_not_moved_yet(week):
    assert "still to come" in refused(week.person("ann").says("what moved in the pipeline next month")).text
    assert "还没到" in refused(week.person("lin").says("下个月管道有什么变动")).text


def test_what_moved_can_be_asked_of_one_owner(week):
    boss = week.person("max")
    assert by(done(boss.says("what moved in Bo's pipeline since Monday"))) == {"new": (9_000, 1)}
    assert by(done(boss.says("what moved in Ann's pipeline since Monday")))["lost"] == (-20_000, 1)
