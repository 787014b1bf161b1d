"""A sum on the account is what the provider paid out: each payment in it is ticked, to the cent, once.

What the provider kept for itself is the entity's to put in (`cover`), never the debtor's nor the creditor's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from agencies.scope import acting_for
from core.money import ZERO
from funds import provider
from funds.models import OnlinePayment, Receipt, Settlement
from funds.provider import Failed
from funds.queries.provider import settlements_told
from funds.rules import ledger
from funds.rules.ledger import Kind
from funds.rules.provider import Piece, Report
from funds.services.ledger import post
from funds.services.provider import look, take_back
from funds.services.receiving import locked, promise, settle_clock

TASK = "funds.read_settlement"
AGAIN = timedelta(hours=6)
GIVEN_UP = timedelta(days=30)
PAID, BACK = OnlinePayment.State.PAID, OnlinePayment.State.BACK


@dataclass(frozen=True, slots=True)
class Differs(Exception):
    """Why a settlement is not what the bank booked: a key of wording.PROBLEMS, and what it is about."""

    code: str
    about: str = ""


def spot(*, at: datetime) -> int:
    """Find the sums on the account that name a settlement; how many were new."""
    found = settlements_told()
    for receipt_id, number in found:
        given = {"number": number, "seen_at": at, "due_at": at}
        Settlement.objects.get_or_create(receipt_id=receipt_id, defaults=given)
    return len(found)


def read(*, agency_id: int, settlement_id: int, at: datetime) -> bool:
    """Read what a settlement is made of at the provider, and tick it; whether it was.

    To be called with no transaction open. What does not agree to the cent books nothing: its sum waits for a person.
    """
    with acting_for(agency_id):
        row = Settlement.objects.get(pk=settlement_id)
        if row.state == Settlement.State.SETTLED:
            return False
    report = provider.settlement(row.number)
    if not isinstance(report, Failed):
        with acting_for(agency_id):
            unheard = _unheard(report)
        for pk in unheard:
            look(agency_id=agency_id, payment_id=pk, at=at)
    with acting_for(agency_id):
        return _settled(settlement_id, report, at)


def _unheard(report: Report) -> Sequence[int]:
    """Payments that were paid out, and that we were never told of."""
    keys = [key for piece in report.pieces if (key := _uid(piece.reference))]
    rows = OnlinePayment.objects.filter(uid__in=keys, receipt=None)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _settled(settlement_id: int, report: Report | Failed, at: datetime) -> bool:
    row = Settlement.objects.select_for_update(of=("self",)).get(pk=settlement_id)
    if row.state == Settlement.State.SETTLED:
        return False
    try:
        if isinstance(report, Failed):
            raise Differs("answer", report.detail)
        payments = _payments(report)
        bank = locked(row.receipt_id)
        _check(row, bank, report, payments)
    except Differs as found:
        again = at + AGAIN if at - row.seen_at < GIVEN_UP else None
        _set(row, state=Settlement.State.DIFFERS, due_at=again, detail=f"{found.code}:{found.about}"[:100])
        return False
    _tick(row, bank, report, payments, at)
    return True


def _payments(report: Report) -> Mapping[str, OnlinePayment]:
    """The payments named, locked in the order in which everybody locks them."""
    keys = [key for piece in report.pieces if (key := _uid(piece.reference))]
    rows = OnlinePayment.objects.select_for_update(of=("self",)).filter(uid__in=keys).order_by("pk")
    return {str(payment.uid): payment for payment in rows}


def _check(row: Settlement, bank: Receipt, report: Report, payments: Mapping[str, OnlinePayment]) -> None:
    """Raise Differs for whatever is not as the bank and our books have it."""
    if report.number != row.number or not report.adds_up:
        raise Differs("sum")
    if not report.net == bank.amount == bank.unmatched:
        raise Differs("net", str(report.net))
    for piece in report.pieces:
        known = payments.get(piece.reference)
        if known is None or known.entity_id != bank.entity_id or known.amount != abs(piece.amount):
            raise Differs("payment", piece.reference)
        if not (_to_pay_out(known) if piece.amount > ZERO else _to_take_off(known, report.pieces)):
            raise Differs("state", piece.reference)


def _to_pay_out(known: OnlinePayment) -> bool:
    return known.receipt_id is not None and known.settled_on is None


def _to_take_off(known: OnlinePayment, pieces: Iterable[Piece]) -> bool:
    """It was paid out before, or in this settlement too."""
    paid_out = known.settled_on or any(one.reference == str(known.uid) and one.amount > ZERO for one in pieces)
    return bool(known.receipt_id and paid_out and known.kept_by_id is None)


def _tick(row: Settlement, bank: Receipt, report: Report, payments: Mapping[str, OnlinePayment], at: datetime) -> None:
    for piece in report.pieces:
        if piece.amount < ZERO:
            take_back(payment=payments[piece.reference], at=at)
    pieces = [(payments[piece.reference].receipt_id or 0, piece.amount) for piece in report.pieces]
    booked: dict[str, Any] = {"entity_id": bank.entity_id, "on": bank.booked_on}
    lines = ledger.settled(bank.pk, report.net, pieces, report.fee)
    post(**booked, kind=Kind.SETTLED, source=f"settlement:{row.pk}", lines=lines, note=row.number)
    if report.fee:
        owed, source = ledger.charged(report.fee), f"settlement:{row.pk}:fee"
        post(**booked, kind=Kind.COVERED, source=source, lines=owed, note=row.number)
    for piece in report.pieces:
        _arrived(payments[piece.reference], piece, row, bank, at)
    settle_clock(receipt_id=bank.pk, at=at)
    _set(row, state=Settlement.State.SETTLED, due_at=None, fee=report.fee, detail="")


def _arrived(payment: OnlinePayment, piece: Piece, row: Settlement, bank: Receipt, at: datetime) -> None:
    """Paid out, the money is to be passed on in time, unless the payment was undone meanwhile."""
    rows = OnlinePayment.objects.filter(pk=payment.pk)
    if piece.amount < ZERO:
        rows.update(kept_by=row)
        return
    rows.update(settlement=row, settled_on=bank.booked_on)
    for receipt in Receipt.objects.filter(pk__in=[payment.receipt_id]):
        Receipt.objects.filter(pk=receipt.pk).update(deposited_on=bank.booked_on)
        if receipt.returned_on is None:
            promise(receipt_id=receipt.pk, booked_on=bank.booked_on, at=at)


def _set(row: Settlement, **values: Any) -> None:
    Settlement.objects.filter(pk=row.pk).update(**values)
