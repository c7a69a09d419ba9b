"""Steps that leave the house by another road than a chat: webhooks and e-mail. They are letters too.

So they leave after the commit, are tried again with growing pauses, and their failure is told to the rule's owner.
"""

from typing import Any

from automations.note import Pressing
from automations.recipients import members
from automations.telling import because, told
from automations.work import Work
from crm_domain import notices, outbox
from crm_domain.contacts import Contact
from crm_domain.mail import mail_to
from handlers.reply import Outcome, Reply


def webhook(work: Work, step: dict[str, Any]) -> None:
    text, run = told(work.automation, work.row, work.voice, None).text, work.run
    payload = {"automation": work.automation.name, "run": run.id, "record": run.record, "id": run.record_id}
    payload |= {"text": text, "at": work.crm.now.isoformat()}
    address = {"url": step["url"], "payload": payload, "run": run.id}
    _outside(work, {"channel": "webhook", "chat": step["url"][:200], "address": address}, Reply(Outcome.DONE, text))
    work.note("webhook", step["url"])


def email(work: Work, step: dict[str, Any]) -> None:
    for address in _addresses(work, step["to"]):
        reply = told(work.automation, work.row, work.voice, None)
        text = step.get("text") or reply.text
        subject = text.partition("\n")[0][:120]
        place = mail_to(address, subject)
        place["address"] |= {"run": work.run.id}
        _outside(work, place, Reply(Outcome.DONE, text))
        work.note("email", address)


def _addresses(work: Work, targets: list[str]) -> list[str]:
    found: list[str] = []
    for target in targets:
        if target == "customer":
            contact = work.row if isinstance(work.row, Contact) else getattr(work.row, "contact", None)
            found += [contact.email] if contact and contact.email else []
        elif "@" in target:
            found.append(target)
        else:
            found += [one.email for one in members(work.crm, work.automation, target, work.row) if one.email]
    return found


def _outside(work: Work, place: dict[str, Any], reply: Reply) -> None:
    """A letter that leaves the house by another road than a chat; its failure is told to the rule's owner."""
    letter = outbox.post(
        work.crm.session,
        workspace_id=work.crm.workspace.id,
        **place,
        account=None,
        direct=False,
        body=reply.to_json(),
        at=work.crm.now,
    )
    why = because(work.crm, work.automation)
    notices.keep(
        work.crm.session,
        workspace_id=work.crm.workspace.id,
        channel=place["channel"],
        chat=place["chat"],
        cause=work.cause,
        why={"en": why.en, "zh": why.zh},
        body=reply.to_json(),
        pressing=Pressing.ASKED.value,  # nobody is to heed it
        fate=notices.Fate.SENT,
        at=work.crm.now,
        letter_id=letter,
    )
