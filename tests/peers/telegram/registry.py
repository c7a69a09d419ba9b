"""The Bot API's methods by lower-case name, filled by the modules that implement them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.peers.telegram.calls import Call
from tests.peers.telegram.cloud import Cloud

Method = Callable[[Cloud, Call], Any]
METHODS: dict[str, Method] = {}
# Those that Telegram's flood control counts.
COUNTED: set[str] = set()


def api(*names: str, counted: bool = False) -> Callable[[Method], Method]:
    """Registers a method: it returns the `result` (or an awaitable of it) or raises ApiError."""

    def register(method: Method) -> Method:
        for name in names:
            METHODS[name.lower()] = method
            COUNTED.update({name.lower()} if counted else ())
        return method

    return register
