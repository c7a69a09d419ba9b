"""What may be wrong with a bot's setup at Telegram, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from telegram import Bot, User, WebhookInfo
from telegram.constants import SUPPORTED_WEBHOOK_PORTS
from telegram.error import InvalidToken, TelegramError

from bot.finding import Finding

BACKLOG: Final = 100


Menu = Mapping[str, Sequence[tuple[str, str]]]


async def examined(bot: Bot, hook: str | None, commands: Menu) -> list[Finding]:
    """`hook`: the webhook address, None when polling. Changes nothing; never raises for what Telegram says."""
    try:
        me = await bot.get_me()
        info = await bot.get_webhook_info()
        menus = [await _menu(bot, language, menu) for language, menu in commands.items()]
    except InvalidToken:
        return [
            Finding(False, "Telegram does not accept the token.", "Copy it anew from @BotFather: /mybots, API Token.")
        ]
    except TelegramError as error:
        mend = "Check the network and, where Telegram is blocked, set HTTPS_PROXY; then try again."
        return [Finding(False, f"Telegram cannot be asked: {error.message}", mend)]
    return [Finding(True, f"The token belongs to @{me.username}."), *_road(info, hook), *_groups(me), *menus]


def _road(info: WebhookInfo, hook: str | None) -> list[Finding]:
    return [*(_hook(info, hook) if hook else _polling(info)), *_backlog(info)]


def _polling(info: WebhookInfo) -> list[Finding]:
    if not info.url:
        return [Finding(True, "Updates are fetched by long polling; no public address is needed.")]
    what = f"A webhook is set ({urlsplit(info.url).hostname}), so polling gets nothing."
    mend = (
        "Start the bot: it removes the webhook. If it comes back, another program uses this token: give each its own."
    )
    return [Finding(False, what, mend)]


def _hook(info: WebhookInfo, hook: str) -> list[Finding]:
    found = [_address(hook)]
    if info.url != hook:
        what = "Telegram pushes to another address." if info.url else "No webhook is set yet."
        found.append(Finding(False, what, "Start the bot: it sets the webhook. Only one program may use a token."))
    if info.last_error_message:
        at = f" ({info.last_error_date:%Y-%m-%d %H:%M} UTC)" if info.last_error_date else ""
        found.append(Finding(False, f"Telegram's last push failed{at}: {info.last_error_message}", _cure(info)))
    return found


def _address(hook: str) -> Finding:
    parts = urlsplit(hook)
    port = parts.port or 443
    if parts.scheme == "https" and port in SUPPORTED_WEBHOOK_PORTS:
        return Finding(True, f"Updates are pushed to {parts.hostname}.")
    ports = ", ".join(str(int(port)) for port in sorted(SUPPORTED_WEBHOOK_PORTS))
    return Finding(False, "Telegram does not push to this address.", f"Use https and one of the ports {ports}.")


def _cure(info: WebhookInfo) -> str:
    said = (info.last_error_message or "").lower()
    cures = {
        "certificate": "The certificate must be valid and complete (with its chain) for this host name.",
        "ssl": "The certificate must be valid and complete (with its chain) for this host name.",
        "403": "The secret differs: restart all replicas with the same token and secret.",
        "404": "Pass /telegram/ through to the bot in the reverse proxy.",
        "resolve": "The host name has no public DNS entry.",
    }
    general = "See that the address is reachable from outside and look into the bot's log at that time."
    return next((cure for word, cure in cures.items() if word in said), general)


def _backlog(info: WebhookInfo) -> list[Finding]:
    count = info.pending_update_count
    if count <= BACKLOG:
        return []
    return [Finding(False, f"{count} updates wait at Telegram.", "See that the bot runs; it takes them in by itself.")]


def _groups(me: User) -> list[Finding]:
    if not me.can_join_groups:
        mend = "To use it in groups: @BotFather, /setjoingroups, Enable."
        return [Finding(True, "The bot cannot be added to groups.", mend)]
    if me.can_read_all_group_messages:
        what = "Privacy mode is off: the bot gets every message of its groups (it answers only what is meant for it)."
        return [
            Finding(
                True, what, "If that is not wanted: @BotFather, /setprivacy, Enable; then add it to the groups anew."
            )
        ]
    what = "Privacy mode is on: in groups the bot hears only commands, mentions and replies to it."
    return [
        Finding(
            True, what, "Usually right. To hear all: @BotFather, /setprivacy, Disable; then add it to the groups anew."
        )
    ]


async def _menu(bot: Bot, language: str, menu: Sequence[tuple[str, str]]) -> Finding:
    offered = await bot.get_my_commands(language_code=language or None)
    name = f"The command menu ({language or 'default'})"
    if [(entry.command, entry.description) for entry in offered] == [tuple(entry) for entry in menu]:
        return Finding(True, f"{name} is set.")
    return Finding(False, f"{name} is missing or out of date.", "Restart the bot: it sets the menu when it starts.")
