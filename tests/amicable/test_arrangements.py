"""Promises and plans as the house lives them: kept, broken, followed to their end, by date alone."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from agencies.scope import acting_for
from amicable.models import Confirmation, Plan, Promise
from amicable.queries.plans import limits_of
from amicable.rules.plans import Wish
from amicable.services import agreed, planning, promising
from claims import guard
from claims.models import Claim, Event, Hold
from claims.queries.statement import statement_of
from claims.services.lifecycle import credit, hold
from law.clearance import Clearance
from tests import world

ON = date(2026, 3, 2)
pytestmark = pytest.mark.django_db


def at(on):
    return datetime(on.year, on.month, on.day, 9, tzinfo=UTC)


@pytest.fixture
def ours():
    side = world.side("ours")
    with acting_for(side.pk):
        yield side


def take(ours, amount="400.00", due=ON + timedelta(days=10), **given):
    given = {"way": "call", "on": ON, "at": at(ON)} | given
    return promising.promise(claim_id=ours.claim.pk, amount=Decimal(amount), due_on=due, **given)


def asked(ours, **given):
    return planning.ask_plan(claim_id=ours.claim.pk, **{"by": "debtor", "way": "email", "on": ON, "at": at(ON)} | given)


def running(ours, number=4, discount="0.00", first=ON + timedelta(days=14)):
    plan = asked(ours)
    wish = Wish(first_on=first, number=number)
    return planning.agree(plan_id=plan.pk, wish=wish, discount=Decimal(discount), on=ON, at=at(ON))


def pay(ours, amount, on, source="declared:1"):
    credit(claim_id=ours.claim.pk, kind="payment", value_on=on, amount=Decimal(amount), source=source, at=at(on))


def owed(ours, on):
    return statement_of(Claim.objects.get(pk=ours.claim.pk), on).total


def told(ours):
    return [*Event.objects.filter(claim=ours.claim).order_by("seq").values_list("kind", flat=True)]


def held(ours):
    return [*Hold.objects.filter(claim=ours.claim, ended_on=None).values_list("kind", flat=True)]


def test_a_promise_rests_the_claim_and_is_broken_once_its_grace_is_over(ours):
    made = take(ours)
    assert (held(ours), made.grace_on) == (["promise"], date(2026, 3, 15))
    assert promising.judge(promise_id=made.pk, at=at(made.grace_on)) is None
    assert promising.judge(promise_id=made.pk, at=at(date(2026, 3, 16))).state == "broken"
    assert (held(ours), told(ours)[-2:]) == ([], ["promise_broken", "released"])
    assert promising.judge(promise_id=made.pk, at=at(date(2026, 3, 17))) is None


def test_a_promise_paid_within_its_grace_is_kept_at_once(ours):
    made = take(ours)
    pay(ours, "100.00", date(2026, 3, 10))
    assert Promise.objects.get(pk=made.pk).state == "open"
    pay(ours, "300.00", date(2026, 3, 14), source="declared:2")
    assert Promise.objects.get(pk=made.pk).state == "kept"
    assert held(ours) == []


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"due": ON - timedelta(days=1)}, "promise-past"),
        ({"due": ON + timedelta(days=31)}, "promise-far"),
        ({"amount": "0.00"}, "promise-amount"),
        ({"amount": "9999.00"}, "promise-amount"),
    ],
)
def test_what_is_no_promise_is_refused_and_nothing_is_written(ours, given, rule):
    assert take(ours, **given).rule == rule
    assert (held(ours), Promise.objects.count()) == ([], 0)


def test_one_promise_at_a_time(ours):
    take(ours)
    assert take(ours).rule == "promise-running"


def test_a_plan_asked_for_in_writing_is_evidence_and_rests_the_claim(ours):
    asked(ours, said="Je ne peux pas tout payer.")
    assert (told(ours)[0], held(ours)) == ("acknowledged", ["plan_asked"])
    assert asked(ours).rule == "plan-live"


def test_a_plan_is_agreed_to_the_cent_and_no_interest_runs_while_it_does(ours):
    before = owed(ours, ON)
    plan = running(ours)
    assert sum(part.amount for part in plan.instalments.all()) == plan.total == before
    assert (plan.state, held(ours)) == ("agreed", ["plan"])
    assert owed(ours, ON + timedelta(days=60)) == before
    assert Confirmation.objects.get().kind == "plan_agreed"


def test_a_plan_kept_is_met_and_closes_the_claim(ours):
    plan = running(ours, number=2)
    first, last = plan.instalments.order_by("position")
    pay(ours, str(first.amount), first.due_on)
    assert plan.instalments.get(position=1).met_on == first.due_on
    pay(ours, str(last.amount), last.due_on, source="declared:2")
    assert Plan.objects.get(pk=plan.pk).state == "met"
    assert Claim.objects.get(pk=ours.claim.pk).closed_as == "paid"
    assert (held(ours), owed(ours, last.due_on + timedelta(days=9))) == ([], 0)


def test_a_plan_not_kept_ends_and_interest_runs_again_from_that_day(ours):
    plan = running(ours)
    total, on = plan.total, plan.next_on
    while Plan.objects.get(pk=plan.pk).state == "agreed":
        planning.follow(plan_id=plan.pk, at=at(on))
        on = Plan.objects.get(pk=plan.pk).next_on or on
    ended = Plan.objects.get(pk=plan.pk)
    assert (ended.state, ended.ended_on) == ("defaulted", date(2026, 4, 16))  # the day that names it: see rules
    assert owed(ours, ended.ended_on - timedelta(days=1)) == total
    assert owed(ours, ended.ended_on + timedelta(days=10)) > total
    kinds = [*Confirmation.objects.order_by("pk").values_list("kind", flat=True)]
    assert kinds[0] == "plan_agreed"
    assert kinds[-1] == "plan_defaulted"
    assert "plan_reminder" in kinds


def test_a_plan_outside_the_limits_of_the_creditor_is_refused_with_every_reason(ours):
    planning.set_limits(
        party_id=ours.claim.party_id, since=ON, minimum=Decimal(400), longest_months=1,
        discount_percent=Decimal(0), at=at(ON),
    )  # fmt: skip
    assert [refusal.rule for refusal in running(ours)] == ["plan-instalment", "plan-length"]
    assert Plan.objects.get().state == "asked"


def test_a_discount_above_the_limits_waits_for_the_creditor(ours):
    plan = running(ours, number=1, discount="100.00")
    assert (plan.state, held(ours)) == ("approval", ["plan_asked"])
    with acting_for(ours.pk, party_id=ours.claim.party_id, member_id=ours.creditor_member.pk):
        plan = planning.approve(plan_id=plan.pk, approved=True, on=ON, at=at(ON))
    assert (plan.state, held(ours), plan.approved_by_id) == ("agreed", ["plan"], ours.creditor_member.pk)
    pay(ours, str(plan.total), ON + timedelta(days=5))
    assert owed(ours, ON + timedelta(days=6)) == 0
    assert Claim.objects.get(pk=ours.claim.pk).closed_as == "paid"


def test_a_creditor_may_say_no(ours):
    plan = running(ours, number=1, discount="100.00")
    planning.approve(plan_id=plan.pk, approved=False, on=ON, at=at(ON))
    assert (Plan.objects.get(pk=plan.pk).state, held(ours)) == ("refused", [])


def test_a_plan_takes_the_place_of_a_promise(ours):
    take(ours)
    running(ours)
    assert Promise.objects.get().state == "cancelled"
    assert held(ours) == ["plan"]


def test_the_agencys_options_hold_where_the_creditor_set_no_limits(ours):
    assert limits_of(ours.claim.party_id, ON).minimum == Decimal("25.00")


def test_nothing_goes_out_while_a_plan_runs_but_its_own_words(ours):
    running(ours)
    one = Claim.objects.select_related("source", "contract", "entity", "debtor").get(pk=ours.claim.pk)
    refusals = guard.ask(one, "call", recipient=f"debtor:{one.debtor_id}", at=at(ON + timedelta(days=1)))
    assert "hold" in [refusal.rule for refusal in refusals]
    assert isinstance(guard.ask(one, "reply", recipient=f"debtor:{one.debtor_id}", at=at(ON)), Clearance)


def test_looking_twice_does_nothing_the_second_time(ours):
    made = take(ours)
    assert agreed.look(what="promises", pk=made.pk, at=at(date(2026, 3, 16)))
    assert not agreed.look(what="promises", pk=made.pk, at=at(date(2026, 3, 16)))


def test_a_plan_is_not_judged_while_a_dispute_stands(ours):
    plan = running(ours, number=1, first=ON + timedelta(days=1))
    hold(claim_id=ours.claim.pk, kind="dispute", since=ON, reason="x", at=at(ON))
    late = ON + timedelta(days=60)
    assert planning.follow(plan_id=plan.pk, at=at(late)) is None
    plan.refresh_from_db()
    assert (plan.state, plan.next_on) == ("agreed", late + timedelta(days=7))
