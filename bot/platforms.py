"""Which platforms are configured, and how they are reached: an adapter of each, ready to listen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.channel import Channel
from bot.finding import Finding
from bot.frontdesk import Clock
from bot.settings import Settings, Telegram

MENU: Mapping[str, Sequence[tuple[str, str]]] = {
    "": [("help", "What I can do"), ("crm", "Ask or tell the CRM something")],
    "zh": [("help", "我能做什么"), ("crm", "向 CRM 提问或下指令")],
}
CUSTOMER_MENU: Mapping[str, Sequence[tuple[str, str]]] = {
    "": [("tickets", "My requests")],
    "zh": [("tickets", "我的请求")],
}
HOW = (
    "set CONFAB_SLACK__BOT_TOKEN (with CONFAB_SLACK__APP_TOKEN or CONFAB_SLACK__SIGNING_SECRET)"
    " or CONFAB_TELEGRAM__TOKEN; config.yaml tells more"
)


class Platform(Channel, Protocol):
    """A channel that others run: it can be examined, and may be called over HTTP."""

    @property
    def asgi(self) -> Any: ...

    async def doctor(self) -> Sequence[Finding]: ...


@dataclass(frozen=True, slots=True)
class Wired:
    """`road` says how messages come in; `prefix` is where its own HTTP is found; `api` is what it calls."""

    channel: Platform
    road: str
    prefix: str
    api: str


def wired(settings: Settings, clock: Clock) -> list[Wired]:
    """Those that have a token. Nothing is called yet; call it inside the running loop."""
    found = [_slack(settings, clock), _customer_bot(settings, clock), _telegram(settings, clock)]
    return [one for one in found if one]


def _slack(settings: Settings, clock: Clock) -> Wired | None:
    own = settings.slack
    token, app_token = own.plain("bot_token"), own.plain("app_token")
    if token is None:
        return None
    from bot.channels.slack import SlackChannel

    channel = SlackChannel(
        token, own.plain("signing_secret"), app_token, own.base_url, clock, customer_chats=_chats(settings, "slack")
    )
    road = "socket mode" if app_token else "signed HTTP, Slack calls /slack/events"
    return Wired(channel, road, "/slack/", own.base_url)


def _telegram(settings: Settings, clock: Clock) -> Wired | None:
    return _telegram_bot(settings.telegram, clock, customer_chats=_chats(settings, "telegram"))


def _customer_bot(settings: Settings, clock: Clock) -> Wired | None:
    """A bot of its own for customers; its address lies below the other one's, so it is looked for first."""
    return _telegram_bot(settings.customer_bot, clock, customers=True)


def _chats(settings: Settings, platform: str) -> Sequence[str]:
    return settings.support.customer_chats.get(platform, ()) if settings.support else ()


def _telegram_bot(
    own: Telegram, clock: Clock, customers: bool = False, customer_chats: Sequence[str] = ()
) -> Wired | None:
    token, secret = own.plain("token"), own.plain("secret")
    if token is None:
        return None
    from bot.channels.telegram import TelegramChannel, hook_address

    menu = CUSTOMER_MENU if customers else MENU
    more: dict[str, Any] = {"commands": menu, "customers": customers, "customer_chats": customer_chats}
    channel = TelegramChannel(token, own.webhook_url, secret, own.base_url, clock, **more)
    road = f"webhook {hook_address(own.webhook_url, customers)}" if own.webhook_url else "long polling"
    return Wired(channel, road, "/telegram/customers" if customers else "/telegram/", own.base_url)
