"""Print runs: letters wait in them for the post, and count as sent on the day they are handed over."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from agencies.models import Agency
from agencies.scope import current_agency_id, current_scope, widened
from core.errors import Stale
from core.events import publish
from core.locks import Lock, hold
from law.refusals import Refusal
from messaging import rules
from messaging.events import LettersHandedOver, LettersWithdrawn
from messaging.models import Message, PrintRun
from messaging.rules import State
from messaging.services.printing import have_files_made
from messaging.services.registering import register


def close_run(*, print_run: PrintRun, at: datetime) -> PrintRun:
    """No letter enters the run from now on, so that what is printed is handed over. Closing twice is closing."""
    with widened("close_run"):
        held = _held(print_run)
        if held.closed_at is None:
            held.closed_at = at
            held.save(update_fields=["closed_at"])
            have_files_made(print_run_id=held.pk)
    return held


def hand_over(
    *, print_run: PrintRun, on: date, at: datetime, registrations: Mapping[int, str] | None = None
) -> LettersHandedOver | Refusal:
    """The run was given to the post on `on`: each of its letters is sent on that day.

    `registrations` tells the post's number of each registered letter, by message. Refused when `on` is more than one
    working day after the posting day, still to come, when letters of the run are not printed yet, or when a registered
    one has no number of its own. Raises Stale when it was handed over before.
    """
    with widened("hand_over"):
        held = _held(print_run)
        states = _letters(held).values_list("state", flat=True).order_by("state").distinct()
        country = Agency.objects.get(pk=current_agency_id()).country
        posting_on, today = held.posting_on, localdate(at)
        if refusal := rules.hand_over_refusal(
            posting_on=posting_on, on=on, today=today, country=country, states=states
        ):
            return refusal
        if refusal := register(letters=_letters(held), numbers=registrations or {}, at=at):
            return refusal
        if held.manifest_id is None:
            have_files_made(print_run_id=held.pk)
        held.closed_at, held.handed_over_on = held.closed_at or at, on
        held.handed_over_by_id = current_scope().member_id
        held.save(update_fields=["closed_at", "handed_over_on", "handed_over_by"])
        event = LettersHandedOver(held.pk, on, _move_all(held, state=State.SENT.value, sent_on=on, settled_at=at))
        publish(event)
    return event


def withdraw_run(*, print_run: PrintRun, at: datetime) -> LettersWithdrawn | Refusal:
    """The run will not be posted: its letters are cancelled, and who asked for them is told to write again.

    Refused while letters of the run are being made. Raises Stale when it was handed over.
    """
    with widened("withdraw_run"):
        held = _held(print_run)
        if _letters(held).filter(state__in=[State.QUEUED, State.SENDING]).exists():
            return Refusal("run-unfinished", rules.POSTING_SOURCE, rules.UNFINISHED, cure=rules.WAIT)
        held.closed_at = held.closed_at or at
        held.save(update_fields=["closed_at"])
        event = LettersWithdrawn(held.pk, _move_all(held, state=State.CANCELLED.value, settled_at=at))
        publish(event)
    return event


def _held(print_run: PrintRun) -> PrintRun:
    hold(Lock.PRINT_RUN, current_agency_id())
    held: PrintRun = PrintRun.objects.select_for_update(of=("self",)).get(pk=print_run.pk)
    if held.handed_over_on:
        raise Stale(f"print run {held.pk} was handed over on {held.handed_over_on}")
    return held


def _letters(run: PrintRun) -> QuerySet[Message]:
    return Message.objects.filter(print_run=run)


def _move_all(run: PrintRun, **columns: object) -> tuple[int, ...]:
    """Move the printed letters of the run in one statement; their ids in the order they were queued."""
    printed = _letters(run).filter(state=State.PRINTED)
    ids = tuple(printed.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    if printed.update(**columns) != len(ids):
        raise Stale(f"letters of print run {run.pk} moved meanwhile")
    return ids
