"""How fast a platform may be written to: token buckets per chat and over all, so that a 429 is the exception."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.channel import Parcel


@dataclass(frozen=True, slots=True)
class Rate:
    """`each` letters a second in the long run, `burst` of them at once after a rest."""

    each: float
    burst: int


@dataclass(slots=True)
class Bucket:
    """Times are seconds of any steady clock."""

    rate: Rate
    level: float = 0.0
    at: float = 0.0

    def tokens(self, now: float) -> float:
        return min(float(self.rate.burst), self.level + (now - self.at) * self.rate.each)

    def spend(self, now: float) -> None:
        self.level, self.at = self.tokens(now) - 1, now

    def wait(self, now: float) -> float:
        """Seconds until a token is there; 0 if one is."""
        return max(0.0, (1 - self.tokens(now)) / self.rate.each)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform allows. `line` names the place that a letter counts for: a chat with all its threads."""

    overall: Rate
    line: Callable[[str, Mapping[str, Any]], str]
    per_line: Callable[[str], Rate]

    def line_of(self, parcel: Parcel) -> str:
        return self.line(parcel.chat, parcel.address)


@dataclass(slots=True)
class Pace:
    """One channel's buckets. A line that was never written to has a full one."""

    limits: Limits
    overall: Bucket = field(init=False)
    lines: dict[str, Bucket] = field(default_factory=dict)
    pauses: dict[str, float] = field(default_factory=dict)  # line → until when the platform asked for silence
    halt: float = 0.0

    def __post_init__(self) -> None:
        self.overall = full(self.limits.overall)

    def room(self, now: float) -> int:
        """How many letters may leave now, whatever their line."""
        return 0 if now < self.halt else math.floor(self.overall.tokens(now))

    def spent(self, now: float) -> dict[str, int]:
        """The letters that may leave now on each line that is not fresh; the used-up and the silenced have 0."""
        self._forget_rested(now)
        return {line: math.floor(bucket.tokens(now)) for line, bucket in self.lines.items()} | dict.fromkeys(
            self.pauses, 0
        )

    def may_leave(self, line: str, now: float) -> bool:
        """Whether a letter on this line may leave now."""
        return self.room(now) > 0 and self._wait(line, now) == 0

    def fresh(self, line: str) -> int:
        return self.limits.per_line(line).burst

    def spend(self, line: str, now: float) -> None:
        self.overall.spend(now)
        self.lines.setdefault(line, full(self.limits.per_line(line))).spend(now)

    def pause(self, line: str, seconds: float, now: float) -> None:
        """The platform asked to wait. When it says so in a second place too, it means everybody."""
        others = [until for other, until in self.pauses.items() if other != line and until > now]
        self.pauses[line] = max(now + seconds, self.pauses.get(line, 0.0))
        if others:
            self.halt = max(self.halt, min(*others, self.pauses[line]))

    def wait(self, lines: Iterable[str], now: float) -> float:
        """Seconds until the first of these lines may be written to."""
        gate = max(self.halt - now, self.overall.wait(now), 0.0)
        return max(gate, min((self._wait(line, now) for line in lines), default=0.0))

    def _wait(self, line: str, now: float) -> float:
        bucket = self.lines.get(line)
        return max(self.pauses.get(line, 0.0) - now, bucket.wait(now) if bucket else 0.0)

    def _forget_rested(self, now: float) -> None:
        self.pauses = {line: until for line, until in self.pauses.items() if until > now}
        self.lines = {line: b for line, b in self.lines.items() if b.tokens(now) < b.rate.burst}


def full(rate: Rate) -> Bucket:
    return Bucket(rate, level=float(rate.burst), at=-math.inf)


PER_CHAT = Rate(each=1.0, burst=3)
# Telegram counts 20 in any minute: what flows in within it and the burst make 20 together.
PER_GROUP = Rate(each=17 / 60, burst=3)


def _telegram_line(chat: str, address: Mapping[str, Any]) -> str:
    return str(address.get("chat_id") or chat.partition("/")[0])


def _slack_line(chat: str, address: Mapping[str, Any]) -> str:
    return str(address.get("channel") or chat)


TELEGRAM = Limits(
    overall=Rate(each=25.0, burst=5),  # 30 in any second
    line=_telegram_line,
    per_line=lambda line: PER_GROUP if line.startswith(("-", "@")) else PER_CHAT,
)
SLACK = Limits(overall=Rate(each=20.0, burst=20), line=_slack_line, per_line=lambda line: PER_CHAT)
UNLIMITED = Limits(Rate(1e6, 1_000_000), line=lambda chat, address: chat, per_line=lambda line: Rate(1e6, 1_000_000))
LIMITS: Mapping[str, Limits] = {"telegram": TELEGRAM, "telegram_customers": TELEGRAM, "slack": SLACK}
