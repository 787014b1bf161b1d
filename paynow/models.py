"""The formal demand: what was asked, by when, and the bytes that said so."""

from django.db import models
from django.db.models import Q

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key


class Notice(Owned):
    """A first reminder or a PAYNOW, immutable once made: only the day it left, or was withdrawn, is added."""

    walls = Walls.PARTY

    class Kind(models.TextChoices):
        FIRST_REMINDER = "first_reminder"
        PAYNOW = "paynow"

    party = owned_key("agencies.Party")
    claim = owned_key("claims.Claim", related_name="notices")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    message = owned_key("messaging.Message")
    file = owned_key("files.File")
    posting_on = models.DateField()
    deadline_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    statement = models.JSONField()
    payee_name = models.CharField(max_length=160)
    payee_iban = models.CharField(max_length=34)
    template_version = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    sent_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    copied_at = models.DateTimeField(null=True, blank=True)  # an e-mail copy left, or was not owed

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "claim", "kind"],
                condition=Q(withdrawn_on=None),
                name="paynow_notice_one_of_a_kind",
            )
        ]
        indexes = [
            models.Index(fields=["agency", "message"], name="paynow_notice_of_message"),
            models.Index(
                fields=["agency", "id"],
                condition=Q(sent_on__isnull=False, copied_at=None),
                name="paynow_notice_to_copy",
            ),
        ]
