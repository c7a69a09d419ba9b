"""The CRM as one member meets it: every noun's records on one desk."""

from datetime import datetime
from functools import cached_property

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crm_domain import automation_runs, conversations, inbox, mailboxes, notices, outbox  # noqa: F401 - their tables
from crm_domain import imports as _imports  # noqa: F401 - its tables
from crm_domain import tokens as _tokens  # noqa: F401 - its table
from crm_domain.activities import Activities
from crm_domain.ages import Ages
from crm_domain.answers import Answers
from crm_domain.audit import Audit
from crm_domain.automation_events import raise_event
from crm_domain.automations import Automations
from crm_domain.base import Base, Row, begin_alone
from crm_domain.campaigns import Campaigns
from crm_domain.companies import Companies
from crm_domain.contacts import Contacts
from crm_domain.customers import Customers
from crm_domain.deals import Deals
from crm_domain.desk import Desk
from crm_domain.drivers import Regressions
from crm_domain.examples import Examples
from crm_domain.figures import Figures
from crm_domain.handover import Handover
from crm_domain.journal import Change
from crm_domain.membership import Members
from crm_domain.orders import Orders
from crm_domain.pipelines import Pipelines
from crm_domain.products import Products
from crm_domain.purchases import Purchases
from crm_domain.quotas import Quotas
from crm_domain.rates import Rates, rates_of
from crm_domain.reminders import Reminders
from crm_domain.rule_runs import RuleRuns
from crm_domain.segments import Segments
from crm_domain.standings import Standings
from crm_domain.talks import Talks
from crm_domain.tallies import Tallies
from crm_domain.tasks import Tasks
from crm_domain.ticket_figures import TicketFigures
from crm_domain.ticket_ties import Ties
from crm_domain.tickets import Tickets
from crm_domain.undo import Changes
from crm_domain.visits import Visits
from crm_domain.webhooks import Webhooks
from crm_domain.workspaces import Workspace

__all__ = ["Base", "Crm", "Row", "open_workspace"]


class Crm(Desk):
    @cached_property
    def companies(self) -> Companies:
        return Companies(self)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self)

    @cached_property
    def handover(self) -> Handover:
        return Handover(self)

    @cached_property
    def contacts(self) -> Contacts:
        return Contacts(self)

    @cached_property
    def deals(self) -> Deals:
        return Deals(self)

    @cached_property
    def activities(self) -> Activities:
        return Activities(self)

    @cached_property
    def tasks(self) -> Tasks:
        return Tasks(self)

    @cached_property
    def reminders(self) -> Reminders:
        return Reminders(self)

    @cached_property
    def tickets(self) -> Tickets:
        return Tickets(self)

    @cached_property
    def members(self) -> Members:
        return Members(self)

    @cached_property
    def pipelines(self) -> Pipelines:
        return Pipelines(self)

    @cached_property
    def products(self) -> Products:
        return Products(self)

    @cached_property
    def orders(self) -> Orders:
        return Orders(self)

    @cached_property
    def purchases(self) -> Purchases:
        return Purchases(self)

    @cached_property
    def segments(self) -> Segments:
        return Segments(self)

    @cached_property
    def campaigns(self) -> Campaigns:
        return Campaigns(self)

    @cached_property
    def talks(self) -> Talks:
        return Talks(self)

    @cached_property
    def regressions(self) -> Regressions:
        return Regressions(self)

    @cached_property
    def standings(self) -> Standings:
        return Standings(self)

    @cached_property
    def visits(self) -> Visits:
        return Visits(self)

    @property
    def rates(self) -> Rates:
        return rates_of(self)

    @cached_property
    def quotas(self) -> Quotas:
        return Quotas(self)

    @cached_property
    def ages(self) -> Ages:
        return Ages(self)

    @cached_property
    def tallies(self) -> Tallies:
        return Tallies(self)

    @cached_property
    def figures(self) -> Figures:
        return Figures(self)

    @cached_property
    def customers(self) -> Customers:
        return Customers(self)

    @cached_property
    def ticket_ties(self) -> Ties:
        return Ties(self)

    @cached_property
    def answers(self) -> Answers:
        return Answers(self)

    @cached_property
    def ticket_figures(self) -> TicketFigures:
        return TicketFigures(self)

    @cached_property
    def automations(self) -> Automations:
        return Automations(self)

    @cached_property
    def rule_runs(self) -> RuleRuns:
        return RuleRuns(self)

    @cached_property
    def webhooks(self) -> Webhooks:
        return Webhooks(self)

    @cached_property
    def examples(self) -> Examples:
        return Examples(self)

    @cached_property
    def changes(self) -> Changes:
        return Changes(self)

    def enter(
        self, command: str, chat: str | None = None, key: str | None = None, undoes: Change | None = None
    ) -> int | None:
        """Flushes, and enters what was changed into the journal; the change's number, None where nothing was."""
        self.session.flush()
        said = {"command": command, "chat": chat, "message_key": key, "undoes_id": undoes.id if undoes else None}
        change_id = self.journal.write(self.session, self.signed(said))
        if change_id and command != "data.import":  # an import tells of the past, which wakes nobody
            raise_event(self.session, self.workspace.id, change_id, self.chain, told=bool(self.workspace.webhooks))
        if undoes and change_id:
            self.session.execute(update(Change).where(Change.id == undoes.id).values(undone_by_id=change_id))
            if undoes.undoes_id:  # undoing an undo: the first change stands again
                self.session.execute(update(Change).where(Change.id == undoes.undoes_id).values(undone_by_id=None))
        return change_id


def find_workspace(session: Session, name: str) -> Workspace | None:
    return session.scalars(select(Workspace).where(Workspace.name == name)).first()


def open_workspace(session: Session, name: str, now: datetime) -> Workspace:
    """The workspace of that name; made, with the default pipeline, where there is none yet."""
    if found := find_workspace(session, name):
        return found
    begin_alone(session)
    if found := find_workspace(session, name):
        return found  # another process was first
    workspace = Workspace(name=name)
    session.add(workspace)
    session.flush()
    crm = Crm(session, workspace, None, now)
    crm.pipelines.put_default()
    crm.journal.forget()  # what the house comes with is nobody's change
    return workspace
