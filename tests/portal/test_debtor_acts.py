"""What a debtor does on its page acts on the clocks at once; refused, it changes nothing."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agencies.scope import acting_for
from amicable.models import Dispute, PaperRequest, Plan
from claims.models import Claim, Document, Event, Hold
from claims.queries.timeline import timeline
from claims.rules import ClosedAs
from claims.services.lifecycle import close
from core.dates import add_days
from portal.views.debtor import page
from tests.architecture.above import NOWHERE
from tests.portal.debtors import entered
from tests.world import NOW

PDF = b"%PDF-1.4 proof"
OBJECTION = {"ground": "faulty", "said": "It broke at once."}
PAID = {"paid_on": "2026-02-01", "amount": "1000,00", "how": "Bank transfer"}


@pytest.fixture(autouse=True)
def _calm(settings, tmp_path):
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def home(client, ours) -> str:
    return entered(client, ours)


def today():
    return timezone.localdate()


def parts(number: int = 4, days: int = 10) -> dict[str, str]:
    return {"number": str(number), "first_on": add_days(today(), days).isoformat(), "said": "I lost my job."}


REACHING = {"call/": {}, "details/": {"phone": "0470123456"}, "ways/": {"wanted": ["visit"]}}
ACTS = {
    "object/": (OBJECTION, Dispute),
    "paid/": (PAID, Dispute),
    "plan/": (parts(), Plan),
    "papers/": ({"which": ["invoice"], "other": "Photo"}, PaperRequest),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_lets_the_claim_rest_and_is_told(client, ours, home, act):
    given, model = ACTS[act]
    answer = client.post(home + act, given)
    assert (answer.status_code, client.get(answer["Location"]).status_code) == (302, 200)
    with acting_for(ours.pk):
        assert model.objects.get().hold.ended_on is None
        assert {"by": "debtor"}.items() <= next(t.detail for t in timeline(ours.claim.pk) if "by" in t.detail).items()
    assert "tone-hold" in client.get(home).content.decode() or "stage-hold" in client.get(home).content.decode()


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_written_without_a_visit(client, ours, act):
    given, model = ACTS[act]
    assert client.post(f"/v/ours/file/{ours.claim.uid}/{act}", given).status_code == 403
    with acting_for(ours.pk):
        assert (model.objects.count(), Hold.objects.count(), Event.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_written_on_a_closed_claim(client, ours, home, act):
    given, model = ACTS[act]
    with acting_for(ours.pk):
        close(Claim.objects.get(pk=ours.claim.pk), ClosedAs.PAID, on=today(), at=NOW)
        told = Event.objects.count()
    assert client.post(home + act, given).status_code == 403
    with acting_for(ours.pk):
        assert (model.objects.count(), Event.objects.count()) == (0, told)


@pytest.mark.parametrize("act", ACTS)
def test_nor_on_the_claim_of_somebody_else(client, ours, home, act):
    given, model = ACTS[act]
    assert client.post(f"/v/ours/file/{ours.others_claim.uid}/{act}", given).status_code == 403
    with acting_for(ours.pk):
        assert model.objects.count() == 0


@pytest.mark.parametrize("act", REACHING)
def test_wishes_are_for_the_claim_of_the_visit_alone(client, ours, home, act):
    for uid in (ours.others_claim.uid, NOWHERE):
        assert client.post(f"/v/ours/file/{uid}/{act}", REACHING[act]).status_code == 403
    with acting_for(ours.pk):
        assert Event.objects.count() == 0


def test_the_proof_joins_the_papers_of_the_claim(client, ours, home):
    sent = [SimpleUploadedFile(f"{n}.pdf", PDF + bytes([n])) for n in (1, 2)]
    client.post(home + "paid/", PAID | {"papers": sent})
    with acting_for(ours.pk):
        assert Dispute.objects.get().ground == "paid"
        assert Document.objects.filter(claim=ours.claim).count() == 2


def test_a_file_that_is_no_paper_stops_the_whole_act(client, ours, home):
    bad = [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.pdf", b"MZ\x00")]
    assert client.post(home + "object/", OBJECTION | {"papers": bad}).status_code == 200
    with acting_for(ours.pk):
        assert (Dispute.objects.count(), Document.objects.count()) == (0, 0)


def test_a_plan_is_offered_inside_the_limits_alone(client, ours, home):
    first = add_days(today(), 10).isoformat()
    text = client.get(f"{home}plan/?first_on={first}").content.decode()
    assert 'value="2"' in text
    assert client.post(home + "plan/", parts(number=24)).status_code == 200
    assert client.post(home + "plan/", parts(days=60)).status_code == 200
    with acting_for(ours.pk):
        assert Plan.objects.count() == 0


def test_a_request_for_a_plan_is_a_writing_of_the_debtor(client, ours, home):
    client.post(home + "plan/", parts())
    with acting_for(ours.pk):
        asked = Plan.objects.get()
        assert (asked.state, asked.way, asked.wish["number"]) == ("asked", "portal", 4)
        assert Event.objects.filter(claim=ours.claim, kind="acknowledged").count() == 1


def test_objecting_twice_says_that_it_is_known(client, ours, home):
    assert client.post(home + "object/", OBJECTION).status_code == 302
    assert client.post(home + "object/", OBJECTION).status_code == 200
    with acting_for(ours.pk):
        assert Dispute.objects.count() == 1


def test_acts_without_end_are_stopped(client, ours, home, monkeypatch):
    monkeypatch.setattr(page, "ACTS_A_DAY", 1)
    assert client.post(home + "object/", {}).status_code == 200
    assert client.post(home + "object/", OBJECTION).status_code == 429
    with acting_for(ours.pk):
        assert Dispute.objects.count() == 0
