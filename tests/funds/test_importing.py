"""A bank's file: each movement once, nothing of a broken one, and the money where it belongs."""

import json
from decimal import Decimal as D

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.scope import acting_for
from claims.letters.parts import printed_reference
from claims.queries.statement import statement_of
from funds.models import BankFile, BankStatement, Entry, Movement, Receipt, ReceiptPart
from funds.queries.banking import outcome_of
from funds.queries.ledger import balances, reconciled
from funds.rules.ledger import Account, Kind, reconciles
from funds.services.debiting import ANOTHER_SUM, EXPLAINED, explain
from funds.services.importing import import_bank
from funds.services.matching import match_file
from tests import world
from tests.funds.make import camt, fresh, line

NOW, ON = world.NOW, world.DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    side = world.side("ours")
    with acting_for(side.pk):
        yield side


def booked(*lines, **given):
    made = import_bank(data=camt(*lines, **given), name="camt.xml", at=NOW)
    if made.state == BankFile.State.BOOKED:
        match_file(bank_file=made, on=ON, at=NOW)
    return made


def total(side, account):
    found = balances(side.entity.pk, ON)
    assert reconciles(found)
    return found.get(account, D(0))


def named(claim):
    return printed_reference(claim.reference)


def test_a_payment_with_its_reference_lands_on_its_file(ours):
    made = booked(line("100.00", named(ours.claim)), line("60.00", "thanks"))
    assert (made.movements, outcome_of(made)) == (2, type(outcome_of(made))(2, 1, 1, 0))
    part = ReceiptPart.objects.get()
    assert (part.claim_id, part.amount, part.reasons) == (ours.claim.pk, D("100.00"), ["reference"])
    assert (total(ours, Account.BANK), total(ours, Account.UNMATCHED)) == (D("160.00"), D("-60.00"))
    assert [row.gap for row in reconciled(ours.entity, ON)] == [D(0)]


def test_the_same_file_and_the_same_movement_are_booked_once(ours):
    one, two = line("100.00"), line("50.00")
    first = booked(one)
    assert booked(one) == first
    again = booked(one, two, number=2)
    assert (again.movements, again.repeated) == (1, 1)
    assert (Movement.objects.count(), Receipt.objects.count(), total(ours, Account.BANK)) == (2, 2, D("150.00"))


def test_two_movements_alike_are_two(ours):
    made = booked(line("5.00", ref=""), line("5.00", ref=""))
    assert (made.movements, made.repeated) == (2, 0)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (camt(line("5.00"), closing="9.00"), "balance"),
        (camt(line("5.00"), iban="BE71096123456769"), "account_unknown"),
        (camt(line("5.00"))[:-60], "xml_broken"),
        (b"nothing of the kind", None),
    ],
)
def test_a_broken_file_books_nothing_and_says_why(ours, data, code):
    made = import_bank(data=data, name="broken.xml", at=NOW)
    assert made.state == BankFile.State.REFUSED
    assert made.code == code or (code is None and made.code)
    assert not Movement.objects.exists()
    assert not Entry.objects.exists()


def test_what_the_bank_has_not_booked_is_not_booked_here(ours):
    made = booked(line("5.00"), line("7.00", status="<Cd>PDNG</Cd>"))
    assert (made.movements, made.pending) == (1, 1)


def test_a_statement_that_does_not_follow_the_one_before_is_named(ours):
    booked(line("5.00"))
    booked(line("7.00", on=world.date(2026, 3, 4)), opening="25.00", number=3)
    assert [row.finding for row in BankStatement.objects.order_by("pk")] == ["", "gap"]


def test_a_payment_that_the_bank_takes_back_is_owed_again(ours):
    came = line("100.00", named(ours.claim))
    booked(came)
    owed = statement_of(fresh(ours.claim), ON).total
    booked(line("-100.00", ref=came["ref"], back="MD06"), opening="100.00", number=2)
    assert statement_of(fresh(ours.claim), ON).total == owed + 100
    assert Receipt.objects.get().return_reason == "MD06"
    assert total(ours, Account.BANK) == 0


def test_a_debit_that_nobody_explains_is_paid_by_no_creditor(ours):
    booked(line("100.00", named(ours.claim)))
    made = booked(line("-100.00", name="?", iban=""), opening="100.00", number=2)
    assert (outcome_of(made).unexplained, total(ours, Account.COVER)) == (1, D("100.00"))
    assert total(ours, Account.HELD) == D("-100.00")
    movement = Movement.objects.get(amount__lt=0)
    assert explain(movement_id=movement.pk, receipt_id=Receipt.objects.get().pk, at=NOW) is None
    assert (total(ours, Account.COVER), total(ours, Account.HELD), total(ours, Account.BANK)) == (0, 0, 0)
    assert explain(movement_id=movement.pk, receipt_id=Receipt.objects.get().pk, at=NOW) == EXPLAINED


def test_a_debit_is_not_explained_by_another_sum(ours):
    booked(line("100.00"))
    booked(line("-40.00", iban=""), opening="100.00", number=2)
    movement = Movement.objects.get(amount__lt=0)
    assert explain(movement_id=movement.pk, receipt_id=Receipt.objects.get().pk, at=NOW) == ANOTHER_SUM


def test_the_entitys_own_account_feeds_the_own_ledger(ours):
    type(ours.entity).objects.update(own_iban="BE62510007547061")
    booked(line("30.00"), line("-12.00"), iban="BE62510007547061")
    assert total(ours, Account.OWN_BANK) == D("18.00")
    assert {entry.kind for entry in Entry.objects.all()} == {Kind.UNEXPLAINED}
    assert not Receipt.objects.exists()


@pytest.mark.real_commits
def test_the_command_books_matches_and_tells(tmp_path, capsys):
    side = world.side("ours")
    file = tmp_path / "camt.xml"
    file.write_bytes(camt(line("100.00", named(side.claim))))
    call_command("import_bank", str(file), "--agency", "ours", "--on", ON.isoformat(), "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["movements"], told["booked"], told["to_attribute"]) == (True, 1, 1, 0)
    file.write_bytes(camt(line("1.00"), closing="2.00"))
    with pytest.raises(SystemExit) as ended:
        call_command("import_bank", str(file), "--agency", "ours", "--json")
    assert (ended.value.code, json.loads(capsys.readouterr().out)["code"]) == (1, "balance")


def test_strangers_cost_a_few_queries_however_many(ours):
    def spent(many):
        lines = [line("7.00", f"thanks {n}", iban=f"BE{n}", name="Somebody") for n in range(many)]
        made = import_bank(data=camt(*lines, number=many), name="camt.xml", at=NOW)
        with CaptureQueriesContext(connection) as queries:
            assert match_file(bank_file=made, on=ON, at=NOW) == 0
        return len(queries)

    assert spent(2) == spent(20)


def test_an_account_that_one_payment_makes_known_speaks_for_the_next(ours):
    rest = statement_of(ours.claim, ON).total - 100
    booked(line("100.00", named(ours.claim)), line(str(rest), name=ours.claim.debtor.name))
    assert [part.reasons for part in ReceiptPart.objects.order_by("pk")][1:] == [["account", "amount", "name"]]
