"""The doors to creditors for keys of the API."""

from uuid import UUID

from django.db.models import QuerySet

from agencies.access import DoorClosed
from agencies.scope import current_scope
from clients.models import Creditor


def visible_creditors() -> QuerySet[Creditor]:
    """All creditors for a key of the agency, itself for a creditor's, none for a partner's."""
    party_id = current_scope().party_id
    creditors = Creditor.objects.select_related("party")
    return creditors if party_id is None else creditors.filter(party_id=party_id)


def creditor_of(uid: UUID) -> Creditor:
    """The creditor whose party has this uid: DoorClosed (404) unless visible."""
    found = visible_creditors().filter(party__uid=uid).first()
    if found is None:
        raise DoorClosed
    return found
