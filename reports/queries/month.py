"""The figures of one month of an entity's books, as the facts dated until its last day make them, and what they prove.

Nothing here reads a state of today: a payment attributed next month was not attributed, a remittance debited next month
is on its way. So a month that is closed gives the same figures whenever it is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, DecimalField, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from agencies.models import Entity
from billing.models import Fee, Invoice, InvoiceLine
from core.dates import ONE_DAY, add_months
from core.money import ZERO
from funds.models import Entry, Line, RemittanceLine
from funds.queries.ledger import balances, held_for
from funds.rules.ledger import ASSETS, OTHERS_MONEY, Account, Kind, Ledger
from reports.models import Closing
from reports.queries.month_bank import banks_kept, banks_of, gaps_in
from reports.rules.month import Bank, Check, Movement, StillOpen, apart, days

EUROS = DecimalField(max_digits=16, decimal_places=2)
NOTHING = Value(ZERO, output_field=EUROS)
SIGN = {Invoice.Kind.INVOICE: 1, Invoice.Kind.CREDIT_NOTE: -1}
Moved = Mapping[tuple[str, str], tuple[Decimal, Decimal]]


@dataclass(frozen=True, slots=True)
class Vat:
    """What was invoiced under one rate to one country; credit notes are taken off."""

    country: str
    category: str
    rate: Decimal
    source: str
    count: int
    net: Decimal
    vat: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Fees:
    """Fees in euros, excluding VAT: what waited to be invoiced before the month and after it, and between the two."""

    opening: Decimal
    earned: Decimal
    invoiced: Decimal
    closing: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month of an entity's books."""

    entity: Entity
    month: date
    accounts: Mapping[Account, Movement]
    fees: Fees
    vat: Sequence[Vat]
    received: Decimal
    taken_back: Decimal
    remitted: Decimal
    withheld: Decimal
    swept: Decimal
    banks: Sequence[Bank]
    checks: Sequence[Check]
    open: Sequence[StillOpen]

    @property
    def net(self) -> Decimal:
        """What was invoiced less what was credited, excluding VAT."""
        return sum((one.net for one in self.vat), ZERO)

    @property
    def tax(self) -> Decimal:
        """The VAT on it."""
        return sum((one.vat for one in self.vat), ZERO)

    @property
    def ties(self) -> bool:
        """Whether every check does."""
        return all(check.ties for check in self.checks)

    def balance(self, account: Account) -> Decimal:
        """What an account held at the end of the month, above zero whichever side it stands on."""
        found = self.accounts.get(account)
        return abs(found.closing) if found else ZERO


def month_of(entity: Entity, month: date) -> Month:
    """The month that begins on `month`; a fixed number of queries.

    Of a closed month, what the bank told and what was open are those of its closing: statements may come late.
    """
    first, last = days(month)
    made = Closing.objects.filter(entity_id=entity.pk, month=month).first()
    moved = _moved(entity.pk, first, last)
    accounts = _accounts(entity.pk, first, last, moved)
    fees, vat, lent = _fees(entity.pk, first, last), vat_of(entity.pk, first, last), _lent(entity.pk, last)
    banks = banks_kept(made.figures["banks"]) if made else banks_of(entity, last)
    return Month(
        entity=entity,
        month=month,
        accounts=accounts,
        fees=fees,
        vat=vat,
        received=_kind(moved, Account.UNMATCHED, Kind.RECEIVED),
        taken_back=sum((_kind(moved, account, Kind.RETURNED) for account in ASSETS if account != Account.COVER), ZERO),
        remitted=_kind(moved, Account.BANK, Kind.REMITTED),
        withheld=_kind(moved, Account.WITHHELD, Kind.WITHHELD),
        swept=_kind(moved, Account.BANK, Kind.SWEPT),
        banks=banks,
        checks=[
            *_of_books(entity.pk, month, accounts),
            *_of_trust(entity.pk, last, accounts, lent),
            *_of_bills(entity.pk, (first, last), fees, vat, moved),
            *_of_money(entity.pk, (first, last), moved),
        ],
        open=_kept_open(made) if made else _open(entity.pk, (first, last), lent, banks, accounts),
    )


def _kept_open(made: Closing) -> list[StillOpen]:
    return [StillOpen(code, count, Decimal(amount)) for code, count, amount in made.warnings]


def _moved(entity_id: int, first: date, last: date) -> Moved:
    """What was debited and credited in the days, by account and kind."""
    rows = Line.objects.filter(entry__entity_id=entity_id, entry__on__range=(first, last)).order_by()
    debits = Coalesce(Sum(Case(When(amount__gt=0, then=F("amount")))), NOTHING)
    credits = Coalesce(Sum(Case(When(amount__lt=0, then=-F("amount")))), NOTHING)
    found = rows.values_list("account", "entry__kind").annotate(d=debits, c=credits)
    return {(account, kind): (debit, credit) for account, kind, debit, credit in found}


def _kind(moved: Moved, account: Account, kind: Kind) -> Decimal:
    """What one kind of fact credited an account by, net."""
    debit, credit = moved.get((account.value, kind.value), (ZERO, ZERO))
    return credit - debit


def _accounts(entity_id: int, first: date, last: date, moved: Moved) -> dict[Account, Movement]:
    before, after = balances(entity_id, first - ONE_DAY), balances(entity_id, last)
    found = {}
    for account in Account:
        sums = [sums for (name, _kind), sums in moved.items() if name == account.value]
        debits, credits = (sum((pair[side] for pair in sums), ZERO) for side in (0, 1))
        one = Movement(before.get(account, ZERO), debits, credits, after.get(account, ZERO))
        if any((one.opening, one.debits, one.credits, one.closing)):
            found[account] = one
    return found


def _fees(entity_id: int, first: date, last: date) -> Fees:
    rows = Fee.objects.filter(entity_id=entity_id, on__lte=last).order_by()
    before = Q(on__lt=first) & (Q(invoice=None) | Q(invoice__issued_on=None) | Q(invoice__issued_on__gte=first))
    after = Q(invoice=None) | Q(invoice__issued_on=None) | Q(invoice__issued_on__gt=last)
    sums = rows.aggregate(
        opening=Sum("amount", filter=before),
        earned=Sum("amount", filter=Q(on__gte=first)),
        invoiced=Sum("amount", filter=Q(invoice__issued_on__range=(first, last))),
        closing=Sum("amount", filter=after),
    )
    return Fees(**{name: amount or ZERO for name, amount in sums.items()})


def invoices_in(entity_id: int, first: date, last: date) -> QuerySet[Invoice]:
    """The invoices and credit notes that got their number in the days."""
    return Invoice.objects.filter(entity_id=entity_id, issued_on__range=(first, last))


def vat_of(entity_id: int, first: date, last: date) -> list[Vat]:
    """What was invoiced in the days by country, category and rate of VAT; one query."""
    columns = ("buyer__country", "vat_category", "vat_rate", "vat_source", "kind")
    rows = invoices_in(entity_id, first, last).order_by().values_list(*columns)
    sums: dict[tuple[Any, ...], list[Any]] = {}
    for *key, kind, count, net, vat in rows.annotate(Count("pk"), Sum("net"), Sum("vat")):
        held = sums.setdefault(tuple(key), [0, ZERO, ZERO])
        held[0] += count
        held[1] += SIGN[kind] * net
        held[2] += SIGN[kind] * vat
    return [Vat(*key, *held) for key, held in sorted(sums.items(), key=lambda pair: tuple(map(str, pair[0])))]


def _lent(entity_id: int, last: date) -> dict[str, list[Decimal]]:
    """What each receipt still has to be attributed, or sent back, at the end of a day."""
    waiting = (Account.UNMATCHED, Account.TO_RETURN)
    rows = Line.objects.filter(entry__entity_id=entity_id, entry__on__lte=last, account__in=waiting).order_by()
    found: dict[str, list[Decimal]] = {account.value: [] for account in waiting}
    for account, _receipt, left in rows.values_list("account", "receipt_id").annotate(Sum("amount")):
        if left:
            found[account].append(-left)
    return found


def _of_books(entity_id: int, month: date, accounts: Mapping[Account, Movement]) -> list[Check]:
    """Each ledger is balanced; opening and movements make the closing; the opening is what was closed last."""
    kept = Closing.objects.filter(entity_id=entity_id, month=add_months(month, -1)).first()
    before = {name: Decimal(sums[3]) for name, sums in kept.figures["accounts"].items()} if kept else None
    now = {account.value: one.opening for account, one in accounts.items()}
    of = {ledger: [one.closing for account, one in accounts.items() if account.ledger == ledger] for ledger in Ledger}
    return [
        Check("trust_balanced", sum(of[Ledger.TRUST], ZERO), ZERO),
        Check("own_balanced", sum(of[Ledger.OWN], ZERO), ZERO),
        Check("movements", sum((abs(one.odd) for one in accounts.values()), ZERO), ZERO),
        Check("opening", ZERO if before is None else apart(before, now), ZERO),
    ]


def _of_trust(
    entity_id: int, last: date, accounts: Mapping[Account, Movement], lent: Mapping[str, Sequence[Decimal]]
) -> list[Check]:
    """What the trust has is what it holds for others, creditor by creditor and receipt by receipt."""

    def closing(*names: Account) -> Decimal:
        return sum((accounts[name].closing for name in names if name in accounts), ZERO)

    return [
        Check("trust_held", closing(*ASSETS), -closing(*OTHERS_MONEY)),
        Check("held", sum(held_for(last, entity_id=entity_id).values(), ZERO), -closing(Account.HELD)),
        Check("unmatched", sum(lent[Account.UNMATCHED], ZERO), -closing(Account.UNMATCHED)),
        Check("to_return", sum(lent[Account.TO_RETURN], ZERO), -closing(Account.TO_RETURN)),
    ]


def _of_bills(entity_id: int, span: tuple[date, date], fees: Fees, vat: Sequence[Vat], moved: Moved) -> list[Check]:
    """The fee journal, the lines, the VAT and the own ledger say the same of the invoices."""
    net, tax = (sum((getattr(one, name) for one in vat), ZERO) for name in ("net", "vat"))
    owed = -_kind(moved, Account.OWN_INVOICES, Kind.INVOICED)
    lines = InvoiceLine.objects.filter(invoice__entity_id=entity_id, invoice__issued_on__range=span).order_by()
    of_lines = sum(
        (SIGN[kind] * total for kind, total in lines.values_list("invoice__kind").annotate(Sum("net"))), ZERO
    )
    return [
        Check("fees_left", fees.opening + fees.earned - fees.invoiced, fees.closing),
        Check("fees_invoiced", fees.invoiced, net),
        Check("invoice_lines", of_lines, net),
        Check("fees_booked", net, _kind(moved, Account.OWN_FEES, Kind.INVOICED)),
        Check("vat_booked", tax, _kind(moved, Account.OWN_VAT, Kind.INVOICED)),
        Check("invoices_booked", net + tax, owed),
    ]


def _of_money(entity_id: int, span: tuple[date, date], moved: Moved) -> list[Check]:
    """Receipts and remittances, one by one, are what the trust ledger booked."""
    came = Line.objects.filter(entry__entity_id=entity_id, entry__on__range=span, entry__kind=Kind.RECEIVED)
    received = came.filter(account=Account.UNMATCHED).aggregate(all=Sum("receipt__amount"))["all"] or ZERO
    remitted, withheld = paid_out(entity_id, *span)
    return [
        Check("receipts", received, _kind(moved, Account.UNMATCHED, Kind.RECEIVED)),
        Check("remittances", remitted, _kind(moved, Account.BANK, Kind.REMITTED)),
        Check("withheld", withheld, _kind(moved, Account.WITHHELD, Kind.WITHHELD)),
    ]


@dataclass(frozen=True, slots=True)
class PaidOut:
    """One fact about a creditor's line of a run: `kind` is remitted, withheld or refused, `amount` as it left."""

    entry_id: int
    on: date
    kind: str
    line: RemittanceLine

    @property
    def amount(self) -> Decimal:
        """Euros; below zero where the bank sent it back."""
        if self.kind == "withheld":
            return self.line.withheld
        return self.line.amount if self.kind == "remitted" else -self.line.amount


def remittances_in(entity_id: int, first: date, last: date) -> list[PaidOut]:
    """What left the books for creditors in the days, came back, or was withheld for invoices; two queries."""
    rows = Entry.objects.filter(entity_id=entity_id, ledger=Ledger.TRUST, on__range=(first, last))
    rows = rows.filter(kind__in=(Kind.REMITTED, Kind.WITHHELD), source__startswith="remittance:").order_by("on", "pk")
    found = [(pk, on, source.split(":")) for pk, on, source in rows.values_list("pk", "on", "source")]
    lines = RemittanceLine.objects.in_bulk({int(named[1]) for _pk, _on, named in found})
    return [PaidOut(pk, on, named[2], lines[int(named[1])]) for pk, on, named in found]


def paid_out(entity_id: int, first: date, last: date) -> tuple[Decimal, Decimal]:
    """What was remitted in the days, less what came back, and what was withheld."""
    rows = remittances_in(entity_id, first, last)
    withheld = sum((one.amount for one in rows if one.kind == "withheld"), ZERO)
    return sum((one.amount for one in rows if one.kind != "withheld"), ZERO), withheld


def _open(
    entity_id: int,
    span: tuple[date, date],
    lent: Mapping[str, Sequence[Decimal]],
    banks: Sequence[Bank],
    accounts: Mapping[Account, Movement],
) -> list[StillOpen]:
    """What a reader of the month should know of, however it ties."""
    last = span[1]
    found = [StillOpen(code, len(lent[code]), sum(lent[code], ZERO)) for code in (Account.UNMATCHED, Account.TO_RETURN)]
    for name in (Account.IN_HAND, Account.AT_PROVIDER, Account.COVER, Account.OWN_UNEXPLAINED):
        if name in accounts and accounts[name].closing:
            found.append(StillOpen(name.value, 1, abs(accounts[name].closing)))
    drafts = Invoice.objects.filter(entity_id=entity_id, number=None, drawn_at__date__lte=last)
    drawn = drafts.aggregate(n=Count("pk"), all=Sum("total"))
    due = Fee.objects.filter(entity_id=entity_id, bill_on__lte=last, on__lte=last).filter(
        Q(invoice=None) | Q(invoice__issued_on__gt=last)
    )
    fees = due.aggregate(n=Count("pk"), all=Sum("amount"))
    found.append(StillOpen("drafts", drawn["n"], drawn["all"] or ZERO))
    found.append(StillOpen("to_invoice", fees["n"], fees["all"] or ZERO))
    found.append(StillOpen("gaps", gaps_in(entity_id, *span)))
    found.append(StillOpen("untold", sum(one.told_on is None or one.told_on < last for one in banks)))
    gaps = [abs(one.gap) for one in banks if one.gap]
    found.append(StillOpen("bank", len(gaps), sum(gaps, ZERO)))
    return [one for one in found if one.count]
