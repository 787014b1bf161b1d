"""Erasing a person while the timeline stays whole: what was said goes, that something was said stays."""

from datetime import date, datetime

from agencies import audit
from agencies.scope import widened
from claims.models import Claim, Debtor, EventDetail, ImportRow, Representative
from claims.services.lifecycle import locked
from claims.services.timeline import tell
from core.errors import Stale

ERASED = "—"
BLANK = ("customer_number", "street", "postcode", "city", "email", "phone", "enterprise_number", "vat_number")


def erase_debtor(*, debtor_id: int, on: date, at: datetime) -> int:
    """Erase a debtor's person from closed claims; the number of claims touched.

    Amounts, dates and the sealed chain stay, as the accounts oblige. Raises Stale while a claim is open: the law
    keeps what a running claim needs (GDPR art. 17 § 3, e).
    """
    with widened("erase_debtor"):
        debtor = Debtor.objects.select_for_update().get(pk=debtor_id)
        claims = list(Claim.objects.filter(debtor=debtor).order_by("pk"))
        if any(claim.stage != "closed" for claim in claims):
            raise Stale(f"debtor {debtor_id} still has an open claim")
        for claim in claims:
            _erase_story(claim, at=at)
        Representative.objects.filter(debtor=debtor).delete()
        _erase_rows(claims)
        blank = dict.fromkeys(BLANK, "")
        Debtor.objects.filter(pk=debtor_id).update(name=ERASED, identity=f"erased:{debtor_id}", erased_on=on, **blank)
        audit.record("debtor.erased", at=at, debtor=debtor_id, claims=len(claims))
    return len(claims)


def _erase_story(claim: Claim, *, at: datetime) -> None:
    """The details with their salts go; an `erased` link says so, and lets the verification pass."""
    locked(claim.pk)
    EventDetail.objects.filter(claim=claim).delete()
    tell(claim, "erased", at=at)


def _erase_rows(claims: list[Claim]) -> None:
    """The raw cells of remarked rows of the files these claims came from: they may name the person."""
    imports = {claim.source_id for claim in claims if claim.source_id}
    ImportRow.objects.filter(source_id__in=imports).update(values=[])
