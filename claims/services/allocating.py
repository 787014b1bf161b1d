"""Another order for a payment than the law's: recorded with who agreed and why, versioned, told in the story."""

from collections.abc import Sequence
from datetime import date, datetime

from agencies.scope import current_scope, widened
from claims.events import ClaimCredited
from claims.models import Allocation, Claim, Credit
from claims.queries.law import orders_of, rules_of
from claims.services import lifecycle
from claims.services.timeline import tell
from core.events import publish
from law.allocation import Part, consent_for
from law.refusals import Refusal
from law.refusals import gettext_noop as _
from law.rulesets import KIND_UNKNOWN

HOUSE = _("House rule")
NO_PAYMENT = Refusal("allocation-no-payment", HOUSE, _("Only a payment that stands is shared out."))
CLOSED = Refusal(
    "allocation-closed", HOUSE, _("The file is closed: what its payments served does not change any more.")
)
AS_BEFORE = Refusal("allocation-as-before", HOUSE, _("The payment is shared out in this order already."))
TOO_EARLY = Refusal("allocation-not-yet", HOUSE, _("The day of the agreement has not come yet."))
AGREED = Allocation.AgreedBy


def reallocate(
    *, credit_id: int, order: Sequence[Part], agreed_by: str, agreed_on: date, reason: str, on: date, at: datetime
) -> Allocation | Refusal:
    """Share a payment out in another order from its value date on; without an `order`, in the law's again.

    The sum stays, and what is owed on its value date; later interest follows what was left of the principal. The books
    are not touched: whose money it is does not depend on what it served. ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("an agreement is recorded with its reason")
    with widened("reallocate"):
        credit = Credit.objects.get(pk=credit_id)
        claim = lifecycle.locked(credit.claim_id)
        refusal = _refused(claim, credit, order, agreed_by) or (TOO_EARLY if agreed_on > on else None)
        if refusal:
            return refusal
        given = {"agreed_by": agreed_by, "agreed_on": agreed_on, "reason": reason.strip()}
        row: Allocation = Allocation.objects.create(
            party_id=claim.party_id,
            claim=claim,
            credit=credit,
            order=",".join(order),
            member_id=current_scope().member_id,
            at=at,
            **given,
        )
        told = {"order": ",".join(order), "amount": str(credit.amount), "value_on": credit.value_on.isoformat()}
        tell(claim, "allocated", at=at, **told, agreed_by=agreed_by, reason=reason.strip())
        publish(ClaimCredited(claim.pk, credit.value_on, at))
    return row


def _refused(claim: Claim, credit: Credit, order: Sequence[Part], agreed_by: str) -> Refusal | None:
    """Why the payment may not be shared out in this order; None when it may."""
    undone = Credit.objects.filter(reverses=credit).exists()
    if credit.kind != Credit.Kind.PAYMENT or credit.reverses_id or undone:
        return NO_PAYMENT
    if claim.closed_on:
        return CLOSED
    if tuple(order) == orders_of(claim).get(credit.pk, ()):
        return AS_BEFORE
    return _without_consent(claim, order, agreed_by) if order else None


def _without_consent(claim: Claim, order: Sequence[Part], agreed_by: str) -> Refusal | None:
    rules = rules_of(claim)
    if rules is None:
        return KIND_UNKNOWN
    needed = consent_for(rules, order)
    if isinstance(needed, Refusal):
        return needed
    if needed.creditor and agreed_by == AGREED.DEBTOR:
        return Refusal(
            "allocation-creditor",
            needed.source,
            _("Principal before interest costs the creditor: it has to agree."),
            cure=_("Record the creditor's agreement, or keep the law's order."),
        )
    if needed.debtor and agreed_by == AGREED.CREDITOR:
        return Refusal(
            "allocation-debtor",
            needed.source,
            _("Charges before the debt cost the debtor: it has to agree."),
            cure=_("Record the debtor's agreement, or keep the law's order."),
        )
    return None
