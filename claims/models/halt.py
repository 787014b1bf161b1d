"""What became known of a debtor that ends action against it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from claims.models.claim import Debtor
from core.ids import uuid7


class Halt(Owned):
    """An insolvency, a death, a business struck off: who says so, and who stands in the debtor's place.

    Every open claim of the debtor has a Hold with this halt; lifting it ends them.
    """

    walls = Walls.PARTY

    class Kind(models.TextChoices):
        BANKRUPTCY = "bankruptcy", _("bankruptcy")
        REORGANISATION = "reorganisation", _("judicial reorganisation")
        SETTLEMENT = "collective-settlement", _("collective debt settlement")
        OVER_INDEBTED = "over-indebtedness", _("over-indebtedness (France)")
        INSOLVENCY = "insolvency", _("collective proceedings (France)")
        DEATH = "death", _("death")
        STRUCK_OFF = "struck-off", _("struck off the register")

    uid = models.UUIDField(default=uuid7, editable=False)
    party = owned_key("agencies.Party")
    debtor = owned_key(Debtor, related_name="halts")
    kind = models.CharField(max_length=21, choices=Kind.choices)
    since = models.DateField()  # of the judgment, the death, the register
    source = models.CharField(max_length=120)
    reference = models.CharField(max_length=80, blank=True)
    stands_for = models.CharField(max_length=250, blank=True)  # trustee, mediator, notary, heirs
    proof = owned_key("files.File", null=True, blank=True)
    recorded_on = models.DateField()
    recorded_by = owned_key("agencies.Member", null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)  # the creditor was written to
    lifted_on = models.DateField(null=True, blank=True)
    lifted_why = models.CharField(max_length=250, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "uid"], name="claims_halt_one_uid"),
            models.UniqueConstraint(
                fields=["agency", "debtor", "kind"], condition=Q(lifted_on=None), name="claims_halt_one_standing"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-id"], name="claims_halt_latest"),
            models.Index(fields=["agency", "id"], condition=Q(told_on=None), name="claims_halt_to_tell"),
        ]
