"""How what nobody asked for comes: on the app they like, else on the other; not as noise, and at hours they set."""

from datetime import timedelta

from sqlalchemy import select

from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.outbox import Letter, Post
from tests.automations.test_digests import days
from tests.automations.test_rules import on, pushes, tick
from tests.people import MONDAY, Office, done, labels, shown


def letters(office: Office) -> list[tuple[str, str]]:
    with office.store.transaction() as session:
        query = select(Letter).where(Letter.answers.is_(None)).order_by(Letter.id)
        return [(letter.channel, letter.body["text"]) for letter in session.scalars(query)]


def lines(office: Office, chat: str) -> list[str]:
    return [line for text in pushes(office, chat) for line in text.splitlines()]


def settle(office: Office, channel: str, state: Post) -> None:
    """What the platform made of the letters that wait for it."""
    with office.store.transaction() as session:
        for letter in session.scalars(select(Letter).where(Letter.channel == channel, Letter.state == Post.DUE)):
            letter.state = state


def ann_on(office: Office, channel: str, account: str):
    """Ann, as the platform knows her."""
    office.crm(lambda crm: crm.members.link(crm.members.by_handle("ann"), channel, account))
    person = office.person("ann", f"{channel}-dm")
    return lambda text: done(person.says(text, channel=channel, account=account))


def test_it_comes_on_the_app_they_like_and_on_the_other_where_that_one_refuses(each_office: Office):
    office = each_office
    slack, telegram = ann_on(office, "slack", "U1"), ann_on(office, "telegram", "77")
    slack("help")
    telegram("remind me at 10:00 to call Zoe")
    telegram("remind me at 11:00 to call Bo")
    assert shown(telegram("message me on Slack"))["App"] == "Slack"
    for channel in ("slack", "telegram"):
        settle(office, channel, Post.SENT)
    tick(office, hours=1)
    assert letters(office) == [("slack", "Reminder: call Zoe")]
    settle(office, "slack", Post.DEAD)
    tick(office, minutes=1)
    assert letters(office)[1] == ("telegram", "Reminder: call Zoe\n(It could not be delivered on Slack.)")
    tick(office, minutes=59)
    assert letters(office)[2:] == [("telegram", "Reminder: call Bo")], "nobody knocks at a shut door again"
    slack("help")
    settle(office, "slack", Post.SENT)
    slack("remind me at 12:00 to call Max")
    settle(office, "slack", Post.SENT)
    tick(office, hours=1)
    assert letters(office)[3:] == [("slack", "Reminder: call Max")], "who speaks there again can be reached again"


def test_five_hundred_late_tickets_become_a_handful_and_urgent_ones_come_first(office, ann):
    done(office.person("ivy").says("help"))
    office.now = MONDAY - timedelta(hours=7)  # ivy is in Singapore

    def work(crm):
        ivy = crm.members.by_handle("ivy")
        for n in range(500):
            crm.tickets.open(f"Gate {n}", priority="urgent").give_to(ivy, crm.now)
        crm.automations.add(
            "news",
            "x",
            "y",
            {"on": {"event": "deal.added"}, "noun": "deals", "steps": [{"do": "send", "to": [f"member:{ivy.id}"]}]},
            owner=crm.members.by_handle("max"),
        ).turn_on(crm.now)

    office.crm(work)
    tick(office, minutes=50)
    for n in range(9):
        done(ann.says(f"new deal Bulk {n}, 5k"))
    for _ in range(6):
        tick(office, minutes=5)
    told = pushes(office, "ivy-dm")
    assert len(told) <= 14
    warned = [text for text in told if "about to breach" in text]
    breached = [text for text in told if "has breached" in text]
    assert sum("messages:" in text for text in warned) == 1
    assert any(text.startswith("497 messages:") for text in warned)
    assert sum("messages:" in text for text in breached) == 1
    news = [text for text in told if "New deal" in text]
    assert [text.partition("\n")[0] for text in news][3:] == ["6 messages:"]
    assert "level" in done(office.person("ivy").says("why did I get this?")).text


def test_a_gathered_message_opens_what_it_tells_of_and_can_be_muted(office, ann):
    on(ann, "when a deal is added, tell me")
    for n in range(6):
        done(ann.says(f"new deal Bulk {n}, {n + 1}k"))
    for _ in range(3):
        tick(office, minutes=5)
    with office.store.transaction() as session:
        last = session.scalars(select(Letter).where(Letter.answers.is_(None)).order_by(Letter.id.desc())).first()
        says = {button["label"]: button["says"] for button in last.body["buttons"]}
    assert list(says) == ["Open 1", "Open 2", "Open 3", "Why?", "Mute this"]
    assert "Bulk 3" in done(ann.says(says["Open 1"])).text


def test_hours_quiet_and_how_much_are_said_and_read_back(office, ann, lin):
    assert shown(done(ann.says("don't message me before 9")))["Quiet hours"] == "21:00 to 09:00"
    assert shown(done(ann.says("don't message me after 8pm")))["Quiet hours"] == "20:00 to 09:00"
    assert shown(done(ann.says("I work from 8:30 to 5")))["Working hours"] == "08:30 to 17:00, Monday to Friday"
    assert shown(done(ann.says("at most 5 notifications a day")))["Messages a day, at most"] == "5"
    assert shown(done(lin.says("晚上8点后别打扰我")))["免打扰时段"] == "20:00 至 07:00"
    assert shown(done(lin.says("早上九点前别给我发消息")))["免打扰时段"] == "20:00 至 09:00"
    assert shown(done(lin.says("最多每天五条提醒")))["每天最多主动消息"] == "5"
    assert shown(done(lin.says("我早上十点上班，晚上七点下班")))["工作时间"] == "周一至周五 10:00–19:00"
    assert shown(done(lin.says("用Telegram给我发提醒")))["首选应用"] == "Telegram"
    read = shown(done(lin.says("我的通知设置")))
    assert read["工作时间"] == "周一至周五 10:00–19:00"
    assert ann.says("my working hours are 6pm to 9am").outcome == "refused"
    assert "no time of day" in ann.says("quiet hours from blue to 9").text


def test_more_than_the_days_measure_comes_in_one_the_next_morning(office, ann):
    on(ann, "when a deal is added, tell me")
    done(ann.says("max 2 messages a day"))
    for n in range(5):
        done(ann.says(f"new deal Bulk {n}, {n + 1}k"))
        tick(office, minutes=15)
    assert len(pushes(office, "ann-dm")) == 2
    tick(office, hours=24)
    assert pushes(office, "ann-dm")[-1].startswith("3 messages:")


def test_a_birthday_and_a_renewal_are_told_of_ahead(each_office: Office):
    ann, lin = each_office.person("ann"), each_office.person("lin")
    assert "Sun 29 Nov 2026" in done(ann.says("Dana Wu's birthday is 29 November")).text
    assert "2026年11月26日" in done(lin.says("王磊的生日是1990年11月26日")).text
    assert "1 Mar 2027" in done(ann.says("Acme's contract renews on 1 March 2027")).text
    done(lin.says("澄屿科技的合同2026年12月25日到期"))
    assert [row.birthday for row in each_office.rows(Contact) if row.birthday] == ["--11-29", "1990-11-26"]
    assert [str(row.renews_on) for row in each_office.rows(Company) if row.renews_on] == ["2027-03-01", "2026-12-25"]
    days(each_office, 7)
    assert lines(each_office, "ann-dm").count("Dana Wu (Acme Industries) has a birthday on Sun 29 Nov 2026.") == 1
    told = lines(each_office, "lin-dm")
    assert told.count("2026年11月26日（周四）是澄屿科技的王磊 (Leo Wang)的生日。") == 1
    place = told.index("澄屿科技的合同 2026年12月25日（周五） 到期，还有 30 天。")
    assert told[place + 1] == "在谈的商机：澄屿科技续约和澄屿新仓二期。"
    assert sum("到期，还有" in line for line in told) == 1
    assert "澄屿科技" in str(done(lin.says("哪些合同快到期了")).table)


def test_the_managers_channel_gets_the_week_instead_of_each_manager(office):
    boss = office.person("root", "lead-room", group=True)
    done(office.person("max").says("help"))
    done(office.person("root").says("help"))
    assert "managers' channel" in done(boss.says("this is the managers' channel")).text
    days(office, 8)
    assert [text for text in pushes(office, "lead-room") if text.startswith("Pipeline")]
    assert not [text for text in pushes(office, "max-dm") if text.startswith("Pipeline")]
    done(office.person("root").says("this is the managers' channel"))
    days(office, 7)
    assert [text for text in pushes(office, "max-dm") if text.startswith("Pipeline")]


def test_what_was_asked_for_cannot_be_muted(office, ann):
    done(ann.says("remind me at 10:00 to call Zoe"))
    tick(office, hours=1)
    assert "cancel the reminder" in ann.says("mute this").text
    assert labels(done(ann.says("why did I get this?"))) == []


def test_what_a_day_begins_with_comes_in_one_and_each_part_of_it_can_be_muted(office, ann):
    done(ann.says("Dana Wu's birthday is 25 November"))
    days(office, 1)
    [morning] = pushes(office, "ann-dm")
    assert morning.startswith("Good morning, Ann Lee.")
    assert morning.endswith("Dana Wu (Acme Industries) has a birthday on Wed 25 Nov 2026.")
    why = done(ann.says("why did I get this?"))
    assert sorted(labels(why)) == ["Mute birthdays", "Mute the morning digest"]
    done(ann.presses("birthdays"))
    assert "their birthday is on record" in ann.last.reply.text


def test_what_has_been_late_for_weeks_is_counted_once_a_month_and_not_told_every_monday(office, ann):
    done(ann.says("my tasks"))
    days(office, 50)
    mondays = [text for text in pushes(office, "ann-dm") if "Your Mon" in text]
    stale = [text for text in mondays if "Late for more than two weeks: 2 tasks" in text]
    assert [text.partition("Your ")[2][:15] for text in stale] == ["Mon 4 Jan 2027:"]
    assert sum("Send the revised quote" in text for text in mondays) == 2
