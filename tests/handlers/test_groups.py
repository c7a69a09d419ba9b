"""Chats that others read: who is spoken to, who may read what, and people whom nobody has introduced."""

from datetime import timedelta

import pytest

from crm_domain.deals import Deal
from crm_domain.members import Member
from handlers.reply import Outcome
from tests.people import asked, done, labels, refused, told


@pytest.fixture
def group(office):
    """Ann in the team's chat."""
    return office.person("ann", chat="team", group=True)


def overheard(person, words):
    return person.receives(text=words, spoken_to=False).reply


@pytest.mark.parametrize(
    "words",
    [
        "lunch at 12?",
        "show me the money",
        "I lost my keys",
        "we won the quiz!",
        "move the meeting to Friday",
        "note to self: buy milk",
        "午饭吃什么",
        "今天好累啊",
        "刚刚那通电话气死我了",
    ],
)
def test_what_people_say_to_each_other_is_left_alone(office, group, words):
    before = office.dump()
    assert overheard(group, words) is None
    done(group.says("my deals"))
    assert overheard(group, words) is None
    assert office.dump() == before


def test_who_has_not_spoken_to_us_here_is_not_overheard(office, group):
    assert overheard(group, "move acme renewal to negotiation") is None
    assert office.facts(Deal, "Acme renewal", "stage.key") == "proposal"


def test_who_has_spoken_to_us_may_go_on_without_saying_so(office, group):
    done(group.says("show the acme renewal deal"))
    assert done(overheard(group, "move acme renewal to negotiation"))
    assert office.facts(Deal, "Acme renewal", "stage.key") == "negotiation"


@pytest.mark.parametrize(("answer", "heard"), [("freight", True), ("2", True), ("cancel", True), ("lunch?", False)])
def test_only_an_answer_is_taken_for_one(group, answer, heard):
    asked(group.says("show larkfield"))
    assert (overheard(group, answer) is not None) == heard


def test_a_question_is_answered_by_whom_it_was_asked(office, group):
    asked(group.says("show larkfield"))
    other = office.person("max", chat="team", group=True)
    assert overheard(other, "freight") is None
    assert overheard(other, "2") is None


def test_deals_are_shown_to_all(group, office):
    assert not done(group.says("deals")).private
    assert not done(group.says("show acme")).private
    assert not done(office.person("lin", chat="team", group=True).says("我的商机")).private


@pytest.mark.parametrize("words", ["my tasks", "what's on my plate today", "今天要做什么", "add a task: buy stamps"])
def test_tasks_go_to_the_asker_alone(group, words):
    assert done(group.says(words)).private


def test_a_refusal_goes_to_the_asker_alone(group, lin):
    assert refused(group.says("move larkfield gate readers to won")).private
    assert not refused(lin.says("把 larkfield gate readers 推到赢单")).private


def test_where_outsiders_read_everything_goes_to_the_asker_alone(group):
    assert done(group.says("deals", outsiders=True)).private
    assert asked(group.says("show larkfield", outsiders=True)).private


def test_rivals_among_tasks_are_shown_to_the_asker_alone(office, group):
    done(office.person("ann").says("add a task: prepare the room"))
    reply = asked(group.says("/done prepare"))
    assert len(labels(reply)) == 2
    assert reply.private


# -- strangers --------------------------------------------------------------------------------------------------------


@pytest.fixture
def stranger(office):
    return office.person("nobody")


@pytest.mark.parametrize("words", ["hello", "my deals", "move acme renewal to won", "undo 1", "link", "help"])
def test_a_stranger_gets_one_polite_line_whatever_is_asked(office, stranger, words):
    before = office.dump()
    reply = refused(stranger.says(words))
    assert reply.text.startswith("Hello! I am this team's CRM assistant and only work for its members.")
    assert (reply.buttons, reply.commands, reply.fields, reply.table) == ((), (), (), None)
    assert office.dump() == before


def test_a_stranger_is_answered_in_their_own_language(stranger):
    assert refused(stranger.says("你好")).text.startswith("你好！我是这个团队的 CRM 助手")
    assert refused(stranger.says("hello", lang="zh")).text.startswith("你好！")


def test_in_a_group_a_stranger_is_met_with_silence_unless_they_speak_to_us(office):
    stranger = office.person("nobody", chat="team", group=True)
    assert overheard(stranger, "my deals") is None
    assert refused(stranger.says("my deals")).private


def test_a_member_who_left_is_a_stranger(office, ann):
    done(ann.says("my deals"))
    office.crm(lambda crm: setattr(crm.members.by_handle("ann"), "active", False))
    assert refused(ann.says("my deals")).text.startswith("Hello!")


def code_for(root, name="Bo"):
    return done(root.says(f"link {name}")).text.partition("link ")[2][:8]


def on_telegram(office, account="tg-77"):
    person = office.person(account)
    return lambda words, **message: person.says(words, channel="telegram", **message)


def test_a_code_links_an_account_to_its_member(each_office):
    code, says = code_for(each_office.person("root")), on_telegram(each_office)
    refused(says("my deals"))
    reply = done(says(f"link {code}"))
    assert reply.text.startswith("Welcome, Bo Berg!")
    assert labels(reply) == ["Help"]
    assert told(done(says("my deals"))) == [("deal.list", {"owner": "me"})]


@pytest.mark.parametrize("words", ["/link {code}", "/start {code}", "LINK {code}", "关联 {code}", "link {lower}"])
def test_a_code_can_be_given_in_many_words(office, root, words):
    code = code_for(root)
    assert done(on_telegram(office)(words.format(code=code, lower=code.lower()))).text.startswith("Welcome")


def test_a_member_who_speaks_chinese_is_welcomed_in_chinese(office, root):
    assert done(on_telegram(office)(f"绑定 {code_for(root, '林晓琳')}")).text.startswith("欢迎，林晓琳！")


def test_a_code_works_once(office, root):
    code = code_for(root)
    done(on_telegram(office)(f"link {code}"))
    reply = refused(on_telegram(office, "tg-78")(f"link {code}"))
    assert reply.text == "That code is wrong or has expired. Ask your admin for a new one."


def test_a_code_expires_after_a_day(office, root):
    code = code_for(root)
    office.now += timedelta(days=1, minutes=1)
    assert refused(on_telegram(office)(f"关联 {code}")).text == "这个验证码不对或已过期，请向管理员要一个新的。"


def test_a_guessed_code_is_refused(office):
    reply = on_telegram(office)("link 00000000")
    assert reply.outcome is Outcome.REFUSED
    assert all(member.handle != "tg-77" for member in office.rows(Member))
