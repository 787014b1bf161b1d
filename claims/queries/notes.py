"""The conversation of creditor and agency about a claim, and who waits for whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from agencies.scope import current_scope
from claims.models import Claim, ClaimNote
from claims.queries.lists import starting_with
from claims.queries.timeline import names_of

Side = ClaimNote.Side
FEW = 5  # rows of one kind on a home page
MANY = 100  # counting stops here


@dataclass(frozen=True, slots=True)
class Said:
    """One note as its readers see it; `new` for the side that had not read it."""

    side: str
    who: str
    at: datetime
    text: str
    new: bool
    waits: bool  # for an answer
    read_at: datetime | None
    file: tuple[UUID, str] | None  # uid and name of the paper that came with it


def conversation(claim_id: int, *, reader: str, agency: str) -> list[Said]:
    """What was written about a claim, the first note first, for a reader of this side; two queries.

    Whoever the reader may not know by name is the agency.
    """
    rows = list(ClaimNote.objects.filter(claim_id=claim_id).select_related("file").order_by("pk"))
    names = names_of([row.author for row in rows], agency)
    return [_said(row, reader, names) for row in rows]


def _said(row: ClaimNote, reader: str, names: Mapping[str, str]) -> Said:
    return Said(
        side=row.side,
        who=names.get(row.author) or (names["system"] if row.side == Side.AGENCY else ""),
        at=row.at,
        text=row.text,
        new=row.side != reader and row.read_at is None,
        waits=row.side == Side.CREDITOR and row.settled_at is None,
        read_at=row.read_at if row.side == reader else None,
        file=(row.file.uid, row.file.name) if row.file else None,
    )


def visible_notes() -> QuerySet[ClaimNote]:
    """The notes of the scope in force: the creditor's own; none for whoever is neither side."""
    scope = current_scope()
    notes = ClaimNote.objects.all()
    return notes if scope.party_id is None else notes.filter(party_id=scope.party_id)


def with_unread(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """The claims with `unread`: the agency wrote something that the creditor has not seen."""
    unread = ClaimNote.objects.filter(claim_id=OuterRef("pk"), side=Side.AGENCY, read_at=None)
    return claims.annotate(unread=Exists(unread))


def unread_of(party_id: int) -> tuple[list[ClaimNote], int]:
    """What the agency wrote to a creditor and nobody there has read, the first first, and how many (MANY at most)."""
    rows = ClaimNote.objects.filter(party_id=party_id, side=Side.AGENCY, read_at=None)
    return list(rows.select_related("claim__debtor").order_by("pk")[:FEW]), rows.values("pk")[:MANY].count()


def to_answer() -> QuerySet[ClaimNote]:
    """What creditors wrote and nobody has answered."""
    return ClaimNote.objects.filter(side=Side.CREDITOR, settled_at=None)


def waiting_notes(limit: int) -> tuple[list[ClaimNote], int]:
    """The creditors' notes that wait longest for an answer, and how many there are (MANY at most); two queries."""
    rows = to_answer().select_related("claim__debtor", "claim__creditor").order_by("pk")
    return list(rows[:limit]), to_answer().values("pk")[:MANY].count()


def notes_of_creditors(text: str, *, open_only: bool) -> QuerySet[ClaimNote]:
    """What creditors wrote, those of claims whose number or debtor starts with `text`."""
    notes = to_answer() if open_only else ClaimNote.objects.filter(side=Side.CREDITOR)
    if text:
        notes = notes.filter(claim__in=starting_with(Claim.objects.all(), text))
    return notes.select_related("claim__debtor", "claim__creditor")


def authors_of(notes: Iterable[ClaimNote], agency: str) -> dict[str, str]:
    """The names behind the authors of notes; one query."""
    return names_of([note.author for note in notes], agency)
