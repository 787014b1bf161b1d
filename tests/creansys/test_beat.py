"""What beat asks for: clocks at each beat, and what is due when the queue of letters runs dry."""

import pytest
from celery import current_app
from django.core.cache import cache

from agencies.work import FEW, runs_dry
from creansys import tasks
from creansys.tick import WRITING
from tests import world


@pytest.fixture
def asked(db, monkeypatch):
    """The tasks that beat fanned out, in order."""
    world.agency()
    heard = []
    monkeypatch.setattr(tasks, "fan_out", lambda *, task: heard.append(task))
    yield heard
    with current_app.connection_for_write() as broker:
        current_app.amqp.queues[WRITING].bind(broker.default_channel).purge()
    cache.clear()


def test_what_is_due_is_queued_for_all_agencies(asked):
    tasks.due()
    assert asked == ["creansys.clocks_agency", "creansys.due_agency"]


def test_what_is_due_is_not_queued_again_while_it_waits(asked):
    for _ in range(FEW):
        assert runs_dry(WRITING)
        current_app.send_task("paynow.act", queue=WRITING)
    tasks.due()
    assert asked == ["creansys.clocks_agency"]
