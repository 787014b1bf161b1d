"""Thousands of steps due, two workers, one of them killed: each step is done once, none is lost."""

import os
from collections import Counter
from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from agencies.scope import acting_for
from amicable.models import Action, Policy, Run
from amicable.rules.steps import Condition, Step
from amicable.services import policies, starting
from claims.models import Claim, Event
from law.workdays import moved_to_working
from messaging.models import Message
from messaging.rules import STUCK_AFTER
from messaging.services import deliver_due, resolve_parked, settle_stuck
from tests import world
from tests.amicable.conftest import desk_of
from tests.messaging.workers import mail_server, states, workers

pytestmark = [pytest.mark.processes, pytest.mark.real_commits]
COUNT = int(os.environ.get("CREANSYS_STEPS", "400")) // 2 * 2  # 5000 is asked: half an hour on two busy cores
PATIENCE = 120 + COUNT  # seconds, on a machine that has other work
BEAT = ("creansys.due", "messaging.sweep")
LATER = STUCK_AFTER + timedelta(minutes=5)
SMALL, LARGE = Condition(maximum=Decimal(1000)), Condition(minimum=Decimal("1000.01"))
STEPS = (Step(key=0, day=0, act="email", condition=SMALL), Step(key=0, day=0, act="call", condition=LARGE))
FIRST = policies.Wanted(code="first", name="First", steps=(*STEPS, Step(key=0, day=90, act="end")))


@pytest.fixture
def ahead():
    """How far the clock is put ahead: to ten o'clock on the next working day."""
    day = moved_to_working("be", timezone.localdate() + timedelta(days=1))
    return timezone.make_aware(datetime.combine(day, time(10))) - timezone.now()


@pytest.fixture
def office(db, settings, tmp_path, ahead):
    """An agency with a step due of each claim: an e-mail for half of them, a call for the others; and two workers."""
    start = timezone.now() + ahead
    desk = desk_of("directe", tmp_path, settings, start=timezone.localdate(start))
    with acting_for(desk.agency.pk):
        Policy.objects.update(rank=9)  # those of the preset come later
        policies.install(cycles=[FIRST], at=start)
        signed = world.handed_over(desk.contract, accepted_at=start)
        claims = [given(desk, signed, "1500.00" if n % 2 else "500.00") for n in range(COUNT)]
    for claim in claims:
        with acting_for(desk.agency.pk):
            assert starting.begin(claim_id=claim.pk, at=start)
    clock = {"CLOCK_AHEAD_SECONDS": str(ahead.total_seconds()), "FILES_ROOT": str(tmp_path)}
    with mail_server() as (smtp, port), workers("tests-steps", port, app="tests.amicable.ahead", **clock) as far:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        desk.far, desk.other, desk.arrived = far, far.beside(), smtp.arrived
        yield desk
        desk.other.kill()


def given(desk, signed, owed):
    dates = {"opened_on": desk.start, "next_on": desk.start, "oldest_due_on": desk.start - timedelta(days=30)}
    debtor = world.debtor(desk.contract.creditor, phone="+32470123456")
    begins = {"stage": "amicable", "next_act": "cycle", "source": signed, "debtor": debtor}
    return world.claim(desk.contract, principal=Decimal(owed), **begins, **dates)


def still_due(office):
    with acting_for(office.agency.pk):
        return Run.objects.filter(next_on__lte=office.start).count()


def all_left(office):
    reached = states(office.agency.pk, channel="email")
    return not still_due(office) and reached["sent"] + reached["sending"] + reached["parked"] == COUNT // 2


def settle(office, at):
    """What died while it was mailed is asked for at the mail server by a person, and sent where it never arrived."""
    settle_stuck(agency_id=office.agency.pk, at=at)
    with acting_for(office.agency.pk):
        parked = list(Message.objects.filter(state="parked"))
        for message in parked:
            resolve_parked(message=message, sent=message.address in office.arrived, at=at)
    deliver_due(agency_id=office.agency.pk, at=at)
    return len(parked)


def each_step_once(office):
    """Two actions of each run, one done and one left out by its condition; one link and one message of each e-mail."""
    half = COUNT // 2
    with acting_for(office.agency.pk):
        done = Action.objects.values_list("run_id", "step__act", "state")
        assert Counter(Counter((run, act) for run, act, _ in done).values()) == {1: 2 * COUNT}
        assert Counter(state for _, _, state in done) == {"sent": half, "open": half, "skipped": COUNT}
        keys = Message.objects.filter(kind="amicable.email").values_list("dedupe_key", "state")
        assert Counter(state for _, state in keys) == {"sent": half}
        assert len({key.split(":")[1] for key, _ in keys}) == half
        told = Counter(Event.objects.filter(kind="emailed").values_list("claim_id", flat=True))
        assert (len(told), set(told.values())) == (half, {1})
        assert Claim.objects.filter(next_on__gt=office.start).count() == COUNT


def test_each_step_is_done_once_though_a_worker_is_killed(office, ahead):
    office.far.start(processes=1)
    office.other.start(processes=1)
    office.far.wait_for(lambda: still_due(office) < COUNT * 2 // 3, PATIENCE, BEAT)
    office.far.kill()
    assert still_due(office), "all was done before the kill"
    office.other.wait_for(lambda: all_left(office), PATIENCE, BEAT)
    office.other.kill()
    assert settle(office, timezone.now() + ahead + LATER) <= 2  # at most what each worker had in hand
    each_step_once(office)
    assert Counter(office.arrived.values()) == {1: COUNT // 2}
