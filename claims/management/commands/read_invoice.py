"""`manage.py read_invoice FILE… --json`: what structured invoices say, one line for each file."""

import json
import os
import sys
from argparse import ArgumentParser
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from formats.errors import Unreadable
from formats.markup import MAX_BYTES, is_markup
from formats.ubl import Trader, UblInvoice, read_ubl

REFUSED = 1
TOLD_OF_A_TRADER = ("name", "vat", "legal_id", "country")
KEPT_FOR_INTAKE = "subject"


class Command(BaseCommand):
    """Exit 0: every file was read; 1: some were refused, each with a code; 2: misused. No database is touched."""

    help = "Read UBL invoices and credit notes."
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
        return {"ok": True, **_told(read_ubl(_bytes(file)))}
    except Unreadable as error:
        return {"ok": False, "code": error.code, "detail": error.detail}
    except OSError as error:
        return {"ok": False, "code": "no_such_file", "detail": error.strerror or ""}


def _bytes(file: Path) -> bytes:
    """The content, unless its size or its first bytes show that it is no XML."""
    if (size := file.stat().st_size) > MAX_BYTES:
        raise Unreadable("too_large", f"{size} > {MAX_BYTES} bytes")
    data = file.read_bytes()
    if data.startswith(b"%PDF"):
        raise Unreadable("pdf", "an invoice inside a PDF (Factur-X, ZUGFeRD) is not read yet")
    if data.strip() and not is_markup(data):
        raise Unreadable("not_xml")
    return data


def _told(invoice: UblInvoice) -> dict[str, Any]:
    """Accounts in alphabetical order, each once; references as often and in the order that they stand there."""
    names = [field.name for field in fields(invoice) if field.name != KEPT_FOR_INTAKE]
    return {name: _plain(getattr(invoice, name)) for name in names} | {"ibans": sorted(set(invoice.ibans))}


def _plain(value: Any) -> Any:
    """As JSON: days in ISO 8601, amounts as the decimals that were written."""
    match value:
        case Trader():
            return {name: getattr(value, name) for name in TOLD_OF_A_TRADER}
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
    return value


def _line(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False)


def _written(told: dict[str, Any]) -> str:
    """The same for people."""
    if not told["ok"]:
        return f"{told['file']}: {told['code']} {told['detail']}".rstrip()
    owed = f"{told['payable']} {told['currency']}"
    parties = f"{told['seller']['name']} → {told['buyer']['name']}"
    warnings = f" ({', '.join(told['warnings'])})" if told["warnings"] else ""
    return f"{told['file']}: {told['format']} {told['number']}, {told['issue_date']}, {owed}, {parties}{warnings}"
