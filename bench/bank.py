"""Reading a bank statement of many entries, against the bare parse of the same file; what is booked comes after.

The file is CAMT.053, written and read in pieces: neither side holds it whole.
"""

import tempfile
from collections.abc import Iterator
from decimal import Decimal
from typing import IO, Any

from lxml import etree

from bench import place
from formats.bank.model import BankFile
from formats.bank.opening import read_bank_file
from tests.formats.make_bank import Entry, camt_pieces

OPENING = Decimal("100.00")
ENTRY = "{*}Ntry"


def entries(size: int) -> Iterator[Entry]:
    """Payments of many debtors: three of four name a structured reference, the others write free text."""
    for number in range(size):
        base = 1_000_000_000 + number
        reference = f"{base}{base % 97 or 97:02d}" if number % 4 else ""
        amount = Decimal(1000 + number % 90_000).scaleb(-2)
        yield Entry(amount, text=f"Dossier {number}", reference=reference, name=f"Debiteur {number}")


def write(file: IO[bytes], size: int) -> None:
    """A statement of `size` entries that adds up."""
    end = OPENING + sum((one.amount for one in entries(size)), Decimal(0))
    for piece in camt_pieces(entries(size), OPENING, end):
        file.write(piece.encode())


def bare(file: IO[bytes]) -> int:
    """What no reader can do without: parse, see each entry, forget it."""
    seen = 0
    file.seek(0)
    for _, element in etree.iterparse(file, tag=ENTRY):
        seen += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return seen


def reading(file: IO[bytes], size: int) -> tuple[dict[str, Any], BankFile]:
    """Seconds of both, their ratio, the memory held at most, and what was read: booking goes on from there."""
    before = place.resident_mib()
    bare_seconds, seen = place.timed(lambda: bare(file))
    seconds, read = place.timed(lambda: read_bank_file(file))
    [statement] = read.statements
    if (len(statement.movements), seen, statement.findings) != (size, size, ()):
        raise RuntimeError(f"{size} entries were written, {len(statement.movements)} read: {statement.findings[:3]}")
    told = {
        "entries": size,
        "file_mib": round(file.seek(0, 2) / place.MIB / place.MIB, 1),
        "parse_seconds": round(seconds, 2),
        "bare_parse_seconds": round(bare_seconds, 2),
        "parse_ratio": round(bare_seconds / seconds, 2),
        "entries_per_second": round(size / seconds),
        "parse_mib": round(place.resident_mib() - before, 1),
        "peak_mib": place.peak_mib(),
        "asked_peak_mib": 300,
    }
    return told, read


def run(size: int) -> dict[str, Any]:
    """The reading half."""
    with tempfile.TemporaryFile() as file:
        write(file, size)
        told, _ = reading(file, size)
    return told
