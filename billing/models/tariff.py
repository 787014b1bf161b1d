"""Tariffs: what the agency asks, in versions that never change once they are kept."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from billing.rules.prices import Price, bands_of


class Tariff(Owned):
    """Prices by name. One with a `party` was made for that creditor alone; the others are everybody's."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party", null=True, blank=True)
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    is_default = models.BooleanField(default=False)  # holds for contracts that name none

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="billing_tariff_one_code"),
            models.UniqueConstraint(
                fields=["agency", "is_default"], condition=Q(is_default=True), name="billing_tariff_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TariffVersion(Owned):
    """What a tariff says from a day on, for contracts signed since and those that were given it."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party", null=True, blank=True)
    tariff = owned_key(Tariff, related_name="versions")
    number = models.PositiveSmallIntegerField()  # 1, 2, 3…
    since = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    made_by = owned_key("agencies.Member", null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "tariff", "number"], name="billing_version_one_number"),
        ]

    def __str__(self) -> str:
        return f"{self.tariff} {self.number}"


class TariffLine(Owned):
    """One price of a version; `rules.prices.Price` says what each column means."""

    walls = Walls.PARTY

    class Kind(models.TextChoices):
        FIXED = "fixed", _("fixed price")
        PERCENT = "percent", _("share of the sums received")
        COST = "cost", _("at cost")

    class Stage(models.TextChoices):
        CONTRACT = "contract", _("contract")
        PAYNOW = "paynow", "PAYNOW"
        AMICABLE = "amicable", _("amicable stage")
        JUDICIAL = "judicial", _("judicial stage")

    class Due(models.TextChoices):
        SIGNATURE = "signature", _("when the contract is signed")
        ORDER = "order", _("when ordered")
        OPENING = "opening", _("when a file is opened")
        REMINDER = "reminder", _("for each reminder")
        CALL = "call", _("for each call")
        ACT = "act", _("for each act")
        RECOVERY = "recovery", _("only on sums received")
        REQUEST = "request", _("on request")

    class Bearer(models.TextChoices):
        CREDITOR = "creditor", _("the creditor")
        AGENCY = "agency", _("the agency")
        DEBTOR = "debtor", _("the debtor, where the law allows")

    party = owned_key("agencies.Party", null=True, blank=True)
    version = owned_key(TariffVersion, related_name="lines")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=80, blank=True)  # where the short name has no words of ours
    stage = models.CharField(max_length=8, choices=Stage.choices)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    value = models.DecimalField(max_digits=12, decimal_places=2)
    due = models.CharField(max_length=9, choices=Due.choices)
    bearer = models.CharField(max_length=8, choices=Bearer.choices, default=Bearer.CREDITOR)
    cap = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    minimum = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    bands = models.JSONField(default=list, blank=True)
    quantity = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)
    advised_from = models.PositiveIntegerField(null=True, blank=True)
    advised_to = models.PositiveIntegerField(null=True, blank=True)
    passed_on = models.BooleanField(default=False)  # the documents would add it to a debt; the law decides
    why = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "version", "code"], name="billing_line_one_code"),
            models.UniqueConstraint(fields=["agency", "version", "position"], name="billing_line_one_place"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def price(self) -> Price:
        """The line as the rules read it."""
        return Price(
            code=self.code,
            stage=self.stage,  # type: ignore[arg-type]
            kind=self.kind,  # type: ignore[arg-type]
            value=self.value,
            due=self.due,  # type: ignore[arg-type]
            label=self.label,
            bearer=self.bearer,  # type: ignore[arg-type]
            cap=self.cap,
            minimum=self.minimum,
            bands=bands_of(self.bands),
            quantity=self.quantity,
            valid_months=self.valid_months,
            advised_from=self.advised_from,
            advised_to=self.advised_to,
            passed_on=self.passed_on,
            why=self.why,
        )


class ContractTariff(Owned):
    """From a day on, files opened under a contract follow this version; those opened before keep theirs."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    contract = owned_key("clients.Contract")
    version = owned_key(TariffVersion)
    since = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    made_by = owned_key("agencies.Member", null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "contract", "-since", "-id"], name="billing_of_contract")]
