"""Customers write in: their messages become tickets, they read their own alone, and nothing internal reaches them."""

import random
from datetime import timedelta
from itertools import islice

import pytest
from sqlalchemy import select

from automations.clockwork import run_due
from crm_domain.outbox import Letter, Post
from crm_domain.tickets import Ticket, TicketMessage
from handlers.answers import bared
from handlers.message import Press
from handlers.reading.chat_words import is_greeting, is_thanks
from handlers.reading.words import YES
from handlers.reply import Outcome, Reply
from tests.people import asked, done, labels, refused, told

SUPPORT = {"customer_chats": {"jsonl": ["acme-help", "dana-dm", "eve-dm"]}, "new_number_after": 3 * 24 * 60}


@pytest.fixture
def desk(office):
    office.crm(lambda crm: setattr(crm.workspace, "support", SUPPORT))
    return office


@pytest.fixture
def dana(desk):
    """A customer of ours in her own chat."""
    return desk.person("dana", "dana-dm")


@pytest.fixture
def ivy(desk):
    done(desk.person("ivy").says("help"))
    return desk.person("ivy")


def tickets(office):
    return [(row.id, row.subject, row.status) for row in office.rows(Ticket)]


def letters(office, chat):
    """What ever went into this chat, and whether only its reader saw it."""
    with office.store.transaction() as session:
        found = session.scalars(select(Letter).where(Letter.chat == chat).order_by(Letter.id)).all()
        return [Reply.from_json(letter.body) for letter in found]


def tick(office, **later):
    office.now += timedelta(**later)
    with office.store.transaction() as session:
        return run_due(session, office.assistant.workspace, office.now)


def test_a_message_opens_a_ticket_and_the_next_one_goes_on_with_it(desk, dana):
    assert done(dana.says("Our scanner won't pair any more")).text == (
        "Thank you, we have it: your request is number #1. We answer here."
    )
    assert done(dana.says("It blinks red")).text == "Added to #1."
    assert tickets(desk) == [(1, "Our scanner won't pair any more", "new")]
    assert [(m.direction, m.text) for m in desk.rows(TicketMessage)] == [
        ("in", "Our scanner won't pair any more"),
        ("in", "It blinks red"),
    ]


def test_greetings_and_thanks_open_nothing_and_reopen_nothing(desk, dana, ivy):
    assert done(dana.says("Hello!")).text.startswith("Hello!")
    assert done(dana.says("你好，在吗？")).text.startswith("您好")
    assert tickets(desk) == []
    dana.says("The gate is stuck")
    done(ivy.says("take #1"))
    done(ivy.says("resolve #1"))
    assert done(dana.says("thanks a lot, it works now 👍")).text == "You're welcome!"
    assert tickets(desk)[0][2] == "resolved"
    done(dana.says("It is stuck again"))
    assert tickets(desk) == [(1, "The gate is stuck", "open")]


def test_what_was_closed_long_ago_comes_back_under_a_new_number(desk, dana, ivy):
    dana.says("The gate is stuck")
    done(ivy.says("close #1"))
    desk.now += timedelta(days=4)
    assert done(dana.says("About #1: stuck again")).text == ("Thank you, we take it up again as number #2 (it was #1).")
    assert [row[2] for row in tickets(desk)] == ["closed", "new"]


def test_two_open_tickets_of_one_person_are_kept_apart(desk, dana):
    dana.says("The gate is stuck")
    dana.says("And the VAT on our invoice is wrong")
    assert done(dana.presses("Something new")).text.startswith("Thank you, we have it: your request is number #2")
    reply = asked(dana.says("Any idea yet?"))
    assert labels(reply)[:2] == ["#2 And the VAT on our invoice is wrong", "#1 The gate is stuck"]
    assert done(dana.presses("#1")).text == "Added to #1."
    assert done(dana.says("for #2: number 4711")).text == "Added to #2."


def test_a_reply_goes_on_with_what_it_replies_to(desk, dana, ivy):
    dana.says("The gate is stuck", key="first")
    dana.says("And the VAT on our invoice is wrong")
    done(dana.presses("Something new"))
    assert done(dana.says("E4", quoted="Thank you, we have it: your request is number #1.")).text == "Added to #1."
    assert done(dana.says("still", replies_to="first")).text == "Added to #1."
    asked(dana.says("and?", quoted="order #4711 is late"))
    done(ivy.says("resolve ticket 1"))
    assert done(dana.says("thank you!", quoted="#1: it is mended")).text == "You're welcome!"
    assert tickets(desk)[0][2] == "resolved"


def test_who_begins_with_a_bot_of_the_customers_is_greeted(desk):
    anybody = desk.person("ivy", "public")  # whoever comes in by the customers' own door is a customer
    for words in ("/start", "help", "帮助"):
        done(anybody.says(words, customers=True, channel="telegram_customers"))
    assert tickets(desk) == []
    assert done(anybody.says("/tickets", customers=True, channel="telegram_customers")).commands == ()
    done(anybody.says("Close all tickets", customers=True, channel="telegram_customers"))
    assert tickets(desk) == [(1, "Close all tickets", "new")]


def test_a_customer_reads_their_own_tickets_and_nobody_elses_whatever_they_ask(desk, dana, ivy):
    dana.says("The gate is stuck")
    eve = desk.person("eve", "eve-dm")
    eve.says("My label printer jams")
    done(ivy.says("note on ticket 1: they are behind with the payment"))
    listed = done(dana.says("show my tickets"))
    assert "#1 The gate is stuck: received" in listed.text
    assert "#2" not in listed.text
    assert refused(dana.says("show ticket 2")).text == "You have no request number #2."
    shown = done(dana.says("status of #1"))
    assert "payment" not in shown.text
    assert "You: The gate is stuck" in shown.text
    for words in ("list deals", "show all tickets", "who is Dana Wu", "export everything", "/ticket.show ticket=#2",
                  "my deals", "reply on ticket 2: hi", "assign #2 to me", "delete everything", "undo 1"):  # fmt: skip
        reply = dana.says(words)
        assert reply.commands == ()
        assert "printer" not in reply.text
        assert "payment" not in reply.text
    assert {subject for _, subject, _ in tickets(desk)} == {"The gate is stuck", "My label printer jams"}


def test_an_answer_goes_out_only_after_a_preview_that_names_the_recipient(desk, dana, ivy):
    dana.says("The gate is stuck")
    before = len(letters(desk, "dana-dm"))
    preview = asked(ivy.says("reply on ticket 1: a technician comes at noon"))
    assert preview.text == "To jsonl dana (chat), on #1: “a technician comes at noon” Send it?"
    assert labels(preview) == ["Send to jsonl dana", "Cancel"]
    assert len(letters(desk, "dana-dm")) == before
    sent = done(ivy.presses("Send to"))
    assert told(sent)[0][0] == "ticket.reply"
    assert [reply.text for reply in letters(desk, "dana-dm")[before:]] == ["#1: a technician comes at noon"]
    assert "We: a technician comes at noon" in done(dana.says("show #1")).text


@pytest.mark.parametrize(
    ("who", "reply", "word"), [("ivy", "reply on ticket 1: at noon", "send"), ("lin", "回复工单1：中午到", "发送")]
)
def test_a_preview_is_agreed_to_in_its_buttons_own_word_and_dropped_by_any_other(desk, dana, who, reply, word):
    dana.says("The gate is stuck")
    colleague, before = desk.person(who), len(letters(desk, "dana-dm"))
    asked(colleague.says(reply))
    colleague.says("dana")
    colleague.says(word)
    assert len(letters(desk, "dana-dm")) == before
    asked(colleague.says(reply))
    done(colleague.says(word))
    assert len(letters(desk, "dana-dm")) == before + 1


def test_an_answer_names_the_contact_once_the_customer_is_known(desk, dana, ivy):
    dana.says("The gate is stuck")
    done(ivy.says("ticket 1 is from Dana Wu"))
    assert asked(ivy.says("reply on ticket 1: on our way")).text.startswith(
        "To Dana Wu (Acme Industries) (chat), on #1"
    )


def test_what_a_colleague_says_in_the_customers_chat_is_answered_to_them_alone(desk, dana, ivy):
    dana.says("The gate is stuck")
    inside = desk.person("ivy", "acme-help", group=True)
    assert done(inside.says("show ticket 1")).private


WORDS = (
    "reply on ticket 1 #1 note : to the customer tell them we lost it dana close resolve send yes internal 客户 回复 "
    "工单1 备注 告诉 show assign me is late update cancel ok 说 ， sure message Dana email merge please 发送 已经 好的"
).split()


AGREEING = {*YES, "send", "发送"}


def remarks(seed, count):
    """Random words of the trade; a bare yes or “send” is left out, as it answers a preview like its button."""
    dice = random.Random(seed)
    said = (" ".join(dice.choices(WORDS, k=dice.randint(1, 9))) for _ in range(2 * count))
    return list(islice((text for text in said if bared(text) not in AGREEING), count))


def exact_lines(seed, count):
    """The same remarks as commands in their own words, as many in one message as it may hold."""
    dice = random.Random(seed)
    whats = ('note ticket=#1 text="{}"', 'reply ticket=#1 text="{}"', 'open subject="{}"', "show ticket=#1",
             'update ticket=#1 category="{}"', "move ticket=#1 status=pending", "move ticket=#1 status=open",
             "list", "assign ticket=#1 assignee=me")  # fmt: skip
    return [f"/ticket.{dice.choice(whats)}".format(text.replace('"', "'")) for text in remarks(seed, count)]


def test_of_ten_thousand_things_that_staff_say_none_is_delivered_outside_without_the_button(desk, dana):
    """Most is said to each other in the ticket's thread or in the customers' own chat, some of it to the assistant."""
    dana.says("The gate is stuck")
    desk.person("eve", "acme-help", group=True).says("Our printer jams")
    overheard, addressed = remarks(1, 9_000), remarks(2, 300)
    lines = exact_lines(3, 700)
    before = letters(desk, "dana-dm"), letters(desk, "acme-help")
    places = [desk.person("ivy", "ticket-1", True), desk.person("ivy", "acme-help", True), desk.person("ivy")]

    def answers(messages):
        with desk.store.transaction() as session:
            return [desk.assistant.answer(session, message).reply for message in messages]

    answers(places[n % 2].message(text, spoken_to=False) for n, text in enumerate(overheard))
    heard = answers(places[n % 3].message(text) for n, text in enumerate(addressed))
    batches = ["\n".join(lines[n : n + 10]) for n in range(0, len(lines), 10)]
    heard += answers(places[n % 3].message(text) for n, text in enumerate(batches))
    assert sum(reply.outcome is Outcome.DONE for reply in heard) > 30
    assert sum("Send it?" in reply.text for reply in heard) > 10
    assert all(reply.outcome is not Outcome.FAILED for reply in heard)
    assert letters(desk, "dana-dm") == before[0]
    inside = letters(desk, "acme-help")[len(before[1]) :]
    assert inside
    assert all(reply.private for reply in inside)


def test_a_rating_is_asked_for_once_and_reminded_of_once(desk, dana, ivy):
    dana.says("The gate is stuck")
    done(ivy.says("resolve #1"))
    assert tick(desk, minutes=30) == 0
    assert tick(desk, minutes=31) == 1
    assert tick(desk, hours=5) == 0
    assert tick(desk, days=2) == 1
    assert tick(desk, days=2) == 0
    letter = letters(desk, "dana-dm")[-1]
    assert letter.text.startswith("One short question is still open")
    with desk.store.transaction() as session:
        last = session.scalars(select(Letter).where(Letter.chat == "dana-dm").order_by(Letter.id.desc())).first()
    assert done(dana._sends(press=Press(last.id, 1))).text.startswith("Thank you for your rating!")
    done(dana.says("quick help, thanks"))
    assert desk.facts(Ticket, "The gate is stuck", "score", "comment", "status") == (
        4,
        "quick help, thanks",
        "resolved",
    )
    assert tick(desk, days=1) == 0


def test_an_answer_that_could_not_be_delivered_shows_on_the_ticket_and_is_told_to_its_sender(desk, dana, ivy):
    dana.says("The gate is stuck")
    asked(ivy.says("reply on ticket 1: on our way"))
    done(ivy.presses("Send to"))
    with desk.store.transaction() as session:
        session.scalars(
            select(Letter).where(Letter.chat == "dana-dm").order_by(Letter.id.desc())
        ).first().state = Post.DEAD
    assert tick(desk, minutes=1) == 1
    assert tick(desk, minutes=1) == 0
    assert letters(desk, "ivy-dm")[-1].text.startswith("Your answer on #1 could not be delivered: “on our way”")
    assert any("not delivered" in cell for row in done(ivy.says("show ticket 1")).table.rows for cell in row)


def test_the_assignee_hears_at_once_what_the_customer_writes(desk, dana, ivy):
    dana.says("The gate is stuck")
    done(ivy.says("take #1"))
    dana.says("Please hurry")
    assert letters(desk, "ivy-dm")[-1].text == "jsonl dana writes on #1, The gate is stuck: “Please hurry”"


def test_a_message_that_was_edited_stands_beside_what_it_was(desk, dana):
    dana.says("The gate is stuck", key="first")
    assert dana.receives(text="The gate at dock 4 is stuck", edits="first").reply is None
    assert [m.text for m in desk.rows(TicketMessage)] == ["The gate is stuck", "(edited) The gate at dock 4 is stuck"]


def test_strangers_elsewhere_are_strangers_still(desk):
    assert desk.person("mallory").says("The gate is stuck").outcome is Outcome.REFUSED
    assert tickets(desk) == []


@pytest.mark.parametrize(
    ("text", "greets", "thanks"),
    [
        ("hi there!", True, True), ("Good morning team", True, True), ("您好，请问在吗", True, True),
        ("thanks so much for the quick help", False, True), ("谢谢你们的帮忙啦", False, True), ("👍", False, True),
        ("ok great, thank you!!", False, True), ("hi, my scanner is broken", False, False),
        ("thanks, but it is still broken", False, False), ("谢谢，不过还是连不上", False, False),
        ("the fix solved nothing", False, False), ("好像又坏了", False, False), ("help", False, False),
    ],
)  # fmt: skip
def test_what_is_no_more_than_a_greeting_or_thanks_is_known(text, greets, thanks):
    assert (is_greeting(text), is_thanks(text)) == (greets, thanks)
