"""CFONB 120, the French banks' statement: records of 120 characters, 01 opens an account, 07 closes it.

Between them 04 is a movement and 05 says more about it, each line under a qualifier. The last figure of an amount
carries the sign.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from formats.bank.findings import checked
from formats.bank.model import Balance, BankFile, Finding, Movement, Statement
from formats.bank.references import Reference, in_text, structured
from formats.bank.source import day, iban_of, implied, one_line, records, refuse, room_for

WIDTH = 120
HEAD = re.compile(rb"0[1457][0-9A-Z]{5}.{4}[0-9A-Z]{5}(?:[A-Z]{3}| {3})[0-9 ]")
_SIGNED = {letter: (figure, 1) for figure, letter in enumerate("{ABCDEFGHI")} | {
    letter: (figure, -1) for figure, letter in enumerate("}JKLMNOPQR")
}
_COUNTERPARTY = {"NPY": "name", "NBE": "name", "CPY": "account", "CBE": "account"}
_LETTERS = {ord(letter): str(1 + (place % 9)) for place, letter in enumerate("ABCDEFGHIJKLMNOPQR")} | {
    ord(letter): str(2 + place) for place, letter in enumerate("STUVWXYZ")
}


@dataclass(slots=True)
class _Entry:
    """Record 04 with its 05s by qualifier."""

    line: int
    record: str
    said: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class _Account:
    """From 01 to 07."""

    line: int
    head: str
    entries: list[_Entry] = field(default_factory=list)
    foot: str = ""


def read_cfonb(text: str) -> BankFile:
    """Every account of the file. Raises Unreadable, with the line: line_too_long, bad_record (out of place, or of
    another account), bad_date, bad_amount, truncated (an account without its closing record).
    """
    read: list[_Account] = []
    for number, record in records(text, WIDTH):
        if record[:2] == "01":
            _end(read, number)
            read.append(_Account(number, record))
        elif not read or read[-1].foot:
            refuse("bad_record", number, f"{record[:2]} before any opening record")
        else:
            _take(read[-1], number, record)
    if not read:
        refuse("truncated", 1, "no account")
    _end(read, read[-1].line)
    return BankFile("CFONB120", tuple(_statement(one) for one in read))


def _end(read: Sequence[_Account], number: int) -> None:
    if read and not read[-1].foot:
        refuse("truncated", number, f"the account of line {read[-1].line} has no closing record")


def _take(account: _Account, number: int, record: str) -> None:
    if record[:2] != "07" and _number(record) != _number(account.head):
        refuse("bad_record", number, f"{record[:2]} is of another account than line {account.line}")
    if record[:2] == "07":
        account.foot = record
    elif record[:2] == "04":
        account.entries.append(_Entry(number, record))
        room_for(len(account.entries))
    elif record[:2] != "05":
        refuse("bad_record", number, record[:2].strip())
    elif not account.entries:
        refuse("bad_record", number, "05 before any movement")
    else:
        account.entries[-1].said.setdefault(record[45:48].strip(), []).append(record[48:118])


def _key(record: str) -> str:
    """Bank, branch and account number."""
    return record[2:7] + record[11:16] + record[21:32]


def _number(record: str) -> str:
    """Branch and account number: what a movement shares with its account, even where it names another bank."""
    return record[11:16] + record[21:32]


def _others(account: _Account) -> Iterator[Finding]:
    """Movements and an end that name another account than the opening record."""
    for entry in account.entries:
        if entry.record[2:7] != account.head[2:7]:
            yield Finding("account", f"bank {entry.record[2:7]} in line {entry.line}")
            break
    if _key(account.foot) != _key(account.head):
        foot = account.foot
        yield Finding("account", f"{foot[2:7]} {foot[11:16]} {foot[21:32]} at its end")


def _currency(account: _Account) -> str:
    """Of the account, else of its movements: some banks leave it out of the opening record."""
    return next((one for one in (row[16:19] for row in _rows(account)) if one.strip()), "")


def _rows(account: _Account) -> list[str]:
    return [account.head, *(entry.record for entry in account.entries), account.foot]


def _statement(account: _Account) -> Statement:
    head, foot, currency = account.head, account.foot, _currency(account)
    return checked(
        Statement(
            kind="statement",
            account=head[21:32].strip(),
            iban=_iban(head[2:7], head[11:16], head[21:32]),
            currency=currency,
            opening=_balance(head, account.line),
            closing=_balance(foot, account.line),
            created_on=day(foot[34:40], f"account of line {account.line}"),
            movements=tuple(_movement(entry, currency) for entry in account.entries),
            findings=tuple(_others(account)),
        )
    )


def _iban(bank: str, branch: str, number: str) -> str:
    """The IBAN that follows from a French account: its key makes letters figures and the whole divisible by 97."""
    digits = f"{bank}{branch}{number}".translate(_LETTERS)
    if len(digits) != 21 or not (digits.isascii() and digits.isdigit()):
        return ""
    key = 97 - (89 * int(digits[:5]) + 15 * int(digits[5:10]) + 3 * int(digits[10:])) % 97
    return _with_check(f"{bank}{branch}{number}{key:02d}")


def _with_check(bban: str) -> str:
    """FR counts as 1527, letters of the account from ten on."""
    figures = "".join(str(int(letter, 36)) for letter in f"{bban}FR00")
    return iban_of(f"FR{98 - int(figures) % 97:02d}{bban}")


def _balance(record: str, line: int) -> Balance:
    return Balance(
        _amount(record, f"account of line {line}"), day(record[34:40], f"account of line {line}"), record[16:19].strip()
    )


def _amount(record: str, where: str) -> Decimal:
    """Columns 91 to 104, decimals as column 20 says; the last figure is a letter that carries the sign."""
    figures, last, places = record[90:103], record[103], record[19]
    figure, sign = _SIGNED.get(last, (-1, 1))
    written = f"{figures}{figure}" if figure >= 0 else ""
    return sign * implied(written, int(places) if places in "0123456789" else 2, where)


def _movement(entry: _Entry, currency: str) -> Movement:
    where, record = f"line {entry.line}", entry.record
    text = _text(entry)
    value = record[42:48]
    side = {ours: one_line(*entry.said[theirs]) for theirs, ours in _COUNTERPARTY.items() if theirs in entry.said}
    return Movement(
        amount=_amount(record, where),
        currency=currency,
        booked_on=day(record[34:40], where),
        value_on=None if value.strip(" 0") == "" else day(value, where),
        bank_reference=record[104:120].strip() or record[81:88].strip(" 0"),
        end_to_end=one_line(*(line[:35] for line in entry.said.get("RCN", []))),
        references=_structured(entry) + in_text(text),
        text=text,
        name=side.get("name", ""),
        account=iban_of(side.get("account", "")) or side.get("account", ""),
        return_reason=record[40:42].strip(),
        reversal=record[40:42].strip(" 0") != "",
        place=where,
    )


def _text(entry: _Entry) -> str:
    """What the payer wrote where the bank passes it on, else the bank's own words."""
    written = one_line("".join([*entry.said.get("LCC", []), *entry.said.get("LC2", [])]))
    return written or one_line(entry.record[48:79], *entry.said.get("LIB", []))


def _structured(entry: _Entry) -> tuple[Reference, ...]:
    return tuple(structured(line[:35].strip()) for line in entry.said.get("LCS", []) if line[:35].strip())
