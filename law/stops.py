"""Insolvency: the day from which interest stands still and amicable action ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from core.dates import ONE_DAY
from law.refusals import Refusal
from law.refusals import gettext_noop as _

StopKind = Literal["collective-settlement", "bankruptcy", "reorganisation", "over-indebtedness", "insolvency"]
STOP_KINDS: tuple[str, ...] = get_args(StopKind)
SOURCES: dict[StopKind, str] = {
    "collective-settlement": "C. jud. art. 1675/7",
    "bankruptcy": "CDE livre XX, titre VI",
    "reorganisation": "CDE livre XX, titre V",
    "over-indebtedness": "C. conso. art. L722-2, L722-5 et L722-14",
    "insolvency": "C. com. art. L622-21 et L622-28",
}
STOPPED = _("The debtor's insolvency was opened: action stops and the claim is declared.")


@dataclass(frozen=True)
class Stop:
    """An opening judgment or an admissibility decision, and when its effects ended (that day excluded)."""

    kind: StopKind
    opened: date
    ended: date | None = None

    def holds(self, on: date) -> bool:
        """Whether it bars action on the day `on`."""
        return self.opened <= on and (self.ended is None or on < self.ended)


@dataclass(frozen=True)
class InterestEnd:
    """The last day, inclusive, that bears interest."""

    last_day: date
    source: str


def interest_end(stops: Sequence[Stop]) -> InterestEnd | None:
    """Where the first opening stops interest: the day before it. None without one."""
    if not stops:
        return None
    first = min(stops, key=lambda stop: stop.opened)
    return InterestEnd(first.opened - ONE_DAY, SOURCES[first.kind])


def stop_refusals(stops: Sequence[Stop], on: date) -> tuple[Refusal, ...]:
    """One refusal for each procedure that bars action on the day `on`."""
    return tuple(Refusal("insolvency", SOURCES[s.kind], STOPPED, s.ended) for s in stops if s.holds(on))
