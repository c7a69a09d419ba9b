"""What was said goes after its days; what is still to be delivered, and what a ticket tells, does not."""

from datetime import timedelta

from sqlalchemy import select

from crm_domain import conversations, outbox
from crm_domain.deals import Deal
from crm_domain.outbox import Letter, Post
from tests.people import Office, asked, done


def letters(session) -> dict[str, str]:
    return {letter.body["text"].splitlines()[0]: letter.state for letter in session.scalars(select(Letter))}


def test_old_messages_go_and_what_is_still_to_be_sent_stays(each_office: Office):
    office = each_office
    ann = office.person("ann")
    done(ann.says("add task ring Zoe"))
    with office.store.transaction() as session:
        for letter in session.scalars(select(Letter)):
            letter.state = Post.SENT
    done(ann.says("show acme renewal"))
    office.now += timedelta(days=40)
    done(ann.says("my tasks"))
    with office.store.transaction() as session:
        before = letters(session)
        outbox.forget_before(session, office.now - timedelta(days=30))
        conversations.forget_before(session, office.now - timedelta(days=30))
        left = letters(session)
    assert [text for text in before if text not in left] == ["Added the task: ring Zoe"]
    assert left["Acme renewal"] == Post.DUE
    assert office.named(Deal, "Acme renewal"), "the records themselves stay"


def test_what_was_spoken_of_so_long_ago_is_no_longer_meant(each_office: Office):
    office = each_office
    ann = office.person("ann")
    done(ann.says("show acme renewal"))
    office.now += timedelta(days=40)
    with office.store.transaction() as session:
        conversations.forget_before(session, office.now - timedelta(days=30))
    assert "Which deal" in asked(ann.says("move it to negotiation")).text
