"""CODA, the Belgian banks' statement (Febelfin, version 2): records of 128 characters, one account per file.

A movement is record 21 with detail number 0000, continued by 22 and 23, explained by 31 to 33. Those with another
detail number repeat its amount in parts: they never count beside it. Files may follow one another.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from formats.bank.findings import checked
from formats.bank.model import Balance, BankFile, Finding, Movement, Payment, Statement
from formats.bank.references import in_text, structured
from formats.bank.source import day, iban_of, implied, one_line, records, refuse, room_for
from formats.errors import Unreadable

WIDTH = 128
HEAD = re.compile(rb"0000[0 ][0-9]{6}[0-9 ]{3}05")
_NO_DATE = ("000000", "      ")
_OGM_TYPES = ("101", "102")
_DIRECT_DEBIT = "127"
_MANDATE = slice(
    79, 141
)  # in a communication of type 127: what the creditor wrote; then kind of return, and its reason
_REASON = slice(142, 146)
_NAMED = "001"
_FAMILY = slice(54, 56)  # of the transaction code, behind its type
_CHARGES = ("35", "80")  # closing of the account (interest, costs); fees and commissions booked apart


@dataclass(slots=True)
class _Entry:
    """One record 21 with what follows it."""

    line: int
    sequence: str
    detail: str
    record: str
    second: str = " " * WIDTH
    third: str = " " * WIDTH
    told: list[str] = field(default_factory=list)  # free information
    name: str = ""


@dataclass(slots=True)
class _File:
    """One file from header to trailer."""

    head: str
    line: int
    old: str = ""
    new: str = ""
    entries: list[_Entry] = field(default_factory=list)
    counted: int = 0
    ended: bool = False
    findings: list[Finding] = field(default_factory=list)


def read_coda(text: str) -> BankFile:
    """Every file in the text. Raises Unreadable, with the line: line_too_long, bad_record (out of place), bad_date,
    bad_amount, truncated (no trailer, or no closing balance).
    """
    read: list[_File] = []
    for number, record in records(text, WIDTH):
        if record[0] == "0":
            _end(read, number)
            read.append(_File(record, number))
        elif not read or read[-1].ended:
            refuse("bad_record", number, "no header before it")
        else:
            _take(read[-1], number, record)
    if not read:
        raise Unreadable("truncated", "no header")
    _end(read, read[-1].line)
    return BankFile("CODA", tuple(_statement(one) for one in read))


def _end(read: Sequence[_File], number: int) -> None:
    if read and not read[-1].ended:
        refuse("truncated", number, f"the file of line {read[-1].line} has no trailer")


def _take(file: _File, number: int, record: str) -> None:
    """One record after the header."""
    file.counted += record[0] in "1238"
    if record[0] == "9":
        _trailer(file, number, record)
    elif record[0] == "1" and not file.old:
        file.old = record
    elif record[0] == "8" and file.old and not file.new:
        file.new = record
    elif record[:2] in _RECORDS and file.old and not file.new:
        _RECORDS[record[:2]](file, number, record)
    elif record[0] != "4":
        refuse("bad_record", number, record[:2])


def _movement_record(file: _File, number: int, record: str) -> None:
    entry = _Entry(number, record[2:6], record[6:10], record)
    if entry.detail != "0000" and (not file.entries or file.entries[-1].sequence != entry.sequence):
        refuse("bad_record", number, "a detail without its movement")
    file.entries.append(entry)
    room_for(len(file.entries))


def _continued(file: _File, number: int, record: str) -> None:
    """Records 22 and 23 of the entry before them."""
    entry = _entry_before(file, number, record)
    if record[1] == "2":
        entry.second = record
    else:
        entry.third = record


def _information(file: _File, number: int, record: str) -> None:
    """Record 31: free, or structured; of the latter, 001 names the other side."""
    entry = _entry_before(file, number, record)
    if record[39] != "1":
        entry.told.append(record[40:113])
    elif record[40:43] == _NAMED:
        entry.name = one_line(record[43:113])


def _more_information(file: _File, number: int, record: str) -> None:
    """Records 32 and 33 go on with free information; of a structured one they hold an address."""
    entry = _entry_before(file, number, record)
    if entry.told:
        entry.told.append(record[10:115] if record[1] == "2" else record[10:100])


_RECORDS: dict[str, Callable[[_File, int, str], None]] = {
    "21": _movement_record,
    "22": _continued,
    "23": _continued,
    "31": _information,
    "32": _more_information,
    "33": _more_information,
}


def _entry_before(file: _File, number: int, record: str) -> _Entry:
    """The movement that a record continues; information may have a detail number of its own."""
    if not file.entries or file.entries[-1].sequence != record[2:6]:
        refuse("bad_record", number, "continues no movement")
    return file.entries[-1]


def _trailer(file: _File, number: int, record: str) -> None:
    """The file's own figures, held against what was read."""
    if not file.old or not file.new:
        refuse("truncated", number, "no closing balance before the trailer")
    file.ended = True
    amounts = [_amount(one) for one in file.entries if one.detail == "0000"]
    debits = -sum((one for one in amounts if one < 0), Decimal(0))
    credits = sum((one for one in amounts if one > 0), Decimal(0))
    told = [implied(record[at : at + 15], 3, f"line {number}") for at in (22, 37)]
    if told != [debits, credits]:
        read = f"{debits:f} and {credits:f} are read, {told[0]:f} and {told[1]:f} written"
        file.findings.append(Finding("totals", f"line {number}: {read}"))
    if record[16:22].strip().isdecimal() and int(record[16:22]) != file.counted:
        file.findings.append(Finding("count", f"line {number}: {file.counted} records, {int(record[16:22])} written"))


def _amount(entry: _Entry) -> Decimal:
    amount = implied(entry.record[32:47], 3, f"line {entry.line}")
    return _signed(entry.record[31], amount, entry.line)


def _signed(sign: str, amount: Decimal, line: int) -> Decimal:
    if sign not in "01":
        refuse("bad_amount", line, "sign")
    return -amount if sign == "1" else amount


def _statement(file: _File) -> Statement:
    account, iban, currency = _account(file.old[1], file.old[5:42])
    closed = _account(file.old[1], file.new[4:41])
    other = [Finding("account", f"{closed[0]} at its end")] if closed[:2] != (account, iban) else []
    created = file.head[5:11]
    return checked(
        Statement(
            kind="statement",
            account=account,
            iban=iban,
            currency=currency,
            holder=one_line(file.old[64:90]),
            number=file.old[125:128].strip() or file.old[2:5].strip(),
            id=file.old[2:5].strip(),
            created_on=None if created in _NO_DATE else day(created, f"line {file.line}"),
            duplicate=file.head[16] == "D",
            opening=_balance(file.old, 42, currency, file.line),
            closing=_balance(file.new, 41, currency, file.line),
            movements=_movements(file, currency),
            findings=(*file.findings, *other),
        )
    )


def _account(structure: str, field_: str) -> tuple[str, str, str]:
    """(as written, IBAN, currency). Structures: 0 Belgian number, 1 foreign number, 2 Belgian IBAN, 3 foreign IBAN."""
    if structure == "0":
        return field_[:12].strip(), _belgian_iban(field_[:12]), field_[13:16].strip() or "EUR"
    written = field_[:34].strip()
    return written, iban_of(written), field_[34:37].strip() or "EUR"


def _belgian_iban(number: str) -> str:
    """The IBAN of an account number of twelve digits: BE counts as 1114, check digits follow ISO 7064."""
    if not (number.isascii() and number.isdigit()):
        return ""
    return iban_of(f"BE{98 - int(f'{number}111400') % 97:02d}{number}")


def _balance(record: str, at: int, currency: str, line: int) -> Balance:
    amount = implied(record[at + 1 : at + 16], 3, f"balance, file of line {line}")
    on = record[at + 16 : at + 22]
    return Balance(_signed(record[at], amount, line), _date(on, line), currency)


def _date(digits: str, line: int) -> date | None:
    return None if digits in _NO_DATE else day(digits, f"line {line}")


def _movements(file: _File, currency: str) -> tuple[Movement, ...]:
    """Each movement with its details as parts."""
    found: list[tuple[_Entry, list[Payment]]] = []
    for entry in file.entries:
        if entry.detail == "0000":
            found.append((entry, []))
        else:
            found[-1][1].append(_payment(entry))
    closing = _date(file.new[57:63], file.line)
    return tuple(_movement(entry, parts, currency, closing) for entry, parts in found)


def _movement(entry: _Entry, parts: list[Payment], currency: str, closing: date | None) -> Movement:
    whole = _payment(entry)
    value_on = _date(entry.record[47:53], entry.line)
    booked_on = _date(entry.record[115:121], entry.line) or value_on or closing
    if booked_on is None:
        refuse("bad_date", entry.line)
    return Movement(
        amount=_amount(entry),
        currency=currency,
        booked_on=booked_on,
        value_on=value_on,
        reversal=whole.return_reason != "",
        charge=entry.record[_FAMILY] in _CHARGES,
        parts=tuple(parts),
        batch_count=len(parts),
        place=f"line {entry.line}",
        bank_reference=whole.bank_reference,
        end_to_end=whole.end_to_end,
        references=whole.references,
        text=whole.text,
        name=whole.name,
        account=whole.account,
        return_reason=whole.return_reason,
    )


def _payment(entry: _Entry) -> Payment:
    account = entry.third[10:47]
    written = account.split(" ")[0]  # the currency stands behind it
    payment = Payment(
        amount=_amount(entry),
        bank_reference=entry.record[10:31].strip(),
        end_to_end=entry.second[63:98].strip(),
        name=one_line(entry.third[47:82]) or entry.name,
        account=iban_of(written) or written,
        return_reason=entry.second[113:117].strip() if entry.second[112] in "12345" else "",
    )
    return _communicated(payment, entry)


def _communicated(payment: Payment, entry: _Entry) -> Payment:
    """With its communication: structured of the kinds that carry a payer's reference, else free text."""
    rest = entry.second[10:63] + entry.third[82:125]
    if entry.record[61] != "1":
        text = one_line(entry.record[62:115] + rest, "".join(entry.told))
        return replace(payment, text=text, references=in_text(text))
    kind, said = entry.record[62:65], entry.record[65:115] + rest
    if kind in _OGM_TYPES:
        return replace(payment, references=(structured(said[:12].strip()),), text=one_line("".join(entry.told)))
    if kind == _DIRECT_DEBIT:
        text = one_line(said[_MANDATE])
        reason = payment.return_reason or one_line(said[_REASON])
        return replace(payment, text=text, references=in_text(text), return_reason=reason)
    return replace(payment, text=one_line(said, "".join(entry.told)))
