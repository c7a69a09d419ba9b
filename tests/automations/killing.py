"""A process that does what is due, over and over: to be killed at any moment by the tests and the benchmark."""

import sys
from datetime import datetime

from automations.clockwork import NUDGES, run_due
from crm_domain.store import Store


def main(url: str, now: str) -> None:
    store = Store(url)
    while True:
        with store.transaction() as session:
            done = run_due(session, "main", datetime.fromisoformat(now), off=NUDGES)
        if not done:
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
