"""What comes by itself: the morning, the quiet deals, the week for the managers; each worth its interruption."""

from datetime import timedelta

import pytest

from automations.clockwork import run_due
from crm_domain.automation_runs import AutomationRun
from crm_domain.automations import Automation
from tests.automations.test_rules import on, pushes
from tests.people import Office, done, told


def days(office: Office, count: int) -> None:
    """Looked at six times a day: nine o'clock in London and nine in Singapore are among them."""
    for _ in range(count * 6):
        office.now += timedelta(hours=4)
        with office.store.transaction() as session:
            run_due(session, "main", office.now)


def test_the_day_comes_once_in_the_readers_language_and_says_nothing_where_there_is_nothing(each_office: Office):
    for handle in ("ann", "lin", "bo"):
        done(each_office.person(handle).says("my tasks"))
    days(each_office, 1)
    [ann] = pushes(each_office, "ann-dm")
    assert ann.splitlines()[:2] == [
        "Good morning, Ann Lee. Your Tue 24 Nov 2026:",
        "• Overdue tasks: Send the revised quote",
    ]
    [lin] = pushes(each_office, "lin-dm")
    assert lin.splitlines() == ["早上好，林晓琳。今天是2026年11月24日（周二）：", "• 逾期任务：给王磊发合同"]
    assert pushes(each_office, "bo-dm") == []


def test_who_is_free_hears_nothing_and_who_mutes_it_hears_it_no_more(office, ann):
    done(ann.says("my tasks"))
    days(office, 6)
    mornings = [text for text in pushes(office, "ann-dm") if text.startswith("Good morning")]
    assert len(mornings) == 2, "on Tuesday a task is overdue, on Friday one is due"
    assert "digest of your working day" in done(ann.says("why did I get this?")).text
    done(ann.says("mute this"))
    days(office, 5)
    assert len([text for text in pushes(office, "ann-dm") if text.startswith("Good morning")]) == 2


def test_managers_get_the_week_with_the_health_of_the_rules(office, ann):
    done(office.person("max").says("when a deal is added, tell #new"))
    done(office.person("max").says("turn it on"))
    days(office, 1)
    for n in range(6):
        done(ann.says(f"new deal Extra {n}, 5k"))
    days(office, 6)
    [week] = [text for text in pushes(office, "max-dm") if "Automations in 7 days" in text]
    assert week.startswith("Pipeline\n")
    assert "Automations in 7 days: 8 messages sent, 0 acted on, 8 ignored, 0 muted." in week
    assert "Mostly ignored: a deal is added" in week
    assert "messages sent, 0 acted on" in done(office.person("max").says("how are the automations doing")).text


@pytest.mark.parametrize(
    ("who", "rule", "tells", "pause", "asks"),
    [
        ("max", "when a deal is added, tell me", "what your rule “a deal", "Pause it", "which rules are ignored"),
        ("lin", "新商机就通知我", "你的规则“新商机”", "停用", "哪些规则没人理"),
    ],
)
def test_a_rule_that_nobody_heeds_is_pointed_out_to_its_owner_once_and_paused_by_a_button(
    office, ann, who, rule, tells, pause, asks
):
    owner = office.person(who)
    on(owner, rule)
    for n in range(6):
        done(ann.says(f"new deal Extra {n}, 5k"))
        days(office, 1)
    days(office, 8)
    assert [tells in text for text in pushes(office, f"{who}-dm")].count(True) == 1
    assert told(done(owner.says(asks)))[0][0] == "automation.health"
    done(owner.presses(pause))
    assert not office.rows(Automation)[0].enabled


@pytest.mark.parametrize(
    ("who", "plan", "after", "month"),
    [
        ("ann", "Visit plan", "Acme renewal was won a week ago", "Won in 1–30 Nov 2026"),
        ("lin", "拜访计划", "澄屿科技续约赢单一周了", "2026年11月1日至30日"),
    ],
)
def test_the_week_begins_with_visits_the_month_with_a_review_and_a_win_is_come_back_to(office, who, plan, after, month):
    person, boss = office.person(who), office.person("root")

    def roles(crm):
        seller, reader = crm.members.by_handle(who), crm.members.by_handle("root")
        seller.role, reader.role, reader.lang = "rep", "manager", seller.lang

    office.crm(roles)
    done(boss.says("help"))
    for n in range(3):
        done(person.says(f'/company.add name="Larch {n}"'))
        done(person.says(f'/deal.add title="Larch {n} pilot" company="Larch {n}" stage=proposal amount=20k'))
    done(person.says(f"/deal.win deal={'#1' if who == 'ann' else '澄屿科技续约'}"))
    days(office, 9)
    assert len([text for text in pushes(office, f"{who}-dm") if text.startswith(plan)]) == 1
    assert len([text for text in pushes(office, f"{who}-dm") if after in text]) == 1
    assert len([text for text in pushes(office, "root-dm") if month in text and "%" in text]) == 1


def test_deals_gone_quiet_come_on_tuesdays(office, ann):
    done(ann.says("my deals"))
    days(office, 30)
    quiet = [text for text in pushes(office, "ann-dm") if "Gone quiet" in text]
    assert "Gone quiet, 1 deal of yours: Acme renewal." in quiet[0]
    assert len(quiet) == 3


def test_a_day_that_is_over_is_not_looked_at_again(office, ann):
    done(ann.says("help"))
    days(office, 1)
    with office.store.transaction() as session:
        found = [run.occasion for run in session.query(AutomationRun).filter_by(automation="quiet_deals")]
    assert len(found) == 1
