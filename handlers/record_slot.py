"""The slot that takes a record: by its name, part of it, its number, a pronoun."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from crm_domain.automations import Automation
from crm_domain.base import Row
from crm_domain.campaigns import Campaign
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.errors import NotFound
from crm_domain.members import Member
from crm_domain.names import Match, rivals
from crm_domain.products import Product
from crm_domain.reminders import Reminder
from crm_domain.tasks import Task
from crm_domain.texts import T
from crm_domain.tickets import Ticket
from handlers.context import Context
from handlers.memory import Memory
from handlers.reading import pointers, words
from handlers.reading.normalise import fold
from handlers.reading.record_numbers import number_in
from handlers.whose import tickets_of_named, whose_tickets


class Several(Exception):
    """More than one record is equally likely: the person decides."""

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__(len(rows))
        self.rows = rows


class Unknown(NotFound):
    """No record is called that; `said` may become a new one."""

    def __init__(self, text: T, model: type[Row], said: str) -> None:
        super().__init__(text, said=said)
        self.model = model
        self.said = said


class Unpointed(NotFound):
    """A pronoun, and nothing that it could stand for."""


NOTHING_SPOKEN_OF = T(
    "I don't know which one you mean by “{said}”. Say its name.", "不知道“{said}”指的是哪一个，请说名称。"
)
UNKNOWN = {
    Company: T(
        "I don't know a company called “{said}”. Check the spelling, or say: new company {said}",
        "没有找到叫“{said}”的公司。请核对名称，或者说：新建公司 {said}",
    ),
    Contact: T(
        "I don't know a contact called “{said}”. Check the spelling, or say: new contact {said}",
        "没有找到叫“{said}”的联系人。请核对名字，或者说：新建联系人 {said}",
    ),
    Deal: T(
        "I don't know a deal called “{said}”. Say “deals” for a list, or: new deal {said}",
        "没有找到叫“{said}”的商机。说“商机列表”可以查看，或者说：新建商机 {said}",
    ),
    Member: T(
        "There is no member called “{said}” here. Say “members” for a list.",
        "没有叫“{said}”的成员。说“成员列表”可以查看。",
    ),
    Product: T("There is no product called “{said}” here.", "没有叫“{said}”的产品。"),
    Task: T(
        "You have no task like “{said}”. Say “my tasks” for a list.", "没有类似“{said}”的任务。说“我的任务”可以查看。"
    ),
    Reminder: T(
        "You have no reminder like “{said}”. Say “my reminders” for a list.",
        "没有类似“{said}”的提醒。说“我的提醒”可以查看。",
    ),
    Campaign: T(
        "There is no campaign called “{said}”. Make one: new campaign {said} for retail customers, message: …",
        "没有叫“{said}”的营销活动。可以新建：新建活动 {said}，面向零售客户，内容：……",
    ),
    Ticket: T(
        "I don't know a ticket “{said}”. Give its number; “tickets” lists them.",
        "没有找到工单“{said}”。请给工单编号；说“工单列表”可以查看。",
    ),
    Automation: T(
        "I don't know an automation called “{said}”. Say “automations” for a list.",
        "没有叫“{said}”的自动化。说“自动化列表”可以查看。",
    ),
}


_SPOKEN_OF = re.compile(r"^(?:the|that|this)?\s*(?:ticket|one|case|issue)?\s*(?:about|on|regarding|re)\s+", re.I)


_CALLED_SO = re.compile(r"\s+(?:campaign|mailing|newsletter)$|(?:这个|的)?(?:营销|推广|促销)?活动$", re.I)
_AROUND: dict[type[Row], re.Pattern[str]] = {Ticket: _SPOKEN_OF, Campaign: _CALLED_SO}


@lru_cache(4096)  # the same few words are looked at for each slot that may take them
def _bared(said: str) -> str:
    return fold(said.strip("\"“”「」' ?？!！")).text


OWNED: tuple[type[Row], ...] = (Deal, Ticket)  # what people and companies have


def _whose(bare: str) -> str:
    """The noun of whom the words stand for, “their deal”: contacts or companies; nothing for a name or for “it”."""
    who = pointers.owner_of(bare)
    return next((noun for noun in ("contacts", "companies") if who in words.THAT[noun]), "")


def _is_over(row: Row) -> bool:
    """Whether it is less likely meant than one that is still worked on."""
    match row:
        case Deal():
            return not row.is_open
        case Task():
            return row.done
        case Ticket():
            return not row.is_unsolved
    return False


@dataclass(frozen=True)
class RecordSlot:
    """A record by its name, part of it, its number (#12), a pronoun, or “me”."""

    model: type[Row]
    kinds: Sequence[str] = ()
    vocabulary: Sequence[str] = ()

    def read(self, said: str, context: Context) -> Row:
        if row := self._pointed_at(said, context):
            return row
        rows = self.candidates(said, context)
        if not rows and self.model is not Member and (self.points(said) or self._is_plain(_bared(said))):
            raise Unpointed(NOTHING_SPOKEN_OF, said=said)
        if not rows:
            raise Unknown(UNKNOWN[self.model], self.model, said.strip("\"“”「」' "))
        if len(rows) > 1:
            raise Several(rows)
        return rows[0]

    def points(self, said: str) -> bool:
        """Whether this is a number or a pronoun rather than a name."""
        return _points(self, _bared(said))

    def named(self, said: str) -> str | None:
        """The name or the number that was said, “me” for the speaker; None for a pronoun."""
        bare = said.strip("\"“”「」' ").removesuffix("的")
        if self.model is Member and _bared(said) in words.ME:
            return "me"
        pointed = pointers.place_of(_bared(said)) is not None or pointers.is_other(_bared(said))
        if words.points_to(_bared(said), self.model.noun) or pointed:
            return None
        number = self.numbered(bare.lower())
        return bare if number is None else str(number)

    def _pointed_at(self, said: str, context: Context) -> Row | None:
        bare = _bared(said)
        if self.model is Member and bare in words.ME:
            return context.crm.me
        if self._is_last(bare) and (last := context.crm.reminders.last_set()):
            return last
        if (number := self.numbered(bare)) is not None:
            return self._by_number(number, context)
        id = self._spoken_of(bare, context.memory)
        return None if id is None else self._by_number(id, context)

    def _spoken_of(self, bare: str, memory: Memory) -> int | None:
        """The number of the record that a pronoun stands for: the one in focus, the other one, the second one shown."""
        noun = self.model.noun
        if (place := pointers.place_of(bare)) is not None:
            shown = memory.lists.get(noun, [])
            return shown[place] if -len(shown) <= place < len(shown) else memory.focus.get(noun) if place < 0 else None
        if pointers.is_other(bare):
            return memory.another(noun)
        return memory.focus.get(noun) if words.points_to(bare, noun) and not self._is_plain(bare) else None

    def _is_plain(self, bare: str) -> bool:
        """“the deal”, 单子: called nothing but its kind."""
        noun = self.model.noun
        called = bare.removeprefix("the ") in words.PLAIN.get(noun, ()) or bare in words.THAT.get(noun, ())
        return called and self.model in OWNED

    def at_hand(self, context: Context) -> Sequence[Row]:
        """What is meant where none is named: those of the company that was spoken of last, else the one in focus."""
        memory = context.memory
        id = memory.focus.get(self.model.noun)
        focused = [self._by_number(id, context)] if id else []
        if self.model not in OWNED or (focused and memory.subject != "companies"):
            return focused
        theirs = self._of_those("", context)
        return focused if not theirs or any(row.id == id for row in theirs) else theirs

    def of_named(self, context: Context) -> Sequence[Row]:
        """What is meant where none is named but whose it is."""
        return tickets_of_named(context) if self.model is Ticket else []

    def is_known(self, said: str, context: Context) -> bool:
        """Whether a pronoun stands for something that was spoken of."""
        bare = _bared(said)
        owned = self._is_owned(bare) and bool(self._of_those(bare, context))
        return owned or self._spoken_of(bare, context.memory) is not None

    def _is_owned(self, bare: str) -> bool:
        """“their deal”: one of somebody who was spoken of."""
        return self.model in OWNED and _whose(bare) != ""

    def _is_last(self, bare: str) -> bool:
        """“the last one”: the reminder that was set last."""
        return self.model is Reminder and bare in words.LAST_ONE

    def numbered(self, said: str) -> int | None:
        """The number that was said, #12; None where it is a name."""
        return number_in(_bared(said), self.model)

    def _by_number(self, id: int, context: Context) -> Row:
        records = getattr(context.crm, self.model.noun)
        row: Row = records.get(min(id, 2**31 - 1))
        return row

    def candidates(self, said: str, context: Context) -> Sequence[Row]:
        """The visible records that fit best: none, one, or equally likely ones."""
        if self._is_owned(_bared(said)) and (owned := self._of_those(_bared(said), context)):
            return owned
        if self._is_plain(_bared(said)) and (at_hand := self.at_hand(context)):
            return at_hand
        spoken_of = context.memory.focus.get(self.model.noun)
        if pointers.is_other(_bared(said)) and self.model in OWNED:
            company = context.crm.companies.by_ids([context.memory.focus.get("companies", 0)])
            return [row for row in self._at(next(iter(company.values()), None), context) if row.id != spoken_of]
        if other := pointers.other_of(_bared(said)):
            return [row for row in self._fitting(other, context) if row.id != spoken_of]
        return self._fitting(said, context)

    def _fitting(self, said: str, context: Context) -> Sequence[Row]:
        found = self._named(said, context)
        if not found and self.model in (Deal, Ticket):
            return self._of_company(said, context)
        return found

    def _of_those(self, bare: str, context: Context) -> Sequence[Row]:
        """What the person or the company that was spoken of has."""
        focus, noun = context.memory.focus, _whose(bare)
        contact = focus.get("contacts") if noun == "contacts" else None
        company = context.crm.companies.by_ids([focus["companies"]]) if "companies" in focus else {}
        rows = self._at(next(iter(company.values()), None), context)
        return [row for row in rows if contact and getattr(row, "contact_id", None) == contact] or rows

    def _at(self, company: Row | None, context: Context) -> Sequence[Row]:
        if not isinstance(company, Company):
            return []
        if self.model is Ticket:
            return context.crm.tickets.of(company)
        return context.crm.deals.of(company, only_open=True) or context.crm.deals.of(company)

    def matches(self, said: str, context: Context) -> list[Match]:
        """The records whose names fit what was said, seen or not."""
        said = pointers.other_of(said.lower()) or said
        around = _AROUND.get(self.model)
        found = context.names.find(around.sub("", said) if around else said, (self.model,))
        return found or (whose_tickets(said, context) if self.model is Ticket else [])

    def _named(self, said: str, context: Context) -> Sequence[Row]:
        matches = self.matches(said, context)[:40]
        records = getattr(context.crm, self.model.noun)
        rows = records.by_ids(match.id for match in matches)
        seen = [match for match in matches if match.id in rows]
        likely = [rows[match.id] for match in rivals(seen)] if seen else []
        to_the_letter = [row for row in likely if row.label.casefold() == said.strip().casefold()]
        if self.model is Contact and not to_the_letter and (company := context.near.get("companies")):
            likely = self._at_that([rows[match.id] for match in seen], likely, company)
        return self._settled(to_the_letter or likely, context)

    def _at_that(self, seen: list[Row], likely: list[Row], company: int) -> list[Row]:
        """“Dana at Globex”, said by a part of the name, is nobody who works elsewhere."""
        here = [row for row in likely if getattr(row, "company_id", None) in (company, None)]
        return here or [row for row in seen if getattr(row, "company_id", None) == company]

    def _settled(self, likely: list[Row], context: Context) -> list[Row]:
        """A tie goes to what is spoken of, then to what hangs together with the rest of the sentence."""
        likely = [row for row in likely if not _is_over(row)] or likely
        likely = [row for row in likely if isinstance(row, Reminder) and row.concerns(context.crm.me)] or likely
        if len(likely) < 2:
            return likely
        company = context.near.get("companies")
        kin = [row for row in likely if company and getattr(row, "company_id", None) == company]
        focus = [row for row in likely if row.id == context.memory.focus.get(row.noun)]
        return kin[:1] if len(kin) == 1 else focus or kin or likely

    def _of_company(self, said: str, context: Context) -> Sequence[Row]:
        companies = RecordSlot(Company).candidates(said, context)
        if len(companies) != 1:
            return []
        return self._at(companies[0], context)

    def plain(self, value: Row, me: Member) -> Any:
        if isinstance(value, Member):
            return "me" if value.id == me.id else value.name
        return str(value.id) if isinstance(value, Ticket) else value.label


@lru_cache(4096)
def _points(slot: RecordSlot, bare: str) -> bool:
    if slot.model is Member and bare in words.ME:
        return True
    if slot._is_last(bare) or words.points_to(bare, slot.model.noun) or number_in(bare, slot.model) is not None:
        return True
    return pointers.place_of(bare) is not None or pointers.is_other(bare) or slot._is_owned(bare)
