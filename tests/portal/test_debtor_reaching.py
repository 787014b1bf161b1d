"""How a debtor is reached: as it says, from that moment on."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from agencies.scope import acting_for
from amicable.models import Action
from amicable.services import saying
from claims.models import Claim, Debtor, Event
from messaging.queries import opted_out
from portal.views.debtor.reaching import _working_days
from tests.portal.debtors import entered


@pytest.fixture(autouse=True)
def _calm():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def home(client, ours) -> str:
    return entered(client, ours)


def told(ours, kind: str) -> int:
    return Event.objects.filter(claim=ours.claim, kind=kind).count()


def test_a_call_is_due_on_the_day_that_was_chosen_and_once(client, ours, home):
    with acting_for(ours.pk):
        days = list(_working_days(Claim.objects.get(pk=ours.claim.pk), timezone.localdate()))
    given = {"day": days[0].isoformat(), "hours": "9-12", "phone": "0470 12 34 56"}
    assert [client.post(home + "call/", given).status_code for _ in range(2)] == [302, 302]
    with acting_for(ours.pk):
        assert Action.objects.get().on == days[0]
        assert told(ours, "call_asked") == 2
    assert all(day.weekday() < 5 for day in days)


def test_a_day_that_is_not_offered_is_refused(client, ours, home):
    given = {"day": timezone.localdate().isoformat(), "hours": "9-12", "phone": "0470123456"}
    assert client.post(home + "call/", given).status_code == 200
    with acting_for(ours.pk):
        assert Action.objects.count() == 0


def test_corrections_change_what_was_said_and_nothing_else(client, ours, home):
    before = ours.claim.debtor
    assert client.post(home + "details/", {"phone": "0470 12 34 56", "language": "nl"}).status_code == 302
    with acting_for(ours.pk):
        now = Debtor.objects.get(pk=before.pk)
        assert told(ours, "contact_corrected") == 1
    assert (now.phone, now.language, now.email, now.street) == ("+32470123456", "nl", before.email, before.street)


@pytest.mark.parametrize("given", [{}, {"street": "Rue Basse 2"}, {"phone": "12"}, {"email": "nobody"}])
def test_half_a_correction_changes_nothing(client, ours, home, given):
    assert client.post(home + "details/", given).status_code == 200
    with acting_for(ours.pk):
        assert (told(ours, "contact_corrected"), told(ours, "address_completed")) == (0, 0)


def test_what_is_known_is_never_shown(client, ours, home):
    text = client.get(home + "details/").content.decode()
    assert ours.claim.debtor.email not in text
    assert ours.claim.debtor.street not in text


def test_a_way_that_is_refused_is_closed_at_once_and_opened_again(client, ours, home):
    email = ours.claim.debtor.email
    assert client.post(home + "ways/", {"wanted": ["visit"]}).status_code == 302
    with acting_for(ours.pk):
        assert opted_out("email", email)
        assert saying.ways_open(claim_id=ours.claim.pk) == {"email": False, "visit": True}
    client.post(home + "ways/", {"wanted": ["visit", "email"]})
    with acting_for(ours.pk):
        assert not opted_out("email", email)
