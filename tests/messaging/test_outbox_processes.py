"""Real workers, broker and SMTP server: a worker killed in the middle, a broker emptied, nobody written twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.scope import acting_for
from messaging.rules import STUCK_AFTER
from messaging.services import settle_stuck
from tests.messaging.outbox import message
from tests.messaging.workers import PROCESSES, mail_server, states, workers

pytestmark = [pytest.mark.processes, pytest.mark.real_commits]
COUNT, PATIENCE = 120, 90


def written(agency_id):
    asked_at = timezone.now() - timedelta(minutes=1)
    with acting_for(agency_id):
        made = [message(dedupe_key=f"key:{n}", address=f"debtor{n}@example.test", at=asked_at).pk for n in range(COUNT)]
    return made


def test_killed_and_emptied_yet_each_is_sent_once_or_parked(agencies):
    ours = agencies.ours
    with mail_server() as (smtp, port), workers("tests-outbox", port) as far:
        for made in written(ours):
            far.push("messaging.deliver", "mail", agency_id=ours, message_id=made)
        far.start()
        far.wait_for(lambda: sum(smtp.arrived.values()) > COUNT // 4, PATIENCE)
        far.kill()
        far.empty_broker()
        assert states(ours)["queued"] > 0

        far.start()
        far.push("messaging.sweep", "default")
        far.wait_for(lambda: not states(ours)["queued"], PATIENCE)
        far.kill()
    settle_stuck(agency_id=ours, at=timezone.now() + STUCK_AFTER)
    reached = states(ours)
    assert reached["sent"] + reached["parked"] == COUNT
    assert reached["parked"] <= 2 * PROCESSES
    assert max(smtp.arrived.values()) == 1
    assert sum(smtp.arrived.values()) >= reached["sent"]
