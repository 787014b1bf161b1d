"""Money leaves an account: a payment that comes back, one that was sent back, or something to be explained."""

from datetime import datetime

from agencies.models import Entity
from agencies.scope import widened
from core.events import publish
from funds.events import OwnMoneyCame
from funds.models import Entry, Movement, Receipt
from funds.queries.matching import known_payment
from funds.rules.ledger import Account, Kind, Ledger, between
from funds.services.answered import debited
from funds.services.attributing import repaid
from funds.services.ledger import post
from funds.services.returning import return_payment
from funds.services.sweeping import sweep_arrived, sweep_left
from law.refusals import Refusal
from law.refusals import gettext_noop as _

HOUSE = _("House rule")
ANOTHER_SUM = Refusal("debit-differs", HOUSE, _("The bank took another sum than this payment brought."))
EXPLAINED = Refusal("debit-explained", HOUSE, _("This movement was explained already."))


def book_out(*, movement: Movement, entity: Entity, ledger: Ledger, at: datetime) -> None:
    """Book a movement that brings no receipt. What the bank names as one payment come back is returned by itself.

    Any other debit of the trust is covered by the entity's own account until it is explained: nobody else's money pays
    what nobody can explain.
    """
    if ledger == Ledger.OWN:
        _of_own(movement, entity, at)
    elif not any(known(movement, entity, at) for known in (_came_back, _ordered, _went_back, _swept)):
        lines = between(Account.BANK, Account.COVER, -movement.amount)
        source = f"movement:{movement.pk}"
        post(entity_id=entity.pk, on=movement.booked_on, kind=Kind.UNEXPLAINED, source=source, lines=lines)


def _of_own(movement: Movement, entity: Entity, at: datetime) -> None:
    """Booked as told; what was swept from the trust explains itself, whatever else came in is for the floors above."""
    accounts = (Account.OWN_UNEXPLAINED, Account.OWN_BANK)
    source, target = accounts if movement.amount > 0 else accounts[::-1]
    lines, name = between(source, target, abs(movement.amount)), f"movement:{movement.pk}"
    post(entity_id=entity.pk, on=movement.booked_on, kind=Kind.UNEXPLAINED, source=name, lines=lines)
    if movement.amount > 0 and not sweep_arrived(movement=movement, entity=entity):
        told = movement.pk, entity.pk, movement.amount, movement.reference, movement.booked_on, at
        publish(OwnMoneyCame(*told))


def _swept(movement: Movement, entity: Entity, _at: datetime) -> bool:
    """What was withheld for invoices went to the entity's own account."""
    return sweep_left(movement=movement, entity=entity)


def _came_back(movement: Movement, entity: Entity, at: datetime) -> bool:
    """The bank says that it takes a payment back, and only one can be meant."""
    if not movement.return_reason:
        return False
    found = known_payment(
        entity_id=entity.pk, end_to_end=movement.end_to_end, iban=movement.iban, amount=-movement.amount
    )
    if len(found) == 1:
        return_payment(receipt_id=found[0].pk, on=movement.booked_on, at=at, reason=movement.return_reason)
    return len(found) == 1


def _ordered(movement: Movement, entity: Entity, at: datetime) -> bool:
    """A run of remittances, or one line of it, that was booked when it was approved."""
    named = {"end_to_end": movement.end_to_end, "iban": movement.iban}
    return debited(entity=entity, amount=-movement.amount, on=movement.booked_on, at=at, **named)


def _went_back(movement: Movement, entity: Entity, at: datetime) -> bool:
    """A surplus that had to go back left for the account that it came from, to the cent."""
    waiting = Receipt.objects.filter(entity=entity, to_return=-movement.amount, payer_iban=movement.iban)
    found = list(waiting[:2]) if movement.iban else []
    if len(found) == 1:
        source = f"movement:{movement.pk}"
        on, amount = movement.booked_on, -movement.amount
        return repaid(receipt_id=found[0].pk, amount=amount, on=on, source=source, at=at) is None
    return False


def explain(*, movement_id: int, receipt_id: int, at: datetime) -> Refusal | None:
    """An unexplained debit was this payment taken back by the bank: the entity need not cover it any more."""
    with widened("explain"):
        movement = Movement.objects.get(pk=movement_id)
        entry = Entry.objects.filter(source=f"movement:{movement_id}", kind=Kind.UNEXPLAINED).first()
        if entry is None or Entry.objects.filter(source=f"movement:{movement_id}:explained").exists():
            return EXPLAINED
        receipt = Receipt.objects.get(pk=receipt_id)
        if receipt.amount != -movement.amount or receipt.entity_id != entry.entity_id:
            return ANOTHER_SUM
        lines, source = between(Account.COVER, Account.BANK, receipt.amount), f"movement:{movement_id}:explained"
        post(entity_id=entry.entity_id, on=movement.booked_on, kind=Kind.EXPLAINED, source=source, lines=lines)
        return_payment(receipt_id=receipt_id, on=movement.booked_on, at=at, reason=movement.return_reason)
    return None
