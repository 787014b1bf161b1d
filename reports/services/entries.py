"""The files of entries that an accountant's own package reads: the FEC for France, a headed CSV for Belgium."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from agencies.models import Entity
from formats.belgian_entries import BelgianLine, grid, write_entries
from formats.fec import ENCODING, FecLine, fec_name, write_fec
from reports.queries.entries import JournalEntry, JournalLine, entries
from reports.rules.chart import country_of
from reports.rules.journals import CREDIT_NOTES

FEC, CSV = f"text/plain; charset={ENCODING}", "text/csv; charset=utf-8"
PARTS: dict[str, Literal["base", "vat"]] = {"own.fees": "base", "own.vat": "vat"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, ready to be kept: its name, its bytes, what it is, and how many lines it has below the heading."""

    name: str
    data: bytes
    mime: str
    lines: int


def files_of(*, entity: Entity, first: date, last: date) -> list[Piece]:
    """The files of an entity's entries from `first` to `last`, inclusive and within one year: one, of its country.

    The same entries make the same bytes. ValueError for days of two years.
    """
    if country_of(entity.country) == "FR":
        return [_fec(entity, first, last)]
    return [_belgian(entity, first, last)]


def _fec(entity: Entity, first: date, last: date) -> Piece:
    """Named as the text asks where it covers a year of an entity with a SIREN, with both days otherwise."""
    target = io.BytesIO()
    lines = write_fec(target, (made for one in entries(entity, first, last) for made in _fec_lines(one)))
    return Piece(_fec_name(entity, first, last), target.getvalue(), FEC, lines)


def _fec_name(entity: Entity, first: date, last: date) -> str:
    try:
        name = fec_name(entity.enterprise_number[:9], last)
    except ValueError:  # told on the page of the chart
        return f"FEC-{first:%Y%m%d}-{last:%Y%m%d}.txt"
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    return name if whole else name.replace(".txt", f"-{first:%Y%m%d}.txt")


def _fec_lines(one: JournalEntry) -> Iterator[FecLine]:
    for line in one.lines:
        yield FecLine(
            journal=one.journal.code,
            journal_label=one.journal.label,
            number=one.number,
            on=one.on,
            account=line.number,
            account_label=line.label,
            auxiliary=line.creditor,
            auxiliary_label=line.creditor_name,
            piece=one.piece,
            piece_on=one.piece_on,
            label=one.label,
            debit=line.debit,
            credit=line.credit,
            validated_on=one.validated_on,
        )


def _belgian(entity: Entity, first: date, last: date) -> Piece:
    target = io.BytesIO()
    lines = write_entries(target, (made for one in entries(entity, first, last) for made in _belgian_lines(one)))
    return Piece(f"ecritures-{first:%Y%m%d}-{last:%Y%m%d}.csv", target.getvalue(), CSV, lines)


def _belgian_lines(one: JournalEntry) -> Iterator[BelgianLine]:
    for line in one.lines:
        code, box = _vat(one, line)
        yield BelgianLine(
            journal=one.journal.code,
            number=one.number,
            on=one.on,
            account=line.number,
            account_label=line.label,
            customer=line.creditor,
            customer_name=line.creditor_name,
            label=one.label,
            debit=line.debit,
            credit=line.credit,
            vat_code=code,
            vat_grid=box,
            reference=one.piece,
            reference_on=one.piece_on,
        )


def _vat(one: JournalEntry, line: JournalLine) -> tuple[str, str]:
    part = PARTS.get(line.account)
    if part is None or not one.vat_category:
        return "", ""
    code = "AE" if one.vat_category == "AE" else f"{one.vat_category} {one.vat_rate:.2f}"
    note = one.journal == CREDIT_NOTES
    return code, grid(part, one.vat_category, one.vat_rate, credit_note=note)
