"""What is recognised in a message once counts for its parts, as if each had been read by itself."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_domain.crm import Crm, open_workspace
from crm_domain.members import Member
from crm_domain.names import NameIndex
from handlers.context import Context
from handlers.memory import Memory
from handlers.reading.delexical import spotted
from handlers.reading.segments import pieces_of
from handlers.reading.spans import Span, part_of, within
from tests.people import Office

WORDINGS = Path(__file__).parents[1] / "corpora" / "wordings" / "tune.jsonl"
TEXTS = [json.loads(line)["text"] for line in WORDINGS.read_text("utf-8").splitlines()]


@pytest.fixture
def context(office: Office) -> Iterator[Context]:
    with office.store.transaction() as session:
        workspace = open_workspace(session, "main", office.now)
        names = NameIndex(workspace.id)
        names.refresh(session)
        ann = next(member for member in session.query(Member) if member.handle == "ann")
        crm = Crm(session, workspace, ann, office.now, office.assistant.access)
        yield Context(crm, names, Memory(), crm.pipelines.stages())


def afresh(context: Context, heard: str = "") -> Context:
    return Context(context.crm, context.names, Memory(), context.stages, heard=heard)


def test_the_parts_of_a_message_have_the_values_that_they_have_alone(context):
    shared = 0
    for text in TEXTS:
        whole = afresh(context, heard=text)
        for piece in pieces_of(text):
            part = text[piece.start : piece.end]
            shared += part != text and part_of(text, part) is not None
            assert whole.values(part) == afresh(context).values(part), (text, part)
    assert shared > 50


def test_the_parts_of_a_message_have_the_names_that_they_have_alone(context):
    differing = []
    for text in TEXTS:
        whole = afresh(context, heard=text)
        spotted(text, whole)
        parts = [text[piece.start : piece.end] for piece in pieces_of(text)]
        differing += [part for part in parts if spotted(part, whole) != spotted(part, afresh(context))]
    assert len(differing) < len(TEXTS) / 100, differing  # a name that reaches over a comma


def test_where_something_lies_across_the_edge_a_part_is_read_by_itself(context):
    assert within([Span(4, 12, "date", "", "test")], 0, 8) is None
    text = "remind me a week from Thursday to call"
    assert afresh(context, heard=text).values("Thursday") == afresh(context).values("Thursday") != []


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ("12/12 at noon", "12"),
        ("call 45k people", "45"),
        ("十二月三号", "十二"),
        ("Friday or Friday", "Friday"),
        ("45k", ""),
    ],
)
def test_a_number_that_goes_on_is_no_part_to_be_read_by_itself(whole, part):
    assert part_of(whole, part) is None
