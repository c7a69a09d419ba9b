"""Tasks, said in words: add, list, done, snooze."""

from datetime import UTC, date, datetime

import pytest

from crm_domain.activities import Activity
from crm_domain.tasks import Task
from tests.people import MONDAY, asked, done, refused, rows, shown, told


@pytest.mark.parametrize(
    ("who", "words", "title", "due"),
    [
        ("ann", "set up a call with Dana Wu tomorrow at 3pm", "call with Dana Wu", "2026-11-24T15:00:00+00:00"),
        ("ann", "book a meeting with acme on Friday", "meeting with acme", "2026-11-27"),
        ("ann", "visit Acme on 3 December", "visit Acme", "2026-12-03"),
        ("ann", "send Dana Wu an email tomorrow", "send Dana Wu an email", "2026-11-24"),
        ("ann", "arrange a demo for Acme", "demo for Acme", None),
        ("lin", "明天下午三点约王磊开会", "约王磊开会", "2026-11-24T15:00:00+08:00"),
        ("lin", "下周二上午十点拜访澄屿科技", "拜访澄屿科技", "2026-12-01T10:00:00+08:00"),
        ("lin", "给王磊发个邮件", "给王磊发个邮件", None),
    ],
)
def test_what_is_still_to_come_is_a_task_and_is_not_logged_as_done(office, who, words, title, due):
    slots = {"title": title} | ({"due": due} if due else {})
    assert told(done(office.person(who).says(words))) == [("task.add", slots)]
    assert office.rows(Activity) == []


@pytest.mark.parametrize(
    ("who", "words", "title", "due"),
    [
        ("ann", "give bo a task to call back the customer on Friday", "call back the customer", "2026-11-27"),
        ("lin", "给Bo派个任务，明天中午前回客户电话", "回客户电话", "2026-11-24"),
    ],
)
def test_a_task_is_given_to_a_colleague(office, who, words, title, due):
    [(name, said)] = told(done(office.person(who).says(words)))
    assert (name, said["title"], said["due"], said["assignee"][:2]) == ("task.add", title, due, "Bo")


def test_which_tasks_are_late_can_be_asked_as_people_ask(lin):
    assert told(done(lin.says("有哪些逾期任务"))) == [("task.list", {"filter": "overdue"})]


@pytest.mark.parametrize(
    "words", ["called Dana Wu, wants a call tomorrow at 3", "刚给 Dana Wu 打了电话，明天下午三点开会"]
)
def test_what_was_done_is_logged_whatever_it_says_of_tomorrow(office, ann, words):
    assert told(done(ann.says(words)))[0][0] == "activity.log"


def test_a_task_is_stored_with_its_day_and_for_whoever_says_it(each_office):
    reply = done(each_office.person("ann").says("add a task: send the offer, due Friday"))
    assert told(reply) == [("task.add", {"title": "send the offer", "due": "2026-11-27"})]
    facts = each_office.facts(Task, "send the offer", "due_date", "due_at", "assignee.handle", "creator.handle")
    assert facts == (date(2026, 11, 27), None, "ann", "ann")


def test_a_task_is_stored_in_chinese(office, lin):
    reply = done(lin.says("加个任务：发报价，周五前"))
    assert told(reply) == [("task.add", {"title": "发报价", "due": "2026-11-27"})]
    assert office.facts(Task, "发报价", "due_date", "assignee.handle") == (date(2026, 11, 27), "lin")
    assert shown(reply) == {"截止": "2026年11月27日（周五）"}


@pytest.mark.parametrize(
    "words",
    [
        "new task call the bank, due tomorrow",
        "create a task to call the bank by tomorrow",
        "todo: call the bank tomorrow",
        "add a to-do: call the bank, due tomorrow please",
        "/task new call the bank, due tomorrow",
        "/todo call the bank, tomorrow",
        '/task.add title="call the bank" due=tomorrow',
        "加个待办，明天call the bank",
        "任务：call the bank，明天",
        "/任务 新建 call the bank，明天",
    ],
)
def test_a_task_can_be_added_in_many_words(office, ann, words):
    assert told(done(ann.says(words))) == [("task.add", {"title": "call the bank", "due": "2026-11-24"})]
    assert office.named(Task, "call the bank").due_date == date(2026, 11, 24)


def test_a_time_of_day_is_kept_in_the_zone_of_whoever_says_it(office, ann, lin):
    reply = done(ann.says("todo: check the invoice tomorrow 3pm"))
    assert told(reply)[0][1]["due"] == "2026-11-24T15:00:00+00:00"
    done(lin.says("加个任务：开周会，明天早上9点"))
    assert office.named(Task, "开周会").due_at == datetime(2026, 11, 24, 1, tzinfo=UTC)


def test_a_colleague_can_be_given_a_task(office, ann, lin):
    reply = done(ann.says("add a task for Max to sign the contract by Friday"))
    assert shown(reply) == {"Due": "Fri 27 Nov 2026", "For": "Max Power"}
    assert office.facts(Task, "sign the contract", "assignee.handle", "creator.handle") == ("max", "ann")
    done(lin.says("给Ann建个任务：准备合同，周五前"))
    assert office.facts(Task, "准备合同", "assignee.handle") == "ann"


def test_a_task_for_myself_is_mine(office, lin):
    reply = done(lin.says("加个任务给自己，对发票，这个礼拜五之前"))
    assert told(reply) == [("task.add", {"title": "对发票", "assignee": "me", "due": "2026-11-27"})]


def test_a_task_without_words_is_asked_for_them(office, ann, lin):
    asked(ann.says("add task"))
    done(ann.says("buy stamps"))
    asked(lin.says("新建任务"))
    done(lin.says("买打印纸"))
    assert office.named(Task, "buy stamps")
    assert office.named(Task, "买打印纸")


@pytest.mark.parametrize(
    ("words", "slots", "found"),
    [
        ("my tasks", {}, 2),
        ("show my open tasks", {}, 2),
        ("what's on my plate today?", {"filter": "today"}, 1),
        ("what do I have to do today", {"filter": "today"}, 1),
        ("tasks this week", {"filter": "week"}, 2),
        ("show all tasks", {"filter": "all"}, 2),
        ("/tasks", {}, 2),
        ("/tasks today", {"filter": "today"}, 1),
        ("/task list week", {"filter": "week"}, 2),
        ("今天要做什么", {"filter": "today"}, 1),
        ("本周任务", {"filter": "week"}, 2),
        ("任务列表", {}, 2),
        ("/任务列表", {}, 2),
    ],
)
def test_tasks_are_listed_by_what_is_asked(ann, words, slots, found):
    reply = done(ann.says(words))
    assert told(reply) == [("task.list", slots)]
    assert len(rows(reply)) == found


def test_an_overdue_task_is_counted(office, ann, lin):
    office.now = datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert done(ann.says("my tasks")).text == "You have 2 open tasks, 1 overdue"
    assert len(rows(done(ann.says("overdue tasks")))) == 1
    assert done(lin.says("我的任务")).text == "你有 1 个未完成的任务，其中 1 个逾期"


def test_who_has_nothing_to_do_is_told_so(bo):
    assert done(bo.says("my tasks")).text == "Nothing to do."


def test_a_task_is_ticked_off(each_office):
    ann = each_office.person("ann")
    reply = done(ann.says("send the revised quote is done"))
    assert told(reply) == [("task.done", {"task": "Send the revised quote"})]
    assert each_office.facts(Task, "Send the revised quote", "done", "done_at") == (True, MONDAY)
    done(ann.presses("Undo"))
    assert each_office.facts(Task, "Send the revised quote", "done", "done_at") == (False, None)


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("ann", "done with prepare the demo"),
        ("ann", "finished prepare the demo"),
        ("ann", "mark prepare the demo as done"),
        ("ann", "complete task 2"),
        ("ann", "prepare the demo is done ✅"),
        ("ann", "/done prepare the demo"),
        ("ann", "/done 2"),
        ("ann", "/task done 2"),
        ("ann", "/task.done task=#2"),
        ("ann", "任务2完成了"),
        ("ann", "prepare the demo 搞定了"),
        ("ann", "/完成 2"),
    ],
)
def test_a_task_can_be_ticked_off_in_many_words(office, who, words):
    assert told(done(office.person(who).says(words))) == [("task.done", {"task": "Prepare the demo"})]
    assert office.named(Task, "Prepare the demo").done


def test_a_task_is_ticked_off_in_chinese(office, lin):
    assert done(lin.says("给王磊发合同完成了")).text == "已完成：给王磊发合同"
    assert done(lin.says("给王磊发合同完成了")).text == "“给王磊发合同”早就完成了。"


def test_the_only_task_of_a_list_has_a_button(office, ann):
    done(ann.says("what's on my plate today"))
    done(ann.presses("Done"))
    assert office.named(Task, "Send the revised quote").done


def test_a_task_is_put_off(each_office):
    reply = done(each_office.person("ann").says("postpone prepare the demo to Monday"))
    assert told(reply) == [("task.snooze", {"task": "Prepare the demo", "until": "2026-11-30"})]
    assert each_office.named(Task, "Prepare the demo").due_date == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("snooze prepare the demo until Wednesday", date(2026, 11, 25)),
        ("push the prepare the demo task by a week", date(2026, 11, 30)),
        ("can prepare the demo wait till 1 Dec", date(2026, 12, 1)),
        ("move task 2 to 1 Dec", date(2026, 12, 1)),
        ("/snooze prepare the demo, 1 Dec", date(2026, 12, 1)),
        ("/snooze 2 1 Dec", date(2026, 12, 1)),
        ("/task snooze 2 tomorrow", date(2026, 11, 24)),
        ("任务2推迟到下周一", date(2026, 11, 30)),
        ("把 prepare the demo 推迟三天", date(2026, 11, 26)),
        ("/推迟 2 后天", date(2026, 11, 25)),
    ],
)
def test_a_task_can_be_put_off_in_many_words(office, ann, words, due):
    [(name, _)] = told(done(ann.says(words)))
    assert name == "task.snooze"
    assert office.named(Task, "Prepare the demo").due_date == due


def test_putting_off_asks_until_when(office, ann, lin):
    asked(ann.says("postpone prepare the demo"))
    done(ann.says("in 3 days"))
    assert office.named(Task, "Prepare the demo").due_date == date(2026, 11, 26)
    asked(lin.says("推迟任务给王磊发合同"))
    done(lin.says("后天"))
    assert office.named(Task, "给王磊发合同").due_date == date(2026, 11, 25)


def test_a_task_nobody_has_is_not_mistaken_for_the_last_one(office, ann, lin):
    done(ann.says("snooze prepare the demo until Wednesday"))
    assert "You have no task like “water the plants”" in refused(ann.says("/done water the plants")).text
    assert "没有类似“浇花”的任务" in refused(lin.says("/完成 浇花")).text
    assert not any(task.done for task in office.rows(Task))


def test_a_name_to_the_letter_is_meant_and_not_its_rival(office, ann):
    done(ann.says("add a task: prepare the demo room"))
    done(ann.says("prepare the demo is done"))
    assert office.named(Task, "Prepare the demo").done
    assert told(done(ann.says("/done prepare"))) == [("task.done", {"task": "prepare the demo room"})]
