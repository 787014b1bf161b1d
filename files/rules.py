"""What a file really is: its content decides, never its name or what the browser said."""

import re
from dataclasses import dataclass

MAX_BYTES = 25 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of content that the house accepts."""

    mime: str
    extension: str


PDF = Kind("application/pdf", "pdf")
PNG = Kind("image/png", "png")
JPEG = Kind("image/jpeg", "jpg")
XLSX = Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
XML = Kind("application/xml", "xml")
ZIP = Kind("application/zip", "zip")  # our own alone: what others send is judged by content, and is XLSX
TEXT = Kind("text/plain", "txt")
CSV = Kind("text/csv", "csv")

SIGNATURES = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG), (b"PK\x03\x04", XLSX))
DOCUMENTS = (PDF, PNG, JPEG)
INVOICES = (XLSX, CSV, XML)  # a creditor's unpaid invoices: a list, or a structured invoice
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
UNMARKED_UTF_16 = (b"<\x00?\x00", b"\x00<\x00?")  # of XML alone
MARKUP = re.compile(rb"<(\?xml|!--|([A-Za-z_][\w.-]{0,60}:)?(Invoice|CreditNote|StandardBusinessDocument)[\s>])")


def kind_of(data: bytes) -> Kind | None:
    """The kind by content, or None for what the house does not know. Text that looks like markup is XML."""
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            return kind
    wide = data.startswith(UTF_16)
    head = data[:4096].decode("utf-16", "ignore").encode("utf-8", "ignore") if wide else data[:4096]
    if data.startswith(UNMARKED_UTF_16):
        head = head.replace(b"\x00", b"")
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n\x0b\x0c")
    if MARKUP.match(head):
        return XML
    binary = b"\x00" in head and not wide
    return None if not head or binary or head.startswith(b"<") else CSV
