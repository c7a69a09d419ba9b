"""Rights that run out: trigger ids, response URLs."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

from .refusal import Refusal

RESPONSE_USES = 5
RESPONSE_SECONDS = 1_800.0


@dataclass
class Ticket:
    """Given to `user`, about a message (`ts`) in a channel; good for `uses` uses.

    expires: monotonic seconds.
    """

    id: str
    user: str
    expires: float
    uses: int
    channel: str = ""
    ts: str = ""
    view: str = ""

    @property
    def expired(self) -> bool:
        return time.monotonic() > self.expires


@dataclass
class Tickets:
    """trigger_seconds, response_seconds: how long they live; a test may shorten them."""

    trigger_seconds: float = 3.0
    response_seconds: float = RESPONSE_SECONDS
    triggers: dict[str, Ticket] = field(default_factory=dict)
    responses: dict[str, Ticket] = field(default_factory=dict)

    def trigger(self, user: str, view: str = "") -> str:
        """A new trigger id; `view`: the view whose button was pressed, so that another can be pushed on it."""
        id = f"{secrets.randbits(40)}.{secrets.randbits(40)}.{secrets.token_hex(16)}"
        self.triggers[id] = Ticket(id, user, time.monotonic() + self.trigger_seconds, 1, view=view)
        return id

    def exchange(self, trigger_id: str) -> Ticket:
        """Use a trigger id. Refusal `invalid_trigger_id`, `expired_trigger_id` or `exchanged_trigger_id`."""
        ticket = self.triggers.get(trigger_id)
        if ticket is None:
            raise Refusal("invalid_trigger_id")
        return _used(ticket, "expired_trigger_id", "exchanged_trigger_id")

    def response(self, user: str, channel: str, ts: str = "") -> str:
        """A new response URL's last part."""
        id = secrets.token_urlsafe(16)
        expires = time.monotonic() + self.response_seconds
        self.responses[id] = Ticket(id, user, expires, RESPONSE_USES, channel, ts)
        return id

    def respond(self, id: str) -> Ticket:
        """Use a response URL. Refusal `invalid_url`, `expired_url` or `used_url`."""
        if id not in self.responses:
            raise Refusal("invalid_url")
        return _used(self.responses[id], "expired_url", "used_url")


def _used(ticket: Ticket, expired: str, used: str) -> Ticket:
    if ticket.expired:
        raise Refusal(expired)
    if ticket.uses <= 0:
        raise Refusal(used)
    ticket.uses -= 1
    return ticket
