"""Payment orders to the bank (pain.001) and what it answers (pain.002), within the rules of SEPA credit transfers.

An order is written from values alone: the same order gives the same bytes, so that one that is sent twice can be known
by its message id. What is written is checked against the official schema before anybody sees it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import Literal

from lxml import etree
from text_unidecode import unidecode

from core.money import ZERO
from formats.bank.references import Reference, structured
from formats.bank.source import iban_of
from formats.errors import BadValue

Version = Literal["001.001.09", "001.001.03"]

LARGEST = Decimal("999999999.99")
NAME, TEXT, IDENTIFIER = 70, 140, 35
_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain."
_FOREIGN = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
_INSTEAD = str.maketrans({"&": "+", "@": "(at)", "_": "-", ";": ",", "€": "EUR", "\u2019": "'", "[": "(", "]": ")"})
_IDENTIFIER = re.compile(r"[A-Za-z0-9?:().,'+\-](?:[A-Za-z0-9/?:().,'+ \-]{0,33}[A-Za-z0-9?:().,'+\-])?", re.ASCII)
_BIC = re.compile(r"[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?", re.ASCII)
_ISSUERS = {"ogm": "BBA", "rf": "ISO"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One payment out, in euros. `end_to_end` comes back in the bank's answers. `reference` is a Belgian structured
    reference or an ISO 11649 one; where it stands, `text` is left out, as a transfer carries one of the two.
    """

    end_to_end: str
    name: str
    iban: str
    amount: Decimal
    text: str = ""
    reference: str = ""
    bic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Transfers from one account on one day. `created_at` is told to the bank as it is written, without its zone.

    `batch`: the bank may book them as one debit.
    """

    message_id: str
    created_at: datetime
    execute_on: date
    name: str
    iban: str
    bic: str = ""
    batch: bool = True
    transfers: Sequence[Transfer]

    @property
    def total(self) -> Decimal:
        """What will leave the account."""
        return sum((one.amount for one in self.transfers), ZERO)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an order cannot be written. `place` is "order" or the end-to-end id of a transfer.

    Codes: empty, bad_iban, bad_bic, bad_id, same_id, no_name, bad_amount, bad_reference.
    """

    place: str
    code: str
    detail: str = ""


def problems(order: Order) -> tuple[Problem, ...]:
    """Everything that must be mended before the order can be written; nothing when it can."""
    found = [Problem("order", code, detail) for code, detail in _of_order(order)]
    for one in order.transfers:
        found += [Problem(one.end_to_end, code, detail) for code, detail in _of_transfer(one)]
    return tuple(found)


def _of_order(order: Order) -> list[tuple[str, str]]:
    times = Counter(one.end_to_end for one in order.transfers)
    return [
        *([] if order.transfers else [("empty", "")]),
        *([] if _IDENTIFIER.fullmatch(order.message_id) else [("bad_id", order.message_id)]),
        *(("same_id", name) for name, count in times.items() if count > 1),
        *_of_party(order.name, order.iban, order.bic),
    ]


def _of_transfer(one: Transfer) -> list[tuple[str, str]]:
    cents = one.amount.is_finite() and one.amount == one.amount.quantize(ZERO)
    payable = cents and ZERO < one.amount <= LARGEST
    known = not one.reference or structured(one.reference).valid
    return [
        *([] if _IDENTIFIER.fullmatch(one.end_to_end) and "//" not in one.end_to_end else [("bad_id", one.end_to_end)]),
        *([] if payable else [("bad_amount", f"{one.amount}")]),
        *([] if known else [("bad_reference", one.reference)]),
        *_of_party(one.name, one.iban, one.bic),
    ]


def _of_party(name: str, iban: str, bic: str) -> list[tuple[str, str]]:
    return [
        *([] if plain(name, NAME) else [("no_name", "")]),
        *([] if iban_of(iban) else [("bad_iban", iban)]),
        *([] if not bic or _BIC.fullmatch(bic) else [("bad_bic", bic)]),
    ]


def plain(text: str, longest: int) -> str:
    """The text in the letters that every SEPA bank takes (EPC 217-08), on one line, cut at `longest`."""
    latin = unidecode(text.translate(_INSTEAD))
    return " ".join(_FOREIGN.sub(" ", latin).split())[:longest].strip()


def payment_order(order: Order, version: Version = "001.001.09") -> bytes:
    """The order as pain.001, valid against the official schema.

    Raises BadValue with the code of the first of `problems`, which the caller asks before; ValueError when what was
    written is not valid, which is a bug.
    """
    for problem in problems(order):
        raise BadValue(problem.code, f"{problem.place} {problem.detail}")
    written = _document(order, version)
    schema = _schema(version)
    if not schema.validate(written):
        raise ValueError(f"pain.{version}: {schema.error_log.last_error}")
    return etree.tostring(written, xml_declaration=True, encoding="UTF-8")


@lru_cache
def _schema(version: Version) -> etree.XMLSchema:
    """The official schema, from the package that carries it."""
    file = resources.files("sepaxml").joinpath("schemas", f"pain.{version}.xsd")
    return etree.XMLSchema(etree.fromstring(file.read_bytes()))


class _Writer:
    """Elements by path below one element; the order of calls is the order of the file."""

    def __init__(self, element: etree._Element, version: Version) -> None:
        self.element, self.version = element, version

    def put(self, path: str, text: str = "") -> "_Writer":
        """A new element at the end of a path; the others on it are made when the last of their parent is another."""
        *parents, name = path.split("/")
        here = self.element
        for parent in parents:
            last = here[-1] if len(here) else None
            here = last if last is not None and etree.QName(last).localname == parent else self._under(here, parent)
        made = self._under(here, name)
        made.text = text or None
        return _Writer(made, self.version)

    def _under(self, element: etree._Element, name: str) -> etree._Element:
        return etree.SubElement(element, f"{{{_NAMESPACE}{self.version}}}{name}")


def _document(order: Order, version: Version) -> etree._Element:
    space = f"{_NAMESPACE}{version}"
    root = etree.Element(f"{{{space}}}Document", nsmap={None: space})
    message = _Writer(root, version).put("CstmrCdtTrfInitn")
    head = message.put("GrpHdr")
    head.put("MsgId", order.message_id)
    head.put("CreDtTm", order.created_at.replace(microsecond=0, tzinfo=None).isoformat())
    _figures(head, order)
    head.put("InitgPty/Nm", plain(order.name, NAME))
    _payments(message.put("PmtInf"), order)
    return root


def _figures(writer: _Writer, order: Order) -> None:
    writer.put("NbOfTxs", str(len(order.transfers)))
    writer.put("CtrlSum", f"{order.total:.2f}")


def _payments(block: _Writer, order: Order) -> None:
    block.put("PmtInfId", order.message_id)
    block.put("PmtMtd", "TRF")
    block.put("BtchBookg", "true" if order.batch else "false")
    _figures(block, order)
    block.put("PmtTpInf/SvcLvl/Cd", "SEPA")
    block.put("ReqdExctnDt/Dt" if block.version == "001.001.09" else "ReqdExctnDt", order.execute_on.isoformat())
    block.put("Dbtr/Nm", plain(order.name, NAME))
    block.put("DbtrAcct/Id/IBAN", iban_of(order.iban))
    _agent(block, "DbtrAgt", order.bic)
    block.put("ChrgBr", "SLEV")
    for one in order.transfers:
        _transfer(block.put("CdtTrfTxInf"), one)


def _agent(block: _Writer, role: str, bic: str) -> None:
    """The bank; the payer's must be named, if only by saying that it is not."""
    if bic:
        block.put(f"{role}/FinInstnId/{'BICFI' if block.version == '001.001.09' else 'BIC'}", bic)
    elif role == "DbtrAgt":
        block.put(f"{role}/FinInstnId/Othr/Id", "NOTPROVIDED")


def _transfer(block: _Writer, one: Transfer) -> None:
    block.put("PmtId/EndToEndId", one.end_to_end)
    block.put("Amt/InstdAmt", f"{one.amount:.2f}").element.set("Ccy", "EUR")
    _agent(block, "CdtrAgt", one.bic)
    block.put("Cdtr/Nm", plain(one.name, NAME))
    block.put("CdtrAcct/Id/IBAN", iban_of(one.iban))
    if one.reference:
        _structured(block.put("RmtInf/Strd/CdtrRefInf"), structured(one.reference))
    elif text := plain(one.text, TEXT):
        block.put("RmtInf/Ustrd", text)


def _structured(block: _Writer, reference: Reference) -> None:
    block.put("Tp/CdOrPrtry/Cd", "SCOR")
    block.put("Tp/Issr", _ISSUERS[reference.kind])
    block.put("Ref", reference.compact)
