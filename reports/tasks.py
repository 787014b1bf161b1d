"""Shells: enter the agency, read the clock, call one service."""

from celery import shared_task
from django.utils import timezone

from agencies.scope import acting_for
from agencies.work import agency_task
from jobs import services as jobs
from jobs.models import Job
from reports.models import Report
from reports.services import activity, figures, month_papers, papers
from reports.services.month import KEEP, WRITE


@agency_task("reports.draw", rests=True)
def draw(contract_id: int, early: bool = False) -> None:
    """The reports that are due on one contract; `early`, those of the days so far."""
    activity.draw_all(contract_id=contract_id, at=timezone.now(), early=early)


@agency_task("reports.send")
def send(report_id: int) -> None:
    """A report is mailed once more."""
    papers.send_again(report=Report.objects.get(pk=report_id), at=timezone.now())


@agency_task(KEEP)
def keep_month(closing_id: int) -> None:
    """The papers of a month that was closed."""
    month_papers.keep_papers(closing_id=closing_id)


@shared_task(name=WRITE, acks_late=True)
def write_month(*, agency_id: int, job_id: int, entity_id: int, month: str) -> None:
    """The papers of a month that is open; that it began, and that it failed, is seen at once: own transactions."""
    with acting_for(agency_id):
        job = Job.objects.get(pk=job_id)
        jobs.begin(job=job, at=timezone.now())
    if job.ended_at:
        return
    try:
        with acting_for(agency_id, member_id=job.member_id):
            month_papers.write_asked(job=job, entity_id=entity_id, month=month, at=timezone.now())
    except Exception:
        with acting_for(agency_id):
            jobs.give_up(job=job, at=timezone.now(), error=month_papers.NOT_WRITTEN)
        raise


@agency_task("reports.figures", rests=True)
def count() -> None:
    """The sums behind the manager's figures, as far as files went on."""
    figures.refresh(at=timezone.now())
