"""Money paid out of trust: runs that a second member approves, a line per creditor, the parts that each line pays."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from core.ids import uuid7


class Remittance(Owned):
    """A run of one entity. Approved, its money has left the books and its payment order may be handed to the bank.

    One run of an entity is proposed at a time, and nobody approves what they proposed: the database holds both.
    """

    walls = Walls.INNER

    class State(models.TextChoices):
        PROPOSED = "proposed", _("to be approved")
        APPROVED = "approved", _("approved")
        HANDED_OVER = "handed_over", _("handed to the bank")
        DONE = "done", _("settled")
        WITHDRAWN = "withdrawn", _("withdrawn")

    uid = models.UUIDField(default=uuid7, editable=False)
    entity = owned_key("agencies.Entity")
    state = models.CharField(max_length=11, choices=State.choices)
    on = models.DateField()  # the day on which it was proposed
    proposed_by = owned_key("agencies.Member")
    proposed_at = models.DateTimeField()
    approved_by = owned_key("agencies.Member", null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    file = owned_key("files.File", null=True, blank=True)  # the payment order; none where all was withheld
    sha256 = models.CharField(max_length=64, blank=True)
    handed_over_by = owned_key("agencies.Member", null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)  # why it was withdrawn

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "uid"], name="funds_remittance_one_uid"),
            models.UniqueConstraint(
                fields=["agency", "entity"], condition=Q(state="proposed"), name="funds_remittance_one_proposed"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")), name="funds_remittance_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn"])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="funds_remittance_approved_by",
            ),
        ]
        indexes = [models.Index(fields=["agency", "-id"], name="funds_remittance_latest")]

    def __str__(self) -> str:
        return f"{self.on} {self.state}"


class RemittanceLine(Owned):
    """What one creditor is paid by a run: `gross` less what is `withheld` for invoices, to the account kept here."""

    walls = Walls.PARTY

    class State(models.TextChoices):
        PLANNED = "planned", _("proposed")
        ORDERED = "ordered", _("on its way")
        PAID = "paid", _("paid")
        REFUSED = "refused", _("refused by the bank")
        DROPPED = "dropped", _("withdrawn")

    remittance = owned_key(Remittance, related_name="lines")
    party = owned_key("agencies.Party")
    uid = models.UUIDField(default=uuid7, editable=False)
    name = models.CharField(max_length=160)
    iban = models.CharField(max_length=34)
    bic = models.CharField(max_length=11, blank=True)
    gross = models.DecimalField(max_digits=14, decimal_places=2)
    withheld = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    deductions = models.JSONField(default=list)  # {"reference", "amount"}: the invoices, as billing told them
    state = models.CharField(max_length=8, choices=State.choices)
    on = models.DateField()  # of the last change: approved, paid, refused
    end_to_end = models.CharField(max_length=35, blank=True)
    reason = models.CharField(max_length=60, blank=True)  # the bank's code of a refusal
    debited_on = models.DateField(null=True, blank=True)  # seen in the bank's statement

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "uid"], name="funds_remittanceline_one_uid"),
            models.UniqueConstraint(fields=["agency", "remittance", "party"], name="funds_remittanceline_one_a_party"),
            models.CheckConstraint(
                condition=Q(gross__gt=0, withheld__gte=0, withheld__lte=F("gross")),
                name="funds_remittanceline_of_something",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "party", "-id"], name="funds_remitted_to"),
            models.Index(fields=["agency", "end_to_end"], name="funds_remittance_named"),
            models.Index(
                fields=["agency", "remittance", "id"],
                condition=Q(debited_on=None, state__in=["ordered", "paid"]),
                name="funds_remittance_on_its_way",
            ),
        ]

    @property
    def amount(self) -> Decimal:
        """What the bank is told to pay."""
        return self.gross - self.withheld


class RemittancePart(Owned):
    """What a line takes of one part of a receipt: why the creditor gets it, to the cent."""

    walls = Walls.PARTY

    line = owned_key(RemittanceLine, related_name="parts")
    party = owned_key("agencies.Party")
    part = owned_key("funds.ReceiptPart")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    withheld = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "line", "part"], name="funds_remittancepart_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, withheld__gte=0, withheld__lte=F("amount")),
                name="funds_remittancepart_of_something",
            ),
        ]
        indexes = [models.Index(fields=["agency", "part"], name="funds_remitted_part")]
