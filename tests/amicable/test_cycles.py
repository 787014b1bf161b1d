"""Claims on their way through a cycle, day by day, through the real services and the real outbox."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.core import mail

from agencies.scope import acting_for
from amicable.models import Action, Policy, PolicyVersion, Run
from amicable.rules.trial import takes_challenger
from amicable.services.policies import draft, publish
from amicable.services.profiling import state
from claims.models import Claim, ClaimMessage
from claims.rules import HoldKind
from claims.services.lifecycle import credit, hold, release
from creansys.tick import tick
from messaging.channels.segments import segments
from messaging.models import Message
from tests.amicable.conftest import DAY, nine, row

pytestmark = pytest.mark.real_commits


def unposted(desk, on):
    """The day's work, nothing handed to the post."""
    tick(desk.agency.pk, on)


def owed(**values: str) -> str:
    """A row that was due a month before."""
    return row(due="31/01/2026", **values)


def test_a_claim_of_a_belgian_business_goes_through_seed_001_large_new(directe):
    directe.take(row(amount="1500,00"))
    directe.until(date(2026, 4, 10))
    assert directe.made() == [
        ("call", "12/03", "open"),
        ("letter", "23/03", "sent"),
        ("formal-notice", "27/03", "sent"),
    ]
    assert directe.run().outcome == "exhausted"
    assert directe.decisions() == ["amicable"]


def test_the_amicable_phase_of_creansys_from_the_creditors_choice(desk):
    desk.amicable(owed())
    desk.until(date(2026, 5, 8))
    assert [(act, day) for act, day, _ in desk.made()] == [
        ("call", "02/03"), ("sms", "03/03"), ("email", "03/03"), ("call", "09/03"), ("sms", "12/03"),
        ("call", "17/03"), ("visit", "23/03"), ("email", "30/03"), ("partner-letter", "03/04"), ("call", "27/04"),
        ("end", "04/05"),
    ]  # fmt: skip
    assert desk.decisions() == ["amicable"]


def test_a_second_tick_does_nothing(directe):
    directe.take(row(amount="1500,00"))
    directe.until(date(2026, 3, 23))
    again = directe.day(date(2026, 3, 23))
    assert {key: again[key] for key in ("begun", "actions", "refused", "messages")} == dict.fromkeys(
        ("begun", "actions", "refused", "messages"), 0
    )


def test_the_notice_comes_first_for_a_belgian_consumer_and_later_steps_move(directe):
    directe.take(row(kind="particulier", amount="1500,00"))
    directe.until(date(2026, 4, 30))
    claim = directe.claim()
    assert (claim.first_reminder_on, claim.notified_on) == (date(2026, 3, 3), date(2026, 3, 20))
    assert directe.made() == [
        ("call", "08/04", "open"),
        ("letter", "20/04", "sent"),  # planned ten days later, on Saturday 18 April
        ("formal-notice", "23/04", "sent"),
    ]


def test_after_a_stop_of_the_service_letters_keep_their_gap(directe):
    directe.take(row(amount="200,00"))
    directe.day(directe.start)
    directe.until(date(2026, 6, 12), first=date(2026, 6, 1))
    acts = [(act, day) for act, day, _ in directe.made()]
    assert acts == [("letter", "01/06"), ("call", "02/06"), ("letter", "04/06"), ("formal-notice", "08/06")]


def test_a_hold_stops_at_once_and_the_cycle_resumes_where_it_stood(directe):
    directe.take(row(amount="1500,00"))
    directe.until(date(2026, 3, 13))
    put = _hold(directe, HoldKind.DISPUTE, date(2026, 3, 15))
    directe.until(date(2026, 4, 13), first=date(2026, 3, 16))
    assert [one.state for one in directe.all(Action)] == ["cancelled"]
    with acting_for(directe.agency.pk):
        release(hold_id=put.pk, on=date(2026, 4, 14), at=nine(date(2026, 4, 14)))
    directe.until(date(2026, 5, 5), first=date(2026, 4, 14))
    # 30 days of rest move every step: the call, taken back, is done again; the letter was due on 22 March
    assert [(act, day) for act, day, _ in directe.made()] == [
        ("call", "14/04"), ("letter", "21/04"), ("formal-notice", "27/04"),
    ]  # fmt: skip


def test_a_letter_in_an_open_print_run_is_taken_back(directe):
    directe.take(row(amount="200,00"))
    directe.until(date(2026, 3, 11))
    unposted(directe, date(2026, 3, 12))
    _hold(directe, HoldKind.GDPR_OBJECTION, date(2026, 3, 12))
    assert [one.state for one in directe.all(Message)] == ["cancelled"]
    assert directe.run().waits == "hold"


def _hold(desk, kind, on, **given):
    with acting_for(desk.agency.pk):
        return hold(claim_id=desk.claim().pk, kind=kind, since=on, reason="test", at=nine(on), **given)


def test_a_hold_with_an_end_wakes_by_itself(directe):
    directe.take(row(amount="1500,00"))
    directe.until(date(2026, 3, 3))
    _hold(directe, HoldKind.CREDITOR_ASKED, date(2026, 3, 4), until=date(2026, 3, 20))
    directe.until(date(2026, 4, 2), first=date(2026, 3, 4))
    assert directe.made()[0] == ("call", "30/03", "open")  # 12 March, seventeen days later: Sunday 29, so Monday


def test_a_run_that_wakes_does_what_is_due_on_the_same_day(directe):
    directe.take(row(amount="1500,00"))
    directe.until(date(2026, 3, 12))
    _hold(directe, HoldKind.CREDITOR_ASKED, date(2026, 3, 12), until=date(2026, 3, 15))
    assert directe.day(date(2026, 3, 16))["actions"] == 1
    assert directe.made() == [("call", "16/03", "open")]


def test_a_hold_without_end_that_is_lifted_leaves_the_other_its_end(directe):
    directe.take(row(amount="1500,00"))
    directe.until(date(2026, 3, 4))
    _hold(directe, HoldKind.CREDITOR_ASKED, date(2026, 3, 5), until=date(2026, 3, 8))
    put = _hold(directe, HoldKind.DISPUTE, date(2026, 3, 5))
    with acting_for(directe.agency.pk):
        release(hold_id=put.pk, on=date(2026, 3, 6), at=nine(date(2026, 3, 6)))
    assert directe.run().next_on == date(2026, 3, 9)
    directe.day(date(2026, 3, 9))
    assert (directe.run().waits, directe.run().next_on) == ("", date(2026, 3, 16))


def test_payment_in_full_ends_the_run(directe):
    directe.take(row(amount="1500,00"))
    directe.until(date(2026, 3, 13))
    _pay(directe, "1700.00", date(2026, 3, 16))
    assert directe.claim().closed_as == "paid"
    assert (directe.run().outcome, directe.run().next_on) == ("paid", None)
    directe.until(date(2026, 4, 5), first=date(2026, 3, 17))
    assert [one.state for one in directe.all(Action)] == ["cancelled"]


def test_a_part_payment_takes_back_the_letter_that_asks_too_much(directe):
    directe.take(row(amount="200,00"))
    directe.until(date(2026, 3, 11))
    unposted(directe, date(2026, 3, 12))
    _pay(directe, "50.00", date(2026, 3, 12))
    directe.until(date(2026, 3, 13), first=date(2026, 3, 12))
    states = [one.state for one in directe.all(Message) if one.channel == "letter"]
    assert states == ["cancelled", "sent"]


def _pay(desk, amount, on):
    with acting_for(desk.agency.pk):
        credit(claim_id=desk.claim().pk, kind="payment", value_on=on, amount=Decimal(amount), source="r:1", at=nine(on))


def test_the_claims_of_a_debtor_are_told_in_one_message(directe):
    directe.take(row("F1", amount="300,00"))
    directe.take(row("F2", amount="400,00", due="01/03/2026"))
    directe.until(date(2026, 3, 13))
    letters = [one for one in directe.all(Message) if one.channel == "letter"]
    assert len(letters) == 1
    assert len([link for link in directe.all(ClaimMessage) if link.message_id == letters[0].pk]) == 2


def test_claims_of_a_debtor_keep_the_gap_though_each_was_planned_before_the_other_was_told(directe):
    directe.start = date(2026, 3, 9)
    directe.take(row("F1", amount="300,00"))
    directe.take(row("F2", amount="400,00", due="06/03/2026"))
    directe.until(date(2026, 4, 10))
    days = sorted({action.on for action in directe.all(Action) if action.message_id})
    assert len(days) > 4
    assert min(later - earlier for earlier, later in pairwise(days)) >= timedelta(days=3)


def test_a_letter_for_two_claims_is_written_again_for_the_one_that_does_not_rest(directe):
    directe.take(row("F1", amount="300,00"))
    directe.take(row("F2", amount="400,00", due="01/03/2026"))
    directe.until(date(2026, 3, 10))
    unposted(directe, date(2026, 3, 11))
    _hold(directe, HoldKind.DISPUTE, date(2026, 3, 11))
    directe.until(date(2026, 3, 13), first=date(2026, 3, 11))
    letters = [(one.state, one.kind) for one in directe.all(Message) if one.channel == "letter"]
    assert letters == [("cancelled", "amicable.letter"), ("sent", "amicable.letter")]
    assert directe.made() == [("letter", "12/03", "sent")]


def test_a_running_claim_keeps_its_version(desk):
    desk.amicable(owed())
    desk.until(date(2026, 3, 3))
    before = desk.run().version_id
    with acting_for(desk.agency.pk):
        PolicyVersion.objects.filter(pk=before).update(state="retired")
    desk.until(date(2026, 3, 9), first=date(2026, 3, 4))
    assert desk.run().version_id == before
    assert desk.made()[-1][0] == "call"


def test_the_creditor_s_word_on_its_customer_chooses_the_cycle(directe):
    directe.take(row(amount="1500,00"))
    with acting_for(directe.agency.pk):
        debtor_id = Claim.objects.get().debtor_id
        state(debtor_id=debtor_id, kind="negligent", is_known_customer=True, at=nine(DAY))
    directe.day(directe.start)
    with acting_for(directe.agency.pk):
        assert Run.objects.get().version.policy.code == "large-known"


def test_a_debtor_takes_the_version_on_trial_as_it_was_drawn(desk):
    with acting_for(desk.agency.pk):
        policy = Policy.objects.get()
        trial = publish(draft(policy, at=nine(DAY)), at=nine(DAY), share=99)
    desk.amicable(owed())
    desk.day(DAY)
    with acting_for(desk.agency.pk):
        run = Run.objects.select_related("debtor").get()
        drawn = takes_challenger(policy.pk, str(run.debtor.uid), 99)
    assert (run.version_id == trial.pk) is drawn


def test_without_a_policy_that_fits_the_claim_says_why(desk):
    with acting_for(desk.agency.pk):
        PolicyVersion.objects.update(state="retired")
    desk.amicable(owed())
    assert desk.day(DAY)["refused"] == 1
    assert desk.all(Run) == []
    assert desk.claim().next_on == DAY + timedelta(days=1)


def test_what_cannot_be_reached_is_left_out_with_its_reason(desk):
    desk.amicable(owed(phone="", email=""))
    desk.until(date(2026, 3, 5))
    with acting_for(desk.agency.pk):
        assert list(Action.objects.order_by("pk").values_list("act", "state", "reason")) == [
            ("call", "skipped", "no-phone"),
            ("sms", "skipped", "no-mobile"),
            ("email", "skipped", "no-email"),
        ]


def test_the_e_mail_says_who_for_whom_how_much_and_how_to_object(desk):
    desk.amicable(owed())
    desk.until(date(2026, 3, 3))
    (sent,) = [one for one in mail.outbox if one.to == ["debtor@example.test"]]
    for said in (
        "CREANSYS",
        "1\u202f0",
        "BE49",
        "Vous contestez",
        "échéancier",
        f"Notre dossier  {desk.claim().number}",
    ):
        assert said in sent.body, said


def test_an_sms_is_short_and_names_who_how_much_and_where_to_pay(desk):
    desk.amicable(owed())
    desk.until(date(2026, 3, 3))
    (sent,) = [one for one in desk.all(Message) if one.kind == "amicable.sms"]
    assert (segments(sent.text).encoding, segments(sent.text).parts) == ("GSM-7", 2), sent.text
    for said in ("CREANSYS", "1 056,79 €", "BE49", "+++202/6000/00192+++", "+32 65 661 600"):
        assert said in sent.text, said


def test_letters_say_the_tone_of_their_step(directe):
    directe.take(row(amount="200,00"))
    directe.until(date(2026, 3, 27))
    with acting_for(directe.agency.pk):
        tones = Action.objects.filter(act__in=["letter", "formal-notice"]).order_by("pk").values_list("tone", flat=True)
        assert list(tones) == ["friendly", "neutral", "firm"]


def test_nothing_is_done_on_a_day_of_rest(directe):
    directe.take(row(amount="200,00"))
    directe.day(directe.start)
    directe.day(date(2026, 3, 21))  # a Saturday after a stop
    assert directe.made() == []
    directe.day(date(2026, 3, 23))
    assert directe.made() == [("letter", "23/03", "sent")]


def test_claims_wait_for_the_signed_list(directe):
    with acting_for(directe.agency.pk):
        directe.take(row())
        assert Claim.objects.get().next_act == "cycle"
