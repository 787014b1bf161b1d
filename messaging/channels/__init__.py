"""The ways to send. A new one is a module here, a line below, and its acts and queue in messaging/rules.py."""

from messaging.channels.channel import Attachment, Channel, Parcel, Refused, Sent, Unsure
from messaging.channels.email import Email
from messaging.channels.letter import Letter
from messaging.channels.network import Network
from messaging.channels.sms import Sms

CHANNELS: dict[str, Channel] = {
    "email": Email(),
    "letter": Letter(),
    "peppol": Network(),
    "registered": Letter(),
    "sms": Sms(),
}

__all__ = ["CHANNELS", "Attachment", "Channel", "Parcel", "Refused", "Sent", "Unsure"]
