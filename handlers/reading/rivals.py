"""Everything that a message may be by its phrases: what `why` tells the rivals from."""

from handlers.context import Context
from handlers.reading.fits import fit_of
from handlers.reading.politeness import politely
from handlers.reading.reader import by_phrases
from handlers.reading.readings import Reading


def readings_of(text: str, context: Context) -> list[Reading]:
    """What explains most first."""
    readings = list(by_phrases(politely(text), context))
    for reading in readings:
        reading.fit = fit_of(reading, context)
    return sorted(readings, key=lambda reading: -reading.worth)
