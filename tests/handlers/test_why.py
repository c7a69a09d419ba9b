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


# who | what is said | what the explanation names
EXPLAINED = """
ann | move acme renewal to negotiation | command: deal.move | “acme renewal” as deal
ann | acme renewal now 61k | command: deal.update | “61k” as money
ann | lost acme renewal, no budget | command: deal.lose | reason=“no budget”
ann | my deals closing this month | command: deal.list | “this month” as period
ann | who is dana wu | command: contact.show | “dana wu” as contact
ann | left Dana Wu a voicemail about the quote | command: activity.log | kind=“voicemail”
ann | what has bo done with acme this month | command: activity.list | “bo” as member
ann | remind me tomorrow at 4 to call Dana Wu | command: reminder.set | nearest phrase
ann | need to send the deck by friday, put it on my list | command: task.add | title=“send the deck”
ann | new deal at acme: tide gauges, 12k | command: deal.add | rival
ivy | open a ticket for acme: gate stuck, high | command: ticket.open | “acme” as company
lin | 澄屿科技续约推到报价 | 指令：deal.move | “澄屿科技续约”＝deal
lin | 澄屿科技续约那单改31万 | 指令：deal.update | “31万”＝money
lin | 澄屿科技续约黄了，没预算 | 指令：deal.lose | reason=“没预算”
lin | 王磊的邮箱是啥 | 指令：contact.show | “王磊”＝contact
lin | 我这个月要签的单子 | 指令：deal.list | “这个月”＝period
lin | 昨天去了趟澄屿科技，看了样机 | 指令：activity.log | kind=“去了趟”
lin | 明天九点提醒我联系王磊 | 指令：reminder.set | 最接近的说法
lin | 让ann周五之前整理好名单，记成任务 | 指令：task.add | “ann”＝member
lin | 给澄屿科技开个工单：扫码枪坏了，急 | 指令：ticket.open | “澄屿科技”＝company
""".strip().splitlines()


@pytest.mark.parametrize("line", EXPLAINED)
def test_each_explanation_names_the_command_and_what_it_was_read_from(office: Office, line: str) -> None:
    who, said, *names = (part.strip() for part in line.split("|"))
    person = office.person(who)
    text = why(person, said, word="为什么" if who == "lin" else "why?")
    assert [name for name in names if name not in text] == [], text
    assert why(office.person(who, chat="again"), said, word="为什么" if who == "lin" else "why?").count("\n") > 1


def test_asking_why_does_not_end_the_talk(max_: Person, lin: Person) -> None:
    done(max_.says("revenue this quarter"))
    done(max_.says("why?"))
    assert told(done(max_.says("and for Ann?")))[0][1]["owner"] == "Ann Lee"
    done(lin.says("本季度业绩"))
    done(lin.says("为什么？"))
    assert told(done(lin.says("上个季度呢")))[0][0] == "report.revenue"
