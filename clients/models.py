"""For whom and with whom the agency works: creditors, partners, contracts, terms, PAYNOW stock."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key


class DebtorKind(models.TextChoices):
    """Whether a claim is owed as a consumer or in the course of business; a flag of the claim, not of the person."""

    CONSUMER = "consumer", _("consumer")
    BUSINESS = "business", _("business")
    UNKNOWN = "unknown", _("not known")


class Creditor(Owned):
    """The agency's client: one-to-one with its party."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    number = models.CharField(max_length=20)
    name = models.CharField(max_length=160)
    country = models.CharField(max_length=2)
    street = models.CharField(max_length=120)
    postcode = models.CharField(max_length=12)
    city = models.CharField(max_length=80)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    enterprise_number = models.CharField(max_length=14, blank=True)
    vat_number = models.CharField(max_length=14, blank=True)
    capacity = models.CharField(max_length=60, blank=True)  # "wholesaler", as the notice must say
    is_natural_person = models.BooleanField(default=False)
    sme_since = models.DateField(null=True, blank=True)  # art. 1:24 CSA; unknown is no
    product = models.CharField(max_length=160, blank=True)  # what it sells, when a row does not say
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    language = models.CharField(max_length=2, default="fr")
    wants_sms = models.BooleanField(default=True, db_default=True)  # the mail goes in any case
    default_debtor_kind = models.CharField(max_length=8, choices=DebtorKind.choices, default=DebtorKind.UNKNOWN)
    column_mapping = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "party"], name="clients_creditor_one_per_party"),
            models.UniqueConstraint(fields=["agency", "number"], name="clients_creditor_one_number"),
        ]

    def __str__(self) -> str:
        return self.name


class Partner(Owned):
    """A bailiff, lawyer or correspondent: one-to-one with its party."""

    walls = Walls.PARTY

    class Profession(models.TextChoices):
        BAILIFF = "bailiff", _("bailiff")
        LAWYER = "lawyer", _("lawyer")
        CORRESPONDENT = "correspondent", _("foreign correspondent")

    party = owned_key("agencies.Party")
    profession = models.CharField(max_length=14, choices=Profession.choices)
    name = models.CharField(max_length=160)
    country = models.CharField(max_length=2)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "party"], name="clients_partner_one_per_party")]

    def __str__(self) -> str:
        return self.name


class Contract(Owned):
    """What an agency's entity and a creditor agreed, with the written power that collecting needs."""

    walls = Walls.PARTY

    class Programme(models.TextChoices):
        ACCESS = "access", "ACCESS"
        PREMIUM = "premium", "PREMIUM"
        OTHER = "other", _("other")

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", _("every week")
        FORTNIGHTLY = "fortnightly", _("every fortnight")
        MONTHLY = "monthly", _("every month")

    party = owned_key("agencies.Party")
    creditor = owned_key(Creditor)
    entity = owned_key("agencies.Entity")
    programme = models.CharField(max_length=8, choices=Programme.choices)
    currency = models.CharField(max_length=3, default="EUR")
    report_rhythm = models.CharField(max_length=12, choices=Rhythm.choices, default=Rhythm.MONTHLY)
    signed_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)  # nothing new is accepted from then on; running claims go on
    end_reason = models.CharField(max_length=200, blank=True, default="", db_default="")
    power_to_receive = models.BooleanField(default=False)  # CPCE R124-3: express, in writing
    paynow_from_stock = models.BooleanField(default=True)
    with_charges = models.BooleanField(default=True)
    amicable_by_standing_instruction = models.BooleanField(default=False)
    set_off = models.BooleanField(default=False, db_default=False)  # invoices are taken from the sums held for it
    document = owned_key("files.File", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "creditor", "entity"],
                condition=models.Q(ended_on=None),
                name="clients_contract_one_running",
            )
        ]


class AccountChange(Owned):
    """The account on which a creditor is paid was changed from `before` to `iban`. Rows are only ever added."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    creditor = owned_key(Creditor)
    before = models.CharField(max_length=34, blank=True)
    iban = models.CharField(max_length=34)
    bic = models.CharField(max_length=11, blank=True)
    since = models.DateField()  # letters written from this day on name it
    reason = models.CharField(max_length=200)  # who asked for it, and how that was checked
    made_by = owned_key("agencies.Member", null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "creditor", "-id"], name="clients_account_latest")]


class AccountConfirmation(Owned):
    """A second member asked the creditor by another channel whether a change of its account is true. Never changed."""

    walls = Walls.PARTY

    class Channel(models.TextChoices):
        CALL = "call", _("call to a number known before")
        VISIT = "visit", _("visit")
        LETTER = "letter", _("letter")
        PAPER = "paper", _("document of the bank")

    party = owned_key("agencies.Party")
    change = owned_key(AccountChange)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    reason = models.CharField(max_length=200)  # whom they spoke with, and what was said
    on = models.DateField()
    member = owned_key("agencies.Member")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "change"], name="clients_account_confirmed_once")]


class Terms(Owned):
    """A version of a creditor's terms of sale: what its debtors accepted, and from when."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    creditor = owned_key(Creditor)
    version = models.PositiveSmallIntegerField()
    since = models.DateField()
    interest_rate = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)  # % a year
    penalty_percent = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    penalty_minimum = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    penalty_flat = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    accepted_at_signature = models.BooleanField(default=False)
    document = owned_key("files.File", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "creditor", "version"], name="clients_terms_one_version")
        ]
        verbose_name_plural = "terms"


class StockEntry(Owned):
    """One movement of a creditor's PAYNOW stock. The stock is the sum; rows are only ever added."""

    walls = Walls.PARTY

    class Kind(models.TextChoices):
        GRANTED = "granted"
        RESERVED = "reserved"
        GIVEN_BACK = "given_back"
        LAPSED = "lapsed"

    party = owned_key("agencies.Party")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    quantity = models.IntegerField()
    source = models.CharField(max_length=80)  # "import:7", "claim:812", "pack:3"
    at = models.DateTimeField()
    expires_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "party", "kind", "source"], name="clients_stock_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["granted", "given_back"], quantity__gt=0)
                | models.Q(kind__in=["reserved", "lapsed"], quantity__lt=0),
                name="clients_stock_sign",
            ),
        ]
