"""A folder of sales tables is taken in: reps, stages, list prices, and the same again without a change."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crm_domain.crm import Crm
from crm_domain.errors import BadValue
from crm_domain.exchange import Tally, import_workspace
from crm_domain.sales_folder import sales_folders_in
from tests.people import Office, done

FILES = {
    "accounts": "account,sector,subsidiary_of\nBolt Ltd,retail,\nNut Ltd,software,Bolt Ltd\n",
    "products": "product,series,sales_price\nAX Pro,AX,1000\nBX,BX,50\n",
    "sales_teams": "sales_agent,manager,regional_office\nRosa Diaz,Lee Hall,West\nJim Orr,Lee Hall,East\n",
    "sales_pipeline": (
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
        "A1,Rosa Diaz,AXPro,Bolt Ltd,Won,2026-10-01,2026-11-03,900\n"
        "A2,Jim Orr,BX,Nut Ltd,Lost,2026-10-05,2026-11-04,0\n"
        "A3,Jim Orr,AX Pro,Nut Ltd,Engaging,2026-11-01,,\n"
        "A4,Rosa Diaz,BX,,Prospecting,,,\n"
        "A5,Rosa Diaz,ZZ,,Engaging,2026-11-02,,\n"
    ),
    "stages": "stage,order,probability\nProspecting,1,0.1\nEngaging,2,0.6\nWon,3,1\nLost,4,0\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / f"{name}.csv").write_text(text.replace("\n", "\r\n"), encoding="utf-8")
    return tmp_path


def take_in(office: Office, folder: Path) -> Tally:
    def work(crm: Crm) -> Tally:
        [found] = sales_folders_in(folder, {})
        return import_workspace(crm.session, crm.workspace, found.made(crm), None, datetime(2026, 11, 20, tzinfo=UTC))

    tally: Tally = office.crm(work)
    return tally


def test_the_tables_become_reps_deals_and_stages_and_a_bad_row_is_told(office: Office, folder: Path) -> None:
    tally = take_in(office, folder)
    assert [problem.place for problem in tally.problems] == ["lines"]
    assert "ZZ" in tally.problems[0].words.en
    boss = office.person("max")
    assert done(boss.says("who has not won anything this month")).figures["reps"] == [
        "Ann Lee",
        "Bo Berg",
        "Jim Orr",
        "林晓琳",
    ]
    pipeline = done(boss.says("open deals by stage, count and value")).figures
    assert (pipeline["Engaging"]["value"], pipeline["Prospecting"]["value"]) == (1000.0, 50.0)
    cycle = done(boss.says("average sales cycle this month")).figures
    assert (cycle["deals"], cycle["mean_days"]) == (1, 33)
    assert office.crm(lambda crm: crm.members.by_handle("rosa")).team == "West"


def test_the_same_folder_again_changes_nothing_and_a_newer_one_what_is_new(office: Office, folder: Path) -> None:
    take_in(office, folder)
    again = take_in(office, folder)
    assert (again.created, again.updated) == (0, 0)
    table = folder / "sales_pipeline.csv"
    table.write_text(table.read_text().replace("Engaging,2026-11-01,,", "Won,2026-11-01,2026-11-20,1100"))
    newer = take_in(office, folder)
    assert (newer.created, newer.updated) == (0, 1)
    assert done(office.person("max").says("revenue this month")).figures["revenue"] == 2000


def test_a_folder_is_recognised_by_its_files_and_a_lacking_column_is_named(folder: Path) -> None:
    assert [source.path for source in sales_folders_in(folder, {})] == [folder]
    (folder / "products.csv").write_text("name,price\nAX,1\n")
    with pytest.raises(BadValue) as lacking:
        sales_folders_in(folder, {})
    assert lacking.value.to("en") == "products.csv lacks the column product, sales_price."
    (folder / "products.csv").write_text(FILES["products"])
    (folder / "stages.csv").write_text("stage,order,probability\nWon,x,1\n")
    with pytest.raises(BadValue) as numberless:
        sales_folders_in(folder, {})
    assert "阶段“Won”需要顺序" in numberless.value.to("zh")
