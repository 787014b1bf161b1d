"""What is done for creditors: taken on, contracted with, stocked."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from agencies import audit, numbering
from agencies.models import Entity, Party
from agencies.scope import widened
from agencies.services import make_party
from clients.models import Contract, Creditor, Partner, StockEntry, Terms
from clients.rules import reservable


@transaction.atomic
def take_on(*, at: datetime, number: str = "", **fields: Any) -> Creditor:
    """A new creditor with its party; without a number, the next one of the agency (`C0001`…)."""
    with widened("take_on"):
        party = make_party(kind=Party.Kind.CREDITOR, name=fields["name"])
        number = number or f"C{numbering.take('creditor')[0]:04d}"
        creditor = Creditor(party=party, number=number, **fields)
        creditor.full_clean(exclude=["agency", "party"], validate_unique=False)
        creditor.save()
        audit.record("creditor.taken_on", at=at, creditor=creditor.pk)
    return creditor


@transaction.atomic
def add_partner(*, at: datetime, **fields: Any) -> Partner:
    """A new partner with its party."""
    with widened("add_partner"):
        party = make_party(kind=Party.Kind.PARTNER, name=fields["name"])
        partner = Partner.objects.create(party=party, **fields)
        audit.record("partner.added", at=at, partner=partner.pk)
    return partner


def sign_contract(*, creditor: Creditor, entity: Entity, signed_on: date, at: datetime, **fields: Any) -> Contract:
    """A running contract between an entity and a creditor; the database refuses a second one."""
    with widened("sign_contract"):
        contract = Contract.objects.create(
            party_id=creditor.party_id, creditor=creditor, entity=entity, signed_on=signed_on, **fields
        )
        audit.record("contract.signed", at=at, contract=contract.pk)
    return contract


def record_terms(*, creditor: Creditor, since: date, at: datetime, fields: Mapping[str, Any]) -> Terms:
    """A new version of the creditor's terms of sale, in force from `since` (inclusive)."""
    with widened("record_terms"):
        last = Terms.objects.filter(creditor=creditor).order_by("-version").first()
        version = last.version + 1 if last else 1
        terms = Terms.objects.create(
            party_id=creditor.party_id, creditor=creditor, version=version, since=since, **fields
        )
        audit.record("terms.recorded", at=at, terms=terms.pk, version=version)
    return terms


def grant_paynow(
    *, party_id: int, quantity: int, source: str, at: datetime, expires_on: date | None = None, reason: str = ""
) -> StockEntry:
    """Add PAYNOW to a creditor's stock; the same source counts once."""
    with widened("grant_paynow"):
        entry, _ = StockEntry.objects.get_or_create(
            party_id=party_id,
            kind=StockEntry.Kind.GRANTED,
            source=source,
            defaults={"quantity": quantity, "at": at, "expires_on": expires_on, "reason": reason},
        )
    return entry


def reserve_paynow(*, party_id: int, sources: Sequence[str], at: datetime) -> list[str]:
    """Reserve one PAYNOW for each source, in order, as far as the stock goes; the sources served.

    A source served before is not served twice. The creditor's row is locked: two files never share the last PAYNOW.
    """
    with widened("reserve_paynow"):
        Creditor.objects.select_for_update().get(party_id=party_id)
        entries = StockEntry.objects.filter(party_id=party_id)
        reserved = StockEntry.Kind.RESERVED
        before = set(entries.filter(kind=reserved, source__in=sources).values_list("source", flat=True))
        new = [source for source in sources if source not in before]
        stock = entries.aggregate(all=Sum("quantity"))["all"] or 0
        served = new[: reservable(stock, len(new))]
        StockEntry.objects.bulk_create(
            StockEntry(party_id=party_id, kind=reserved, quantity=-1, source=source, at=at) for source in served
        )
    return served


def give_back_paynow(*, party_id: int, source: str, at: datetime, reason: str) -> None:
    """Return a reserved PAYNOW that was not sent; without a reservation, nothing happens."""
    with widened("give_back_paynow"):
        entries = StockEntry.objects.filter(party_id=party_id, source=source)
        if entries.filter(kind=StockEntry.Kind.RESERVED).exists():
            StockEntry.objects.get_or_create(
                party_id=party_id,
                kind=StockEntry.Kind.GIVEN_BACK,
                source=source,
                defaults={"quantity": 1, "at": at, "reason": reason},
            )
