"""What an operator sets: config.yaml, over it the environment; secrets from the environment or a file of their own."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from bot.settings_automations import Automations, OutgoingWebhook
from bot.settings_file import BadSettings, Source, read_source
from bot.settings_keeping import Backup, Encryption
from bot.settings_mail import Imap, Smtp
from bot.settings_section import DaysOff, ExchangeRate, SecretFile, Section, WebAddress, Zone, shaped
from bot.settings_support import SupportDesk

if TYPE_CHECKING:
    from crm_domain.access import Access

__all__ = ["BadSettings", "Settings", "load_settings"]

DEFAULT_FILE = Path("config.yaml")
PREFIX = "CONFAB_"

ReachName = Literal["none", "own", "team", "all"]
RoleName = Literal["admin", "manager", "rep", "agent"]


def _bot_token(token: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:\S+", token.get_secret_value()):
        raise ValueError("not a bot token; @BotFather gives one such as 110201543:AAH…")
    return token


@cache
def nouns() -> frozenset[str]:
    """The kinds of records that rights are about."""
    from crm_domain.crm import Row

    def below(kind: type[Row]) -> Iterator[type[Row]]:
        for child in kind.__subclasses__():
            yield child
            yield from below(child)

    return frozenset({"*", "workspace"} | {row.noun for row in below(Row)})


def _known_noun(noun: str) -> str:
    if noun not in nouns():
        raise ValueError(f"no such kind of record; allowed: {', '.join(sorted(nouns()))}")
    return noun


Noun = Annotated[str, AfterValidator(_known_noun)]
Currency = Annotated[str, AfterValidator(partial(shaped, r"[A-Z]{3}", "three capital letters such as USD or CNY"))]


class Server(Section):
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)


class Slack(Section):
    """Configured once it has a bot token: with an app token in socket mode, else by signed HTTP events."""

    secrets = ("bot_token", "signing_secret", "app_token")

    bot_token: SecretStr | None = None
    bot_token_file: SecretFile | None = None
    signing_secret: SecretStr | None = None
    signing_secret_file: SecretFile | None = None
    app_token: SecretStr | None = None
    app_token_file: SecretFile | None = None
    base_url: WebAddress = "https://slack.com/api/"

    @model_validator(mode="after")
    def _has_a_way_in(self) -> Self:
        if self.bot_token and not (self.app_token or self.signing_secret):
            raise ValueError("a bot token needs app_token (socket mode) or signing_secret (HTTP events) beside it")
        return self


class Telegram(Section):
    """Configured once it has a token: with a webhook address it is pushed to, else it polls."""

    secrets = ("token", "secret")

    token: Annotated[SecretStr, AfterValidator(_bot_token)] | None = None
    token_file: Annotated[SecretFile, AfterValidator(_bot_token)] | None = None
    webhook_url: WebAddress | None = None
    secret: SecretStr | None = None
    secret_file: SecretFile | None = None
    base_url: WebAddress = "https://api.telegram.org/bot"


class Hook(Section):
    """What another system sends becomes a command: each slot is found at a path of its JSON (customer.name)."""

    command: str
    slots: dict[str, str]

    @model_validator(mode="after")
    def _known(self) -> Self:
        from handlers import commands  # noqa: F401 - declares them
        from handlers.command import COMMANDS

        if self.command not in COMMANDS:
            raise ValueError(f"no such command: {self.command}")
        if unknown := sorted(self.slots.keys() - COMMANDS[self.command].params.keys()):
            raise ValueError(f"{self.command} has no slot {unknown[0]}")
        return self


class Logging(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(BaseSettings):
    """None for currency, time zone and language: what the database has (a new one: USD, UTC, by the person)."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_ignore_empty=True,
        extra="forbid",
        hide_input_in_errors=True,
    )

    database: str = Field(default="var/confab.db", min_length=1)
    workspace: str = Field(default="main", min_length=1)
    files: Path | None = None  # None: beside the database
    base_currency: Currency | None = None
    exchange_rates: dict[Currency, ExchangeRate] = Field(default_factory=dict)
    timezone: Zone | None = None
    language: Literal["en", "zh"] | None = None
    server: Server = Server()
    slack: Slack = Slack()
    telegram: Telegram = Telegram()
    customer_bot: Telegram = Telegram()
    working_days: DaysOff | None = None
    support: SupportDesk | None = None
    access: dict[RoleName, dict[Noun, tuple[ReachName, ReachName]]] = Field(default_factory=dict)
    smtp: Smtp = Smtp()
    imap: Imap = Imap()
    automations: Automations = Automations()
    webhooks: dict[str, OutgoingWebhook] = Field(default_factory=dict)
    keep_messages_days: int | None = Field(default=None, ge=1)
    backup: Backup = Backup()
    encryption: Encryption = Encryption()
    hooks: dict[str, Hook] = Field(default_factory=dict)
    logging: Logging = Logging()

    def rules(self) -> "Access":
        """The default rights with this workspace's changes laid over them, role by role."""
        from crm_domain.access import DEFAULT_RIGHTS, Access, Reach
        from crm_domain.members import Role

        changes = {
            Role(role): {noun: (Reach[read.upper()], Reach[write.upper()]) for noun, (read, write) in nouns.items()}
            for role, nouns in self.access.items()
        }
        return Access({role: {**rights, **changes.get(role, {})} for role, rights in DEFAULT_RIGHTS.items()})

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings


def load_settings(path: Path | None = None) -> Settings:
    """Raises BadSettings. The default file may be missing, a named one may not."""
    file = path or DEFAULT_FILE
    source = read_source(file, named=path is not None)
    _refuse_open_secrets(source)
    try:
        return Settings(**source.said)
    except ValidationError as error:
        raise BadSettings(_complaint(source, error)) from None
    except SettingsError as error:
        raise BadSettings(f"environment: {str(error).splitlines()[0]}") from None


def _refuse_open_secrets(source: Source) -> None:
    """A configuration file is copied, committed and shown around."""
    for name, section in (
        ("slack", Slack),
        ("telegram", Telegram),
        ("customer_bot", Telegram),
        ("smtp", Smtp),
        ("imap", Imap),
        ("backup", Backup),
        ("encryption", Encryption),
    ):
        _refuse_open_secret(source, [name], section, source.said.get(name))
    hooks = source.said.get("webhooks")
    for name, said in hooks.items() if isinstance(hooks, dict) else ():
        _refuse_open_secret(source, ["webhooks", str(name)], OutgoingWebhook, said)
    if re.search(r"://[^/@]*:[^/@]+@", str(source.said.get("database"))):
        where = f"{source.file}:{source.line_of(['database'])}: database"
        raise BadSettings(f"{where}: holds a password; set {PREFIX}DATABASE instead")


def _refuse_open_secret(source: Source, path: list[str], section: type[Section], said: Any) -> None:
    for secret in section.secrets:
        if isinstance(said, dict) and secret in said:
            name = ".".join([*path, secret])
            where = f"{source.file}:{source.line_of([*path, secret])}: {name}"
            variable = f"{PREFIX}{'__'.join([*path, secret])}".upper()
            raise BadSettings(f"{where}: a secret; set {variable} or {name}_file instead")


def _complaint(source: Source, error: ValidationError) -> str:
    """The first of what is wrong."""
    first = error.errors(include_url=False, include_input=False)[0]
    path = [str(part) for part in first["loc"] if part != "[key]"]
    return f"{source.place(path, PREFIX)}: {_wrong(first['type'], first['msg'], first.get('ctx', {}), path)}"


def _wrong(kind: str, message: str, context: dict[str, Any], path: Sequence[str]) -> str:
    if kind == "extra_forbidden":
        return f"no such setting; allowed: {', '.join(_fields(path[:-1]))}"
    if kind == "literal_error":
        return f"allowed: {context['expected']}"
    return message.removeprefix("Value error, ")


def _fields(path: Sequence[str]) -> list[str]:
    """The settings below a path."""
    model: type[BaseModel] = Settings
    for part in path:
        inner = model.model_fields[part].annotation
        model = inner if isinstance(inner, type) and issubclass(inner, BaseModel) else model
    return list(model.model_fields)
