"""Processes die at any moment; each reminder and each step of a workflow comes once all the same."""

import pytest

from benchmarks.killing import killed, prepare


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("kind", "processes"), [("sqlite", 1), ("postgresql", 2)])
def test_everything_comes_once_though_processes_are_killed(request, kind, processes):
    """`python -m benchmarks.clockwork --kill` does the same with 5,000 reminders and 200 workflows."""
    store = request.getfixturevalue(f"{kind}_store")
    prepare(store, reminders=700, deals=20)
    found = killed(store.engine.url.render_as_string(hide_password=False), processes, 700, 20, kills=3)
    assert found.kills >= 3
    assert found.is_clean, found
