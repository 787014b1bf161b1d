"""Reports to draw, found by data."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from clients.models import Contract
from reports.models import Schedule

AT_A_TIME = 1000


def to_draw(on: date, after: int = 0, limit: int = AT_A_TIME) -> list[int]:
    """The running contracts whose report is due by `on`, whose rhythm was changed, or that have no day for it yet."""
    planned = Schedule.objects.filter(contract=OuterRef("pk"))
    due = Q(due_on__lte=on) | ~Q(rhythm=F("contract__report_rhythm"))
    running = Contract.objects.filter(ended_on=None, signed_on__lte=on, pk__gt=after)
    wanted = running.filter(Exists(planned.filter(due)) | ~Exists(planned))
    return list(wanted.order_by("pk").values_list("pk", flat=True)[:limit])
