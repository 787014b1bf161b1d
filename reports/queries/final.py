"""The whole life of a contract that has ended, in figures: a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Sum

from billing.models import Fee, Invoice
from claims.models import Claim
from clients.models import Contract
from core.money import ZERO
from reports.queries.activity import Activity, activity


@dataclass(frozen=True, slots=True)
class Closed:
    """How many files ended in one way, and the principal they had been handed over for."""

    how: str
    claims: int
    principal: Decimal


@dataclass(frozen=True, slots=True)
class Life:
    """What became of a contract; amounts in euros. `during` holds the figures of all its days."""

    during: Activity
    closed: Sequence[Closed]
    fees: Decimal  # invoiced under it, without VAT, credit notes taken off
    unpaid: Decimal  # of the entity's invoices to this creditor, with VAT


def life_of(contract: Contract, on: date) -> Life:
    """All that happened under a contract from its signature to `on` (inclusive), and what is open then."""
    return Life(activity(contract, contract.signed_on, on), _closed(contract), _fees(contract), _unpaid(contract))


def _closed(contract: Contract) -> list[Closed]:
    rows = Claim.objects.filter(contract=contract).exclude(closed_on=None).order_by("closed_as")
    return [Closed(*row) for row in rows.values_list("closed_as").annotate(Count("pk"), Sum("principal"))]


def _fees(contract: Contract) -> Decimal:
    billed = Fee.objects.filter(contract=contract).exclude(invoice=None)
    return billed.aggregate(all=Sum("amount"))["all"] or ZERO


def _unpaid(contract: Contract) -> Decimal:
    sent = Invoice.objects.filter(party_id=contract.party_id, entity_id=contract.entity_id, paid_on=None)
    invoices = sent.filter(kind=Invoice.Kind.INVOICE).exclude(number=None)
    return invoices.aggregate(all=Sum(F("total") - F("paid")))["all"] or ZERO
