"""Answers that the team has saved: what is asked again and again is answered the same way."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from crm_domain.base import Row
from crm_domain.desk import Desk
from crm_domain.errors import NotFound
from crm_domain.texts import T

NO_ANSWER = T("There is no saved answer number {id}.", "没有编号为 {id} 的常用答复。")


class Answer(Row):
    __tablename__ = "answers"
    noun = "tickets"

    title: Mapped[str]
    text: Mapped[str]

    @property
    def label(self) -> str:
        return self.title


class Answers:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def all(self) -> Sequence[Answer]:
        query = select(Answer).where(Answer.workspace_id == self.desk.workspace.id)
        return self.desk.session.scalars(query.order_by(Answer.id)).all()

    def get(self, id: int) -> Answer:
        found = next((answer for answer in self.all() if answer.id == id), None)
        if found is None:
            raise NotFound(NO_ANSWER, id=str(id))
        return found

    def save(self, title: str, text: str) -> Answer:
        """One of the same title is replaced."""
        same = (answer for answer in self.all() if answer.title.casefold() == title.casefold())
        answer = next(same, None) or Answer(title=title)
        answer.text = text
        self.desk.session.add(answer)
        self.desk.session.flush()
        return answer

    def remove(self, answer: Answer) -> None:
        self.desk.session.delete(answer)
