"""Days that can be meant in two ways are asked about once, and the answer is remembered for that member."""

from datetime import date, timedelta

import pytest

from crm_domain.deals import Deal
from crm_domain.members import Member
from handlers.command import COMMANDS
from tests.people import MONDAY, Office, Person, asked, done, labels

THURSDAY = MONDAY + timedelta(days=3)
SET = "change acme renewal close date to "


def close_date(office: Office) -> date:
    found: date = office.named(Deal, "Acme renewal").close_date
    return found


@pytest.mark.parametrize(
    ("answer", "day", "again", "then"),
    [
        ("10 Dec", date(2026, 12, 10), "11-12", date(2026, 12, 11)),
        ("12 Oct", date(2027, 10, 12), "11-12", date(2027, 11, 12)),
        ("the second", date(2027, 10, 12), "09-12", date(2027, 9, 12)),
    ],
)
def test_day_and_month_are_asked_once(
    office: Office, ann: Person, answer: str, day: date, again: str, then: date
) -> None:
    reply = asked(ann.says(f"{SET}10-12"))
    assert labels(reply) == ["Thu 10 Dec 2026", "Tue 12 Oct 2027"]
    assert "“10-12” can be Thu 10 Dec 2026 or Tue 12 Oct 2027." in reply.text
    assert close_date(office) == date(2026, 12, 18)
    done(ann.says(answer))
    assert close_date(office) == day
    done(ann.says(f"{SET}{again}"))
    assert close_date(office) == then


@pytest.mark.parametrize(
    ("press", "day", "convention", "then"),
    [
        ("27 Nov", date(2026, 11, 27), "coming", date(2026, 11, 28)),
        ("4 Dec", date(2026, 12, 4), "later", date(2026, 12, 5)),
    ],
)
def test_next_friday_on_a_thursday_is_asked_once(
    office: Office, ann: Person, press: str, day: date, convention: str, then: date
) -> None:
    office.now = THURSDAY
    reply = asked(ann.says(f"{SET}next Friday"))
    assert sorted(labels(reply)) == ["Fri 27 Nov 2026", "Fri 4 Dec 2026"]
    done(ann.presses(press))
    assert (close_date(office), office.named(Member, "Ann Lee").next_weekday) == (day, convention)
    done(ann.says(f"{SET}next Saturday"))
    assert close_date(office) == then


def test_what_nobody_would_doubt_is_not_asked(office: Office, ann: Person, lin: Person) -> None:
    done(ann.says(f"{SET}next Friday"))  # said on a Monday: the one in the next week
    assert close_date(office) == date(2026, 12, 4)
    done(ann.says(f"{SET}4/12"))  # written as in Britain
    assert close_date(office) == date(2026, 12, 4)
    done(ann.says(f"{SET}25-12"))
    done(ann.says(f"{SET}Friday"))
    done(lin.says("澄屿科技续约签约日期改到12-10"))
    assert office.named(Deal, "澄屿科技续约").close_date == date(2026, 12, 10)


def test_a_correction_with_a_doubtful_day_still_takes_the_first_change_back(office: Office, ann: Person) -> None:
    changes = office.changes()
    done(ann.says(f"{SET}1 March"))
    asked(ann.says("sorry, I meant 03-04"))
    done(ann.presses("3 Apr"))
    assert close_date(office) == date(2027, 4, 3)
    done(ann.says("undo"))
    assert close_date(office) == date(2026, 12, 18)
    assert office.changes() > changes


def test_the_question_is_asked_of_each_member_and_can_be_settled_in_words(
    office: Office, ann: Person, max_: Person
) -> None:
    done(ann.says("I write the month first"))
    done(ann.says(f"{SET}10-12"))
    assert close_date(office) == date(2027, 10, 12)
    asked(max_.says(f"{SET}10-12"))
    assert done(max_.says("never mind")).text == "All right, forgotten."
    done(max_.says("I write the day first"))
    done(max_.says(f"{SET}10-12"))
    assert close_date(office) == date(2026, 12, 10)


def test_a_doubtful_moment_keeps_its_hour(office: Office, ann: Person) -> None:
    office.now = THURSDAY
    asked(ann.says("remind me next Friday at 3pm to call Dana"))
    reply = done(ann.presses("27 Nov"))
    assert "Fri 27 Nov 2026, 15:00 (London)" in [item.value for item in reply.fields]


def test_the_convention_is_a_command_of_its_own() -> None:
    assert set(COMMANDS["member.dates"].params) == {"order", "weekday"}
