"""Order lines of a shop or an ERP are taken in by `crm import`, recognised by their columns; twice is no change."""

import gzip
import json

import pytest

from bot.cli import main
from crm_domain.order_lines import order_document, read_orders
from tests.maven import FOLDER

LINES = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
A1,22728,ALARM CLOCK,4,2010-12-01 08:45:00,3.75,12583,France
A1,POST,POSTAGE,1,2010-12-01 08:45:00,18,12583,France
C2,22728,ALARM CLOCK,-1,2010-12-05 10:00:00,3.75,12583,France
A3,22727,,2,not a day,3.75,12584,Spain
A4,22727,LAMP,2,2010-12-06 09:00:00,3.75,,Spain
"""


def run(capsys, *words):
    main([str(word) for word in words])
    return capsys.readouterr().out


@pytest.fixture
def db(tmp_path, sqlite_url):
    return sqlite_url


def test_lines_become_orders_companies_and_products(tmp_path, db, capsys):
    file = tmp_path / "orders.csv.gz"
    file.write_bytes(gzip.compress(LINES.encode()))
    tally = json.loads(run(capsys, "import", file, "--db", db, "--yes").splitlines()[-1])
    assert (tally["created"], tally["rejected"]) == (3 + 2 + 4, 1)
    again = json.loads(run(capsys, "import", file, "--db", db, "--yes").splitlines()[-1])
    assert (again["created"], again["unchanged"], again["rejected"]) == (0, 9, 1)
    data = json.loads(run(capsys, "export", "--format", "json", "-", "--db", db))
    assert [order["amount"]["amount"] for order in data["orders"]] == [15, 18, -3.75, 7.5]
    assert {product["name"]: product.get("category") for product in data["products"]} == {
        "22728 ALARM CLOCK": None, "POST POSTAGE": "fee", "22727 LAMP": None,
    }  # fmt: skip
    assert {company["name"]: company["region"] for company in data["companies"]} == {
        "12583": "France",
        "12584": "Spain",
    }


def test_a_chinese_table_of_orders_is_known_too(tmp_path, db, capsys):
    file = tmp_path / "订单.csv"
    file.write_text(
        "订单号,商品名称,数量,下单日期,单价,客户,地区\nD1,标签机,2,2026/11/03,640,砚北文具,华东\n", encoding="utf-8"
    )
    assert json.loads(run(capsys, "import", file, "--db", db, "--yes").splitlines()[-1])["created"] == 3
    [order] = json.loads(run(capsys, "export", "--format", "json", "-", "--db", db))["orders"]
    assert (order["at"], order["amount"]["amount"], order["company"]) == ("2026-11-03", 1280, "砚北文具")


@pytest.mark.skipif(not FOLDER.exists(), reason="the public data of ../shared is not here")
def test_a_shop_s_year_becomes_a_document():
    """Taken in whole it takes most of a minute; benchmarks/customers.py counts on all of it."""
    lines, columns = read_orders(FOLDER / "retail" / "online_retail_non_uk.csv.gz")
    document = order_document(lines, columns)
    assert len(document["orders"]) == 46431
    assert len(document["products"]) == len({line["StockCode"] for line in lines})


def test_another_table_is_none(tmp_path):
    file = tmp_path / "deals.csv"
    file.write_text("title,amount,close_date\nA,5,2026-01-01\n")
    assert read_orders(file) is None
    assert read_orders(tmp_path / "nothing.csv") is None
