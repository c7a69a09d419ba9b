"""A person's data: handed out on request, erased for good, and searched for in the raw files afterwards."""

import json
from pathlib import Path

import pytest

from crm_domain.contacts import Contact
from crm_domain.journal import Change
from tests.people import asked, done, refused, told

SECRETS = ("Solbakk", "ingrid.s@fjell.example", "4021990017", "prefers tea", "divorce lawyer", "索尔巴克", "waterproof")


def company_with_ingrid(office):
    """Ingrid is spoken of everywhere: record, notes, activities, tickets, tasks, deals, reminders."""

    def work(crm):
        acme = next(row for row in crm.companies.all() if row.name == "Acme Industries")
        ingrid = crm.contacts.add(
            "Ingrid Solbakk (索尔巴克)",
            company=acme,
            email="ingrid.s@fjell.example",
            phone="+47 4021 990017",
            note="prefers tea",
        )
        crm.deals.add("Ingrid Solbakk - pilot", crm.pipelines.stage("lead"), company=acme, contact=ingrid)
        crm.tasks.add("Call Ingrid Solbakk on 4021990017", contact=ingrid, assignee=crm.members.by_handle("ann"))

    office.crm(work)
    ann = office.person("ann")
    done(ann.says("log a call with Ingrid Solbakk: she asked for a divorce lawyer"))
    done(ann.says("new ticket for Ingrid Solbakk: the waterproof cover leaks"))
    done(ann.says("remind me tomorrow at 9 to write to Ingrid Solbakk"))
    done(ann.says("show ingrid solbakk"))
    done(office.person("lin").says("看看联系人索尔巴克"))


def raw_bytes(office) -> bytes:
    """Everything that lies on the disk: the database, its log, the folder of files."""
    path = Path(office.store.engine.url.database)
    files = [file for file in office.assistant.drawer.folder.rglob("*") if file.is_file()]
    logs = [path.with_name(f"{path.name}-wal")]
    return b"".join(file.read_bytes() for file in [path, *logs, *files] if file.exists())


def found_in(raw: bytes) -> list[str]:
    forms = {
        secret: (secret.encode(), json.dumps(secret)[1:-1].encode(), secret.lower().encode()) for secret in SECRETS
    }
    return [secret for secret, ways in forms.items() if any(way in raw for way in ways)]


def test_nothing_of_an_erased_person_is_left_on_the_disk(office, ann, root):
    company_with_ingrid(office)
    done(root.says("export everything we hold on Ingrid Solbakk"))
    assert len(found_in(raw_bytes(office))) == len(SECRETS)
    assert "Ingrid Solbakk" in asked(root.says("erase all personal data of Ingrid Solbakk")).text
    reply = done(root.says("yes"))
    assert [name for name, _ in told(reply)] == ["privacy.erase"]
    assert found_in(raw_bytes(office)) == []
    assert found_in(json.dumps(office.dump(), default=str, ensure_ascii=False).encode()) == []
    refused(ann.says("show ingrid solbakk"))
    assert {row.name for row in office.rows(Contact)} == {"Dana Wu", "Dana Okafor", "王磊 (Leo Wang)"}
    [receipt] = [
        row for row in office.crm(lambda crm: crm.session.query(Change).all()) if row.command == "privacy.erase"
    ]
    assert str(receipt.id) in reply.text
    assert "erased a person" in refused(root.says(f"undo {receipt.id}")).text


def test_of_a_change_to_somebody_who_was_erased_nothing_is_put_back_and_that_is_said(ann, root):
    undo = done(ann.says("new contact Zoe Ng")).buttons[0].says
    asked(root.says("erase all personal data of Zoe Ng"))
    done(root.says("yes"))
    assert "its records are gone" in done(root.says(undo)).text


def test_erasing_is_the_same_on_both_databases(each_office):
    company_with_ingrid(each_office)
    root = each_office.person("root")
    asked(root.says("彻底删除索尔巴克的全部个人信息"))
    done(root.says("确认"))
    assert found_in(json.dumps(each_office.dump(), default=str, ensure_ascii=False).encode()) == []
    done(root.says("my deals"))


def test_only_an_admin_erases_and_only_after_a_question(office, ann, ivy, max_, root):
    before = office.dump()
    for person in (ann, ivy, max_):
        refused(person.says("erase Dana Okafor completely, she asked for it under gdpr"))
    asked(root.says("erase Dana Okafor completely"))
    done(root.says("no"))
    assert office.dump() == before


def test_another_person_of_the_same_name_keeps_theirs(office, root):
    def work(crm):
        twin = crm.contacts.add("Dana Wu", email="dana.wu@other.example", phone="+1 415 555 0100")
        crm.activities.log("call", contact=twin, summary="Dana Wu wants blue ones")

    office.crm(work, as_="ann")
    asked(root.says("/privacy.erase contact=#1"))
    done(root.says("yes"))
    [twin] = [row for row in office.rows(Contact) if row.name == "Dana Wu"]
    assert twin.email == "dana.wu@other.example"


def test_all_that_is_known_is_handed_out(office, ann):
    company_with_ingrid(office)
    reply = done(ann.says("what personal data do we hold on Ingrid Solbakk?"))
    assert told(reply) == [("privacy.export", {"contact": "Ingrid Solbakk (索尔巴克)"})]
    known = json.loads(Path(reply.files[0]).read_text("utf-8"))
    assert known["contact"]["email"] == "ingrid.s@fjell.example"
    assert known["activities"][0]["summary"] == "she asked for a divorce lawyer"
    assert known["history"][0]["after"]["note"] == "prefers tea"
    assert any("Solbakk" in message["text"] for message in known["messages"])
    assert reply.figures["records"] >= 5


@pytest.mark.parametrize(
    "words",
    [
        "give me all data on Dana Okafor",
        "export Dana Okafor's personal data",
        "Dana Okafor wants to know what personal data we have about her, can we generate the file",
        "subject access request for Dana Okafor",
        "what do we know about Dana Okafor personally",
        "gdpr export for Dana Okafor",
        "/privacy export Dana Okafor",
        "导出Dana Okafor的全部个人数据",
        "Dana Okafor想知道我们存了她哪些信息",
        "我们有Dana Okafor哪些个人信息？",
        "把Dana Okafor的个人信息导一份",
        "给Dana Okafor导出她的个人数据",
    ],
)
def test_personal_data_is_asked_for_in_many_words(ann, words):
    assert told(done(ann.says(words))) == [("privacy.export", {"contact": "Dana Okafor"})]


@pytest.mark.parametrize(
    "words",
    [
        "Erase all personal data of Dana Okafor, she has invoked her right to be forgotten",
        "please remove dana okafor's personal info completely, formal erasure request came in",
        "delete everything we have on Dana Okafor",
        "forget Dana Okafor",
        "Dana Okafor wants to be forgotten",
        "GDPR: delete Dana Okafor",
        "right to be forgotten request from Dana Okafor",
        "wipe Dana Okafor from the system",
        "/erase Dana Okafor",
        "彻底删除Dana Okafor",
        "Dana Okafor要求删掉她所有个人信息，按隐私流程处理掉",
        "把Dana Okafor的个人信息全部删除",
        "永久删除Dana Okafor的所有数据",
        "Dana Okafor行使被遗忘权",
        "删除Dana Okafor的个人资料",
    ],
)
def test_erasing_is_asked_for_in_many_words(root, words):
    reply = asked(root.says(words))
    assert "Dana Okafor" in reply.text
    assert ("for good" in reply.text) or ("永久" in reply.text)
