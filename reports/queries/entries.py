"""The entries of an entity's two ledgers as an accountant books them: journals, numbers, accounts, both sides.

Entries are numbered in the order of their days, one series for each entity and calendar year. Nothing is booked in a
closed month any more, nor before it: from then on its entries keep their numbers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from django.db.models import CharField, Exists, OuterRef, Sum, Value
from django.db.models.functions import Cast, Concat
from django.utils.timezone import localdate

from agencies.models import Entity
from billing.models import Invoice
from clients.models import Creditor
from core.money import ZERO
from funds.models import Entry, Line
from funds.rules.ledger import Kind
from reports.models import ChartAccount
from reports.rules.chart import CARRIED, RESULT, Numbered, defaults
from reports.rules.journals import BROUGHT_FORWARD, OPENING, Journal, called, journal_of

AT_A_TIME = 5000


@dataclass(frozen=True, slots=True)
class JournalLine:
    """A line: the account in our words and in the accountant's, the creditor whose sub-account it is; one side is 0."""

    account: str
    number: str
    label: str
    creditor: str
    creditor_name: str
    debit: Decimal
    credit: Decimal


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One entry: what it is numbered, when and on what piece it was booked, its lines; both sides are equal."""

    journal: Journal
    number: str
    on: date
    piece: str
    piece_on: date
    label: str
    validated_on: date
    lines: Sequence[JournalLine]
    vat_category: str = ""
    vat_rate: Decimal = ZERO


def chart_of(entity: Entity) -> dict[str, Numbered]:
    """The accounts of an entity by our names, in a fixed order: its own numbers, else the usual ones. One query."""
    own = {row.account: row for row in ChartAccount.objects.filter(entity=entity)}
    return {
        account: Numbered(own[account].number, own[account].label, usual.by_creditor) if account in own else usual
        for account, usual in defaults(entity.country).items()
    }


def entries(entity: Entity, first: date, last: date) -> Iterator[JournalEntry]:
    """The numbered entries of an entity from `first` to `last`, both inclusive, as they are read; six queries.

    A year's first day brings the balances of the years before, as an entry of their own (AN1). ValueError for days of
    two years: each has its own numbers.
    """
    if first.year != last.year or last < first:
        raise ValueError(f"{first} to {last} is not within a year")
    books = _Books(chart_of(entity), _creditors(), _bills(entity, first, last))
    if first == date(first.year, 1, 1):
        yield from books.opening(entity, first)
    before = Entry.objects.filter(entity=entity, on__gte=date(first.year, 1, 1), on__lt=first).count()
    rows = _rows(entity, first, last)
    for n, (_pk, lines) in enumerate(groupby(rows, key=lambda row: row.entry), before + 1):
        yield books.entry(n, list(lines))


def unbooked(entity: Entity, first: date, last: date, most: int = 20) -> list[str]:
    """The numbers of invoices issued in these days that stand in no entry, so many at most. One query."""
    source = Concat(Value("invoice:"), Cast(OuterRef("pk"), CharField()))
    issued = Invoice.objects.filter(entity=entity, issued_on__range=(first, last))
    return [one.label for one in issued.filter(~Exists(Entry.objects.filter(source=source))).order_by("pk")[:most]]


class _Row(NamedTuple):
    entry: int
    on: date
    meant_on: date | None
    kind: str
    source: str
    note: str
    recorded_at: datetime
    account: str
    party: int | None
    claim: int | None
    amount: Decimal


class _Bill(NamedTuple):
    label: str
    issued_on: date
    category: str
    rate: Decimal


def _rows(entity: Entity, first: date, last: date) -> Iterator[_Row]:
    lines = Line.objects.filter(entry__entity=entity, entry__on__range=(first, last))
    columns = [
        "entry_id",
        "entry__on",
        "entry__meant_on",
        "entry__kind",
        "entry__source",
        "entry__note",
        "entry__recorded_at",
    ]
    columns += ["account", "party_id", "part__claim__number", "amount"]
    ordered = lines.order_by("entry__on", "entry_id", "pk").values_list(*columns)
    return (_Row(*row) for row in ordered.iterator(chunk_size=AT_A_TIME))


def _creditors() -> dict[int, tuple[str, str]]:
    return {party: (number, name) for party, number, name in Creditor.objects.values_list("party_id", "number", "name")}


def _bills(entity: Entity, first: date, last: date) -> dict[str, _Bill]:
    """The invoices that are booked in these days, by the source of their entry."""
    booked = Entry.objects.filter(entity=entity, kind=Kind.INVOICED, on__range=(first, last))
    sources = booked.values_list("source", flat=True)
    keys = [int(source.removeprefix("invoice:")) for source in sources]
    return {
        f"invoice:{pk}": _Bill(one.label, one.issued_on, one.vat_category, one.vat_rate)
        for pk, one in Invoice.objects.in_bulk(keys).items()
        if one.issued_on
    }


@dataclass(frozen=True, slots=True)
class _Books:
    """How accounts and creditors are called, and which invoices were booked."""

    chart: Mapping[str, Numbered]
    creditors: Mapping[int, tuple[str, str]]
    bills: Mapping[str, _Bill]

    def entry(self, n: int, rows: Sequence[_Row]) -> JournalEntry:
        """The lines of one entry, numbered `n`."""
        told, bill = rows[0], self.bills.get(rows[0].source)
        journal = journal_of(told.kind, _sums(rows))
        claims = dict.fromkeys(row.claim for row in rows if row.claim is not None)
        return JournalEntry(
            journal=journal,
            number=str(n),
            on=told.on,
            piece=bill.label if bill else told.note if told.kind in (Kind.PAID, Kind.SET_OFF) else told.source,
            piece_on=bill.issued_on if bill else told.meant_on or told.on,
            label=called(told.kind, journal, claims),
            validated_on=localdate(told.recorded_at),
            lines=[self.line(row.account, row.party, row.amount) for row in rows],
            vat_category=bill.category if bill else "",
            vat_rate=bill.rate if bill else ZERO,
        )

    def line(self, account: str, party: int | None, amount: Decimal) -> JournalLine:
        """A debit where the amount is above zero, a credit below."""
        known = self.chart[account]
        creditor, name = self.creditors.get(party or 0, ("", "")) if known.by_creditor else ("", "")
        return JournalLine(account, known.number, known.label, creditor, name, max(amount, ZERO), max(-amount, ZERO))

    def opening(self, entity: Entity, first: date) -> Iterator[JournalEntry]:
        """What the years before left on each account; what they earned was carried forward. None for the first year."""
        before = Line.objects.filter(entry__entity=entity, entry__on__lt=first).order_by()
        sums: dict[tuple[str, int | None], Decimal] = {}
        for account, party, total in before.values_list("account", "party_id").annotate(Sum("amount")):
            name = CARRIED if account in RESULT else account
            key = name, party if self.chart[name].by_creditor else None
            sums[key] = sums.get(key, ZERO) + total
        order = list(self.chart)
        kept = sorted(((key, total) for key, total in sums.items() if total), key=lambda one: _place(one[0], order))
        if kept:
            lines = [self.line(*key, total) for key, total in kept]
            yield JournalEntry(OPENING, "AN1", first, f"AN{first.year}", first, BROUGHT_FORWARD, first, lines)


def _place(key: tuple[str, int | None], order: Sequence[str]) -> tuple[int, int]:
    return order.index(key[0]), key[1] or 0


def _sums(rows: Iterable[_Row]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for row in rows:
        sums[row.account] = sums.get(row.account, ZERO) + row.amount
    return sums
