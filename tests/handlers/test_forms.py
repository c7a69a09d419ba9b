"""A command's form where none can be shown: question by question, with a way past each line and out of it."""

import pytest

from crm_domain.tickets import Ticket
from handlers import commands  # noqa: F401 - declares every command
from handlers.command import COMMANDS
from handlers.forms import LABELS, has_form, slots_of
from handlers.resolve import QUESTIONS
from tests.people import asked, done, labels


def opened(office):
    with office.store.transaction() as session:
        found = session.query(Ticket).order_by(Ticket.id)
        return [(t.subject, t.company and t.company.name, t.priority, t.category) for t in found]


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if has_form(command)])
def test_every_line_of_every_form_asks_in_words(name):
    lines = [param.name for param in slots_of(COMMANDS[name])]
    assert [line for line in lines if line not in QUESTIONS and (name, line) not in LABELS] == []


def test_a_ticket_is_asked_for_question_by_question(office, ivy):
    assert labels(asked(ivy.says("/ticket"))) == ["Fill in a form"]
    assert asked(ivy.presses("Fill in")).text == "What is it about?"
    assert asked(ivy.says("Gate stuck at dock 4")).text == "Which company?"
    assert asked(ivy.says("Acme")).text == "Which contact?"
    urgency = asked(ivy.presses("Skip"))
    assert labels(urgency) == ["low", "normal", "high", "urgent", "Skip", "That's all", "Cancel"]
    assert asked(ivy.presses("urgent")).text == "Which category?"
    done(ivy.says("that's all"))
    assert opened(office) == [("Gate stuck at dock 4", "Acme Industries", "urgent", None)]


def test_a_ticket_is_asked_for_line_by_line_in_chinese(office, lin):
    asked(lin.says("开工单"))
    assert asked(lin.says("填写表单")).text == "是什么问题？"
    assert asked(lin.says("闸机卡住")).text == "哪家公司？"
    wrong = asked(lin.says("没有这家公司"))
    assert wrong.text.startswith("没有找到叫“没有这家公司”的公司")
    assert wrong.text.endswith("哪家公司？")
    assert asked(lin.says("澄屿")).text == "哪位联系人？"
    asked(lin.says("跳过"))
    asked(lin.says("加急"))
    done(lin.presses("就这些"))
    assert opened(office) == [("闸机卡住", "澄屿科技", "urgent", None)]


@pytest.mark.parametrize("words", ["ticket form", "open a new ticket form", "工单表单", "打开工单表单"])
def test_a_form_is_asked_for_by_what_it_is_for(ivy, words):
    assert asked(ivy.says(words)).text in ("What is it about?", "是什么问题？")


def test_a_button_of_a_form_holds_however_late_it_is_pressed(office, ivy):
    ivy.says("/form /ticket.open")
    ivy.says("Gate stuck")
    company = ivy.last
    ivy.says("Acme")
    done(ivy.presses("That's all"))
    done(ivy.says("tickets"))
    asked(ivy.presses("Skip", on=company))
    done(ivy.says("done"))
    assert [subject for subject, *_ in opened(office)] == ["Gate stuck", "Gate stuck"]


def test_a_form_is_left_by_cancel_and_by_another_request(office, ivy):
    ivy.says("/form /ticket.open")
    done(ivy.presses("Cancel"))
    ivy.says("/form /ticket.open")
    ivy.says("Gate stuck")
    done(ivy.says("show my tasks"))
    assert opened(office) == []


def test_what_must_be_filled_in_cannot_be_skipped(ivy):
    assert "Skip" not in labels(asked(ivy.says("/form /ticket.open")))
    assert asked(ivy.says("that's all")).text == "What is it about?"


def test_nobody_gets_a_form_for_what_they_may_not_do(office):
    assert office.person("ivy").says("/form /member.add").outcome == "refused"
