"""The activity report of a creditor: when it is due, and each one as it was drawn."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from clients.models import Contract
from core.ids import uuid7


class Schedule(Owned):
    """When the next report on a contract is due, and from which day on it tells."""

    walls = Walls.PARTY

    class Grouping(models.TextChoices):
        NONE = "none", _("one list")
        STAGE = "stage", _("by stage")
        KIND = "kind", _("consumers and businesses apart")

    party = owned_key("agencies.Party")
    contract = owned_key(Contract)
    rhythm = models.CharField(max_length=12, choices=Contract.Rhythm.choices)  # by which `due_on` was computed
    since = models.DateField()  # the first day that no report has told of
    due_on = models.DateField()
    columns = models.JSONField(default=list, blank=True)  # of the list of files, in order; empty, the usual ones
    grouping = models.CharField(max_length=5, choices=Grouping.choices, default=Grouping.NONE)
    open_only = models.BooleanField(default=False)  # without the files closed in the period

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "contract"], name="reports_schedule_one_a_contract")]
        indexes = [models.Index(fields=["agency", "due_on", "contract"], name="reports_schedule_due")]


class Report(Owned):
    """One report as it was drawn. `facts` holds its figures, without names; rows are only ever added."""

    walls = Walls.PARTY

    uid = models.UUIDField(default=uuid7, editable=False)
    party = owned_key("agencies.Party")
    contract = owned_key(Contract)
    rhythm = models.CharField(max_length=12, choices=Contract.Rhythm.choices)
    first = models.DateField()
    last = models.DateField()  # inclusive, as `first` is
    language = models.CharField(max_length=2)
    facts = models.JSONField(default=dict)
    pdf = owned_key("files.File")
    xlsx = owned_key("files.File")
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "uid"], name="reports_report_one_uid"),
            models.UniqueConstraint(fields=["agency", "contract", "last"], name="reports_report_one_a_period"),
            models.CheckConstraint(condition=models.Q(first__lte=models.F("last")), name="reports_report_of_days"),
        ]
        indexes = [models.Index(fields=["agency", "party", "-id"], name="reports_report_of_party")]

    def __str__(self) -> str:
        return f"{self.first} – {self.last}"
