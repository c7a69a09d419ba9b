"""Programs that talk to the assistant line by line (contract, section 1)."""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from automations.clockwork import run_due
from automations.imports import LongImports
from bot.lines import BadLine, Line, moment_of, text_of
from crm_domain import outbox
from crm_domain.store import Store
from handlers.assistant import Assistant
from handlers.message import Message, Press
from handlers.reply import Receipt, Reply

CHANNEL = "jsonl"


class LineProtocol:
    """Answers lines one by one; the clock is what the lines say, else `clock`."""

    def __init__(
        self, store: Store, assistant: Assistant, clock: Callable[[], datetime], off: Container[str] = ()
    ) -> None:
        self.store = store
        self.assistant = assistant
        self.clock = clock
        self.imports = LongImports(assistant)
        self.off = off  # automations of ours that this house does without

    def answers(self, said: Line) -> Iterator[dict[str, Any]]:
        if "tick" in said:
            yield from self._tick(said)
        else:
            yield self._message(said)

    def _message(self, said: Mapping[str, Any]) -> dict[str, Any]:
        with self.store.transaction() as session:
            press = None
            if "press" in said:
                workspace = self.assistant.open(session, self.clock())
                last = outbox.last_in(session, workspace.id, CHANNEL, text_of(said, "chat"))
                press = Press(last.id if last else 0, _index(said["press"]))
            receipt = self.assistant.answer(session, self._read(said, press))
            if receipt.letter:
                outbox.mark(session, receipt.letter, outbox.Post.SENT)
        return _shown(said, receipt)

    def _read(self, said: Mapping[str, Any], press: Press | None) -> Message:
        chat, sender, id = text_of(said, "chat"), text_of(said, "as"), text_of(said, "id")
        group = said.get("kind", "direct") == "group"
        files = (text_of(said, "file"),) if "file" in said else ()
        if press is None and not files and "text" not in said:
            raise BadLine("a line needs text, press or file")
        return Message(
            key=f"{CHANNEL}:{chat}:{id}",
            channel=CHANNEL,
            chat=chat,
            account=sender,
            text=text_of(said, "text") if "text" in said else "",
            at=self._moment(said.get("at")),
            group=group,
            press=press,
            files=files,
        )

    def _tick(self, said: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Moves the clock: everything due by then is pushed, then the tick itself is answered."""
        now = self._moment(said["tick"])
        with self.store.transaction() as session:
            while run_due(session, self.assistant.workspace, now, self.assistant.access, off=self.off):
                pass
        for _ in self.imports.run(self.store.transaction, now):
            pass
        with self.store.transaction() as session:
            letters = outbox.pending(session, self.assistant.open(session, now).id, CHANNEL)
            pushed = [{"push": True, "chat": letter.chat} | _body(Reply.from_json(letter.body)) for letter in letters]
            for letter in letters:
                outbox.mark(session, letter.id, outbox.Post.SENT, sent_at=now)
        yield from pushed
        yield {"tick": said["tick"], "pushed": len(pushed)}

    def _moment(self, text: object) -> datetime:
        return self.clock() if text is None else moment_of(text)


def _index(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadLine("'press' is the number of a button")
    return value


def _shown(said: Mapping[str, Any], receipt: Receipt) -> dict[str, Any]:
    return {"id": said["id"]} | (
        _body(receipt.reply) if receipt.reply else {"outcome": "unclear", "text": "", "commands": []}
    )


def _body(reply: Reply) -> dict[str, Any]:
    """The reply as the contract writes it; what is empty stays out, but for the parts that programs index."""
    shown: dict[str, Any] = {
        "outcome": str(reply.outcome),
        "text": plain_text(reply),
        "buttons": [asdict(button) for button in reply.buttons],
        "commands": [asdict(told) for told in reply.commands],
        "private": reply.private,
    }
    if reply.table:
        shown["table"] = {"columns": list(reply.table.columns), "rows": [list(row) for row in reply.table.rows]}
    if reply.fields:
        shown["fields"] = {item.label: item.value for item in reply.fields}
    return shown | {name: value for name in ("files", "figures") if (value := getattr(reply, name))}


def plain_text(reply: Reply) -> str:
    """The whole answer in plain words: the text, then fields and rows as lines."""
    lines = [reply.text, *(f"{item.label}: {item.value}" for item in reply.fields)]
    if reply.table:
        lines += [" | ".join(row) for row in reply.table.rows]
    return "\n".join(lines)
