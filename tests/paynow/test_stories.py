"""From a creditor's file to the end of the PAYNOW stage, day by day, through the real outbox."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.utils import timezone

from agencies.models import Entity
from agencies.scope import acting_for
from claims.models import ClaimMessage, Decision, Event, Refused
from claims.queries.timeline import verify
from claims.rules import HoldKind
from claims.services.bordereau import draw_up
from claims.services.lifecycle import accept_import, hold, release, say_kind
from clients.models import Contract, Creditor
from clients.queries import paynow_left
from clients.services import grant_paynow
from creansys.tick import open_refusals
from jobs.models import Clock
from messaging.models import Message
from paynow.services import writing
from tests.paynow.conftest import DAY, noon, row

pytestmark = pytest.mark.real_commits
ZEROS = {"notices": 0, "refused": 0, "decisions": 0, "copies": 0, "messages": 0}


def done(desk, on):
    return {key: count for key, count in desk.day(on).items() if key in ZEROS}


def rules(desk):
    return [refusal["rule"] for refusal in open_refusals(desk.agency.pk)]


def kinds(desk):
    with acting_for(desk.agency.pk):
        return list(Event.objects.order_by("seq").values_list("kind", flat=True))


def test_a_business_gets_its_letter_at_once_and_eight_days(desk):
    desk.take(row())
    assert desk.day(DAY)["notices"] == 1
    (notice,) = desk.notices()
    assert (notice.posting_on, notice.deadline_on) == (DAY, date(2026, 3, 10))
    # 1 000 at 8 % for 30 days is 6.58; the clause (5 %) is 50.00, more than the flat 40.00
    assert notice.amount == Decimal("1056.58")
    assert notice.file.mime == "application/pdf"


def test_the_hours_to_print_count_by_the_calendar_of_the_entity_that_posts(desk):
    friday = date(2026, 5, 8)  # a day of rest in France, not in Belgium
    with acting_for(desk.agency.pk):
        Entity.objects.update(country="FR")
    desk.take(row(), on=friday)
    desk.day(friday)
    with acting_for(desk.agency.pk):
        due_on = timezone.localdate(Clock.objects.get().due_at)
    assert (desk.notices()[0].posting_on, due_on) == (date(2026, 5, 11), date(2026, 5, 12))


def test_a_second_tick_on_the_same_day_does_nothing(desk):
    desk.take(row())
    desk.day(DAY)
    assert done(desk, DAY) == ZEROS
    desk.post(DAY)
    assert done(desk, DAY)["copies"] == 1
    assert done(desk, DAY) == ZEROS
    assert len(mail.outbox) == 1


def test_the_copy_carries_the_bytes_of_the_letter(desk):
    desk.take(row())
    desk.day(DAY), desk.post(DAY), desk.day(DAY)
    (copy,) = mail.outbox
    assert copy.to == ["debtor@example.test"]
    assert copy.attachments[0].content[:5] == b"%PDF-"
    assert "1\u202f056,58" in copy.body


def test_nothing_counts_before_the_letter_is_posted(desk):
    desk.take(row())
    desk.day(DAY)
    claim = desk.claim()
    assert (claim.notified_on, claim.next_on, claim.next_act) == (None, None, "posting")
    desk.post(DAY + timedelta(days=1))
    claim = desk.claim()
    assert (claim.notified_on, claim.next_on, claim.next_act) == (date(2026, 3, 3), date(2026, 3, 11), "decision")


def test_silence_asks_the_creditor_once_and_never_escalates(desk):
    desk.take(row())
    desk.day(DAY), desk.post(DAY)
    assert desk.day(date(2026, 3, 10))["decisions"] == 0
    assert desk.day(date(2026, 3, 11))["decisions"] == 1
    assert [desk.day(date(2026, 3, 12) + timedelta(days=n))["decisions"] for n in range(20)] == [0] * 20
    assert desk.claim().stage == "paynow"
    assert mail.outbox[-1].to == ["creditor@example.test"]
    with acting_for(desk.agency.pk):
        assert Decision.objects.get().asked_on == date(2026, 3, 11)


def test_paying_the_demand_in_time_settles(desk):
    desk.take(row())
    desk.day(DAY), desk.post(DAY)
    desk.pay("1056.58", date(2026, 3, 10))  # interest went on, but the letter promised that this is enough
    claim = desk.claim()
    assert (claim.stage, claim.closed_as, claim.next_on) == ("closed", "paid", None)


def test_a_late_payment_may_leave_a_small_residue(desk):
    desk.take(row())
    desk.day(DAY), desk.post(DAY)
    desk.pay("1056.58", date(2026, 3, 20))
    assert desk.claim().closed_as == "paid"


def test_a_part_payment_does_not_settle(desk):
    desk.take(row())
    desk.day(DAY), desk.post(DAY)
    desk.pay("500.00", date(2026, 3, 9))
    assert desk.claim().stage == "paynow"


def test_a_consumer_without_reminder_is_reminded_first_and_waits(desk):
    desk.take(row(name="Anne Martin", kind="particulier"))
    desk.day(DAY), desk.post(DAY)
    (reminder,) = desk.notices()
    # posted on Monday 2 March: third working day Thursday 5, fourteen days to Wednesday 18
    assert (reminder.kind, reminder.deadline_on, reminder.amount) == ("first_reminder", date(2026, 3, 18), 1000)
    assert [desk.day(date(2026, 3, 3) + timedelta(days=n))["notices"] for n in range(16)] == [0] * 16
    assert desk.day(date(2026, 3, 19))["notices"] == 1
    paynow = desk.notices()[1]
    assert paynow.deadline_on >= date(2026, 4, 7)  # 14 days from the third working day: never less
    # the cap for 1 000.00 is 90.00; the clause of 5 % asks 50.00; interest runs from the end of the wait
    assert paynow.amount == Decimal("1000") + Decimal("50") + Decimal("0.21")


def test_a_consumer_with_a_proved_reminder_gets_the_notice_after_its_wait(desk):
    desk.take(row(name="Anne Martin", kind="particulier", reminded="20/02/2026", channel="courrier"))
    assert desk.day(DAY)["notices"] == 0
    assert desk.claim().next_on == date(2026, 3, 11)


def test_nothing_leaves_before_the_creditor_signed(desk):
    made = desk.take(row(), accept=False)
    assert done(desk, DAY) == ZEROS | {"refused": 1}
    assert rules(desk) == ["annex-missing"]
    with acting_for(desk.agency.pk):
        assert not Message.objects.exists()
        draw_up(import_id=made.pk)
        accept_import(import_id=made.pk, name="Le gérant", on=DAY, at=noon(DAY))
    assert desk.day(DAY + timedelta(days=1))["notices"] == 1
    assert rules(desk) == []


def test_an_unknown_kind_waits_for_a_word(desk):
    with acting_for(desk.agency.pk):
        Creditor.objects.update(default_debtor_kind="unknown")
    desk.take(row(kind=""))
    assert done(desk, DAY) == ZEROS
    claim = desk.claim()
    assert (claim.debtor_kind, claim.next_on) == ("unknown", None)
    with acting_for(desk.agency.pk):
        say_kind(claim_id=claim.pk, kind="business", on=DAY, at=noon(DAY))
    assert desk.day(DAY)["notices"] == 1


def test_a_hold_stops_the_letter_and_its_end_lets_it_go(desk):
    desk.take(row())
    with acting_for(desk.agency.pk):
        rest = hold(claim_id=desk.claim().pk, kind=HoldKind.DISPUTE, since=DAY, reason="Livraison", at=noon(DAY))
    assert done(desk, DAY)["refused"] == 1
    assert rules(desk) == ["hold"]
    with acting_for(desk.agency.pk):
        release(hold_id=rest.pk, on=DAY + timedelta(days=2), at=noon(DAY + timedelta(days=2)))
    assert desk.day(DAY + timedelta(days=2))["notices"] == 1


def test_a_refusal_is_stored_once_however_often_it_is_given(desk):
    desk.take(row(), accept=False)
    for n in range(4):
        desk.day(DAY + timedelta(days=n))
    with acting_for(desk.agency.pk):
        assert Refused.objects.count() == 1


def test_the_stock_is_reserved_when_the_list_is_signed_and_given_back_when_paid_before(desk):
    with acting_for(desk.agency.pk):
        Contract.objects.update(paynow_from_stock=True)
        grant_paynow(party_id=desk.contract.party_id, quantity=2, source="pack:1", at=noon(DAY))
    desk.take(row())
    with acting_for(desk.agency.pk):
        assert paynow_left(desk.contract.party_id) == 1
    desk.pay("1056.58", DAY)
    with acting_for(desk.agency.pk):
        assert paynow_left(desk.contract.party_id) == 2
    assert done(desk, DAY) == ZEROS


def test_without_stock_the_letter_is_refused_with_its_cure(desk):
    with acting_for(desk.agency.pk):
        Contract.objects.update(paynow_from_stock=True)
    desk.take(row())
    assert done(desk, DAY)["refused"] == 1
    assert rules(desk) == ["stock-empty"]


def test_a_letter_paid_before_the_post_is_taken_out_of_the_run(desk):
    desk.take(row())
    desk.day(DAY)
    desk.pay("1056.58", DAY)
    assert desk.post(DAY) == 0
    assert desk.notices()[0].withdrawn_on == DAY


def test_the_story_is_told_and_verifies(desk):
    desk.take(row())
    desk.day(DAY), desk.post(DAY), desk.day(DAY), desk.day(date(2026, 3, 11))
    assert kinds(desk) == ["opened", "ordered", "written", "posted", "emailed", "decision_asked", "emailed"]
    with acting_for(desk.agency.pk):
        assert verify() == []
        assert ClaimMessage.objects.count() == 3


def test_a_saturday_letter_is_dated_and_counted_from_monday(desk):
    saturday = date(2026, 3, 7)
    desk.take(row(), on=saturday)
    desk.day(saturday)
    (notice,) = desk.notices()
    assert (notice.posting_on, notice.deadline_on) == (date(2026, 3, 9), date(2026, 3, 17))


def test_one_claim_that_fails_does_not_stop_the_others(desk, monkeypatch):
    desk.take(row("F1"), row("F2", name="Autre SRL", email="autre@example.test"))
    whole = writing.compose
    first = iter([True])

    def break_once(*args):
        if next(first, False):
            raise ZeroDivisionError
        return whole(*args)

    monkeypatch.setattr(writing, "compose", break_once)
    result = desk.day(DAY)
    assert (result["failed"], result["notices"]) == (1, 1)
    assert desk.day(DAY)["notices"] == 1


def test_a_silent_creditor_is_reminded_three_times_then_keeps_its_file(desk):
    desk.take(row())
    desk.day(DAY), desk.post(DAY)
    asked = date(2026, 3, 11)
    written = {n: desk.day(asked + timedelta(days=n)) for n in range(62)}
    assert [n for n, result in written.items() if result["chased"]] == [3, 10, 20, 60]
    claim = desk.claim()
    assert (claim.stage, claim.closed_as, claim.next_on) == ("closed", "kept", None)
    told = [message for message in mail.outbox if not message.attachments]  # its activity reports come as papers
    assert [to for message in told for to in message.to] == ["creditor@example.test"] * 5


def test_after_a_long_stop_one_reminder_stands_for_those_missed(desk):
    desk.take(row())
    desk.day(DAY), desk.post(DAY), desk.day(date(2026, 3, 11))
    assert desk.day(date(2026, 4, 5))["chased"] == 1
    assert desk.claim().next_on == date(2026, 5, 10)


def test_a_hold_takes_a_printed_letter_back_and_its_end_writes_it_again(desk):
    desk.take(row())
    desk.day(DAY)
    with acting_for(desk.agency.pk):
        rest = hold(claim_id=desk.claim().pk, kind=HoldKind.WITHDRAWAL, since=DAY, reason="Retrait", at=noon(DAY))
    assert desk.post(DAY) == 0
    assert rules(desk) == []
    assert done(desk, DAY + timedelta(days=1))["refused"] == 1
    with acting_for(desk.agency.pk):
        release(hold_id=rest.pk, on=DAY + timedelta(days=2), at=noon(DAY + timedelta(days=2)))
    assert desk.day(DAY + timedelta(days=2))["notices"] == 1
    assert [notice.withdrawn_on for notice in desk.notices()] == [DAY, None]


def test_a_hold_that_ends_by_itself_lets_the_letter_go(desk):
    desk.take(row())
    until = DAY + timedelta(days=3)
    with acting_for(desk.agency.pk):
        hold(claim_id=desk.claim().pk, kind=HoldKind.CREDITOR_ASKED, since=DAY, until=until, reason="-", at=noon(DAY))
    assert [desk.day(DAY + timedelta(days=n))["notices"] for n in range(5)] == [0, 0, 0, 0, 1]
