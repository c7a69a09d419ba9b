"""`python -m bot.learning` trains the reader of what fits no phrase, where that is still to be done."""

from handlers import commands  # noqa: F401 - declares what is learned
from handlers.reading.guessing import intent_reader

if __name__ == "__main__":
    intent_reader()
