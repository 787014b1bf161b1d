"""A cycle that is ended by hand for many claims: the creditor is asked what comes next, once."""

from agencies.scope import acting_for
from amicable.models import Run
from amicable.services.bulk import do_one
from claims.models import Claim
from tests.amicable.conftest import DAY, nine, row


def test_a_cycle_ended_early_asks_the_creditor_and_ends_once(desk):
    desk.amicable(row(due="02/02/2026"))
    desk.day(DAY)
    with acting_for(desk.agency.pk):
        number = Claim.objects.get().number
        given = {"act": "stop", "number": number, "given": {"reason": "Sans espoir."}, "on": DAY, "at": nine(DAY)}
        assert do_one(**given) is None
        assert Run.objects.get().outcome == "stopped"
        assert Claim.objects.get().next_act == "decision"
        assert do_one(**given) == "no-cycle"
