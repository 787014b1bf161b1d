"""What gathers around a claim: papers, holds, decisions, messages."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from claims.models.claim import Claim
from claims.rules import HoldKind


class Document(Owned):
    """A paper of the claim: invoice, proof of the first reminder, terms, letter sent."""

    walls = Walls.PARTY

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("invoice")
        REMINDER_PROOF = "reminder", _("proof of the first reminder")
        TERMS = "terms", _("terms of sale")
        DELIVERY = "delivery", _("proof of delivery")
        LETTER = "letter", _("letter sent")
        OTHER = "other", _("other document")

    party = owned_key("agencies.Party")
    claim = owned_key(Claim, related_name="documents")
    file = owned_key("files.File")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "claim"], name="claims_document_of_claim")]


class Hold(Owned):
    """A reason why nothing may go out for a while; some also stop interest from a day."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    claim = owned_key(Claim, related_name="holds")
    kind = models.CharField(max_length=20, choices=HoldKind.choices())
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # last day, inclusive; open-ended without
    interest_stops_on = models.DateField(null=True, blank=True)  # first day without interest
    reason = models.CharField(max_length=250)
    ended_on = models.DateField(null=True, blank=True)
    halt = owned_key("claims.Halt", null=True, blank=True, related_name="holds", db_index=False)
    undone = models.BooleanField(default=False, db_default=False)  # put by mistake: as if it had never been

    class Meta:
        indexes = [
            models.Index(fields=["agency", "claim"], condition=Q(ended_on=None), name="claims_hold_open"),
        ]


class Decision(Owned):
    """What the creditor is asked when a stage ends, and what it answers."""

    walls = Walls.PARTY

    class Choice(models.TextChoices):
        AMICABLE = "amicable", _("amicable stage")
        JUDICIAL = "judicial", _("judicial stage")
        KEEP = "keep", _("I keep the file")
        ABANDON = "abandon", _("I abandon the claim")

    party = owned_key("agencies.Party")
    claim = owned_key(Claim, related_name="decisions")
    stage_ended = models.CharField(max_length=10)
    asked_on = models.DateField()
    reminded_on = models.DateField(null=True, blank=True)
    choice = models.CharField(max_length=8, choices=Choice.choices, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = owned_key("agencies.Member", null=True, blank=True)
    channel = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "claim"], condition=Q(decided_at=None), name="claims_decision_one_open"
            )
        ]
        indexes = [
            models.Index(
                fields=["agency", "party", "asked_on", "id"],
                condition=Q(decided_at=None),
                name="claims_decision_waiting",
            )
        ]


class ClaimMessage(Owned):
    """A message about a claim. A message knows no claim; this row does."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    claim = owned_key(Claim, related_name="messages")
    message = owned_key("messaging.Message")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "claim", "message"], name="claims_message_once")]
        indexes = [models.Index(fields=["agency", "message"], name="claims_message_back")]


class ClaimReply(Owned):
    """What somebody outside wrote to the agency about a claim; the message itself knows no claim."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    claim = owned_key(Claim, related_name="replies")
    inbound = owned_key("messaging.InboundMessage")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "claim", "inbound"], name="claims_reply_once")]
        indexes = [models.Index(fields=["agency", "inbound"], name="claims_reply_back")]


class Refused(Owned):
    """An outward act that the guard refused: which rule, whose text, from when it is allowed. Open until cleared."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    claim = owned_key(Claim, related_name="refusals")
    act = models.CharField(max_length=20)
    rule = models.CharField(max_length=40)
    source = models.CharField(max_length=120)
    reason = models.CharField(max_length=250)  # a message id, translated where it is shown
    cure = models.CharField(max_length=250, blank=True)
    allowed_from = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "claim", "act", "rule"], condition=Q(cleared_at=None), name="claims_refused_once"
            )
        ]
        indexes = [
            models.Index(fields=["agency", "-at"], condition=Q(cleared_at=None), name="claims_refused_open"),
        ]
