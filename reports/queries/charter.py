"""The service charter of a contract, measured on the clocks of its claims and receipts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.timezone import make_aware

from claims.models import Claim
from claims.queries.law import law_options
from clients.models import Contract
from core.dates import next_day
from core.money import ZERO
from funds.models import ReceiptPart
from jobs.models import Clock
from law.rulesets import Country, home_of
from law.workdays import add_working_hours
from reports.models import Pledge, Reason
from reports.rules.charter import outcome, reached, share

RECEIPT = "receipt"
NAMED = 200  # missed promises that are named; all of them are counted


@dataclass(frozen=True, slots=True)
class Missed:
    """A promise that was not kept in time: on which file, when it was due and met, why."""

    clock_id: int
    number: int | None
    due_at: datetime
    met_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Measured:
    """One promise of a charter in some days."""

    kind: str
    hours: int | None
    target: Decimal
    due: int
    met: int
    missed: Sequence[Missed]

    @property
    def share(self) -> Decimal | None:
        """Per cent kept in time."""
        return share(self.met, self.due)

    @property
    def reached(self) -> bool:
        """Whether the target was."""
        return reached(self.met, self.due, self.target)


def pledges(contract: Contract, on: date) -> list[Pledge]:
    """What the charter of a contract promises on a day, in the order of its kinds. One query."""
    rows = Pledge.objects.filter(contract=contract, since__lte=on).order_by("since", "pk")
    latest: dict[str, Pledge] = {row.kind: row for row in rows}
    return [latest[kind] for kind in Pledge.Kind.values if kind in latest and latest[kind].target is not None]


def measured(contract: Contract, first: date, last: date) -> list[Measured]:
    """Each promise of the charter in force on `last`, as kept in the days (inclusive): by the end of `last`.

    A promise counts in the days in which its clock ran out. Five queries a promise at most.
    """
    return [_measured(contract, one, first, last) for one in pledges(contract, last)]


def _measured(contract: Contract, pledge: Pledge, first: date, last: date) -> Measured:
    start, until = _midnight(first), _midnight(next_day(last))
    clocks = list(of_contract(contract, pledge.kind).filter(due_at__gte=start, due_at__lt=until).order_by("due_at"))
    ends = _ends(contract, pledge, clocks)
    seen = [
        (clock, outcome(due=end, met_at=clock.met_at, stopped_at=clock.stopped_at, until=until))
        for clock, end in zip(clocks, ends, strict=True)
    ]
    met = sum(what == "met" for _clock, what in seen)
    late = [(clock, end) for (clock, what), end in zip(seen, ends, strict=True) if what == "missed"]
    told = list(_missed(contract, late[:NAMED]))
    return Measured(pledge.kind, pledge.hours, pledge.target or ZERO, met + len(late), met, told)


def of_contract(contract: Contract, kind: str) -> QuerySet[Clock]:
    """The clocks of one kind on the claims of a contract, or on the receipts for them."""
    claims: QuerySet[Any] = Claim.objects.filter(contract=contract).order_by()
    named = claims.annotate(subject=_named("claim", "pk"))
    if kind == Pledge.Kind.REMITTANCE:
        parts: QuerySet[Any] = ReceiptPart.objects.filter(claim__in=claims).order_by()
        named = parts.annotate(subject=_named(RECEIPT, "receipt_id"))
    kinds = Q(kind__startswith=f"{kind}:") if kind == Pledge.Kind.DISPUTE else Q(kind=kind)
    return Clock.objects.filter(kinds, subject__in=named.values("subject"))


def _named(what: str, column: str) -> Concat:
    return Concat(Value(f"{what}:"), Cast(F(column), CharField()), output_field=TextField())


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time()))


def _ends(contract: Contract, pledge: Pledge, clocks: Sequence[Clock]) -> list[datetime]:
    """When each was promised for: the clock's own end, or so many working hours after it began."""
    hours = pledge.hours
    if hours is None:
        return [clock.due_at for clock in clocks]
    country = home_of(contract.entity.country)
    began = _booked(clocks) if pledge.kind == Pledge.Kind.REMITTANCE else {}
    begins = [began.get(clock.subject, clock.started_at) for clock in clocks]
    return [_after(country, begin, hours) for begin in begins]


def _after(country: Country, begin: datetime, hours: int) -> datetime:
    return add_working_hours(country, begin, hours, law_options(begin.date()))


def _booked(clocks: Sequence[Clock]) -> dict[str, datetime]:
    """The end of the day on which the bank booked each receipt: from there a remittance counts."""
    parts = ReceiptPart.objects.filter(receipt_id__in=[_key(clock) for clock in clocks])
    days = parts.order_by().values_list("receipt_id", "receipt__booked_on").distinct()
    return {f"{RECEIPT}:{key}": _midnight(next_day(day)) for key, day in days}


def _missed(contract: Contract, late: Sequence[tuple[Clock, datetime]]) -> Iterator[Missed]:
    if not late:
        return
    clocks = [clock for clock, _end in late]
    numbers = _numbers(contract, clocks)
    given = Reason.objects.filter(contract=contract, subject__in=[clock.subject for clock in clocks]).order_by("pk")
    reasons = {(one.kind, one.subject): one.text for one in given}
    for clock, end in late:
        reason = reasons.get((clock.kind, clock.subject), "")
        yield Missed(clock.pk, numbers.get(clock.subject), end, clock.met_at, reason)


def _numbers(contract: Contract, clocks: Sequence[Clock]) -> Mapping[str, int]:
    """The number of the file that each clock is about; a receipt's is that of its first part."""
    receipts = [_key(clock) for clock in clocks if clock.subject.startswith(RECEIPT)]
    claims = [_key(clock) for clock in clocks if not clock.subject.startswith(RECEIPT)]
    found = {f"claim:{one.pk}": one.number for one in Claim.objects.filter(pk__in=claims).only("pk", "number")}
    parts = ReceiptPart.objects.filter(receipt_id__in=receipts, claim__contract=contract).order_by("-pk")
    return found | {f"{RECEIPT}:{key}": number for key, number in parts.values_list("receipt_id", "claim__number")}


def _key(clock: Clock) -> int:
    return int(clock.subject.partition(":")[2])
