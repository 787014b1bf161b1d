"""Which PAYNOW lapse, and which claims wait for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from billing.models import TariffLine
from billing.queries.tariffs import prices_for
from claims.models import Refused
from clients.models import Contract, StockEntry
from clients.queries import lots_of
from core.dates import add_days
from messaging.models import Message

STOCK_EMPTY = "stock-empty"
WARNINGS = (7, 30)  # days before the last day of use
LOOKED_BACK = 90  # days: what lapsed before was seen to, or used up


@dataclass(frozen=True, slots=True)
class Ending:
    """A lot that ends on `until` with something left; `warning` is 30 or 7 days, 0 once it is over."""

    entry_id: int
    warning: int


def lots_ending(on: date, after: int = 0) -> list[Ending]:
    """The lots of which a creditor is to be warned, or that have lapsed, by their entry; a query, and one a lot.

    Those that were warned of, lapsed or used up are left out.
    """
    ended = StockEntry.objects.filter(
        kind=StockEntry.Kind.LAPSED, party_id=OuterRef("party_id"), source=OuterRef("source")
    )
    days = add_days(on, -LOOKED_BACK), add_days(on, max(WARNINGS))
    granted = StockEntry.objects.filter(kind=StockEntry.Kind.GRANTED, expires_on__range=days, pk__gt=after)
    waiting = [_ending(entry, on) for entry in granted.filter(~Exists(ended)).order_by("pk")]
    return [one for one in waiting if one]


def _ending(entry: StockEntry, on: date) -> Ending | None:
    if entry.expires_on is None or not _left(entry):
        return None
    if entry.expires_on < on:
        return Ending(entry.pk, 0)
    warning = next(days for days in WARNINGS if entry.expires_on <= add_days(on, days))
    told = Message.objects.filter(dedupe_key=f"stock:{entry.pk}:{warning}").exists()
    return None if told else Ending(entry.pk, warning)


def _left(entry: StockEntry) -> int:
    return next((lot.left for lot in lots_of(entry.party_id) if lot.source == entry.source), 0)


def on_sale(contract: Contract, on: date) -> list[TariffLine]:
    """What a creditor may order under its contract, the smallest number first; nothing once it has ended."""
    return [] if contract.ended_on else orderable(prices_for(contract, on))


def orderable(lines: Iterable[TariffLine]) -> list[TariffLine]:
    """Those of the lines that are ordered, the smallest number first."""
    return sorted((line for line in lines if line.due == "order"), key=lambda line: line.quantity or 1)


def to_tell(on: date, after: int = 0) -> list[int]:
    """The entries of `lots_ending`, for whoever works by keys."""
    return [one.entry_id for one in lots_ending(on, after)]


def claims_without_paynow(party_id: int) -> int:
    """How many claims of a creditor wait because its stock is empty."""
    waiting = Refused.objects.filter(party_id=party_id, rule=STOCK_EMPTY, cleared_at=None)
    return waiting.values("claim_id").distinct().count()
