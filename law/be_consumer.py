"""What may be asked of a Belgian consumer: Book XIX of the Code of economic law, title 1."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from core.money import ZERO, rounded_down
from law.dated import NO_OVERRIDES, Overrides, in_force
from law.interest import consumer_rate_cap
from law.options import DEFAULTS, Options
from law.tables import be
from law.waits import Channel, Wait

Verdict = Literal["none", "within", "reduced", "void"]
CAPS = "CDE art. XIX.4"
REDUCTION = "Loi du 4 mai 2023, art. 15"
NOT_OWED = "CDE art. XIX.15"


@dataclass(frozen=True)
class Clause:
    """A penalty clause: a flat sum, or `percent` of the balance between two bounds; `rate` is yearly interest."""

    flat: Decimal = ZERO
    percent: Decimal = Decimal(0)
    minimum: Decimal = ZERO
    maximum: Decimal | None = None
    rate: Decimal | None = None

    def amount(self, balance: Decimal) -> Decimal:
        """The lump sum on a balance, unrounded; nothing on no balance."""
        if balance <= 0:
            return ZERO
        share = max(self.minimum, balance * self.percent / 100) + self.flat
        return share if self.maximum is None else min(share, self.maximum)


@dataclass(frozen=True)
class Claimable:
    """What is left of a clause. `rate` is the yearly percentage that may be asked, None when no clause interest is."""

    verdict: Verdict
    lump_sum: Decimal
    rate: Decimal | None
    cap: Decimal
    source: str

    @property
    def flagged(self) -> bool:
        """Whether a person must look: the clause went beyond the law."""
        return self.verdict in ("reduced", "void")


def cap(balance: Decimal, on: date, overrides: Overrides = NO_OVERRIDES) -> Decimal:
    """The highest lump sum for a balance still due, in euros, rounded down. Source: CDE art. XIX.4."""
    if balance < 0:
        raise ValueError("a balance still due is not negative")
    scale = in_force(be.CAP_SCALE, on, overrides).value
    bracket = max((b for b in scale.brackets if b.above < balance), key=lambda b: b.above, default=None)
    if bracket is None:
        return ZERO
    return rounded_down(min(scale.ceiling, bracket.base + (balance - bracket.above) * bracket.percent / 100))


def filter_clause(
    clause: Clause | None,
    balance: Decimal,
    *,
    contract_on: date,
    renewed_on: date | None = None,
    on: date,
    overrides: Overrides = NO_OVERRIDES,
) -> Claimable:
    """What a clause still allows on `balance`, on the day `on`.

    Beyond a cap, a clause agreed before Book XIX and not renewed since is reduced to it; any other is void as a whole.
    Raises MissingPeriod when the clause has a rate and the half-year of `on` has no published cap to hold it against.
    """
    most = cap(balance, on, overrides)
    if clause is None:
        return Claimable("none", ZERO, None, most, CAPS)
    asked = rounded_down(clause.amount(balance))
    rate = None if clause.rate is None else min(clause.rate, consumer_rate_cap(on, overrides))
    if asked <= most and rate == clause.rate:
        return Claimable("within", asked, rate, most, CAPS)
    if _agreed_before(contract_on, renewed_on):
        return Claimable("reduced", min(asked, most), rate, most, REDUCTION)
    return Claimable("void", ZERO, None, most, NOT_OWED)


def _agreed_before(contract_on: date, renewed_on: date | None) -> bool:
    latest = max(contract_on, renewed_on or contract_on)
    return latest < be.BOOK_XIX_START


def interest_after(reminder: Wait, creditor_is_sme: bool) -> date:
    """The day after which interest runs (excluded) once the first reminder's wait is over.

    The day of sending for a small creditor, else the last day of the wait. Source: CDE art. XIX.4.
    """
    if reminder.last_day is None:
        raise ValueError("the first reminder of a Belgian consumer has a wait")
    return reminder.sent if creditor_is_sme else reminder.last_day


def reminder_cost(
    *,
    regular_supply: bool,
    missed_due_date: int,
    channel: Channel,
    postage: Decimal,
    on: date,
    followup: bool = False,
    options: Options = DEFAULTS,
    overrides: Overrides = NO_OVERRIDES,
) -> Decimal:
    """What one reminder may cost the consumer, in euros. Source: CDE art. XIX.2.

    `missed_due_date` counts the missed due dates of the calendar year, this one included. The first reminder of a due
    date is free; for a regular supply so are the reminders of the year's first three. `followup` says a due date is
    reminded again: charged only by option.
    """
    free = in_force(be.FREE_REMINDERS, on, overrides).value
    later = regular_supply and missed_due_date > free
    charged = later if not followup else options.charge_followup_reminder and (later or not regular_supply)
    if not charged:
        return ZERO
    return in_force(be.REMINDER_COST, on, overrides).value + (postage if channel == "post" else ZERO)
