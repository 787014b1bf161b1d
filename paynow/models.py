"""The formal demand: what was asked, by when, and the bytes that said so."""

from django.db import models

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key


class Notice(Owned):
    """A first reminder or a PAYNOW, immutable once sent: only the day it left is added."""

    walls = Walls.PARTY

    class Kind(models.TextChoices):
        FIRST_REMINDER = "reminder"
        PAYNOW = "paynow"

    party = owned_key("agencies.Party")
    claim = owned_key("claims.Claim", related_name="notices")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    posting_on = models.DateField()
    deadline_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    statement = models.JSONField()
    payee_name = models.CharField(max_length=160)
    payee_iban = models.CharField(max_length=34)
    template_version = models.CharField(max_length=40)
    file = owned_key("files.File")
    made_at = models.DateTimeField()
    sent_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "claim", "kind"], name="paynow_notice_one_of_a_kind")]
