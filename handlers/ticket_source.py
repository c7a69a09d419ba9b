"""A message that a colleague hands in to become a ticket, and what its writer makes of it afterwards."""

from crm_domain.crm import Crm
from crm_domain.texts import Lang, T
from handlers.message import Message

SUBJECT = 80
EDITED = T("The message was edited and now says: {text}", "原消息已编辑，现在的内容是：{text}")


def handed_in(crm: Crm, message: Message) -> str:
    """The words that open a ticket for what somebody wrote, which a form has; or that show what it became."""
    if known := crm.tickets.made_of(message.handed_in):
        return f"/ticket.show ticket=#{known.id}"
    return message.text if message.forms or message.filled else as_ticket(message.text)


def as_ticket(text: str) -> str:
    """Its first line is what it is about."""
    whole = " ".join(text.split()).replace('"', "'")
    first = " ".join(next(iter(text.strip().splitlines()), "").split()).replace('"', "'")
    subject = first if len(first) <= SUBJECT else f"{first[: SUBJECT - 1]}…"
    more = "" if whole == subject else f' description="{whole}"'
    return f'/ticket.open subject="{subject}"{more}'


def note_edit(crm: Crm, message: Message) -> None:
    """What the ticket was made of stays as it was; how it reads now stands beside it, inside, whoever wrote it."""
    ticket = crm.tickets.made_of(message.edits or "")
    if ticket and message.text.strip():
        lang: Lang = "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in message.text) else "en"
        crm.tickets.note(ticket, EDITED.to(lang, text=message.text))
        crm.enter("ticket.edited", message.chat, message.key)
