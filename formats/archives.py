"""An XLSX is a ZIP made by a stranger: its real size is counted here before anything opens it.

The sizes written in a ZIP are claims. Members are inflated in small pieces, counted, and thrown away; on the way the
outermost cell of each sheet is noted, because a reader keeps the whole rectangle up to it in memory.
"""

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from formats.errors import Unreadable

MAX_INFLATED = 600 * 2**20
MAX_RECTANGLE = 25_000_000  # cells, filled or not
MAX_TEXT = 32_767  # characters in a cell: the limit of the file format itself
MAX_TEXT_HELD = 2**31  # longest shared text times filled cells: one text may be pointed at by every cell
PIECE = 2**20

# An address (A1, or 1 for a row) and, when its element is empty, the rest of its tag.
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)(\d+)["']([^<>]*/>)?""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_LOCAL_HEADER = struct.Struct("<4s22xHH")


@dataclass(slots=True)
class _Extent:
    """The rectangle that holds every filled cell of one sheet, and how many cells are there.

    Empty cells with a format, out to the last column, are common and harmless: the reader drops them. Cells without an
    address take the one of their row, so rows count as soon as one such cell is met.
    """

    rows: int = 0
    columns: int = 0
    cells: int = 0
    tail: bytes = b""

    def add(self, piece: bytes) -> None:
        seen = self.tail + piece
        cut = max(seen.rfind(b"<"), 0)
        self.tail = seen[cut:]
        if len(self.tail) > PIECE or b'/>"' in seen or b"/>'" in seen:
            raise Unreadable("corrupt", "worksheet")
        found = Counter(_REFERENCE.findall(seen, 0, cut))
        cells = len(_CELL.findall(seen, 0, cut))
        without_address = cells - sum(times for (letters, _, _), times in found.items() if letters)
        filled = [(letters, row) for letters, row, empty in found if not empty and (letters or without_address)]
        self.cells += cells
        self.rows = max([self.rows, *(int(row[:9]) for row in {row for _, row in filled})])
        self.columns = max([self.columns, *(column_number(letters) for letters in {c for c, _ in filled})])


def column_number(letters: bytes) -> int:
    """A is 1, Z is 26, AA is 27; nothing is 0. Four letters or more do not exist and count as too many."""
    if len(letters) > 3:
        return 10**6
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def check_xlsx(data: bytes, *, max_rows: int, max_columns: int) -> None:
    """Raise `Unreadable` unless the archive inflates to a workbook of a size that can be held in memory."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
        raise Unreadable("corrupt", "archive") from error
    names = {member.filename for member in members}
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Unreadable("not_a_sheet", "archive without a workbook")
    if sum(member.compress_size for member in members) > len(data) or len(members) > 2_000:
        raise Unreadable("archive_bomb", "overlapping members")
    total = cells = longest = 0
    for member in members:
        extent = _Extent()
        size, text = _walk(data, member, extent, MAX_INFLATED - total)
        total, cells, longest = total + size, max(cells, extent.cells), max(longest, text)
        _check_extent(extent, max_rows, max_columns)
    if longest > MAX_TEXT * 6 or longest * cells > MAX_TEXT_HELD:
        raise Unreadable("cell_too_long", f"{longest} characters")


def _check_extent(extent: _Extent, max_rows: int, max_columns: int) -> None:
    if extent.columns > max_columns:
        raise Unreadable("too_many_columns", f"{extent.columns} > {max_columns}")
    if extent.rows > max_rows or extent.rows * extent.columns > MAX_RECTANGLE:
        raise Unreadable("too_many_rows", f"{extent.rows} rows, {extent.columns} columns")


def _walk(data: bytes, member: zipfile.ZipInfo, extent: _Extent, budget: int) -> tuple[int, int]:
    """Inflate one member piece by piece; return its size and the length of its longest shared text."""
    if member.flag_bits & 1:
        raise Unreadable("password", "archive")
    is_sheet = "worksheets/" in member.filename and member.filename.lower().endswith(".xml")
    is_texts = member.filename.lower().endswith("sharedstrings.xml")
    size = longest = since = 0
    for piece in _pieces(data, member):
        size += len(piece)
        if size > budget:
            raise Unreadable("archive_bomb", f"more than {MAX_INFLATED} bytes")
        if is_sheet:
            extent.add(piece)
        elif is_texts:
            longest, since = _longest(piece, longest, since)
        if b"<!ENTITY" in piece or b"<!DOCTYPE" in piece:
            raise Unreadable("corrupt", "document type declaration")
    return size, longest


def _longest(piece: bytes, longest: int, since: int) -> tuple[int, int]:
    """The longest run without a closing </t> so far, and the run that is still open at the end of this piece."""
    runs = piece.split(b"</t>")
    lengths = [since + len(runs[0]), *map(len, runs[1:])]
    return max(longest, *lengths), lengths[-1]


def _pieces(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes as they really inflate, whatever sizes its headers claim."""
    body = _body(data, member)
    if member.compress_type == zipfile.ZIP_STORED:
        yield from (body[at : at + PIECE] for at in range(0, len(body), PIECE))
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise Unreadable("corrupt", "compression method")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while body and not inflater.eof:
            yield inflater.decompress(body, PIECE)
            body = inflater.unconsumed_tail
        yield inflater.flush(PIECE)
    except zlib.error as error:
        raise Unreadable("corrupt", "compressed data") from error


def _body(data: bytes, member: zipfile.ZipInfo) -> bytes:
    header = data[member.header_offset : member.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise Unreadable("corrupt", "local header")
    _, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    start = member.header_offset + _LOCAL_HEADER.size + name_length + extra_length
    return data[start : start + member.compress_size]
