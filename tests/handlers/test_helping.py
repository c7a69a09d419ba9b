"""Help, made of the declarations."""

import pytest

from handlers.command import COMMANDS
from handlers.reply import Outcome
from tests.people import done, labels, told


@pytest.mark.parametrize(
    "words",
    ["help", "help me", "what can you do?", "commands", "/help", "/start", "帮助", "你能做什么？", "怎么用", "/帮助"],
)
def test_help_can_be_asked_for_in_many_words(ann, words):
    assert told(done(ann.says(words))) == [("help", {})]


def test_help_names_every_command_that_the_member_may_use(ann, root):
    text = done(ann.says("help")).text
    assert "new deal Halvorsen" in text
    assert "add a member" not in text
    assert all(command.help.en in done(root.says("help")).text for command in COMMANDS.values())


def test_help_speaks_chinese(lin):
    text = done(lin.says("帮助")).text
    assert text.startswith("直接说就行，我能做这些：")
    admins = [
        c for c in COMMANDS.values() if c.noun == "member" or str(c.needs).endswith((".admin", "workspace.write"))
    ]
    assert all(command.help.zh in text for command in COMMANDS.values() if command not in admins)
    assert not any(command.help.zh in text for command in admins if command.needs == "workspace.admin")


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("help deals", 7),
        ("help me with tasks", 4),
        ("how do I add a deal", 1),
        ("explain undo", 1),
        ("/help contacts", 7),
        ("帮助 商机", 7),
        ("帮助任务", 4),
        ("如何撤销", 1),
    ],
)
def test_help_on_a_topic_speaks_of_that_topic(ann, words, lines):
    assert len(done(ann.says(words)).text.splitlines()) == lines


def test_help_on_something_unknown_says_everything(ann):
    assert done(ann.says("help xyzzy")).text.startswith("Just write what you want")


def test_who_is_not_understood_is_told_what_works_and_offered_help(ann, lin):
    reply = ann.says("the weather is nice")
    assert (reply.outcome, labels(reply)) == (Outcome.UNCLEAR, ["Help"])
    assert "my deals" in reply.text
    assert told(done(ann.presses("Help"))) == [("help", {})]
    reply = lin.says("今天天气不错")
    assert (reply.outcome, labels(reply)) == (Outcome.UNCLEAR, ["帮助"])
    assert reply.text.startswith("没看懂。")
