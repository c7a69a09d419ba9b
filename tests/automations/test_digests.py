"""What comes by itself: the morning, the quiet deals, the week for the managers; each worth its interruption."""

from datetime import timedelta

from automations.clockwork import run_due
from crm_domain.automation_runs import AutomationRun
from tests.automations.test_rules import pushes
from tests.people import Office, done


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
    [week] = [text for text in pushes(office, "max-dm") if "Automations this week" in text]
    assert week.startswith("Pipeline\n")
    assert "Mostly ignored: a deal is added" in week


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
