"""The statement of a claim on a day, from its rows."""

from datetime import date
from typing import Any

from claims.models import Claim
from claims.queries.law import facts_of
from claims.statement import Line, Statement, statement


def statement_of(claim: Claim, on: date) -> Statement:
    """What the claim owes at the end of day `on`."""
    return statement(facts_of(claim, on), on)


def with_statement_rows() -> list[str]:
    """What to prefetch so that a statement makes no query of its own."""
    return ["items", "credits", "allocations", "holds"]


def described(claim: Claim, owed: Statement) -> dict[str, Any]:
    """A statement for machines: amounts and rates as decimal text, days as ISO dates, both ends inclusive."""
    return {
        "claim": claim.number,
        "uid": str(claim.uid),
        "on": owed.on.isoformat(),
        "currency": claim.currency,
        "total": str(owed.total),
        "lines": [_line(line) for line in owed.lines],
        "missing": list(owed.missing),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "part": line.part,
        "amount": str(line.amount),
        "rule": line.rule,
        "source": line.source,
        "item": line.item,
        "from": line.first and line.first.isoformat(),
        "to": line.last and line.last.isoformat(),
        "days": (line.last - line.first).days + 1 if line.first and line.last else None,
        "rate": None if line.rate is None else str(line.rate),
        "base": None if line.base is None else str(line.base),
    }
