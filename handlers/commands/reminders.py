"""Reminders: set, list, cancel, snooze, done."""

from datetime import date, datetime, time
from typing import Annotated
from zoneinfo import ZoneInfo

from crm_domain.errors import NotFound
from crm_domain.members import Member
from crm_domain.outbox import door_called, door_of
from crm_domain.reminders import Reminder
from crm_domain.texts import T
from handlers.command import command
from handlers.receiver_slot import Channel, Everybody, ReceiverSlot
from handlers.recurrence_words import in_words
from handlers.reply import Reply
from handlers.turn import Ask, Turn
from handlers.voice import Voice
from handlers.when_slots import LaterSlot, OccurrenceSlot, RecurrenceSlot

TEXT, WHEN, NEXT = T("Reminder", "提醒"), T("When", "时间"), T("Next", "下次")
REPEATS, FOR, THERE, NUMBER = T("Repeats", "重复"), T("For", "提醒谁"), T("There", "当地"), T("No.", "编号")
FIRST, YOU, HERE = T("First", "第一次"), T("you", "你"), T("everybody here", "群里所有人")
SNOOZED = T("Put off: {text}", "好的，晚点再提醒：{text}")
SET = T("I'll remind {whom}: {text}", "到时提醒{whom}：{text}")
SET_UNREACHED = T(
    "I'll remind {whom}: {text}. {whom} hasn't written to me yet, so it arrives as soon as they do.",
    "到时提醒{whom}：{text}。{whom}还没和我说过话，等他开口后就会收到。",
)
SET_UNKNOWN = T(
    "I'll remind {whom}: {text}. I haven't spoken in {whom} yet: check the name, and let me in there before.",
    "到时提醒{whom}：{text}。我还没在{whom}说过话：请确认群名，并提前把我加进群。",
)
TODAY = T("At what time today shall I remind {whom}?", "今天几点提醒{whom}？")
PAST = T("{at} has passed already. When shall I remind {whom}?", "{at}已经过去了。什么时候提醒{whom}？")
NOTHING_CAME = T(
    "No reminder has come lately. Say “my reminders” for a list.", "最近没有提醒过你。说“我的提醒”可以查看。"
)


@command(
    "reminder.set",
    needs="reminders.write",
    help=T(
        "Bring something back at a time, once or again and again, to you, a colleague or this chat",
        "到时提醒你、同事或本群，一次或重复",
    ),
    example=T("remind me every Friday at 4 to send the report", "每周五下午四点提醒我发周报"),
    slash=("remind", "reminder", "reminder set", "remind me", "提醒", "提醒我", "提醒 新建"),
    en=[
        "(remind|ping|nudge|poke|alert|prod|notify|buzz) {whom=me|us|myself} [on|at|by|this] {at} [,] "
        "[to|about|that|of|re|for|:|-] {*}",
        "(remind|ping|nudge|poke|alert|prod|notify|buzz) {whom=me|us|myself} [again] "
        "[to|about|that|of|re|regarding|for|:|,|-] {*}",
        "(remind|ping|nudge|poke|alert|prod|notify|buzz) {whom=me|us|myself} [on|at|by|this] {at}",
        "{at} [,|:|-] [please] (remind|ping|nudge|poke|alert|prod|notify|buzz) {whom=me|us|myself} "
        "[to|about|that|of|re|for|:|,|-] {*}",
        "(on|at|in|by) {at} [,|:|-] [please] (remind|ping|nudge|poke|alert|prod|notify|buzz) "
        "{whom=me|us|myself} [to|about|that|of|re|for|:|,|-] {*}",
        "remind {whom} [on|at|by|this|every] {at} [,] [to|about|that|of|re|for|:|-] {*}",
        "remind {whom} (to|about|that|of|re) {*}",
        "(ping|nudge|prod|alert|notify) {whom} [on|at|by|this] {at} (to|about|that|of|re|regarding) {*}",
        "(ping|nudge|prod|alert|notify) {whom} (to|about|that) {*}",
        "{at} [,] remind {whom} (to|about|that|of|re) {*}",
        "(on|at|in|by) {at} [,] remind {whom} (to|about|that|of|re) {*}",
        "(set|create|add|make|schedule|put in|need|want|i need|i want|i'd like|give me|set up|set me|leave "
        "me) [up] [me] [a|an|another] [daily|weekly|monthly] [recurring|repeating] reminder "
        "[for|:|to|about|that] {*}",
        "set up [a|an|another] [daily|weekly|monthly] [recurring|repeating] reminder [for|:|to|about|that] {*}",
        "(set|give me|send me|i need|i want|i'd like) [up] [a|an|another] (alarm|nudge|ping|heads up|heads-up"
        "|poke|shout) [for|:|to|about|that] {*}",
        "(set|create|add|make|schedule|set up|i need|i want) [me] [a|an] (reminder|alarm)",
        "(give|send) {whom=me|us|myself} [a|an] (reminder|nudge|ping|heads up|heads-up|poke|shout|kick) "
        "[for|to|about|that] {*}",
        "(reminder|alarm) [:|-|for|to] {*}",
        "(don't|dont|do not|never) let {whom=me|us} forget [to|about|that|:|,] {*}",
        "(make sure|see to it|ensure) [that] [i|we] (don't|dont|do not) forget [to|about|that] {*}",
        "(make sure|see to it|ensure) [that] [i|we] (remember) [to|about|that] {*}",
        "(tell|wake|bug|chase|bother|shout at|yell at|email|message|text|call) {whom=me|us} {at} (to|about|that) {*}",
        "{*} (,|.|;|:|-|–|—|and|so|?) [please] (remind|ping|nudge|poke) {whom=me|us} "
        "[about it|about that|of it|of that] [on|at|by|this] {at}",
        "{*} (,|.|;|:|-|–|—|and|so) [please] (remind|ping|nudge|poke) {whom=me|us} [about it|about that|of it|of that]",
        "{*} (,|.|;|:|-|–|—|and|so) (don't|dont|do not) let {whom=me|us} forget [it|about it|that]",
        "remind {whom=me|us|myself}",
    ],
    zh=[
        "[在|等|等到]{at}[的时候|时|,|，|再|都|请|要|记得|前]提醒[一下|下]{whom=我|自己|我们|大家|咱们}"
        "[一下|下|一声|要|记得|,|，|：|:]{*}",
        "[在|等|等到]{at}[的时候|时|,|，|都|请|要|记得]提醒[一下|下]{whom=我|自己|我们|大家|咱们}[一下|下|一声]",
        "[在|等|等到]{at}[的时候|时|,|，|再|都|请|要]提醒[一下|下]{*}",
        "[请|到时候|到时|记得|要|别忘了|帮我|设置|设个|定个]提醒[一下|下]{whom=我|自己|我们|大家|咱们}"
        "[一下|下|一声|要|记得|,|，|：|:]{*}",
        "[请|到时候|到时|记得|要|别忘了]提醒[一下|下]{whom}{at}[要|记得|,|，|：|:]{*}",
        "[请|到时候|到时|记得|要|别忘了]提醒[一下|下]{*}",
        "提醒{whom=我|自己|我们|大家}[一下|下|一声]",
        "{at}[,，](remind|ping|cue|alert)[一下|下]{whom=我|自己|我们|大家}[一下|下|一声|要|,|，|：|:]{*}",
        "{at}[,，](remind|ping|cue|alert)[一下|下]{whom=我|自己|我们|大家}[一下|下|一声]",
        "(remind|ping|cue|alert)[一下|下]{whom=我|自己|我们|大家}{at}[一下|下|一声|要|,|，|：|:]{*}",
        "[在|等|等到]{at}[的时候|时|,|，|再|都|记得|请|要](叫|叫醒|喊|通知|催|戳|告诉|call|ping"
        "|cue)[一下|下|一声]{whom=我|自己|我们|大家}[一下|下|一声|要|,|，|：|:]{*}",
        "[在|等|等到]{at}[的时候|时|,|，|再|都|记得|请|要](叫|喊|催|戳|ping"
        "|cue)[一下|下|一声]{whom=我|自己|我们|大家}[一下|下|一声]",
        "(叫|喊|通知|催|戳){whom=我|自己|我们|大家}[一下]{at}{*}",
        "(别|不要|可别|千万别)让{whom=我|我们|大家}(忘了|忘记|忘掉|忘)[,，]{*}",
        "{at}[,，](别|不要|可别|千万别)让{whom=我|我们|大家}(忘了|忘记|忘掉|忘)[,，]{*}",
        "(设|定|建|加|新建|设置|添加|创建|弄|来|搞|记)[一]个{at}[的](提醒|闹钟)[,，:：]{*}",
        "(设|定|建|加|新建|设置|添加|创建|弄|来|搞|记)[一]个(提醒|闹钟)[,，:：]{*}",
        "(设置|新建|添加|创建|设定)(提醒|闹钟)[,，:：]{*}",
        "(设|定|建|加|新建|设置|添加|创建|弄|来|搞|记)[一]个(提醒|闹钟)",
        "{at}(设|定|建|加|弄|来|搞)[一]个(提醒|闹钟)[,，:：]{*}",
        "{*}[,，。;；](到时候|到时|记得|请|麻烦|帮我){at}提醒[一下|下]{whom=我|我们|大家}[一下|下|一声]",
        "{*}[,，。;；]{at}提醒[一下|下]{whom=我|我们|大家}[一下|下|一声]",
        "{*}(,|，|。|;|；)[到时候|到时|记得|请|麻烦|帮我]提醒[一下|下]{whom=我|我们|大家}[一下|下|一声]",
        "{*}[,，。;；](到时候|到时|记得|请|麻烦|帮我|别忘了)提醒[一下|下]{whom=我|我们|大家}[一下|下|一声]",
        "{*}(,|，|。|;|；)(remind|ping|cue)[一下|下]{whom=我|我们|大家}[一下|下|一声]",
        "{*}[,，。;；](别|不要|可别|千万别)让{whom=我|我们|大家}(忘了|忘记|忘掉|忘)",
    ],
)
def set_reminder(
    turn: Turn,
    text: str,
    at: Annotated[date | datetime, OccurrenceSlot()],
    repeat: Annotated[str | None, RecurrenceSlot()] = None,
    whom: Annotated[Member | Everybody | Channel | None, ReceiverSlot()] = None,
) -> Reply:
    receiver = whom if isinstance(whom, Channel) else _receiver(turn, whom)
    moment = _moment(turn, at)
    if moment <= turn.now:
        today = not isinstance(at, datetime) and at == turn.today
        raise Ask("at", TODAY if today else PAST, at=moment, whom=_object(turn, receiver))
    reminder = _new(turn, text, moment, repeat, receiver)
    unreached = SET_UNKNOWN if isinstance(receiver, Channel) else SET_UNREACHED
    return turn.done(
        SET if _reached(turn, receiver) else unreached,
        whom=_object(turn, receiver),
        text=text,
        fields=_facts(turn, reminder),
    )


def _receiver(turn: Turn, whom: Member | Everybody | None) -> Member | None:
    """None is everybody in this chat; alone with me that is whoever speaks."""
    if isinstance(whom, Everybody):
        return None if turn.group else turn.me
    return whom or turn.me


def _reached(turn: Turn, receiver: Member | Channel | None) -> bool:
    """Whether the reminder will find them; whoever speaks can be answered."""
    if isinstance(receiver, Channel):
        name, place = receiver.name.lstrip("#"), turn.crm.workspace.id
        return door_called(turn.crm.session, place, name, turn.channel, turn.me) is not None
    if receiver is None or receiver.id == turn.me.id:
        return True
    return door_of(turn.crm.session, turn.crm.workspace.id, receiver) is not None


def _moment(turn: Turn, at: date | datetime) -> datetime:
    """A day without a time of day is its beginning, as the member works."""
    if isinstance(at, datetime):
        return at
    return datetime.combine(at, time.fromisoformat(turn.me.day_from), turn.me.zone)


def _new(turn: Turn, text: str, at: datetime, repeat: str | None, receiver: Member | Channel | None) -> Reminder:
    chat = receiver.name if isinstance(receiver, Channel) else turn.chat
    whom = receiver if isinstance(receiver, Member) else None
    zone = _clocks(turn, at, whom)
    reminder = turn.crm.reminders.add(text, at, repeat, whom=whom, zone=zone, channel=turn.channel, chat=chat)
    turn.about(reminder)
    if receiver is None:
        turn.shown.discard(reminder.noun)  # all may read what all will be told
    return reminder


def _clocks(turn: Turn, at: datetime, receiver: Member | None) -> ZoneInfo:
    """The receiver's, but not where their Friday is another day than the Friday that was said."""
    zone = (receiver or turn.me).zone
    return zone if at.astimezone(zone).date() == at.astimezone(turn.me.zone).date() else turn.me.zone


def _object(turn: Turn, receiver: Member | Channel | None) -> str | T:
    """Whom: you, Max Power, this chat, #sales."""
    if receiver is None or isinstance(receiver, Channel):
        return receiver.name if receiver else HERE
    return YOU if receiver.id == turn.me.id else receiver.name


def _elsewhere(turn: Turn, reminder: Reminder) -> Channel | None:
    """The chat that it is for, where that is not the one in which we are."""
    there = reminder.chat if reminder.whom_id is None and reminder.chat != turn.chat else None
    return Channel(there) if there else None


def _facts(turn: Turn, reminder: Reminder) -> dict[T, object]:
    whom = reminder.whom
    abroad = whom and whom.tz != turn.me.tz
    there = Voice(turn.voice.lang, whom.zone).moment(reminder.at) if whom and abroad else None
    repeats = in_words(reminder.repeat, turn.voice) if reminder.repeat else None
    return {FIRST if repeats else WHEN: reminder.at, REPEATS: repeats, THERE: there}


@command(
    "reminder.list",
    needs="reminders.read",
    help=T("List what I shall remind you of, and what you set for others", "查看你的提醒，以及你给别人设的提醒"),
    example=T("my reminders", "我的提醒"),
    slash=("reminders", "reminder list", "提醒列表", "提醒 列表"),
    en=[
        "[show|list|see|view|display|check|get] [me] [all] [of] [my|the|our] "
        "[active|open|pending|upcoming|current|set] (reminders|alarms)",
        "(what|which) (reminders|alarms) [do i|have i|did i|are|do we] [have|got|set] "
        "[set|up|pending|coming|left|scheduled|active] [up|for me]",
        "(what|whats|what's) (are|is) [all] [my|the] [upcoming|pending|active|current] (reminders|alarms)",
        "(do i have|have i got|have i set|are there|got|any) [any] [upcoming|pending|active] (reminders"
        "|alarms) [set|pending|coming up|left|for me]",
        "(what have|what did) i (asked you to remind|ask you to remind|set) [me] [of|about] [reminders]",
        "what (are you|will you be|will you) (going to remind|reminding|remind) me (of|about)",
        "[the] list [of] [all] [my|the] (reminders|alarms)",
    ],
    zh=[
        "[列出|查看|看看|看一下|看下|查|查一下|显示|打开|给我看][一下|下]"
        "[我|我的|全部|所有|当前|目前|现在|的]提醒[列表|清单|事项]",
        "[列出|查看|看看|看一下|看下|查][我](全部|所有|当前|现在|设置)的[全部|所有]提醒",
        "[现在|目前|我|还][我](有|设了|设过|设置了|定了|建了|还有)(什么|哪些|啥|几个|多少|些什么)提醒",
        "[我](有没有|有无)[设过|设]提醒",
        "[我][的]提醒(有哪些|有什么|都有啥|都有哪些|有几个|有啥)",
        "(设了|有)提醒[了]吗",
        "[我]还有(什么|哪些|多少|几个)提醒[没响|没到|没提醒]",
    ],
)
def list_reminders(turn: Turn, page: int = 1) -> Reply:
    rows = turn.crm.reminders.mine()
    turn.shown.add("reminders")
    columns = {
        NUMBER: lambda reminder: f"#{reminder.id}",
        TEXT: lambda reminder: reminder.text,
        NEXT: lambda reminder: reminder.at,
        REPEATS: lambda reminder: in_words(reminder.repeat, turn.voice) if reminder.repeat else None,
    }
    if any(row.whom_id != turn.me.id for row in rows):
        columns[FOR] = lambda reminder: _object(turn, reminder.whom or _elsewhere(turn, reminder))
    title = T("You have {count} reminder(s)", "你有 {count} 个提醒")
    nothing = T(
        "No reminders. Say for example: remind me at 3 to call Zoe", "没有提醒。可以说：下午三点提醒我给王磊打电话"
    )
    reply = turn.listing(rows, columns, title, nothing, page)
    if len(rows) != 1:
        return reply
    return reply.but(
        buttons=(
            *reply.buttons,
            *turn.buttons((T("Cancel it", "取消提醒"), f"/reminder.cancel reminder=#{rows[0].id}")),
        )
    )


@command(
    "reminder.cancel",
    needs="reminders.write",
    help=T("Cancel a reminder: by its words, its number or “the last one”", "取消提醒：按内容、编号，或“上一个”"),
    example=T("cancel the last reminder", "取消上一个提醒"),
    slash=("reminder cancel", "reminder delete", "unremind", "取消提醒", "提醒 取消"),
    en=[
        "(cancel|delete|remove|drop|kill|scrap|stop|clear|bin|turn off|switch off|get rid of|take off|forget"
        "|end|lose) [the|my|that|this] (reminder|alarm) [about|to|for|of|on|number|no|that|:] {reminder}",
        "(cancel|delete|remove|drop|kill|scrap|stop|clear|bin|turn off|switch off|get rid of|take off|forget"
        "|end|lose) [the|my|that|this] {reminder} (reminder|reminders|alarm)",
        "(cancel|delete|remove|drop|kill|scrap|stop|clear|bin) "
        "{reminder=the last one|the last reminder|last reminder|my last reminder|the reminder i just set|the one i just set|that reminder|this reminder|the latest one|the last}",
        "(cancel|delete|remove|drop|kill|scrap|stop|clear|turn off) [the|my|a] (reminder|alarm)",
        "(stop|quit) (reminding|nagging|pinging|nudging|bugging) (me|us) (about|to|of|for|with) {reminder}",
        "(don't|dont|do not|no need to|you don't need to|you needn't) (remind|ping|nudge) (me|us) "
        "[any more|anymore|again] (about|to|of) {reminder} [any more|anymore|again]",
        "i (don't|dont|do not|no longer) need [the|my|that] {reminder} reminder [any more|anymore]",
        "i (don't|dont|do not|no longer) need [the|my|that] reminder (about|to|for|of) {reminder} [any more|anymore]",
        "[the|my|that] {reminder} reminder (is not|isn't|is no longer) needed [any more|anymore]",
        "[the|my|that] {reminder} reminder can go",
    ],
    zh=[
        "(取消|删除|删掉|删了|去掉|关掉|关闭|停掉|停止|撤掉|撤销|不要|清除"
        "|清掉)[那个|这个|关于|一下|我的|掉]{reminder}[的|那个|这个|那条]提醒",
        "(取消|删除|删掉|去掉|关掉|关闭|停掉|停止|撤掉|清除)[那个|这个|我的]提醒[:：]{reminder}",
        "(取消|删除|删掉|去掉|关掉|停掉|撤掉"
        "|清除)"
        "{reminder=上一个|上一条|上个|最后一个|最后一条|刚才那个|刚才的|刚才设的|刚设的|刚设的那个|刚刚那个|最近一个|最近一条|最新的|刚才那条}"
        "[的][提醒]",
        "(取消|删除|删掉|去掉|关掉|停掉|撤掉)提醒",
        "{reminder}[的|那个|这个|那条|这条]提醒[先|就|可以|给我|帮我](不要了|取消|取消吧|取消掉|取消了吧"
        "|不用了|不需要了|删了|删了吧|删掉|删掉吧|删除|关了|关掉|停了|停掉|撤了|撤掉|算了|去掉)[吧]",
        "(把|将)[我的]{reminder}[的|那个|这个|那条]提醒(取消|删|删除|去|关|停|撤)[掉|了]",
        "[把|将]{reminder!}(取消掉|取消了|取消|删掉|删了|去掉|不要了|不用了)[吧]",
        "(不用|别|不要|不必|不需要|无需)[再]提醒(我|我们|大家)[去|要]{reminder}[了]",
        "(不用|别|不要|不必|不需要)[再]为{reminder}提醒(我|我们|大家)[了]",
        "取消[所有|全部]关于{reminder}的提醒",
    ],
)
def cancel_reminder(turn: Turn, reminder: Reminder) -> Reply:
    text = reminder.text
    if not reminder.waiting:
        turn.about(reminder)
        return turn.done(
            T("“{text}” has come already; nothing is left to cancel.", "“{text}”已经提醒过了，不用取消。"), text=text
        )
    turn.shown.add(reminder.noun)
    turn.memory.focus.pop(reminder.noun, None)
    turn.crm.session.delete(reminder)
    return turn.done(T("Cancelled the reminder: {text}", "已取消提醒：{text}"), text=text)


@command(
    "reminder.snooze",
    needs="reminders.write",
    help=T("Let a reminder come once more, later", "晚点再提醒一次"),
    example=T("remind me again in an hour", "一小时后再提醒我"),
    slash=("reminder snooze", "提醒 推迟"),
    en=[
        "(remind|ping|nudge|tell) me again {until}",
        "(remind|ping|nudge|tell) me (later|again) [in] {until}",
        "snooze [it|this|that|for] [for] {until}",
        "(remind|ping|nudge) me (later|again later|again)",
        "snooze [it|this|that]",
        "(remind|ping|nudge|tell) me again [about|to] {reminder} {until}",
        "(snooze|postpone|push|move|delay|put off|reschedule) [the|my] reminder [about|to|for] {reminder} (to"
        "|until|till|for|by) {until}",
        "(snooze|postpone|push|move|delay|put off|reschedule) [the|my] {reminder} reminder (to|until|till|for"
        "|by) {until}",
        "(snooze|postpone|push|move|delay|put off|reschedule) (the|that|this|my|last) reminder "
        "[to|until|till|for|by] {until}",
    ],
    zh=[
        "[过]{until}[之后|后|的时候|时]再提醒[一下|下|一次|一遍]我",
        "[过]{until}[之后|后|的时候|时]再提醒我(一下|一次|一遍|一声)",
        "[过]{until}[之后|后|的时候|时]再(叫|喊|说)[一下|下|一次|一遍]我[一下|一次|一遍]",
        "[过]{until}再(提醒|叫|喊|说|来)[一次|一遍|一下]",
        "(把|将)[我的]{reminder}[的|那个|这个]提醒(推迟到|改到|延到|挪到|放到|推到|改成|改为){until}",
        "{reminder}[的|那个|这个]提醒(推迟到|改到|延到|挪到|放到|推到|改成|改为){until}",
        "(推迟|延后)[这个|那个]提醒[到]{until}",
        "(晚点|晚些|等会儿|等会|待会儿|待会|稍后|过会儿|过一会儿|回头)[再](说|提醒|提醒我|叫我)[一次|一遍|一下]",
    ],
)
def snooze_reminder(
    turn: Turn, until: Annotated[date | datetime, LaterSlot()], reminder: Reminder | None = None
) -> Reply:
    found = reminder or turn.crm.reminders.last_come()
    if found is None:
        raise NotFound(NOTHING_CAME)
    moment = _moment(turn, until)
    if moment <= turn.now:
        raise Ask("until", PAST, at=moment, whom=_object(turn, found.whom))
    if found.repeat:
        found = turn.crm.reminders.again(found, moment)
    else:
        found.wait_until(moment)
    turn.about(found)
    return turn.done(SNOOZED, text=found.text, fields={WHEN: moment})


@command(
    "reminder.done",
    needs="reminders.write",
    help=T("Say that a reminder has been dealt with", "提醒的事已经办完"),
    example=T("reminder 3 is done", "提醒3搞定了"),
    slash=("reminder done", "提醒 完成"),
    en=[
        "[the|my] reminder [about|to|for] {reminder} (is done|done|is finished|is handled|is dealt with)",
        "[the|my] {reminder} reminder (is done|done|is finished|is handled|is dealt with)",
        "(done|finished|dealt) with [the|my] reminder [about|to|for] {reminder}",
    ],
    zh=[
        "提醒{reminder}(完成了|做完了|搞定了|办完了|已完成|办好了)",
        "{reminder}[的|那个]提醒(完成了|做完了|搞定了|办完了|已完成|办好了)",
    ],
)
def finish_reminder(turn: Turn, reminder: Reminder) -> Reply:
    reminder.finish(turn.now)
    turn.about(reminder)
    return turn.done(T("Done: {text}", "已完成：{text}"), text=reminder.text)
