"""How long a talk was and how content the customer was, where somebody says so in passing."""

import re
from datetime import datetime

from handlers.reading.policy import Policy
from handlers.reading.spans import Duration
from handlers.reading.values import read_values

MOST_MINUTES = 24 * 60
_BEFORE = re.compile(
    r"(?:\b(?:for|took|lasted|spent|length|duration)\s*:?\s*(?:about|around|some|only)?|"
    r"(?:聊了|谈了|通话|用了|花了|开了|持续|时长|历时|打了|见了|讲了|用时)\s*(?:大概|大约|约|差不多)?|^)\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^\s*(?:-|long\b|call\b|meeting\b|visit\b|chat\b|talk\b|demo\b|的?(?:电话|会|会议|拜访|沟通|通话))", re.IGNORECASE
)
_SATISFIED = re.compile(
    r"(?:satisfaction|satisfied|happiness|mood|rating|rated(?: it| us)?|scored?)\D{0,12}?([0-5])(?![0-9])|"
    r"(?<![0-9/])([0-5])\s*(?:/|out of|of)\s*5(?![0-9/])|满意度?\D{0,4}?([0-5])(?![0-9])|打了?([0-5])\s*分",
    re.IGNORECASE,
)


def minutes_of(said: str, now: datetime) -> int | None:
    """Only what is said of the talk itself: “call back in 20 minutes” is no length."""
    for span in read_values(said, now, Policy(), ("duration",)):
        if isinstance(span.value, Duration) and span.value.seconds and not span.value.days:
            told = _BEFORE.search(said[: span.start]) or _AFTER.match(said[span.end :])
            minutes = round(span.value.seconds / 60)
            if told and 0 < minutes <= MOST_MINUTES:
                return minutes
    return None


def satisfaction_of(said: str) -> int | None:
    """Of five."""
    found = _SATISFIED.search(said)
    return int(next(part for part in found.groups() if part)) if found else None
