"""A visit planned by an agent: on a lawful day, once, moved rather than doubled."""

from datetime import timedelta

from agencies.scope import acting_for
from amicable.models import Action
from amicable.services.errands import plan_visit
from claims.models import Claim, Debtor
from claims.services.checking import note_checked
from tests.amicable.conftest import DAY, nine, row

SUNDAY = DAY + timedelta(days=6)


def test_a_visit_is_planned_once_and_moved_and_never_on_a_sunday(desk):
    desk.amicable(row(due="02/02/2026"))
    with acting_for(desk.agency.pk):
        pk = Claim.objects.get().pk
        first = plan_visit(claim_id=pk, on=DAY + timedelta(days=2), at=nine(DAY))
        again = plan_visit(claim_id=pk, on=DAY + timedelta(days=3), at=nine(DAY))
        assert (first.pk, again.on) == (again.pk, DAY + timedelta(days=3))
        assert isinstance(plan_visit(claim_id=pk, on=SUNDAY, at=nine(DAY)), tuple)
        assert Action.objects.filter(act="visit", state="open").count() == 1


def test_a_business_is_looked_up_again_before_a_visit_is_planned(desk):
    desk.amicable(row(due="02/02/2026"))
    late = DAY + timedelta(days=36)
    with acting_for(desk.agency.pk):
        claim = Claim.objects.get()
        Debtor.objects.filter(pk=claim.debtor_id).update(enterprise_number="0403170701")
        refused = plan_visit(claim_id=claim.pk, on=late + timedelta(days=1), at=nine(late))
        assert [one.rule for one in refused] == ["standing-unchecked"]
        note_checked(claim_id=claim.pk, register="bce", at=nine(late))
        assert plan_visit(claim_id=claim.pk, on=late + timedelta(days=1), at=nine(late)).act == "visit"
