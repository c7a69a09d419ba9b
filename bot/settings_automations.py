"""Rules of the file, which automations of ours this house does without, and which systems are told what happens."""

from typing import Any, Self

from pydantic import ConfigDict, Field, SecretStr, field_validator, model_validator

from bot.settings_section import SecretFile, Section, WebAddress


class OutgoingWebhook(Section):
    """Another system that is told what happens, signed with a secret of its own. No `events`: all of them."""

    secrets = ("secret",)

    url: WebAddress
    events: list[str] = Field(default_factory=list)
    secret: SecretStr | None = None
    secret_file: SecretFile | None = None

    @field_validator("events")
    @classmethod
    def _known(cls, names: list[str]) -> list[str]:
        from crm_domain.automation_events import EVENTS

        if unknown := sorted(set(names) - set(EVENTS)):
            raise ValueError(f"no such event: {', '.join(unknown)}; there are {', '.join(sorted(EVENTS))}")
        return names

    @model_validator(mode="after")
    def _signs(self) -> Self:
        if self.secret is None:
            raise ValueError("a webhook needs a secret to sign with: secret_file, or CONFAB_WEBHOOKS__NAME__SECRET")
        return self

    def to_plain(self) -> dict[str, Any]:
        """As the workspace keeps it: without the secret."""
        return {"url": self.url, "events": self.events}


class Rule(Section):
    """A rule of the file: in the words that it could be said in, or exactly (`on`, `if`, `steps`)."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, populate_by_name=True)

    name: str = Field(min_length=1, max_length=60)
    when: str = ""
    condition: str = Field(default="", alias="if")
    then: str = ""
    on: dict[str, Any] = Field(default_factory=dict)
    steps: list[dict[str, Any]] = Field(default_factory=list)
    owner: str | None = None
    channel: str | None = None
    chat: str | None = None
    enabled: bool = True

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.when and self.then) and not (self.on and self.steps):
            raise ValueError("a rule needs `when` and `then` in words, or `on` and `steps`")
        return self


class Automations(Section):
    off: list[str] = Field(default_factory=list)
    rules: list[Rule] = Field(default_factory=list)
    private_webhooks: bool = False

    @field_validator("off")
    @classmethod
    def _known(cls, names: list[str]) -> list[str]:
        import automations.clockwork  # noqa: F401 - declares them
        from automations.automation import AUTOMATIONS

        if unknown := sorted(set(names) - set(AUTOMATIONS)):
            raise ValueError(f"no such automation: {', '.join(unknown)}; there are {', '.join(sorted(AUTOMATIONS))}")
        return names
