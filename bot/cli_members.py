"""`crm member …`: who works here, by which accounts they are known."""

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from bot.cli import BadUsage, settings_of
from bot.house import open_house
from crm_domain.crm import Crm
from crm_domain.members import Member
from crm_domain.membership import Identity

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

COLUMNS = ("handle", "name", "role", "team", "tz", "lang")


def add(args: Namespace) -> None:
    if not args.handle or any(character.isspace() for character in args.handle) or not args.name.strip():
        raise BadUsage("a handle is one word without spaces, and a name is not empty")
    settings = settings_of(args)
    house = open_house(settings)
    with house.store.transaction() as session:
        crm = house.crm(session)
        member = crm.members.add(
            args.name.strip(),
            args.role,
            handle=args.handle,
            team=args.team,
            tz=args.tz,
            lang=args.lang or settings.language,
            email=args.email,
        )
        crm.enter("member.add")
        say(f"{member.handle}: {member.name}, {member.role}")


def link(args: Namespace) -> None:
    house = open_house(settings_of(args))
    with house.store.transaction() as session:
        crm = house.crm(session)
        member = member_called(crm, args.handle)
        crm.members.link(member, args.platform, args.account)
        crm.enter("member.link")
        say(f"{member.handle} is {args.account} on {args.platform}")


def code(args: Namespace) -> None:
    house = open_house(settings_of(args))
    with house.store.transaction() as session:
        crm = house.crm(session)
        made = crm.members.new_code(member_called(crm, args.handle))
    say(made)
    print(f"Good for a day and one account: {args.handle} sends “link {made}” to the bot.", file=sys.stderr)  # noqa: T201


def show_all(args: Namespace) -> None:
    house = open_house(settings_of(args))
    with house.store.transaction() as session:
        crm = house.crm(session)
        known = accounts(session, crm.workspace.id)
        rows = [[*facts(member), " ".join(known.get(member.id, []))] for member in crm.members.all()]
    for row in aligned([[*COLUMNS, "accounts"], *rows]):
        say(row)


def facts(member: Member) -> list[str]:
    return [str(getattr(member, name) or "-") for name in COLUMNS]


def accounts(session: "Session", workspace_id: int) -> dict[int, list[str]]:
    """Each member's chat accounts, as platform:account."""
    found: dict[int, list[str]] = {}
    for identity in session.query(Identity).filter_by(workspace_id=workspace_id).order_by(Identity.id):
        found.setdefault(identity.member_id, []).append(f"{identity.platform}:{identity.account}")
    return found


def member_called(crm: Crm, handle: str) -> Member:
    if member := crm.members.by_handle(handle):
        return member
    handles = ", ".join(sorted(member.handle for member in crm.members.all()))
    raise BadUsage(f"nobody here is called {handle!r}; the members are: {handles or 'none yet (crm member add)'}")


def aligned(rows: list[list[str]]) -> list[str]:
    """The rows as lines with columns of even width; a Chinese character is two columns wide."""
    from rich.cells import cell_len

    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def say(line: str) -> None:
    print(line)  # noqa: T201 - what the caller asked for
