"""Under which numbers an accountant keeps the accounts of an entity, where not under the usual ones."""

from django.db import models

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key


class ChartAccount(Owned):
    """The number and label of one account of an entity's ledgers; without a row, those of `reports.rules.chart`."""

    walls = Walls.INNER

    entity = owned_key("agencies.Entity")
    account = models.CharField(max_length=24)  # "trust.held"
    number = models.CharField(max_length=10)
    label = models.CharField(max_length=60)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "entity", "account"], name="reports_chartaccount_one"),
            models.UniqueConstraint(fields=["agency", "entity", "number"], name="reports_chartaccount_one_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"
