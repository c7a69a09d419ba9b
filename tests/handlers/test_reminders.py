"""Reminders, said in words: set, list, cancel, put off, done."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm_domain.reminders import Reminder
from tests.people import MONDAY, asked, done, labels, refused, rows, shown, told

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day, hour, minute=0, zone=UTC):
    """A moment of November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=zone)


def slots(reply):
    [(name, values)] = told(done(reply))
    assert name == "reminder.set"
    return {slot: value for slot, value in values.items() if slot != "whom"}


def test_a_reminder_is_stored_with_its_moment_for_whoever_says_it(each_office):
    reply = done(each_office.person("ann").says("remind me tomorrow at 9 to call Dana"))
    assert reply.text == "I'll remind you: call Dana"
    assert shown(reply) == {"When": "Tue 24 Nov 2026, 09:00 (London)"}
    assert labels(reply) == ["Undo"]
    facts = each_office.facts(Reminder, "call Dana", "at", "repeat", "whom.handle", "creator.handle", "zone", "waiting")
    assert facts == (at(24, 9), None, "ann", "ann", "Europe/London", True)


@pytest.mark.parametrize(
    ("who", "words"),
    [("ann", "remind me 2 hours before the meeting with Larkfield tomorrow"), ("lin", "提前一天提醒我签合同，12月3日")],
)
def test_ahead_of_what_we_do_not_know_the_hour_of_is_asked_about(office, who, words):
    asked(office.person(who).says(words))


@pytest.mark.parametrize("words", ["提醒#销售群每周一九点开例会", "每周一九点提醒#销售群 开例会"])
def test_a_channel_is_told_from_the_words_though_no_blank_stands_between(office, lin, words):
    reply = done(lin.says(words))
    assert reply.text.startswith("到时提醒#销售群：开例会")
    assert dict(told(reply))["reminder.set"]["whom"] == "#销售群"
    assert rows(done(lin.says("我的提醒")))[0][-1] == "#销售群"


def test_a_reminder_is_stored_in_chinese(office, lin):
    reply = done(lin.says("明早九点提醒我给王磊回电话"))
    assert reply.text == "到时提醒你：给王磊回电话"
    assert shown(reply) == {"时间": "2026年11月24日（周二）09:00（上海时间）"}
    assert office.named(Reminder, "给王磊回电话").at == at(24, 9, zone=SHANGHAI)


def test_a_recurrence_is_stored_with_its_first_occurrence(office, ann, lin):
    reply = done(ann.says("remind me every Friday at 4 to send the report"))
    assert slots(reply) == {
        "text": "send the report",
        "at": "2026-11-27T16:00:00+00:00",
        "repeat": "FREQ=WEEKLY;BYDAY=FR",
    }
    assert shown(reply) == {"First": "Fri 27 Nov 2026, 16:00 (London)", "Repeats": "every Friday"}
    assert shown(done(lin.says("每周五下午四点提醒我发周报"))) == {
        "第一次": "2026年11月27日（周五）16:00（上海时间）",
        "重复": "每周五",
    }
    assert office.facts(Reminder, "发周报", "at", "starts", "repeat") == (at(27, 8), at(27, 8), "FREQ=WEEKLY;BYDAY=FR")


@pytest.mark.parametrize(
    ("words", "text", "when"),
    [
        ("ping me in 45 min about the quote", "the quote", "2026-11-23T09:45:00+00:00"),
        ("nudge me about the quote in half an hour", "the quote", "2026-11-23T09:30:00+00:00"),
        ("don't let me forget the board deck on Thursday 9am", "the board deck", "2026-11-26T09:00:00+00:00"),
        ("hey can you remind me at noon to eat please", "eat", "2026-11-23T12:00:00+00:00"),
        ("tomorrow at 10, remind me to call zoe", "call zoe", "2026-11-24T10:00:00+00:00"),
        ("remind me to call zoe at 3pm about the redlines", "call zoe about the redlines", "2026-11-23T15:00:00+00:00"),
        ("remind me tomorrow to call zoe at 3pm", "call zoe", "2026-11-24T15:00:00+00:00"),
        ("call zoe at 3, remind me", "call zoe", "2026-11-23T15:00:00+00:00"),
        ("I have to send the deck by Friday noon, don't let me forget", "send the deck", "2026-11-27T12:00:00+00:00"),
        ("set a reminder for 3pm: call zoe", "call zoe", "2026-11-23T15:00:00+00:00"),
        ("set up a reminder to call zoe at 3pm", "call zoe", "2026-11-23T15:00:00+00:00"),
        ("give me a nudge in 2 hours to check the demo", "check the demo", "2026-11-23T11:00:00+00:00"),
        ("remind me tonight to pack the samples", "pack the samples", "2026-11-23T20:00:00+00:00"),
        ("/remind me in 10 minutes to stretch", "stretch", "2026-11-23T09:10:00+00:00"),
        ("/reminder call zoe, tomorrow 9am", "call zoe", "2026-11-24T09:00:00+00:00"),
        ('/reminder.set text="call zoe" at="2026-11-24T09:00"', "call zoe", "2026-11-24T09:00:00+00:00"),
        ("半小时后叫我call zoe", "call zoe", "2026-11-23T09:30:00+00:00"),
        ("下午三点要call zoe，提醒我一下", "call zoe", "2026-11-23T15:00:00+00:00"),
        ("别让我忘了明早九点call zoe", "call zoe", "2026-11-24T09:00:00+00:00"),
        ("设个提醒，明天上午十点call zoe", "call zoe", "2026-11-24T10:00:00+00:00"),
        ("提醒我明晚call zoe", "call zoe", "2026-11-24T19:00:00+00:00"),
    ],
)
def test_a_reminder_can_be_set_in_many_words(ann, words, text, when):
    assert slots(ann.says(words)) == {"text": text, "at": when}


@pytest.mark.parametrize(
    ("words", "when", "rule"),
    [
        ("remind me daily at 5pm to check the queue", "2026-11-23T17:00:00+00:00", "FREQ=DAILY"),
        ("every Friday remind me at 4 to check the queue", "2026-11-27T16:00:00+00:00", "FREQ=WEEKLY;BYDAY=FR"),
        ("remind me every weekday at 8:30 to check the queue", "2026-11-24T08:30:00+00:00",
         "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("remind me every 2 hours to check the queue", "2026-11-23T11:00:00+00:00", "FREQ=HOURLY;INTERVAL=2"),
        ("remind me every day at 9 and 17 to check the queue", "2026-11-23T17:00:00+00:00",
         "FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0"),
        ("每天早上8点提醒我check the queue", "2026-11-24T08:00:00+00:00", "FREQ=DAILY"),
        ("提醒我每月1号上午九点check the queue", "2026-12-01T09:00:00+00:00", "FREQ=MONTHLY;BYMONTHDAY=1"),
        ('/reminder.set text="check the queue" at="2026-11-27T16:00" repeat="FREQ=WEEKLY;BYDAY=FR"',
         "2026-11-27T16:00:00+00:00", "FREQ=WEEKLY;BYDAY=FR"),
    ],
)  # fmt: skip
def test_a_recurrence_can_be_said_in_many_words(ann, words, when, rule):
    assert slots(ann.says(words)) == {"text": "check the queue", "at": when, "repeat": rule}


@pytest.mark.parametrize(
    ("who", "words", "first", "back"),
    [
        ("ann", "remind me every 2 weeks on Tue and Thu at 9 to check leads", "2026-11-24T09:00:00+00:00",
         "every 2 weeks on Tuesday and Thursday"),
        ("ann", "remind me on the first working day of every quarter to update the forecast", "2027-01-04",
         "every quarter on the 1st working day"),  # the first of January is a holiday in London
        ("ann", "remind me every weekday except Friday at 9:30 to post the standup", "2026-11-23T09:30:00+00:00",
         "every Monday, Tuesday, Wednesday and Thursday"),
        ("lin", "隔周周三十点提醒我打电话", "2026-11-25T10:00:00+08:00", "每2周的周三"),
        ("lin", "每个月最后一个工作日提醒我发报表", "2026-11-30", "每月的最后一个工作日"),
        ("lin", "每月15号和月底提醒我对账", "2026-11-30", "每月的15号和最后一天"),
    ],
)  # fmt: skip
def test_a_recurrence_is_read_back_in_the_words_of_people(office, who, words, first, back):
    reply = done(office.person(who).says(words))
    assert slots(reply)["at"] == first
    assert back in shown(reply).values()


def test_a_day_without_an_hour_is_the_beginning_of_the_working_day(office, ann, lin):
    done(ann.says("remind me on Thursday to send the invoice"))
    done(lin.says("提醒我周四寄发票"))
    assert office.named(Reminder, "send the invoice").at == at(26, 9)
    assert office.named(Reminder, "寄发票").at == at(26, 9, zone=SHANGHAI)


def test_a_day_in_what_is_said_is_no_moment(ann, lin):
    assert "When?" in asked(ann.says("remind me to prepare the Friday meeting")).text
    assert slots(ann.says("tomorrow 9am"))["text"] == "prepare the Friday meeting"
    assert "什么时候" in asked(lin.says("提醒我准备周五的会")).text
    assert slots(lin.says("明早九点"))["text"] == "准备周五的会"


def test_without_a_time_it_is_asked_for_and_the_rest_is_kept(office, ann, lin):
    before = office.dump()
    asked(ann.says("remind me to send Colin the PO form"))
    asked(lin.says("提醒我给王磊寄发票"))
    assert office.dump() == before
    done(ann.says("tmrw 10am"))
    done(lin.says("每周一上午十点"))
    assert office.named(Reminder, "send Colin the PO form").at == at(24, 10)
    assert office.facts(Reminder, "给王磊寄发票", "at", "repeat") == (at(30, 2), "FREQ=WEEKLY;BYDAY=MO")


def test_without_words_it_is_asked_for_them(office, ann, lin):
    asked(ann.says("remind me in 10 minutes"))
    assert slots(ann.says("feed the cat")) == {"text": "feed the cat", "at": "2026-11-23T09:10:00+00:00"}
    asked(lin.says("半小时后叫我"))
    assert slots(lin.says("回王磊的邮件")) == {"text": "回王磊的邮件", "at": "2026-11-23T17:30:00+08:00"}


def test_a_question_that_is_dropped_leaves_nothing(office, lin):
    asked(lin.says("提醒我联系王磊"))
    done(lin.says("算了不用了"))
    assert not office.rows(Reminder)


def test_what_has_passed_is_asked_for_again(office, ann, lin):
    reply = asked(ann.says("remind me today at 8am to call Dana"))
    assert reply.text == "Mon 23 Nov 2026, 08:00 (London) has passed already. When shall I remind you?"
    done(ann.says("5pm"))
    assert office.named(Reminder, "call Dana").at == at(23, 17)
    assert "已经过去了" in asked(lin.says("今天早上八点提醒我给王磊打电话")).text


def test_today_alone_is_asked_for_its_hour(office, ann, lin):
    assert asked(ann.says("remind me today to call Dana")).text == "At what time today shall I remind you?"
    done(ann.says("at 4"))
    assert office.named(Reminder, "call Dana").at == at(23, 16)
    assert asked(lin.says("今天提醒我寄发票")).text == "今天几点提醒你？"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ('/reminder.set text="x" at="tomorrow" repeat="whenever"', "no recurrence that I can keep"),
        ('/reminder.set text="x" repeat="FREQ=MINUTELY"', "sooner than every 5 minutes"),
        ('/reminder.set text="x" repeat="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"', "never comes"),
        ("remind me on 30 February to pay", "doesn't exist in the calendar"),
        ("remind dave tomorrow at 9 to pay", "no member called “dave”"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_what_to_say(office, ann, words, says):
    before = office.dump()
    assert says in refused(ann.says(words)).text
    assert office.dump() == before


def test_a_colleague_can_be_reminded(office, ann, lin):
    office.person("max").says("hello")
    reply = done(ann.says("remind Max tomorrow at 9 to sign the contract"))
    assert reply.text == "I'll remind Max Power: sign the contract"
    assert office.facts(Reminder, "sign the contract", "whom.handle", "creator.handle", "at") == (
        "max",
        "ann",
        at(24, 9),
    )
    done(lin.says("提醒Max明天上午九点签合同"))
    assert office.facts(Reminder, "签合同", "whom.handle", "at") == ("max", at(24, 9, zone=SHANGHAI))


def test_who_lives_elsewhere_is_reminded_by_their_own_clock(office, ann):
    office.person("bo").says("hello")
    reply = done(ann.says("remind Bo every Friday at 4pm to send the report"))
    assert shown(reply)["There"] == "Fri 27 Nov 2026, 11:00 (New York)"
    assert office.named(Reminder, "send the report").zone == "America/New_York"
    done(ann.says("remind Bo every Friday at 1am to look at the build"))  # for Bo that is Thursday
    assert office.named(Reminder, "look at the build").zone == "Europe/London"


def test_a_colleague_who_never_wrote_is_told_of(ann, lin):
    assert "hasn't written to me yet" in done(ann.says("remind Max tomorrow at 9 to sign")).text
    assert "还没和我说过话" in done(lin.says("提醒Max明天上午九点签合同")).text


def test_a_channel_can_be_reminded_and_reads_the_answer(office):
    ann = office.person("ann", "sales", group=True)
    reply = done(ann.says("remind us every Monday at 9 about the standup"))
    assert (reply.text, reply.private) == ("I'll remind everybody here: the standup", False)
    facts = office.facts(Reminder, "the standup", "whom_id", "creator.handle", "channel", "chat")
    assert facts == (None, "ann", "jsonl", "sales")
    reply = done(office.person("lin", "sales", group=True).says("提醒大家明天上午九点开会"))
    assert reply.text == "到时提醒群里所有人：开会"


def test_my_own_reminder_is_nobody_elses_to_read(office):
    assert done(office.person("ann", "sales", group=True).says("remind me at 3 to call Dana")).private
    assert done(office.person("ann", "sales", group=True).says("my reminders")).private


def test_alone_with_me_everybody_is_whoever_speaks(office, ann):
    done(ann.says("remind us tomorrow at 9 about the standup"))
    assert office.facts(Reminder, "the standup", "whom.handle") == "ann"


def test_undo_takes_a_reminder_back(each_office):
    ann = each_office.person("ann")
    before = each_office.dump()["reminders"]
    done(ann.says("remind me tomorrow at 9 to call Dana"))
    done(ann.presses("Undo"))
    assert each_office.dump()["reminders"] == before


def test_a_bare_time_corrects_the_last_reminder(office, ann, lin):
    done(ann.says("remind me tomorrow at 9 to call Dana"))
    done(ann.says("no, tomorrow at 10"))
    assert [row.at for row in office.rows(Reminder)] == [at(24, 10)]
    done(lin.says("明早九点提醒我寄发票"))
    done(lin.says("不对，后天早上九点"))
    assert office.named(Reminder, "寄发票").at == at(25, 9, zone=SHANGHAI)


@pytest.mark.parametrize(
    "words",
    [
        "my reminders", "show my reminders", "list reminders", "what reminders do I have?", "any reminders set?",
        "/reminders", "我的提醒", "提醒列表", "我设了哪些提醒", "看看我的提醒", "我有哪些提醒",
    ],
)  # fmt: skip
def test_reminders_are_listed_with_when_they_come_next(office, ann, words):
    done(ann.says("remind me every Friday at 4 to send the report"))
    done(ann.says("remind Max tomorrow at 9 to sign"))
    done(office.person("bo").says("remind me tomorrow at 9 to water the plants"))
    reply = done(ann.says(words))
    assert told(reply) == [("reminder.list", {})]
    assert [row[1] for row in rows(reply)] == ["sign", "send the report"]


def test_a_list_says_number_next_time_recurrence_and_for_whom(ann):
    done(ann.says("remind me every Friday at 4 to send the report"))
    done(ann.says("remind Max tomorrow at 9 to sign"))
    reply = done(ann.says("my reminders"))
    assert reply.table.columns == ("No.", "Reminder", "Next", "Repeats", "For")
    assert rows(reply) == [
        ("#2", "sign", "Tue 24 Nov 2026, 09:00 (London)", "–", "Max Power"),
        ("#1", "send the report", "Fri 27 Nov 2026, 16:00 (London)", "every Friday", "you"),
    ]


def test_who_has_no_reminders_is_told_how_to_set_one(ann, lin):
    assert done(ann.says("my reminders")).text.startswith("No reminders.")
    assert done(lin.says("我的提醒")).text.startswith("没有提醒")


def test_the_only_reminder_of_a_list_can_be_cancelled_there(office, lin):
    done(lin.says("每周五下午四点提醒我发周报"))
    done(lin.says("我的提醒"))
    assert done(lin.presses("取消提醒")).text == "已取消提醒：发周报"
    assert not office.rows(Reminder)


@pytest.mark.parametrize(
    "words",
    [
        "cancel the board deck reminder", "stop reminding me about the board deck", "delete reminder 1",
        "cancel reminder #1", "don't remind me about the board deck anymore", "I don't need the board deck reminder",
        "/reminder cancel board deck", "取消board deck的提醒", "board deck那个提醒不要了", "别再提醒我board deck了",
        "把board deck的提醒取消掉", "取消提醒1",
    ],
)  # fmt: skip
def test_a_reminder_can_be_cancelled_in_many_words(office, ann, words):
    done(ann.says("remind me every Friday at 4 about the board deck"))
    done(ann.says("remind me tomorrow at 9 to call Dana"))
    reply = done(ann.says(words))
    assert told(reply) == [("reminder.cancel", {"reminder": "the board deck"})]
    assert [row.text for row in office.rows(Reminder)] == ["call Dana"]


@pytest.mark.parametrize(
    "words", ["cancel the last one", "cancel the last reminder", "取消上一个", "取消上一个提醒", "刚才那个提醒不要了"]
)
def test_the_last_one_is_the_one_that_was_set_last(office, ann, words):
    done(ann.says("remind me in 10 minutes to stretch"))
    done(ann.says("remind me every Friday at 4 about the board deck"))
    done(ann.says("remind me tomorrow at 9 to call Dana"))
    done(office.person("bo").says("remind me tomorrow at 9 to water the plants"))
    done(ann.says(words))
    assert {row.text for row in office.rows(Reminder)} == {"stretch", "the board deck", "water the plants"}


def test_a_cancelled_reminder_comes_back_by_undo(office, ann):
    done(ann.says("remind me every Friday at 4 about the board deck"))
    before = office.facts(Reminder, "the board deck", "id", "at", "starts", "repeat", "zone", "waiting")
    done(ann.says("cancel the board deck reminder"))
    done(ann.presses("Undo"))
    assert office.facts(Reminder, "the board deck", "id", "at", "starts", "repeat", "zone", "waiting") == before


def test_two_that_fit_are_asked_between(office, ann):
    done(ann.says("remind me tomorrow at 9 to call Dana Wu"))
    done(ann.says("remind me tomorrow at 10 to call Dana Okafor"))
    elsewhere = office.person("ann", "phone")
    asked(elsewhere.says("cancel the call dana reminder"))
    done(elsewhere.presses("Okafor"))
    assert [row.text for row in office.rows(Reminder)] == ["call Dana Wu"]


def test_nobody_cancels_a_reminder_that_is_not_theirs(office, ann):
    done(office.person("bo").says("remind me tomorrow at 9 to water the plants"))
    assert "no reminder like" in refused(ann.says("cancel the water the plants reminder")).text
    refused(ann.says("cancel reminder #1"))
    assert office.rows(Reminder)


def test_a_manager_means_their_own_reminder_first(office, ann):
    done(ann.says("remind me tomorrow at 9 about the forecast"))
    max_ = office.person("max")
    done(max_.says("remind me tomorrow at 10 about the forecast"))
    done(max_.says("cancel the forecast reminder"))
    assert [row.at for row in office.rows(Reminder)] == [at(24, 9)]


def test_one_that_is_not_there_is_said_so(ann, lin):
    assert "no reminder like “the moon”" in refused(ann.says("stop reminding me about the moon")).text
    assert "没有类似“月亮”的提醒" in refused(lin.says("取消月亮的提醒")).text


def test_a_reminder_is_put_off_before_it_comes(office, ann, lin):
    done(ann.says("remind me tomorrow at 9 to call Dana"))
    done(ann.says("move the call Dana reminder to Wednesday 3pm"))
    assert office.named(Reminder, "call Dana").at == at(25, 15)
    done(lin.says("明早九点提醒我寄发票"))
    done(lin.says("把寄发票的提醒改到后天上午十点"))
    assert office.named(Reminder, "寄发票").at == at(25, 10, zone=SHANGHAI)


def test_putting_off_what_never_came_is_refused(ann, lin):
    assert "No reminder has come lately" in refused(ann.says("remind me again in an hour")).text
    assert "最近没有提醒过你" in refused(lin.says("一小时后再提醒我")).text


@pytest.mark.parametrize(
    "words",
    ["remind me what Dana said", "he reminded me of Dana", "remind me when a deal moves to won", "老板昨天提醒我了"],
)
def test_what_only_speaks_of_reminding_sets_nothing(office, ann, words):
    ann.says(words)
    assert not office.rows(Reminder)


def test_a_reminder_keeps_to_the_hour_over_a_change_of_the_clocks(office, ann):
    office.now = MONDAY + timedelta(days=120)  # 23 March, six days before summer time
    reply = done(ann.says("remind me next Monday at 9 to call Dana"))
    assert slots(reply)["at"] == "2027-03-29T09:00:00+01:00"
