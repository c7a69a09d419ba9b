"""The lines of orders, as shops and ERP systems write them out, as one of our own exchange documents.

Each line is an order of ours; what has the same invoice number was bought together. Customers and products that the
lines name become companies and products.
"""

import csv
import gzip
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO, Any

from crm_domain.documents import Document
from crm_domain.sheets import first_row
from crm_domain.texts import T

KIND = T("lines of orders", "订单明细")
# What each column may be called, in small letters and without blanks, dots and underscores.
_CALLED = {
    "number": "invoiceno invoice invoicenumber orderno orderid ordernumber 订单号 发票号 单号 订单编号",
    "code": "stockcode sku productcode itemcode productid 产品编号 商品编码 货号 商品编号",
    "product": "description product item productname itemname 产品 商品 产品名称 商品名称 品名",
    "quantity": "quantity qty units 数量 件数",
    "at": "invoicedate orderdate date purchasedate 订单日期 下单日期 下单时间 日期 开票日期",
    "price": "unitprice price 单价 价格",
    "customer": "customerid customer customername client account company 客户 客户名称 客户编号 公司",
    "region": "country region territory 国家 地区 区域",
}
CALLED: Mapping[str, tuple[str, ...]] = {ours: tuple(called.split()) for ours, called in _CALLED.items()}
MUST = ("number", "quantity", "at", "price")
FORMS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y/%m/%d %H:%M", "%Y/%m/%d")
NOT_WARES = frozenset("post postage dot d m c2 s cruk pads b amazonfee bank charges carriage manual".split())
FEE = "fee"

Line = Mapping[str, str]


def columns_of(names: Iterable[str]) -> dict[str, str] | None:
    """Which column of the file is which of ours; None where these are no lines of orders."""
    plain = {"".join(letter for letter in name.lower() if letter.isalnum()): name for name in names if name}
    found = {ours: plain[name] for ours, called in CALLED.items() for name in called[::-1] if name in plain}
    return found if all(ours in found for ours in MUST) and ("code" in found or "product" in found) else None


def order_document(lines: Sequence[Line], columns: Mapping[str, str]) -> dict[str, Any]:
    """A line that makes no sense is left as it is, for the intake to say why."""
    rows = [{ours: (line.get(theirs) or "").strip() for ours, theirs in columns.items()} for line in lines]
    names = _product_names(rows)
    regions = {row["customer"]: row.get("region", "") for row in rows if row.get("customer")}
    return {
        "products": [_product(key, name) for key, name in names.items()],
        "companies": [{"name": name} | ({"region": region} if region else {}) for name, region in regions.items()],
        "orders": [_order(row, names) for row in rows],
    }


def _key(row: Line) -> str:
    return row.get("code") or row.get("product") or ""


def _product_names(rows: Iterable[Line]) -> dict[str, str]:
    """By code; the first description that one has."""
    said: dict[str, str] = {}
    for row in rows:
        if key := _key(row):
            said[key] = said.get(key) or row.get("product", "")
    return {key: f"{key} {name}" if name and name != key else key for key, name in said.items()}


def _product(key: str, name: str) -> dict[str, Any]:
    return {"name": name} | ({"category": FEE} if key.lower() in NOT_WARES else {})


def _order(row: Line, names: Mapping[str, str]) -> dict[str, Any]:
    quantity, price = _number(row["quantity"]), _number(row["price"])
    amount = quantity * price if isinstance(quantity, Decimal) and isinstance(price, Decimal) else row["price"]
    facts = {
        "number": row["number"],
        "company": row.get("customer"),
        "product": names.get(_key(row)),
        "quantity": int(quantity) if isinstance(quantity, Decimal) else quantity,
        "amount": float(amount) if isinstance(amount, Decimal) else amount,
        "at": _day(row["at"]),
    }
    return {name: value for name, value in facts.items() if value not in (None, "")}


def _number(said: str) -> Decimal | str:
    try:
        return Decimal(said.replace(",", "").replace("¥", "").replace("$", "").replace("£", "").replace("€", ""))
    except InvalidOperation:
        return said


def _day(said: str) -> str:
    for form in FORMS:
        try:
            return datetime.strptime(said, form).replace(tzinfo=UTC).date().isoformat()
        except ValueError:
            continue
    return said


# -- the file ----------------------------------------------------------------------------------------------------------


def order_lines_in(path: Path, told: Mapping[str, str]) -> list[Document]:
    """A CSV file, maybe packed with gzip, known by its columns."""
    if not (found := read_orders(path)):
        return []
    lines, columns = found
    return [Document(KIND, path, lambda crm: order_document(lines, columns), len(lines))]


def read_orders(file: Path) -> tuple[list[dict[str, str]], Mapping[str, str]] | None:
    """The lines and which column is which; None where these are no lines of orders."""
    if not file.is_file() or not file.name.lower().endswith((".csv", ".csv.gz")):
        return None
    with suppress(UnicodeDecodeError, csv.Error, OSError), _opened(file) as written:
        names = first_row(written)
        columns = columns_of(names)
        return (list(csv.DictReader(written, names)), columns) if columns else None
    return None


def _opened(file: Path) -> IO[str]:
    if file.suffix.lower() == ".gz":
        return gzip.open(file, "rt", encoding="utf-8-sig", newline="")
    return file.open(encoding="utf-8-sig", newline="")
