"""A task with an hour comes back at that hour, to whoever is to do it."""

from collections.abc import Iterator

from automations.automation import automation, is_late
from automations.note import Note, Pressing, voice_of
from crm_domain.crm import Crm
from crm_domain.tasks import Task
from crm_domain.texts import T
from handlers.reply import Button, Outcome, Reply

DUE = T("Due now: {task}", "到点了：{task}")
LATE = T("This was due {due} (delivered late): {task}", "原定{due}（补发）：{task}")
WHY = T("a task of yours is due at this hour", "你的任务到了这个时间")


@automation
def task_reminders(crm: Crm) -> Iterator[Note]:
    for task in crm.tasks.falling_due():
        if task.assignee and task.due_at:
            occasion = f"task {task.id} due {task.due_at.isoformat()}"
            yield Note(_reminder(crm, task), "task", WHY, task.assignee, pressing=Pressing.ASKED, occasion=occasion)


def _reminder(crm: Crm, task: Task) -> Reply:
    assert task.due_at
    voice = voice_of(task.assignee, crm)
    text = voice.say(LATE if is_late(crm, task.due_at) else DUE, task=task, due=task.due_at)
    buttons = (
        Button(voice.say(T("Done", "完成")), f"/task.done task=#{task.id}"),
        Button(
            voice.say(T("Tomorrow", "明天再说")),
            f'/task.snooze task=#{task.id} until="{voice.say(T("tomorrow 9am", "明天9点"))}"',
        ),
    )
    return Reply(Outcome.DONE, text, buttons=buttons)
