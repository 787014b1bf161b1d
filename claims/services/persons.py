"""What a debtor asks about its personal data: entered, prepared, answered, within the month that the GDPR gives."""

from datetime import date, datetime

from agencies.scope import current_scope, widened
from claims.models import PersonRequest
from claims.services.erasure import erase_debtor
from claims.services.exporting import KIND
from core.dates import add_months
from core.errors import Stale
from jobs import services as jobs
from jobs.models import Job

TASK = "creansys.person"
MONTHS = 1  # GDPR art. 12 § 3; the two months more that it allows need a reasoned notice, and are not counted on


def record_request(*, debtor_id: int, kind: str, said: str, received_on: date) -> PersonRequest:
    """Enter a request in the register; it is to be answered within one month of its receipt (GDPR art. 12 § 3)."""
    with widened("record_request"):
        return PersonRequest.objects.create(
            debtor_id=debtor_id,
            kind=PersonRequest.Kind(kind),
            said=said,
            received_on=received_on,
            answer_by=add_months(received_on, MONTHS),
            recorded_by_id=current_scope().member_id,
        )


def answer_request(*, request_id: int, outcome: str, text: str, on: date) -> PersonRequest:
    """Write down what was answered, once. Raises Stale when it was answered before."""
    with widened("answer_request"):
        given = {"outcome": PersonRequest.Outcome(outcome), "answer": text, "answered_on": on}
        still = PersonRequest.objects.filter(pk=request_id, answered_on=None)
        if not still.update(**given, answered_by_id=current_scope().member_id):
            raise Stale(f"request {request_id} was answered before")
    return PersonRequest.objects.get(pk=request_id)


def ask_copy(*, request_id: int, at: datetime) -> Job:
    """Have all that is held about the person who asked put into one ZIP, by a worker."""
    return jobs.ask(kind=KIND, task=TASK, at=at, party_id=None, request_id=request_id)


def copied(*, request_id: int, file_id: int) -> None:
    """The ZIP is there: the register keeps which one was handed out, until the person is erased."""
    PersonRequest.objects.filter(pk=request_id).update(file_id=file_id)


def erase_as_asked(*, request_id: int, text: str, on: date, at: datetime) -> int:
    """Erase the person who asked and answer the request; the number of claims touched.

    Raises Stale while a claim is open (GDPR art. 17 § 3, e), or when the request was answered before.
    """
    with widened("erase_as_asked"):
        asked = PersonRequest.objects.select_related("debtor").get(pk=request_id)
        touched = erase_debtor(debtor_id=asked.debtor_id, on=on, at=at)
        answer_request(request_id=request_id, outcome=PersonRequest.Outcome.GRANTED, text=text, on=on)
    return touched
