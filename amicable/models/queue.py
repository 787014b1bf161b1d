"""Whom to act on next: one row for each claim that an agent looked after, ranked while it waits for one."""

from django.db import models
from django.db.models import Q

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key


class QueueEntry(Owned):
    """A claim in the queue of the agents.

    `is_ready`: it waits for somebody now, the most points first. `look_on` is the day on which it is ranked anew: its
    points change by the day, or it becomes ready. `parts` says what each point is for. A lease keeps others away while
    an agent has the claim open, until `leased_until`.
    """

    walls = Walls.INNER

    claim = owned_key("claims.Claim")
    entity = owned_key("agencies.Entity")  # the team
    language = models.CharField(max_length=2)
    why = models.CharField(max_length=10, blank=True)  # the part with the most points
    points = models.IntegerField(default=0)
    parts = models.JSONField(default=dict, blank=True)
    is_ready = models.BooleanField(default=False)
    due_on = models.DateField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)  # called back at, or set aside until
    look_on = models.DateField(null=True, blank=True)
    assigned_to = owned_key("agencies.Member", null=True, blank=True)
    leased_to = owned_key("agencies.Member", null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "claim"], name="amicable_queue_one_a_claim"),
            models.CheckConstraint(
                condition=Q(leased_to=None, leased_until=None) | Q(leased_to__isnull=False, leased_until__isnull=False),
                name="amicable_queue_lease_has_end",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-points", "-id"], condition=Q(is_ready=True), name="amicable_queue_next"),
            models.Index(
                fields=["agency", "look_on", "id"], condition=Q(look_on__isnull=False), name="amicable_queue_look"
            ),
            models.Index(
                fields=["agency", "leased_to"], condition=Q(leased_to__isnull=False), name="amicable_queue_leased"
            ),
        ]
