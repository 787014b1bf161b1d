"""The register of complaints about the agency's own conduct."""

from datetime import date

from agencies.options import option
from agencies.scope import current_scope, widened
from amicable.models import Complaint
from core.dates import add_days
from core.errors import Stale


def record(
    *,
    name: str,
    way: str,
    subject: str,
    said: str,
    received_on: date,
    contact: str = "",
    claim_id: int | None = None,
) -> Complaint:
    """Enter a complaint; it is answered within the days of the agency's option, counted from its receipt."""
    with widened("record"):
        return Complaint.objects.create(
            claim_id=claim_id,
            name=name,
            contact=contact,
            way=way,
            subject=subject,
            said=said,
            received_on=received_on,
            answer_by=add_days(received_on, option("complaints.answer_days", received_on)),
            recorded_by_id=current_scope().member_id,
        )


def answer(*, complaint_id: int, outcome: str, text: str, measures: str, on: date) -> Complaint:
    """Write down the answer that was given, and what changes; once. Raises Stale when it was answered before."""
    with widened("answer"):
        open_one = Complaint.objects.filter(pk=complaint_id, answered_on=None)
        given = {"outcome": outcome, "answer": text, "measures": measures, "answered_on": on}
        if not open_one.update(**given, answered_by_id=current_scope().member_id):
            raise Stale(f"complaint {complaint_id} was answered before")
    return Complaint.objects.get(pk=complaint_id)
