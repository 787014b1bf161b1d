"""What the bank answers to a payment order: pain.002, every version."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from formats.errors import Unreadable
from formats.markup import Node, parse

_MESSAGE = re.compile(r"CstmrPmtStsRpt|pain\.002\.001\.[0-9]{2}", re.ASCII)
_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(pain\.002\.001\.[0-9]{2})", re.ASCII)
_AMOUNT = re.compile(r"[0-9]{1,15}(?:\.[0-9]{0,5})?", re.ASCII)
_UNREAD = frozenset(
    re.findall(
        r"\w+", "PmtTpInf CdtrSchmeId MndtRltdInf Dbtr DbtrAcct DbtrAgt Cdtr CdtrAcct CdtrAgt RmtInf Orgtr SplmtryData"
    )
)
REFUSED = ("RJCT", "CANC")


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferStatus:
    """What the bank did with one transfer. `status` is its ISO 20022 code: ACSC and ACCC settled, ACSP and ACCP on the
    way, PDNG waiting, RJCT refused; `reasons` say why (AC04 closed account, AM04 no funds…).
    """

    end_to_end: str
    status: str
    reasons: tuple[str, ...] = ()
    text: str = ""
    amount: Decimal | None = None

    @property
    def refused(self) -> bool:
        """Whether no money leaves."""
        return self.status in REFUSED


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStatus:
    """An answer: `original_id` is the message id of our order. `status` is the group's or, where the answer gives none,
    that of its only block; transfers that are not named share it.
    """

    format: str
    message_id: str
    original_id: str
    status: str
    reasons: tuple[str, ...]
    transfers: tuple[TransferStatus, ...]

    def of(self, end_to_end: str) -> TransferStatus:
        """The status of one transfer of the order: its own, else the whole order's."""
        named = (one for one in self.transfers if one.end_to_end == end_to_end)
        whole = TransferStatus(end_to_end=end_to_end, status=self.status, reasons=self.reasons)
        return next(named, whole)


def read_order_status(data: bytes) -> OrderStatus:
    """Read one answer. Raises Unreadable: those of `formats.markup.parse`, not_a_status, missing_field, bad_amount."""
    wanted = _Wanted()
    root = parse(data, wanted)
    report = next((child for child in root.children if _MESSAGE.fullmatch(child.name)), None)
    group = next(report.all("OrgnlGrpInfAndSts"), None) if report else None
    if report is None or group is None:
        raise Unreadable("not_a_status", root.name[:60])
    blocks = list(report.all("OrgnlPmtInfAndSts"))
    own = [status for block in blocks for status in block.texts("PmtInfSts")]
    named = [one for block in (report, *blocks) for one in block.all("TxInfAndSts")]
    return OrderStatus(
        format=wanted.format or "pain.002",
        message_id=report.said("GrpHdr/MsgId") or "",
        original_id=_required(group, "OrgnlMsgId"),
        status=group.said("GrpSts") or (own[0] if len(own) == 1 else ""),
        reasons=tuple(reason for node in (group, *blocks) for reason in _reasons(node)),
        transfers=tuple(_transfer(one) for one in named),
    )


class _Wanted:
    """Everything but parties and agreements; remembers the version."""

    def __init__(self) -> None:
        self.format = ""

    def __call__(self, path: Sequence[str], space: str) -> bool:
        if len(path) == 1 and (found := _NAMESPACE.fullmatch(space)):
            self.format = found.group(1)
        return path[-1] not in _UNREAD


def _required(node: Node, path: str) -> str:
    found = node.said(path)
    if found is None:
        raise Unreadable("missing_field", path)
    return found


def _reasons(node: Node) -> Iterator[str]:
    for reason in node.all("StsRsnInf/Rsn"):
        if said := reason.said("Cd", "Prtry"):
            yield said


def _transfer(node: Node) -> TransferStatus:
    return TransferStatus(
        end_to_end=_required(node, "OrgnlEndToEndId"),
        status=node.said("TxSts") or "",
        reasons=tuple(_reasons(node)),
        text=" ".join(node.texts("StsRsnInf/AddtlInf")),
        amount=_amount(node.said("OrgnlTxRef/Amt/InstdAmt")),
    )


def _amount(written: str | None) -> Decimal | None:
    if written is None:
        return None
    if not _AMOUNT.fullmatch(written):
        raise Unreadable("bad_amount", "OrgnlTxRef")
    return Decimal(written)
