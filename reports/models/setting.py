"""The reports of its own that a PREMIUM creditor has: each named, each change a version that is kept."""

from django.db import models
from django.db.models import Q

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from clients.models import Contract
from core.ids import uuid7


class Setting(Owned):
    """A report that a contract has beside the usual one; what is in it stands in its latest version."""

    walls = Walls.PARTY

    uid = models.UUIDField(default=uuid7, editable=False)
    party = owned_key("agencies.Party")
    contract = owned_key(Contract)
    name = models.CharField(max_length=60)
    ended_on = models.DateField(null=True, blank=True)  # none is drawn from then on

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "uid"], name="reports_setting_one_uid"),
            models.UniqueConstraint(
                fields=["agency", "contract", "name"], condition=Q(ended_on=None), name="reports_setting_one_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SettingVersion(Owned):
    """What a report of a creditor's own holds, from one change to the next. Rows are only ever added."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    setting = owned_key(Setting, related_name="versions")
    number = models.PositiveSmallIntegerField()
    rhythm = models.CharField(max_length=12, choices=Contract.Rhythm.choices)
    content = models.JSONField(default=dict)  # reports.rules.choosing.Choice
    made_by = owned_key("agencies.Member", null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "setting", "number"], name="reports_settingversion_one_number")
        ]
