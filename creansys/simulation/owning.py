"""The entity's own account: invoices that creditors pay, what the bank takes, what is put back into the trust."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from agencies.models import Entity
from billing.models import Invoice
from billing.queries.invoices import reference_of
from clients.models import Contract
from core.money import ZERO
from creansys.simulation.life import Life, at_hour
from creansys.simulation.statements import Entry
from funds.models import Entry as Booked
from funds.models import Movement
from funds.queries.banking import told
from funds.queries.covering import to_cover
from funds.queries.matching import payments_of
from funds.rules.charges import is_charge
from funds.rules.ledger import Kind, Ledger
from funds.services.debiting import explain, is_charged

CHARGED_ON = 5  # day of the month
CHARGES = {Ledger.TRUST: Decimal("7.50"), Ledger.OWN: Decimal("12.00")}
BESIDES = 0.2  # of those whose invoices are set off pay by transfer all the same
LONGEST = 60  # days until a creditor pays: the last are reminded
WEEK = timedelta(days=7)


def charge(life: Life, entity: Entity, day: date) -> None:
    """The bank takes its monthly charge from each account."""
    if day.day == CHARGED_ON:
        for iban, ledger in ((entity.trust_iban, Ledger.TRUST), (entity.own_iban, Ledger.OWN)):
            charges = Entry("charged", -CHARGES[ledger], "", "", f"B{day:%Y%m}", text="Frais de tenue de compte")
            life.bank.take(iban, day, charges)


def invoices_are_paid(life: Life, entity: Entity, day: date) -> None:
    """Creditors pay what they were invoiced, some late; those with the clause leave it to the set-off, mostly."""
    agreed = set(Contract.objects.filter(entity=entity, set_off=True).values_list("party_id", flat=True))
    rows = Invoice.objects.filter(entity=entity, kind=Invoice.Kind.INVOICE, paid_on=None).exclude(number=None)
    for one in rows.exclude(pk__in=life.billed).select_related("creditor").order_by("pk"):
        chance = Random(f"{life.seed}:invoice:{one.pk}")
        by_transfer = one.party_id not in agreed or chance.random() < BESIDES
        if by_transfer and one.issued_on and one.issued_on + timedelta(days=chance.randint(2, LONGEST)) <= day:
            life.billed.add(one.pk)
            life.tally["invoices paid by transfer"] += 1
            payer = one.creditor
            paid = Entry("paid", one.left, payer.name, payer.iban, f"I{one.pk}", reference_of(one))
            life.bank.take(entity.own_iban, day, paid)


def explain_debits(life: Life, entity: Entity, day: date) -> None:
    """The accountant says what the bank's debits were: its own charges, or cheques without cover."""
    rows = Booked.objects.filter(entity=entity, kind=Kind.UNEXPLAINED, on__gte=day - WEEK)
    keys = [int(source.partition(":")[2]) for source in rows.values_list("source", flat=True)]
    movements = Movement.objects.filter(pk__in=keys, amount__lt=0).select_related("statement").order_by("pk")
    for one in told(list(movements)):
        if one.state == "unexplained":
            _explain(life, entity, one.movement, day)


def _explain(life: Life, entity: Entity, movement: Movement, day: date) -> None:
    at = at_hour(day, 10)
    if is_charge(told=movement.charge, text=movement.text, name=movement.name, iban=movement.iban):
        refusal = is_charged(movement_id=movement.pk, at=at)
        life.tally["charges of the bank"] += 1
    else:
        cheque = next(row for row in payments_of(entity.pk, -movement.amount) if f"Q{row.pk}" == movement.end_to_end)
        refusal = explain(movement_id=movement.pk, receipt_id=cheque.pk, at=at)
    if refusal:
        raise RuntimeError(f"{day}: movement {movement.pk} was not explained: {refusal.rule}")


def put_in(life: Life, entity: Entity, day: date) -> None:
    """What the entity owes the trust, and has not ordered yet, leaves its own account."""
    owed = sum((one.amount for one in to_cover(day) if one.entity == entity), ZERO)
    amount = owed - life.bank.account(entity.trust_iban).coming_of("covered")
    if amount > ZERO:
        own, trust = (entity.own_iban, entity.name), (entity.trust_iban, entity.name)
        life.bank.transfer("covered", own, trust, amount, day)
        life.tally["covers put in"] += 1
