"""Everything that a timeline may tell has words, erased or not."""

import re

import pytest

from claims import wording
from claims.queries.timeline import Told
from deploy.local.places import ROOT
from tests.world import NOW

TELLS = re.compile(r"tell(?:_all)?\([^\"]*?,\s*\"([a-z_]+)\"")
KINDS = sorted(
    {
        kind
        for app in ("claims", "paynow")
        for path in (ROOT / app).rglob("*.py")
        for kind in TELLS.findall(path.read_text())
    }
)


def test_the_source_tells_the_kinds_we_know_of():
    assert {"opened", "posted", "decided"} - {"opened"} <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_words_and_a_sign(kind):
    assert {kind} <= set(wording.SAID) & set(wording.BARE) & set(wording.SIGNS)
    what, why = wording.event(Told(1, kind, NOW, "system", None))
    assert what == str(wording.BARE[kind])
    assert why


def test_a_link_leads_to_the_letter_of_its_own_deadline():
    told = Told(1, "posted", NOW, "system", {"kind": "paynow", "deadline": "2026-03-20", "amount": "10.00"})
    proofs = {("paynow", "2026-03-20"): "/right/", ("paynow", "2026-03-10"): "/wrong/"}
    (entry,) = wording.entries([told], {"system": "Ours"}, proofs)
    assert (entry.proof_url, entry.who) == ("/right/", "Ours")
