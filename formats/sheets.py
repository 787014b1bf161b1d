"""CSV and XLSX files of strangers, read row by row; anything that is not one is `Unreadable` with a reason."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TypeVar

import python_calamine

from formats.archives import check_xlsx
from formats.columns import field_named
from formats.errors import Cell, Unreadable

MAX_BYTES = 60 * 2**20
MAX_ROWS = 500_000
MAX_COLUMNS = 200
HEADING_WITHIN = 60  # rows: accounting exports put titles and filters above the headings
SAMPLE_ROWS = 200
DELIMITERS = ";,\t|^~"
_OPEN_QUOTE_LINES = 100

_CONTROLS = [chr(code) for code in (*range(9), *range(14, 26), *range(27, 32))]

_FOREIGN_FILES = {
    b"%PDF": "pdf",
    b"{\\rtf": "not_a_sheet",
    b"\x89PNG": "not_a_sheet",
    b"\xff\xd8\xff": "not_a_sheet",
    b"Rar!": "not_a_sheet",
    b"7z\xbc\xaf": "not_a_sheet",
    b"\x1f\x8b": "not_a_sheet",
}

T = TypeVar("T")
Row = Sequence[Cell]
Source = Callable[[], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file with its headings found. Rows are read on demand and may be read again.

    `heading_row` and the numbers of `rows()` count from 1 as a spreadsheet shows them. `dialect` says what was detected
    ("utf-8, ;" or the name of the worksheet), for the screen.
    """

    kind: str
    filename: str
    dialect: str
    heading: tuple[str, ...]
    heading_row: int
    _source: Source

    def rows(self) -> Iterator[tuple[int, Row]]:
        """(row number, cells) of each row under the headings; empty rows and repeated headings are left out.

        Raises Unreadable while reading: cell_too_long, open_quote, too_many_rows, corrupt.
        """
        head = list(self.heading)
        for number, row in enumerate(self._source(), start=1):
            if number > MAX_ROWS:
                raise Unreadable("too_many_rows", f"> {MAX_ROWS}")
            if number > self.heading_row and any(cell not in ("", None) for cell in row) and row[: len(head)] != head:
                yield number, row

    def all_rows(self) -> Iterator[tuple[int, Row]]:
        """(row number, cells) of every row from the first on: for a reader that looks for headings of its own."""
        for number, row in enumerate(self._source(), start=1):
            if number > MAX_ROWS:
                raise Unreadable("too_many_rows", f"> {MAX_ROWS}")
            yield number, row

    def sample(self, count: int = SAMPLE_ROWS) -> list[Row]:
        """The first rows under the headings, enough to show what each column holds."""
        return [row for _, row in islice(self.rows(), count)]


def read_sheet(data: bytes, filename: str = "") -> Sheet:
    """Open a CSV or XLSX file, told apart by content, never by name. Raises Unreadable (its codes are listed there)."""
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable("empty")
    if len(data) > MAX_BYTES:
        raise Unreadable("too_large", f"{len(data)} > {MAX_BYTES} bytes")
    if data.startswith(b"PK\x03\x04"):
        return _read_xlsx(data, filename)
    _refuse_other_files(data)
    return _read_csv(data, filename)


def _refuse_other_files(data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise Unreadable("password" if locked else "old_xls")
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<?xml", b"<html", b"<!doctype", b"<table", b"<invoice", b"<creditnote")):
        raise Unreadable("xml")
    for magic, code in _FOREIGN_FILES.items():
        if data.startswith(magic):
            raise Unreadable(code, magic.decode("latin-1"))


# --- CSV


def _read_csv(data: bytes, filename: str) -> Sheet:
    encoding = _encoding(data)
    candidates = [(delimiter, _csv_source(data, encoding, delimiter)) for delimiter in DELIMITERS]
    scored = [(_score(_first_rows(source)), delimiter, source) for delimiter, source in candidates]
    _, delimiter, source = max(scored, key=lambda found: found[0])
    heading_row, heading = _find_heading(_first_rows(source))
    shown = "tab" if delimiter == "\t" else delimiter
    return Sheet("csv", filename, f"{encoding}, {shown}", heading, heading_row, source)


def _encoding(data: bytes) -> str:
    """The encoding that decodes the whole file; Windows-1252 is the last resort of exports from Windows."""
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise Unreadable("encoding", "utf-32")
    for encoding in _guesses(data):
        if _decodes(data, encoding):
            return encoding
    raise Unreadable("encoding")


def _guesses(data: bytes) -> tuple[str, ...]:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if head[1::2].count(0) > len(head) // 4:
        return ("utf-16-le",)
    if head[::2].count(0) > len(head) // 4:
        return ("utf-16-be",)
    if b"\x00" in data:
        raise Unreadable("binary")
    return ("utf-8-sig", "cp1252")


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    if any(control in text for control in _CONTROLS):
        raise Unreadable("binary")
    return True


def _csv_source(data: bytes, encoding: str, delimiter: str) -> Source:
    def rows() -> Iterator[Row]:
        stream = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
        reader = csv.reader(stream, delimiter=delimiter)
        line = 0
        try:
            for row in reader:
                if reader.line_num - line > _OPEN_QUOTE_LINES:
                    raise Unreadable("open_quote", f"line {line + 1}")
                line = reader.line_num
                if len(row) > MAX_COLUMNS:
                    raise Unreadable("too_many_columns", f"line {line}: {len(row)} > {MAX_COLUMNS}")
                yield row
        except csv.Error as error:
            raise Unreadable("cell_too_long", f"line {reader.line_num}") from error

    return rows


# --- XLSX


def _read_xlsx(data: bytes, filename: str) -> Sheet:
    check_xlsx(data, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS)
    book = _guarded(lambda: python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)))
    visible = [meta.name for meta in book.sheets_metadata if meta.visible == python_calamine.SheetVisibleEnum.Visible]
    sources = {name: _xlsx_source(book, name) for name in visible[:20] or book.sheet_names[:1]}
    if not sources:
        raise Unreadable("empty", "no worksheet")
    best = max(sources, key=lambda name: _score(_first_rows(sources[name])))
    heading_row, heading = _find_heading(_first_rows(sources[best]))
    return Sheet("xlsx", filename, best, heading, heading_row, sources[best])


def _xlsx_source(book: python_calamine.CalamineWorkbook, name: str) -> Source:
    @cache  # parsed once, read several times: headings, sample, rows
    def sheet() -> python_calamine.CalamineSheet:
        return _guarded(lambda: book.get_sheet_by_name(name))

    def rows() -> Iterator[Row]:
        iterator = iter(sheet().iter_rows())
        while (row := _guarded(lambda: next(iterator, None))) is not None:
            yield row

    return rows


def _guarded(read: Callable[[], T]) -> T:
    """The library's own errors, and its panics (which are no `Exception`), as Unreadable."""
    try:
        return read()
    except python_calamine.PasswordError as error:
        raise Unreadable("password") from error
    except python_calamine.CalamineError as error:
        raise Unreadable("corrupt", "workbook") from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise Unreadable("corrupt", "workbook") from error
        raise


# --- headings


def _first_rows(source: Source) -> list[Row]:
    return list(islice(source(), HEADING_WITHIN))


def _score(rows: Sequence[Row]) -> tuple[int, int, int]:
    """How much these rows look like a table of ours: known headings, then rows of one width, then that width."""
    known = max((len(_known(row)) for row in rows), default=0)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, times = max(widths.items(), key=lambda found: (found[1], found[0]), default=(0, 0))
    return known, times, width


def _known(row: Row) -> set[str]:
    return {name for cell in row if isinstance(cell, str) and cell and (name := field_named(cell))}


def _find_heading(rows: Sequence[Row]) -> tuple[int, tuple[str, ...]]:
    """(row number from 1, titles): the row with most known headings, at least two; else the first full row of words."""
    best = max(range(len(rows)), key=lambda at: (len(_known(rows[at])), -at), default=-1)
    if best < 0 or len(_known(rows[best])) < 2:
        width = max((len(row) for row in rows), default=0)
        best = next((at for at, row in enumerate(rows) if _is_title_row(row, width)), -1)
    if best < 0:
        raise Unreadable("no_heading")
    return best + 1, tuple(" ".join(str(cell).split()) for cell in rows[best])


def _is_title_row(row: Row, width: int) -> bool:
    """Every cell is a word and most columns have one."""
    filled = [cell for cell in row if cell not in ("", None)]
    wordy = all(isinstance(cell, str) and any(map(str.isalpha, cell)) for cell in filled)
    return len(filled) >= 2 and len(filled) * 2 > width and wordy
