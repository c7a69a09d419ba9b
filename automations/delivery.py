"""Sends what nobody asked for just now, without becoming noise: at once, later, together with others, or not at all.

Urgent things go first and alone. The rest keeps out of the quiet hours, and where much comes of one cause or on one day
it is gathered into one message. Every message knows why it came.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import groupby
from typing import Any

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
BLOCKED_FOR = timedelta(days=2)  # how long a refused letter is looked after

WHY, MUTE = T("Why?", "为什么收到？"), T("Mute this", "不再接收")
TOGETHER = T("{count} messages:", "共 {count} 条消息：")
MORE = T("… and {count} more", "……还有 {count} 条")
OTHER_WAY = T("{text}\n(It could not be delivered on {channel}.)", "{text}\n（{channel} 上发送失败，改由此处送达。）")


class Pressing(Enum):
    """How much it may intrude."""

    ASKED = "asked"  # they asked for it themselves, for this moment
    RULE = "rule"  # somebody's rule: not in the quiet hours
    NUDGE = "nudge"  # ours: in their working hours
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Note:
    """A message for a member or for a chat. `cause` is what a mute is about, `why` tells it to people."""

    reply: Reply
    cause: str
    why: T
    member: Member | None = None
    chat: tuple[str, str] | None = None  # platform, name
    asker: Member | None = None
    pressing: Pressing = Pressing.RULE


def voice_of(member: Member | None, crm: Crm) -> Voice:
    return Voice(member.language, member.zone) if member else Voice("en", crm.zone)


def deliver(crm: Crm, note: Note) -> bool:
    """True where a letter was written or will be; False where nobody can be reached or it was muted."""
    if note.member and notices.is_muted(crm.session, note.member.id, note.cause):
        _keep(crm, note, Fate.MUTED)
        return False
    later = _later(crm, note)
    if later is not None:
        _keep(crm, note, Fate.HELD, not_before=later)
        return True
    door = _door(crm, note.member, note.chat, note.asker)
    if door is None:
        _keep(crm, note, Fate.UNREACHED)
        return False
    number = _keep(crm, note, Fate.SENT)
    _attach(crm, number, post(crm, door, _with_buttons(crm, note, number), direct=note.member is not None))
    return True


def _with_buttons(crm: Crm, note: Note, number: int) -> Reply:
    """A person alone may ask why, and ask for no more."""
    if note.member is None:
        return note.reply
    voice = voice_of(note.member, crm)
    own = [Button(voice.say(WHY), f"/notice.why notice={number}")]
    if note.pressing is not Pressing.ASKED:
        own.append(Button(voice.say(MUTE), f"/notice.mute notice={number}"))
    return note.reply.but(buttons=(*note.reply.buttons, *own)[:8])


def _later(crm: Crm, note: Note) -> datetime | None:
    """Until when it has to wait; None where it goes now."""
    member, now = note.member, crm.now
    if note.pressing in (Pressing.ASKED, Pressing.URGENT):
        return None
    if member and member.is_quiet_at(now):
        return member.next_working(now) if note.pressing is Pressing.NUDGE else member.next_waking(now)
    if member and note.pressing is Pressing.NUDGE and not member.works_at(now):
        return member.next_working(now)
    place, to = crm.workspace.id, _to(note)
    if notices.lately(crm.session, place, to, note.cause, now - GATHERS) >= ALONE:
        return now + GATHERS
    if member and notices.sent_since(crm.session, place, member.id, _midnight(member, now)) >= member.most_a_day:
        return member.next_working(now)
    return None


def _to(note: Note) -> dict[str, Any]:
    if note.member:
        return {"member_id": note.member.id}
    channel, chat = note.chat or ("", "")
    return {"channel": channel, "chat": chat}


def _midnight(member: Member, now: datetime) -> datetime:
    return now.astimezone(member.zone).replace(hour=0, minute=0, second=0, microsecond=0)


def _keep(crm: Crm, note: Note, fate: Fate, **more: Any) -> int:
    return notices.keep(
        crm.session,
        workspace_id=crm.workspace.id,
        cause=note.cause,
        why={"en": note.why.en, "zh": note.why.zh},
        body=note.reply.to_json(),
        urgent=note.pressing is Pressing.URGENT,
        fate=fate,
        at=crm.now,
        **_to(note),
        **more,
    )


def _attach(crm: Crm, number: int, letter: int) -> None:
    found = notices.get(crm.session, crm.workspace.id, number)
    assert found is not None
    found.letter_id = letter


def _door(crm: Crm, member: Member | None, chat: tuple[str, str] | None, asker: Member | None) -> Door | None:
    place = crm.workspace.id
    if member:
        return outbox.door_of(crm.session, place, member)
    if chat is None:
        return None
    exact = outbox.door_to(crm.session, place, *chat, asker)
    return exact or outbox.door_called(crm.session, place, chat[1].lstrip("#"), chat[0], asker)


def post(crm: Crm, door: Door, reply: Reply, direct: bool) -> int:
    return outbox.post(
        crm.session,
        workspace_id=crm.workspace.id,
        channel=door.channel,
        chat=door.chat,
        account=door.account,
        direct=direct,
        address=door.address,
        body=reply.to_json(),
        at=crm.now,
    )


# What waited


def release(crm: Crm) -> int:
    """Sends what has waited long enough, in one message for each member and chat."""
    found = notices.held(crm.session, crm.workspace.id, crm.now, 1000)
    groups = groupby(found, key=lambda notice: (notice.member_id, notice.channel, notice.chat))
    return sum(_together(crm, list(group)) for _, group in groups)


def _together(crm: Crm, group: Sequence[Notice]) -> bool:
    first = group[0]
    member = crm.members.by_ids([first.member_id]).get(first.member_id) if first.member_id else None
    chat = (first.channel, first.chat) if first.channel and first.chat else None
    kept = [notice for notice in group if not (member and notices.is_muted(crm.session, member.id, notice.cause))]
    for notice in group:
        notice.fate = Fate.BUNDLED if notice in kept else Fate.MUTED
    door = _door(crm, member, chat, None)
    if not kept or door is None:
        for notice in kept:
            notice.fate = Fate.UNREACHED
        return False
    letter = post(crm, door, _bundle(crm, member, kept), direct=member is not None)
    for notice in kept:
        notice.letter_id, notice.at = letter, crm.now
    return True


def _bundle(crm: Crm, member: Member | None, kept: Sequence[Notice]) -> Reply:
    replies = [Reply.from_json(notice.body) for notice in kept]
    voice = voice_of(member, crm)
    own = (Button(voice.say(WHY), f"/notice.why notice={kept[-1].id}"),) if member else ()
    if len(replies) == 1:
        return replies[0].but(buttons=(*replies[0].buttons, *own)[:8])
    lines = [f"• {_line(reply)}" for reply in replies[:MOST_LINES]]
    if len(replies) > MOST_LINES:
        lines.append(voice.say(MORE, count=len(replies) - MOST_LINES))
    return Reply(Outcome.DONE, "\n".join([voice.say(TOGETHER, count=len(replies)), *lines]), buttons=own)


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
    member = crm.members.by_ids([notice.member_id]).get(notice.member_id) if notice.member_id else None
    doors = outbox.doors_of(crm.session, crm.workspace.id, member) if member else ()
    other = next((door for door in doors if door.channel != letter.channel), None)
    if (
        member is None
        or other is None
        or not claim(crm.session, crm.workspace.id, "other way", f"letter {letter.id}", crm.now)
    ):
        return False
    reply = Reply.from_json(letter.body)
    text = voice_of(member, crm).say(OTHER_WAY, text=reply.text, channel=letter.channel.capitalize())
    notice.letter_id = post(crm, other, reply.but(text=text), direct=True)
    return True
