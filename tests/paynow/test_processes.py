"""Hundreds of notices due, workers killed while printing and while mailing, a broker emptied: none lost, none twice."""

import os
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from agencies.scope import acting_for
from messaging.models import Message
from messaging.rules import STUCK_AFTER
from messaging.services import deliver_due, resolve_parked, settle_stuck
from paynow.models import Notice
from tests.messaging.workers import PROCESSES, mail_server, states, workers
from tests.paynow.conftest import row

pytestmark = [pytest.mark.processes, pytest.mark.real_commits]
COUNT = int(os.environ.get("CREANSYS_NOTICES", "120"))  # 500 is asked: minutes, on a machine with nothing else to do
PATIENCE = 120 + 3 * COUNT  # seconds for each half, on a machine that has other work
BEAT = ("creansys.due", "messaging.sweep")
LATER = STUCK_AFTER + timedelta(minutes=5)  # past the back-off of what is tried again


@pytest.fixture
def office(desk, settings, tmp_path):
    """The desk with signed claims due today, workers, and a mail server that this process reaches too."""
    today = timezone.localdate()
    desk.take(*(row(f"F{n}", name=f"Débiteur {n}", email=f"debtor{n}@example.test") for n in range(COUNT)), on=today)
    with mail_server() as (smtp, port), workers("tests-paynow", port, FILES_ROOT=str(tmp_path)) as far:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        desk.far, desk.arrived, desk.printed = far, smtp.arrived, tmp_path / "print"
        yield desk


def killed_in_the_middle(far, middle, end):
    """Workers die by kill -9, the broker forgets; others do the rest, and die with what they still have in hand."""
    far.start()
    far.wait_for(middle, PATIENCE, BEAT)
    far.kill()
    far.empty_broker()
    assert not end(), "all was done before the kill"
    far.start()
    far.wait_for(end, PATIENCE, BEAT)
    far.kill()
    far.empty_broker()


def settle(office):
    """What nobody can still be sending is asked of its channel, and tried again where that does no harm."""
    at = timezone.now() + LATER
    settle_stuck(agency_id=office.agency.pk, at=at)
    deliver_due(agency_id=office.agency.pk, at=at)


def resolve_by_looking(office):
    """A person looks each parked mail up at the mail server, and has it sent where it never arrived."""
    with acting_for(office.agency.pk):
        for message in Message.objects.filter(state="parked"):
            resolve_parked(message=message, sent=message.address in office.arrived, at=timezone.now())


def each_printed_once(office):
    """One notice and one letter of each claim, each in its place on paper, and no paper beside them.

    At midnight the leave of a letter that was not printed yet lapses: it is withdrawn and written again.
    """
    with acting_for(office.agency.pk):
        claims = Counter(Notice.objects.filter(withdrawn_on=None).values_list("claim_id", flat=True))
        places = set(Message.objects.filter(channel="letter", state="printed").values_list("provider_id", flat=True))
    assert (len(claims), max(claims.values()), len(places)) == (COUNT, 1, COUNT)
    assert {str(path.relative_to(office.printed.parent)) for path in Path(office.printed).rglob("*.pdf")} == places


def many_written(office):
    return states(office.agency.pk, channel="letter").total() >= COUNT // 4


def all_printed(office):
    reached = states(office.agency.pk, channel="letter")
    return reached["printed"] + reached["sending"] == COUNT


def all_mailed(office):
    reached = states(office.agency.pk, channel="email")
    return reached["sent"] + reached["sending"] + reached["parked"] == COUNT


def test_each_notice_is_printed_once_and_mailed_once(office):
    ours, far = office.agency.pk, office.far
    killed_in_the_middle(far, lambda: many_written(office), lambda: all_printed(office))
    settle(office)
    each_printed_once(office)

    assert office.post(timezone.localdate()) == COUNT
    killed_in_the_middle(far, lambda: sum(office.arrived.values()) > COUNT // 4, lambda: all_mailed(office))
    settle_stuck(agency_id=ours, at=timezone.now() + LATER)
    assert states(ours, channel="email")["parked"] <= 2 * PROCESSES  # at most one a killed process
    resolve_by_looking(office)
    deliver_due(agency_id=ours, at=timezone.now())
    assert states(ours, channel="email") == {"sent": COUNT}
    assert Counter(office.arrived.values()) == {1: COUNT}
