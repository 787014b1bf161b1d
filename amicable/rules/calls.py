"""What came of a call, and what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

OUTCOMES = ("no_answer", "reached", "call_back", "promises", "says_paid", "disputes", "refuses", "wrong_number")
SPOKE = ("reached", "call_back", "promises", "says_paid", "disputes", "refuses")  # somebody was on the line
MOST_TRIES = 3  # calls in a row that nobody answered, before the cycle goes on without


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call as the agent tells it. `amount` euros by `due_on` are a promise; `paid_on` is when the debtor says it
    paid; `again_at` when it wants to be called; `incoming`: the debtor called us, which is no contact of ours."""

    outcome: str
    note: str = ""
    incoming: bool = False
    again_at: datetime | None = None
    amount: Decimal | None = None
    due_on: date | None = None
    ground: str = ""


def try_again(before: Sequence[str]) -> bool:
    """Whether a call that nobody answered is tried once more; `before`: the outcomes before it, the latest first."""
    in_a_row = next((n for n, outcome in enumerate(before) if outcome != "no_answer"), len(before))
    return in_a_row + 1 < MOST_TRIES
