"""Methods that settle how the bot gets its updates and what its menu offers."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any

from tests.peers.telegram.calls import Call
from tests.peers.telegram.cloud import Cloud
from tests.peers.telegram.errors import bad_request, conflict
from tests.peers.telegram.registry import api

_HOOKED = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"


@api("getUpdates")
async def get_updates(cloud: Cloud, call: Call) -> list[dict[str, Any]]:
    """A later poll ends an earlier one that still waits: the earlier one gets 409, as on the real server."""
    if cloud.webhook.active:
        raise conflict(_HOOKED)
    cloud.updates.allow(call.structure("allowed_updates"))
    cloud.updates.confirm_before(call.integer("offset"))
    limit = min(max(call.integer("limit", 100), 1), 100) if call.integer("limit", 100) else 100
    return await _poll(cloud, limit, time.monotonic() + min(call.integer("timeout"), 50))


async def _poll(cloud: Cloud, limit: int, until: float) -> list[dict[str, Any]]:
    cloud.polls += 1
    mine = cloud.polls
    cloud.waiting_poll = mine
    cloud.bell.ring()
    try:
        while not (cloud.updates.pending or cloud.updates.again) and time.monotonic() < until:
            await cloud.bell.heard(until - time.monotonic())
            _check_still_mine(cloud, mine)
        return [delivery.wire() for delivery in cloud.updates.handed_over(limit)]
    finally:
        if cloud.waiting_poll == mine:
            cloud.waiting_poll = 0


def _check_still_mine(cloud: Cloud, mine: int) -> None:
    if cloud.webhook.active:
        raise conflict("terminated by setWebhook request")
    if cloud.waiting_poll != mine:
        raise conflict(_OTHER_POLL)


@api("setWebhook")
async def set_webhook(cloud: Cloud, call: Call) -> bool:
    url = call.text("url") or ""
    if not url:
        delete_webhook(cloud, call)
        return True
    secret = call.text("secret_token")
    _check_webhook(url, secret)
    cloud.updates.allow(call.structure("allowed_updates"))
    if call.flag("drop_pending_updates"):
        cloud.updates.drop_all()
    call.note = "Webhook was set"
    cloud.webhook.start(url, secret, min(max(call.integer("max_connections", 40), 1), 100))
    cloud.bell.ring()
    # A poll that waits must hear of it before this answer is out.
    await asyncio.sleep(0)
    return True


def _check_webhook(url: str, secret: str | None) -> None:
    """Plain http and any port are taken, as by a local Bot API server."""
    if not re.match(r"https?://[^/\s]+", url):
        raise bad_request("bad webhook: invalid URL specified")
    if secret and len(secret) > 256:
        raise bad_request("secret token is too long")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]+", secret):
        raise bad_request("secret token contains unallowed characters")


@api("deleteWebhook")
def delete_webhook(cloud: Cloud, call: Call) -> bool:
    call.note = "Webhook was deleted" if cloud.webhook.active else "Webhook is already deleted"
    cloud.webhook.stop()
    if call.flag("drop_pending_updates"):
        cloud.updates.drop_all()
    return True


@api("getWebhookInfo")
def get_webhook_info(cloud: Cloud, call: Call) -> dict[str, Any]:
    hook = cloud.webhook
    info: dict[str, Any] = {"url": hook.url, "has_custom_certificate": False}
    info["pending_update_count"] = len(cloud.updates.pending)
    if hook.active:
        info |= {"max_connections": hook.max_connections, "ip_address": "127.0.0.1"}
    if hook.last_error:
        info |= dict(zip(("last_error_date", "last_error_message"), hook.last_error, strict=True))
    return info | ({"allowed_updates": sorted(cloud.updates.allowed)} if cloud.updates.allowed else {})


@api("setMyCommands")
def set_my_commands(cloud: Cloud, call: Call) -> bool:
    cloud.menu.put(call)
    cloud.bell.ring()
    return True


@api("getMyCommands")
def get_my_commands(cloud: Cloud, call: Call) -> list[dict[str, str]]:
    return cloud.menu.get(call)


@api("deleteMyCommands")
def delete_my_commands(cloud: Cloud, call: Call) -> bool:
    cloud.menu.delete(call)
    return True
