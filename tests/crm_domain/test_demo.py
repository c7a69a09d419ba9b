import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm_domain.crm import Crm, open_workspace
from crm_domain.deals import DealFilter
from crm_domain.demo import build_demo
from crm_domain.exchange import export_workspace, import_workspace

MONDAY = date(2026, 11, 23)
DAYS = [MONDAY, date(2026, 11, 21), date(2027, 2, 28), date(2028, 2, 29)]  # a Saturday, a Sunday, a leap day too


def said(records, *slots):
    return [tuple(record.get(slot) for slot in slots) for record in records]


def tables(demo):
    """Its records by noun, without the workspace's own settings."""
    return {noun: records for noun, records in demo.items() if isinstance(records, list)}


def words(value):
    """Every text in the document."""
    if isinstance(value, dict):
        return [word for item in value.values() for word in words(item)]
    if isinstance(value, list):
        return [word for item in value for word in words(item)]
    return [value] if isinstance(value, str) else []


@pytest.fixture(scope="module")
def demo():
    return build_demo(7, MONDAY)


@pytest.fixture(scope="module")
def zones(demo):
    return {member["handle"]: ZoneInfo(member["tz"]) for member in demo["members"]}


def test_the_same_seed_and_day_give_the_same_company(demo):
    assert build_demo(7, MONDAY) == demo
    assert build_demo(8, MONDAY) != demo


def test_on_another_day_it_is_the_same_company_with_its_dates_moved_along(demo):
    later = build_demo(7, MONDAY + timedelta(days=200))
    for noun in ("companies", "contacts"):
        assert said(later[noun], "name", "owner") == said(demo[noun], "name", "owner")
    assert Counter(said(later["deals"], "company", "stage")) == Counter(said(demo["deals"], "company", "stage"))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("today", DAYS)
def test_any_seed_on_any_day_is_taken_in_whole(sqlite_store, seed, today):
    now = datetime.combine(today, time(9), UTC)
    data = build_demo(seed, today)
    with sqlite_store.transaction() as session:
        assert import_workspace(session, open_workspace(session, "demo", now), data, None, now).problems == []


def test_it_comes_out_as_it_went_in(store, demo):
    now = datetime.combine(MONDAY, time(9), UTC)
    with store.transaction() as session:
        workspace = open_workspace(session, "demo", now)
        tally = import_workspace(session, workspace, demo, None, now)
        assert (tally.created, tally.rejected) == (sum(map(len, tables(demo).values())), 0)
        assert export_workspace(session, workspace) == demo


def test_it_is_as_large_as_a_company_of_that_age(demo):
    sizes = {noun: len(records) for noun, records in demo.items()}
    assert (sizes["companies"], sizes["contacts"], sizes["deals"]) == (60, 150, 120)
    assert (sizes["orders"], sizes["tickets"], sizes["members"]) == (200, 40, 9)
    assert Counter(member["role"] for member in demo["members"]) == {"rep": 4, "manager": 2, "agent": 2, "admin": 1}
    assert {member["lang"] for member in demo["members"]} == {"en", "zh"}
    assert len({member["tz"] for member in demo["members"]}) >= 5
    began = [datetime.fromisoformat(deal["created_at"]).date() for deal in demo["deals"]]
    assert timedelta(days=900) < MONDAY - min(began) < timedelta(days=1150)


def test_nobody_real_can_be_reached(demo):
    for word in words(demo):
        assert not re.search(r"@(?![a-z]+\.example$)", word), word
        assert not re.search(r"\.(com|cn|net|org|io|de)\b", word), word
    assert all(company["website"].endswith(".example") for company in demo["companies"])
    kept_for_fiction = r"\+44 20 7946 0|\+44 7700 900|\+1 \d{3} 555 01|\+49 30 23125 |\+49 171 392 00|\+86 .*5555? 0"
    phones = [record["phone"] for noun in ("companies", "contacts") for record in demo[noun]]
    assert all(re.match(kept_for_fiction, phone) for phone in phones)
    assert len(set(phones)) == len(phones)


def test_names_are_given_once_but_a_pair_of_rivals_in_each_language(demo):
    for noun, slot in (("companies", "name"), ("contacts", "name"), ("contacts", "email"), ("deals", "title")):
        assert max(Counter(record[slot] for record in demo[noun]).values()) == 1
    names = [company["name"] for company in demo["companies"]]
    assert [name for name in names if name.startswith("Marlowe")] == ["Marlowe Brewing", "Marlowe Robotics Labs"]
    assert [name for name in names if name.startswith("云杉")] == ["云杉科技", "云杉仓储"]


def test_people_work_on_weekdays_in_their_own_working_hours(demo, zones):
    for activity in demo["activities"]:
        at = datetime.fromisoformat(activity["at"])
        assert at.astimezone(zones[activity["owner"]]).isoformat() == activity["at"]
        assert at.weekday() < 5
        assert time(9) <= at.time() < time(17)
        assert at.date() < MONDAY


def test_nothing_of_the_past_lies_in_the_future(demo):
    midnight = datetime.combine(MONDAY, time(), UTC)
    for noun, records in tables(demo).items():
        for record in records:
            assert record["created_at"] <= record["updated_at"], (noun, record)
            assert datetime.fromisoformat(record["updated_at"]) <= midnight, (noun, record)


def test_a_deal_goes_through_the_stages_one_after_the_other(demo):
    for deal in demo["deals"]:
        steps = deal["history"]
        assert steps[-1]["to"] == deal["stage"]
        assert [step.get("from") for step in steps] == [None, *(step["to"] for step in steps[:-1])]
        moments = [datetime.fromisoformat(step["at"]) for step in steps]
        assert moments == sorted(set(moments))
        if deal["stage"] in ("won", "lost"):
            assert deal["close_date"] == steps[-1]["at"][:10]
        assert ("reason" in deal) == (deal["stage"] == "lost")


def test_each_region_sells_in_its_own_currency(demo):
    region = {company["name"]: company["region"] for company in demo["companies"]}
    assert {(region[deal["company"]], deal["amount"]["currency"]) for deal in demo["deals"]} == {
        ("UK & Ireland", "GBP"),
        ("Americas", "USD"),
        ("Central Europe", "EUR"),
        ("China", "CNY"),
    }


def test_it_matters_where_a_deal_came_from(demo):
    closed = [deal for deal in demo["deals"] if deal["stage"] in ("won", "lost")]
    rates = {
        source: sum(deal["stage"] == "won" for deal in closed if deal["source"] == source)
        / sum(deal["source"] == source for deal in closed)
        for source in {deal["source"] for deal in closed}
    }
    assert len(rates) == 5
    assert rates["referral"] > 0.55
    assert rates["cold call"] < 0.3
    assert 0.3 < sum(deal["stage"] == "won" for deal in closed) / len(closed) < 0.6


def test_there_is_something_to_do_today(store, demo):
    now = datetime.combine(MONDAY, time(9), UTC)
    with store.transaction() as session:
        workspace = open_workspace(session, "demo", now)
        import_workspace(session, workspace, demo, None, now)
        crm = Crm(session, workspace, None, now)
        assert len(crm.deals.listed(DealFilter(standing="overdue"))) >= 5
        assert 4 <= len(crm.activities.quiet(crm.deals.listed(DealFilter(standing="open")))) <= 12
        assert 5 <= len(crm.tasks.listed(None, "overdue")) < len(crm.tasks.listed(None, "today")) - 5
        assert len(crm.tasks.listed(None, "all")) > 30


def test_what_the_readme_shows_is_there(demo):
    deals = {deal["title"]: deal for deal in demo["deals"]}
    kingsley = deals["Kingsley pilot"]
    assert (kingsley["stage"], kingsley["owner"]) == ("lead", "ann")
    assert kingsley["amount"] == {"amount": 45800, "currency": "GBP"}
    assert (deals["云杉续约"]["amount"]["amount"], deals["云杉续约"]["owner"]) == (459400, "mei")
    people = [contact for contact in demo["contacts"] if contact["company"] == "Kingsley Hotels"]
    assert said(people, "name", "title", "phone") == [
        ("Tomas Dunmore", "IT Manager", "+44 7700 900033"),
        ("Yusuf Rahman", "Warehouse Manager", "+44 7700 900093"),
    ]
