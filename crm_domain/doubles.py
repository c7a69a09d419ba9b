"""Contacts who are in the workspace twice, judged as an import judges people."""

from typing import NamedTuple

from crm_domain.contacts import Contact
from crm_domain.crm import Crm
from crm_domain.dedupe import alike
from crm_domain.known_people import people_of
from crm_domain.likeness import Verdict

MOST = 100  # pairs: nobody reads more of them


class Double(NamedTuple):
    older: Contact
    newer: Contact
    sure: bool


def doubles(crm: Crm) -> list[Double]:
    """The surest first."""
    people = dict(people_of(crm))
    ids = list(people)
    found = [(ids[one], ids[other], verdict) for one, other, verdict in alike(list(people.values()))]
    found = sorted(found, key=lambda pair: (-pair[2], pair[1]))[:MOST]
    contacts = crm.contacts.by_ids({id for pair in found for id in pair[:2]})
    return [Double(contacts[one], contacts[other], verdict == Verdict.SURE) for one, other, verdict in found]
