"""Payments by card and the like, through a provider, and what the provider paid out of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from core.ids import uuid7


class Settlement(Owned):
    """A sum that the bank booked and that names a provider's settlement: read at the provider, and ticked, once."""

    walls = Walls.INNER

    class State(models.TextChoices):
        WAITING = "waiting", _("to be read")
        DIFFERS = "differs", _("does not agree")
        SETTLED = "settled", _("counted")

    receipt = owned_key("funds.Receipt")  # of the bank
    number = models.CharField(max_length=40)  # the provider's own
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    seen_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)  # when the provider is asked next
    fee = models.DecimalField(max_digits=10, decimal_places=2, default=0)  # euros, the entity's
    detail = models.CharField(max_length=100, blank=True)  # what does not agree

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "receipt"], name="funds_settlement_one_a_receipt"),
            models.UniqueConstraint(
                fields=["agency", "number"], condition=Q(state="settled"), name="funds_settlement_once"
            ),
            models.CheckConstraint(condition=Q(fee__gte=0), name="funds_settlement_fee"),
        ]
        indexes = [
            models.Index(
                fields=["agency", "due_at", "id"], condition=Q(due_at__isnull=False), name="funds_settlement_due"
            )
        ]


class OnlinePayment(Owned):
    """What a debtor set out to pay through the provider. Paid, it has its receipt; the provider's word alone counts.

    `uid` is the key under which the provider takes it once, `token` the form that asked for it.
    """

    walls = Walls.PARTY

    class Method(models.TextChoices):
        CARD = "card", _("card")
        BANCONTACT = "bancontact", _("Bancontact")

    class State(models.TextChoices):
        OPEN = "open", _("at the provider's page")
        PAID = "paid", _("paid")
        FAILED = "failed", _("not gone through")
        BACK = "back", _("taken back")

    uid = models.UUIDField(default=uuid7, editable=False)
    party = owned_key("agencies.Party")
    claim = owned_key("claims.Claim")
    entity = owned_key("agencies.Entity")
    method = models.CharField(max_length=10, choices=Method.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    token = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    reference = models.CharField(max_length=80, blank=True)  # the provider's own, once it took it
    page = models.CharField(max_length=500, blank=True)  # where the debtor pays
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)  # when the provider is asked next
    paid_on = models.DateField(null=True, blank=True)
    receipt = owned_key("funds.Receipt", null=True, blank=True)
    settlement = owned_key(Settlement, null=True, blank=True, related_name="payments")  # that paid it out
    settled_on = models.DateField(null=True, blank=True)
    back_on = models.DateField(null=True, blank=True)
    kept_by = owned_key(Settlement, null=True, blank=True, related_name="kept")  # that took it off, once taken back
    detail = models.CharField(max_length=100, blank=True)  # what went wrong last

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "uid"], name="funds_onlinepayment_one_uid"),
            models.UniqueConstraint(fields=["agency", "claim", "token"], name="funds_onlinepayment_one_a_form"),
            models.UniqueConstraint(
                fields=["agency", "reference"], condition=~Q(reference=""), name="funds_onlinepayment_named"
            ),
            models.UniqueConstraint(
                fields=["agency", "receipt"], condition=Q(receipt__isnull=False), name="funds_onlinepayment_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="funds_onlinepayment_of_something"),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(receipt__isnull=False), name="funds_onlinepayment_paid_is_booked"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-id"], name="funds_onlinepayment_latest"),
            models.Index(fields=["agency", "state", "-id"], name="funds_onlinepayment_by_state"),
            models.Index(
                fields=["agency", "-id"],
                condition=Q(state="paid", settled_on=None),
                name="funds_online_at_provider",
            ),
            models.Index(
                fields=["agency", "due_at", "id"], condition=Q(due_at__isnull=False), name="funds_onlinepayment_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.amount} {self.state}"
