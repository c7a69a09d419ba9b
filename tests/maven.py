"""The Maven CRM data of ../shared, taken in as `crm import` takes it in."""

from datetime import UTC, datetime
from pathlib import Path

from crm_domain.crm import Crm
from crm_domain.exchange import Tally, import_workspace
from crm_domain.sales_folder import sales_folders_in

FOLDER = next(
    (shared for parent in Path(__file__).parents if (shared := parent / "shared" / "data").exists()), Path("none")
)
MAVEN = FOLDER / "maven_crm"
TODAY = datetime(2017, 9, 30, 12, tzinfo=UTC)


def load_maven(crm: Crm) -> Tally:
    [folder] = sales_folders_in(MAVEN, {})
    return import_workspace(crm.session, crm.workspace, folder.made(crm), None, TODAY)
