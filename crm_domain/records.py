"""The query class that every noun's own builds on: nothing leaves it that the member may not see."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Generic, TypeVar

from sqlalchemy import Select, bindparam, select

from crm_domain.access import EVERYTHING
from crm_domain.base import Row
from crm_domain.desk import Desk
from crm_domain.errors import NotFound
from crm_domain.texts import T

R = TypeVar("R", bound=Row)

GONE = T(
    "There is no {noun} number {id}, or you can't see it.",
    "没有编号为 {id} 的{noun}，或者你无权查看。",
)
NOUNS = {
    "companies": T("company", "公司"),
    "contacts": T("contact", "联系人"),
    "deals": T("deal", "商机"),
    "activities": T("activity", "跟进记录"),
    "tasks": T("task", "任务"),
    "tickets": T("ticket", "工单"),
    "members": T("member", "成员"),
    "products": T("product", "产品"),
    "orders": T("order", "订单"),
    "reminders": T("reminder", "提醒"),
    "campaigns": T("campaign", "营销活动"),
    "segments": T("segment", "客户分群"),
    "automations": T("automation", "自动化"),
    "pipelines": T("pipeline", "销售管道"),
    "quotas": T("quota", "销售指标"),
    "rates": T("exchange rate", "汇率"),
}


@cache
def _numbered(model: type[R]) -> Select[tuple[R]]:
    """Built once: most messages look something up by its number."""
    return select(model).where(
        model.workspace_id == bindparam("workspace"), model.id.in_(bindparam("ids", expanding=True))
    )


class Records(Generic[R]):
    """The records of one noun as this member sees them."""

    model: type[R]

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def visible(self) -> Select[tuple[R]]:
        """Every query starts here: this workspace, and what the member's role reaches."""
        return select(self.model).where(
            self.model.workspace_id == self.desk.workspace.id,
            self.desk.access.sees(self.desk.actor, self.model),
        )

    def all(self, query: Select[tuple[R]] | None = None) -> Sequence[R]:
        return self.desk.session.scalars(self.visible() if query is None else query).all()

    def by_ids(self, ids: Iterable[int]) -> dict[int, R]:
        wanted = list(ids)
        if not wanted:
            return {}
        query = _numbered(self.model)
        if (seen := self.desk.access.sees(self.desk.actor, self.model)) is not EVERYTHING:
            query = query.where(seen)
        numbers = {"workspace": self.desk.workspace.id, "ids": wanted}
        return {row.id: row for row in self.desk.session.scalars(query, numbers)}

    def get(self, id: int) -> R:
        """NotFound where there is none, or none for this member."""
        row = self.by_ids([id]).get(id)
        if row is None:
            raise NotFound(GONE, noun=NOUNS[self.model.noun], id=id)
        return row

    def put(self, row: R) -> R:
        """A new record; flushed, so that it has its number."""
        self.desk.session.add(row)
        self.desk.session.flush()
        return row
