"""The one way into a bank's file, whatever it is: told apart by content, never by name."""

import io
import re
from collections.abc import Callable
from typing import BinaryIO

from formats.bank import cfonb, coda, mt940, ofx
from formats.bank.camt import read_camt
from formats.bank.model import BankFile
from formats.bank.sheet import read_bank_sheet
from formats.bank.source import decoded, head_of
from formats.markup import is_markup

_BOM = b"\xef\xbb\xbf"
_TEXTS: tuple[tuple[re.Pattern[bytes], Callable[[str], BankFile]], ...] = (
    (coda.HEAD, coda.read_coda),
    (cfonb.HEAD, cfonb.read_cfonb),
)


def read_bank_file(file: BinaryIO | bytes) -> BankFile:
    """Read one file of any format that `formats.bank` knows. A stream must be able to seek; CAMT is read in pieces.

    Nothing of a file that is refused may be booked; what could be read but does not add up is in the findings of its
    statement. Raises Unreadable: empty, too_large, not_a_statement, and the codes of the format's reader, whose detail
    says where the file broke.
    """
    stream = io.BytesIO(file) if isinstance(file, bytes) else file
    head = head_of(stream)
    start = head.removeprefix(_BOM).lstrip(b" \t\r\n")
    if ofx.HEAD.search(head):
        return ofx.read_ofx(stream.read())
    if is_markup(head):
        return read_camt(stream)
    for pattern, read in _TEXTS:
        if pattern.match(start):
            return read(decoded(stream.read()))
    if mt940.HEAD.search(head):
        return mt940.read_mt940(decoded(stream.read()))
    return read_bank_sheet(stream.read())
