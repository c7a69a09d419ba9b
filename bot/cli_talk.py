"""`crm chat` and `crm demo`: the assistant at this terminal, or for a program at the other end of a pipe."""

import getpass
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot import lines
from bot.cli import BadUsage, settings_of
from bot.house import House, now, open_house
from crm_domain.crm import Crm
from crm_domain.exchange import import_workspace
from crm_domain.members import Member, Role

DEMO_FILE = Path("var/demo.db")
DEMO_SEED = 33
MAKING_UP = "Making up a company to try things on, once · 正在生成演示公司，只需一次"
# What the made-up company can be asked at once: each names records that it has.
HINTS = {
    "en": (
        "my deals",
        "show marlowe",
        "log a call with dana at quarry: wants a two-year option",
        "move the kingsley pilot to proposal",
        "add a task: send the quote, due Friday",
        "undo",
    ),
    "zh": ("我的商机", "看看云杉", "把云杉续约推到谈判", "加个任务：发报价，周五前", "今天要做什么", "撤销"),
}


def chat(args: Namespace) -> int:
    house = open_house(settings_of(args))
    if args.jsonl:
        from bot.channels.jsonl import LineProtocol

        lines.serve(LineProtocol(house.store, house.assistant, now, house.settings.automations.off).answers)
        return 0
    return _talk(house, args.handle or _who_am_i(house))


def understand(args: Namespace) -> None:
    """`crm understand --jsonl`: reads messages, changes nothing (contract, section 2)."""
    house = open_house(settings_of(args))

    def answer(said: lines.Line) -> Iterator[dict[str, Any]]:
        at = lines.moment_of(said["at"]) if "at" in said else now()
        handle = lines.text_of(said, "as")
        with house.store.transaction() as session:
            found = house.assistant.understand(session, lines.text_of(said, "text"), handle, at)
        if found is None:
            raise lines.BadLine(f"there is no member {handle!r}")
        yield {"id": said.get("id")} | asdict(found)

    lines.serve(answer)


def _talk(house: House, handle: str, hints: tuple[str, ...] = ()) -> int:
    from bot.channels.terminal import run_terminal

    return run_terminal(house.store, house.assistant, handle, now, hints)


def _who_am_i(house: House) -> str:
    """The member who is called like the computer's user, or the only one there is."""
    handles = [member.handle for member in _members(house)]
    user = getpass.getuser()
    if user in handles:
        return user
    if len(handles) == 1:
        return handles[0]
    if handles:
        raise BadUsage(f"say who you are: crm chat --as HANDLE (the members are: {', '.join(handles)})")
    raise BadUsage("there are no members yet: crm member add HANDLE --name NAME --role admin (or try: crm demo)")


def _members(house: House) -> list[Member]:
    with house.store.transaction() as session:
        return [member for member in house.crm(session).members.all() if member.active]


def demo(args: Namespace) -> int:
    settings = settings_of(args)
    if args.fresh and args.db:
        raise BadUsage(f"--fresh begins {DEMO_FILE} anew, and touches no other database: leave out --db")
    if args.fresh:
        _remove(DEMO_FILE)
    settings.database = args.db or str(DEMO_FILE)
    settings.workspace = "demo"
    house = open_house(settings)
    _fill(house)
    handle = args.handle or _somebody(house)
    return _talk(house, handle, HINTS[_language(house, handle)])


def _remove(file: Path) -> None:
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm"):
        file.with_name(name).unlink(missing_ok=True)


def _fill(house: House) -> None:
    """Puts the made-up company into a database that knows nobody."""
    from crm_domain.demo import build_demo

    with house.store.transaction() as session:
        crm: Crm = house.crm(session)
        if not crm.members.all():
            print(MAKING_UP, file=sys.stderr, flush=True)  # noqa: T201 - it takes a while, and who waits wonders
            import_workspace(session, crm.workspace, build_demo(DEMO_SEED, crm.today), None, now())


def _language(house: House, handle: str) -> str:
    return next((member.lang for member in _members(house) if member.handle == handle), "en")


def _somebody(house: House) -> str:
    """Someone with records of their own: the first who sells."""
    members = sorted(_members(house), key=lambda member: (member.role != Role.REP, member.id))
    return members[0].handle
