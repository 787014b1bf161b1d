"""Bank files of our own making: the same entries in every format."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

IBAN = "BE68539007547034"
FRENCH_IBAN = "FR7630006000011234567890189"
OTHER = "BE71096123456769"
CAMT = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"


@dataclass(frozen=True)
class Entry:
    """Money in above zero. `reference`: twelve digits or nothing."""

    amount: Decimal
    on: date = date(2026, 3, 2)
    text: str = "Facture 17"
    reference: str = ""
    name: str = "Dupont SRL"
    account: str = OTHER


def closing(opening: Decimal, entries: Iterable[Entry]) -> Decimal:
    return opening + sum((one.amount for one in entries), Decimal(0))


def camt(entries: Sequence[Entry], opening=Decimal("100.00"), *, space=CAMT, **options) -> bytes:
    return "".join(camt_pieces(entries, opening, closing(opening, entries), space=space, **options)).encode()


def camt_pieces(
    entries: Iterable[Entry], opening, end, *, space=CAMT, status="BOOK", message="BkToCstmrStmt", stmt="Stmt"
):
    """Piece by piece, for files of any length."""
    yield f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{space}"><{message}><GrpHdr><MsgId>M</MsgId>'
    yield f"</GrpHdr><{stmt}><Id>S1</Id><ElctrncSeqNb>12</ElctrncSeqNb><CreDtTm>2026-03-03T06:00:00</CreDtTm>"
    yield f"<Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
    yield _camt_balance("OPBD", opening, "2026-03-01") + _camt_balance("CLBD", end, "2026-03-02")
    for number, entry in enumerate(entries, start=1):
        yield _camt_entry(number, entry, status)
    yield f"</{stmt}></{message}></Document>"


def _camt_balance(code, amount, on) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_camt_amount(amount)}<Dt><Dt>{on}</Dt></Dt></Bal>"


def _camt_amount(amount) -> str:
    side = "DBIT" if amount < 0 else "CRDT"
    return f'<Amt Ccy="EUR">{abs(amount):.2f}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def _camt_entry(number, entry: Entry, status) -> str:
    role = "Cdtr" if entry.amount < 0 else "Dbtr"
    strd = f"<Strd><CdtrRefInf><Ref>{entry.reference}</Ref></CdtrRefInf></Strd>" if entry.reference else ""
    return (
        f"<Ntry>{_camt_amount(entry.amount)}<Sts>{status}</Sts><BookgDt><Dt>{entry.on}</Dt></BookgDt>"
        f"<ValDt><Dt>{entry.on}</Dt></ValDt><AcctSvcrRef>B{number}</AcctSvcrRef><NtryDtls><TxDtls>"
        f"<Refs><EndToEndId>E{number}</EndToEndId></Refs><RltdPties><{role}><Nm>{entry.name}</Nm></{role}>"
        f"<{role}Acct><Id><IBAN>{entry.account}</IBAN></Id></{role}Acct></RltdPties>"
        f"<RmtInf>{strd}<Ustrd>{entry.text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def coda(entries: Sequence[Entry], opening=Decimal("100.00")) -> bytes:
    rows = list(_coda_rows(entries, opening))
    debits = -sum(one.amount for one in entries if one.amount < 0)
    credits = sum(one.amount for one in entries if one.amount > 0)
    trailer = f"9{'':15}{len(rows) - 1:06}{_mills(debits)}{_mills(credits)}".ljust(127) + "2"
    return "\r\n".join([*rows, trailer, ""]).encode("cp1252", "replace")


def _mills(amount) -> str:
    return f"{int(abs(amount) * 1000):015}"


def _signed_mills(amount) -> str:
    return f"{'1' if amount < 0 else '0'}{_mills(amount)}"


def _coda_rows(entries: Sequence[Entry], opening) -> Iterator[str]:
    yield "0000003032653905        00178299  CREANSYS                  GKCCBEBB   00820512012 00000".ljust(127) + "2"
    account = f"{IBAN:34}EUR"
    yield f"12012{account}{_signed_mills(opening)}010326{'CREANSYS':26}{'Compte':35}012"
    for number, one in enumerate(entries, start=1):
        head = f"{number % 10000:04}0000"
        day = f"{one.on:%d%m%y}"
        said = f"1101{one.reference:50}" if one.reference else f"0{one.text[:53]:53}"
        yield f"21{head}{'REF' + str(number):21}{_signed_mills(one.amount)}{day}00150000{said}{day}01201 0"
        yield f"22{head}{'':53}{'E' + str(number):35}{'GKCCBEBB':11}{'':16}1 0"
        yield f"23{head}{one.account + ' EUR':37}{one.name[:35]:35}{'':43}0 0"
    yield f"8012{account}{_signed_mills(closing(opening, entries))}020326".ljust(127) + "0"


def cfonb(entries: Sequence[Entry], opening=Decimal("100.00")) -> bytes:
    rows = [_cfonb_balance("01", opening, "010326")]
    for one in entries:
        day = f"{one.on:%d%m%y}"
        account = f"00001EUR2 12345678901A1{day}"
        rows.append(f"0430006    {account}  {day}{'VIR SEPA':31}  {'':7}  {_punched(one.amount)}{'':16}")
        rows += [f"0530006    {account}     {code}{text[:70]:70}  " for code, text in _cfonb_said(one)]
    rows.append(_cfonb_balance("07", closing(opening, entries), "020326"))
    return "\r\n".join([*rows, ""]).encode("cp1252", "replace")


def _cfonb_said(one: Entry):
    yield "NPY" if one.amount > 0 else "NBE", one.name
    yield "LCC", one.text
    if one.reference:
        yield "LCS", one.reference


def _cfonb_balance(code, amount, day) -> str:
    return f"{code}30006    00001EUR2 12345678901  {day}{'':50}{_punched(amount)}{'':16}"


def _punched(amount) -> str:
    digits = f"{int(abs(amount) * 100):014}"
    return digits[:-1] + ("}JKLMNOPQR" if amount < 0 else "{ABCDEFGHI")[int(digits[-1])]


def mt940(entries: Sequence[Entry], opening=Decimal("100.00")) -> bytes:
    rows = [":20:S1", f":25:{IBAN}", ":28C:12/1", f":60F:{_mt_amount(opening, '260301EUR')}"]
    for number, one in enumerate(entries, start=1):
        rows.append(f":61:{one.on:%y%m%d}{one.on:%m%d}{_mt_amount(one.amount)}NTRFNONREF//B{number}")
        said = f"+++{_grouped(one.reference)}+++" if one.reference else one.text
        rows.append(f":86:/EREF/E{number}/IBAN/{one.account}/NAME/{one.name}/REMI/{said}")
    rows += [f":62F:{_mt_amount(closing(opening, entries), '260302EUR')}", "-", ""]
    return "\r\n".join(rows).encode("cp1252", "replace")


def _grouped(reference) -> str:
    return f"{reference[:3]}/{reference[3:7]}/{reference[7:]}"


def _mt_amount(amount, between="") -> str:
    return f"{'D' if amount < 0 else 'C'}{between}{abs(amount):.2f}".replace(".", ",")


def ofx(entries: Sequence[Entry], opening=Decimal("100.00")) -> bytes:
    rows = "".join(
        f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{one.on:%Y%m%d}<TRNAMT>{one.amount:.2f}<FITID>B{number}\n"
        f"<NAME>{one.name}<MEMO>{one.text}\n</STMTTRN>\n"
        for number, one in enumerate(entries, start=1)
    )
    return (
        f"OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR\n"
        f"<BANKACCTFROM><BANKID>1<ACCTID>{IBAN}\n</BANKACCTFROM><BANKTRANLIST>{rows}</BANKTRANLIST>"
        f"<LEDGERBAL><BALAMT>{closing(opening, entries):.2f}<DTASOF>20260302</LEDGERBAL></STMTRS></STMTTRNRS>"
        f"</BANKMSGSRSV1></OFX>"
    ).encode()


def csv(entries: Sequence[Entry], opening=Decimal(0)) -> bytes:
    rows = [
        f"{one.on:%d/%m/%Y};{one.on:%d/%m/%Y};{f'{one.amount:.2f}'.replace('.', ',')};EUR;{IBAN};{one.account};"
        f'"{one.name}";"{one.text}"'
        for one in entries
    ]
    head = "Date comptable;Date valeur;Montant;Devise;Compte;Contrepartie;Nom contrepartie;Communication"
    return "\n".join([head, *rows, ""]).encode()
