"""What else lies on the desks of the demo company: tasks, tickets, orders, reminders and campaigns."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from crm_domain import demo_names as names
from crm_domain.demo_deals import WAY
from crm_domain.demo_maker import Maker, Record, stamped, utc

DONE_TASKS = 24
STATUSES = (  # of tickets up to so many workdays old
    (2, ("new", "new", "open")),
    (15, ("open", "pending", "open", "resolved")),
    (75, ("resolved", "closed", "closed", "closed", "pending")),
)


def make_tasks(maker: Maker, deals: Sequence[Record], zones: Mapping[str, str]) -> list[Record]:
    """One for most open deals: today's, overdue ones and those to come; then some that are done."""
    still = [deal for deal in deals if deal["stage"] in WAY]
    over = [deal for deal in deals if deal["stage"] not in WAY][-DONE_TASKS:]
    due = [0 if n % 4 == 0 else -maker.number(1, 8) if n % 4 == 1 else maker.number(1, 10) for n in range(len(still))]
    tasks = [
        _task(maker, deal, day, n, zones[deal["owner"]]) for n, (deal, day) in enumerate(zip(still, due, strict=True))
    ]
    return [_done(maker, deal, zones[deal["owner"]]) for deal in over] + tasks


def _task(maker: Maker, deal: Record, day: int, n: int, zone: str) -> Record:
    words = maker.pick(names.TODO_ZH if deal["_company"]["_zh"] else names.TODO_EN)
    at = maker.moment(day, zone)
    record = {
        "title": words.format(deal["contact"]),
        "due": at.isoformat() if n % 5 == 2 and day > 0 else at.date().isoformat(),  # nobody is late at the start
        "assignee": deal["owner"],
        "company": deal["company"],
        "contact": deal["contact"],
        "deal": deal["title"],
        "done": False,
    }
    return stamped(record, maker.moment(min(day, 0) - maker.number(1, 6), zone))


def _done(maker: Maker, deal: Record, zone: str) -> Record:
    task = _task(maker, deal, deal["_last"], 0, zone)
    at = maker.moment(deal["_last"], zone)
    return task | {"done": True, "done_at": at.isoformat(), "updated_at": utc(at)}


def make_tickets(maker: Maker, contacts: Sequence[Record], zones: Mapping[str, str], count: int) -> list[Record]:
    """The oldest first; the newest are nobody's yet."""
    ages = sorted((maker.number(1, 75) if n > count // 4 else maker.number(1, 6) for n in range(count)), reverse=True)
    return [_ticket(maker, maker.pick(contacts), age, zones) for age in ages]


def _ticket(maker: Maker, contact: Record, age: int, zones: Mapping[str, str]) -> Record:
    zh: bool = contact["_company"]["_zh"]
    trouble = maker.pick(names.TROUBLE)
    status = maker.pick(next(statuses for oldest, statuses in STATUSES if age <= oldest))
    is_over, score = status in ("resolved", "closed"), maker.luck.choices((5, 4, 3, 2, None), (5, 4, 2, 1, 4))[0]
    asked, answered = maker.moment(-age, contact["_tz"]), timedelta(hours=maker.number(1, 90))
    thanks = (names.THANKS_ZH if zh else names.THANKS_EN)[min(2, 5 - (score or 5))]
    record = {
        "subject": trouble[zh],
        "company": contact["company"],
        "contact": contact["name"],
        "priority": maker.pick(("low", "normal", "normal", "normal", "high", "urgent")),
        "category": trouble[2],
        "status": status,
        "assignee": None if status == "new" else "xin" if zh else "ivy",
        "score": score if is_over else None,
        "comment": thanks if is_over and score and age % 2 else None,
    }
    last = min(asked + answered, _morning(maker)) if status != "new" else asked
    said = {} if status == "new" else _said_on(record, asked, last, zones)
    return stamped(record | said, asked, last)


def _said_on(ticket: Record, asked: datetime, last: datetime, zones: Mapping[str, str]) -> Record:
    """A note, the first reply, and where it is over the moment of its end."""
    en, zh = names.SUPPORT[ticket["category"]]
    note, reply = zh if ticket["assignee"] == "xin" else en
    noted, replied = asked + (last - asked) / 4, asked + (last - asked) / 2
    ends = {"resolved": ("resolved_at",), "closed": ("resolved_at", "closed_at")}.get(ticket["status"], ())
    author, zone = ticket["assignee"], ZoneInfo(zones[ticket["assignee"]])
    return {
        "first_response_at": utc(replied),
        **dict.fromkeys(ends, utc(last)),
        "messages": [
            {"direction": "note", "text": note, "author": author, "at": noted.astimezone(zone).isoformat()},
            {"direction": "out", "text": reply, "author": author, "at": replied.astimezone(zone).isoformat()},
        ],
    }


def _morning(maker: Maker) -> datetime:
    """Nothing of the past is later than this."""
    return datetime.combine(maker.today, datetime.min.time(), ZoneInfo("UTC"))


def make_orders(maker: Maker, contacts: Sequence[Record], known: Mapping[str, int], count: int) -> list[Record]:
    """Over three years, the oldest first; nobody orders before the first deal."""
    orders = [_order(maker, maker.pick(contacts), known) for _ in range(count)]
    return sorted(orders, key=lambda order: str(order["created_at"]))


def _order(maker: Maker, contact: Record, known: Mapping[str, int]) -> Record:
    company = contact["_company"]
    weights = [30 if category == "supplies" else 10 for _, category, _ in names.PRODUCTS]
    product, category, price = maker.luck.choices(names.PRODUCTS, weights)[0]
    quantity = maker.number(1, 20) if category in ("supplies", "hardware") else maker.number(1, 2)
    at = maker.moment(maker.number(min(known[company["name"]], -2), -1), company["_tz"])
    record = {
        "company": company["name"],
        "contact": contact["name"],
        "product": product,
        "quantity": quantity,
        "amount": maker.money(price * quantity * maker.pick((1, 1, 0.95, 0.9)), company["_currency"]),
        "at": at.date().isoformat(),
        "owner": company["owner"],
    }
    return stamped(record, at)


def make_reminders(maker: Maker, zones: Mapping[str, str]) -> list[Record]:
    """Some come once, some every week."""
    monday = 5 - maker.workday(0).weekday()
    found = []
    for text, whom, day, repeat in (
        ("Bring the sample labels to the site visit", "ann", 1, None),
        ("Prepare the pipeline meeting", "max", monday, "FREQ=WEEKLY;BYDAY=MO"),
        ("Ask for the signed order form", "ben", 2, None),
        ("准备周会材料", "mei", monday, "FREQ=WEEKLY;BYDAY=MO"),
        ("回访本周关闭的工单", "xin", monday + 4, "FREQ=WEEKLY;BYDAY=FR"),
    ):
        at = datetime.combine(maker.workday(day), datetime.min.time().replace(hour=9), ZoneInfo(zones[whom]))
        record = {"text": text, "whom": whom, "at": at.isoformat(), "repeat": repeat}
        found.append(stamped(record, maker.moment(-maker.number(1, 9), zones[whom])))
    return found


def make_campaigns(maker: Maker) -> list[Record]:
    """One that went out, one that is planned, one that is still being written."""
    found = []
    for name, segment, message, day in (
        ("Trade-in weeks", "existing customers", "Trade in your old scanners and save a tenth", -20),
        ("Stocktake webinar", "retail", "Half an hour live: a stocktake without closing the shop", 8),
        ("新年盘点季", "老客户", "盘点服务八五折，送标签两箱", None),
    ):
        at = None if day is None else utc(maker.moment(day, "UTC"))
        record = {"name": name, "segment": segment, "message": message, "at": at}
        found.append(stamped(record, maker.moment(-maker.number(22, 30), "UTC")))
    return found
