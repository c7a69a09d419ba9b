"""Rules that are mostly ignored: their owner hears of each once, and can pause it there."""

from collections.abc import Iterator, Sequence
from functools import partial

from automations.automation import automation
from automations.mornings import mornings, settle, third_of_week
from automations.note import Note, nudge, voice_of
from crm_domain.automation_runs import claim_all, occasions
from crm_domain.automations import Automation
from crm_domain.crm import Crm
from crm_domain.members import Member
from crm_domain.texts import T
from handlers.automation_health import ignored, pauses
from handlers.reply import Button, Outcome, Reply

DAYS = 14
TEXT = T(
    "Hardly anybody presses a button of what your rule “{name}” sends. Is it still of use?",
    "你的规则“{name}”发出的消息几乎没人操作，还需要它吗？",
)
SEVERAL = T(
    "Hardly anybody presses a button of what these rules of yours send: {names}. Are they still of use?",
    "你的这些规则发出的消息几乎没人操作：{names}，还需要吗？",
)
LOOK = T("What they sent", "看看发了什么")
WHY = T("a rule of yours is mostly ignored; it is said once", "你有一条规则大多没人理会，只提醒这一次")


@automation
def ignored_rules(crm: Crm) -> Iterator[Note]:
    """Each once for every time that it is turned on."""
    for member, occasion in mornings(crm, "ignored_rules", third_of_week):
        own = [rule for rule in ignored(crm, DAYS) if rule.owner_id == member.id]
        told = occasions(crm.session, crm.workspace.id, "ignored rule", [*map(_once, own)]) if own else set()
        if new := [rule for rule in own if _once(rule) not in told]:
            note = nudge(member, occasion, _reply(crm, member, new), "ignored rules", WHY)
            yield note.but(then=partial(_told, crm, new))
        else:
            settle(crm, "ignored_rules", occasion)


def _once(rule: Automation) -> str:
    return f"{rule.id} {rule.enabled_at}"


def _told(crm: Crm, rules: Sequence[Automation]) -> None:
    claim_all(crm.session, crm.workspace.id, "ignored rule", [*map(_once, rules)], crm.now)


def _reply(crm: Crm, member: Member, rules: Sequence[Automation]) -> Reply:
    voice = voice_of(member, crm)
    names = [rule.name for rule in rules]
    text = voice.say(TEXT if len(rules) == 1 else SEVERAL, name=names[0], names=names)
    buttons = (*pauses(rules), (LOOK, "/automation.health"))
    return Reply(Outcome.DONE, text, buttons=tuple(Button(voice.say(label), says) for label, says in buttons))
