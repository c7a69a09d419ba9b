"""E-mail that comes in: a customer's goes on with their ticket or opens one, or is noted where they are known.

Nothing that was asked by e-mail is looked up or done, whoever seems to write: a sender's address proves nobody.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from crm_domain import outbox
from crm_domain.activities import Kind
from crm_domain.contacts import Contact
from crm_domain.crm import Crm
from crm_domain.customers import CustomerTicket
from crm_domain.deals import Deal
from crm_domain.mail import mail_to
from crm_domain.members import Member
from crm_domain.store import Session
from crm_domain.texts import T
from crm_domain.workspaces import Workspace
from handlers.customers import Counter, counter_for
from handlers.drawer import Drawer, name_of
from handlers.message import Mail, Message
from handlers.reply import Button, Outcome, Reply
from handlers.triage import Triage
from handlers.voice import Voice

LONGEST_SUMMARY = 2000
MOST_ANSWERED = 5  # new requests of one sender within an hour that are confirmed: more is a program's doing
STOPPED = T(
    "Done: you get no more mailings from us. Your requests are answered as before.",
    "已为您退订，今后不会再发送营销邮件。您的服务请求仍会照常回复。",
)
NOBODY_KNOWN = T(
    "Nothing was logged: none of these addresses belongs to a contact: {addresses}. Add the contact in the chat (“add"
    " contact NAME, ADDRESS”), then send the mail here again.",
    "没有记录：这些地址都不属于任何联系人：{addresses}。请先在聊天里添加联系人（“添加联系人 姓名，邮箱”），"
    "再把邮件发到这里。",
)
WRITES = T("{who} wrote an e-mail, logged with {about}: {text}", "{who} 发来邮件，已记录到“{about}”：{text}")
SHOW = T("Show", "查看")

_STOP = re.compile(r"\W*(?:stop|unsubscribe|opt[ -]?out|退订|取消订阅|TD)\W*", re.I)
_NUMBER = re.compile(r"\[#(\d{1,9})\]")


@dataclass
class Letterbox:
    """One e-mail, for the time that it takes to take it in; `files` are the keys of what came along."""

    counter: Counter
    mail: Mail
    files: Sequence[str]

    @property
    def crm(self) -> Crm:
        return self.counter.crm

    def takes(self, text: str) -> None:
        """Answers go out by themselves, as letters on the ticket."""
        if member := next((one for one in self.crm.members.all() if _is(one, self.mail.sender)), None):
            return self._copied_by(member, text)
        customer = self.counter.customer
        customer.contact = customer.contact or self.crm.contacts.with_email(self.mail.sender)
        if customer.contact and _STOP.fullmatch(text):
            return self._stops(customer.contact)
        if link := self._meant():
            return self._goes_on(link, text)
        if customer.contact and self.mail.noted:
            return self._notes(customer.contact, text, None)
        return self._opens(text)

    # -- tickets -----------------------------------------------------------------------------------------------------

    def _meant(self) -> CustomerTicket | None:
        """The sender's own ticket that the subject names, or whose letter this answers."""
        links = {link.ticket_id: link for link in self.crm.customers.tickets(self.counter.customer)}
        named = [int(number) for number in _NUMBER.findall(self.mail.subject)]
        answered = self.crm.customers.told_by(self.mail.answers)
        return next((links[id] for id in (*named, *answered) if id in links), None)

    def _goes_on(self, link: CustomerTicket, text: str) -> None:
        if self.counter.rates(link, text):
            return
        over = self.counter.is_over(link)
        said = self.counter.goes_on(link, text or self.mail.subject, self.files)
        if over:
            self._confirms(said)
        else:
            self._settle(link)

    def _opens(self, text: str) -> None:
        subject = _NUMBER.sub("", self.mail.subject).strip()
        whole = "\n\n".join(filter(None, (subject, text))) or self.mail.sender
        self._confirms(self.counter.opens(whole, None, self.files))

    def _confirms(self, said: Reply) -> None:
        """Of a new number; not to a program that writes on and on."""
        links, lately = self.crm.customers.tickets(self.counter.customer), self.crm.now - timedelta(hours=1)
        self._settle(links[0])
        if sum(each.created_at > lately for each in links) <= MOST_ANSWERED:
            self.crm.customers.send(links[0], said.to_json(), automatic=True)

    def _settle(self, link: CustomerTicket) -> None:
        """Each ticket is a thread of its own in the customer's mailbox."""
        subject = _NUMBER.sub("", self.mail.subject).strip() or link.ticket.subject
        link.chat = f"{self.counter.customer.account}/{link.ticket_id}"
        link.address = {**self.counter.message.address, "subject": f"[#{link.ticket_id}] {subject}"}

    # -- what is noted -----------------------------------------------------------------------------------------------

    def _stops(self, contact: Contact) -> None:
        self.crm.contacts.decide(contact, consent=False)
        self._answers(self.counter.voice.say(STOPPED))

    def _notes(self, contact: Contact, text: str, member: Member | None) -> None:
        """With the person, the company, and the deal where only one is open."""
        deals = self.crm.deals.of(contact.company, only_open=True) if contact.company else []
        theirs = [deal for deal in deals if deal.contact_id == contact.id] or deals
        deal = theirs[0] if len(theirs) == 1 else None
        names = ", ".join(map(name_of, self.files))
        summary = "\n".join(filter(None, (self.mail.subject, text, names)))[:LONGEST_SUMMARY]
        noted = self.crm.activities.log(Kind.EMAIL, contact=contact, deal=deal, summary=summary)
        noted.owner = member
        if member is None:
            self._tells(contact, deal, summary)

    def _tells(self, contact: Contact, deal: Deal | None, text: str) -> None:
        """Whoever looks after it; nobody where nobody does."""
        company = contact.company
        owners: list[Member | None] = [deal.owner if deal else None, contact.owner, company.owner if company else None]
        owner = next(filter(None, owners), None)
        door = outbox.door_of(self.crm.session, self.crm.workspace.id, owner) if owner else None
        if owner is None or door is None:
            return
        voice = Voice(owner.language, owner.zone)
        said = voice.say(WRITES, who=contact.name, about=(deal or contact).label, text=text)
        show = Button(voice.say(SHOW), f"/contact.show contact=#{contact.id}")
        place = {"channel": door.channel, "chat": door.chat, "account": door.account, "address": door.address}
        self._post(Reply(Outcome.DONE, said, buttons=(show,)), **place)

    def _copied_by(self, member: Member, text: str) -> None:
        """A colleague wrote to customers and let us have a copy: it is noted as theirs."""
        found = [contact for one in self.mail.to if (contact := self.crm.contacts.with_email(one))]
        for contact in found:
            self._notes(contact, text, member)
        if not found:
            voice = Voice(member.language, member.zone)
            self._answers(voice.say(NOBODY_KNOWN, addresses=", ".join(self.mail.to) or "-"))

    def _answers(self, text: str) -> None:
        address = {**self.counter.message.address, "automatic": True}
        self._post(Reply(Outcome.DONE, text), **mail_to(self.mail.sender, "") | {"address": address})

    def _post(self, reply: Reply, **place: object) -> None:
        common = {"workspace_id": self.crm.workspace.id, "at": self.crm.now, "body": reply.to_json()}
        outbox.post(self.crm.session, **common, **place)


def _is(member: Member, address: str) -> bool:
    return (member.email or "").lower() == address


def receive(session: Session, workspace: Workspace, message: Message, triage: Triage, drawer: Drawer) -> None:
    """Takes one e-mail in, as the system's change."""
    assert message.mail is not None
    counter = counter_for(session, workspace, message, triage, drawer)
    words, kept = counter.brought(message.text.strip())
    Letterbox(counter, message.mail, kept).takes(words)
    counter.crm.enter("customer.message", message.chat, message.key)
