"""What an import of 100,000 contacts costs, with the search for duplicates, beside bare csv and executemany.

Both write into the same table of a new database, each in a process of its own. Counted is a core's time, because
a busy machine lengthens the clock's. python -m benchmarks.imports [ROWS ...]; with --kill an import of so many rows
(200,000) is killed with -9 again and again and must end like one that nobody disturbed.
"""

import contextlib
import csv
import hashlib
import io
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROWS = 100_000
TIMES, MEGABYTES = 8.0, 300
FIRST = "Ada Bo Cy Dee Eve Fay Gus Hal Ida Jo Kai Lea Max Nia Oli Pia Quin Ray Sue Tom".split()


def write(path: Path, rows: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["Record ID", "Name", "Email", "Phone", "Company", "Job Title", "Create Date"])
        for n in range(rows):
            who = n if n % 20 else max(0, n - 7)  # one in twenty is there twice
            name = f"{FIRST[who % 20]} Surname{who:06}"
            mail, phone = f"p{who}@company{who % 500}.example", f"(415) {200 + who // 10_000 % 800}-{who % 10_000:04}"
            table.writerow([n, name, mail, phone, f"Company {who % 500}", "Buyer", f"2026-0{1 + n % 9}-1{n % 10}"])


def ours(source: Path, database: Path) -> None:
    """`crm import`, as it is typed; what is loaded once is not what a row costs."""
    from bot.cli import main as crm
    from bot.cli_import import take_in  # noqa: F401
    from crm_domain.store import Store

    Store(str(database)).close()
    begun, said = time.process_time(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
        crm(["import", str(source), "--db", f"sqlite:///{database}", "--yes"])
    seconds = time.process_time() - begun
    print(f"{seconds:.3f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} {said.getvalue()}")


def undo(_: Path, database: Path) -> None:
    from crm_domain.crm import Crm, open_workspace
    from crm_domain.store import Store

    now, store = datetime(2026, 11, 23, 9, tzinfo=UTC), Store(str(database.with_name("ours.db")))
    begun = time.process_time()
    with store.transaction() as session:
        crm = Crm(session, open_workspace(session, "main", now), None, now)
        change = crm.changes.get(1)
        undone = crm.changes.undo(change)
        crm.enter("record.undo", undoes=change)
    seconds = time.process_time() - begun
    print(f"{seconds:.3f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} {undone.many} records")


def bare(source: Path, database: Path) -> None:
    from crm_domain.store import Store

    store = Store(str(database))
    store.transaction()
    store.close()
    connection = sqlite3.connect(database)
    begun = time.process_time()
    connection.execute("insert into workspaces (name, base_currency, tz) values ('main', 'USD', 'UTC')")
    with source.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        connection.executemany(
            "insert into contacts (workspace_id, name, email, phone, title, version, created_at, updated_at)"
            " values (1, ?, ?, ?, ?, 1, ?, ?)",
            ((r["Name"], r["Email"], r["Phone"], r["Job Title"], r["Create Date"], r["Create Date"]) for r in rows),
        )
    connection.commit()
    seconds = time.process_time() - begun
    print(f"{seconds:.3f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} -")


def measured(which: str, source: Path, folder: Path) -> tuple[float, int, str]:
    command = [sys.executable, "-m", "benchmarks.imports", which, str(source), str(folder / f"{which}.db")]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split(" ", 2)
    return float(out[0]), int(out[1]), out[2].strip()


# -- killed ------------------------------------------------------------------------------------------------------------

KILLS = 4
SAME = (
    "select id, name, email, phone, title, company_id, created_at from contacts order by id",
    "select id, name from companies order by id",
    "select key, content, contact_id from imported order by key",
    "select record, record_id, json_extract(after, '$.name') from change_lines order by record, record_id",
    "select count(*), sum(done) from imports",
)


def importing(source: Path, database: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "bot", "import", str(source), "--db", f"sqlite:///{database}", "--yes"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def rows_in(database: Path) -> int:
    """How far the import is; 0 before it has begun."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(database)) as connection:
        found = connection.execute("select max(rows) from imports").fetchone()
        return int(found[0] or 0)
    return 0


def killed_at(rows: int, source: Path, database: Path) -> int:
    process = importing(source, database)
    while process.poll() is None and rows_in(database) < rows:
        time.sleep(0.02)
    process.kill()
    process.wait()
    return rows_in(database)


def told_of(database: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return [hashlib.sha256(repr(connection.execute(query).fetchall()).encode()).hexdigest() for query in SAME]


def killing(rows: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        source, calm, killed = (Path(name) / file for file in ("people.csv", "calm.db", "killed.db"))
        write(source, rows)
        undisturbed = importing(source, calm).communicate()[0].splitlines()[-1]
        reached = [killed_at(rows * n // (KILLS + 1), source, killed) for n in range(1, KILLS + 1)]
        ended = importing(source, killed).communicate()[0].splitlines()[-1]
        equal = told_of(calm) == told_of(killed) and undisturbed == ended
    print(f"{rows:,} rows, killed with -9 at {', '.join(f'{n:,}' for n in reached)}: {ended}")
    print("equal to an undisturbed one" if equal else f"NOT equal to an undisturbed one: {undisturbed}")
    return 0 if equal else 1


def main(rows: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "people.csv", rows)
        peer, peer_memory, _ = measured("bare", folder / "people.csv", folder)
        seconds, memory, tally = measured("ours", folder / "people.csv", folder)
        back, back_memory, count = measured("undo", folder / "people.csv", folder)
    print(f"{rows:,} contacts   bare csv + executemany {peer:.2f} s, {peer_memory} MB")
    print(f"{rows:,} contacts   crm import             {seconds:.2f} s, {memory} MB, {seconds / peer:.1f}×  {tally}")
    print(f"{rows:,} contacts   undone                 {back:.2f} s, {back_memory} MB, {count}")
    reached = seconds <= TIMES * peer and memory < MEGABYTES
    print(f"the gate is {TIMES:.0f}× and {MEGABYTES} MB: {'reached' if reached else 'missed'}")
    return 0 if reached else 1


if __name__ == "__main__":
    parts = {"ours": ours, "bare": bare, "undo": undo}
    if sys.argv[1:] and sys.argv[1] in parts:
        parts[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
    elif "--kill" in sys.argv:
        sys.exit(killing(next((int(word) for word in sys.argv[1:] if word.isdigit()), 200_000)))
    else:
        sys.exit(max([main(int(rows)) for rows in sys.argv[1:] or (str(ROWS),)]))
