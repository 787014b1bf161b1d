"""The embedded servers of one run: started when the environment names none, stopped with their last user."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.local import environment
from deploy.local.broker import Broker
from deploy.local.postgres import Server


@contextmanager
def running(*, with_broker: bool = True) -> Iterator[dict[str, str]]:
    """The environment for child processes, with both servers up while inside."""
    database = None if os.environ.get("DATABASE_URL") else Server("postgres")
    broker = None if os.environ.get("REDIS_URL") or os.environ.get("CELERY_BROKER_URL") else Broker()
    started = [server for server in (database, broker if with_broker else None) if server]
    try:
        for server in started:
            server.start()
        yield environment.build(database, broker)
    finally:
        for server in started:
            server.release()
