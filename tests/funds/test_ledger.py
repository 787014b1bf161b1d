"""The books: entries balance or are refused, nothing falls below zero, balances are right on any day."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localtime

from agencies.scope import acting_for
from claims.queries.statement import statement_of
from core.errors import Stale
from core.money import ZERO
from funds.models import Entry, Line, Receipt, ReceiptPart
from funds.queries.ledger import account_of, balances, held_for, trial_balance, where_is
from funds.rules.ledger import Account, Kind, Ledger, Posting, Share, between, reconciles
from funds.services.attributing import MORE_THAN_OWED, NO_AMOUNT, NOT_THERE, Wanted, allocate, move, repaid, to_return
from funds.services.ledger import post
from funds.services.returning import return_payment
from jobs.models import Clock
from tests import world
from tests.funds.make import fresh, receipt

NOW, ON, LATER = world.NOW, world.DAY, date(2026, 3, 9)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    side = world.side("ours")
    with acting_for(side.pk):
        yield side


def book(side, amount="100.00", claim=None, of=None):
    got = of or receipt(side.entity, amount)
    wanted = [Wanted((claim or side.claim).pk, D(amount))]
    return allocate(receipt_id=got.pk, parts=wanted, on=ON, at=NOW)


def remit(part, amount=None):
    """What the remittance run does: the creditor's money leaves the bank account."""
    share = Share(part.pk, part.party_id, held=part.held)
    lines = between(Account.BANK, Account.HELD, amount or part.held, part.receipt_id, target_of=share)
    post(entity_id=part.receipt.entity_id, on=LATER, kind=Kind.REMITTED, source=f"remit:{part.pk}", lines=lines)


def told(side, on=LATER):
    found = balances(side.entity.pk, on)
    assert reconciles(found)
    return {account.value.partition(".")[2]: total for account, total in found.items() if total}


def test_money_comes_in_unmatched_and_its_clock_runs(ours):
    got = receipt(ours.entity)
    assert told(ours) == {"bank": D("100.00"), "unmatched": D("-100.00")}
    assert got.unmatched == D("100.00")
    assert Clock.objects.get(subject=f"receipt:{got.pk}").due_at == got.due_at  # Monday's money, by Tuesday's end
    assert localtime(got.due_at).isoformat() == "2026-03-04T00:00:00+01:00"


def test_the_same_money_comes_in_once(ours):
    assert receipt(ours.entity, source="movement:1") == receipt(ours.entity, source="movement:1")
    assert (Receipt.objects.count(), Entry.objects.count()) == (1, 1)


def test_what_is_attributed_is_held_and_owed_no_more(ours):
    owed = statement_of(ours.claim, ON).total
    [part] = book(ours)
    assert told(ours) == {"bank": D("100.00"), "held": D("-100.00")}
    assert held_for(LATER) == {ours.claim.party_id: D("100.00")}
    assert statement_of(fresh(ours.claim), ON).total == owed - 100
    assert (part.held, part.stage, part.credit.source) == (D("100.00"), "paynow", f"receipt:{part.receipt_id}:1")


def test_no_more_is_attributed_than_came_or_is_owed(ours):
    got = receipt(ours.entity, "5000.00")
    assert book(ours, "5000.01", of=got) == NOT_THERE
    assert book(ours, "5000.00", of=got) == MORE_THAN_OWED
    assert book(ours, "0.00", of=got) == NO_AMOUNT
    assert fresh(got).unmatched == D("5000.00")


def test_an_overpayment_is_set_aside_and_goes_back(ours):
    got = receipt(ours.entity, "150.00")
    book(ours, "100.00", of=got)
    assert to_return(receipt_id=got.pk, amount=D("50.00"), on=ON, at=NOW) is None
    assert told(ours) == {"bank": D("150.00"), "held": D("-100.00"), "to_return": D("-50.00")}
    assert repaid(receipt_id=got.pk, amount=D("50.00"), on=LATER, source="movement:9", at=NOW) is None
    assert where_is(got.pk) == {"held": D("100.00"), "repaid": D("50.00")}


def test_a_payment_returned_before_remittance_leaves_nothing(ours):
    [part] = book(ours)
    owed = statement_of(fresh(ours.claim), LATER).total
    return_payment(receipt_id=part.receipt_id, on=LATER, at=NOW, reason="MD06")
    assert told(ours) == {}
    assert statement_of(fresh(ours.claim), LATER).total > owed + 99
    assert (fresh(part).ended_as, where_is(part.receipt_id)) == ("returned", {"returned": D("100.00")})
    with pytest.raises(Stale):
        return_payment(receipt_id=part.receipt_id, on=LATER, at=NOW)


def test_a_payment_returned_after_remittance_is_the_creditors_debt_not_the_others(ours):
    [part] = book(ours)
    [others] = book(ours, claim=ours.others_claim)
    remit(part)
    return_payment(receipt_id=part.receipt_id, on=LATER, at=NOW)
    assert told(ours) == {
        "held": D("-100.00"),
        "cover": D("100.00"),
        "receivable": D("100.00"),
        "owed_to_trust": D("-100.00"),
    }
    assert held_for(LATER) == {others.party_id: D("100.00")}
    owed = Line.objects.get(account=Account.OWN_RECEIVABLE)
    assert (owed.party_id, owed.amount) == (ours.claim.party_id, D("100.00"))


def test_money_of_another_is_taken_off_the_claim_as_if_never_there(ours):
    before = statement_of(ours.claim, LATER)
    [part] = book(ours)
    move(part_id=part.pk, on=LATER, at=NOW, note="Another debtor of that name")
    assert told(ours) == {"bank": D("100.00"), "unmatched": D("-100.00")}
    assert statement_of(fresh(ours.claim), LATER) == before
    [again] = book(ours, claim=ours.others_claim, of=part.receipt)
    assert held_for(LATER) == {again.party_id: D("100.00")}


def test_nobodys_money_is_remitted_twice(ours):
    [part] = book(ours)
    remit(part)
    share = Share(part.pk, part.party_id, held=part.held)
    lines = between(Account.BANK, Account.HELD, D("0.01"), part.receipt_id, target_of=share)
    refused(ours, lines, "funds_part_not_below_zero")


def bad(side, lines):
    with transaction.atomic():
        post(entity_id=side.entity.pk, on=ON, kind=Kind.RECEIVED, source="bad", lines=lines)
        connection.check_constraints()


def refused(side, lines, message):
    with pytest.raises(IntegrityError, match=message):
        bad(side, lines)


def test_the_database_refuses_what_does_not_balance(ours):
    refused(ours, [Posting(Account.BANK, D("1.00"))], "out of balance by 1.00")
    refused(ours, [Posting(Account.BANK, D("1.00")), Posting(Account.COVER, D("-0.99"))], "out of balance by 0.01")


def test_the_database_refuses_what_balances_across_receipts_only(ours):
    one, two = receipt(ours.entity), receipt(ours.entity)
    lines = [Posting(Account.BANK, D(5), one.pk), Posting(Account.BANK, D(-5), two.pk)]
    refused(ours, lines, "out of balance")


def test_trust_and_own_money_never_meet_in_an_entry(ours):
    refused(ours, [Posting(Account.BANK, D(5)), Posting(Account.OWN_BANK, D(-5))], "other ledger")
    with pytest.raises(ValueError, match="not of one ledger"):
        between(Account.BANK, Account.OWN_BANK, D(5))


def test_a_creditor_reads_its_account_line_by_line(ours):
    [part] = book(ours)
    remit(part, D("60.00"))
    opening, lines = account_of(ours.claim.party_id, ON, LATER)
    assert opening == ZERO
    assert [(line.kind, line.amount, line.balance) for line in lines] == [
        (Kind.ATTRIBUTED, D("100.00"), D("100.00")),
        (Kind.REMITTED, D("-60.00"), D("40.00")),
    ]
    assert account_of(ours.claim.party_id, LATER, LATER)[0] == D("100.00")


def test_the_trial_balance_adds_up_on_any_day(ours):
    book(ours)
    lines = {line.account: line for line in trial_balance(ours.entity.pk, Ledger.TRUST, ON)}
    assert sum(line.balance for line in lines.values()) == ZERO
    assert (lines[Account.UNMATCHED].debits, lines[Account.UNMATCHED].credits) == (D("100.00"), D("100.00"))
    assert not any(line.debits for line in trial_balance(ours.entity.pk, Ledger.TRUST, date(2026, 3, 1)))


def test_a_creditor_sees_its_parts_and_none_of_the_books():
    side = world.side("ours")
    with acting_for(side.pk):
        book(side)
        book(side, claim=side.others_claim)
    with acting_for(side.pk, party_id=side.claim.party_id):
        assert [part.claim_id for part in ReceiptPart.objects.all()] == [side.claim.pk]
        assert (Receipt.objects.count(), Line.objects.count()) == (0, 0)
