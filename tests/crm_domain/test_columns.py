"""Tables of many programs: which column is which field, and what its cells say, told from one row of each."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from crm_domain.encodings import encoding_of
from crm_domain.table_rows import TableReader
from crm_domain.tables import tables_in

PEOPLE = [
    ("New York", "Title,First Name,Last Name,Company,Job Title,Business Phone", "Ms.,Ada,Poe,Poe Inc,Buyer,2175550134"),
    ("New York", "firstName,lastName,companyName,jobTitle,phoneNumber", "Ada,Poe,Poe Inc,Buyer,(217) 555-0134"),
    ("New York", "Main Contact,Lead Company,Position,Phone,Phone", "Ada Poe,Poe Inc,Buyer,,2175550134.0"),
    ("New York", "Name,Company,Title,Phone", "Ada Poe,Poe Inc,Buyer,217.555.0134 / 217.555.0135"),
    ("Shanghai", "客户名称,备注名,手机号码,企业名称,职务,添加人", "李洋,,13812345678,卓越,经理,林"),
    ("Shanghai", "姓名（必填）,客户企业,手机1,手机2,职位", "李洋,卓越,,138-1234-5678,经理"),
    ("Shanghai", "联系人姓名,所在单位,职务,电话", "李洋,卓越,经理,13812345678、13912345678"),
]  # fmt: skip
TOLD = {
    "New York": ("Ada Poe", "Poe Inc", "Buyer", "+12175550134"),
    "Shanghai": ("李洋", "卓越", "经理", "+8613812345678"),
}
ZONES = {"New York": "America/New_York", "Shanghai": "Asia/Shanghai", "Berlin": "Europe/Berlin"}
DEALS = [
    ("New York", "Deal Name,Expected Revenue,Amount,Closing Date,Stage", "Big,1,45000,12/11/2026,Closed Lost to Price"),
    ("New York", "Topic,Potential Customer,Est. Close Date,Est. Revenue,Status Reason", "Big,Poe,12/11/2026,$45k,Lost"),
    ("New York", "Deal name,Main contact,Pipeline stage,Budget,Expected close on", "Big,Ada,Lost,45000,2026-12-11"),
    ("Shanghai", "项目名称,客户,合同额,签单时间,阶段", "Big,卓越,4.5万元,2026年12月11日 10时15分,已丢单"),
    ("Berlin", "Projekt;Wert;Abschluss geplant;Status", "Big;45.000;11.12.2026;Verloren"),
]


def read(path, where, content, encoding="utf-8"):
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    [found] = tables_in(path, {})
    table = TableReader(found.sheet, found.dialect, ZoneInfo(ZONES[where]), "USD", None)
    table.scan()
    return list(table.rows())


@pytest.mark.parametrize(("where", "columns", "row"), PEOPLE)
def test_people_are_found_whatever_their_columns_are_called(tmp_path, where, columns, row):
    [found] = read(tmp_path / "people.csv", where, f"{columns}\n{row}\n")
    person = found.contact
    assert (person["name"], found.company["name"], person["title"], person["phone"]) == TOLD[where]
    assert found.problems == []


@pytest.mark.parametrize(("where", "columns", "row"), DEALS)
def test_deals_are_found_whatever_their_columns_are_called(tmp_path, where, columns, row):
    second = "Next;8.000;1.12.2026;Offen\n" if where == "Berlin" else ""
    found = read(tmp_path / "deals.csv", where, f"{columns}\n{row}\n{second}")[0].deal
    told = (found["title"], found["amount_minor"], found["stage"], found["close_date"])
    assert told == ("Big", 4_500_000, "lost", date(2026, 12, 11))


def test_what_is_somebody_elses_is_none_of_theirs(tmp_path):
    columns = "Name,Last Contact,Assistant's Phone,Parent Account,Billing E-mail,Manager Name"
    [found] = read(tmp_path / "p.csv", "New York", f"{columns}\nAda Poe,2026-03-03,217 555 0134,Big Co,,Bo Berg\n")
    assert (found.contact["name"], found.company) == ("Ada Poe", {})
    assert found.contact["more"]["Manager Name"] == "Bo Berg"


def test_totals_and_words_below_a_report_are_no_rows(tmp_path):
    text = (
        "Owner,Deal Name,Amount,Close Date\nAnn,Big,5,2026-12-11\nSubtotal,,5,\n合计,,5,\nTotal,1,,\n\nConfidential\n"
    )
    rows = read(tmp_path / "report.csv", "New York", text)
    assert [row.row for row in rows if not row.rejected] == [1]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("姓名,公司\n陳大文,台灣電子股份有限公司", "cp950"),
        ("氏名,会社名\n山田太郎,山田商事株式会社", "cp932"),
        ("姓名,公司\n鑫淼,杭州卓越物流有限公司", "gb18030"),
        ("Name,Firma\nJörg Müller,Groß & Söhne", "cp1252"),
    ],
)
def test_the_encoding_is_told_from_the_bytes(tmp_path, text, encoding):
    (tmp_path / "people.csv").write_bytes(text.encode(encoding))
    assert encoding_of(tmp_path / "people.csv") == encoding


def test_a_web_page_that_is_called_an_excel_file_is_read(tmp_path):
    page = "<html><table><tr><th>Name<th>E-mail</tr><tr><td>Ada &amp; Bo<td>a@b.example</table></html>"
    [found] = read(tmp_path / "report.xls", "New York", page)
    assert (found.contact["name"], found.contact["email"]) == ("Ada & Bo", "a@b.example")
