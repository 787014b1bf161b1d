"""CAMT.053, 052 and 054 of ISO 20022, every version, entry by entry: memory holds one entry of the file at a time.

Elements are told by local name: versions differ in namespace and in where a few things stand, not in names. Document
types are refused before anything is parsed; entities, network and huge trees are off.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from lxml import etree

from formats.bank.camt_entry import Fields, amount_of, currency_of, day_in, gathered, local_name, movement
from formats.bank.findings import checked
from formats.bank.model import Balance, BankFile, Kind, Movement, Statement
from formats.bank.source import iban_of, room_for
from formats.errors import Unreadable
from formats.markup import refuse_document_type

KINDS: dict[str, Kind] = {"Stmt": "statement", "Rpt": "report", "Ntfctn": "notice"}
MESSAGES: dict[str, str] = {
    "BkToCstmrStmt": "camt.053",
    "BkToCstmrAcctRpt": "camt.052",
    "BkToCstmrDbtCdtNtfctn": "camt.054",
}
_HEAD = ("Id", "ElctrncSeqNb", "LglSeqNb", "CreDtTm", "FrToDt", "CpyDplctInd", "Acct")
_VERSIONS = ("", *(f"V{number:02d}" for number in range(1, 20)))  # the first ones are in the name of the message
_WATCHED = ("Ntry", *KINDS, *(f"{name}{version}" for name in MESSAGES for version in _VERSIONS))
OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)
MAX_PARTS = 2_000_000  # tags and attributes between two entries: a batch of 30 000 payments has half of it
_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.05[234]\.[0-9]{3}\.[0-9]{2})", re.ASCII)
_VERSION_IN_NAME = re.compile(r"V[0-9]+$", re.ASCII)


def read_camt(file: BinaryIO) -> BankFile:
    """Every statement, report or notice of a file.

    Raises Unreadable: xml_dtd, xml_bomb, xml_broken, encoding (with the line), not_a_statement (naming what
    it is), missing_field, bad_date, bad_amount (with the entry), too_large.
    """
    refuse_document_type(file)
    measured = _Measured(file)
    events = _events(measured)
    reading = _Reading(measured)
    try:
        for event, element in events:
            reading.take(event, element)
    except etree.XMLSyntaxError as error:
        raise _broken(error) from error
    if not reading.format:
        raise Unreadable("not_a_statement", _named(events.root))
    return BankFile(reading.format, tuple(reading.statements))


class _Measured:
    """The file, with a count of the tags and attributes read since somebody last set it back: a tree of them is what
    fills the memory.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.opened = 0
        self._file = file

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises Unreadable xml_bomb."""
        piece = self._file.read(size)
        self.opened += piece.count(b"<") + piece.count(b"=")
        if self.opened > MAX_PARTS:
            raise Unreadable("xml_bomb", f"more than {MAX_PARTS} tags and attributes in one entry")
        return piece


def _events(file: _Measured) -> etree.iterparse:
    """Starts and ends of what matters; the rest is in the tree by then."""
    return etree.iterparse(
        file,
        events=("start", "end"),
        tag=[f"{{*}}{name}" for name in _WATCHED],
        remove_comments=True,
        remove_pis=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )


def _named(root: etree._Element | None) -> str:
    """What another file is: the name of its message."""
    return "/".join(local(one)[:60] for one in (root, *root[:1])) if root is not None else ""


def _broken(error: etree.XMLSyntaxError) -> Unreadable:
    said = str(error.msg or "")
    if "ncod" in said:
        return Unreadable("encoding", f"line {error.lineno}")
    if "huge" in said.lower() or "depth" in said.lower():
        return Unreadable("xml_bomb", f"line {error.lineno}")
    return Unreadable("xml_broken", f"line {error.lineno}")


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return local_name(element.tag)


@dataclass(slots=True)
class _Open:
    """A statement while it is read: its element, and its entries. `account` and `day` are known at the first entry."""

    element: etree._Element
    movements: list[Movement] = field(default_factory=list)
    account: str = ""
    day: date | None = None


class _Reading:
    """What the parser tells, as it tells it; entries are dropped once read."""

    def __init__(self, file: _Measured) -> None:
        self._file = file
        self.format = ""
        self.statements: list[Statement] = []
        self._open: _Open | None = None
        self._entries = 0

    def take(self, event: str, element: etree._Element) -> None:
        """The start or end of an element that matters; one inside another of its kind means nothing."""
        name = local(element)
        if name == "Ntry":
            if event == "end" and self._open is not None and element.getparent() is self._open.element:
                self._entry(self._open, element)
        elif name in KINDS:
            self._statement(event, element)
        elif event == "start" and not self.format:
            written = _NAMESPACE.fullmatch(str(etree.QName(element).namespace or ""))
            self.format = written.group(1) if written else MESSAGES[_unversioned(name)]

    def _statement(self, event: str, element: etree._Element) -> None:
        if event == "start" and self._open is None and self.format:
            self._open = _Open(element)
        elif event == "end" and self._open is not None and element is self._open.element:
            self.statements.append(_statement(self._open))
            self._open = None
            element.clear()

    def _entry(self, read: _Open, element: etree._Element) -> None:
        self._entries += 1
        room_for(self._entries)
        self._file.opened = 0
        if not read.movements:
            head = _head(read)
            read.account, read.day = _account(head.said)[1], _day(head)
        place = f"entry {self._entries}"
        read.movements.append(movement(element, own=read.account, fallback=read.day, place=place))
        element.clear()
        while (before := element.getprevious()) is not None and local(before) == "Ntry":
            read.element.remove(before)


def _unversioned(name: str) -> str:
    return _VERSION_IN_NAME.sub("", name)


@dataclass(slots=True)
class _Head:
    """What stands outside the entries."""

    said: Fields
    balances: list[Fields]


def _head(read: _Open) -> _Head:
    head = _Head({}, [])
    for child in read.element:
        name = local(child)
        if name == "Bal":
            head.balances.append(gathered(child))
        elif name in _HEAD:
            for path, texts in gathered(child, f"{name}/").items():
                head.said.setdefault(path, []).extend(texts)
    return head


def _account(said: Fields) -> tuple[str, str]:
    """(as written, as IBAN): under the names of all versions."""
    for path in ("IBAN", "Othr/Id", "PrtryAcct/Id", "BBAN", "UPIC"):
        if written := said.get(f"Acct/Id/{path}"):
            return written[0], iban_of(written[0])
    return "", ""


def _day(head: _Head) -> date | None:
    """What stands in for the date of an entry that says none: the closing balance's, else the message's."""
    days = [day_in(balance, "Dt/") for balance in reversed(head.balances)]
    return next((day for day in days if day), None) or _moment(head, "CreDtTm") or _moment(head, "FrToDt/ToDtTm")


def _moment(head: _Head, path: str) -> date | None:
    return day_in({"DtTm": head.said.get(path, [])}, "")


def _statement(read: _Open) -> Statement:
    head = _head(read)
    account, iban = _account(head.said)
    opening, closing = _balance(head, OPENING), _balance(head, CLOSING)
    told = [*head.said.get("Acct/Ccy", []), *(one.currency for one in (opening, closing, *read.movements[:1]) if one)]
    return checked(
        Statement(
            kind=KINDS[local(read.element)],
            account=account,
            iban=iban,
            currency=next(iter(told), ""),
            holder=_first(head, "Acct/Ownr/Nm"),
            id=_first(head, "Id"),
            number=_first(head, "ElctrncSeqNb") or _first(head, "LglSeqNb"),
            created_on=_moment(head, "CreDtTm"),
            duplicate=_first(head, "CpyDplctInd") in ("DUPL", "CODU"),
            opening=opening,
            closing=closing,
            movements=tuple(read.movements),
        )
    )


def _first(head: _Head, path: str) -> str:
    return next(iter(head.said.get(path, [])), "")


def _balance(head: _Head, codes: tuple[str, ...]) -> Balance | None:
    """The first balance under the strongest code; the last under a closing one, as pages carry their own."""
    for code in codes:
        known = [one for one in head.balances if code in (*one.get("Tp/CdOrPrtry/Cd", []), *one.get("Tp/Cd", []))]
        if known:
            chosen = known[0] if codes is OPENING else known[-1]
            amount = amount_of(chosen, "balance")
            signed = -amount if chosen.get("CdtDbtInd") == ["DBIT"] else amount
            return Balance(signed, day_in(chosen, "Dt/"), currency_of(chosen))
    return None
