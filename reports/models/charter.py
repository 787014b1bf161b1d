"""The service charter of a contract: what was promised in time, and why a promise was missed."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from clients.models import Contract


class Pledge(Owned):
    """One line of a charter from `since` on. Rows are only ever added: the latest of its kind holds."""

    walls = Walls.PARTY

    class Kind(models.TextChoices):
        PAYNOW = "paynow.24h", _("PAYNOW handed to the post")
        REMITTANCE = "funds.remittance", _("money received handed to the bank for you")
        DISPUTE = "amicable.dispute", _("disputes answered")
        INSURER_TOLD = "insurance.declare", _("claims declared to the credit insurer")
        INSURER_PAPERS = "insurance.papers", _("papers handed to the credit insurer")

    party = owned_key("agencies.Party")
    contract = owned_key(Contract)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    hours = models.PositiveSmallIntegerField(null=True, blank=True)  # of working days; None: the clock's own end
    target = models.DecimalField(  # per cent to be kept in time; None: promised no longer
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    since = models.DateField()
    made_by = owned_key("agencies.Member", null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(target=None) | Q(target__gte=0, target__lte=100), name="reports_pledge_per_cent"
            ),
            models.CheckConstraint(condition=Q(hours=None) | Q(hours__gt=0), name="reports_pledge_hours"),
        ]
        indexes = [models.Index(fields=["agency", "contract", "kind", "-id"], name="reports_pledge_latest")]


class Reason(Owned):
    """Why a promise of a charter was missed, as the agency tells the creditor. Rows are only ever added."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    contract = owned_key(Contract)
    kind = models.CharField(max_length=40)  # of the clock, as `subject` is
    subject = models.CharField(max_length=80)
    text = models.CharField(max_length=200)
    made_by = owned_key("agencies.Member", null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "contract", "kind", "subject"], name="reports_reason_of_clock")]
