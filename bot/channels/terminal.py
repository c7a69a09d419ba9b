"""The terminal chat. At a keyboard: history, completion, moderate colours. Through a pipe: lines in, plain text out."""

import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO
from urllib.parse import quote
from uuid import uuid4

from prompt_toolkit import PromptSession
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from automations.clockwork import run_due
from automations.imports import LongImports
from bot.channels.terminal_names import Completions, Vocabulary
from bot.channels.terminal_screen import Screen, screen_for
from crm_domain import outbox
from crm_domain.crm import Crm, open_workspace
from crm_domain.members import Member
from crm_domain.membership import known_as
from crm_domain.outbox import Post
from crm_domain.store import Store
from crm_domain.texts import Lang, T
from handlers.assistant import Assistant
from handlers.message import Message, Press
from handlers.reply import Button, Reply

log = logging.getLogger(__name__)

CHANNEL = "terminal"
LEAVE = frozenset({":quit", ":q", "：quit", "：q"})  # a Chinese keyboard writes the wide colon

STRANGER = T(
    "Nobody here is called “{handle}”. An admin can add them: crm member add {handle} --name NAME --role ROLE",
    "这里没有叫“{handle}”的成员。管理员可以添加：crm member add {handle} --name 姓名 --role 角色",
)
FAULT = T(
    "The database did not answer; nothing was changed. It is logged as {key}. Please try again.",
    "数据库没有响应，没有改动任何数据。记录编号 {key}，请再试一次。",
)

Ask = Callable[[], str]  # the next line; EOFError at the end


def run_terminal(
    store: Store, assistant: Assistant, handle: str, clock: Callable[[], datetime], hints: Sequence[str] = ()
) -> int:
    """Chats as the member `handle` until the input ends: 0; 1 where a message was not taken in, 2 for a stranger."""
    chat = Chat(store, assistant, handle, clock, screen_for(at_keyboard := _at_keyboard()))
    member = chat.member()
    if member is None:
        sys.stderr.write(STRANGER.to(_environment_language(), handle=handle) + "\n")
        return 2
    chat.lang = member.language
    if not at_keyboard:
        return chat.run(piped(sys.stdin))
    chat.screen.greet(member, hints)
    return chat.run(Keyboard(handle, Completions(chat.vocabulary), history_of(handle)))


@dataclass
class Chat:
    """One member's conversation. Whatever is shown comes out of the outbox, replies and pushed letters alike."""

    store: Store
    assistant: Assistant
    handle: str
    clock: Callable[[], datetime]
    screen: Screen
    lang: Lang = "en"
    letter: int = 0  # the last one shown, and its buttons
    buttons: tuple[Button, ...] = ()
    faults: int = 0

    def __post_init__(self) -> None:
        self.imports = LongImports(self.assistant)

    def run(self, ask: Ask) -> int:
        """Until the input ends: 0, or 1 where the database failed; 130 where Ctrl-C broke off an answer."""
        try:
            while (line := self._next(ask)) not in LEAVE:
                if line:
                    self._attempt(partial(self.say, self.read(line)))
        except EOFError:
            pass
        except KeyboardInterrupt:  # the transaction was undone on the way here
            return 130
        return 1 if self.faults else 0

    def _next(self, ask: Ask) -> str:
        self._attempt(self.deliver)
        return ask().strip()

    def _attempt(self, step: Callable[[], None]) -> None:
        """The assistant answers for its own faults, so what fails here is the database: the chat outlives it."""
        try:
            step()
        except Exception:
            key = uuid4().hex[:8]
            log.exception("terminal %s: %s", self.handle, key)
            self.faults += 1
            self.screen.note(FAULT.to(self.lang, key=key), "red")

    def read(self, line: str) -> Message:
        """The line as a message; one that is a number on the screen presses that button."""
        numbers = {str(index + 1): index for index in range(len(self.buttons))}
        pressed = Press(self.letter, numbers[line]) if line in numbers else None
        return Message(
            key=f"{CHANNEL}:{uuid4().hex}",
            channel=CHANNEL,
            chat=self.handle,
            account=self.handle,
            text="" if pressed else line,
            at=self.clock(),
            press=pressed,
        )

    def say(self, message: Message) -> None:
        """Takes a message in; its answer waits in the outbox then."""
        with self.store.transaction() as session:
            self.assistant.answer(session, message)

    def deliver(self) -> None:
        """Shows what is due and waits in this chat; marked only then, so that a crash repeats but never loses it."""
        with self.store.transaction() as session:
            while run_due(session, self.assistant.workspace, self.clock(), self.assistant.access):
                pass
        self._show_waiting()
        for _ in self.imports.run(self.store.transaction, self.clock()):
            self._show_waiting()

    def _show_waiting(self) -> None:
        for letter in self._waiting():
            reply = Reply.from_json(letter.body)
            self.screen.show(reply, pushed=letter.answers is None)
            self.letter, self.buttons = letter.id, reply.buttons
            with self.store.transaction() as session:
                outbox.mark(session, letter.id, Post.SENT, sent_at=self.clock())

    def _waiting(self) -> list[outbox.Letter]:
        with self.store.sessions() as session:
            workspace = self.assistant.open(session, self.clock())
            letters = outbox.pending(session, workspace.id, CHANNEL)
            return [letter for letter in letters if letter.chat == self.handle]

    def member(self) -> Member | None:
        with self.store.transaction() as session:
            workspace = open_workspace(session, self.assistant.workspace, self.clock())
            return known_as(session, workspace.id, CHANNEL, self.handle)

    def vocabulary(self) -> Vocabulary:
        """What may be completed; read in a session that is never committed."""
        with self.store.sessions() as session:
            workspace = open_workspace(session, self.assistant.workspace, self.clock())
            member = known_as(session, workspace.id, CHANNEL, self.handle)
            if member is None:
                return Vocabulary()
            return Vocabulary.of(Crm(session, workspace, member, self.clock(), self.assistant.access))


class Keyboard:
    """Asks for lines at a prompt that shows who speaks."""

    def __init__(self, handle: str, completions: Completions, history: History) -> None:
        self.completions = completions
        self.prompt = FormattedText([("ansicyan", handle), ("", "> ")])
        self.session: PromptSession[str] = PromptSession(
            history=history, completer=completions, complete_in_thread=True, complete_while_typing=True
        )

    def __call__(self) -> str:
        """Ctrl-C drops the line that was begun; Ctrl-D on an empty one is the end."""
        self.completions.forget()
        try:
            return self.session.prompt(self.prompt)
        except KeyboardInterrupt:
            return ""


def piped(stream: TextIO) -> Ask:
    """Line by line; bytes that are no text become a replacement sign instead of ending the chat."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="replace")

    def ask() -> str:
        line = stream.readline()
        if not line:
            raise EOFError
        return line.removeprefix("\ufeff")

    return ask


def history_of(handle: str) -> History:
    """Kept under ~/.local/state (XDG_STATE_HOME), readable by its owner only; in memory where no file can be made."""
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    file = state / "confab" / f"history-{quote(handle, safe='')}"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(file)


def _at_keyboard() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _environment_language() -> Lang:
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh" if spoken.startswith("zh") else "en"
