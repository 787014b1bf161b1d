"""Accounting entries for Belgian packages: a CSV with headed columns, which their import assistants map once.

No law names a layout. Each line is one line of an entry; `;` between columns, a comma before the cents, days as
31/03/2026, UTF-8 with its mark. `VATGrid` is the box of the Belgian VAT return that the line belongs to (royal decree
no. 1 of 29 December 1992, annex).
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import BinaryIO, Literal

from formats.errors import Cell
from formats.writers import write_csv

COLUMNS = (
    "Journal",
    "DocNumber",
    "Date",
    "Period",
    "Account",
    "AccountLabel",
    "Customer",
    "CustomerName",
    "Label",
    "Debit",
    "Credit",
    "VATCode",
    "VATGrid",
    "Reference",
    "ReferenceDate",
    "Currency",
)
BOXES = {"6.00": "01", "12.00": "02", "21.00": "03"}  # services at each Belgian rate


@dataclass(frozen=True, slots=True, kw_only=True)
class BelgianLine:
    """One line of an entry. Amounts are euros, one of them zero; `vat_code` is "S 21.00", or "AE" where none is due."""

    journal: str
    number: str
    on: date
    account: str
    account_label: str
    customer: str = ""
    customer_name: str = ""
    label: str
    debit: Decimal
    credit: Decimal
    vat_code: str = ""
    vat_grid: str = ""
    reference: str
    reference_on: date


def grid(part: Literal["base", "vat"], category: str, rate: Decimal, *, credit_note: bool) -> str:
    """The box of the VAT return: of what was sold, or of its VAT; "" where the return has none for it.

    Services to a business of another member state (reverse charge): 44, their credit notes 48; the Belgian rates 01, 02
    and 03 with their VAT in 54; credit notes 49 with their VAT in 64.
    """
    if part == "vat":
        return "64" if credit_note else "54"
    if category == "AE":
        return "48" if credit_note else "44"
    return "49" if credit_note else BOXES.get(f"{rate:.2f}", "")


def write_entries(target: BinaryIO, lines: Iterable[BelgianLine]) -> int:
    """Write the heading and the lines as they come; return how many lines."""
    return write_csv(target, COLUMNS, (_cells(line) for line in lines))


def read_entries(data: bytes) -> list[dict[str, str]]:
    """The lines of a file as this module writes it, by column; for those who check it."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def _cells(line: BelgianLine) -> list[Cell]:
    return list(_values(line))


def _values(line: BelgianLine) -> Iterator[Cell]:
    yield from (line.journal, line.number, line.on, f"{line.on:%Y%m}", line.account, line.account_label)
    yield from (line.customer, line.customer_name, line.label, line.debit, line.credit)
    yield from (line.vat_code, line.vat_grid, line.reference, line.reference_on, "EUR")
