"""The claim and its parties."""

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast, Lower
from django.utils.translation import gettext_lazy as _

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from claims.rules import Stage
from clients.models import DebtorKind
from core.ids import secret_code, uuid7

ACCENTS, PLAIN = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿ", "aaaaaaceeeeiiiinooooouuuuy" * 2 + "y"


class Debtor(Owned):
    """Who owes: a person or an organisation, belonging to one creditor."""

    walls = Walls.PARTY

    uid = models.UUIDField(default=uuid7, editable=False)
    party = owned_key("agencies.Party")
    identity = models.CharField(max_length=200)  # what makes two rows of a file the same debtor (claims/identity.py)
    name = models.CharField(max_length=200)
    customer_number = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=2, default="fr")
    country = models.CharField(max_length=2)
    street = models.CharField(max_length=160, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    enterprise_number = models.CharField(max_length=14, blank=True)
    vat_number = models.CharField(max_length=16, blank=True)
    erased_on = models.DateField(null=True, blank=True)
    # The name as it is looked for: bytes compare by prefix, which keeps an index under row security.
    sought = models.GeneratedField(
        expression=Func(Lower("name"), Value(ACCENTS), Value(PLAIN), function="translate"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "party", "identity"], name="claims_debtor_one_identity"),
            models.UniqueConstraint(fields=["agency", "uid"], name="claims_debtor_one_uid"),
        ]
        indexes = [
            models.Index(fields=["agency", "email"], condition=~Q(email=""), name="claims_debtor_by_email"),
            models.Index(
                fields=["agency", "enterprise_number"],
                condition=~Q(enterprise_number=""),
                name="claims_debtor_by_number",
            ),
            models.Index(fields=["agency", "vat_number"], condition=~Q(vat_number=""), name="claims_debtor_by_vat"),
        ]

    def __str__(self) -> str:
        return self.name


class Claim(Owned):
    """One file: a creditor, its liable parties, unpaid invoices, one timeline."""

    walls = Walls.PARTY

    uid = models.UUIDField(default=uuid7, editable=False)
    number = models.BigIntegerField()
    party = owned_key("agencies.Party")
    creditor = owned_key("clients.Creditor")
    contract = owned_key("clients.Contract")
    entity = owned_key("agencies.Entity")
    terms = owned_key("clients.Terms", null=True, blank=True)
    debtor = owned_key(Debtor)
    sought = models.TextField(db_collation="C", db_default="", default="", editable=False)  # the debtor's: triggers
    source = owned_key("claims.Import", null=True, blank=True)
    reference = models.CharField(max_length=12)  # structured communication, digits only, one for life
    code = models.CharField(max_length=20, default=secret_code)  # authenticity, dead at closure
    debtor_kind = models.CharField(max_length=8, choices=DebtorKind.choices)
    country = models.CharField(max_length=2)  # of the debtor: decides the rule set
    chosen_law = models.CharField(max_length=2, blank=True, default="", db_default="")  # for a business elsewhere
    currency = models.CharField(max_length=3, default="EUR")
    with_charges = models.BooleanField(default=True)
    stage = models.CharField(max_length=10, choices=Stage.choices(), default=Stage.PAYNOW.value)
    opened_on = models.DateField()
    principal = models.DecimalField(max_digits=14, decimal_places=2)
    principal_cents = models.GeneratedField(  # comparisons of numeric lose their index under row security
        expression=Cast(F("principal") * 100, models.BigIntegerField()),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    oldest_due_on = models.DateField()
    first_reminder_on = models.DateField(null=True, blank=True)
    first_reminder_channel = models.CharField(max_length=6, blank=True)
    first_reminder_by = models.CharField(max_length=8, blank=True)  # "creditor" (attested) or "agency"
    notified_on = models.DateField(null=True, blank=True)  # the agency's own lawful notice left on this day
    notified_by = models.CharField(max_length=6, blank=True)  # post or email
    partner_letter_on = models.DateField(null=True, blank=True)  # the judicial partner's latest formal notice
    next_on = models.DateField(null=True, blank=True)
    next_act = models.CharField(max_length=20, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_as = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="claims_claim_one_number"),
            models.UniqueConstraint(fields=["agency", "uid"], name="claims_claim_one_uid"),
            models.UniqueConstraint(fields=["agency", "reference"], name="claims_claim_one_reference"),
            models.CheckConstraint(condition=Q(stage__in=[s.value for s in Stage]), name="claims_claim_known_stage"),
            models.CheckConstraint(
                condition=Q(stage=Stage.CLOSED.value, closed_on__isnull=False)
                | ~Q(stage=Stage.CLOSED.value) & Q(closed_on__isnull=True),
                name="claims_claim_closed_has_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "next_on", "id"], condition=Q(next_on__isnull=False), name="claims_claim_due"
            ),
            models.Index(fields=["agency", "party", "-id"], name="claims_claim_of_party"),
            models.Index(fields=["agency", "-id"], name="claims_claim_latest"),
            models.Index(fields=["agency", "oldest_due_on", "id"], name="claims_claim_by_due"),
            models.Index(fields=["agency", "code"], name="claims_claim_by_code"),
            models.Index(fields=["agency", "party", "number", "id"], name="claims_claim_party_number"),
            models.Index(fields=["agency", "party", "principal_cents", "id"], name="claims_claim_party_principal"),
            models.Index(fields=["agency", "party", "oldest_due_on", "id"], name="claims_claim_party_due"),
            models.Index(fields=["agency", "sought", "id"], name="claims_claim_sought"),
            models.Index(fields=["agency", "party", "sought", "id"], name="claims_claim_party_sought"),
            models.Index(fields=["agency", "debtor"], name="claims_claim_of_debtor"),
            models.Index(fields=["agency", "source"], name="claims_claim_of_import"),
            models.Index(
                fields=["agency", "party", "id"], condition=Q(debtor_kind="unknown"), name="claims_claim_kind_unknown"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class ClaimItem(Owned):
    """One unpaid invoice, or a credit note, inside a claim."""

    walls = Walls.PARTY

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("invoice")
        CREDIT_NOTE = "credit_note", _("credit note")

    party = owned_key("agencies.Party")
    claim = owned_key(Claim, related_name="items")
    kind = models.CharField(max_length=11, choices=Kind.choices, default=Kind.INVOICE)
    number = models.CharField(max_length=60)
    number_key = models.CharField(max_length=60, db_collation="C")  # folded, for finding duplicates and by its start
    issued_on = models.DateField()
    due_on = models.DateField()
    total = models.DecimalField(max_digits=14, decimal_places=2)
    balance = models.DecimalField(max_digits=14, decimal_places=2)  # unpaid when handed over
    description = models.CharField(max_length=200, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "party", "number_key", "issued_on"],
                condition=Q(withdrawn_on=None),
                name="claims_item_handed_over_once",
            ),
            models.CheckConstraint(condition=Q(balance__gt=0), name="claims_item_something_unpaid"),
        ]
        indexes = [
            models.Index(fields=["agency", "claim"], name="claims_item_of_claim"),
            models.Index(fields=["agency", "number_key"], condition=Q(withdrawn_on=None), name="claims_item_sought"),
        ]

    def __str__(self) -> str:
        return self.number


class Credit(Owned):
    """Something that lowers a claim: a payment, a credit note, a waiver. Rows are only ever added.

    What turns out not to have happened (a payment returned by the bank, booked on the wrong claim) is undone by a
    second row that `reverses` the first: same kind, the amount negative, so that sums stay right.
    """

    walls = Walls.PARTY

    class Kind(models.TextChoices):
        PAYMENT = "payment", _("payment")
        CREDIT_NOTE = "credit_note", _("credit note")
        WAIVER = "waiver", _("waiver")

    party = owned_key("agencies.Party")
    claim = owned_key(Claim, related_name="credits")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    value_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    source = models.CharField(max_length=80)  # "declared:…", "receipt:81": crediting twice finds the first
    reverses = owned_key("claims.Credit", null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "source"], name="claims_credit_once"),
            models.UniqueConstraint(
                fields=["agency", "reverses"], condition=Q(reverses__isnull=False), name="claims_credit_reversed_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, reverses=None) | Q(amount__lt=0, reverses__isnull=False),
                name="claims_credit_signed",
            ),
        ]
        indexes = [models.Index(fields=["agency", "claim", "value_on"], name="claims_credit_of_claim")]


class Allocation(Owned):
    """What a payment serves first by agreement, instead of by law; an empty `order` goes back to the law's.

    The latest row of a credit holds; rows are only added.
    """

    walls = Walls.PARTY

    class AgreedBy(models.TextChoices):
        CREDITOR = "creditor", _("the creditor")
        DEBTOR = "debtor", _("the debtor")
        BOTH = "both", _("the creditor and the debtor")

    party = owned_key("agencies.Party")
    claim = owned_key(Claim, related_name="allocations")
    credit = owned_key(Credit)
    order = models.CharField(max_length=40, blank=True)  # "principal,interest,costs,penalty"
    agreed_by = models.CharField(max_length=8, choices=AgreedBy.choices)
    agreed_on = models.DateField()
    reason = models.CharField(max_length=200)
    member = owned_key("agencies.Member", null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "claim", "id"], name="claims_allocation_of_claim")]


class Liable(Owned):
    """Who answers for a claim, and how."""

    walls = Walls.PARTY

    class Role(models.TextChoices):
        DEBTOR = "debtor", _("debtor")
        JOINT = "joint", _("co-debtor, jointly and severally")
        SEVERAL = "several", _("co-debtor, for a share")
        GUARANTOR = "guarantor", _("guarantor")
        HEIR = "heir", _("heir")

    party = owned_key("agencies.Party")
    claim = owned_key(Claim, related_name="liable")
    debtor = owned_key(Debtor)
    role = models.CharField(max_length=9, choices=Role.choices, default=Role.DEBTOR)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "claim", "debtor"], name="claims_liable_once")]
        indexes = [models.Index(fields=["agency", "debtor"], name="claims_liable_of_debtor")]


class Representative(Owned):
    """Who must be contacted in a debtor's place, with the proof."""

    walls = Walls.PARTY

    class Kind(models.TextChoices):
        LAWYER = "lawyer", _("lawyer")
        MEDIATOR = "mediator", _("debt mediator")
        ADMINISTRATOR = "administrator", _("administrator")
        TRUSTEE = "trustee", _("trustee in bankruptcy")

    party = owned_key("agencies.Party")
    debtor = owned_key(Debtor, related_name="representatives")
    kind = models.CharField(max_length=13, choices=Kind.choices)
    name = models.CharField(max_length=160)
    address = models.CharField(max_length=250, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    proof = owned_key("files.File")

    class Meta:
        indexes = [models.Index(fields=["agency", "debtor"], name="claims_representative_of")]


class Grant(Owned):
    """A partner's right to see one claim, until a day (inclusive): the only table that partner policies read."""

    walls = Walls.PARTY

    claim = owned_key(Claim)
    party = owned_key("agencies.Party")
    until = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "claim", "party"], name="claims_grant_once")]
        indexes = [models.Index(fields=["agency", "party", "until"], name="claims_grant_of_party")]


class ContactMark(Owned):
    """What is known of one way to reach a debtor: a number, an e-mail address, a place; of its value, not of the way,
    so that a corrected one begins unknown. Without a row nothing is known."""

    walls = Walls.INNER

    class Way(models.TextChoices):
        PHONE = "phone", _("telephone")
        EMAIL = "email", _("e-mail")
        ADDRESS = "address", _("address")

    class Mark(models.TextChoices):
        GOOD = "good", _("good")
        BAD = "bad", _("bad")
        UNKNOWN = "unknown", _("unknown")

    debtor = owned_key(Debtor)
    way = models.CharField(max_length=7, choices=Way.choices)
    value = models.CharField(max_length=300)
    mark = models.CharField(max_length=7, choices=Mark.choices)
    source = models.CharField(max_length=7)  # "hand" or "call"
    at = models.DateTimeField()
    set_by = owned_key("agencies.Member", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "debtor", "way", "value"], name="claims_mark_one_a_value")
        ]
