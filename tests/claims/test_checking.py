"""A business is looked up in its register before a visit: when that is due, and what it tells."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.scope import acting_for
from claims.models import Claim, Event, Refused
from claims.queries.checks import UNCHECKED, checked_on, refusals_of
from claims.rules import must_be_looked_up
from claims.services.checking import note_checked
from tests import world
from tests.world import DAY, NOW

LATE = DAY + timedelta(days=31)
days = st.integers(0, 90)


@pytest.fixture
def ours(db):
    """A file handed over on DAY, with a second one of the same debtor, who has a number."""
    side = world.side("ours")
    with acting_for(side.pk):
        who = world.debtor(side.creditor, vat_number="BE0403170701")
        world.claim(side.contract, debtor=who)
        yield replace(side, claim=world.claim(side.contract, debtor=who))


@given(st.none() | days, days, days)
def test_the_later_of_check_and_handing_over_counts_for_so_many_days(checked, back, allowed):
    on = date(2026, 6, 1)
    last = None if checked is None else on - timedelta(days=checked)
    asked = must_be_looked_up(checked_on=last, handed_over_on=on - timedelta(days=back), on=on, days=allowed)
    assert asked == (min(back, back if checked is None else checked) > allowed)


def test_thirty_days_after_handing_over_a_check_is_due(ours):
    assert not refusals_of(ours.claim, LATE - timedelta(days=1))
    assert refusals_of(ours.claim, LATE) == [UNCHECKED]


@pytest.mark.parametrize("facts", [{"debtor_kind": "consumer"}, {"debtor": None}])
def test_neither_a_consumer_nor_who_has_no_number_is_looked_up(ours, facts):
    who = facts.pop("debtor", ours.claim.debtor) or world.debtor(ours.creditor)
    assert not refusals_of(world.claim(ours.contract, debtor=who, **facts), LATE)


def test_a_check_is_told_in_each_open_file_and_lifts_the_refusal(ours):
    refused = {"act": "visit", "rule": UNCHECKED.rule, "source": "x", "reason": "x", "at": NOW}
    Refused.objects.create(claim=ours.claim, party_id=ours.claim.party_id, **refused)
    at = NOW + timedelta(days=31)
    assert note_checked(claim_id=ours.claim.pk, register="bce", at=at) == 2
    assert Event.objects.filter(kind="standing_checked").count() == 2
    assert not refusals_of(ours.claim, LATE)
    assert Refused.objects.get().cleared_at == at


def test_a_check_of_one_file_counts_for_the_others_of_its_debtor(ours):
    note_checked(claim_id=ours.claim.pk, register="bce", at=NOW)
    other = Claim.objects.exclude(pk=ours.claim.pk).get(debtor_id=ours.claim.debtor_id)
    assert checked_on([other.debtor_id]) == {other.debtor_id: DAY}
    assert refusals_of(other, LATE) == [UNCHECKED]
