"""The shape of an exchange file: per noun one table of fields, which writing and reading both go by."""

from collections.abc import Iterator
from datetime import datetime

from crm_domain.activities import KINDS, Activity
from crm_domain.answers import Answer
from crm_domain.automations import Automation
from crm_domain.base import Row
from crm_domain.birthdays import checked_birthday
from crm_domain.campaigns import Campaign, Recipient
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.customers import Customer, CustomerTicket
from crm_domain.deals import Deal, DealLine, StageChange
from crm_domain.exchange_fields import (
    At,
    Closed,
    Day,
    Due,
    Facts,
    Field,
    More,
    Plain,
    Price,
    Ref,
)
from crm_domain.exchange_form import Form, Part
from crm_domain.exchange_values import (
    clock,
    currency,
    decimal,
    labels,
    mapping,
    one_of,
    rating,
    recurrence,
    support_settings,
    text,
    whole,
    yes_no,
)
from crm_domain.forecast import Category
from crm_domain.members import ROLES, Member, checked_zone
from crm_domain.membership import Identity
from crm_domain.orders import Order
from crm_domain.pipelines import Outcome, Pipeline, Stage
from crm_domain.products import Product
from crm_domain.quotas import Quota
from crm_domain.rates import Rate
from crm_domain.reminders import Reminder
from crm_domain.rule_shape import sound_rule
from crm_domain.segments import Segment
from crm_domain.tasks import Task
from crm_domain.ticket_ties import TicketDeal, TicketWatcher
from crm_domain.tickets import Direction, Priority, Status, Ticket, TicketMerge, TicketMessage, TicketStep


def _with_more(*fields: Field) -> tuple[Field, ...]:
    taken = {"id", "created_at", "updated_at", "more", *(slot for field in fields for slot in field.slots)}
    return *fields, More(frozenset(taken))


OWNER = Ref("owner", "members")
COMPANY = Ref("company", "companies")
CONTACT = Ref("contact", "contacts")
DEAL = Ref("deal", "deals")
TICKET = Ref("ticket", "tickets")
PRODUCT = Ref("product", "products")

STAGES = Form(
    "stages",
    Stage,
    (
        Plain("key", text, must=True),
        Plain("name_en", text, must=True),
        Plain("name_zh", text, must=True),
        Plain("synonyms", text, default=""),
        Plain("position", whole, must=True),
        Plain("outcome", one_of(tuple(Outcome)), must=True),
        Plain("probability", whole, default=0),
    ),
    key=("pipeline_id", "key"),
)
PIPELINES = Form(
    "pipelines",
    Pipeline,
    (Plain("name", text, must=True),),
    (Part("stages", STAGES, "pipeline_id", keeps=True),),
    key=("name",),
)
IDENTITIES = Form(
    "identities",
    Identity,
    (Plain("platform", text, must=True), Plain("account", text, must=True)),
    key=("platform", "account"),
)
MEMBERS = Form(
    "members",
    Member,
    (
        Plain("name", text, must=True),
        Plain("email", text),
        Plain("role", one_of(tuple(ROLES)), must=True),
        Plain("handle", text, must=True),
        Plain("tz", checked_zone, default="UTC"),
        Plain("lang", one_of(("en", "zh")), default="en"),
        Plain("team", text),
        Plain("day_from", clock, default="09:00", quiet=True),
        Plain("day_to", clock, default="18:00", quiet=True),
        Plain("quiet_from", clock, default="21:00", quiet=True),
        Plain("quiet_to", clock, default="07:00", quiet=True),
        Plain("most_a_day", whole, default=20, quiet=True),
        Plain("app", text),
        Plain("day_order", one_of(("day", "month"))),
        Plain("next_weekday", one_of(("coming", "later"))),
        Plain("active", yes_no, default=True, quiet=True),
    ),
    (Part("identities", IDENTITIES, "member_id", keeps=True),),
    key=("handle",),
)
PRODUCTS = Form("products", Product, (Plain("name", text, must=True), Plain("category", text), Price("price", least=0)))
COMPANIES = Form(
    "companies",
    Company,
    _with_more(
        Plain("name", text, must=True),
        Plain("industry", text),
        Plain("website", text),
        Plain("phone", text),
        OWNER,
        Plain("region", text),
        Plain("tier", text),
        Plain("tz", checked_zone),
        Day("renews_on"),
    ),
)
CONTACTS = Form(
    "contacts",
    Contact,
    _with_more(
        Plain("name", text, must=True),
        COMPANY,
        Plain("title", text),
        Plain("email", text),
        Plain("phone", text),
        Plain("note", text),
        Plain("birthday", checked_birthday),
        OWNER,
        Plain("consent", yes_no),
        At("consent_at", zone="owner_id"),
    ),
)
HISTORY = Form(
    "history",
    StageChange,
    (Ref("from", "stages"), Ref("to", "stages", must=True), At("at", zone="deal.owner_id", must=True)),
)
LINES = Form(
    "lines",
    DealLine,
    (Ref("product", "products", must=True), Plain("quantity", whole, default=1), Price("price", least=0)),
)
DEALS = Form(
    "deals",
    Deal,
    _with_more(
        Plain("title", text, must=True),
        COMPANY,
        CONTACT,
        Price("amount", least=0),
        Ref("stage", "stages", must=True),
        Day("close_date"),
        OWNER,
        Plain("reason", text),
        Plain("category", one_of(tuple(Category)), quiet=True),
        Closed(),
    ),
    (Part("history", HISTORY, "deal_id"), Part("lines", LINES, "deal_id")),
)
DIRECTION = Plain("direction", one_of(tuple(Direction)), must=True)
AUTHOR = Ref("author", "members")
MESSAGES = Form(
    "messages",
    TicketMessage,
    (DIRECTION, Plain("text", text, must=True), AUTHOR, At("at", zone="author_id", must=True)),
)
MERGED = Form("merged", TicketMerge, (Ref("into", "tickets", must=True), At("at", must=True)), key=("ticket_id",))
STEPS = Form("steps", TicketStep, (Plain("status", one_of(tuple(Status)), must=True), At("at", must=True)))
WATCHERS = Form("watchers", TicketWatcher, (Ref("member", "members", must=True),), key=("ticket_id", "member_id"))
TICKET_DEALS = Form("deals", TicketDeal, (Ref("deal", "deals", must=True),), key=("ticket_id", "deal_id"))
TICKETS = Form(
    "tickets",
    Ticket,
    (
        Plain("subject", text, must=True),
        Plain("description", text),
        COMPANY,
        CONTACT,
        Plain("priority", one_of(tuple(Priority)), default="normal"),
        Plain("category", text),
        Plain("status", one_of(tuple(Status)), default="new"),
        Ref("assignee", "members"),
        Plain("tags", labels),
        Plain("team", text),
        Plain("score", rating),
        Plain("comment", text),
        At("first_response_at"),
        At("resolved_at"),
        At("closed_at"),
        At("rated_at"),
        At("asked_at"),
        At("waiting_since"),
        Plain("sla_met", yes_no),
        Plain("late_answers", whole, default=0, quiet=True),
        Plain("reopened", whole, default=0, quiet=True),
        Plain("reassigned", whole, default=0, quiet=True),
    ),
    (
        Part("messages", MESSAGES, "ticket_id"),
        Part("steps", STEPS, "ticket_id"),
        Part("merged", MERGED, "ticket_id"),
        Part("watchers", WATCHERS, "ticket_id"),
        Part("deals", TICKET_DEALS, "ticket_id"),
    ),
)
CUSTOMER_TICKETS = Form(
    "tickets",
    CustomerTicket,
    (
        Ref("ticket", "tickets", must=True),
        Plain("chat", text, must=True),
        Plain("address", mapping, must=True),
        Ref("continues", "tickets"),
    ),
    key=("ticket_id",),
)
CUSTOMERS = Form(
    "customers",
    Customer,
    (
        Plain("channel", text, must=True),
        Plain("account", text, must=True),
        Plain("chat", text, must=True),
        Plain("direct", yes_no, default=True, quiet=True),
        Plain("address", mapping, must=True),
        Plain("lang", one_of(("en", "zh")), default="en"),
        Plain("name", text, quiet=True),
        CONTACT,
    ),
    (Part("tickets", CUSTOMER_TICKETS, "customer_id"),),
    key=("channel", "account"),
)
ANSWERS = Form("answers", Answer, (Plain("title", text, must=True), Plain("text", text, must=True)))
ACTIVITIES = Form(
    "activities",
    Activity,
    (
        Plain("kind", one_of(tuple(KINDS)), must=True),
        COMPANY,
        CONTACT,
        DEAL,
        TICKET,
        Plain("summary", text),
        OWNER,
        At("at", zone="owner_id", must=True),
        Plain("minutes", whole),
        Plain("satisfaction", whole),
    ),
)
TASKS = Form(
    "tasks",
    Task,
    (
        Plain("title", text, must=True),
        Ref("assignee", "members"),
        Due(),
        Ref("creator", "members"),
        COMPANY,
        CONTACT,
        DEAL,
        TICKET,
        Plain("done", yes_no, default=False),
        At("done_at", zone="assignee_id"),
    ),
)
REMINDERS = Form(
    "reminders",
    Reminder,
    (
        Plain("text", text, must=True),
        Ref("whom", "members"),
        At("at", zone="whom_id", must=True),
        Plain("repeat", recurrence),
        At("starts", zone="whom_id"),
        Plain("zone", checked_zone),
        Ref("creator", "members"),
        Plain("channel", text),
        Plain("chat", text),
        Plain("waiting", yes_no, default=True, quiet=True),
        At("fired_at", zone="whom_id"),
        At("done_at", zone="whom_id"),
    ),
)
ORDERS = Form(
    "orders",
    Order,
    (
        COMPANY,
        CONTACT,
        PRODUCT,
        Plain("number", text),
        Plain("quantity", whole, default=1),
        Price("amount"),
        Day("at", must=True),
        OWNER,
    ),
)
SEGMENTS = Form("segments", Segment, (Plain("name", text, must=True), Plain("definition", text, must=True)))
RECIPIENTS = Form(
    "recipients",
    Recipient,
    (CONTACT, COMPANY, Plain("held", yes_no, default=False, quiet=True), At("at", must=True)),
)
CAMPAIGNS = Form(
    "campaigns",
    Campaign,
    (
        Plain("name", text, must=True),
        Plain("segment", text),
        Plain("message", text),
        At("at"),
        OWNER,
        Plain("waiting", yes_no, default=False, quiet=True),
        At("sent_at"),
        Plain("holdout", whole, default=0, quiet=True),
    ),
    (Part("recipients", RECIPIENTS, "campaign_id"),),
)

AUTOMATIONS = Form(
    "automations",
    Automation,
    (
        Plain("name", text, must=True),
        Plain("when", text, must=True),
        Plain("condition", text),
        Plain("then", text, must=True),
        Plain("rule", sound_rule, must=True),
        Plain("enabled", yes_no, default=False),
        Plain("source", text, default="chat", quiet=True),
        OWNER,
        Plain("channel", text),
        Plain("chat", text),
        Plain("event", text),
        Plain("zone", checked_zone, default="UTC"),
        At("starts", zone="owner_id"),
        At("due_at", zone="owner_id"),
        At("enabled_at", zone="owner_id"),
        Plain("paused_why", text),
    ),
)

RATES = Form(
    "rates",
    Rate,
    (
        Plain("currency", currency, must=True),
        Plain("base", currency, must=True),
        Plain("worth", decimal, must=True),
        Day("day", must=True),
    ),
    key=("currency", "base", "day"),
)
QUOTAS = Form(
    "quotas",
    Quota,
    (
        Ref("member", "members"),
        Plain("team", text),
        Day("starts", must=True),
        Day("ends", must=True),
        Price("amount", least=1),
    ),
)

# The workspace's own, written where they are not as a new workspace has them.
SETTINGS = (
    Plain("base_currency", currency, default="USD", quiet=True),
    Plain("tz", checked_zone, default="UTC", quiet=True),
    Plain("support", support_settings, quiet=True),
    Plain("managers", mapping, quiet=True),
)

# In the order in which a file is read: what others lean on comes first.
FORMS = (
    MEMBERS,
    PIPELINES,
    PRODUCTS,
    COMPANIES,
    CONTACTS,
    DEALS,
    TICKETS,
    CUSTOMERS,
    ANSWERS,
    ACTIVITIES,
    TASKS,
    REMINDERS,
    AUTOMATIONS,
    ORDERS,
    SEGMENTS,
    CAMPAIGNS,
    RATES,
    QUOTAS,
)


def born(part: Row, parent: Row) -> datetime:
    """The moment a part is taken to have been made where the file doesn't say."""
    return getattr(part, "at", None) or parent.created_at


def journaled_tables() -> Iterator[str]:
    """The tables whose rows a file may hold."""
    for form in FORMS:
        yield form.model.__tablename__
        yield from (part.form.model.__tablename__ for part in form.parts)


__all__ = ["FORMS", "PIPELINES", "Facts", "Form", "Part", "born", "journaled_tables"]
