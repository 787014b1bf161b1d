"""How the manager's figures are counted and read: what is told apart, shares, curves, quartiles. Pure."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.dates import add_months, month_end

BANDS = (31, 61, 91, 181, 366, 731)  # days: band 0 is below the first, band n from the n-th on
CLASSES = (4, 8, 15, 22, 31, 46, 61, 91, 121, 181, 271, 366, 731)  # days from handing over to the first payment
LAST_CLASS = 1461  # days: where the open class ends, for a quartile that falls into it
STAGES = ("paynow", "amicable", "judicial")  # their buckets are 0, 1, 2
CHANNELS = ("letter", "registered", "email", "sms")  # their buckets are 0, 1, 2, 3
SOON_MONTHS = 6
LONGEST = 60  # months since handing over: what comes later counts as the last
ANSWER_DAYS = 7  # within which an answer or a payment follows a message
CREDIT_DAYS = 30  # within which a payment follows a call or a visit
AMICABLE_PROMISE, SOON_PROMISE = Decimal(90), Decimal(75)  # per cent of what is recovered: seed 004, "Gain de temps"
HUNDRED = Decimal(100)


class Facet(StrEnum):
    """What a sum is of. Each has its month, what its bucket tells apart, and what is counted and added up."""

    HANDED = "handed"  # month handed over; band of age then; files, principal owed
    VINTAGE = "vintage"  # month handed over; whole months since; payments, what they paid of the principal
    BAND = "band"  # month handed over; band of age then; files that paid, what they paid of the principal
    STAGE = "stage"  # month of value; stage; payments, euros
    AGE = "age"  # month of value; band of the oldest invoice's age that day; payments, euros
    SOON = "soon"  # month of value; 1 within six months of handing over, else 0; payments, euros
    FIRST = "first"  # month of the first payment; class of days since handing over; files
    CALLED = "called"  # month; member; calls and visits
    SPOKE = "spoke"  # month; member; calls and visits at which somebody was met
    PROMISED = "promised"  # month of the promise; member; promises, euros
    KEPT = "kept"  # month of the promise; member; promises, euros
    BROKEN = "broken"  # month of the promise; member; promises, euros
    BROUGHT = "brought"  # month of value; member who called or visited last; payments, euros
    SENT = "sent"  # month of sending; channel; messages to debtors
    DELIVERED = "delivered"  # the same, those that their provider says arrived
    RETURNED = "returned"  # the same, those that reached nobody
    ANSWERED = "answered"  # the same, those that the debtor reacted to
    PAID = "paid"  # the same, those that a payment followed
    RUN = "run"  # month begun; version of the cycle; files, principal owed
    ENDED = "ended"  # month begun; version; files
    WON = "won"  # month begun; version; files that ended paid


@dataclass(frozen=True, slots=True)
class Sum:
    """So many, and so much in euros."""

    count: int = 0
    amount: Decimal = Decimal("0.00")

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.count + other.count, self.amount + other.amount)


NOTHING = Sum()


def share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """Part of a whole in per cent, with one decimal, half up; None of nothing."""
    return (HUNDRED * Decimal(part) / Decimal(whole)).quantize(Decimal("0.1"), "ROUND_HALF_UP") if whole else None


def class_of(days: int) -> int:
    """The class of so many days from handing over to the first payment."""
    return bisect_right(CLASSES, days)


def quantile(classes: Mapping[int, int], part: Decimal) -> int | None:
    """The whole days within which a `part` (0 to 1) of all paid first, read inside its class by straight line.

    `classes` counts files by `class_of`. None without any. A class is its days taken as evenly filled, so the answer
    is never outside the class that the true one lies in.
    """
    total = sum(classes.values())
    if not total:
        return None
    wanted, before = part * total, 0
    edges = (0, *CLASSES, LAST_CLASS)
    for key in sorted(classes):
        if classes[key] and before + classes[key] >= wanted:
            first, next_first = edges[key], edges[key + 1]
            inside = (wanted - before) / classes[key]
            return min(first + int(inside * (next_first - first)), next_first - 1)
        before += classes[key]
    return edges[max(classes) + 1] - 1


def months_of(first: date, last: date) -> list[date]:
    """The first days of the months from that of `first` to that of `last`, both inclusive."""
    found = [first.replace(day=1)]
    while found[-1] < last.replace(day=1):
        found.append(add_months(found[-1], 1))
    return found


def months_over(month: date, on: date) -> int:
    """How many whole months since handing over are over on `on` for every file handed over in a month."""
    last, over = month_end(month), 0
    while over < LONGEST and add_months(last, over + 1) <= on:
        over += 1
    return over


@dataclass(frozen=True, slots=True)
class Vintage:
    """Files handed over together: how many, what they owed, and what came of it in each month since (0: the first)."""

    name: str
    month: date  # the latest of those put together
    files: int
    owed: Decimal
    paid: Mapping[int, Decimal]

    def curve(self, on: date) -> list[Decimal]:
        """The share of the principal recovered at the end of each month that is over for all of them, in per cent."""
        upto, total, points = months_over(self.month, on), Decimal(0), []
        for since in range(upto):
            total += self.paid.get(since, Decimal(0))
            points.append(share(total, self.owed) or Decimal(0))
        return points

    @property
    def recovered(self) -> Decimal:
        """All that came until now."""
        return sum(self.paid.values(), Decimal("0.00"))


def together(name: str, parts: Sequence[Vintage]) -> Vintage:
    """Several vintages as one, as old as the latest of them."""
    paid: dict[int, Decimal] = {}
    for one in parts:
        for since, amount in one.paid.items():
            paid[since] = paid.get(since, Decimal(0)) + amount
    owed = sum((one.owed for one in parts), Decimal("0.00"))
    return Vintage(name, max(one.month for one in parts), sum(one.files for one in parts), owed, paid)
