"""How one member means what can be meant in two ways."""

from dataclasses import dataclass, field

from crm_domain.calendars import Calendar

_PARTS = {
    "dawn": (0, 6),
    "morning": (6, 12),
    "noon": (12, 13),
    "afternoon": (12, 18),
    "evening": (18, 24),
    "night": (20, 28),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """The conventions a message is read by; the zone comes with `now`.

    `day_first`: 4/12 is the fourth of December. `bare_clock`: what a clock time without a day is, "moment" (the
    next such one) or "time". `coming_weekday`: "next Friday" is the first one after today; otherwise that of next
    week. `since_ends_today`: "since May" is over today, otherwise it is open. `parts`: the hours of each part of the
    day, counted on past midnight. `calendar`: which days are worked on.
    """

    day_first: bool = True
    bare_clock: str = "moment"
    coming_weekday: bool = False
    since_ends_today: bool = True
    parts: dict[str, tuple[int, int]] = field(default_factory=lambda: dict(_PARTS))
    calendar: Calendar = field(default_factory=Calendar)

    @property
    def country(self) -> str:
        """Whose feasts and ways of writing count (ISO 3166); empty where nobody's do."""
        return (self.calendar.country or "").partition("-")[0]


MEMBER = Policy()
# What other programs ask for: month before day, a clock alone is no moment.
GENERIC = Policy(day_first=False, bare_clock="time", since_ends_today=False)
