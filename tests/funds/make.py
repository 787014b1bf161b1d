"""Money for tests: receipts in trust, as a bank would bring them."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from agencies.models import Entity
from claims.letters.parts import printed_reference
from funds.models import BankFile, OnlinePayment, Receipt, Remittance, RemittanceLine, RemittancePart
from funds.rules.ledger import Account
from funds.services.attributing import Wanted, allocate
from funds.services.importing import import_bank
from funds.services.receiving import Incoming, receive
from tests.world import DAY, NOW, TRUST_IBAN

_next = count(1)


def receipt(entity: Entity, amount: str = "100.00", on: date = DAY, **fields: Any) -> Receipt:
    """A transfer of `amount` that came in on `on`, and that nobody has looked at."""
    given = {"way": Receipt.Way.BANK, "source": f"test:{next(_next)}", "value_on": on, "booked_on": on} | fields
    return receive(incoming=Incoming(entity=entity, amount=Decimal(amount), **given), at=NOW)


def fresh(row: Any) -> Any:
    """The row as it is in the database."""
    return type(row).objects.get(pk=row.pk)


ENTRY = """<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>{back}<Sts>{status}</Sts>
<BookgDt><Dt>{on}</Dt></BookgDt><ValDt><Dt>{on}</Dt></ValDt><AcctSvcrRef>{ref}</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>{ref}E</EndToEndId></Refs><RltdPties>
<{side}><Nm>{name}</Nm></{side}><{side}Acct><Id><IBAN>{iban}</IBAN></Id></{side}Acct></RltdPties>
<RmtInf><Ustrd>{text}</Ustrd></RmtInf>{returned}</TxDtls></NtryDtls></Ntry>"""
BALANCE = """<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{on}</Dt></Dt></Bal>"""
CAMT = """<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
<BkToCstmrStmt><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-03-02T20:00:00</CreDtTm></GrpHdr><Stmt><Id>S{number}</Id>
<ElctrncSeqNb>{number}</ElctrncSeqNb><CreDtTm>2026-03-02T20:00:00</CreDtTm>
<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>{balances}{entries}</Stmt></BkToCstmrStmt></Document>"""


def line(amount: str, text: str = "", on: date = DAY, **told: str) -> dict[str, str]:
    """A movement in a bank's file: below zero, money out; `back` names why a payment comes back."""
    given = {"ref": f"R{next(_next)}", "name": "Jean Payeur", "iban": "BE71096123456769", "status": "<Cd>BOOK</Cd>"}
    return given | {"amount": amount, "text": text, "on": on.isoformat()} | told


def camt(*lines: dict[str, str], opening: str = "0.00", closing: str = "", number: int = 1, iban: str = TRUST_IBAN):
    """A CAMT.053 of one day with these movements; it adds up unless `closing` says otherwise."""
    booked = [one for one in lines if "PDNG" not in one["status"]]
    made = closing or str(Decimal(opening) + sum(Decimal(one["amount"]) for one in booked))
    on = lines[0]["on"] if lines else DAY.isoformat()
    balances = [BALANCE.format(code=code, amount=amount, on=on) for code, amount in (("OPBD", opening), ("CLBD", made))]
    entries = "".join(_entry(one) for one in lines)
    return CAMT.format(number=number, iban=iban, balances="".join(balances), entries=entries).encode()


def _entry(one: dict[str, str]) -> str:
    out = one["amount"].startswith("-")
    back = one.get("back", "")
    returned = f"<RtrInf><Rsn><Cd>{back}</Cd></Rsn></RtrInf>" if back else ""
    given = one | {"amount": one["amount"].lstrip("-"), "sign": "DBIT" if out else "CRDT"}
    return ENTRY.format(**given | {"side": "Cdtr" if out else "Dbtr", "returned": returned, "back": ""})


def run_out(side: Any, rows: int) -> RemittanceLine:
    """So many runs, the last of them with a creditor's line over so many payments; that line."""
    for _n in range(rows):
        run = {"entity": side.entity, "on": DAY, "proposed_by": side.manager, "proposed_at": NOW, "approved_at": NOW}
        made = Remittance.objects.create(**run, state="approved", approved_by=side.agent)
        to = {"party_id": side.claim.party_id, "name": "Creditor", "iban": side.creditor.iban}
        paid = RemittanceLine.objects.create(**to, remittance=made, gross=1, state="ordered", on=DAY)
    for _n in range(rows):
        got = receipt(side.entity, "1.00")
        [part] = allocate(receipt_id=got.pk, parts=[Wanted(side.claim.pk, Decimal("1.00"))], on=DAY, at=NOW)
        RemittancePart.objects.create(line=paid, party_id=part.party_id, part=part, amount=1)
    return paid


def paid_online(side: Any, rows: int) -> None:
    """So many payments that the provider has not paid out."""
    for _n in range(rows):
        got = receipt(side.entity, "3.00", way="online", into=Account.AT_PROVIDER)
        known = {"claim": side.claim, "party_id": side.claim.party_id, "entity": side.entity, "receipt": got}
        said = {"method": "card", "amount": 3, "token": got.source, "language": "fr", "reference": got.source}
        OnlinePayment.objects.create(**known, **said, asked_at=NOW, state="paid", paid_on=DAY)


def bank_day(side: Any, rows: int) -> BankFile:
    """A file of the bank with so many payments: the first attributed in part, the others open."""
    named = line("5.00", printed_reference(side.claim.reference))
    data = camt(named, *(line("7.00", f"payment {n}") for n in range(rows)), line("-2.00", name="Bank", iban=""))
    made = import_bank(data=data, name="camt.xml", at=NOW)
    first = Receipt.objects.earliest("pk")
    allocate(receipt_id=first.pk, parts=[Wanted(side.claim.pk, Decimal("3.00"))], on=DAY, at=NOW)
    return made
