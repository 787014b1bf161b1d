"""One cell in, one exact value out, or `BadValue`: nothing is guessed that could change a sum or a date.

Every function takes what a sheet reader yields (text, number, date, bool) and never an empty cell.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

import phonenumbers

from formats import words
from formats.errors import BadValue, Cell

CENT = Decimal("0.01")
LARGEST = Decimal("9999999999.99")
_FLOAT_NOISE = Decimal("0.000001")
_SPACES = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SIMPLE_AMOUNT = re.compile(r"-?[0-9]{1,10}(?:[.,][0-9]{1,2})?", re.ASCII)
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*", re.ASCII)
_COMMA_LAST = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{0,15})(?:,([0-9]{1,10}))?", re.ASCII)
_POINT_LAST = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{0,15})(?:\.([0-9]{1,10}))?", re.ASCII)
_BLANKS = " \t\n\r\u00a0\u2009\u202f"
_AMOUNT_NOISE = str.maketrans("", "", _BLANKS + "'’€")
_CURRENCY_WORD = re.compile(r"^(?:eur|euro|euros)|(?:eur|euro|euros)$", re.IGNORECASE)
_FOREIGN = re.compile(r"[$£¥]|usd|gbp|chf|cad", re.IGNORECASE)

_ISO_DATE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ][0-9:.+Z-]*)?", re.ASCII)
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})(?: [0-9]{1,2}:[0-9:]+)?", re.ASCII)
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})", re.ASCII)
_WORDED = re.compile(r"(?:[a-z]+ )?([0-9]{1,2})(?:er|e|st|nd|rd|th)? ([a-z]+) ([0-9]{4}|[0-9]{2})", re.ASCII)
_SERIAL_DAY_ZERO = date(1899, 12, 30)

_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}",
    re.IGNORECASE | re.ASCII,
)
_NOT_CODE = re.compile(r"[^A-Z0-9]")
_SEVERAL = re.compile(r"[;,\s]+")
_PHONE_NOISE = str.maketrans("", "", _BLANKS + "./-()")
_PLAIN_PHONE = {
    "BE": re.compile(r"(?:\+32|0032|0)(4[5-9][0-9]{7}|(?:[235-9][0-9]|1[0-9])[0-9]{6})", re.ASCII),
    "FR": re.compile(r"(?:\+33|0033|0)([1-79][0-9]{8})", re.ASCII),
}
_PREFIX = {"BE": "+32", "FR": "+33"}


def text(cell: Cell, *, longest: int = 200) -> str:
    """The cell as one clean line: numbers without a false `.0`, white space collapsed. BadValue: too_long."""
    plain = isinstance(cell, str) and cell.isprintable() and "  " not in cell  # most cells: spares two scans
    clean = cell.strip() if plain else _one_line(cell)  # type: ignore[attr-defined]
    if clean[:1] == "'" and clean[1:2] in "=+-@":  # the guard that our own exports put before a formula
        clean = clean[1:]
    if len(clean) > longest:
        raise BadValue("too_long", clean)
    return clean


def _one_line(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    elif isinstance(cell, datetime):
        cell = cell.date()
    return _SPACES.sub(" ", _CONTROL.sub("", str(cell))).strip()


def amount(cell: Cell, decimal_mark: str = "") -> Decimal:
    """Exact amount with two decimals. `decimal_mark` ("," or ".") is what the rest of the column shows, if known.

    Negative: leading or trailing minus, or parentheses. BadValue: bad_amount, ambiguous_amount (one mark with three
    digits behind it, and the column does not tell), too_many_decimals, foreign_currency, too_large.
    """
    if isinstance(cell, str):
        return _amount_of_text(cell, decimal_mark)
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        raise BadValue("bad_amount", cell)
    exact = Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)
    if not exact.is_finite():
        raise BadValue("bad_amount", cell)
    return _two_decimals(exact, cell)


def _amount_of_text(cell: str, decimal_mark: str) -> Decimal:
    if _SIMPLE_AMOUNT.fullmatch(cell):
        return Decimal(cell.replace(",", ".")).quantize(CENT)
    digits = _CURRENCY_WORD.sub("", cell.translate(_AMOUNT_NOISE))
    negative = digits[:1] in ("-", "−", "(") or digits[-1:] == "-"
    digits = digits.strip("-−()+")
    if not digits:
        raise BadValue("bad_amount", cell)
    if _FOREIGN.search(digits):
        raise BadValue("foreign_currency", cell)
    value = _unsigned(digits, decimal_mark, cell)
    return -value if negative and value else value


def _unsigned(digits: str, decimal_mark: str, cell: str) -> Decimal:
    """Digits with `.` and `,` in any role; the last mark is the decimal one unless it groups thousands."""
    if (grouped := _GROUPED.fullmatch(digits)) is not None:
        return _two_decimals(Decimal(_ungrouped(digits, grouped[1], decimal_mark, cell)), cell)
    for pattern, group_mark in ((_COMMA_LAST, "."), (_POINT_LAST, ",")):
        if found := pattern.fullmatch(digits):
            return _two_decimals(Decimal(f"{found[1].replace(group_mark, '') or '0'}.{found[2] or '0'}"), cell)
    raise BadValue("bad_amount", cell)


def _ungrouped(digits: str, mark: str, decimal_mark: str, cell: str) -> str:
    """`1.234` is thousands or three decimals: the column tells; a leading zero or a second mark settles it."""
    if digits.count(mark) > 1:
        return digits.replace(mark, "")
    if digits.startswith("0") or decimal_mark == mark:
        return digits.replace(mark, ".")
    if decimal_mark == "":
        raise BadValue("ambiguous_amount", cell)
    return digits.replace(mark, "")


def _two_decimals(exact: Decimal, cell: Cell) -> Decimal:
    if abs(exact) > LARGEST:
        raise BadValue("too_large", cell)
    value = exact.quantize(CENT)
    if abs(value - exact) > _FLOAT_NOISE:
        raise BadValue("too_many_decimals", cell)
    return value


def decimal_mark_of(cells: Iterable[Cell]) -> str:
    """The decimal mark that a column shows without doubt (`,` or `.`), or "" when it shows none or both."""
    marks = set()
    for cell in cells:
        if isinstance(cell, str) and (found := re.search(r"([.,])(?:[0-9]{1,2})\D*$", cell)):
            marks.add(found[1])
    return marks.pop() if len(marks) == 1 else ""


def day(cell: Cell) -> date:
    """A date, day before month unless the year comes first. BadValue: bad_date, us_order, date_out_of_range."""
    if isinstance(cell, datetime):
        return _in_range(cell.date(), cell)
    if isinstance(cell, date):
        return _in_range(cell, cell)
    if isinstance(cell, bool):
        raise BadValue("bad_date", cell)
    if isinstance(cell, int | float):
        return _serial(cell)
    return _day_of_text(str(cell).strip())


def _serial(number: float) -> date:
    """Days since the spreadsheet's day zero; only 1982 to 2064, so that an amount is not taken for a date."""
    if not 30_000 <= number < 60_000:
        raise BadValue("bad_date", number)
    return _SERIAL_DAY_ZERO + timedelta(days=int(number))


def _day_of_text(cell: str) -> date:
    if found := _DAY_FIRST.fullmatch(cell):
        d, m, y = found.groups()
        if int(m) > 12 >= int(d):
            raise BadValue("us_order", cell)
        return _date(_century(y), int(m), int(d), cell)
    if found := _ISO_DATE.fullmatch(cell) or _COMPACT.fullmatch(cell):
        y, m, d = found.groups()
        return _date(int(y), int(m), int(d), cell)
    if len(cell) == 5 and cell.isascii() and cell.isdigit():
        return _serial(int(cell))
    if (found := _WORDED.fullmatch(words.folded(cell))) and (month := words.MONTHS.get(found[2])):
        return _date(_century(found[3]), month, int(found[1]), cell)
    raise BadValue("bad_date", cell)


def _century(year: str) -> int:
    return int(year) if len(year) == 4 else (1900 if int(year) >= 80 else 2000) + int(year)


def _date(year: int, month: int, day_of_month: int, cell: str) -> date:
    try:
        return _in_range(date(year, month, day_of_month), cell)
    except ValueError as error:
        raise error if isinstance(error, BadValue) else BadValue("bad_date", cell) from error


def _in_range(found: date, cell: Cell) -> date:
    if not 1980 <= found.year <= 2099:
        raise BadValue("date_out_of_range", cell)
    return found


def shows_us_order(cells: Iterable[Cell]) -> bool:
    """True when one cell of a column can only be month before day: then no cell like 03/04/2026 may be trusted."""
    return any(_fails_with("us_order", day, cell) for cell in cells)


def _fails_with(code: str, convert: Callable[[Cell], object], cell: Cell) -> bool:
    try:
        convert(cell)
    except BadValue as bad:
        return bad.code == code
    return False


def day_by_name(cell: Cell) -> date:
    """Like `day`, for a column that shows US order somewhere: only unmistakable dates pass. BadValue: us_order."""
    if isinstance(cell, str) and (found := _DAY_FIRST.fullmatch(cell.strip())) and int(found[1]) <= 12:
        raise BadValue("us_order", cell)
    return day(cell)


def country(cell: Cell) -> str:
    """ISO 3166 alpha-2 from a code or a name in French, Dutch, English or German. BadValue: unknown_country."""
    return _meaning(words.countries(), cell, "unknown_country")


def debtor_kind(cell: Cell) -> str:
    """`consumer` or `business`. BadValue: unknown_kind."""
    return _meaning(words.KINDS, cell, "unknown_kind")


def document_type(cell: Cell) -> str:
    """`invoice` or `credit_note`. BadValue: unknown_type."""
    return _meaning(words.DOCUMENT_TYPES, cell, "unknown_type")


def language(cell: Cell) -> str:
    """`fr`, `nl`, `de` or `en`. BadValue: unknown_language."""
    return _meaning(words.LANGUAGES, cell, "unknown_language")


def channel(cell: Cell) -> str:
    """`post` or `email`, as the waits of the statute tell them apart. BadValue: unknown_channel."""
    return _meaning(words.CHANNELS, cell, "unknown_channel")


def yes_no(cell: Cell) -> bool:
    """BadValue: not_yes_or_no."""
    return cell if isinstance(cell, bool) else _meaning(words.YES_NO, cell, "not_yes_or_no") == "yes"


def currency(cell: Cell) -> str:
    """ISO 4217 code, from code, name or sign. BadValue: unknown_currency."""
    clean = text(cell)
    found = words.CURRENCIES.get(words.folded(clean) or clean)
    if found is None and re.fullmatch(r"[A-Za-z]{3}", clean):
        found = clean.upper()
    if found is None:
        raise BadValue("unknown_currency", cell)
    return found


def _meaning(table: dict[str, str], cell: Cell, code: str) -> str:
    found = table.get(words.folded(text(cell, longest=1000)))
    if found is None:
        raise BadValue(code, cell)
    return found


def email(cell: Cell) -> str:
    """The address with its domain in lower case; syntax only. Of several, the first. BadValue: bad_email."""
    first = _SEVERAL.split(text(cell, longest=1000).removeprefix("mailto:").strip("<>;, "), maxsplit=1)[0]
    if len(first) > 254 or not _EMAIL.fullmatch(first):
        raise BadValue("bad_email", cell)
    local, _, domain = first.rpartition("@")
    return f"{local}@{domain.lower()}"


def phone(cell: Cell, country_code: str = "BE") -> str:
    """E.164, read as a number of `country_code` when it has no international prefix. BadValue: bad_phone."""
    plain = text(cell).translate(_PHONE_NOISE)
    pattern = _PLAIN_PHONE.get(country_code)
    if pattern is not None and (found := pattern.fullmatch(plain)):  # spares the library's 100 µs on most rows
        return _PREFIX[country_code] + found[1]
    return _phone_by_library(plain, country_code, str(cell))


@lru_cache(maxsize=20_000)
def _phone_by_library(plain: str, country_code: str, cell: str) -> str:
    try:
        number = phonenumbers.parse(plain.replace("+32(0)", "+32").replace("+33(0)", "+33"), country_code)
    except phonenumbers.NumberParseException as error:
        raise BadValue("bad_phone", cell) from error
    if not phonenumbers.is_possible_number(number):
        raise BadValue("bad_phone", cell)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def code(cell: Cell) -> str:
    """An identifier (VAT, enterprise number, IBAN) in capitals, without spaces and dots; check digits not judged."""
    plain = text(cell, longest=60).upper()
    return plain if plain.isalnum() and plain.isascii() else _NOT_CODE.sub("", plain)


def postcode(cell: Cell, country_code: str = "") -> str:
    """As written; a French one that a spreadsheet took for a number gets its leading zero back."""
    plain = text(cell, longest=12)
    return plain.zfill(5) if country_code == "FR" and plain.isdigit() and len(plain) == 4 else plain
