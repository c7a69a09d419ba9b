"""Messages that fit no phrase: what was likely meant is offered, shown if it only shows, and never done unasked."""

import re
from collections import defaultdict

import pytest

from crm_domain.deals import Deal
from handlers.command import COMMANDS
from handlers.reading import guessing, trained
from handlers.reading.contents import contents
from handlers.reading.example import Example
from handlers.reading.leftover import wordings
from handlers.reading.reader_file import load_reader
from handlers.reading.samples import samples
from handlers.record_slot import RecordSlot
from handlers.reply import Outcome
from tests.people import Office, asked, done, told


@pytest.mark.parametrize(
    ("who", "text", "deal", "stage"),
    [
        ("ann", "so acme renewal, the buyer says go, that makes it negotiation I guess", "Acme renewal", "negotiation"),
        ("lin", "澄屿新仓二期嘛，对方好像有点想法了，谈判！再看", "澄屿新仓二期", "negotiation"),
    ],
)
def test_a_change_that_is_only_guessed_is_offered_and_done_when_it_is_chosen(
    office: Office, who: str, text: str, deal: str, stage: str
) -> None:
    person = office.person(who)
    before = office.dump()
    reply = asked(person.says(text))
    assert office.dump() == before
    offered = next(button.label for button in reply.buttons if button.says.startswith("/deal.move"))
    done(person.presses(offered))
    assert office.facts(Deal, deal, "stage.key") == stage


def test_what_only_shows_something_is_shown(office: Office) -> None:
    reply = done(office.person("ann").says("so what calls happened lately around acme industries"))
    assert told(reply)[0][0].endswith((".show", ".list", ".find"))


@pytest.mark.parametrize("text", ["the fridge smells of fish again", "今天地铁又坏了烦死了", "{0.__class__}"])
def test_what_names_nothing_of_ours_is_not_guessed_at(office: Office, text: str) -> None:
    assert office.person("ann").says(text).outcome is Outcome.UNCLEAR


def test_a_phrase_has_the_same_samples_every_time_and_none_has_a_slot_left() -> None:
    for command in COMMANDS.values():
        for text in (text for texts in command.says.values() for text in texts):
            drawn = list(samples(text, command.params))
            assert drawn == list(samples(text, command.params))
            assert not [each for each in drawn if set(each) & set("{}[]|")]


def test_what_was_trained_before_reads_as_what_is_trained_now() -> None:
    """The reader is kept in a file; its name holds all that it was trained from."""
    kept = guessing.intent_reader()
    file = trained.KEPT / f"{trained._digest(guessing._sources())}.npz"
    again = load_reader(file) if file.exists() else kept
    for text in ("move xxdeal to xxstage", "xxticket 转给 xxmember", "who wants coffee"):
        assert again.read(text) == kept.read(text)


def test_no_phrase_is_claimed_by_two_commands() -> None:
    claimed: dict[str, set[str]] = {}
    for command in COMMANDS.values():
        for text in (text for texts in command.says.values() for text in texts):
            claimed.setdefault(text, set()).add(command.name)
    for name, listed in wordings().items():
        for text in listed:
            claimed.setdefault(text, set()).add(name)
    assert {text: names for text, names in claimed.items() if len(names) > 1} == {}


def test_no_sentence_is_claimed_by_two_commands() -> None:
    """Said with typed tokens for records and values, each of the reader's sentences asks for one thing."""
    claimed: dict[str, set[str]] = defaultdict(set)
    for example in guessing.known_examples():
        if example.marks or not _holds_free_words(example):
            claimed[" ".join(example.text.lower().split())].add(example.intent)
    assert {text: names for text, names in claimed.items() if len(names) > 1} == {}


def _holds_free_words(example: Example) -> bool:
    """Whether a name that nobody has stands for the record: what kind it is, the sentence cannot tell."""
    records = [n for n, param in COMMANDS[example.intent].params.items() if isinstance(param.slot, RecordSlot)]
    return any(word in example.text for name in records for words in contents(example.intent, name) for word in words)


def test_every_wording_is_of_a_command_and_names_its_slots() -> None:
    for name, listed in wordings().items():
        slots = {slot for text in listed for slot in re.findall(r"\{(\w+)\}", text)}
        assert slots <= COMMANDS[name].params.keys(), name
