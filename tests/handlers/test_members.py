"""Members, said in words: add, link, roles, list, and everybody's own settings."""

import re

import pytest

from crm_domain.members import Member
from handlers.assistant import Assistant
from tests.people import done, refused, rows, shown, told


def test_the_admin_adds_a_member_and_gets_a_code_for_them_alone(each_office):
    reply = done(each_office.person("root").says("add a member Lou Garrity, lou@example.com, agent"))
    slots = {"name": "Lou Garrity", "email": "lou@example.com", "role": "agent"}
    assert told(reply) == [("member.add", slots)]
    assert each_office.facts(Member, "Lou Garrity", "handle", "role", "email") == ("lou", "agent", "lou@example.com")
    assert re.search(r"link [0-9A-F]{8} \(good for a day\)", reply.text)
    assert reply.private


def test_the_admin_adds_a_member_in_chinese(office, root):
    reply = done(root.says("把小杜加到系统里，账号xiaodu，客服角色"))
    assert told(reply) == [("member.add", {"name": "小杜", "role": "agent", "handle": "xiaodu"})]
    assert office.facts(Member, "小杜", "handle", "role", "lang") == ("xiaodu", "agent", "zh")
    assert "一天内有效" in reply.text


def test_a_new_member_links_in_the_apps_that_there_are(office, root):
    assert "To link a chat account, Pat Doe sends me" in done(root.says("invite Pat Doe as an agent")).text
    office.assistant = Assistant(apps={"slack": "Slack", "telegram": "Telegram", "telegram_customers": "Telegram"})
    root = office.person("root")
    assert "To link a Slack or Telegram account, Lou sends me" in done(root.says("invite Lou as an agent")).text
    assert "请小杜在 Slack 或 Telegram 里给我发：link" in done(root.says("添加成员 小杜，客服")).text


@pytest.mark.parametrize(
    "words",
    [
        "invite Pat Doe as an agent",
        "add a new member: Pat Doe, agent",
        "create user Pat Doe, support agent",
        "/member add Pat Doe, agent",
        '/member.add name="Pat Doe" role=agent',
        "添加成员 Pat Doe，客服",
        "新增同事：Pat Doe，客服",
        "/添加成员 Pat Doe，客服",
    ],
)
def test_a_member_can_be_added_in_many_words(office, root, words):
    assert told(done(root.says(words))) == [("member.add", {"name": "Pat Doe", "role": "agent"})]
    assert office.facts(Member, "Pat Doe", "handle", "role") == ("pat", "agent")


def test_a_handle_is_given_out_once(office, root):
    assert "The handle “ann” is taken" in refused(root.says("/member add Ann Other, rep, handle ann")).text
    done(root.says("/member add Ann Other, rep"))
    assert office.facts(Member, "Ann Other", "handle") == "ann.other"


@pytest.mark.parametrize(
    "words",
    [
        "make Bo a manager",
        "promote Bo to manager",
        "change Bo's role to manager",
        "set the role of Bo to manager",
        "/role Bo manager",
        "/member role Bo, manager",
        "把 Bo 设为经理",
        "Bo 升为经理",
        "/角色 Bo 经理",
    ],
)
def test_a_role_can_be_changed_in_many_words(office, root, words):
    assert told(done(root.says(words))) == [("member.role", {"name": "Bo Berg", "role": "manager"})]
    assert office.facts(Member, "Bo Berg", "role") == "manager"


def test_a_new_role_counts_at_once(office, root, bo):
    refused(bo.says("set acme renewal to 45k"))
    done(root.says("make Bo a manager"))
    done(bo.says("set acme renewal to 45k"))


@pytest.mark.parametrize(
    "words", ["link Bo", "get a link code for Bo", "/member link Bo", "关联 Bo", "给 Bo 生成一个验证码"]
)
def test_a_code_is_given_in_many_words(root, words):
    reply = done(root.says(words))
    assert told(reply) == [("member.link", {"handle": "Bo Berg"})]
    assert re.search(r"link [0-9A-F]{8}", reply.text)
    assert reply.private


@pytest.mark.parametrize(
    ("words", "slots", "found"),
    [
        ("members", {}, 6),
        ("who is on our team?", {}, 6),
        ("show me all reps", {"role": "rep"}, 3),
        ("who are the managers", {"role": "manager"}, 1),
        ("/members", {}, 6),
        ("/member list rep", {"role": "rep"}, 3),
        ("成员列表", {}, 6),
        ("团队里有谁", {}, 6),
        ("有哪些销售", {"role": "rep"}, 3),
        ("/成员", {}, 6),
    ],
)
def test_members_are_listed_by_what_is_asked(ann, words, slots, found):
    reply = done(ann.says(words))
    assert told(reply) == [("member.list", slots)]
    assert len(rows(reply)) == found


def test_everybody_chooses_their_own_language(ann, lin):
    assert done(ann.says("speak Chinese")).text == "你的设置："
    assert done(ann.says("my deals")).text == "商机 1 个，合计 40,000 美元"
    assert done(lin.says("用英文")).text == "Your settings:"
    assert done(ann.says("说英文")).text == "Your settings:"


def test_everybody_sets_their_own_clock(office, ann, lin):
    assert shown(done(ann.says("my time zone is Asia/Tokyo")))["Time zone"] == "Asia/Tokyo"
    done(lin.says("我的时区改成 Asia/Taipei"))
    assert office.facts(Member, "林晓琳", "tz") == "Asia/Taipei"
    assert "Mars/Base" in refused(ann.says("my time zone is Mars/Base")).text
    assert "没有“火星”这个时区" in refused(lin.says("我的时区是火星")).text


def test_a_member_who_has_done_something_since_stays_when_adding_them_is_undone(each_office):
    root = each_office.person("root")
    undo = done(root.says("add a new member: Pat Doe, agent")).buttons[0].says
    pat = each_office.named(Member, "Pat Doe")
    done(each_office.person(pat.handle).says("help"))
    done(each_office.person(pat.handle).says("new ticket: printer jam"))
    reply = done(root.says(undo))
    assert "Pat Doe" in reply.text
    assert each_office.named(Member, "Pat Doe")
