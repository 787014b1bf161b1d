"""What the ranking of the queue must know of many claims at once: a fixed number of queries, whatever their number."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Min, QuerySet, Sum
from django.utils.timezone import localdate

from agencies.options import options_in
from amicable.models import Action, Dispute, PayerProfile, Plan, Promise, QueueEntry
from amicable.rules.ranking import Facts, Weights
from claims.models import Claim, ClaimReply, Credit, Event, Hold
from claims.queries.contact import CALLED, VISITED
from claims.queries.law import country_of, law_options, rules_of
from claims.rules import Stage
from core.money import ZERO, from_cents
from law.limitation import USUAL_KIND, limitation
from law.options import Options
from law.rulesets import RuleSet

ESCALATED, GIVEN_BACK = "escalated", "escalation_ended"  # kinds of link in the timeline


def weights_on(on: date) -> Weights:
    """The agency's weights; one query."""
    given = {key.removeprefix("queue."): value for key, value in options_in("queue", on=on).items()}
    return Weights(value_full=from_cents(given.pop("value_full_cents")), **given)


def facts_of(claims: Collection[Claim], on: date) -> dict[int, Facts]:
    """What is known of these claims, their debtors read with them, by id; eleven queries."""
    ids = [claim.pk for claim in claims]
    about = {"claim_id__in": ids}
    tasks = _first(Action.objects.filter(**about, state=Action.State.OPEN), Min("on"))
    credits = _first(Credit.objects.filter(**about), Sum("amount"))
    answers = _first(ClaimReply.objects.filter(**about, inbound__handled_at=None), Min("inbound__received_at"))
    plans = _first(Plan.objects.filter(**about, state=Plan.State.ASKED), Min("asked_on"))
    disputes = _first(Dispute.objects.filter(**about, state=Dispute.State.ANSWERED), Min("answered_at"))
    resting = set(_standing(ids, on).values_list("claim_id", flat=True))
    broken, profiles, before_managers = _broken(ids), _profiles(claims), escalated(ids)
    options = law_options(on)
    return {
        claim.pk: Facts(
            owed=claim.principal - credits.get(claim.pk, ZERO),
            due_since=claim.oldest_due_on,
            task_on=tasks.get(claim.pk),
            broken_on=broken.get(claim.pk),
            answered_on=_day(answers.get(claim.pk)),
            escalated_on=_day(before_managers.get(claim.pk)),
            decide_on=plans.get(claim.pk) or _day(disputes.get(claim.pk)),
            limit_on=_limit(claim, on, options),
            rests=claim.pk in resting,
            closed=claim.stage == Stage.CLOSED,
            has_phone=bool(claim.debtor.phone),
            profile=profiles.get(claim.debtor_id, ""),
        )
        for claim in claims
    }


def _first(rows: QuerySet[Any], what: Any) -> dict[int, Any]:
    """One value for each claim; one query."""
    return dict(rows.order_by().values("claim_id").annotate(found=what).values_list("claim_id", "found"))


def _day(moment: datetime | None) -> date | None:
    return localdate(moment) if moment else None


def _standing(ids: list[int], on: date) -> QuerySet[Hold]:
    return Hold.objects.filter(claim_id__in=ids, ended_on=None).exclude(until__lt=on)


def _broken(ids: list[int]) -> Mapping[int, date]:
    """The day of the last promise of each claim where it is broken, unless the debtor was tried since; two queries."""
    last: dict[int, tuple[str, date | None]] = {}
    promises = Promise.objects.filter(claim_id__in=ids).order_by("pk")
    for claim_id, state, ended_on in promises.values_list("claim_id", "state", "ended_on"):
        last[claim_id] = (state, ended_on)
    tried = _first(Event.objects.filter(claim_id__in=ids, kind__in=(CALLED, VISITED)), Max("at"))
    return {
        pk: ended
        for pk, (state, ended) in last.items()
        if state == Promise.State.BROKEN and ended and not (pk in tried and localdate(tried[pk]) >= ended)
    }


def escalated(claim_ids: Collection[int]) -> dict[int, datetime]:
    """Which of these claims are before a manager, since when; one query."""
    last: dict[int, tuple[str, datetime]] = {}
    told = Event.objects.filter(claim_id__in=claim_ids, kind__in=(ESCALATED, GIVEN_BACK)).order_by("seq")
    for claim_id, kind, at in told.values_list("claim_id", "kind", "at"):
        last[claim_id] = kind, at
    return {pk: at for pk, (kind, at) in last.items() if kind == ESCALATED}


def _profiles(claims: Collection[Claim]) -> dict[int, str]:
    rows = PayerProfile.objects.filter(debtor_id__in={claim.debtor_id for claim in claims})
    return dict(rows.values_list("debtor_id", "kind"))


def _limit(claim: Claim, on: date, options: Options) -> date:
    """The last day of the plain limitation period: what interrupts it is read where an act is asked for."""
    rules = rules_of(claim) or RuleSet.BE_BUSINESS
    return limitation(country_of(claim), USUAL_KIND[rules], claim.oldest_due_on, on, options=options).last_day


def to_rank(on: date, after: int = 0, limit: int = 500) -> list[int]:
    """Entries of the queue to be ranked anew on `on` or before, by id; costs what is due, not what exists."""
    rows = QueueEntry.objects.filter(look_on__lte=on, pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
