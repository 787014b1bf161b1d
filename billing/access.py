"""The door to an invoice."""

from uuid import UUID

from agencies.access import DoorClosed, require
from agencies.models import Member
from billing.models import Invoice
from billing.queries.invoices import visible_invoices


def invoice_for(member: Member, uid: UUID, *, to: str) -> Invoice:
    """The invoice: DoorClosed (404) unless visible, PermissionDenied unless the role carries the permission `to`."""
    require(member, to)
    found = visible_invoices().filter(uid=uid).select_related("creditor", "entity", "file", "xml", "corrects").first()
    if found is None:
        raise DoorClosed
    return found
