"""A tariff as data: its lines, what may be wrong with them, and who may be asked to bear one."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal

from core.money import ZERO
from law.refusals import Refusal
from law.refusals import gettext_noop as _
from law.rulesets import RuleSet

Kind = Literal["fixed", "percent", "cost"]
PriceStage = Literal["contract", "paynow", "amicable", "judicial"]
Due = Literal["signature", "order", "opening", "reminder", "call", "act", "recovery", "request"]
Bearer = Literal["creditor", "agency", "debtor"]
AT_ONCE: tuple[Due, ...] = ("signature", "order", "request")  # invoiced the same day; the rest once a month
PER_ACT: tuple[Due, ...] = ("reminder", "call", "act")
HUNDRED = Decimal(100)
TO_BUSINESSES = (RuleSet.BE_BUSINESS,)
TITLE_FIRST = Refusal(
    "charged-to-debtor",
    "CPCE art. L111-8",
    _("Without an enforceable title, the cost of collection stays with the creditor."),
    cure=_("Have the creditor bear this line."),
)
NEVER_A_CONSUMER = Refusal(
    "charged-to-debtor",
    "CDE art. XIX.4",
    _("A consumer owes no more than interest and the capped lump sum: no cost of collection."),
    cure=_("Have the creditor bear this line."),
)


@dataclass(frozen=True, slots=True)
class Band:
    """The part of the sums received up to `until` (inclusive, euros; None: without end) earns `percent`."""

    until: Decimal | None
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """One line of a tariff. `value` is euros excluding VAT, or per cent of the sums received.

    `cap` and `minimum` are euros excluding VAT per claim and stage; `bands` replace `value` where there are any. A pack
    has a `quantity` and lapses after `valid_months`; it is advised to so many claims a year, both inclusive. A `cost`
    is what somebody else asked, at cost. `why` says where the price was agreed.
    """

    code: str
    stage: PriceStage
    kind: Kind
    value: Decimal
    due: Due
    label: str = ""
    bearer: Bearer = "creditor"
    cap: Decimal | None = None
    minimum: Decimal | None = None
    bands: tuple[Band, ...] = ()
    quantity: int | None = None
    valid_months: int | None = None
    advised_from: int | None = None
    advised_to: int | None = None
    passed_on: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line: its code, the field, and why (an English message id)."""

    code: str
    field: str
    reason: str


def pack_price(price: Price, quantity: int) -> Decimal:
    """What `quantity` PAYNOW cost in euros, excluding VAT: singles each, a pack once."""
    return price.value * quantity if (price.quantity or 1) == 1 else price.value


def faults(lines: Sequence[Price]) -> list[Fault]:
    """What keeps these lines from being a tariff; empty when nothing does."""
    twice = [code for code, times in Counter(line.code for line in lines).items() if times > 1]
    found = [Fault(code, "code", _("Another line has this short name.")) for code in twice]
    return found + [fault for line in lines for fault in _faults(line)]


def _faults(line: Price) -> Iterator[Fault]:
    if line.value < ZERO or (line.cap or ZERO) < ZERO or (line.minimum or ZERO) < ZERO:
        yield Fault(line.code, "value", _("A price is not below zero."))
    if line.kind == "percent":
        yield from _of_percent(line)
    elif line.cap is not None or line.minimum is not None or line.bands:
        yield Fault(line.code, "cap", _("Only a percentage has a minimum, a cap or bands."))
    if line.quantity is not None and (line.quantity < 1 or line.due != "order"):
        yield Fault(line.code, "quantity", _("A number of PAYNOW goes with what is ordered."))
    if line.bearer == "debtor" and line.kind != "fixed":
        yield Fault(line.code, "bearer", _("Nothing but a fixed cost could ever be asked of a debtor."))


def _of_percent(line: Price) -> Iterator[Fault]:
    if line.value > HUNDRED or any(not ZERO <= band.percent <= HUNDRED for band in line.bands):
        yield Fault(line.code, "value", _("A percentage lies between 0 and 100."))
    if line.due != "recovery":
        yield Fault(line.code, "due", _("A percentage is of sums received: due when they are."))
    if line.minimum is not None and line.cap is not None and line.minimum > line.cap:
        yield Fault(line.code, "minimum", _("The minimum is above the cap."))
    ends = [band.until for band in line.bands]
    if ends and (ends[-1] is not None or None in ends[:-1] or not _rise([end for end in ends if end is not None])):
        yield Fault(line.code, "bands", _("Bands rise, and the last one has no end."))


def _rise(ends: Sequence[Decimal]) -> bool:
    return all(before < after for before, after in pairwise(ends))


def refused_to_debtor(rules: RuleSet | None) -> Refusal | None:
    """Why a debtor under `rules` may not be asked to bear a line; None only between Belgian businesses.

    Where it is not known which rules hold, nobody is asked. Sources: CPCE art. L111-8 (no cost of collection without a
    title), CDE art. XIX.4 (closed list of what a consumer owes).
    """
    if rules in TO_BUSINESSES:
        return None
    return NEVER_A_CONSUMER if rules == RuleSet.BE_CONSUMER else TITLE_FIRST


def bands_of(told: Sequence[Mapping[str, Any]]) -> tuple[Band, ...]:
    """Bands as they are kept: `[{"until": "1000.00", "percent": "10"}, {"until": null, "percent": "5"}]`."""
    return tuple(Band(None if one["until"] is None else Decimal(one["until"]), Decimal(one["percent"])) for one in told)


def kept_bands(bands: Sequence[Band]) -> list[dict[str, str | None]]:
    """The same, to be kept."""
    return [{"until": None if one.until is None else str(one.until), "percent": str(one.percent)} for one in bands]
