"""Sales velocity: how much the deals being worked on bring in a day, at the pace of those that were won."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Velocity:
    """`win_rate` as a share; `mean_value` in major units; what nothing is known of is None."""

    deals: int
    win_rate: float | None
    mean_value: float | None
    mean_days: float | None

    @property
    def per_day(self) -> float | None:
        """None where one of the four levers is unknown, or deals take no time at all."""
        if self.win_rate is None or self.mean_value is None or not self.mean_days:
            return None
        return self.deals * self.win_rate * self.mean_value / self.mean_days
