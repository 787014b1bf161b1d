"""A provider is asked for an address once, whatever breaks; what it proposes waits for an agent."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.scope import acting_for
from amicable import provider as client
from amicable.models import Enquiry, Look, Tracing
from amicable.queries.tracing import enquiries_due
from amicable.rules.tracing import next_exchange
from amicable.services import enquiring, tracing
from claims.models import Debtor
from core.errors import Stale
from creansys.tick import tick
from tests.amicable.address_provider import FOUND, NOT_FOUND, PLACE, providing
from tests.world import DAY, NOW, world

HOUR = timedelta(hours=1)
WANTED = client.Wanted("Éclairs", "BE", "", "Rue 1", "1000", "Bruxelles")
UNREADABLE = [
    {"state": "found"},
    {"state": "gone"},
    {"cost": "NaN"},
    {"cost": "-1"},
    {"cost": "9999"},
    {"id": ""},
    FOUND | {"address": PLACE | {"street": ""}},
    FOUND | {"address": PLACE | {"city": "x" * 81}},
]
pytestmark = pytest.mark.real_commits


@pytest.fixture
def made(db):
    return world()


@pytest.fixture
def provider(settings):
    with providing(settings) as stand_in:
        yield stand_in


@pytest.fixture
def search(made, provider):
    """A search of our agency, for which the provider is asked."""
    with acting_for(made.ours.pk):
        row = tracing.open_tracing(claim_id=made.ours.claim.pk, why="agent", on=DAY, at=NOW)
        enquiring.ask_provider(tracing_id=row.pk, on=DAY, at=NOW)
    return row


@pytest.fixture
def talk(made, search):
    """An exchange with the provider `after` a while; the enquiry then."""

    def exchange(after=timedelta(0)) -> Enquiry:
        with acting_for(made.ours.pk):
            due = enquiries_due(NOW + after)
        for pk in due:
            enquiring.exchange(agency_id=made.ours.pk, enquiry_id=pk, at=NOW + after)
        with acting_for(made.ours.pk):
            return Enquiry.objects.get()

    return exchange


def test_the_provider_learns_no_more_than_it_needs(talk, provider):
    row = talk()
    [(key, asked)] = provider.searches.items()
    assert (key, row.reference, row.state) == (str(row.uid), "T1", "waiting")
    assert set(asked) == {"name", "country", "number", "street", "postcode", "city"}
    assert provider.heard == ["POST /searches Bearer secret"]


def test_it_is_heard_again_later_and_asked_no_second_time(talk, provider):
    talk(), talk(), talk(HOUR)
    assert [line.split(" Bearer")[0] for line in provider.heard] == ["POST /searches", "GET /searches/T1"]


def test_what_is_found_is_a_proposal_and_its_cost_is_kept(made, talk, provider):
    provider.says = FOUND
    row = talk()
    assert (row.state, row.street, row.source, row.due_at) == ("proposed", "Rue Neuve 2", "Movers", None)
    with acting_for(made.ours.pk):
        assert Tracing.objects.get().cost == Look.objects.get().cost == Decimal("4.50")
        assert Debtor.objects.get(pk=made.ours.claim.debtor_id).street != PLACE["street"]


def test_a_kept_proposal_is_the_debtors_address(made, search, talk, provider):
    provider.says = FOUND
    talk()
    with acting_for(made.ours.pk):
        enquiring.accept(tracing_id=search.pk, on=DAY, at=NOW)
        assert Debtor.objects.get(pk=made.ours.claim.debtor_id).street == PLACE["street"]
        assert (Tracing.objects.get().state, Enquiry.objects.get().state) == ("found", "accepted")


def test_a_refused_proposal_leaves_the_search_open(made, search, talk, provider):
    provider.says = FOUND
    talk()
    with acting_for(made.ours.pk):
        enquiring.refuse(tracing_id=search.pk, on=DAY)
        assert (Tracing.objects.get().state, Enquiry.objects.get().state) == ("open", "refused")
        with pytest.raises(Stale):
            enquiring.accept(tracing_id=search.pk, on=DAY, at=NOW)


def test_nothing_found_is_recorded(made, talk, provider):
    provider.says = NOT_FOUND
    assert (talk().state, talk(HOUR).state, len(provider.heard)) == ("nothing", "nothing", 1)
    with acting_for(made.ours.pk):
        assert (Look.objects.get().result, Tracing.objects.get().cost) == ("nothing", Decimal("1.00"))


def test_the_address_that_is_no_good_is_no_proposal(made, search, talk, provider):
    with acting_for(made.ours.pk):
        Tracing.objects.update(address="rue neuve 2, 7000 MONS")
    provider.says = FOUND
    assert talk().state == "nothing"


def test_killed_while_it_asked_it_asks_again_under_the_same_key(made, talk, provider, monkeypatch):
    monkeypatch.setattr(enquiring, "_record", lambda *_: None)
    talk()
    monkeypatch.undo()
    talk(timedelta(minutes=1))
    row = talk(enquiring.LEASE)
    assert (len(provider.heard), list(provider.searches), row.reference) == (2, [str(row.uid)], "T1")


@pytest.mark.parametrize(("status", "state"), [(422, "failed"), (401, "waiting"), (503, "waiting"), (302, "waiting")])
def test_what_is_refused_for_good_is_told_apart(talk, provider, status, state):
    provider.status = status
    row = talk()
    assert (row.state, row.detail) == (state, f"HTTP {status}")


def test_a_failed_enquiry_is_asked_again_under_its_key(made, search, talk, provider):
    provider.status = 422
    key = talk().uid
    provider.status = 200
    with acting_for(made.ours.pk):
        enquiring.ask_provider(tracing_id=search.pk, on=DAY, at=NOW)
    assert (talk().state, list(provider.searches)) == ("waiting", [str(key)])


def test_asked_twice_it_is_one(made, search, talk, provider):
    with acting_for(made.ours.pk):
        enquiring.ask_provider(tracing_id=search.pk, on=DAY, at=NOW)
    talk()
    assert len(provider.heard) == 1


def test_a_search_that_is_over_is_asked_for_no_more(made, search, talk, provider):
    with acting_for(made.ours.pk):
        tracing.not_found(tracing_id=search.pk, on=DAY, at=NOW)
    assert (talk().state, provider.heard) == ("dropped", [])


def test_what_comes_after_the_search_costs_and_is_not_kept(made, search, talk, provider, monkeypatch):
    provider.says = FOUND
    record = enquiring._record

    def late(*given):
        tracing.not_found(tracing_id=search.pk, on=DAY, at=NOW)
        record(*given)

    monkeypatch.setattr(enquiring, "_record", late)
    row = talk()
    assert (row.state, row.street, row.cost) == ("dropped", "", Decimal("4.50"))


@pytest.mark.parametrize("said", UNREADABLE)
def test_an_answer_not_as_agreed_is_no_answer(provider, said):
    provider.says = {"state": "searching"} | said
    assert client.ask(WANTED, key="k") == client.Failed("an answer that cannot be read")


def test_nobody_there_may_be_tried_again(settings):
    settings.TRACING_URL = "http://127.0.0.1:9"
    assert client.ask(WANTED, key="k") == client.Failed("ConnectionError")


def test_the_tick_speaks_to_the_provider_once(made, search, provider):
    provider.says = FOUND
    done = [tick(made.ours.pk, DAY + timedelta(days=1))["enquired"] for _twice in "ab"]
    assert (done, len(provider.heard)) == ([1, 0], 1)


@given(st.timedeltas(timedelta(0), timedelta(days=40)))
def test_a_provider_is_given_thirty_days(gone):
    then = next_exchange(NOW, NOW + gone)
    assert (then is None) is (gone >= timedelta(days=30))
    assert then is None or HOUR <= then - (NOW + gone) <= timedelta(days=1)
