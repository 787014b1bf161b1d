"""A firm was looked up in its register, and nothing that ends action was found."""

from datetime import datetime

from agencies.scope import widened
from claims.models import Claim, Refused
from claims.queries.checks import CHECKED, UNCHECKED
from claims.rules import Stage
from claims.services.timeline import tell_all


def note_checked(*, claim_id: int, register: str, at: datetime) -> int:
    """Tell in each open claim of the debtor that `register` ("bce", "bodacc", "rne", "other") said nothing of it; how
    many. What is found there instead is a halt (claims.services.halting)."""
    with widened("note_checked"):
        debtor_id = Claim.objects.values_list("debtor_id", flat=True).get(pk=claim_id)
        rows = Claim.objects.filter(debtor_id=debtor_id).exclude(stage=Stage.CLOSED).order_by("pk")
        claims = list(rows.select_for_update(of=("self",)))
        tell_all(claims, CHECKED, at=at, register=register)
        refused = Refused.objects.filter(claim__in=claims, rule=UNCHECKED.rule, cleared_at=None)
        refused.update(cleared_at=at)
    return len(claims)
