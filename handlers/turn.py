"""One turn of a conversation, as a command sees it: the member's CRM, their voice, and the reply to build."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from crm_domain.base import Row
from crm_domain.crm import Crm
from crm_domain.journal import Change
from crm_domain.members import Member
from crm_domain.money import Money
from crm_domain.texts import T
from handlers.context import Context
from handlers.drawer import Drawer
from handlers.memory import Memory
from handlers.reading.spans import Amount
from handlers.reply import Button, Field, Outcome, Reply, Table
from handlers.triage import Triage
from handlers.voice import Voice

R = TypeVar("R", bound=Row)

PAGE = 10


class Ask(Exception):
    """The command needs one more thing before it can go on; what was said is kept."""

    def __init__(
        self,
        slot: str,
        question: T,
        /,
        choices: Sequence[Row] = (),
        sure: T | None = None,
        adding: Mapping[str, str] | None = None,
        **values: object,
    ) -> None:
        super().__init__(slot)
        self.slot = slot
        self.question = question
        self.choices = choices
        self.adding = adding or {}  # slots that the command has found out itself, to be kept with what was said
        self.sure = sure  # the label of a button that fills the slot with "yes"
        self.values = values


@dataclass(slots=True)
class Turn:
    """What a command function gets first. Handlers cannot commit: the transaction belongs to whoever called."""

    crm: Crm
    voice: Voice
    memory: Memory
    shown: set[str] = field(default_factory=set)  # nouns that the reply shows: decides who may read it
    undoes: Change | None = None
    channel: str = ""  # where the message came from: the platform, the chat, and whether others read it
    chat: str = ""
    group: bool = False
    forms: bool = False  # a form can be shown in answer
    triage: Triage = field(default_factory=Triage)
    again: str = ""  # the command's own words, to say for another page
    drawer: Drawer = field(default_factory=Drawer)  # where files for the reply are laid
    context: Context | None = None  # what words are read against
    attached: Sequence[str] = ()  # paths of the files that came with the message
    source: str | None = None  # the key of the message that is handed in
    apps: Mapping[str, str] = field(default_factory=dict)  # what people call the channels
    whole: bool = False  # a list is wanted to its end, not by the page
    rerun: Callable[[str], Reply] | None = None  # carries out a command that shows something, by its words
    forgets: bool = False  # nothing of this talk is remembered: it speaks of somebody who was erased

    @property
    def me(self) -> Member:
        return self.crm.me

    @property
    def now(self) -> datetime:
        return self.crm.now

    @property
    def today(self) -> date:
        return self.crm.today

    def money(self, amount: Amount | None, like: Money | None = None) -> Money | None:
        """An amount as said, in the currency it was said in, else that of `like`, else the workspace's."""
        if amount is None:
            return None
        currency = amount.currency or (like.currency if like else self.crm.workspace.base_currency)
        return Money.of(amount.amount, currency)

    def about(self, *rows: Row | None) -> None:
        """From now on “him”, “that deal” are these, “them” their company, and “it” the last of them."""
        for row in rows:
            if row is not None:
                self.shown.add(row.noun)
                if row.id:
                    self.memory.speak_of(row.noun, row.id)
                    self.memory.subject = row.noun
                if company := getattr(row, "company_id", None):
                    self.memory.speak_of("companies", company)

    def spoken_of(self, model: type[R]) -> R | None:
        """The record of this kind that was spoken of last, where it may still be seen."""
        id = self.memory.focus.get(model.noun)
        return self.crm.session.get(model, id) if id else None

    def done(
        self,
        text: T,
        /,
        fields: Mapping[T, object] | None = None,
        buttons: Sequence[tuple[T, str]] = (),
        **values: object,
    ) -> Reply:
        """The answer; fields without a value are left out."""
        shown = tuple(
            Field(self.voice.write(label), self.voice.write(value))
            for label, value in (fields or {}).items()
            if value not in (None, "", [])
        )
        said = self.voice.say(text, **values)
        return Reply(Outcome.DONE, said, fields=shown, buttons=self.buttons(*buttons))

    def buttons(self, *buttons: tuple[T, str]) -> tuple[Button, ...]:
        return tuple(Button(self.voice.write(label), says) for label, says in buttons)

    def listing(
        self,
        rows: Sequence[R],
        columns: Mapping[T, Callable[[R], object]],
        title: T,
        nothing: T,
        page: int = 1,
        **values: Any,
    ) -> Reply:
        """A page of a list: the count, ten rows, and a button for the next ten."""
        for row in rows[:1]:
            self.shown.add(row.noun)
            self.memory.list_out(row.noun, (each.id for each in rows[(page - 1) * PAGE : page * PAGE]))
        if len(rows) == 1:
            self.about(rows[0])
        return self.table(rows, columns, title, nothing, page, **values)

    def table(
        self,
        rows: Sequence[Any],
        columns: Mapping[T, Callable[[Any], object]],
        title: T,
        nothing: T,
        page: int = 1,
        **values: Any,
    ) -> Reply:
        """The same for rows that are no records."""
        if not rows:
            return self.done(nothing, **values)
        start = (page - 1) * PAGE
        shown = rows if self.whole else rows[start : start + PAGE]
        cells = tuple(tuple(self.voice.write(cell(row)) for cell in columns.values()) for row in shown)
        reply = self.done(title, count=len(rows), **values)
        table = Table(tuple(map(self.voice.write, columns)), cells)
        return self._with_more(reply.but(table=table), len(rows) - start - len(cells), page)

    def _with_more(self, reply: Reply, left: int, page: int) -> Reply:
        self.memory.more = None
        if left <= 0:
            return reply
        words = f"{self.again} page={page + 1}"
        self.memory.more = words
        return reply.but(buttons=(*reply.buttons, Button(self.voice.say(MORE, left=left), words)))

    def refused(self, text: T, /, **values: Any) -> Reply:
        return Reply(Outcome.REFUSED, self.voice.say(text, **values))


MORE = T("More ({left} left)", "更多（还有 {left} 条）")
