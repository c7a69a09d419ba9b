"""Troubles ordered by a test: refusals, failures, answers that get lost."""

from __future__ import annotations

from dataclasses import dataclass

from tests.peers.telegram.calls import Call
from tests.peers.telegram.errors import ApiError, too_many_requests

# What a test means by "the next call" is a message to somebody, not the poll that runs all the time.
_QUIET = ("get", "setwebhook", "deletewebhook", "setmycommands", "deletemycommands")


@dataclass
class Trouble:
    """Hits the next `left` calls of `method` (None: of any that does something in a chat)."""

    kind: str
    left: int
    method: str | None
    error: ApiError | None = None

    def hits(self, call: Call) -> bool:
        name = call.method.lower()
        return name == self.method.lower() if self.method else not name.startswith(_QUIET)


class Faults:
    def __init__(self) -> None:
        self._troubles: list[Trouble] = []

    def refuse(self, times: int, retry_after: int, method: str | None) -> None:
        self._troubles.append(Trouble("fail", times, method, too_many_requests(retry_after)))

    def fail(self, times: int, status: int, method: str | None) -> None:
        reason = {500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout"}.get(status, "Failed")
        self._troubles.append(Trouble("fail", times, method, ApiError(status, reason)))

    def lose_answer(self, times: int, method: str | None) -> None:
        self._troubles.append(Trouble("lose", times, method))

    def before(self, call: Call) -> None:
        """Raises the error that was ordered for this call, if one was; nothing is done then."""
        trouble = self._next("fail", call)
        if trouble and trouble.error:
            raise trouble.error

    def loses(self, call: Call) -> bool:
        """Whether the answer to this call, already carried out, must not reach the bot."""
        return self._next("lose", call) is not None

    def _next(self, kind: str, call: Call) -> Trouble | None:
        for trouble in self._troubles:
            if trouble.kind == kind and trouble.left and trouble.hits(call):
                trouble.left -= 1
                return trouble
        return None
