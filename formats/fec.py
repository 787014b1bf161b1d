"""The file of accounting entries that a French business hands to the tax authority (FEC).

Source: LPF art. A47 A-1; BOI-CF-IOR-60-40-20. Eighteen columns in their order, tabs between them, one line for each
line of an entry, days as 20260331, a comma before the cents. ISO 8859-15, one of the encodings that the text names.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import BinaryIO

ENCODING = "iso8859-15"
COLUMNS = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
)
SEPARATOR = "\t"
ALIKE = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u202f": " ", "\u00a0": " "}


@dataclass(frozen=True, slots=True, kw_only=True)
class FecLine:
    """One line of an entry. Amounts are euros, one of them zero; `lettered` names what it was set against."""

    journal: str
    journal_label: str
    number: str
    on: date
    account: str
    account_label: str
    auxiliary: str = ""
    auxiliary_label: str = ""
    piece: str
    piece_on: date
    label: str
    debit: Decimal
    credit: Decimal
    validated_on: date


def fec_name(siren: str, closed_on: date) -> str:
    """The name that the text asks for: the nine digits, FEC, the last day. ValueError for another number."""
    digits = "".join(siren.split())
    if len(digits) != 9 or not digits.isdigit():
        raise ValueError(f"{siren!r} is no SIREN")
    return f"{digits}FEC{closed_on:%Y%m%d}.txt"


def write_fec(target: BinaryIO, lines: Iterable[FecLine]) -> int:
    """Write the heading and the lines as they come; return how many lines."""
    target.write(_encoded(COLUMNS))
    count = 0
    for line in lines:
        target.write(_encoded(_fields(line)))
        count += 1
    return count


def read_fec(data: bytes) -> list[dict[str, str]]:
    """The lines of a file as this module writes it, by column; for those who check it."""
    heading, *rows = data.decode(ENCODING).splitlines()
    return [dict(zip(heading.split(SEPARATOR), row.split(SEPARATOR), strict=True)) for row in rows]


def _fields(line: FecLine) -> Iterator[str]:
    yield from (line.journal, line.journal_label, line.number, _day(line.on), line.account, line.account_label)
    yield from (line.auxiliary, line.auxiliary_label, line.piece, _day(line.piece_on), line.label)
    yield from (_amount(line.debit), _amount(line.credit), "", "", _day(line.validated_on), "", "")


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def _encoded(fields: Iterable[str]) -> bytes:
    return (SEPARATOR.join(plain(field) for field in fields) + "\r\n").encode(ENCODING)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text on one line in letters that the encoding has: a foreign letter loses its mark, or becomes `?`."""
    if text.isascii() and text.isalnum():
        return text
    text = " ".join("".join(ALIKE.get(letter, letter) for letter in text).replace("|", "/").split())
    return "".join(_letter(letter) for letter in text)


def _letter(letter: str) -> str:
    if _has(letter):
        return letter
    bare: Sequence[str] = [one for one in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(one)]
    return "".join(one if _has(one) else "?" for one in bare)


def _has(letter: str) -> bool:
    try:
        letter.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return letter.isprintable()
