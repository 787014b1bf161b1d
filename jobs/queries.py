"""Reads about promises in time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from jobs.models import Clock


@dataclass(frozen=True, slots=True)
class Promise:
    """A clock that runs: what was promised, about what ("claim:812"), until when; `missed` once that has passed."""

    kind: str
    subject: str
    due_at: datetime
    missed: bool


def promises(*, at: datetime, limit: int = 50, without: Collection[str] = ()) -> list[Promise]:
    """The clocks not yet met, the most urgent first; missed ones among them, kinds `without` left out. One query."""
    running = (
        Clock.objects.filter(met_at=None, stopped_at=None).exclude(kind__in=without).order_by("due_at", "pk")[:limit]
    )
    return [Promise(clock.kind, clock.subject, clock.due_at, clock.due_at <= at) for clock in running]
