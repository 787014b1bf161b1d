"""An erased person's own words are gone from the amicable stage too; what was decided stays."""

import pytest

from agencies.scope import acting_for
from amicable.models import Complaint, Dispute, PaperRequest, Plan
from claims.rules import ClosedAs
from claims.services import lifecycle
from claims.services.erasure import erase_debtor
from tests import world
from tests.world import DAY, NOW

pytestmark = pytest.mark.django_db
NAME = "Ève Durand"


@pytest.fixture
def ours():
    side = world.side("ours")
    with acting_for(side.pk):
        yield side


def told(claim):
    """Everything that a person may have said about a claim."""
    about = {"claim": claim, "party_id": claim.party_id}
    asked = {"asked_on": DAY, "asked_by": "debtor"}
    Plan.objects.create(**about, **asked, way="email", said=NAME, reason=NAME)
    PaperRequest.objects.create(**about, **asked, what=NAME, answer=NAME, answer_by=DAY)
    given = {"raised_on": DAY, "raised_by": "debtor", "ground": "amount", "answer_by": DAY, "state": "rejected"}
    Dispute.objects.create(**about, **given, said=NAME, answer=NAME, reasons=NAME)
    complaint = {"received_on": DAY, "way": "email", "subject": "hours", "answer_by": DAY}
    Complaint.objects.create(claim=claim, **complaint, name=NAME, contact=NAME, said=NAME, answer=NAME, measures=NAME)


def words(claim):
    rows = [row for model in (Plan, PaperRequest, Dispute, Complaint) for row in model.objects.filter(claim=claim)]
    assert len(rows) == 4
    return " ".join(str(value) for row in rows for value in vars(row).values())


def test_words_go_decisions_stay(ours):
    told(ours.claim), told(ours.others_claim)
    lifecycle.close(ours.claim, ClosedAs.KEPT, on=DAY, at=NOW)
    erase_debtor(debtor_id=ours.claim.debtor_id, on=DAY, at=NOW)
    assert (NAME in words(ours.claim), NAME in words(ours.others_claim)) == (False, True)
    assert Dispute.objects.get(claim=ours.claim).state == "rejected"
