"""Reads about messages and print runs."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Q

from messaging.models import PrintRun


def agencies_with_messages(at: datetime) -> list[int]:
    """The ids of agencies with a message due at `at` or being sent; crosses agencies, returns ids only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agencies_with_messages(%s)", [at])
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class PrintRunRow:
    """A print run as the office lists it; `printed` letters wait for the hand-over, `unfinished` ones for a worker."""

    print_run_id: int
    posting_on: date
    closed_at: datetime | None
    handed_over_on: date | None
    printed: int
    unfinished: int
    sent: int


def print_runs(limit: int = 50) -> list[PrintRunRow]:
    """The latest print runs, newest posting day first: one query."""
    runs = PrintRun.objects.annotate(
        printed=Count("letters", filter=Q(letters__state="printed")),
        unfinished=Count("letters", filter=Q(letters__state__in=["queued", "sending"])),
        sent=Count("letters", filter=Q(letters__state="sent")),
    ).order_by("-posting_on", "-id")[:limit]
    return [
        PrintRunRow(run.pk, run.posting_on, run.closed_at, run.handed_over_on, run.printed, run.unfinished, run.sent)
        for run in runs
    ]
