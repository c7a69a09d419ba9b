"""What messages turned out to mean: offered, chosen, kept, reviewed, learned, exported, and taken back."""

import json
from pathlib import Path

import pytest

from crm_domain.examples import Example
from handlers.reply import Outcome
from tests.people import Office, Person, asked, done, refused, rows, told

UNSURE = [
    ("ann", "stick another 5k on acme renewal", "stick another 7k on larkfield gate readers", "max"),
    ("lin", "澄屿新仓二期老板拍板了", "澄屿科技续约老板拍板了", "lin"),
]


def kept(office: Office) -> list[tuple[str, str, bool]]:
    with office.store.transaction() as session:
        return [(row.text, row.command, row.trained) for row in session.query(Example).order_by(Example.id)]


@pytest.mark.parametrize(("who", "text", "alike", "other"), UNSURE)
def test_what_was_chosen_is_kept_learned_and_read_so_from_then_on(
    office: Office, root: Person, who: str, text: str, alike: str, other: str
) -> None:
    person = office.person(who)
    reply = asked(person.says(text))
    assert 2 <= len(reply.buttons) <= 4
    chosen = reply.buttons[0]
    name = chosen.says.removeprefix("/").split(" ")[0]
    done(person.presses(chosen.label))
    assert kept(office) == [(text, name, False)]
    asked(office.person(other).says(alike))
    assert rows(done(root.says("what have you learned")))[0][:2] == ("1", text)
    assert done(root.presses("Learn them")).text == "Learned 1 wording."
    assert [command for command, _ in told(done(office.person(other).says(alike)))] == [name]


def test_a_choice_is_typed_too_and_other_words_choose_nothing(office: Office, ann: Person) -> None:
    asked(ann.says(UNSURE[0][1]))
    assert ann.says("the fridge smells of fish again").outcome is Outcome.UNCLEAR
    asked(ann.says(UNSURE[0][1]))
    done(ann.says("cancel"))
    assert kept(office) == []
    asked(ann.says(UNSURE[0][1]))
    done(ann.says("the first one"))
    assert [text for text, _, _ in kept(office)] == [UNSURE[0][1]]


def test_learned_wordings_are_deleted_put_back_and_exported(office: Office, root: Person, ann: Person) -> None:
    wording = "stick another 5k on acme renewal"
    reply = done(root.says(f'learn that "{wording}" means deal.update'))
    assert "number 1" in reply.text
    done(root.presses("Learn it"))
    file = Path(done(root.says("export learned wordings")).files[0])
    assert [json.loads(line)["intent"] for line in file.read_text("utf-8").splitlines()] == ["deal.update"]
    assert json.loads(file.read_text("utf-8"))["text"].split() == "stick another xxmoney on xxdeal".split()
    done(root.says("delete learned wording 1"))
    assert kept(office) == []
    asked(ann.says(wording))
    done(root.presses("Put it back", on=root.last))
    assert [(text, name) for text, name, _ in kept(office)] == [(wording, "deal.update")]
    assert refused(root.says("delete learned wording 77")).text == "There is no learned wording number 77."


def test_only_admins_review_what_was_learned(ann: Person, lin: Person) -> None:
    assert "role" in refused(ann.says("what have you learned")).text
    assert "角色" in refused(lin.says("重新学习")).text
