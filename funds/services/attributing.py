"""Whose money it is: a receipt is booked on claims, set aside to go back, or taken off a claim again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from agencies.scope import current_scope, widened
from claims.models import Claim, Credit
from claims.queries.statement import statement_of
from claims.services import lifecycle
from claims.services.reversing import reverse
from core.errors import Stale
from core.events import publish
from core.money import ZERO
from funds.events import PartEnded, ReceiptAllocated
from funds.models import Entry, Receipt, ReceiptPart
from funds.rules import ledger
from funds.rules.ledger import Account, Kind, Posting, Share
from funds.services.ledger import NewEntry, post
from funds.services.receiving import locked, settle_clock
from law.refusals import Refusal
from law.refusals import gettext_noop as _

HOUSE = _("House rule")
NOT_THERE = Refusal("receipt-exceeded", HOUSE, _("The parts come to more than what is still to be attributed."))
NO_AMOUNT = Refusal("receipt-amount", HOUSE, _("Each part is at least one cent, and each file is named once."))
OTHER_ENTITY = Refusal(
    "receipt-entity",
    HOUSE,
    _("The money lies in the trust account of another entity than the one that collects this file."),
    cure=_("Send it back, or have it transferred to the account of the right entity."),
)
MORE_THAN_OWED = Refusal(
    "receipt-beyond-debt",
    HOUSE,
    _("A part is more than the file owes on the value date."),
    cure=_("Book what is owed, and set the rest aside to be returned."),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a receipt is to pay on one claim."""

    claim_id: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Order:
    """What one receipt is to pay, and the signs that say so."""

    receipt_id: int
    parts: tuple[Wanted, ...]
    reasons: tuple[str, ...] = ()


def allocate(
    *, receipt_id: int, parts: Sequence[Wanted], on: date, at: datetime, reasons: Sequence[str] = (), note: str = ""
) -> list[ReceiptPart] | Refusal:
    """Book a receipt on claims: each part is held for the claim's creditor, and lowers what the debtor owes.

    What is left stays unmatched. Within a claim the law's order decides (claims.statement). Raises Stale once the bank
    has taken the payment back.
    """
    with widened("allocate"):
        receipt = locked(receipt_id)
        claims = {one.claim_id: lifecycle.locked(one.claim_id) for one in sorted(parts, key=lambda one: one.claim_id)}
        if refusal := refused(receipt, claims=claims, parts=parts):
            return refusal
        made = [_part(receipt, claims[one.claim_id], one.amount, on, at, list(reasons), note) for one in parts]
    return made


def refused(receipt: Receipt, *, claims: Mapping[int, Claim], parts: Sequence[Wanted]) -> Refusal | None:
    """Why a receipt may not be booked so on these claims; None when it may."""
    if not parts or len(claims) < len(parts) or min(one.amount for one in parts) <= ZERO:
        return NO_AMOUNT
    if sum((one.amount for one in parts), ZERO) > receipt.unmatched:
        return NOT_THERE
    if any(claim.entity_id != receipt.entity_id for claim in claims.values()):
        return OTHER_ENTITY
    owed = {pk: statement_of(claim, receipt.value_on).total for pk, claim in claims.items()}
    return MORE_THAN_OWED if any(one.amount > owed[one.claim_id] for one in parts) else None


def _part(
    receipt: Receipt, claim: Claim, amount: Decimal, on: date, at: datetime, reasons: list[str], note: str
) -> ReceiptPart:
    n = ReceiptPart.objects.filter(receipt=receipt).count() + 1
    stage, value_on = claim.stage, receipt.value_on
    credit = lifecycle.credit(
        claim_id=claim.pk,
        kind=Credit.Kind.PAYMENT,
        value_on=value_on,
        amount=amount,
        source=f"receipt:{receipt.pk}:{n}",
        at=at,
    )
    part = new_part(receipt, claim=claim, credit=credit, at=at, stage=stage, reasons=reasons, note=note)
    part.save(force_insert=True)
    one = attributed(part, on=on)
    post(entity_id=one.entity_id, on=one.on, kind=one.kind, source=one.source, lines=one.lines)
    publish(ReceiptAllocated(part.pk, receipt.pk, claim.pk, credit.pk, amount, value_on, at))
    return part


def new_part(receipt: Receipt, *, claim: Claim, credit: Credit, at: datetime, **told: Any) -> ReceiptPart:
    """A part of a receipt, all of it held: its entry (`attributed`) has to follow."""
    return ReceiptPart(
        receipt=receipt, party_id=claim.party_id, claim=claim, credit=credit, way=receipt.way,
        booked_on=receipt.booked_on, value_on=receipt.value_on, amount=credit.amount, held=credit.amount,
        member_id=current_scope().member_id, at=at, **told,
    )  # fmt: skip


def attributed(part: ReceiptPart, *, on: date) -> NewEntry:
    """The entry of a new part: from unmatched to held."""
    share, receipt = Share(part.pk, part.party_id, held=part.amount, amount=part.amount), part.receipt
    return NewEntry(
        entity_id=receipt.entity_id,
        on=max(on, receipt.booked_on),
        kind=Kind.ATTRIBUTED,
        source=f"part:{part.pk}",
        lines=ledger.attributed(receipt.pk, share),
    )


def to_return(*, receipt_id: int, amount: Decimal, on: date, at: datetime, note: str = "") -> Refusal | None:
    """Set what is unmatched aside to go back to whoever paid: an overpayment, or money that is for nobody here."""
    with widened("to_return"):
        receipt = locked(receipt_id)
        if not ZERO < amount <= receipt.unmatched:
            return NOT_THERE
        n = Entry.objects.filter(kind=Kind.SURPLUS, lines__receipt=receipt).distinct().count() + 1
        post(
            entity_id=receipt.entity_id, on=max(on, receipt.booked_on), kind=Kind.SURPLUS,
            source=f"receipt:{receipt.pk}:surplus:{n}", lines=ledger.surplus(receipt.pk, amount), note=note,
        )  # fmt: skip
        _nothing_left(receipt.pk, at)
    return None


def repaid(*, receipt_id: int, amount: Decimal, on: date, source: str, at: datetime) -> Refusal | None:
    """What was to go back has left the bank account on `on`; `source` names the movement or the order, once."""
    with widened("repaid"):
        receipt = locked(receipt_id)
        if not ZERO < amount <= receipt.to_return:
            return NOT_THERE
        lines = ledger.repaid(receipt.pk, amount)
        post(entity_id=receipt.entity_id, on=on, kind=Kind.REPAID, source=source, lines=lines)
        _nothing_left(receipt.pk, at)
    return None


def move(*, part_id: int, on: date, at: datetime, note: str) -> ReceiptPart:
    """The money was another's: the claim never had it, and it is unmatched again.

    What had been remitted or swept is covered by the entity's own account, which asks it back from that creditor.
    Raises Stale when the part was undone already.
    """
    with widened("move"):
        part = ReceiptPart.objects.get(pk=part_id)
        receipt = locked(part.receipt_id)
        part = _open(part_id)
        share = share_of(part)
        lines = ledger.detached(receipt.pk, share)
        source = f"part:{part.pk}:moved"
        post(entity_id=receipt.entity_id, on=on, kind=Kind.DETACHED, source=source, lines=lines, note=note)
        end_part(part, as_=ReceiptPart.Ended.MOVED, value_on=part.value_on, on=on, at=at, note=note)
        ask_back(receipt=receipt, shares=[share], booked=lines, on=on, source=source)
    return ReceiptPart.objects.get(pk=part_id)


def end_part(part: ReceiptPart, *, as_: str, value_on: date, on: date, at: datetime, note: str) -> None:
    """Undo the claim's side of a part: it owes again from `value_on` on."""
    gone = part.amount - part.held - part.withheld
    ReceiptPart.objects.filter(pk=part.pk).update(ended_on=on, ended_as=as_)
    reverse(credit_id=part.credit_id, value_on=value_on, source=f"part:{part.pk}:{as_}", at=at, note=note)
    publish(PartEnded(part.pk, part.claim_id, part.credit_id, as_, gone, on, at))


def ask_back(*, receipt: Receipt, shares: Sequence[Share], booked: Sequence[Posting], on: date, source: str) -> None:
    """In the entity's own books: what it owes the trust, and which creditor owes it what had left.

    What had gone back to the payer already is asked of nobody yet: it waits to be explained.
    """
    _no_longer_withheld(receipt, shares, on, source)
    cover = sum((line.amount for line in booked if line.account == Account.COVER), ZERO)
    if not cover:
        return
    owed = ledger.gone_by_party(shares)
    lines = [Posting(Account.OWN_RECEIVABLE, amount, party_id=party_id) for party_id, amount in owed.items()]
    if rest := cover - sum(owed.values(), ZERO):
        lines.append(Posting(Account.OWN_UNEXPLAINED, rest))
    lines.append(Posting(Account.OWN_OWED_TO_TRUST, -cover))
    post(entity_id=receipt.entity_id, on=on, kind=Kind.COVERED, source=f"{source}:owed", lines=lines)


def _no_longer_withheld(receipt: Receipt, shares: Sequence[Share], on: date, source: str) -> None:
    """What had paid the creditor's invoices and was not swept yet is not there any more: the creditor owes it."""
    owed = [Posting(Account.OWN_RECEIVABLE, one.withheld, party_id=one.party_id) for one in shares if one.withheld]
    if owed:
        lines = [*owed, Posting(Account.OWN_DUE_FROM_TRUST, -sum((one.amount for one in owed), ZERO))]
        post(entity_id=receipt.entity_id, on=on, kind=Kind.COVERED, source=f"{source}:withheld", lines=lines)


def share_of(part: ReceiptPart) -> Share:
    """A part as the rules see it."""
    return Share(part.pk, part.party_id, held=part.held, withheld=part.withheld, amount=part.amount)


def _open(part_id: int) -> ReceiptPart:
    part = ReceiptPart.objects.select_for_update(of=("self",)).get(pk=part_id)
    if part.ended_on:
        raise Stale(f"part {part_id} was undone on {part.ended_on}")
    return part


def _nothing_left(receipt_id: int, at: datetime) -> None:
    """All of it goes, or went, back: nothing is to be remitted."""
    row = Receipt.objects.get(pk=receipt_id)
    if row.unmatched == ZERO and not ReceiptPart.objects.filter(receipt=row, ended_on=None).exists():
        settle_clock(receipt_id=receipt_id, at=at)
