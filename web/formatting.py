"""Money, dates and waits in the reader's language, in plain Python: a list page formats hundreds of them."""

import re
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language, gettext, ngettext

THIN = "\u202f"  # narrow no-break space: groups thousands in French, ties the euro sign
MINUS = "\u2212"

MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
SEPARATORS = {"fr": (THIN, ","), "nl": (".", ","), "de": (".", ","), "en": (",", ".")}
SYMBOLS = {"EUR": "€"}


def language(code: str | None = None) -> str:
    """The two-letter language to write in: `code`, else the reader's; French when we do not speak it."""
    short = (code or get_language() or "fr")[:2]
    return short if short in MONTHS else "fr"


def number(value: Decimal | int, code: str | None = None) -> str:
    """A number with grouped thousands and its own decimals, e.g. 1 234,56."""
    group, point = SEPARATORS[language(code)]
    whole, _, decimals = f"{abs(Decimal(value)):,f}".partition(".")
    sign = MINUS if value < 0 else ""
    return sign + whole.replace(",", group) + (point + decimals if decimals else "")


def money(value: Decimal | None, currency: str = "EUR", code: str | None = None) -> str:
    """An amount with its cents and currency; empty when there is none.

    It refuses (ValueError) more than two decimals: rounding belongs to `core.money`, never to a screen.
    """
    if value is None:
        return ""
    cents = value.quantize(Decimal("0.01"))
    if cents != value:
        raise ValueError(f"{value} has more than two decimals: round it before showing it")
    symbol, text = SYMBOLS.get(currency, currency), number(cents, code)
    match language(code):
        case "nl":
            return f"{symbol}\u00a0{text}"
        case "en":
            return f"{symbol}{text}" if cents >= 0 else f"{MINUS}{symbol}{text[1:]}"
        case _:
            return f"{text}{THIN}{symbol}"


def day(value: date | None, code: str | None = None) -> str:
    """A date for tables: 21/11/2026 (21.11.2026 in German)."""
    if value is None:
        return ""
    mark = "." if language(code) == "de" else "/"
    return f"{value.day:02d}{mark}{value.month:02d}{mark}{value.year}"


def long_day(value: date | None, code: str | None = None) -> str:
    """A date for sentences: 21 novembre 2026, 1er janvier 2027."""
    if value is None:
        return ""
    spoken = language(code)
    first = {"fr": "1er", "de": "1."}.get(spoken, "1") if value.day == 1 else str(value.day)
    dot = "." if spoken == "de" and value.day != 1 else ""
    return f"{first}{dot}\u00a0{MONTHS[spoken][value.month - 1]}\u00a0{value.year}"


def wait(until: date, today: date) -> str:
    """How far `until` is from `today`, in words: today, tomorrow, in 3 days, 3 days ago."""
    days = (until - today).days
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    if days == -1:
        return gettext("yesterday")
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}


def grouped_iban(iban: str) -> str:
    """An IBAN in groups of four, as people read it."""
    return "\u00a0".join(iban[i : i + 4] for i in range(0, len(iban), 4))


def registered(number: str, register: str = "BCE") -> str:
    """An enterprise number with its register and groups: 0202239951 is BCE 0202.239.951, nine digits a SIREN.

    `register` is what the reader calls the Belgian one. What is no bare Belgian or French number is printed as it came.
    """
    digits = re.sub(r"[ .]", "", number)
    if not digits.isdecimal() or len(digits) not in (9, 10, 14):
        return number
    if len(digits) == 10:
        return f"{register} {digits[:4]}.{digits[4:7]}.{digits[7:]}"
    return f"{'SIREN' if len(digits) == 9 else 'SIRET'} {digits[:3]} {digits[3:6]} {digits[6:9]} {digits[9:]}".strip()
