"""The claims that need somebody: held, refused, asked, unsaid."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from claims.models import Claim, Decision, Hold, Refused
from claims.queries.lists import named

LOOKS = {
    "held": _("On hold"),
    "refused": _("An act is refused"),
    "asked": _("The creditor must decide"),
    "unsaid": _("Consumer or business unknown"),
}


def looked_at(claims: QuerySet[Claim], look: str = "", rule: str = "") -> QuerySet[Claim]:
    """The claims of one look, and those on which `rule` refuses an act; all of them without either. A query each."""
    found = claims
    if look == "held":
        found = _with(found, Hold.objects.filter(ended_on=None))
    elif look == "refused":
        found = _with(found, Refused.objects.filter(cleared_at=None))
    elif look == "asked":
        found = _with(found, Decision.objects.filter(decided_at=None))
    elif look == "unsaid":
        found = found.filter(debtor_kind="unknown")
    return _with(found, Refused.objects.filter(cleared_at=None, rule=rule)) if rule else found


def _with(claims: QuerySet[Claim], rows: QuerySet) -> QuerySet[Claim]:
    return claims.filter(named(rows.values_list("claim_id", flat=True)))
