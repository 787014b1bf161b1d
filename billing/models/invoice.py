"""Invoices and credit notes of the agency's legal persons to its creditors."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from core.ids import uuid7
from core.money import ZERO


class Invoice(Owned):
    """An invoice or a credit note. What it says never changes; it has no number until it is issued.

    Amounts are euros, above zero in a credit note too: `kind` says which way they go.
    """

    walls = Walls.PARTY

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("invoice")
        CREDIT_NOTE = "credit_note", _("credit note")

    class PaidBy(models.TextChoices):
        BANK = "bank", _("by bank transfer")
        SET_OFF = "set_off", _("by set-off")
        CREDIT_NOTE = "credit_note", _("by credit note")

    uid = models.UUIDField(default=uuid7, editable=False)
    party = owned_key("agencies.Party")
    creditor = owned_key("clients.Creditor")
    entity = owned_key("agencies.Entity")
    kind = models.CharField(max_length=11, choices=Kind.choices, default=Kind.INVOICE)
    corrects = owned_key("self", null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)  # of a credit note
    drawn_at = models.DateTimeField()
    language = models.CharField(max_length=2, default="fr")
    seller = models.JSONField(default=dict)  # both sides as they were on that day
    buyer = models.JSONField(default=dict)
    net = models.DecimalField(max_digits=14, decimal_places=2)
    vat_category = models.CharField(max_length=2)
    vat_rate = models.DecimalField(max_digits=5, decimal_places=2)
    vat = models.DecimalField(max_digits=14, decimal_places=2)
    vat_source = models.CharField(max_length=160)
    total = models.DecimalField(max_digits=14, decimal_places=2)
    # From here on what is written once it is there:
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    file = owned_key("files.File", null=True, blank=True)
    xml = owned_key("files.File", null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    network = models.CharField(max_length=80, blank=True, default="", db_default="")  # the access point's own number
    paid = models.DecimalField(max_digits=14, decimal_places=2, default=ZERO, db_default=ZERO)  # so far
    paid_on = models.DateField(null=True, blank=True)  # the day on which nothing was left
    paid_by = models.CharField(max_length=11, choices=PaidBy.choices, blank=True, default="", db_default="")
    reminders = models.PositiveSmallIntegerField(default=0, db_default=0)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "uid"], name="billing_invoice_one_uid"),
            models.UniqueConstraint(
                fields=["agency", "entity", "kind", "year", "number"], name="billing_invoice_one_number"
            ),
            models.CheckConstraint(
                condition=Q(number=None, issued_on=None) | Q(number__isnull=False, issued_on__isnull=False),
                name="billing_invoice_issued_with_number",
            ),
            models.CheckConstraint(condition=Q(total__gt=0, net__gt=0), name="billing_invoice_something"),
            models.CheckConstraint(condition=Q(paid__gte=0, paid__lte=F("total")), name="billing_invoice_paid_at_most"),
        ]
        indexes = [
            models.Index(fields=["agency", "-id"], name="billing_invoice_latest"),
            models.Index(fields=["agency", "party", "-id"], name="billing_invoice_of_party"),
            models.Index(fields=["agency", "id"], condition=Q(number=None), name="billing_invoice_to_issue"),
            models.Index(fields=["agency", "id"], condition=Q(sent_at=None), name="billing_invoice_to_send"),
            models.Index(
                fields=["agency", "due_on", "id"],
                condition=Q(paid_on=None, kind="invoice"),
                name="billing_invoice_open",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def left(self) -> Decimal:
        """What is still to be paid of an invoice."""
        return ZERO if self.paid_on else self.total - self.paid

    @property
    def label(self) -> str:
        """Its number as it is printed: 2026-00001, NC-2026-00001; empty before it is issued."""
        if self.number is None:
            return ""
        series = "NC-" if self.kind == self.Kind.CREDIT_NOTE else ""
        return f"{series}{self.year}-{self.number:05d}"


class InvoiceLine(Owned):
    """One line, with what explains it. A line that takes something back has a quantity below zero."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    invoice = owned_key(Invoice, related_name="lines")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    text = models.CharField(max_length=200)
    why = models.CharField(max_length=400, blank=True)
    quantity = models.IntegerField()
    price = models.DecimalField(max_digits=12, decimal_places=2)
    net = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "invoice", "position"], name="billing_invoice_line_one_place")
        ]
