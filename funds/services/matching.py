"""What a receipt is surely for is booked by itself; the rest waits for a person, with what speaks for each file."""

from collections.abc import Sequence
from datetime import date, datetime

from agencies.scope import widened
from funds.models import BankFile, Receipt, ReceiptPart
from funds.queries.matching import CHUNK, receipts_of, verdict_on, weighed_together, worth_weighing
from funds.rules.matching import Verdict
from funds.services.allocating import allocate_all
from funds.services.attributing import Order, Wanted, allocate
from law.refusals import Refusal

MANY = 1000  # receipts tried at once


def match(*, receipt_id: int, on: date, at: datetime) -> list[ReceiptPart]:
    """Book a receipt where it surely belongs; nothing where a person has to look (funds.rules.matching says when)."""
    with widened("match"):
        receipt = Receipt.objects.get(pk=receipt_id)
        order = _order(receipt, verdict_on(receipt))
        if not order.parts:
            return []
        made = allocate(receipt_id=receipt_id, parts=order.parts, on=on, at=at, reasons=order.reasons)
    return [] if isinstance(made, Refusal) else made


def _order(receipt: Receipt, verdict: Verdict) -> Order:
    """What is surely meant, and why."""
    signs = {match.claim_id: match.signs for match in verdict.matches}
    parts = tuple(Wanted(claim_id, amount) for claim_id, amount in verdict.booked)
    reasons = [sign for claim_id, _ in verdict.booked for sign in signs[claim_id]]
    return Order(receipt.pk, parts, tuple(dict.fromkeys(reasons)))


def match_open(*, on: date, at: datetime) -> int:
    """Try again what waits to be attributed: a file may have been opened since. How many receipts were booked."""
    open_ones = Receipt.objects.filter(unmatched__gt=0, returned_on=None).order_by("booked_on", "pk")
    return _match_all(list(open_ones.values_list("pk", flat=True)[:MANY]), on, at)


def match_file(*, bank_file: BankFile, on: date, at: datetime) -> int:
    """Book what surely belongs somewhere of all the money of a file; how many receipts were."""
    return sum(_match_all(keys, on, at) for keys in receipts_of(bank_file))


def _match_all(keys: Sequence[int], on: date, at: datetime) -> int:
    """Only what something points to is weighed: most of a long file of strangers costs a few queries a chunk.

    What names its claim is booked together; the rest one by one after it, in order.
    """
    booked = 0
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        rows = Receipt.objects.in_bulk(chunk)
        worth = worth_weighing([rows[key] for key in chunk])
        weighed, alone = weighed_together(worth)
        with widened("match"):
            orders = [order for row, verdict in weighed if (order := _order(row, verdict)).parts]
            booked += len(allocate_all(orders=orders, on=on, at=at))
        booked += sum(bool(match(receipt_id=row.pk, on=on, at=at)) for row in alone)
    return booked
