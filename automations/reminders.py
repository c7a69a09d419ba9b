"""A reminder comes back at its moment, to whom it is for; one that repeats waits for its next occurrence."""

from collections.abc import Iterator
from functools import partial

from automations.automation import automation, is_late
from automations.note import Note, Pressing, voice_of
from crm_domain.crm import Crm
from crm_domain.reminders import Reminder
from crm_domain.texts import T
from handlers.reply import Button, Outcome, Reply
from handlers.voice import Voice

NOW = T("Reminder: {text}", "提醒：{text}")
FROM = T("Reminder from {name}: {text}", "{name}提醒你：{text}")
LATE = T("{said}\n(It was due {due}; delivered late.)", "{said}\n（原定{due}，补发。）")
LATE_AGAIN = T(
    "{said}\n(It was due {due}; delivered late, with {missed} more since then.)",
    "{said}\n（原定{due}，补发；其后还错过 {missed} 次。）",
)
WHY = T("a reminder was set for this moment", "有人设了这个时间的提醒")
DONE = T("Done", "完成")
LATER = (
    (T("In 10 minutes", "10分钟后"), T("in 10 minutes", "10分钟后")),
    (T("In 1 hour", "1小时后"), T("in 1 hour", "1小时后")),
    (T("Tomorrow", "明天"), T("tomorrow", "明天")),
)


@automation
def reminders(crm: Crm) -> Iterator[Note]:
    for reminder in crm.reminders.falling_due():
        yield Note(
            _reply(crm, reminder),
            "reminder",
            WHY,
            reminder.whom,
            _chat(reminder),
            reminder.creator,
            Pressing.ASKED,
            f"reminder {reminder.id} at {reminder.at.isoformat()}",
            then=partial(reminder.fire, crm.now, crm.calendar(reminder.clock)),
        )


def _chat(reminder: Reminder) -> tuple[str, str] | None:
    """Where it was set, if that is no matter of somebody else."""
    own = reminder.whom is None or reminder.whom_id == reminder.creator_id
    return (reminder.channel, reminder.chat) if own and reminder.channel and reminder.chat else None


def _reply(crm: Crm, reminder: Reminder) -> Reply:
    """Written for whoever gets it; in a chat, for whoever set it."""
    voice = voice_of(reminder.whom or reminder.creator, crm)
    buttons = [Button(voice.say(DONE), f"/reminder.done reminder=#{reminder.id}")]
    buttons += [
        Button(voice.say(label), f'/reminder.snooze reminder=#{reminder.id} until="{voice.say(until)}"')
        for label, until in LATER
    ]
    return Reply(Outcome.DONE, _text(crm, reminder, voice), buttons=tuple(buttons))


def _text(crm: Crm, reminder: Reminder, voice: Voice) -> str:
    other = reminder.creator if reminder.whom and reminder.creator_id != reminder.whom_id else None
    said = voice.say(FROM, name=other.name, text=reminder.text) if other else voice.say(NOW, text=reminder.text)
    if not is_late(crm, reminder.at):
        return said
    missed = reminder.missed(crm.now, crm.calendar(reminder.clock))
    return voice.say(LATE_AGAIN if missed else LATE, said=said, due=reminder.at, missed=missed)
