"""Talks have a length and a rating: what is said in passing, what is said of the last one, and the score."""

from datetime import timedelta

import pytest

from crm_domain.activities import Activity
from tests.people import asked, done, refused, rows, told


def kept(office):
    return office.crm(
        lambda crm: [
            (a.contact.name if a.contact else "", a.minutes, a.satisfaction)
            for a in crm.session.query(Activity).order_by(Activity.id)
        ]
    )


@pytest.mark.parametrize(
    ("said", "minutes", "satisfaction"),
    [
        ("log a call with Dana Wu: 45 minutes, 4 out of 5", 45, 4),
        ("log a meeting with Dana Wu: lasted about half an hour, rated 3/5", 30, 3),
        ("log a call with Dana Wu: wants it within 2 hours", None, None),
        ("log a call with Dana Wu: call back in 20 minutes, 10/12 boxes", None, None),
    ],
)
def test_length_and_rating_are_heard_in_passing(office, said, minutes, satisfaction):
    done(office.person("ann").says(said))
    assert kept(office)[-1] == ("Dana Wu", minutes, satisfaction)


def test_the_last_talk_is_rated_in_either_language(office):
    ann, lin = office.person("ann"), office.person("lin")
    assert "I find no activity of yours" in refused(ann.says("that call took 45 minutes, satisfaction 4")).text
    done(ann.says("log a call with Dana Wu"))
    reply = done(ann.says("that call took 45 minutes, satisfaction 4"))
    assert told(reply) == [("activity.rate", {"minutes": 45, "satisfaction": 4})]
    done(lin.says("记一个电话 王磊 聊续约"))
    done(lin.says("刚才的电话聊了半小时，满意度5分"))
    assert kept(office) == [("Dana Wu", 45, 4), ("王磊 (Leo Wang)", 30, 5)]
    done(lin.presses("撤销"))
    assert kept(office)[-1] == ("王磊 (Leo Wang)", None, None)
    assert "How content" in asked(ann.says("/activity.rate minutes=20min")).text


def test_the_communication_score_is_time_times_satisfaction(office):
    ann = office.person("ann")
    empty = done(ann.says("communication score"))
    assert (empty.figures["score"], empty.figures["time_weighted_mean"]) == (0.0, None)
    assert "no communication score yet" in empty.text
    for minutes, satisfaction in ((30, 4), (15, 5), (60, 3)):
        done(ann.says("log a call with Dana Wu"))
        done(ann.says(f"that call took {minutes} minutes, satisfaction {satisfaction}"))
    office.now += timedelta(days=40)
    done(ann.says("log a call with Dana Okafor"))
    done(ann.says("that call took 10 minutes, satisfaction 1"))
    reply = done(ann.says("communication score for Acme Industries"))
    assert reply.figures["score"] == 375
    assert reply.figures["time_weighted_mean"] == pytest.approx(375 / 105)
    whole = done(office.person("lin").says("沟通得分"))
    assert (whole.figures["score"], whole.figures["talks"]) == (385, 4)
    assert rows(whole)[0][0] == "Acme Industries"
    assert done(ann.says("communication score this month")).figures["score"] == 10


def test_a_regression_needs_a_history(office):
    reply = done(office.person("ann").says("funnel regression"))
    assert "too little history" in reply.text
    assert reply.figures["r2"] is None
    assert done(office.person("lin").says("漏斗回归")).figures["coef"] == {}
