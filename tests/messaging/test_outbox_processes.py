"""Real workers, broker and SMTP server: a worker killed in the middle, a broker emptied, nobody written twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from celery import current_app
from django.db import connection
from django.utils import timezone

from agencies.scope import acting_for
from creansys.celery import QUEUES
from deploy.local import places
from deploy.local.broker import Broker
from messaging.models import Message
from messaging.rules import STUCK_AFTER
from messaging.services import settle_stuck
from tests.messaging.outbox import free_port, message

pytestmark = [pytest.mark.processes, pytest.mark.real_commits]
COUNT, PROCESSES, PATIENCE = 120, 2, 90


class Counting:
    """Takes every mail, slowly, and counts them by address."""

    def __init__(self):
        self.arrived = Counter()

    async def handle_DATA(self, server, session, envelope):
        """Count."""
        self.arrived[envelope.rcpt_tos[0]] += 1
        time.sleep(0.02)
        return "250 OK"


@pytest.fixture
def smtp():
    """A server on this machine."""
    box = Counting()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.port = controller.port
    yield box
    controller.stop()


@pytest.fixture
def far(smtp):
    """The broker, what pushes tasks into it, and workers that live until the test ends."""
    broker = Broker("tests-outbox")
    broker.start()
    with current_app.connection_for_write(broker.celery_url()) as connected:
        workers = Workers(broker, smtp.port, connected)
        workers.empty_broker()
        yield workers
        workers.kill()
    broker.release()


class Workers:
    """Starts and kills the service's own worker command, pointed at the test's database."""

    def __init__(self, broker, smtp_port, connected):
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        self.environment = dict(os.environ) | {
            "CELERY_BROKER_URL": broker.celery_url(),
            "DATABASE_URL": database.geturl(),
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(smtp_port),
        }
        self.connected, self.group = connected, None

    def start(self):
        """A worker with two processes."""
        command = [sys.executable, "-m", "celery", "-A", "creansys", "worker", "-Q", "default,letters,mail"]
        self.group = subprocess.Popen(
            [*command, "-c", str(PROCESSES), "--without-mingle", "--without-gossip", "--loglevel", "WARNING"],
            cwd=places.ROOT,
            env=self.environment,
            start_new_session=True,
        )

    def kill(self):
        """kill -9 to the worker and its children at once."""
        if self.group:
            os.killpg(self.group.pid, signal.SIGKILL)
            self.group.wait()
            self.group = None

    def push(self, task, queue, **ids):
        """One task into the broker."""
        current_app.send_task(task, kwargs=ids, queue=queue, connection=self.connected)

    def empty_broker(self):
        """All that waits there is lost."""
        for queue in QUEUES:
            self.connected.default_channel.queue_purge(queue)


def states(agency_id):
    with acting_for(agency_id):
        return Counter(Message.objects.values_list("state", flat=True))


def wait_for(condition, far):
    until = time.monotonic() + PATIENCE
    while not condition():
        assert far.group.poll() is None, "the worker has ended"
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.05)


def written(agency_id):
    asked_at = timezone.now() - timedelta(minutes=1)
    with acting_for(agency_id):
        made = [message(dedupe_key=f"key:{n}", address=f"debtor{n}@example.test", at=asked_at).pk for n in range(COUNT)]
    return made


def test_killed_and_emptied_yet_each_is_sent_once_or_parked(agencies, smtp, far):
    for made in written(agencies.ours):
        far.push("messaging.deliver", "mail", agency_id=agencies.ours, message_id=made)
    far.start()
    wait_for(lambda: sum(smtp.arrived.values()) > COUNT // 4, far)
    far.kill()
    far.empty_broker()
    assert states(agencies.ours)["queued"] > 0

    far.start()
    far.push("messaging.sweep", "default")
    wait_for(lambda: not states(agencies.ours)["queued"], far)
    far.kill()
    settle_stuck(agency_id=agencies.ours, at=timezone.now() + STUCK_AFTER)
    reached = states(agencies.ours)
    assert reached["sent"] + reached["parked"] == COUNT
    assert reached["parked"] <= 2 * PROCESSES
    assert max(smtp.arrived.values()) == 1
    assert sum(smtp.arrived.values()) >= reached["sent"]
