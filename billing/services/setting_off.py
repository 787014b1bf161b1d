"""Invoices are taken from what a creditor is remitted, where its contract says so: proposed and paid with a run."""

from datetime import date, datetime
from decimal import Decimal

from agencies.scope import widened
from billing.models import Invoice
from billing.queries.invoices import to_set_off
from billing.services.paying import pay
from funds.events import DeductionsOwed, RemittanceApproved
from funds.models import Remittance, RemittanceLine
from funds.rules.remitting import Deduction
from funds.services import remitting
from law.refusals import Refusal


def propose(*, entity_id: int, on: date, at: datetime) -> Remittance | Refusal:
    """Propose a run of remittances that takes the unpaid invoices of creditors with a set-off clause."""
    with widened("propose_with_set_off"):
        owed = to_set_off(entity_id)
        return remitting.propose(entity_id=entity_id, on=on, at=at, deductions=owed)


def still_owed(question: DeductionsOwed) -> bool:
    """Whether each invoice that a run takes is still unpaid by as much; their rows stay locked until it is booked.

    A run proposed days ago must not take again what a transfer or a credit note has paid meanwhile.
    """
    with widened("still_owed"):
        held = [(_named(one, question.entity_id), one.amount) for one in question.deductions]
        return all(invoice is None or amount <= invoice.left for invoice, amount in held)


def approved(event: RemittanceApproved) -> None:
    """The run that takes invoices was approved: they are paid."""
    with widened("set_off"):
        lines = RemittanceLine.objects.filter(pk__in=event.line_ids, withheld__gt=0).select_related("remittance")
        for line in lines.order_by("pk"):
            for one in line.deductions:
                _pay(line, Deduction(line.party_id, one["reference"], Decimal(one["amount"])), event)


def _pay(line: RemittanceLine, one: Deduction, event: RemittanceApproved) -> None:
    held = _named(one, line.remittance.entity_id)
    if held:
        by, source = Invoice.PaidBy.SET_OFF, f"line:{line.pk}"
        taken = pay(invoice=held, amount=one.amount, on=event.on, by=by, source=source, at=event.at)
        if taken != one.amount:
            raise RuntimeError(f"{one.amount} was withheld for {one.reference}, which took {taken}")


def _named(one: Deduction, entity_id: int) -> Invoice | None:
    """The invoice that a deduction names, its row locked; None where it was not billing that asked for it."""
    year, _dash, number = one.reference.partition("-")
    named = {"kind": Invoice.Kind.INVOICE, "year": int(year), "number": int(number)}
    rows = Invoice.objects.select_for_update(of=("self",)).filter(party_id=one.party_id, **named)
    return rows.filter(entity_id=entity_id).first()
