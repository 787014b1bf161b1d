"""The story of a claim: a chain of events sealed by the database (claims/migrations/0002_walls.py)."""

from django.db import models

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from claims.models.claim import Claim


class Event(Owned):
    """One link. `seq`, `prev_hash`, `hash` and `recorded_at` are set by the trigger, whatever is given."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    claim = owned_key(Claim, related_name="events")
    seq = models.IntegerField(default=0)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(null=True)
    actor = models.CharField(max_length=40)  # "member:4", "key:2", "system", "debtor:31"
    detail_hash = models.CharField(max_length=64)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "claim", "seq"], name="claims_event_one_seq")]
        indexes = [
            models.Index(fields=["agency", "recorded_at"], name="claims_event_recorded"),
            models.Index(fields=["agency", "party", "-id"], name="claims_event_of_party"),
        ]


class EventDetail(Owned):
    """What an event says, with the salt of its hash. Erasing a person removes this row; the chain stays whole."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    claim = owned_key(Claim)
    event = owned_key(Event, related_name="detail_row")
    salt = models.CharField(max_length=32)
    detail = models.TextField()  # canonical JSON, kept as text so that its hash never moves

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "event"], name="claims_eventdetail_once")]
        indexes = [models.Index(fields=["agency", "claim"], name="claims_eventdetail_of_claim")]


class Anchor(Owned):
    """A daily digest of all links recorded in a window: a chain cut short afterwards no longer matches."""

    walls = Walls.INNER

    since = models.DateTimeField()
    until = models.DateTimeField()
    links = models.IntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "until"], name="claims_anchor_one_until")]
