"""Reports to draw, found by data."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from claims.models import Claim
from clients.models import Contract
from reports.models import Report, Schedule

AT_A_TIME = 1000


def to_draw(on: date, after: int = 0, limit: int = AT_A_TIME) -> list[int]:
    """The contracts on which a report is due by `on`: the usual one, one of their own, or the final one.

    A contract that runs, or has open files, is wanted when its usual report is due, its rhythm was changed, or it has
    no day for it yet; one that ended without its final report, as well.
    """
    planned = Schedule.objects.filter(contract=OuterRef("pk"), setting=None)
    due = Q(due_on__lte=on) | ~Q(rhythm=F("contract__report_rhythm"))
    own = Schedule.objects.filter(contract=OuterRef("pk"), due_on__lte=on, setting__ended_on=None).exclude(setting=None)
    running = Q(ended_on=None) | Exists(Claim.objects.filter(contract=OuterRef("pk"), closed_on=None))
    wanted = running & (Exists(planned.filter(due)) | ~Exists(planned) | Exists(own))
    told = Report.objects.filter(contract=OuterRef("pk"), final=True)
    ended = Q(ended_on__lte=on) & ~Exists(told)
    rows = Contract.objects.filter(wanted | ended, signed_on__lte=on, pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
