"""`crm token …`: keys by which programs speak for a member."""

from argparse import Namespace
from datetime import timedelta

from bot.cli import BadUsage, settings_of
from bot.cli_members import aligned, member_called, say
from bot.house import now, open_house
from crm_domain import tokens


def add(args: Namespace) -> None:
    house = open_house(settings_of(args))
    with house.store.transaction() as session:
        crm = house.crm(session)
        expires = now() + timedelta(days=args.days) if args.days else None
        _, secret = tokens.issue(
            session, member_called(crm, args.handle), args.name, args.scope or ["read"], now(), expires
        )
    say(secret)


def show_all(args: Namespace) -> None:
    house = open_house(settings_of(args))
    with house.store.transaction() as session:
        crm = house.crm(session)
        handles = {member.id: member.handle for member in crm.members.all()}
        rows = [
            [str(t.id), handles.get(t.member_id, "?"), t.name, ",".join(t.scopes), _state(t)]
            for t in tokens.issued(session, crm.workspace.id)
        ]
    for row in aligned([["id", "handle", "name", "scopes", "state"], *rows]):
        say(row)


def _state(token: tokens.Token) -> str:
    if token.revoked_at:
        return "revoked"
    return f"until {token.expires_at:%Y-%m-%d}" if token.expires_at else "valid"


def revoke(args: Namespace) -> None:
    house = open_house(settings_of(args))
    with house.store.transaction() as session:
        found = [one for one in tokens.issued(session, house.crm(session).workspace.id) if one.id == args.id]
        if not found:
            raise BadUsage(f"there is no token {args.id}; see: crm token list")
        found[0].revoked_at = found[0].revoked_at or now()
    say(f"token {args.id} is revoked")
