"""Invoices are taken from what a creditor is remitted, where its contract says so: proposed and paid with a run."""

from datetime import date, datetime
from decimal import Decimal

from agencies.scope import widened
from billing.models import Invoice
from billing.queries.invoices import to_set_off
from billing.services.paying import pay
from funds.events import RemittanceApproved
from funds.models import Remittance, RemittanceLine
from funds.services import remitting
from law.refusals import Refusal


def propose(*, entity_id: int, on: date, at: datetime) -> Remittance | Refusal:
    """Propose a run of remittances that takes the unpaid invoices of creditors with a set-off clause."""
    with widened("propose_with_set_off"):
        owed = to_set_off(entity_id)
        return remitting.propose(entity_id=entity_id, on=on, at=at, deductions=owed)


def approved(event: RemittanceApproved) -> None:
    """The run that takes invoices was approved: they are paid."""
    with widened("set_off"):
        lines = RemittanceLine.objects.filter(pk__in=event.line_ids, withheld__gt=0).select_related("remittance")
        for line in lines.order_by("pk"):
            for one in line.deductions:
                _pay(line, one["reference"], Decimal(one["amount"]), event)


def _pay(line: RemittanceLine, label: str, amount: Decimal, event: RemittanceApproved) -> None:
    """Nothing where the deduction names no invoice of ours: it was not billing that asked for it."""
    year, _dash, number = label.partition("-")
    named = {"kind": Invoice.Kind.INVOICE, "year": int(year), "number": int(number)}
    rows = Invoice.objects.select_for_update(of=("self",)).filter(party_id=line.party_id, **named)
    held = rows.filter(entity_id=line.remittance.entity_id).first()
    if held:
        by, source = Invoice.PaidBy.SET_OFF, f"line:{line.pk}"
        pay(invoice=held, amount=amount, on=event.on, by=by, source=source, at=event.at)
