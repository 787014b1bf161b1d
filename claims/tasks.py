"""Shells: enter the agency, read the clock, call one service."""

from celery import shared_task
from django.utils import timezone

from agencies.scope import acting_for
from agencies.work import agency_task
from claims.services import bordereau, handing
from claims.services.lifecycle import BORDEREAU
from jobs import services as jobs
from jobs.models import Job

FAILED = "the file was not loaded"


@shared_task(name=handing.TASK, acks_late=True)
def import_signed(*, agency_id: int, job_id: int, file_id: int, contract_id: int, name: str) -> None:
    """Load a signed file, as the member who signed. The job's start and its failure are seen at once: own transactions.

    A second run of the same task (a worker died) waits for the first and then finds the job ended, or does its work.
    """
    with acting_for(agency_id):
        job = Job.objects.get(pk=job_id)
        jobs.begin(job=job, at=timezone.now())
    try:
        with acting_for(agency_id, member_id=job.member_id):
            now = timezone.now()
            handing.load_signed(
                job=job, file_id=file_id, contract_id=contract_id, name=name, on=timezone.localdate(), at=now
            )
    except Exception:
        with acting_for(agency_id):
            jobs.give_up(job=job, at=timezone.now(), error=FAILED)
        raise


@agency_task(BORDEREAU)
def draw_up(import_id: int) -> None:
    """The written order of a signed list as a PDF."""
    bordereau.draw_up(import_id=import_id)
