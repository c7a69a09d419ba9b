"""Members who leave: who takes over what they worked on, and that nothing of it is lost."""

import pytest

from crm_domain.companies import Company
from crm_domain.deals import Deal
from crm_domain.members import Member
from crm_domain.tasks import Task
from tests.people import done, refused


def owned(office, handle):
    """How many companies, open deals and open tasks are the member's."""

    def count(crm):
        whose = crm.members.by_handle(handle).id
        deals = [deal for deal in crm.session.query(Deal) if deal.owner_id == whose and deal.stage.outcome == "open"]
        tasks = crm.session.query(Task).filter_by(assignee_id=whose, done=False).count()
        return crm.session.query(Company).filter_by(owner_id=whose).count(), len(deals), tasks

    return office.crm(count)


@pytest.mark.parametrize("words", ["Ann has left the company, Bo takes over", "Ann离职了，由Bo接手"])
def test_who_takes_over_has_all_that_was_open_and_undo_gives_it_back(each_office, words):
    office = each_office
    before, theirs = owned(office, "ann"), owned(office, "bo")
    assert min(before) > 0
    root = office.person("root")
    done(root.says(words))
    assert owned(office, "ann") == (0, 0, 0)
    assert owned(office, "bo") == tuple(map(sum, zip(before, theirs, strict=True)))
    assert not office.named(Member, "Ann Lee").active
    done(root.says("undo"))
    assert (owned(office, "ann"), owned(office, "bo")) == (before, theirs)
    assert office.named(Member, "Ann Lee").active


def test_who_left_is_not_answered_and_what_is_still_theirs_is_told(office, root, ann, max_):
    reply = done(root.says("deactivate ann"))
    assert "Still in their name: " in reply.text
    assert "open deal" in reply.text
    assert "Ann" not in str(done(max_.says("members")).table)
    done(root.presses("Take it over myself"))
    assert owned(office, "ann") == (0, 0, 0)
    done(root.says("reactivate ann"))
    assert "Ann" in str(done(max_.says("members")).table)


def test_only_deals_go_over_where_only_deals_were_said(office, max_, ann):
    companies, deals, tasks = owned(office, "ann")
    assert f"{deals} open deal" in done(max_.says("give all of Ann's deals to Bo")).text
    assert owned(office, "ann") == (companies, 0, tasks)
    assert "没有可以交接的" in refused(max_.says("把Ann的商机都交给Bo")).text
    refused(ann.says("give all of Bo's deals to me"))


@pytest.mark.parametrize(
    ("words", "told"),
    [("give all of Bo's deals to Ann", "is not on the team any more"), ("把Bo的商机都交给Ann", "已停用")],
)
def test_nothing_is_handed_to_who_has_left(office, root, max_, words, told):
    done(root.says("deactivate ann"))
    before = owned(office, "bo")
    assert told in refused(max_.says(words)).text
    assert owned(office, "bo") == before


def test_the_last_admin_and_oneself_stay(office, root, max_):
    assert "yourself" in refused(root.says("deactivate root")).text
    refused(max_.says("Ann has left the company"))
