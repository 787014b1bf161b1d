"""What a claim brought, and the stage in which each sum counts."""

import json
from datetime import date
from decimal import Decimal

from django.db.models import Max
from django.utils.timezone import localdate

from amicable.models import Plan
from billing.rules.fees import Agreed, Move, Receipt, counted, stage_of
from claims.models import Claim, Credit, EventDetail, Hold
from claims.queries.statement import statement_of
from claims.rules import HoldKind
from core.money import ZERO


def receipts_of(claim: Claim, on: date) -> list[Receipt]:
    """The sums known on `on` that earn a fee, each in its stage; a fixed number of queries.

    A credit that was undone counts for nothing, whenever that was. Nothing counts from the day of insolvency on, nor
    what was paid beyond the debt.
    """
    moves, plans = moves_of(claim), plans_of(claim)
    paid = Credit.objects.filter(claim=claim, kind=Credit.Kind.PAYMENT).order_by("value_on", "pk")
    undone = {credit.reverses_id for credit in paid if credit.reverses_id}
    standing = [credit for credit in paid if not credit.reverses_id and credit.pk not in undone]
    receipts = [
        Receipt(
            source=credit.source,
            value_on=credit.value_on,
            amount=credit.amount,
            stage=stage_of(credit.value_on, moves, plans, now=claim.stage),
        )
        for credit in standing
    ]
    return counted(receipts, insolvent_from=insolvent_from(claim), overpaid=_overpaid(claim, on))


def _overpaid(claim: Claim, on: date) -> Decimal:
    return max(-statement_of(claim, on).total, ZERO)


def moves_of(claim: Claim) -> list[Move]:
    """The moves between stages that its timeline tells, the first first; one query."""
    told = EventDetail.objects.filter(claim=claim, event__kind="moved").order_by("event__seq")
    moves = [(at, json.loads(detail)) for at, detail in told.values_list("event__at", "detail")]
    return [Move(localdate(at), said["was"], said["now"]) for at, said in moves]


def plans_of(claim: Claim) -> list[Agreed]:
    """The plans agreed with the debtor: from the day to the last instalment, or to the default that ended it."""
    agreed = Plan.objects.filter(claim=claim, agreed_on__isnull=False).exclude(agreed_stage="")
    spans = agreed.annotate(last=Max("instalments__due_on")).order_by("-agreed_on")
    return [Agreed(plan.agreed_stage, plan.agreed_on, _last(plan, plan.agreed_on)) for plan in spans if plan.agreed_on]


def _last(plan: Plan, agreed_on: date) -> date:
    """A plan that the debtor broke ends that day; one that its creditor took back goes on to its last instalment."""
    last: date = getattr(plan, "last", None) or agreed_on
    if plan.state == Plan.State.DEFAULTED and plan.ended_on:
        return plan.ended_on
    return max(last, plan.ended_on or last)


def insolvent_from(claim: Claim) -> date | None:
    """The first day on which the debtor is insolvent, with proof on file; None while it is not."""
    standing = Hold.objects.filter(claim=claim, kind=HoldKind.INSOLVENCY, ended_on=None).order_by("since")
    return standing.values_list("since", flat=True).first()
