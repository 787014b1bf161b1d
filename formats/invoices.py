"""Unpaid invoices out of a mapped sheet: pure reading. Whether a row makes a claim is decided in `claims`."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from formats import values
from formats.columns import Columns
from formats.errors import BadValue, Cell
from formats.sheets import Sheet
from formats.words import folded

REQUIRED = ("invoice_number", "debtor_name", "due_date", "balance_due")
# A wrong value here makes the row unusable; elsewhere the field stays empty and the row carries a warning.
DECISIVE = frozenset(
    (
        "invoice_number",
        "debtor_name",
        "invoice_date",
        "due_date",
        "total",
        "balance_due",
        "currency",
        "document_type",
        "country",
        "iban",
        "first_reminder_sent_on",
    )
)
_DATES = frozenset(("invoice_date", "due_date", "first_reminder_sent_on"))
_CACHED = 20_000  # distinct texts remembered per column: repeats are what a sheet is made of
_TOTAL_WORDS = frozenset(("total", "totaux", "totaal", "sous", "subtotal", "totals", "solde", "grand", "summe"))


@dataclass(frozen=True, slots=True)
class NewInvoice:
    """One row as read. None: the cell is empty, the column missing, or the value was not understood (see findings)."""

    invoice_number: str | None = None
    debtor_name: str | None = None
    customer_number: str | None = None
    email: str | None = None
    phone: str | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str | None = None
    vat_number: str | None = None
    enterprise_number: str | None = None
    invoice_date: date | None = None
    due_date: date | None = None
    total: Decimal | None = None
    balance_due: Decimal | None = None
    currency: str | None = None
    document_type: str | None = None
    debtor_kind: str | None = None
    language: str | None = None
    first_reminder_sent_on: date | None = None
    first_reminder_channel: str | None = None
    description: str | None = None
    payment_reference: str | None = None
    iban: str | None = None
    seller_name: str | None = None
    seller_vat_number: str | None = None
    seller_enterprise_number: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one field of one row: `code` of `BadValue`, or missing, shifted."""

    field: str
    code: str
    severity: Literal["error", "warning"]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of the file: its number there, what was read, what was wrong, and its raw cells for mending."""

    number: int
    invoice: NewInvoice
    findings: tuple[Finding, ...]
    cells: Sequence[Cell]

    @property
    def usable(self) -> bool:
        return all(finding.severity != "error" for finding in self.findings)


def missing_columns(columns: Columns, required: Collection[str] = REQUIRED) -> tuple[str, ...]:
    """Required fields that no column feeds; a total may stand for the balance. Not empty: ask before reading rows."""
    return tuple(
        name
        for name in required
        if name not in columns.fields and not (name == "balance_due" and "total" in columns.fields)
    )


Convert = Callable[[Cell], object]
_Plan = list[tuple[int, str, Convert]]


def read_invoices(
    sheet: Sheet, columns: Columns, *, default_country: str = "BE", required: Collection[str] = REQUIRED
) -> Iterator[ReadRow]:
    """Each row under the headings that speaks of an invoice; titles, subtotals and totals between them are passed over.

    A row without a balance takes its total as balance when the sheet has no balance column. `default_country` reads
    phone numbers of rows without a country; it never fills the country. Raises Unreadable like `Sheet.rows`.
    """
    plan = _plan(sheet, columns)
    may_skip = columns.fields.keys() >= {"due_date", "debtor_name"}
    phone = columns.fields.get("phone")
    for number, row in sheet.rows():
        read, findings = _read(plan, row)
        if may_skip and _is_layout(read, findings):
            continue
        if "balance_due" not in columns.fields and "total" in read:
            read["balance_due"] = read["total"]
        if phone is not None and phone < len(row) and row[phone] not in ("", None):
            _read_phone(row[phone], str(read.get("country") or default_country), read, findings)
        _fix_postcode(read)
        _check(row, len(sheet.heading), read, required, findings)
        yield ReadRow(number, NewInvoice(**read), tuple(findings), row)  # type: ignore[arg-type]


def _plan(sheet: Sheet, columns: Columns) -> _Plan:
    """(column, field, converter) in sheet order; the phone waits for its row's country."""
    sample = sheet.sample()
    plan: _Plan = []
    for name, column in sorted(columns.fields.items(), key=lambda found: found[1]):
        if name != "phone":
            cells = [row[column] for row in sample if column < len(row) and row[column] not in ("", None)]
            convert = _converter(name, cells)
            repeats = name in _DATES or len(set(map(str, cells))) * 2 < len(cells)
            plan.append((column, name, _remembering(convert) if repeats else convert))
    return plan


def _converter(name: str, cells: Sequence[Cell]) -> Convert:
    if name in ("total", "balance_due"):
        mark = values.decimal_mark_of(cells)
        return lambda cell: values.amount(cell, mark)
    if name in _DATES:
        return values.day_by_name if values.shows_us_order(cells) else values.day
    return _CONVERTERS.get(name, values.text)


_CONVERTERS: dict[str, Convert] = {
    "email": values.email,
    "country": values.country,
    "vat_number": values.code,
    "enterprise_number": values.code,
    "seller_vat_number": values.code,
    "seller_enterprise_number": values.code,
    "iban": values.code,
    "currency": values.currency,
    "document_type": values.document_type,
    "debtor_kind": values.debtor_kind,
    "language": values.language,
    "first_reminder_channel": values.channel,
    "postcode": values.postcode,
    "description": lambda cell: values.text(cell, longest=500),
}


def _remembering(convert: Convert) -> Convert:
    """The converter with a memory for texts; numbers and dates convert faster than they are looked up."""
    known: dict[str, object] = {}

    def remembered(cell: Cell) -> object:
        if type(cell) is not str:
            return convert(cell)
        try:
            return known[cell]
        except KeyError:
            value = convert(cell)
        if len(known) < _CACHED:
            known[cell] = value
        return value

    return remembered


def _read(plan: _Plan, row: Sequence[Cell]) -> tuple[dict[str, object], list[Finding]]:
    read: dict[str, object] = {}
    findings: list[Finding] = []
    width = len(row)
    for column, name, convert in plan:
        if column >= width or (cell := row[column]) == "" or cell is None:
            continue
        try:
            value = convert(cell)
        except BadValue as bad:
            findings.append(Finding(name, bad.code, "error" if name in DECISIVE else "warning", bad.detail))
        else:
            if value != "":
                read[name] = value
    return read, findings


def _read_phone(cell: Cell, country: str, read: dict[str, object], findings: list[Finding]) -> None:
    try:
        read["phone"] = values.phone(cell, country)
    except BadValue as bad:
        findings.append(Finding("phone", bad.code, "warning", bad.detail))


def _fix_postcode(read: dict[str, object]) -> None:
    if read.get("country") == "FR" and "postcode" in read:
        read["postcode"] = values.postcode(read["postcode"], "FR")


def _is_layout(read: dict[str, object], findings: list[Finding]) -> bool:
    """A title, subtotal or total: nothing where the due date stands, and no invoice number and debtor but a total's."""
    if "due_date" in read or any(
        finding.field in ("due_date", "debtor_name", "invoice_number") for finding in findings
    ):
        return False
    named = [folded(str(read[name])) for name in ("invoice_number", "debtor_name") if name in read]
    return all(name.partition(" ")[0] in _TOTAL_WORDS for name in named)


def _check(
    row: Sequence[Cell], width: int, read: dict[str, object], required: Collection[str], findings: list[Finding]
) -> None:
    """Cells beyond the last heading, and required fields that are empty (those not understood are told already)."""
    if len(row) > width and any(cell not in ("", None) for cell in row[width:]):
        findings.append(Finding("", "shifted", "error", f"{len(row)} > {width}"))
    told = {finding.field for finding in findings}
    findings += [Finding(name, "missing", "error") for name in required if name not in read and name not in told]
