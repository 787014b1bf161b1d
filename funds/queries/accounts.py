"""The account of one creditor with the trust, line by line with what explains each. The agency's own books: inner."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, Min, Q, QuerySet, Sum, Value, When

from core.money import ZERO
from funds.models import Line
from funds.rules.ledger import Account, Kind

MOST = 1000  # lines on a screen
TOGETHER = (Kind.REMITTED, Kind.WITHHELD, Kind.SWEPT)  # one line for all payments that they pass on


@dataclass(frozen=True, slots=True)
class Told:
    """One line: what came for the creditor (above zero) or left, what was then held, and what it was about."""

    on: date
    kind: Kind
    amount: Decimal
    balance: Decimal
    payments: int
    claim: int | None
    debtor: str
    way: str
    value_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A creditor's account from `first` to `last`, both inclusive. `lines` may stop before the end: then `is_cut`."""

    first: date
    last: date
    opening: Decimal
    came: Decimal
    left: Decimal
    lines: tuple[Told, ...]
    is_cut: bool

    @property
    def closing(self) -> Decimal:
        """What was held at the end of `last`."""
        return self.opening + self.came - self.left


def statement(party_id: int, first: date, last: date, *, most: int | None = MOST) -> Statement:
    """What was held for a creditor before `first`, each line until `last`, at most `most` of them. Two queries.

    The payments that a remittance passes on are one line together: its own page lists them.
    """
    held = Line.objects.filter(account=Account.HELD, party_id=party_id)
    within = Q(entry__on__range=(first, last))
    sums = held.aggregate(
        before=Sum("amount", filter=Q(entry__on__lt=first)),
        came=Sum("amount", filter=within & Q(amount__lt=0)),
        left=Sum("amount", filter=within & Q(amount__gt=0)),
    )
    before, came, left = (sums[name] or ZERO for name in ("before", "came", "left"))
    rows = _grouped(held.filter(within))
    found = list(rows if most is None else rows[: most + 1])
    told, balance = [], -before
    for row in found if most is None else found[:most]:
        balance -= row["total"]
        told.append(_told(row, balance))
    return Statement(first, last, -before, -came, left, tuple(told), len(told) < len(found))


def _grouped(lines: QuerySet[Line]) -> Any:
    one = Case(When(entry__kind__in=TOGETHER, then=Value(0)), default=F("part_id"), output_field=BigIntegerField())
    keys = lines.annotate(one=one).values("entry__on", "entry_id", "entry__kind", "entry__note", "one")
    return keys.annotate(
        total=Sum("amount"),
        payments=Count("part_id", distinct=True),
        claim=Min("part__claim__number"),
        debtor=Min("part__claim__debtor__name"),
        way=Min("part__way"),
        value_on=Min("part__value_on"),
    ).order_by("entry__on", "entry_id", "one")


def _told(row: Mapping[str, Any], balance: Decimal) -> Told:
    kind = Kind(row["entry__kind"])
    alone = kind not in TOGETHER
    return Told(
        on=row["entry__on"],
        kind=kind,
        amount=-row["total"],
        balance=balance,
        payments=row["payments"],
        claim=row["claim"] if alone else None,
        debtor=row["debtor"] if alone else "",
        way=row["way"] if alone else "",
        value_on=row["value_on"] if alone else None,
        note=row["entry__note"],
    )
