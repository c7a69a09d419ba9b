"""What encryption at rest costs beside none: an import, the files' size, and looking somebody up.

python -m benchmarks.sealing [ROWS] (100,000). Each side in a process of its own; counted is a core's time.
"""

import contextlib
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.imports import ROWS, write
from crm_domain.crm import Crm, open_workspace
from crm_domain.sealing import Key, Keys, new_key
from crm_domain.store import Store

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TIMES = 5


def side(source: Path, database: Path) -> None:
    from bot.cli import main as crm

    key = os.environ.get("CONFAB_ENCRYPTION__KEY")
    Store(str(database), keys=Keys(Key(key)) if key else None).close()
    begun = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        crm(["import", str(source), "--db", f"sqlite:///{database}", "--yes"])
    seconds = time.process_time() - begun
    print(f"import {seconds:6.2f} s, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB", end="; ")
    print(f"files {sum(file.stat().st_size for file in database.parent.glob(f'{database.name}*')) / 1e6:.0f} MB")
    store = Store(str(database), keys=Keys(Key(key)) if key else None)
    looks: dict[str, Callable[[Crm], object]] = {
        "the last e-mail address": lambda crm: crm.contacts.with_email(last_address(source)),
        "a part of a name": lambda crm: crm.contacts.found("Surname000078", None),
        "the names, as at the start": lambda crm: [row.name for row in crm.contacts.all(crm.contacts.visible())],
    }
    for what, look in looks.items():
        print(f"    looked up by {what:26} {fastest(store, look) * 1000:8.1f} ms")
    store.close()


def last_address(source: Path) -> str:
    return source.read_text("utf-8").splitlines()[-1].split(",")[2]


def fastest(store: Store, look: Callable[[Crm], object]) -> float:
    taken = []
    for _ in range(TIMES):
        with store.transaction() as session:
            crm = Crm(session, open_workspace(session, "main", NOW), None, NOW)
            begun = time.process_time()
            assert look(crm)
            taken.append(time.process_time() - begun)
    return min(taken)


def main(rows: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "people.csv", rows)
        for title, key in (("in the open", None), ("encrypted", new_key())):
            print(f"{rows:,} contacts, {title}: ", end="", flush=True)
            command = [
                sys.executable,
                "-m",
                "benchmarks.sealing",
                str(folder / "people.csv"),
                str(folder / f"{title}.db"),
            ]
            subprocess.run(command, check=True, env=os.environ | ({"CONFAB_ENCRYPTION__KEY": key} if key else {}))
    return 0


if __name__ == "__main__":
    if len(sys.argv) == 3:
        side(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else ROWS))
