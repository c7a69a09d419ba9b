"""What an admin sees of the letters that went out."""

from crm_domain import outbox
from crm_domain.outbox import Post
from crm_domain.store import Store
from handlers.reply import Outcome
from tests.people import MONDAY, Office, furnish


def lose_a_letter(office: Office, state: Post, why: str) -> None:
    with office.store.transaction() as session:
        letter = outbox.post(
            session,
            workspace_id=1,
            channel="telegram",
            chat="5",
            account="5",
            answers=None,
            address={},
            body={},
            at=MONDAY,
        )
        outbox.mark(session, letter, state, error=why)


def test_an_admin_sees_the_messages_that_did_not_arrive(sqlite_store: Store) -> None:
    office = furnish(Office(sqlite_store))
    root = office.person("root")
    assert "Every message arrived" in root.says("undelivered messages").text
    lose_a_letter(office, Post.DEAD, "bot was blocked by the user")
    lose_a_letter(office, Post.MAYBE, "no answer")
    reply = root.says("dead letters")
    assert reply.table
    assert [row[2:] for row in reply.table.rows] == [
        ("maybe sent", "no answer"),
        ("refused for good", "bot was blocked by the user"),
    ]
    assert "可能已送达" in str(root.says("投递情况").table)


def test_nobody_else_does(sqlite_store: Store) -> None:
    office = furnish(Office(sqlite_store))
    assert office.person("ann").says("undelivered messages").outcome is Outcome.REFUSED
    assert office.person("max").says("投递情况").outcome is Outcome.REFUSED
