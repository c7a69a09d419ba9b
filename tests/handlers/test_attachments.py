"""What comes along with a message: kept on the ticket, shown, and sent on to the customer by the button alone."""

import pytest

from crm_domain.outbox import Letter
from crm_domain.tickets import TicketMessage
from handlers.drawer import name_of
from handlers.reply import Reply
from tests.people import asked, done, labels, refused, rows, shown


@pytest.fixture
def desk(office, tmp_path):
    office.crm(lambda crm: setattr(crm.workspace, "support", {"customer_chats": {"jsonl": ["dana-dm"]}}))
    return office


@pytest.fixture
def dana(desk):
    return desk.person("dana", "dana-dm")


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "gate.jpg"
    path.write_bytes(b"\xff\xd8 not much of a picture")
    return str(path)


def kept(office):
    return [(m.direction, m.text, [name_of(key) for key in m.files or ()]) for m in office.rows(TicketMessage)]


def went_to(office, chat):
    with office.store.transaction() as session:
        return [Reply.from_json(letter.body) for letter in session.query(Letter).filter_by(chat=chat)]


def test_what_a_customer_sends_along_is_kept_told_and_shown(desk, dana, ivy, photo):
    done(dana.says("The gate is stuck", files=(photo,)))
    done(ivy.says("take #1"))
    done(dana.says("", files=(photo,)))
    assert kept(desk) == [("in", "The gate is stuck", ["gate.jpg"]), ("in", "gate.jpg", ["gate.jpg"])]
    [told] = [reply for reply in went_to(desk, "ivy-dm") if reply.files]
    assert told.files[0].endswith("gate.jpg")
    seen = done(ivy.says("show ticket 1"))
    assert any("The gate is stuck [gate.jpg]" in cell for row in rows(seen) for cell in row)
    assert done(ivy.presses("Attachments")).files[0].endswith("gate.jpg")
    assert done(ivy.says("工单1的附件")).text == "#1 的附件：gate.jpg"


def test_what_is_too_large_is_said_and_the_words_are_kept(desk, dana, ivy):
    reply = done(dana.says("The gate is stuck", missed=("film.mp4",)))
    assert reply.text == (
        "Thank you, we have it: your request is number #1. We answer here.\n"
        "film.mp4 did not come through: a file may have 20 MB at most. Send a smaller one, or a link to it."
    )
    assert kept(desk) == [("in", "The gate is stuck\n(attachment too large: film.mp4)", [])]
    assert "film.mp4 did not come through" in refused(ivy.says("", missed=("film.mp4",))).text
    assert "film.mp4 没有收到" in done(desk.person("lin").says("我的任务", missed=("film.mp4",))).text


def test_an_answer_takes_its_file_along_by_the_button_alone(desk, dana, ivy, photo):
    dana.says("The gate is stuck")
    preview = asked(ivy.says("reply on ticket 1: press the red button as shown", files=(photo,)))
    assert "press the red button as shown [gate.jpg]" in preview.text
    assert not any(reply.files for reply in went_to(desk, "dana-dm"))
    done(ivy.presses("Send to"))
    [sent] = [reply for reply in went_to(desk, "dana-dm") if reply.files]
    assert (sent.text, sent.files[0].rpartition("/")[2]) == ("#1: press the red button as shown", "gate.jpg")


def test_a_note_and_a_new_ticket_keep_what_came_along_inside(desk, dana, ivy, photo):
    dana.says("The gate is stuck")
    done(ivy.says("internal note on ticket 1: see the picture", files=(photo,)))
    done(ivy.says("open a ticket for Acme: printer jams", files=(photo,)))
    assert kept(desk)[1:] == [
        ("note", "see the picture", ["gate.jpg"]),
        ("note", "Came along: gate.jpg", ["gate.jpg"]),
    ]
    assert "gate.jpg" not in done(dana.says("show #1")).text
    assert shown(done(ivy.says("show ticket 2")))["Status"] == "new"


def test_a_file_that_nobody_sent_here_cannot_be_sent_on(desk, dana, ivy):
    dana.says("The gate is stuck")
    for key in ("../../etc/passwd", "0123456789abcdef-passwd", "0123456789abcdef-../../passwd"):
        refused(ivy.says(f'/ticket.reply ticket=#1 text="hi" file="{key}" sure="yes"'))
    assert not any(reply.files for reply in went_to(desk, "dana-dm"))


def test_an_edit_is_noted_on_the_ticket_that_the_message_had_opened(desk, dana, ivy):
    dana.says("The gate is stuck", key="m-one")
    dana.says("The VAT is wrong", key="m-two")
    done(dana.presses("Something new"))
    done(ivy.says("resolve ticket 1"))
    dana.receives(text="The gate at dock 4 is stuck", edits="m-one", key="m-one:2")
    assert kept(desk)[-1][:2] == ("in", "(edited) The gate at dock 4 is stuck")
    assert [message.ticket_id for message in desk.rows(TicketMessage)][-1] == 1
    assert shown(done(ivy.says("show ticket 1")))["Status"] == "resolved"


def test_a_ticket_without_files_says_so(desk, dana, ivy):
    dana.says("The gate is stuck")
    assert done(ivy.says("any pictures on ticket 1")).text == "Nothing was attached to #1."
    assert "Attachments" not in labels(done(ivy.says("show ticket 1")))
