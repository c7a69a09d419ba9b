"""A believable company to try the product on, made up anew from a seed: the same seed and day give the same company."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crm_domain import demo_names as names

# handle, name, role, team, zone, language, currency of the customers
MEMBERS = (
    ("ann", "Ann Marsh", "rep", "Europe", "Europe/London", "en", "GBP"),
    ("ben", "Ben Ortiz", "rep", "Americas", "America/Chicago", "en", "USD"),
    ("clara", "Clara Weiss", "rep", "Europe", "Europe/Berlin", "en", "EUR"),
    ("mei", "林美", "rep", "华东", "Asia/Shanghai", "zh", "CNY"),
    ("max", "Max Holloway", "manager", "Europe", "Europe/London", "en", "GBP"),
    ("jian", "周健", "manager", "华东", "Asia/Shanghai", "zh", "CNY"),
    ("ivy", "Ivy Tan", "agent", "Support", "Asia/Singapore", "en", "USD"),
    ("xin", "吴欣", "agent", "Support", "Asia/Taipei", "zh", "CNY"),
    ("ruth", "Ruth Calder", "admin", "Office", "Europe/London", "en", "GBP"),
)
REPS = MEMBERS[:4]
OPEN = ("lead", "qualified", "proposal", "negotiation")
PER_UNIT = {"GBP": 1, "USD": 1.3, "EUR": 1.2, "CNY": 9}

Record = dict[str, Any]


@dataclass
class Maker:
    """Rolls the dice. All moments are working hours of weekdays before or around `today`."""

    luck: random.Random
    today: date

    def pick(self, choices: Sequence[Any]) -> Any:
        return self.luck.choice(choices)

    def day(self, first: int, last: int) -> date:
        """A weekday between so many days from today."""
        day = self.today + timedelta(days=self.luck.randint(first, last))
        return day - timedelta(days=max(0, day.weekday() - 4))

    def moment(self, day: date, zone: str) -> str:
        hour = time(self.luck.randint(9, 16), self.luck.choice((0, 15, 30, 45)))
        return datetime.combine(day, hour, ZoneInfo(zone)).isoformat()

    def money(self, pounds: float, currency: str) -> Record:
        return {"amount": round(pounds * PER_UNIT[currency], -2) or 100, "currency": currency}


def build_demo(seed: int, today: date) -> dict[str, Any]:
    """A company's records in the shape of an export (contract, section 7)."""
    maker = Maker(random.Random(f"{seed} {today.isoformat()}"), today)
    companies = list(_companies(maker))
    contacts = list(_contacts(maker, companies))
    deals = list(_deals(maker, companies, contacts))
    data: dict[str, list[Record]] = {
        "companies": companies,
        "contacts": contacts,
        "deals": deals,
        "activities": list(_activities(maker, deals)),
        "tickets": list(_tickets(maker, contacts)),
        "tasks": list(_tasks(maker, deals)),
        "reminders": [],
        "products": [
            {"name": n, "category": c, "price": {"amount": p, "currency": "USD"}} for n, c, p in names.PRODUCTS
        ],
        "orders": list(_orders(maker, companies, contacts)),
        "campaigns": [],
        "members": [
            {"handle": h, "name": n, "role": r, "team": t, "tz": z, "lang": lang, "email": f"{h}@stockwell.example"}
            for h, n, r, t, z, lang, _ in MEMBERS
        ],
        "audit": [],
    }
    return {
        noun: [_numbered(maker, n, record) for n, record in enumerate(rows, _first(noun))]
        for noun, rows in data.items()
    }


def _first(noun: str) -> int:
    return 1001 if noun == "tickets" else 1


def _numbered(maker: Maker, n: int, record: Record) -> Record:
    began = record.pop("began", None) or datetime.combine(maker.day(-1100, -30), time(9), UTC).isoformat()
    kept = {name: value for name, value in record.items() if not name.startswith("_") and value is not None}
    return {"id": n, **kept, "created_at": began, "updated_at": began}


def _companies(maker: Maker) -> Iterator[Record]:
    """36 English names, 24 Chinese; two of each language share their first word, to be told apart by asking."""
    english = [(f"{stem} {maker.pick(names.KINDS_EN)}", stem.lower(), False) for stem in names.STEMS_EN[:35]]
    chinese = [(f"{stem}{maker.pick(names.KINDS_ZH)}", f"co{n}", True) for n, stem in enumerate(names.STEMS_ZH[:23])]
    rivals = [(f"{names.STEMS_EN[0]} Robotics Labs", "marlowelabs", False), (f"{names.STEMS_ZH[0]}仓储", "co99", True)]
    for name, site, zh in [*english, *chinese, *rivals]:
        rep = REPS[3] if zh else maker.pick(REPS[:3])
        yield {
            "name": name,
            "industry": name.split()[-1] if not zh else name[2:],
            "website": f"{site}.example",
            "phone": f"+44 20 7946 {maker.luck.randint(0, 999):04}"
            if not zh
            else f"+86 21 5550 {maker.luck.randint(0, 9999):04}",
            "owner": rep[0],
            "region": rep[3],
            "_rep": rep,
            "_zh": zh,
        }


def _contacts(maker: Maker, companies: Sequence[Record]) -> Iterator[Record]:
    used: set[str] = set()
    for n in range(150):
        company = companies[n % len(companies)]
        name = _person(maker, company["_zh"], used)
        site = company["website"]
        first = name.split()[0].lower() if not company["_zh"] else f"contact{n}"
        yield {
            "name": name,
            "company": company["name"],
            "title": maker.pick(names.TITLES_ZH if company["_zh"] else names.TITLES_EN),
            "email": f"{first}.{n}@{site}",
            "phone": f"+86 138 0555 {n:04}" if company["_zh"] else f"+44 7700 900{n:03}",
            "_company": company,
        }


def _person(maker: Maker, zh: bool, used: set[str]) -> str:
    while True:
        name = (
            maker.pick(names.LAST_ZH) + maker.pick(names.FIRST_ZH)
            if zh
            else f"{maker.pick(names.FIRST_EN)} {maker.pick(names.LAST_EN)}"
        )
        if name not in used:
            used.add(name)
            return name


def _deals(maker: Maker, companies: Sequence[Record], contacts: Sequence[Record]) -> Iterator[Record]:
    """120 deals over three years; a third of them open, some overdue, some quiet."""
    for n in range(120):
        company = companies[n % len(companies)]
        people = [contact for contact in contacts if contact["_company"] is company]
        zh, rep = company["_zh"], company["_rep"]
        work = (names.WORK_ZH if zh else names.WORK_EN)[(n // len(companies) + n) % 8]
        stem = company["name"][:2] if zh else company["name"].split()[0]
        is_open = n % 3 == 0
        began = maker.day(-120, -20) if is_open else maker.day(-1080, -90)
        won = maker.luck.random() < (0.62 if work in ("renewal", "续约") else 0.42)
        stage = maker.pick(OPEN) if is_open else ("won" if won else "lost")
        close = maker.day(-20, 100) if is_open else began + timedelta(days=maker.luck.randint(20, 80))
        yield {
            "title": f"{stem}{work}" if zh else f"{stem} {work}",
            "company": company["name"],
            "contact": maker.pick(people)["name"],
            "amount": maker.money(maker.luck.lognormvariate(9.6, 0.8), rep[6]),
            "stage": stage,
            "close_date": close.isoformat(),
            "owner": rep[0],
            "reason": maker.pick(names.REASONS_ZH if zh else names.REASONS_EN) if stage == "lost" else None,
            "began": datetime.combine(began, time(9, 30), UTC).isoformat(),
            "_began": began,
            "_close": close,
            "_zh": zh,
            "_rep": rep,
        }


def _activities(maker: Maker, deals: Sequence[Record]) -> Iterator[Record]:
    """Two to four a deal while it went on; every fifth open deal has gone quiet."""
    for n, deal in enumerate(deals):
        quiet = n % 15 == 0
        last = min(deal["_close"], maker.today - timedelta(days=30 if quiet else 1))
        for _ in range(maker.luck.randint(2, 4)):
            span = max(1, (last - deal["_began"]).days)
            day = deal["_began"] + timedelta(days=maker.luck.randint(0, span))
            day -= timedelta(days=max(0, day.weekday() - 4))
            at = maker.moment(min(day, last), deal["_rep"][4])
            yield {
                "kind": maker.pick(("call", "call", "meeting", "email", "visit")),
                "contact": deal["contact"],
                "company": deal["company"],
                "deal": deal["title"],
                "summary": maker.pick(names.SAID_ZH if deal["_zh"] else names.SAID_EN),
                "at": at,
                "owner": deal["owner"],
                "began": datetime.fromisoformat(at).astimezone(UTC).isoformat(),
            }


def _tasks(maker: Maker, deals: Sequence[Record]) -> Iterator[Record]:
    """Open tasks around today: some overdue, some for today, the rest ahead."""
    for n, deal in enumerate([deal for deal in deals if deal["stage"] in OPEN][:36]):
        due = maker.today if n % 4 == 0 else maker.day(-6, 14)
        words = maker.pick(names.TODO_ZH if deal["_zh"] else names.TODO_EN)
        yield {
            "title": words.format(deal["contact"]),
            "due": due.isoformat(),
            "assignee": deal["owner"],
            "contact": deal["contact"],
            "company": deal["company"],
            "deal": deal["title"],
            "done": False,
        }


def _tickets(maker: Maker, contacts: Sequence[Record]) -> Iterator[Record]:
    for _ in range(40):
        contact = maker.pick(contacts)
        zh = contact["_company"]["_zh"]
        yield {
            "subject": maker.pick(names.TROUBLE_ZH if zh else names.TROUBLE_EN),
            "contact": contact["name"],
            "company": contact["company"],
            "priority": maker.pick(("low", "normal", "normal", "high", "urgent")),
            "category": maker.pick(("hardware", "billing", "software")),
            "status": maker.pick(("new", "open", "pending", "resolved", "closed", "closed")),
            "assignee": "xin" if zh else "ivy",
            "began": datetime.combine(maker.day(-90, -1), time(10), UTC).isoformat(),
        }


def _orders(maker: Maker, companies: Sequence[Record], contacts: Sequence[Record]) -> Iterator[Record]:
    for _ in range(200):
        company = maker.pick(companies)
        people = [contact["name"] for contact in contacts if contact["_company"] is company]
        product, _, price = maker.pick(names.PRODUCTS)
        quantity = maker.luck.choice((1, 1, 2, 5, 10))
        day = maker.day(-1000, -2)
        yield {
            "company": company["name"],
            "contact": maker.pick(people),
            "product": product,
            "quantity": quantity,
            "amount": maker.money(price * quantity * 0.78, company["_rep"][6]),
            "at": day.isoformat(),
            "owner": company["owner"],
            "began": datetime.combine(day, time(12), UTC).isoformat(),
        }
