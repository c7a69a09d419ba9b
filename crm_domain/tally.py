"""What became of what was imported: each row or record is created, updated, unchanged or rejected."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from crm_domain.errors import CrmError
from crm_domain.found import Problem

COUNTS = ("read", "created", "updated", "unchanged", "rejected")  # as the contract names them (section 8)


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(slots=True)
class Tally:
    """`doubts`: (contact, the one that it looks like); `merged`: rows that were somebody who was here already.

    `change` is the number to undo it by.
    """

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    problems: list[Problem] = field(default_factory=list)
    doubts: list[tuple[int, int]] = field(default_factory=list)
    merged: int = 0
    change: int | None = None

    def count(self, *outcomes: Outcome) -> None:
        for outcome, n in Counter(outcomes).items():
            setattr(self, outcome, getattr(self, outcome) + n)

    def reject(self, place: str, id: object, reason: CrmError) -> None:
        """A whole row or record."""
        number = id if isinstance(id, int) and not isinstance(id, bool) else None
        self.rejected += 1
        self.problems.append(Problem(place, number, None, "", reason.with_traceback(None)))

    def counts(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in COUNTS}

    def kept(self) -> dict[str, Any]:
        """For who goes on after us; what was wrong with a row is found out anew."""
        return self.counts() | {"doubts": self.doubts, "merged": self.merged}

    def add(self, other: "Tally") -> None:
        for name in (*COUNTS, "merged"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.problems += other.problems
        self.doubts += other.doubts
        self.change = other.change or self.change


def together(tallies: Iterable[Tally]) -> Tally:
    """One for several sources."""
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    return whole
