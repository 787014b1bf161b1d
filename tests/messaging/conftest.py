"""What the tests of the outbox share: two agencies, a store of their own, and an ear for what is published."""

from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from celery import current_app

from core import events
from messaging import channels
from messaging import events as told
from tests import world
from tests.messaging.outbox import Recorder


@pytest.fixture
def agencies(db: None) -> SimpleNamespace:
    """Two agencies without anything in them."""
    return SimpleNamespace(ours=world.agency("ours").pk, theirs=world.agency("theirs").pk)


@pytest.fixture
def published() -> Iterator[list[Any]]:
    """What messaging told the floors above, in order."""
    heard: list[Any] = []
    before = dict(events._reactions)
    kinds = [kind for kind in vars(told).values() if is_dataclass(kind)]
    events.connect(dict.fromkeys(kinds, (heard.append,)))
    yield heard
    events.connect(before)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """A channel instead of e-mail that remembers what it sent and fails as told."""
    recorder = Recorder()
    monkeypatch.setitem(channels.CHANNELS, "email", recorder)
    return recorder


@pytest.fixture
def store(settings: Any, tmp_path: Any) -> Any:
    """The files' store, in a folder of this test alone."""
    folder = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"files": folder}
    return tmp_path


@pytest.fixture
def queue_of() -> Iterator[Callable[[str], int]]:
    """`queue_of("mail")` is the number of tasks waiting there; the queues are emptied before and after."""
    with current_app.connection_for_write() as broker:
        channel = broker.default_channel
        bound = [queue(channel) for queue in current_app.amqp.queues.values()]
        for queue in bound:
            queue.declare()
            queue.purge()
        yield lambda name: channel.queue_declare(name, passive=True).message_count
        for queue in bound:
            queue.purge()


@pytest.fixture
def purge(queue_of: Callable[[str], int]) -> Callable[[], None]:
    """`purge()` empties the broker, as a crash would."""

    def empty() -> None:
        with current_app.connection_for_write() as broker:
            for queue in current_app.amqp.queues.values():
                queue(broker.default_channel).purge()

    return empty
