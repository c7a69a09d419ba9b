"""The support reports: figures of a small desk by hand, every wording, and the public questions on a real log."""

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from crm_domain.crm import Crm
from crm_domain.exchange import import_workspace
from crm_domain.incident_log import document, incident_logs_in
from crm_domain.store import Store
from crm_domain.tickets import Ticket
from tests.handlers.test_reports_maven import WRITTEN, equal
from tests.maven import FOLDER
from tests.people import MONDAY, Office, done, rows, told

HOUR = timedelta(hours=1)
NOVEMBER = {"start": "2026-11-01", "end": "2026-11-30"}
OCTOBER = {"start": "2026-10-01", "end": "2026-10-31"}


@pytest.fixture(scope="module")
def desk(furnished_template, tmp_path_factory):
    path = tmp_path_factory.mktemp("desk") / "desk.db"
    shutil.copyfile(furnished_template, path)
    store = Store(str(path))
    office = Office(store)
    office.crm(four_tickets)
    yield office
    store.close()


def four_tickets(crm: Crm) -> None:
    """In November one solved in 2 hours and rated 5, one in 10 hours and rated 2, one waiting; in October one."""
    ivy = crm.members.by_handle("ivy")
    first, october = datetime(2026, 11, 2, 9, tzinfo=UTC), datetime(2026, 10, 5, 9, tzinfo=UTC)

    def ticket(subject, at, hours, **facts):
        row = Ticket(subject=subject, created_at=at, **facts)
        if hours:
            row.first_response_at, row.resolved_at = at + HOUR, at + hours * HOUR
            row.closed_at, row.status = row.resolved_at, "closed"
        crm.session.add(row)

    ticket("Printer dead", first, 2, category="hardware", assignee=ivy, score=5, rated_at=first + 3 * HOUR)
    late = {"reopened": 1, "reassigned": 2, "score": 2, "rated_at": first + 12 * HOUR}
    ticket("VAT wrong", first, 10, category="billing", priority="urgent", **late)
    ticket("Gate stuck", first + HOUR, 0, category="hardware", priority="high", status="open")
    ticket("Old one", october, 4, category="billing", assignee=ivy)


@pytest.fixture
def max_(desk):
    return desk.person("max")


def test_the_report_tells_what_came_and_went_and_how_soon(max_):
    reply = done(max_.says("ticket stats this month"))
    assert told(reply) == [("report.tickets", {"period": NOVEMBER})]
    assert reply.text.startswith("Tickets in 1–23 Nov 2026: 3 opened, 2 resolved. 1 are not solved now.")
    figures = reply.figures
    assert (figures["opened"], figures["resolved"], figures["backlog"]) == (3, 2, 1)
    assert (figures["prev_opened"], figures["prev_resolved"]) == (1, 1)
    assert [round(figures[name], 6) for name in ("median_h", "mean_h", "p90_h", "n")] == [6, 6, 9.2, 2]
    assert [round(figures[name], 6) for name in ("response_median_h", "answered")] == [1, 2]
    assert (figures["reopened"], figures["reopen_rate_pct"]) == (1, 50)
    assert (figures["reassigned_pct"], figures["mean_reassignments"]) == (50, 1)
    assert figures["oldest"][0][0] == "3"
    assert figures["oldest"][0][2] == pytest.approx(
        (MONDAY - datetime(2026, 11, 2, 10, tzinfo=UTC)) / timedelta(days=1)
    )


def test_groups_are_counted_and_compared(max_):
    reply = done(max_.says("tickets by category this month"))
    assert reply.figures["by_category"] == {"hardware": 2, "billing": 1}
    assert reply.figures["top"] == [["hardware", 2, 0], ["billing", 1, 1]]
    assert rows(reply)[0] == ("hardware", "2", "0")
    assert done(max_.says("本月工单按处理人统计")).figures["by_agent"] == {"Ivy Ng": 1, "": 2}
    assert done(max_.says("工单积压按优先级")).figures["by_priority"] == {"2": 1}
    assert done(max_.says("ticket volume by month")).figures["by_month"] == {"2026-10": 1, "2026-11": 3}


def test_the_sla_counts_what_was_closed_in_time(max_):
    reply = done(max_.says("这个月SLA达成率多少？"))
    assert told(reply) == [("report.sla", {"period": NOVEMBER})]
    assert reply.text.startswith("2026年11月1日至23日 SLA 达成率：50.0%，关闭的 2 张工单中有 1 张达标。")
    assert reply.figures["by_priority"] == {"1": [0, 1, 0], "3": [1, 1, 100]}
    assert (reply.figures["attainment_pct"], reply.figures["prev_attainment_pct"]) == (50, 100)
    assert reply.figures["change_pp"] == -50


def test_satisfaction_is_the_share_of_fours_and_fives(max_):
    reply = done(max_.says("csat this month"))
    assert told(reply) == [("report.csat", {"period": NOVEMBER})]
    assert reply.text.startswith("CSAT in 1–23 Nov 2026: 50.0% satisfied, 3.50 of 5 on average, from 2 ratings.")
    assert reply.figures["by_score"] == {"1": 0, "2": 1, "3": 0, "4": 0, "5": 1}
    assert done(max_.says("上个月客户满意度")).figures["rated"] == 0


def test_what_was_kept_and_how_it_was_rated_is_told_of_each_agent_and_category(max_):
    sla = done(max_.says("sla by agent this month"))
    assert told(sla) == [("report.sla", {"period": NOVEMBER, "by": "agent"})]
    assert sla.figures["by_agent"] == {"Ivy Ng": [1, 1, 100.0], "": [0, 1, 0.0]}
    csat = done(max_.says("本月满意度按分类看"))
    assert told(csat) == [("report.csat", {"period": NOVEMBER, "by": "category"})]
    assert csat.figures["by_category"] == {"billing": [0.0, 2.0, 1], "hardware": [100.0, 5.0, 1]}
    assert rows(csat)[0][1:] == ("0.0%", "2.00", "1")


@pytest.mark.parametrize(
    ("words", "name", "slots"),
    [
        ("how many tickets did we get last month by agent", "report.tickets", {"period": OCTOBER, "by": "agent"}),
        ("ticket report for october", "report.tickets", {"period": OCTOBER}),
        ("how long does it take us to close a ticket", "report.tickets", {}),
        ("how fast do we first respond", "report.tickets", {}),
        ("which tickets have been open the longest", "report.tickets", {}),
        ("what's our reopen rate", "report.tickets", {}),
        ("how often do tickets get reassigned", "report.tickets", {}),
        ("how is support doing this month", "report.tickets", {"period": NOVEMBER}),
        ("who resolved the most tickets last month", "report.tickets", {"period": OCTOBER}),
        ("上个月一共来了多少工单", "report.tickets", {"period": OCTOBER}),
        ("工单一般多久能解决", "report.tickets", {}),
        ("平均首次响应时间是多少", "report.tickets", {}),
        ("哪些工单拖得最久", "report.tickets", {}),
        ("有多少工单被重新打开过", "report.tickets", {}),
        ("上个月哪类问题最多", "report.tickets", {"period": OCTOBER, "by": "category"}),
        ("did we hit our sla in october", "report.sla", {"period": OCTOBER}),
        ("how many breaches did we have last month", "report.sla", {"period": OCTOBER}),
        ("what percentage of tickets met the SLA last month", "report.sla", {"period": OCTOBER}),
        ("上个月有多少工单超时", "report.sla", {"period": OCTOBER}),
        ("sla达标了吗", "report.sla", {}),
        ("how happy are our customers with support", "report.csat", {}),
        ("satisfaction scores for october", "report.csat", {"period": OCTOBER}),
        ("客户对我们的服务满意吗", "report.csat", {}),
        ("上月好评率", "report.csat", {"period": OCTOBER}),
    ],
)
def test_a_support_report_is_asked_for_in_many_ways(max_, words, name, slots):
    assert told(done(max_.says(words))) == [(name, slots)]


def test_what_is_told_of_an_empty_desk_is_no_number(office):
    root = office.person("root")
    assert "No ticket was closed" in done(root.says("sla last month")).text
    assert "没有评分" in done(root.says("上个月客户满意度")).text
    assert done(root.says("how big is the backlog")).text.startswith("No ticket is waiting")


def test_an_incident_log_keeps_its_own_counts_and_says_what_it_cannot_read(office):
    line = {"number": "INC0000045", "state": "Awaiting User Info", "opened_at": "2016-02-29 01:16", "resolved_at": "",
            "closed_at": "", "priority": "2 - High", "category": "55", "assigned_to": "89", "caller_id": "?",
            "made_sla": "false", "reopen_count": "1", "reassignment_count": "3"}  # fmt: skip
    broken = line | {"number": "INC0000046", "opened_at": "tomorrow"}

    def work(crm):
        return import_workspace(crm.session, crm.workspace, document([line, broken], crm.zone), None, crm.now)

    tally = office.crm(work)
    assert [(problem.place, problem.row) for problem in tally.problems] == [("tickets", 46)]
    [ticket] = office.rows(Ticket)
    facts = (ticket.id, ticket.status, ticket.priority, ticket.sla_met, ticket.reopened, ticket.reassigned)
    assert facts == (45, "pending", "high", False, 1, 3)
    assert office.facts(Ticket, ticket.subject, "assignee.name") == "Agent 89"
    assert ticket.contact_id is None


INCIDENTS = FOLDER / "incidents"
QUESTIONS = (
    [json.loads(line) for line in (FOLDER / "questions_support.jsonl").open(encoding="utf-8")]
    if INCIDENTS.exists()
    else []
)


@pytest.fixture(scope="module")
def boss(sqlite_template, tmp_path_factory):
    """The manager of the desk whose log it is, on its last day."""
    path = tmp_path_factory.mktemp("incidents") / "incidents.db"
    shutil.copyfile(sqlite_template, path)
    store = Store(str(path))
    office = Office(store, now=datetime(2016, 4, 30, 12, tzinfo=UTC))
    [log] = incident_logs_in(INCIDENTS, {})

    def work(crm):
        crm.members.add("The Boss", "manager", "boss", tz="UTC")
        assert not import_workspace(crm.session, crm.workspace, log.made(crm), None, crm.now).rejected

    office.crm(work)
    yield office.person("boss")
    store.close()


def deep_equal(said, meant):
    if isinstance(meant, dict):
        return said.keys() == meant.keys() and all(deep_equal(said[name], meant[name]) for name in meant)
    if isinstance(meant, list):
        return len(said) == len(meant) and all(map(deep_equal, said, meant))
    return equal(said, meant)


@pytest.mark.skipif(not INCIDENTS.exists(), reason="the incident log of ../shared is not here")
def test_the_public_questions_are_answered_exactly_on_the_incident_log(boss):
    for question in QUESTIONS:
        for words in (*question["en"], *question["zh"]):
            figures = done(boss.says(words)).figures
            for name, meant in question["answer"].items():
                assert deep_equal(figures[name], meant), (words, name, figures[name])


MORE = {line["measure"]: [*line["en"], *line["zh"]] for line in map(json.loads, WRITTEN.open(encoding="utf-8"))}
PUBLIC = {question["id"]: question for question in QUESTIONS}
TOLD_BY = {
    "S03": "median_h",
    "S04": "by_priority",
    "S05": "reopen_rate_pct",
    "S07": "reassigned_pct",
    "S06": "by_category",
    "S08": "oldest",
}


@pytest.mark.skipif(not INCIDENTS.exists(), reason="the incident log of ../shared is not here")
@pytest.mark.parametrize("measure", [name for name in MORE if name.startswith("S")])
def test_a_measure_of_support_is_found_in_questions_that_were_written_before_it_was_read(boss, measure):
    meant = PUBLIC[measure]["answer"] if measure in PUBLIC else {}
    for words in MORE[measure]:
        figures = done(boss.says(words)).figures
        assert TOLD_BY.get(measure, "backlog") in figures or meant, words
        assert [name for name in meant if not deep_equal(figures[name], meant[name])] == [], words


def test_a_report_of_support_comes_as_a_picture_in_both_languages(desk):
    person = desk.person("max", chat="pictures")
    for words in ("ticket stats this month by category as a chart", "sla this month as a chart", "csat as a chart",
                  "本月工单统计图表", "画一下本月满意度", "SLA达成率图表", "tickets by month as a chart"):  # fmt: skip
        assert [file.rpartition(".")[2] for file in done(person.says(words)).files] == ["png"], words
    plain = done(person.says("csat this month"))
    assert "Chart" in [button.label for button in plain.buttons]
