"""The activity report of a creditor: when it is due, and each one as it was drawn."""

from django.db import models
from django.db.models import Q

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from clients.models import Contract
from core.ids import uuid7
from reports.models.setting import Setting, SettingVersion


class Schedule(Owned):
    """When the next report on a contract is due, and from which day on it tells: the usual one, or one of its own."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    contract = owned_key(Contract)
    setting = owned_key(Setting, null=True, blank=True)  # None: the usual report
    rhythm = models.CharField(max_length=12, choices=Contract.Rhythm.choices)  # by which `due_on` was computed
    since = models.DateField()  # the first day that no report has told of
    due_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "contract"], condition=Q(setting=None), name="reports_schedule_one_a_contract"
            ),
            models.UniqueConstraint(fields=["agency", "setting"], name="reports_schedule_one_a_setting"),
        ]
        indexes = [
            models.Index(fields=["agency", "due_on", "contract"], name="reports_schedule_due"),
            models.Index(fields=["agency", "due_on", "id"], name="reports_schedule_by_day"),
        ]


class Report(Owned):
    """One report as it was drawn. `facts` holds its figures, without names; rows are only ever added."""

    walls = Walls.PARTY

    uid = models.UUIDField(default=uuid7, editable=False)
    party = owned_key("agencies.Party")
    contract = owned_key(Contract)
    version = owned_key(SettingVersion, null=True, blank=True)  # None: the usual report, or the final one
    final = models.BooleanField(default=False, db_default=False)  # of the whole life of a contract that has ended
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
            models.UniqueConstraint(
                fields=["agency", "contract", "last"],
                condition=Q(version=None, final=False),
                name="reports_report_one_a_period",
            ),
            models.UniqueConstraint(fields=["agency", "version", "last"], name="reports_report_one_a_version"),
            models.UniqueConstraint(
                fields=["agency", "contract"], condition=Q(final=True), name="reports_report_one_final"
            ),
            models.CheckConstraint(condition=models.Q(first__lte=models.F("last")), name="reports_report_of_days"),
        ]
        indexes = [
            models.Index(fields=["agency", "party", "-id"], name="reports_report_of_party"),
            models.Index(fields=["agency", "-id"], name="reports_report_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.last}"
