"""Shells: enter the agency, read the clock, call one service."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from celery import shared_task
from django.utils import timezone

from agencies.scope import acting_for
from agencies.work import agency_task
from claims.queries.export import Selection
from claims.services import binding, bordereau, certifying, exporting, halting, handing
from claims.services.ending import CERTIFICATE, FILE
from claims.services.lifecycle import BORDEREAU, accept_import
from files.models import File
from jobs import services as jobs
from jobs.models import Job

FAILED = "the file was not loaded"


@shared_task(name=handing.TASK, acks_late=True)
def import_signed(*, agency_id: int, job_id: int, file_id: int, contract_id: int, name: str, actor: str = "") -> None:
    """Load a signed file, as the member who signed or the key that sent it.

    The job's start and its failure are seen at once: own transactions.

    A second run of the same task (a worker died) waits for the first and then finds the job ended, or does its work.
    """
    with acting_for(agency_id):
        job = Job.objects.get(pk=job_id)
        jobs.begin(job=job, at=timezone.now())
    with _given_up_if_broken(agency_id, job, FAILED), acting_for(agency_id, member_id=job.member_id):
        now = timezone.now()
        handing.load_signed(
            job=job,
            file_id=file_id,
            contract_id=contract_id,
            name=name,
            on=timezone.localdate(now),
            at=now,
            actor=actor,
            draw_up=partial(_drawn, bordereau.Signature(name, now) if name else None),
        )


@contextmanager
def _given_up_if_broken(agency_id: int, job: Job, error: str) -> Iterator[None]:
    """A failure is seen at once, in its own transaction, and is still the task's failure."""
    try:
        yield
    except Exception:
        with acting_for(agency_id):
            jobs.give_up(job=job, at=timezone.now(), error=error)
        raise


def _drawn(signature: bordereau.Signature | None, import_id: int) -> None:
    bordereau.draw_up(import_id=import_id, signature=signature)


@shared_task(name=BORDEREAU, acks_late=True)
def draw_up(*, agency_id: int, import_id: int, name: str = "", member_id: int | None = None) -> None:
    """The bordereau of a loaded list, signed by the member who signed the list before, if one did."""
    with acting_for(agency_id, member_id=member_id):
        now = timezone.now()
        _drawn(bordereau.Signature(name, now) if name else None, import_id)
        if name:
            accept_import(import_id=import_id, name=name, on=timezone.localdate(now), at=now)


@shared_task(name=exporting.TASK, acks_late=True)
def export(*, agency_id: int, job_id: int, extension: str, language: str, wanted: dict[str, str]) -> None:
    """Write a list of claims as its reader sees it: narrowed to the party of the job, under its member's walls.

    A second run of the same task (a worker died) writes the file again, unless the job has ended.
    """
    with acting_for(agency_id):
        job = Job.objects.get(pk=job_id)
        jobs.begin(job=job, at=timezone.now())
    if job.ended_at:
        return
    with _given_up_if_broken(agency_id, job, exporting.NOT_WRITTEN):
        with acting_for(agency_id, party_id=job.party_id, member_id=job.member_id):
            data, rows = exporting.written(
                wanted=Selection(**wanted), extension=extension, language=language, job_id=job_id
            )
        with acting_for(agency_id, member_id=job.member_id):
            now = timezone.now()
            name = exporting.name_of(extension=extension, language=language, on=timezone.localdate(now))
            exporting.keep_export(job=job, data=data, rows=rows, name=name, at=now)


@agency_task(CERTIFICATE)
def certify(claim_id: int) -> None:
    """The certificate of non-recovery that a creditor asked for."""
    certifying.certify(claim_id=claim_id, at=timezone.now())


@shared_task(name=FILE, acks_late=True)
def bind(*, agency_id: int, job_id: int, claim_id: int) -> None:
    """Bind the complete file of a debtor; a failure is seen at once: its own transaction."""
    try:
        with acting_for(agency_id):
            binding.bind(job=Job.objects.get(pk=job_id), claim_id=claim_id, at=timezone.now())
    except Exception:
        with acting_for(agency_id):
            job = Job.objects.get(pk=job_id)
            jobs.begin(job=job, at=timezone.now())
            jobs.give_up(job=job, at=timezone.now(), error=exporting.NOT_WRITTEN)
        raise


@shared_task(name=halting.TASK, acks_late=True)
def halt_list(*, agency_id: int, job_id: int, file_id: int) -> None:
    """Stop the debtors of a list, each row in a transaction of its own; done again, it finds what is known."""
    now = timezone.now()
    on = timezone.localdate(now)
    with acting_for(agency_id):
        job = Job.objects.get(pk=job_id)
        jobs.begin(job=job, at=now)
        reading = halting.reading_of(file=File.objects.get(pk=file_id), on=on)
    if job.ended_at:
        return
    with _given_up_if_broken(agency_id, job, FAILED):
        stopped = found = 0
        for place, happening in enumerate(reading.happenings, 1):
            with acting_for(agency_id, member_id=job.member_id):
                made, seen = halting.halt_row(happening=happening, on=on, at=timezone.now())
                jobs.report(job_id, place, len(reading.happenings))
            stopped, found = stopped + made, found + seen
        with acting_for(agency_id, member_id=job.member_id):
            mails = halting.tell_creditors(on=on, at=timezone.now())
            result = {"stopped": stopped, "known": found - stopped, "mails": mails, "unusable": len(reading.unusable)}
            jobs.finish(job=job, at=timezone.now(), result=result)
