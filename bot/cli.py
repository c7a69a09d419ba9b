"""The program `crm`: what can be said on the command line. What a command does is imported when it is called."""

import argparse
import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from bot.settings import Settings

ROLES = ("admin", "manager", "rep", "agent")
PLATFORMS = ("slack", "telegram")


class BadUsage(Exception):
    """What the caller can mend; the text is one line."""


class Parser(argparse.ArgumentParser):
    """Complains in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(argv: Sequence[str] | None = None) -> int:
    """0; 2 for what the caller can mend; 1 for a fault of ours or what `doctor` found."""
    args = parser().parse_args(argv)
    try:
        return _called(args)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _give_up_stdout()
        return 0
    except Exception as error:
        code, line = explained(error)
        print(f"crm: {line}", file=sys.stderr)  # noqa: T201 - the one line that the caller gets
        return code


def _called(args: argparse.Namespace) -> int:
    module, _, name = args.call.partition(":")
    code = getattr(_imported(f"bot.{module}"), name)(args)
    sys.stdout.flush()  # a reader that has gone is noticed here, not at exit
    return code or 0


def _imported(module: str) -> ModuleType:
    """What modules declare stays: looking through it again and again for what nobody needs is a fifth of a start."""
    gc.disable()
    try:
        return import_module(module)
    finally:
        gc.enable()


def settings_of(args: argparse.Namespace) -> "Settings":
    """The settings, with the database of the command line; the log is set up as they say."""
    from bot import logs
    from bot.settings import load_settings

    settings = load_settings(Path(args.config) if args.config else None)
    if args.db:
        settings.database = args.db
    logs.set_up(settings.logging.level)
    return settings


def explained(error: Exception) -> tuple[int, str]:
    """The exit code and one line for whatever was raised."""
    from bot.frontdesk import is_of_database
    from bot.settings_file import BadSettings
    from crm_domain.errors import CrmError

    if isinstance(error, CrmError):
        return 2, error.to("en")
    if isinstance(error, BadUsage | BadSettings):
        return 2, str(error)
    if isinstance(error, OSError):
        return 2, f"{error.filename or ''}: {error.strerror or error}".removeprefix(": ")
    if is_of_database(error):
        return 2, _of_database(_first_line(getattr(error, "orig", None) or error))
    return 1, f"a fault of ours: {type(error).__name__} at {_place(error)}"


def _of_database(said: str) -> str:
    """What can be done about it, where that is known."""
    if "is full" in said or "No space left" in said:
        return "the disk is full; nothing half-done was kept. Make room and call again: an import goes on where it was"
    if "is locked" in said:
        return "the database is in use by another program; nothing was changed. Try again in a moment"
    if "not a database" in said:
        return f"the database: {said}. Name another file (database, --db), or bring back a backup: crm restore"
    if "unable to open database file" in said:
        return f"the database: {said}. It must be a file that may be written, in a folder that may be"
    if "Connection refused" in said or "connection failed" in said:
        return f"the database: {said}. See that its server runs, and that `database` names it rightly"
    return f"the database: {said}"


def _first_line(error: object) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def _place(error: Exception) -> str:
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    return f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else "?"


def _give_up_stdout() -> None:
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# The grammar


def _common(default: object = argparse.SUPPRESS) -> Parser:
    """What may stand before and after a command's name; the one behind wins, so only the first has defaults."""
    common = Parser(add_help=False)
    common.add_argument("--config", metavar="FILE", default=default, help="settings (default: config.yaml)")
    common.add_argument("--db", metavar="URL", default=default, help="database URL, or the path of an SQLite file")
    return common


class Grammar:
    """Commands below one parser; every one takes the common options."""

    def __init__(self, parser: Parser) -> None:
        self._commands: argparse._SubParsersAction[Parser] = parser.add_subparsers(
            required=True, metavar="COMMAND", parser_class=Parser
        )

    def add(self, name: str, help: str, call: str = "") -> Parser:
        command = self._commands.add_parser(name, help=help, description=help, parents=[_common()])
        if call:
            command.set_defaults(call=call)
        return command


def parser() -> Parser:
    top = Parser(prog="crm", description="Confab: the CRM that lives in chat.", parents=[_common(None)])
    grammar = Grammar(top)
    for part in (_talking, _reading, _serving, _data, _members, _tokens, _webhooks, _database):
        part(grammar)
    return top


def _talking(grammar: Grammar) -> None:
    chat = grammar.add("chat", "talk to the assistant here", "cli_talk:chat")
    who = chat.add_mutually_exclusive_group()
    who.add_argument("--as", dest="handle", metavar="HANDLE", help="who you are")
    who.add_argument("--jsonl", action="store_true", help="for programs: one JSON object a line, in and out")
    understand = grammar.add("understand", "say what messages ask for, and do nothing", "cli_talk:understand")
    understand.add_argument("--jsonl", action="store_true", required=True, help="one JSON object a line, in and out")
    values = grammar.add("values", "read dates, money, numbers … out of sentences", "cli_values:values")
    values.add_argument("--jsonl", action="store_true", required=True, help="one JSON object a line, in and out")
    demo = grammar.add("demo", "talk to it with a made-up company's records", "cli_talk:demo")
    demo.add_argument("--as", dest="handle", metavar="HANDLE", help="which of its people you are")
    demo.add_argument("--fresh", action="store_true", help="begin anew")


def _reading(grammar: Grammar) -> None:
    classify = grammar.add("classify", "tell intents apart after labelled examples", "cli_classify:classify")
    classify.add_argument("--train", metavar="FILE", required=True, type=Path, help='lines of {"text", "intent"}')
    classify.add_argument("--jsonl", action="store_true", required=True, help="one JSON object a line, in and out")
    classify.add_argument(
        "--encoder", choices=("auto", "on", "off"), default="auto", help="the sentence encoder (auto: if installed)"
    )


def _serving(grammar: Grammar) -> None:
    grammar.add("serve", "connect to Slack and Telegram", "server:run")
    grammar.add("doctor", "see what is wrong with the setup, and how to mend it", "doctor:run")


def _data(grammar: Grammar) -> None:
    export = grammar.add("export", "write all records to a file", "cli_data:export")
    export.add_argument("--format", choices=["json", "csv"], default="json", help="csv: a folder or a .zip of tables")
    export.add_argument("file", metavar="FILE", help="where to; - is the standard output")
    taking = grammar.add("import", "read records from files or folders", "cli_import:take_in")
    taking.add_argument("paths", metavar="PATH", nargs="+", type=Path)
    taking.add_argument("--as", dest="handle", metavar="HANDLE", help="in whose name")
    taking.add_argument("--yes", action="store_true", help="do not ask")
    dedupe = grammar.add("dedupe", "find the duplicates in tables, or judge pairs of records", "cli_dedupe:dedupe")
    dedupe.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="tables; none: lines of JSON come in")
    dedupe.add_argument("--jsonl", action="store_true", help="for programs: one JSON object a line")
    keeping = grammar.add(
        "backup", "copy the whole database into one encrypted file, while it runs", "cli_backup:backup"
    )
    keeping.add_argument("--plain", action="store_true", help="do not encrypt it")
    putting = grammar.add("restore", "put a backup in the database's place", "cli_backup:restore")
    for command in (keeping, putting):
        command.add_argument("file", metavar="FILE", type=Path)
        command.add_argument("--passphrase-file", metavar="FILE", type=Path, help="else CONFAB_PASSPHRASE, or it asks")


def _tokens(grammar: Grammar) -> None:
    tokens = Grammar(grammar.add("token", "keys by which programs use the HTTP API"))
    add = tokens.add("add", "make a key that speaks for a member; it is shown once", "cli_tokens:add")
    add.add_argument("handle", metavar="HANDLE")
    add.add_argument("--name", default="key", help="what it is for")
    add.add_argument("--scope", action="append", choices=("read", "write", "hooks", "calendar"), help="may be repeated")
    add.add_argument("--days", type=int, help="how long it is good (else until it is revoked)")
    tokens.add("list", "list the keys", "cli_tokens:show_all")
    tokens.add("revoke", "end a key", "cli_tokens:revoke").add_argument("id", metavar="ID", type=int)


def _webhooks(grammar: Grammar) -> None:
    webhooks = Grammar(grammar.add("webhook", "what other systems are told"))
    webhooks.add("list", "list them, and what they took", "cli_webhooks:show_all")
    replay = webhooks.add("replay", "send again what one did not take", "cli_webhooks:replay")
    replay.add_argument("name", metavar="NAME")
    replay.add_argument("--since", metavar="MOMENT", help="everything since then, whether it took it or not")


def _members(grammar: Grammar) -> None:
    members = Grammar(grammar.add("member", "who works here"))
    add = members.add("add", "add a member", "cli_members:add")
    add.add_argument("handle", metavar="HANDLE")
    add.add_argument("--name", required=True)
    add.add_argument("--role", required=True, choices=ROLES)
    for option, metavar in (("--team", "TEAM"), ("--tz", "ZONE"), ("--email", "EMAIL")):
        add.add_argument(option, metavar=metavar)
    add.add_argument("--lang", choices=("en", "zh"))
    link = members.add("link", "link a member's chat account", "cli_members:link")
    link.add_argument("handle", metavar="HANDLE")
    link.add_argument("platform", metavar="PLATFORM", choices=PLATFORMS, help=" or ".join(PLATFORMS))
    link.add_argument("account", metavar="ACCOUNT", help="the person's id there")
    code = members.add("code", "make a one-time code by which a member links an account", "cli_members:code")
    code.add_argument("handle", metavar="HANDLE")
    members.add("list", "list the members", "cli_members:show_all")


def _database(grammar: Grammar) -> None:
    database = Grammar(grammar.add("db", "the database itself"))
    database.add("upgrade", "bring it to the version of this program", "cli_data:upgrade")
    database.add("key", "make a key for the encryption of personal data", "cli_data:key")
    database.add("encrypt", "bring all personal data under the current key, while it runs", "cli_data:encrypt")
    database.add("decrypt", "bring all personal data into the open again", "cli_data:decrypt")
    database.add("version", "say at which version it is", "cli_data:version")


if __name__ == "__main__":
    sys.exit(main())
