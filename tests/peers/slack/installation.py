"""The app as it is installed in the workspace: its ids, its secrets, its scopes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

BOT_SCOPES = (
    "app_mentions:read,assistant:write,channels:history,channels:read,chat:write,commands,files:read,"
    "files:write,groups:history,groups:read,im:history,im:read,im:write,mpim:history,mpim:read,mpim:write,"
    "reactions:read,reactions:write,users:read,users:read.email"
)


@dataclass
class Installation:
    """`scopes` may be changed by a test: a method whose scope is missing answers `missing_scope`."""

    team: str = "T1"
    team_name: str = "Acme"
    app: str = "A1"
    bot: str = "B1"
    bot_user: str = "UBOT"
    bot_name: str = "confab"
    bot_token: str = "xoxb-local"
    app_token: str = "xapp-local"
    signing_secret: str = "local-signing-secret"
    verification_token: str = "local-verification"
    scopes: set[str] = field(default_factory=lambda: set(BOT_SCOPES.split(",")))

    @property
    def mention(self) -> str:
        return f"<@{self.bot_user}>"

    def scope_header(self) -> str:
        return ",".join(sorted(self.scopes))

    def team_json(self) -> Json:
        return {"id": self.team, "domain": self.team_name.lower()}
