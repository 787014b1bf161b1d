"""Cycles: a policy has versions, a version has steps; a claim's run follows one version to its end."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key


class Policy(Owned):
    """A cycle of reminders by name. An agency's policies are tried by `rank`; the first that fits takes a claim."""

    walls = Walls.INNER

    code = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    rank = models.PositiveSmallIntegerField(default=0)
    archived_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "code"], name="amicable_policy_one_code")]

    def __str__(self) -> str:
        return self.name


class PolicyVersion(Owned):
    """One wording of a policy: a draft until published, then unchangeable. Running claims keep theirs.

    `share` is the part, in per cent, of the new claims of the policy that a challenger takes; a champion has 100.
    """

    walls = Walls.INNER

    class Starts(models.TextChoices):
        DUE_DATE = "due-date", _("from the due date")
        STAGE = "stage", _("from the start of the amicable stage")

    class Claims(models.TextChoices):
        ALL = "all", _("every amount")
        LARGE = "large", _("large claims")
        SMALL = "small", _("small claims")

    class Customers(models.TextChoices):
        ALL = "all", _("every customer")
        KNOWN = "known", _("known customers")
        NEW_OR_REPEAT = "new-or-repeat", _("new customers and repeat offenders")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        CHAMPION = "champion", _("in force")
        CHALLENGER = "challenger", _("on trial")
        RETIRED = "retired", _("retired")

    policy = owned_key(Policy, related_name="versions")
    number = models.PositiveSmallIntegerField()  # 1, 2, 3…
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    share = models.PositiveSmallIntegerField(default=100)
    starts = models.CharField(max_length=8, choices=Starts.choices, default=Starts.STAGE)
    claims = models.CharField(max_length=5, choices=Claims.choices, default=Claims.ALL)
    customers = models.CharField(max_length=13, choices=Customers.choices, default=Customers.ALL)
    debtors = models.CharField(max_length=8, blank=True)  # "consumer" or "business"; empty: both
    country = models.CharField(max_length=2, blank=True)  # of the debtor; empty: every one
    made_by = owned_key("agencies.Member", null=True, blank=True)
    made_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "policy", "number"], name="amicable_version_one_number"),
            models.UniqueConstraint(
                fields=["agency", "policy", "state"],
                condition=Q(state__in=["draft", "champion", "challenger"]),
                name="amicable_version_one_of_a_state",
            ),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="amicable_version_share"),
        ]

    def __str__(self) -> str:
        return f"{self.policy} {self.number}"


class Step(Owned):
    """One act of a version, `day` calendar days after its start. Steps of the same day are one step that does several.

    `condition` holds the fields of `rules.Condition` that are set; `template`, `tone` say which words are used; `fee`
    is the code of the tariff line that the act earns.
    """

    walls = Walls.INNER

    version = owned_key(PolicyVersion, related_name="steps")
    position = models.PositiveSmallIntegerField()
    day = models.SmallIntegerField()
    act = models.CharField(max_length=20)
    by = models.CharField(max_length=20, blank=True)  # "registered-letter" or "bailiff", for what may go either way
    phase = models.CharField(max_length=10, blank=True)  # "firm"
    template = models.CharField(max_length=30, blank=True)
    tone = models.CharField(max_length=10, default="neutral")
    fee = models.CharField(max_length=40, blank=True)
    condition = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "version", "position"], name="amicable_step_one_position")
        ]


class Run(Owned):
    """A claim on its way through a version. `base_on` is the day its steps count from, moved by waits and rests.

    `next_on` is the day of its next step; without one it rests, waits for the agency's notice, or has ended.
    """

    walls = Walls.PARTY

    class Waits(models.TextChoices):
        NOTICE = "notice", _("the agency's own notice must leave first")
        HOLD = "hold", _("a hold")

    party = owned_key("agencies.Party")
    claim = owned_key("claims.Claim", related_name="runs")
    debtor = owned_key("claims.Debtor")
    version = owned_key(PolicyVersion)
    starts_on = models.DateField()  # the day that the table of steps counts from
    base_on = models.DateField()  # the same, later by the waits and rests since
    started_on = models.DateField()
    next_on = models.DateField(null=True, blank=True)
    waits = models.CharField(max_length=6, choices=Waits.choices, blank=True)
    rests_since = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, blank=True)  # "paid", "exhausted", "closed", "moved"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "claim"], condition=Q(ended_on=None), name="amicable_run_one_running"
            )
        ]
        indexes = [
            models.Index(
                fields=["agency", "next_on", "id"], condition=Q(next_on__isnull=False), name="amicable_run_due"
            ),
            models.Index(fields=["agency", "debtor"], name="amicable_run_of_debtor"),
            models.Index(fields=["agency", "version", "ended_on"], name="amicable_run_of_version"),
            models.Index(fields=["agency", "claim"], name="amicable_run_of_claim"),
        ]


class Action(Owned):
    """One thing done, to be done, or left out with its reason: a call, a letter, a visit…

    Of a step of a run there is one that counts: a cancelled one (a letter withdrawn, a rest) lets the step be redone.
    """

    walls = Walls.PARTY

    class State(models.TextChoices):
        OPEN = "open", _("to do")
        SENT = "sent", _("written, leaving or gone")
        DONE = "done", _("done")
        SKIPPED = "skipped", _("left out")
        CANCELLED = "cancelled", _("cancelled")

    party = owned_key("agencies.Party")
    claim = owned_key("claims.Claim", related_name="actions")
    debtor = owned_key("claims.Debtor")
    run = owned_key(Run, null=True, blank=True, related_name="actions")
    step = owned_key(Step, null=True, blank=True)
    act = models.CharField(max_length=20)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    planned_on = models.DateField()
    on = models.DateField()  # the day it was made, is due, or was done
    template = models.CharField(max_length=30, blank=True)
    tone = models.CharField(max_length=10, blank=True)
    fee = models.CharField(max_length=40, blank=True)
    message = owned_key("messaging.Message", null=True, blank=True)
    proof = owned_key("files.File", null=True, blank=True)
    assigned_to = owned_key("agencies.Member", null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=120, blank=True)  # why it was left out or cancelled
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = owned_key("agencies.Member", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "run", "step"],
                condition=Q(step__isnull=False) & ~Q(state="cancelled"),
                name="amicable_action_one_a_step",
            )
        ]
        indexes = [
            models.Index(fields=["agency", "on", "id"], condition=Q(state="open"), name="amicable_action_open"),
            models.Index(fields=["agency", "claim", "on"], name="amicable_action_of_claim"),
            models.Index(fields=["agency", "debtor", "on"], name="amicable_action_of_debtor"),
            models.Index(fields=["agency", "message"], name="amicable_action_of_message"),
        ]


class PayerProfile(Owned):
    """How a debtor pays its creditor, as the creditor or an agent knows it; it steers choice and tone of a cycle."""

    walls = Walls.PARTY

    class Kind(models.TextChoices):
        GOOD = "good", _("good payer")
        NEGLIGENT = "negligent", _("negligent payer")
        BAD = "bad", _("bad payer")
        ADMINISTRATIVE = "administrative", _("slow administration")

    party = owned_key("agencies.Party")
    debtor = owned_key("claims.Debtor")
    kind = models.CharField(max_length=14, choices=Kind.choices, blank=True)
    is_known_customer = models.BooleanField(null=True, blank=True)  # as the creditor states; None: it did not say
    set_by = owned_key("agencies.Member", null=True, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "debtor"], name="amicable_profile_one")]
        indexes = [models.Index(fields=["agency", "set_at", "id"], name="amicable_profile_by_day")]
