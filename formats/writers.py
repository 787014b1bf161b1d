"""Sheets out. A text that a spreadsheet would run as a formula leaves as text; numbers and dates keep their type."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell as XlsxCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from formats.errors import Cell

_FORMULA = ("=", "+", "-", "@")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST = 32_767
_AMOUNT_FORMAT = "#,##0.00"
_DATE_FORMAT = "dd/mm/yyyy"


def write_csv(
    target: BinaryIO,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    delimiter: str = ";",
    decimal_mark: str = ",",
) -> int:
    """Write a CSV that a French spreadsheet opens as it is (UTF-8 with mark, `;`, decimal comma); return the row count.

    Texts that start like a formula get a leading apostrophe, which `formats.values.text` takes off again.
    """
    stream = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    count = 0
    writer.writerow([harmless(heading) for heading in headings])
    for row in rows:
        writer.writerow([_csv_cell(cell, decimal_mark) for cell in row])
        count += 1
    stream.flush()
    stream.detach()
    return count


def harmless(text: str) -> str:
    """The text, with an apostrophe before it when a spreadsheet would take it for a formula."""
    bare = text.lstrip()
    return f"'{bare}" if bare.startswith(_FORMULA) else text


def _csv_cell(cell: Cell, decimal_mark: str) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "1" if cell else "0"
        case int():
            return str(cell)
        case float() | Decimal():
            return f"{cell}".replace(".", decimal_mark)
        case datetime():
            return cell.isoformat(" ", "seconds")
        case date():
            return cell.strftime("%d/%m/%Y")
    return harmless(str(cell))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet: its name, what stands over the columns, the rows; `rows` is read once."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def write_xlsx(target: BinaryIO, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str = "") -> int:
    """Write one worksheet with typed cells and a frozen bold heading row; return the row count.

    openpyxl writes about 6 000 rows of 18 cells a second: more than a few thousand rows belong in a task.
    """
    return write_book(target, [Sheet(title, headings, rows)])


def write_book(target: BinaryIO, sheets: Iterable[Sheet]) -> int:
    """Write a workbook with these worksheets, in order; return the row count of all."""
    book = Workbook(write_only=True)
    count = sum(_write_sheet(book, one) for one in sheets)
    book.save(target)
    return count


def _write_sheet(book: Workbook, told: Sheet) -> int:
    sheet = book.create_sheet(title=re.sub(r"[\[\]:*?/\\]", " ", told.title)[:31] or None)
    sheet.freeze_panes = "A2"
    for column, heading in enumerate(told.headings):
        sheet.column_dimensions[_letter(column)].width = min(max(len(heading) + 2, 12), 40)
    sheet.append([_heading_cell(sheet, heading) for heading in told.headings])
    count = 0
    for row in told.rows:
        sheet.append([_xlsx_cell(sheet, cell) for cell in row])
        count += 1
    return count


def _letter(column: int) -> str:
    first, second = divmod(column, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)


def _heading_cell(sheet: WriteOnlyWorksheet, heading: str) -> XlsxCell:
    cell = _text_cell(sheet, heading)
    cell.font = Font(bold=True)
    return cell


def _text_cell(sheet: WriteOnlyWorksheet, text: str) -> XlsxCell:
    cell = WriteOnlyCell(sheet, _ILLEGAL.sub("", text)[:_LONGEST])
    cell.data_type = "s"  # never "f": the library takes a leading = for a formula
    return cell


def _xlsx_cell(sheet: WriteOnlyWorksheet, value: Cell) -> XlsxCell | None:
    match value:
        case None:
            return None
        case str():
            return _text_cell(sheet, value)
        case bool() | int():
            return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, Decimal | float):
        cell.number_format = _AMOUNT_FORMAT
    elif isinstance(value, date):
        cell.number_format = _DATE_FORMAT
    return cell
