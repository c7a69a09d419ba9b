"""Sends what nobody asked for just now, without becoming noise: at once, later, together with others, or not at all.

Urgent things go first and alone. The rest keeps out of the quiet hours; and where much comes of one cause or on one
day, urgent or not, it is gathered into one message. Every message knows why it came.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from automations.note import Note, Pressing, voice_of
from crm_domain import notices, outbox
from crm_domain.automation_runs import claim
from crm_domain.crm import Crm
from crm_domain.members import Member
from crm_domain.notices import Fate, Notice
from crm_domain.outbox import Door
from crm_domain.texts import T
from handlers.reply import Button, Outcome, Reply
from handlers.voice import Voice

ALONE = 3  # messages of one cause that come one by one; more are gathered
GATHERS = timedelta(minutes=10)
MOST_LINES = 12
OPENED = 4  # things in a gathered message that have a button of their own
MOST_WHOLE = 6  # what a day begins with is told whole, up to so much
URGENT, FIRST = Pressing.URGENT.value, "morning digest"
BLOCKED_FOR = timedelta(days=2)  # how long a refused letter is looked after

WHY, MUTE = T("Why?", "为什么收到？"), T("Mute this", "不再接收")
TOGETHER = T("{count} messages:", "共 {count} 条消息：")
MORE = T("… and {count} more", "……还有 {count} 条")
OTHER_WAY = T("{text}\n(It could not be delivered on {channel}.)", "{text}\n（{channel} 上发送失败，改由此处送达。）")


def deliver(crm: Crm, note: Note, door: Door | None = None) -> bool:
    """True where a letter was written or will be; False where nobody can be reached or it was muted."""
    if note.pressing is not Pressing.ASKED and _is_muted(crm, note.member, note.cause):
        _keep(crm, note, Fate.MUTED)
        return False
    later = _later(crm, note)
    if later is not None:
        _keep(crm, note, Fate.HELD, not_before=later)
        return True
    door = door or door_for(crm, note)
    if door is None:
        _keep(crm, note, Fate.UNREACHED)
        return False
    _send(crm, note, door)
    return True


def deliver_plain(crm: Crm, notes: Sequence[tuple[Note, Door]]) -> None:
    """The same for what was asked for and says so itself, which has nothing to wait for: all in one go."""
    letters = outbox.post_all(crm.session, [_letter(crm, door, _plain(note, door)) for note, door in notes])
    kept = [_notice(crm, note, Fate.SENT, letter_id=id) for (note, _), id in zip(notes, letters, strict=True)]
    notices.keep_all(crm.session, kept)


def is_plain(note: Note) -> bool:
    return note.pressing is Pressing.ASKED and (note.member is None or note.cause in notices.OWN)


def _plain(note: Note, door: Door) -> Reply:
    return note.reply.but(private=note.member is not None and not door.direct)


def _is_muted(crm: Crm, member: Member | None, cause: str) -> bool:
    return member is not None and notices.is_muted(crm.session, member.id, cause)


def _send(crm: Crm, note: Note, door: Door) -> None:
    if note.member is None or note.cause in notices.OWN:
        letter = post(crm, door, _plain(note, door))
        _keep(crm, note, Fate.SENT, letter_id=letter)
        return
    number = _keep(crm, note, Fate.SENT)
    own = _own_buttons(voice_of(note.member, crm), number, mutes=note.pressing is not Pressing.ASKED)
    reply = note.reply.but(buttons=(*note.reply.buttons, *own)[:8], private=not door.direct)
    notices.sent_as(crm.session, number, post(crm, door, reply))


def _own_buttons(voice: Voice, number: int, mutes: bool) -> list[Button]:
    """A person alone may ask why, and ask for no more."""
    own = [Button(voice.say(WHY), f"/notice.why notice={number}")]
    return [*own, Button(voice.say(MUTE), f"/notice.mute notice={number}")] if mutes else own


def _later(crm: Crm, note: Note) -> datetime | None:
    """Until when it has to wait; None where it goes now."""
    if note.pressing is Pressing.ASKED:
        return None
    later = _when_free(crm, note) or _when_gathered(crm, note)
    return crm.now if later is None and note.pressing is Pressing.NUDGE else later  # with the others of this morning


def _when_free(crm: Crm, note: Note) -> datetime | None:
    member, now = note.member, crm.now
    if member is None or note.pressing is Pressing.URGENT:
        return None
    if note.pressing is Pressing.NUDGE:
        return None if crm.at_work(member) and not member.is_quiet_at(now) else crm.next_working(member)
    return member.next_waking(now) if member.is_quiet_at(now) else None


def _when_gathered(crm: Crm, note: Note) -> datetime | None:
    """Much of one cause within minutes is gathered for some, much on one day until the next; urgent for minutes."""
    place, now, member = crm.workspace.id, crm.now, note.member
    if notices.lately(crm.session, place, note.to, note.cause, now - GATHERS) >= ALONE:
        return now + GATHERS
    if member and notices.sent_since(crm.session, place, member.id, _midnight(member, now)) >= member.most_a_day:
        return now + GATHERS if note.pressing is Pressing.URGENT else crm.next_working(member)
    return None


def _midnight(member: Member, now: datetime) -> datetime:
    return now.astimezone(member.zone).replace(hour=0, minute=0, second=0, microsecond=0)


def _keep(crm: Crm, note: Note, fate: Fate, **more: Any) -> int:
    return notices.keep(crm.session, **_notice(crm, note, fate, **more))


def _notice(crm: Crm, note: Note, fate: Fate, **more: Any) -> dict[str, Any]:
    return {
        "workspace_id": crm.workspace.id,
        "cause": note.cause,
        "why": {"en": note.why.en, "zh": note.why.zh},
        "body": note.reply.to_json(),
        "pressing": note.pressing.value,
        "fate": fate,
        "at": crm.now,
        **note.to,
        **more,
    }


def door_for(crm: Crm, note: Note) -> Door | None:
    """The member's own, else the chat's; None where nobody can be reached yet."""
    return _door(crm, note.member, note.chat, note.asker)


def _door(crm: Crm, member: Member | None, chat: tuple[str, str] | None, asker: Member | None = None) -> Door | None:
    place = crm.workspace.id
    own = outbox.door_of(crm.session, place, member) if member else None
    if own or chat is None:
        return own
    exact = outbox.door_to(crm.session, place, *chat, asker)
    return exact or outbox.door_called(crm.session, place, chat[1].lstrip("#"), chat[0], asker)


def post(crm: Crm, door: Door, reply: Reply) -> int:
    return outbox.post(crm.session, **_letter(crm, door, reply))


def _letter(crm: Crm, door: Door, reply: Reply) -> dict[str, Any]:
    return {
        "workspace_id": crm.workspace.id,
        "channel": door.channel,
        "chat": door.chat,
        "account": door.account,
        "direct": door.direct,
        "address": door.address,
        "body": reply.to_json(),
        "at": crm.now,
    }


# What waited


def release(crm: Crm) -> int:
    """Sends what has waited long enough, in one message for each member and chat; what is urgent first and apart.

    What has a table of its own stays alone.
    """
    groups: dict[tuple[object, ...], list[Notice]] = {}
    found = notices.held(crm.session, crm.workspace.id, crm.now, 1000)
    for notice in sorted(found, key=lambda one: (one.pressing != URGENT, one.cause != FIRST, one.id)):
        alone = notice.id if notice.body.get("table") else None
        place = (notice.pressing == URGENT, alone, notice.member_id, notice.channel, notice.chat)
        groups.setdefault(place, []).append(notice)
    return sum(_together(crm, group) for group in groups.values())


def _together(crm: Crm, group: Sequence[Notice]) -> bool:
    first = group[0]
    member = crm.members.by_ids([first.member_id]).get(first.member_id) if first.member_id else None
    chat = (first.channel, first.chat) if first.channel and first.chat else None
    kept = [notice for notice in group if not _is_muted(crm, member, notice.cause)]
    door = _door(crm, member, chat)
    for notice in group:
        notice.fate = Fate.MUTED if notice not in kept else Fate.BUNDLED if door else Fate.UNREACHED
    if not kept or door is None:
        return False
    letter = post(crm, door, _bundle(crm, member, kept))
    for notice in kept:
        notice.letter_id, notice.at = letter, crm.now
    return True


def _bundle(crm: Crm, member: Member | None, kept: Sequence[Notice]) -> Reply:
    replies = [Reply.from_json(notice.body) for notice in kept]
    voice, alike = voice_of(member, crm), len({notice.cause for notice in kept}) == 1
    own = _own_buttons(voice, kept[-1].id, mutes=alike) if member else []
    if len(replies) == 1:
        return replies[0].but(buttons=(*replies[0].buttons, *own)[:8])
    if len(replies) < MOST_WHOLE and all(notice.pressing == Pressing.NUDGE.value for notice in kept):
        opens = [button for reply in replies for button in reply.buttons[:2]]
        return Reply(Outcome.DONE, "\n\n".join(reply.text for reply in replies), buttons=(*opens[:6], *own))
    lines = [f"{number}. {_line(reply)}" for number, reply in enumerate(replies[:MOST_LINES], 1)]
    if len(replies) > MOST_LINES:
        lines.append(voice.say(MORE, count=len(replies) - MOST_LINES))
    opens = [Button(f"{reply.buttons[0].label} {n}", reply.buttons[0].says) for n, reply in _opened(replies)]
    text = "\n".join([voice.say(TOGETHER, count=len(replies)), *lines])
    return Reply(Outcome.DONE, text, buttons=(*opens, *own))


def _opened(replies: Sequence[Reply]) -> Iterator[tuple[int, Reply]]:
    return ((n, reply) for n, reply in enumerate(replies[:OPENED], 1) if reply.buttons)


def _line(reply: Reply) -> str:
    return reply.text.partition("\n")[0]


# Shut doors


def other_ways(crm: Crm) -> Iterator[Notice]:
    """Letters that were refused go through the member's other door; gives those for which there is none."""
    for notice, letter in notices.shut_doors(crm.session, crm.workspace.id, crm.now - BLOCKED_FOR):
        notice.moved = True
        if not _another_way(crm, notice, letter):
            yield notice


def _another_way(crm: Crm, notice: Notice, letter: outbox.Letter) -> bool:
    """Several notices may have been in the letter: it goes once."""
    member = crm.members.by_ids([notice.member_id]).get(notice.member_id) if notice.member_id else None
    doors = outbox.doors_of(crm.session, crm.workspace.id, member) if member else ()
    other = next((door for door in doors if door.channel != letter.channel), None)
    if member is None or other is None:
        return False
    if claim(crm.session, crm.workspace.id, "other way", f"letter {letter.id}", crm.now):
        reply = Reply.from_json(letter.body)
        text = voice_of(member, crm).say(OTHER_WAY, text=reply.text, channel=letter.channel.capitalize())
        notice.letter_id = post(crm, other, reply.but(text=text))
    return True
