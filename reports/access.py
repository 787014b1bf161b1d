"""The door to a report."""

from uuid import UUID

from django.db.models import QuerySet

from agencies.access import DoorClosed, require
from agencies.models import Member
from clients.models import Contract
from reports.models import Report, Setting


def visible_reports(member: Member) -> QuerySet[Report]:
    """The reports that the member's seat may read: a creditor's own, every creditor's in the office."""
    rows = Report.objects.select_related("contract__entity", "contract__creditor", "version__setting", "pdf", "xlsx")
    return rows.filter(party_id=member.party_id) if member.party_id else rows


def report_for(member: Member, uid: UUID, *, to: str) -> Report:
    """The report: DoorClosed (404) unless visible, PermissionDenied unless the role carries the permission `to`."""
    require(member, to)
    found = visible_reports(member).filter(uid=uid).first()
    if found is None:
        raise DoorClosed
    return found


def setting_for(member: Member, uid: UUID, *, to: str) -> Setting:
    """A report of a creditor's own that is drawn: DoorClosed (404) unless visible, PermissionDenied without `to`."""
    require(member, to)
    rows = Setting.objects.select_related("contract__creditor", "contract__entity").filter(ended_on=None)
    found = (rows.filter(party_id=member.party_id) if member.party_id else rows).filter(uid=uid).first()
    if found is None:
        raise DoorClosed
    return found


def contract_for(member: Member, pk: int, *, to: str) -> Contract:
    """A contract that runs: DoorClosed (404) unless visible, PermissionDenied without `to`."""
    require(member, to)
    rows = Contract.objects.select_related("creditor", "entity").filter(ended_on=None)
    found = (rows.filter(party_id=member.party_id) if member.party_id else rows).filter(pk=pk).first()
    if found is None:
        raise DoorClosed
    return found
