"""Money between the two accounts of an entity, as the bank tells it: what was withheld for invoices is swept from the
trust to the own one, what the entity has to cover goes from the own one to the trust.

Nothing is withheld but by a run that a second member approved, for invoices that were issued: that is the approval of
the sweep too. Whoever pays it out at the bank takes the sum that the books call withheld, or less.
"""

from datetime import date

from agencies.models import Entity
from core.money import ZERO
from funds.models import Movement, ReceiptPart
from funds.queries.closing import open_day
from funds.queries.ledger import balances
from funds.rules import ledger
from funds.rules.ledger import Account, Kind, between
from funds.services.attributing import share_of
from funds.services.ledger import post


def sweep_left(*, movement: Movement, entity: Entity) -> bool:
    """Whether a debit of the trust went to the own account, and no more than is withheld: then that much of it left."""
    if not is_from_own(movement=movement, entity=entity):
        return False
    rows = ReceiptPart.objects.select_for_update(of=("self",)).filter(receipt__entity=entity, withheld__gt=0)
    parts = list(rows.filter(ended_on=None).order_by("pk"))
    if sum((part.withheld for part in parts), ZERO) < -movement.amount:
        return False
    lines = ledger.swept([(part.receipt_id, share_of(part)) for part in parts], -movement.amount)
    post(entity_id=entity.pk, on=movement.booked_on, kind=Kind.SWEPT, source=f"movement:{movement.pk}", lines=lines)
    return True


def sweep_arrived(*, movement: Movement, entity: Entity) -> bool:
    """Whether a credit of the own account came from the trust account, and is what was due from there."""
    if not entity.trust_iban or movement.iban != _compact(entity.trust_iban):
        return False
    due = balances(entity.pk, open_day(entity.pk, movement.booked_on)).get(Account.OWN_DUE_FROM_TRUST, ZERO)
    if due < movement.amount:
        return False
    lines = between(Account.OWN_DUE_FROM_TRUST, Account.OWN_UNEXPLAINED, movement.amount)
    source = f"movement:{movement.pk}:explained"
    post(entity_id=entity.pk, on=movement.booked_on, kind=Kind.SWEPT, source=source, lines=lines)
    return True


def cover_left(*, movement: Movement, entity: Entity) -> bool:
    """Whether a debit of the own account went to the trust account: it waits until the trust account tells of it."""
    if movement.amount > ZERO or not entity.trust_iban or movement.iban != _compact(entity.trust_iban):
        return False
    lines = between(Account.OWN_BANK, Account.OWN_UNEXPLAINED, -movement.amount)
    post(entity_id=entity.pk, on=movement.booked_on, kind=Kind.COVERED, source=f"movement:{movement.pk}", lines=lines)
    return True


def is_from_own(*, movement: Movement, entity: Entity) -> bool:
    """Whether the other side of a movement of the trust account is the entity's own account."""
    return bool(entity.own_iban) and movement.iban == _compact(entity.own_iban)


def cover_arrived(*, movement: Movement, entity: Entity) -> bool:
    """Whether a credit of the trust came from the own account, and no more than the entity has to cover: that much is
    put in, in both ledgers. More is money to attribute.
    """
    if not is_from_own(movement=movement, entity=entity):
        return False
    Entity.objects.select_for_update(of=("self",)).get(pk=entity.pk)
    amount, source = movement.amount, f"movement:{movement.pk}"
    if balances(entity.pk, date.max).get(Account.COVER, ZERO) < amount:
        return False
    for end, lines in (
        ("", between(Account.COVER, Account.BANK, amount)),
        (":owed", between(Account.OWN_UNEXPLAINED, Account.OWN_OWED_TO_TRUST, amount)),
    ):
        post(entity_id=entity.pk, on=movement.booked_on, kind=Kind.COVERED, source=f"{source}{end}", lines=lines)
    return True


def _compact(iban: str) -> str:
    return iban.replace(" ", "")
