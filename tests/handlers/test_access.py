"""Who may see and change what: by role, by owner, by team; and one workspace never sees another."""

import pytest

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.members import Member
from crm_domain.money import Money
from crm_domain.tasks import Task
from handlers.assistant import Assistant
from handlers.message import Press
from handlers.reply import Outcome
from tests.people import Office, done, refused, rows, told

GATES = "Larkfield gate readers"  # Bo's, of team South
CHANGES = [
    f"set {GATES} to 1k",
    f"move {GATES} to won",
    f"won {GATES}",
    f"lost {GATES}, no budget",
    f"give {GATES} to Ann",
    f"push {GATES} close date to Friday",
    "/deal.update deal=#2 amount=1k",
]


@pytest.mark.parametrize("words", CHANGES)
def test_a_rep_changes_no_deal_of_another_team(office, ann, words):
    before = office.dump()
    reply = refused(ann.says(words))
    assert reply.text.startswith("That one belongs to Bo Berg.")
    assert office.dump() == before


@pytest.mark.parametrize("words", CHANGES)
def test_an_agent_changes_no_deal_of_others(office, ivy, words):
    before = office.dump()
    assert refused(ivy.says(words)).text.startswith("That one belongs to Bo Berg.")
    assert office.dump() == before


def test_the_refusal_speaks_chinese(office, lin):
    before = office.dump()
    assert refused(lin.says(f"把{GATES}推到赢单")).text.startswith("这条记录归Bo Berg负责，你只能改自己的。")
    assert office.dump() == before


@pytest.mark.parametrize("who", ["bo", "max", "root"])
def test_the_owner_a_manager_and_the_admin_may_change_it(office, who):
    done(office.person(who).says(f"set {GATES} to 1k"))
    assert office.named(Deal, GATES).amount == Money.of(1000, "GBP")


def test_a_rep_may_change_a_deal_of_the_own_team(each_office):
    done(each_office.person("lin").says("把 Acme renewal 改成 4.5万"))
    assert each_office.named(Deal, "Acme renewal").amount == Money.of(45_000, "USD")


def test_everybody_may_look_at_every_deal(ann, ivy):
    assert told(done(ann.says(f"show the {GATES} deal"))) == [("deal.show", {"deal": GATES})]
    assert len(rows(done(ivy.says("deals")))) == 4


def test_a_rep_sees_the_own_tasks_only(office, ann, lin):
    assert "Ask 林晓琳 or a manager" in refused(ann.says("Lin's tasks")).text
    assert "请问Ann Lee本人或经理" in refused(lin.says("Ann的任务")).text
    assert "没有类似“给王磊发合同”的任务" in refused(ann.says("给王磊发合同完成了")).text
    assert refused(ann.says("/done 3")).text.startswith("There is no task number 3")
    assert not office.named(Task, "给王磊发合同").done


def test_a_manager_sees_everybodys_tasks(max_):
    assert len(rows(done(max_.says("tasks for Ann")))) == 2
    done(max_.says("/done 3"))


def test_who_gave_a_task_still_sees_it(office, ann, max_):
    done(ann.says("add a task for Max to sign the contract"))
    done(max_.says("sign the contract is done"))
    assert office.named(Task, "sign the contract").done


@pytest.mark.parametrize("who", ["ann", "ivy", "max"])
@pytest.mark.parametrize(
    "words",
    [
        "add a member Lou Garrity, lou@example.com, admin",
        "make Ann an admin",
        "link Bo",
        "/member.role name=ann role=admin",
        "添加成员 小杜 管理员",
        "把 Ann 设为管理员",
    ],
)
def test_only_the_admin_adds_links_and_promotes(office, who, words):
    before = office.dump()
    reply = refused(office.person(who).says(words))
    assert "admin" in reply.text or "管理员" in reply.text
    assert office.dump() == before
    assert office.facts(Member, "Ann Lee", "role") == "rep"


def test_nobody_takes_over_a_deal_through_a_button_of_somebody_else(office, ann, bo):
    done(bo.says(f"show the {GATES} deal"))
    refused(ann._sends(press=Press(bo.last.letter, 0)))
    assert office.facts(Deal, GATES, "stage.key") == "lead"


def test_a_refused_change_leaves_no_trace_in_the_same_message(office, ann):
    before = office.dump()
    refused(ann.says("/deal.update deal=#1 amount=1k\n/deal.update deal=#2 amount=1k"))
    assert office.dump() == before


# -- workspaces -------------------------------------------------------------------------------------------------------


@pytest.fixture
def neighbours(each_office):
    """Two companies on one database; Eve of the other one calls herself ann too."""
    other = Office(each_office.store, Assistant("other"))
    other.keys = each_office.keys

    def work(crm):
        eve = crm.members.add("Eve Adams", "admin", "ann")
        company = crm.companies.add("Zenith", owner=eve)
        deal = crm.deals.add("Zenith secret", crm.pipelines.stages()[0], company=company, owner=eve)
        crm.contacts.add("Zed Zimmer", company=company)
        crm.tasks.add("Guard the secret", assignee=eve)
        return deal.id

    return each_office, other, other.crm(work)


def test_the_names_of_another_workspace_are_unknown(neighbours):
    office, other, _ = neighbours
    ann, eve = office.person("ann"), other.person("ann")
    for words in ("show Zenith", "show the Zenith secret deal", "who is Zed Zimmer"):
        assert "know" in refused(ann.says(words)).text
        done(eve.says(words))
    for words in ("show acme", "move acme renewal to won"):
        assert eve.says(words).outcome is not Outcome.DONE
    assert len(rows(done(ann.says("deals")))) == 4
    assert len(rows(done(eve.says("deals")))) == 1
    assert len(rows(done(eve.says("members")))) == 1
    assert len(rows(done(eve.says("contacts")))) == 1


def test_the_numbers_of_another_workspace_are_unknown(neighbours):
    office, _, deal = neighbours
    before = office.dump()
    root = office.person("root")
    assert refused(root.says(f"/deal.show deal=#{deal}")).text.startswith(f"There is no deal number {deal}")
    assert refused(root.says(f"/deal.update deal=#{deal} amount=1k")).outcome is Outcome.REFUSED
    assert refused(root.says("/done 4")).text.startswith("There is no task number 4")
    assert office.dump() == before


def test_the_changes_of_another_workspace_cannot_be_undone(neighbours):
    office, other, _ = neighbours
    eve = other.person("ann")
    done(eve.says("set Zenith secret to 5k"))
    number = eve.last.reply.buttons[0].says
    assert refused(office.person("root").says(number)).text.startswith("There is no change number")
    refused(office.person("ann").says("undo"))
    assert other.named(Deal, "Zenith secret").amount == Money.of(5000, "USD")


def test_the_buttons_of_another_workspace_are_unknown(neighbours):
    office, other, _ = neighbours
    eve = other.person("ann")
    done(eve.says("set Zenith secret to 5k"))
    reply = refused(office.person("ann")._sends(press=Press(eve.last.letter, 0)))
    assert reply.text == "That button is too old. Please say it in words."
    assert other.named(Deal, "Zenith secret").amount == Money.of(5000, "USD")


def test_the_memory_and_the_keys_of_another_workspace_are_its_own(neighbours):
    office, other, _ = neighbours
    done(other.person("ann", chat="c").says("show the Zenith secret deal", key="same"))
    ann = office.person("ann", chat="c")
    reply = ann.says("move it to won", key="same")
    assert not ann.last.repeated
    assert reply.outcome is not Outcome.DONE
    assert "Zenith" not in reply.text


def test_an_edited_message_of_another_workspace_is_no_change_of_ours(neighbours):
    office, other, _ = neighbours
    done(other.person("ann").says("set Zenith secret to 5k", key="theirs"))
    done(office.person("ann").says("set acme renewal to 45k", edits="theirs"))
    assert other.named(Deal, "Zenith secret").amount == Money.of(5000, "USD")


def test_new_records_stay_in_the_own_workspace(neighbours):
    office, other, _ = neighbours
    done(other.person("ann").says("new contact Gus Fring @ Quillon"))
    assert "nothing called" in refused(office.person("ann").says("show Quillon")).text
    ours = office.crm(lambda crm: [row.name for row in (*crm.companies.all(), *crm.contacts.all())])
    assert not {"Quillon", "Gus Fring"} & set(ours)
    assert {row.name for row in office.rows(Company)} > {"Quillon"}
    assert {row.name for row in office.rows(Contact)} > {"Gus Fring"}
