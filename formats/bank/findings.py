"""What every statement is held against once it is read: its own figures."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from formats.bank.model import Finding, Movement, Statement

CENT = Decimal("0.01")
MOST = 20  # findings of one kind told


def checked(statement: Statement) -> Statement:
    """The statement with what does not add up in it said, after what its reader found."""
    found = [
        *statement.findings,
        *_of_currency(statement),
        *_of_balance(statement),
        *_of_movements(statement.movements),
    ]
    return replace(statement, findings=tuple(found)) if found else statement


def _of_currency(statement: Statement) -> list[Finding]:
    """Each currency beside the account's own."""
    used = {movement.currency for movement in statement.movements}
    used |= {balance.currency for balance in (statement.opening, statement.closing) if balance and balance.currency}
    others = sorted(used - {statement.currency})
    return [Finding("currency", f"{', '.join(others)} beside {statement.currency}")] if others else []


def _of_balance(statement: Statement) -> list[Finding]:
    """Opening, with what was booked, must make closing; nothing is said where one of them is not told."""
    if statement.opening is None or statement.closing is None:
        return []
    made = statement.opening.amount + statement.credits - statement.debits
    if made == statement.closing.amount:
        return []
    return [Finding("balance", f"{made:f} is what the movements make of it, {statement.closing.amount:f} is written")]


def _of_movements(movements: Sequence[Movement]) -> list[Finding]:
    """Amounts finer than the cent: no ledger can hold them."""
    fine = [one for one in movements if one.amount % CENT]
    return [Finding("decimals", f"{one.amount:f}, {one.place}") for one in fine[:MOST]]
