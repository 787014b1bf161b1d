"""What is done to messages: queued, delivered, posted; one module per group of verbs."""

from messaging.services.bounces import note_bounce, note_returned, restore_address, take_bounce
from messaging.services.delivery import deliver_due, deliver_one
from messaging.services.inbound import mark_handled, note_report, receive
from messaging.services.mails import fetch, take_mail
from messaging.services.outbox import cancel, enqueue, resolve_parked
from messaging.services.posting import close_run, hand_over, withdraw_run
from messaging.services.printing import make_part
from messaging.services.registering import record_proof
from messaging.services.rescue import settle_stuck, sweep
from messaging.services.wording import restore, word

__all__ = [
    "cancel",
    "close_run",
    "deliver_due",
    "deliver_one",
    "enqueue",
    "fetch",
    "hand_over",
    "make_part",
    "mark_handled",
    "note_bounce",
    "note_report",
    "note_returned",
    "receive",
    "record_proof",
    "resolve_parked",
    "restore",
    "restore_address",
    "settle_stuck",
    "sweep",
    "take_bounce",
    "take_mail",
    "withdraw_run",
    "word",
]
