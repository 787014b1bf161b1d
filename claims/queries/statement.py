"""The statement of a claim on a day, from its rows."""

from datetime import date

from claims.models import Claim
from claims.queries.law import facts_of
from claims.statement import Statement, statement


def statement_of(claim: Claim, on: date) -> Statement:
    """What the claim owes at the end of day `on`."""
    return statement(facts_of(claim, on), on)


def with_statement_rows() -> list[str]:
    """What to prefetch so that a statement makes no query of its own."""
    return ["items", "credits", "holds"]
