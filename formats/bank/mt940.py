"""MT940 and MT942 of SWIFT, as banks send them: with or without the envelope, in pages, with lines between fields."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from formats.bank.findings import checked
from formats.bank.model import Balance, BankFile, Movement, Statement
from formats.bank.mt940_details import described
from formats.bank.references import in_text
from formats.bank.source import calendar_day, iban_of, lines, one_line, refuse, room_for
from formats.errors import Unreadable

HEAD = re.compile(rb"^(?:\x01|\{4:)?:(?:[0-9]{2,3}[A-Z]?|NS):", re.MULTILINE)
_TAG = re.compile(r":([0-9]{2,3}[A-Z]?|NS):(.*)", re.ASCII)
_END = re.compile(r"-(?:\}.*|[A-Z\x03]{0,3})\s*|\x03.*|\{[0-9]:.*", re.ASCII)
_ENVELOPE = re.compile(r"\x01?(?:\{[0-35]:[^}]*\}+)*\{4:|\x01", re.ASCII)
_BALANCE = re.compile(r"([CD])([0-9]{6})([A-Z]{3})?(0*[0-9]{1,15}(?:,[0-9]{0,3})?|,[0-9]{1,3})\s*", re.ASCII)
_LINE = re.compile(
    r"(?P<value>[0-9]{6})(?P<entry>[0-9]{4}|[ ]{4})?(?P<mark>RC|RD|EC|ED|C|D)(?P<funds>[A-Z])?"
    r"(?P<amount>0*[0-9]{1,15}(?:,[0-9]{0,3})?|,[0-9]{1,3})(?P<type>[A-Z][A-Z0-9 ]{3})(?P<rest>.*)",
    re.ASCII | re.DOTALL,
)
_CHARGES = ("CHG", "COM", "INT")  # types of transaction, behind their first letter
_OPENING, _CLOSING = ("60F", "60M"), ("62F", "62M")
_REPORT = ("34F", "13D", "13", "90D", "90C")
_ALONE = frozenset(("20", "25", "28", "28C", *_OPENING, *_CLOSING, "61", "86", "NS", "64", "65", "21", "60"))
_AGED = 80  # two digits of a year from here on are of the century before


@dataclass(frozen=True, slots=True)
class _Field:
    """A tag with its lines, and the line where it stands."""

    tag: str
    line: int
    text: str


@dataclass(slots=True)
class _Message:
    """From one :20: to the next."""

    line: int
    fields: dict[str, _Field] = field(default_factory=dict)
    entries: list[list[_Field]] = field(default_factory=list)  # :61: with what follows it


def read_mt940(text: str) -> BankFile:
    """Every statement of the file, pages of one put together.

    Raises Unreadable, with the line: bad_record (a field out of place or twice), missing_field, bad_amount, bad_date,
    truncated (a statement without its closing balance).
    """
    messages = list(_messages(_fields(text)))
    if not messages:
        raise Unreadable("not_a_statement", "no field :20:")
    statements: list[Statement] = []
    reports = [_is_report(message) for message in messages]
    for message, report in zip(messages, reports, strict=True):
        read = _statement(message, report)
        if statements and _goes_on(statements[-1], read, message):
            statements[-1] = _joined(statements[-1], read)
        else:
            statements.append(read)
    return BankFile("MT942" if all(reports) else "MT940", tuple(checked(one) for one in statements))


def _fields(text: str) -> Iterator[_Field]:
    """Each field with its continuation lines; what stands before the first, and after the end of a message, is not."""
    tag, start, held = "", 0, list[str]()
    for number, line in enumerate(lines(text), start=1):
        if (begins := _ENVELOPE.match(line)) and begins.end() < len(line):
            line = line[begins.end() :]
        found = _TAG.fullmatch(line)
        if found or _END.fullmatch(line):
            if tag:
                yield _Field(tag, start, "\n".join(held))
            tag, start, held = (found.group(1), number, [found.group(2)]) if found else ("", 0, [])
        elif tag:
            held.append(line)
    if tag:
        yield _Field(tag, start, "\n".join(held))


def _messages(fields: Iterator[_Field]) -> Iterator[_Message]:
    message: _Message | None = None
    for one in fields:
        if one.tag == "20":
            if message:
                yield message
            message = _Message(one.line, {"20": one})
        elif message is not None:
            _take(message, one)
        elif one.tag in _ALONE:
            refuse("bad_record", one.line, f":{one.tag}: before any :20:")
    if message:
        yield message


def _take(message: _Message, one: _Field) -> None:
    """A field in its place: entries between the balances, each other field once."""
    closed = any(tag in message.fields for tag in _CLOSING)
    if one.tag == "61":
        if closed:
            refuse("bad_record", one.line, ":61: after the closing balance")
        message.entries.append([one])
        room_for(len(message.entries))
    elif one.tag in ("86", "NS"):
        if message.entries and not closed:
            message.entries[-1].append(one)
    elif one.tag in message.fields and one.tag in _ALONE - {"64", "65", "21"}:
        refuse("bad_record", one.line, f":{one.tag}: twice")
    else:
        message.fields[one.tag] = one


def _is_report(message: _Message) -> bool:
    """An MT942: it has limits or a time of its own, and no balances."""
    return any(tag in message.fields for tag in _REPORT) and not any(
        tag in message.fields for tag in _OPENING + _CLOSING
    )


def _statement(message: _Message, report: bool) -> Statement:
    account = message.fields.get("25")
    if account is None:
        refuse("missing_field", message.line, ":25:")
    opening, closing = (_balance(message, tags) for tags in (_OPENING, _CLOSING))
    if not report and opening is None:
        refuse("missing_field", message.line, ":60F:")
    if not report and closing is None:
        refuse("truncated", message.line, "no :62F:")
    written = one_line(account.text)
    number = message.fields.get("28C") or message.fields.get("28")
    currency = opening.currency if opening else _report_currency(message)
    return Statement(
        kind="report" if report else "statement",
        account=written,
        iban=_iban(written),
        currency=currency,
        id=one_line(message.fields["20"].text),
        number=one_line(number.text) if number else "",
        created_on=closing.on if closing else None,
        opening=opening,
        closing=closing,
        movements=tuple(_movement(one, currency) for one in message.entries),
    )


def _iban(account: str) -> str:
    """The IBAN alone or after the bank's code, with the currency behind it or not."""
    for written in (account, account.rpartition("/")[2]):
        if iban := iban_of(written) or iban_of(written.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ ")):
            return iban
    return ""


def _balance(message: _Message, tags: Sequence[str]) -> Balance | None:
    found = next((message.fields[tag] for tag in tags if tag in message.fields), None)
    if found is None:
        return None
    read = _BALANCE.fullmatch(found.text)
    if read is None:
        refuse("bad_amount", found.line, f":{found.tag}:")
    mark, day, currency, amount = read.groups()
    return Balance(_amount(amount, mark == "D"), _day(day, found.line), currency or "")


def _report_currency(message: _Message) -> str:
    found = message.fields.get("34F")
    return found.text[:3] if found and found.text[:3].isalpha() else ""


def _amount(written: str, debit: bool) -> Decimal:
    whole, _, fraction = written.partition(",")
    amount = Decimal(f"{whole or '0'}.{fraction or '0'}") if fraction else Decimal(whole)
    return -amount if debit else amount


def _day(digits: str, line: int) -> date:
    year = int(digits[:2])
    return calendar_day(year + (1900 if year >= _AGED else 2000), int(digits[2:4]), int(digits[4:]), f"line {line}")


def _booked_on(value: date, entry: str | None, line: int) -> date:
    """The month and day of booking, in the year that brings it nearest to the value date."""
    if not entry or entry.isspace():
        return value
    month, day = int(entry[:2]), int(entry[2:])
    years = [
        year for year in (value.year - 1, value.year, value.year + 1) if not (month == 2 and day == 29 and year % 4)
    ]
    days = [calendar_day(year, month, day, f"line {line}") for year in years]
    return min(days, key=lambda one: abs(one - value), default=value)


def _movement(fields: Sequence[_Field], currency: str) -> Movement:
    first = fields[0]
    read = _LINE.fullmatch(first.text)
    if read is None:
        refuse("bad_record", first.line, ":61:")
    value_on = _day(read["value"], first.line)
    head, _, supplement = read["rest"].partition("\n")
    ours, _, theirs = head.partition("//")
    told = described([(one.tag, one.text) for one in fields[1:]], supplement)
    mark = read["mark"]
    return Movement(
        amount=_amount(read["amount"], mark in ("D", "RC", "ED")),
        currency=currency,
        booked_on=_booked_on(value_on, read["entry"], first.line),
        value_on=value_on,
        reversal=mark in ("RC", "RD"),
        charge=read["type"][1:] in _CHARGES,
        bank_reference=theirs.strip(),
        end_to_end=told.end_to_end or _customer_reference(ours),
        references=told.references + in_text(told.text),
        text=told.text,
        name=told.name,
        account=told.account,
        return_reason=told.return_reason,
        place=f"line {first.line}",
    )


def _customer_reference(written: str) -> str:
    reference = written.strip()
    return "" if reference in ("NONREF", "EREF", "NOREF") else reference


def _goes_on(before: Statement, after: Statement, message: _Message) -> bool:
    """Whether this message is the next page: it opens with the intermediate balance where the page before stopped."""
    if (before.account, before.kind) != (after.account, after.kind) or "60M" not in message.fields:
        return False
    return before.closing is not None and after.opening is not None and before.closing.amount == after.opening.amount


def _joined(before: Statement, after: Statement) -> Statement:
    movements = (*before.movements, *after.movements)
    return replace(before, movements=movements, closing=after.closing, created_on=after.created_on)
