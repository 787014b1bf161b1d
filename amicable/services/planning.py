"""Payment plans: asked for, agreed, approved, followed, met or not kept. A plan costs the debtor nothing."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from agencies.options import option
from agencies.scope import current_scope, widened
from amicable.models import Confirmation, Instalment, Plan, PlanLimits, Promise
from amicable.queries.plans import limits_of, paid_on, parts_of, patience_on
from amicable.rules import plans as rules
from amicable.services.asking import ask_creditor
from amicable.services.noting import confirm_later, end_hold
from amicable.services.promising import CLOSED, cancel
from claims.events import ClaimClosed, ClaimCredited
from claims.models import Claim, Credit
from claims.queries.law import rules_of
from claims.queries.statement import statement_of
from claims.rules import ClosedAs, HoldKind, Stage
from claims.services import lifecycle
from claims.services.evidence import note_writing
from claims.services.timeline import tell
from core.dates import add_days, next_day
from core.errors import Stale
from core.money import ZERO
from law.refusals import Refusal
from law.refusals import gettext_noop as _
from law.rulesets import RuleSet

State = Plan.State
Kind = Confirmation.Kind
HOUSE = _("House rule")
LIVE = Refusal("plan-live", HOUSE, _("A payment plan is asked for or running on this claim already."))
NOTHING_OWED = Refusal("plan-nothing", HOUSE, _("Nothing is owed."))
UNCUT = Refusal("plan-cut", HOUSE, _("What is owed cannot be cut into these instalments."))
DISCOUNT = Refusal("plan-discount", HOUSE, _("The discount is not between nothing and what is owed."))


def ask_plan(
    *,
    claim_id: int,
    by: str,
    way: str,
    on: date,
    at: datetime,
    said: str = "",
    wish: dict[str, Any] | None = None,
) -> Plan | Refusal:
    """A plan is asked for: everything rests until it is decided on. From the debtor it owns up to the debt.

    `wish` is how it was to be cut, as the debtor said it: number or amount, first day.
    """
    with widened("ask_plan"):
        claim = lifecycle.locked(claim_id)
        if claim.stage == Stage.CLOSED:
            return CLOSED
        if Plan.objects.filter(claim=claim, state__in=Plan.LIVE).exists():
            return LIVE
        if by == "debtor":
            note_writing(claim_id=claim.pk, what="plan", way=way, at=at, said=said)
        tell(claim, "plan_asked", at=at, by=by, way=way, said=said)
        rest = lifecycle.hold(claim_id=claim.pk, kind=HoldKind.PLAN_ASKED, since=on, reason=said[:250], at=at)
        given = {"party_id": claim.party_id, "claim": claim, "asked_on": on, "asked_by": by, "way": way}
        return Plan.objects.create(**given, said=said, wish=wish or {}, hold=rest)


def arrange(
    *,
    claim_id: int,
    by: str,
    way: str,
    wish: rules.Wish,
    on: date,
    at: datetime,
    discount: Decimal = ZERO,
    said: str = "",
) -> Plan | tuple[Refusal, ...]:
    """Ask for a plan and agree to it in one go, as on the telephone; refused, nothing is written at all."""
    with widened("arrange"):
        claim = lifecycle.locked(claim_id)
        plan = Plan.objects.filter(claim=claim, state=State.ASKED).first()
        proposed = propose(claim, wish, discount, on)
        if proposed and isinstance(proposed[0], Refusal):
            return proposed
        asked = plan or ask_plan(claim_id=claim_id, by=by, way=way, on=on, at=at, said=said)
        if isinstance(asked, Refusal):
            return (asked,)
        return agree(plan_id=asked.pk, wish=wish, on=on, at=at, discount=discount)


def propose(
    claim: Claim, wish: rules.Wish, discount: Decimal, on: date, /
) -> tuple[rules.Part, ...] | tuple[Refusal, ...]:
    """The instalments of what is owed today less `discount`, or every reason why they are not the agency's to agree to.

    Writes nothing.
    """
    owed = statement_of(claim, on).total
    if claim.stage == Stage.CLOSED:
        return (CLOSED,)
    if owed <= ZERO:
        return (NOTHING_OWED,)
    if not ZERO <= discount < owed:
        return (DISCOUNT,)
    try:
        parts = rules.cut(owed - discount, wish)
    except ValueError:
        return (UNCUT,)
    return rules.outside(parts, limits_of(claim.party_id, on), on) or parts


def agree(
    *, plan_id: int, wish: rules.Wish, on: date, at: datetime, discount: Decimal = ZERO
) -> Plan | tuple[Refusal, ...]:
    """Agree to a plan on what is owed today less `discount`, within the creditor's limits; or every reason why not.

    A discount beyond them waits for the creditor's approval. Raises Stale when the plan is not asked for any more.
    """
    with widened("agree"):
        plan = _asked(plan_id)
        claim = lifecycle.locked(plan.claim_id)
        parts = propose(claim, wish, discount, on)
        if isinstance(parts[0], Refusal):
            return parts
        total = sum((part.amount for part in parts if isinstance(part, rules.Part)), ZERO)
        Plan.objects.filter(pk=plan.pk).update(
            total=total, discount=discount, decided_on=on, decided_by_id=current_scope().member_id
        )
        _write_down(plan, parts)
        if discount > rules.most_discount(total + discount, limits_of(claim.party_id, on)):
            _ask_approval(plan, claim, total, discount, on, at)
        else:
            _begin(Plan.objects.get(pk=plan.pk), claim, on, at)
    return Plan.objects.get(pk=plan.pk)


def _ask_approval(plan: Plan, claim: Claim, total: Decimal, discount: Decimal, on: date, at: datetime) -> None:
    Plan.objects.filter(pk=plan.pk).update(state=State.APPROVAL)
    tell(claim, "plan_approval", at=at, discount=str(discount), total=str(total))
    answer_by = add_days(on, option("disputes.answer_days", on))
    ask_creditor(claim, what="plan", answer_by=answer_by, key=f"plan:{plan.pk}", at=at)


def approve(*, plan_id: int, approved: bool, on: date, at: datetime) -> Plan:
    """The creditor's word on a discount: the plan runs, or it is refused. Raises Stale when nothing waits for it.

    What was owed may have moved since: the plan stays as it was proposed, and the discount makes up for it.
    """
    with widened("approve"):
        plan = Plan.objects.get(pk=plan_id)
        claim = lifecycle.locked(plan.claim_id)
        waiting = Plan.objects.filter(pk=plan_id, state=State.APPROVAL)
        if not waiting.update(approved_by_id=current_scope().member_id, approved_at=at):
            raise Stale(f"plan {plan_id} waits for no approval")
        plan.refresh_from_db()
        if approved and plan.total is not None:
            plan.discount = max(statement_of(claim, on).total - plan.total, ZERO)
            plan.save(update_fields=["discount"])
            _begin(plan, claim, on, at)
        else:
            _over(plan, claim, State.REFUSED, on, at, reason=str(_("The creditor did not approve.")))
    return Plan.objects.get(pk=plan_id)


def refuse(*, plan_id: int, reason: str, on: date, at: datetime) -> Plan:
    """Say no to a request, with the reason that the debtor is told; the claim goes on. Raises Stale."""
    with widened("refuse"):
        plan = _asked(plan_id)
        claim = lifecycle.locked(plan.claim_id)
        Plan.objects.filter(pk=plan.pk).update(decided_on=on, decided_by_id=current_scope().member_id)
        confirm_later(claim, Kind.PLAN_REFUSED, f"plan:{plan.pk}", on=on, plan=plan)
        _over(plan, claim, State.REFUSED, on, at, reason=reason)
    return plan


def end(*, plan_id: int, reason: str, on: date, at: datetime) -> Plan:
    """Take a running plan out of the way, for a reason that is none of the debtor's doing. Raises Stale."""
    with widened("end"):
        plan = Plan.objects.get(pk=plan_id)
        claim = lifecycle.locked(plan.claim_id)
        plan.refresh_from_db()
        if plan.state != State.AGREED:
            raise Stale(f"plan {plan_id} is not running")
        _over(plan, claim, State.ENDED, on, at, reason=reason)
    return plan


def follow(*, plan_id: int, at: datetime) -> Plan | None:
    """Do what a running plan asks for today: remind, state, say that it is not kept. None when nothing was due."""
    plan = Plan.objects.get(pk=plan_id)
    claim, on = lifecycle.locked(plan.claim_id), localdate(at)
    plan.refresh_from_db()
    if plan.state != State.AGREED or plan.next_on is None or plan.next_on > on:
        return None
    if claim.holds.filter(kind__in=rules.STANDING_STILL, ended_on=None).exists():
        Plan.objects.filter(pk=plan.pk).update(next_on=add_days(on, rules.LOOK_AGAIN_DAYS))
        return None
    parts, paid, patience = parts_of(plan), paid_on(plan, claim, on), patience_on(on)
    if rules.defaulted(parts, paid, on, patience):
        _defaulted(plan, claim, on, at)
        return plan
    reminded = _remind(plan, claim, parts, paid, on)
    if plan.stated_on and rules.must_state(on, plan.stated_on):
        confirm_later(claim, Kind.PLAN_STATEMENT, f"plan:{plan.pk}:{on.year}", on=on, plan=plan)
        plan.stated_on = on
    plan.next_on = rules.next_look(parts, paid, on, patience, reminded=reminded, stated_on=plan.stated_on)
    plan.save(update_fields=["next_on", "stated_on"])
    return plan


def credited(event: ClaimCredited) -> None:
    """Money came: instalments it covers are met, and so is the plan once all of it is paid."""
    plan = Plan.objects.filter(claim_id=event.claim_id, state=State.AGREED).first()
    if plan is None:
        return
    claim, on = Claim.objects.get(pk=event.claim_id), max(event.value_on, localdate(event.at))
    parts, paid = parts_of(plan), paid_on(plan, claim, on)
    covered = [one.part.position for one in rules.standings(parts, paid) if one.covered(patience_on(on))]
    Instalment.objects.filter(plan=plan, position__in=covered, met_on=None).update(met_on=event.value_on)
    if rules.met(parts, paid):
        _met(plan, claim, on, event.at)


def closed(event: ClaimClosed) -> None:
    """The claim ended, and its plan with it: met where it was paid."""
    for plan in Plan.objects.filter(claim_id=event.claim_id, state__in=Plan.LIVE):
        state = State.MET if event.closed_as == ClosedAs.PAID and plan.state == State.AGREED else State.ENDED
        _over(plan, Claim.objects.get(pk=event.claim_id), state, localdate(event.at), event.at)


def set_limits(
    *, party_id: int, since: date, minimum: Decimal, longest_months: int, discount_percent: Decimal, at: datetime
) -> PlanLimits:
    """What a creditor lets the agency agree to alone from `since` on (inclusive); the same day again replaces it."""
    with widened("set_limits"):
        given = {"minimum": minimum, "longest_months": longest_months, "discount_percent": discount_percent}
        given |= {"set_by_id": current_scope().member_id, "set_at": at}
        return PlanLimits.objects.update_or_create(party_id=party_id, since=since, defaults=given)[0]


def _asked(plan_id: int) -> Plan:
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    if plan.state != State.ASKED:
        raise Stale(f"plan {plan_id} is {plan.state}, not asked for")
    return plan


def _write_down(plan: Plan, parts: Sequence[rules.Part]) -> None:
    Instalment.objects.filter(plan=plan).delete()
    keys = {"party_id": plan.party_id, "claim_id": plan.claim_id, "plan": plan}
    Instalment.objects.bulk_create(
        Instalment(**keys, position=part.position, due_on=part.due_on, amount=part.amount) for part in parts
    )


def _begin(plan: Plan, claim: Claim, on: date, at: datetime) -> None:
    """From today the plan runs: no interest, no dunning; the debtor gets it in writing without delay (CDE XIX.11)."""
    rest = lifecycle.hold(
        claim_id=claim.pk,
        kind=HoldKind.PLAN,
        since=on,
        reason="",
        interest_stops_on=next_day(on),
        at=at,
    )
    end_hold(plan.hold, on=on, at=at)
    for open_one in Promise.objects.filter(claim=claim, state=Promise.State.OPEN):
        cancel(promise_id=open_one.pk, on=on, at=at)
    consumer = rules_of(claim) is RuleSet.BE_CONSUMER
    plan.state, plan.agreed_on, plan.agreed_stage, plan.hold = State.AGREED, on, claim.stage, rest
    plan.stated_on = on if consumer else None
    plan.next_on = rules.next_look(parts_of(plan), ZERO, on, patience_on(on), reminded=0, stated_on=plan.stated_on)
    plan.save(update_fields=["state", "agreed_on", "agreed_stage", "hold", "stated_on", "next_on"])
    tell(
        claim, "plan_agreed", at=at, total=str(plan.total), parts=plan.instalments.count(), discount=str(plan.discount)
    )
    confirm_later(claim, Kind.PLAN_AGREED, f"plan:{plan.pk}", on=on, plan=plan)


def _remind(plan: Plan, claim: Claim, parts: Sequence[rules.Part], paid: Decimal, on: date) -> int:
    """Remind of the next instalment where that is due; the place of the last one that was reminded of."""
    last = plan.instalments.filter(reminded_on__isnull=False).order_by("-position").first()
    reminded = last.position if last else 0
    part = rules.to_remind(parts, paid, on, patience_on(on), reminded=reminded)
    if part is None:
        return reminded
    plan.instalments.filter(position=part.position).update(reminded_on=on)
    subject = f"plan:{plan.pk}:{part.position}"
    confirm_later(claim, Kind.PLAN_REMINDER, subject, on=on, plan=plan, position=part.position)
    return part.position


def _defaulted(plan: Plan, claim: Claim, on: date, at: datetime) -> None:
    confirm_later(claim, Kind.PLAN_DEFAULTED, f"plan:{plan.pk}", on=on, plan=plan)
    _over(plan, claim, State.DEFAULTED, on, at)


def _met(plan: Plan, claim: Claim, on: date, at: datetime) -> None:
    """All is paid: the discount is waived, which settles the claim."""
    Plan.objects.filter(pk=plan.pk).update(state=State.MET, ended_on=on, next_on=None)
    tell(claim, "plan_met", at=at, total=str(plan.total))
    left = statement_of(claim, on).total
    if plan.discount and left > ZERO:
        waived = min(plan.discount, left)
        lifecycle.credit(
            claim_id=claim.pk, kind=Credit.Kind.WAIVER, value_on=on, amount=waived, source=f"plan:{plan.pk}", at=at
        )
    end_hold(plan.hold, on=next_day(on), at=at)


def _over(plan: Plan, claim: Claim, state: str, on: date, at: datetime, reason: str = "") -> None:
    plan.state, plan.ended_on, plan.next_on, plan.reason = state, on, None, reason
    plan.save(update_fields=["state", "ended_on", "next_on", "reason"])
    tell(claim, f"plan_{state}", at=at, reason=reason)
    # The day on which a plan is paid bears no interest either; the day on which it fails does.
    end_hold(plan.hold, on=next_day(on) if state == State.MET else on, at=at)
