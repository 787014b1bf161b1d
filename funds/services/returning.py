"""The bank takes a payment back: what is still there goes, the entity covers what had left, the claim owes again."""

from datetime import date, datetime

from agencies.scope import widened
from funds.models import Receipt, ReceiptPart
from funds.rules import ledger
from funds.rules.ledger import Account, Kind, Left
from funds.services.attributing import ask_back, end_part, share_of
from funds.services.ledger import post
from funds.services.receiving import locked, settle_clock


def return_payment(*, receipt_id: int, on: date, at: datetime, reason: str = "") -> Receipt:
    """The whole payment was taken back on `on` (a chargeback, a recall, a cheque without cover).

    Every claim that it paid owes again from that day on. What had been remitted or swept is not asked of other people's
    money: the entity's own account covers it, and the creditor owes it to the entity. Raises Stale when it is back
    already.
    """
    with widened("return_payment"):
        receipt = locked(receipt_id)
        parts = list(
            ReceiptPart.objects.select_for_update().filter(receipt=receipt, ended_on=None).order_by("claim_id")
        )
        shares = [share_of(part) for part in parts]
        left = Left(receipt.pk, receipt.amount, receipt.unmatched, receipt.to_return, shares, _taken_from(receipt))
        lines, source = ledger.returned(left), f"receipt:{receipt.pk}:returned"
        post(entity_id=receipt.entity_id, on=on, kind=Kind.RETURNED, source=source, lines=lines, note=reason)
        Receipt.objects.filter(pk=receipt.pk).update(returned_on=on, return_reason=reason[:60])
        for part in parts:
            end_part(part, as_=ReceiptPart.Ended.RETURNED, value_on=on, on=on, at=at, note=reason)
        ask_back(receipt=receipt, shares=shares, booked=lines, on=on, source=source)
        settle_clock(receipt_id=receipt.pk, at=at)
    return Receipt.objects.get(pk=receipt_id)


def _taken_from(receipt: Receipt) -> Account:
    """A provider keeps what it takes back from what it pays out next, whether it had paid this out or not."""
    if receipt.way == Receipt.Way.ONLINE:
        return Account.AT_PROVIDER
    by_hand = receipt.way in (Receipt.Way.CASH, Receipt.Way.CHEQUE) and receipt.deposited_on is None
    return Account.IN_HAND if by_hand else Account.BANK
