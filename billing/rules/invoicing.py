"""From fees to the lines of an invoice: what is alike becomes one line, what was taken back counts below zero."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.money import ZERO

PERCENT = "percent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """A fee to be invoiced; `claim` is the number of its file, None where it is of no file."""

    pk: int
    code: str
    kind: str
    stage: str
    amount: Decimal
    quantity: int = 1
    claim: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    base: Decimal | None = None

    @property
    def unit(self) -> Decimal:
        """What one costs, whichever way it goes."""
        return abs(self.amount) / self.quantity

    @property
    def pieces(self) -> int:
        """How many, below zero when they are taken back."""
        return self.quantity if self.amount > ZERO else -self.quantity


@dataclass(frozen=True, slots=True)
class Drawn:
    """One line of an invoice: `quantity` times `price`, and the fees that it stands for, in their order."""

    code: str
    quantity: int
    price: Decimal
    fees: tuple[Earned, ...]

    @property
    def net(self) -> Decimal:
        """Euros, excluding VAT."""
        return self.quantity * self.price

    def turned(self) -> "Drawn":
        """The same the other way round: for a credit note."""
        return Drawn(self.code, -self.quantity, self.price, self.fees)


def lines_of(fees: Iterable[Earned]) -> list[Drawn]:
    """The lines of an invoice: each success fee alone, the rest by code, price and direction, in the order given."""
    alike: dict[Any, list[Earned]] = {}
    for fee in fees:
        alone = fee.pk if fee.kind == PERCENT else 0
        alike.setdefault((fee.code, fee.unit, fee.amount > ZERO, alone), []).append(fee)
    return [
        Drawn(code, sum(fee.pieces for fee in same), unit, tuple(same))
        for (code, unit, _up, _alone), same in alike.items()
    ]


def net_of(lines: Sequence[Drawn]) -> Decimal:
    """The sum of the lines; they add up to their fees, to the cent."""
    return sum((line.net for line in lines), ZERO)
