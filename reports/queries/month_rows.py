"""The lines of a month's sheets: one query a sheet, dated facts alone, in an order that never changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from billing.models import Fee, Invoice, Pack
from clients.models import Contract, StockEntry
from core.money import ZERO
from funds.models import Line
from funds.rules.ledger import ASSETS, Account, Kind, Ledger
from reports.queries.month import SIGN, invoices_in

CHUNK = 2000


def fees(entity_id: int, first: date, last: date) -> Iterator[Fee]:
    """The fees earned or taken back in the days, and those before that were invoiced in them."""
    rows = Fee.objects.select_related("line", "claim", "contract__creditor", "invoice")
    told = Q(on__range=(first, last)) | Q(on__lt=first, invoice__issued_on__range=(first, last))
    return rows.filter(told, entity_id=entity_id).order_by("on", "pk").iterator(chunk_size=CHUNK)


def invoices(entity_id: int, first: date, last: date) -> Iterator[Invoice]:
    """The invoices and credit notes of the days, by series and number."""
    rows = invoices_in(entity_id, first, last).select_related("creditor", "corrects")
    return rows.order_by("-kind", "year", "number").iterator(chunk_size=CHUNK)


@dataclass(frozen=True, slots=True)
class Reversed:
    """What a business of another member state owes the VAT on: for the listing of services inside the Union."""

    country: str
    vat_number: str
    name: str
    net: Decimal


def reversed_charges(entity_id: int, first: date, last: date) -> list[Reversed]:
    """The invoices of the days under reverse charge, credit notes taken off, by the creditor's VAT number."""
    rows = invoices_in(entity_id, first, last).filter(vat_category="AE").order_by()
    sums: dict[tuple[str, str], list[Any]] = {}
    columns = ("buyer__country", "buyer__vat_number", "buyer__name", "kind", "net")
    for country, number, name, kind, net in rows.order_by("pk").values_list(*columns):
        held = sums.setdefault((country, number), [name, ZERO])
        held[1] += SIGN[kind] * net
    return [Reversed(*key, *held) for key, held in sorted(sums.items())]


@dataclass(frozen=True, slots=True)
class Booked:
    """One line of a ledger; `meant_on` is the day of the bank where its month was closed."""

    on: date
    meant_on: date | None
    entry: int
    kind: str
    account: str
    party: str
    claim: int | None
    receipt: int | None
    amount: Decimal
    note: str
    source: str


def ledger(entity_id: int, which: Ledger, first: date, last: date) -> Iterator[Booked]:
    """The lines of one ledger in the days, entry by entry."""
    rows = Line.objects.filter(entry__entity_id=entity_id, entry__ledger=which, entry__on__range=(first, last))
    columns = (
        *("entry__on", "entry__meant_on", "entry_id", "entry__kind", "account", "party__name", "part__claim__number"),
        *("receipt_id", "amount", "entry__note", "entry__source"),
    )
    found = rows.order_by("entry__on", "entry_id", "pk").values_list(*columns)
    for one in found.iterator(chunk_size=CHUNK):
        yield Booked(*one)


@dataclass(frozen=True, slots=True)
class Owed:
    """What was held for a creditor in trust before the days, came, left, and was held after them; above zero."""

    name: str
    opening: Decimal
    came: Decimal
    left: Decimal
    closing: Decimal
    withheld: Decimal


def creditors(entity_id: int, first: date, last: date) -> list[Owed]:
    """Every creditor with money in trust in the days or at their ends, by name."""
    of = Line.objects.filter(entry__entity_id=entity_id, entry__on__lte=last, party__isnull=False).order_by()
    of = of.filter(account__in=(Account.HELD, Account.WITHHELD))
    held, now = Q(account=Account.HELD), Q(entry__on__gte=first)
    rows = of.values_list("party_id", "party__name").annotate(
        before=Sum("amount", filter=held & Q(entry__on__lt=first)),
        came=Sum("amount", filter=held & now & Q(amount__lt=0)),
        left=Sum("amount", filter=held & now & Q(amount__gt=0)),
        withheld=Sum("amount", filter=~held),
    )
    found = []
    for _party, name, *sums in rows.order_by("party__name", "party_id"):
        before, came, left, withheld = (-(one or ZERO) for one in sums)
        if any((before, came, left, withheld)):
            found.append(Owed(name, before, came, -left, before + came + left, withheld))
    return found


@dataclass(frozen=True, slots=True)
class Came:
    """A sum that came into trust, or was taken back by the bank (below zero)."""

    on: date
    booked_on: date
    value_on: date
    kind: str
    way: str
    number: str
    payer: str
    reference: str
    receipt: int
    amount: Decimal


def receipts(entity_id: int, first: date, last: date) -> Iterator[Came]:
    """What came in the days and what was taken back in them, by day."""
    rows = Line.objects.filter(entry__entity_id=entity_id, entry__on__range=(first, last))
    rows = rows.filter(entry__kind__in=(Kind.RECEIVED, Kind.RETURNED), account__in=ASSETS, receipt__isnull=False)
    rows = rows.exclude(account=Account.COVER).order_by()
    of = (*("booked_on", "value_on"), *("way", "number", "payer", "reference"))
    days_of, words = [f"receipt__{one}" for one in of[:2]], [f"receipt__{one}" for one in of[2:]]
    columns = ("entry__on", *days_of, "entry__kind", *words, "receipt_id", "entry_id")
    found: Any = rows.values_list(*columns).annotate(all=Sum("amount")).order_by("entry__on", "entry_id")
    for row in found.iterator(chunk_size=CHUNK):
        yield Came(*(*row[:-2], row[-1]))


@dataclass(frozen=True, slots=True)
class Waits:
    """Money of a receipt that is for nobody yet ("trust.unmatched") or goes back; `age` in days."""

    account: str
    booked_on: date
    age: int
    payer: str
    iban: str
    reference: str
    text: str
    receipt: int
    amount: Decimal


def waiting(entity_id: int, last: date) -> list[Waits]:
    """What was to be attributed or sent back at the end of a day, the oldest first."""
    accounts = (Account.UNMATCHED, Account.TO_RETURN)
    rows = Line.objects.filter(entry__entity_id=entity_id, entry__on__lte=last, account__in=accounts).order_by()
    of = ("booked_on", "payer", "payer_iban", "reference", "text")
    sums = rows.values_list("account", *(f"receipt__{one}" for one in of), "receipt_id").annotate(all=Sum("amount"))
    rows_in_order: Any = sums.order_by("receipt__booked_on", "receipt_id", "account")
    return [_waits(row, last) for row in rows_in_order if row[-1]]


def _waits(row: Any, last: date) -> Waits:
    account, booked_on, *told, left = row
    return Waits(*(account, booked_on, (last - booked_on).days, *told, -left))


def packs(entity_id: int, first: date, last: date) -> Iterator[Pack]:
    """The PAYNOW bought in the days."""
    rows = Pack.objects.filter(contract__entity_id=entity_id, bought_on__range=(first, last))
    return rows.select_related("contract__creditor", "line").order_by("bought_on", "pk").iterator(chunk_size=CHUNK)


def stock(entity_id: int, first: date, last: date) -> list[tuple[str, int, int, int, int]]:
    """PAYNOW of each creditor: left before the days, granted, used or lapsed in them, left after; by name.

    A reservation counts as used, and what is given back as granted.
    """
    parties = Contract.objects.filter(entity_id=entity_id).values("party_id")
    rows = StockEntry.objects.filter(at__date__lte=last, party_id__in=parties).order_by()
    now, up = Q(at__date__gte=first), Q(quantity__gt=0)
    sums = rows.values_list("party_id", "party__name").annotate(
        before=Sum("quantity", filter=~now),
        granted=Sum("quantity", filter=now & up),
        used=Sum("quantity", filter=now & ~up),
    )
    found = []
    for _party, name, *told in sums.order_by("party__name", "party_id"):
        before, granted, used = (one or 0 for one in told)
        found.append((name, before, granted, -used, before + granted + used))
    return found
