"""What banks told: files as they came, the statements in them, each movement once."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from core.ids import uuid7
from funds.rules.ledger import Ledger


class BankFile(Owned):
    """A file that was handed in, booked or refused whole; the same bytes are taken once."""

    walls = Walls.INNER

    class State(models.TextChoices):
        BOOKED = "booked", _("booked")
        REFUSED = "refused", _("refused")

    uid = models.UUIDField(default=uuid7, editable=False)
    file = owned_key("files.File")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=7, choices=State.choices)
    code = models.CharField(max_length=30, blank=True)  # why it was refused, or what was found in it
    detail = models.CharField(max_length=300, blank=True)
    member = owned_key("agencies.Member", null=True, blank=True)
    at = models.DateTimeField()
    movements = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)  # known from another file: booked once
    pending = models.PositiveIntegerField(default=0)  # not booked by the bank yet, so neither here

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "uid"], name="funds_bankfile_one_uid"),
            models.UniqueConstraint(
                fields=["agency", "sha256"], condition=Q(state="booked"), name="funds_bankfile_booked_once"
            ),
        ]
        indexes = [models.Index(fields=["agency", "-id"], name="funds_bankfile_latest")]


class BankStatement(Owned):
    """One account over one period, as a file told it; `finding` names what does not fit: a gap, a balance."""

    walls = Walls.INNER

    source = owned_key(BankFile, related_name="statements")
    entity = owned_key("agencies.Entity")
    ledger = models.CharField(max_length=5, choices=Ledger.choices())
    account = models.CharField(max_length=34)
    number = models.CharField(max_length=40, blank=True)
    opening = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    opening_on = models.DateField(null=True, blank=True)
    closing = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    closing_on = models.DateField(null=True, blank=True)
    finding = models.CharField(max_length=20, blank=True)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "source"], name="funds_statement_of_file"),
            models.Index(fields=["agency", "account", "closing_on", "id"], name="funds_statement_by_day"),
        ]


class Movement(Owned):
    """Money in (above zero) or out, booked by the bank; `fingerprint` tells the same one in two files."""

    walls = Walls.INNER

    statement = owned_key(BankStatement, related_name="movements")
    fingerprint = models.CharField(max_length=64)
    account = models.CharField(max_length=34)
    booked_on = models.DateField()
    value_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    bank_reference = models.CharField(max_length=60, blank=True)
    end_to_end = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=40, blank=True)  # structured, its check digits right
    text = models.CharField(max_length=300, blank=True)
    name = models.CharField(max_length=120, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    return_reason = models.CharField(max_length=20, blank=True)
    charge = models.BooleanField(default=False, db_default=False)  # the bank's code: its own fee or interest

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "account", "fingerprint"], name="funds_movement_booked_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="funds_movement_of_something"),
        ]
        indexes = [
            models.Index(fields=["agency", "statement", "id"], name="funds_movement_of_statement"),
            models.Index(fields=["agency", "account", "booked_on", "id"], name="funds_movement_by_day"),
        ]
