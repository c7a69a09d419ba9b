"""Tickets, said in words: open, update, assign, reply, note, move, merge, rate, show, list."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from crm_domain.store import FAULTS
from crm_domain.tickets import Ticket, TicketMerge, TicketMessage
from handlers.assistant import Assistant
from handlers.reply import Outcome
from tests.people import MONDAY, Office, asked, done, furnish, labels, refused, rows, shown, told

SCANNER, GATE, VAT, ZH = "Scanner won't pair", "Gate reader misses pallets", "Invoice shows wrong VAT", "扫码枪连不上"


def file_tickets(office: Office) -> Office:
    """#1 Acme's, nobody's · #2 Larkfield's, Ivy's and open · #3 Acme's, resolved by Ivy · #4 澄屿's, nobody's."""

    def work(crm):
        ivy = crm.members.by_handle("ivy")
        acme, freight, chengyu = (row for row in crm.companies.all() if row.name.startswith(("Acme", "Lark", "澄"))
                                  and not row.name.endswith("Foods"))  # fmt: skip
        dana, okafor, wang = crm.contacts.all()
        for subject, company, contact, priority in (
            (SCANNER, acme, dana, "high"), (GATE, freight, okafor, "urgent"), (VAT, acme, dana, "normal"),
            (ZH, chengyu, wang, "normal"),
        ):  # fmt: skip
            crm.tickets.open(subject, company=company, contact=contact, priority=priority)
        crm.tickets.get(2).give_to(ivy, crm.now)
        crm.tickets.get(3).give_to(ivy, crm.now)
        crm.tickets.get(3).move_to("resolved", crm.now)

    office.crm(work)
    return office


@pytest.fixture
def desk(office):
    return file_tickets(office)


def ticket(office, number, *attributes):
    """What ticket `number` holds under each dotted name."""
    subject = next(row.subject for row in office.rows(Ticket) if row.id == number)
    return office.facts(Ticket, subject, *attributes)


def said(office):
    return [(message.ticket_id, message.direction, message.text) for message in office.rows(TicketMessage)]


def test_a_ticket_is_opened_in_one_sentence(each_office):
    reply = done(
        each_office.person("ann").says("open a ticket for Acme, Dana Wu: scanner won't charge, high, hardware")
    )
    assert told(reply) == [
        (
            "ticket.open",
            {
                "subject": "scanner won't charge",
                "company": "Acme Industries",
                "contact": "Dana Wu",
                "priority": "high",
                "category": "hardware",
            },
        )
    ]
    facts = each_office.facts(
        Ticket, "scanner won't charge", "id", "company.name", "priority", "category", "status", "assignee"
    )
    assert facts == (1, "Acme Industries", "high", "hardware", "new", None)
    assert reply.text == "Opened ticket #1: scanner won't charge"
    assert labels(reply) == ["Undo", "Take it"]


def test_a_ticket_is_opened_in_chinese(office, lin):
    reply = done(lin.says("给澄屿科技开个工单：扫码枪又坏了，加急"))
    assert reply.text == "已开工单 #1：扫码枪又坏了"
    assert office.facts(Ticket, "扫码枪又坏了", "company.name", "priority") == ("澄屿科技", "urgent")
    assert shown(reply)["时限"] == "2026年11月23日（周一）18:00（上海时间）"


@pytest.mark.parametrize(
    ("words", "subject", "more"),
    [
        ("raise an urgent ticket for acme: printers down", "printers down", {"priority": "urgent"}),
        ("log a ticket: Acme says the scanner is dead again", "the scanner is dead again", {}),
        ("Dana Wu from Acme says battery low lights, open a ticket", "battery low lights", {"contact": "Dana Wu"}),
        ("new ticket: acme, labels smudge, billing", "labels smudge", {"category": "billing"}),
        ('/ticket Acme "dock sparks" p=urgent cat=tools', "dock sparks", {"priority": "urgent", "category": "tools"}),
        ("/ticket new acme, dock sparks, low", "dock sparks", {"priority": "low"}),
    ],
)  # fmt: skip
def test_a_ticket_can_be_opened_in_many_words(office, ann, words, subject, more):
    [(name, slots)] = told(done(ann.says(words)))
    assert name == "ticket.open"
    assert slots == {"subject": subject, "company": "Acme Industries"} | more


@pytest.mark.parametrize(
    ("words", "slots"),
    [
        ("帮澄屿科技的王磊提个单，读数不准", {"subject": "读数不准", "contact": "王磊 (Leo Wang)"}),
        ("开个工单，澄屿科技登录不正常，紧急", {"subject": "登录不正常", "priority": "urgent"}),
        ("澄屿科技说发票又开错了，开一张单", {"subject": "发票又开错了"}),
        ("/工单 澄屿科技 报表打不开 硬件 急", {"subject": "报表打不开", "category": "硬件", "priority": "urgent"}),
    ],
)
def test_a_ticket_can_be_opened_in_many_chinese_words(lin, words, slots):
    assert told(done(lin.says(words))) == [("ticket.open", {"company": "澄屿科技"} | slots)]


def test_a_ticket_without_a_subject_is_asked_for_it(office, ivy, lin):
    assert asked(ivy.says("open a ticket for Acme")).text == "What is it about?"
    done(ivy.says("scanner won't charge"))
    assert office.facts(Ticket, "scanner won't charge", "company.name") == "Acme Industries"
    assert asked(lin.says("给澄屿科技开个工单")).text == "是什么问题？"
    done(lin.says("扫码枪开机就死机"))
    assert office.facts(Ticket, "扫码枪开机就死机", "company.name") == "澄屿科技"


def test_opening_can_be_called_off(office, ivy):
    asked(ivy.says("open a ticket for Acme"))
    done(ivy.says("never mind"))
    assert office.rows(Ticket) == []


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("take 1", 1),
        ("i'll take #1", 1),
        ("claim T-1", 1),
        ("assign ticket 1 to me", 1),
        ("give no. 1 to me", 1),
        ("I'm on the scanner ticket", 1),
        ("assign the scanner ticket to ivy", 1),
        ("1号工单我来处理", 1),
        ("工单4我来", 4),
        ("把1派给我", 1),
        ("认领4", 4),
        ("我来接4", 4),
        ("把扫码枪那张单转给我", 4),
        ("/assign 1 me", 1),
        ("/claim 1", 1),
    ],
)
def test_a_ticket_can_be_taken_in_many_words(desk, ivy, words, number):
    [(name, slots)] = told(done(ivy.says(words)))
    assert (name, slots) == ("ticket.assign", {"ticket": str(number), "assignee": "me"})
    assert ticket(desk, number, "assignee.handle", "status") == ("ivy", "open")


@pytest.mark.parametrize(
    "words", ["give 1 to max", "hand #1 over to Max", "put max on ticket 1", "can max take 1?",
              "reassign 1 from ivy to max", "1派给Max", "让Max处理1", "1能不能给Max做", "把1的负责人改成Max"]
)  # fmt: skip
def test_a_ticket_can_be_given_to_a_colleague(desk, ivy, words):
    assert told(done(ivy.says(words))) == [("ticket.assign", {"ticket": "1", "assignee": "Max Power"})]


def test_whoever_comes_second_is_asked_whether_to_take_it_over(desk, ivy, max_):
    reply = asked(max_.says("take 2"))
    assert reply.text == "Ivy Ng has #2 already. Take it over?"
    assert ticket(desk, 2, "assignee.handle") == "ivy"
    done(max_.presses("Take it over"))
    assert ticket(desk, 2, "assignee.handle") == "max"
    assert done(max_.says("take 2")).text == "#2 is with Max Power already."


NAMES = {"ivy": "Ivy Ng", "max": "Max Power"}


def test_of_two_who_claim_at_once_one_has_it(store):
    office = file_tickets(furnish(Office(store)))
    gate = Barrier(2)

    def claim(handle):
        person = Office(store, Assistant()).person(handle)
        gate.wait()
        for attempt in range(5):  # as the front desk does: a lost race passes
            try:
                return person.says("take 1", key=f"{handle}-{attempt}")
            except FAULTS:
                continue
        raise AssertionError("given up")

    with ThreadPoolExecutor(2) as threads:
        replies = dict(zip(("ivy", "max"), threads.map(claim, ("ivy", "max")), strict=True))
    owner = ticket(office, 1, "assignee.handle")
    [other] = replies.keys() - {owner}
    assert replies[owner].outcome == Outcome.DONE
    assert asked(replies[other]).text == f"{NAMES[owner]} has #1 already. Take it over?"


@pytest.mark.parametrize(
    ("words", "number", "status"),
    [
        ("close 2", 2, "closed"),
        ("/close 2", 2, "closed"),
        ("close the gate reader ticket", 2, "closed"),
        ("2 is solved", 2, "resolved"),
        ("2 done", 2, "resolved"),
        ("mark ticket 2 as resolved", 2, "resolved"),
        ("put 2 on hold", 2, "pending"),
        ("waiting on the customer for 2", 2, "pending"),
        ("set #2 to pending", 2, "pending"),
        ("reopen 3", 3, "open"),
        ("2可以关了", 2, "closed"),
        ("把工单2关掉", 2, "closed"),
        ("2解决了", 2, "resolved"),
        ("工单2处理好了", 2, "resolved"),
        ("2先挂起", 2, "pending"),
        ("2等客户回复", 2, "pending"),
        ("2的状态改成等待客户", 2, "pending"),
        ("重新打开3", 3, "open"),
        ("重開3", 3, "open"),
    ],
)
def test_a_ticket_moves_in_many_words(desk, ivy, words, number, status):
    assert told(done(ivy.says(words))) == [("ticket.move", {"ticket": str(number), "status": status})]
    assert ticket(desk, number, "status") == status


def test_an_impossible_move_says_what_is_possible(desk, ivy):
    done(ivy.says("close 3"))
    before = desk.dump()
    assert refused(ivy.says("put 3 on hold")).text == (
        "#3 is closed and can't become pending from there. It can become: open."
    )
    assert refused(ivy.says("把3标为新建")).text == "#3 现在是“已关闭”，不能直接改成“新建”。可以改成：处理中。"
    assert done(ivy.says("close 3")).text == "#3 is closed already."
    assert desk.dump()["tickets"] == before["tickets"]


def test_why_a_ticket_moves_is_kept_as_a_note(desk, ivy):
    reply = done(ivy.says("reopen 3, dana says the invoice is wrong again"))
    assert told(reply) == [("ticket.move", {"ticket": "3", "status": "open"})]
    assert shown(reply)["Noted inside"] == "dana says the invoice is wrong again"
    assert said(desk) == [(3, "note", "dana says the invoice is wrong again")]


@pytest.mark.parametrize(
    ("words", "slots"),
    [
        ("bump 1 to urgent", {"priority": "urgent"}),
        ("1 is P1", {"priority": "urgent"}),
        ("make ticket 1 low priority", {"priority": "low"}),
        ("escalate 1", {"priority": "urgent"}),
        ("can someone bump #1 up to urgent, dana is losing it", {"priority": "urgent"}),
        ("change the category of 1 to hardware", {"category": "hardware"}),
        ("1 is a billing issue, not hardware", {"category": "billing"}),
        ("rename ticket 1 to Scanner dead", {"subject": "Scanner dead"}),
        ("1加急", {"priority": "urgent"}),
        ("工单1改成低优先级", {"priority": "low"}),
        ("把1的优先级调成紧急", {"priority": "urgent"}),
        ("1的分类应该是硬件不是软件", {"category": "硬件"}),
        ("工单1标题改成扫码枪坏了", {"subject": "扫码枪坏了"}),
    ],
)
def test_a_ticket_is_changed_in_many_words(desk, ivy, words, slots):
    assert told(done(ivy.says(words))) == [("ticket.update", {"ticket": "1"} | slots)]
    [(field, value)] = slots.items()
    assert next(getattr(row, field) for row in desk.rows(Ticket) if row.id == 1) == value


def test_a_change_shows_both_values(desk, ivy, lin):
    assert shown(done(ivy.says("set ticket 1 to urgent"))) == {"Priority": "high → urgent"}
    assert shown(done(lin.says("工单4改成高优"))) == {"优先级": "普通 → 高"}


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("reply on 1: the new one is on its way!", "the new one is on its way!"),
        ("reply to ticket 1 that we are on it", "we are on it"),
        ("tell the customer on 1 that it ships tomorrow", "it ships tomorrow"),
        ("reply to Dana Wu on 1: it ships tomorrow", "it ships tomorrow"),
        ("回复1：明天发货", "明天发货"),
        ("回复1，明天发货", "明天发货"),
        ("跟1的客户说发票今天寄出", "发票今天寄出"),
    ],
)
def test_a_reply_is_kept_and_says_that_it_is_not_delivered(desk, ivy, words, text):
    reply = done(ivy.says(words))
    assert told(reply) == [("ticket.reply", {"ticket": "1", "text": text})]
    assert said(desk) == [(1, "out", text)]
    assert "not delivered by chat" in reply.text or "不会自动发给客户" in reply.text
    assert ticket(desk, 1, "first_response_at", "status") == (MONDAY, "open")


def test_nothing_but_a_reply_is_to_the_customer(desk, ivy):
    for words in (
        "note on 1: he is a pain",
        "1备注：客户很急",
        "close 1, it was us",
        "assign 1 to max",
        "we should lie about 1",
    ):
        ivy.says(words)
    assert {direction for _, direction, _ in said(desk)} == {"note"}


@pytest.mark.parametrize(
    ("words", "saved"),
    [
        ("tell dana okafor the new reader is on its way", (2, "out", "the new reader is on its way")),
        ("let Dana Wu know it ships tomorrow", (1, "out", "it ships tomorrow")),
        ("跟王磊说一下，固件已经修好了", (4, "out", "固件已经修好了")),
        ("回一下王磊：固件已经修好了", (4, "out", "固件已经修好了")),
        ("reply on the larkfield freight one: it ships tomorrow", (2, "out", "it ships tomorrow")),
        ("王磊那单回一下：固件已经修好了", (4, "out", "固件已经修好了")),
    ],
)
def test_whoever_is_named_is_answered_on_their_open_ticket(desk, ivy, words, saved):
    done(ivy.says(words))
    assert said(desk) == [saved]


def test_of_several_open_tickets_of_whoever_is_named_one_is_asked_for(desk, ivy):
    done(ivy.says("reopen 3"))
    max_ = desk.person("max")
    assert labels(asked(max_.says("tell dana wu it ships tomorrow"))) == [f"#1 {SCANNER}", f"#3 {VAT}"]
    done(max_.presses("#3"))
    assert said(desk) == [(3, "out", "it ships tomorrow")]


def test_a_question_about_words_is_left_by_whoever_names_another_ticket(desk, ivy):
    asked(ivy.says("note on ticket 1:"))
    assert told(done(ivy.says("close 2"))) == [("ticket.move", {"ticket": "2", "status": "closed"})]
    asked(ivy.says("给工单1加备注"))
    assert told(done(ivy.says("看工单2")))[0][0] == "ticket.show"
    assert said(desk) == []


def test_a_reply_to_the_wrong_person_is_not_kept(desk, ivy):
    text = refused(ivy.says("reply to Dana Okafor on 1: your gate reader is fixed")).text
    assert text.startswith("#1 is Dana Wu's ticket, not Dana Okafor's.")
    assert said(desk) == []


def test_a_reply_wants_words_and_an_open_ticket(desk, ivy):
    assert asked(ivy.says("reply to ticket 1")).text == "What shall it say?"
    done(ivy.says("it ships tomorrow"))
    assert said(desk) == [(1, "out", "it ships tomorrow")]
    done(ivy.says("close 3"))
    assert refused(ivy.says("reply on 3: hello")).text == "#3 is closed. Open it again first, by saying: reopen 3"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("internal note on ticket 1: seen on firmware 4.2.1", "seen on firmware 4.2.1"),
        ("note 1 sync ran twice on 20/11", "sync ran twice on 20/11"),
        ("leave a note for support on 1 - be nice", "be nice"),
        ("给1加个内部备注：客户很急", "客户很急"),
        ("1备注一下客户周四给文件", "客户周四给文件"),
    ],
)
def test_a_note_stays_inside(desk, ivy, words, text):
    assert told(done(ivy.says(words))) == [("ticket.note", {"ticket": "1", "text": text})]
    assert said(desk) == [(1, "note", text)]
    assert ticket(desk, 1, "first_response_at", "status") == (None, "new")


@pytest.mark.parametrize(
    "words", ["merge 1 into 3", "fold ticket 1 into 3", "1 is a duplicate of 3", "merge 3 and 1",
              "把1合并到3", "合并1到3", "1是3的重复单", "fold 1 into the other VAT ticket, 3"]
)  # fmt: skip
def test_a_duplicate_is_merged(desk, ivy, words):
    assert told(done(ivy.says(words))) == [("ticket.merge", {"ticket": "3", "duplicate": "1"})]
    assert ticket(desk, 1, "status", "merge.into_id") == ("closed", 3)


def test_a_merge_is_told_on_both_and_taken_apart_by_undo(desk, ivy):
    done(ivy.says("note on 1: third time this week"))
    before = [row.status for row in desk.rows(Ticket)]
    reply = done(ivy.says("merge 1 into 3"))
    assert reply.text == f"Merged #1 into #3: {VAT}. #1 is closed and points there."
    kept = done(ivy.says("show ticket 3"))
    assert shown(kept)["Merged in"] == "#1"
    assert [row[3] for row in rows(kept)] == ["third time this week"]
    assert shown(done(ivy.says("show ticket 1")))["Merged into"] == "#3"
    assert refused(ivy.says("reopen 1")).text.startswith("#1 was merged into #3; go on there.")
    done(ivy.says("undo"))
    assert [row.status for row in desk.rows(Ticket)] == before
    assert desk.rows(TicketMerge) == []
    assert refused(ivy.says("merge 1 into 1")).text == "That is one and the same ticket, #1."


@pytest.mark.parametrize(
    ("words", "slots"),
    [
        ("rate 3 5", {"score": 5}),
        ("rate ticket 3 4/5, quick answer", {"score": 4, "comment": "quick answer"}),
        ("dana rated 3 two out of five", {"score": 2}),
        ('record a score of 1 on ticket 3 with the comment "still wrong"', {"score": 1, "comment": "still wrong"}),
        ("3 got 5 stars", {"score": 5}),
        ("客户给3评了2分 嫌慢", {"score": 2, "comment": "嫌慢"}),
        ("工单3评分五星", {"score": 5}),
        ("3满意度4分，很快", {"score": 4, "comment": "很快"}),
    ],
)  # fmt: skip
def test_a_rating_is_kept(desk, ivy, words, slots):
    assert told(done(ivy.says(words))) == [("ticket.rate", {"ticket": "3"} | slots)]
    assert ticket(desk, 3, "score", "comment") == (slots["score"], slots.get("comment"))


def test_there_are_only_five_stars(desk, ivy):
    assert "is none of these: 1, 2, 3, 4 and 5" in refused(ivy.says("rate ticket 3 7")).text
    assert ticket(desk, 3, "score") is None


def test_a_ticket_is_shown_with_what_was_said_and_what_may_be_done(desk, ivy):
    done(ivy.says("reply on 1: we are on it"))
    done(ivy.says("note on 1: firmware again"))
    reply = done(ivy.says("show ticket 1"))
    assert told(reply) == [("ticket.show", {"ticket": "1"})]
    assert reply.text == f"#1 {SCANNER}"
    facts = shown(reply)
    assert (facts["Company"], facts["Contact"], facts["Status"], facts["Priority"]) == (
        "Acme Industries", "Dana Wu", "open", "high"
    )  # fmt: skip
    assert [row[1:] for row in rows(reply)] == [
        ("inside", "Ivy Ng", "firmware again"),
        ("to the customer", "Ivy Ng", "we are on it"),
    ]
    assert labels(reply) == ["Take it", "Resolve", "Wait for customer", "Close"]
    done(ivy.presses("Resolve"))
    assert ticket(desk, 1, "status") == "resolved"


@pytest.mark.parametrize(
    "words", ["show 2", "#2", "ticket 2", "/ticket 2", "what's the status of 2?",
              "open ticket 2 for me I want to read it", "2 got update or not?",
              "show the gate reader ticket", "看2", "工单2", "2现在什么情况", "2解决了吗"]
)  # fmt: skip
def test_a_ticket_is_shown_in_many_words(desk, ivy, words):
    before = desk.dump()["tickets"]
    assert told(done(ivy.says(words))) == [("ticket.show", {"ticket": "2"})]
    assert desk.dump()["tickets"] == before


def test_a_long_conversation_comes_in_pages(desk, ivy):
    for number in range(12):
        done(ivy.says(f"note on 1: step {number}"))
    assert len(rows(done(ivy.says("show ticket 1")))) == 10
    assert [row[3] for row in rows(done(ivy.says("more")))] == ["step 1", "step 0"]


@pytest.mark.parametrize(
    ("words", "slots", "numbers"),
    [
        ("tickets", {}, [2, 1, 4]),
        ("my tickets", {"assignee": "me"}, [2]),
        ("what's on my plate ticket wise", {"filter": "mine"}, [2]),
        ("unassigned tickets", {"filter": "unassigned"}, [1, 4]),
        ("whats unasigned rn", {"filter": "unassigned"}, [1, 4]),
        ("urgent tickets", {"priority": "urgent"}, [2]),
        ("tickets for acme", {"company": "Acme Industries"}, [1]),
        ("any open tickets from larkfield freight?", {"company": "Larkfield Freight", "status": "open"}, [2]),
        ("resolved tickets", {"status": "resolved"}, [3]),
        ("tickets assigned to ivy", {"assignee": "me"}, [2]),
        ("没人接的工单", {"filter": "unassigned"}, [1, 4]),
        ("我的工单", {"assignee": "me"}, [2]),
        ("紧急的工单有吗", {"priority": "urgent"}, [2]),
        ("澄屿科技还没解决的工单", {"company": "澄屿科技", "status": "open"}, [4]),
        ("/tickets", {}, [2, 1, 4]),
    ],
)
def test_tickets_are_listed_by_what_is_asked(desk, ivy, words, slots, numbers):
    reply = done(ivy.says(words))
    assert told(reply) == [("ticket.list", slots)]
    assert [int(row[0][1:]) for row in rows(reply)] == numbers


def test_what_is_late_and_what_will_be_are_told_apart(desk, ivy):
    assert done(ivy.says("overdue tickets")).text == "No ticket fits."
    desk.now = MONDAY + timedelta(minutes=50)  # the urgent one has ten minutes left
    assert [row[0] for row in rows(done(ivy.says("tickets about to breach")))] == ["#2"]
    desk.now = MONDAY + timedelta(hours=5)
    assert [row[0] for row in rows(done(ivy.says("overdue tickets")))] == ["#2", "#1"]
    assert done(ivy.says("show ticket 2")).text == f"#2 {GATE}, overdue"
    assert done(ivy.says("tickets")).text == "3 tickets, 2 overdue"
    assert done(ivy.says("超时的工单")).text == "工单 2 张，其中 2 张已超时"


def test_it_is_the_ticket_spoken_of_last(desk, ivy):
    done(ivy.says("看1"))
    done(ivy.says("派给Max"))
    assert told(done(ivy.says("加个内部备注：客户很急"))) == [("ticket.note", {"ticket": "1", "text": "客户很急"})]
    done(ivy.says("状态改待客户回复"))
    assert ticket(desk, 1, "assignee.handle", "status") == ("max", "pending")
    done(ivy.says("resolve it"))
    done(ivy.says("reopen that ticket"))
    assert ticket(desk, 1, "status") == "open"


def test_a_wrong_number_is_corrected(desk, ivy):
    done(ivy.says("assign 1 to me"))
    done(ivy.says("oops meant 4 not 1"))
    assert (ticket(desk, 1, "assignee"), ticket(desk, 4, "assignee.handle")) == (None, "ivy")
    done(ivy.says("set ticket 4 to low"))
    done(ivy.says("no, high"))
    assert ticket(desk, 4, "priority") == "high"


def test_several_tickets_of_a_kind_are_asked_about(desk, ivy, max_):
    done(max_.says("open a ticket for Acme: scanner is wet"))
    reply = asked(ivy.says("close the scanner ticket"))
    assert set(labels(reply)) == {f"#1 {SCANNER}", "#5 scanner is wet"}
    done(ivy.presses("#5"))
    assert (ticket(desk, 5, "status"), ticket(desk, 1, "status")) == ("closed", "new")


@pytest.mark.parametrize("words", ["close 99", "show ticket 99", "reply on 99: hello", "take 99", "工单99加急"])
def test_an_unknown_number_changes_nothing(desk, ivy, words):
    before = desk.dump()
    text = refused(ivy.says(words)).text
    assert text.startswith(("There is no ticket number 99", "没有编号为 99 的工单"))
    assert desk.dump() == before


EACH = [
    "open a ticket for Acme: wet", "bump 1 to urgent", "take 1", "reply on 1: hello", "note on 1: hm", "close 1",
    "close 1, it was us", "merge 1 into 3", "rate 3 5", "assign 4 to max, he knows it", "rename ticket 1 to Dry",
]  # fmt: skip


@pytest.mark.parametrize("words", EACH)
def test_undo_gives_back_what_was(desk, ivy, words):
    nouns = ("tickets", "ticket_messages", "ticket_merges")
    before = {noun: without_version(desk.dump()[noun]) for noun in nouns}
    assert labels(done(ivy.says(words)))[0] == "Undo"
    after = {noun: without_version(desk.dump()[noun]) for noun in nouns}
    assert after != before
    done(ivy.presses("Undo"))
    assert {noun: without_version(desk.dump()[noun]) for noun in nouns} == before
    done(ivy.presses("Redo"))
    assert {noun: without_version(desk.dump()[noun]) for noun in nouns} == after


def without_version(rows):
    return [{name: value for name, value in row.items() if name != "version"} for row in rows]


def test_the_history_of_a_ticket_is_told(desk, ivy):
    done(ivy.says("bump 1 to urgent"))
    reply = done(ivy.says("history of ticket 1"))
    assert rows(reply)[0][2:] == ("Ivy Ng", "priority: high → urgent")


def test_a_rep_works_on_the_tickets_of_the_own_customers_only(desk, bo, ann):
    """Larkfield is Ann's; Bo is of another team."""
    before = desk.dump()
    for words in ("close 2", "bump 2 to low", "reply on 2: hello", "assign 2 to bo", "merge 2 into 1", "rate 2 1"):
        assert refused(bo.says(words)).text.startswith("That one belongs to ")
    assert desk.dump() == before
    done(ann.says("bump 2 to low"))


def test_a_rep_may_see_note_and_open_any(desk, bo):
    assert told(done(bo.says("show ticket 2"))) == [("ticket.show", {"ticket": "2"})]
    done(bo.says("note on 2: they called me too"))
    done(bo.says("open a ticket for Larkfield Freight: gate is open"))
    assert len(rows(done(bo.says("tickets")))) == 4


@pytest.mark.parametrize(
    "words",
    ["closing my laptop now", "tell me a joke", "reset my laptop password pls", "can you fix it", "show 2 of them",
     "note to self: buy milk", "who took the last donut", "rate limits are annoying", "take 5 everyone",
     "我的VPN连不上", "这剧给一星都嫌多", "吃饭去了"],
)  # fmt: skip
def test_what_is_no_ticket_is_left_alone(desk, ivy, words):
    before = desk.dump()
    reply = ivy.says(words)
    assert [name for name, _ in told(reply) if name.startswith("ticket.")] == []
    assert desk.dump() == before


@pytest.mark.parametrize(
    ("words", "name", "slots"),
    [
        ("let them know on ticket 1 that we're on it", "ticket.reply", {"text": "we're on it"}),
        ("answer ticket 1: could you send us a photo?", "ticket.reply", {"text": "could you send us a photo?"}),
        ("just for us on ticket 1: they threatened to cancel", "ticket.note", {"text": "they threatened to cancel"}),
        ("tickets waiting on customers", "ticket.list", {"status": "pending"}),
        ("which tickets might blow their SLA", "ticket.list", {"filter": "breaching"}),
        ("哪些单子快要违约了", "ticket.list", {"filter": "breaching"}),
        ("帮忙记个工单，客户反映手持机连不上网", "ticket.open", {"subject": "客户反映手持机连不上网"}),
        ("how's support doing this month", "report.tickets", {}),
    ],
)
def test_the_desk_is_spoken_of_in_many_ways(office, words, name, slots):
    office.crm(lambda crm: crm.tickets.open("Gate stuck"))
    [(command, said)] = told(done(office.person("ivy").says(words)))
    assert command == name
    assert slots.items() <= said.items()


def test_an_inside_remark_after_an_answer_is_no_answer(office):
    for subject in ("Gate stuck", "Wrong VAT"):
        office.crm(lambda crm, subject=subject: crm.tickets.open(subject))
    ivy = office.person("ivy")
    done(ivy.says("reply on ticket 1: on our way"))
    done(ivy.says("just for us on ticket 2: they threatened to cancel"))
    assert [(m.ticket_id, m.direction) for m in office.rows(TicketMessage)] == [(1, "out"), (2, "note")]


def test_a_title_of_another_ticket_is_not_taken_for_that_of_the_one_spoken_of(office):
    for subject in ("Gate stuck", "Wrong VAT"):
        office.crm(lambda crm, subject=subject: crm.tickets.open(subject))
    ivy = office.person("ivy")
    done(ivy.says("set ticket 1 to high"))
    done(ivy.says("change the title of ticket 2 to Invoice mismatch in May"))
    assert office.named(Ticket, "Invoice mismatch in May").id == 2
