"""All commands, one file per noun. Importing this declares them."""

from handlers.commands import (
    activities,
    companies,
    contacts,
    deals,
    helping,
    members,
    records,
    reminders,
    reports_people,
    reports_pipeline,
    reports_rates,
    reports_revenue,
    tasks,
    tickets,
    workspace,
)

__all__ = [
    "activities",
    "companies",
    "contacts",
    "deals",
    "helping",
    "members",
    "records",
    "reminders",
    "reports_people",
    "reports_pipeline",
    "reports_rates",
    "reports_revenue",
    "tasks",
    "tickets",
    "workspace",
]
