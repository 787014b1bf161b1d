"""What creditor and agency write to each other about a claim. Debtors' messages are another thing (messaging)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from claims.models.claim import Claim
from core.ids import uuid7

LONGEST_NOTE = 4000  # characters


class ClaimNote(Owned):
    """One note in the conversation about a claim. Its words never change, but for the erasure of a person."""

    walls = Walls.PARTY

    class Side(models.TextChoices):
        CREDITOR = "creditor", _("creditor")
        AGENCY = "agency", _("agency")

    uid = models.UUIDField(default=uuid7, editable=False)
    party = owned_key("agencies.Party")
    claim = owned_key(Claim, related_name="notes")
    side = models.CharField(max_length=8, choices=Side.choices)  # who wrote it
    author = models.CharField(max_length=40)  # "member:4", "key:2", as in the timeline
    text = models.TextField(max_length=LONGEST_NOTE)
    file = owned_key("files.File", null=True, blank=True)  # what came with it, also among the papers of the claim
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)  # by the other side
    settled_at = models.DateTimeField(null=True, blank=True)  # a creditor's: answered, or said to need no answer

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "uid"], name="claims_note_one_uid")]
        indexes = [
            models.Index(fields=["agency", "claim", "id"], name="claims_note_of_claim"),
            models.Index(fields=["agency", "-id"], condition=Q(side="creditor"), name="claims_note_of_creditors"),
            models.Index(
                fields=["agency", "id"],
                condition=Q(side="creditor", settled_at=None),
                name="claims_note_to_answer",
            ),
            models.Index(
                fields=["agency", "party", "claim"],
                condition=Q(side="agency", read_at=None),
                name="claims_note_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.at:%Y-%m-%d %H:%M}"
