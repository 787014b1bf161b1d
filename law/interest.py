"""Simple interest on a debt, by periods of one rate. Day d bears interest when `after < d <= on`, at its own rate."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal, get_args

from core.dates import ONE_DAY, add_months, next_day
from core.money import rounded, rounded_down
from law.dated import NO_OVERRIDES, MissingPeriod, Overrides, Table, in_force, spans
from law.tables import be, fr

Basis = Literal["act365", "actact"]
BASES: tuple[str, ...] = get_args(Basis)
UPLIFT = Decimal("5")
UPLIFT_SOURCE = "CMF art. L313-3"


@dataclass(frozen=True)
class Regime:
    """Where a rate comes from: table value x `factor` + `margin`, and what a contract's own rate may do to it."""

    source: str
    table: Table[Decimal] | None
    factor: Decimal = Decimal(1)
    margin: Decimal = Decimal(0)
    clause: Literal["ignored", "replaces", "capped"] = "ignored"
    frozen: bool = False  # the rate of the first day stays
    uplift: bool = False  # five points more two months after service of a judgment
    cap: bool = False  # a legal cap on a consumer: rounded down


REGIMES: dict[str, Regime] = {
    "be-b2b": Regime(be.LATE_PAYMENT_ACT, be.LATE_PAYMENT, clause="replaces"),
    "be-civil": Regime(be.LEGAL_INTEREST_ACT, be.LEGAL),
    "be-consumer": Regime("CDE art. XIX.4", be.LATE_PAYMENT, clause="capped", cap=True),
    "fr-b2b": Regime(fr.COMMERCE, fr.ECB, margin=Decimal(10), clause="replaces"),
    "fr-b2b-3x-legal": Regime(f"{fr.COMMERCE} (3 x taux légal)", fr.LEGAL_PRO, factor=Decimal(3)),
    "fr-legal-pro": Regime("C. civ. art. 1231-6", fr.LEGAL_PRO, uplift=True),
    "fr-legal-individual": Regime("C. civ. art. 1231-6", fr.LEGAL_INDIVIDUAL, uplift=True),
    "fr-pub": Regime("CCP art. R2192-31", fr.ECB, margin=Decimal(8), frozen=True),
    "contract": Regime("Contrat", None, clause="replaces"),
}


@dataclass(frozen=True)
class Balance:
    """What is owed from the end of day `after` on (that day itself excluded)."""

    after: date
    principal: Decimal


@dataclass(frozen=True, kw_only=True)
class Accrual:
    """A question: interest under a regime on successive balances, up to `on` inclusive.

    `rate` is the contract's own yearly percentage; `served` the day a French judgment was served.
    """

    regime: str
    balances: tuple[Balance, ...]
    on: date
    rate: Decimal | None = None
    served: date | None = None
    basis: Basis = "act365"
    overrides: Overrides = field(default_factory=dict)

    def __post_init__(self) -> None:
        regime = REGIMES[self.regime]
        if self.rate is not None and regime.clause == "ignored":
            raise ValueError(f"{self.regime} takes no rate from a contract")
        if self.rate is None and regime.table is None:
            raise ValueError(f"{self.regime} needs the contract's rate")
        if self.served and not regime.uplift:
            raise ValueError(f"{self.regime} knows no increase after service of a judgment")
        if not self.balances or any(b.after > later.after for b, later in pairwise(self.balances)):
            raise ValueError("balances must be given, in order of date")
        if any(b.principal < 0 for b in self.balances) or (self.rate or 0) < 0:
            raise ValueError("neither principal nor rate may be negative")


@dataclass(frozen=True)
class Period:
    """The days `first` to `last`, both inclusive, at one yearly percentage on one principal."""

    first: date
    last: date
    rate: Decimal
    principal: Decimal
    source: str

    @property
    def days(self) -> int:
        """Days that bear interest."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Interest:
    """The answer: an amount rounded once, over all periods. `missing` names the first period without a rate."""

    amount: Decimal
    periods: tuple[Period, ...]
    source: str
    missing: str | None = None

    @property
    def known_until(self) -> date | None:
        """The last day counted, None when no day bears interest."""
        return self.periods[-1].last if self.periods else None


def interest(
    regime: str,
    principal: Decimal,
    after: date,
    on: date,
    *,
    rate: Decimal | None = None,
    served: date | None = None,
    basis: Basis = "act365",
    overrides: Overrides = NO_OVERRIDES,
) -> Interest:
    """Interest on one unchanging balance. Raises as `accrue` does."""
    balances = (Balance(after, principal),)
    return accrue(
        Accrual(regime=regime, balances=balances, on=on, rate=rate, served=served, basis=basis, overrides=overrides)
    )


def accrue(accrual: Accrual) -> Interest:
    """Interest on every day asked for. Raises MissingPeriod, naming the half-year or year without a rate."""
    periods, gap = _periods(accrual)
    if gap:
        raise gap
    return _answer(accrual, periods)


def accrue_known(accrual: Accrual) -> Interest:
    """Interest up to the last day with a known rate; `missing` names the period that stopped it."""
    periods, gap = _periods(accrual)
    return replace(_answer(accrual, periods), missing=gap.period if gap else None)


def clause_floor(on: date, overrides: Overrides = NO_OVERRIDES) -> Decimal:
    """The yearly percentage under which a French clause between businesses may not go (C. com. L441-10, II)."""
    return 3 * in_force(fr.LEGAL_PRO, on, overrides).value


def consumer_rate_cap(on: date, overrides: Overrides = NO_OVERRIDES) -> Decimal:
    """The yearly percentage that a clause against a Belgian consumer may not exceed (CDE art. XIX.4)."""
    return in_force(be.LATE_PAYMENT, on, overrides).value


def _answer(accrual: Accrual, periods: Sequence[Period]) -> Interest:
    regime = REGIMES[accrual.regime]
    exact = _exact(periods, accrual.basis)
    amount = rounded_down(exact) if regime.cap else rounded(exact)
    return Interest(amount, tuple(_merged(periods)), regime.source)


def _exact(periods: Sequence[Period], basis: Basis) -> Decimal:
    """The unrounded sum. Products are added before the one division, so that half a cent stays exactly half a cent."""
    sums = {365: Decimal(0), 366: Decimal(0)}
    for period in periods:
        for year in range(period.first.year, period.last.year + 1):
            days = (min(period.last, date(year, 12, 31)) - max(period.first, date(year, 1, 1))).days + 1
            sums[_year_length(year, basis)] += period.principal * period.rate * days
    return sums[365] / 36500 + sums[366] / 36600


def _year_length(year: int, basis: Basis) -> int:
    return 365 if basis == "act365" else date(year, 12, 31).timetuple().tm_yday


def _merged(periods: Sequence[Period]) -> list[Period]:
    """Days that follow each other at one rate on one principal as one period, which names the sources of all."""
    runs: list[list[Period]] = []
    for period in periods:
        if runs and _goes_on(runs[-1][-1], period):
            runs[-1].append(period)
        else:
            runs.append([period])
    return [_one_period(run) for run in runs]


def _goes_on(last: Period, period: Period) -> bool:
    same = (last.rate, last.principal) == (period.rate, period.principal)
    return same and period.first == next_day(last.last)


def _one_period(run: Sequence[Period]) -> Period:
    sources = "; ".join(dict.fromkeys(period.source for period in run))
    return Period(run[0].first, run[-1].last, run[0].rate, run[0].principal, sources)


def _periods(accrual: Accrual) -> tuple[list[Period], MissingPeriod | None]:
    """The periods up to `on`, or up to the first missing rate together with that gap."""
    periods: list[Period] = []
    try:
        for stretch in _stretches(accrual):
            periods.extend(_on_balances(accrual, stretch))
    except MissingPeriod as gap:
        return periods, gap
    return periods, None


@dataclass(frozen=True)
class _Stretch:
    """Days at one rate, whatever is owed on them."""

    first: date
    last: date
    rate: Decimal
    source: str


def _stretches(accrual: Accrual) -> Iterator[_Stretch]:
    regime, first = REGIMES[accrual.regime], next_day(accrual.balances[0].after)
    if first > accrual.on:
        return
    if regime.table is None or (accrual.rate is not None and regime.clause == "replaces"):
        yield _Stretch(first, accrual.on, accrual.rate or Decimal(0), "Contrat")
    elif regime.frozen:
        entry = in_force(regime.table, first, accrual.overrides)
        yield _Stretch(first, accrual.on, entry.value + regime.margin, entry.source)
    else:
        for span in spans(regime.table, first, accrual.on, accrual.overrides):
            rate = span.entry.value * regime.factor + regime.margin
            if accrual.rate is not None and regime.clause == "capped":
                rate = min(rate, accrual.rate)
            yield from _uplifted(accrual, _Stretch(span.first, span.last, rate, span.entry.source))


def _uplifted(accrual: Accrual, stretch: _Stretch) -> Iterator[_Stretch]:
    """The stretch, cut where five points are added: the day after two months from service of the judgment."""
    if accrual.served is None or (start := next_day(add_months(accrual.served, 2))) > stretch.last:
        yield stretch
        return
    if stretch.first < start:
        yield replace(stretch, last=start - ONE_DAY)
    source = f"{stretch.source}; {UPLIFT_SOURCE}"
    yield replace(stretch, first=max(start, stretch.first), rate=stretch.rate + UPLIFT, source=source)


def _on_balances(accrual: Accrual, stretch: _Stretch) -> Iterator[Period]:
    """The stretch, cut where the balance changes; days without a balance bear nothing."""
    ends = [later.after for later in accrual.balances[1:]] + [accrual.on]
    for balance, end in zip(accrual.balances, ends, strict=True):
        first, last = max(stretch.first, next_day(balance.after)), min(stretch.last, end)
        if first <= last and balance.principal:
            yield Period(first, last, stretch.rate, balance.principal, stretch.source)
