"""How support is run: service levels, business calendars, alerts, triage, the customers' chats."""

from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from bot.settings_section import DaysOff, Section, Zone

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
PriorityName = Literal["low", "normal", "high", "urgent"]


class Hours(DaysOff):
    """A business calendar. `zone` may be “customer”: wherever the company's clock stands."""

    zone: Zone | Literal["customer"] | None = None
    days: dict[Day, list[str]] = Field(min_length=1)

    @field_validator("days")
    @classmethod
    def _spans(cls, days: dict[Day, list[str]]) -> dict[Day, list[str]]:
        from crm_domain.calendars import hours

        try:
            hours(dict(days.items()))
        except ValueError as error:
            raise ValueError(f"{error}; write spans of a day such as 09:00-12:30") from None
        return days


class Targets(Section):
    """In minutes; null is no promise."""

    first_response: float | None = Field(default=None, gt=0)
    next_response: float | None = Field(default=None, gt=0)
    resolution: float | None = Field(default=None, gt=0)


class ServiceLevel(Section):
    tier: str | None = None
    calendar: str | None = None
    targets: dict[PriorityName, Targets] = Field(default_factory=dict)


class SupportDesk(Section):
    """What is left out is as usual."""

    calendars: dict[str, Hours] = Field(default_factory=dict)
    policies: list[ServiceLevel] = Field(default_factory=list)
    warn_at: float = Field(default=0.75, gt=0, lt=1)
    on_call: list[str] = Field(default_factory=list)
    escalate_to: list[str] = Field(default_factory=list)
    escalate_after: float = Field(default=60, ge=0)
    new_number_after: float = Field(default=14 * 24 * 60, ge=0)
    auto_triage: float | None = Field(default=None, gt=0, le=1)
    skills: dict[str, list[str]] = Field(default_factory=dict)
    ask_rating_after: float = Field(default=60, ge=0)
    remind_rating_after: float = Field(default=2 * 24 * 60, gt=0)
    customer_chats: dict[str, list[str]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _known_calendars(self) -> Self:
        for policy in self.policies:
            if policy.calendar and policy.calendar not in self.calendars:
                raise ValueError(
                    f"no such calendar: {policy.calendar}; those are: {', '.join(self.calendars) or 'none'}"
                )
        return self

    def to_plain(self) -> dict[str, Any]:
        """As the workspace keeps it: only what was said."""
        return self.model_dump(mode="json", exclude_unset=True)
