"""The Maven CRM data of ../shared, taken in as `crm import` takes it in."""

from datetime import UTC, datetime
from pathlib import Path

from bot.tables import SalesFolder
from crm_domain.crm import Crm
from crm_domain.exchange import Tally, import_workspace
from crm_domain.sales_folder import known_here, make_room, sales_document

FOLDER = next(
    (shared for parent in Path(__file__).parents if (shared := parent / "shared" / "data").exists()), Path("none")
)
MAVEN = FOLDER / "maven_crm"
TODAY = datetime(2017, 9, 30, 12, tzinfo=UTC)


def load_maven(crm: Crm) -> Tally:
    document = sales_document(SalesFolder.read(MAVEN).tables, known_here(crm.session, crm.workspace))
    make_room(crm.session, crm.workspace, document)
    return import_workspace(crm.session, crm.workspace, document, None, TODAY)
