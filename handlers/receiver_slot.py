"""The slot that takes whoever a message is for: a member, everybody in the chat where it is said, or another chat."""

import re
from dataclasses import dataclass
from typing import Any

from crm_domain.base import Row
from crm_domain.members import Member
from handlers.context import Context
from handlers.reading.words import EVERYBODY
from handlers.record_slot import RecordSlot


@dataclass(frozen=True)
class Everybody:
    """All who read the chat."""


@dataclass(frozen=True)
class Channel:
    """All who read another chat: #sales."""

    name: str


_CHANNEL = re.compile(r"#(?=\D)[\w-]+")
# in Chinese its name ends where a word for a chat does, or where letters do: #销售群开例会, #sales开例会
_NAMED_FIRST = re.compile(r"#(?=\D)(?:[A-Za-z0-9_-]+(?=[\u3400-\u9fff\s,，:：])|[\w-]*?(?:群组|群|频道|頻道|组))")


@dataclass(frozen=True)
class ReceiverSlot(RecordSlot):
    model: type[Row] = Member

    def read(self, said: str, context: Context) -> Any:
        if _CHANNEL.fullmatch(said.strip()):
            return Channel(said.strip())
        return Everybody() if _bare(said) in EVERYBODY else super().read(_bare(said), context)

    def points(self, said: str) -> bool:
        return _bare(said) in EVERYBODY or super().points(said)

    def plain(self, value: Any, me: Member) -> Any:
        if isinstance(value, Channel):
            return value.name
        return "here" if isinstance(value, Everybody) else super().plain(value, me)


def addressed(text: str) -> tuple[str, str] | None:
    """“#销售群 更新管道” and #销售群更新管道 are for that chat."""
    found = re.fullmatch(rf"({_CHANNEL.pattern})[\s,，:：]+(.+)", text, re.DOTALL)
    found = found or re.fullmatch(rf"({_NAMED_FIRST.pattern})[\s,，:：]*(.+)", text, re.DOTALL)
    return (found[1], found[2]) if found else None


def _bare(said: str) -> str:
    return said.strip("\"“”「」' @,，:：").lower()
