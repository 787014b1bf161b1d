"""What a question asks for, and the reading of it from words typed or from JSON."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from law.options import Options

AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
RATE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?")
COUNT = re.compile(r"[0-9]{1,4}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIRST_YEAR, LAST_YEAR = 1900, 2199


class Misuse(ValueError):
    """The question is not well put."""


@dataclass(frozen=True)
class Field:
    """One thing to ask for. `read` turns its words into a value; a `flag` is there or not; `many` may be repeated."""

    name: str
    read: Callable[[str], Any] = str
    required: bool = True
    default: Any = None
    many: bool = False
    flag: bool = False
    positional: bool = False
    help: str = ""


Answer = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """A rule that can be asked: its fields, and the function that answers in values that JSON knows."""

    name: str
    help: str
    fields: tuple[Field, ...]
    answer: Callable[..., Answer]


def values(question: Question, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of `question.answer`. Raises Misuse for what is missing, unknown or malformed, naming it."""
    given = {name.replace("-", "_"): value for name, value in raw.items() if value is not None}
    fields = {field.name: field for field in question.fields}
    if unknown := sorted(set(given) - set(fields)):
        raise Misuse(f"{question.name} does not know {unknown}")
    if missing := [f.name for f in question.fields if f.required and f.name not in given]:
        raise Misuse(f"{question.name} needs {', '.join(missing)}")
    return {name: _value(field, given[name]) if name in given else field.default for name, field in fields.items()}


def _value(field: Field, given: Any) -> Any:
    if field.flag:
        if not isinstance(given, bool):
            raise Misuse(f"{field.name}: write true or false")
        return given
    if field.many:
        return tuple(_read(field, item) for item in _items(field, given))
    return _read(field, given)


def _items(field: Field, given: Any) -> Sequence[Any]:
    if isinstance(given, Mapping):
        return [f"{key}={text}" for key, text in given.items()]
    if not isinstance(given, list | tuple):
        raise Misuse(f"{field.name}: give a list")
    return given


def _read(field: Field, given: Any) -> Any:
    if isinstance(given, bool) or not isinstance(given, str | int | Decimal):
        raise Misuse(f"{field.name}: {given!r} is neither text nor a number")
    try:
        return field.read(str(given))
    except ValueError as error:
        raise Misuse(f"{field.name}: {error}") from error


def amount(text: str) -> Decimal:
    """Euros: digits, and at most two after a dot."""
    return _decimal(AMOUNT, text, "an amount such as 1250.00")


def rate(text: str) -> Decimal:
    """A percentage with a dot."""
    return _decimal(RATE, text, "a percentage such as 8 or 10.5")


def _decimal(pattern: re.Pattern[str], text: str, wanted: str) -> Decimal:
    if not pattern.fullmatch(text):
        raise ValueError(f"{text!r} is not {wanted}")
    return Decimal(text)


def count(text: str) -> int:
    """A whole number of days or times, zero included."""
    if not COUNT.fullmatch(text):
        raise ValueError(f"{text!r} is not a whole number")
    return int(text)


def day(text: str) -> date:
    """A date written `2026-11-20`."""
    try:
        read = date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        read = None
    if read is None:
        raise ValueError(f"{text!r} is not a date such as 2026-11-20")
    return _in_range(read)


def moment(text: str) -> datetime:
    """A moment written `2026-11-20T21:59`, with or without offset."""
    read = datetime.fromisoformat(text)
    _in_range(read.date())
    return read


def _in_range(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{day} lies outside {FIRST_YEAR} to {LAST_YEAR}")
    return day


def one_of(choices: Sequence[str]) -> Callable[[str], str]:
    """A reader of one word among `choices`."""

    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"{text!r} is not one of {', '.join(choices)}")
        return text

    return read


COUNTRY = Field("country", one_of(("be", "fr")), help="be or fr")
OPTION_FIELDS = (
    Field("saturday_working", flag=True, required=False, default=False, help="Saturday counts as a working day"),
    Field("no_shift", flag=True, required=False, default=False, help="a period of calendar days does not move"),
    Field("extra_safety_days", count, required=False, default=0, help="days added to a wait"),
)


def options(saturday_working: bool, no_shift: bool, extra_safety_days: int) -> Options:
    """The options that the option fields choose."""
    return Options(
        saturday_is_working=saturday_working,
        shift_calendar_day_end=not no_shift,
        extra_safety_days=extra_safety_days,
    )


def iso(value: date | None) -> str | None:
    """A date or moment as it is written in answers."""
    return value.isoformat() if value else None


def plain(value: Decimal | None) -> str | None:
    """A rate without needless zeros."""
    return None if value is None else f"{value.normalize():f}"
