"""A month of the books is closed, and its papers are asked for."""

from datetime import date, datetime
from typing import Any

from agencies.models import Entity
from agencies.scope import current_scope, widened
from agencies.work import later
from core.dates import month_end
from funds.services.closing import close_books, still_books
from jobs import services as jobs
from jobs.models import Job
from law.refusals import Refusal
from law.refusals import gettext_noop as _
from reports.models import Closing
from reports.queries.month import Month, month_of
from reports.queries.month_bank import kept_banks
from reports.queries.months import first_day, last_closed
from reports.rules.month import is_next, written

WRITE, KEEP = "reports.write_month", "reports.keep_month"
KIND = "month"
HOUSE = _("House rule")
NOT_OVER = Refusal("month-not-over", HOUSE, _("This month is not over yet."))
CLOSED = Refusal("month-closed", HOUSE, _("This month is closed already."))
ANOTHER_FIRST = Refusal(
    "month-not-next", HOUSE, _("Another month comes before this one."), cure=_("Months are closed one after the other.")
)
NOT_TIED = Refusal(
    "month-not-tied",
    HOUSE,
    _("The sheets of this month do not tie: two sums that must be the same differ."),
    cure=_("Look at the checks, and have the cause mended before the month is closed."),
)


def ask_papers(*, entity: Entity, month: date, at: datetime) -> Job:
    """Have the papers of a month that is open written as they stand now."""
    given = {"entity_id": entity.pk, "month": written(month)}
    return jobs.ask(kind=KIND, task=WRITE, at=at, party_id=None, queue="letters", **given)


def close(*, entity: Entity, month: date, on: date, at: datetime) -> Closing | Refusal:
    """Close a month for good, on `on`: its sums are kept, what is open is kept with them, a worker writes the papers.

    Refused before its end, a second time, out of order, and while a check does not tie.
    """
    with widened("close_month"):
        still_books()
        if refusal := _refusal(entity, month, on):
            return refusal
        told = month_of(entity, month)
        if not told.ties:
            return NOT_TIED
        close_books(entity_id=entity.pk, month=month, at=at)
        made: Closing = Closing.objects.create(
            entity=entity,
            month=month,
            closed_at=at,
            closed_by_id=current_scope().member_id,
            figures=kept(told),
            warnings=[[one.code, one.count, str(one.amount)] for one in told.open],
        )
        later(KEEP, queue="letters", swept=True, closing_id=made.pk)
    return made


def _refusal(entity: Entity, month: date, on: date) -> Refusal | None:
    closed = last_closed(entity.pk)
    if closed is not None and month <= closed:
        return CLOSED
    if month_end(month) >= on:
        return NOT_OVER
    return None if is_next(month, first=first_day(entity.pk), closed=closed) else ANOTHER_FIRST


def kept(told: Month) -> dict[str, Any]:
    """The sums of a month as they are kept with its closing."""
    return {
        "accounts": {
            account.value: [str(one) for one in (found.opening, found.debits, found.credits, found.closing)]
            for account, found in told.accounts.items()
        },
        "banks": kept_banks(told.banks),
        "received": str(told.received),
        "taken_back": str(told.taken_back),
        "remitted": str(told.remitted),
        "withheld": str(told.withheld),
        "earned": str(told.fees.earned),
        "to_invoice": str(told.fees.closing),
        "net": str(told.net),
        "vat": str(told.tax),
        "checks": [[one.code, str(one.left), str(one.right)] for one in told.checks],
    }
