"""The months that are closed: nothing is booked in them any more."""

from django.db import models
from django.db.models import Q

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key


class ClosedMonth(Owned):
    """A month of an entity's books that is closed, and with it all before. Triggers refuse what is dated in it."""

    walls = Walls.INNER

    entity = owned_key("agencies.Entity")
    month = models.DateField()  # its first day
    member = owned_key("agencies.Member", null=True, blank=True)
    closed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "entity", "month"], name="funds_closedmonth_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="funds_closedmonth_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
