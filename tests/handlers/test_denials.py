"""What is said not to be done is not done, and what is told may deny anything."""

import pytest

from handlers.reply import Outcome
from tests.people import Office, done, told

LEFT = ("All right, I left that as it is. Nothing was changed.", "好的，保持原样，没有改动。")


@pytest.fixture
def desk(office: Office) -> Office:
    for who, words in (
        ("ivy", "open a ticket for acme: gate stuck"),
        ("ivy", "open a ticket for acme: gate jammed"),
        ("lin", "新建任务 送样"),
    ):
        done(office.person(who).says(words))
    return office


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("ivy", "don't close #1"),
        ("ivy", "#1 is not resolved yet"),
        ("ivy", "please do not assign #1 to ivy"),
        ("ivy", "#1 and #2 are not the same"),
        ("ann", "don't move acme renewal to won"),
        ("ann", "we haven't won acme renewal yet"),
        ("ann", "acme renewal isn't lost"),
        ("ann", "never set acme renewal to 60k"),
        ("lin", "先别关工单1"),
        ("lin", "工单1还没解决"),
        ("lin", "工单1不要派给max"),
        ("lin", "澄屿科技续约还没赢"),
        ("lin", "别把澄屿科技续约推到报价"),
        ("lin", "澄屿科技续约没丢单"),
        ("lin", "没跟王磊打电话"),
    ],
)
def test_what_is_said_not_to_be_done_is_left_as_it_is(desk: Office, who: str, words: str) -> None:
    before = desk.dump()
    reply = desk.person(who).says(words)
    assert (reply.outcome, reply.text in LEFT, told(reply)) == (Outcome.DONE, True, [])
    assert desk.dump() == before


@pytest.mark.parametrize(
    ("who", "words", "command"),
    [
        ("ivy", "don't close #1, close #2", ("ticket.move", {"ticket": "2", "status": "closed"})),
        ("ivy", "#1 isn't urgent, make it low", ("ticket.update", {"ticket": "1", "priority": "low"})),
        ("lin", "先别关工单1，关工单2", ("ticket.move", {"ticket": "2", "status": "closed"})),
    ],
)
def test_only_the_part_that_is_denied_is_left_out(desk: Office, who: str, words: str, command: tuple) -> None:
    assert told(done(desk.person(who).says(words))) == [command]


@pytest.mark.parametrize(
    ("who", "words", "command"),
    [
        ("ann", "called Dana Wu, she didn't sign", "activity.log"),
        ("ann", "lost acme renewal, they don't want it", "deal.lose"),
        ("ann", "set acme renewal to 60k not 65k", "deal.update"),
        ("ann", "open a ticket for acme: the gate doesn't close", "ticket.open"),
        ("ann", "don't let me forget to call Dana Wu tomorrow", "reminder.set"),
        ("lin", "打给王磊，没接", "activity.log"),
        ("lin", "澄屿科技续约丢单，客户没预算", "deal.lose"),
        ("lin", "给澄屿科技开个工单：扫码枪充不了电", "ticket.open"),
        ("lin", "#1没解决，先派给ivy", "ticket.assign"),
    ],
)
def test_what_is_told_may_deny_anything(desk: Office, who: str, words: str, command: str) -> None:
    assert command in [name for name, _ in told(done(desk.person(who).says(words)))]


def test_tickets_are_never_merged_on_a_guess(desk: Office) -> None:
    before = desk.dump()
    assert desk.person("ivy").says("#1 and #2 are both billing").outcome is not Outcome.DONE
    assert desk.dump() == before
