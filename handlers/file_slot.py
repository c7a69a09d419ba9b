"""The slot that takes the files which came with a message."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm_domain.errors import BadValue
from crm_domain.members import Member
from crm_domain.texts import T
from handlers.context import Context

SEND_IT = T(
    "Please send the file itself, as an attachment to your message.",
    "请把文件本身作为附件发给我。",
)


@dataclass(frozen=True)
class FileSlot:
    """What `Drawer.keep` called them, blanks between; only a button of ours says that."""

    kinds: Sequence[str] = ()
    vocabulary: Sequence[str] = ()

    def read(self, said: str, context: Context) -> list[str]:
        keys = said.split()
        if not all("-" in key for key in keys):
            raise BadValue(SEND_IT)
        return keys

    def plain(self, value: list[str], me: Member) -> Any:
        return [key.partition("-")[2] for key in value]
