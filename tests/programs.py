"""The program `crm` as processes of their own, forked from one that has read it already.

Reading it takes a second of a core, and the tests start it some sixty times. These are real processes all the same,
to be killed at any moment; that the program starts from nothing too is tried where it is called as `python -m bot`.
"""

import atexit
import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

PRELOADED = ("bot.cli_talk", "bot.server", "bot.channels.slack", "bot.channels.telegram", "bot.channels.jsonl")

forks = multiprocessing.get_context("forkserver")
forks.set_forkserver_preload(list(PRELOADED))


@dataclass(frozen=True, slots=True)
class Ran:
    returncode: int
    stdout: str
    stderr: str


class Program:
    """One such process. Its output goes to the end of a file; it hears nothing unless `heard` is a file too."""

    def __init__(
        self,
        work: Callable[..., Any],
        *words: str,
        cwd: Path,
        out: Path,
        errors: Path | None = None,
        heard: Path = Path(os.devnull),
        env: Mapping[str, str] = os.environ,
    ) -> None:
        files = str(heard), str(out), str(errors or out)
        self._process = forks.Process(target=_run, args=(work, words, str(cwd), files, dict(env)), daemon=True)
        self._process.start()
        self.pid: int = self._process.pid or 0
        self.kill, self.terminate = self._process.kill, self._process.terminate

    def poll(self) -> int | None:
        """The exit code; None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        assert self._process.exitcode is not None, "it runs for too long"
        return self._process.exitcode


def crm(*words: str) -> int:
    from bot.cli import main

    return main(words)


def ran(*words: str, folder: Path, said: str = "", env: Mapping[str, str] = os.environ) -> Ran:
    """`crm` with these words to its end, in `folder`, with `said` on its standard input."""
    heard, out, errors = (folder / f".{uuid4().hex}.{name}" for name in ("in", "out", "err"))
    heard.write_text(said, "utf-8")
    code = Program(crm, *words, cwd=folder, out=out, errors=errors, heard=heard, env=env).wait(300)
    return Ran(code, out.read_text("utf-8"), errors.read_text("utf-8"))


def _run(work: Callable[..., Any], words: Sequence[str], cwd: str, files: Sequence[str], env: dict[str, str]) -> None:
    """In the new process: as if it had been started with these words, files and variables."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    for number, (name, mode) in enumerate(zip(files, ("r", "a", "a"), strict=True)):
        with open(name, mode, encoding="utf-8") as file:
            os.dup2(file.fileno(), number)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode, encoding="utf-8") for number, mode in enumerate("rww"))
    try:
        sys.exit(work(*words))
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
