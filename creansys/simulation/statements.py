"""What the simulated bank writes and reads: statements of an account (CAMT.053), payment orders (pain.001)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

from lxml import etree

from core.money import ZERO

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
    "<BkToCstmrStmt><GrpHdr><MsgId>{iban}-{number}</MsgId><CreDtTm>{on}T23:00:00</CreDtTm></GrpHdr>"
    "<Stmt><Id>{iban}-{number}</Id><ElctrncSeqNb>{number}</ElctrncSeqNb><CreDtTm>{on}T23:00:00</CreDtTm>"
    "<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
)
TAIL = "</Stmt></BkToCstmrStmt></Document>"
BALANCE = "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{amount}<Dt><Dt>{on}</Dt></Dt></Bal>"
ENTRY = (
    "<Ntry>{amount}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{on}</Dt></BookgDt><ValDt><Dt>{on}</Dt></ValDt>"
    "<AcctSvcrRef>{number}/{n}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId></Refs>"
    "<RltdPties><{side}><Nm>{name}</Nm></{side}><{side}Acct><Id><IBAN>{iban}</IBAN></Id></{side}Acct></RltdPties>"
    "<RmtInf>{said}</RmtInf>{back}</TxDtls></NtryDtls></Ntry>"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement, money out below zero; `kind` is the bank's own word for it, `back` why a payment comes back."""

    kind: str
    amount: Decimal
    name: str
    iban: str
    end_to_end: str
    reference: str = ""
    text: str = ""
    back: str = ""


def statement(*, iban: str, number: int, on: date, opening: Decimal, entries: Sequence[Entry]) -> bytes:
    """The CAMT.053 of one account over one day."""
    closing = sum((one.amount for one in entries), opening)
    balances = [
        BALANCE.format(code=code, amount=_amount(amount), on=on)
        for code, amount in (("OPBD", opening), ("CLBD", closing))
    ]
    rows = [_entry(one, number, n, on) for n, one in enumerate(entries, 1)]
    return "".join([HEAD.format(iban=iban, number=number, on=on), *balances, *rows, TAIL]).encode()


def _amount(amount: Decimal) -> str:
    side = "DBIT" if amount < ZERO else "CRDT"
    return f'<Amt Ccy="EUR">{abs(amount):.2f}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def _entry(one: Entry, number: int, n: int, on: date) -> str:
    named = f"<Strd><CdtrRefInf><Ref>{one.reference}</Ref></CdtrRefInf></Strd>" if one.reference else ""
    return ENTRY.format(
        amount=_amount(one.amount), on=on, number=number, n=n, end_to_end=one.end_to_end, name=escape(one.name),
        side="Cdtr" if one.amount < ZERO else "Dbtr", iban=one.iban,
        said=named + (f"<Ustrd>{escape(one.text)}</Ustrd>" if one.text else ""),
        back=f"<RtrInf><Rsn><Cd>{one.back}</Cd></Rsn></RtrInf>" if one.back else "",
    )  # fmt: skip


STATUS = (
    '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10">'
    "<CstmrPmtStsRpt><GrpHdr><MsgId>{order}-S</MsgId><CreDtTm>{on}T12:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts>"
    "<OrgnlMsgId>{order}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>PART</GrpSts>"
    "</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>{order}</OrgnlPmtInfId>{lines}</OrgnlPmtInfAndSts>"
    "</CstmrPmtStsRpt></Document>"
)
REFUSED = (
    "<TxInfAndSts><OrgnlEndToEndId>{line}</OrgnlEndToEndId><TxSts>RJCT</TxSts>"
    "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>"
)


def answer(*, order: str, on: date, refused: Sequence[str]) -> bytes:
    """The pain.002 that refuses some payments of an order, by their end-to-end names."""
    lines = "".join(REFUSED.format(line=line) for line in refused)
    return STATUS.format(order=order, on=on, lines=lines).encode()


def ordered(data: bytes) -> tuple[str, str, list[Entry]]:
    """A payment order: its name, the account that pays, and what leaves it."""
    root = etree.fromstring(data)
    transfers = [_transfer(one) for one in root.iterfind(".//{*}CdtTrfTxInf")]
    return _text(root, "GrpHdr", "MsgId"), _text(root, "DbtrAcct", "IBAN"), transfers


def _transfer(one: etree._Element) -> Entry:
    amount = -Decimal(_text(one, "InstdAmt"))
    return Entry("remitted", amount, _text(one, "Cdtr", "Nm"), _text(one, "CdtrAcct", "IBAN"), _text(one, "EndToEndId"))


def _text(element: etree._Element, *path: str) -> str:
    return str(element.findtext(".//" + "//".join(f"{{*}}{name}" for name in path)) or "")
