"""OFX, 1 (SGML, with leaves left open) and 2 (XML): read as a row of tags, which both are."""

import codecs
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from formats.bank.findings import checked
from formats.bank.model import Balance, BankFile, Movement, Statement
from formats.bank.references import in_text
from formats.bank.source import calendar_day, decoded, iban_of, one_line, room_for
from formats.errors import Unreadable

HEAD = re.compile(rb"OFXHEADER|<\?OFX|<OFX>", re.IGNORECASE)
_TOKEN = re.compile(r"<(/?)([A-Za-z0-9_.]{1,40})\s*/?>([^<]*)")
_HEADER = 2048
_STATEMENTS = ("STMTRS", "CCSTMTRS")
_AMOUNT = re.compile(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,5})?|[+-]?[.,][0-9]{1,5}", re.ASCII)
_MOMENT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})[0-9.]*(?:\[[^\]]*\])?", re.ASCII)


@dataclass(slots=True)
class _Open:
    """A statement while it is read: its own leaves by name, its entries likewise."""

    said: dict[str, str] = field(default_factory=dict)
    entries: list[dict[str, str]] = field(default_factory=list)


def read_ofx(data: bytes) -> BankFile:
    """Every account of the file. Raises Unreadable: xml_dtd, truncated (an aggregate left open), missing_field,
    bad_amount, bad_date (with the entry), too_large.
    """
    if b"<!DOCTYPE" in data[:_HEADER] or b"<!ENTITY" in data[:_HEADER]:
        raise Unreadable("xml_dtd")
    read = list(_statements(_text(data)))
    return BankFile("OFX", tuple(_statement(one) for one in read))


def _text(data: bytes) -> str:
    """As its header says, and UTF-8 where that is what the bytes are."""
    text = decoded(data)
    if b"CHARSET:1252" in data[:_HEADER] and not data.startswith(codecs.BOM_UTF8):
        return data.decode("cp1252", "replace")
    return text


def _statements(text: str) -> Iterator[_Open]:
    """Leaves by the aggregate that they stand in; of aggregates only accounts, balances and entries matter."""
    read: _Open | None = None
    balance, entry = "", False
    for closing, name, value in ((one[1], one[2].upper(), one[3]) for one in _TOKEN.finditer(text)):
        if name in _STATEMENTS:
            if bool(closing) == (read is None) or entry:
                raise Unreadable("truncated", f"<{closing}{name}> out of place")
            if read is not None:
                yield read
            read = None if closing else _Open()
        elif read is None:
            continue
        elif name == "STMTTRN":
            entry = _begins(read, closing, entry)
        elif name in ("LEDGERBAL", "AVAILBAL"):
            balance = "" if closing else name
        elif not closing and (leaf := html.unescape(value).strip()):
            (read.entries[-1] if entry else read.said).setdefault(f"{balance}{name}", leaf)
    if read is not None:
        raise Unreadable("truncated", f"after entry {len(read.entries)}")


def _begins(read: _Open, closing: str, within: bool) -> bool:
    """Whether what follows is inside an entry."""
    if bool(closing) != within:
        raise Unreadable("truncated", f"entry {len(read.entries)}")
    if not closing:
        read.entries.append({})
        room_for(len(read.entries))
    return not closing


def _statement(read: _Open) -> Statement:
    account, currency = read.said.get("ACCTID", ""), read.said.get("CURDEF", "")
    if not account:
        raise Unreadable("missing_field", "ACCTID")
    closing = None
    if "LEDGERBALBALAMT" in read.said:
        on = _day(read.said, "LEDGERBALDTASOF", "balance")
        closing = Balance(_amount(read.said, "LEDGERBALBALAMT", "balance"), on, currency)
    return checked(
        Statement(
            kind="statement",
            account=account,
            iban=iban_of(account),
            currency=currency,
            created_on=_day(read.said, "DTEND", "statement"),
            closing=closing,
            movements=tuple(_movement(one, currency, f"entry {n}") for n, one in enumerate(read.entries, start=1)),
        )
    )


def _movement(said: dict[str, str], currency: str, place: str) -> Movement:
    booked_on = _day(said, "DTPOSTED", place)
    if booked_on is None:
        raise Unreadable("missing_field", f"DTPOSTED, {place}")
    text = one_line(said.get("MEMO", ""))
    account = said.get("ACCTID", "")
    return Movement(
        amount=_amount(said, "TRNAMT", place),
        currency=said.get("CURSYM", currency),
        booked_on=booked_on,
        value_on=_day(said, "DTAVAIL", place),
        bank_reference=said.get("FITID", ""),
        end_to_end=said.get("REFNUM", "") or said.get("CHECKNUM", ""),
        references=in_text(f"{said.get('NAME', '')} {text}"),
        text=text or one_line(said.get("NAME", "")),
        name=one_line(said.get("NAME", "") or said.get("PAYEE", "")),
        account=iban_of(account) or account,
        place=place,
    )


def _amount(said: dict[str, str], name: str, place: str) -> Decimal:
    written = said.get(name, "")
    if not _AMOUNT.fullmatch(written):
        raise Unreadable("bad_amount" if written else "missing_field", f"{name}, {place}")
    return Decimal(written.replace(",", "."))


def _day(said: dict[str, str], name: str, place: str) -> date | None:
    written = said.get(name, "")
    if not written:
        return None
    found = _MOMENT.fullmatch(written)
    if found is None:
        raise Unreadable("bad_date", f"{name}, {place}")
    year, month, day = (int(piece) for piece in found.groups())
    return calendar_day(year, month, day, place)
