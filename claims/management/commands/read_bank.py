"""`manage.py read_bank FILE… --json`: what banks' files say, one line for each file."""

import json
import os
import sys
from argparse import ArgumentParser
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from formats.bank.model import Balance, Statement
from formats.bank.opening import read_bank_file
from formats.errors import Unreadable

REFUSED = 1
CENT = Decimal("0.01")


class Command(BaseCommand):
    """Exit 0: every file was read; 1: some were refused, each with a code; 2: misused. No database is touched."""

    help = "Read bank files: CAMT, CODA, CFONB 120, MT940, OFX, CSV and XLSX."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files, and how to tell what is in them."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="one JSON object a line on standard output")

    def handle(self, *, files: list[Path], json: bool, **_options: Any) -> None:
        """Read them all; one that is refused stops no other."""
        refused = False
        for file in files:
            told = {"file": os.fsencode(file).decode("utf-8", "replace"), **_read(file)}
            refused |= not told["ok"]
            self.stdout.write(_line(told) if json else _written(told))
            self.stdout.flush()
        if refused:
            sys.exit(REFUSED)


def _read(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as stream:
            read = read_bank_file(stream)
    except Unreadable as error:
        return {"ok": False, "code": error.code, "detail": error.detail}
    except OSError as error:
        return {"ok": False, "code": "no_such_file", "detail": error.strerror or ""}
    return {"ok": True, "format": read.format, "statements": [_told(one) for one in read.statements]}


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


def _line(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False)


def _written(told: dict[str, Any]) -> str:
    """The same for people: a line for the file, one for each statement."""
    if not told["ok"]:
        return f"{told['file']}: {told['code']} {told['detail']}".rstrip()
    return "\n".join([f"{told['file']}: {told['format']}", *(_statement_line(one) for one in told["statements"])])


def _statement_line(told: dict[str, Any]) -> str:
    warnings = f" ({', '.join(one['code'] for one in told['findings'])})" if told["findings"] else ""
    flow = f"{told['opening']} + {told['credits']} - {told['debits']} = {told['closing']} {told['currency']}"
    return f"  {told['account']}: {told['entries']} entries, {flow}{warnings}"
