"""How the Web API says no."""

from __future__ import annotations

from .installation import Json


class Refusal(Exception):
    """`{"ok": false, "error": error, ...more}` with HTTP 200, as Slack refuses a call."""

    def __init__(self, error: str, **more: object) -> None:
        super().__init__(error)
        self.error = error
        self.more = more

    def as_json(self) -> Json:
        return {"ok": False, "error": self.error} | self.more


def complaints(error: str, found: list[str]) -> Refusal:
    """A refusal that lists its reasons the way Slack does: in `errors` and in `response_metadata`."""
    marked = [f"[ERROR] {complaint}" for complaint in found]
    return Refusal(error, errors=found, response_metadata={"messages": marked})
