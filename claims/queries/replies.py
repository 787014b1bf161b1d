"""What people outside wrote to the agency, with the claims that it is about."""

import re
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from claims.models import Claim, ClaimReply
from claims.queries.desk import Named
from claims.rules import Stage
from messaging.models import InboundMessage

LOOKS = {"open": _("To handle"), "unattached": _("Of no file yet")}
MANY = 100  # counting stops here
REFERENCE = re.compile(r"(?<!\d)(?:\+{3}|\*{3})? ?(\d{3})/?(\d{4})/?(\d{5}) ?(?:\+{3}|\*{3})?(?!\d)")  # 123/4567/89012


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


def meant_by(inbound: InboundMessage) -> list[Claim]:
    """The open claims that an e-mail of no known thread is about; two queries at most.

    Those whose structured reference it writes; else those of the debtor with the sender's address. None where they are
    of more than one creditor: neither may read what was written to the other.
    """
    if inbound.channel != "email":
        return []
    running = Claim.objects.exclude(stage=Stage.CLOSED).order_by("pk")
    named = {"".join(found) for found in REFERENCE.findall(f"{inbound.subject}\n{inbound.text}")}
    found = list(running.filter(reference__in=named)) if named else []
    found = found or list(running.filter(debtor__email__in={inbound.sender, inbound.sender.lower()}))
    return found if len({claim.party_id for claim in found}) == 1 else []
