"""`why` says how the last message was read: values, the command, its evidence, its rivals."""

import pytest

from tests.people import Office, Person, done, told


def why(person: Person, *talk: str, word: str = "why?") -> str:
    for text in talk:
        person.says(text)
    return done(person.says(word)).text


def test_it_names_values_command_phrase_and_rivals(ann: Person) -> None:
    text = why(ann, "bump acme renewal to 60k")
    assert "“60k” as money" in text
    assert "“acme renewal” as deal" in text
    assert "command: deal.update" in text
    assert "deal=“acme renewal”, amount=“60k”" in text
    assert "nearest phrase: “" in text
    assert "rival" in text


def test_it_says_so_in_chinese(lin: Person) -> None:
    text = why(lin, "澄屿科技续约改成28万", word="为什么")
    assert "指令：deal.update" in text
    assert "“28万”＝money" in text
    assert "更正了前面的操作" in why(lin, "不对，是29万", word="你是怎么理解的")


@pytest.mark.parametrize(
    ("talk", "how"),
    [
        (["set acme renewal to 60k", "no, 61k"], "it corrects what was done before"),
        (["add a task", "call the bank"], "it answers the open question"),
        (["show acme renewal", "close date 18 Jan"], "it names a field of what was spoken of"),
        (["show acme renewal", "when does it close?"], "it asks about what was spoken of"),
        (["show larkfield foods", "same for acme"], "it asks for the last command once more"),
        (["the fridge smells"], "no command"),
    ],
)
def test_it_says_what_the_talk_before_had_to_do_with_it(ann: Person, talk: list[str], how: str) -> None:
    assert how in why(ann, *talk)


def test_the_same_message_in_the_same_state_has_the_same_answer(office: Office, ann: Person) -> None:
    first = why(ann, "bump acme renewal to 60k")
    assert why(ann) == first
    done(ann.says("undo"))
    again = office.person("ann", chat="elsewhere")
    assert why(again, "bump acme renewal to 60k") == first
    assert done(office.person("ann", chat="new").says("why")).text == "You have not said anything here yet."


def test_asking_why_does_not_end_the_talk(max_: Person, lin: Person) -> None:
    done(max_.says("revenue this quarter"))
    done(max_.says("why?"))
    assert told(done(max_.says("and for Ann?")))[0][1]["owner"] == "Ann Lee"
    done(lin.says("本季度业绩"))
    done(lin.says("为什么？"))
    assert told(done(lin.says("上个季度呢")))[0][0] == "report.revenue"
