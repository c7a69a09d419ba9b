"""What was found in a row on its way in, and what of it could not be read."""

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from crm_domain.errors import CrmError
from crm_domain.texts import Lang, T

LANGS: tuple[Lang, Lang] = ("en", "zh")


@dataclass(slots=True)
class Problem:
    """A cell, or (without a column) a row or record, that was not taken.

    `place` is the sheet, or the noun of a record of ours; `row` its row below the header, or the record's number.
    """

    place: str
    row: int | None
    column: str | None
    value: str
    reason: CrmError

    @property
    def words(self) -> T:
        """The reason with its values in it."""
        return T(*(self.reason.text.to(lang, **_said(self.reason.values, lang)) for lang in LANGS))


def _said(values: dict[str, object], lang: Lang) -> dict[str, object]:
    return {name: value.to(lang) if isinstance(value, T) else value for name, value in values.items()}


@dataclass(slots=True)
class Found:
    """One row, read. `key` tells it when it comes again, `content` whether it is the same."""

    row: int
    key: str = ""
    content: str = ""
    contact: dict[str, Any] = field(default_factory=dict)
    company: dict[str, Any] = field(default_factory=dict)
    deal: dict[str, Any] = field(default_factory=dict)
    product: dict[str, Any] = field(default_factory=dict)
    owner: str = ""
    problems: list[Problem] = field(default_factory=list)
    rejected: CrmError | None = None

    def as_problem(self, place: str) -> Problem:
        assert self.rejected is not None
        return Problem(place, self.row, None, "", self.rejected)


def fingerprint(*parts: object) -> str:
    return blake2b("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
