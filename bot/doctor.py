"""`crm doctor`: what is wrong with the setup, and how to mend it. Looks only; sends nothing to anybody."""

import asyncio
from argparse import Namespace
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from bot.cli import explained, settings_of
from bot.cli_members import accounts, say
from bot.finding import Finding
from bot.house import House, now, open_house
from bot.platforms import HOW, Wired, wired
from bot.settings import Settings
from crm_domain import outbox
from crm_domain.crm import Crm
from crm_domain.members import Role
from crm_domain.outbox import Letter, Post

LONG = timedelta(minutes=5)
SKEW = 60.0  # seconds; Slack refuses at 300, and reminders are late by as much
REACH = 10.0


def run(args: Namespace) -> int:
    """0 where all is well, 1 where something is to be mended."""
    return asyncio.run(_examined(settings_of(args)))


MEND = "Do what is said here, or set `database` in config.yaml to another one; nothing was changed."


async def _examined(settings: Settings) -> int:
    ills = 0
    async for subject, found in examined(settings):
        ills += not found.ok
        say(f"{'ok' if found.ok else '!!'}  {subject}: {found.what}")
        if found.mend:
            say(f"      → {found.mend}")
    say(f"{ills} to mend" if ills else "all is well")
    return 1 if ills else 0


async def examined(settings: Settings) -> AsyncIterator[tuple[str, Finding]]:
    """(subject, finding) of the database, the people, the letters, then of each platform."""
    channels = wired(settings, now)
    try:
        house = open_house(settings)
    except Exception as error:
        yield "database", Finding(False, explained(error)[1].removeprefix("the database: "), MEND)
    else:
        for subject, found in of_house(house, [one.channel.name for one in channels]):
            yield subject, found
        house.store.close()
    if settings.imap.host:
        yield "mailbox", await _mailbox(settings)
    if not channels:
        yield "channels", Finding(False, "no channel is configured", HOW)
    for one in channels:
        async for found in _of_platform(one):
            yield one.channel.name, found


def of_house(house: House, channels: list[str]) -> Iterator[tuple[str, Finding]]:
    """What the database tells."""
    version = house.store.version()  # on a connection of its own: SQLite has one writer
    with house.store.transaction() as session:
        crm = house.crm(session)
        yield "database", Finding(True, f"{_without_password(house.store.url)}, version {version}")
        yield "workspace", Finding(True, f"{crm.workspace.name}, {crm.workspace.base_currency}, {crm.workspace.tz}")
        yield "members", _people(crm, bool(channels))
        for found in _letters(crm, channels):
            yield "letters", found


async def _mailbox(settings: Settings) -> Finding:
    from bot.channels.email_mailbox import Mailbox, Unreachable

    try:
        (_, last), _ = await asyncio.to_thread(Mailbox(settings.imap).come_since, None)
    except Unreachable as error:
        mend = "See imap.host, imap.user and CONFAB_IMAP__PASSWORD; some providers want an app password."
        return Finding(False, str(error), mend)
    return Finding(True, f"{settings.imap.user} can be read; its last message is number {last}")


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return url.replace(f":{parts.password}@", ":…@") if parts.password else url


def _people(crm: Crm, needs_accounts: bool) -> Finding:
    members = [member for member in crm.members.all() if member.active]
    admins = [member for member in members if member.role == Role.ADMIN]
    if not admins:
        return Finding(False, "there is no admin", "crm member add HANDLE --name NAME --role admin")
    known = accounts(crm.session, crm.workspace.id)
    reached = [member for member in admins if member.id in known]
    if needs_accounts and not reached:
        handle = admins[0].handle
        return Finding(
            False, "no admin has a chat account", f"crm member code {handle}, or: crm member link {handle} …"
        )
    return Finding(True, f"{len(members)} members, {len(admins)} of them admins; {len(known)} have a chat account")


def _letters(crm: Crm, channels: list[str]) -> Iterator[Finding]:
    tally, troubled = outbox.tally(crm.session, crm.workspace.id), outbox.dead(crm.session, crm.workspace.id)
    for state, what in ((Post.DEAD, "were refused for good"), (Post.MAYBE, "may have been sent")):
        yield from _troubled(tally.get(state, 0), what, [letter for letter in troubled if letter.state == state])
    for name in channels:
        if late := _late(crm, name):
            mend = f"The last try said: {late.error}" if late.error else "See that `crm serve` runs, and its log."
            yield Finding(False, f"{name}: one waits since {late.at:%Y-%m-%d %H:%M} UTC", mend)
    yield Finding(True, f"{tally.get(Post.SENT, 0)} sent, {tally.get(Post.DUE, 0)} waiting")


def _troubled(count: int, what: str, letters: Sequence[Letter]) -> Iterator[Finding]:
    """Told as long as they are kept, but to be mended only while the latest is of the last day."""
    latest = letters[0] if letters else None
    if latest:
        mend = f"The last one, to {latest.channel} at {latest.at:%Y-%m-%d %H:%M} UTC: {latest.error}"
        yield Finding(latest.at < now() - timedelta(days=1), f"{count} {what}", mend)


def _late(crm: Crm, channel: str) -> Letter | None:
    waiting = outbox.pending(crm.session, crm.workspace.id, channel, limit=1)
    return next((letter for letter in waiting if letter.at < now() - LONG), None)


async def _of_platform(one: Wired) -> AsyncIterator[Finding]:
    try:
        for found in await one.channel.doctor():
            yield found
    finally:
        await one.channel.close()
    if clock := await _clock(one.api):
        yield clock


async def _clock(api: str) -> Finding | None:
    """Our clock beside the platform's; None where it does not tell."""
    there = await _time_at(api)
    if there is None:
        return None
    skew = (now() - there).total_seconds()
    if abs(skew) <= SKEW:
        return Finding(True, "the clocks agree")
    side = "ahead" if skew > 0 else "behind"
    return Finding(False, f"this computer's clock is {abs(skew):.0f} s {side}", "Switch on time synchronisation (NTP).")


async def _time_at(api: str) -> datetime | None:
    """From the Date header of the platform's front page: the API's own address may hold a token."""
    import aiohttp

    parts = urlsplit(api)
    try:
        async with (
            aiohttp.ClientSession(trust_env=True, timeout=aiohttp.ClientTimeout(total=REACH)) as session,
            session.head(f"{parts.scheme}://{parts.netloc}/") as answer,
        ):
            return parsedate_to_datetime(answer.headers["Date"])
    except (aiohttp.ClientError, TimeoutError, OSError, LookupError, ValueError, TypeError):
        return None
