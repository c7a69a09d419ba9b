"""Duplicates: noticed when somebody is added, merged, and taken apart again to the last byte."""

import json
from pathlib import Path

import pytest

from bot.cli_dedupe import answers
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.likeness import Verdict, judged, trait
from crm_domain.record_pairs import Matcher
from tests.people import asked, done, labels, refused

DEDUPE = Path("/work/shared/data/dedupe")


def without_stamps(dump):
    skipped = ("version", "updated_at")
    return {
        table: [{k: v for k, v in row.items() if k not in skipped} for row in rows]
        for table, rows in dump.items()
        if table not in ("changes", "change_lines")
    }


def test_who_is_added_twice_is_noticed_merged_and_taken_apart_again(each_office):
    ann = each_office.person("ann")
    reply = done(ann.says("new contact Dana Wu, Acme Industries, +1 415 555 0100"))
    assert "looks like Dana Wu at Acme Industries: same?" in reply.text
    assert labels(reply) == ["Undo", "Same person: merge"]
    before = each_office.dump()
    done(ann.presses("Same person"))
    [dana] = [row for row in each_office.rows(Contact) if row.name == "Dana Wu"]
    assert (dana.email, dana.phone) == ("dana@acme.example", "+1 415 555 0100")
    done(ann.presses("Undo"))
    assert without_stamps(each_office.dump()) == without_stamps(before)


@pytest.mark.parametrize(
    ("who", "words"), [("ann", "are there any duplicate contacts?"), ("lin", "有没有重复的联系人")]
)
def test_who_is_there_twice_is_found_when_asked_and_merged_by_a_button(each_office, who, words):
    person = each_office.person(who)
    assert done(person.says(words)).table is None
    done(each_office.person("root").says("new contact Dana Wu, Acme Industries, +1 415 555 0100"))
    reply = done(person.says(words))
    assert len(reply.table.rows) == 1
    assert "Acme" in reply.table.rows[0][0]
    asked(person.presses(labels(reply)[0]))
    done(person.says("yes"))
    assert done(person.says(words)).table is None


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("ann", "unmerge"),
        ("ann", "unmerge Dana Wu"),
        ("ann", "undo the merge of Dana Wu"),
        ("root", "拆开联系人Dana Wu"),
        ("root", "Dana Wu合并错了"),
        ("root", "撤销合并"),
    ],
)
def test_a_merge_is_taken_apart_in_words_whatever_came_after_it(office, who, words):
    ann = office.person("ann")
    done(ann.says("new contact Dana Wu, Acme Industries, +1 415 555 0100"))
    before = office.rows(Contact)
    done(ann.presses("Same person"))
    done(ann.says("new contact Zoe Ng"))
    done(office.person(who).says(words))
    assert [row.name for row in office.rows(Contact)] == [*(row.name for row in before), "Zoe Ng"]
    assert refused(office.person(who).says(words))


def test_a_namesake_elsewhere_is_no_news(ann):
    assert "same?" not in done(ann.says("new contact Dana Wu, Quarry Works, dana@quarry.example")).text


def test_a_company_under_its_legal_name_is_noticed_and_merged_in_both_languages(each_office):
    ann, lin = each_office.person("ann"), each_office.person("lin")
    assert "same?" in done(ann.says("new company Acme Industries Ltd")).text
    ltd = each_office.named(Company, "Acme Industries Ltd").id
    each_office.crm(lambda crm: crm.contacts.add("Zoe Ng", company=crm.companies.get(ltd)))
    before = each_office.dump()
    asked(ann.says("merge company Acme Industries Ltd into Acme Industries"))
    done(ann.says("yes"))
    assert each_office.named(Company, "Acme Industries Ltd") is None
    assert each_office.facts(Contact, "Zoe Ng", "company.name") == "Acme Industries"
    done(ann.says("undo"))
    assert without_stamps(each_office.dump()) == without_stamps(before)
    reply = done(lin.says("新建公司：澄屿科技有限公司"))
    assert "是同一家吗" in reply.text
    done(lin.presses("同一家"))
    assert each_office.named(Company, "澄屿科技有限公司") is None


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (("Bette J. Nicka", "b@x.example", None, "X"), ("Bette Nicka", "b@x.example", None, "X"), Verdict.SURE),
        (("Lawler Merlyn", "m@x.example", None, "X"), ("Merlyn Lawler", "m@x.example", None, "X"), Verdict.SURE),
        (("Bob Stone", None, "+14155550100", "X"), ("Robert Stone", None, "+14155550100", "X Ltd"), Verdict.SURE),
        (("赵杰", None, "+8615115868068", "云启"), ("赵杰", None, "+8615115868068", "云启有限公司"), Verdict.SURE),
        (("Ann Venere", None, "+14155550100", "X"), ("Kim Venere", None, "+14155550100", "X"), Verdict.OTHER),
        (
            ("Jo Niprak", "info@x.example", "1234567", "X"),
            ("Al Wardrip", "info@x.example", "1234567", "X"),
            Verdict.OTHER,
        ),
        (("Jo Berg", "jo@x.example", None, "X"), ("Jo Berg", "jo@y.example", None, "Y"), Verdict.OTHER),
        (("Jo Berg", "jo@x.example", "1234567", "X"), ("Jo Berg", "jo@y.example", "1234567", "Y"), Verdict.DOUBT),
    ],
)
def test_people_are_told_apart(one, other, verdict):
    traits = [trait(name, [email], [phone], company) for name, email, phone, company in (one, other)]
    assert judged(*traits) is verdict
    assert judged(*reversed(traits)) is verdict


def test_pairs_are_judged_line_by_line():
    left = {"name": "art's delicatessen", "addr": "12224 ventura blvd.", "phone": "818/762-1221"}
    right = {"name": "art's deli", "addr": "12224 ventura boulevard", "phone": "818-762-1221"}
    lines = [
        {"id": 1, "left": left, "right": right},
        {"id": 2, "left": left, "right": {"name": "fenix", "phone": "213/848-6677"}},
    ]
    found = {answer["id"]: answer.get("same") for answer in answers([*lines, {"id": 3}])}
    assert found == {1: True, 2: False, 3: None}


@pytest.mark.skipif(not DEDUPE.is_dir(), reason="the public people are not here")
def test_public_people_are_paired():
    import csv

    with (DEDUPE / "febrl1.csv").open() as file:
        rows = [{k.strip(): v.strip() for k, v in row.items()} for row in csv.DictReader(file)]
    found = Matcher(rows).pairs(rows)
    right = sum(rows[one]["rec_id"].split("-")[1] == rows[other]["rec_id"].split("-")[1] for one, other, _ in found)
    assert right >= 0.985 * max(len(found), 500), json.dumps([right, len(found)])
