"""Reads about payment plans."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agencies.options import options_in
from amicable.models import Plan, PlanLimits
from amicable.rules.plans import Limits, Part, Patience, Standing, standings
from claims.models import Claim
from claims.queries.statement import statement_of
from core.money import ZERO, from_cents


def limits_of(party_id: int, on: date) -> Limits:
    """What a creditor lets the agency agree to alone on `on`, or the agency's own limits; two queries at most."""
    row = PlanLimits.objects.filter(party_id=party_id, since__lte=on).order_by("-since").first()
    if row is not None:
        return Limits(minimum=row.minimum, longest_months=row.longest_months, discount_percent=row.discount_percent)
    usual = options_in("plans", on=on)
    return Limits(
        minimum=from_cents(usual["plans.minimum_cents"]),
        longest_months=usual["plans.longest_months"],
        discount_percent=Decimal(0),
    )


def patience_on(on: date) -> Patience:
    """How plans are followed on `on`; one query."""
    return Patience(days=options_in("plans", on=on)["plans.tolerance_days"])


def parts_of(plan: Plan) -> tuple[Part, ...]:
    """The instalments of a plan in order; one query."""
    return tuple(Part(row.position, row.due_on, row.amount) for row in plan.instalments.order_by("position"))


def paid_on(plan: Plan, claim: Claim, on: date) -> Decimal:
    """How much of a running plan is paid on `on`, whatever lowered the debt since it was agreed.

    No interest runs meanwhile, so what is no longer owed was paid or credited.
    """
    total = (plan.total or ZERO) + plan.discount
    return max(total - max(statement_of(claim, on).total, ZERO), ZERO)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What of a running plan is still to be paid: the first instalment that is not, and all of them together."""

    next: Standing
    left: Decimal


def ahead(claim: Claim, on: date) -> Ahead | None:
    """What is next in the plan that runs on a claim; None where none does, or all of it is paid. Two queries more than
    its statement."""
    plan = Plan.objects.filter(claim=claim, state=Plan.State.AGREED).first()
    if plan is None:
        return None
    left = [one for one in standings(parts_of(plan), paid_on(plan, claim, on)) if one.left > ZERO]
    return Ahead(left[0], sum((one.left for one in left), ZERO)) if left else None
