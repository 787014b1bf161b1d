"""Small files made here, so that the tests need none from elsewhere."""

import io
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook

HEADINGS = ("Numéro", "Partenaire", "Date d’échéance", "Montant dû signé")
ROWS = (("F1", "Maçonnerie Lenoir", "31/12/2025", "1.234,56"), ("F2", "Zoé Dupont", "2026-01-15", "12,50"))


def csv_file(
    headings: Sequence[str] = HEADINGS, rows: Sequence[Sequence[str]] = ROWS, *, delimiter=";", encoding="utf-8"
) -> bytes:
    lines = [delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in (headings, *rows)]
    return "\r\n".join(lines).encode(encoding)


def xlsx_file(rows: Sequence[Sequence[object]], *, before: Sequence[Sequence[object]] = ()) -> bytes:
    book = Workbook()
    for row in (*before, *rows):
        book.active.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """The archive with one member replaced or added."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in source.namelist():
            if member != name:
                archive.writestr(member, source.read(member))
        archive.writestr(name, content)
    return target.getvalue()
