"""Money leaves an account: a payment that comes back, one that was sent back, or something to be explained.

What the trust loses while nobody can say why, and what the bank takes for itself, is no creditor's money: the entity
owes it to the trust (`cover`), in both ledgers on the same day, until its own account has put it in.
"""

from datetime import date, datetime
from decimal import Decimal

from agencies import audit
from agencies.models import Entity
from agencies.scope import widened
from core.events import publish
from funds.events import OwnMoneyCame
from funds.models import Entry, Movement, Receipt
from funds.queries.matching import AT_THE_BANK, known_payment
from funds.rules.ledger import Account, Kind, Ledger, between
from funds.services.answered import debited
from funds.services.attributing import repaid
from funds.services.ledger import post
from funds.services.returning import return_payment
from funds.services.sweeping import cover_left, sweep_arrived, sweep_left
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
        owed = between(Account.OWN_OWED_TO_TRUST, Account.OWN_UNEXPLAINED, -movement.amount)
        post(entity_id=entity.pk, on=movement.booked_on, kind=Kind.COVERED, source=f"{source}:owed", lines=owed)


def _of_own(movement: Movement, entity: Entity, at: datetime) -> None:
    """Booked as told; what moves between the entity's two accounts explains itself, whatever else came in is for the
    floors above.
    """
    if cover_left(movement=movement, entity=entity):
        return
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
    """An unexplained debit of the trust was this payment taken back by the bank: what the entity covered for it is
    covered no more, but for what had left. Refused for one that this account never had: cash still in hand.
    """
    with widened("explain"):
        movement, entry = _held(movement_id), _unexplained(movement_id)
        if entry is None:
            return EXPLAINED
        brought = Receipt.objects.filter(AT_THE_BANK, pk=receipt_id, entity_id=entry.entity_id, amount=-movement.amount)
        if entry.ledger != Ledger.TRUST or not brought.exists():
            return ANOTHER_SUM
        _covered_no_more(entry, -movement.amount, movement.booked_on)
        return_payment(receipt_id=receipt_id, on=movement.booked_on, at=at, reason=movement.return_reason)
    return None


def _covered_no_more(entry: Entry, amount: Decimal, on: date) -> None:
    """In both ledgers, what was booked while nobody could say why is taken back."""
    source = f"{entry.source}:explained"
    for end, lines in (
        ("", between(Account.COVER, Account.BANK, amount)),
        (":owed", between(Account.OWN_UNEXPLAINED, Account.OWN_OWED_TO_TRUST, amount)),
    ):
        post(entity_id=entry.entity_id, on=on, kind=Kind.EXPLAINED, source=f"{source}{end}", lines=lines)


def is_charged(*, movement_id: int, at: datetime) -> Refusal | None:
    """An unexplained debit of either account is what the bank takes for itself (fees, interest): the entity bears it.

    Where it left the trust, the entity goes on owing it there until it is put in (`sweeping.cover_arrived`).
    """
    with widened("is_charged"):
        movement, entry = _held(movement_id), _unexplained(movement_id)
        if entry is None:
            return EXPLAINED
        lines = between(Account.OWN_UNEXPLAINED, Account.OWN_CHARGES, -movement.amount)
        source = f"movement:{movement_id}:explained"
        post(entity_id=entry.entity_id, on=movement.booked_on, kind=Kind.EXPLAINED, source=source, lines=lines)
        audit.record("money.charged", at=at, movement=movement_id, amount=str(-movement.amount))
    return None


def _held(movement_id: int) -> Movement:
    """The debit, under the lock of its entity: it is explained once."""
    movement = Movement.objects.select_related("statement").get(pk=movement_id)
    Entity.objects.select_for_update(of=("self",)).get(pk=movement.statement.entity_id)
    return movement


def _unexplained(movement_id: int) -> Entry | None:
    """The entry of a debit that nobody has explained yet."""
    source = f"movement:{movement_id}"
    if Entry.objects.filter(source=f"{source}:explained").exists():
        return None
    return Entry.objects.filter(source=source, kind=Kind.UNEXPLAINED).first()
