"""What ends amicable action: insolvency, which also lets interest stand still; a death; a business struck off."""

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
GoneKind = Literal["death", "struck-off"]
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


GONE: dict[GoneKind, tuple[str, str]] = {
    "death": (
        _("The debtor has died: nothing goes out before it is known who stands in its place."),
        _("Record the heirs or the notary, then say that the hold is over."),
    ),
    "struck-off": (
        _("The business was struck off the register: there is nobody to write to."),
        _("Say that the hold is over if the register lists it again."),
    ),
}


@dataclass(frozen=True)
class Gone:
    """The debtor is no more: since when, and until when that held (that day excluded)."""

    kind: GoneKind
    since: date
    ended: date | None = None

    def holds(self, on: date) -> bool:
        """Whether it bars action on the day `on`."""
        return self.since <= on and (self.ended is None or on < self.ended)


def gone_refusals(gone: Sequence[Gone], on: date) -> tuple[Refusal, ...]:
    """One refusal for each reason why nobody is left to act against on the day `on` (house rule)."""
    standing = [one for one in gone if one.holds(on)]
    return tuple(Refusal(g.kind, _("House rule"), GONE[g.kind][0], g.ended, GONE[g.kind][1]) for g in standing)
