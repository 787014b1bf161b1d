"""What every channel offers, and the three ways in which an attempt ends."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file that goes along, as bytes."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Parcel:
    """All that a channel needs, read before it is called: a channel never asks the database."""

    key: str  # under which the channel knows the message, the same at every attempt
    address: str
    subject: str
    text: str
    html: str
    sender: str
    reply_to: str
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """The channel took the message; `provider_id` is its name over there."""

    provider_id: str


class Refused(Exception):
    """The message was certainly not sent. `permanent` says that trying again is useless."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Unsure(Exception):
    """The message may have been sent: the line broke after it was handed in."""


class Channel(Protocol):
    """A way to send. An instance holds no state of a message."""

    idempotent: bool  # whether sending the same key twice reaches the recipient once
    leaves_at_once: bool  # False where it is only prepared, and leaves by a later act

    def send(self, parcel: Parcel) -> Sent:
        """Send now. Raises Refused, or Unsure."""

    def find(self, key: str) -> Sent | None:
        """What the channel knows of this key; None when it knows nothing, or cannot be asked."""
