"""What comes in, the same from every platform."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crm_domain.texts import Lang, T

# ｆｕｌｌ－ｗｉｄｔｈ letters, digits and signs as they are meant; ，：；！？（） belong to Chinese and stay.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，：；！？（）～"}


def storable(text: str) -> str:
    """Without what no database takes, NUL and halves of surrogate pairs, and with letters as wide as all others."""
    return text if text.isascii() and "\x00" not in text else _mended(text)


def _mended(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8").translate(_HALF_WIDTH)


TOO_LARGE = T(
    "{names} did not come through: a file may have 20 MB at most. Send a smaller one, or a link to it.",
    "{names} 没有收到：文件最大 20 MB。请发小一点的文件，或者发链接。",
)


@dataclass(frozen=True, slots=True)
class Press:
    """A button of a letter: its words stay in the letter, the platform carries only these two numbers."""

    letter: int
    index: int


@dataclass(frozen=True, slots=True)
class Mail:
    """What only an e-mail says. `answers` are the numbers of our letters that it refers to, the latest first.

    `to` are the others who got it. `noted`: from somebody we know it is to be noted rather than made a ticket.
    """

    sender: str
    subject: str
    answers: tuple[int, ...] = ()
    to: tuple[str, ...] = ()
    noted: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One message as an adapter's `read` makes it.

    key      the same however often the platform delivers it
    channel  the adapter's name: terminal, jsonl, slack, telegram
    chat     the conversation (its thread or topic included): the memory belongs to (channel, chat, account)
    account  the sender's id on that platform
    address  what the platform needs to answer there; goes into the letter untouched
    at       when it was taken in, aware
    group    others read this chat too
    spoken_to  the assistant was addressed: a direct chat, a mention, a command, a reply to it
    outsiders  people from outside the company may read this chat
    edits    the key of the message of which this is the edited text
    handed_in  it is what somebody else wrote, and shall become a ticket: the key of that message
    customers  who writes there is a customer, whoever they are: it came in by the customers' own door
    replies_to, quoted  the key of the message that it answers, and the words of that
    lang     what the platform says of the sender's language: for strangers
    files, missed  paths of what came along; the names of what is too large to come along
    called   what the platform says the sender is called
    forms    a form can be shown in answer to it
    mail     it came by e-mail
    filled   it is a form, filled in: what is wrong with it is said there, and it may be handed in again
    """

    key: str
    channel: str
    chat: str
    account: str
    text: str
    at: datetime
    address: dict[str, Any] = field(default_factory=dict)
    group: bool = False
    spoken_to: bool = True
    outsiders: bool = False
    press: Press | None = None
    edits: str | None = None
    handed_in: str = ""
    customers: bool = False
    replies_to: str | None = None
    quoted: str = ""
    lang: Lang | None = None
    forms: bool = False
    filled: bool = False
    files: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    called: str = ""
    mail: Mail | None = None
