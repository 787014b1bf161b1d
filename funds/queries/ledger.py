"""What the books say on any day: balances are sums, never stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, DecimalField, F, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from agencies.models import Entity
from core.money import ZERO
from funds.models import BankStatement, Entry, Line
from funds.rules.ledger import Account, Kind, Ledger

NOTHING = Value(ZERO, output_field=DecimalField(max_digits=16, decimal_places=2))


def balances(entity_id: int, on: date) -> dict[Account, Decimal]:
    """Every account of an entity at the end of `on`: debits above zero, what is owed below. One query."""
    rows = _until(on).filter(entry__entity_id=entity_id).order_by().values_list("account").annotate(Sum("amount"))
    return {Account(account): total for account, total in rows}


def held_for(on: date, *, entity_id: int | None = None, party_id: int | None = None) -> dict[int, Decimal]:
    """What is held for each creditor's party at the end of `on`, above zero; those with nothing left out. One query."""
    rows = _until(on).filter(account=Account.HELD)
    if entity_id is not None:
        rows = rows.filter(entry__entity_id=entity_id)
    if party_id is not None:
        rows = rows.filter(party_id=party_id)
    sums = rows.order_by().values_list("party_id").annotate(total=Sum("amount"))
    return {party: -total for party, total in sums if party is not None and total}


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One account: what was debited and credited until a day, both above zero."""

    account: Account
    debits: Decimal
    credits: Decimal

    @property
    def balance(self) -> Decimal:
        """Debits less credits."""
        return self.debits - self.credits


def trial_balance(entity_id: int, ledger: Ledger, on: date) -> list[TrialLine]:
    """The accounts of one ledger at the end of `on`, in their fixed order; the balances add up to zero. One query."""
    lines = _until(on).filter(entry__entity_id=entity_id, entry__ledger=ledger).order_by().values_list("account")
    debits = Coalesce(Sum(Case(When(amount__gt=0, then=F("amount")))), NOTHING)
    credits = Coalesce(Sum(Case(When(amount__lt=0, then=-F("amount")))), NOTHING)
    found = {account: (debit, credit) for account, debit, credit in lines.annotate(d=debits, c=credits)}
    return [TrialLine(a, *found.get(a.value, (ZERO, ZERO))) for a in Account if a.ledger == ledger]


@dataclass(frozen=True, slots=True)
class Held:
    """One line of a creditor's account with the trust: what came (above zero) or left, and what was then held."""

    on: date
    kind: Kind
    claim: int | None
    amount: Decimal
    balance: Decimal


def account_of(party_id: int, first: date, last: date) -> tuple[Decimal, list[Held]]:
    """A creditor's statement of account: what was held before `first`, and each line until `last`, both inclusive.

    Two queries.
    """
    lines = Line.objects.filter(account=Account.HELD, party_id=party_id)
    before = lines.filter(entry__on__lt=first).aggregate(all=Sum("amount"))["all"] or ZERO
    rows = lines.filter(entry__on__range=(first, last)).order_by("entry__on", "pk")
    opening = balance = -before
    told = []
    for on, kind, claim, amount in rows.values_list("entry__on", "entry__kind", "part__claim__number", "amount"):
        balance -= amount
        told.append(Held(on, Kind(kind), claim, -amount, balance))
    return opening, told


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The books and the bank's own statement of one account, at the end of a day; None where the bank told none."""

    account: str
    booked: Decimal
    told: Decimal | None
    told_on: date | None

    @property
    def gap(self) -> Decimal | None:
        """What the books hold more than the bank; None where it told nothing."""
        return None if self.told is None else self.booked - self.told


def reconciled(entity: Entity, on: date) -> list[Reconciled]:
    """Each bank account of an entity: the books on the day of the bank's last statement until `on`. Four queries."""
    accounts = ((entity.trust_iban, Account.BANK), (entity.own_iban, Account.OWN_BANK))
    return [_reconciled(entity.pk, iban, account, on) for iban, account in accounts if iban]


def _reconciled(entity_id: int, iban: str, account: Account, on: date) -> Reconciled:
    told = BankStatement.objects.filter(account=iban, closing__isnull=False, closing_on__lte=on)
    last = told.order_by("-closing_on", "-pk").first()
    told_on = last.closing_on if last else None
    lines = _until(told_on or on).filter(entry__entity_id=entity_id, account=account)
    booked = lines.aggregate(all=Sum("amount"))["all"] or ZERO
    return Reconciled(iban, booked, last.closing if last else None, told_on)


def where_is(receipt_id: int) -> Mapping[str, Decimal]:
    """Each cent of a receipt by where it is: unmatched, held, withheld, to_return, remitted, swept, returned, repaid.

    They add up to the receipt; what had left when the payment came back is taken off as `asked_back`. One query.
    """
    lines = Line.objects.filter(receipt_id=receipt_id).order_by().values_list("account", "entry__kind")
    places: dict[str, Decimal] = {}
    for account, kind, total in lines.annotate(Sum("amount")):
        place = _place(Account(account), Kind(kind))
        if place:
            places[place] = places.get(place, ZERO) - total
    return {place: amount for place, amount in places.items() if amount}


def _place(account: Account, kind: Kind) -> str:
    if account in (Account.UNMATCHED, Account.HELD, Account.WITHHELD, Account.TO_RETURN):
        return account.value.partition(".")[2]
    if account == Account.COVER:
        return "asked_back"
    leaves = {Kind.REMITTED, Kind.SWEPT, Kind.RETURNED, Kind.REPAID, Kind.DEPOSITED, Kind.SETTLED}
    return kind.value if account in (Account.BANK, Account.IN_HAND, Account.AT_PROVIDER) and kind in leaves else ""


def entries(entity_id: int, ledger: Ledger) -> QuerySet[Entry]:
    """The journal of one ledger."""
    return Entry.objects.filter(entity_id=entity_id, ledger=ledger)


def _until(on: date) -> QuerySet[Line]:
    return Line.objects.filter(entry__on__lte=on)
