"""A creditor's own account, read for it out of books that nobody but the agency sees; papers of it asked for."""

from datetime import date, datetime

from django.utils.translation import get_language

from agencies.scope import widened
from claims.services.exporting import KIND
from funds.queries import accounts
from funds.queries.accounts import MOST, Statement
from jobs import services as jobs
from jobs.models import Job

ACCOUNT, ADVICE = "funds.account", "funds.advice"


def own_statement(*, party_id: int, first: date, last: date, most: int | None = MOST) -> Statement:
    """The account of this party alone, for a seat of its own: the books are read whole, nothing else is told."""
    with widened("own_statement"):
        return accounts.statement(party_id, first, last, most=most)


def ask_account(*, party_id: int, of: int | None, first: date, last: date, at: datetime) -> Job:
    """Have the account of a creditor set as a PDF in the language in force, for the party `of`; None: the agency."""
    days = {"first": first.isoformat(), "last": last.isoformat()}
    asked = {"of_id": party_id, **days, "language": get_language() or "fr"}
    return jobs.ask(kind=KIND, task=ACCOUNT, at=at, party_id=of, queue="letters", **asked)


def ask_advice(*, line_id: int, of: int | None, at: datetime) -> Job:
    """Have the advice of a remittance set as a PDF in the language in force, for the party `of`; None: the agency."""
    asked = {"line_id": line_id, "language": get_language() or "fr"}
    return jobs.ask(kind=KIND, task=ADVICE, at=at, party_id=of, queue="letters", **asked)
