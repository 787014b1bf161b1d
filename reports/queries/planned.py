"""When the next reports are due, and to whom."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from claims.models import Claim
from clients.models import Creditor
from reports.models import Report, Schedule


def planned() -> QuerySet[Schedule]:
    """The schedules by which reports are drawn: of contracts that run or have open files, of settings not ended."""
    going = Exists(Claim.objects.filter(contract=OuterRef("contract"), closed_on=None))
    rows = Schedule.objects.filter(Q(contract__ended_on=None) | going, setting__ended_on=None)
    return rows.select_related("contract__creditor", "contract__entity", "setting")


def of_creditor(text: str) -> Q:
    """The rows of the creditors whose number or name begins with a text; all for none."""
    if not text:
        return Q()
    named = Creditor.objects.filter(Q(number__istartswith=text) | Q(name__istartswith=text))
    return Q(party_id__in=named.values("party_id"))


def last_of(party_ids: list[int]) -> dict[int, Report]:
    """The latest report to each creditor; one query."""
    newest = Report.objects.filter(party_id__in=party_ids).order_by("party_id", "-pk").distinct("party_id")
    return {report.party_id: report for report in newest}
