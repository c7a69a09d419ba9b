"""Help, made of the declarations."""

import pytest

from crm_domain.members import Role
from handlers.command import COMMANDS
from handlers.reply import Outcome
from tests.people import done, labels, told


@pytest.mark.parametrize(
    "words",
    ["help", "help me", "what can you do?", "commands", "/help", "/start", "帮助", "你能做什么？", "怎么用", "/帮助"],
)
def test_help_can_be_asked_for_in_many_words(ann, words):
    assert told(done(ann.says(words))) == [("help", {})]


def test_help_fits_on_a_phone_and_its_buttons_say_more(ann, lin):
    reply = done(ann.says("help"))
    assert len(reply.text.splitlines()) <= 14
    assert "• Deals: “move the renewal to negotiation”" in reply.text
    assert labels(reply)[:2] == ["Activities", "Deals"]
    assert "new deal Halvorsen" in done(ann.presses("Deals")).text
    reply = done(lin.says("帮助"))
    assert reply.text.startswith("直接说就行")
    assert len(reply.text.splitlines()) <= 14
    assert "新建商机" in done(lin.presses("商机")).text


@pytest.mark.parametrize("words", ["help all", "show me all commands", "list everything you can do", "/help all"])
def test_all_commands_that_the_member_may_use_are_listed_on_request(ann, root, words):
    text = done(ann.says(words)).text
    assert "new deal Halvorsen" in text
    assert "add a member" not in text
    assert all(command.help.en in done(root.says(words)).text for command in COMMANDS.values())


@pytest.mark.parametrize("words", ["帮助 全部", "列出所有功能", "看看全部命令"])
def test_the_list_of_all_commands_speaks_chinese(lin, words):
    text = done(lin.says(words)).text
    may = lin.office.assistant.access.may
    forbidden = [found for found in COMMANDS.values() if found.needs and not may(Role.REP, found.needs)]
    assert all(found.help.zh in text for found in COMMANDS.values() if found not in forbidden)
    assert not any(f"• {found.help.zh} —" in text for found in forbidden)


@pytest.mark.parametrize(
    ("words", "noun"),
    [
        ("help deals", "deal"),
        ("help me with tasks", "task"),
        ("/help contacts", "contact"),
        ("帮助 商机", "deal"),
        ("帮助任务", "task"),
    ],
)
def test_help_on_a_topic_speaks_of_that_topic(ann, words, noun):
    told_of = [found for found in COMMANDS.values() if found.noun == noun]
    assert len(done(ann.says(words)).text.splitlines()) == len(told_of) >= 4


@pytest.mark.parametrize("words", ["how do I add a deal", "explain undo", "如何撤销"])
def test_help_on_something_to_do_speaks_of_that_alone(ann, words):
    assert len(done(ann.says(words)).text.splitlines()) == 1


def test_help_on_something_unknown_says_what_there_is(ann):
    assert done(ann.says("help xyzzy")).text.startswith("Just write what you want")


def test_who_is_not_understood_is_told_what_works_and_offered_help(ann, lin):
    reply = ann.says("the weather is nice")
    assert (reply.outcome, labels(reply)) == (Outcome.UNCLEAR, ["Help"])
    assert "my deals" in reply.text
    assert told(done(ann.presses("Help"))) == [("help", {})]
    reply = lin.says("今天天气不错")
    assert (reply.outcome, labels(reply)) == (Outcome.UNCLEAR, ["帮助"])
    assert reply.text.startswith("没看懂。")
