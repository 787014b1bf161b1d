"""Every link of what is agreed and contested has words, whole or erased."""

import pytest

from claims.arranging import ARRANGED, ARRANGED_SIGNS, BARE_ARRANGED
from claims.queries.timeline import Told
from claims.wording import event
from tests.world import NOW

DETAIL = {
    "amount": "100.00", "due_on": "2026-03-09", "way": "call", "by": "debtor", "ground": "faulty", "said": "Fuite.",
    "outcome": "rejected", "reasons": "Vu.", "total": "90.00", "parts": 2, "discount": "10.00", "what": "plan",
    "kind": "papers", "reason": "no-address", "position": "rejects", "text": "Non.", "note": "Absent.",
}  # fmt: skip


@pytest.mark.parametrize("kind", [*ARRANGED])
def test_every_link_is_told_whole_or_erased(kind):
    what, _why = event(Told(1, kind, NOW, "system", DETAIL))
    assert what != kind
    assert event(Told(1, kind, NOW, "system", {}))[0]
    assert event(Told(1, kind, NOW, "system", None))[0] == str(BARE_ARRANGED[kind])


def test_every_link_has_its_sign():
    assert ARRANGED.keys() == BARE_ARRANGED.keys() == ARRANGED_SIGNS.keys()
