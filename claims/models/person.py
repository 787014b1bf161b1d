"""What people ask about their personal data, and what was answered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from core.ids import uuid7


class PersonRequest(Owned):
    """One request of a debtor under the GDPR (art. 15 to 21), in the register; `file` is what was handed out."""

    walls = Walls.INNER

    class Kind(models.TextChoices):
        ACCESS = "access", _("access, or a copy")
        RECTIFICATION = "rectify", _("correction")
        ERASURE = "erasure", _("erasure")
        RESTRICTION = "restrict", _("restriction")
        PORTABILITY = "portable", _("portability")
        OBJECTION = "object", _("objection")

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("granted")
        PARTLY = "partly", _("granted in part")
        REFUSED = "refused", _("refused")

    uid = models.UUIDField(default=uuid7, editable=False)
    debtor = owned_key("claims.Debtor")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    said = models.TextField(blank=True)
    received_on = models.DateField()
    answer_by = models.DateField()  # the last day to answer, inclusive
    recorded_by = owned_key("agencies.Member", null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    file = owned_key("files.File", null=True, blank=True)
    outcome = models.CharField(max_length=7, choices=Outcome.choices, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = owned_key("agencies.Member", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "uid"], name="claims_person_request_one_uid")]
        indexes = [
            models.Index(fields=["agency", "received_on", "id"], name="claims_person_request_by_day"),
            models.Index(fields=["agency", "debtor"], name="claims_person_request_of"),
            models.Index(
                fields=["agency", "answer_by", "id"], condition=Q(answered_on=None), name="claims_person_request_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.received_on}"
