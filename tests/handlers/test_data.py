"""Data out and in, by message: files that go with a reply, files that come with a message."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from crm_domain.contacts import Contact
from crm_domain.crm import Crm, open_workspace
from crm_domain.exchange import import_workspace
from crm_domain.exchange_tables import NOUNS, as_csv, plain_cell, records_of, table_of
from crm_domain.own_exports import document_in
from crm_domain.store import Store
from handlers.reply import Outcome
from tests.people import MONDAY, asked, done, refused, told


def content(reply) -> bytes:
    [path] = reply.files
    return Path(path).read_bytes()


def rows_of(reply) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(reply).decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "words",
    [
        "export the contacts as CSV",
        "give me a csv of all contacts",
        "can you export our contacts to csv please",
        "I need a csv file with all the contacts",
        "download contacts in csv format",
        "contacts as csv",
        "put the contacts into a csv",
        "csv export of contacts",
        "list contacts as csv",
        "save the contacts to a csv file",
        "/export contacts csv",
        "/data.export what=contacts format=csv",
        "导出联系人csv",
        "把联系人导出成csv",
        "把所有联系人导成csv文件发我",
        "我要导出联系人，要csv格式",
        "能不能把联系人导成csv发我",
        "联系人导出为csv",
        "用csv格式导出联系人",
        "把联系人发我一份csv",
    ],
)
def test_records_are_exported_in_many_words(ann, words):
    reply = done(ann.says(words))
    [(name, slots)] = told(reply)
    assert (name, slots["format"]) == ("data.export", "csv")
    assert slots["what"] in ("contacts", "联系人")
    found = {row["name"]: row for row in rows_of(reply)}
    assert found["Dana Wu"]["email"] == "dana@acme.example"
    assert found["王磊 (Leo Wang)"]["title"] == "采购总监"
    assert reply.figures == {"records": 3}


def test_every_format_holds_the_same_records(ann):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content(done(ann.says("export deals to excel")))))
    amounts = {row[1]: row[4] for row in book.active.iter_rows(min_row=2, values_only=True)}
    assert amounts["Acme renewal"] == 40_000
    deals = json.loads(content(done(ann.says("export deals as json"))))["deals"]
    assert {deal["title"] for deal in deals} == set(amounts)
    cards = content(done(ann.says("export the contacts as vcard"))).decode()
    assert cards.count("BEGIN:VCARD") == 3
    assert "FN:王磊 (Leo Wang)" in cards
    refused(ann.says("export the deals as vcard"))


def test_a_list_that_was_shown_leaves_whole(office, ann):
    office.crm(lambda crm: [crm.contacts.add(f"Person {n:02}") for n in range(30)])
    assert len(done(ann.says("contacts")).table.rows) == 10
    reply = done(ann.says("export that as csv"))
    assert len(rows_of(reply)) == 33
    deals = done(ann.says("export deals at Acme Industries as csv"))
    assert [row["Title"] if "Title" in row else next(iter(row.values())) for row in rows_of(deals)] == ["Acme renewal"]
    assert len(rows_of(done(ann.says("把这个导出来")))) == 1


@pytest.mark.parametrize(("who", "words"), [("ann", "export my deals"), ("lin", "导出我的商机")])
def test_my_deals_are_exported_without_those_of_others(office, who, words):
    reply = done(office.person(who).says(words))
    mine = office.crm(lambda crm: sum(deal.owner.handle == who for deal in crm.deals.all()))
    assert 0 < reply.figures["records"] == mine < office.crm(lambda crm: len(crm.deals.all()))


def test_what_is_not_said_is_asked_for(ann):
    assert "What shall I export" in asked(ann.says("export")).text
    assert told(done(ann.says("deals")))[0][1] == {"what": "deals"}


def test_everything_leaves_at_an_admins_word_only_and_comes_back_equal(office, ann, root):
    refused(ann.says("export everything as json"))
    data = json.loads(content(done(root.says("export everything as json"))))
    assert {"companies", "contacts", "audit"} <= data.keys()
    archive = zipfile.ZipFile(io.BytesIO(content(done(root.says("把全部数据导出成csv")))))
    assert {"companies.csv", "contacts.csv", "deals.csv", "members.csv"} <= set(archive.namelist())


def test_a_cell_that_a_spreadsheet_would_calculate_is_made_plain(office, ann):
    office.crm(
        lambda crm: crm.contacts.add('=HYPERLINK("http://x","y")', phone="+44 7700 900999", title="-2+3", note="@x")
    )
    row = next(row for row in rows_of(done(ann.says("export contacts"))) if "HYPER" in row["name"])
    assert (row["name"][0], row["note"], row["title"]) == ("'", "'@x", "'-2+3")
    assert row["phone"] == "+44 7700 900999"
    assert [plain_cell(cell) for cell in ("=1", "+1+cmd", "-5", "@a", "\tx", 5)] == [
        "'=1",
        "'+1+cmd",
        "-5",
        "'@a",
        "'\tx",
        5,
    ]


def export_file(tmp_path: Path, **nouns) -> str:
    path = tmp_path / "old crm.json"
    path.write_text(json.dumps(nouns), "utf-8")
    return str(path)


def test_a_file_is_previewed_then_taken_in_and_undone_by_one_word(each_office, tmp_path):
    ann = each_office.person("ann")
    path = export_file(
        tmp_path, contacts=[{"id": 901, "name": "Noa Byrd"}, {"id": 902, "name": "Kit Voss"}, {"id": 903}]
    )
    before = each_office.dump()
    reply = asked(ann.says("", files=(path,)))
    assert ("2 new" in reply.text, "1 rejected" in reply.text) == (True, True)
    assert each_office.dump() == before
    reply = done(ann.presses("Import"))
    assert told(reply) == [("data.import", {})]
    assert each_office.named(Contact, "Noa Byrd").owner_id is None
    assert reply.figures["created"] == 2
    done(ann.presses("Undo"))
    assert each_office.named(Contact, "Noa Byrd") is None


@pytest.mark.parametrize(
    ("words", "slots"),
    [
        ("import the contacts from leads.csv", {"what": "contacts", "format": "csv"}),
        (
            "I've got an excel of companies from the trade show, can you import it",
            {"what": "companies", "format": "xlsx"},
        ),
        ("upload this excel file", {"format": "xlsx"}),
        ("bulk import contacts from excel", {"what": "contacts", "format": "xlsx"}),
        ("import this", {}),
        ("/import contacts", {"what": "contacts"}),
        ("从excel里导入商机", {"what": "商机", "format": "xlsx"}),
        ("帮我把联系人csv导入系统", {"what": "联系人", "format": "csv"}),
        ("我有一份客户名单，帮我导入", {"what": "客户名单"}),
        ("导入这个文件", {}),
    ],
)
def test_a_file_is_asked_for_and_what_was_said_is_kept(ann, tmp_path, words, slots):
    reply = asked(ann.says(words))
    assert "attachment" in reply.text or "附件" in reply.text
    path = export_file(tmp_path, contacts=[{"name": "Noa Byrd"}])
    asked(ann.says("", files=(path,)))
    reply = done(ann.says("yes"))
    assert told(reply) == [("data.import", slots)]


def test_a_file_that_is_none_of_ours_is_refused_and_nothing_outside_the_inbox_is_read(ann, tmp_path):
    path = tmp_path / "notes.json"
    path.write_text("[1, 2]")
    assert "notes.json" in refused(ann.says("import this", files=(str(path),))).text
    refused(ann.says('/data.import file="../../etc/passwd" sure=yes'))
    refused(ann.says(f'/data.import file="{path}" sure=yes'))
    assert ann.says("", files=(str(tmp_path / "gone.csv"),)).outcome is Outcome.REFUSED


def test_tables_that_we_wrote_come_back_as_what_they_were(office, tmp_path):
    """Each kind of record as CSV, into an empty workspace: the same records, but for their histories."""
    office.crm(lambda crm: crm.contacts.add("=1+1", note="+1-2"))
    nouns = [noun for noun in NOUNS if noun != "reminders"]
    before = {noun: office.crm(lambda crm, noun=noun: records_of(crm, noun)) for noun in nouns}
    before = {noun: records for noun, records in before.items() if records}
    documents = []
    for noun in before:
        path = tmp_path / f"{noun}.csv"
        path.write_bytes(as_csv(*table_of(before[noun], noun)))
        documents.append(document_in(path))
    other = Store(str(tmp_path / "other.db"))
    with other.transaction() as session:
        whole = {noun: rows for document in documents for noun, rows in document.items()}
        tally = import_workspace(session, open_workspace(session, "main", MONDAY), whole, None, MONDAY)
        assert tally.problems == []
        crm = Crm(session, open_workspace(session, "main", MONDAY), None, MONDAY)
        assert {noun: records_of(crm, noun) for noun in before} == before
    other.close()


def test_a_list_after_an_export_is_exported_too(root):
    assert told(done(root.says("export deals to csv and contacts too"))) == [
        ("data.export", {"what": "deals", "format": "csv"}),
        ("data.export", {"what": "contacts"}),
    ]
