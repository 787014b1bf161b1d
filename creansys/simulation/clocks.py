"""Promises in time: which were kept, and who was late with those that were not."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from amicable.models import Dispute
from creansys.simulation.life import at_hour
from jobs.models import Clock

OF_CREDITORS = "amicable.dispute:"  # their days to answer a dispute, which they let pass; the rest is the agency's own


def late(day: date) -> Iterator[str]:
    """Clocks that were told to be missed on `day` although the agency alone could keep them, or although they were."""
    told = Clock.objects.filter(missed_at__gte=at_hour(day, 0), missed_at__lt=at_hour(day + timedelta(days=1), 0))
    for clock in told:
        if not clock.kind.startswith(OF_CREDITORS):
            yield f"late: {clock.kind} of {clock.subject} was due at {clock.due_at}"
        elif _answered(clock):
            yield f"late: {clock.kind} counts as missed, and was answered in time"


def _answered(clock: Clock) -> bool:
    number = clock.kind.removeprefix(OF_CREDITORS)
    return Dispute.objects.filter(pk=number, answered_at__lte=clock.due_at).exists()


def clocks() -> dict[str, int]:
    """How the promises stand at the end, by whose they are."""
    found = Counter(f"{_whose(clock)} {_how(clock)}" for clock in Clock.objects.order_by("kind", "pk"))
    return dict(sorted(found.items()))


def _whose(clock: Clock) -> str:
    return "creditor's answer to a dispute" if clock.kind.startswith(OF_CREDITORS) else clock.kind


def _how(clock: Clock) -> str:
    if clock.met_at:
        return "late" if clock.missed_at else "in time"
    return "never" if clock.missed_at else "no longer asked" if clock.stopped_at else "running"
