"""Long work that people watch, and promises in time."""

from django.db import models
from django.db.models import Q

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from core.ids import uuid7


class Job(Owned):
    """One piece of long work: who asked, how far it is, what came of it."""

    walls = Walls.PARTY

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    uid = models.UUIDField(default=uuid7, editable=False)
    party = owned_key("agencies.Party", null=True, blank=True)
    member = owned_key("agencies.Member", null=True, blank=True)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "uid"], name="jobs_job_one_uid")]


class Clock(Owned):
    """A promise in time: due, then met or missed. A missed one alerts."""

    walls = Walls.INNER

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)  # "claim:812"
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "kind", "subject"], name="jobs_clock_one_a_subject")]
        indexes = [
            models.Index(
                fields=["agency", "due_at"], condition=Q(met_at=None, stopped_at=None), name="jobs_clock_running"
            )
        ]
