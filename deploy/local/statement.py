"""A statement of a bank that does not exist, with one sum in it: what the local payment provider paid out."""

from xml.sax.saxutils import escape

STATEMENT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>{text}</MsgId><CreDtTm>{on}T20:00:00</CreDtTm></GrpHdr>
<Stmt><Id>{text}</Id><CreDtTm>{on}T20:00:00</CreDtTm><Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>{on}</Dt></BookgDt><ValDt><Dt>{on}</Dt></ValDt><AcctSvcrRef>{text}</AcctSvcrRef>
<NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>Prestataire de paiement</Nm></Pty></Dbtr></RltdPties>
<RmtInf><Ustrd>Versement {text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>
"""


def camt(*, iban: str, on: str, amount: str, text: str) -> bytes:
    """CAMT.053 of the day `on` (ISO) with one credit."""
    given = {"iban": iban, "on": on, "amount": amount, "text": text}
    return STATEMENT.format(**{name: escape(value) for name, value in given.items()}).encode()
