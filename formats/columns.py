"""Which column of a stranger's sheet is which field of ours.

A heading is compared without case, accents, punctuation, articles and units. Earlier names of a field are stronger:
when two columns claim one field, the stronger name wins, and a tie is reported for a person to settle.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from formats import values, words
from formats.errors import BadValue, Cell

_HEADINGS = resources.files("formats").joinpath("headings.txt")

_ARTICLES = frozenset(
    ("de", "du", "des", "d", "la", "le", "les", "l", "et", "the", "of", "and", "van", "het", "een", "en", "der", "die")
)
_UNITS = frozenset(("eur", "euro", "euros"))
_OWED = re.compile(r"\bdû\b|\bdu(?=\s*(?:signé|signe|\(|$))")
_NUMBER_WORDS = frozenset(("no", "nr", "num", "numero", "nummer", "number"))


def _bare(heading: str) -> str:
    """A heading without articles and units. `dû` is no article: it tells a balance from a total."""
    said = words.folded(_OWED.sub(" owed ", heading.lower().replace("€", " "))).split()
    kept = [word for word in said if word not in _ARTICLES | _UNITS]
    return " ".join("n" if word in _NUMBER_WORDS else word for word in kept)


@lru_cache(maxsize=1)
def fields() -> dict[str, tuple[str, ...]]:
    """Every field of ours with the headings it is known by, strongest first."""
    lines = [line for line in _HEADINGS.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
    found: dict[str, list[str]] = {}
    for line in lines:
        if line[0] != " ":
            found[name := line.strip()] = []
        else:
            found[name] += [heading.strip() for heading in line.split("|") if heading.strip()]
    return {name: tuple(headings) for name, headings in found.items()}


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, int]]:
    """Every known heading, bare, to its field and strength (0 is strongest)."""
    known: dict[str, tuple[str, int]] = {}
    for name, headings in fields().items():
        for strength, heading in enumerate((name.replace("_", " "), *headings)):
            known.setdefault(_bare(heading), (name, strength))
    return known


def field_named(heading: str) -> str | None:
    """Our field for one heading, or None."""
    found = _names().get(_bare(heading))
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column feeds which field; columns are counted from 0 as in the sheet.

    `unrecognised`: columns with a heading that feeds nothing. `ambiguous`: field → columns that claim it equally;
    such a field is left out of `fields` until a person chooses.
    """

    fields: Mapping[str, int]
    unrecognised: tuple[int, ...] = ()
    ambiguous: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def override(self, chosen: Mapping[str, int | None]) -> "Columns":
        """This mapping with some fields fed by another column, or by none (None); a column feeds one field only."""
        taken = {column for column in chosen.values() if column is not None}
        fields = {name: column for name, column in self.fields.items() if column not in taken and name not in chosen}
        fields |= {name: column for name, column in chosen.items() if column is not None}
        doubted = {column for name in chosen for column in self.ambiguous.get(name, ())}
        spare = tuple(sorted({*self.unrecognised, *self.fields.values(), *doubted} - set(fields.values())))
        return Columns(fields, spare, {n: c for n, c in self.ambiguous.items() if n not in chosen})


def recognise(heading: Sequence[str], sample: Sequence[Sequence[Cell]] = ()) -> Columns:
    """Map the columns of a sheet by their headings, checked against some of its rows.

    The sample settles what a heading leaves open: `TVA` holds numbers of firms or amounts of tax, `Type` kinds of
    document or kinds of debtor.
    """
    claims: dict[str, list[tuple[int, int]]] = {}
    unrecognised = []
    for column, title in enumerate(heading):
        found = _claim(title, [row[column] for row in sample if column < len(row) and row[column] not in ("", None)])
        if found:
            claims.setdefault(found[0], []).append((found[1], column))
        elif title:
            unrecognised.append(column)
    return _settled(claims, unrecognised)


def _settled(claims: Mapping[str, list[tuple[int, int]]], unrecognised: list[int]) -> Columns:
    fields, ambiguous = {}, {}
    for name, claimed in claims.items():
        strongest = min(claimed)[0]
        best = [column for strength, column in claimed if strength == strongest]
        unrecognised += [column for strength, column in claimed if strength > strongest]
        if len(best) == 1:
            fields[name] = best[0]
        else:
            ambiguous[name] = tuple(best)
    return Columns(fields, tuple(sorted(unrecognised)), ambiguous)


def _claim(title: str, cells: Sequence[Cell]) -> tuple[str, int] | None:
    found = _names().get(_bare(title))
    if found is None or not cells:
        return found
    if found[0] == "document_type" and not _mostly(values.document_type, cells) and _mostly(values.debtor_kind, cells):
        return ("debtor_kind", found[1])
    if (
        found[0] == "vat_number"
        and not any(sum(map(str.isdigit, str(c))) >= 8 for c in cells)
        and _mostly(values.amount, cells)
    ):
        return None
    return found


def _mostly(convert: Callable[[Cell], object], cells: Iterable[Cell]) -> bool:
    judged = [_understood(convert, cell) for cell in cells]
    return sum(judged) * 2 > len(judged)


def _understood(convert: Callable[[Cell], object], cell: Cell) -> bool:
    try:
        convert(cell)
    except BadValue:
        return False
    return True
