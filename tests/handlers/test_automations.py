"""Rules, said in words: shown as a card, turned on and off, refused where they make no sense."""

import pytest

from crm_domain.automations import Automation
from crm_domain.deals import Deal
from tests.people import asked, done, labels, refused, rows, shown, told


def rule(office, name):
    return office.facts(Automation, name, "rule", "enabled", "owner.handle")


def test_a_rule_is_shown_as_a_card_and_stays_off_until_it_is_turned_on(each_office):
    ann = each_office.person("ann")
    said = "when a deal above 50k moves to negotiation, tell #sales-leads and make a task for the owner in 2 days"
    reply = done(ann.says(said))
    assert told(reply) == [
        (
            "automation.add",
            {
                "when": "a deal above 50k moves to negotiation",
                "then": "tell #sales-leads and make a task for the owner in 2 days",
            },
        )
    ]
    assert shown(reply) == {
        "Automation": "#1 a deal above 50k moves to negotiation",
        "When": "a deal moves to Negotiation",
        "If": "amount over 50,000",
        "Then": "tell #sales-leads; make a task for the owner, due in 2 days",
        "State": "off",
        "Owner": "Ann Lee",
    }
    stored, enabled, owner = rule(each_office, "a deal above 50k moves to negotiation")
    assert (enabled, owner) == (False, "ann")
    assert stored["on"] == {"event": "deal.moved", "to": ["negotiation"]}
    assert stored["if"] == "deal.amount > 50000.0"
    done(ann.presses("Turn on"))
    assert rule(each_office, "a deal above 50k moves to negotiation")[1] is True


def test_a_rule_is_shown_in_chinese(office, lin):
    reply = done(lin.says("设个自动化：商机进入谈判阶段时，如果金额超过五十万，就通知我"))
    assert told(reply) == [("automation.add", {"when": "商机进入谈判阶段", "if": "金额超过五十万", "then": "通知我"})]
    card = shown(reply)
    assert (card["触发"], card["条件"], card["动作"]) == ("商机推到谈判时", "金额超过 500,000", "通知林晓琳")
    assert labels(reply)[1] == "启用"


RULES = [
    # what is said, what it waits for, under which condition, what it does
    ("if a ticket is urgent and nobody took it in 10 minutes, tell the on-call",
     {"event": "ticket.priority"}, 'ticket.priority == "urgent"', ["wait", "check", "send"]),
    ("notify me whenever a deal is won", {"event": "deal.moved", "to": ["won"]}, None, ["send"]),
    ("ping me when a deal over 20k is lost",
     {"event": "deal.moved", "to": ["lost"]}, "deal.amount > 20000.0", ["send"]),
    ("once a deal is won, create a ticket for onboarding", {"event": "deal.moved", "to": ["won"]}, None, ["ticket"]),
    ("new rule: when a contact is added assign it to Bo", {"event": "contact.added"}, None, ["assign"]),
    ("as soon as a deal is lost, post in #losses", {"event": "deal.moved", "to": ["lost"]}, None, ["send"]),
    ("whenever a ticket gets rated 1 or 2, alert max",
     {"event": "ticket.rated"}, "ticket.score in [1.0, 2.0]", ["send"]),
    ("if a deal has had no activity for 14 days remind the owner", {"state": "deal.quiet", "days": 14}, None, ["send"]),
    ("tell me when a deal is won, but only if it is above 10k",
     {"event": "deal.moved", "to": ["won"]}, "deal.amount > 10000.0", ["send"]),
    ("when a new ticket comes in from Acme Industries, assign it to Ivy and set the priority to high",
     {"event": "ticket.opened"}, 'ticket.company == "Acme Industries"', ["assign", "set"]),
    ("7 days before a deal's close date, tell the owner", {"state": "deal.closing", "days": 7}, None, ["send"]),
    ("when a deal is lost, call https://hooks.example.com/x",
     {"event": "deal.moved", "to": ["lost"]}, None, ["webhook"]),
    ("when a deal goes to won email the customer: Thank you for your order",
     {"event": "deal.moved", "to": ["won"]}, None, ["email"]),
    ("when a deal moves from proposal to negotiation tag it hot",
     {"event": "deal.moved", "from": ["proposal"], "to": ["negotiation"]}, None, ["tag"]),
    ("when a deal sits in proposal for 21 days, tell me",
     {"state": "deal.stuck", "days": 21}, 'deal.stage == "proposal"', ["send"]),
    ("when a deal is won and the amount is over 20k, tell #wins",
     {"event": "deal.moved", "to": ["won"]}, "deal.amount > 20000.0", ["send"]),
    ("after a deal is won: day 1 welcome, day 7 check-in unless a ticket is open, day 30 ask for a rating",
     {"event": "deal.moved", "to": ["won"]}, None, ["wait", "task", "wait", "check", "task", "wait", "task"]),
    ("when a deal is over 100k, ask Max for approval within 24 hours, then tell #big",
     {"event": "deal.worth"}, "deal.amount > 100000.0", ["approve", "send"]),
    ("when deal.amount > 1000.0 && deal.stage == \"won\", tell me",
     {"event": "deal.moved", "to": ["won"]}, 'deal.amount > 1000.0 && deal.stage == "won"', ["send"]),
    ("当商机推到谈判时，通知#销售群并给负责人建一个两天后的任务",
     {"event": "deal.moved", "to": ["negotiation"]}, None, ["send", "task"]),
    ("一旦有紧急工单10分钟没人接，就通知值班",
     {"event": "ticket.priority"}, 'ticket.priority == "urgent"', ["wait", "check", "send"]),
    ("每当丢单就告诉经理", {"event": "deal.moved", "to": ["lost"]}, None, ["send"]),
    ("商机赢单后自动通知我", {"event": "deal.moved", "to": ["won"]}, None, ["send"]),
    ("有新工单就通知客服群", {"event": "ticket.opened"}, None, ["send"]),
    ("商机14天没动静的话，提醒负责人", {"state": "deal.quiet", "days": 14}, None, ["send"]),
    ("工单评分低于3分时提醒主管", {"event": "ticket.rated"}, "ticket.score < 3.0", ["send"]),
    ("工单超过2小时没人回复就升级为紧急并通知值班",
     {"event": "ticket.opened"}, None, ["wait", "check", "set", "send"]),
    ("商机停留在报价阶段超过20天，提醒负责人",
     {"state": "deal.stuck", "days": 20}, 'deal.stage == "proposal"', ["send"]),
    ("每次记录拜访就发到#visits", {"event": "activity.logged"}, 'activity.kind == "visit"', ["send"]),
    ("新商机金额超过20万就请经理审批", {"event": "deal.added"}, "deal.amount > 200000.0", ["approve"]),
    ("商机超过10万就请Max审批，4小时内，批准后通知Ann",
     {"event": "deal.worth"}, "deal.amount > 100000.0", ["approve", "send"]),
    ("商机超过10万时，请Max在4小时内审批，批准后通知Ann",
     {"event": "deal.worth"}, "deal.amount > 100000.0", ["approve", "send"]),
    ("赢单之后：第1天发欢迎，第7天回访，有未解决工单就不发，第30天请客户打分",
     {"event": "deal.moved", "to": ["won"]}, None, ["wait", "task", "wait", "check", "task", "wait", "task"]),
    ("after a deal is won: day 1 welcome, day 7 check-in, skip it if a ticket is open, day 30 ask for a rating",
     {"event": "deal.moved", "to": ["won"]}, None, ["wait", "task", "wait", "check", "task", "wait", "task"]),
    ("if a ticket waits for an answer for 4 hours, raise it to high and tell the assignee",
     {"event": "ticket.opened"}, None, ["wait", "check", "set", "send"]),
    ("ping me the moment a lead over 30k shows up",
     {"event": "deal.added"}, 'deal.stage == "lead" && deal.amount > 30000.0', ["send"]),
    ("whenever one of my deals slips past its close date, nudge me",
     {"state": "deal.overdue", "days": 1}, 'deal.owner == "Ann Lee"', ["send"]),
    ("if nobody touches a proposal for two weeks, make a task for its owner to call",
     {"state": "deal.quiet", "days": 14}, 'deal.stage == "proposal"', ["task"]),
    ("when a customer rates us 1 or 2, make me a task to apologise",
     {"event": "ticket.rated"}, "ticket.score in [1.0, 2.0]", ["task"]),
    ("once a contract is signed, email finance@example.com", {"event": "deal.moved", "to": ["won"]}, None, ["email"]),
    ("for every new company, make me a task to check their website", {"event": "company.added"}, None, ["task"]),
    ("when Acme Industries opens a ticket, tell me",
     {"event": "ticket.opened"}, 'ticket.company == "Acme Industries"', ["send"]),
    ("lead without answer: three touches, stop on reply",
     {"state": "deal.quiet", "days": 3}, 'deal.stage == "lead"', ["wait", "check", "task"] * 3),
    ("30万以上的单子丢了，马上通知林晓琳",
     {"event": "deal.moved", "to": ["lost"]}, "deal.amount >= 300000.0", ["send"]),
    ("报价阶段的商机两周没人跟进，给负责人建个任务打电话",
     {"state": "deal.quiet", "days": 14}, 'deal.stage == "proposal"', ["task"]),
    ("客户打了一分或两分的话，给我建个任务去道歉",
     {"event": "ticket.rated"}, "ticket.score in [1.0, 2.0]", ["task"]),
    ("签约日期前三天提醒负责人", {"state": "deal.closing", "days": 3}, None, ["send"]),
    ("任务逾期两天通知经理", {"state": "task.overdue", "days": 2}, None, ["send"]),
    ("商机金额改了告诉我", {"event": "deal.amount"}, None, ["send"]),
    ("设个流程：赢单后第2天发感谢信，第10天请客户介绍朋友，有未解决工单就停",
     {"event": "deal.moved", "to": ["won"]}, None, ["wait", "check", "task", "wait", "check", "task"]),
]  # fmt: skip


def test_rules_can_be_said_in_many_words(office, ann):
    read = []
    for words, *_ in RULES:
        done(ann.says(words))
        stored = office.rows(Automation)[-1].rule
        read.append((words, stored["on"], stored.get("if"), [step["do"] for step in stored["steps"]]))
    assert read == [tuple(expected) for expected in RULES]


@pytest.mark.parametrize(
    "words",
    [
        "when you get a chance, add a task: call Dana",
        "after the meeting with Acme, create a task to send the deck",
        "when is the Acme meeting?",
        "if you see Dana, tell her hi",
        "whenever you have time, tell me about Acme",
        "会议取消了，通知一下林晓琳",
        "三天后提醒我给王磊打电话",
        "澄屿科技续约丢单了，因为价格太高",
    ],
)
def test_what_is_no_rule_is_none(office, ann, words):
    ann.says(words)
    assert office.rows(Automation) == []


def test_a_deal_is_not_lost_by_saying_what_shall_be_done_if_it_is(office, lin):
    done(lin.says("澄屿科技续约丢单的话通知我"))
    assert office.facts(Deal, "澄屿科技续约", "stage.key") == "negotiation"
    [rule] = office.rows(Automation)
    assert rule.rule["on"] == {"event": "deal.moved", "to": ["lost"], "record": 3, "called": "澄屿科技续约"}


def test_a_scheduled_report_is_stopped_in_its_own_words(office, ann, lin):
    done(ann.says("mail me the win rate on the first of each month"))
    assert "is off" in done(ann.says("stop sending me the win rate")).text
    done(lin.says("每周五下午发一份排行榜到#销售群"))
    assert "已停用" in done(lin.says("别再发排行榜了")).text


def test_what_cannot_be_watched_or_done_is_refused_with_what_can(office, ann, lin):
    assert "I know when a deal is added" in refused(ann.says("when a deal sneezes, tell me")).text
    assert "Who is “the pope”" in refused(ann.says("when a deal is won, tell the pope")).text
    assert "没法盯" in refused(lin.says("当单子打喷嚏时，通知我")).text
    no_field = refused(ann.says('when deal.colour == "red" and a deal is won, tell me'))
    assert "deal.colour" in no_field.text
    assert "amount" in no_field.text
    wrong = refused(ann.says('when a deal is won, tell me, but only if deal.amount > "many"'))
    assert "different kinds" in wrong.text
    assert office.rows(Automation) == []


def test_it_is_listed_shown_renamed_and_turned_off(office, ann):
    assert "No automations yet" in done(ann.says("automations")).text
    done(ann.says("when a deal is won, tell #wins"))
    done(ann.says("turn it on"))
    done(ann.says("rename automation #1 to big wins"))
    assert rows(done(ann.says("show the automations"))) == [("#1", "big wins", "on", "Ann Lee", "0")]
    assert shown(done(ann.says("what does the big wins automation do")))["Then"] == "tell #wins"
    done(ann.says("turn off the big wins rule"))
    assert "off already" in done(ann.says("disable big wins")).text
    assert "hasn't run yet" in done(ann.says("runs of big wins")).text
    done(ann.says("delete automation #1"))
    assert office.rows(Automation) == []
    done(ann.presses("Undo"))
    assert office.named(Automation, "big wins") is not None


def test_it_is_the_automation_that_was_spoken_of_last(office, ann, lin):
    done(ann.says("send me the leaderboard daily at 18:00"))
    assert told(done(ann.says("rename it to daily board"))) == [
        ("automation.rename", {"automation": "daily board", "name": "daily board"})
    ]
    assert shown(done(ann.says("what does it do")))["Then"] == "send Leaderboard to Ann Lee"
    assert told(done(ann.says("stop the daily board report")))[0][0] == "automation.disable"
    done(ann.says("delete it"))
    done(lin.says("每天下午6点发排行榜给我"))
    assert told(done(lin.says("改名为每日榜")))[0][0] == "automation.rename"
    done(lin.says("删掉它"))
    assert office.rows(Automation) == []


def test_what_comes_by_itself_is_muted_by_its_name_and_read_back(ann, lin):
    done(ann.says("mute the morning digest"))
    assert shown(done(ann.says("what did I mute")))["Muted"] == "the morning digest"
    done(lin.says("不要给我发早报"))
    assert shown(done(lin.says("我屏蔽了什么")))["已屏蔽"] == "早报"
    done(lin.says("取消屏蔽"))
    assert "没有屏蔽" in done(lin.says("取消屏蔽")).text


@pytest.mark.parametrize(
    ("who", "rule", "on", "off"),
    [
        ("ann", "when a deal is lost, tell me", "enable", "turn it off"),
        ("ann", "when a deal is lost, tell me", "yes", "pause it"),
        ("ann", "when a deal is lost, tell me", "looks good, turn it on", "disable"),
        ("lin", "有人丢单就告诉我", "启用", "停用"),
        ("lin", "商机赢单就通知我", "好的，开吧", "关掉吧"),
        ("ann", "when a deal is lost, tell me", "turn it on", "pause it for now"),
        ("lin", "商机赢单就通知我", "启用", "先停一下"),
    ],
)
def test_a_bare_word_turns_the_automation_on_the_card_on_and_off(office, who, rule, on, off):
    person = office.person(who)
    done(person.says(rule))
    for words, command, enabled in ((on, "automation.enable", True), (off, "automation.disable", False)):
        [(name, _)] = told(done(person.says(words)))
        assert (name, office.rows(Automation)[0].enabled) == (command, enabled)


def test_to_say_that_a_card_was_seen_turns_nothing_on(ann, office):
    done(ann.says("when a deal is lost, tell me"))
    ann.says("ok")
    assert office.rows(Automation)[0].enabled is False


def test_a_rep_cannot_touch_anothers_rule_and_only_an_admin_stops_them_all(office, ann):
    done(ann.says("when a deal is won, tell #wins"))
    assert "belongs to Ann Lee" in refused(office.person("bo").says("turn on automation #1")).text
    refused(ann.says("stop all automations"))
    root = office.person("root")
    done(root.says("stop all automations"))
    assert "stopped here" in done(ann.says("turn on automation #1")).text
    done(root.says("resume automations"))


SCHEDULES = [
    ("send me the pipeline report every Monday at 9",
     "report.pipeline", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0", "me"),
    ("every Friday at 5pm send the forecast to #mgmt",
     "report.forecast", "FREQ=WEEKLY;BYDAY=FR;BYHOUR=17;BYMINUTE=0", "#mgmt"),
    ("post the leaderboard in #sales every weekday at 8:30",
     "report.leaderboard", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8;BYMINUTE=30", "#sales"),
    ("email me my tasks every morning at 8", "task.list", "FREQ=DAILY;BYHOUR=8;BYMINUTE=0", "me"),
    ("schedule the funnel for the first of every month", "report.funnel", "FREQ=MONTHLY;BYMONTHDAY=1", None),
    ("每周一早上9点把销售漏斗发到#销售群", "report.funnel", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0", "#销售群"),
    ("每天早上8点半给我发一下管道", "report.pipeline", "FREQ=DAILY;BYHOUR=8;BYMINUTE=30", "me"),
    ("每周五下午五点把赢单率推送到销售群", "report.winrate", "FREQ=WEEKLY;BYDAY=FR;BYHOUR=17;BYMINUTE=0", "销售群"),
]  # fmt: skip


def test_a_report_can_be_scheduled_in_many_words(ann):
    for words, report, repeat, chat in SCHEDULES:
        [(name, slots)] = told(done(ann.says(words)))
        found = (name, slots["report"], slots["repeat"], slots.get("chat"))
        assert found == ("report.schedule", report, repeat, chat), words


def test_a_report_is_scheduled_with_its_own_slots_and_after_it_was_seen(ann):
    [(_, slots)] = told(done(ann.says("send me the forecast for Q1 every Monday at 9")))
    assert slots["slots"] == {"period": {"start": "2027-01-01", "end": "2027-03-31"}}
    done(ann.says("leaderboard"))
    [(_, slots)] = told(done(ann.says("send me that every Monday at 9")))
    assert slots["report"] == "report.leaderboard"


def test_what_is_no_report_or_no_recurrence_is_told(ann):
    assert "no report" in refused(ann.says('/report.schedule report="the weather" repeat="every Monday at 9"')).text
    assert "every 5 minutes" in refused(ann.says("send me the pipeline every minute")).text
    assert "How often?" in asked(ann.says("/report.schedule report=pipeline")).text


@pytest.mark.parametrize(
    ("who", "words", "says"),
    [
        ("ann", 'when a deal is won, tell me, if deal.amount == "big"', "different kinds"),
        ("ann", "when a deal is won, tell me, if deal.amount / 0 > 1", "divides by zero"),
        ("ann", 'when a deal is won, tell me, if deal.mood == "good"', "no “deal.mood”"),
        ("ann", "whenever pigs fly, tell me", "can't watch"),
        ("ann", "send me the pipeline every 30 February", "“every 30 February” never comes"),
        ("ann", "remind me every 31 February to pay rent", "“every 31 February” never comes"),
        ("ann", "when a deal is won and deal.colour is red, tell me", "no “deal.colour”"),
        ("ann", "when a deal moves to negotiation and deal.amount / 0 > 3, tell me", "divides by zero"),
        ("lin", "当商机金额除以0大于3时通知我", "没法判断"),
        ("lin", '商机推到谈判且deal.颜色 == "红"时，通知我', "看不懂条件“deal.颜色"),
        ("lin", "商机赢单时，如果 deal.amount / 0 > 1，通知我", "除以零"),
        ("lin", "商机赢单时，如果 deal.心情 > 1，通知我", "deal.心情"),
        ("lin", "每年2月30日提醒我交房租", "“每年2月30日”永远不会到来"),
        ("ann", "when a deal moves backwards, tell me", "can't watch for “a deal moves backwards”"),
        ("lin", "商机往回退阶段时通知我", "没法盯“商机往回退阶段"),
    ],
)
def test_what_cannot_be_is_refused_in_the_words_that_were_said(office, who, words, says):
    assert says in refused(office.person(who).says(words)).text


def test_a_chat_that_nobody_knows_is_pointed_out_and_its_failure_told_once(office, ann):
    assert "don't know #big" in done(ann.says("when a deal is won, tell #big")).text
    assert "still don't know #big" in done(ann.says("turn it on")).text


def test_why_a_rule_has_not_run_is_told(office, ann, lin):
    done(ann.says("when a deal is won, tell me"))
    assert "it is off" in done(ann.says("why didn't it fire")).text
    done(ann.says("turn it on"))
    assert "hasn't happened since" in done(ann.says("why didn't automation #1 fire")).text
    assert "还没有自动化运行过" in done(lin.says("为什么规则没触发")).text


def test_whoever_stopped_all_of_them_starts_them_again_in_so_many_words(office):
    root = office.person("root")
    for words in ("start them again", "turn them back on", "全部恢复"):
        done(root.says("stop all automations"))
        assert told(done(root.says(words))) == [("automation.resume", {})], words


def test_one_is_tried_by_a_bare_word_and_ones_own_are_listed_first(office, ann, lin):
    done(ann.says("when a deal is lost, tell me"))
    done(lin.says("商机赢单就通知我"))
    assert told(done(lin.says("试跑一下")))[0][0] == "automation.test"
    assert [row[0] for row in rows(done(lin.says("我有哪些规则")))] == ["#2", "#1"]
