"""The terminal chat: through a pipe, at a keyboard, and on a real pseudo-terminal."""

import base64
import io
import os
import pty
import re
import select
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.cells import cell_len
from rich.console import Console

from bot.channels.terminal import Chat, Keyboard, history_of, run_terminal
from bot.channels.terminal_names import Completions, tails
from bot.channels.terminal_screen import Screen, table_grid
from crm_domain import outbox
from crm_domain.crm import Crm, open_workspace
from crm_domain.store import Store
from handlers.assistant import Assistant
from handlers.reply import Button, Outcome, Reply, Table
from tests.waiting import PATIENCE

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ESCAPE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def clock() -> datetime:
    return NOW


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A database with two members and a few records."""
    file = tmp_path_factory.mktemp("terminal") / "crm.db"
    store = Store(str(file))
    with store.transaction() as session:
        workspace = open_workspace(session, "main", NOW)
        crm = Crm(session, workspace, None, NOW)
        ann = crm.members.add("Ann Lee", "rep", handle="ann")
        crm.members.add("陈晨", "manager", handle="chen", tz="Asia/Shanghai")
        crm = Crm(session, workspace, ann, NOW)
        acme = crm.companies.add("Acme")
        crm.companies.add("华信科技")
        crm.contacts.add("Dana Fox", company=acme)
        crm.deals.add("Acme renewal", crm.pipelines.stages()[0], company=acme)
        crm.enter("seed")
    store.close()
    return file


@pytest.fixture
def store(template, tmp_path) -> Iterator[Store]:
    store = Store(str(shutil.copy(template, tmp_path / "crm.db")))
    yield store
    store.close()


@pytest.fixture
def piped(store, monkeypatch, capsys):
    """Says lines through a pipe; gives the exit status and what was printed."""

    def say(*lines: str, handle: str = "ann") -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        status = run_terminal(store, Assistant(), handle, clock)
        return status, "".join(capsys.readouterr())

    return say


def chat_of(store: Store, handle: str = "ann", ruled: bool = False) -> Chat:
    console = Console(file=io.StringIO(), force_terminal=ruled, width=100, highlight=False)
    return Chat(store, Assistant(), handle, clock, Screen(console))


def printed(chat: Chat) -> str:
    return chat.screen.console.file.getvalue()


def companies(store: Store) -> set[str]:
    with store.sessions() as session:
        crm = Crm(session, open_workspace(session, "main", NOW), None, NOW)
        return {company.name for company in crm.companies.all()}


def push(store: Store, text: str, chat: str = "ann", buttons: tuple[Button, ...] = ()) -> int:
    with store.transaction() as session:
        workspace = open_workspace(session, "main", NOW)
        body = Reply(Outcome.DONE, text, buttons=buttons).to_json()
        columns = {"workspace_id": workspace.id, "channel": "terminal", "chat": chat, "account": chat}
        return outbox.post(session, **columns, answers=None, address={}, body=body, at=NOW)


def completed(chat: Chat, said: str) -> list[str]:
    found = Completions(chat.vocabulary).get_completions(Document(said), CompleteEvent())
    return [said[: len(said) + completion.start_position] + completion.text for completion in found]


def test_lines_from_a_pipe_are_answered_in_plain_text(piped):
    status, said = piped("show Acme", "", "show deal Acme renewal")
    assert status == 0
    assert "Acme" in said
    assert "Acme renewal" in said
    assert not ESCAPE.search(said)


def test_a_pipe_gets_answers_only_and_no_first_screen(piped):
    assert piped() == (0, "")
    assert piped(":quit", "add company Initech") == (0, "")


def test_what_is_said_in_the_terminal_is_kept(piped, store):
    piped("add company Initech")
    assert "Initech" in companies(store)


def test_a_number_presses_the_button_of_that_number(piped, store):
    _, said = piped("add company Initech")
    assert "[1] Undo" in said
    piped("add company Hooli", "1")
    assert "Hooli" not in companies(store)


def test_a_number_that_no_button_has_is_said_as_text(store):
    chat = chat_of(store)
    chat.letter, chat.buttons = 5, (Button("Undo", "undo"),)
    assert (chat.read("1").press.letter, chat.read("1").text) == (5, "")
    for line in ("2", "0", "01", "1 2", "9" * 5000):
        assert (chat.read(line).press, chat.read(line).text) == (None, line)


def test_the_buttons_of_an_older_reply_are_not_pressed(store):
    chat = chat_of(store)
    push(store, "first", buttons=(Button("Undo", "undo"),))
    push(store, "second")
    chat.deliver()
    assert chat.read("1").press is None


def test_each_message_has_a_key_of_its_own(store):
    chat = chat_of(store)
    message = chat.read("hello")
    assert message.key.startswith("terminal:")
    assert message.key != chat.read("hello").key
    assert (message.channel, message.chat, message.account, message.spoken_to) == ("terminal", "ann", "ann", True)


def test_pushed_letters_are_shown_before_the_prompt_and_once(piped, store):
    push(store, "Reminder: call Dana")
    push(store, "for somebody else", chat="chen")
    assert piped() == (0, "» Reminder: call Dana\n")
    assert piped() == (0, "")


def test_a_reply_that_a_crash_left_in_the_outbox_is_shown_the_next_time(store):
    crashed = chat_of(store)
    crashed.say(crashed.read("show Acme"))
    chat = chat_of(store)
    chat.deliver()
    assert "Acme" in printed(chat)


def test_a_stranger_is_told_how_to_be_added_and_nothing_is_read(piped, store):
    status, said = piped("add company Initech", handle="zoe")
    assert status == 2
    assert said.count("\n") == 1
    assert "crm member add zoe" in said
    assert "Initech" not in companies(store)


def test_a_member_whose_language_is_chinese_is_greeted_in_it(store):
    chat = chat_of(store, "chen")
    chat.screen.greet(chat.member(), ())
    assert "你是陈晨（经理）" in printed(chat)
    assert "我的商机" in printed(chat)


def test_the_first_screen_suggests_what_the_caller_names(store):
    chat = chat_of(store)
    chat.screen.greet(chat.member(), ["close Acme as won"])
    assert "You are Ann Lee (rep)" in printed(chat)
    assert "  close Acme as won\n" in printed(chat)


@pytest.mark.parametrize("ruled", [True, False])
def test_columns_stand_straight_with_chinese_cells(store, ruled):
    chat = chat_of(store)
    table = Table(("公司", "Stage", "n"), (("华信科技", "lead", "|"), ("Acme", "谈判", "|"), ("[b]x", "won", "|")))
    chat.screen.console.print(table_grid(table, ruled))
    ends = {cell_len(line[: line.index("|")]) for line in printed(chat).splitlines() if "|" in line}
    assert len(ends) == 1
    assert "[b]x" in printed(chat)


def test_a_record_cannot_steer_the_screen(store):
    push(store, "Evil \x1b[2J\x1b]0;title\x07 \u202eCorp\x9b1m", buttons=(Button("\x1b[31mGo", "go"),))
    chat = chat_of(store)
    chat.deliver()
    assert not ESCAPE.search(printed(chat).replace("\n", ""))
    assert "\u202e" not in printed(chat)


def test_scripts_get_long_lines_whole(piped, store):
    push(store, "word " * 500)
    assert piped()[1].count("\n") == 1


def test_bytes_that_are_no_text_do_not_end_the_chat(store, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe\xfa\nshow Acme\n"), encoding="ascii"))
    assert run_terminal(store, Assistant(), "ann", clock) == 0
    assert "Acme" in capsys.readouterr().out


def test_a_failing_database_is_told_and_does_not_end_the_chat(store, tmp_path):
    def lines() -> Iterator[str]:
        yield "add company Initech"
        with closing(sqlite3.connect(tmp_path / "crm.db")) as other:
            other.execute("alter table taken_in rename to gone")
        yield "add company Hooli"
        with closing(sqlite3.connect(tmp_path / "crm.db")) as other:
            other.execute("alter table gone rename to taken_in")
        yield "add company Umbrella"
        yield ":quit"

    chat = chat_of(store)
    assert chat.run(lines().__next__) == 1
    assert printed(chat).count("nothing was changed") == 1
    assert {"Initech", "Umbrella"} <= companies(store)
    assert "Hooli" not in companies(store)


def test_names_are_completed_anywhere_in_a_sentence(store):
    chat = chat_of(store)
    assert completed(chat, "move acme r") == ["move Acme renewal"]
    assert completed(chat, "met da") == ["met Dana Fox"]
    assert completed(chat, "给华") == ["给华信科技"]
    assert completed(chat, "/deal.show deal=acme r") == ["/deal.show deal=Acme renewal"]
    assert completed(chat, "a") == []


def test_slash_commands_are_completed_with_their_help(store):
    chat = chat_of(store)
    found = list(Completions(chat.vocabulary).get_completions(Document("/deal.mo"), CompleteEvent()))
    assert [completion.text for completion in found] == ["/deal.move"]
    assert found[0].display_meta_text


def test_commands_beyond_the_members_role_are_not_offered(store):
    assert completed(chat_of(store, "ann"), "/member.ro") == []


def test_a_name_added_a_moment_ago_is_completed_on_the_next_line(store):
    chat = chat_of(store)
    completions = Completions(chat.vocabulary)
    assert list(completions.get_completions(Document("show init"), CompleteEvent())) == []
    chat.say(chat.read("add company Initech"))
    completions.forget()
    assert [c.text for c in completions.get_completions(Document("show init"), CompleteEvent())] == ["Initech"]


def test_completing_writes_nothing(store, tmp_path):
    chat = chat_of(store)
    with closing(sqlite3.connect(tmp_path / "crm.db")) as watching:
        before = watching.execute("pragma data_version").fetchone()
        assert completed(chat, "acm")
        assert watching.execute("pragma data_version").fetchone() == before


def test_the_longest_beginning_is_tried_first():
    assert list(tails("met Ann L")) == ["met Ann L", "Ann L"]
    assert list(tails("把华信")) == ["把华信", "华信", "信"]
    assert list(tails("show ")) == ["show "]


def typed(store: Store, keys: str) -> Chat:
    chat = chat_of(store, ruled=True)
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        assert chat.run(Keyboard("ann", Completions(chat.vocabulary), InMemoryHistory())) == 0
    return chat


def test_a_line_typed_at_the_keyboard_is_answered_and_ctrl_d_leaves(store):
    chat = typed(store, "add company Initech\r\x04")
    assert "Initech" in printed(chat)
    assert "Initech" in companies(store)


def test_ctrl_c_drops_the_line_and_not_the_chat(store):
    typed(store, "add company Hooli\x03add company Initech\r:quit\r")
    assert "Initech" in companies(store)
    assert "Hooli" not in companies(store)


def test_ctrl_c_ends_a_script(store):
    def broken_off() -> str:
        raise KeyboardInterrupt

    assert chat_of(store).run(broken_off) == 130


def test_the_history_is_kept_for_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    history_of("ann/../x").append_string("show Acme")
    assert list(history_of("ann/../x").load_history_strings()) == ["show Acme"]
    (file,) = (tmp_path / "confab").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_without_a_place_for_it_the_history_stays_in_memory(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert isinstance(history_of("ann"), InMemoryHistory)


PROGRAM = """
import sys
from datetime import UTC, datetime
from bot.channels.terminal import run_terminal
from crm_domain.store import Store
from handlers.assistant import Assistant
sys.exit(run_terminal(Store(sys.argv[1]), Assistant(), "ann", lambda: datetime.now(UTC)))
"""


@pytest.fixture
def real_terminal(store, tmp_path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    ours, theirs = pty.openpty()
    environment = os.environ | {"XDG_STATE_HOME": str(tmp_path), "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"}
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "crm.db")]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as running:
        os.close(theirs)
        yield ours, running
        running.kill()
    os.close(ours)


def test_on_a_real_terminal_it_greets_answers_in_colour_and_leaves(real_terminal):
    screen, running = real_terminal
    assert "You are Ann Lee" in seen(screen, "ann>")
    os.write(screen, b"add company Initech\r")
    assert "\x1b[36m[1]" in seen(screen, "Undo")
    os.write(screen, b":quit\r")
    assert running.wait(timeout=PATIENCE) == 0


def seen(terminal: int, wanted: str, seconds: float = PATIENCE) -> str:
    """What the terminal shows until `wanted` is on it."""
    shown, end = "", time.monotonic() + seconds
    while wanted not in re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown):
        ready, _, _ = select.select([terminal], [], [], end - time.monotonic())
        assert ready, shown
        shown += os.read(terminal, 65536).decode("utf-8", "replace")
    return shown


@pytest.mark.parametrize(
    ("environ", "begins"),
    [
        ({"TERM": "xterm-kitty"}, "\x1b_Ga=T,f=100,m=1;"),
        ({"TERM_PROGRAM": "iTerm.app"}, "\x1b]1337;File=inline=1;size=9000:"),
        ({"TERM_PROGRAM": "iTerm.app", "TMUX": "1"}, ""),
        ({"TERM": "xterm-256color"}, ""),
    ],
)
def test_a_picture_is_shown_inside_a_terminal_that_can_else_as_its_path(tmp_path, environ, begins):
    png = bytes(range(250)) * 36
    (tmp_path / "funnel.png").write_bytes(png)
    out = io.StringIO()
    reply = Reply("Drawn.", Outcome.DONE, files=(str(tmp_path / "funnel.png"), str(tmp_path / "gone.png")))
    Screen(Console(file=out, width=200), environ).show(reply)
    text, _, shown = out.getvalue().partition("gone.png\n")
    assert "→" in text
    assert shown.startswith(begins)
    data = "".join(re.findall(r"[;:]([A-Za-z0-9+/=]+)(?:\x1b|\x07)", shown))
    assert base64.b64decode(data) == (png if begins else b"")
