"""What a customer wrote, told at once to whoever works on the ticket, or answered it last, or watches it."""

from collections.abc import Sequence

from crm_domain import outbox
from crm_domain.crm import Crm
from crm_domain.customers import CustomerTicket
from crm_domain.members import Member
from crm_domain.texts import T
from handlers.reply import Button, Outcome, Reply
from handlers.voice import Voice

WRITES = T("{who} writes on #{id}, {subject}: “{text}”", "{who}在 #{id}（{subject}）上写道：“{text}”")


def tell_team(crm: Crm, link: CustomerTicket, text: str, files: Sequence[str]) -> None:
    """`files`: the paths of what came along."""
    ticket = link.ticket
    working = ticket.assignee or crm.tickets.last_to_answer(ticket)
    for member in dict.fromkeys(filter(None, (working, *crm.ticket_ties.watchers(ticket)))):
        _tell(crm, member, link, text, files)


def _tell(crm: Crm, member: Member, link: CustomerTicket, text: str, files: Sequence[str]) -> None:
    ticket, door = link.ticket, outbox.door_of(crm.session, crm.workspace.id, member)
    if not door:
        return
    voice = Voice(member.language, member.zone)
    said = voice.say(WRITES, who=link.customer.label, id=str(ticket.id), subject=ticket.subject, text=text)
    show = Button(voice.say(T("Show", "查看")), f"/ticket.show ticket=#{ticket.id}")
    outbox.post(
        crm.session,
        workspace_id=crm.workspace.id,
        channel=door.channel,
        chat=door.chat,
        account=door.account,
        address=door.address,
        body=Reply(Outcome.DONE, said, buttons=(show,), files=tuple(files)).to_json(),
        at=crm.now,
    )
