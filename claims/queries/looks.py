"""The claims that need somebody: held, refused, asked, unsaid."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from claims.models import Claim, Decision, Hold, Refused

LOOKS = {
    "held": _("On hold"),
    "refused": _("An act is refused"),
    "asked": _("The creditor must decide"),
    "unsaid": _("Consumer or business unknown"),
}


def looked_at(claims: QuerySet[Claim], look: str = "", rule: str = "") -> QuerySet[Claim]:
    """The claims of one look, and those on which `rule` refuses an act; all of them without either."""
    found = claims
    if look == "held":
        found = found.filter(_open(Hold.objects.filter(ended_on=None)))
    elif look == "refused":
        found = found.filter(_open(Refused.objects.filter(cleared_at=None)))
    elif look == "asked":
        found = found.filter(_open(Decision.objects.filter(decided_at=None)))
    elif look == "unsaid":
        found = found.filter(debtor_kind="unknown")
    return found.filter(_open(Refused.objects.filter(cleared_at=None, rule=rule))) if rule else found


def _open(rows: QuerySet) -> Exists:
    return Exists(rows.filter(claim_id=OuterRef("pk")))
