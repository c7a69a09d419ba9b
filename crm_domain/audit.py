"""The journal by its days: which changes were made, by whom, of which records."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import exists, select

from crm_domain.desk import Desk
from crm_domain.journal import Change, ChangeLine
from crm_domain.members import Member
from crm_domain.undo import models


class Audit:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def made(self, first: date, last: date, by: Member | None = None) -> Sequence[Change]:
        """The changes of these days by the asker's clock, the latest first; all, or those of one member."""
        start, end = (datetime.combine(day, time(), self.desk.zone) for day in (first, last + timedelta(days=1)))
        query = select(Change).where(
            Change.workspace_id == self.desk.workspace.id,
            Change.at >= start,
            Change.at < end,
            exists().where(ChangeLine.change_id == Change.id),
        )
        query = query.where(Change.member_id == by.id) if by else query
        return self.desk.session.scalars(query.order_by(Change.id.desc())).all()

    def labels(self, change: Change) -> list[str]:
        """What the records are called that the change touched and that are still there."""
        lines = select(ChangeLine).where(ChangeLine.change_id == change.id).order_by(ChangeLine.id)
        places = dict.fromkeys((line.record, line.record_id) for line in self.desk.session.scalars(lines))
        rows = (self.desk.session.get(models()[record], id) for record, id in places)
        return list(dict.fromkeys(row.label for row in rows if row is not None and not row.label.startswith("#")))
