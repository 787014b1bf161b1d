"""Statements as CSV or XLSX, the last resort: columns by their headings, in the words of Belgian and French banks.

Nothing closes such a file, so nothing can be checked; a row that is not understood refuses it whole.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice

from formats import values
from formats.bank.findings import checked
from formats.bank.model import BankFile, Movement, Statement
from formats.bank.references import Reference, in_text, structured
from formats.bank.source import iban_of, one_line
from formats.errors import BadValue, Cell, Unreadable
from formats.sheets import Sheet, read_sheet
from formats.words import folded

HEADINGS: Mapping[str, str] = {
    "booked_on": "date comptable|date de comptabilisation|date d execution|date operation|date d operation|date|datum|"
    "boekingsdatum|uitvoeringsdatum|booking date|transaction date|posting date",
    "value_on": "date valeur|date de valeur|valeur|valuta|valutadatum|value date",
    "amount": "net|montant|montant eur|montant euros|montant en eur|bedrag|bedrag eur|amount|amount eur",
    "debit": "debit|debit euros|debit eur|debet|af|withdrawal|money out",
    "credit": "credit|credit euros|credit eur|bij|deposit|money in",
    "currency": "devise|devise du compte|munt|currency|valuta rekening",
    "account": "compte|numero de compte|rekening|rekeningnummer|account|account number|iban",
    "name": "nom contrepartie contient|nom de la contrepartie|nom contrepartie|contrepartie nom|naam tegenpartij|"
    "tegenpartij naam|counterparty name|partner name|beneficiaire|name|nom|naam",
    "other_account": "compte contrepartie|compte partie adverse|contrepartie|rekening tegenpartij|tegenpartij|"
    "rekeningnummer tegenpartij|counterparty account|counterparty iban|bank account",
    "structured": "communication structuree|gestructureerde mededeling|structured communication",
    "text": "communication|communications|communication libre|vrije mededeling|mededeling|libelle|libelles|label|"
    "omschrijving|description|subject",
    "detail": "details|details du mouvement|detail|details van de transactie",
    "bank_reference": "numero de mouvement|numero de transaction|n de sequence|volgnummer|transaction id|"
    "operation number|reference|referentie",
    "status": "statut|status|etat",
}
_FIELDS = {heading: (name, place) for name, row in HEADINGS.items() for place, heading in enumerate(row.split("|"))}
_PENDING = frozenset(
    ("pending", "en attente", "en cours", "in behandeling", "wachtend", "refuse", "geweigerd", "denied")
)
_SEARCHED = 40  # rows in which the headings must stand
_DAY = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{2,4})", re.ASCII)
_ACCOUNT_ABOVE = re.compile(
    r"(?:account number|numero de compte|rekeningnummer|compte|iban)\s*n?o?\s*:?\s*([A-Z0-9 ]{8,42})"
)
DEFAULT_CURRENCY = "EUR"

_Row = dict[str, Cell]


def read_bank_sheet(data: bytes) -> BankFile:
    """One statement for each account and currency in the rows, in the file's order.

    Raises Unreadable: those of `formats.sheets`, not_a_statement (no columns with date and amount), and with the row
    bad_date, bad_amount, bad_currency.
    """
    sheet = read_sheet(data)
    top, columns = _columns(sheet)
    rows = [(number, _row(cells, columns)) for number, cells in sheet.all_rows() if number > top]
    rows = [(number, row) for number, row in rows if any(map(str.isdigit, str(row.get("booked_on", ""))))]
    account = _account_above(sheet, top)
    groups: dict[tuple[str, str], list[Movement]] = {}
    for own, movement in _movements(rows):
        groups.setdefault((own or account, movement.currency), []).append(movement)
    return BankFile(sheet.kind.upper(), tuple(_statement(*key, found) for key, found in groups.items()))


def _columns(sheet: Sheet) -> tuple[int, dict[str, int]]:
    """(row of the headings, column of each field): the row that names most of ours, strongest names first."""
    best: tuple[int, dict[str, int]] = (0, {})
    for number, row in islice(sheet.all_rows(), _SEARCHED):
        found = _named(row)
        if len(found) > len(best[1]):
            best = (number, found)
    if "booked_on" not in best[1] or not best[1].keys() & {"amount", "debit", "credit"}:
        raise Unreadable("not_a_statement", "no columns with a date and an amount")
    return best


def _named(row: Sequence[Cell]) -> dict[str, int]:
    claims: dict[str, tuple[int, int]] = {}
    for column, cell in enumerate(row):
        found = _FIELDS.get(folded(cell)) if isinstance(cell, str) else None
        if found and (found[0] not in claims or found[1] < claims[found[0]][0]):
            claims[found[0]] = (found[1], column)
    return {name: column for name, (_, column) in claims.items()}


def _row(cells: Sequence[Cell], columns: Mapping[str, int]) -> _Row:
    return {name: cells[at] for name, at in columns.items() if at < len(cells) and cells[at] not in ("", None)}


def _account_above(sheet: Sheet, top: int) -> str:
    """The account that a line above the headings names, or nothing."""
    said = [str(cell) for number, row in islice(sheet.all_rows(), top) if number < top for cell in row if cell]
    found = (_ACCOUNT_ABOVE.search(_upper_behind(cell)) for cell in said)
    return next((one.group(1).strip() for one in found if one), "")


def _upper_behind(cell: str) -> str:
    """`Compte n° : be68…` with its words folded and its number in capitals."""
    label, mark, number = cell.partition(":")
    return f"{folded(label)}: {number.upper().strip()}" if mark else f"{folded(label)}"


def _movements(rows: Sequence[tuple[int, _Row]]) -> Iterable[tuple[str, Movement]]:
    """(account, movement) of each row."""
    to_day = _day_reader([row[name] for _, row in rows for name in ("booked_on", "value_on") if name in row])
    to_amount = _amount_reader([row for _, row in rows])
    for number, row in rows:
        try:
            yield values.code(row.get("account", "")), _movement(row, to_day, to_amount(row), f"row {number}")
        except BadValue as bad:
            raise Unreadable(bad.code if bad.code.startswith("bad_") else "bad_amount", f"row {number}") from bad


def _day_reader(cells: Sequence[Cell]) -> Callable[[Cell], date]:
    """Month before day where the column shows that somewhere: an unmistakable date settles the others."""
    return (lambda cell: values.day(_turned(cell))) if values.shows_us_order(cells) else values.day


def _turned(cell: Cell) -> Cell:
    found = _DAY.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return "{2}{1}{0}{1}{3}".format(*found.groups()) if found else cell


def _amount_reader(rows: Sequence[_Row]) -> Callable[[_Row], Decimal]:
    """From one signed column, or from two; money out has its sign in a column where nothing is above zero."""
    mark = values.decimal_mark_of(row[name] for row in rows for name in ("amount", "debit", "credit") if name in row)
    if any("amount" in row for row in rows):
        return lambda row: values.amount(row.get("amount", ""), mark)
    sign = -1 if any(_is_above_zero(row.get("debit"), mark) for row in rows) else 1
    return lambda row: _or_zero(row.get("credit"), mark) + sign * _or_zero(row.get("debit"), mark)


def _is_above_zero(cell: Cell, mark: str) -> bool:
    try:
        return _or_zero(cell, mark) > 0
    except BadValue:
        return True  # refused with its row, when that is read


def _or_zero(cell: Cell, mark: str) -> Decimal:
    """An empty cell is no amount."""
    return Decimal(0) if cell is None else values.amount(cell, mark)


def _movement(row: _Row, to_day: Callable[[Cell], date], amount: Decimal, place: str) -> Movement:
    text = values.text(row.get("text", ""), longest=2000)
    other = values.text(row.get("other_account", ""))
    detail = values.text(row.get("detail", ""), longest=2000)
    return Movement(
        amount=amount,
        currency=values.text(row.get("currency", DEFAULT_CURRENCY)).upper(),
        booked_on=to_day(row["booked_on"]),
        value_on=to_day(row["value_on"]) if "value_on" in row else None,
        pending=folded(str(row.get("status", ""))) in _PENDING,
        bank_reference=values.text(row.get("bank_reference", "")),
        references=_references(row) or in_text(f"{text} {detail}"),
        text=one_line(text or detail),
        name=values.text(row.get("name", "")),
        account=iban_of(other) or other,
        place=place,
    )


def _references(row: _Row) -> tuple[Reference, ...]:
    written = values.text(row.get("structured", ""))
    return (structured(written),) if written else ()


def _statement(account: str, currency: str, movements: Sequence[Movement]) -> Statement:
    return checked(
        Statement(
            kind="statement",
            account=account,
            iban=iban_of(account),
            currency=currency,
            created_on=max(movement.booked_on for movement in movements),
            movements=tuple(movements),
        )
    )
