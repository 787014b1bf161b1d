"""The register of complaints, as a list and as rows for a sheet."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from amicable.models import Complaint
from formats.errors import Cell

MOST = 20_000  # rows of one export


def complaints(look: str = "") -> QuerySet[Complaint]:
    """All of them, or those to answer ("open") or answered ("answered")."""
    rows = Complaint.objects.select_related("claim")
    if look == "open":
        return rows.filter(answered_on=None)
    return rows.filter(answered_on__isnull=False) if look == "answered" else rows


def to_answer(limit: int) -> list[Complaint]:
    """The complaints to answer, the most urgent first; one query."""
    return list(complaints("open").order_by("answer_by", "pk")[:limit])


def headings() -> list[str]:
    """The columns of the exported register."""
    return [
        _("Received on"), _("Who complains"), _("Where to answer"), _("How we were told"), _("About"), _("File"),
        _("The complaint"), _("To be answered by"), _("Answered on"), _("The complaint is"), _("Our answer"),
        _("What changes"),
    ]  # fmt: skip


def exported(since: date | None = None) -> Iterator[list[Cell]]:
    """The register as rows, the oldest first; one query."""
    rows = complaints().order_by("received_on", "pk")
    for row in (rows.filter(received_on__gte=since) if since else rows)[:MOST]:
        yield [
            row.received_on, row.name, row.contact, row.get_way_display(), row.get_subject_display(),
            row.claim.number if row.claim else None, row.said, row.answer_by, row.answered_on,
            row.get_outcome_display(), row.answer, row.measures,
        ]  # fmt: skip
