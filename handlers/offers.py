"""What a message may have meant, offered as buttons."""

from collections.abc import Sequence
from datetime import datetime

from crm_domain.base import Row
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.texts import T
from crm_domain.tickets import Ticket
from handlers.command import COMMANDS
from handlers.context import Context
from handlers.doubts import WHICH_DAY, Doubt, settled
from handlers.reading.delexical import delexicalised, spotted
from handlers.reading.guessing import Guess
from handlers.reading.readings import Reading
from handlers.reply import Button, Outcome, Reply
from handlers.voice import Voice

DID_YOU_MEAN = T(
    "I am not sure what you want. Did you mean one of these? Otherwise say it in other words.",
    "不太确定你的意思。是下面哪一个？都不是的话，换个说法再说一次。",
)
CANCEL_BUTTON = T("Cancel", "取消")


def offered(guesses: Sequence[Guess], voice: Voice) -> Reply:
    """One button for each, which says the command exactly."""
    buttons = [Button(_label(guess, voice), guess.reading.command.words(guess.reading.said)) for guess in guesses]
    cancel = Button(voice.say(CANCEL_BUTTON), voice.say(CANCEL_BUTTON).lower())
    return Reply(Outcome.ASKED, voice.say(DID_YOU_MEAN), buttons=(*buttons, cancel))


def _label(guess: Guess, voice: Voice) -> str:
    return f"{voice.say(guess.reading.command.help)}: {', '.join(guess.reading.said.values())}"


def learned_from(
    text: str, says: str, choices: Sequence[tuple[str, str]], context: Context
) -> tuple[str, str, str] | None:
    """The unsure message, its wording and the command, where one of its buttons was chosen."""
    name = says.removeprefix("/").partition(" ")[0]
    if name not in COMMANDS or says not in (offered for _, offered in choices):
        return None
    return text, delexicalised(text, spotted(text, context)), name


def which_day(readings: Sequence[Reading], doubt: Doubt, replaces: int | None, voice: Voice) -> Reply:
    """Two buttons, each a day in full; what is chosen holds for this member from then on."""
    buttons = []
    for way in doubt.ways:
        lines = [f"/member.dates {way.convention}"]
        lines += [reading.command.words(reading.said) for reading in settled(readings, doubt, way)]
        said = "\n".join(lines)
        buttons.append(Button(voice.write(way.day), f"instead of {replaces}: {said}" if replaces else said))
    first, second = (way.day.date() if isinstance(way.day, datetime) else way.day for way in doubt.ways)
    said = voice.say(WHICH_DAY, said=doubt.said, first=first, second=second)
    return Reply(Outcome.ASKED, said, buttons=tuple(buttons))


def labelled(rows: Sequence[Row]) -> list[str]:
    """What the buttons say: the name, the company of people and of deals that are called alike, a ticket's number."""
    names = [row.label for row in rows]
    return [
        f"{row.label} ({row.company.name})"
        if isinstance(row, Contact | Deal) and row.company and (isinstance(row, Contact) or names.count(row.label) > 1)
        else f"#{row.id} {row.label}"
        if isinstance(row, Ticket)
        else row.label
        for row in rows
    ]
