"""What the bank did with an order: paid a line, refused it, or sent its money back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from agencies import audit
from agencies.models import Entity
from agencies.scope import widened
from core.money import ZERO
from formats.errors import Unreadable
from formats.sepa_status import OrderStatus, read_order_status
from funds.models import Remittance, RemittanceLine, RemittancePart
from funds.rules.ledger import Account, Kind, Posting, between
from funds.services.attributing import share_of
from funds.services.ledger import post
from funds.services.remitting import locked, mark_handed_over, message_id
from law.refusals import Refusal
from law.refusals import gettext_noop as _

HOUSE = _("House rule")
UNREADABLE = Refusal("status-unreadable", HOUSE, _("This is no answer of a bank to a payment order (pain.002)."))
ANOTHER = Refusal("status-of-another", HOUSE, _("This answer is about another payment order."))
State, LineState = Remittance.State, RemittanceLine.State
SETTLED = ("ACSC", "ACCC")


@dataclass(frozen=True, slots=True)
class Told:
    """How many lines an answer settled, and how many it refused."""

    paid: int
    refused: int


def read_status(*, remittance_id: int, data: bytes, on: date, at: datetime) -> Told | Refusal:
    """Take the bank's answer (pain.002) to the order of a run. The same answer twice changes nothing more."""
    try:
        told = read_order_status(data)
    except Unreadable:
        return UNREADABLE
    with widened("read_status"):
        row = locked(remittance_id)
        if told.original_id != message_id(row):
            return ANOTHER
        if row.state == State.APPROVED:
            mark_handed_over(row=row, at=at)
        return _taken(row, told, on, at)


def _taken(row: Remittance, told: OrderStatus, on: date, at: datetime) -> Told:
    lines = list(row.lines.filter(state=LineState.ORDERED).order_by("pk"))
    answers = [(line, told.of(line.end_to_end)) for line in lines]
    refused = [(line, " ".join(one.reasons)) for line, one in answers if one.refused]
    paid = [line for line, one in answers if one.status in SETTLED]
    for line, reason in refused:
        refuse(line=line, reason=reason, on=on, at=at)
    _paid(paid, on)
    _end(row, at)
    return Told(len(paid), len(refused))


def refuse(*, line: RemittanceLine, reason: str, on: date, at: datetime) -> None:
    """The bank did not pay a line, or sent its money back: it is held for the creditor again.

    Where the payment that brought it was undone meanwhile, the money takes the place of what the entity had to cover.
    """
    with widened("refuse_line"):
        row = RemittanceLine.objects.select_for_update(of=("self",)).select_related("remittance").get(pk=line.pk)
        if row.state not in (LineState.ORDERED, LineState.PAID):
            return
        entity_id, source = row.remittance.entity_id, f"remittance:{row.pk}:refused"
        parts = RemittancePart.objects.filter(line=row).select_related("part").order_by("pk")
        paid = [(one, one.amount - one.withheld) for one in parts if one.amount > one.withheld]
        lines = [posting for one, amount in paid for posting in _back(one, amount)]
        post(entity_id=entity_id, on=on, kind=Kind.REMITTED, source=source, lines=lines, note=reason)
        if covered := sum((amount for one, amount in paid if one.part.ended_on), ZERO):
            _uncover(entity_id, row.party_id, covered, on, source)
        RemittanceLine.objects.filter(pk=row.pk).update(state=LineState.REFUSED, on=on, reason=reason[:60])
        audit.record("remittance.refused", at=at, line=row.pk, reason=reason)


def _back(one: RemittancePart, amount: Decimal) -> tuple[Posting, ...]:
    if one.part.ended_on:
        return between(Account.COVER, Account.BANK, amount, one.part.receipt_id)
    return between(Account.HELD, Account.BANK, amount, one.part.receipt_id, source_of=share_of(one.part))


def _uncover(entity_id: int, party_id: int, amount: Decimal, on: date, source: str) -> None:
    """The creditor never had it: it owes the entity as much less."""
    lines = (
        Posting(Account.OWN_OWED_TO_TRUST, amount),
        Posting(Account.OWN_RECEIVABLE, -amount, party_id=party_id),
    )
    post(entity_id=entity_id, on=on, kind=Kind.COVERED, source=f"{source}:owed", lines=lines)


def debited(*, entity: Entity, amount: Decimal, end_to_end: str, iban: str, on: date, at: datetime) -> bool:
    """Whether a debit of the trust account pays lines that are on their way: one by its name, else a whole run by its
    total, else the one line of that amount to that account. It was booked when the run was approved.
    """
    lines = _meant(entity, amount, end_to_end, iban)
    if lines:
        row = locked(lines[0].remittance_id)
        if row.state == State.APPROVED:
            mark_handed_over(row=row, at=at)
        RemittanceLine.objects.filter(pk__in=[line.pk for line in lines]).update(debited_on=on)
        _paid(lines, on)
        _end(row, at)
    return bool(lines)


def _meant(entity: Entity, amount: Decimal, end_to_end: str, iban: str) -> list[RemittanceLine]:
    states = (LineState.ORDERED, LineState.PAID)
    rows = RemittanceLine.objects.filter(remittance__entity=entity, state__in=states, debited_on=None)
    waiting = list(rows.order_by("remittance_id", "pk"))
    named = [line for line in waiting if line.end_to_end == end_to_end and line.amount == amount]
    if named:
        return named
    for run in dict.fromkeys(line.remittance_id for line in waiting):
        found = [line for line in waiting if line.remittance_id == run]
        if sum((line.amount for line in found), ZERO) == amount:
            return found
    return [line for line in waiting if line.amount == amount and iban and line.iban == iban][:1]


def _paid(lines: Sequence[RemittanceLine], on: date) -> None:
    RemittanceLine.objects.filter(pk__in=[line.pk for line in lines]).update(state=LineState.PAID, on=on)


def _end(row: Remittance, at: datetime) -> None:
    """A run ends once the bank has answered for every line."""
    if row.state == State.HANDED_OVER and not row.lines.filter(state=LineState.ORDERED).exists():
        row.state, row.ended_at = State.DONE, at
        row.save(update_fields=["state", "ended_at"])


def ordered_names() -> QuerySet[RemittanceLine, str]:
    """The end-to-end names of lines that were ordered: for these `came_back` is worth asking."""
    return RemittanceLine.objects.exclude(end_to_end="").values_list("end_to_end", flat=True)


def came_back(*, end_to_end: str, amount: Decimal, on: date, reason: str, at: datetime) -> bool:
    """Whether a credit is the money of a line that the creditor's bank sent back: it is held again."""
    rows = RemittanceLine.objects.filter(end_to_end=end_to_end, state__in=(LineState.ORDERED, LineState.PAID))
    line = rows.first() if end_to_end else None
    if line is None or line.amount != amount:
        return False
    refuse(line=line, reason=reason, on=on, at=at)
    _end(locked(line.remittance_id), at)
    return True
