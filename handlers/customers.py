"""What a customer's message does: it opens a ticket or goes on with the open one. Nothing else can be had here.

A customer reads and reaches their own tickets only, whatever they ask: no command of the assistant is run for them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm_domain import conversations, outbox
from crm_domain.crm import Crm
from crm_domain.customers import Customer, CustomerTicket, is_open
from crm_domain.store import Session
from crm_domain.texts import Lang, T
from crm_domain.tickets import STATUSES, Direction, Status
from crm_domain.workspaces import Workspace
from handlers.answers import bared
from handlers.customer_notices import tell_team
from handlers.customer_words import ASKS, BEGINS, NEW, NUMBER, PICK, RATE, SCORE, SHOWS
from handlers.drawer import Drawer, name_of
from handlers.message import TOO_LARGE, Message
from handlers.reading.chat_words import is_bare_thanks, is_greeting, is_thanks
from handlers.reply import Button, Outcome, Reply
from handlers.triage import Triage, sort_unasked
from handlers.voice import Voice

HELLO = T(
    "Hello! Tell us what you need, and we take it up right away.", "您好！请直接告诉我们您遇到的问题，我们马上处理。"
)
WELCOME = T("You're welcome!", "不客气！")
OPENED = T(
    "Thank you, we have it: your request is number #{id}. We answer here.",
    "已收到，您的请求编号是 #{id}，我们会在这里回复您。",
)
GOES_ON = T(
    "Thank you, we take it up again as number #{id} (it was #{before}).",
    "已收到，我们以新编号 #{id} 继续处理（原编号 #{before}）。",
)
ADDED = T("Added to #{id}.", "已补充到 #{id}。")
WHICH = T("Which request is this about?", "这是关于哪个请求的？")
NOTHING = T(
    "There is nothing of yours here yet. Just write what you need.", "您还没有提交过请求。直接写下您的问题即可。"
)
YOURS = T("Your requests:", "您的请求：")
LINE = T("#{id} {subject}: {status}", "#{id} {subject}：{status}")
NONE_SUCH = T("You have no request number #{id}.", "您没有编号为 #{id} 的请求。")
SAID_BY_US = T("We: {text}", "我们：{text}")
SAID_BY_YOU = T("You: {text}", "您：{text}")
SOMETHING_NEW = T("Something new", "新的问题")
RATED = T(
    "Thank you for your rating! If you like to add a word, just write it now.",
    "感谢您的评分！如果想补充几句，现在写下即可。",
)
COMMENTED = T("Thank you, we have noted that.", "谢谢，已记录。")
TOO_OLD = T("That button is too old. Please write it in words.", "这个按钮已经失效了，请直接用文字说。")
STATES: Mapping[Status, T] = {
    **STATUSES,
    Status.NEW: T("received", "已收到"),
    Status.OPEN: T("being worked on", "处理中"),
    Status.PENDING: T("waiting for your answer", "等您回复"),
}
NOT_HERE = T("(attachment too large: {name})", "（附件过大未收到：{name}）")
EDITED = T("(edited) {text}", "（已编辑）{text}")


def is_customer_chat(chats: Mapping[str, Sequence[str]], message: Message) -> bool:
    """Whether who is no member writes as a customer there: by the chat, or by any part of its name."""
    wanted = chats.get(message.channel, ())
    return "*" in wanted or message.chat in wanted or not set(message.chat.split("/")).isdisjoint(wanted)


def serve(session: Session, workspace: Workspace, message: Message, triage: Triage, drawer: Drawer) -> Reply | None:
    """One message of a customer; what it changes is the system's change."""
    counter = counter_for(session, workspace, message, triage, drawer)
    reply = counter.pressed() if message.press else counter.hears(message.text.strip())
    counter.crm.enter("customer.message", message.chat, message.key)
    return reply


def counter_for(session: Session, workspace: Workspace, message: Message, triage: Triage, drawer: Drawer) -> "Counter":
    """Where whoever writes is served; they are known from now on."""
    crm = Crm(session, workspace, None, message.at)
    lang: Lang = "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in message.text) else message.lang or "en"
    place = (message.channel, message.account, message.chat, not message.group, message.address)
    customer = crm.customers.met(*place, lang if message.text else "", message.called)
    return Counter(crm, customer, message, Voice("zh" if customer.lang == "zh" else "en", crm.zone), triage, drawer)


@dataclass
class Counter:
    """Where one customer is served, for the time of one message."""

    crm: Crm
    customer: Customer
    message: Message
    voice: Voice
    triage: Triage
    drawer: Drawer

    def say(self, text: T, *buttons: Button, **values: object) -> Reply:
        return Reply(Outcome.DONE, self.voice.say(text, **values), buttons=buttons)

    def hears(self, text: str) -> Reply | None:
        memory = self._recall()
        if self.message.edits:
            self._edited(text)
            return None
        if self.message.files or self.message.missed:
            return self._brings(text)
        if not text or is_greeting(text) or bared(text) in BEGINS:
            return self.say(HELLO)
        if memory.get("comment"):
            return self._comments(int(memory["comment"]), text)
        if any(self.rates(link, text) for link in self.crm.customers.tickets(self.customer)):
            return self.say(RATED)
        if is_thanks(text):
            return self.say(WELCOME)
        if ASKS.match(text):
            return self._lists()
        if found := SHOWS.match(text):
            return self._shows(int(found[1]))
        return self._writes(text)

    # -- what is written ---------------------------------------------------------------------------------------------

    def _brings(self, text: str) -> Reply:
        """Files, with or without words; of what was too large the ticket knows the name, and the customer hears it."""
        message = self.message
        words, kept = self.brought(text)
        reply = self._writes(words, kept)
        line = self.voice.say(TOO_LARGE, names=", ".join(message.missed)) if message.missed else ""
        return reply.but(text=f"{reply.text}\n{line}".strip())

    def brought(self, text: str) -> tuple[str, list[str]]:
        """What the ticket is to say of what came along, and under which keys it is kept."""
        kept = [self.drawer.keep(path) for path in self.message.files]
        missed = [self.voice.say(NOT_HERE, name=name) for name in self.message.missed]
        return "\n".join(filter(None, (text or ", ".join(map(name_of, kept)), *missed))), kept

    def _writes(self, text: str, files: Sequence[str] = ()) -> Reply:
        links = self.crm.customers.tickets(self.customer)
        if link := self._meant(links, text):
            return self.goes_on(link, text, files)
        still = [link for link in links if is_open(link)]
        if len(still) > 1:
            return self._asks_which(still, text, files)
        solved = [link for link in links if link.ticket.status == Status.RESOLVED and self._is_fresh(link)]
        if still or solved:
            return self.goes_on((still or solved)[0], text, files)
        return self.opens(text, None, files)

    def _is_fresh(self, link: CustomerTicket) -> bool:
        """Solved lately: who writes now most likely writes about that."""
        solved = link.ticket.resolved_at
        return solved is not None and self.crm.now - solved <= self.crm.support.new_number_after

    def goes_on(self, link: CustomerTicket, text: str, files: Sequence[str] = ()) -> Reply:
        """On a ticket; on one that was closed long ago under a new number."""
        if self.is_over(link):
            return self.opens(text, link, files)
        self.crm.customers.writes(link, text, files)
        self._tells(link, text, files)
        other = Button(self.voice.say(SOMETHING_NEW), NEW)
        self._remember({"last": text, "on": link.ticket_id, "files": list(files)})
        return self.say(ADDED, other, id=str(link.ticket_id))

    def is_over(self, link: CustomerTicket) -> bool:
        """Merged, or closed long ago."""
        closed = link.ticket.closed_at
        return bool(link.ticket.merge or (closed and self.crm.now - closed > self.crm.support.new_number_after))

    def opens(self, text: str, after: CustomerTicket | None, files: Sequence[str] = ()) -> Reply:
        link = self.crm.customers.opens(self.customer, text, after.ticket if after else None, files)
        sort_unasked(self.crm, link.ticket, self.triage)
        if after:
            self._tells(after, text, files)
            return self.say(GOES_ON, id=str(link.ticket_id), before=f"{after.ticket_id}")
        return self.say(OPENED, id=str(link.ticket_id))

    def _asks_which(self, links: Sequence[CustomerTicket], text: str, files: Sequence[str]) -> Reply:
        self._remember({"text": text, "files": list(files)})
        buttons = [
            Button(f"#{link.ticket_id} {link.ticket.subject}", f"/ticket #{link.ticket_id}") for link in links[:8]
        ]
        asked = self.say(WHICH, *buttons, Button(self.voice.say(SOMETHING_NEW), NEW))
        return asked.but(outcome=Outcome.ASKED)

    def _tells(self, link: CustomerTicket, text: str, files: Sequence[str]) -> None:
        tell_team(self.crm, link, text, self.drawer.shown(files))

    def _edited(self, text: str) -> None:
        """What was written before stays as it was; how it reads now stands beside it, and whoever works on it hears."""
        links = self.crm.customers.tickets(self.customer)
        if link := self._meant(links, text, self.message.edits) or next(filter(is_open, links), None):
            now = self.voice.say(EDITED, text=text)
            self.crm.customers.amends(link, now)
            self._tells(link, now, ())

    def _meant(self, links: Sequence[CustomerTicket], text: str, before: str | None = None) -> CustomerTicket | None:
        """The one that is named by its number, by what this answers, or that this thread is about."""
        for words in (text, self.message.quoted, self._answered(before or self.message.replies_to)):
            named = NUMBER.search(words)
            if named and (link := next((link for link in links if link.ticket_id == int(named[1])), None)):
                return link
        chat = self.message.chat
        threads = [link for link in links if link.chat == chat and "/" in chat]
        return threads[0] if len(threads) == 1 else None

    def _answered(self, key: str | None) -> str:
        """What we said to an earlier message."""
        letter = outbox.answer_to(self.crm.session, self.crm.workspace.id, key) if key else None
        return Reply.from_json(letter.body).text if letter else ""

    # -- what is asked -----------------------------------------------------------------------------------------------

    def _lists(self) -> Reply:
        links = self.crm.customers.tickets(self.customer)
        if not links:
            return self.say(NOTHING)
        lines = [self.voice.say(LINE, **_told(link)) for link in links[:10]]
        return Reply(Outcome.DONE, "\n".join([self.voice.say(YOURS), *lines]))

    def _shows(self, id: int) -> Reply:
        link = next((link for link in self.crm.customers.tickets(self.customer) if link.ticket_id == id), None)
        if link is None:
            return self.say(NONE_SUCH, id=str(id)).but(outcome=Outcome.REFUSED)
        ways = {Direction.IN: SAID_BY_YOU, Direction.OUT: SAID_BY_US}
        said = [
            self.voice.say(ways[Direction(m.direction)], text=m.text) for m in self.crm.customers.heard(link.ticket)
        ]
        return Reply(Outcome.DONE, "\n".join([self.voice.say(LINE, **_told(link)), *said[-6:]]))

    # -- what is pressed ---------------------------------------------------------------------------------------------

    def pressed(self) -> Reply:
        """Buttons of letters that went into this very chat."""
        press, message = self.message.press, self.message
        assert press is not None
        letter = outbox.letter(self.crm.session, self.crm.workspace.id, press.letter)
        buttons = Reply.from_json(letter.body).buttons if letter else ()
        mine = letter and letter.channel == message.channel and letter.account in (message.account, "", None)
        if not (letter and mine and letter.chat == message.chat and 0 <= press.index < len(buttons)):
            return self.say(TOO_OLD).but(outcome=Outcome.REFUSED)
        return self._does(buttons[press.index].says)

    def _does(self, words: str) -> Reply:
        links = {link.ticket_id: link for link in self.crm.customers.tickets(self.customer)}
        memory = self._recall()
        if (rated := RATE.match(words)) and (link := links.get(int(rated[1]))):
            link.ticket.rate(int(rated[2]), None, self.crm.now)
            self._remember({"comment": link.ticket_id})
            return self.say(RATED)
        if (picked := PICK.match(words)) and (link := links.get(int(picked[1]))) and memory.get("text"):
            self._remember({})
            return self.goes_on(link, str(memory["text"]), memory.get("files") or ())
        if words == NEW and (text := memory.get("text") or memory.get("last")):
            self._remember({})
            return self.opens(str(text), None, memory.get("files") or ())
        return self.say(TOO_OLD).but(outcome=Outcome.REFUSED)

    def rates(self, link: CustomerTicket, text: str) -> bool:
        """A number alone, with a word or without, where we had asked for one."""
        ticket = link.ticket
        found = SCORE.fullmatch(text) if ticket.asked_at and ticket.score is None else None
        if found:
            ticket.rate(int(found[1]), (found["word"] or "").strip() or None, self.crm.now)
            if not found["word"]:
                self._remember({"comment": link.ticket_id})
        return found is not None

    def _comments(self, id: int, text: str) -> Reply | None:
        """The word that was asked for beside a rating; thanks are none, and what is long is a new matter."""
        self._remember({})
        link = next((link for link in self.crm.customers.tickets(self.customer) if link.ticket_id == id), None)
        if link is None or is_bare_thanks(text) or ASKS.match(text) or SHOWS.match(text):
            return self.hears(text)
        link.ticket.comment = text
        return self.say(COMMENTED)

    # -- what was spoken of ------------------------------------------------------------------------------------------

    def _recall(self) -> dict[str, Any]:
        message = self.message
        stored = conversations.recall(
            self.crm.session, self.crm.workspace.id, message.channel, message.chat, message.account
        )
        found: dict[str, Any] = stored.get("customer") or {}
        return found

    def _remember(self, memory: dict[str, Any]) -> None:
        conversations.remember(
            self.crm.session,
            channel=self.message.channel,
            chat=self.message.chat,
            account=self.message.account,
            workspace_id=self.crm.workspace.id,
            memory={"customer": memory},
            at=self.crm.now,
        )


def _told(link: CustomerTicket) -> dict[str, object]:
    ticket = link.ticket
    return {"id": str(ticket.id), "subject": ticket.subject, "status": STATES[Status(ticket.status)]}
