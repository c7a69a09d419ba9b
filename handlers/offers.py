"""What a message may have meant, offered as buttons."""

from collections.abc import Sequence

from crm_domain.texts import T
from handlers.reading.guessing import Guess
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
