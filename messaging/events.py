"""What messaging tells the floors above."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MessageSent:
    """The message left on `on`: e-mailed then, or handed over to the post then."""

    message_id: int
    kind: str
    channel: str
    recipient: str
    on: date


@dataclass(frozen=True, slots=True)
class MessageFailed:
    """The message was refused for good."""

    message_id: int
    kind: str
    channel: str
    recipient: str
    reason: str
