"""The creditor hears by SMS that letters left and that it has to choose: one each, and only on a mobile."""

from datetime import date

import pytest

from agencies.scope import acting_for
from agencies.services import set_option
from claims.models import Event
from clients.models import Creditor
from messaging.models import Message
from messaging.services import receive
from tests.messaging.phones import ACCOUNT, NUMBER
from tests.paynow.conftest import DAY, noon, row

pytestmark = pytest.mark.real_commits
TWO = (row("F1"), row("F2", name="Autre SRL", email="autre@example.test"))
AFTER = date(2026, 3, 11)


@pytest.fixture
def reachable(desk, settings):
    """An account to send with, and a creditor with a mobile in an agency that wants its creditors told."""
    for name, value in ACCOUNT.items():
        setattr(settings, name, value)
    settings.TWILIO_API_URL = "http://127.0.0.1:1"  # nothing leaves: they stay queued
    with acting_for(desk.agency.pk):
        Creditor.objects.update(phone=NUMBER)
        set_option(key="creditor.sms_on_posting", value=True, since=DAY, at=noon(DAY))
    return desk


def texts(desk, kind):
    with acting_for(desk.agency.pk):
        return list(Message.objects.filter(channel="sms", kind=kind).values_list("address", "text"))


def posted(desk):
    desk.take(*TWO)
    desk.day(DAY), desk.post(DAY)


def test_one_sms_tells_how_many_letters_left(reachable):
    posted(reachable)
    [(address, text)] = texts(reachable, "posted")
    assert (address, "2" in text, "02/03/2026" in text) == (NUMBER, True, True)


def test_nobody_is_told_unless_the_agency_wants_it(reachable):
    with acting_for(reachable.agency.pk):
        set_option(key="creditor.sms_on_posting", value=False, since=DAY, at=noon(DAY))
    posted(reachable)
    assert texts(reachable, "posted") == []


def test_one_sms_a_day_asks_for_all_decisions(reachable):
    posted(reachable)
    reachable.day(AFTER)
    [(address, text)] = texts(reachable, "paynow.decision")
    assert (address, "/portal/" in text) == (NUMBER, True)


def test_the_creditor_s_answer_reaches_each_claim_it_was_asked_about(reachable):
    posted(reachable)
    reachable.day(AFTER)
    with acting_for(reachable.agency.pk):
        receive(channel="sms", provider_id="SM1", sender=NUMBER, text="Amiable", at=noon(AFTER))
        assert Event.objects.filter(kind="replied").count() == 2


@pytest.mark.parametrize("phone", ["+32 2 555 00 00", ""])
def test_a_creditor_without_a_mobile_gets_none(reachable, phone):
    with acting_for(reachable.agency.pk):
        Creditor.objects.update(phone=phone)
    posted(reachable)
    reachable.day(AFTER)
    assert texts(reachable, "posted") + texts(reachable, "paynow.decision") == []


def test_an_sms_that_could_not_leave_is_tried_again(reachable):
    posted(reachable)
    with acting_for(reachable.agency.pk):
        message = Message.objects.get(channel="sms")
    reachable.day(date(2026, 3, 3))
    with acting_for(reachable.agency.pk):
        assert Message.objects.get(pk=message.pk).attempts == message.attempts + 1
