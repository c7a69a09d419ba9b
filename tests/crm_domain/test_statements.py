"""A statement of the plumbing writes and reads as the ORM does, on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from crm_domain import conversations, inbox, outbox
from crm_domain.base import insert_plainly
from crm_domain.crm import open_workspace
from crm_domain.outbox import Letter, Post
from crm_domain.store import FAULTS, Store

AT = datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=8)))
LETTER = {"workspace_id": 1, "channel": "wall", "chat": "c", "account": None, "answers": "k", "address": {}, "at": AT}
WORDS = {"text": "成交 100% :at ?", "buttons": [{"label": "撤销", "says": "undo 1"}]}


@pytest.fixture
def opened(store: Store) -> Store:
    with store.transaction() as session:
        open_workspace(session, "main", AT)
    return store


def test_what_is_written_is_read_back_by_the_orm_with_the_columns_usual_values(opened: Store) -> None:
    with opened.transaction() as session:
        id = insert_plainly(session, Letter, LETTER | {"body": WORDS})
        letter = session.get_one(Letter, id)
        assert (letter.body, letter.at, letter.account) == (WORDS, AT.astimezone(UTC), None)
        assert (letter.state, letter.tries, letter.direct) == (Post.DUE, 0, True)
        assert outbox.body(session, id) == WORDS
        assert outbox.claim(session, 1, id, "wall", "c")
        outbox.mark(session, id, Post.DUE, not_before=AT, error="busy")
        session.refresh(letter)
        assert (letter.state, letter.not_before, letter.tries) == (Post.DUE, AT.astimezone(UTC), 1)


def test_a_key_counts_once_and_a_memory_is_replaced(opened: Store) -> None:
    with opened.transaction() as session:
        assert [inbox.take_in(session, 1, "twice", AT) for _ in range(2)] == [True, False]
        place = {"workspace_id": 1, "channel": "wall", "chat": "c", "account": "ann"}
        assert conversations.recall(session, **place) == {}
        for memory in ({"focus": 1}, WORDS):
            conversations.remember(session, **place, memory=memory, at=AT)
        assert conversations.recall(session, **place) == WORDS


def test_what_the_database_refuses_is_one_of_its_faults(opened: Store) -> None:
    with pytest.raises(FAULTS), opened.transaction() as session:
        insert_plainly(session, Letter, LETTER | {"body": WORDS, "workspace_id": 999})
