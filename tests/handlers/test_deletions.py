"""Nothing is deleted by a word: whoever asks for it is told what to say instead."""

import pytest

from crm_domain.deals import Deal
from tests.people import refused


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("delete the acme renewal deal", "lost Acme renewal"),
        ("delete acme renewal", "lost Acme renewal"),
        ("删除商机 Acme renewal", "Acme renewal丢单"),
        ("把 Acme renewal 删了", "Acme renewal丢单"),
    ],
)
def test_a_deal_to_delete_is_left_and_its_loss_is_offered(office, ann, words, instead):
    before = len(office.rows(Deal))
    assert instead in refused(ann.says(words)).text
    assert len(office.rows(Deal)) == before
