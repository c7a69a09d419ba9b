"""A contact's birthday, a few days ahead, to whoever looks after them."""

from collections.abc import Iterator
from datetime import date, timedelta

from automations.automation import automation
from automations.mornings import mornings, settle
from automations.note import Note, nudge, voice_of
from crm_domain.birthdays import next_birthday
from crm_domain.contacts import Contact
from crm_domain.crm import Crm
from crm_domain.members import Member
from crm_domain.texts import T
from handlers.reply import Button, Outcome, Reply

AHEAD = timedelta(days=3)  # over a weekend there is still a day to do something
TEXT = T("{whom} has a birthday on {day}.", "{day}是{whom}的生日。")
AT = T("{name} ({company})", "{company}的{name}")
TASK, SHOW = T("Make a task", "建个任务"), T("Show", "查看")
TITLE = T("Wish {name} a happy birthday", "祝{name}生日快乐")
WHY = T("the contact is yours, and their birthday is on record", "这是你的联系人，系统里记了生日")


@automation
def birthdays(crm: Crm) -> Iterator[Note]:
    for member, occasion in mornings(crm, "birthdays"):
        today = crm.now.astimezone(member.zone).date()
        for contact in crm.contacts.with_birthdays(member):
            day = next_birthday(contact.birthday or "", today)
            if day - today <= AHEAD:
                yield nudge(member, f"contact {contact.id} {day}", _reply(crm, member, contact, day), "birthdays", WHY)
        settle(crm, "birthdays", occasion)


def _reply(crm: Crm, member: Member, contact: Contact, day: date) -> Reply:
    voice = voice_of(member, crm)
    company = contact.company.name if contact.company else None
    whom = voice.say(AT, name=contact.name, company=company) if company else contact.name
    title = voice.say(TITLE, name=contact.name)
    buttons = (
        Button(voice.say(SHOW), f"/contact.show contact=#{contact.id}"),
        Button(voice.say(TASK), f'/task.add title="{title}" contact=#{contact.id} due="{day.isoformat()}"'),
    )
    return Reply(Outcome.DONE, voice.say(TEXT, whom=whom, day=day), buttons=buttons)
