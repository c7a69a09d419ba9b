"""Why a message was read as it was: what was recognised in it, the command with its evidence, and its rivals."""

from collections.abc import Iterator, Sequence

from crm_domain.texts import T
from handlers.context import Context
from handlers.meaning import Meant, meant
from handlers.reading.delexical import delexicalised, spotted
from handlers.reading.guessing import nearest_phrase, opinion_of
from handlers.reading.readings import Reading
from handlers.reading.rivals import readings_of
from handlers.reading.spans import Span
from handlers.voice import Voice

RIVALS = 3
WIDEST = 160  # letters of a phrase
READ = T("“{text}”, read as it stood then:", "“{text}”，当时是这样理解的：")
RECOGNISED = T("• recognised: {spans}", "• 识别出：{spans}")
NOTHING_RECOGNISED = T("• recognised: no value and no known name", "• 没有识别出数值或已知名称")
AS = T("“{said}” as {kind} ({rule})", "“{said}”＝{kind}（{rule}）")
COMMAND = T("• command: {name}, {help}; {slots}", "• 指令：{name}（{help}）；{slots}")
NO_SLOTS = T("without any slot", "没有参数")
BY_PHRASE = T(
    "• evidence: the phrase “{phrase}” explains {sure} of it, its names {fit}",
    "• 依据：短语“{phrase}”，措辞得分 {sure}，名称得分 {fit}",
)
BY_TALK = T("• evidence: {how}", "• 依据：{how}")
NEAREST = T("• nearest phrase: “{phrase}” ({command})", "• 最接近的说法：“{phrase}”（{command}）")
RIVAL = T("• rival: {name}, {worth}", "• 另一种可能：{name}，{worth}")
NO_RIVAL = T("• no rival", "• 没有其他可能")
NOT_READ = T(
    "• no command: it fits no phrase, and names too little to guess from",
    "• 没有对应的指令：不符合任何说法，也不足以猜测",
)
GUESSED = T("• not sure; likely: {likely}", "• 不确定，较可能的是：{likely}")
HOW = {
    "correction": T("it corrects what was done before", "更正了前面的操作"),
    "answer": T("it answers the open question", "回答了前面的提问"),
    "once more": T("it asks for the last command once more, with another slot", "把上一条指令换一个对象再做一次"),
    "field of it": T("it names a field of what was spoken of", "说的是前面那条记录的一个字段"),
    "set it": T("it gives a value of a field of what was spoken of", "给出了前面那条记录的某个字段的值"),
    "it is done": T("it says that what was spoken of is done", "说的是前面那件事已完成"),
    "who it is now": T("it says what the contact that was spoken of is now", "说的是前面那位联系人的现况"),
    "asked of it": T("it asks about what was spoken of", "问的是前面那条记录"),
    "one of the list": T("it points into the list that was shown", "指的是刚才列表里的一条"),
    "exact": T("a button's own words", "按钮的原话"),
    "slash word": T("a slash word", "斜杠命令"),
}  # fmt: skip


def explained(text: str, context: Context, voice: Voice) -> str:
    """The same message in the same state has the same explanation."""
    found = meant(text, context)
    spans = spotted(text, context)
    lines = [voice.say(READ, text=text), _recognised(text, spans, voice)]
    if found.readings:
        for reading in found.readings:
            lines += _command(reading, voice)
    else:
        lines += _unread(found, voice)
    lines += _nearest(text, spans, found, context, voice)
    lines += _rivals(text, found.readings, context, voice)
    return "\n".join(lines)


def _recognised(text: str, spans: Sequence[Span], voice: Voice) -> str:
    told = [voice.say(AS, said=text[s.start : s.end], kind=s.kind, rule=s.rule or s.kind) for s in spans]
    return voice.say(RECOGNISED, spans="; ".join(told)) if told else voice.say(NOTHING_RECOGNISED)


def _command(reading: Reading, voice: Voice) -> Iterator[str]:
    command = reading.command
    slots = ", ".join(f"{name}=“{said}”" for name, said in reading.said.items()) or voice.say(NO_SLOTS)
    yield voice.say(COMMAND, name=command.name, help=voice.say(command.help), slots=slots)
    if how := HOW.get(reading.rule):
        yield voice.say(BY_TALK, how=voice.say(how))
    elif reading.rule:
        yield voice.say(BY_PHRASE, phrase=_short(reading.rule), sure=f"{reading.sure:.1f}", fit=f"{reading.fit:.1f}")


def _unread(found: Meant, voice: Voice) -> Iterator[str]:
    if not found.guesses:
        yield voice.say(NOT_READ)
        return
    likely = ", ".join(f"{guess.reading.command.name} ({guess.probability:.2f})" for guess in found.guesses)
    yield voice.say(GUESSED, likely=likely)


def _nearest(text: str, spans: Sequence[Span], found: Meant, context: Context, voice: Voice) -> Iterator[str]:
    wanted = found.readings[0].command.name if found.readings else None
    if near := nearest_phrase(delexicalised(text, spans), wanted):
        yield voice.say(NEAREST, phrase=_short(near.text), command=near.intent)


def _rivals(text: str, chosen: Sequence[Reading], context: Context, voice: Voice) -> Iterator[str]:
    """The next best phrases of other commands; where no phrase fits, what the intent reader thinks of it."""
    taken = {reading.command.name for reading in chosen}
    rivals: dict[str, str] = {}
    for reading in readings_of(text, context):
        if reading.command.name not in taken:
            rivals.setdefault(reading.command.name, f"{reading.worth:.1f}")
    if not rivals:
        ranked = opinion_of(text, context).ranked
        rivals = {each.intent: f"{each.probability:.2f}" for each in ranked if each.intent not in taken}
    shown = list(rivals.items())[:RIVALS]
    yield from (voice.say(RIVAL, name=name, worth=worth) for name, worth in shown)
    if not shown:
        yield voice.say(NO_RIVAL)


def _short(phrase: str) -> str:
    return phrase if len(phrase) <= WIDEST else phrase[: WIDEST - 1] + "…"
