"""Credit insurance of a creditor: its policies, the claims that they cover, what the insurer was told and paid."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key


class InsurancePolicy(Owned):
    """What a creditor and its insurer agreed: which invoices are covered, and until when each thing is to be done."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    insurer = models.CharField(max_length=120)
    number = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last due day covered, inclusive
    declare_from_months = models.PositiveSmallIntegerField()  # after the due date
    declare_until_months = models.PositiveSmallIntegerField()
    papers_within_days = models.PositiveSmallIntegerField()  # after the declaration
    customers = models.JSONField(default=list, blank=True)  # customer numbers; none: every business debtor
    set_by = owned_key("agencies.Member", null=True, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "party", "number"], name="amicable_policy_one_number"),
            models.CheckConstraint(
                condition=Q(declare_until_months__gte=models.F("declare_from_months")), name="amicable_policy_in_order"
            ),
        ]


class InsuredClaim(Owned):
    """A claim under a policy, and how far it is with the insurer. `due_on` is the day of its last or next deadline."""

    walls = Walls.PARTY

    class State(models.TextChoices):
        COVERED = "covered", _("to declare")
        DECLARED = "declared", _("papers to hand over")
        HANDED = "handed", _("the insurer examines it")
        ACCEPTED = "accepted", _("covered by the insurer")
        REFUSED = "refused", _("refused by the insurer")
        ENDED = "ended", _("no longer followed")

    OPEN = ("covered", "declared")  # a deadline runs

    party = owned_key("agencies.Party")
    claim = owned_key("claims.Claim", related_name="insured")
    policy = owned_key(InsurancePolicy)
    state = models.CharField(max_length=8, choices=State.choices, default=State.COVERED)
    declare_from = models.DateField()
    due_on = models.DateField()  # inclusive
    next_on = models.DateField(null=True, blank=True)  # when its deadline comes near
    declared_on = models.DateField(null=True, blank=True)
    declared_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    reference = models.CharField(max_length=60, blank=True)  # of the insurer
    papers_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=250, blank=True)
    hold = owned_key("claims.Hold", null=True, blank=True)  # the insurer collects itself

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "claim"], name="amicable_insured_once")]
        indexes = [
            models.Index(
                fields=["agency", "next_on", "id"], condition=Q(next_on__isnull=False), name="amicable_insured_due"
            ),
            models.Index(fields=["agency", "due_on", "id"], name="amicable_insured_by_day"),
            models.Index(fields=["agency", "party", "due_on", "id"], name="amicable_insured_of_party"),
        ]


class InsurerPayment(Owned):
    """What the insurer paid the creditor: the debtor owes as before, now for the insurer's account (subrogation)."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    claim = owned_key("claims.Claim", related_name="+")
    insured = owned_key(InsuredClaim, related_name="payments")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    paid_on = models.DateField()
    reference = models.CharField(max_length=80, blank=True)
    proof = owned_key("files.File", null=True, blank=True)
    recorded_by = owned_key("agencies.Member", null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="amicable_insurer_paid_something")]
        indexes = [models.Index(fields=["agency", "insured"], name="amicable_insurer_payment_of")]
