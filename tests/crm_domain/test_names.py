"""A name is found in spite of how it was said; the first glance refuses nothing that would fit."""

import random
from collections.abc import Collection, Iterator
from itertools import islice

import pytest

from benchmarks.name_makers import companies, people, questions, unknown
from crm_domain.base import Row
from crm_domain.companies import Company
from crm_domain.contacts import Contact
from crm_domain.deals import Deal
from crm_domain.name_forms import Manner, read_said
from crm_domain.name_score import FITS, score
from crm_domain.names import NameIndex, _forms

MODELS: tuple[type[Row], ...] = (Contact, Company, Deal)


class Names:
    """An index of made-up names, and the names themselves."""

    def __init__(self, count: int) -> None:
        self.chance = random.Random(count)
        self.everyone = list(people(self.chance, count * 2 // 3))
        self.firms = list(companies(self.chance, count // 3))
        deals = [
            f"{firm} {what}"
            for firm, what in zip(self.firms, ["renewal", "pilot", "二期", "扫码枪"] * count, strict=False)
        ]
        self.index = NameIndex(1)
        for model, names in ((Contact, self.everyone), (Company, self.firms), (Deal, deals)):
            self.index._put(
                model,
                [
                    (n, name, *([None] * 2))[: 2 + (model is not Deal) + (model is Contact)]
                    for n, name in enumerate(names)
                ],
            )

    def said(self) -> Iterator[str]:
        """Bent names, names of nobody, and what stands around names in sentences."""
        bent = [asked.said for asked in questions(self.chance, self.everyone, self.firms, 300)]
        yield from bent
        yield from unknown(self.chance, {*self.everyone, *self.firms}, 100)
        for said in bent[::3]:
            yield self.chance.choice(["call {}", "{} again", "给{}", "{}打电话", "the {} deal", "{}总", "小{}"]).format(
                said
            )


@pytest.fixture(scope="module", params=[120, 2400], ids=["a few", "many, in blocks"])
def names(request: pytest.FixtureRequest) -> Names:
    return Names(request.param)


def fitting(index: NameIndex, said: str) -> Collection[type[Row]]:
    """The models one of whose records would be judged to be called so."""
    return {model for model in MODELS if index._fitting(said, model)}


def test_what_may_be_a_name_passes_the_first_glance(names: Names) -> None:
    passed = asked = fit = 0
    refused: list[str] = []
    for said in names.said():
        glanced, fits = set(names.index._glance.models(said, MODELS)), fitting(names.index, said)
        if not fits <= glanced:
            refused.append(said)
        passed, asked, fit = passed + len(glanced), asked + len(MODELS), fit + len(fits)
    assert len(refused) < 0.005 * fit, refused  # two slips in one short word of several
    assert passed < asked * 0.8


def test_words_that_are_no_name_are_told_at_a_glance() -> None:
    index = Names(120).index
    for said in ("with the new pricing", "tomorrow afternoon", "明天上午", "已经签了", "what happened"):
        assert not [*index._glance.models(said, (Contact, Company))], said


def test_a_name_is_found_as_it_is_by_looking_at_all_of_them() -> None:
    names = Names(120)
    known = {name: form for name in names.everyone for _, form in islice(_forms(Contact, [(1, name, None, None)]), 1)}
    for asked in islice(questions(names.chance, names.everyone, names.firms, 200), 200):
        if asked.name not in known:
            continue
        best = max(score(one, known[asked.name], Manner.PERSON) for one in read_said(asked.said, Manner.PERSON))
        found = {names.everyone[match.id] for match in names.index.find(asked.said, (Contact,))}
        assert best < FITS or asked.name in found, asked


def test_a_new_name_is_seen_at_the_first_glance_at_once() -> None:
    index = Names(120).index
    assert not index.find("Zyxwin Qorvath", (Contact,))
    index._put(Contact, [(9000, "Zyxwin Qorvath", None, None)])
    assert [match.id for match in index.find("zyxwin", (Contact,))] == [9000]
