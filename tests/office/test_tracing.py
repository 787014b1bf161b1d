"""Letters come back, addresses are looked for: shown before it is done, a forbidden source refused with its rule."""

import pytest

from agencies.scope import acting_for
from amicable.models import Look, Tracing
from claims.models import ClaimMessage, Debtor, Hold
from messaging.models import Message
from tests.world import DAY, NOW

PLACE = {"street": "Rue Neuve 2", "postcode": "7000", "city": "Mons"}


@pytest.fixture
def search(agent, ours):
    """A search opened by hand on the page of the first file; the address of its page."""
    page = agent.post(agent.at(f"claims/{ours.claim.number}/trace/"), {"reason": "Facteur"})
    return page.url


def rows(ours, model):
    with acting_for(ours.pk):
        return list(model.objects.order_by("pk"))


def test_a_search_rests_the_file_and_is_listed(agent, ours, search):
    assert [hold.kind for hold in rows(ours, Hold)] == ["unknown_address"]
    assert [row.url for row in agent.get(agent.at("tracing/")).context["table"].rows] == [search]
    assert agent.get(agent.at(f"claims/{ours.claim.number}/trace/")).url == search


def test_the_page_says_where_one_never_asks(agent, search, french):
    page = agent.get(search).content.decode()
    assert "Employeur" in page
    assert "XIX.5" in page


def test_an_answer_is_entered_with_its_cost(agent, ours, search):
    given = {"source": "kbo", "result": "nothing", "cost": "4,50", "note": "radiée"}
    assert agent.post(search, given).url == search
    assert [(one.source, str(one.cost)) for one in rows(ours, Look)] == [("kbo", "4.50")]


def test_a_forbidden_source_is_not_offered_and_not_taken(agent, ours, search):
    assert agent.post(search, {"source": "employer", "result": "found"}).status_code == 422
    assert not rows(ours, Look)


def test_the_debtor_is_not_asked_before_the_notice(agent, ours, search):
    with acting_for(ours.pk):
        type(ours.claim).objects.filter(pk=ours.claim.pk).update(debtor_kind="consumer")
    page = agent.post(search, {"source": "debtor", "result": "found"})
    assert (page.status_code, rows(ours, Look)) == (409, [])


def test_a_found_address_is_kept_and_the_file_goes_on(agent, ours, search):
    assert agent.post(f"{search}found/", PLACE).status_code == 302
    with acting_for(ours.pk):
        assert Debtor.objects.get(pk=ours.claim.debtor_id).street == "Rue Neuve 2"
    assert rows(ours, Hold)[0].ended_on
    assert agent.post(f"{search}found/", PLACE).status_code == 404


def test_where_nothing_was_found_the_creditor_is_asked(agent, ours, search):
    assert agent.post(f"{search}not-found/").status_code == 302
    with acting_for(ours.pk):
        assert type(ours.claim).objects.get(pk=ours.claim.pk).next_act == "decision"


@pytest.fixture
def letter(ours):
    """A letter about the first file, which left."""
    with acting_for(ours.pk):
        left = {"state": "sent", "sent_on": DAY, "settled_at": NOW, "queued_at": NOW, "not_before": NOW}
        about = {"channel": "letter", "kind": "paynow.paynow", "recipient": f"debtor:{ours.claim.debtor_id}"}
        made = Message.objects.create(dedupe_key="l", address="Rue 1", party_id=ours.claim.party_id, **left, **about)
        ClaimMessage.objects.create(claim=ours.claim, message=made, party_id=ours.claim.party_id)
    return made


def test_returned_letters_are_shown_then_recorded(agent, ours, letter):
    given = {"reason": "moved", "lines": f"{ours.claim.number}\n999999"}
    shown = agent.post(agent.at("tracing/letters/"), given)
    assert [(one.count, one.tone) for one in shown.context["consequences"]] == [(1, "attention"), (1, "danger")]
    assert not rows(ours, Tracing)
    again = given | {"seen": shown.context["form"]["seen"].value()}
    assert agent.post(agent.at("tracing/letters/"), again).status_code == 302
    assert [one.message_id for one in rows(ours, Tracing)] == [letter.pk]


def test_another_agency_finds_nothing(client, made, ours, search):
    client.force_login(made.theirs.agent.user)
    address = search.replace("/ours/", "/theirs/")
    assert [client.post(f"{address}{end}", PLACE).status_code for end in ("", "found/", "not-found/")] == [404] * 3
    assert rows(ours, Tracing)[0].state == "open"
