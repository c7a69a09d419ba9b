"""What every command begins with: the database that the settings name, and the assistant that serves it."""

import atexit
import gc
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.channel import APPS
from bot.settings import Settings
from crm_domain.crm import Crm, open_workspace
from crm_domain.store import Store
from handlers.assistant import Assistant

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


FURNITURE = (
    "base_currency",
    "timezone",
    "working_days",
    "support",
    "exchange_rates",
    "webhooks",
)  # laid down in it


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class House:
    settings: Settings
    store: Store
    assistant: Assistant

    @cached_property
    def workspace_id(self) -> int:
        with self.store.transaction() as session:
            return open_workspace(session, self.settings.workspace, now()).id

    def crm(self, session: "Session") -> Crm:
        """The workspace on the system's own desk."""
        return Crm(session, open_workspace(session, self.settings.workspace, now()), None, now())


def open_house(settings: Settings) -> House:
    """Creates and migrates a database that is not there. Raises CrmError for an old one."""
    files = settings.files or files_beside(settings.database)
    assistant = Assistant(settings.workspace, settings.rules(), files, APPS)
    house = House(settings, open_store(settings), assistant)
    gc.freeze()  # every command and phrase is there for good: looking through them all held up one message in a hundred
    # The last connection to close writes SQLite's log back into the file, so that a copy of that file is whole.
    atexit.register(house.store.close)
    if any(getattr(settings, name) for name in FURNITURE):
        _furnish(house)
    if settings.automations.rules:
        _lay_down_rules(house)
    return house


def open_store(settings: Settings) -> Store:
    """The settings' database, with the keys to it."""
    return Store(settings.database, keys=settings.encryption.keys())


def _furnish(house: House) -> None:
    with house.store.transaction() as session:
        workspace = open_workspace(session, house.settings.workspace, now())
        workspace.base_currency = house.settings.base_currency or workspace.base_currency
        workspace.tz = house.settings.timezone or workspace.tz
        if house.settings.working_days:
            workspace.working_days = house.settings.working_days.model_dump(mode="json", exclude_unset=True)
        if house.settings.support:
            workspace.support = house.settings.support.to_plain()
        workspace.webhooks = {name: one.to_plain() for name, one in house.settings.webhooks.items()} or None
        crm = house.crm(session)
        for currency, rate in house.settings.exchange_rates.items():
            crm.rates.give(currency, rate.worth, rate.since)
        crm.enter("settings")


def _lay_down_rules(house: House) -> None:
    from handlers.rule_compiling import settle_file_rules

    with house.store.transaction() as session:
        rules = [rule.model_dump(by_alias=True, exclude_none=True) for rule in house.settings.automations.rules]
        settle_file_rules(house.crm(session), rules)


def files_beside(database: str) -> Path:
    """Where pictures and tables lie until they are sent: beside the database file, else where we were started."""
    file = sqlite_file(database)
    return file.absolute().with_name(f"{file.stem}-files") if file else Path("files").absolute()


def sqlite_file(database: str) -> Path | None:
    """The path of an SQLite database; None for a server's."""
    if "://" not in database:
        return Path(database)
    kind, _, path = database.partition(":///")
    return Path(path) if kind.startswith("sqlite") else None
