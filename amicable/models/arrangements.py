"""What is agreed or contested about a claim: promises, plans, disputes, papers asked for, complaints."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from core.ids import uuid7


class By(models.TextChoices):
    """Who did it."""

    DEBTOR = "debtor", _("the debtor")
    AGENT = "agent", _("the agency")
    CREDITOR = "creditor", _("the creditor")


class Way(models.TextChoices):
    """How a debtor told us."""

    CALL = "call", _("by telephone")
    EMAIL = "email", _("by e-mail")
    SMS = "sms", _("by SMS")
    LETTER = "letter", _("by letter")
    VISIT = "visit", _("at a visit")
    PORTAL = "portal", _("on the debtor's page")


class Promise(Owned):
    """The debtor's word: an amount by a day. Broken once the grace is over and it was not paid."""

    walls = Walls.PARTY

    class State(models.TextChoices):
        OPEN = "open", _("waited for")
        KEPT = "kept", _("kept")
        BROKEN = "broken", _("broken")
        CANCELLED = "cancelled", _("cancelled")

    party = owned_key("agencies.Party")
    claim = owned_key("claims.Claim", related_name="promises")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    due_on = models.DateField()
    grace_on = models.DateField()  # the last day on which a payment still keeps it, inclusive
    made_on = models.DateField()
    way = models.CharField(max_length=6, choices=Way.choices)
    recorded_by = owned_key("agencies.Member", null=True, blank=True)
    hold = owned_key("claims.Hold", null=True, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    next_on = models.DateField(null=True, blank=True)  # when to judge it; none once it is judged
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "claim"], condition=Q(state="open"), name="amicable_promise_one_open"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="amicable_promise_something"),
        ]
        indexes = [
            models.Index(
                fields=["agency", "next_on", "id"], condition=Q(next_on__isnull=False), name="amicable_promise_due"
            ),
            models.Index(fields=["agency", "claim"], name="amicable_promise_of_claim"),
            models.Index(
                fields=["agency", "-ended_on", "id"], condition=Q(state="broken"), name="amicable_promise_broken"
            ),
        ]


class PlanLimits(Owned):
    """What a creditor lets the agency agree to alone, from a day on; where it is silent, the agency's options hold."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    since = models.DateField()
    minimum = models.DecimalField(max_digits=14, decimal_places=2)  # of one instalment
    longest_months = models.PositiveSmallIntegerField()
    discount_percent = models.DecimalField(max_digits=5, decimal_places=2)  # above it, the creditor approves
    set_by = owned_key("agencies.Member", null=True, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "party", "since"], name="amicable_limits_one_a_day")]


class Plan(Owned):
    """Instalments that the debtor asked for and the agency agreed to, free of charge.

    From the day it is agreed no interest runs; `total` is what was owed that day less `discount`.
    """

    walls = Walls.PARTY

    class State(models.TextChoices):
        ASKED = "asked", _("asked for")
        APPROVAL = "approval", _("the creditor must approve")
        AGREED = "agreed", _("running")
        MET = "met", _("paid in full")
        DEFAULTED = "defaulted", _("not kept")
        REFUSED = "refused", _("refused")
        ENDED = "ended", _("ended")

    LIVE = ("asked", "approval", "agreed")

    uid = models.UUIDField(default=uuid7, editable=False)
    party = owned_key("agencies.Party")
    claim = owned_key("claims.Claim", related_name="plans")
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    asked_on = models.DateField()
    asked_by = models.CharField(max_length=8, choices=By.choices)
    way = models.CharField(max_length=6, choices=Way.choices)
    said = models.TextField(blank=True)  # in the debtor's words
    wish = models.JSONField(default=dict, blank=True)  # rules of plans: how it was to be cut
    hold = owned_key("claims.Hold", null=True, blank=True)  # while it is asked, then while it runs
    total = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    discount = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = owned_key("agencies.Member", null=True, blank=True)
    approved_by = owned_key("agencies.Member", null=True, blank=True)  # of the creditor, where the limits asked for it
    approved_at = models.DateTimeField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_stage = models.CharField(max_length=10, blank=True)  # the stage in which its instalments count
    reason = models.CharField(max_length=250, blank=True)  # why refused or ended
    next_on = models.DateField(null=True, blank=True)
    stated_on = models.DateField(null=True, blank=True)  # of the last yearly statement
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "claim"],
                condition=Q(state__in=["asked", "approval", "agreed"]),
                name="amicable_plan_one_live",
            ),
            models.UniqueConstraint(fields=["agency", "uid"], name="amicable_plan_one_uid"),
        ]
        indexes = [
            models.Index(
                fields=["agency", "next_on", "id"], condition=Q(next_on__isnull=False), name="amicable_plan_due"
            ),
            models.Index(fields=["agency", "claim"], name="amicable_plan_of_claim"),
            models.Index(
                fields=["agency", "party", "asked_on"],
                condition=Q(state="approval"),
                name="amicable_plan_to_approve",
            ),
        ]


class Instalment(Owned):
    """One part of a plan, due by a day (inclusive)."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    claim = owned_key("claims.Claim")
    plan = owned_key(Plan, related_name="instalments")
    position = models.PositiveSmallIntegerField()  # 1, 2, 3…
    due_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    reminded_on = models.DateField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "plan", "position"], name="amicable_instalment_one_place"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="amicable_instalment_something"),
        ]


class Dispute(Owned):
    """A reasoned objection: everything stops until somebody decides on it."""

    walls = Walls.PARTY

    class Ground(models.TextChoices):
        NOT_DELIVERED = "not_delivered", _("goods or service not received")
        FAULTY = "faulty", _("goods or service faulty")
        AMOUNT = "amount", _("the amount is wrong")
        PAID = "paid", _("already paid")
        NOT_DEBTOR = "not_debtor", _("it is not my debt")
        NO_CONTRACT = "no_contract", _("nothing was ordered, or the contract has ended")
        TERMS = "terms", _("the terms were never accepted")
        LIMITATION = "limitation", _("the debt is too old")
        OTHER = "other", _("another reason")

    class State(models.TextChoices):
        OPEN = "open", _("the creditor must answer")
        ANSWERED = "answered", _("the agency must decide")
        UPHELD = "upheld", _("upheld")
        PARTLY = "partly", _("upheld in part")
        REJECTED = "rejected", _("rejected")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Position(models.TextChoices):
        ACCEPTS = "accepts", _("the debtor is right")
        PARTLY = "partly", _("the debtor is right in part")
        REJECTS = "rejects", _("the debtor is wrong")

    RUNNING = ("open", "answered")

    uid = models.UUIDField(default=uuid7, editable=False)
    party = owned_key("agencies.Party")
    claim = owned_key("claims.Claim", related_name="disputes")
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    raised_on = models.DateField()
    raised_by = models.CharField(max_length=8, choices=By.choices)
    way = models.CharField(max_length=6, choices=Way.choices, blank=True)
    ground = models.CharField(max_length=13, choices=Ground.choices)
    said = models.TextField()
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)  # None: the whole
    hold = owned_key("claims.Hold", null=True, blank=True)
    answer_by = models.DateField()  # the creditor's last day, inclusive
    reminded_on = models.DateField(null=True, blank=True)
    next_on = models.DateField(null=True, blank=True)
    position = models.CharField(max_length=7, choices=Position.choices, blank=True)  # of the creditor
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = owned_key("agencies.Member", null=True, blank=True)
    reasons = models.TextField(blank=True)
    reduced_by = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = owned_key("agencies.Member", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "claim"],
                condition=Q(state__in=["open", "answered"]),
                name="amicable_dispute_one_running",
            ),
            models.UniqueConstraint(fields=["agency", "uid"], name="amicable_dispute_one_uid"),
        ]
        indexes = [
            models.Index(
                fields=["agency", "next_on", "id"], condition=Q(next_on__isnull=False), name="amicable_dispute_due"
            ),
            models.Index(fields=["agency", "claim"], name="amicable_dispute_of_claim"),
            models.Index(
                fields=["agency", "party", "answer_by"], condition=Q(state="open"), name="amicable_dispute_to_answer"
            ),
            models.Index(
                fields=["agency", "answered_at"], condition=Q(state="answered"), name="amicable_dispute_to_decide"
            ),
        ]


class PaperRequest(Owned):
    """Supporting documents that the debtor, or an agent, asks of the creditor (CDE art. XIX.3, XIX.7)."""

    walls = Walls.PARTY

    class State(models.TextChoices):
        OPEN = "open", _("waited for")
        GIVEN = "given", _("given")
        MISSING = "missing", _("cannot be given")
        CANCELLED = "cancelled", _("no longer needed")

    uid = models.UUIDField(default=uuid7, editable=False)
    party = owned_key("agencies.Party")
    claim = owned_key("claims.Claim", related_name="paper_requests")
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    asked_on = models.DateField()
    asked_by = models.CharField(max_length=8, choices=By.choices)
    what = models.CharField(max_length=250)
    hold = owned_key("claims.Hold", null=True, blank=True)
    answer_by = models.DateField()
    reminded_on = models.DateField(null=True, blank=True)
    next_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=250, blank=True)
    document = owned_key("claims.Document", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = owned_key("agencies.Member", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "uid"], name="amicable_papers_one_uid")]
        indexes = [
            models.Index(
                fields=["agency", "next_on", "id"], condition=Q(next_on__isnull=False), name="amicable_papers_due"
            ),
            models.Index(fields=["agency", "claim"], name="amicable_papers_of_claim"),
            models.Index(
                fields=["agency", "party", "answer_by"], condition=Q(state="open"), name="amicable_papers_waiting"
            ),
        ]


class Complaint(Owned):
    """The register: somebody complains of the agency's own conduct, and is answered by a day."""

    walls = Walls.INNER

    class Subject(models.TextChoices):
        CONDUCT = "conduct", _("conduct of an agent")
        FREQUENCY = "frequency", _("too many contacts")
        HOURS = "hours", _("contact at a wrong hour or place")
        WRONG_PERSON = "wrong_person", _("the wrong person was contacted")
        AMOUNT = "amount", _("amounts or charges")
        DATA = "data", _("personal data")
        OTHER = "other", _("something else")

    class Outcome(models.TextChoices):
        FOUNDED = "founded", _("founded")
        PARTLY = "partly", _("founded in part")
        UNFOUNDED = "unfounded", _("unfounded")

    uid = models.UUIDField(default=uuid7, editable=False)
    claim = owned_key("claims.Claim", null=True, blank=True, related_name="complaints")
    received_on = models.DateField()
    name = models.CharField(max_length=160)  # of who complains
    contact = models.CharField(max_length=250, blank=True)
    way = models.CharField(max_length=6, choices=Way.choices)
    subject = models.CharField(max_length=12, choices=Subject.choices)
    said = models.TextField()
    answer_by = models.DateField()  # the last day to answer, inclusive
    recorded_by = owned_key("agencies.Member", null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    answer = models.TextField(blank=True)
    measures = models.TextField(blank=True)  # what changes so that it does not happen again
    answered_on = models.DateField(null=True, blank=True)
    answered_by = owned_key("agencies.Member", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "uid"], name="amicable_complaint_one_uid")]
        indexes = [
            models.Index(
                fields=["agency", "answer_by", "id"], condition=Q(answered_on=None), name="amicable_complaint_open"
            ),
            models.Index(fields=["agency", "received_on", "id"], name="amicable_complaint_by_day"),
            models.Index(fields=["agency", "claim"], name="amicable_complaint_of_claim"),
        ]


class Confirmation(Owned):
    """Something to be written to the debtor as an answer, or because the law asks for it; written once."""

    walls = Walls.PARTY

    class Kind(models.TextChoices):
        PLAN_AGREED = "plan_agreed", _("confirmation of a payment plan")
        PLAN_REFUSED = "plan_refused", _("answer to a request for a payment plan")
        PLAN_REMINDER = "plan_reminder", _("reminder of an instalment")
        PLAN_DEFAULTED = "plan_defaulted", _("end of a payment plan")
        PLAN_STATEMENT = "plan_statement", _("yearly statement of a payment plan")
        DISPUTE_RECEIVED = "dispute_received", _("receipt of a dispute")
        DISPUTE_DECIDED = "dispute_decided", _("answer to a dispute")
        PAPERS = "papers", _("papers asked for")
        EXTINGUISHED = "extinguished", _("notice that the debt is settled")
        PAYMENT_RECEIVED = "payment_received", _("receipt for a payment")

    party = owned_key("agencies.Party")
    claim = owned_key("claims.Claim", related_name="confirmations")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    subject = models.CharField(max_length=40)  # "plan:7", "plan:7:2", "dispute:4": what it is about, once per kind
    plan = owned_key(Plan, null=True, blank=True)
    dispute = owned_key(Dispute, null=True, blank=True)
    papers = owned_key(PaperRequest, null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)  # of the instalment
    due_on = models.DateField()
    message = owned_key("messaging.Message", null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    left_out = models.CharField(max_length=20, blank=True)  # why nothing was written: "no-address"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "kind", "subject"], name="amicable_confirmation_once")]
        indexes = [
            models.Index(
                fields=["agency", "due_on", "id"], condition=Q(done_at=None), name="amicable_confirmation_due"
            ),
            models.Index(fields=["agency", "claim"], name="amicable_confirmation_of_claim"),
        ]
