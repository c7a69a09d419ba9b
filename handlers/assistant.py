"""The assistant: one message in, one committed answer out. The caller's transaction is the only one there is."""

import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from crm_domain import conversations, inbox, notices, outbox
from crm_domain.access import Access
from crm_domain.crm import Crm, find_workspace, open_workspace
from crm_domain.errors import CrmError, NotFound
from crm_domain.journal import change_by_message
from crm_domain.kept import Kept
from crm_domain.members import Member
from crm_domain.membership import known_as
from crm_domain.names import NameIndex, is_cjk
from crm_domain.store import FAULTS, Session, on_rollback
from crm_domain.support import support_of
from crm_domain.texts import Lang, T
from crm_domain.workspaces import Workspace
from handlers import commands  # noqa: F401 - declares every command
from handlers.context import Context
from handlers.conversation import Conversation
from handlers.customers import is_customer_chat, serve
from handlers.drawer import Drawer
from handlers.mails import receive
from handlers.memory import Memory, heard
from handlers.message import TOO_LARGE, Message, Press, storable
from handlers.reply import Outcome, Receipt, Reply
from handlers.strangers import is_code, meet
from handlers.ticket_source import handed_in, note_edit
from handlers.triage import Triage
from handlers.turn import Turn
from handlers.understanding import Understood, understood
from handlers.voice import Voice

log = logging.getLogger(__name__)

FAILED = T(
    "Something went wrong on my side; nothing was changed. It is logged as {key}. Please try again.",
    "我这边出错了，没有改动任何数据。记录编号 {key}，请再试一次。",
)
OLD_BUTTON = T("That button is too old. Please say it in words.", "这个按钮已经失效了，请直接用文字说。")
NOT_YOUR_BUTTON = T(
    "That button belongs to somebody else's question. Ask me yourself and you get your own.",
    "这个按钮是给别人的。你自己问我一次，就会有你的按钮。",
)


WHY = "help.why"  # the command that asks about the message before it
_LATIN = re.compile("[A-Za-z]+")
_OF_CHINESE = re.compile(r"[的了吗呢哪谁把给]|什么|多少|怎|这[个周月季年]|[上下本今去][个周月季年]|比一比")  # no name's


NO_APPS: Mapping[str, str] = {}


class NothingDone(Exception):
    """Carries a reply out of the savepoint that takes back what was written on the way to it."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.outcome)
        self.reply = reply


class Assistant:
    """Serves one workspace. What it keeps, names, members and stages, follows the journal."""

    def __init__(
        self,
        workspace: str = "main",
        access: Access | None = None,
        files: Path | None = None,
        apps: Mapping[str, str] = NO_APPS,
    ) -> None:
        """`files`: the folder for what replies bring along; `apps`: what people call the channels."""
        self.workspace, self.apps = workspace, apps
        self.access = access or Access()
        self.drawer = Drawer(files)
        self._names: dict[int, NameIndex] = {}
        self._kept = Kept()
        self._triage = Triage()
        self._opened: Workspace | None = None

    def answer(self, session: Session, message: Message) -> Receipt:
        """Takes the message in, acts, and leaves the reply in the outbox. Raises database errors only."""
        message = replace(message, text=storable(message.text))
        workspace = self.open(session, message.at)
        if not inbox.take_in(session, workspace.id, message.key, message.at):
            return _repeated(session, workspace, message.key)
        self._kept.lay_out(session, self._names_of(workspace).refresh(session))
        member = known_as(session, workspace.id, message.channel, message.account)
        if self._is_served(workspace, message):
            message = replace(message, outsiders=True)
        if message.edits:
            note_edit(Crm(session, workspace, None, message.at), message)
        if member:
            reply = self._converse(session, workspace, member, message)
        else:
            reply = self._met(session, workspace, message)
        if reply is None or reply.form:
            return Receipt(reply, None)
        if message.filled and reply.outcome is not Outcome.DONE:
            inbox.give_back(session, workspace.id, message.key)
            return Receipt(reply, None)
        return Receipt(reply, _post(session, workspace, message, reply))

    def _is_served(self, workspace: Workspace, message: Message) -> bool:
        """Whether customers write there: then nobody of ours is answered aloud."""
        if message.customers:
            return True
        return bool(workspace.support) and is_customer_chat(support_of(workspace.support).customer_chats, message)

    def _met(self, session: Session, workspace: Workspace, message: Message) -> Reply | None:
        """A customer in their own chat; whoever else is no member is a stranger, and hands in nothing."""
        if message.handed_in:
            return None
        member_comes = is_code(message.text) and not message.customers
        if not self._is_served(workspace, message) or member_comes:
            return meet(session, workspace, message)
        try:
            with session.begin_nested():
                take = receive if message.mail else serve
                return take(session, workspace, message, self._triage, self.drawer)
        except FAULTS:
            raise
        except Exception:
            log.exception("failed on message %s of a customer", message.key)
            return Reply(Outcome.FAILED, FAILED.to(message.lang or "en", key=message.key))

    def understand(self, session: Session, text: str, handle: str, at: datetime) -> Understood | None:
        """What the member of that handle would ask for by these words, alone; None where there is no such member."""
        workspace = self.open(session, at)
        self._kept.lay_out(session, self._names_of(workspace).refresh(session))
        member = known_as(session, workspace.id, "jsonl", handle)
        if member is None:
            return None
        crm = Crm(session, workspace, member, at, self.access)
        context = Context(crm, self._names_of(workspace), Memory(), crm.pipelines.stages())
        return understood(storable(text), context)

    def catch_up(self, session: Session, now: datetime) -> None:
        """Follows the journal, as each message does: beforehand where that is long, as after an import."""
        workspace = self.open(session, now)
        if workspace.id in self._names:
            self._kept.lay_out(session, self._names_of(workspace).refresh(session))

    def open(self, session: Session, now: datetime) -> Workspace:
        """Kept once it is known to be in the database: a new one may yet be rolled back."""
        if self._opened is None:
            self._opened = find_workspace(session, self.workspace)
            on_rollback(session, self._forget)
        return self._opened or open_workspace(session, self.workspace, now)

    def _forget(self) -> None:
        """A rollback empties what was loaded in it; it is looked up again."""
        self._opened = None

    def _converse(self, session: Session, workspace: Workspace, member: Member, message: Message) -> Reply | None:
        stored = conversations.recall(session, workspace.id, message.channel, message.chat, message.account)
        memory = Memory.from_json(stored)
        crm = Crm(session, workspace, member, message.at, self.access)
        voice = Voice(_language(member, message.text), member.zone)
        turn = Turn(crm, voice, memory, drawer=self.drawer)
        turn.channel, turn.chat, turn.group = message.channel, message.chat, message.group
        turn.attached, turn.triage, turn.forms = message.files, self._triage, message.forms
        turn.source, turn.apps = message.handed_in or None, self.apps
        context = Context(crm, self._names_of(workspace), memory, crm.pipelines.stages())
        context.group = message.group
        turn.context = context
        conversation = Conversation(turn, context, message.chat, message.key)
        if message.group and not message.spoken_to and not (stored and conversation.knows(message.text)):
            return None
        reply = self._guarded(session, conversation, message)
        if reply.form or (message.filled and reply.outcome is not Outcome.DONE):
            return reply
        if reply.outcome in (Outcome.REFUSED, Outcome.FAILED):
            memory = Memory.from_json(stored)
            memory.pending = conversation.left_open
        if message.text and all(told.name != WHY for told in reply.commands):
            memory.heard = heard(message.text, message.at, stored)
        self._remember(session, workspace, message, Memory() if turn.forgets else memory)
        return _addressed(_without_what_missed(reply, voice, message), turn, message)

    def _guarded(self, session: Session, conversation: Conversation, message: Message) -> Reply:
        """A refusal, a question back or a bug rolls back what the message did, and nothing else."""
        voice, journal = conversation.turn.voice, conversation.turn.crm.journal
        try:
            with session.begin_nested():
                reply = _heard(session, conversation, message)
                if conversation.changed and reply.outcome is not Outcome.DONE:
                    raise NothingDone(reply)
                return reply
        except NothingDone as nothing:
            journal.forget()
            return nothing.reply
        except CrmError as refusal:
            journal.forget()
            return Reply(Outcome.REFUSED, voice.refusal(refusal), slot=refusal.slot)
        except FAULTS:
            journal.forget()
            raise
        except Exception:
            journal.forget()
            log.exception("failed on message %s", message.key)
            return Reply(Outcome.FAILED, voice.say(FAILED, key=message.key))

    def _names_of(self, workspace: Workspace) -> NameIndex:
        return self._names.setdefault(workspace.id, NameIndex(workspace.id))

    def _remember(self, session: Session, workspace: Workspace, message: Message, memory: Memory) -> None:
        conversations.remember(
            session,
            channel=message.channel,
            chat=message.chat,
            account=message.account,
            workspace_id=workspace.id,
            memory=memory.to_json(),
            at=message.at,
        )


def _heard(session: Session, conversation: Conversation, message: Message) -> Reply:
    if message.press:
        return conversation.hear(_words_of(session, conversation.workspace_id, message, message.press))
    if message.edits and (change := change_by_message(session, conversation.workspace_id, message.edits)):
        return conversation.edited(change, message.text)
    return conversation.hear(handed_in(conversation.turn.crm, message) if message.handed_in else message.text)


def _words_of(session: Session, workspace_id: int, message: Message, press: Press) -> str:
    """What a button says; it works in its own chat and for the person it was shown to."""
    letter = outbox.letter(session, workspace_id, press.letter)
    buttons = Reply.from_json(letter.body).buttons if letter else ()
    if letter is None or letter.channel != message.channel or not 0 <= press.index < len(buttons):
        raise NotFound(OLD_BUTTON)
    if letter.account != message.account:
        raise NotFound(NOT_YOUR_BUTTON)
    notices.mark_acted(session, workspace_id, letter.id, message.at)
    return buttons[press.index].says


def _without_what_missed(reply: Reply, voice: Voice, message: Message) -> Reply:
    """Says what did not come along; where that was all there was, nothing else."""
    if not message.missed:
        return reply
    line = voice.say(TOO_LARGE, names=", ".join(message.missed))
    if not message.text.strip() and not message.files:
        return Reply(Outcome.REFUSED, line)
    return reply.but(text=f"{reply.text}\n{line}")


def _addressed(reply: Reply, turn: Turn, message: Message) -> Reply:
    """In a group, what not every reader may see goes to the asker alone."""
    if not message.group:
        return reply
    secret = any(not turn.crm.access.open_to_all(noun) for noun in turn.shown)
    return reply.but(private=secret or message.outsiders or reply.outcome is Outcome.REFUSED)


def _language(member: Member, text: str) -> Lang:
    """The member's own; but a message in Chinese, whatever foreign names it holds, is answered in Chinese."""
    begun = next((letter for letter in text if letter.isalpha()), "")
    if (is_cjk(begun) or _OF_CHINESE.search(text)) and sum(map(is_cjk, text)) >= len(_LATIN.findall(text)):
        return "zh"
    return member.language


def _post(session: Session, workspace: Workspace, message: Message, reply: Reply) -> int:
    return outbox.post(
        session,
        workspace_id=workspace.id,
        channel=message.channel,
        chat=message.chat,
        account=message.account,
        direct=not message.group,
        answers=message.key,
        address=message.address,
        body=reply.to_json(),
        at=message.at,
    )


def _repeated(session: Session, workspace: Workspace, key: str) -> Receipt:
    letter = outbox.answer_to(session, workspace.id, key)
    return Receipt(Reply.from_json(letter.body) if letter else None, letter.id if letter else None, repeated=True)
