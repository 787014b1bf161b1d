"""Reads about creditors."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, F, Max, Sum, Value, When
from django.db.models.functions import TruncDate

from clients.models import AccountChange, AccountConfirmation, Contract, Creditor, StockEntry, Terms
from clients.rules import Lot, lots

STOCKED = (StockEntry.Kind.GRANTED, StockEntry.Kind.LAPSED)  # kept by source; what was used is one number


def paynow_left(party_id: int) -> int:
    """How many PAYNOW the creditor still has; reserved ones are no longer counted."""
    return StockEntry.objects.filter(party_id=party_id).aggregate(all=Sum("quantity"))["all"] or 0


def lots_of(party_id: int) -> list[Lot]:
    """A creditor's PAYNOW by the lots that they came in, those used first in front; one query."""
    moves = StockEntry.objects.filter(party_id=party_id).order_by()
    lot = Case(When(kind__in=STOCKED, then=F("source")), default=Value(""), output_field=CharField())
    entries = list(moves.values_list("kind", lot, "expires_on").annotate(all=Sum("quantity")))
    granted = [(source, until, many) for kind, source, until, many in entries if kind == StockEntry.Kind.GRANTED]
    lapsed = {source: -many for kind, source, _until, many in entries if kind == StockEntry.Kind.LAPSED}
    moved = (StockEntry.Kind.RESERVED, StockEntry.Kind.GIVEN_BACK)
    used = -sum(many for kind, _source, _until, many in entries if kind in moved)
    return lots([Lot(source, many, until, many, lapsed.get(source, 0)) for source, until, many in granted], used)


def creditor_named(wanted: str) -> Creditor | None:
    """The creditor of this number, or of exactly this name."""
    return Creditor.objects.filter(number=wanted).first() or Creditor.objects.filter(name__iexact=wanted).first()


def running_contract(creditor: Creditor) -> Contract | None:
    """The creditor's contract, the latest signed where several entities have one."""
    return (
        Contract.objects.filter(creditor=creditor, ended_on=None)
        .select_related("entity", "creditor")
        .order_by("-signed_on", "-id")
        .first()
    )


def is_reserved(party_id: int, source: str) -> bool:
    """Whether a PAYNOW is set aside for this source and was not given back since."""
    moves = StockEntry.objects.filter(party_id=party_id, source=source)
    return (moves.aggregate(all=Sum("quantity"))["all"] or 0) < 0


@dataclass(frozen=True, slots=True)
class Movement:
    """What moved the stock of PAYNOW on a day, alike entries together: a list of 500 claims is one movement."""

    on: date
    kind: str
    quantity: int
    expires_on: date | None
    reason: str


def movements(party_id: int, limit: int = 30) -> list[Movement]:
    """The last movements of a creditor's stock, the latest first; one query."""
    moved = StockEntry.objects.filter(party_id=party_id).annotate(on=TruncDate("at")).order_by()
    alike = moved.values("on", "kind", "expires_on", "reason").annotate(all=Sum("quantity"), last=Max("pk"))
    latest = sorted(alike, key=lambda row: (row["on"], row["last"]), reverse=True)[:limit]
    return [Movement(row["on"], row["kind"], row["all"], row["expires_on"], row["reason"]) for row in latest]


@dataclass(frozen=True, slots=True)
class CreditorPage:
    """A creditor with all that was agreed: contracts, terms and changes of account latest first, the last movements
    of its stock."""

    creditor: Creditor
    contracts: list[Contract]
    terms: list[Terms]
    stock: list[Movement]
    left: int
    accounts: list[AccountChange]
    confirmed: frozenset[int]  # the changes of account that a second member has asked about


def creditor_page(creditor: Creditor) -> CreditorPage:
    """What the office shows of a creditor; six queries."""
    contracts = Contract.objects.filter(creditor=creditor).select_related("entity").order_by("-signed_on", "-pk")
    confirmations = AccountConfirmation.objects.filter(party_id=creditor.party_id)
    return CreditorPage(
        creditor=creditor,
        contracts=list(contracts),
        terms=list(Terms.objects.filter(creditor=creditor).order_by("-version")),
        stock=movements(creditor.party_id),
        left=paynow_left(creditor.party_id),
        confirmed=frozenset(confirmations.values_list("change_id", flat=True)),
        accounts=list(AccountChange.objects.filter(creditor=creditor).select_related("made_by__user").order_by("-pk")),
    )


def stock_of(party_ids: list[int]) -> dict[int, int]:
    """How many PAYNOW each creditor has left, by party; one query."""
    rows = StockEntry.objects.filter(party_id__in=party_ids).order_by().values_list("party_id")
    return dict(rows.annotate(left=Sum("quantity")))


def creditor_choices() -> list[tuple[str, str]]:
    """(number, name) of the creditors, for a filter or a form; one query."""
    return list(Creditor.objects.order_by("name").values_list("number", "name"))
