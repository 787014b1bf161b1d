"""A creditor's account is changed: who is told, what becomes of letters that name the old one."""

import pytest

from agencies.scope import acting_for
from agencies.services import seat
from clients.models import AccountChange, Creditor
from clients.services import change_account
from law.refusals import Refusal
from messaging.models import Message, PrintRun
from messaging.services import close_run, withdraw_run
from tests import world
from tests.paynow.conftest import DAY, noon, row

NEW = "BE68539007547034"
pytestmark = pytest.mark.real_commits


def change(desk, iban=NEW, **fields):
    given = {"bic": "", "reason": "Letter of the manager, called back", "on": DAY, "at": noon(DAY)} | fields
    with acting_for(desk.agency.pk):
        return change_account(creditor=Creditor.objects.get(), iban=iban, **given)


def told(desk):
    with acting_for(desk.agency.pk):
        return list(Message.objects.filter(kind="creditor.account").order_by("pk"))


def account(desk):
    with acting_for(desk.agency.pk):
        return Creditor.objects.get().iban


def test_the_old_account_is_kept_and_everybody_of_the_creditor_is_told(desk):
    with acting_for(desk.agency.pk):
        person = world.user("boss@example.test")
        seat(user=person, role="creditor", since=DAY, at=noon(DAY), party=Creditor.objects.get().party)
    made = change(desk)
    assert (made.before, made.iban, account(desk)) == (world.CREDITOR_IBAN, NEW, NEW)
    assert {one.address for one in told(desk)} == {"creditor@example.test", "boss@example.test"}
    assert not [one for one in told(desk) if NEW in one.text or world.CREDITOR_IBAN in one.text]


def test_a_letter_that_has_not_left_is_written_again_with_the_new_account(desk):
    desk.take(row())
    desk.day(DAY)
    change(desk)
    desk.day(DAY)
    first, again = desk.notices()
    assert (first.withdrawn_on, first.payee_iban) == (DAY, world.CREDITOR_IBAN)
    assert (again.withdrawn_on, again.payee_iban, desk.post(DAY)) == (None, NEW, 1)


def test_letters_with_the_printer_are_handed_over_or_withdrawn_first(desk):
    desk.take(row())
    desk.day(DAY)
    with acting_for(desk.agency.pk):
        run = close_run(print_run=PrintRun.objects.get(), at=noon(DAY))
    refused = change(desk)
    assert isinstance(refused, Refusal)
    assert (refused.rule, account(desk), told(desk)) == ("account-letters-printed", world.CREDITOR_IBAN, [])
    with acting_for(desk.agency.pk):
        withdraw_run(print_run=run, at=noon(DAY))
    assert isinstance(change(desk), AccountChange)


def test_a_letter_that_was_posted_keeps_its_account(desk):
    desk.take(row())
    desk.day(DAY)
    desk.post(DAY)
    change(desk)
    assert [(one.payee_iban, one.withdrawn_on) for one in desk.notices()] == [(world.CREDITOR_IBAN, None)]


def test_the_same_account_changes_nothing(desk):
    assert (change(desk, iban=world.CREDITOR_IBAN), told(desk)) == (None, [])


def test_a_claim_that_waited_for_an_account_goes_on(desk):
    with acting_for(desk.agency.pk):
        Creditor.objects.update(iban="")
    desk.take(row())
    assert desk.day(DAY)["notices"] == 0
    change(desk)
    assert desk.day(DAY)["notices"] == 1
