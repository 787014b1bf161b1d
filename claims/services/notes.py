"""The conversation of creditor and agency about a claim, and the e-mail that says that something waits to be read."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string

from agencies.models import Agency, Member
from agencies.scope import current_agency_id, current_scope, widened
from claims.models import Claim, ClaimMessage, ClaimNote, Document
from claims.services.lifecycle import locked
from claims.services.papers import add_paper
from claims.services.timeline import tell
from files.services import Rejected
from messaging.models import Message
from messaging.rules import NotToADebtor, State
from messaging.services import cancel, enqueue

Side = ClaimNote.Side
LANGUAGES = ("fr", "nl", "de", "en")  # of the e-mail: templates/claims/note.<language>.txt
ONCE_AN = timedelta(hours=1)
PAGES = {Side.CREDITOR: "portal", Side.AGENCY: "office"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is told by e-mail that a note waits: as messages name them, where, in which language."""

    recipient: str
    address: str
    language: str


def write_note(
    *, claim_id: int, side: str, text: str, at: datetime, data: bytes = b"", name: str = ""
) -> ClaimNote | Rejected:
    """Write to the other side about a claim, with a paper (`data`, `name`) if there is one.

    A note of the agency answers what the creditor wrote before. The other side gets an e-mail, one an hour at most for
    each conversation, without a word of the note. Rejected when the paper is no PDF or picture: nothing is written.
    """
    with widened("write_note"):
        claim = locked(claim_id)
        added = add_paper(claim_id=claim_id, data=data, name=name, kind=Document.Kind.OTHER, at=at) if data else None
        if isinstance(added, Rejected):
            return added
        if side == Side.AGENCY:
            _open_notes(claim_id).update(settled_at=at)
        note = ClaimNote.objects.create(
            claim=claim,
            party_id=claim.party_id,
            side=side,
            author=_author(),
            text=text,
            file_id=added.file_id if added else None,
            at=at,
        )
        tell(claim, "note_written", at=at, side=side, note=str(note.uid), sha256=_digest(text))
        _announce(claim, side, at)
    return note


def settle_notes(*, claim_id: int, at: datetime) -> int:
    """Say that what the creditor wrote needs no answer in writing; how many notes that settled."""
    with widened("settle_notes"):
        claim = locked(claim_id)
        settled = _open_notes(claim_id).update(settled_at=at)
        if settled:
            tell(claim, "note_settled", at=at)
    return settled


def mark_read(*, claim_id: int, side: str, at: datetime) -> int:
    """`side` has seen what the other wrote; an e-mail that still waits to say so is not sent. How many were new."""
    with widened("mark_read"):
        claim = locked(claim_id)
        unread = ClaimNote.objects.filter(claim_id=claim_id, read_at=None).exclude(side=side)
        count: int = unread.update(read_at=at)
        for waiting in Message.objects.filter(dedupe_key__in=_keys(claim, _other(side), at), state=State.QUEUED):
            cancel(message=waiting, at=at)
    return count


def _open_notes(claim_id: int) -> QuerySet[ClaimNote]:
    return ClaimNote.objects.filter(claim_id=claim_id, side=Side.CREDITOR, settled_at=None)


def _digest(text: str) -> str:
    """What the timeline keeps of the words: it is read by more people than the conversation."""
    return hashlib.sha256(text.encode()).hexdigest()


def _author() -> str:
    scope = current_scope()
    if scope.member_id is not None:
        return f"member:{scope.member_id}"
    return "system" if scope.key_id is None else f"key:{scope.key_id}"


def _other(side: str) -> str:
    return Side.AGENCY if side == Side.CREDITOR else Side.CREDITOR


def _keys(claim: Claim, side: str, at: datetime) -> list[str]:
    """What names the e-mails about notes of this side, of this hour and the next."""
    return [f"note:{claim.pk}:{side}:{hour:%Y%m%d%H}" for hour in (at, at + ONCE_AN)]


def _announce(claim: Claim, side: str, at: datetime) -> None:
    """An e-mail at once, or with the next hour where one left in this one."""
    reader = _agency_s_reader(claim) if side == Side.CREDITOR else _creditor_s_reader(claim)
    if reader is None:
        return
    this_hour, next_hour = _keys(claim, side, at)
    if not Message.objects.filter(dedupe_key=this_hour).exists():
        _mail(claim, side, reader, this_hour, at, at)
    else:
        _mail(claim, side, reader, next_hour, at, (at + ONCE_AN).replace(minute=0, second=0, microsecond=0))


def _mail(claim: Claim, side: str, reader: Reader, key: str, at: datetime, leaves_at: datetime) -> None:
    agency = Agency.objects.get(pk=current_agency_id())
    subject, _, text = _told(claim, side, reader, agency).partition("\n")
    to_creditor = side == Side.AGENCY
    message = enqueue(
        dedupe_key=key,
        kind=f"note.{side}",
        channel="email",
        recipient=reader.recipient,
        address=reader.address,
        subject=subject.strip(),
        text=text,
        language=reader.language,
        template_version="note-1",
        clearance=NotToADebtor("a note about a claim waits to be read"),
        party_id=claim.party_id if to_creditor else None,
        at=at,
        not_before=leaves_at,
    )
    if to_creditor:  # what goes to our own people is not among the creditor's messages
        ClaimMessage.objects.get_or_create(claim=claim, message=message, defaults={"party_id": claim.party_id})


def _told(claim: Claim, side: str, reader: Reader, agency: Agency) -> str:
    language = reader.language if reader.language in LANGUAGES else LANGUAGES[0]
    face = PAGES[Side(_other(side))]
    context = {
        "number": claim.number,
        "sender": agency.name if side == Side.AGENCY else claim.creditor.name,
        "agency": agency.name,
        "url": f"{settings.PUBLIC_URL}/{agency.slug}/{face}/claims/{claim.number}/#notes",
    }
    return render_to_string(f"claims/note.{language}.txt", context)


def _creditor_s_reader(claim: Claim) -> Reader | None:
    """The creditor's own address; failing that, who wrote for it last."""
    creditor = claim.creditor
    if creditor.email:
        return Reader(f"creditor:{creditor.pk}", creditor.email, creditor.language)
    return _last_author(claim, Side.CREDITOR)


def _agency_s_reader(claim: Claim) -> Reader | None:
    """Who wrote for the agency last; failing that, the agency's own address."""
    if found := _last_author(claim, Side.AGENCY):
        return found
    agency = Agency.objects.get(pk=current_agency_id())
    return Reader(f"agency:{agency.pk}", agency.email, agency.language) if agency.email else None


def _last_author(claim: Claim, side: str) -> Reader | None:
    """The member who wrote the last note of this side, if the seat is still held."""
    written = ClaimNote.objects.filter(claim=claim, side=side, author__startswith="member:").order_by("-pk").first()
    if written is None:
        return None
    seat = Member.objects.filter(pk=int(written.author.partition(":")[2]), ended_on=None).select_related("user").first()
    return Reader(f"member:{seat.pk}", seat.user.email, seat.user.language) if seat else None
