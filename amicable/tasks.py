"""Shells: enter the agency, read the clock, call one service."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from agencies.scope import acting_for
from agencies.work import agency_task, later
from amicable.services import (
    acting,
    agreed,
    bulk,
    bundling,
    confirming,
    enquiring,
    insuring,
    queueing,
    starting,
    touring,
    visiting,
)
from jobs import services as jobs
from jobs.models import Job


@agency_task("amicable.begin", rests=True)
def begin(claim_id: int) -> None:
    """Put one claim into its cycle."""
    starting.begin(claim_id=claim_id, at=timezone.now())


@agency_task("amicable.act", rests=True)
def act(run_id: int) -> None:
    """Do the step that is due for one claim."""
    acting.act(run_id=run_id, at=timezone.now())


@agency_task("amicable.look", rests=True)
def look(what: str, pk: int) -> None:
    """Look at one promise, plan, dispute or request whose day has come."""
    agreed.look(what=what, pk=pk, at=timezone.now())


@agency_task("amicable.confirm", rests=True)
def confirm(confirmation_id: int) -> None:
    """Write one answer to a debtor."""
    confirming.confirm(confirmation_id=confirmation_id, at=timezone.now())


@agency_task("amicable.rank", rests=True)
def rank(after: int = 0) -> None:
    """Rank some of the queue's entries whose day has come, and have the others ranked after them."""
    if ranked := queueing.rank_due(at=timezone.now(), after=after):
        later("amicable.rank", queue="default", swept=True, after=ranked[-1])


@agency_task(visiting.TASK)
def tour(job_id: int, on: str, of_id: int | None, language: str) -> None:
    """Write the paper of a day's visits."""
    job = Job.objects.get(pk=job_id)
    touring.draw(job=job, on=date.fromisoformat(on), of_id=of_id, language=language, at=timezone.now())


@shared_task(name=bulk.TASK, acks_late=True)
def act_on_many(*, agency_id: int, job_id: int, act: str, numbers: list[int], given: dict[str, str]) -> None:
    """Do one act to many claims, each in a transaction of its own; done again by another worker, none is done twice."""
    with acting_for(agency_id):
        job = Job.objects.get(pk=job_id)
        jobs.begin(job=job, at=timezone.now())
    if job.ended_at:
        return
    kept: dict[str, int] = {}
    refused: dict[str, str] = {}
    for place, number in enumerate(numbers, 1):
        with acting_for(agency_id, member_id=job.member_id):
            now = timezone.now()
            made = bulk.do_one(act=act, number=number, given=given, on=timezone.localdate(now), at=now)
            jobs.report(job_id, place, len(numbers))
        if isinstance(made, str):
            refused[str(number)] = made
        elif made is not None:
            kept[str(number)] = made
    with acting_for(agency_id):
        done = len(numbers) - len(refused)
        result = {"act": act, "done": done, "refused": refused, "undo": kept}
        jobs.finish(job=job, at=timezone.now(), result=result)


@agency_task(insuring.FILE)
def insurers_file(job_id: int, claim_id: int) -> None:
    """Put together what an insurer is handed."""
    bundling.bundle(job=Job.objects.get(pk=job_id), claim_id=claim_id, at=timezone.now())


@shared_task(name=enquiring.TASK, acks_late=True)
def enquire(*, agency_id: int, enquiry_id: int) -> None:
    """Speak to the provider of addresses, no transaction open."""
    enquiring.exchange(agency_id=agency_id, enquiry_id=enquiry_id, at=timezone.now())
