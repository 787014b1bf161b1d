"""`manage.py read_invoice FILE… --json`: what structured invoices say, one line for each file."""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from claims.management.reading import ReadCommand
from formats.errors import Unreadable
from formats.markup import MAX_BYTES, is_markup
from formats.ubl import Trader, UblInvoice, read_ubl

TOLD_OF_A_TRADER = ("name", "vat", "legal_id", "country")
KEPT_FOR_INTAKE = "subject"


class Command(ReadCommand):
    """Answers of `ReadCommand`, one for each file."""

    help = "Read UBL invoices and credit notes."

    def read(self, file: Path) -> dict[str, Any]:
        """What is in it. Raises Unreadable."""
        return _told(read_ubl(_bytes(file)))

    def written(self, told: dict[str, Any]) -> str:
        """The same for people."""
        owed = f"{told['payable']} {told['currency']}"
        parties = f"{told['seller']['name']} → {told['buyer']['name']}"
        warnings = f" ({', '.join(told['warnings'])})" if told["warnings"] else ""
        return f"{told['file']}: {told['format']} {told['number']}, {told['issue_date']}, {owed}, {parties}{warnings}"


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
