"""The gate of outward acts: what is refused, why, until when; refusals are kept once and cleared when cured."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agencies.models import Entity
from agencies.scope import acting_for
from claims import guard
from claims.models import Claim, Import, Refused
from claims.queries.law import facts_of
from claims.rules import ClosedAs, HoldKind
from claims.services import lifecycle
from clients.models import Contract
from law.clearance import Clearance
from law.refusals import Refusal
from messaging.models import BadAddress, OptOut
from tests import world
from tests.claims.make import row, taken, with_bordereau
from tests.messaging.outbox import message

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
CONSUMER = {"kind": "particulier", "reminded": "2026-02-05", "channel": "courrier"}
FRENCH = {"country": "FR", "kind": "particulier", "postcode": "59300", "city": "Valenciennes"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    side = world.side("ours")
    with acting_for(side.pk):
        yield side


def claim(ours, accepted=True, **cells):
    found = taken(ours, row(**cells))
    if accepted:
        lifecycle.accept_import(import_id=with_bordereau(found).pk, name="A. Manager", on=AT.date(), at=AT)
    return again(Claim.objects.get(source=found))


def again(one):
    return Claim.objects.select_related("source", "contract", "entity").get(pk=one.pk)


def debtor(one):
    return f"debtor:{one.debtor_id}"


def refused(one, act="notice", at=AT):
    found = guard.ask(one, act, recipient=debtor(one), at=at)
    return () if isinstance(found, Clearance) else tuple(refusal.rule for refusal in found)


@pytest.mark.parametrize("cells", [{}, CONSUMER, FRENCH])
def test_a_notice_in_order_is_cleared_for_this_claim_and_recipient(ours, cells):
    one = claim(ours, **cells)
    found = guard.ask(one, "notice", recipient=debtor(one), at=AT)
    assert isinstance(found, Clearance)
    assert found.covers("notice", debtor(one), str(one.uid), AT)


def test_without_the_creditors_order_nothing_goes_out(ours):
    assert refused(claim(ours, accepted=False)) == ("annex-missing",)


def test_a_claim_of_no_import_has_no_order(ours):
    assert refused(again(ours.claim)) == ("annex-missing",)


@pytest.mark.parametrize("wrong", [{"signed_on": date(2026, 3, 4)}, {"power_to_receive": False}])
def test_without_a_signed_contract_with_power_nothing_goes_out(ours, wrong):
    one = claim(ours)
    Contract.objects.filter(pk=one.contract_id).update(**wrong)
    assert refused(again(one)) == ("contract-missing",)


def test_while_the_kind_is_unknown_nothing_goes_out(ours):
    one = claim(ours, kind="particulier")
    Claim.objects.filter(pk=one.pk).update(debtor_kind="unknown")
    assert refused(again(one)) == ("debtor-kind-unknown",)


def test_a_business_elsewhere_waits_for_a_choice_of_law(ours):
    assert refused(claim(ours, country="ES")) == ("choice-of-law-missing",)


@pytest.mark.parametrize("cells", [CONSUMER, FRENCH])
def test_an_expired_insurance_stops_letters_where_the_law_asks_for_one(ours, cells):
    one = claim(ours, **cells)
    Entity.objects.filter(pk=one.entity_id).update(insured_until=date(2026, 3, 2))
    assert refused(again(one)) == ("insurance-inactive",)


@pytest.mark.parametrize(
    ("cells", "missing", "rule"),
    [
        (CONSUMER, {"fps_struck_off_on": date(2026, 3, 3)}, "registration-inactive"),
        (FRENCH, {"trust_iban": ""}, "dedicated-account-missing"),
        (FRENCH, {"declared_to_prosecutor_on": None}, "declaration-missing"),
    ],
)
def test_an_agency_without_its_papers_writes_to_nobody(ours, cells, missing, rule):
    one = claim(ours, **cells)
    Entity.objects.filter(pk=one.entity_id).update(**missing)
    assert refused(again(one)) == (rule,)


def test_a_belgian_consumer_first_gets_a_reminder_and_its_wait(ours):
    assert refused(claim(ours, kind="particulier")) == ("first-reminder-missing",)
    assert refused(claim(ours, kind="particulier", customer="C9"), "first-reminder") == ()
    late = claim(ours, **CONSUMER | {"reminded": "2026-02-20", "customer": "C10"})
    [refusal] = guard.ask(late, "notice", recipient=debtor(late), at=AT)
    assert (refusal.rule, refusal.allowed_from) == ("first-reminder-wait", date(2026, 3, 11))


def test_a_french_consumer_debt_past_its_limitation_is_refused(ours):
    one = claim(ours, **FRENCH | {"issued": "2024-02-01", "due": "2024-03-02"})
    assert refused(one, at=AT - timedelta(days=1)) == ()
    assert refused(one) == ("limitation",)


def test_nothing_but_the_notice_comes_before_it(ours):
    assert refused(claim(ours, **FRENCH), "call") == ("notice-missing",)


def test_a_held_claim_rests_until_it_is_released(ours):
    one = claim(ours)
    held = lifecycle.hold(claim_id=one.pk, kind=HoldKind.CREDITOR_ASKED, since=AT.date(), reason="asked", at=AT)
    assert refused(again(one)) == ("hold",)
    lifecycle.release(hold_id=held.pk, on=AT.date(), at=AT)
    assert refused(again(one)) == ()


def test_a_hold_with_a_last_day_ends_after_it(ours):
    one, last = claim(ours), AT.date() + timedelta(days=1)
    lifecycle.hold(claim_id=one.pk, kind=HoldKind.PLAN, since=AT.date(), until=last, reason="plan", at=AT)
    [refusal] = guard.ask(again(one), "notice", recipient=debtor(one), at=AT)
    assert refusal.allowed_from == last + timedelta(days=1)
    assert refused(again(one), at=AT + timedelta(days=2)) == ()


def test_insolvency_stops_every_act_and_interest(ours):
    one = claim(ours)
    lifecycle.hold(claim_id=one.pk, kind=HoldKind.INSOLVENCY, since=AT.date(), reason="judgment", at=AT)
    assert refused(again(one)) == ("insolvency",)


def pauses(one):
    return facts_of(again(one), AT.date()).pauses


def test_a_dispute_that_nobody_decides_rests_interest_until_the_decision(ours):
    one = claim(ours, **CONSUMER)
    row = lifecycle.hold(claim_id=one.pk, kind=HoldKind.DISPUTE, since=date(2026, 3, 3), reason="x", at=AT)
    assert [(pause.first, pause.last) for pause in pauses(one)] == [(date(2026, 4, 3), None)]
    lifecycle.release(hold_id=row.pk, on=date(2026, 4, 20), at=AT)
    assert [(pause.first, pause.last) for pause in pauses(one)] == [(date(2026, 4, 3), date(2026, 4, 19))]


@pytest.mark.parametrize("cells", [{}, FRENCH])
def test_only_a_belgian_consumers_interest_rests(ours, cells):
    one = claim(ours, **cells)
    lifecycle.hold(claim_id=one.pk, kind=HoldKind.DISPUTE, since=date(2026, 3, 3), reason="x", at=AT)
    assert pauses(one) == ()


def test_after_local_midnight_the_new_day_counts(ours):
    one = claim(ours)
    lifecycle.hold(claim_id=one.pk, kind=HoldKind.CREDITOR_ASKED, since=date(2026, 3, 4), reason="x", at=AT)
    assert refused(one, at=datetime(2026, 3, 3, 22, 59, tzinfo=UTC)) == ()
    assert refused(one, at=datetime(2026, 3, 3, 23, 1, tzinfo=UTC)) == ("hold",)


def test_a_closed_claim_is_left_alone_but_its_debtor_is_answered(ours):
    one = claim(ours)
    lifecycle.close(one, ClosedAs.PAID, on=AT.date(), at=AT)
    assert refused(again(one)) == ("closed",)
    assert refused(again(one), "reply") == ()


HOLD = Refusal("hold", "House rule", "held", date(2026, 3, 9))
ANNEX = Refusal("annex-missing", "House rule", "not accepted", cure="accept")


def standing(one):
    return sorted(Refused.objects.filter(claim=one, cleared_at=None).values_list("rule", flat=True))


def test_a_refusal_is_kept_once_and_cleared_when_cured(ours):
    for _ in range(2):
        guard.remember(ours.claim, "notice", [HOLD, ANNEX], at=AT)
    assert standing(ours.claim) == ["annex-missing", "hold"]
    guard.remember(ours.claim, "notice", [ANNEX], at=AT + timedelta(days=1))
    assert standing(ours.claim) == ["annex-missing"]
    guard.clear(ours.claim, "notice", at=AT + timedelta(days=2))
    assert standing(ours.claim) == []
    assert Refused.objects.filter(claim=ours.claim).count() == 2


def test_a_refusal_that_comes_back_is_a_new_row(ours):
    guard.remember(ours.claim, "notice", [HOLD], at=AT)
    guard.clear(ours.claim, "notice", at=AT)
    guard.remember(ours.claim, "notice", [HOLD], at=AT)
    assert [row.cleared_at for row in Refused.objects.filter(claim=ours.claim).order_by("pk")] == [AT, None]


def test_another_act_keeps_its_own_refusals(ours):
    guard.remember(ours.claim, "notice", [HOLD], at=AT)
    guard.clear(ours.claim, "call", at=AT)
    assert standing(ours.claim) == ["hold"]


@pytest.mark.parametrize(
    ("refusals", "expected"),
    [
        ([HOLD], date(2026, 3, 9)),
        ([HOLD, Refusal("x", "s", "r", date(2026, 3, 12))], date(2026, 3, 12)),
        ([HOLD, ANNEX], date(2026, 3, 4)),
        ([Refusal("x", "s", "r", date(2026, 3, 1))], date(2026, 3, 4)),
        ([Refusal("x", "s", "r", datetime(2026, 3, 10, 8, tzinfo=UTC))], date(2026, 3, 10)),
    ],
)
def test_when_to_ask_again(refusals, expected):
    assert guard.retry_on(refusals, AT.date()) == expected


def test_an_order_is_given_once_and_told_to_every_claim(ours):
    found = taken(ours, row(customer="X1"), row(customer="X2"))
    given = {"import_id": with_bordereau(found).pk, "name": "A. Manager", "on": AT.date(), "at": AT}
    assert [lifecycle.accept_import(**given), lifecycle.accept_import(**given)] == [True, False]
    assert Import.objects.get(pk=found.pk).accepted_as == "A. Manager"
    kinds = [list(c.events.order_by("seq").values_list("kind", flat=True)) for c in Claim.objects.filter(source=found)]
    assert kinds == [["opened", "ordered"]] * 2


def opted_out(one, channel, address):
    OptOut.objects.create(channel=channel, address=address, since=AT)
    return refused(one, channel)


def test_whoever_said_stop_by_sms_gets_none_and_is_told_the_rule(ours):
    one = claim(ours, phone="0475 12 34 56", email="a@exemple.be")
    assert refused(one, "sms") == ()
    assert opted_out(one, "sms", "+32475123456") == ("channel-refused",)
    [refusal] = guard.ask(one, "sms", recipient=debtor(one), at=AT)
    assert refusal.source.startswith("RGPD art. 21")
    assert refusal.cure
    assert refused(one, "email") == refused(one, "notice") == ()


def test_a_channel_that_is_open_again_is_not_refused(ours):
    one = claim(ours, email="A@Exemple.be")
    assert opted_out(one, "email", "a@exemple.be") == ("channel-refused",)
    OptOut.objects.update(ended_at=AT)
    assert refused(one, "email") == ()


def test_an_address_that_mail_came_back_from_is_left_alone(ours):
    one = claim(ours, email="a@exemple.be")
    BadAddress.objects.create(channel="email", address="a@exemple.be", since=AT, message=message())
    assert refused(one, "email") == ("address-returned",)
    assert refused(one, "notice") == ()
