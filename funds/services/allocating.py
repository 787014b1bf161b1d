"""Many receipts are booked on claims together, in as many statements as one; each as `attributing.allocate` would."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from agencies.scope import widened
from claims.models import Claim, Credit
from claims.queries.statement import with_statement_rows
from claims.services.lifecycle import credit_all
from core.events import publish
from funds.events import ReceiptAllocated, ReceiptsAllocated
from funds.models import Receipt, ReceiptPart
from funds.services.attributing import Order, Wanted, attributed, new_part, refused
from funds.services.ledger import post_all

Booking = tuple[Receipt, Claim, Wanted, Order]
RELATED = ("creditor", "terms")  # of a claim, for its statement


def allocate_all(*, orders: Sequence[Order], on: date, at: datetime) -> list[int]:
    """Book what each receipt is surely for; which receipts were. No claim is named by two of them (ValueError).

    What was refused, or taken back meanwhile, is left as it is and keeps nothing else from being booked. Rows are
    locked as by `allocate`, receipts before claims, each in the order of their keys.
    """
    wanted = [part.claim_id for order in orders for part in order.parts]
    if len(set(wanted)) < len(wanted):
        raise ValueError("a claim is named by two receipts: the second has to see what the first one paid")
    with widened("allocate_all"):
        receipts, claims = _receipts(orders), _claims(wanted)
        bookings = [booking for order in orders for booking in _bookings(order, receipts, claims)]
        if bookings:
            _book(bookings, on, at)
    return list(dict.fromkeys(receipt.pk for receipt, *_ in bookings))


def _receipts(orders: Sequence[Order]) -> dict[int, Receipt]:
    """Those that were not taken back, under their locks."""
    rows = Receipt.objects.filter(pk__in=[order.receipt_id for order in orders], returned_on=None)
    return {row.pk: row for row in rows.select_for_update().order_by("pk")}


def _claims(ids: Sequence[int]) -> dict[int, Claim]:
    """The claims with all that their statements need, under their locks."""
    rows = Claim.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk")
    return {row.pk: row for row in rows.select_related(*RELATED).prefetch_related(*with_statement_rows())}


def _bookings(order: Order, receipts: dict[int, Receipt], claims: dict[int, Claim]) -> list[Booking]:
    receipt = receipts.get(order.receipt_id)
    named = {part.claim_id: claims[part.claim_id] for part in order.parts}
    if receipt is None or refused(receipt, claims=named, parts=order.parts):
        return []
    return [(receipt, named[part.claim_id], part, order) for part in order.parts]


def _book(bookings: Sequence[Booking], on: date, at: datetime) -> None:
    stages = [claim.stage for _, claim, *_ in bookings]  # before the reactions: some are settled by this
    ranks = _ranks(bookings)
    credits = [_credit(booking, rank) for booking, rank in zip(bookings, ranks, strict=True)]
    credit_all(claims=[claim for _, claim, *_ in bookings], credits=credits, at=at)
    parts = ReceiptPart.objects.bulk_create(
        new_part(receipt, claim=claim, credit=credit, at=at, stage=stage, reasons=list(order.reasons))
        for (receipt, claim, _, order), credit, stage in zip(bookings, credits, stages, strict=True)
    )
    post_all(entries=[attributed(part, on=on) for part in parts])
    publish(ReceiptsAllocated(tuple(_told(part) for part in parts), at))


def _ranks(bookings: Sequence[Booking]) -> list[int]:
    """Which part of its receipt each is, counted from 1 on after those that it has."""
    receipt_ids = [receipt.pk for receipt, *_ in bookings]
    known = Counter(ReceiptPart.objects.filter(receipt_id__in=receipt_ids).values_list("receipt_id", flat=True))
    ranks = []
    for pk in receipt_ids:
        known[pk] += 1
        ranks.append(known[pk])
    return ranks


def _credit(booking: Booking, rank: int) -> Credit:
    receipt, claim, part, _ = booking
    return Credit(
        claim=claim,
        party_id=claim.party_id,
        kind=Credit.Kind.PAYMENT,
        value_on=receipt.value_on,
        amount=part.amount,
        source=f"receipt:{receipt.pk}:{rank}",
    )


def _told(part: ReceiptPart) -> ReceiptAllocated:
    keys = part.pk, part.receipt_id, part.claim_id, part.credit_id
    return ReceiptAllocated(*keys, part.amount, part.value_on, part.at)
