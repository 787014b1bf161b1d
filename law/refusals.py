"""A refusal is a value: which rule, whose text, why, until when and how to cure it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Refusal:
    """`reason` and `cure` are English message ids, translated where they are shown; `rule` is a stable code.

    `allowed_from` is the first day (or local moment) on which the act is lawful, None when no date alone cures it.
    """

    rule: str
    source: str
    reason: str
    allowed_from: date | datetime | None = None
    cure: str = ""


def gettext_noop(message: str) -> str:
    """Marks a message for the catalogue; the floors above translate it."""
    return message
