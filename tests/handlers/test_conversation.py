"""One message after another: questions, answers, corrections, buttons, repetitions, edits."""

from datetime import date

import pytest

from crm_domain.activities import Activity
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.money import Money
from handlers.message import Press
from handlers.reply import Outcome
from tests.people import asked, done, labels, refused, rows, shown, told


def amount(office, title="Acme renewal"):
    return office.named(Deal, title).amount.amount


def stage(office, title="Acme renewal"):
    return office.facts(Deal, title, "stage.key")


# -- questions --------------------------------------------------------------------------------------------------------


def test_what_is_missing_is_asked_and_the_rest_of_the_sentence_is_kept(office, ann):
    changes = office.changes()
    reply = asked(ann.says("postpone prepare the demo"))
    assert (reply.text, reply.commands, office.changes()) == ("Until when?", (), changes)
    done(ann.says("Wednesday"))
    asked(ann.says("/deal.add amount=12k company=acme"))
    reply = done(ann.says("dock scanners"))
    slots = {"title": "dock scanners", "company": "Acme Industries", "amount": {"amount": 12000}}
    assert told(reply) == [("deal.add", slots)]


def test_what_is_missing_is_asked_in_chinese(office, lin):
    assert asked(lin.says("推迟任务给王磊发合同")).text == "推迟到什么时候？"
    done(lin.says("后天"))
    asked(lin.says("新建公司"))
    assert told(done(lin.says("砚秋书院"))) == [("company.add", {"name": "砚秋书院"})]


def test_an_answer_may_say_more_than_was_asked(office, ann):
    asked(ann.says("add a new contact"))
    done(ann.says("Gus Fring, Acme, gus@acme.example"))
    facts = office.facts(Contact, "Gus Fring", "company.name", "email")
    assert facts == ("Acme Industries", "gus@acme.example")


def test_a_stage_that_is_missing_is_asked_with_a_button_for_each(office, ann, lin):
    reply = asked(ann.says("/move acme renewal"))
    assert labels(reply) == ["Lead", "Qualified", "Proposal", "Negotiation", "Won", "Lost"]
    done(ann.presses("Negotiation"))
    assert stage(office) == "negotiation"
    assert labels(asked(lin.says("/推进 续约"))) == ["线索", "已验证", "报价", "谈判", "赢单", "丢单"]
    done(lin.says("报价吧"))
    assert stage(office, "澄屿科技续约") == "proposal"


@pytest.mark.parametrize(
    ("who", "question", "stop", "reply"),
    [
        ("ann", "add task", "cancel", "All right, forgotten."),
        ("ann", "add task", "never mind", "All right, forgotten."),
        ("ann", "/move acme renewal", "No.", "All right, forgotten."),
        ("lin", "新建任务", "算了", "好的，不弄了。"),
        ("lin", "新建任务", "算了，不用了！", "好的，不弄了。"),
        ("lin", "/推进 续约", "不用", "好的，不弄了。"),
    ],
)
def test_a_question_can_be_dropped_in_the_middle(office, who, question, stop, reply):
    person = office.person(who)
    before = office.dump()
    asked(person.says(question))
    assert done(person.says(stop)).text == reply
    assert person.says("the weather").outcome is Outcome.UNCLEAR
    assert office.dump() == before


def test_without_a_question_there_is_nothing_to_cancel(ann, lin):
    assert done(ann.says("cancel")).text.startswith("There is nothing to cancel.")
    assert done(lin.says("算了")).text.startswith("没有正在进行的操作。")


def test_a_new_request_while_a_question_is_open_is_carried_out(office, ann):
    asked(ann.says("postpone prepare the demo"))
    done(ann.says("move acme renewal to negotiation"))
    assert stage(office) == "negotiation"
    assert ann.says("Wednesday").outcome is Outcome.UNCLEAR


# -- rivals -----------------------------------------------------------------------------------------------------------


def test_rivals_become_buttons_and_pressing_one_goes_on(office, ann):
    reply = asked(ann.says("show larkfield"))
    assert reply.text == "“larkfield” fits several. Which one do you mean?"
    assert labels(reply) == ["Larkfield Foods", "Larkfield Freight"]
    assert told(done(ann.presses("Freight"))) == [("company.show", {"company": "Larkfield Freight"})]


@pytest.mark.parametrize("answer", ["2", "#2", "freight", "the Larkfield Freight one", "Larkfield Freight."])
def test_rivals_are_told_apart_by_number_or_words(ann, answer):
    asked(ann.says("show larkfield"))
    assert told(done(ann.says(answer))) == [("company.show", {"company": "Larkfield Freight"})]


def test_rivals_keep_the_rest_of_the_sentence(office, lin):
    reply = asked(lin.says("把澄屿推到报价"))
    assert labels(reply) == ["澄屿科技续约", "澄屿新仓二期"]
    assert told(done(lin.says("二期"))) == [("deal.move", {"deal": "澄屿新仓二期", "stage": "proposal"})]
    asked(lin.says("给Dana打了个电话，要折扣"))
    done(lin.presses("Okafor"))
    assert office.rows(Activity)[-1].summary == "要折扣"


def test_a_line_of_two_commands_asks_once_and_then_does_both(office, lin):
    reply = asked(lin.says("/deal.update deal=澄屿 amount=20k\n/deal.move deal=澄屿 stage=proposal"))
    assert labels(reply) == ["澄屿科技续约", "澄屿新仓二期"]
    done(lin.presses("续约"))
    assert (amount(office, "澄屿科技续约"), stage(office, "澄屿科技续约")) == (20_000, "proposal")


def test_nothing_is_done_while_one_of_several_commands_is_unclear(office, ann):
    before = office.dump()
    asked(ann.says("/deal.update deal=#1 amount=20k\n/company.show company=larkfield"))
    assert office.dump() == before
    done(ann.says("foods"))
    assert amount(office) == 20_000


# -- what was spoken of -----------------------------------------------------------------------------------------------


def test_it_is_what_was_spoken_of_last(office, ann, lin):
    done(ann.says("show the acme renewal deal"))
    done(ann.says("move it to negotiation"))
    done(ann.says("set it to 45k"))
    assert (stage(office), amount(office)) == ("negotiation", 45_000)
    done(ann.says("show acme"))
    assert told(done(ann.says("show it"))) == [("company.show", {"company": "Acme Industries"})]
    done(lin.says("看看续约"))
    done(lin.says("把它推到报价"))
    done(lin.says("把这单改成28万"))
    assert (stage(office, "澄屿科技续约"), amount(office, "澄屿科技续约")) == ("proposal", 280_000)


def test_each_kind_of_record_has_its_own_pronoun(ann, lin):
    done(ann.says("show the acme renewal deal"))
    done(ann.says("who is Dana Wu"))
    assert told(done(ann.says("move that deal to negotiation")))[0][1]["deal"] == "Acme renewal"
    assert told(done(ann.says("who is she")))[0][1] == {"contact": "Dana Wu"}
    assert told(done(ann.says("activities for that company")))[0][1] == {"company": "Acme Industries"}
    done(lin.says("看看王磊"))
    assert told(done(lin.says("看看这家公司")))[0][1] == {"company": "澄屿科技"}


def test_what_was_spoken_of_settles_a_tie(ann):
    done(ann.says("show Larkfield Freight"))
    assert told(done(ann.says("activities for larkfield"))) == [("activity.list", {"company": "Larkfield Freight"})]


def test_a_pronoun_without_anything_spoken_of_is_asked_or_refused(office, ann):
    before = office.dump()
    assert ann.says("move it to negotiation").outcome in (Outcome.ASKED, Outcome.REFUSED)
    assert office.dump() == before


def test_memory_belongs_to_one_person_in_one_chat(office, ann, max_):
    done(ann.says("show the acme renewal deal"))
    elsewhere = office.person("ann", chat="another")
    assert elsewhere.says("move it to negotiation").outcome is not Outcome.DONE
    asked(ann.says("postpone prepare the demo"))
    assert office.person("ann", chat="a third").says("Wednesday").outcome is Outcome.UNCLEAR
    assert office.person("max", chat="ann-dm").says("Wednesday").outcome is Outcome.UNCLEAR
    done(ann.says("Wednesday"))


# -- corrections ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "title", "first", "second", "value"),
    [
        ("ann", "Acme renewal", "set acme renewal to 45k", "no wait, 345k", 345_000),
        ("ann", "Acme renewal", "set acme renewal to 45k", "sorry, I meant 54k", 54_000),
        ("ann", "Acme renewal", "set acme renewal to 45k", "make that $46,000", 46_000),
        ("ann", "Acme renewal", "set acme renewal to 45k", "no, 48k not 45", 48_000),
        ("ann", "Acme renewal", "set acme renewal to 45k", "50k", 50_000),
        ("lin", "澄屿科技续约", "把续约改成28万", "不对，是28万5", 285_000),
        ("lin", "澄屿科技续约", "把续约改成28万", "说错了，29万", 290_000),
        ("lin", "澄屿科技续约", "把续约改成28万", "应该是30.5万", 305_000),
    ],
)
def test_a_correction_replaces_the_value_and_undo_goes_back_before_both(office, who, title, first, second, value):
    person, before = office.person(who), amount(office, title)
    done(person.says(first))
    reply = done(person.says(second))
    assert told(reply)[0][1]["deal"] == title
    assert amount(office, title) == value
    done(person.presses("Undo" if who == "ann" else "撤销"))
    assert amount(office, title) == before


def test_a_correction_does_not_add_a_second_record(office, ann, lin):
    done(ann.says("add a task: call the bank, due Friday"))
    reply = done(ann.says("no, Thursday"))
    assert told(reply) == [("task.add", {"title": "call the bank", "due": "2026-11-26"})]
    done(lin.says("加个任务：发报价，周五前"))
    done(lin.says("不对，周四"))
    titles = [task.label for task in office.crm(lambda crm: crm.tasks.all())]
    assert (titles.count("call the bank"), titles.count("发报价")) == (1, 1)


def test_a_stage_and_a_name_can_be_corrected(office, ann):
    done(ann.says("move acme renewal to won"))
    done(ann.says("no wait, negotiation"))
    assert stage(office) == "negotiation"
    done(ann.says("log a call with Dana Wu: wants a discount"))
    done(ann.says("sorry, Dana Okafor"))
    [activity] = office.rows(Activity)
    assert office.facts(Activity, activity.label, "contact.name", "summary") == ("Dana Okafor", "wants a discount")


def test_a_correction_back_to_what_it_was_says_so_and_can_be_undone(office, ann):
    done(ann.says("move acme renewal to negotiation"))
    reply = done(ann.says("no, proposal"))
    assert (reply.text, stage(office)) == ("Acme renewal is at Proposal already.", "proposal")
    done(ann.presses("Undo"))
    assert stage(office) == "negotiation"


def test_a_correction_that_has_rivals_leaves_the_first_change_until_it_is_answered(office, ann):
    done(ann.says("log a visit at Acme: all fine"))
    before = office.dump()
    asked(ann.says("no, I meant Larkfield"))
    assert office.dump() == before
    done(ann.presses("Freight"))
    [activity] = office.rows(Activity)
    assert office.facts(Activity, activity.label, "company.name") == "Larkfield Freight"


def test_a_number_after_a_question_is_its_answer_and_no_correction(office, ann):
    done(ann.says("set acme renewal to 45k"))
    asked(ann.says("show larkfield"))
    assert told(done(ann.says("1"))) == [("company.show", {"company": "Larkfield Foods"})]
    assert amount(office) == 45_000


# -- lists ------------------------------------------------------------------------------------------------------------


def test_a_long_list_comes_in_pages_by_button_and_by_word(office, ann):
    for n in range(23):
        done(ann.says(f"add a task: thing number {n}"))
    reply = done(ann.says("my tasks"))
    assert (len(rows(reply)), labels(reply)) == (10, ["More (15 left)"])
    reply = done(ann.presses("More"))
    assert (len(rows(reply)), labels(reply)) == (10, ["More (5 left)"])
    reply = done(ann.says("more"))
    assert (len(rows(reply)), labels(reply)) == (5, [])
    assert done(ann.says("more")).text == "That was all."


def test_more_pages_in_chinese(lin):
    for n in range(12):
        done(lin.says(f"加个任务：第{n}件事"))
    assert labels(done(lin.says("我的任务"))) == ["更多（还有 3 条）"]
    assert len(rows(done(lin.says("更多")))) == 3
    assert done(lin.says("还有吗")).text == "没有更多了。"


# -- buttons ----------------------------------------------------------------------------------------------------------


def test_a_button_belongs_to_whom_it_was_shown(office, ann):
    done(ann.says("set acme renewal to 45k"))
    boss = office.person("max", chat="ann-dm")
    reply = refused(boss.presses("Undo", on=ann.last))
    assert reply.text.startswith("That button belongs to somebody else's question.")
    lin = office.person("lin", chat="ann-dm")
    assert refused(lin.presses("Undo", on=ann.last)).text.startswith("这个按钮是给别人的。")
    assert amount(office) == 45_000


def test_an_unknown_button_is_refused(office, ann, lin):
    done(ann.says("show acme"))
    for press in (Press(99_999, 0), Press(ann.last.letter, 7), Press(ann.last.letter, -1), Press(0, 0)):
        assert refused(ann._sends(press=press)).text == "That button is too old. Please say it in words."
    assert refused(lin._sends(press=Press(99_999, 0))).text == "这个按钮已经失效了，请直接用文字说。"


def test_a_button_of_another_platform_is_unknown(ann):
    done(ann.says("set acme renewal to 45k"))
    with pytest.raises(AssertionError):
        done(ann.presses("Undo", channel="terminal"))


def test_the_same_press_twice_has_one_effect(each_office):
    ann = each_office.person("ann")
    done(ann.says("show the acme renewal deal"))
    receipt = ann.last
    first = done(ann.presses("Negotiation", on=receipt, key="press"))
    changes = each_office.changes()
    again = ann.presses("Negotiation", on=receipt, key="press")
    assert ann.last.repeated
    assert (again, each_office.changes()) == (first, changes)
    done(ann.presses("Negotiation", on=receipt))
    assert each_office.changes() == changes


def test_the_same_message_twice_gets_the_same_reply_and_makes_one_change(each_office):
    ann = each_office.person("ann")
    first = done(ann.says("new deal dock scanners, 12k", key="once"))
    letter = ann.last.letter
    again = ann.says("new deal dock scanners, 12k", key="once")
    assert (again, ann.last.letter, ann.last.repeated) == (first, letter, True)
    assert each_office.named(Deal, "dock scanners")


def test_a_repeated_question_and_a_repeated_refusal_are_the_same_too(office, ann):
    first = asked(ann.says("show larkfield", key="q"))
    assert ann.says("show larkfield", key="q") == first
    first = refused(ann.says("move larkfield gate readers to won", key="r"))
    assert ann.says("move larkfield gate readers to won", key="r") == first


# -- edits ------------------------------------------------------------------------------------------------------------


def test_an_edited_message_offers_to_do_the_new_one_instead(each_office):
    ann = each_office.person("ann")
    done(ann.says("set acme renewal to 45k", key="typo"))
    reply = asked(ann.says("set acme renewal to 54k", edits="typo"))
    assert labels(reply) == ["Do the new one", "Cancel"]
    assert amount(each_office) == 45_000
    done(ann.presses("Do the new one"))
    assert amount(each_office) == 54_000
    done(ann.presses("Undo"))
    assert amount(each_office) == 40_000


def test_an_edited_message_is_offered_in_chinese_and_may_be_left(office, lin):
    done(lin.says("把续约改成28万", key="typo"))
    reply = asked(lin.says("把续约改成82万", edits="typo"))
    assert labels(reply) == ["按新的执行", "取消"]
    done(lin.presses("取消"))
    assert amount(office, "澄屿科技续约") == 280_000


def test_an_edit_that_becomes_a_question_takes_nothing_back_before_the_answer(office, ann):
    done(ann.says("set acme renewal to 45k", key="typo"))
    asked(ann.says("show larkfield", edits="typo"))
    before = office.dump()
    asked(ann.presses("Do the new one"))
    assert office.dump() == before
    done(ann.presses("Foods"))
    assert amount(office) == 40_000


def test_an_edit_of_what_changed_nothing_is_a_new_message(office, ann):
    done(ann.says("my deals", key="list"))
    done(ann.says("set acme renewal to 45k", edits="list"))
    assert office.named(Deal, "Acme renewal").amount == Money.of(45_000, "USD")


# -- both languages ---------------------------------------------------------------------------------------------------


def test_a_message_in_chinese_is_answered_in_chinese(ann):
    assert done(ann.says("我的商机")).text == "商机 1 个，合计 40,000 美元"
    assert done(ann.says("把 Acme renewal 推到谈判")).text == "Acme renewal已从报价推到谈判。"
    assert done(ann.says("show 澄屿科技")).text == "澄屿科技"
    assert shown(done(ann.says("show 澄屿科技")))["Owner"] == "林晓琳"


def test_dates_and_money_are_written_for_the_reader(office, ann, lin):
    done(ann.says("push acme renewal close date to 15 Jan"))
    assert shown(done(ann.says("show the acme renewal deal")))["Close date"] == "Fri 15 Jan 2027"
    assert shown(done(lin.says("看看 Acme renewal 的进展")))["预计签约"] == "2027年1月15日（周五）"
    assert office.named(Deal, "Acme renewal").close_date == date(2027, 1, 15)


def test_when_a_deal_is_to_close_is_a_part_of_adding_it_and_a_thing_is_nobodys_name(office):
    ann, lin = office.person("ann"), office.person("lin")
    (command, slots), *others = told(done(ann.says("new deal Tidal rollout, 32k, closing end of January")))
    assert (command, slots["close_date"], others) == ("deal.add", "2027-01-31", [])
    (command, slots), *others = told(done(lin.says("新建商机：云杉二期，32万，预计1月底签")))
    assert (command, slots["close_date"], others) == ("deal.add", "2027-01-31", [])
    (_, slots), *_ = told(done(ann.says("open a ticket for Acme: the till freezes at checkout, urgent")))
    assert (slots.get("contact"), slots["subject"]) == (None, "the till freezes at checkout")


def test_how_many_were_won_or_came_in_is_asked_for_all_of_us(office):
    ann, lin = office.person("ann"), office.person("lin")
    for person, text in ((ann, "how many deals did we win last month"), (lin, "上个月赢了几单")):
        ((command, slots),) = told(done(person.says(text)))
        assert (command, "owner" in slots) == ("report.winrate", False)
    ((command, _),) = told(done(ann.says("what tickets came in last month")))
    assert command == "report.tickets"


@pytest.mark.parametrize(
    ("who", "new", "undo", "move", "which"),
    [
        ("ann", "new deal Kiosk pilot, 30k", "undo", "move it to negotiation", "Which deal"),
        ("lin", "新建商机 门店试点 3万", "撤销", "把它推到谈判", "哪个商机"),
    ],
)
def test_what_was_undone_is_no_longer_meant_by_it(office, who, new, undo, move, which):
    done(office.person(who).says(new))
    done(office.person(who).says(undo))
    assert which in asked(office.person(who).says(move)).text
