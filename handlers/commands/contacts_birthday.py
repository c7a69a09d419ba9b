"""A contact's birthday: noted, and told of some days ahead."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from crm_domain.birthdays import next_birthday
from crm_domain.contacts import Contact
from crm_domain.members import Member
from crm_domain.texts import T
from handlers.command import command
from handlers.context import Context
from handlers.reply import Reply
from handlers.slots import DaySlot
from handlers.turn import Turn

NOTED = T(
    "Noted: {contact}'s birthday is on {day}. {who} will hear of it a few days before.",
    "已记录：{contact}下次生日是{day}，会提前几天提醒{who}。",
)
NOBODY, YOU = T("Nobody looks after them yet, so nobody", "（还没有负责人，暂不提醒）"), T("You", "你")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class BirthdaySlot(DaySlot):
    """As RFC 6350 writes it, with the year where one was said."""

    def read(self, said: str, context: Context) -> str:  # type: ignore[override]
        day = super().read(said, context)
        assert isinstance(day, date)
        return f"{day:%Y-%m-%d}" if _YEAR.search(said) and day <= context.crm.today else f"--{day:%m-%d}"

    def plain(self, value: Any, me: Member) -> Any:
        return value


@command(
    "contact.birthday",
    needs="contacts.write",
    help=T("Note a contact's birthday; you hear of it ahead", "记录联系人的生日，到时提前提醒"),
    example=T("Dana Wu's birthday is 12 May", "王磊的生日是5月12日"),
    slash=("birthday", "contact birthday", "生日"),
    en=[
        "{contact!} 's birthday (is|is on|falls on|:) [on] [the] {birthday}",
        "{contact!}'s (birthday|bday|b-day) (is|is on|falls on|:) [on] [the] {birthday}",
        "{contact!} (has [a|his|her] birthday|was born|turns \\w+) on [the] {birthday}".replace("|turns \\w+", ""),
        "(set|note|save|record|put down|remember|add|change) {contact!}'s (birthday|bday) [as|to|:|is] {birthday}",
        "(set|note|save|record|remember|add|change) [the] birthday (of|for) {contact!} [as|to|:|is] {birthday}",
    ],
    zh=[
        "{contact!}[的]生日[是|在|为|：|:]{birthday}",
        "{contact!}{birthday}(过生日|生日|出生)",
        "(记录|记一下|记下|设置|添加|改)[一下]{contact!}[的]生日[是|为|：|:]{birthday}",
        "(把|将){contact!}[的]生日(设为|改成|改为|记为){birthday}",
    ],
)
def note_birthday(turn: Turn, contact: Contact, birthday: Annotated[str, BirthdaySlot()]) -> Reply:
    contact.birthday = birthday
    turn.about(contact)
    owner = contact.owner or (contact.company.owner if contact.company else None)
    who = NOBODY if owner is None else YOU if owner.id == turn.me.id else owner.name
    return turn.done(NOTED, contact=contact, day=next_birthday(birthday, turn.today), who=who)
