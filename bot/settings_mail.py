"""The company's mail: the server that letters go out by, and the mailbox that is read."""

from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator

from bot.settings_section import SecretFile, Section

Tls = Literal["starttls", "always", "never"]


class Smtp(Section):
    """The mail server for what automations, campaigns and the answers on tickets send."""

    secrets = ("password",)

    host: str = ""
    port: int = Field(default=587, ge=1, le=65535)
    sender: str = "confab@localhost"
    user: str = ""
    password: SecretStr | None = None
    password_file: SecretFile | None = None
    tls: Tls = "starttls"


class Imap(Section):
    """The mailbox that customers write to; read as soon as it has a host."""

    secrets = ("password",)

    host: str = ""
    port: int = Field(default=993, ge=1, le=65535)
    user: str = ""
    password: SecretStr | None = None
    password_file: SecretFile | None = None
    tls: Tls = "always"
    folder: str = "INBOX"
    every_seconds: float = Field(default=30, gt=0)
    addresses: list[str] = Field(default_factory=list)  # under which it is written to, besides smtp.sender
    becomes: Literal["ticket", "activity"] = "ticket"  # what a known contact writes unasked

    @model_validator(mode="after")
    def _has_a_user(self) -> Self:
        if self.host and not self.user:
            raise ValueError("a mailbox needs `user`, and a password (CONFAB_IMAP__PASSWORD or imap.password_file)")
        return self
