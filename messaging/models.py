"""How the agency writes: the outbox, the print runs, and what went out, kept as proof."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from agencies.models import Owned, OwnedManager, Walls
from agencies.models.owned import owned_key
from core.ids import uuid7
from messaging import rules
from messaging.rules import State


class PrintRun(Owned):
    """Letters printed together. They count as sent on the day the run is handed over, not before."""

    walls = Walls.INNER

    posting_on = models.DateField()  # the planned day, which the letters' deadlines are computed on
    closed_at = models.DateTimeField(null=True, blank=True)  # no letter enters from then on
    handed_over_on = models.DateField(null=True, blank=True)
    handed_over_by = owned_key("agencies.Member", null=True)
    manifest = owned_key("files.File", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "posting_on"],
                condition=Q(closed_at=None),
                name="messaging_printrun_one_open_a_day",
            ),
            models.CheckConstraint(
                condition=Q(handed_over_on=None) | Q(closed_at__isnull=False),
                name="messaging_printrun_closed_before_post",
            ),
        ]
        indexes = [models.Index(fields=["agency"], condition=Q(manifest=None), name="messaging_printrun_unprinted")]

    def __str__(self) -> str:
        return f"print run of {self.posting_on}"


class MessageQuerySet(models.QuerySet[Any]):
    """Messages by what is to be done with them."""

    def due(self, at: datetime) -> Self:
        """To be sent at `at`."""
        return self.filter(state=State.QUEUED, not_before__lte=at)

    def stuck(self, at: datetime) -> Self:
        """Taken so long ago that no worker can still be sending them."""
        return self.filter(state=State.SENDING, taken_at__lte=at - rules.STUCK_AFTER)


class Message(Owned):
    """One message to one recipient by one channel. The service may change its state, never its content."""

    walls = Walls.PARTY

    State = rules.State

    uid = models.UUIDField(default=uuid7, editable=False)
    party = owned_key("agencies.Party", null=True, blank=True)
    dedupe_key = models.CharField(max_length=120)
    channel = models.CharField(max_length=10)
    kind = models.CharField(max_length=40)
    recipient = models.CharField(max_length=80)  # "debtor:31", "member:4"
    address = models.TextField()  # what was used: an e-mail address, or the lines on the envelope
    subject = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    sender = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2)
    template_version = models.CharField(max_length=40)
    clearance = models.JSONField(default=dict)
    posting_on = models.DateField(null=True)  # letters: the planned day, on which their text is computed
    queued_at = models.DateTimeField()
    # From here on the state, which the service may change:
    state = models.CharField(max_length=10, choices=State.choices(), default=State.QUEUED.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    sent_on = models.DateField(null=True)  # posting or sending day, from which waits count
    answer = models.TextField(blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    print_run = owned_key(PrintRun, null=True, related_name="letters")

    objects: ClassVar[Any] = OwnedManager.from_queryset(MessageQuerySet)()

    class Meta:
        default_manager_name = base_manager_name = "everywhere"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_on__isnull=False), name="messaging_message_sent_on_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="printed") | Q(print_run__isnull=False), name="messaging_message_printed_in_a_run"
            ),
            models.UniqueConstraint(fields=["agency", "dedupe_key"], name="messaging_message_once"),
            models.UniqueConstraint(fields=["agency", "uid"], name="messaging_message_one_uid"),
        ]
        indexes = [
            models.Index(
                fields=["agency", "not_before", "id"], condition=Q(state="queued"), name="messaging_message_due"
            ),
            models.Index(fields=["agency", "taken_at"], condition=Q(state="sending"), name="messaging_message_stuck"),
            models.Index(fields=["agency", "print_run"], name="messaging_message_by_run"),
            models.Index(fields=["agency", "state", "-id"], name="messaging_message_by_state"),
            models.Index(fields=["agency", "party", "-id"], name="messaging_message_of_party"),
            models.Index(
                fields=["agency", "address", "-id"], condition=Q(channel="sms"), name="messaging_message_texted"
            ),
            models.Index(
                fields=["agency", "provider_id"], condition=Q(channel="email"), name="messaging_message_by_mail_id"
            ),
            models.Index(
                fields=["agency", "address", "-id"], condition=Q(channel="email"), name="messaging_message_mailed"
            ),
        ]

    def __str__(self) -> str:
        return self.dedupe_key


class MessageFile(Owned):
    """A file that goes with a message: the bytes that were sent."""

    walls = Walls.PARTY

    message = owned_key(Message, related_name="files")
    file = owned_key("files.File")
    party = owned_key("agencies.Party", null=True, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "message", "position"], name="messaging_file_one_place")
        ]


class DeliveryReport(Owned):
    """What the provider said afterwards about a message that it had taken; each status once, whatever the order."""

    walls = Walls.PARTY

    message = owned_key(Message, related_name="reports")
    party = owned_key("agencies.Party", null=True, blank=True)
    status = models.CharField(max_length=20)  # the provider's word: "sent", "delivered", "undelivered"…
    code = models.CharField(max_length=10, blank=True)  # the provider's reason
    detail = models.CharField(max_length=500, blank=True, db_default="")  # its own words
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "message", "status"], name="messaging_report_once")]


class InboundMessage(Owned):
    """What somebody wrote to us, kept as it came; `answers` is the last message that had gone to that address."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party", null=True, blank=True)
    channel = models.CharField(max_length=10)
    provider_id = models.CharField(max_length=200)
    answers = owned_key(Message, null=True, blank=True, related_name="replies")
    sender = models.TextField()  # a number, as the provider tells it; an e-mail address in small letters
    subject = models.CharField(max_length=250, blank=True, db_default="")
    text = models.TextField(blank=True)
    received_at = models.DateTimeField()
    # From here on what people do with it, which the service may write:
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = owned_key("agencies.Member", null=True, blank=True)  # nobody: it was a wish that was heeded at once

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "channel", "provider_id"], name="messaging_inbound_once")
        ]
        indexes = [
            models.Index(fields=["agency", "-id"], condition=Q(handled_at=None), name="messaging_inbound_open"),
            models.Index(fields=["agency", "-id"], name="messaging_inbound_latest"),
            models.Index(fields=["agency", "answers"], name="messaging_inbound_answers"),
        ]


class InboundFile(Owned):
    """A file that came with what somebody wrote; one that the house does not keep has the reason instead."""

    walls = Walls.PARTY

    inbound = owned_key(InboundMessage, related_name="files")
    party = owned_key("agencies.Party", null=True, blank=True)
    position = models.PositiveSmallIntegerField()  # 1, 2, 3…
    name = models.CharField(max_length=150)
    file = owned_key("files.File", null=True, blank=True)
    refused = models.CharField(max_length=20, blank=True)  # a code of files.services.Rejected

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "inbound", "position"], name="messaging_inboundfile_one_place")
        ]


class Mailbox(Owned):
    """A folder that mail to the agency is fetched from: how far it was read, and why it cannot be read now."""

    walls = Walls.INNER

    place = models.CharField(max_length=250)  # "user@host/folder"
    validity = models.BigIntegerField(default=0)  # UIDVALIDITY: where it changes, numbers begin anew
    last_number = models.BigIntegerField(default=0)  # UID of the last message that was taken
    checked_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "place"], name="messaging_mailbox_one")]

    def __str__(self) -> str:
        return self.place


class OptOut(Owned):
    """An address that asked not to be written to by a channel, until it asks the contrary."""

    walls = Walls.INNER

    channel = models.CharField(max_length=10)
    address = models.TextField()
    since = models.DateTimeField()
    asked_by = owned_key(InboundMessage, null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "channel", "address"], condition=Q(ended_at=None), name="messaging_optout_one_open"
            )
        ]


class BadAddress(Owned):
    """An address that mail came back from for good, until somebody says that it works."""

    walls = Walls.INNER

    channel = models.CharField(max_length=10)
    address = models.TextField()  # an e-mail address in small letters
    since = models.DateTimeField()
    detail = models.CharField(max_length=500, blank=True)  # what came back, in the provider's words
    message = owned_key(Message)  # the one that came back
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "channel", "address"],
                condition=Q(ended_at=None),
                name="messaging_badaddress_one_open",
            )
        ]


class PrintRunPart(Owned):
    """Letters of a closed run gathered into one file for the printer, in the order of their postcodes."""

    walls = Walls.INNER

    print_run = owned_key(PrintRun, related_name="parts")
    number = models.PositiveSmallIntegerField()  # 1, 2, 3…
    file = owned_key("files.File")
    pages = models.JSONField()  # of each of its letters, in order
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "print_run", "number"], name="messaging_part_one_place")
        ]


class Registration(Owned):
    """A registered letter at the post: its number there, and the proof that it was handed over or received."""

    walls = Walls.PARTY

    message = owned_key(Message, related_name="registration")
    party = owned_key("agencies.Party", null=True, blank=True)
    number = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()
    proof = owned_key("files.File", null=True, blank=True)
    proved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "message"], name="messaging_registration_one"),
            models.UniqueConstraint(fields=["agency", "number"], name="messaging_registration_number"),
        ]


class LetterText(Owned):
    """A version of the agency's own words for a notice; the shipped words are version 0. The latest holds."""

    walls = Walls.SHARED

    notice = models.CharField(max_length=14)  # as in letters.letter: "paynow"
    audience = models.CharField(max_length=12)  # country and kind of debtor: "be_consumer"
    language = models.CharField(max_length=2)
    version = models.PositiveSmallIntegerField()  # 1, 2, 3…
    blocks = models.JSONField()  # markup by name (letters/texts.py); empty: back to the shipped words
    made_by = owned_key("agencies.Member", null=True, blank=True)
    made_at = models.DateTimeField()
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "notice", "audience", "language", "version"], name="messaging_text_one_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.audience} {self.language} {self.version}"
