"""Whether a promise in time was kept, and the share that were."""

from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from typing import Literal

Outcome = Literal["met", "missed", "running", "void"]
TENTH = Decimal("0.1")


def outcome(*, due: datetime, met_at: datetime | None, stopped_at: datetime | None, until: datetime) -> Outcome:
    """What became of a promise due at `due` (inclusive), as seen at `until`.

    One that was stopped in time binds nobody any more; stopped later, it was missed before.
    """
    if met_at is not None and met_at <= until:
        return "met" if met_at <= due else "missed"
    if stopped_at is not None and stopped_at <= due:
        return "void"
    return "missed" if due <= until else "running"


def share(met: int, due: int) -> Decimal | None:
    """Per cent kept in time, to a tenth, never rounded up to a target that was not reached; None where none was due."""
    return (Decimal(met * 100) / due).quantize(TENTH, ROUND_DOWN) if due else None


def reached(met: int, due: int, target: Decimal) -> bool:
    """Whether at least `target` per cent were kept in time; nothing due breaks no promise."""
    return met * 100 >= target * due
