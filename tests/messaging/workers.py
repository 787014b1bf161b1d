"""The service's own workers, a broker and an SMTP server as real processes, for tests that kill them."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from copy import copy
from typing import Any
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from celery import current_app
from django.db import connection

from agencies.scope import acting_for
from creansys.celery import QUEUES
from deploy.local import places
from deploy.local.broker import Broker
from messaging.models import Message
from tests.messaging.outbox import free_port

PROCESSES = 2
BEAT = 30  # seconds, as the service's own sweep


class Counting:
    """Takes every mail, slowly, and counts them by address."""

    def __init__(self) -> None:
        self.arrived: Counter[str] = Counter()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Count."""
        self.arrived[envelope.rcpt_tos[0]] += 1
        time.sleep(0.02)
        return "250 OK"


class Workers:
    """Starts and kills the service's own worker command, pointed at the test's database."""

    def __init__(self, broker: Broker, connected: Any, environment: dict[str, str], app: str = "creansys") -> None:
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        addresses = {"CELERY_BROKER_URL": broker.celery_url(), "DATABASE_URL": database.geturl()}
        self.environment = dict(os.environ) | addresses | environment
        self.connected, self.app = connected, app
        self.group: subprocess.Popen[bytes] | None = None

    def beside(self) -> "Workers":
        """Another worker of the same queues, not started yet."""
        other = copy(self)
        other.group = None
        return other

    def start(self, processes: int = PROCESSES) -> None:
        """A worker with so many processes."""
        command = [sys.executable, "-m", "celery", "-A", self.app, "worker", "-Q", ",".join(QUEUES)]
        self.group = subprocess.Popen(
            [*command, "-c", str(processes), "--without-mingle", "--without-gossip", "--loglevel", "WARNING"],
            cwd=places.ROOT,
            env=self.environment,
            start_new_session=True,
        )

    def kill(self) -> None:
        """kill -9 to the worker and its children at once."""
        if self.group:
            with suppress(ProcessLookupError):  # it ended by itself
                os.killpg(self.group.pid, signal.SIGKILL)
            self.group.wait()
            self.group = None

    def push(self, task: str, queue: str, **ids: Any) -> None:
        """One task into the broker."""
        current_app.send_task(task, kwargs=ids, queue=queue, connection=self.connected)

    def empty_broker(self) -> None:
        """All that waits there is lost."""
        for queue in QUEUES:
            self.connected.default_channel.queue_purge(queue)

    def wait_for(self, condition: Callable[[], bool], patience: float, beat: Sequence[str] = ()) -> None:
        """Until `condition` holds, `patience` seconds at most; the worker must live meanwhile.

        The tasks of `beat` are pushed again and again, as the service's clock does.
        """
        until, struck = time.monotonic() + patience, 0.0
        while not condition():
            assert self.group is not None, "no worker was started"
            assert self.group.poll() is None, "the worker has ended"
            assert time.monotonic() < until, "it took too long"
            if time.monotonic() > struck + BEAT:
                struck = time.monotonic()
                for task in beat:
                    self.push(task, "default")
            time.sleep(0.1)


@contextmanager
def mail_server() -> Iterator[tuple[Counting, int]]:
    """A server on this machine, and its port."""
    box, port = Counting(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()


@contextmanager
def workers(name: str, smtp_port: int, app: str = "creansys", **environment: str) -> Iterator[Workers]:
    """Workers that live until the block ends, and the broker `name`, empty; `app` is the module of their Celery."""
    broker = Broker(name)
    broker.start()
    given = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(smtp_port), "LOG_LEVEL": "WARNING"} | environment
    try:
        with current_app.connection_for_write(broker.celery_url()) as connected:
            far = Workers(broker, connected, given, app)
            far.empty_broker()
            try:
                yield far
            finally:
                far.kill()
    finally:
        broker.release()


def states(agency_id: int, **which: Any) -> Counter[str]:
    """How many messages of the agency are in each state."""
    with acting_for(agency_id):
        return Counter(Message.objects.filter(**which).values_list("state", flat=True))
