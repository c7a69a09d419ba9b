"""How a customer is served is said in the chat, and the clock of its tickets goes by it."""

import pytest

from crm_domain.companies import Company
from crm_domain.zones import zone_named
from tests.people import done, refused, shown, told

SUPPORT = {
    "policies": [
        {"calendar": "office", "targets": {"urgent": {"first_response": 60}}},
        {"tier": "gold", "calendar": "office", "targets": {"urgent": {"first_response": 15}}},
    ],
    "calendars": {"office": {"zone": "customer", "days": {"mon": ["09:00-17:00"]}}},
}


@pytest.fixture
def desk(office):
    office.crm(lambda crm: setattr(crm.workspace, "support", SUPPORT))
    return office


def level(office, name):
    return office.facts(Company, name, "tier", "tz")


@pytest.mark.parametrize(
    ("who", "words", "name", "tier"),
    [
        ("ann", "Acme is a gold customer", "Acme Industries", "gold"),
        ("ann", "acme is one of our gold accounts now", "Acme Industries", "gold"),
        ("ann", "make acme a gold customer", "Acme Industries", "gold"),
        ("ann", "upgrade acme to platinum", "Acme Industries", "platinum"),
        ("ann", "set the service level of acme to silver", "Acme Industries", "silver"),
        ("ann", "acme's support tier is vip", "Acme Industries", "vip"),
        ("lin", "澄屿科技是金牌客户", "澄屿科技", "gold"),
        ("lin", "把澄屿科技升级为白金客户", "澄屿科技", "platinum"),
        ("lin", "澄屿科技的服务等级改成银牌", "澄屿科技", "silver"),
        ("lin", "澄屿科技现在是我们的VIP客户了", "澄屿科技", "vip"),
    ],
)
def test_a_customers_level_is_said(desk, who, words, name, tier):
    reply = done(desk.person(who).says(words))
    assert told(reply)[0][1]["tier"] == tier
    assert level(desk, name)[0] == tier


@pytest.mark.parametrize(
    ("who", "words", "name", "zone"),
    [
        ("ann", "Acme's time zone is New York", "Acme Industries", "America/New_York"),
        ("ann", "set the timezone of acme to Europe/Berlin", "Acme Industries", "Europe/Berlin"),
        ("ann", "acme is on pacific time", "Acme Industries", "America/Los_Angeles"),
        ("lin", "澄屿科技的时区是上海", "澄屿科技", "Asia/Shanghai"),
        ("lin", "把澄屿科技的时区改成北京时间", "澄屿科技", "Asia/Shanghai"),
        ("lin", "澄屿科技的时区设为东京", "澄屿科技", "Asia/Tokyo"),
    ],
)
def test_a_customers_zone_is_said(desk, who, words, name, zone):
    done(desk.person(who).says(words))
    assert level(desk, name)[1] == zone


def test_the_clock_of_a_ticket_goes_by_level_and_zone(desk):
    ann = desk.person("ann")
    done(ann.says("open a ticket for Acme: gate stuck, urgent"))
    before = shown(done(ann.says("show ticket 1")))["Due"]
    reply = done(ann.says("Acme is a gold customer"))
    assert "urgent: answered in 15 min" in shown(reply)["Promised"]
    done(ann.says("acme's time zone is New York"))
    after = shown(done(ann.says("show ticket 1")))["Due"]
    assert (before, after) == ("Mon 23 Nov 2026, 10:00 (London)", "Mon 23 Nov 2026, 14:15 (London)")


def test_what_is_wrong_is_said_and_a_level_without_a_policy_too(desk):
    ann = desk.person("ann")
    assert "no time zone I know" in refused(ann.says("acme's time zone is Atlantis")).text
    assert "the usual one holds" in done(ann.says("make acme a platinum customer")).text
    assert "没有“火星”这个时区" in refused(desk.person("lin").says("澄屿科技的时区是火星")).text
    undone = done(ann.says("undo"))
    assert undone
    assert level(desk, "Acme Industries") == (None, None)


@pytest.mark.parametrize(
    ("said", "zone"),
    [("London", "Europe/London"), ("UTC+8", "Etc/GMT-8"), ("gmt-3", "Etc/GMT+3"), ("asia/tokyo", "Asia/Tokyo"),
     ("São Paulo", None), ("the Eastern time zone", "America/New_York"), ("伦敦时间", "Europe/London"), ("utc", "UTC"),
     ("nairobi", "Africa/Nairobi")],
)  # fmt: skip
def test_zones_are_known_by_what_people_call_them(said, zone):
    if zone is None:
        with pytest.raises(Exception, match="no time zone"):
            zone_named(said)
    else:
        assert zone_named(said).removeprefix("posix/") == zone
