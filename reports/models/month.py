"""A month of an entity's books that was closed, with its figures and its papers."""

from django.db import models
from django.db.models import Q

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from core.ids import uuid7


class Closing(Owned):
    """One month as it was closed: its sums, what was still open, and the papers, which a worker writes once.

    `funds.ClosedMonth`, made with it, keeps the books shut.
    """

    walls = Walls.INNER

    uid = models.UUIDField(default=uuid7, editable=False)
    entity = owned_key("agencies.Entity")
    month = models.DateField()  # its first day
    closed_at = models.DateTimeField()
    closed_by = owned_key("agencies.Member", null=True, blank=True)
    figures = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)  # [code, how many, euros]: what was open all the same
    file = owned_key("files.File", null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "uid"], name="reports_closing_one_uid"),
            models.UniqueConstraint(fields=["agency", "entity", "month"], name="reports_closing_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="reports_closing_first_day"),
        ]
        indexes = [
            models.Index(fields=["agency", "id"], condition=Q(file=None), name="reports_closing_to_write"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
