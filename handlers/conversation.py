"""One member's side of a conversation: what this message means after the ones before it, and what is answered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm_domain.errors import CrmError, NotFound
from crm_domain.texts import T
from handlers.answers import answers, bared, cancels
from handlers.command import COMMANDS, Command, plain_slots
from handlers.context import Context
from handlers.doubts import doubted, left_out
from handlers.filling import filling_in, one_line_more
from handlers.meaning import chosen, meant
from handlers.memory import Last, Pending
from handlers.newcomers import unknown, with_newcomers
from handlers.offers import CANCEL_BUTTON, learned_from, offered, which_day
from handlers.questions import left_open, question
from handlers.reading.guessing import Guess
from handlers.reading.messages import read
from handlers.reading.readings import Reading
from handlers.reading.words import BETTER_NOT, SMALL_TALK
from handlers.record_slot import Unknown
from handlers.reply import Button, Outcome, Reply, Told, joined
from handlers.resolve import resolve
from handlers.slots import NO_SUCH_DAY
from handlers.turn import Ask, Turn

NEVER_MIND = T("All right, forgotten.", "好的，不弄了。")
LEFT = T("All right, I left that as it is. Nothing was changed.", "好的，保持原样，没有改动。")
NOTHING_OPEN = T(
    "There is nothing to cancel. To take back a change, say: undo", "没有正在进行的操作。要撤销改动，请说：撤销"
)
UNCLEAR = T(
    "I didn't get that. I keep contacts, companies, deals, activities, tasks, reminders and tickets. Try “my deals”, "
    "“log a call with …”, “move … to proposal”, or “help”.",
    "没看懂。我能管理联系人、公司、商机、跟进记录、任务、提醒和工单。试试“我的商机”“记一个电话……”“把……推到报"
    "价”，或者说“帮助”。",
)
NOTHING_CALLED = T(
    "I know nothing called “{said}”: no company, contact or deal. Check the spelling, or say “deals” or “contacts” "
    "for a list.",
    "没有找到叫“{said}”的公司、联系人或商机。请核对名称，或者说“商机列表”“联系人列表”查看。",
)
HELLO = T(
    "Hello! Tell me what happened or what you need, or say “help”.", "在的，要记点什么？说“帮助”可以看看我会什么。"
)
WELCOME = T("You're welcome.", "不客气。")
SAID_BACK = {"hello": HELLO, "thanks": WELCOME}
EMPTY = T(
    "There are no words in that message. Say “help” to see what I can do.",
    "这条消息里没有文字。说“帮助”看看我能做什么。",
)
NO_MORE = T("That was all.", "没有更多了。")
UNDO = T("Undo", "撤销")
REDO = T("Redo", "恢复")
EDITED = T(
    "You edited a message that I have already acted on. Shall I take that back and do this instead: “{text}”?",
    "你编辑了一条我已经执行过的消息。要撤销原来的操作，改为执行“{text}”吗？",
)
DO_INSTEAD = T("Do the new one", "按新的执行")

LONGEST = 4000  # characters; a longer message is a document, not a request
TOO_LONG = T(
    "That is too long for me to act on ({size} characters). Send the request in a few lines.",
    "内容太长（{size} 字），我没法处理。请用几行说明要做什么。",
)

_MORE = re.compile(r"^(?:more|next|next page|show more|更多|下一页|还有吗|继续)[.!。！]*$", re.I)
_INSTEAD = re.compile(r"^instead of (\d+): (.*)$", re.DOTALL)


@dataclass(slots=True)
class Answered:
    """A reply, and the change that it made."""

    reply: Reply
    change: int | None = None


@dataclass(slots=True)
class Conversation:
    """`changed`: something was written; all of it is undone again unless the reply's outcome is done.

    `left_open`: a request that was refused for one value, which may be said again.
    """

    turn: Turn
    context: Context
    chat: str
    key: str
    changed: bool = False
    left_open: Pending | None = None

    def hear(self, text: str) -> Reply:
        """The answer to a message. Whatever it changes is flushed and journaled, not committed."""
        bare = text.strip()
        if not any(letter.isalnum() for letter in bare):
            return self._take_in() if self.turn.attached else self._unclear(EMPTY)
        if len(bare) > LONGEST:
            return self.turn.refused(TOO_LONG, size=len(bare))
        if cancels(bare):
            return self._cancel(bare)
        if _MORE.match(bare):
            return self._more()
        if filling := filling_in(self, bare):
            return filling
        if instead := _INSTEAD.match(bare):
            self.turn.memory.pending = self.turn.memory.last = None
            self.turn.memory.recent = []
            return self._understand(instead[2], replaces=int(instead[1][:18]))
        return self._understand(bare)

    def _understand(self, text: str, replaces: int | None = None) -> Reply:
        memory = self.turn.memory
        (choices, memory.choices), (unsure, memory.unsure) = (memory.choices, []), (memory.unsure, None)
        says = chosen(text, choices) or text
        if unsure and (taught := learned_from(unsure, says, choices, self.context)):
            self.turn.crm.examples.add(*taught)
        if says != text:
            return self.hear(says)
        small = SMALL_TALK.get(bared(text.rstrip("?？ ")))
        if small and memory.pending is None and not self.turn.attached:
            return self._unclear(SAID_BACK[small])
        found = meant(text, self.context)
        if found.declined:
            return self._cancel(text)
        if found.answered and memory.pending and memory.pending.left is not None:
            return one_line_more(self, found.readings[0], memory.pending)
        if found.denied:
            return self.turn.done(LEFT)
        if found.readings:
            memory.pending = None
            replaces = found.replaces or replaces
            if doubt := doubted(found.readings, self.context):
                return self._choosing(which_day(found.readings, doubt, replaces, self.turn.voice))
            return self.run_all(found.readings, replaces)
        if self.turn.attached and not small:  # a file with some words about it
            return self._take_in()
        if found.guesses:
            return self._guess(text, found.guesses)
        return self._unclear(SAID_BACK.get(small or "", UNCLEAR))

    def _take_in(self) -> Reply:
        """A file, which was asked for or not."""
        pending, self.turn.memory.pending = self.turn.memory.pending, None
        plan = pending.plan if pending and pending.slot == "file" else [("data.import", {})]
        return self.run_all([Reading(COMMANDS[name], said, rule="file") for name, said in plan])

    def _guess(self, text: str, guesses: Sequence[Guess]) -> Reply:
        """What shows something is shown where it is likely; nothing is changed on a guess, unless it was learned."""
        best = guesses[0]
        if best.learned or (best.likely and not best.reading.command.writes):
            return self.run_all([best.reading])
        self.turn.memory.unsure = text
        return self._choosing(offered(guesses, self.turn.voice))

    def _choosing(self, reply: Reply) -> Reply:
        """A question that its buttons answer; so does who types what they say."""
        self.turn.memory.choices = [(button.label, button.says) for button in reply.buttons]
        return reply

    @property
    def workspace_id(self) -> int:
        return self.turn.crm.workspace.id

    def knows(self, text: str) -> bool:
        """Whether this is meant for us though nobody said so: it answers the open question, or is clearly a command."""
        bare = text.strip()
        if len(bare) > LONGEST:
            return False
        if self.turn.memory.pending and answers(self.turn.memory.pending, bare, self.context):
            return True
        return any(reading.certain for reading in read(bare, self.context)[:1])

    # -- what is open ------------------------------------------------------------------------------------------------

    def _cancel(self, said: str) -> Reply:
        """Drops what is open. “Better not”, right after a change, takes the change back."""
        memory, voice = self.turn.memory, self.turn.voice
        was_open, memory.pending, memory.choices = memory.pending or memory.choices, None, []
        last = memory.recent[-1] if memory.recent else None
        if was_open or last is None or last.change is None:
            return self.turn.done(NEVER_MIND if was_open else NOTHING_OPEN)
        if bared(said) in BETTER_NOT:
            return self.run_all(read("undo", self.context))
        return self.turn.done(NOTHING_OPEN).but(buttons=(Button(voice.say(UNDO), f"undo {last.change}"),))

    def _more(self) -> Reply:
        if self.turn.memory.more is None:
            return self.turn.done(NO_MORE)
        return self.run_all(read(self.turn.memory.more, self.context))

    # -- what is taken back --------------------------------------------------------------------------------------------

    def _take_back(self, change_id: int) -> int | None:
        """The number of the undoing; None where that change is undone already."""
        changes = self.turn.crm.changes
        change = changes.get(min(change_id, 2**31 - 1))
        if change.undone_by_id is not None:
            return None
        self.changed = True
        changes.undo(change)
        return self.turn.crm.enter("record.undo", self.chat, self.key, undoes=change)

    def edited(self, change_id: int, text: str) -> Reply:
        say = self.turn.voice.say
        buttons = (
            Button(say(DO_INSTEAD), f"instead of {change_id}: {text}"),
            Button(say(CANCEL_BUTTON), say(CANCEL_BUTTON).lower()),
        )
        return self._choosing(Reply(Outcome.ASKED, say(EDITED, text=text), buttons=buttons))

    # -- carrying out ------------------------------------------------------------------------------------------------

    def run_all(self, readings: Sequence[Reading], replaces: int | None = None) -> Reply:
        """All commands of a message, or none: a question back or a refusal undoes those before it."""
        if day := left_out(readings, self.context):
            return self.turn.refused(NO_SUCH_DAY, said=day)
        memory = self.turn.memory
        before = memory.focus.copy(), memory.subject, memory.last, memory.recent
        memory.recent = []
        undoing = self._take_back(replaces) if replaces else None
        answers: list[Answered] = []
        for place, reading in enumerate(readings):
            try:
                answers.append(self._run(reading))
            except CrmError as refusal:
                self.left_open = left_open(readings, place, refusal, replaces)
                if isinstance(refusal, Unknown) and not replaces:
                    return unknown(readings, place, refusal, self.turn.voice)
                raise
            except Ask as ask:
                memory.focus, memory.subject, memory.last, memory.recent = before
                plan = [(reading.command.name, dict(reading.said)) for reading in readings]
                plan[place][1].update(ask.adding)
                pending = Pending(plan, place, ask.slot, [f"#{row.id}" for row in ask.choices], replaces)
                return question(pending, ask, self.turn, self.context.stages)
            if answers[-1].reply.outcome is not Outcome.DONE:
                return answers[-1].reply
        if all(reading.command.noun == "help" for reading in readings):
            memory.recent = before[3]  # “why?” asks about the talk, and what was spoken of stays
        if undoing and not any(answer.change for answer in answers):
            answers[-1].reply = self._undoable(answers[-1].reply, undoing)
        return joined([answer.reply for answer in answers])

    def _run(self, reading: Reading) -> Answered:
        command, said, turn = reading.command, reading.said, self.turn
        self.permit(command)
        values = self._resolved(reading)
        turn.again = command.words({name: text for name, text in said.items() if name != "page"})
        turn.rerun = self._shown_again
        reply = command.run(turn, **values).but(
            commands=(Told(command.name, plain_slots(command, values, turn.me)),),
        )
        if (reply.table or command.noun == "report") and not command.writes:
            turn.memory.listed = turn.again
        undoes, turn.undoes = turn.undoes, None
        change = turn.crm.enter(command.name, self.chat, self.key, undoes=undoes)
        turn.memory.recent.append(Last(command.name, dict(said), change))
        if change is None:
            return Answered(reply)
        self.changed = True
        turn.memory.last = turn.memory.recent[-1]
        reply = with_newcomers(reply, reading, values, change, self.context, turn.voice)
        return Answered(self._undoable(reply, change, REDO if undoes else UNDO), change)

    def _shown_again(self, words: str) -> Reply:
        """What a command that changes nothing answers to these words."""
        reading = next((r for r in read(words, self.context) if not r.command.writes), None)
        if reading is None:
            raise NotFound(NOTHING_CALLED, said=words)
        self.permit(reading.command)
        self.turn.memory.listed = reading.command.words(reading.said)
        return reading.command.run(self.turn, **self._resolved(reading))

    def _resolved(self, reading: Reading) -> dict[str, Any]:
        try:
            return resolve(reading.command, reading.said, self.context)
        except Unknown as nobody:
            raise NotFound(NOTHING_CALLED, said=nobody.said) if reading.vague else nobody from None
        finally:
            self.changed = self.changed or bool(self.context.made)

    def _undoable(self, reply: Reply, change: int, label: T = UNDO) -> Reply:
        return reply.but(buttons=(Button(self.turn.voice.say(label), f"undo {change}"), *reply.buttons))

    def permit(self, command: Command) -> None:
        if command.needs:
            self.turn.crm.access.permit(self.turn.me, command.needs)

    def _unclear(self, text: T) -> Reply:
        say = self.turn.voice.say
        return Reply(Outcome.UNCLEAR, say(text), buttons=(Button(say(T("Help", "帮助")), "help"),))
