"""Messages between creditor and agency, by machine."""

import pytest

from agencies.scope import acting_for
from claims.models import ClaimNote
from tests.claims.calling import Caller, problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(ours):
    return f"claims/{ours.claim.uid}/notes/"


def test_each_side_writes_for_itself_and_reads_both(creditor, agency, path):
    first = creditor.post(path, text=" Où en est-on ? ")
    assert (first.status_code, first.json()["side"], first.json()["text"]) == (201, "creditor", "Où en est-on ?")
    second = agency.post(path, text="Lettre postée.").json()
    assert creditor.get(path).json()["results"] == [second, first.json()]


def test_the_same_name_says_it_once(ours, creditor, path):
    assert [creditor.post(path, key="n1", text="Payé").status_code for _ in range(2)] == [201, 201]
    with acting_for(ours.pk):
        assert [note.author for note in ClaimNote.objects.all()] == [f"key:{creditor.made.row.pk}"]


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001, "a\x00b"])
def test_what_says_nothing_or_too_much_is_refused(creditor, path, text):
    assert problem(creditor.post(path, text=text)) == (400, "invalid")


def test_nobody_else_reads_or_writes(ours, creditor, partner, path):
    creditor.post(path, text="Entre nous")
    for other in (Caller(ours, party=ours.other.party), partner):
        assert problem(other.get(path)) == problem(other.post(path, text="x")) == (404, "not_found")
    reader = Caller(ours, party=ours.creditor.party, scopes=["claims:read"])
    assert problem(reader.post(path, text="x")) == (403, "permission_denied")
