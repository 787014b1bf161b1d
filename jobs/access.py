"""The one door to a job."""

from uuid import UUID

from agencies.access import DoorClosed
from jobs.models import Job


def job_for(uid: UUID) -> Job:
    """The job, if the scope in force sees it (row security decides); DoorClosed otherwise."""
    job = Job.objects.filter(uid=uid).first()
    if job is None:
        raise DoorClosed
    return job
