"""Chinese, as the front door takes it: what is read of every message, and what only for those who ask for more."""

from handlers.reading import zh_clocks, zh_days, zh_durations, zh_periods, zh_recurrences
from handlers.reading.zh_bounds import BOUNDS
from handlers.reading.zh_counted import COUNTED
from handlers.reading.zh_festivals import FESTIVALS
from handlers.reading.zh_hours import HOURS
from handlers.reading.zh_rolling import HOURS as ROLLING_HOURS
from handlers.reading.zh_rolling import ROLLING

DAYS = (zh_days.DAYS, FESTIVALS)
STRETCHES = (zh_periods.PERIODS,)
TIMES = (zh_clocks.CLOCKS, zh_days.PARTS)
JOINS = (COUNTED,)
MORE_TIMES = (zh_recurrences.EVERY, zh_days.MOMENTS, ROLLING_HOURS)
MORE_JOINS = (BOUNDS, ROLLING, HOURS, zh_recurrences.RECURRENCES)
RULES = (*DAYS, *STRETCHES, *TIMES, *MORE_TIMES)
HINTS = zh_durations.HINTS
durations = zh_durations.durations
