"""The stages of the pipeline, as its admin shapes them in chat."""

import pytest

from crm_domain.deals import Deal
from tests.people import done, refused, rows


def names(reply):
    return [row[0] for row in rows(reply)]


@pytest.mark.parametrize(
    ("adds", "moves", "called"),
    [
        ("add a stage “Legal review” after proposal", "move acme renewal to legal review", "Legal review"),
        ("在报价后面加一个阶段：法务审核", "把 acme renewal 推到法务审核", "法务审核"),
    ],
)
def test_a_stage_is_added_where_it_was_said_and_deals_move_to_it(each_office, adds, moves, called):
    office = each_office
    root, ann = office.person("root"), office.person("ann")
    before = names(done(root.says("what are our stages")))
    done(root.says(adds))
    assert names(done(root.says("stages"))) == [*before[:3], called, *before[3:]]
    done(ann.says(moves))
    assert office.crm(lambda crm: crm.session.query(Deal).filter_by(title="Acme renewal").one().stage.name_en) == called
    done(ann.says("undo"))
    done(root.says("undo"))
    assert names(done(root.says("stages"))) == before


def test_a_stage_with_a_new_name_is_still_understood_by_the_old_one(office, root, ann, lin):
    done(root.says("rename the stage qualified to Discovery"))
    assert "to Discovery" in done(ann.says("move acme renewal to discovery")).text
    done(ann.says("undo"))
    assert "to Discovery" in done(ann.says("move acme renewal to qualified")).text
    assert "已验证" in names(done(lin.says("有哪些阶段")))


def test_what_is_no_stage_to_be_is_refused(office, root, ann, max_):
    assert "already means the stage" in refused(root.says("add a stage proposal after lead")).text
    assert "ends a deal" in refused(root.says("add a stage Delivery after won")).text
    for person in (ann, max_):
        refused(person.says("add a stage Delivery after proposal"))
