"""The end of the stage: the creditor is asked what comes next, reminded, and in the end taken at its silence."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.options import option
from agencies.scope import current_agency_id
from claims.advising import advised
from claims.models import Claim, ClaimMessage, Decision
from claims.queries.ending import advice_of
from claims.queries.statement import statement_of
from claims.rules import ClosedAs
from claims.services import lifecycle
from claims.services.timeline import tell
from messaging.queries import texting_number
from messaging.rules import NotToADebtor
from messaging.services import enqueue
from paynow import rules

ASKED, REMINDED, CLOSED = "decision", "decision_reminder", "decision_closed"


def ask(*, claim_id: int, at: datetime) -> Decision | None:
    """Ask the creditor once the deadline has passed unpaid; None when nothing is due."""
    claim, on = lifecycle.locked(claim_id), localdate(at)
    if not _is_due(claim, rules.DECISION, on):
        return None
    decision = lifecycle.ask_decision(claim, on=on, at=at)
    _mail(claim, decision, ASKED, at)
    if claim.creditor.wants_sms and (number := texting_number(claim.creditor.phone, claim.creditor.country)):
        _texted(claim, number, at)
    lifecycle.plan(claim, rules.ANSWER, _next(decision, on))
    return decision


def chase(*, claim_id: int, at: datetime) -> Decision | None:
    """Remind a creditor that does not answer, or close its claim as kept; None when nothing is due.

    Silence never escalates (DOMAIN §4, *Silent creditor*). After a stop, one reminder stands for those missed.
    """
    claim, on = lifecycle.locked(claim_id), localdate(at)
    if not _is_due(claim, rules.ANSWER, on):
        return None
    decision = Decision.objects.filter(claim=claim, decided_at=None).first()
    if decision is None:
        lifecycle.plan(claim, "", None)
        return None
    if on >= decision.asked_on + timedelta(days=option("silent_creditor.close_on_day", on)):
        _mail(claim, decision, CLOSED, at)
        lifecycle.close(claim, ClosedAs.KEPT, on=on, at=at)
    else:
        Decision.objects.filter(pk=decision.pk).update(reminded_on=on)
        tell(claim, "decision_reminded", at=at)
        _mail(claim, decision, REMINDED, at)
        lifecycle.plan(claim, rules.ANSWER, _next(decision, on))
    return decision


def _is_due(claim: Claim, act: str, on: date) -> bool:
    return claim.next_act == act and claim.next_on is not None and claim.next_on <= on


def _next(decision: Decision, on: date) -> date:
    return rules.follow_up(
        decision.asked_on,
        remind_on_days=option("silent_creditor.remind_on_days", on),
        close_on_day=option("silent_creditor.close_on_day", on),
        after=on,
    )


def _mail(claim: Claim, decision: Decision, kind: str, at: datetime) -> None:
    """Write to the creditor by e-mail; without an address, the portal alone asks."""
    if not claim.creditor.email:
        return
    agency, on = Agency.objects.get(pk=current_agency_id()), localdate(at)
    with translation.override(claim.creditor.language):
        advice = advice_of(claim, on)
        context = {
            "claim": claim,
            "decision": decision,
            "advice": advised(advice) if advice else "",
            "debtor": claim.debtor.name,
            "total": statement_of(claim, on).total,
            "url": f"{settings.PUBLIC_URL}/{agency.slug}/portal/claims/{claim.number}/",
            "agency": agency,
            "closes_on": decision.asked_on + timedelta(days=option("silent_creditor.close_on_day", on)),
        }
        message = enqueue(
            dedupe_key=f"decision:{decision.pk}:{kind}:{on.isoformat()}",
            kind=f"paynow.{kind}",
            channel="email",
            recipient=f"creditor:{claim.creditor_id}",
            address=claim.creditor.email,
            subject=_subject(kind) % {"number": claim.number},
            text=render_to_string(f"paynow/{kind}.txt", context),
            language=claim.creditor.language,
            template_version=f"{kind}-1",
            clearance=NotToADebtor("decision asked of the creditor"),
            party_id=claim.party_id,
            at=at,
        )
    ClaimMessage.objects.get_or_create(claim=claim, message=message, defaults={"party_id": claim.party_id})


def _subject(kind: str) -> str:
    if kind == CLOSED:
        return _("Claim %(number)s: closed, you keep the file")
    if kind == REMINDED:
        return _("Reminder, claim %(number)s: we are waiting for your decision")
    return _("Claim %(number)s: what shall we do next?")


def _texted(claim: Claim, number: str, at: datetime) -> None:
    """One SMS a day, however many claims wait for an answer; an answer to it reaches each of them."""
    agency = Agency.objects.get(pk=current_agency_id())
    with translation.override(claim.creditor.language):
        said = _("%(agency)s: a stage of one of your files has ended, we await your choice. %(url)s")
        text = said % {"agency": agency.name, "url": f"{settings.PUBLIC_URL}/{agency.slug}/portal/"}
    message = enqueue(
        dedupe_key=f"decisions:{claim.party_id}:{localdate(at)}:sms",
        kind="paynow.decision",
        channel="sms",
        recipient=f"creditor:{claim.creditor_id}",
        address=number,
        subject="",
        text=text,
        language=claim.creditor.language,
        template_version="decision-sms-1",
        clearance=NotToADebtor("decision asked of the creditor"),
        party_id=claim.party_id,
        at=at,
    )
    ClaimMessage.objects.get_or_create(claim=claim, message=message, defaults={"party_id": claim.party_id})
