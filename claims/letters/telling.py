"""A link of the timeline in the words of a paper for the creditor."""

from datetime import date
from decimal import Decimal

from claims.letters.attesting import Attesting
from claims.queries.timeline import Told
from claims.wording import event
from web.formatting import day, money


def said_of(told: Told, said: Attesting) -> tuple[str, str]:
    """What happened and its detail, in the language in force. Where the screens do not speak it: its kind, with the
    amount and the day that it names."""
    if not said.story:
        return event(told)
    detail = told.detail or {}
    amount = money(Decimal(str(detail["amount"]))) if detail.get("amount") else ""
    on = str(detail.get("due_on") or detail.get("deadline") or "")
    return said.story.get(told.kind, told.kind), " · ".join(
        filter(None, (amount, day(date.fromisoformat(on)) if on else ""))
    )


def is_told(told: Told, said: Attesting) -> bool:
    """Whether the paper has words for it."""
    return not said.story or told.kind in said.story
