"""Calendars: RFC 5545, as much of it as a day's round of visits needs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LONGEST_LINE = 73  # bytes; RFC 5545 § 3.1 folds at 75


@dataclass(frozen=True, slots=True)
class Day:
    """Something to do on a day, at no hour: `uid` is the same each time it is written."""

    uid: str
    on: date
    what: str
    where: str = ""
    notes: str = ""


def calendar(days: Iterable[Day], *, name: str, at: datetime) -> bytes:
    """A calendar file, UTF-8 with CRLF; `at` (aware, UTC) is when it was made."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//CREANSYS//visits//FR", f"NAME:{_text(name)}"]
    for day in days:
        lines += _event(day, at)
    return "".join(f"{line}\r\n" for one in [*lines, "END:VCALENDAR"] for line in _folded(one)).encode()


def _event(day: Day, at: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{_text(day.uid)}",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(day.what)}",
        f"LOCATION:{_text(day.where)}",
        f"DESCRIPTION:{_text(day.notes)}",
        "END:VEVENT",
    ]


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(escaped.splitlines())


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of so many bytes, each after the first begun by a space; no character is cut."""
    piece, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > LONGEST_LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + character, size + width
    yield piece
