"""What was bought and what was earned, before it is invoiced."""

from django.db import models
from django.db.models import Q

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from billing.models.tariff import TariffLine
from billing.rules.invoicing import Earned


class Fee(Owned):
    """An amount that a creditor owes, excluding VAT, or that is taken back (below zero). Rows are only ever added.

    `facts` holds what "why this line" tells; `source` names what earned it, once.
    """

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    contract = owned_key("clients.Contract")
    entity = owned_key("agencies.Entity")
    claim = owned_key("claims.Claim", null=True, blank=True)
    line = owned_key(TariffLine)
    code = models.CharField(max_length=40)
    stage = models.CharField(max_length=8, choices=TariffLine.Stage.choices)
    on = models.DateField()
    bill_on = models.DateField()
    quantity = models.PositiveIntegerField(default=1)
    base = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    facts = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    invoice = owned_key("billing.Invoice", null=True, blank=True, related_name="fees")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "source"], name="billing_fee_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="billing_fee_something"),
        ]
        indexes = [
            models.Index(fields=["agency", "bill_on", "id"], condition=Q(invoice=None), name="billing_fee_to_invoice"),
            models.Index(fields=["agency", "claim"], name="billing_fee_of_claim"),
            models.Index(fields=["agency", "party", "-id"], name="billing_fee_of_party"),
            models.Index(fields=["agency", "-id"], name="billing_fee_latest"),
            models.Index(fields=["agency", "invoice"], name="billing_fee_of_invoice"),
        ]

    def __str__(self) -> str:
        return self.source

    @property
    def earned(self) -> Earned:
        """The fee as the rules of invoices read it; its line and claim must be at hand."""
        return Earned(
            pk=self.pk,
            code=self.code,
            kind=self.line.kind,
            stage=self.stage,
            amount=self.amount,
            quantity=self.quantity,
            claim=self.claim.number if self.claim else None,
            facts=self.facts,
            base=self.base,
        )


class Pack(Owned):
    """PAYNOW bought at a price that was shown before, by somebody who agreed to it. Rows are only ever added."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    contract = owned_key("clients.Contract")
    line = owned_key(TariffLine)
    quantity = models.PositiveIntegerField()
    price = models.DecimalField(max_digits=12, decimal_places=2)  # euros, excluding VAT, of all of them
    bought_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)  # the last day of use, inclusive
    bought_by = owned_key("agencies.Member", null=True, blank=True)
    bought_at = models.DateTimeField()
    token = models.CharField(max_length=40)  # of the page that asked: a second press buys nothing

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "party", "token"], name="billing_pack_once")]

    def __str__(self) -> str:
        return f"{self.quantity} PAYNOW"
