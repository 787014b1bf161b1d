"""A debtor whose address is no good: what was looked for, where, at what cost, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from core.ids import uuid7


class Tracing(Owned):
    """The search for a debtor's address: its claims rest until an address is found, or the creditor decides."""

    walls = Walls.PARTY

    class State(models.TextChoices):
        OPEN = "open", _("searched")
        FOUND = "found", _("found")
        NOT_FOUND = "not_found", _("not found")
        CANCELLED = "cancelled", _("no longer needed")

    class Why(models.TextChoices):
        POST = "post", _("a letter came back")
        CONTACT = "contact", _("no contact point works")
        AGENT = "agent", _("an agent found out")

    uid = models.UUIDField(default=uuid7, editable=False)
    party = owned_key("agencies.Party")
    claim = owned_key("claims.Claim", related_name="tracings")  # the one that showed it; the debtor's others rest too
    debtor = owned_key("claims.Debtor")
    message = owned_key("messaging.Message", null=True, blank=True)  # what came back
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    why = models.CharField(max_length=7, choices=Why.choices)
    opened_on = models.DateField()
    address = models.CharField(max_length=300)  # the one that is no good
    cost = models.DecimalField(max_digits=10, decimal_places=2, default=0)  # euros, the agency's
    ended_on = models.DateField(null=True, blank=True)
    ended_by = owned_key("agencies.Member", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "uid"], name="amicable_tracing_one_uid"),
            models.UniqueConstraint(
                fields=["agency", "debtor"], condition=Q(state="open"), name="amicable_tracing_one_open"
            ),
            models.CheckConstraint(condition=Q(cost__gte=0), name="amicable_tracing_cost"),
        ]
        indexes = [
            models.Index(fields=["agency", "-id"], name="amicable_tracing_latest"),
            models.Index(fields=["agency", "state", "-id"], name="amicable_tracing_by_state"),
            models.Index(fields=["agency", "claim"], name="amicable_tracing_of_claim"),
        ]


class Look(Owned):
    """One source that was asked, and its answer. Rows are only ever added."""

    walls = Walls.PARTY

    class Result(models.TextChoices):
        FOUND = "found", _("another address")
        SAME = "same", _("the address that we have")
        NOTHING = "nothing", _("nothing")

    party = owned_key("agencies.Party")
    tracing = owned_key(Tracing, related_name="looks")
    source = models.CharField(max_length=20)  # a key of rules.tracing.SOURCES
    on = models.DateField()
    result = models.CharField(max_length=7, choices=Result.choices)
    cost = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    note = models.CharField(max_length=300, blank=True)
    by = owned_key("agencies.Member", null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(cost__gte=0), name="amicable_look_cost")]
        indexes = [models.Index(fields=["agency", "tracing"], name="amicable_look_of_tracing")]


class Enquiry(Owned):
    """What a provider of addresses was asked in a search, once; what it proposes waits for an agent."""

    walls = Walls.PARTY

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for an answer")
        PROPOSED = "proposed", _("an address is proposed")
        NOTHING = "nothing", _("nothing new")
        FAILED = "failed", _("not answered")
        DROPPED = "dropped", _("no longer needed")
        ACCEPTED = "accepted", _("proposal kept")
        REFUSED = "refused", _("proposal refused")

    uid = models.UUIDField(default=uuid7, editable=False)  # the key under which the provider takes it once
    party = owned_key("agencies.Party")
    tracing = owned_key(Tracing, related_name="enquiries")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    asked_by = owned_key("agencies.Member", null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)  # when the provider is spoken to next
    reference = models.CharField(max_length=80, blank=True)  # the provider's own, once it took the search
    detail = models.CharField(max_length=100, blank=True)  # what went wrong last
    street = models.CharField(max_length=160, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=100, blank=True)  # where the provider found it, in its words
    cost = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = owned_key("agencies.Member", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "tracing"], name="amicable_enquiry_once"),
            models.UniqueConstraint(fields=["agency", "uid"], name="amicable_enquiry_one_uid"),
            models.CheckConstraint(condition=Q(cost__gte=0), name="amicable_enquiry_cost"),
        ]
        indexes = [
            models.Index(
                fields=["agency", "due_at", "id"], condition=Q(due_at__isnull=False), name="amicable_enquiry_due"
            )
        ]
