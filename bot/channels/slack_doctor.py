"""What may be wrong with the app's setup at Slack, and how to mend it."""

from __future__ import annotations

from typing import Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack_courier import TROUBLE, word_of
from bot.finding import Finding

SCOPES: Final = {
    "chat:write": "to answer",
    "commands": "to offer /crm",
    "im:history": "to read direct messages",
    "im:write": "to open a direct chat for what only one person may see",
    "app_mentions:read": "to hear its name",
    "channels:history": "to follow a thread in public channels",
    "groups:history": "to follow a thread in private channels",
    "mpim:history": "to follow a group conversation",
    "users:read": "to know who speaks",
    "files:write": "to send charts and exports",
    "files:read": "to import a file that somebody sends",
    "reactions:read": "to make a message a ticket by an emoji",
}
REINSTALL: Final = "then Install App → Reinstall to Workspace, and give Confab the token that it shows"
MANIFEST: Final = "Compare the app with docs/slack-manifest.yaml (App Manifest)"


async def examined(client: AsyncWebClient, app_token: str | None, signing_secret: str | None) -> list[Finding]:
    """Changes nothing; never raises for what Slack says."""
    return [*await _bot(client), await _line(client, app_token) if app_token else _door(signing_secret)]


async def _bot(client: AsyncWebClient) -> list[Finding]:
    try:
        me = await client.auth_test()
    except TROUBLE as error:
        return [_turned_away(error)]
    given = {scope.strip() for scope in me.headers.get("x-oauth-scopes", "").split(",")}
    found = Finding(True, f"The bot token belongs to @{me['user']} in {me['team']}.")
    missing = [_missing(scope, why) for scope, why in SCOPES.items() if scope not in given]
    return [found, *(missing or [Finding(True, "All scopes are there.")])]


def _turned_away(error: Exception) -> Finding:
    if not isinstance(error, SlackApiError):
        mend = "Check the network and, where Slack is blocked, set HTTPS_PROXY; then try again."
        return Finding(False, f"Slack cannot be asked: {type(error).__name__}", mend)
    mend = "Copy the Bot User OAuth Token (xoxb-…) anew from OAuth & Permissions."
    if word_of(error) == "account_inactive":
        mend = "The app was removed from the workspace: Install App → Install to Workspace, then copy the new token."
    return Finding(False, f"Slack does not accept the bot token: {word_of(error) or 'no reason given'}.", mend)


def _missing(scope: str, why: str) -> Finding:
    mend = f"OAuth & Permissions → Bot Token Scopes → Add {scope}; {REINSTALL}."
    return Finding(False, f"The scope {scope} is missing ({why}).", mend)


async def _line(client: AsyncWebClient, app_token: str) -> Finding:
    try:
        await client.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        mend = "Socket Mode must be on, and the app-level token (xapp-…) needs connections:write: Basic Information."
        return Finding(False, f"Socket Mode does not work: {word_of(error) or 'no reason given'}.", mend)
    except TROUBLE as error:
        return Finding(False, f"Slack cannot be asked: {type(error).__name__}", "Check the network; then try again.")
    return Finding(True, f"Socket Mode works; no public address is needed. {MANIFEST} if some events do not come.")


def _door(signing_secret: str | None) -> Finding:
    if not signing_secret:
        mend = "Add the app-level token (Socket Mode) or the signing secret (HTTP): Basic Information."
        return Finding(False, "Nothing of what Slack posts can be verified.", mend)
    mend = f"The Request URL of events, interactivity and /crm must end in /slack/events. {MANIFEST}."
    return Finding(True, "Slack posts to us, and every request is verified.", mend)
