"""A file becomes claims: whole or not at all, once, and for its own agency."""

import os
import threading
from contextlib import closing
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from agencies.scope import acting_for
from claims.events import ClaimsImported
from claims.intake import load
from claims.models import Claim, ClaimItem, Debtor, Event, Import, ImportRow, Liable
from claims.queries.timeline import timeline, verify
from claims.services import intake, lifecycle
from claims.services.intake import Refused, judge_file, summary
from core import events
from tests import world
from tests.claims.make import ON, imports, row, sheet, taken

SAMPLE = Path(os.environ.get("CREANSYS_SAMPLES", "../shared/samples"), "fec-ar", "odoo16__factures_ouvertes.xlsx")
DURAND = [row(number="A1"), row(number="A2", balance="0,10", total="0,20"), row(number="A3", due="2026-01-15")]
MARTIN = row(number="B1", customer="C2", name="Martin", kind="particulier", balance="33,33")

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return world.side("ours")


def made_by(found, model=Claim):
    return model.objects.filter(**({"source": found} if model is Claim else {"claim__source": found}))


def test_the_rows_of_one_debtor_make_one_claim_with_equal_sums(ours):
    found = taken(ours, *DURAND, MARTIN)
    assert (found.rows, found.claims, found.amount) == (4, 2, D("242.10") + D("33.33"))
    with acting_for(ours.pk):
        durand = made_by(found).get(debtor__name="Durand SRL")
        assert durand.principal == sum(item.balance for item in durand.items.all()) == D("242.10")
        assert (durand.oldest_due_on, durand.items.count(), durand.stage) == (date(2026, 1, 15), 3, "paynow")
        assert Liable.objects.get(claim=durand).debtor_id == durand.debtor_id


def test_amounts_are_kept_to_the_cent(ours):
    amounts = ["0,10", "0,20", "1234567,89", "99999999,99"]
    found = taken(ours, *[row(balance=amount, total=amount) for amount in amounts])
    with acting_for(ours.pk):
        kept = made_by(found, ClaimItem).order_by("balance").values_list("balance", flat=True)
        assert [str(balance) for balance in kept] == ["0.10", "0.20", "1234567.89", "99999999.99"]
        assert found.amount == made_by(found).get().principal == D("101234568.18")


def test_the_kind_separates_claims_of_one_debtor(ours):
    found = taken(ours, row(), row(kind="particulier"))
    with acting_for(ours.pk):
        assert sorted(made_by(found).values_list("debtor_kind", flat=True)) == ["business", "consumer"]
        assert Debtor.objects.filter(name="Durand SRL").count() == 1


def test_numbers_and_references_are_unique_and_pass_their_check(ours):
    taken(ours, row(), row(customer="C2"))
    taken(ours, row(customer="C3"))
    with acting_for(ours.pk):
        claims = Claim.objects.filter(source__isnull=False).order_by("number")
        assert [claim.number for claim in claims] == [2026000001, 2026000002, 2026000003]
        assert all(int(claim.reference[:10]) == claim.number for claim in claims)
        assert all((int(c.reference[:10]) % 97 or 97) == int(c.reference[10:]) for c in claims)
        assert len({claim.code for claim in claims}) == len({claim.uid for claim in claims}) == 3


def test_numbers_never_run_into_those_of_the_next_year(ours, monkeypatch):
    monkeypatch.setattr(intake, "CLAIM_NUMBERS_A_YEAR", 2)
    taken(ours, *[row(customer=f"D{n}") for n in range(5)])
    taken(ours, row(customer="next year"), on=date(2027, 3, 1))
    with acting_for(ours.pk):
        numbers = Claim.objects.filter(source__isnull=False).values_list("number", flat=True)
        assert len(set(numbers)) == 6


def test_the_timeline_opens_and_verifies(ours):
    found = taken(ours, *DURAND, MARTIN, actor="key:7")
    with acting_for(ours.pk):
        story = timeline(made_by(found).get(debtor__name="Durand SRL").pk)
        assert [(told.seq, told.kind, told.actor, told.at) for told in story] == [(1, "opened", "key:7", world.NOW)]
        assert story[0].detail == {"invoices": ["A1", "A2", "A3"], "principal": "242.10"}
        assert not verify()


def test_a_second_import_of_the_same_file_makes_nothing(ours):
    taken(ours, *DURAND, MARTIN)
    again = summary(taken(ours, *DURAND, MARTIN))
    assert (again["new_claims"], again["new_items"], again["duplicates"], again["refused"]) == (0, 0, 4, 4)


def test_an_invoice_of_another_creditor_or_agency_is_no_duplicate(ours):
    taken(ours, *DURAND)
    theirs = world.side("theirs")
    assert taken(theirs, *DURAND).claims == 1
    with acting_for(ours.pk):
        third = world.creditor()
    assert taken(ours, *DURAND, creditor=third).claims == 1


def test_a_withdrawn_invoice_may_be_handed_over_again(ours):
    found = taken(ours, row(number="A1"))
    with acting_for(ours.pk):
        made_by(found, ClaimItem).update(withdrawn_on=ON)
    assert taken(ours, row(number="A1")).claims == 1


def test_a_known_debtor_keeps_its_row_and_gains_what_was_missing(ours):
    taken(ours, row(street="", email="first@durand.example"))
    taken(ours, row(email="other@durand.example"))
    with acting_for(ours.pk):
        debtor = Debtor.objects.get(name="Durand SRL")
        assert (debtor.email, debtor.street) == ("first@durand.example", "Rue Haute 1")


def test_remarked_rows_are_kept_with_their_cells(ours):
    found = taken(ours, row(), row(number="B2", balance="x"), row(number="B3", iban="BE00"))
    with acting_for(ours.pk):
        kept = ImportRow.objects.filter(source=found).order_by("row")
        assert [(one.row, one.verdict, one.findings[0]["code"]) for one in kept] == [
            (3, "error", "bad_amount"),
            (4, "warning", "bad_iban"),
        ]
        assert kept[0].values[0] == "B2"


@pytest.mark.parametrize("name", ["\\N", "NULL", '"', "a;b,c", "\\.", "O'Brien\\", "=cmd()", "Ünïcode Ж"])
def test_a_hostile_name_is_kept_as_it_is(ours, name):
    found = taken(ours, row(name=name))
    with acting_for(ours.pk):
        assert made_by(found).get().debtor.name == name


@pytest.mark.parametrize(
    ("reminded", "expected"),
    [
        (["2026-02-05", "2026-02-09"], (date(2026, 2, 9), "post", "creditor")),
        (["2026-02-05", ""], (None, "", "")),
        (["2026-02-05", "2026-01-10"], (None, "", "")),
    ],
)
def test_a_claim_counts_as_reminded_when_all_its_invoices_were(ours, reminded, expected):
    found = taken(ours, *[row(kind="particulier", reminded=on, channel="courrier") for on in reminded])
    with acting_for(ours.pk):
        one = made_by(found).get()
        assert (one.first_reminder_on, one.first_reminder_channel, one.first_reminder_by) == expected


def test_a_dry_run_writes_nothing(ours):
    with acting_for(ours.pk):
        before = [model.objects.count() for model in (Claim, Import, ImportRow, Event)]
        found = judge_file(data=sheet(*DURAND), name="f.csv", creditor=ours.creditor, on=ON)
        assert summary(found)["new_claims"] == 1
        assert before == [model.objects.count() for model in (Claim, Import, ImportRow, Event)]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"%PDF-1.7 x", "pdf"), (b"", "empty"), (sheet(row(), without=("due",)), "columns_missing"), (sheet(), "empty")],
)
def test_a_file_that_is_no_list_of_invoices_is_refused_whole(ours, data, code):
    with acting_for(ours.pk):
        found = intake.import_file(data=data, name="f.csv", contract=ours.contract, on=ON, at=world.NOW)
        assert isinstance(found, Refused)
        assert found.code == code
        assert not imports().exists()


def test_the_floors_above_are_told_once_per_file(ours, monkeypatch):
    told = []
    monkeypatch.setattr(events, "_reactions", {ClaimsImported: [told.append]})
    found = taken(ours, *DURAND, MARTIN)
    taken(ours, *DURAND)
    assert told == [ClaimsImported(found.pk, ours.creditor.party_id, 2, ON, world.NOW)]


def test_a_creditor_may_import_from_its_narrow_scope(ours):
    with acting_for(ours.pk, party_id=ours.creditor.party_id, member_id=ours.creditor_member.pk):
        found = intake.import_file(data=sheet(row()), name="f.csv", contract=ours.contract, on=ON, at=world.NOW)
        assert Claim.objects.get(source=found).events.get().actor == f"member:{ours.creditor_member.pk}"


def test_what_fails_in_the_middle_of_loading_leaves_nothing(ours, monkeypatch):
    broken = [each.replace("'opened'", "repeat('x', 41)") for each in load.STATEMENTS]
    monkeypatch.setattr(load, "STATEMENTS", broken)
    with pytest.raises(DatabaseError):
        taken(ours, *DURAND)
    with acting_for(ours.pk):
        assert not imports().exists()
        assert not Claim.objects.filter(source__isnull=False).exists()
        assert not Debtor.objects.filter(name="Durand SRL").exists()


@pytest.mark.real_commits
def test_the_same_file_sent_twice_at_once_makes_its_claims_once():
    ours, found, start = world.side("ours"), [], threading.Barrier(2)

    def send():
        with closing(connection):
            start.wait()
            found.append(taken(ours, *DURAND, MARTIN).claims)

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [0, 2]


@pytest.mark.skipif(not SAMPLE.exists(), reason="CREANSYS_SAMPLES names no folder with sample files")
def test_a_real_export_is_taken_once(ours):
    data = SAMPLE.read_bytes()
    with acting_for(ours.pk):
        dry = summary(judge_file(data=data, name=SAMPLE.name, creditor=ours.creditor, on=date(2026, 11, 21)))
        given = {"data": data, "name": SAMPLE.name, "contract": ours.contract, "on": date(2026, 11, 21)}
        first = summary(intake.import_file(**given, at=world.NOW))
        second = summary(intake.import_file(**given, at=world.NOW))
    assert dry.items() <= first.items()
    assert (first["rows"], first["new_items"] > 0) == (2700, True)
    assert (second["new_claims"], second["new_items"], second["duplicates"]) == (0, 0, first["new_items"])


@pytest.mark.real_commits
def test_nobody_waits_for_a_list_that_is_being_drawn_up():
    side, drawing, signed = world.side("ours"), threading.Event(), threading.Event()

    def draw():
        with closing(connection), acting_for(side.pk):
            Import.objects.select_for_update().get(pk=side.handed.pk)
            drawing.set()
            signed.wait(10)

    worker = threading.Thread(target=draw)
    worker.start()
    drawing.wait(10)
    with acting_for(side.pk):
        answer = lifecycle.accept_import(import_id=side.handed.pk, name="A. Manager", on=ON, at=world.NOW)
    signed.set()
    worker.join()
    assert answer is lifecycle.NOT_DRAWN_UP
