"""Two records of one noun become one; the journal knows how to take them apart again."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select

from crm_domain.base import Row, references_to
from crm_domain.desk import Desk

R = TypeVar("R", bound=Row)


def merged(desk: Desk, kept: R, duplicate: R, filled: Sequence[str]) -> int:
    """Everything that points to the duplicate points to the kept one, which takes over what it lacks of `filled`.

    The duplicate is deleted. Gives the number of records that moved.
    """
    session, moved = desk.session, 0
    for column in references_to(type(kept)):
        for row in session.scalars(select(column.class_).where(column == duplicate.id)):
            setattr(row, column.key, kept.id)
            moved += 1
    for name in filled:
        if getattr(kept, name) is None:
            setattr(kept, name, getattr(duplicate, name))
    session.flush()
    session.expire_all()
    session.delete(duplicate)
    session.flush()
    return moved
