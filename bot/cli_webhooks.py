"""`crm webhook …`: what goes out to other systems, and once more."""

from argparse import Namespace
from datetime import datetime

from bot.cli import BadUsage, settings_of
from bot.cli_members import aligned, say
from bot.house import open_house
from crm_domain.crm import Crm
from crm_domain.webhooks import GIVEN_UP, Webhook


def show_all(args: Namespace) -> None:
    house = open_house(settings_of(args))
    with house.store.transaction() as session:
        crm = house.crm(session)
        rows = [
            [one.name, one.url, ",".join(sorted(one.events)) or "all", *_counts(crm, one)]
            for one in crm.webhooks.listed()
        ]
    for row in aligned([["name", "url", "events", "delivered", "waiting", "given up"], *rows]):
        say(row)


def _counts(crm: Crm, hook: Webhook) -> list[str]:
    tally = crm.webhooks.tally(hook)
    counts = tally.get("sent", 0), tally.get("due", 0) + tally.get("sending", 0), sum(tally.get(s, 0) for s in GIVEN_UP)
    return [str(count) for count in counts]


def replay(args: Namespace) -> None:
    """What it did not take, or all since a moment; a running `crm serve` sends it within seconds."""
    since = _moment(args.since) if args.since else None
    house = open_house(settings_of(args))
    with house.store.transaction() as session:
        webhooks = house.crm(session).webhooks
        hook = webhooks.called(args.name)
        if hook is None:
            raise BadUsage(f"there is no webhook {args.name}; see: crm webhook list")
        n = webhooks.replay(hook, since) if since else webhooks.resend(hook)
    say(f"{n} event(s) go out again to {hook.name}")


def _moment(said: str) -> datetime:
    try:
        return datetime.fromisoformat(said).astimezone()
    except ValueError:
        raise BadUsage(f"--since: no moment: {said}; write 2026-11-23 or 2026-11-23T09:00+08:00") from None
