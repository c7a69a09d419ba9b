"""The declarations are complete, and say the same on every surface."""

from pathlib import Path

import pytest

from crm_domain.activities import Kind
from crm_domain.crm import Crm, open_workspace
from crm_domain.members import Member
from crm_domain.names import NameIndex
from crm_domain.texts import T
from handlers.command import COMMANDS, UNSAID, command
from handlers.commands.helping import NOUNS
from handlers.context import Context
from handlers.memory import Memory
from handlers.reading.messages import read
from handlers.reference import reference
from handlers.resolve import QUESTIONS

# CONTRACT.md, section 5, for the nouns that are here.
CONTRACT = {
    "contact.add": "name company email phone title note",
    "contact.update": "contact name company email phone title",
    "contact.show": "contact",
    "contact.find": "query company",
    "contact.merge": "contact duplicate",
    "company.add": "name industry website phone",
    "company.update": "company name industry website phone owner",
    "company.show": "company",
    "activity.log": "kind contact company deal ticket summary at",
    "activity.list": "contact company deal owner kind period",
    "deal.add": "title company contact amount stage close_date owner",
    "deal.update": "deal amount close_date owner title contact",
    "deal.move": "deal stage",
    "deal.win": "deal amount at",
    "deal.lose": "deal reason",
    "deal.show": "deal",
    "deal.list": "company owner stage period min_amount max_amount filter",
    "task.add": "title due assignee contact company deal ticket",
    "task.list": "assignee filter",
    "task.done": "task",
    "task.snooze": "task until",
    "ticket.open": "subject contact company priority category description",
    "ticket.update": "ticket priority category subject",
    "ticket.assign": "ticket assignee",
    "ticket.reply": "ticket text",
    "ticket.note": "ticket text",
    "ticket.move": "ticket status",
    "ticket.merge": "ticket duplicate",
    "ticket.rate": "ticket score comment",
    "ticket.show": "ticket",
    "ticket.list": "status priority assignee company filter",
    "report.pipeline": "owner team stage",
    "report.forecast": "period owner team",
    "report.funnel": "period owner",
    "report.revenue": "period owner company product by",
    "report.winrate": "period owner by",
    "report.cycle": "period owner by",
    "report.dealsize": "period owner by",
    "report.leaderboard": "period metric",
    "report.activity": "period owner kind",
    "report.visits": "owner period limit",
    "report.segments": "by",
    "report.affinity": "product",
    "report.value": "limit",
    "report.campaign": "campaign",
    "campaign.add": "name segment message at",
    "campaign.send": "name segment message at",
    "report.schedule": "report slots repeat chat",
    "automation.add": "when if then",
    **{f"automation.{act}": "automation" for act in ("show", "test", "enable", "disable", "runs")},
    "automation.list": "",
    "record.undo": "change",
    "record.history": "contact company deal ticket",
    "member.add": "name email role handle",
    "member.role": "name role",
    "member.list": "role",
    "help": "topic",
}
MORE = {  # what the contract does not name, and we take as well
    "record.history": {"task"},
    "report.pipeline": {"by", "region", "company", "product"},
    "report.forecast": {"region", "by"},
    "report.funnel": {"region", "by", "least"},
    "report.revenue": {"against", "region"},
    "report.winrate": {"against", "region", "least"},
    "report.cycle": {"against", "region", "least"},
    "report.dealsize": {"against", "region"},
    "report.leaderboard": {"region", "limit"},
    "report.activity": {"by", "team"},
    "automation.runs": {"outcome"},  # “which automations failed?”
    "record.undo": {"kind"},  # “unmerge Dana Wu”, “undo the import”
}
EVERY = sorted(COMMANDS)


@pytest.mark.parametrize("name", CONTRACT)
def test_every_command_of_the_contract_is_there_with_its_slots(name):
    slots = COMMANDS[name].params.keys() - UNSAID
    assert slots == set(CONTRACT[name].split()) | MORE.get(name, set())


@pytest.mark.parametrize("name", EVERY)
def test_every_command_has_help_phrases_and_an_example_in_both_languages(name):
    found, example = COMMANDS[name], COMMANDS[name].example
    assert found.help.en
    assert found.help.zh
    assert found.phrases["en"]
    assert found.phrases["zh"]
    assert found.slash
    assert example.en
    assert example.zh
    assert found.noun in NOUNS


def test_no_example_is_left_over():
    assert all(command.example.en and command.example.zh for command in COMMANDS.values())


@pytest.fixture
def contexts(office):
    """For a member by handle: what words are read against in the furnished office."""
    with office.store.transaction() as session:
        workspace = open_workspace(session, "main", office.now)
        names = NameIndex(workspace.id)
        names.refresh(session)
        members = {member.handle: member for member in session.query(Member)}

        def context(handle):
            crm = Crm(session, workspace, members[handle], office.now, office.assistant.access)
            return Context(crm, names, Memory(), crm.pipelines.stages())

        yield context


def names_read(text, context):
    return [reading.command.name for reading in read(text, context)]


def test_every_example_is_read_as_its_own_command(contexts):
    said = [
        (name, who, text)
        for name, c in COMMANDS.items()
        for who, text in (("ann", c.example.en), ("lin", c.example.zh))
    ]
    found = {text: names_read(text, contexts(who)) for _, who, text in said}
    assert [(name, text, found[text]) for name, _, text in said if found[text] != [name]] == []


def test_every_slash_word_is_read_as_its_command(contexts):
    declared = {word: found.name for found in COMMANDS.values() for word in found.slash}
    read_as = {word: names_read(f"/{word}", contexts("ann")) for word in declared}
    assert {word: name for word, name in declared.items() if read_as[word] != [name]} == {}


def test_no_two_commands_share_a_slash_word():
    words = [word for found in COMMANDS.values() for word in found.slash]
    assert sorted(words) == sorted(set(words))


def test_every_slot_that_may_be_asked_for_has_a_question_of_its_own():
    required = {p.name for found in COMMANDS.values() for p in found.params.values() if p.required}
    assert required <= QUESTIONS.keys()


def test_a_command_in_its_own_words_is_read_back_exactly(contexts):
    said = {"deal": "#12", "title": 'The "big" one, 5k', "amount": "45k"}
    words = COMMANDS["deal.update"].words(said)
    [reading] = read(words, contexts("ann"))
    assert reading.command.name == "deal.update"
    assert reading.said == said | {"title": "The 'big' one, 5k"}


@pytest.mark.parametrize(
    "phrase", ["move {deal", "move {dael}", "move (a|b", "move {deal} to {deal}", "{stage=call|nowhere}", "move deal)"]
)
def test_a_bad_phrase_fails_where_it_is_declared(phrase):
    def move(turn, deal: str, stage: Kind):
        """Never run."""

    with pytest.raises(ValueError, match="phrase"):
        command("test.move", help=T("a", "b"), example=T("a", "b"), en=[phrase])(move)
    assert "test.move" not in COMMANDS


def test_the_reference_is_what_the_declarations_say():
    written = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")
    assert written == reference(), "run: python -m handlers.reference > docs/commands.md"
