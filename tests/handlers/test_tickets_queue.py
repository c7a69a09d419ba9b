"""The next ticket to take, all of a customer's at once, and the rating that an agent asks for."""

from datetime import timedelta

import pytest

from crm_domain.tickets import Status, Ticket
from tests.handlers.test_customers import SUPPORT, letters
from tests.people import asked, done, refused, told


@pytest.fixture
def desk(office):
    """#1 is Acme's and five minutes older than #2, 澄屿's, which is urgent; #3 is Acme's too and solved."""

    def work(crm):
        acme, chengyu = (next(c for c in crm.companies.all() if c.name.startswith(name)) for name in ("Acme", "澄屿"))
        for subject, company, priority in (("Roll jams", acme, "normal"), ("扫码枪坏了", chengyu, "urgent"),
                                           ("Wrong VAT", acme, "low")):  # fmt: skip
            ticket = crm.tickets.open(subject, company=company, priority=priority)
        crm.tickets.move(ticket, Status.RESOLVED)
        crm.session.get(Ticket, 1).created_at -= timedelta(minutes=5)

    office.crm(work)
    return office


def test_the_next_ticket_is_the_one_due_first_and_the_oldest_the_one_opened_first(desk):
    ivy = desk.person("ivy")
    reply = done(ivy.says("take the next ticket"))
    assert told(reply) == [("ticket.next", {"which": "next"})]
    assert reply.text.startswith("#2 goes to Ivy Ng")
    done(ivy.says("undo"))
    assert done(ivy.says("grab the oldest one")).text.startswith("#1 goes to Ivy Ng")
    assert done(desk.person("lin").says("接下一张")).text.startswith("#2 已派给林晓琳")
    assert done(ivy.says("take the next ticket")).text == "Every ticket has somebody: there is none to take."


def test_all_of_a_company_are_closed_after_a_look_and_come_back_together(desk):
    ivy = desk.person("ivy")
    before = desk.dump()["tickets"]
    preview = asked(ivy.says("close everything from Acme"))
    assert preview.text == (
        "That makes 2 tickets of Acme Industries closed: #1 “Roll jams” and #3 “Wrong VAT”. Go ahead?"
    )
    assert desk.dump()["tickets"] == before
    assert done(ivy.presses("All of them")).text.startswith("Now closed, 2 tickets of Acme Industries: #1")
    assert [ticket.status for ticket in desk.rows(Ticket)] == ["closed", "new", "closed"]
    done(ivy.says("undo"))
    assert [ticket.status for ticket in desk.rows(Ticket)] == ["new", "new", "resolved"]
    assert "1 张工单" in asked(desk.person("lin").says("把澄屿的工单都关了")).text
    assert done(ivy.says("close everything from Larkfield Foods")).text.startswith("Larkfield Foods has no ticket")


def test_a_customer_is_asked_for_a_rating_once_and_only_by_the_button(desk):
    desk.crm(lambda crm: setattr(crm.workspace, "support", SUPPORT))
    desk.assistant = type(desk.assistant)()
    desk.person("dana", "dana-dm").says("The gate is stuck")
    ivy = desk.person("ivy")
    assert "not solved yet" in refused(ivy.says("ask the customer of ticket 4 for a rating")).text
    done(ivy.says("resolve ticket 4"))
    before = len(letters(desk, "dana-dm"))
    assert "how our help with #4 was" in asked(ivy.says("ask them for a rating")).text
    assert len(letters(desk, "dana-dm")) == before
    done(ivy.presses("Send to"))
    question = letters(desk, "dana-dm")[-1]
    assert "How was our help?" in question.text
    assert question.buttons[0].says == "/rate #4 5"
    assert "已经请客户给 #4 评分" in refused(desk.person("lin").says("邀请工单4的客户评分")).text
    assert "does not write in by chat" in refused(ivy.says("ask the customer of ticket 3 for a rating")).text


def test_a_ticket_goes_back_to_the_queue(desk):
    ivy = desk.person("ivy")
    done(ivy.says("take ticket 1"))
    assert done(ivy.says("put ticket 1 back in the queue")).text == "#1 is back in the queue: Roll jams"
    assert desk.facts(Ticket, "Roll jams", "assignee_id") is None
    assert done(desk.person("lin").says("工单1我接不了")).text == "#1 本来就没有人处理：Roll jams"
    done(ivy.says("close ticket 1"))
    assert "is closed" in refused(ivy.says("take ticket 1")).text


def test_an_answer_or_a_note_without_words_is_asked_for(desk):
    ivy, lin = desk.person("ivy"), desk.person("lin")
    asked(ivy.says("reply on ticket 1:"))
    assert "we come at noon" in done(ivy.says("we come at noon")).text
    asked(lin.says("给工单1加备注："))
    assert done(lin.says("客户很急")).text == "已给 #1 加内部备注：客户很急"
    assert told(done(ivy.says("history of 1")))[0] == ("record.history", {"ticket": "1"})


@pytest.mark.parametrize(
    ("who", "said", "command", "slots"),
    [
        ("ivy", "tickets nobody owns", "ticket.list", {"filter": "unassigned"}),
        ("ivy", "what's about to blow its SLA", "ticket.list", {"filter": "breaching"}),
        ("ivy", "any urgents still open?", "ticket.list", {"priority": "urgent", "status": "open"}),
        ("ivy", "category of 2 should be billing", "ticket.update", {"ticket": "2", "category": "billing"}),
        ("ivy", "drop 2 on max's desk", "ticket.assign", {"ticket": "2", "assignee": "Max Power"}),
        ("ivy", "which of mine are overdue", "ticket.list", {"assignee": "me", "filter": "overdue"}),
        ("ivy", "what's open for acme", "ticket.list", {"company": "Acme Industries", "status": "open"}),
        ("ivy", "1 waiting on customer now", "ticket.move", {"ticket": "1", "status": "pending"}),
        ("ivy", "dana confirmed its fixed, close 1", "ticket.move", {"ticket": "1", "status": "closed"}),
        (
            "ivy",
            "move 1 to max please hes on hardware today",
            "ticket.assign",
            {"ticket": "1", "assignee": "Max Power"},
        ),
        ("ivy", "internal note 1 - seen before", "ticket.note", {"ticket": "1", "text": "seen before"}),
        ("lin", "1客户说好了，关掉", "ticket.move", {"ticket": "1", "status": "closed"}),
        ("lin", "优先级高的单子列一下", "ticket.list", {"priority": "high"}),
        ("lin", "等客户回复的有哪些", "ticket.list", {"status": "pending"}),
        ("lin", "接1", "ticket.assign", {"ticket": "1", "assignee": "me"}),
        ("lin", "快超时的有哪些", "ticket.list", {"filter": "breaching"}),
        ("lin", "我手上有超时的没", "ticket.list", {"assignee": "me", "filter": "overdue"}),
        ("lin", "2不急了，改成普通", "ticket.update", {"ticket": "2", "priority": "normal"}),
        ("lin", "工单2不是软件问题，归到账号", "ticket.update", {"ticket": "2", "category": "账号"}),
    ],
)
def test_what_hurried_agents_type_is_read(desk, who, said, command, slots):
    assert told(done(desk.person(who).says(said))) == [(command, slots)]


def test_what_is_listed_after_two_are_closed_is_no_third_change(desk):
    reply = done(desk.person("ivy").says("close #1 and #2, then list what's still open"))
    assert [name for name, _ in told(reply)] == ["ticket.move", "ticket.move", "ticket.list"]
    assert [ticket.status for ticket in desk.rows(Ticket)][:2] == ["closed", "closed"]
