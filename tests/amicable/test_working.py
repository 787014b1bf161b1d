"""Tasks that cycles give to people, and workers that meet over one step."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from agencies.scope import acting_for
from agencies.work import inline
from amicable.models import Action, Run
from amicable.services import acting
from amicable.services.working import complete, leave, report_partner_letter
from claims import guard
from claims.models import Claim, Document
from core.errors import Stale
from law.clearance import Clearance
from messaging.models import Message
from tests import world
from tests.amicable.conftest import nine, row

pytestmark = pytest.mark.real_commits
DAY = date(2026, 3, 12)


@pytest.fixture
def called(directe) -> Action:
    """A call to be made."""
    directe.take(row(amount="1500,00"))
    directe.until(DAY)
    return directe.all(Action)[0]


def test_a_call_that_was_made_is_told(directe, called):
    with acting_for(directe.agency.pk):
        done = complete(action_id=called.pk, outcome="reached", on=DAY, at=nine(DAY))
    assert (done.state, done.outcome, done.on) == ("done", "reached", DAY)
    assert directe.kinds()[-1] == "action_done"


def test_a_task_is_done_once(directe, called):
    with acting_for(directe.agency.pk):
        leave(action_id=called.pk, reason="wrong number", on=DAY, at=nine(DAY))
    with acting_for(directe.agency.pk), pytest.raises(Stale):
        complete(action_id=called.pk, outcome="reached", on=DAY, at=nine(DAY))


def test_a_call_is_no_letter_of_a_partner(directe, called):
    with acting_for(directe.agency.pk), pytest.raises(Stale):
        report_partner_letter(action_id=called.pk, sent_on=DAY, file_id=world.file().pk, at=nine(DAY))


def partner_letter(desk, kind: str) -> Action:
    """The task of the partner's letter, come to its day in a claim of this kind."""
    desk.amicable(row(due="31/01/2026", kind=kind, reminded="05/02/2026", channel="email"))
    desk.until(date(2026, 4, 3))
    with acting_for(desk.agency.pk):
        return Action.objects.get(act="partner-letter")


@pytest.mark.parametrize(
    ("kind", "call_on"),
    [
        ("particulier", date(2026, 5, 7)),  # posted 20/4: fourteen days from the third working day, 23/4, end on 6/5
        ("société", date(2026, 4, 27)),  # as planned
    ],
)
def test_the_partner_s_letter_opens_a_new_wait_for_a_consumer_alone(desk, kind, call_on):
    task, sent = partner_letter(desk, kind), date(2026, 4, 20)
    with acting_for(desk.agency.pk):
        report_partner_letter(action_id=task.pk, sent_on=sent, file_id=world.file().pk, at=nine(sent))
        assert Run.objects.get().next_on == call_on
        assert Document.objects.filter(kind="other").exists()


@pytest.mark.parametrize(("kind", "rules"), [("particulier", ["partner-letter-wait"]), ("société", [])])
def test_nobody_calls_a_consumer_in_the_wait_of_the_partner_s_letter(desk, kind, rules):
    task, sent = partner_letter(desk, kind), date(2026, 4, 20)
    with acting_for(desk.agency.pk):
        report_partner_letter(action_id=task.pk, sent_on=sent, file_id=world.file().pk, at=nine(sent))
        claim = Claim.objects.select_related("source", "contract", "entity", "debtor").get()
        found = guard.ask(claim, "call", recipient=f"debtor:{claim.debtor_id}", at=nine(date(2026, 5, 6)))
        assert [one.rule for one in (found if isinstance(found, tuple) else ())] == rules
        free = guard.ask(claim, "call", recipient=f"debtor:{claim.debtor_id}", at=nine(date(2026, 5, 7)))
        assert isinstance(free, Clearance)


def test_two_workers_do_a_step_once(directe):
    directe.take(row(amount="200,00"))
    directe.until(date(2026, 3, 11))
    run, ready = directe.run(), Barrier(2)

    def work() -> None:
        try:
            with acting_for(directe.agency.pk), inline():
                ready.wait(10)
                acting.act(run_id=run.pk, at=nine(DAY))
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [(one.act, one.state) for one in directe.all(Action)] == [("letter", "sent")]
    assert len([one for one in directe.all(Message) if one.channel == "letter"]) == 1


def test_a_claim_that_another_worker_holds_is_left_to_it(directe):
    directe.take(row(amount="200,00"))
    directe.until(date(2026, 3, 11))
    run, found = directe.run(), []

    def work() -> None:
        try:
            with acting_for(directe.agency.pk), inline():
                found.append(acting.act(run_id=run.pk, at=nine(DAY)))
        finally:
            connection.close()

    with acting_for(directe.agency.pk):
        Claim.objects.select_for_update().get()
        worker = Thread(target=work)
        worker.start()
        worker.join(20)
    assert found == [None]
    assert directe.all(Action) == []
