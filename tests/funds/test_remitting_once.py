"""Money out, whatever breaks off and whoever clicks at once: paid once."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal as D
from threading import Barrier

import pytest
from django.db import connection

from agencies.scope import acting_for
from funds.models import ReceiptPart, Remittance
from funds.services import remitting
from tests.funds.make import fresh
from tests.funds.paying import approved, made, proposed, told

pytestmark = pytest.mark.django_db


@pytest.mark.real_commits
def test_approved_twice_at_once_it_is_paid_once():
    office = made()
    run, start = proposed(office), Barrier(4)

    def click(_n):
        try:
            start.wait()
            return approved(office, run).state
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        assert set(people.map(click, range(4))) == {"approved"}
    assert told(office) == {}
    with acting_for(office.side.pk):
        assert Remittance.objects.get().file.pk == fresh(run).file.pk


@pytest.mark.real_commits
def test_proposed_twice_at_once_there_is_one_run():
    office, start = made(), Barrier(3)

    def ask(_n):
        try:
            start.wait()
            return isinstance(proposed(office), Remittance)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as people:
        assert sorted(people.map(ask, range(3))) == [False, False, True]


STEPS = ("funds.services.remitting._book", "funds.services.remitting.keep", "funds.services.remitting.audit.record")


class Killed(Exception):
    """The process died here."""


@pytest.mark.real_commits
@pytest.mark.parametrize("step", [*STEPS, "funds.services.remitting.publish"])
@pytest.mark.parametrize("nth", [1, 2])
def test_a_run_killed_between_any_two_steps_pays_nobody_twice(monkeypatch, step, nth):
    office = made()
    run = proposed(office)
    with monkeypatch.context() as patched:
        _dies(patched, step, nth)
        try:
            approved(office, run)
        except Killed:
            assert told(office) == {"bank": D("220.00"), "held": D("-220.00")}
    assert approved(office, run).state == "approved"
    assert told(office) == {}
    with acting_for(office.side.pk):
        assert ReceiptPart.objects.filter(held__gt=0).count() == 0


def _dies(patched, step, nth):
    """The process ends at the nth call of a step."""
    calls = iter(range(1, 100))
    module, name = step.rsplit(".", 1)
    target = remitting.audit if module.endswith("audit") else remitting
    real = getattr(target, name)

    def call(*args, **named):
        if next(calls) == nth:
            raise Killed
        return real(*args, **named)

    patched.setattr(target, name, call)
