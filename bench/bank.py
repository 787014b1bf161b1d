"""A bank statement of many entries, read, booked and matched, against its bare parse and a COPY of its rows.

The file is CAMT.053, written and read in pieces: neither side holds it whole.
"""

import io
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from typing import IO, Any

from django.db import connection
from lxml import etree

from agencies.models import Entity
from agencies.scope import acting_for
from bench import place
from clients.models import Contract
from formats.bank.model import BankFile, Movement
from formats.bank.opening import read_bank_file
from funds.models import BankFile as StoredFile
from funds.services.importing import import_bank
from funds.services.matching import match_file
from tests.formats.make_bank import Entry, camt_pieces
from tests.world import DAY, NOW, claim

OPENING = Decimal("100.00")
ENTRY = "{*}Ntry"
MATCHED = 500  # receipts that name a file, of all that are booked


def entries(size: int) -> Iterator[Entry]:
    """Payments of many debtors: three of four name a structured reference, the others write free text."""
    for number in range(size):
        base = 1_000_000_000 + number
        reference = f"{base}{base % 97 or 97:02d}" if number % 4 else ""
        amount = Decimal(1000 + number % 90_000).scaleb(-2)
        told = {"text": f"Dossier {number}", "reference": reference, "name": f"Debiteur {number}"}
        yield Entry(amount, account=_account(base), **told)


def _account(base: int) -> str:
    """An account of its own for each debtor: one shared by all would be a sign for all."""
    number = f"{base:010d}{base % 97 or 97:02d}"
    return f"BE{98 - int(number + '111400') % 97:02d}{number}"


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


def copying(read: BankFile) -> float:
    """Seconds of what no booking can do without: the movements as rows of a table, by COPY."""
    rows = "".join(f"{one.booked_on}\t{one.amount}\t{one.text}\t{one.name}\n" for one in read.statements[0].movements)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bare (booked_on date, amount numeric, text text, name text)")
        return place.timed(lambda: cursor.copy_expert("COPY bare FROM STDIN", io.StringIO(rows)))[0]


def booking(data: bytes, read: BankFile, agency_id: int, signed: Contract) -> dict[str, Any]:
    """Seconds to book all of it, against the bare parse and COPY; and to match it: some name a file."""
    Entity.objects.update(trust_iban=read.statements[0].iban)
    for one in _named(read):
        claim(signed, reference=one.references[0].compact)
    with acting_for(agency_id):
        copied = copying(read)
        seconds, booked = place.timed(lambda: import_bank(data=data, name="bench.xml", at=NOW))
    if not isinstance(booked, StoredFile) or booked.state != StoredFile.State.BOOKED:
        raise RuntimeError(f"nothing was booked: {booked}")
    with acting_for(agency_id):
        matching, found = place.timed(lambda: match_file(bank_file=booked, on=DAY, at=NOW))
    told = {"copy_seconds": round(copied, 2), "book_seconds": round(seconds, 2), "booked": booked.movements}
    return told | {"matched": found, "match_seconds": round(matching, 2)}


def _named(read: BankFile) -> list[Movement]:
    """The first entries that name a reference: files are made for these."""
    return [one for one in read.statements[0].movements if one.references][:MATCHED]


def run(size: int) -> dict[str, Any]:
    """Reading, booking and matching in a database of its own; and a tenth of it, for what an entry costs there."""
    told, tenth = _measured(size), _measured(size // 10)
    steps = ("parse_seconds", "book_seconds", "match_seconds")
    return told | {f"{step}_of_a_tenth": tenth[step] for step in steps}


def _measured(size: int) -> dict[str, Any]:
    with tempfile.TemporaryFile() as file:
        write(file, size)
        told, read = reading(file, size)
        file.seek(0)
        data = file.read()
    with place.agency() as (made, signed), acting_for(made.pk):
        told |= booking(data, read, made.pk, signed)
    told["book_ratio"] = round((told["bare_parse_seconds"] + told["copy_seconds"]) / told["book_seconds"], 3)
    return told
