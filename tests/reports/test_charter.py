"""The charter: what was promised, kept and missed, by the clocks of the contract's own files."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.scope import acting_for
from jobs.services import meet_clock, start_clock, stop_clock
from reports.models import Pledge, Reason
from reports.queries.charter import measured, pledges
from reports.rules.charter import outcome, reached, share
from reports.services.charter import explain, pledge
from tests.world import DAY, NOW, claim, contract, creditor, world

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
HOUR = timedelta(hours=1)


@pytest.fixture
def ours(db):
    made = world().ours
    with acting_for(made.pk):
        yield made


def promised(ours, hours=None, target=Decimal(95)):
    pledge(contract=ours.contract, kind="paynow.24h", hours=hours, target=target, since=DAY, at=NOW)


def clock(of, *, met_after: int | None = None, kind="paynow.24h"):
    subject = f"claim:{of.pk}"
    start_clock(kind=kind, subject=subject, at=NOW, due_at=NOW + 24 * HOUR)
    if met_after is not None:
        meet_clock(kind=kind, subject=subject, at=NOW + met_after * HOUR)


def test_kept_and_missed_are_counted_and_the_missed_named(ours):
    promised(ours)
    late = claim(ours.contract)
    clock(ours.claim, met_after=20)
    clock(late, met_after=30)
    (one,) = measured(ours.contract, *MARCH)
    assert (one.due, one.met, one.share, one.reached) == (2, 1, Decimal("50.0"), False)
    assert [missed.number for missed in one.missed] == [late.number]


def test_other_contracts_do_not_count(ours):
    promised(ours)
    clock(claim(contract(creditor())), met_after=30)
    assert measured(ours.contract, *MARCH)[0].due == 0


def test_a_charter_may_promise_more_than_the_house(ours):
    promised(ours, hours=4)
    clock(ours.claim, met_after=20)
    assert measured(ours.contract, *MARCH)[0].met == 0


def test_what_was_stopped_in_time_binds_nobody(ours):
    promised(ours)
    clock(ours.claim)
    stop_clock(kind="paynow.24h", subject=f"claim:{ours.claim.pk}", at=NOW + HOUR)
    assert measured(ours.contract, *MARCH)[0].due == 0


def test_disputes_are_measured_by_their_own_day(ours):
    pledge(contract=ours.contract, kind="amicable.dispute", hours=None, target=Decimal(100), since=DAY, at=NOW)
    clock(ours.claim, kind="amicable.dispute:7", met_after=2)
    assert measured(ours.contract, *MARCH)[0].met == 1


def test_the_latest_line_of_a_kind_holds_and_none_takes_it_back(ours):
    promised(ours, target=Decimal(90))
    promised(ours, target=Decimal(99))
    assert [one.target for one in pledges(ours.contract, DAY)] == [Decimal(99)]
    promised(ours, target=None)
    assert pledges(ours.contract, DAY) == []
    assert Pledge.objects.count() == 3


def test_a_reason_is_told_with_what_was_missed(ours):
    promised(ours)
    clock(ours.claim, met_after=30)
    missed = measured(ours.contract, *MARCH)[0].missed[0]
    explain(contract=ours.contract, clock_id=missed.clock_id, text="Strike at the printer", at=NOW)
    assert measured(ours.contract, *MARCH)[0].missed[0].reason == "Strike at the printer"


def test_a_clock_of_another_contract_is_not_explained(ours):
    clock(ours.claim, met_after=30)
    other = contract(creditor())
    assert explain(contract=other, clock_id=1, text="x", at=NOW) is None
    assert not Reason.objects.exists()


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_a_share_never_shows_a_target_that_was_not_reached(met, more):
    due = met + more
    told = share(met, due)
    assert told is None or reached(met, due, told)


@given(st.integers(-50, 50), st.none() | st.integers(-50, 50), st.none() | st.integers(-50, 50))
def test_every_promise_ends_one_way(due, met, stopped):
    at = {name: None if hours is None else NOW + hours * HOUR for name, hours in (("met", met), ("stopped", stopped))}
    found = outcome(due=NOW + due * HOUR, met_at=at["met"], stopped_at=at["stopped"], until=NOW)
    assert (found == "met") == (met is not None and met <= min(due, 0))
    assert found != "missed" or due <= 0 or met is not None
