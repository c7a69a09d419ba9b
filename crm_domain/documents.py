"""Records in our own form as a source, and what is made into such: taken in as a whole or not at all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from crm_domain.crm import Crm
from crm_domain.exchange import taken_in
from crm_domain.tally import Tally
from crm_domain.texts import T

Facts = dict[str, Any]


@dataclass
class Document:
    """`made` gives the exchange document for a workspace; `size` is how many records that is, about."""

    kind: T
    path: Path
    made: Callable[[Crm], Facts]
    size: int
    order = -1  # members and stages are there before the tables that name them

    @property
    def name(self) -> str:
        return self.path.name

    @cached_property
    def digest(self) -> str:
        """It is not gone on with where it was: it is there or it isn't."""
        return f"document:{self.path}"

    def is_longer_than(self, rows: int) -> bool:
        return self.size > rows

    def open(self, crm: Crm) -> "DocumentWork":
        return DocumentWork(self)

    def preview(self, crm: Crm, most: int | None = None) -> Tally:
        """Done, counted and undone."""
        savepoint = crm.session.begin_nested()
        try:
            return taken_in(crm, self.made(crm))
        finally:
            savepoint.rollback()
            crm.journal.forget()
            crm.session.expire_all()


class DocumentWork:
    """One portion."""

    def __init__(self, document: Document) -> None:
        self.document, self.size = document, 1

    def portions(self) -> Iterator[list[Document]]:
        yield [self.document]

    def take(self, crm: Crm, portion: list[Document], tally: Tally) -> None:
        tally.add(taken_in(crm, self.document.made(crm)))

    def pass_over(self, portion: list[Document], tally: Tally) -> None:
        """It was taken whole."""
