"""Outgoing webhooks: what happens is told to other systems, in order for each record, and again where it is asked for.

A change is noted in its own commit and becomes letters after it, so none is missed. An event's id, type, time and
data are those of the Standard Webhooks specification (standardwebhooks.com); the id stays the same however often it is
sent, so that a receiver can tell what it had.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from crm_domain.automation_events import Happening, happenings, lines_of
from crm_domain.desk import Desk
from crm_domain.journal import Change
from crm_domain.members import Member
from crm_domain.outbox import Letter, Post, post_all

CHANNEL = "webhook"
MOST = 10_000  # events that are sent again in one go
GIVEN_UP = (Post.DEAD, Post.MAYBE)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where which events go; without `events`, all. What signs them is known to the operator's settings alone."""

    name: str
    url: str
    events: frozenset[str] = field(default_factory=frozenset)

    def wants(self, event: str) -> bool:
        return not self.events or event in self.events


class Webhooks:
    """Those of one workspace, as its settings name them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def _session(self) -> Session:
        return self.desk.session

    def listed(self) -> Sequence[Webhook]:
        said = self.desk.workspace.webhooks or {}
        return [Webhook(name, one["url"], frozenset(one.get("events") or ())) for name, one in said.items()]

    def called(self, name: str) -> Webhook | None:
        return next((one for one in self.listed() if one.name.casefold() == name.strip().casefold()), None)

    def send(self, change: Change, found: Sequence[Happening], to: Iterable[Webhook] | None = None) -> int:
        """A letter for each event to each that wants it; how many."""
        hooks = self.listed() if to is None else to
        letters = [self._letter(hook, change, one) for one in found for hook in hooks if hook.wants(one.name)]
        post_all(self._session, letters)
        return len(letters)

    def _letter(self, hook: Webhook, change: Change, event: Happening) -> dict[str, Any]:
        """The record is its chat: letters of one chat leave in their order, each after the one before has arrived."""
        payload = {"type": event.name, "timestamp": event.at.isoformat(), "data": self._data(change, event)}
        address = {"hook": hook.name, "url": hook.url, "payload": payload}
        address["id"] = f"evt_{change.id}_{event.record}_{event.record_id}_{event.name.partition('.')[2]}"
        body = {"outcome": "done", "text": f"{event.name} {event.record}#{event.record_id}"}
        chat = f"{hook.name} {event.record}#{event.record_id}"
        return {
            "workspace_id": self.desk.workspace.id, "channel": CHANNEL, "chat": chat, "account": _account(hook),
            "direct": False, "address": address, "body": body, "at": self.desk.now,
        }  # fmt: skip

    def _data(self, change: Change, event: Happening) -> dict[str, Any]:
        by = self._session.get(Member, change.member_id) if change.member_id else None
        return {
            "record": event.record, "id": event.record_id, "change": change.id, "command": change.command,
            "by": by.handle if by else None, "before": event.before, "after": event.after,
        }  # fmt: skip

    def resend(self, hook: Webhook) -> int:
        """What was given up goes out once more, the oldest first."""
        again = update(Letter).where(*self._given_up(hook)).values(state=Post.DUE, tries=0, not_before=None)
        return int(getattr(self._session.execute(again), "rowcount", 0))

    def replay(self, hook: Webhook, since: datetime) -> int:
        """Every event since that moment once more, under the same ids; MOST at most, how many."""
        query = select(Change).where(Change.workspace_id == self.desk.workspace.id, Change.at >= since)
        sent = 0
        for change in self._session.scalars(query.order_by(Change.id)):
            events = list(happenings(lines_of(self._session, [change.id]), change.at))
            sent += self.send(change, list(islice(events, MOST - sent)), [hook])
            if sent >= MOST:
                break
        return sent

    def tally(self, hook: Webhook) -> Mapping[str, int]:
        """How many of its letters are in which state."""
        query = select(Letter.state, func.count()).where(*self._of(hook)).group_by(Letter.state)
        return dict(self._session.execute(query).tuples().all())

    def first_given_up(self, hook: Webhook) -> Letter | None:
        return self._session.scalars(select(Letter).where(*self._given_up(hook)).order_by(Letter.id).limit(1)).first()

    def _given_up(self, hook: Webhook) -> Sequence[Any]:
        return [*self._of(hook), Letter.state.in_(GIVEN_UP)]

    def _of(self, hook: Webhook) -> Sequence[Any]:
        here = Letter.workspace_id == self.desk.workspace.id
        return [here, Letter.channel == CHANNEL, Letter.account == _account(hook)]


def _account(hook: Webhook) -> str:
    return f"hook:{hook.name}"
