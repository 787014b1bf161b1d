"""All that is due on a day: by tasks while the service runs, or inline for a date of choice (`manage.py tick`)."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import partial

import structlog
from celery import current_app
from django.utils.timezone import localdate, localtime, make_aware

from agencies.crossing import active_agencies
from agencies.scope import acting_for
from agencies.work import inline, later
from amicable.queries import arrangements, cycles, ranking
from amicable.queries.tracing import enquiries_due
from amicable.services import acting, agreed, confirming, enquiring, queueing, starting
from claims.models import Refused
from claims.services.timeline import anchor
from creansys.accounts import BILLING, Work
from funds.queries import provider as online
from funds.services import provider, provider_settling
from funds.services.by_hand import clear_cheques
from funds.services.matching import match_open
from jobs.services import miss_clocks
from law.refusals import Refusal
from messaging.services import deliver_due, settle_stuck
from paynow import queries as paynow
from paynow.rules import ANSWER, DECISION
from paynow.services import copying, deciding, writing
from reports.services import figures

log = structlog.get_logger(__name__)
WRITING = "letters"  # the queue of what is due
ENOUGH = 5_000  # acts of one agency: some minutes of work, so that beat seldom finds its workers idle
FIRST_HOUR, LAST_HOUR = 9, 18  # when cycles work: a message to a debtor leaves in the hours of an office
HOUR = time(9)  # the hour at which a day's work is done when a date, not a moment, is given
DONE = (
    "failed",
    "notices",
    "refused",
    "decisions",
    "chased",
    "copies",
    "messages",
    "missed_clocks",
    "anchors",
    "figures",
)
CYCLES = ("begun", "actions")
ARRANGED = ("arranged", "confirmed")
QUEUE = ("ranked",)
ASKED = ("enquired",)
MONEY = ("matched", "cleared", "online", "settled")
EARNED = tuple(work.counted for work in BILLING)


def fan_out(*, task: str) -> None:
    """Queue `task` once for each agency: what fails in one does not stop the others."""
    for agency_id in active_agencies():
        current_app.send_task(task, kwargs={"agency_id": agency_id}, queue="default")


def queue_due(*, on: date) -> int:
    """Queue one task for each act that is due on `on` in the agency in force; the number queued."""
    acts, copies = paynow.due(on, limit=ENOUGH), paynow.to_copy(limit=ENOUGH)
    for claim_id, what in acts:
        later("paynow.act", queue=WRITING, claim_id=claim_id, what=what)
    for notice_id in copies:
        later("paynow.copy", queue=WRITING, notice_id=notice_id)
    return len(acts) + len(copies)


def queue_cycles(*, at: datetime) -> int:
    """Queue one task for each claim whose cycle begins or has a step due, in the hours of the office; the number."""
    if not FIRST_HOUR <= localtime(at).hour < LAST_HOUR:
        return 0
    claims, runs = cycles.to_begin(localdate(at), limit=ENOUGH), cycles.due(localdate(at), limit=ENOUGH)
    for claim_id in claims:
        later("amicable.begin", queue="default", claim_id=claim_id)
    for run_id in runs:
        later("amicable.act", queue=WRITING, run_id=run_id)
    return len(claims) + len(runs)


def queue_arrangements(*, on: date) -> int:
    """Queue one task for each promise, plan, dispute or request to be looked at, and each answer to write."""
    looks = [(what, pk) for what, find in arrangements.DUE.items() for pk in find(on, 0)]
    for what, pk in looks:
        later("amicable.look", queue="default", what=what, pk=pk)
    answers = arrangements.confirmations_due(on)
    for pk in answers:
        later("amicable.confirm", queue=WRITING, confirmation_id=pk)
    return len(looks) + len(answers)


def tick(agency_id: int, on: date) -> dict[str, int]:
    """Do inline what is due in one agency on `on`, outbox included; what was done. A second time, all zeros."""
    at = make_aware(datetime.combine(on, HOUR))
    done: Counter[str] = Counter(dict.fromkeys((*DONE, *CYCLES, *ARRANGED, *ASKED, *QUEUE, *EARNED, *MONEY), 0))
    with inline():
        _money(agency_id, on, at, done)
        _online(agency_id, at, done)
        _arrangements(agency_id, on, at, done)
        _enquiries(agency_id, at, done)
        _cycles(agency_id, on, at, done)
        _acts(agency_id, on, at, done)
        done["messages"] += sum(deliver_due(agency_id=agency_id, at=at).values())
        _copies(agency_id, at, done)
        done["messages"] += sum(deliver_due(agency_id=agency_id, at=at).values())
        settle_stuck(agency_id=agency_id, at=at)
        _billing(agency_id, on, at, done)
        _rank(agency_id, at, done)
        with acting_for(agency_id):
            done["missed_clocks"] += miss_clocks(at=at)
            done["anchors"] += anchor(at=at) is not None
            done["figures"] += figures.refresh(at=at)
    return dict(done)


def queue_enquiries(*, at: datetime) -> int:
    """Queue one task for each enquiry about an address that a provider is to be spoken to about; the number."""
    found = enquiries_due(at)
    for enquiry_id in found:
        later(enquiring.TASK, queue="default", enquiry_id=enquiry_id)
    return len(found)


def queue_ranking(*, on: date) -> int:
    """Queue the ranking of the agents' queue where the day of an entry has come; 1 or 0."""
    if not ranking.to_rank(on, limit=1):
        return 0
    later("amicable.rank", queue="default")
    return 1


def _rank(agency_id: int, at: datetime, done: Counter[str]) -> None:
    """Last: what was done today decides whom to act on next."""
    last = 0
    while True:
        with acting_for(agency_id):
            ranked = queueing.rank_due(at=at, after=last)
        if not ranked:
            return
        done["ranked"] += len(ranked)
        last = ranked[-1]


def _money(agency_id: int, on: date, at: datetime, done: Counter[str]) -> None:
    """First of all: what was paid need not be asked for."""
    with acting_for(agency_id):
        done["matched"] += match_open(on=on, at=at)
        done["cleared"] += clear_cheques(on=on, at=at)


def queue_online(*, at: datetime) -> int:
    """Queue one task for each payment to ask the provider about, and each settlement to read there; the number."""
    provider_settling.spot(at=at)
    looks, reads = online.to_look(at), online.to_read(at)
    for pk in looks:
        later(provider.TASK, payment_id=pk)
    for pk in reads:
        later(provider_settling.TASK, settlement_id=pk)
    return len(looks) + len(reads)


def _online(agency_id: int, at: datetime, done: Counter[str]) -> None:
    """No transaction is open while the payment provider is spoken to; one that fails must not stop the others."""
    with acting_for(agency_id):
        provider_settling.spot(at=at)
        looks, reads = online.to_look(at), online.to_read(at)
    calls = [("online", partial(provider.look, payment_id=pk)) for pk in looks]
    calls += [("settled", partial(provider_settling.read, settlement_id=pk)) for pk in reads]
    for counted, call in calls:
        with _alone(agency_id, done, what=counted):
            done[counted] += call(agency_id=agency_id, at=at)


def _arrangements(agency_id: int, on: date, at: datetime, done: Counter[str]) -> None:
    """Before the cycles: a promise broken or a plan not kept lets them go on; then the answers to debtors."""
    for what, find in arrangements.DUE.items():
        for found in _found(agency_id, find, on):
            _one(agency_id, what, found, done, partial(_look, what, at=at))
    for found in _found(agency_id, arrangements.confirmations_due, on):
        _one(agency_id, "answer", found, done, partial(_confirm, at=at))


def _enquiries(agency_id: int, at: datetime, done: Counter[str]) -> None:
    """No transaction is open while a provider of addresses is spoken to; one that fails must not stop the others."""
    with acting_for(agency_id):
        found = enquiries_due(at)
    for pk in found:
        with _alone(agency_id, done, what="enquiry", id=pk):
            done["enquired"] += enquiring.exchange(agency_id=agency_id, enquiry_id=pk, at=at)


def _billing(agency_id: int, on: date, at: datetime, done: Counter[str]) -> None:
    """After the letters, which may be charged: fees, then invoices, their numbers and their mails."""
    for work in BILLING:
        for found in _found(agency_id, work.find, on):
            _one(agency_id, work.counted, found, done, partial(_worked, work, at=at))
    done["messages"] += sum(deliver_due(agency_id=agency_id, at=at).values())


def _worked(work: Work, pk: int, at: datetime) -> dict[str, int]:
    return {work.counted: bool(work.do(pk, at))}


def _look(what: str, pk: int, at: datetime) -> dict[str, int]:
    return {"arranged": agreed.look(what=what, pk=pk, at=at)}


def _confirm(pk: int, at: datetime) -> dict[str, int]:
    return {"confirmed": confirming.confirm(confirmation_id=pk, at=at) is not None}


def _cycles(agency_id: int, on: date, at: datetime, done: Counter[str]) -> None:
    """Before the notices and the creditors' questions: cycles ask for both."""
    for claim_id in _found(agency_id, cycles.to_begin, on):
        _one(agency_id, "cycle", claim_id, done, lambda pk: _begin(pk, at))
    for run_id in _found(agency_id, cycles.due, on):
        _one(agency_id, "step", run_id, done, lambda pk: _step(pk, at))


def _found(agency_id: int, find: Callable[[date, int], list[int]], on: date) -> Iterator[int]:
    last = 0
    while True:
        with acting_for(agency_id):
            found = find(on, last)
        if not found:
            return
        yield from found
        last = found[-1]


def _one(agency_id: int, what: str, pk: int, done: Counter[str], do: Callable[[int], dict[str, int]]) -> None:
    with _alone(agency_id, done, what=what, id=pk):
        with acting_for(agency_id):
            counted = do(pk)
        done.update(counted)


@contextmanager
def _alone(agency_id: int, done: Counter[str], **of: object) -> Iterator[None]:
    """One that fails must not stop the others: it stays due, and the command ends with an error. `of` names it."""
    try:
        yield
    except Exception:
        log.exception("tick.failed", agency=agency_id, **of)
        done["failed"] += 1


def _begin(claim_id: int, at: datetime) -> dict[str, int]:
    made = starting.begin(claim_id=claim_id, at=at)
    return {"refused" if isinstance(made, Refusal) else "begun": made is not None}


def _step(run_id: int, at: datetime) -> dict[str, int]:
    made = acting.act(run_id=run_id, at=at)
    return {"actions": len(made.actions), "refused": bool(made.refusals)} if made else {}


def _acts(agency_id: int, on: date, at: datetime, done: Counter[str]) -> None:
    last = 0
    while acts := _due(agency_id, on, last):
        for last, what in acts:
            with _alone(agency_id, done, claim=last, act=what):
                done.update(_act(agency_id, last, what, at))


def _act(agency_id: int, claim_id: int, what: str, at: datetime) -> dict[str, int]:
    with acting_for(agency_id):
        if what == DECISION:
            return {"decisions": deciding.ask(claim_id=claim_id, at=at) is not None}
        if what == ANSWER:
            return {"chased": deciding.chase(claim_id=claim_id, at=at) is not None}
        made = writing.write(claim_id=claim_id, at=at)
        return {"refused" if isinstance(made, tuple) else "notices": made is not None}


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
