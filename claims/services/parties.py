"""What becomes known of the people behind a claim."""

from datetime import date, datetime

from agencies.scope import widened
from claims.events import ClaimResumed
from claims.models import Claim, Debtor, Refused
from claims.rules import Stage
from claims.services.lifecycle import locked
from claims.services.timeline import tell
from core.errors import Stale
from core.events import publish

ADDRESS_MISSING = "address-missing"


def complete_address(*, claim_id: int, street: str, postcode: str, city: str, on: date, at: datetime) -> None:
    """Write down where the claim's debtor lives; each of its open claims tells it.

    A claim whose letter was refused for want of an address plans again from `on`. Raises Stale on an erased debtor.
    """
    with widened("complete_address"):
        debtor = Debtor.objects.select_for_update(of=("self",)).get(pk=locked(claim_id).debtor_id)
        if debtor.erased_on:
            raise Stale(f"debtor {debtor.pk} was erased on {debtor.erased_on}")
        was = f"{debtor.street}, {debtor.postcode} {debtor.city}".strip(", ")
        Debtor.objects.filter(pk=debtor.pk).update(street=street, postcode=postcode, city=city)
        now = f"{street}, {postcode} {city}"
        for claim in _open_claims(debtor):
            tell(claim, "address_completed", at=at, was=was, now=now)
            if Refused.objects.filter(claim=claim, rule=ADDRESS_MISSING, cleared_at=None).exists():
                publish(ClaimResumed(claim.pk, on, at))


def correct_contact(
    *, claim_id: int, at: datetime, email: str = "", phone: str = "", language: str = "", by: str = "debtor"
) -> None:
    """Write down how the claim's debtor is reached from now on, as it says itself or (`by`) the
    agency found out; what is empty stays as it is.

    Each of its open claims tells it. Raises Stale on an erased debtor.
    """
    with widened("correct_contact"):
        debtor = Debtor.objects.select_for_update(of=("self",)).get(pk=locked(claim_id).debtor_id)
        if debtor.erased_on:
            raise Stale(f"debtor {debtor.pk} was erased on {debtor.erased_on}")
        given = {"email": email, "phone": phone, "language": language}
        changed = {name: value for name, value in given.items() if value and value != getattr(debtor, name)}
        if not changed:
            return
        was = {name: getattr(debtor, name) for name in changed}
        Debtor.objects.filter(pk=debtor.pk).update(**changed)
        for claim in _open_claims(debtor):
            tell(claim, "contact_corrected", at=at, by=by, was=was, now=", ".join(changed.values()))


def _open_claims(debtor: Debtor) -> list[Claim]:
    """Locked in key order."""
    claims = Claim.objects.filter(debtor=debtor).exclude(stage=Stage.CLOSED)
    return list(claims.order_by("pk").select_for_update(of=("self",)))
