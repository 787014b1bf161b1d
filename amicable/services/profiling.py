"""What is known of how a debtor pays: stated by its creditor or learnt by an agent; it steers cycles still to begin."""

from datetime import datetime

from agencies.scope import current_scope, widened
from amicable.models import PayerProfile
from claims.models import Debtor


def state(*, debtor_id: int, kind: str, is_known_customer: bool | None, at: datetime) -> PayerProfile:
    """Write down the profile of a debtor ("" when none is known); running claims keep the cycle that they took."""
    with widened("state_profile"):
        debtor = Debtor.objects.select_for_update(of=("self",)).get(pk=debtor_id)
        given = {
            "party_id": debtor.party_id,
            "kind": PayerProfile.Kind(kind).value if kind else "",
            "is_known_customer": is_known_customer,
            "set_by_id": current_scope().member_id,
            "set_at": at,
        }
        row: PayerProfile
        row, _new = PayerProfile.objects.update_or_create(debtor=debtor, defaults=given)
    return row
