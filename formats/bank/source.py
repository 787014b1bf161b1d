"""The bytes of a bank file as lines or fields, and the small values that stand in them."""

import codecs
import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import BinaryIO, NoReturn

from formats.errors import Unreadable

MAX_BYTES = 256 * 2**20
MAX_TEXT = 96 * 2**20  # bytes of a file that is read whole: 100 000 movements of CODA are half of it
MAX_ENTRIES = 300_000
HEAD = 4096
_BREAK = re.compile(r"\r\n|\n|\r")
_SIX_DIGITS = re.compile(r"[0-9]{6}", re.ASCII)
_FIGURES = {letter: str(value) for value, letter in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", re.ASCII)


def decoded(data: bytes) -> str:
    """The text of a file of lines: UTF-8 where it is valid, else the Western code page of Windows.

    A zero byte, which no database holds, becomes a blank: columns keep their places. Raises Unreadable too_large.
    """
    if len(data) > MAX_TEXT:
        raise Unreadable("too_large", f"{len(data)} > {MAX_TEXT} bytes")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(data, "utf-16")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return text.replace("\x00", " ")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("encoding", encoding) from error


def lines(text: str) -> Iterator[str]:
    """Its lines, whatever ends them; form feeds and other rare breaks stay inside."""
    start = 0
    for found in _BREAK.finditer(text):
        yield text[start : found.start()]
        start = found.end()
    yield text[start:]


def room_for(count: int) -> None:
    """Raises Unreadable too_large when a file has one entry too many."""
    if count > MAX_ENTRIES:
        raise Unreadable("too_large", f"more than {MAX_ENTRIES} entries")


def records(text: str, width: int) -> Iterator[tuple[int, str]]:
    """(line number, record padded to `width`) of each line that says something.

    A file without line breaks is cut at every `width`. Raises Unreadable line_too_long (with the line).
    """
    text = text.rstrip("\r\n\x1a")
    found: Iterable[str] = lines(text)
    if len(text) > width and not _BREAK.search(text):
        found = (text[start : start + width] for start in range(0, len(text), width))
    for number, line in enumerate(found, start=1):
        record = line.rstrip("\x1a")
        if len(record.rstrip()) > width:
            raise Unreadable("line_too_long", f"line {number}: {len(record)} > {width}")
        if record.strip():
            yield number, record.ljust(width)


def day(digits: str, where: str) -> date:
    """DDMMYY of this century. Raises Unreadable bad_date."""
    if not _SIX_DIGITS.fullmatch(digits):
        raise Unreadable("bad_date", where)
    return calendar_day(2000 + int(digits[4:]), int(digits[2:4]), int(digits[:2]), where)


def calendar_day(year: int, month: int, day_of_month: int, where: str) -> date:
    """A date, or Unreadable bad_date saying where it stood."""
    try:
        return date(year, month, day_of_month)
    except ValueError as error:
        raise Unreadable("bad_date", where) from error


def implied(digits: str, places: int, where: str) -> Decimal:
    """Digits without a decimal mark, of which `places` are decimals. Raises Unreadable bad_amount."""
    if not (digits.isascii() and digits.isdigit()):
        raise Unreadable("bad_amount", where)
    number = int(digits)
    while places > 2 and number % 10 == 0:  # nobody means the third decimal of a euro
        number, places = number // 10, places - 1
    return Decimal(number).scaleb(-places)


@lru_cache(maxsize=4096)
def iban_of(written: str) -> str:
    """The account as a valid IBAN without spaces, or nothing.

    Its own check digits (ISO 7064, remainder 1 of 97) are enough to tell an IBAN from another number, and are judged
    here: a library that also asks each country's rules takes a third of the reading of a large file.
    """
    compact = written.replace(" ", "").upper()
    if not _IBAN.fullmatch(compact):
        return ""
    figures = "".join([_FIGURES[letter] for letter in compact[4:] + compact[:4]])
    return compact if int(figures) % 97 == 1 else ""


def one_line(*pieces: str) -> str:
    """The pieces that say something, on one line."""
    return " ".join(" ".join(pieces).split())


def head_of(file: BinaryIO) -> bytes:
    """The first bytes; the file is left at its start. Raises Unreadable empty, too_large."""
    size = file.seek(0, 2)
    file.seek(0)
    if size > MAX_BYTES:
        raise Unreadable("too_large", f"{size} > {MAX_BYTES} bytes")
    head = file.read(HEAD)
    file.seek(0)
    if not head.strip(b"\x00 \t\r\n\x1a") and not file.read().strip(b"\x00 \t\r\n\x1a"):
        raise Unreadable("empty")
    file.seek(0)
    return head


def refuse(code: str, number: int, detail: str = "") -> NoReturn:
    """Refuse the file at a line."""
    raise Unreadable(code, f"line {number}: {detail}" if detail else f"line {number}")
