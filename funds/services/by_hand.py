"""Cash and cheques: taken against a numbered paper, credited at once, passed on once the bank has them for good."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from agencies.numbering import take
from agencies.options import option
from agencies.scope import widened
from claims.models import Claim
from claims.queries.law import country_of
from claims.queries.statement import statement_of
from claims.services import lifecycle
from core.dates import add_days
from core.money import ZERO
from funds.models import Receipt, ReceiptPart
from funds.rules.ledger import Account, Kind, between
from funds.services.attributing import MORE_THAN_OWED, NO_AMOUNT, Wanted, allocate
from funds.services.ledger import post
from funds.services.receiving import Incoming, locked, promise, receive, settle_clock
from law.cash import beyond_cap
from law.refusals import Refusal
from law.refusals import gettext_noop as _

HOUSE = _("House rule")
PREFIX = {Receipt.Way.CASH: "C", Receipt.Way.CHEQUE: "Q"}
TOO_MUCH_CASH = _("So much may not be paid in cash, in one go or in parts.")
BY_TRANSFER = _("Ask for a transfer.")
DIFFERS = Refusal(
    "deposit-differs",
    HOUSE,
    _("What was taken by hand does not add up to what the bank has."),
    cure=_("Count again, and tick exactly what was in this deposit."),
)


def take_by_hand(
    *, claim_id: int, way: str, amount: Decimal, on: date, token: str, at: datetime, payer: str = "", text: str = ""
) -> Receipt | Refusal:
    """Cash or a cheque was handed over on `on` for one claim: its paper's number, the claim credited at once.

    The same `token` counts once. Refused beyond the cap on cash, or beyond what is owed. It is in hand until the bank
    has it, and is passed on only then.
    """
    with widened("take_by_hand"):
        source = f"hand:{token}"
        if known := Receipt.objects.filter(source=source).first():
            return known
        claim = lifecycle.locked(claim_id)
        if refusal := _beyond(claim, way, amount, on):
            return refusal
        number = f"{PREFIX[Receipt.Way(way)]}{on.year}-{take(f'funds.{way}.{on.year}')[0]}"
        told = {"payer": payer or claim.debtor.name, "text": text, "number": number}
        incoming = Incoming(
            entity=claim.entity, way=way, source=source, amount=amount, booked_on=on, value_on=on,
            into=Account.IN_HAND, told=told,
        )  # fmt: skip
        made = receive(incoming=incoming, at=at)
        booked = allocate(receipt_id=made.pk, parts=[Wanted(claim.pk, amount)], on=on, at=at)
        if isinstance(booked, Refusal):
            raise RuntimeError(f"money taken by hand was refused: {booked.rule}")
    return Receipt.objects.get(pk=made.pk)


def _beyond(claim: Claim, way: str, amount: Decimal, on: date) -> Refusal | None:
    if amount <= ZERO:
        return NO_AMOUNT
    if amount > statement_of(claim, on).total:
        return MORE_THAN_OWED
    if way != Receipt.Way.CASH:
        return None
    paid = ReceiptPart.objects.filter(claim=claim, way=Receipt.Way.CASH, ended_on=None)
    before = paid.aggregate(all=Sum("amount"))["all"] or ZERO
    cap = beyond_cap(country_of(claim), before, amount)
    return Refusal("cash-cap", cap.source, TOO_MUCH_CASH, cure=BY_TRANSFER) if cap else None


def deposit(*, receipt_id: int, taken: Collection[int], on: date, at: datetime) -> Refusal | None:
    """What the bank booked as one deposit is cash or cheques taken before: to the cent, or refused.

    From then on cash is to be passed on within the usual time; a cheque once it counts as good (`clear_cheques`).
    """
    with widened("deposit"):
        bank, rows = locked(receipt_id), [locked(pk) for pk in sorted(set(taken))]
        if (
            not rows
            or not all(_waits(row, bank) for row in rows)
            or sum((row.amount for row in rows), ZERO) != bank.unmatched
        ):
            return DIFFERS
        lines = [*between(Account.BANK, Account.UNMATCHED, bank.unmatched, bank.pk)]
        for row in rows:
            lines += between(Account.IN_HAND, Account.BANK, row.amount, row.pk)
            _arrived(row, bank.booked_on, at)
        source = f"receipt:{bank.pk}:deposit"
        post(entity_id=bank.entity_id, on=max(on, bank.booked_on), kind=Kind.DEPOSITED, source=source, lines=lines)
        settle_clock(receipt_id=bank.pk, at=at)
    return None


def _waits(row: Receipt, bank: Receipt) -> bool:
    return row.way in PREFIX and not row.deposited_on and row.entity_id == bank.entity_id


def _arrived(row: Receipt, on: date, at: datetime) -> None:
    Receipt.objects.filter(pk=row.pk).update(deposited_on=on)
    if row.way == Receipt.Way.CASH:
        promise(receipt_id=row.pk, booked_on=on, at=at)


def clear_cheques(*, on: date, at: datetime) -> int:
    """Cheques deposited `funds.cheque_days` days ago, and not come back, are good: they are to be passed on."""
    since = add_days(on, -option("funds.cheque_days", on))
    rows = Receipt.objects.filter(way=Receipt.Way.CHEQUE, deposited_on__lte=since, due_at=None, returned_on=None)
    found = list(rows.values_list("pk", flat=True))
    for pk in found:
        promise(receipt_id=pk, booked_on=on, at=at)
    return len(found)
