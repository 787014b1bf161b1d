"""A letter comes back: the claims rest, sources are asked, a found address gets a new notice that costs nobody."""

from datetime import timedelta
from decimal import Decimal

import pytest

from agencies.scope import acting_for
from amicable.models import Look, Run, Tracing
from amicable.queries.tracing import letters_behind
from amicable.services import tracing
from claims.models import Claim, ClaimMessage, Debtor, Decision, Event, Hold
from claims.services import lifecycle
from clients.models import Contract, StockEntry
from clients.services import grant_paynow
from core.errors import Stale
from law.refusals import Refusal
from messaging.models import Message
from messaging.services import note_bounce
from paynow.models import Notice
from paynow.services.writing import write
from tests import world
from tests.amicable.conftest import DAY, nine
from tests.amicable.conftest import row as line

pytestmark = pytest.mark.real_commits
PLACE = {"street": "Rue Neuve 2", "postcode": "7000", "city": "Mons"}
NEXT = DAY + timedelta(days=7)


@pytest.fixture
def ours(desk):
    """Two claims whose PAYNOW of the stock left on the first day; their agency in force."""
    with acting_for(desk.agency.pk):
        Contract.objects.update(paynow_from_stock=True)
        grant_paynow(party_id=desk.contract.party_id, quantity=5, source="test", at=nine(DAY))
    desk.take(line(due="01/02/2026"), line("F2", name="Autre SRL", due="01/02/2026"))
    desk.day(DAY)
    with acting_for(desk.agency.pk):
        yield desk


def claim():
    return Claim.objects.select_related("debtor").order_by("pk").first()


def came_back(reason="moved"):
    letter = letters_behind([str(claim().number)])[0].message
    return tracing.take_returned(message_ids=[letter.pk], reason=reason, on=NEXT, at=nine(NEXT))


def search():
    return Tracing.objects.get()


def found(on=NEXT):
    tracing.found(tracing_id=search().pk, **PLACE, on=on, at=nine(on))


def test_a_letter_that_came_back_rests_the_claim_and_opens_a_search_once(ours):
    assert [came_back(), came_back()] == [1, 0]
    assert (search().why, search().address) == ("post", "Rue Haute 1, 1000 Bruxelles")
    assert list(Hold.objects.values_list("kind", flat=True)) == ["unknown_address"]
    assert claim().next_act == ""


@pytest.mark.parametrize("reason", ["refused", "unclaimed"])
def test_a_letter_that_nobody_took_says_nothing_of_the_address(ours, reason):
    assert came_back(reason) == 1
    assert not Tracing.objects.exists()
    assert Event.objects.filter(kind="undelivered").exists()


def test_a_found_address_gets_a_new_notice_and_takes_no_other_paynow(ours):
    came_back()
    before = StockEntry.objects.count()
    found()
    assert (claim().debtor.street, claim().next_act, claim().next_on) == ("Rue Neuve 2", "paynow", NEXT)
    assert claim().notified_on is None
    write(claim_id=claim().pk, at=nine(NEXT))
    letters = Notice.objects.filter(claim=claim(), kind="paynow").order_by("pk")
    assert [letter.withdrawn_on for letter in letters] == [NEXT, None]
    assert "Rue Neuve 2" in letters[1].message.address
    assert letters[1].deadline_on > letters[0].deadline_on
    assert StockEntry.objects.count() == before


def test_a_claim_that_ends_then_gives_no_used_paynow_back(ours):
    came_back()
    found()
    lifecycle.close(claim(), "kept", on=NEXT, at=nine(NEXT))
    assert not StockEntry.objects.filter(kind=StockEntry.Kind.GIVEN_BACK).exists()


def test_where_nothing_is_found_the_creditor_decides(ours):
    came_back()
    tracing.not_found(tracing_id=search().pk, on=NEXT, at=nine(NEXT))
    assert (claim().next_act, claim().next_on, search().state) == ("decision", NEXT, "not_found")
    assert Hold.objects.get().ended_on is None
    assert not Decision.objects.exists()


def test_each_source_is_kept_with_its_cost(ours):
    came_back()
    asked = {"tracing_id": search().pk, "on": NEXT, "at": nine(NEXT)}
    tracing.look(source="kbo", result="same", **asked)
    tracing.look(source="provider", result="nothing", cost=Decimal("4.50"), **asked)
    assert (search().cost, Look.objects.count()) == (Decimal("4.50"), 2)
    assert Event.objects.filter(kind="traced_at").count() == 2


def test_a_forbidden_source_is_refused_and_nothing_kept(ours):
    came_back()
    said = tracing.look(tracing_id=search().pk, source="employer", result="found", on=NEXT, at=nine(NEXT))
    assert isinstance(said, Refusal)
    assert not Look.objects.exists()


def test_a_search_that_is_over_takes_nothing_more(ours):
    came_back()
    found()
    with pytest.raises(Stale):
        found()


def test_the_debtors_other_claims_rest_and_go_on_with_it(ours):
    with acting_for(ours.agency.pk):
        other = world.claim(ours.contract, debtor=claim().debtor, stage="amicable")
    came_back()
    assert Hold.objects.filter(claim=other, ended_on=None).count() == 1
    found()
    assert not Hold.objects.filter(ended_on=None).exists()


def test_a_search_ends_with_the_last_claim(ours):
    came_back()
    lifecycle.close(claim(), "kept", on=NEXT, at=nine(NEXT))
    assert search().state == "cancelled"


def test_a_dead_mailbox_opens_a_search_only_where_nothing_else_is_known(ours):
    mail = Message.objects.filter(channel="email").first() or _mail()
    told = {"kind": "permanent", "status": "5.1.1", "detail": "gone", "at": nine(NEXT)}
    Debtor.objects.filter(pk=claim().debtor_id).update(street="", phone="", email=mail.address)
    assert note_bounce(message_id=mail.provider_id, **told)
    assert search().why == "contact"


def _mail():
    about = {"dedupe_key": "m", "channel": "email", "kind": "amicable.email", "recipient": "debtor:1"}
    left = {"address": "d@exemple.be", "provider_id": "<m@x>", "state": "sent", "sent_on": DAY, "settled_at": nine(DAY)}
    mail = Message.objects.create(**about, **left, queued_at=nine(DAY), not_before=nine(DAY), party_id=claim().party_id)
    ClaimMessage.objects.create(claim=claim(), message=mail, party_id=claim().party_id)
    return mail


def test_what_is_scanned_names_its_letter(ours):
    one = claim()
    lines = [str(one.number), f"https://x.test/v/creansys/{one.code}/", "999999999", "", str(one.number)]
    seen = letters_behind(lines)
    assert [(row.claim and row.claim.pk, row.problem) for row in seen] == [
        (one.pk, ""),
        (one.pk, ""),
        (None, "unknown"),
    ]


def test_a_running_cycle_waits_for_the_new_notice(desk):
    durand = {"name": "Marie Durand", "kind": "consommateur", "reminded": "01/02/2026", "channel": "courrier"}
    desk.amicable(line(due="10/01/2026", **durand))
    desk.day(DAY)
    with acting_for(desk.agency.pk):
        tracing.open_tracing(claim_id=claim().pk, why="agent", on=NEXT, at=nine(NEXT))
        assert Run.objects.get().waits == Run.Waits.HOLD
        found()
        assert Run.objects.get().waits == Run.Waits.NOTICE
        assert (claim().next_act, claim().notified_on) == ("paynow", None)
