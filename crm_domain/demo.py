"""A believable company to try the product on, made from a seed: the same seed and day give the same company."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from dateutil.relativedelta import relativedelta

from crm_domain import demo_names as names
from crm_domain.demo_deals import make_activities, make_deals
from crm_domain.demo_desk import make_campaigns, make_orders, make_reminders, make_tasks, make_tickets
from crm_domain.demo_maker import PER_DOLLAR, Maker, Record, numbered, stamped

# handle, name, role, team, zone, language
MEMBERS = (
    ("ann", "Ann Marsh", "rep", "Europe", "Europe/London", "en"),
    ("ben", "Ben Ortiz", "rep", "Americas", "America/Chicago", "en"),
    ("clara", "Clara Weiss", "rep", "Europe", "Europe/Berlin", "en"),
    ("mei", "林美", "rep", "华东", "Asia/Shanghai", "zh"),
    ("max", "Max Holloway", "manager", "Europe", "Europe/London", "en"),
    ("jian", "周健", "manager", "华东", "Asia/Shanghai", "zh"),
    ("ivy", "Ivy Tan", "agent", "Support", "Asia/Singapore", "en"),
    ("xin", "吴欣", "agent", "Support", "Asia/Taipei", "zh"),
    ("ruth", "Ruth Calder", "admin", "Office", "Europe/London", "en"),
)
ZONES = {handle: zone for handle, _, _, _, zone, _ in MEMBERS}
# rep: region, currency, switchboards, mobiles; all from the ranges that are kept free for fiction
PATCHES = {
    "ann": ("UK & Ireland", "GBP", "+44 20 7946 0{:03}", "+44 7700 900{:03}"),
    "ben": ("Americas", "USD", "+1 312 555 01{:02}", "+1 773 555 01{:02}"),
    "clara": ("Central Europe", "EUR", "+49 30 23125 {:03}", "+49 171 392 00{:02}"),
    "mei": ("China", "CNY", "+86 21 5555 0{:03}", "+86 131 0555 0{:03}"),
}
SELLERS = ("ann", "ben", "clara")  # to whom English is spoken
CONTACTS, TICKETS, ORDERS = 150, 40, 200
BASE = "GBP"
# member, team, pounds in a quarter
HALF_A_YEAR = 130  # workdays
QUOTAS = (
    ("ann", None, 45_000),
    ("ben", None, 60_000),
    ("clara", None, 35_000),
    ("mei", None, 90_000),
    (None, None, 230_000),
)


def build_demo(seed: int, today: date) -> dict[str, Any]:
    """A company's records in the shape of an export (contract, section 7); all dates are around `today`."""
    maker = Maker(random.Random(seed), today)
    companies = _companies()
    contacts = _contacts(maker, companies)
    deals = make_deals(maker, companies, contacts)
    known = _known_since(deals)
    data = {
        "companies": [_dated(maker, company, known[company["name"]]) for company in companies],
        "contacts": [_dated(maker, contact, known[contact["company"]]) for contact in contacts],
        "deals": deals,
        "activities": make_activities(maker, deals),
        "tickets": make_tickets(maker, contacts, ZONES, TICKETS),
        "tasks": make_tasks(maker, deals, ZONES),
        "reminders": make_reminders(maker, ZONES),
        "products": [_product(maker, *product) for product in names.PRODUCTS],
        "orders": make_orders(maker, contacts, known, ORDERS),
        "campaigns": make_campaigns(maker),
        "members": [_member(maker, *member) for member in MEMBERS],
        "rates": [
            _rate(maker, currency, n, day)
            for currency in PER_DOLLAR
            if currency != BASE
            for n, day in enumerate(range(-810, 0, HALF_A_YEAR))
        ],
        "quotas": [_quota(maker, ends, *quota) for ends in _quarters(today) for quota in QUOTAS],
    }
    ids = {noun: numbered(records, 1001 if noun == "tickets" else 1) for noun, records in data.items()}
    for noun, part in (("deals", "history"), ("deals", "lines"), ("tickets", "messages")):
        _number_parts(ids[noun], part)
    return ids | {"audit": [], "workspace": {"base_currency": BASE}}


def _number_parts(records: Sequence[Record], part: str) -> None:
    numbers = count(1)
    for record in records:
        if part in record:
            record[part] = [{"id": next(numbers)} | each for each in record[part]]


def _known_since(deals: Sequence[Record]) -> Mapping[str, int]:
    """The workday on which each company's first deal began."""
    known: dict[str, int] = {}
    for deal in deals:
        known[deal["company"]] = min(deal["_first"], known.get(deal["company"], 0))
    return known


def _dated(maker: Maker, record: Record, before: int) -> Record:
    return stamped(record, maker.moment(before - maker.number(1, 15), record["_tz"]))


def _companies() -> list[Record]:
    english = [(*company, SELLERS[n % 3], False) for n, company in enumerate(names.COMPANIES_EN)]
    chinese = [(*company, "mei", True) for company in names.COMPANIES_ZH]
    return [_company(n, *company) for n, company in enumerate([*english, *chinese])]


def _company(n: int, name: str, short: str, industry: str, site: str, owner: str, zh: bool) -> Record:
    region, currency, phone, _ = PATCHES[owner]
    return {
        "name": name,
        "industry": industry,
        "website": f"{site}.example",
        "phone": phone.format(n),
        "owner": owner,
        "region": region,
        "_short": short,
        "_zh": zh,
        "_currency": currency,
        "_tz": ZONES[owner],
    }


def _contacts(maker: Maker, companies: Sequence[Record]) -> list[Record]:
    used = {name for name, _ in names.SHOWN_CONTACTS.values()}
    return [_contact(maker, n, companies[n % len(companies)], used) for n in range(CONTACTS)]


def _contact(maker: Maker, n: int, company: Record, used: set[str]) -> Record:
    name, mailbox = _person(maker, company["_zh"], used)
    title = maker.pick(names.TITLES_ZH if company["_zh"] else names.TITLES_EN)
    if n in names.SHOWN_CONTACTS:
        name, title = names.SHOWN_CONTACTS[n]
        mailbox = name.split()[0].lower()
    return {
        "name": name,
        "company": company["name"],
        "title": title,
        "email": f"{mailbox}.{n}@{company['website']}",
        "phone": PATCHES[company["owner"]][3].format(n % 100 if company["owner"] in ("ben", "clara") else n),
        "_company": company,
        "_tz": company["_tz"],
    }


def _person(maker: Maker, zh: bool, used: set[str]) -> tuple[str, str]:
    """A name that nobody has yet, and what stands before the @."""
    while True:
        if zh:
            (last, mailbox), first = maker.pick(names.LAST_ZH), maker.pick(names.FIRST_ZH)
            name = last + first
        else:
            first, last = maker.pick(names.FIRST_EN), maker.pick(names.LAST_EN)
            name, mailbox = f"{first} {last}", first.lower()
        if name not in used:
            used.add(name)
            return name, mailbox


def _product(maker: Maker, name: str, category: str, price: int) -> Record:
    record = {"name": name, "category": category, "price": {"amount": price, "currency": "USD"}}
    return stamped(record, maker.moment(-800, "UTC"))


def _member(maker: Maker, handle: str, name: str, role: str, team: str, zone: str, lang: str) -> Record:
    email = f"{handle}@stockwell.example"
    record = {"name": name, "email": email, "role": role, "handle": handle, "tz": zone, "lang": lang, "team": team}
    return stamped(record, maker.moment(-810, zone))


def _rate(maker: Maker, currency: str, n: int, day: int) -> Record:
    """What it is worth in the company's own currency from that day on: a few parts in a hundred more or less."""
    worth = PER_DOLLAR[BASE] / PER_DOLLAR[currency] * (1 + (n * 7 % 5 - 2) / 100)
    record = {"currency": currency, "base": BASE, "worth": f"{worth:.4f}", "day": maker.workday(day).isoformat()}
    return stamped(record, maker.moment(day, "UTC"))


def _quarters(today: date) -> tuple[date, date]:
    """The last days of the quarter before this one, and of this one."""
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return first - timedelta(days=1), first + relativedelta(months=3, days=-1)


def _quota(maker: Maker, ends: date, member: str | None, team: str | None, pounds: int) -> Record:
    starts = ends + relativedelta(day=1, months=-2)
    record = {"member": member, "team": team, "starts": starts.isoformat(), "ends": ends.isoformat()}
    return stamped(record | {"amount": {"amount": pounds, "currency": BASE}}, maker.moment(-70, "UTC"))
