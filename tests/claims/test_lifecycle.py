"""How a claim lives: moves, credits, holds, decisions, closing, and what its timeline says of them."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.db import DatabaseError, transaction

from agencies.scope import acting_for
from claims.events import ClaimClosed, ClaimCredited, ClaimResumed
from claims.models import Anchor, Claim, Credit, Debtor, Decision, Event, EventDetail, ImportRow
from claims.queries.law import facts_of
from claims.queries.statement import statement_of
from claims.queries.timeline import timeline, verify
from claims.rules import MOVES, ClosedAs, HoldKind, Payee, Stage, check_move, payee
from claims.services import lifecycle
from claims.services.erasure import erase_debtor
from claims.services.timeline import anchor, tell
from core import events
from core.errors import Stale
from tests import world
from tests.claims.make import row, taken

NOW, ON = world.NOW, world.DAY
PAYMENT = {"kind": "payment", "value_on": ON, "amount": D("100.00"), "source": "declared:1", "at": NOW}

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    side = world.side("ours")
    with acting_for(side.pk):
        yield side


@pytest.fixture
def told(monkeypatch):
    found = []
    table = {kind: [found.append] for kind in (ClaimClosed, ClaimCredited, ClaimResumed)}
    monkeypatch.setattr(events, "_reactions", table)
    return found


def fresh(one):
    return Claim.objects.get(pk=one.pk)


def kinds(one):
    return [link.kind for link in reversed(timeline(one.pk))]


@pytest.mark.parametrize("now", Stage)
@pytest.mark.parametrize("to", Stage)
def test_a_claim_moves_as_the_table_says(now, to):
    if to in MOVES[now]:
        check_move(now, to)
    else:
        with pytest.raises(Stale):
            check_move(now, to)


def test_a_move_seen_too_late_is_stale_and_tells_nothing(ours):
    one, other = fresh(ours.claim), fresh(ours.claim)
    lifecycle.move(one, Stage.AMICABLE, at=NOW)
    with pytest.raises(Stale):
        lifecycle.move(other, Stage.JUDICIAL, at=NOW)
    assert kinds(one) == ["moved"]


def test_the_database_refuses_a_move_that_is_not_in_the_table(ours):
    lifecycle.move(ours.claim, Stage.JUDICIAL, at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Claim.objects.filter(pk=ours.claim.pk).update(stage=Stage.AMICABLE)


def test_closing_plans_nothing_more_and_answers_the_open_question(ours, told):
    lifecycle.plan(ours.claim, "decision", ON)
    lifecycle.ask_decision(ours.claim, on=ON, at=NOW)
    lifecycle.close(ours.claim, ClosedAs.PAID, on=ON, at=NOW)
    one = fresh(ours.claim)
    assert (one.stage, one.closed_on, one.closed_as, one.next_on) == (Stage.CLOSED, ON, "paid", None)
    assert Decision.objects.get(claim=one).channel == "closed"
    assert told == [ClaimClosed(one.pk, "paid", NOW)]


def test_a_credit_from_one_source_counts_once(ours, told):
    first = lifecycle.credit(claim_id=ours.claim.pk, **PAYMENT)
    assert lifecycle.credit(claim_id=ours.claim.pk, **PAYMENT | {"amount": D("5.00")}) == first
    assert Credit.objects.get(claim=ours.claim).amount == D("100.00")
    assert told == [ClaimCredited(ours.claim.pk, ON, NOW)]
    assert kinds(ours.claim) == ["credited"]


def test_a_credit_lowers_the_statement_from_its_value_date(ours):
    before = statement_of(ours.claim, ON - timedelta(days=1)).total
    lifecycle.credit(claim_id=ours.claim.pk, **PAYMENT)
    assert statement_of(fresh(ours.claim), ON - timedelta(days=1)).total == before
    assert statement_of(fresh(ours.claim), ON).total < before


@pytest.mark.parametrize("change", [{"amount": D("5.00")}, {"value_on": ON}])
def test_a_credit_never_changes(ours, change):
    found = lifecycle.credit(claim_id=ours.claim.pk, **PAYMENT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Credit.objects.filter(pk=found.pk).update(**change)


def test_a_hold_is_released_once(ours, told):
    held = lifecycle.hold(claim_id=ours.claim.pk, kind=HoldKind.DISPUTE, since=ON, reason="disputed", at=NOW)
    lifecycle.release(hold_id=held.pk, on=ON, at=NOW)
    with pytest.raises(Stale):
        lifecycle.release(hold_id=held.pk, on=ON, at=NOW)
    assert told == [ClaimResumed(ours.claim.pk, ON, NOW)]
    assert kinds(ours.claim) == ["held", "released"]


def test_insolvency_stops_interest_without_being_told_the_day(ours):
    lifecycle.hold(claim_id=ours.claim.pk, kind=HoldKind.INSOLVENCY, since=ON, reason="judgment", at=NOW)
    assert facts_of(fresh(ours.claim), ON).interest_until == ON - timedelta(days=1)


def test_the_kind_is_said_once(ours, told):
    Claim.objects.filter(pk=ours.claim.pk).update(debtor_kind="unknown")
    lifecycle.say_kind(claim_id=ours.claim.pk, kind="consumer", on=ON, at=NOW)
    with pytest.raises(Stale):
        lifecycle.say_kind(claim_id=ours.claim.pk, kind="business", on=ON, at=NOW)
    assert fresh(ours.claim).debtor_kind == "consumer"
    assert told == [ClaimResumed(ours.claim.pk, ON, NOW)]


@pytest.mark.parametrize(
    ("choice", "stage", "closed_as"),
    [
        ("amicable", "amicable", ""),
        ("judicial", "judicial", ""),
        ("keep", "closed", "kept"),
        ("abandon", "closed", "abandoned"),
    ],
)
def test_the_creditors_choice_is_followed(ours, choice, stage, closed_as):
    asked = lifecycle.ask_decision(ours.claim, on=ON, at=NOW)
    lifecycle.decide(decision_id=asked.pk, choice=choice, channel="portal", on=ON, at=NOW)
    one = fresh(ours.claim)
    assert (one.stage, one.closed_as) == (stage, closed_as)


def test_a_question_is_open_once_and_answered_once(ours):
    asked = lifecycle.ask_decision(ours.claim, on=ON, at=NOW)
    assert lifecycle.ask_decision(ours.claim, on=ON, at=NOW) == asked
    lifecycle.decide(decision_id=asked.pk, choice="keep", channel="portal", on=ON, at=NOW)
    with pytest.raises(Stale):
        lifecycle.decide(decision_id=asked.pk, choice="amicable", channel="portal", on=ON, at=NOW)
    assert kinds(ours.claim) == ["decision_asked", "decided", "moved"]


@pytest.mark.parametrize(
    ("stage", "always", "who"),
    [
        ("paynow", False, "creditor"),
        ("amicable", False, "trust"),
        ("judicial", False, "trust"),
        ("judicial", True, "creditor"),
    ],
)
def test_whom_the_debtor_pays(stage, always, who):
    given = {"creditor": Payee("creditor", "BE1", ""), "trust": Payee("trust", "BE2", "")}
    assert payee(stage, **given, always_creditor=always).name == who


def test_the_law_is_asked_of_the_latest_day_on_which_terms_may_bind(ours):
    agreed = world.terms(ours.creditor, since=date(2020, 1, 1))
    Claim.objects.filter(pk=ours.claim.pk).update(terms=agreed)
    assert facts_of(fresh(ours.claim), ON).contract_on == date(2026, 1, 1)


def test_a_link_that_was_changed_or_removed_is_found(ours, owner_sql):
    tell(ours.claim, "noted", at=NOW, text="one")
    tell(ours.claim, "noted", at=NOW, text="two")
    assert not verify(ours.claim.pk)
    EventDetail.objects.filter(claim=ours.claim, event__seq=1).delete()
    assert [broken.why for broken in verify(ours.claim.pk)] == ["its detail is missing"]


@pytest.mark.real_commits
@pytest.mark.parametrize(
    ("tampering", "why"),
    [
        ("UPDATE claims_event SET kind = 'paid' WHERE seq = 2", "the link was changed"),
        ("UPDATE claims_eventdetail SET detail = '{}'", "its detail was changed"),
        ("DELETE FROM claims_eventdetail; DELETE FROM claims_event WHERE seq = 2", "a link is missing before it"),
        ("DELETE FROM claims_eventdetail; DELETE FROM claims_event WHERE seq = 3", "links of its window"),
    ],
)
def test_tampering_behind_the_services_back_is_found(owner_sql, tampering, why):
    side = world.side("ours")
    with acting_for(side.pk):
        for text in ("one", "two", "three"):
            tell(side.claim, "noted", at=NOW, text=text)
    with acting_for(side.pk):
        assert anchor(at=Event.objects.latest("recorded_at").recorded_at + timedelta(hours=2)).links == 3
        assert not verify()
    owner_sql(tampering)
    with acting_for(side.pk):
        assert why in " ".join(broken.why for broken in verify())
        assert Anchor.objects.count() == 1


NAME, MAIL = "Ève “O'Hara\\ %_", "eve@ohara.example"


def everything_written(agency_id, sql):
    """Every text of every claims table of the agency, as the owner sees it."""
    tables = "SELECT DISTINCT table_name FROM information_schema.columns WHERE table_name LIKE 'claims%%'"
    texts = [sql(f"SELECT t::text FROM {table} t WHERE agency_id = %s", [agency_id]) for (table,) in sql(tables)]
    return "\n".join(text for rows in texts for (text,) in rows)


@pytest.mark.real_commits
def test_an_erased_debtor_is_nowhere_and_its_chain_is_whole(owner_sql):
    side = world.side("ours")
    mine = row(number="E1", name=NAME, customer="K77", email=MAIL, street="Rue Secrète 9")
    others = row(number="E2", name="Kept SRL", customer="K78", iban="BE00")
    found = taken(side, mine, others)
    taken(side, mine)  # again: its refused row names the person too
    assert everything_written(side.pk, owner_sql).count("O'Hara") >= 2
    with acting_for(side.pk):
        one = Claim.objects.get(source=found, debtor__name=NAME)
        lifecycle.credit(claim_id=one.pk, **PAYMENT, note=f"from {NAME}")
        lifecycle.hold(claim_id=one.pk, kind=HoldKind.DISPUTE, since=ON, reason=f"{NAME} disputes", at=NOW)
        lifecycle.close(one, ClosedAs.PAID, on=ON, at=NOW)
        assert erase_debtor(debtor_id=one.debtor_id, on=ON, at=NOW) == 1
    written = everything_written(side.pk, owner_sql)
    assert not [text for text in ("O'Hara", "ohara", "k77", "K77", "Secrète") if text in written]
    with acting_for(side.pk):
        assert not verify()
        assert Debtor.objects.get(pk=one.debtor_id).erased_on == ON
        assert timeline(one.pk)[0].kind == "erased"
        assert statement_of(fresh(one), ON).of("principal") == D("121.00")
        assert Debtor.objects.filter(name="Kept SRL").exists()


def test_an_open_claim_keeps_its_debtor(ours):
    with pytest.raises(Stale):
        erase_debtor(debtor_id=ours.claim.debtor_id, on=ON, at=NOW)
    assert Debtor.objects.get(pk=ours.claim.debtor_id).name.startswith("Debtor")


def test_the_rows_of_others_keep_their_cells(ours):
    taken(ours, row(number="Z1", name="Zoé", customer="Z", iban="BE00"))
    lifecycle.close(ours.claim, ClosedAs.KEPT, on=ON, at=NOW)
    erase_debtor(debtor_id=ours.claim.debtor_id, on=ON, at=NOW)
    assert ImportRow.objects.get().values[0] == "Z1"
