"""What waits to be paid out: the money that is good, and where each creditor is paid."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from agencies.models import Entity
from agencies.options import option
from claims.queries.law import law_options
from clients.models import AccountChange, AccountConfirmation, Contract, Creditor
from clients.rules import Account, payable
from core.money import ZERO
from formats.bank.source import iban_of
from funds.models import Receipt, ReceiptPart
from funds.rules.remitting import Payee, Piece, Why
from law.rulesets import home_of
from law.workdays import nth_working_day_after

GOOD = Q(held__gt=0, ended_on=None, receipt__due_at__isnull=False)
"""Held, not undone, and booked by the bank for good: a cheque or a card has no due date before that."""


def to_remit(entity_id: int) -> list[Piece]:
    """The parts of receipts whose money may go to its creditor now, the oldest first. One query."""
    rows = ReceiptPart.objects.filter(GOOD, receipt__entity_id=entity_id).order_by("booked_on", "pk")
    columns = rows.values_list("pk", "receipt_id", "party_id", "held")
    return [Piece(pk, receipt_id, party_id, held) for pk, receipt_id, party_id, held in columns]


def payees(party_ids: Collection[int], entity: Entity, on: date) -> dict[int, Payee]:
    """Where each creditor is paid on `on`, or why it is not; a fixed number of queries."""
    clauses = Contract.objects.filter(party_id__in=party_ids, entity=entity, set_off=True)
    set_off = set(clauses.values_list("party_id", flat=True))
    accounts = accounts_of(party_ids, on)
    creditors = Creditor.objects.filter(party_id__in=party_ids).order_by("pk")
    return {one.party_id: _payee(one, accounts[one.party_id], one.party_id in set_off) for one in creditors}


def _payee(creditor: Creditor, account: Account, may_set_off: bool) -> Payee:
    why = Why(account.why) if account.why else None
    if why is None and not iban_of(account.iban):
        why = Why.WRONG_ACCOUNT
    return Payee(creditor.party_id, creditor.name, account.iban, account.bic, why, account.from_, may_set_off)


def accounts_of(party_ids: Collection[int], on: date) -> dict[int, Account]:
    """The account of each creditor, and what keeps money from it: a change not confirmed, or its wait. Four queries."""
    last: dict[int, AccountChange] = {}
    for change in AccountChange.objects.filter(party_id__in=party_ids).order_by("pk"):
        last[change.party_id] = change
    keys = [change.pk for change in last.values()]
    confirmed = set(AccountConfirmation.objects.filter(change__in=keys).values_list("change_id", flat=True))
    creditors = Creditor.objects.filter(party_id__in=party_ids).order_by("pk")
    return {one.party_id: _account(one, last.get(one.party_id), confirmed, on) for one in creditors}


def _account(creditor: Creditor, change: AccountChange | None, confirmed: Collection[int], on: date) -> Account:
    if change is None:
        return payable(iban=creditor.iban, bic=creditor.bic, changed=False, confirmed=True, from_=None, on=on)
    days = option("remittance.cooling_days", on)
    from_ = nth_working_day_after(home_of(creditor.country), change.since, days, law_options(on)) if days else None
    sure = change.pk in confirmed
    return payable(iban=creditor.iban, bic=creditor.bic, changed=True, confirmed=sure, from_=from_, on=on)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Money of a creditor that a run leaves where it is, and why; None: it would be in the next run."""

    payee: Payee
    amount: Decimal


def waiting(entity: Entity, on: date) -> list[Waiting]:
    """What is held for each creditor of an entity and may be remitted, with what is in its way."""
    pieces = to_remit(entity.pk)
    known = payees({piece.party_id for piece in pieces}, entity, on)
    held: dict[int, Decimal] = {}
    for piece in pieces:
        held[piece.party_id] = held.get(piece.party_id, ZERO) + piece.amount
    return [Waiting(known[party], amount) for party, amount in held.items()]


def held_of(party_id: int) -> Decimal:
    """What is held for a creditor and was not passed on yet. One query."""
    rows = ReceiptPart.objects.filter(party_id=party_id, held__gt=0, ended_on=None)
    return rows.aggregate(all=Sum("held"))["all"] or ZERO


def late(at: datetime) -> QuerySet[Receipt]:
    """The receipts whose money, attributed and good, should have been remitted by `at` and was not."""
    return Receipt.objects.filter(due_at__lte=at, parts__in=ReceiptPart.objects.filter(held__gt=0, ended_on=None))


def left_of(receipt_ids: Collection[int]) -> Sequence[int]:
    """Those of the receipts of which nothing waits any more: all was passed on, withheld, or sent back. Two queries."""
    parts = ReceiptPart.objects.filter(receipt__in=receipt_ids, held__gt=0, ended_on=None)
    waiting_ones = set(parts.values_list("receipt_id", flat=True))
    rows = Receipt.objects.filter(pk__in=receipt_ids, unmatched=0).values_list("pk", flat=True)
    return [pk for pk in rows if pk not in waiting_ones]
