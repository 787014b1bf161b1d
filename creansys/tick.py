"""All that is due on a day: by tasks while the service runs, or inline for a date of choice (`manage.py tick`)."""

from collections import Counter
from datetime import date, datetime, time

from celery import current_app
from django.utils.timezone import localdate, make_aware

from agencies.crossing import active_agencies
from agencies.scope import acting_for
from agencies.work import inline
from claims.models import Refused
from claims.services.timeline import anchor
from jobs.services import miss_clocks
from messaging.services import deliver_due, settle_stuck
from paynow import queries as paynow
from paynow.rules import DECISION
from paynow.services import copying, deciding, writing

HOUR = time(9)  # the hour at which a day's work is done when a date, not a moment, is given
DONE = ("notices", "refused", "decisions", "copies", "messages", "missed_clocks", "anchors")


def fan_out() -> int:
    """Queue one task for each act that is due now, in every agency; the number queued."""
    queued = 0
    for agency_id in active_agencies():
        with acting_for(agency_id):
            acts = paynow.due(localdate())
            copies = paynow.to_copy()
        for claim_id, what in acts:
            _send("paynow.act", "letters", agency_id=agency_id, claim_id=claim_id, what=what)
        for notice_id in copies:
            _send("paynow.copy", "letters", agency_id=agency_id, notice_id=notice_id)
        queued += len(acts) + len(copies)
    return queued


def _send(task: str, queue: str, **ids: object) -> None:
    current_app.send_task(task, kwargs=ids, queue=queue)


def tick(agency_id: int, on: date) -> dict[str, int]:
    """Do inline what is due in one agency on `on`, outbox included; what was done. A second time, all zeros."""
    at = make_aware(datetime.combine(on, HOUR))
    done: Counter[str] = Counter(dict.fromkeys(DONE, 0))
    with inline():
        _acts(agency_id, on, at, done)
        done["messages"] += sum(deliver_due(agency_id=agency_id, at=at).values())
        _copies(agency_id, at, done)
        done["messages"] += sum(deliver_due(agency_id=agency_id, at=at).values())
        settle_stuck(agency_id=agency_id, at=at)
        with acting_for(agency_id):
            done["missed_clocks"] += miss_clocks(at=at)
            done["anchors"] += anchor(at=at) is not None
    return dict(done)


def _acts(agency_id: int, on: date, at: datetime, done: Counter[str]) -> None:
    last = 0
    while acts := _due(agency_id, on, last):
        for last, what in acts:
            with acting_for(agency_id):
                if what == DECISION:
                    done["decisions"] += deciding.ask(claim_id=last, at=at) is not None
                    continue
                made = writing.write(claim_id=last, at=at)
                done["refused" if isinstance(made, tuple) else "notices"] += made is not None


def _due(agency_id: int, on: date, after: int) -> list[tuple[int, str]]:
    with acting_for(agency_id):
        return paynow.due(on, after)


def _copies(agency_id: int, at: datetime, done: Counter[str]) -> None:
    with acting_for(agency_id):
        notices = paynow.to_copy()
    for notice_id in notices:
        with acting_for(agency_id):
            done["copies"] += copying.copy(notice_id=notice_id, at=at) is not None


def open_refusals(agency_id: int) -> list[dict[str, str | int | None]]:
    """Every outward act that the guard refuses now, with rule, source, reason, cure and first lawful day."""
    with acting_for(agency_id):
        rows = Refused.objects.filter(cleared_at=None).select_related("claim").order_by("claim_id", "rule")
        return [
            {
                "claim": row.claim.number,
                "act": row.act,
                "rule": row.rule,
                "source": row.source,
                "reason": row.reason,
                "cure": row.cure,
                "allowed_from": row.allowed_from.isoformat() if row.allowed_from else None,
            }
            for row in rows
        ]
