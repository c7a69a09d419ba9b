"""What goes wrong with a rule, told to whoever owns it."""

import re

from automations.delivery import deliver
from automations.note import Note, Pressing, voice_of
from automations.telling import because
from crm_domain import outbox
from crm_domain.automation_runs import claim
from crm_domain.automations import Automation
from crm_domain.crm import Crm
from crm_domain.notices import Notice
from crm_domain.rule_facts import MODELS
from crm_domain.rule_runs import State
from crm_domain.texts import T
from handlers.automation_health import PAUSE_IT
from handlers.reply import Button, Outcome, Reply
from handlers.voice import Voice

TOO_OFTEN = T("it ran more than {most} times within an hour", "一小时内触发超过 {most} 次")
STOPPED = T(
    "I stopped your automation “{name}”: {why}. Look at it, then turn it on again.",
    "已停用你的自动化“{name}”：{why}。检查后可以重新启用。",
)
BROKE = T("Your automation “{name}” failed on {what}: {why}", "你的自动化“{name}”在处理“{what}”时失败：{why}")
UNDELIVERED = T(
    "Your automation “{name}” could not deliver to {where}: {why}.", "你的自动化“{name}”没能送达 {where}：{why}。"
)
NOT_TAKEN = T("it was not taken, however often I tried", "多次尝试都没成功")
REASONS = {  # what the road says of it, and how that is told
    r"answered (?P<code>\d+)": T("it answered {code}, however often I tried", "对方一直返回 {code}"),
    r"Timeout": T("it did not answer in time, however often I tried", "对方一直没有及时响应"),
    r"Connect|refused the connection": T("nobody answers there, however often I tried", "一直连接不上"),
    r"smtp\.host": T("no mail server is set up (smtp.host)", "没有配置邮件服务器（smtp.host）"),
    r"private_webhooks": T(
        "it lies in the own network (automations.private_webhooks)", "该地址在内网（automations.private_webhooks）"
    ),
}
NO_DOOR = T(
    "I know no chat {where}, or I am not in it. Let me in, or name another",
    "没有{where}这个群，或者我不在群里。请把我加进群，或换一个",
)
SEE_RUNS, TURN_ON = T("Runs", "运行记录"), T("Turn on", "启用")
BUG = T("a fault of mine; it is logged", "系统故障，已记录")


def tell_stopped(crm: Crm, automation: Automation, most: int) -> None:
    """Turned off, for it ran more than `most` times within an hour."""
    why = voice_of(automation.owner, crm).say(TOO_OFTEN, most=most)
    automation.turn_off(why)
    _tell_owner(crm, automation, STOPPED, name=automation.name, why=why)


def tell_broken(crm: Crm, automation: Automation, what: str, why: str) -> None:
    _tell_owner(crm, automation, BROKE, name=automation.name, what=what, why=why)


def tell_unreached(crm: Crm, automation: Automation, where: str) -> None:
    """Once for each time that it is turned on."""
    if claim(crm.session, crm.workspace.id, "unreached", f"{automation.id} {where} {automation.enabled_at}", crm.now):
        tell_broken(crm, automation, where, voice_of(automation.owner, crm).say(NO_DOOR, where=where))


def tell_of_failure(crm: Crm, shut: Notice) -> None:
    """A webhook or an e-mail that was given up, or a message that no door took: its run has failed by that."""
    kind, _, number = shut.cause.rpartition(" ")
    automation = crm.session.get(Automation, int(number)) if kind == "automation" and number.isdigit() else None
    letter = outbox.letter(crm.session, crm.workspace.id, shut.letter_id) if shut.letter_id else None
    if automation is None or automation.workspace_id != crm.workspace.id:
        return
    voice, address = voice_of(automation.owner, crm), letter.address if letter else {}
    where = address.get("to") or shut.chat or (shut.member_id and known_as_member(crm, shut.member_id)) or "?"
    why = _reason(letter.error or "" if letter else "", voice)
    if run := crm.rule_runs.get(address.get("run", 0)):
        run.note(crm.now, "failed", f"{where}: {why}")
        run.state = State.FAILED if run.ended_at else run.state
    _tell_owner(crm, automation, UNDELIVERED, name=automation.name, where=where, why=why)


def _reason(error: str, voice: Voice) -> str:
    for pattern, text in REASONS.items():
        if found := re.search(pattern, error):
            return voice.say(text, **found.groupdict())
    return voice.say(NOT_TAKEN)


def known_as_member(crm: Crm, id: int) -> str:
    member = crm.members.by_ids([id]).get(id)
    return member.name if member else "?"


def known_as(crm: Crm, record: str | None, id: int | None) -> str:
    row = crm.session.get(MODELS[record], id) if record and id else None
    return row.label if row else "–"


def _tell_owner(crm: Crm, automation: Automation, text: T, **values: object) -> None:
    """Failures come under a cause of their own, and many of them together."""
    owner = automation.owner
    if owner and owner.active:
        voice, cause = voice_of(owner, crm), f"trouble of automation {automation.id}"
        switch = (PAUSE_IT, "disable") if automation.enabled else (TURN_ON, "enable")
        buttons = (
            Button(voice.say(label), f"/automation.{act} automation=#{automation.id}")
            for label, act in ((SEE_RUNS, "runs"), switch)
        )
        reply = Reply(Outcome.DONE, voice.say(text, **values), buttons=tuple(buttons))
        deliver(crm, Note(reply, cause, because(crm, automation), owner, pressing=Pressing.RULE))
