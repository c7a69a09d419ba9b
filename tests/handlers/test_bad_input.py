"""Input that no record can hold, or that is no request at all: answered in the asker's language, nothing is changed."""

import re
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from crm_domain.base import Base, Row
from crm_domain.deals import Deal
from crm_domain.journal import Change, ChangeLine
from crm_domain.store import Store
from handlers.command import COMMANDS
from handlers.message import Message, Press
from handlers.reply import Outcome
from tests.people import MONDAY, Office, done, told

NEGATIVE = "A deal's amount can't be negative."
NO_DAY = "doesn't exist in the calendar."


@pytest.mark.parametrize(
    ("who", "words", "answer"),
    [
        ("ann", "set acme renewal to -5k", NEGATIVE),
        ("ann", "new deal dock scanners, -12000 USD", NEGATIVE),
        ("lin", "把续约改成-5万", "商机金额不能是负数。"),
        ("lin", "澄屿科技续约改成-5万", "商机金额不能是负数。"),
        ("lin", "澄屿科技续约金额改为-300000", "商机金额不能是负数。"),
        ("ann", "set acme renewal to abc", "“abc” is not an amount. Write it like 45k, 12,500 EUR or £900."),
        ("ann", "/deal.update deal=#1 amount=abc", "“abc” is not an amount."),
        ("lin", "把续约改成很多", "“很多”不是金额。"),
        ("ann", "set acme renewal to 99999999999999", "That amount is larger than any deal."),
        ("lin", "把续约改成99999999999999", "这个金额太大了"),
        ("ann", "push acme renewal close date to 30 February", f"“30 February” {NO_DAY}"),
        ("ann", "add a task: call the bank, due 31 April", f"“31 April” {NO_DAY}"),
        ("lin", "续约签约日期改到2月30号", "日历上没有“2月30号”这一天。"),
        ("ann", "acme renewal won on 30 February", f"“30 February” {NO_DAY}"),
        ("lin", "澄屿科技续约2月30号成交", "日历上没有“2月30号”这一天。"),
        ("ann", "/deal.update deal=#1 close_date=someday", "I can't read “someday” as a date."),
        ("lin", "/deal.update deal=#3 close_date=哪天", "看不懂“哪天”是哪一天。"),
        (
            "ann",
            "move acme renewal to limbo",
            "“limbo” is none of these: Lead, Qualified, Proposal, Negotiation, Won and Lost.",
        ),
        ("lin", "把续约推到火星", "“火星”不在可选范围内：线索、已验证、报价、谈判、赢单和丢单。"),
        ("ann", "move xyzzy to won", "I don't know a deal called “xyzzy”."),
        ("lin", "把随便什么推到赢单", "没有找到叫“随便什么”的商机。"),
        ("ann", "show xyzzy", "I know nothing called “xyzzy”: no company, contact or deal."),
        ("lin", "看看随便什么", "没有找到叫“随便什么”的公司、联系人或商机。"),
        ("ann", "show contact xyzzy", "I don't know a contact called “xyzzy”."),
        ("lin", "看看公司随便什么", "没有找到叫“随便什么”的公司。"),
        ("ann", "give acme renewal to Nobody", "There is no member called “Nobody” here."),
        ("ann", "/deal.show deal=#999", "There is no deal number 999, or you can't see it."),
        ("lin", "/deal.show deal=#999", "没有编号为 999 的商机，或者你无权查看。"),
        ("ann", "/deal.show deal=#99999999999999999999", "There is no deal number 2147483647"),
        ("root", "make Bo a wizard", "“wizard” is none of these: admin, manager, rep and agent."),
        ("root", "/member.role name=bo role=巫师", "“巫师” is none of these"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_what_would_do(office, who, words, answer):
    before = office.dump()
    reply = office.person(who).says(words)
    assert (reply.outcome, answer in reply.text) == (Outcome.REFUSED, True), reply
    assert office.dump() == before


@pytest.mark.parametrize(
    ("who", "words", "answer"),
    [
        ("ann", "", "There are no words in that message."),
        ("ann", "   \n\t ", "There are no words in that message."),
        ("ann", "🎉🎉🎉", "There are no words in that message."),
        ("ann", "?!…", "There are no words in that message."),
        ("lin", "", "这条消息里没有文字。"),
        ("lin", "👍", "这条消息里没有文字。"),
        ("ann", "\x00", "There are no words in that message."),
    ],
)
def test_a_message_without_words_says_so(office, who, words, answer):
    before = office.dump()
    reply = office.person(who).says(words)
    assert (reply.outcome, reply.text.startswith(answer)) == (Outcome.UNCLEAR, True)
    assert office.dump() == before


@pytest.mark.parametrize("words", ["x" * 100_000, "new deal " * 12_000, "把续约改成28万，" * 10_000, "1 " * 50_000])
def test_a_hundred_kilobytes_are_refused_at_once(office, ann, lin, words):
    before = office.dump()
    reply = ann.says(words)
    assert reply.outcome is Outcome.REFUSED
    assert "too long" in reply.text or "内容太长" in reply.text
    assert len(reply.text) < 200
    assert office.person("ann", chat="team", group=True).receives(text=words, spoken_to=False).reply is None
    assert lin.says(words).text.startswith("内容太长")
    assert office.dump() == before


@pytest.mark.parametrize(
    "words",
    [
        "{name}",
        "{0.__class__}",
        "%s %d %(name)s",
        "Robert'); DROP TABLE deals;--",
        "' OR 1=1 --",
        "<b>bold</b> <script>alert(1)</script>",
        "$(rm -rf /)",
        "=cmd|' /C calc'!A0",
        "../../etc/passwd",
        "\\N{DIGIT ONE}",
        "a\u202eb",
    ],
)
def test_text_that_is_code_somewhere_is_text_here(office, ann, words):
    reply = ann.says(words)
    assert reply.outcome in (Outcome.UNCLEAR, Outcome.REFUSED)
    done(ann.says(f"new deal {words}, 12k"))
    title = office.rows(Deal)[-1].title
    assert set(re.findall("[a-z]+", words.lower())) == set(re.findall("[a-z]+", title.lower()))
    reply = ann.says(f"show the deal {words}")
    assert reply.outcome in (Outcome.DONE, Outcome.REFUSED)
    assert ann.says(f"show {words}").outcome in (Outcome.DONE, Outcome.REFUSED, Outcome.UNCLEAR)


@pytest.mark.parametrize("words", ["new deal dock\x00 scanners, 12k", "new deal dock\ud800 scanners, 12k"])
def test_what_no_database_takes_is_taken_out(each_office, words):
    reply = done(each_office.person("ann").says(words))
    assert told(reply)[0][0] == "deal.add"
    assert each_office.rows(Deal)[-1].title.startswith("dock")


def test_an_expired_button_changes_nothing(office, ann, lin):
    before = office.dump()
    assert ann._sends(press=Press(4711, 0)).text == "That button is too old. Please say it in words."
    assert lin._sends(press=Press(4711, 0)).text == "这个按钮已经失效了，请直接用文字说。"
    assert office.dump() == before


@pytest.mark.parametrize(
    "words", ["a, " * 1300, "把" * 3900, "1 " * 1900, "show " * 790, "¥" * 3900, '"' * 3000 + "a", "=" * 3000]
)
def test_the_longest_message_has_an_answer(office, ann, words):
    assert ann.says(words[:3999]).outcome in (Outcome.UNCLEAR, Outcome.REFUSED, Outcome.ASKED)


# -- any text at all --------------------------------------------------------------------------------------------------

TABLES = sorted(
    {m.class_.__table__ for m in Base.registry.mappers if issubclass(m.class_, (Row, Change, ChangeLine))},
    key=lambda table: table.name,
)
KEYS = count()


@pytest.fixture(scope="module")
def quiet_office(furnished_template, tmp_path_factory):
    """An office that forgets every example."""
    path = tmp_path_factory.mktemp("quiet") / "office.db"
    path.write_bytes(furnished_template.read_bytes())
    store = Store(str(path))
    yield Office(store)
    store.close()


def said_in_turn(office, handle, texts):
    """Each text's reply, and whether the domain changed on it; all is rolled back in the end."""
    with office.store.sessions() as session, session.begin() as transaction:
        before = dump(session)
        for text in texts:
            message = Message(f"k{next(KEYS)}", "jsonl", "c", handle, text, MONDAY)
            reply = office.assistant.answer(session, message).reply
            after = dump(session)
            yield text, reply, before != after
            before = after
        transaction.rollback()


def dump(session):
    session.flush()
    return [session.execute(select(table).order_by(table.c.id)).all() for table in TABLES]


WORDS = sorted(
    {
        word
        for command in COMMANDS.values()
        for text in (command.example.en, command.example.zh)
        for word in text.split()
    }
    | {word for command in COMMANDS.values() for word in command.slash}
    | {f"/{name}" for name in COMMANDS}
)
NAMES = (
    "acme renewal|Acme|larkfield|Dana|Dana Wu|Bo|me|it|her|澄屿|续约|二期|王磊|给王磊发合同|prepare the demo|#1|#2|7"
)
VALUES = "45k|-5|£900|28万|Friday|下周三|30 February|tomorrow 3pm|negotiation|赢单|won|no budget|agent|a@b.cd|{x}|%s"
JOINTS = " |, |: |，|=| to | is |把|改成|推到|\n/|；| for | @ | no wait, |不对，|\x00|🎉|'|\"|["
THINGS = [*NAMES.split("|"), *VALUES.split("|")]
PHRASES = [text for found in COMMANDS.values() for texts in found.says.values() for text in texts]
CHOICE = re.compile(r"\[([^\[\]()]*)\]|\(([^\[\]()]*)\)")


@st.composite
def spoken(draw):
    """A command's own phrase as somebody might say it, about anything."""
    text = draw(st.sampled_from(PHRASES))
    while found := CHOICE.search(text):
        ways = found[0][1:-1].split("|") + ([""] if found[0][0] == "[" else [])
        text = text[: found.start()] + draw(st.sampled_from(ways)) + text[found.end() :]
    return re.sub(r"\{[^{}]*\}", lambda _: draw(st.sampled_from(THINGS)), text)


FRAGMENTS = st.sampled_from([*WORDS, *NAMES.split("|"), *VALUES.split("|"), *JOINTS.split("|")])
TEXTS = st.one_of(
    spoken(),
    spoken(),
    st.text(max_size=60),
    st.lists(FRAGMENTS, min_size=1, max_size=8).map(" ".join),
    st.lists(FRAGMENTS, min_size=1, max_size=8).map("".join),
    st.sampled_from([text for command in COMMANDS.values() for text in (command.example.en, command.example.zh)]),
)


@given(handle=st.sampled_from(["ann", "lin", "root", "ivy"]), texts=st.lists(TEXTS, min_size=1, max_size=4))
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_any_text_at_all_is_answered_and_what_is_not_done_changed_nothing(quiet_office, handle, texts):
    for text, reply, changed in said_in_turn(quiet_office, handle, texts):
        assert reply.outcome is not Outcome.FAILED, text
        assert reply.outcome is Outcome.DONE or not changed, (text, reply)
        assert reply.text
