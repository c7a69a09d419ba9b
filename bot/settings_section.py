"""What every part of the settings is made of."""

import re
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Annotated, ClassVar, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, model_validator


def _known_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("no such time zone; write a name such as Europe/London or Asia/Shanghai") from None
    return zone


def _content(path: object) -> object:
    if not isinstance(path, str | Path):
        raise ValueError("the path of a file that holds the secret")
    try:
        text = Path(path).expanduser().read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"the file {str(path)!r} cannot be read ({type(error).__name__})") from None
    if not text:
        raise ValueError(f"the file {str(path)!r} is empty")
    return text


SecretFile = Annotated[SecretStr, BeforeValidator(_content)]  # given as the path of the file that holds it
Zone = Annotated[str, AfterValidator(_known_zone)]


def shaped(pattern: str, allowed: str, text: str) -> str:
    """The text, if it has that shape."""
    if not re.fullmatch(pattern, text):
        raise ValueError(f"allowed: {allowed}")
    return text


WebAddress = Annotated[str, AfterValidator(partial(shaped, r"https?://\S+", "a web address (https://…)"))]


class Section(BaseModel):
    """A part of the settings. For each of `secrets` there is a NAME_file beside it."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    secrets: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="after")
    def _read_secrets(self) -> Self:
        for name in self.secrets:
            if getattr(self, name) is None:
                setattr(self, name, getattr(self, f"{name}_file"))
        return self

    def plain(self, name: str) -> str | None:
        """A secret as text."""
        value: SecretStr | None = getattr(self, name)
        return value.get_secret_value() if value else None


def _with_known_holidays(country: str) -> str:
    import holidays

    name, _, part = country.partition("-")
    if name not in (known := holidays.list_supported_countries()) or (part and part not in known[name]):
        raise ValueError("no such country; write a code such as GB, CN or GB-ENG")
    return country


class DaysOff(Section):
    """Days without work, beside the weekends: the holidays of a country, and others."""

    holidays: Annotated[str, AfterValidator(_with_known_holidays)] | None = None
    closed: list[date] = Field(default_factory=list)


class ExchangeRate(Section):
    """What one unit is worth in the base currency, from a day on."""

    worth: Decimal = Field(gt=0)
    since: date
