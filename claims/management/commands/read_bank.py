"""`manage.py read_bank FILE… --json`: what banks' files say, one line for each file."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from claims.management.reading import ReadCommand
from formats.bank.model import Balance, Statement
from formats.bank.opening import read_bank_file

CENT = Decimal("0.01")


class Command(ReadCommand):
    """Answers of `ReadCommand`, one for each file."""

    help = "Read bank files: CAMT, CODA, CFONB 120, MT940, OFX, CSV and XLSX."

    def read(self, file: Path) -> dict[str, Any]:
        """What is in it. Raises Unreadable."""
        with file.open("rb") as stream:
            read = read_bank_file(stream)
        return {"format": read.format, "statements": [_told(one) for one in read.statements]}

    def written(self, told: dict[str, Any]) -> str:
        """The same for people."""
        return "\n".join([f"{told['file']}: {told['format']}", *(_statement_line(one) for one in told["statements"])])


def _told(statement: Statement) -> dict[str, Any]:
    """Credits and debits are what is booked; entries are all, pending ones too. Balances below zero are overdrawn."""
    return {
        "account": statement.account or None,
        "iban": statement.iban or None,
        "currency": statement.currency or None,
        "kind": statement.kind,
        "number": statement.number or None,
        "opening": _amount_of(statement.opening),
        "opening_date": _day_of(statement.opening),
        "closing": _amount_of(statement.closing),
        "closing_date": _day_of(statement.closing),
        "credits": _amount(statement.credits),
        "debits": _amount(statement.debits),
        "entries": len(statement.movements),
        "pending": sum(one.pending for one in statement.movements),
        "references": [found.written for one in statement.movements for found in one.all_references],
        "findings": [{"code": one.code, "detail": one.detail} for one in statement.findings],
    }


def _amount_of(balance: Balance | None) -> str | None:
    return _amount(balance.amount) if balance else None


def _day_of(balance: Balance | None) -> str | None:
    day: date | None = balance.on if balance else None
    return day.isoformat() if day else None


def _amount(amount: Decimal) -> str:
    """Two decimals; more only where the file says something finer."""
    return f"{amount:f}" if amount % CENT else f"{amount:.2f}"


def _statement_line(told: dict[str, Any]) -> str:
    warnings = f" ({', '.join(one['code'] for one in told['findings'])})" if told["findings"] else ""
    flow = f"{told['opening']} + {told['credits']} - {told['debits']} = {told['closing']} {told['currency']}"
    return f"  {told['account']}: {told['entries']} entries, {flow}{warnings}"
