"""What is held about a debtor, what it asked about that, and the register of all such requests."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from claims.models import Claim, ClaimMessage, ClaimReply, Debtor, Document, Event, Liable, PersonRequest
from claims.rules import Stage
from formats.errors import Cell

MOST = 20_000  # rows of one export


def requests(look: str = "") -> QuerySet[PersonRequest]:
    """All of them, or those to answer ("open") or answered ("answered")."""
    rows = PersonRequest.objects.select_related("debtor")
    if look == "open":
        return rows.filter(answered_on=None)
    return rows.filter(answered_on__isnull=False) if look == "answered" else rows


def requests_of(debtor_id: int) -> list[PersonRequest]:
    """What a debtor asked, the latest first; one query."""
    rows = PersonRequest.objects.filter(debtor_id=debtor_id).select_related("file", "debtor")
    return list(rows.order_by("-received_on", "-pk"))


def owed_by(debtor: Debtor) -> QuerySet[Claim]:
    """The claims that a debtor owes, alone or with others, the latest first."""
    liable = Liable.objects.filter(debtor=debtor).values("claim_id")
    return Claim.objects.filter(Q(debtor=debtor) | Q(pk__in=liable)).select_related("creditor").order_by("-number")


def is_pursued(debtor: Debtor) -> bool:
    """Whether a claim of the debtor is open: what a running claim needs is not erased (GDPR art. 17 § 3, e)."""
    return owed_by(debtor).exclude(stage=Stage.CLOSED).exists()


def held_of(debtor: Debtor) -> dict[str, int]:
    """How much is held about a debtor, by what it is; five queries."""
    claims = owed_by(debtor).order_by().values("pk")
    return {
        "claims": owed_by(debtor).count(),
        "events": Event.objects.filter(claim__in=claims).count(),
        "messages": ClaimMessage.objects.filter(claim__in=claims).count(),
        "replies": ClaimReply.objects.filter(claim__in=claims).count(),
        "papers": Document.objects.filter(claim__in=claims).count(),
    }


def headings() -> list[str]:
    """The columns of the exported register."""
    return [
        _("Received on"), _("Debtor"), _("Asks for"), _("What was asked"), _("To be answered by"), _("Answered on"),
        _("Outcome"), _("Our answer"),
    ]  # fmt: skip


def exported() -> Iterator[list[Cell]]:
    """The register as rows, the oldest first; one query."""
    for row in requests().order_by("received_on", "pk")[:MOST]:
        yield [
            row.received_on, row.debtor.name, row.get_kind_display(), row.said, row.answer_by, row.answered_on,
            row.get_outcome_display(), row.answer,
        ]  # fmt: skip
