"""What messaging tells the floors above."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class MessageSent:
    """The message left on `on`. Letters leave together: `LettersHandedOver`."""

    message_id: int
    kind: str
    channel: str
    recipient: str
    on: date


@dataclass(frozen=True, slots=True)
class MessageFailed:
    """The message was refused for good; `lapsed` says that only its clearance was over: ask the guard again."""

    message_id: int
    kind: str
    channel: str
    recipient: str
    reason: str
    lapsed: bool = False


@dataclass(frozen=True, slots=True)
class LettersHandedOver:
    """All letters of a print run were given to the post on `on`."""

    print_run_id: int
    on: date
    message_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LettersWithdrawn:
    """The letters of a print run will not be posted: what is still owed must be written again."""

    print_run_id: int
    message_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MessageUndelivered:
    """A message that had left reached nobody, the provider says; `reason` is its code."""

    message_id: int
    kind: str
    channel: str
    recipient: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """Somebody wrote to us. `message_id` is the message that this answers, None when we had written none."""

    inbound_id: int
    message_id: int | None
    channel: str
    at: datetime
