"""What people outside wrote to the agency, with the claims that it is about."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from claims.models import ClaimReply
from claims.queries.desk import Named
from messaging.models import InboundMessage

LOOKS = {"open": _("To handle"), "unattached": _("Of no file yet")}
MANY = 100  # counting stops here


def inbound_messages(look: str = "") -> QuerySet[InboundMessage]:
    """What was received: all of it, what nobody has handled, or what is of no claim."""
    found: QuerySet[InboundMessage] = InboundMessage.objects.all()
    if look == "open":
        found = found.filter(handled_at=None)
    elif look == "unattached":
        found = found.filter(~Exists(ClaimReply.objects.filter(inbound_id=OuterRef("pk"))))
    return found


def unhandled(limit: int) -> tuple[list[InboundMessage], int]:
    """What waits longest to be handled, and how much there is (MANY at most); two queries."""
    rows = inbound_messages("open")
    return list(rows.order_by("pk")[:limit]), rows.values("pk")[:MANY].count()


def claims_of_replies(inbound_ids: Iterable[int]) -> dict[int, list[Named]]:
    """The claims that received messages are about, by message; one query."""
    rows = ClaimReply.objects.filter(inbound_id__in=list(inbound_ids)).order_by("pk")
    found: dict[int, list[Named]] = {}
    told = rows.values_list("inbound_id", "claim__number", "claim__debtor__name", "claim__creditor__name")
    for inbound_id, number, debtor, creditor in told:
        found.setdefault(inbound_id, []).append(Named(number, debtor, creditor))
    return found
