"""What comes unasked: why it came, and how to hear no more of it."""

from typing import Annotated

from crm_domain import notices
from crm_domain.errors import Conflict, NotFound
from crm_domain.notices import Notice
from crm_domain.texts import T
from handlers.command import command
from handlers.reading.words import vocabulary
from handlers.reply import Reply
from handlers.slots import WordSlot
from handlers.turn import Turn

NONE = T("I haven't sent you anything unasked yet.", "我还没有主动给你发过消息。")
NOT_YOURS = T("That message was not for you.", "那条消息不是发给你的。")
CAUSES = {
    "morning digest": T("the morning digest", "早报"),
    "quiet deals": T("quiet deals", "沉默商机提醒"),
    "after won": T("visits after a win", "赢单回访提醒"),
    "visit plan": T("the visit plan", "拜访计划"),
    "weekly report": T("the weekly report", "周报"),
    "monthly review": T("the monthly review", "月报"),
    "birthdays": T("birthdays", "生日提醒"),
    "renewals": T("renewals", "续约提醒"),
    "ignored rules": T("advice on ignored rules", "规则没人理的提醒"),
    "ticket warnings": T("ticket warnings", "工单预警"),
    "ticket breaches": T("late tickets", "工单超时"),
    "ticket escalations": T("escalations", "工单升级"),
}
CAUSE_WORDS = vocabulary(
    **{
        "morning digest": "digest, digests, the digest, morning digests, morning summary, daily digest, daily summary, 早报, 晨报, 日报, 每日早报",
        "quiet deals": "quiet deal alerts, quiet deal reminders, deals gone quiet, 沉默商机, 沉默商机提醒, 商机沉默提醒",
        "visit plan": "visit plans, weekly visit plan, 拜访计划, 每周拜访计划",
        "birthdays": "birthday reminders, birthday alerts, 生日提醒, 生日",
        "renewals": "renewal reminders, renewal alerts, 续约提醒",
        "after won": "follow-ups after a win, after-sale reminders, 赢单回访, 赢单回访提醒",
        "weekly report": "weekly reports, weekly summary, 周报",
        "monthly review": "monthly reviews, monthly report, 月报",
        "ticket warnings": "ticket warnings, breach warnings, 工单预警",
    }
)
MUTED = T("You hear no more of this: {why}.", "不再给你发这类消息：{why}。")
HEAR_AGAIN = (T("Hear it again", "恢复接收"), "/notice.unmute")
MOST = 5  # reasons that are told of one message
ASKED_FOR = T(
    "That was asked for, so I go on with it: cancel the reminder, turn the report off or answer what is asked.",
    "这是有人要求发的，不能屏蔽。可以取消提醒、停用报表，或者直接答复。",
)
CAME = T("It came because {why}.", "收到它是因为：{why}。")


@command(
    "notice.why",
    help=T("Say why a message came", "说明为什么会收到这条消息"),
    example=T("why did I get this?", "为什么给我发这个"),
    slash=("why did i get this", "为什么收到"),
    en=[
        "why (did i get|am i getting|do i get|did you send me|are you sending me|have i got|was i sent|did i receive) (this|that|it|this message|these|that message|this alert|this notification)",
        "(what is|what's) this [message] (about|for) [and why me]",
        "why (this|me)",
        "why (did you|are you|do you) (remind|remind|ping|notify|message|bother|tell) me [of|about] [this|that|it]",
    ],
    zh=[
        "(为什么|为啥|怎么)[会](给我发|发给我|通知我|推给我|收到|我会收到|我收到|提醒我)(这个|这条|这些|这条消息|这个通知|了这个|了这条)[消息|通知]",
        "(这个|这条)[消息|通知]是(怎么来的|为什么发的|干嘛的)",
        "(为什么|为啥|干嘛)[要|会](提醒我|通知我|给我发|发给我|推给我)[这个|这条|这些]",
    ],
)
def why(turn: Turn, notice: int | None = None) -> Reply:
    found = _notice(turn, notice)
    together = {one.cause: one for one in notices.with_it(turn.crm.session, found) if one.pressing != "asked"}
    mutes = [(_label(turn, one, len(together)), f"/notice.mute notice=#{one.id}") for one in together.values()]
    return turn.done(CAME, why=_why(turn, found), buttons=mutes[:MOST])


def _label(turn: Turn, notice: Notice, of: int) -> T:
    """Where several came together, what it is that would be muted."""
    name = cause_of(turn, notice.cause)
    return T(f"Mute {name.en}", f"屏蔽{name.zh}") if of > 1 else T("Mute this", "不再接收")


def cause_of(turn: Turn, cause: str) -> T:
    """What a mute is about, in words: ours, or a rule by its name."""
    number = cause.rpartition(" ")[2]
    found = turn.crm.automations.by_ids([int(number)]) if number.isdigit() else {}
    rules = (row.name.replace("{", "(").replace("}", ")") for row in found.values())
    return CAUSES.get(cause) or next((T(f"“{name}”", f"“{name}”") for name in rules), T(cause, cause))


def _notice(turn: Turn, number: int | None) -> Notice:
    session, place = turn.crm.session, turn.crm.workspace.id
    found = notices.get(session, place, number) if number else notices.last_to(session, place, turn.me.id)
    if found is None:
        raise NotFound(NONE)
    if found.member_id not in (None, turn.me.id):
        raise NotFound(NOT_YOURS)
    return found


def _why(turn: Turn, notice: Notice) -> str:
    """Where several came in one message, the reason of each."""
    together = notices.with_it(turn.crm.session, notice)
    whys = (str(one.why.get(turn.voice.lang) or one.why.get("en") or one.cause) for one in together)
    return ("；" if turn.voice.lang == "zh" else "; ").join([*dict.fromkeys(whys)][:MOST])


@command(
    "notice.mute",
    help=T("Hear no more of what a message came of", "不再接收这类消息"),
    example=T("mute this", "别再给我发这个"),
    slash=("mute", "免打扰"),
    en=[
        "(mute|silence) (this|that|it|these|this kind|this alert|these messages|this message)",
        "(stop|quit) sending me (this|these|that|those|these messages)",
        "(don't|dont|do not) send me (this|these|that|those) [again|any more|anymore|any longer]",
        "(mute|silence|no more) [the|my] {what}",
        "(stop|quit) sending me [the|my] {what}",
        "(don't|dont|do not) send me [the|my|any] {what} [again|any more|anymore|any longer]",
        "i (don't|dont) want [the|any] {what} [again|any more|anymore]",
        "i (don't|dont) want (this|these|to get this|to get these) [again|any more|anymore]",
    ],
    zh=[
        "(别|不要|不用)再(给我发|发|推|通知我)(这个|这条|这种|这类|这些)[消息|通知|了]",
        "(屏蔽|静音)(这个|这条|这类|这种)[消息|通知]",
        "(别|不要|不用|别再|不要再|不用再)(给我发|发给我|发|推给我|推){what}[了]",
        "(屏蔽|静音|关掉|不要){what}[了]",
    ],
)
def mute(
    turn: Turn, notice: int | None = None, what: Annotated[str | None, WordSlot(CAUSE_WORDS, labels=CAUSES)] = None
) -> Reply:
    if what:
        notices.mute(turn.crm.session, turn.crm.workspace.id, turn.me.id, what, turn.now)
        return turn.done(MUTED, why=CAUSES[what], buttons=[HEAR_AGAIN])
    found = _notice(turn, notice)
    if found.pressing == "asked":
        raise Conflict(ASKED_FOR)
    notices.mute(turn.crm.session, turn.crm.workspace.id, turn.me.id, found.cause, turn.now)
    return turn.done(MUTED, why=_why(turn, found), buttons=[HEAR_AGAIN])


@command(
    "notice.unmute",
    help=T("Hear again of all that you muted", "恢复接收屏蔽过的消息"),
    example=T("unmute everything", "恢复接收消息"),
    slash=("unmute", "取消免打扰"),
    en=["unmute [all|everything|it|this|them|that]", "(send me|let me get) (these|them|this|it) again"],
    zh=["(恢复接收|取消屏蔽|取消静音)[消息|通知|全部|所有]"],
)
def unmute(turn: Turn) -> Reply:
    count = notices.unmute(turn.crm.session, turn.me.id)
    if not count:
        return turn.done(T("Nothing was muted; you hear of everything.", "没有屏蔽过消息，所有消息都会收到。"))
    return turn.done(
        T("You hear again of {count} thing(s) that you had muted.", "已恢复 {count} 类被屏蔽的消息。"), count=count
    )
