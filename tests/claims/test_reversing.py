"""A payment that turns out not to have been one: the claim owes again, once, and goes on where it stood."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from agencies.scope import acting_for
from claims.models import Claim, Credit
from claims.queries.law import facts_of
from claims.queries.overview import paid_since
from claims.queries.statement import statement_of
from claims.queries.timeline import timeline
from claims.rules import ClosedAs, Stage
from claims.services import lifecycle
from claims.services.reversing import reverse
from tests import world

NOW, ON, BACK = world.NOW, world.DAY, date(2026, 3, 9)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    side = world.side("ours")
    with acting_for(side.pk):
        yield side


def paid(claim, amount="100.00"):
    given = {"kind": "payment", "value_on": ON, "amount": D(amount), "source": f"receipt:{amount}", "at": NOW}
    return lifecycle.credit(claim_id=claim.pk, **given)


def fresh(claim):
    return Claim.objects.get(pk=claim.pk)


def test_a_payment_returned_is_owed_again_and_told(ours):
    owed = statement_of(ours.claim, BACK).total
    reverse(credit_id=paid(ours.claim).pk, value_on=BACK, source="returned:1", at=NOW, note="MD06")
    assert statement_of(fresh(ours.claim), BACK).total == owed
    assert facts_of(fresh(ours.claim), BACK).credits[0].undone_on == BACK
    assert [told.kind for told in timeline(ours.claim.pk)][:2] == ["uncredited", "credited"]


def test_a_payment_is_undone_once_and_sums_stay_right(ours):
    credit = paid(ours.claim)
    first = reverse(credit_id=credit.pk, value_on=BACK, source="returned:1", at=NOW)
    assert reverse(credit_id=credit.pk, value_on=BACK, source="returned:2", at=NOW) == first
    assert Credit.objects.count() == 2
    assert paid_since(ours.claim.party_id, ON) == D(0)


def test_a_reversal_is_not_undone(ours):
    row = reverse(credit_id=paid(ours.claim).pk, value_on=BACK, source="returned:1", at=NOW)
    with pytest.raises(ValueError, match="is a reversal"):
        reverse(credit_id=row.pk, value_on=BACK, source="returned:2", at=NOW)


def test_a_claim_closed_as_paid_goes_on_where_it_stood(ours):
    credit = paid(ours.claim, "2000.00")
    assert fresh(ours.claim).closed_as == ClosedAs.PAID
    reverse(credit_id=credit.pk, value_on=BACK, source="returned:1", at=NOW)
    found = fresh(ours.claim)
    assert (found.stage, found.closed_on, found.closed_as) == (Stage.PAYNOW, None, "")


def test_a_claim_that_its_creditor_kept_stays_closed(ours):
    credit = paid(ours.claim)
    lifecycle.close(fresh(ours.claim), ClosedAs.KEPT, on=ON, at=NOW)
    reverse(credit_id=credit.pk, value_on=BACK, source="returned:1", at=NOW)
    assert fresh(ours.claim).closed_as == ClosedAs.KEPT


@pytest.mark.parametrize("amount", ["-5.00", "0.00"])
def test_nothing_but_a_reversal_is_negative(ours, amount):
    given = {"party_id": ours.claim.party_id, "claim": ours.claim, "kind": "payment", "value_on": ON}
    with pytest.raises(DatabaseError), transaction.atomic():
        Credit.objects.create(**given, amount=D(amount), source="x")


def test_what_is_heard_days_later_goes_on_from_the_day_it_is_heard(ours):
    Claim.objects.filter(pk=ours.claim.pk).update(stage=Stage.AMICABLE)
    credit, heard = paid(ours.claim, "2000.00"), NOW + timedelta(days=20)
    reverse(credit_id=credit.pk, value_on=ON, source="returned:1", at=heard)
    found = fresh(ours.claim)
    assert (found.stage, found.next_act, found.next_on) == (Stage.AMICABLE, "cycle", localdate(heard))
