"""Asking a provider for a debtor's address: once for each search; what it proposes waits for an agent."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.timezone import localdate

from agencies.queries import is_suspended
from agencies.scope import acting_for, current_scope, widened
from agencies.work import later
from amicable.models import Enquiry, Look, Tracing
from amicable.provider import Answer, Failed, Wanted, ask, hear
from amicable.rules.tracing import next_exchange
from amicable.services.tracing import found, keep_look, refusal_of, searching
from core.errors import Stale
from law.refusals import Refusal

TASK = "amicable.enquire"
SOURCE = "provider"  # its key among rules.tracing.SOURCES
LEASE = timedelta(minutes=10)  # far longer than an exchange: after it, whoever held it is dead
State = Enquiry.State


def ask_provider(*, tracing_id: int, on: date, at: datetime) -> Enquiry | Refusal:
    """Have the provider asked for the address once this is durable; one that was asked already is returned.

    One that gave no answer is asked again, under the same key: it charges no second search. Raises Stale once the
    search is over.
    """
    with widened("ask_provider"):
        tracing = searching(tracing_id)
        if refusal := refusal_of(tracing, source=SOURCE, on=on):
            return refusal
        asked = {"asked_at": at, "asked_by_id": current_scope().member_id, "due_at": at}
        given = {"party_id": tracing.party_id, **asked}
        row, new = Enquiry.objects.get_or_create(tracing=tracing, defaults=given)
        again = not new and Enquiry.objects.filter(pk=row.pk, state=State.FAILED).update(
            state=State.WAITING, reference="", detail="", **asked
        )
        if new or again:
            later(TASK, swept=True, enquiry_id=row.pk)
    return row


def exchange(*, agency_id: int, enquiry_id: int, at: datetime) -> bool:
    """Ask the provider, or hear what it found, if that is due and nobody else does; whether it was spoken to.

    To be called with no transaction open. Whatever kills it leaves the enquiry due again after the lease, under the
    same key.
    """
    with acting_for(agency_id):
        taken = _take(enquiry_id, at)
    if taken is None:
        return False
    row, wanted = taken
    answer = hear(row.reference) if row.reference else ask(wanted, key=str(row.uid))
    with acting_for(agency_id):
        _record(row, answer, at)
    return True


def _take(enquiry_id: int, at: datetime) -> tuple[Enquiry, Wanted] | None:
    """The enquiry, leased, and what is asked; None when it is not due, taken, or its search is over."""
    waiting = Enquiry.objects.filter(pk=enquiry_id, state=State.WAITING, due_at__lte=at)
    row = waiting.select_for_update(of=("self",), skip_locked=True).first()
    if row is None or is_suspended():
        return None
    tracing = Tracing.objects.select_related("debtor").get(pk=row.tracing_id)
    if tracing.state != Tracing.State.OPEN:
        _set(row, state=State.DROPPED, due_at=None)
        return None
    _set(row, due_at=at + LEASE)
    debtor = tracing.debtor
    place = {"street": debtor.street, "postcode": debtor.postcode, "city": debtor.city}
    return row, Wanted(debtor.name, debtor.country, debtor.enterprise_number or debtor.vat_number, **place)


def _record(taken: Enquiry, answer: Answer | Failed, at: datetime) -> None:
    """What the provider said, once: a second answer to the same enquiry changes nothing."""
    tracing = Tracing.objects.select_for_update(of=("self",)).get(pk=taken.tracing_id)
    row = Enquiry.objects.select_for_update(of=("self",)).get(pk=taken.pk)
    if row.state != State.WAITING:
        return
    if isinstance(answer, Failed):
        _wait(row, at, final=answer.permanent, detail=answer.detail)
    elif answer.state == "searching":
        _wait(row, at, reference=answer.reference, detail="")
    else:
        _answered(row, tracing, answer, at)


def _wait(row: Enquiry, at: datetime, *, final: bool = False, **said: str) -> None:
    due_at = None if final else next_exchange(row.asked_at, at)
    _set(row, state=State.WAITING if due_at else State.FAILED, due_at=due_at, **said)


def _answered(row: Enquiry, tracing: Tracing, answer: Answer, at: datetime) -> None:
    """What it cost is kept whatever became of the search; an address that nobody needs any more is not."""
    said = {"reference": answer.reference, "detail": "", "cost": answer.cost, "due_at": None}
    if tracing.state != Tracing.State.OPEN:
        Tracing.objects.filter(pk=tracing.pk).update(cost=F("cost") + answer.cost)
        _set(row, state=State.DROPPED, **said)
        return
    result = _result(answer, tracing)
    spent: dict[str, Any] = {"cost": answer.cost, "note": answer.source}
    keep_look(tracing, source=SOURCE, result=result, on=localdate(at), at=at, **spent)
    if result != Look.Result.FOUND:
        return _set(row, state=State.NOTHING, **said)
    place = {"street": answer.street, "postcode": answer.postcode, "city": answer.city, "source": answer.source}
    return _set(row, state=State.PROPOSED, **said, **place)


def _result(answer: Answer, tracing: Tracing) -> Look.Result:
    """The address that is no good is no other address, however it is cased."""
    if answer.state != "found":
        return Look.Result.NOTHING
    told = f"{answer.street}, {answer.postcode} {answer.city}"
    return Look.Result.SAME if told.casefold() == tracing.address.casefold() else Look.Result.FOUND


def accept(*, tracing_id: int, on: date, at: datetime) -> None:
    """The proposed address is kept, as one that an agent found.

    Raises Stale once the search is over or nothing is proposed any more.
    """
    with widened("accept"):
        row = _decided(tracing_id, State.ACCEPTED, on)
        found(tracing_id=tracing_id, street=row.street, postcode=row.postcode, city=row.city, on=on, at=at)


def refuse(*, tracing_id: int, on: date) -> None:
    """The proposed address is somebody else's, or no good either: the search goes on without it.

    Raises Stale once the search is over or nothing is proposed any more.
    """
    with widened("refuse"):
        _decided(tracing_id, State.REFUSED, on)


def _decided(tracing_id: int, state: State, on: date) -> Enquiry:
    tracing = searching(tracing_id)
    row: Enquiry | None = Enquiry.objects.filter(tracing=tracing, state=State.PROPOSED).first()
    if row is None:
        raise Stale(f"nothing is proposed in tracing {tracing_id}")
    _set(row, state=state, decided_on=on, decided_by_id=current_scope().member_id)
    return row


def _set(row: Enquiry, **values: Any) -> None:
    Enquiry.objects.filter(pk=row.pk).update(**values)
