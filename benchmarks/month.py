"""Lives with it for a month: the demo company, a clock moved by hand, and all that is sent unasked to three people.

    python -m benchmarks.month > docs/a-month.md

The company works: deals move, tickets come and are taken, calls are logged. Read the log and ask of each message
whether it was worth the interruption.
"""

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import select

from automations.clockwork import run_due
from crm_domain.crm import open_workspace
from crm_domain.deals import Deal
from crm_domain.demo import build_demo
from crm_domain.exchange import import_workspace
from crm_domain.outbox import Letter
from crm_domain.pipelines import Outcome, Stage
from crm_domain.store import Store
from crm_domain.tickets import UNSOLVED, Ticket
from handlers.assistant import Assistant
from handlers.message import Message

START, DAYS, SEED = date(2026, 11, 2), 30, 11
READERS = {"ann": "a rep", "ivy": "an agent", "max": "a manager"}
EVERYBODY = ("ann", "ben", "clara", "mei", "max", "jian", "ivy", "xin", "ruth")
RULES = (
    ("max", "when a deal above 20k moves to negotiation, tell me and make a task for the owner in 2 days"),
    ("ruth", "if a ticket is urgent and nobody took it in 30 minutes, tell the on-call"),
    ("max", "when a deal over 5k is lost, tell me"),
    ("ann", "send me my deals closing this month every Friday at 3pm"),
    ("max", "after a deal is won: day 1 welcome, day 7 check-in unless a ticket is open"),
)
STAGES = ("qualified", "proposal", "proposal", "negotiation", "negotiation", "won", "lost")
HEAD = """\
# A month with the clockwork

Written by `python -m benchmarks.month`: the demo company from {start} on, for {days} days, with the automations that
come with the house and {rules} rules said in chat. Everything below was sent unasked, to {who}; nothing else was.

"""


class Month:
    def __init__(self, path: Path) -> None:
        self.store, self.assistant = Store(str(path)), Assistant("main")
        self.now = datetime(START.year, START.month, START.day, 6, tzinfo=UTC)
        self.luck, self.keys = random.Random(SEED), count()
        with self.store.transaction() as session:
            workspace = open_workspace(session, "main", self.now)
            import_workspace(session, workspace, build_demo(SEED, START), None, self.now)

    def says(self, handle: str, text: str) -> None:
        with self.store.transaction() as session:
            key = f"m{next(self.keys)}"
            message = Message(key, "jsonl", f"{handle}-dm", handle, text, self.now)
            self.assistant.answer(session, message)

    def tick(self) -> None:
        with self.store.transaction() as session:
            while run_due(session, "main", self.now, self.assistant.access):
                pass

    def live(self) -> None:
        for handle in EVERYBODY:
            self.says(handle, "help")
        for handle, words in RULES:
            self.says(handle, words)
            self.says(handle, "turn it on")
        for _ in range(DAYS):
            for hour in range(6, 22):
                self.now = self.now.replace(hour=hour)
                self.tick()
                if self.now.weekday() < 5 and hour in (8, 10, 14, 16):
                    self.work()
            self.now += timedelta(days=1)

    def work(self) -> None:
        """Somebody does something."""
        with self.store.transaction() as session:
            open_stage = select(Stage.id).where(Stage.outcome == Outcome.OPEN)
            deals = session.execute(select(Deal.id, Deal.owner_id).where(Deal.stage_id.in_(open_stage))).all()
            tickets = session.scalars(select(Ticket.id).where(Ticket.status.in_(UNSOLVED))).all()
        deal = self.luck.choice(deals).id
        self.says("ruth", f"/deal.move deal=#{deal} stage={self.luck.choice(STAGES)}")
        for other in self.luck.sample(deals, min(2, len(deals))):
            self.says("ruth", f'/activity.log kind=call deal=#{other.id} summary="spoke about the offer"')
        seller = self.luck.choice(("ann", "ben", "clara"))
        due = (self.now + timedelta(days=self.luck.randint(5, 40))).date()
        self.says(
            seller, f'/deal.add title="Order {next(self.keys)}" amount={self.luck.randint(1, 40)}k close_date={due}'
        )
        priority = self.luck.choice(("normal", "normal", "high", "urgent"))
        self.says("ruth", f'/ticket.open subject="Labels come out blank ({next(self.keys)})" priority={priority}')
        for ticket in self.luck.sample(tickets, min(2, len(tickets))):
            agent = self.luck.choice(("ivy", "xin"))
            self.says(agent, f"/ticket.assign ticket={ticket} assignee=me")
            self.says(agent, f"/ticket.move ticket={ticket} status=resolved")

    def log(self) -> Iterator[str]:
        yield HEAD.format(start=START, days=DAYS, rules=len(RULES), who=" and ".join(READERS.values()))
        yield "The rules: " + "; ".join(f"“{words}” ({handle})" for handle, words in RULES) + ".\n\n"
        with self.store.transaction() as session:
            query = select(Letter).where(Letter.answers.is_(None)).order_by(Letter.id)
            letters = session.scalars(query).all()
            for handle, what in READERS.items():
                mine = [letter for letter in letters if letter.account == handle and letter.direct]
                yield from _of(handle, what, mine)


def _of(handle: str, what: str, letters: list[Letter]) -> Iterator[str]:
    a_day = Counter(letter.at.date() for letter in letters)
    most = max(a_day.values(), default=0)
    yield f"## {handle}, {what}: {len(letters)} messages in {DAYS} days, {most} on the busiest\n\n"
    for letter in letters:
        said = letter.body["text"].replace("\n", "<br>")
        table = letter.body.get("table")
        said += "".join("<br>" + " · ".join(row) for row in (table["rows"] if table else [])[:5])
        yield f"- **{letter.at:%a %d %b %H:%M} UTC** {said}\n"
    yield "\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        month = Month(Path(folder) / "month.db")
        month.live()
        sys.stdout.writelines(month.log())


if __name__ == "__main__":
    main()
