"""A folder of sales tables (accounts, products, sales teams, opportunities) as a document that can be taken in.

The folder's own stages take the place of the usual ones; a sales agent becomes a rep, their office is their team.
"""

import csv
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from crm_domain.companies import Company
from crm_domain.crm import Crm
from crm_domain.deals import Deal, StageChange
from crm_domain.documents import Document
from crm_domain.errors import BadValue
from crm_domain.members import Member, Role, free_handle
from crm_domain.pipelines import Outcome, Stage
from crm_domain.products import Product
from crm_domain.texts import T
from crm_domain.workspaces import Workspace

TABLES = ("accounts", "products", "sales_teams", "sales_pipeline")  # what such a folder has at least
STAGES = "stages"
PIPELINE = "sales"
CURRENCY = "USD"
KIND = T("a folder of sales tables", "一套销售数据表")
NO_TABLE = T("{file} is no table in UTF-8 with commas.", "{file} 不是 UTF-8 编码、逗号分隔的表格。")
LACKS = T("{file} lacks the column {columns}.", "{file} 缺少列：{columns}。")
NUMBERLESS = T(
    "stages.csv: the stage “{stage}” needs an order (1, 2 …) and a probability from 0 to 1.",
    "stages.csv：阶段“{stage}”需要顺序（1、2……）和 0 到 1 之间的概率。",
)
COLUMNS = {
    "accounts": ("account",),
    "products": ("product", "sales_price"),
    "sales_teams": ("sales_agent", "regional_office"),
    "sales_pipeline": (
        "opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date", "close_date", "close_value",
    ),
    STAGES: ("stage", "order", "probability"),
}  # fmt: skip
NOON = "T12:00:00+00:00"  # a day in words is that day for everybody between Honolulu and Auckland

# What a stage of such a folder is called in Chinese, and what people say for it.
CALLED = {
    "prospecting": ("初步接触", "prospects\nprospect\n潜在客户\n开发中"),
    "engaging": ("洽谈中", "engaged\nengagement\n洽谈\n跟进中"),
    "won": ("赢单", "closed won\nwin\n成交\n赢\n已赢单\n签单"),
    "lost": ("丢单", "closed lost\nlose\n输单\n丢\n已丢单\n失单"),
}
USUAL = (  # where the folder has no table of its stages
    {"stage": "Prospecting", "order": "1", "probability": "0.1"},
    {"stage": "Engaging", "order": "2", "probability": "0.6"},
    {"stage": "Won", "order": "3", "probability": "1"},
    {"stage": "Lost", "order": "4", "probability": "0"},
)

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What is here already, by name: it keeps its number."""

    companies: Mapping[str, int]
    products: Mapping[str, int]
    deals: Mapping[str, int]
    begun: Mapping[str, str]  # the day on which a deal was entered
    handles: Mapping[str, str]  # by a member's name
    taken: frozenset[str]  # handles


def known_here(session: Session, workspace: Workspace) -> Known:
    def named(name: InstrumentedAttribute[str], value: InstrumentedAttribute[Any]) -> dict[str, Any]:
        query = select(name, value).where(name.class_.workspace_id == workspace.id)
        return {_plain(called): found for called, found in session.execute(query)}

    handles = named(Member.name, Member.handle)
    companies, products = named(Company.name, Company.id), named(Product.name, Product.id)
    begun = {title: at.astimezone(UTC).date().isoformat() for title, at in named(Deal.title, Deal.created_at).items()}
    return Known(companies, products, named(Deal.title, Deal.id), begun, handles, frozenset(handles.values()))


def make_room(session: Session, workspace: Workspace, document: Facts) -> None:
    """The usual open stages go where no deal has ever stood in one: the document brings its own."""
    if session.scalar(select(func.count()).where(Deal.workspace_id == workspace.id)):
        return
    own = {stage["key"] for pipeline in document["pipelines"] for stage in pipeline["stages"]}
    used = select(StageChange.to_id).where(StageChange.workspace_id == workspace.id)
    query = select(Stage).where(Stage.workspace_id == workspace.id, Stage.key.not_in(own), Stage.id.not_in(used))
    for stage in session.scalars(query):
        session.delete(stage)
    session.flush()


def sales_document(tables: Tables, known: Known) -> Facts:
    """As an export is written, for the intake to judge row by row."""
    handles = _handles(tables, known)
    products = {_tight(row["product"]): row["product"] for row in tables["products"]}
    keys = {row["stage"]: _key(row["stage"]) for row in tables.get(STAGES) or USUAL}
    last = max((_last(row) for row in tables["sales_pipeline"]), default="")
    return {
        "members": [_member(row, handles) for row in tables["sales_teams"]],
        "pipelines": [{"name": PIPELINE, "stages": [_stage(row) for row in tables.get(STAGES) or USUAL]}],
        "products": [_product(row, known) for row in tables["products"]],
        "companies": [_company(row, known) for row in tables["accounts"]],
        "deals": [_deal(row, known, handles, products, keys, last) for row in tables["sales_pipeline"]],
    }


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _tight(name: str) -> str:
    """“GTXPro” is “GTX Pro”."""
    return _plain(name).replace(" ", "")


def _handles(tables: Tables, known: Known) -> dict[str, str]:
    taken, handles = set(known.taken), dict[str, str]()
    for name in _distinct([*(r["sales_agent"] for r in tables["sales_teams"])]):
        handles[name] = known.handles.get(_plain(name)) or free_handle(name, taken)
        taken.add(handles[name])
    return handles


def _distinct(names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name.strip()]


def _member(row: Row, handles: Mapping[str, str]) -> Facts:
    name = row["sales_agent"]
    return _said({"name": name, "role": str(Role.REP), "handle": handles.get(name), "team": row["regional_office"]})


def _key(stage: str) -> str:
    """Won and lost are called so everywhere."""
    return _plain(stage) if _plain(stage) in (Outcome.WON, Outcome.LOST) else stage


def _stage(row: Row) -> Facts:
    name, plain = row["stage"], _plain(row["stage"])
    zh, synonyms = CALLED.get(plain, (name, ""))
    outcome = plain if plain in (Outcome.WON, Outcome.LOST) else str(Outcome.OPEN)
    chance = round(100 * float(row["probability"]))
    facts = {"key": _key(name), "name_en": name, "name_zh": zh, "synonyms": synonyms, "outcome": outcome}
    return facts | {"position": int(row["order"]), "probability": chance}


def _product(row: Row, known: Known) -> Facts:
    price = {"amount": row["sales_price"], "currency": CURRENCY} if row["sales_price"] else None
    name = row["product"]
    return _said({"id": known.products.get(_plain(name)), "name": name, "category": row.get("series"), "price": price})


def _company(row: Row, known: Known) -> Facts:
    name = row["account"]
    more = {key: value for key, value in row.items() if key not in ("account", "sector")}
    return _said({"id": known.companies.get(_plain(name)), "name": name, "industry": row.get("sector"), **more})


def _said(facts: Mapping[str, Any]) -> Facts:
    return {name: value for name, value in facts.items() if value not in (None, "")}


def _last(row: Row) -> str:
    return max(row["engage_date"], row["close_date"])


def _deal(
    row: Row,
    known: Known,
    handles: Mapping[str, str],
    products: Mapping[str, str],
    keys: Mapping[str, str],
    today: str,
) -> Facts:
    """A deal without a date was entered on the last day that the file knew of when it first came in."""
    title, value = row["opportunity_id"], row["close_value"]
    begun = row["engage_date"] or known.begun.get(_plain(title)) or today or date.min.isoformat()
    moments = [begun + NOON, *([row["close_date"] + NOON] if row["close_date"] else [])]
    product = products.get(_tight(row["product"]), row["product"])
    return _said({
        "id": known.deals.get(_plain(title)), "title": title, "company": row["account"],
        "amount": {"amount": value, "currency": CURRENCY} if value else None,
        "stage": keys.get(row["deal_stage"], row["deal_stage"]), "close_date": row["close_date"],
        "owner": handles.get(row["sales_agent"], row["sales_agent"]),
        "history": _history(row, keys, moments), "lines": [{"product": product}] if product else None,
        "created_at": moments[0], "updated_at": moments[-1],
    })  # fmt: skip


def _history(row: Row, keys: Mapping[str, str], moments: Sequence[str]) -> list[Facts]:
    """From its first stage (a deal that was closed was worked on before) to the one that it stands in."""
    order = list(keys)
    first = order[min(1, len(order) - 1)] if len(moments) > 1 else row["deal_stage"]
    stages = [first, row["deal_stage"]][: len(moments)]
    steps = [{"to": keys.get(stages[0], stages[0]), "at": moments[0]}]
    later = zip(pairwise(stages), moments[1:], strict=True)
    return [*steps, *({"from": keys.get(a, a), "to": keys.get(b, b), "at": at} for (a, b), at in later)]


# -- the files ---------------------------------------------------------------------------------------------------------


def sales_folders_in(path: Path, told: Mapping[str, str]) -> list[Document]:
    """The folder itself, known by the names of its files."""
    if not path.is_dir() or not all((path / f"{name}.csv").is_file() for name in TABLES):
        return []
    tables = read_tables(path)
    return [Document(KIND, path, lambda crm: _made(crm, tables), sum(map(len, tables.values())))]


def _made(crm: Crm, tables: Tables) -> Facts:
    document = sales_document(tables, known_here(crm.session, crm.workspace))
    make_room(crm.session, crm.workspace, document)
    return document


def read_tables(folder: Path) -> Tables:
    """BadValue where one is no such table."""
    names = [*TABLES, *([STAGES] if (folder / f"{STAGES}.csv").is_file() else [])]
    tables = {name: _read(folder / f"{name}.csv", COLUMNS[name]) for name in names}
    for row in tables.get(STAGES, ()):
        _check_numbers(row)
    return tables


def _read(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [{name or "": (value or "").strip() for name, value in row.items() if isinstance(value, str | None)}
                    for row in csv.DictReader(file)]  # fmt: skip
    except (UnicodeDecodeError, csv.Error):
        raise BadValue(NO_TABLE, file=path.name) from None
    if lacking := [name for name in columns if rows and name not in rows[0]]:
        raise BadValue(LACKS, file=path.name, columns=", ".join(lacking))
    return rows


def _check_numbers(row: Row) -> None:
    try:
        fine = 0 <= float(row["probability"]) <= 1 and int(row["order"]) >= 0
    except ValueError:
        fine = False
    if not fine:
        raise BadValue(NUMBERLESS, stage=row["stage"])
