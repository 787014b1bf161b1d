"""The law that a contract with a business in another country chose, recorded by a manager."""

from datetime import date, datetime

from agencies import audit
from agencies.scope import widened
from claims.events import ClaimResumed
from claims.models import Claim
from claims.services.lifecycle import locked
from claims.services.timeline import tell
from core.errors import Stale
from core.events import publish
from law.rulesets import COUNTRIES, Country


def may_choose(claim: Claim) -> bool:
    """Whether a choice of law counts: an open claim against a business that lives neither here nor there, of which no
    notice has left (Règl. (CE) 593/2008, art. 3; DOMAIN §4, *Other countries*)."""
    elsewhere = claim.country.lower() not in COUNTRIES
    return elsewhere and claim.debtor_kind == "business" and not claim.closed_on and claim.notified_on is None


def choose_law(*, claim_id: int, law: Country, ground: str, on: date, at: datetime) -> None:
    """Record which law the contract chose, with the clause that says so; the claim then plans its first act.

    Only principal and the contract's own interest are asked from then on. Raises Stale where a choice does not count.
    """
    with widened("choose_law"):
        claim = locked(claim_id)
        if not may_choose(claim):
            raise Stale(f"claim {claim.number} takes no choice of law")
        Claim.objects.filter(pk=claim.pk).update(chosen_law=law)
        tell(claim, "law_chosen", at=at, law=law, ground=ground)
        audit.record("law.chosen", at=at, claim=claim.number, value=law, reason=ground)
        publish(ClaimResumed(claim.pk, on, at))
