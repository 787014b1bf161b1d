"""The end of the stage: the creditor is asked what comes next."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.scope import current_agency_id
from claims.models import Claim, ClaimMessage, Decision
from claims.queries.statement import statement_of
from claims.services import lifecycle
from messaging.rules import NotToADebtor
from messaging.services import enqueue
from paynow import rules


def ask(*, claim_id: int, at: datetime) -> Decision | None:
    """Ask the creditor once the deadline has passed unpaid; None when nothing is due."""
    claim = lifecycle.locked(claim_id)
    on = localdate(at)
    if claim.next_act != rules.DECISION or claim.next_on is None or claim.next_on > on:
        return None
    decision = lifecycle.ask_decision(claim, on=on, at=at)
    if claim.creditor.email:
        _mailed(claim, decision, at)
    lifecycle.plan(claim, "answer", None)
    return decision


def _mailed(claim: Claim, decision: Decision, at: datetime) -> None:
    agency = Agency.objects.get(pk=current_agency_id())
    with translation.override(claim.creditor.language):
        context = {
            "claim": claim,
            "debtor": claim.debtor.name,
            "total": statement_of(claim, localdate(at)).total,
            "url": f"{settings.PUBLIC_URL}/{agency.slug}/portal/claims/{claim.number}/",
            "agency": agency,
        }
        message = enqueue(
            dedupe_key=f"decision:{decision.pk}",
            kind="paynow.decision",
            channel="email",
            recipient=f"creditor:{claim.creditor_id}",
            address=claim.creditor.email,
            subject=_("Claim %(number)s: what shall we do next?") % {"number": claim.number},
            text=render_to_string("paynow/decision.txt", context),
            language=claim.creditor.language,
            template_version="decision-1",
            clearance=NotToADebtor("decision asked of the creditor"),
            party_id=claim.party_id,
            at=at,
        )
        ClaimMessage.objects.get_or_create(claim=claim, message=message, defaults={"party_id": claim.party_id})
