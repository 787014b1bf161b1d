"""Letters lie in their print run, and are sent when the run is handed over."""

from datetime import date, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import FileSystemStorage

from agencies.scope import acting_for
from core.errors import Stale
from messaging.channels import Attachment, Parcel
from messaging.channels.letter import Letter
from messaging.events import LettersHandedOver, LettersWithdrawn
from messaging.models import PrintRun
from messaging.queries import print_runs
from messaging.rules import STUCK_AFTER, State
from messaging.services import (
    cancel,
    close_run,
    deliver_due,
    deliver_one,
    hand_over,
    settle_stuck,
    withdraw_run,
)
from tests.messaging.outbox import LATER, PDF, clearance, committed, letter, seen
from tests.world import DAY, NOW

pytestmark = [pytest.mark.real_commits, pytest.mark.usefixtures("store")]
MUCH_LATER = LATER + STUCK_AFTER


def printed(agency_id, count=1):
    """Letters in today's print run."""
    ids = [committed(agency_id, letter, dedupe_key=f"letter:{n}") for n in range(count)]
    assert deliver_due(agency_id=agency_id, at=LATER) == {State.PRINTED: count}
    return ids


def run_of(agency_id, message_id):
    return seen(agency_id, message_id).print_run


def test_a_printed_letter_is_not_sent(agencies, store, published):
    made = seen(agencies.ours, printed(agencies.ours)[0])
    assert (made.state, made.sent_on, made.settled_at, published) == ("printed", None, None, [])
    assert (store / made.provider_id).read_bytes() == PDF
    assert made.provider_id == f"print/{agencies.ours}/{made.print_run_id}/{made.uid}.pdf"


def test_letters_of_a_day_share_a_run_and_those_of_another_do_not(agencies):
    today = printed(agencies.ours, 2)
    tomorrow = committed(agencies.ours, letter, dedupe_key="tomorrow", posting_on=DAY + timedelta(days=1))
    deliver_due(agency_id=agencies.ours, at=LATER)
    runs = [run_of(agencies.ours, made).posting_on for made in (*today, tomorrow)]
    assert runs == [DAY, DAY, DAY + timedelta(days=1)]
    with acting_for(agencies.ours):
        assert PrintRun.objects.count() == 2


def test_a_letter_without_a_posting_day_goes_on_the_next_working_one(agencies):
    midnight = datetime(2026, 3, 7, 0, 0, tzinfo=ZoneInfo("Europe/Brussels"))  # a Saturday begins
    leave = clearance(expires=midnight + timedelta(days=1))
    for before, posting_on in ((midnight - timedelta(minutes=1), date(2026, 3, 6)), (midnight, date(2026, 3, 9))):
        made = committed(agencies.ours, letter, dedupe_key=f"{before}", posting_on=None, at=before, clearance=leave)
        assert seen(agencies.ours, made).posting_on == posting_on


def test_hand_over_sends_all_letters_in_one_event(agencies, published):
    made = printed(agencies.ours, 3)
    run = run_of(agencies.ours, made[0])
    with acting_for(agencies.ours):
        event = hand_over(print_run=run, on=DAY, at=LATER)
    assert published == [event] == [LettersHandedOver(run.pk, DAY, tuple(made))]
    assert {(seen(agencies.ours, pk).state, seen(agencies.ours, pk).sent_on) for pk in made} == {("sent", DAY)}
    with pytest.raises(Stale), acting_for(agencies.ours):
        hand_over(print_run=run, on=DAY, at=LATER)


def test_a_run_handed_over_late_is_refused_and_withdrawn(agencies, published):
    made = printed(agencies.ours)
    run, late = run_of(agencies.ours, made[0]), NOW + timedelta(days=2)
    with acting_for(agencies.ours):
        refusal = hand_over(print_run=run, on=late.date(), at=late)
    assert (refusal.rule, bool(refusal.cure), published) == ("hand-over-late", True, [])
    assert seen(agencies.ours, made[0]).state == "printed"
    with acting_for(agencies.ours):
        withdraw_run(print_run=run, at=late)
    assert published == [LettersWithdrawn(run.pk, tuple(made))]
    assert seen(agencies.ours, made[0]).state == "cancelled"


def test_a_run_is_not_handed_over_while_a_letter_is_being_made(agencies, published, monkeypatch):
    made = printed(agencies.ours)
    _die_while_printing(agencies.ours, monkeypatch)
    with acting_for(agencies.ours):
        refusal = hand_over(print_run=PrintRun.objects.get(), on=DAY, at=LATER)
        assert withdraw_run(print_run=PrintRun.objects.get(), at=LATER).rule == refusal.rule == "run-unfinished"
    assert (seen(agencies.ours, made[0]).state, published) == ("printed", [])


def _die_while_printing(agency_id, monkeypatch, *, after=False):
    made = committed(agency_id, letter, dedupe_key="killed")

    def die(self, name, content):
        if after:
            whole(self, name, content)
        raise KeyboardInterrupt

    whole = FileSystemStorage.save
    with monkeypatch.context() as patch:
        patch.setattr(FileSystemStorage, "save", die)
        with pytest.raises(KeyboardInterrupt):
            deliver_one(agency_id=agency_id, message_id=made, at=LATER)
    return made


def test_killed_after_printing_is_found(agencies, monkeypatch):
    made = _die_while_printing(agencies.ours, monkeypatch, after=True)
    assert settle_stuck(agency_id=agencies.ours, at=MUCH_LATER) == {State.PRINTED: 1}
    assert seen(agencies.ours, made).provider_id


def test_killed_before_printing_is_printed_once_in_the_same_run(agencies, monkeypatch, store):
    made = _die_while_printing(agencies.ours, monkeypatch)
    run = run_of(agencies.ours, made)
    assert settle_stuck(agency_id=agencies.ours, at=MUCH_LATER) == {State.QUEUED: 1}
    with acting_for(agencies.ours):
        close_run(print_run=run, at=MUCH_LATER)
    assert deliver_due(agency_id=agencies.ours, at=MUCH_LATER + timedelta(hours=1)) == {State.PRINTED: 1}
    assert run_of(agencies.ours, made) == run
    assert len(list((store / "print").rglob("*.pdf"))) == 1


def test_a_half_written_letter_is_written_again(agencies, monkeypatch, store):
    made = _die_while_printing(agencies.ours, monkeypatch, after=True)
    (half,) = (store / "print").rglob("*.pdf")
    half.write_bytes(PDF[:5])
    assert settle_stuck(agency_id=agencies.ours, at=MUCH_LATER) == {State.QUEUED: 1}
    deliver_due(agency_id=agencies.ours, at=MUCH_LATER + timedelta(hours=1))
    assert (seen(agencies.ours, made).state, half.read_bytes()) == ("printed", PDF)


def test_no_letter_enters_a_closed_run(agencies):
    first = printed(agencies.ours)[0]
    with acting_for(agencies.ours):
        close_run(print_run=run_of(agencies.ours, first), at=LATER)
    second = committed(agencies.ours, letter, dedupe_key="second")
    deliver_due(agency_id=agencies.ours, at=LATER)
    assert run_of(agencies.ours, second) != run_of(agencies.ours, first)
    with acting_for(agencies.ours):
        assert [(row.printed, bool(row.closed_at)) for row in print_runs()] == [(1, False), (1, True)]


def test_a_letter_is_taken_out_of_an_open_run_only(agencies, store):
    out, stays = printed(agencies.ours, 2)
    with acting_for(agencies.ours):
        assert cancel(message=seen(agencies.ours, out), at=LATER)
        close_run(print_run=run_of(agencies.ours, stays), at=LATER)
        assert not cancel(message=seen(agencies.ours, stays), at=LATER)
    assert [path.stem for path in (store / "print").rglob("*.pdf")] == [str(seen(agencies.ours, stays).uid)]


def test_a_store_that_fails_is_tried_again(agencies, monkeypatch):
    made = committed(agencies.ours, letter)

    def full(self, name, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "save", full)
    assert deliver_one(agency_id=agencies.ours, message_id=made, at=LATER) == "queued"
    assert "No space" in seen(agencies.ours, made).answer


def test_another_agency_hands_nothing_over(agencies, published):
    run = run_of(agencies.ours, printed(agencies.ours)[0])
    with pytest.raises(PrintRun.DoesNotExist), acting_for(agencies.theirs):
        hand_over(print_run=run, on=DAY, at=LATER)
    assert published == []


def test_laying_a_letter_twice_is_laying_it_once(agencies, store, monkeypatch):
    parcel = Parcel(f"print/1/1/a.pdf#{sha256(PDF).hexdigest()}", "", "", "", "", "", "", (Attachment("a", "", PDF),))
    first = Letter().send(parcel)
    monkeypatch.setattr(FileSystemStorage, "save", None)
    assert Letter().send(parcel) == first == Letter().find(parcel.key)
    assert [path.name for path in (store / "print").rglob("*.pdf")] == ["a.pdf"]
