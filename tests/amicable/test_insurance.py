"""Credit insurance: which claims are covered, until when, what the insurer is told, answers and pays."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.scope import acting_for
from amicable.models import InsurancePolicy, InsuredClaim, InsurerPayment
from amicable.queries.insurance import cover_of, insured, insured_due, near, usual_deadlines
from amicable.rules.insurance import Policy, covers, declaring, is_urgent, near_on, papers_by
from amicable.services import insuring
from amicable.services.bundling import bundle
from claims.events import ClaimClosed
from claims.models import Claim, Debtor, Event, Hold
from claims.queries.statement import statement_of
from claims.queries.timeline import verify
from core.errors import Stale
from creansys import presets
from creansys.tick import tick
from files.models import File
from files.services import read
from jobs.models import Clock
from tests.world import DAY, NOW, Side, World, claim, world

TERMS = Policy(date(2026, 1, 1), None, 2, 4, 30)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.fixture
def made(db) -> World:
    return world()


@pytest.fixture
def ours(made) -> Iterator[Side]:
    with acting_for(made.ours.pk):
        yield made.ours


def policy(side: Side, terms: Policy = TERMS, number: str = "AC-1") -> int:
    """A policy of our creditor; how many claims came under it."""
    given = {"insurer": "Assureur fictif SA", "number": number, "at": NOW}
    return insuring.set_policy(party_id=side.creditor.party_id, policy_id=None, terms=terms, **given)


@pytest.fixture
def row(ours) -> InsuredClaim:
    """Our claim, due since 31 January, under a policy."""
    policy(ours)
    return InsuredClaim.objects.get(claim=ours.claim)


def declared(row: InsuredClaim, on: date = date(2026, 4, 10)) -> InsuredClaim:
    return insuring.declare(insured_id=row.pk, on=on, amount=Decimal("1000.00"), reference="S-77", at=NOW)


def accepted(row: InsuredClaim, *, takes_over: bool = False) -> InsuredClaim:
    insuring.hand_papers(insured_id=declared(row).pk, on=date(2026, 4, 20), at=NOW)
    given = {"accepted": True, "takes_over": takes_over, "reason": "", "on": DAY, "at": NOW}
    return insuring.answer(insured_id=row.pk, **given)


@given(DAYS)
def test_a_claim_is_declared_between_two_and_four_months_after_the_due_date(due_on):
    days = declaring(TERMS, due_on)
    assert due_on < days.first < days.last
    assert (days.last - due_on).days <= 123
    assert is_urgent(days.last, days.last - timedelta(days=7))
    assert not is_urgent(days.last, near_on(days.last))


def test_the_months_end_where_the_calendar_does():
    assert declaring(TERMS, date(2025, 12, 31)).first == date(2026, 2, 28)
    assert papers_by(TERMS, date(2026, 4, 10)) == date(2026, 5, 10)


@pytest.mark.parametrize(
    ("due_on", "kind", "customer", "covered"),
    [
        (date(2026, 1, 1), "business", "C1", True),
        (date(2025, 12, 31), "business", "C1", False),
        (date(2026, 7, 1), "business", "C1", False),
        (date(2026, 2, 1), "consumer", "C1", False),
        (date(2026, 2, 1), "business", "C2", False),
    ],
)
def test_a_policy_covers_businesses_named_or_all_between_its_days(due_on, kind, customer, covered):
    terms = Policy(date(2026, 1, 1), date(2026, 6, 30), 2, 4, 30, {"C1"})
    assert covers(terms, due_on=due_on, kind=kind, customer=customer) is covered


def test_a_new_policy_takes_the_claims_that_it_covers_once(ours):
    claim(ours.contract, debtor_kind="consumer")
    assert policy(ours) == 1
    assert policy(ours, number="AC-2") == 0
    found = InsuredClaim.objects.get()
    assert (found.declare_from, found.due_on, found.next_on) == (date(2026, 3, 31), date(2026, 5, 31), date(2026, 5, 1))
    assert Event.objects.filter(claim=ours.claim, kind="insured").count() == 1


def test_debtors_may_be_named_by_customer_number(ours):
    Debtor.objects.filter(pk=ours.claim.debtor_id).update(customer_number="C-9")
    assert policy(ours, Policy(date(2026, 1, 1), None, 2, 4, 30, {"C-8"})) == 0
    assert policy(ours, Policy(date(2026, 1, 1), None, 2, 4, 30, {"C-9"}), "AC-2") == 1


def test_a_claim_is_put_under_a_policy_by_hand_once(ours):
    policy(ours, Policy(date(2027, 1, 1), None, 2, 4, 30))
    given = {"claim_id": ours.claim.pk, "policy_id": InsurancePolicy.objects.get().pk, "at": NOW}
    assert insuring.cover(**given).state == "covered"
    with pytest.raises(Stale):
        insuring.cover(**given)


def test_the_clock_starts_thirty_days_before_and_once(row):
    assert insured_due(date(2026, 4, 30)) == []
    assert insured_due(date(2026, 5, 1)) == [row.pk]
    at = NOW.replace(month=5, day=1)
    assert insuring.look(insured_id=row.pk, at=at) is not None
    assert insuring.look(insured_id=row.pk, at=at) is None
    assert Clock.objects.get(kind="insurance.declare").due_at.date() == date(2026, 5, 31)


def test_declaring_meets_one_deadline_and_starts_the_next(row):
    insuring.look(insured_id=row.pk, at=NOW.replace(month=5, day=1))
    found = declared(row, date(2026, 5, 12))
    assert (found.state, found.due_on) == ("declared", date(2026, 6, 11))
    assert Clock.objects.get(kind="insurance.declare").met_at == NOW
    insuring.hand_papers(insured_id=row.pk, on=date(2026, 5, 20), at=NOW)
    assert Clock.objects.get(kind="insurance.papers").met_at == NOW
    assert verify(row.claim_id) == []


def test_nothing_is_declared_twice_nor_handed_over_before(row):
    with pytest.raises(Stale):
        insuring.hand_papers(insured_id=row.pk, on=DAY, at=NOW)
    declared(row)
    with pytest.raises(Stale):
        declared(row)


def test_what_the_insurer_paid_lowers_no_debt(row):
    accepted(row)
    before = statement_of(row.claim, DAY).total
    given = {"amount": Decimal("900.00"), "paid_on": DAY, "reference": "VIR-1", "proof_id": None, "at": NOW}
    insuring.record_payment(insured_id=row.pk, **given)
    assert statement_of(Claim.objects.get(pk=row.claim_id), DAY).total == before
    assert cover_of(row.claim).paid == Decimal("900.00")


def test_a_take_over_puts_the_claim_to_rest(row):
    assert accepted(row, takes_over=True).hold is not None
    assert Hold.objects.get(claim=row.claim).kind == "insurer"


def test_nothing_is_paid_on_a_claim_that_was_refused(row):
    insuring.hand_papers(insured_id=declared(row).pk, on=DAY, at=NOW)
    insuring.answer(insured_id=row.pk, accepted=False, takes_over=True, reason="Hors délai", on=DAY, at=NOW)
    with pytest.raises(Stale):
        insuring.record_payment(insured_id=row.pk, amount=Decimal(1), paid_on=DAY, reference="", proof_id=None, at=NOW)
    assert not InsurerPayment.objects.exists()
    assert not Hold.objects.filter(claim=row.claim).exists()


def test_a_closed_claim_has_no_deadline(row):
    insuring.look(insured_id=row.pk, at=NOW.replace(month=5, day=1))
    insuring.closed(ClaimClosed(row.claim_id, "paid", NOW))
    assert InsuredClaim.objects.get().state == "ended"
    assert Clock.objects.get().stopped_at == NOW


def test_the_most_urgent_comes_first(ours, row):
    late = claim(ours.contract, oldest_due_on=date(2026, 1, 10))
    insuring.cover(claim_id=late.pk, policy_id=row.policy_id, at=NOW)
    party, on = ours.creditor.party_id, date(2026, 5, 5)
    assert [one.claim_id for one in near(party, on)] == [late.pk, row.claim_id]
    assert near(party, date(2026, 4, 1)) == []
    assert [one.claim_id for one in insured(party, text=str(late.number))] == [late.pk]


def test_the_insurers_file_holds_file_statement_story_and_papers(row):
    job = insuring.ask_insurers_file(claim=row.claim, party_id=row.party_id, at=NOW)
    bundle(job=job, claim_id=row.claim_id, at=NOW)
    job.refresh_from_db()
    names = zipfile.ZipFile(io.BytesIO(read(File.objects.get(uid=job.result["file"])))).namelist()
    assert {"dossier-complet.pdf", "decompte.csv", "chronologie.csv"} <= set(names)


def test_the_preset_sets_the_deadlines_of_new_policies(db):
    agency = presets.create(name="assurance", at=NOW)
    with acting_for(agency.pk):
        assert usual_deadlines(DAY) == {
            "declare_from_months": 2,
            "declare_until_months": 4,
            "papers_within_days": 30,
        }


def test_a_day_of_work_starts_what_comes_near(made):
    with acting_for(made.ours.pk):
        policy(made.ours)
    assert tick(made.ours.pk, date(2026, 5, 1))["arranged"] == 1
    assert tick(made.ours.pk, date(2026, 5, 1))["arranged"] == 0


def test_a_creditor_sees_its_policies_alone(made):
    with acting_for(made.ours.pk):
        policy(made.ours)
    with acting_for(made.ours.pk, party_id=made.ours.other.party_id):
        assert not InsurancePolicy.objects.exists()
        assert not InsuredClaim.objects.exists()
    with acting_for(made.ours.pk, party_id=made.ours.creditor.party_id):
        assert InsuredClaim.objects.count() == 1
