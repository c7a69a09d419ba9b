"""Files of other programs, taken in by message: previewed, imported, done again, undone."""

import csv
import gzip
import io
import json
import random
import sqlite3
import threading
import tracemalloc
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from automations.imports import LongImports
from bot.cli import explained
from crm_domain import import_run, outbox
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.crm import Crm, open_workspace
from crm_domain.deals import Deal
from crm_domain.errors import BadValue
from crm_domain.imports import Import
from crm_domain.journal import Change
from crm_domain.sources import sources_in
from crm_domain.table_rows import TableReader
from crm_domain.tables import tables_in
from handlers.reply import Outcome, Reply
from tests.people import MONDAY, asked, done, labels, refused

EXPORTS = Path("/work/shared/data/crm_exports")
CARDS = Path("/work/shared/data/vcard")

HUBSPOT = """\
Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Company Name,Job Title,Create Date,,Favourite colour
1,Noa,Byrd,NOA@quill.example,(415) 555-0137,Ann Lee,Quillon Ltd,CFO,2026-03-04 10:15,,blue
2,Noa,Byrd,noa@quill.example,,Ann Lee,Quillon,,2026-03-04 10:15,,
3,Kit,Voss,kit at quill,415-555-0199,Bo Berg,Quillon,Buyer,2026-13-04 10:15,,red
4,Dana,Wu,dana@acme.example,+1 212 555 0100,Ann Lee,Acme Industries,Buyer,2026-03-05 08:00,,
,,,,,,,,,,
"""
CHINESE = """\
客户名称,联系人,手机,商机名称,销售阶段,预计金额,预计成交日期,负责人
杭州卓越物流有限公司,李洋,17217393370,李洋-采购,方案报价,75.5万,2026年12月11日,林晓琳
上海云启医疗,赵杰,15115868068,赵杰-续约,赢单,￥333213,2026/8/1,林晓琳
"""


@pytest.fixture
def send(tmp_path):
    """Writes a file and sends it."""

    def sends(person, name, content, encoding="utf-8", words=""):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return person.says(words, files=(str(path),))

    return sends


def test_a_hubspot_file_is_previewed_taken_in_and_taken_back(each_office, send):
    root = each_office.person("root")
    before = each_office.dump()
    reply = asked(send(root, "hubspot.csv", HUBSPOT.encode("utf-8-sig")))
    assert each_office.dump() == before
    for part in ("5 rows", "2 new", "1 rejected", "“Email” is the e-mail address", "Favourite colour"):
        assert part in reply.text
    reply = done(root.presses("Import"))
    assert reply.figures == {"read": 5, "created": 2, "updated": 1, "unchanged": 1, "rejected": 1}
    noa = each_office.named(Contact, "Noa Byrd")
    assert (noa.email, noa.phone, noa.title) == ("noa@quill.example", "+14155550137", "CFO")
    assert (noa.more, noa.created_at) == ({"Favourite colour": "blue"}, datetime(2026, 3, 4, 9, 15, tzinfo=UTC))
    assert each_office.facts(Contact, "Kit Voss", "email", "owner.name", "company.name") == (
        None,
        "Bo Berg",
        "Quillon Ltd",
    )
    assert each_office.facts(Contact, "Dana Wu", "phone") == "+12125550100"  # she was here, without a number
    rejected = list(csv.reader(io.StringIO(Path(reply.files[0]).read_text("utf-8-sig"))))
    assert [(row[0], row[1]) for row in rejected[1:]] == [("3", "Email"), ("3", "Create Date"), ("5", "")]
    assert each_office.named(Contact, "Noa Byrd").id in (row.id for row in each_office.rows(Contact))
    done(root.presses("Undo"))
    after = each_office.dump()
    for table in ("contacts", "companies", "deals"):
        known = [{k: v for k, v in row.items() if k not in ("version", "updated_at")} for row in before[table]]
        assert [{k: v for k, v in row.items() if k not in ("version", "updated_at")} for row in after[table]] == known


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        ("what was imported last?", "undo the import"),
        ("show me the last imports", "take back my last import"),
        ("最近导入了什么", "把这次导入撤销"),
        ("导入记录", "撤销刚才的导入"),
    ],
)
def test_an_import_is_listed_and_taken_back_in_words_whatever_came_after_it(each_office, send, ask, words):
    root, ann = each_office.person("root"), each_office.person("ann")
    before = {row.name for row in each_office.rows(Contact)}
    assert "import" in refused(root.says("undo the import")).text
    send(root, "hubspot.csv", HUBSPOT)
    done(root.presses("Import"))
    done(root.says("new contact Zoe Ng"))
    [row] = done(root.says(ask)).table.rows
    assert row[4] == "–"
    assert int(row[3]) > 3
    refused(ann.says("undo the import"))
    done(root.says(words))
    assert {row.name for row in each_office.rows(Contact)} == before | {"Zoe Ng"}
    assert done(root.says(ask)).table.rows[0][4] in ("undone", "已撤销")


def test_the_same_file_again_changes_nothing_and_a_better_one_does(office, root, send):
    send(root, "hubspot.csv", HUBSPOT)
    done(root.says("yes"))
    before = office.dump()
    assert "4 as they are" in asked(send(root, "again.csv", HUBSPOT)).text
    assert done(root.says("yes")).figures == {"read": 5, "created": 0, "updated": 0, "unchanged": 4, "rejected": 1}
    assert office.dump() == before
    send(root, "better.csv", HUBSPOT.replace("kit at quill", "kit@quill.example"))
    assert done(root.says("yes")).figures["updated"] == 1
    assert office.named(Contact, "Kit Voss").email == "kit@quill.example"


def test_a_chinese_file_in_gbk_brings_companies_people_and_deals(office, lin, send):
    reply = asked(send(lin, "商机.csv", CHINESE, "gb18030", "导入这个文件"))
    assert "新建 2" in reply.text
    assert "导入" in labels(reply)
    done(lin.says("好的"))
    deal = office.named(Deal, "李洋-采购")
    assert (deal.amount_minor, deal.currency, deal.close_date) == (75_500_000, "CNY", date(2026, 12, 11))
    found = office.facts(Deal, "赵杰-续约", "stage.key", "owner.handle", "company.name", "contact.phone")
    assert found == ("won", "lin", "上海云启医疗", "+8615115868068")


def test_how_a_column_writes_dates_and_amounts_is_judged_from_all_of_it(office, root, send):
    text = "Deal - Title;Deal - Value;Deal - Status;Deal - Stage;Deal - Expected close date\n"
    text += (
        "A;5.482,00;Open;Proposal Made;03/04/2026\nB;55,00;Lost;Proposal Made;25/04/2026\nC;1.095,50;Won;x;31.12.2026\n"
    )
    send(root, "deals.csv", text, "latin-1")
    done(root.says("yes"))
    facts = {deal.title: (deal.amount_minor, deal.close_date) for deal in office.rows(Deal) if len(deal.title) == 1}
    assert facts == {
        "A": (548_200, date(2026, 4, 3)),
        "B": (5_500, date(2026, 4, 25)),
        "C": (109_550, date(2026, 12, 31)),
    }
    assert office.facts(Deal, "B", "stage.key") == "lost"


def test_excel_and_json_and_vcards_say_the_same(office, root, send):
    book = Workbook()
    book.active.append(["Full name", "E-mail", "Company", "Created at"])
    book.active.append(["Xan Li", "xan@sheet.example", "Sheet Ltd", datetime(2026, 5, 6, 7, 8)])  # noqa: DTZ001 - so Excel keeps it
    file = io.BytesIO()
    book.save(file)
    send(root, "people.xlsx", file.getvalue())
    done(root.says("yes"))
    assert office.named(Contact, "Xan Li").created_at == datetime(2026, 5, 6, 5, 8, tzinfo=UTC)
    send(
        root,
        "api.json",
        json.dumps(
            {"results": [{"id": "7", "properties": {"firstname": "Joy", "lastname": "Son", "email": "j@son.example"}}]}
        ),
    )
    done(root.says("yes"))
    assert office.named(Contact, "Joy Son").email == "j@son.example"
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Val Card\nORG:Cards\\, Inc;Sales\nTEL;TYPE=CELL:+44 7700 900123\n"
    send(root, "card.vcf", card + "EMAIL:v@c\n .example\nEND:VCARD\n")
    done(root.says("yes"))
    assert office.facts(Contact, "Val Card", "email", "phone", "company.name") == (
        "v@c.example",
        "+447700900123",
        "Cards, Inc",
    )


def test_a_column_that_nobody_knows_is_asked_for_once(office, root, send):
    text = "Wer,Wo\nK9,Kiel\nK7,Bonn\n"
    assert "Which column holds the name" in asked(send(root, "odd.csv", text)).text
    assert "There is no column" in refused(root.says("Wann")).text
    asked(send(root, "odd.csv", text))
    assert "2 new" in asked(root.says("Wer")).text
    done(root.says("yes"))
    assert office.named(Contact, "K9").more == {"Wo": "Kiel"}
    assert "1 new" in asked(send(root, "odd2.csv", "Wer,Wo\nK8,Ulm\n")).text


def test_who_only_looks_like_somebody_is_taken_in_and_offered_for_merging(office, root, send):
    text = "Name,Company,Email\nDana Wu,Acme Industries,d.wu@other.example\nDana Wu,Elsewhere,dana@elsewhere.example\n"
    send(root, "wu.csv", text)
    reply = done(root.says("yes"))
    assert len([row for row in office.rows(Contact) if row.name == "Dana Wu"]) == 3
    assert "may be people who are here already" in reply.text
    asked(root.presses("Same: Dana Wu"))


def test_a_rep_may_not_bring_members_along_and_an_agent_no_deals(office, ann, ivy, send):
    send(ann, "people.csv", "Name,Email,Owner\nZed Zee,zed@z.example,Nobody Known\n")
    done(ann.says("yes"))
    assert office.named(Contact, "Zed Zee").owner_id is None
    assert send(ivy, "deals.csv", "Deal name,Amount\nX,5\n").outcome is not Outcome.FAILED


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "is empty"),
        ("blank.csv", b"\n\n\n", "is empty"),
        ("header.csv", b"Name,Email\n", "nothing below"),
        ("image.csv", bytes(range(256)) * 40, "no table"),
        ("line.csv", b"Name," + b"x" * 1_200_000, "longer than"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + b"x" * 600, "old format"),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0" + b"x" * 600 + "EncryptedPackage".encode("utf-16-le"), "a password"),
        ("report.csv", b"%PDF-1.7\n" + bytes(range(256)) * 40, "no table"),
        ("bad.xlsx", b"PK\x03\x04 no archive", "damaged"),
        ("list.json", b"[1, 2]", "no table"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_clear_word(office, root, send, name, content, said):
    before = office.dump()
    assert said in refused(send(root, name, content)).text
    assert office.dump() == before


def test_an_archive_that_swells_is_not_opened(root, send):
    import zipfile

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    assert "unpacks" in refused(send(root, "bomb.xlsx", file.getvalue())).text


def test_nuls_and_doubled_headers_do_no_harm(office, root, send):
    send(root, "odd.csv", b"Name,Email,Email\nA\x00da Poe,,ada@p.example\n")
    done(root.says("yes"))
    assert office.named(Contact, "Ada Poe").email == "ada@p.example"


def many(rows: int) -> str:
    lines = ["Record ID,Name,Email,Company"]
    lines += [f"{n},Person {n:05} Doe,p{n}@many.example,Many {n % 50}" for n in range(rows)]
    return "\n".join(lines)


class Killed(Exception):
    pass


def test_an_import_that_was_cut_off_goes_on_and_ends_like_an_undisturbed_one(each_office, tmp_path, monkeypatch):
    path = tmp_path / "many.csv"
    path.write_text(many(90) + "\n91,,broken@,\n")
    monkeypatch.setattr("crm_domain.table_rows.BATCH", 20)

    def desk(session):
        return Crm(session, open_workspace(session, "main", MONDAY), None, MONDAY)

    def killed_at(row):
        def told(steps):
            if steps.done == row:
                raise Killed

        return told

    def run(told=lambda steps: None):
        [file] = sources_in([path], {})
        return import_run.taken_in_steps(each_office.store.transaction, desk, file, told)

    for row in (40, 60):
        with pytest.raises(Killed):
            run(killed_at(row))
    tally = run()
    assert tally.counts() == {"read": 91, "created": 90, "updated": 0, "unchanged": 0, "rejected": 1}
    assert [problem.row for problem in tally.problems] == [91, 91]
    people = [row for row in each_office.rows(Contact) if row.name.startswith("Person")]
    assert [row.name for row in people] == [f"Person {n:05} Doe" for n in range(90)]
    with each_office.store.transaction() as session:
        assert session.scalar(select(func.count(func.distinct(Import.change_id)))) == 1
        change = session.scalars(select(Import.change_id)).one()
    assert run().counts()["unchanged"] == 90
    done(each_office.person("root").says(f"undo {change}"))
    assert [row for row in each_office.rows(Contact) if row.name.startswith("Person")] == []
    assert [row for row in each_office.rows(Company) if row.name.startswith("Many")] == []


def test_two_who_begin_with_one_file_at_the_same_moment_bring_nobody_twice(each_office, tmp_path, monkeypatch):
    (tmp_path / "many.csv").write_text(many(90))
    monkeypatch.setattr("crm_domain.table_rows.BATCH", 20)
    both, ends = threading.Barrier(2, timeout=30), []

    def run():
        first = iter([both.wait])

        @contextmanager
        def transaction():
            with each_office.store.transaction() as session:
                yield session
            next(first, int)()  # both have opened the file, and nothing is taken yet

        [file] = sources_in([tmp_path / "many.csv"], {})
        try:
            ends.append(import_run.taken_in_steps(transaction, desk_of, file, lambda steps: None).counts())
        except BadValue as refusal:
            ends.append(refusal)

    threads = [threading.Thread(target=run) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    people = [row.name for row in each_office.rows(Contact) if row.name.startswith("Person")]
    assert people == [f"Person {n:05} Doe" for n in range(90)]
    late = next(end for end in ends if isinstance(end, BadValue) or end["unchanged"])
    assert isinstance(late, dict) or "being imported by somebody else" in late.text.en


def test_who_came_in_another_way_during_a_long_import_is_known_to_it(each_office, tmp_path, monkeypatch):
    (tmp_path / "many.csv").write_text(many(60))
    other = tmp_path / "other.csv"
    other.write_text("Full name,E-mail,Firm\nPerson 00055 Doe,p55@many.example,Many 5\n")
    monkeypatch.setattr("crm_domain.table_rows.BATCH", 20)

    def run(path, told=lambda steps: None):
        [file] = sources_in([path], {})
        return import_run.taken_in_steps(each_office.store.transaction, desk_of, file, told)

    tally = run(tmp_path / "many.csv", lambda steps: steps.done == 20 and run(other))
    assert (tally.created, tally.merged) == (59, 1)
    assert len([row for row in each_office.rows(Company) if row.name == "Many 5"]) == 1


@pytest.mark.parametrize(
    ("pragma", "complaint"),
    [("max_page_count", "the disk is full; nothing half-done was kept"), ("busy_timeout", "in use by another program")],
)
def test_an_import_that_finds_no_room_or_no_way_in_says_so_and_goes_on_later(
    office, tmp_path, monkeypatch, pragma, complaint
):
    path = tmp_path / "many.csv"
    path.write_text(many(200))
    monkeypatch.setattr("crm_domain.table_rows.BATCH", 50)
    engine = office.store.engine

    def run():
        [file] = sources_in([path], {})
        desk = desk_of
        return import_run.taken_in_steps(office.store.transaction, desk, file, lambda steps: None)

    def narrow(connection, _):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA {pragma}={pages + 4 if pragma == 'max_page_count' else 20}")

    event.listen(engine, "connect", narrow)
    engine.dispose()
    with closing(sqlite3.connect(engine.url.database)) as other:
        if pragma == "busy_timeout":
            other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError) as raised:
            run()
    assert complaint in explained(raised.value)[1]
    event.remove(engine, "connect", narrow)
    engine.dispose()
    assert run().counts() == {"read": 200, "created": 200, "updated": 0, "unchanged": 0, "rejected": 0}
    people = [row.name for row in office.rows(Contact) if row.name.startswith("Person")]
    assert people == [f"Person {n:05} Doe" for n in range(200)]


def desk_of(session):
    return Crm(session, open_workspace(session, "main", MONDAY), None, MONDAY)


def test_a_long_import_goes_back_in_sets_while_what_was_edited_since_stays_and_is_named(each_office, send, monkeypatch):
    monkeypatch.setattr("crm_domain.undo.MANY", 50)
    root = each_office.person("root")
    asked(send(root, "many.csv", many(90)))
    done(root.presses("Import"))
    with each_office.store.transaction() as session:
        change = session.scalars(select(Change.id).where(Change.command == "data.import")).one()
    done(root.says('/contact.update contact="Person 00007 Doe" title=Captain'))
    seen: list[str] = []
    event.listen(each_office.store.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    reply = done(root.says(f"undo {change}"))
    assert len(seen) < 90
    assert "Person 00007 Doe" in reply.text
    assert "Person 00008" not in reply.text

    def left(model, begun):
        return [row.name for row in each_office.rows(model) if row.name.startswith(begun)]

    assert (left(Contact, "Person"), left(Company, "Many")) == (["Person 00007 Doe"], ["Many 7"])
    done(root.says("redo"))
    assert (len(left(Contact, "Person")), len(left(Company, "Many"))) == (90, 50)
    assert each_office.facts(Contact, "Person 00008 Doe", "email", "company.name") == ("p8@many.example", "Many 8")
    assert each_office.facts(Contact, "Person 00007 Doe", "title") == "Captain"


def read_first(path, zone):
    [file] = sources_in([path], {})
    table = TableReader(file.sheet, file.dialect, ZoneInfo(zone), "USD", None)
    table.scan()
    return next(table.rows())


GERMAN = """\
Deal-Name;Betrag;Währung;Phase;Abschlussdatum;Unternehmen;Deal-Inhaber
Erweiterung;12.345,60 €;EUR;Verhandlung;05.03.2026;Müller GmbH;Ann Lee
Neu;1.200,00;EUR;Gewonnen;20.03.2026;Groß AG;Ann Lee
"""
IN_TEN_THOUSANDS = """\
商机编号\t商机标题\t客户全称\t联系人\t联系人电话\t商机阶段\t预估金额（万元）\t预计成单日期\t销售负责人
S1\t扩容项目\t杭州卓越物流有限公司\t李洋\t13812345678\t谈判\t75.5\t2026年12月11日\t林晓琳
S2\t续费\t上海云启\t赵杰\t13912345678\t赢单\t80万\t2026-08-01\t林晓琳
"""


@pytest.mark.parametrize(
    ("encoding", "zone", "text", "amount", "stage", "day"),
    [
        ("cp1252", "Europe/Berlin", GERMAN, (1234560, "EUR"), "negotiation", date(2026, 3, 5)),
        ("gb18030", "Asia/Shanghai", IN_TEN_THOUSANDS, (75500000, "CNY"), "negotiation", date(2026, 12, 11)),
    ],
)
def test_deals_of_other_countries_come_in_what_their_columns_count_in(
    tmp_path, encoding, zone, text, amount, stage, day
):
    (tmp_path / "deals.csv").write_bytes(text.encode(encoding))
    deal = read_first(tmp_path / "deals.csv", zone).deal
    assert (deal["amount_minor"], deal["currency"]) == amount
    assert (deal["stage"], deal["close_date"]) == (stage, day)


@pytest.mark.parametrize(
    ("zone", "columns", "row", "facts"),
    [
        (
            "Europe/Paris",
            "Prénom,Nom,Adresse e-mail,Téléphone,Société,Fonction",
            "Élise,Moreau,elise@s.example,01 42 68 53 00,Société Générique,Acheteuse",
            ("Élise Moreau", "elise@s.example", "+33142685300", "Acheteuse", "Société Générique"),
        ),
        (
            "Europe/Madrid",
            "Nombre,Apellidos,Correo electrónico,Teléfono,Empresa,Cargo",
            "José,García,jose@e.example,+34 912 345 678,Empresa SA,Comprador",
            ("José García", "jose@e.example", "+34912345678", "Comprador", "Empresa SA"),
        ),
        (
            "Asia/Taipei",
            "公司名稱,聯絡人,電子郵件,手機號碼,職稱",
            "台灣電子股份有限公司,陳大文,chen@t.example,+886 912 345 678,採購經理",
            ("陳大文", "chen@t.example", "+886912345678", "採購經理", "台灣電子股份有限公司"),
        ),
        (
            "Asia/Tokyo",
            "姓,名,メールアドレス,電話番号,会社名,役職",
            "山田,太郎,taro@y.example,+81 3-1234-5678,山田商事株式会社,部長",
            ("山田太郎", "taro@y.example", "+81312345678", "部長", "山田商事株式会社"),
        ),
        (
            "Europe/Berlin",
            "First Name,Last Name,E-mail 1 - Value,Phone 1 - Value,Organization Name,Title",
            "Ada,Poe,ada@p.example,(415) 555-0100,Poe Inc,Buyer",
            ("Ada Poe", "ada@p.example", "+14155550100", "Buyer", "Poe Inc"),
        ),
    ],
)
def test_columns_of_other_languages_say_who_somebody_is(tmp_path, zone, columns, row, facts):
    (tmp_path / "people.csv").write_text(f"{columns}\n{row}\n", "utf-8")
    found = read_first(tmp_path / "people.csv", zone)
    told = tuple(found.contact.get(name) for name in ("name", "email", "phone", "title"))
    assert (*told, found.company["name"]) == facts


@pytest.mark.parametrize("name", ["endless.csv", "endless.json", "deals.csv", "endless.csv.gz"])
def test_a_line_without_an_end_is_looked_at_no_further_than_a_line_goes(tmp_path, monkeypatch, name):
    path = tmp_path / name
    path.write_bytes(gzip.compress(b"x" * 3_000_000) if name.endswith(".gz") else b"x" * 3_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(BadValue):
            sources_in([path], {})
        assert tracemalloc.get_traced_memory()[1] < 12_000_000
    finally:
        tracemalloc.stop()


# -- public material ---------------------------------------------------------------------------------------------------


def cells_of(found, truth):
    """What was read, beside what is true, for each cell that the truth speaks of."""
    person, deal = found.contact, found.deal
    closed, created = deal.get("close_date"), person.get("created")
    more = person.get("more", {})
    amount = deal.get("amount_minor", 0) / 100 if deal else (more.get("Deal value") or {}).get("amount")
    read = {
        "email": person.get("email"),
        "phone": person.get("phone"),
        "created": created and created.strftime("%Y-%m-%dT%H:%M"),
        "close": closed and closed.isoformat(),
        "amount": amount or None,
        "date": more.get("Last contact", "")[:10] or None,
        "currency": deal.get("currency"),
        "owner": found.owner,
    }
    return [(read[name], truth[name]) for name in read if name in truth]


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="the public export files are not here")
def test_the_cells_of_public_exports_are_read_right(office):
    truth = {}
    for line in (EXPORTS / "truth.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        truth[row["file"], row["row"]] = row
    pairs = []
    for name in sorted({name for name, _ in truth}):
        [file] = tables_in(EXPORTS / name, {})
        table = office.crm(lambda crm, file=file: file.reader(crm))
        assert isinstance(table, TableReader)
        for found in table.rows():
            if not found.rejected:
                pairs += cells_of(found, truth[name, found.row])
    right = sum(read == true for read, true in pairs)
    assert right >= 0.995 * len(pairs), f"{right} of {len(pairs)}"


@pytest.mark.skipif(not CARDS.is_dir(), reason="the public cards are not here")
def test_public_vcards_are_read_whole(office):
    expected = json.loads((CARDS / "expected.json").read_text("utf-8"))
    for name, cards in expected.items():
        [file] = tables_in(CARDS / name, {})
        rows = list(file.sheet.rows())
        assert len(rows) >= len(cards), name
        places = {column: n for n, column in enumerate(file.sheet.columns)}
        for row, card in zip(rows, cards, strict=False):
            mails = sum(bool(row[places[column]]) for column in ("Email", "Email 2"))
            mails += len([more for more in row[places["More emails"]].split("; ") if more])
            assert mails == card["EMAIL"], (name, row)
            if card["FN"] and "=C3" not in card["FN"]:
                assert row[places["Name"]] == card["FN"].replace("\\,", ","), name


def test_random_bytes_never_break_the_reader(office, root, send):
    chance = random.Random(7)
    for n in range(25):
        content = bytes(
            chance.choice([10, 13, 34, 44, 59, 9, 0xC3, 0xA9, *range(32, 127)]) for _ in range(chance.randint(1, 400))
        )
        assert send(root, f"noise{n}.csv", content).outcome is not Outcome.FAILED
        root.says("cancel")


def ticked(office, imports=None):
    """All that the clock does with what waits; the replies that came of it."""
    for _ in (imports or LongImports(office.assistant)).run(office.store.transaction, office.now):
        pass
    with office.store.transaction() as session:
        letters = outbox.pending(session, open_workspace(session, "main", MONDAY).id, "jsonl")
        return [Reply.from_json(letter.body) for letter in letters if letter.answers is None]


@pytest.fixture
def short(monkeypatch):
    """A file of a hundred rows is a long one, taken in twenty at a time."""
    monkeypatch.setattr("handlers.commands.imports.MOST_AT_ONCE", 50)
    monkeypatch.setattr("handlers.commands.imports.LOOKED_AT", 20)
    monkeypatch.setattr("automations.imports.LONG", 50)
    monkeypatch.setattr("crm_domain.table_rows.BATCH", 20)


def test_a_long_file_goes_on_beside_the_talk_tells_how_far_it_is_and_is_taken_back(each_office, send, short):
    lin = each_office.person("lin")
    reply = asked(send(lin, "many.csv", many(100) + "\n,,broken@,\n"))
    assert "先看前 20 行" in reply.text
    assert "后台" in done(lin.presses("导入")).text
    done(lin.says("我的商机"))
    said = ticked(each_office)
    assert [reply.text for reply in said[:3]] == [f"many.csv：已导入 {n} / 101 行。" for n in (40, 60, 80)]
    assert said[3].figures == {"read": 101, "created": 100, "updated": 0, "unchanged": 0, "rejected": 1}
    assert "不是邮箱" in Path(said[3].files[0]).read_text("utf-8-sig")
    assert said[3].buttons[0].label == "撤销"
    done(lin.says(said[3].buttons[0].says))
    assert [row for row in each_office.rows(Contact) if row.name.startswith("Person")] == []
    assert len(ticked(each_office)) == 4


def test_a_long_file_that_was_cut_off_goes_on_where_it_was_and_is_not_taken_twice(office, root, send, short):
    send(root, "many.csv", many(100))
    done(root.presses("Import"))
    first = LongImports(office.assistant)
    for _ in range(2):
        with office.store.transaction() as session:
            assert first.begin(session, MONDAY)
        first.read()
        with office.store.transaction() as session:
            first.write(session, MONDAY)
    with suppress(Killed), office.store.transaction() as session:  # a third portion is rolled back …
        first.begin(session, MONDAY)
        first.read()
        first.write(session, MONDAY)
        raise Killed
    ticked(office, first)  # … and what was known beside the database is found out anew
    ticked(office)
    people = [row.name for row in office.rows(Contact) if row.name.startswith("Person")]
    assert people == [f"Person {n:05} Doe" for n in range(100)]


def test_a_long_file_that_is_undone_meanwhile_or_gone_is_not_gone_on_with(office, root, send, short):
    send(root, "many.csv", many(100))
    done(root.presses("Import"))
    done(root.presses("Undo"))
    assert ticked(office) == []
    send(root, "more.csv", many(90))
    done(root.presses("Import"))
    for file in office.assistant.drawer.folder.rglob("more.csv"):
        file.unlink()
    [reply] = ticked(office)
    assert "could not go on with more.csv" in reply.text
    assert [row for row in office.rows(Contact) if row.name.startswith("Person")] == []
