"""What is known of a claim when its stage ends, what the agency advises then, and the steps that were taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.utils.timezone import localdate

from claims.models import Claim, Credit, Decision, Event, EventDetail, Hold
from claims.queries.contact import acknowledgements_of
from claims.queries.law import country_of, law_options, rules_of
from claims.queries.statement import statement_of
from claims.queries.timeline import Told, timeline
from claims.rules import Advice, Ending, HoldKind, Stage, advise
from core.money import ZERO
from law.limitation import USUAL_KIND, limitation
from law.rulesets import RuleSet

SPOKE = ("replied", "promised", "acknowledged", "admitted", "plan_asked", "plan_agreed", "disputed")
STEPS = ("posted", "emailed", "texted", "called", "visited", "promised", "promise_broken", "plan_agreed",
         "plan_defaulted", "disputed", "dispute_decided", "replied", "credited")  # fmt: skip


def ending_of(claim: Claim, on: date) -> Ending:
    """What advice looks at; a fixed number of queries."""
    rules = rules_of(claim) or RuleSet.BE_BUSINESS
    asked = country_of(claim), USUAL_KIND[rules], claim.oldest_due_on, on
    standing = Hold.objects.filter(claim=claim, ended_on=None).values_list("kind", flat=True)
    paid = Credit.objects.filter(claim=claim, kind=Credit.Kind.PAYMENT).aggregate(all=Sum("amount"))["all"]
    return Ending(
        owed=statement_of(claim, on).total,
        due_on=claim.oldest_due_on,
        on=on,
        last_day=limitation(*asked, acknowledgements_of(claim.pk), law_options(on)).last_day,
        paid=paid or ZERO,
        spoke=Event.objects.filter(claim=claim, kind__in=SPOKE).exists() or _was_reached(claim),
        address_known=bool(claim.debtor.street) and HoldKind.UNKNOWN_ADDRESS not in standing,
        insolvent=HoldKind.INSOLVENCY in standing,
    )


def _was_reached(claim: Claim) -> bool:
    tried = EventDetail.objects.filter(claim=claim, event__kind__in=["called", "visited"])
    return tried.filter(detail__contains='"outcome": "reached"').exists()


def advice_of(claim: Claim, on: date) -> Advice | None:
    """What the agency advises for a claim whose amicable stage has ended; None while it has not."""
    ended = Decision.objects.filter(claim=claim, decided_at=None).exclude(stage_ended=Stage.PAYNOW).exists()
    return advise(ending_of(claim, on)) if ended else None


@dataclass(frozen=True, slots=True)
class Step:
    """One step taken towards the debtor, or what came of it: its day, and its link in the timeline."""

    on: date
    told: Told


def steps_taken(claim_id: int) -> list[Step]:
    """What was done to collect a claim, the first first; two queries."""
    return [Step(localdate(one.at), one) for one in reversed(timeline(claim_id)) if one.kind in STEPS]


def certificate_of(claim_id: int) -> Mapping[str, str] | None:
    """What the timeline says of the certificate of non-recovery of a claim, None while there is none; two queries."""
    for one in timeline(claim_id):
        if one.kind == "certified":
            return {key: str(value) for key, value in (one.detail or {}).items()}
    return None
