"""A list of what became known of firms: number, event, day, who says so. Read row by row, in four languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from formats import values
from formats.columns import field_named
from formats.errors import BadValue, Cell, Unreadable
from formats.sheets import Sheet, read_sheet
from formats.words import folded
from law.identifiers import Firm, firms

MOST = 5_000  # rows
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "number": ("numero", "number", "nummer"),
    "event": ("evenement", "event", "type", "situation", "gebeurtenis", "ereignis"),
    "date": ("date", "datum", "depuis", "since", "date du jugement"),
    "source": ("source", "bron", "quelle"),
    "reference": ("reference", "ref", "referentie", "referenz"),
    "country": ("pays", "country", "land"),
    "stands_for": ("curateur", "mandataire", "trustee", "curator", "verwalter"),
}
NEEDED = ("number", "event", "date")
EVENTS: Mapping[str, tuple[str, ...]] = {
    "bankruptcy": ("faillite", "bankruptcy", "faillissement", "konkurs"),
    "reorganisation": ("reorganisation judiciaire", "reorganisation", "prj", "gerechtelijke reorganisatie"),
    "collective-settlement": ("reglement collectif de dettes", "collective debt settlement", "rcd"),
    "over-indebtedness": ("surendettement", "over indebtedness"),
    "insolvency": (
        "liquidation judiciaire", "redressement judiciaire", "sauvegarde", "procedure collective", "insolvency",
    ),
    "death": ("deces", "decede", "death", "overlijden", "tod"),
    "struck-off": ("radiation", "radie", "radiee", "struck off", "strike off", "cessation", "schrapping", "loschung"),
}  # fmt: skip
KINDS = {words: kind for kind, spelt in EVENTS.items() for words in spelt}


@dataclass(frozen=True, slots=True)
class Happening:
    """A row that says what happened to a firm."""

    row: int
    firm: Firm
    kind: str
    since: date
    source: str
    reference: str
    stands_for: str


@dataclass(frozen=True, slots=True)
class Unusable:
    """A row that cannot be used: the field at fault, a code for the words, what it says."""

    row: int
    field: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All rows of a list, in its order."""

    happenings: tuple[Happening, ...]
    unusable: tuple[Unusable, ...]


def read_happenings(data: bytes, name: str, on: date) -> Reading:
    """Read a CSV or XLSX list as of the day `on`: what lies ahead is not taken.

    Raises Unreadable where it is no sheet, lacks a column ("columns_missing", naming them) or has more than MOST rows.
    """
    sheet = read_sheet(data, name)
    columns = _columns(sheet)
    if missing := [field for field in NEEDED if field not in columns]:
        raise Unreadable("columns_missing", ", ".join(missing))
    read: list[Happening | Unusable] = []
    for number, cells in sheet.rows():
        if len(read) == MOST:
            raise Unreadable("too_many_rows", f"> {MOST}")
        read.append(_row(number, {field: cells[at] for field, at in columns.items() if at < len(cells)}, name, on))
    good = tuple(one for one in read if isinstance(one, Happening))
    return Reading(good, tuple(one for one in read if isinstance(one, Unusable)))


def _columns(sheet: Sheet) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, title in enumerate(sheet.heading):
        plain = folded(title)
        field = next((field for field, titles in HEADINGS.items() if plain in titles), "")
        if field_named(title) in ("enterprise_number", "vat_number"):
            field = "number"
        if field:
            found.setdefault(field, at)
    return found


def _row(number: int, cells: Mapping[str, Cell], name: str, on: date) -> Happening | Unusable:
    said = {field: str(cells.get(field) or "").strip() for field in HEADINGS}
    country = _country(cells.get("country"))
    numbers = firms(_whole(cells.get("number")), country)
    if len(numbers) != 1:
        return Unusable(number, "number", "two_countries" if numbers else "bad_number", said["number"])
    kind = KINDS.get(folded(said["event"]), said["event"] if said["event"] in EVENTS else "")
    if not kind:
        return Unusable(number, "event", "unknown_event", said["event"])
    try:
        since = values.day(cells.get("date"))
    except BadValue as error:
        return Unusable(number, "date", error.code, said["date"])
    if since > on:
        return Unusable(number, "date", "not_yet", said["date"])
    texts = said["source"] or name, said["reference"], said["stands_for"]
    return Happening(number, numbers[0], kind, since, texts[0][:120], texts[1][:80], texts[2][:250])


def _country(cell: Cell) -> str:
    try:
        found = values.country(cell) if cell else ""
    except BadValue:
        return ""
    return found if found in ("BE", "FR") else ""


def _whole(cell: Cell) -> str:
    """A number as text; a spreadsheet keeps it as one without its leading zero."""
    return str(int(cell)) if isinstance(cell, float) else str(cell or "").strip()


EXAMPLE: tuple[Sequence[Cell], ...] = (
    ("Numéro d'entreprise", "Pays", "Événement", "Date", "Source", "Référence", "Curateur"),
    ("0403.170.701", "BE", "Faillite", date(2026, 2, 27), "Moniteur belge", "2026/1234", "Me Roux, Mons"),
    ("552 100 554", "FR", "Liquidation judiciaire", date(2026, 2, 25), "BODACC", "A-2026-0042", ""),
)
