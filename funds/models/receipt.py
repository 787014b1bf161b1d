"""Money that came in for creditors, and how it was shared out over claims."""

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast, Lower
from django.utils.translation import gettext_lazy as _

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from claims.models.claim import ACCENTS, PLAIN
from core.ids import uuid7


class Receipt(Owned):
    """One sum received into trust. `unmatched` and `to_return` are what is left there: the ledger's triggers keep them.

    What is attributed lies with its parts; what was `returned_on` never was a payment.
    """

    walls = Walls.INNER

    class Way(models.TextChoices):
        BANK = "bank", _("bank transfer")
        CHEQUE = "cheque", _("cheque")
        CASH = "cash", _("cash")
        ONLINE = "online", _("online payment")

    uid = models.UUIDField(default=uuid7, editable=False)
    entity = owned_key("agencies.Entity")
    way = models.CharField(max_length=6, choices=Way.choices)
    movement = owned_key("funds.Movement", null=True, blank=True)
    source = models.CharField(max_length=80)  # "movement:81", "hand:<token>"
    number = models.CharField(max_length=20, blank=True, db_default="", default="")  # of the paper, by hand: C2026-17
    booked_on = models.DateField()
    value_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    unmatched = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    to_return = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    payer = models.CharField(max_length=120, blank=True)
    payer_iban = models.CharField(max_length=34, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    end_to_end = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=300, blank=True)
    owner = owned_key("agencies.Member", null=True, blank=True)  # who finds out for whom it is
    deposited_on = models.DateField(null=True, blank=True)  # what came by hand was found on the bank account
    due_at = models.DateTimeField(null=True, blank=True)  # by when it is to be remitted; not yet good without
    returned_on = models.DateField(null=True, blank=True)
    return_reason = models.CharField(max_length=60, blank=True)
    sought = models.GeneratedField(
        expression=Func(Lower("payer"), Value(ACCENTS), Value(PLAIN), function="translate"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    amount_cents = models.GeneratedField(
        expression=Cast(F("amount") * 100, models.BigIntegerField()),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "uid"], name="funds_receipt_one_uid"),
            models.UniqueConstraint(fields=["agency", "source"], name="funds_receipt_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="funds_receipt_of_something"),
            models.CheckConstraint(
                condition=Q(unmatched__gte=0, to_return__gte=0), name="funds_receipt_not_below_zero"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "booked_on", "id"], name="funds_receipt_by_day"),
            models.Index(fields=["agency", "amount_cents", "id"], name="funds_receipt_by_amount"),
            models.Index(fields=["agency", "sought", "id"], name="funds_receipt_sought"),
            models.Index(fields=["agency", "payer_iban"], name="funds_receipt_by_iban"),
            models.Index(
                fields=["agency", "booked_on", "id"], condition=Q(unmatched__gt=0), name="funds_receipt_to_attribute"
            ),
            models.Index(
                fields=["agency", "booked_on", "id"],
                condition=Q(way__in=["cash", "cheque"], deposited_on=None, returned_on=None),
                name="funds_receipt_in_hand",
            ),
            models.Index(
                fields=["agency", "booked_on", "id"], condition=Q(to_return__gt=0), name="funds_receipt_to_return"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payer} {self.amount}"


class ReceiptPart(Owned):
    """What a receipt paid on one claim. `held` and `withheld` are what is left of it: triggers keep them."""

    walls = Walls.PARTY

    class Ended(models.TextChoices):
        RETURNED = "returned", _("returned by the bank")
        MOVED = "moved", _("belonged elsewhere")

    receipt = owned_key(Receipt, related_name="parts")
    party = owned_key("agencies.Party")
    claim = owned_key("claims.Claim")
    credit = owned_key("claims.Credit")
    stage = models.CharField(max_length=10)  # of the claim on that day: decides the fee
    way = models.CharField(max_length=6, choices=Receipt.Way.choices)
    booked_on = models.DateField()
    value_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    held = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    withheld = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    reasons = models.JSONField(default=list)  # why it was booked there: signs of rules.matching
    note = models.CharField(max_length=200, blank=True)  # who booked it otherwise says why
    member = owned_key("agencies.Member", null=True, blank=True)
    at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    ended_as = models.CharField(max_length=8, choices=Ended.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="funds_part_of_something"),
            models.CheckConstraint(condition=Q(held__gte=0, withheld__gte=0), name="funds_part_not_below_zero"),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_as="") | Q(ended_on__isnull=False) & ~Q(ended_as=""),
                name="funds_part_ended_somehow",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "receipt"], name="funds_part_of_receipt"),
            models.Index(fields=["agency", "claim", "-id"], name="funds_part_of_claim"),
            models.Index(fields=["agency", "party", "-id"], name="funds_part_of_party"),
            models.Index(fields=["agency", "party", "id"], condition=Q(held__gt=0), name="funds_part_to_remit"),
        ]
