"""The Maven CRM data of ../shared as a workspace, for tests that ask it questions; not the importer."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from crm_domain.companies import Company
from crm_domain.crm import Crm
from crm_domain.deals import Deal, DealLine, StageChange
from crm_domain.members import Member
from crm_domain.money import Money
from crm_domain.pipelines import Outcome, Pipeline, Stage
from crm_domain.products import Product

FOLDER = Path(__file__).parents[2] / "shared" / "data"
MAVEN = FOLDER / "maven_crm"
TODAY = datetime(2017, 9, 30, 12, tzinfo=UTC)
OUTCOMES = {"Won": Outcome.WON, "Lost": Outcome.LOST}


def rows(name: str) -> Iterator[dict[str, str]]:
    with (MAVEN / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def load_maven(crm: Crm) -> None:
    """As of 30 September 2017; an agent's regional office is the team."""
    stages = _stages(crm)
    reps = {row["sales_agent"]: crm.members.add(row["sales_agent"], "rep", team=row["regional_office"], tz="UTC")
            for row in rows("sales_teams")}  # fmt: skip
    companies = {row["account"]: crm.companies.add(row["account"], industry=row["sector"]) for row in rows("accounts")}
    products = {}
    for row in rows("products"):
        product = Product(name=row["product"])
        product.price = Money.of(row["sales_price"], "USD")
        products[row["product"]] = crm.products.put(product)
    products["GTXPro"] = products["GTX Pro"]
    crm.session.flush()
    _deals(crm, stages, reps, companies, products)


def _stages(crm: Crm) -> dict[str, Stage]:
    """Those of the file in place of the usual ones."""
    [pipeline] = crm.pipelines.all()
    for stage in crm.pipelines.stages():
        crm.session.delete(stage)
    crm.session.flush()
    return {row["stage"]: _stage(crm, pipeline, row) for row in rows("stages")}


def _stage(crm: Crm, pipeline: Pipeline, row: dict[str, str]) -> Stage:
    name = row["stage"]
    outcome, percent = OUTCOMES.get(name, Outcome.OPEN), round(100 * float(row["probability"]))
    names = {"key": name, "name_en": name, "name_zh": name}
    stage = Stage(pipeline_id=pipeline.id, position=int(row["order"]), outcome=outcome, probability=percent, **names)
    crm.session.add(stage)
    crm.session.flush()
    return stage


def _deals(
    crm: Crm,
    stages: dict[str, Stage],
    reps: dict[str, Member],
    companies: dict[str, Company],
    products: dict[str, Product],
) -> None:
    common = {"workspace_id": crm.workspace.id, "version": 1, "updated_at": TODAY}
    deals: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    for id, row in enumerate(rows("sales_pipeline"), 1):
        begun, closed = _noon(row["engage_date"]) or TODAY, _noon(row["close_date"])
        made = common | {"created_at": begun}
        value = row["close_value"]
        deals.append(made | {
            "id": id, "title": row["opportunity_id"], "stage_id": stages[row["deal_stage"]].id,
            "owner_id": reps[row["sales_agent"]].id, "company_id": getattr(companies.get(row["account"]), "id", None),
            "amount_minor": Money.of(value, "USD").minor if value else None, "currency": "USD" if value else None,
            "close_date": closed and closed.date(), "closed_at": closed,
        })  # fmt: skip
        lines.append(made | {"deal_id": id, "product_id": products[row["product"]].id, "quantity": 1})
        passed = ["Engaging"] if row["engage_date"] else ["Prospecting"]
        ended = [row["deal_stage"]] if closed else []
        steps += [made | {"deal_id": id, "to_id": stages[stage].id, "at": at}
                  for stage, at in zip([*passed, *ended], (begun, closed), strict=False)]  # fmt: skip
    for table, found in ((Deal, deals), (DealLine, lines), (StageChange, steps)):
        crm.session.execute(insert(table), found)


def _noon(day: str) -> datetime | None:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=12) if day else None
