"""What becomes of messages about a claim, told in its timeline."""

from datetime import datetime

from django.db.models import Count, Max
from django.utils import translation
from django.utils.translation import ngettext

from agencies.models import Agency
from agencies.options import option
from agencies.scope import current_agency_id, widened
from claims.models import Claim, ClaimMessage, ClaimReply, Document
from claims.queries.replies import meant_by
from claims.services.lifecycle import locked
from claims.services.papers import add_paper
from claims.services.timeline import tell
from clients.models import Creditor
from core.errors import Stale
from files.services import Rejected, read
from messaging.events import LettersHandedOver, MessageFailed, MessageReceived, MessageSent, MessageUndelivered
from messaging.models import InboundFile, InboundMessage, Message
from messaging.queries import texting_number
from messaging.rules import NotToADebtor
from messaging.services import enqueue

UNTOLD = ("note.agency", "note.creditor")  # the note itself is told; that an e-mail said so is no news


def sent(event: MessageSent) -> None:
    """An e-mail or SMS left (letters leave by print run, which their stage tells)."""
    if event.kind in UNTOLD:
        return
    what = "texted" if event.channel == "sms" else "emailed"
    for claim, message in _about(event.message_id):
        tell(claim, what, at=_settled(message), kind=event.kind, to=message.address)


def failed(event: MessageFailed) -> None:
    """A message was refused for good: a person must see it."""
    for claim, message in _about(event.message_id):
        tell(claim, "not_sent", at=_settled(message), kind=event.kind, channel=event.channel, reason=event.reason)


def undelivered(event: MessageUndelivered) -> None:
    """A message that had left reached nobody: the number may be wrong."""
    for claim, message in _about(event.message_id):
        tell(claim, "undelivered", at=event.at, kind=event.kind, to=message.address, reason=event.reason)


def received(event: MessageReceived) -> None:
    """Somebody answered a message about these claims, named one of them, or is known to owe one."""
    inbound = InboundMessage.objects.get(pk=event.inbound_id)
    about = _about(event.message_id) if event.message_id else []
    for claim, message in about:
        _attached(claim, inbound, at=event.at, actor=message.recipient)
    for claim in [] if about else meant_by(inbound):
        _attached(locked(claim.pk), inbound, at=event.at)


def attach(*, inbound_id: int, claim_id: int, at: datetime) -> bool:
    """Say that what somebody wrote is about this claim; False when that was said before."""
    with widened("attach"):
        return _attached(locked(claim_id), InboundMessage.objects.get(pk=inbound_id), at=at)


def _attached(claim: Claim, inbound: InboundMessage, *, at: datetime, actor: str = "") -> bool:
    given = {"party_id": claim.party_id}
    _, new = ClaimReply.objects.get_or_create(claim=claim, inbound=inbound, defaults=given)
    if new:
        text = "\n".join(filter(None, [inbound.subject, inbound.text]))
        said = {"channel": inbound.channel, "sender": inbound.sender, "text": text}
        tell(claim, "replied", at=at, actor=actor, inbound=inbound.pk, **said)
        for came in InboundFile.objects.filter(inbound=inbound, file__isnull=False).select_related("file"):
            _keep_paper(claim, came, at=at)
    return new


def _keep_paper(claim: Claim, came: InboundFile, *, at: datetime) -> None:
    """A row of its own, which the creditor may see: the message may be about claims of others too."""
    kept = add_paper(claim_id=claim.pk, data=read(came.file), name=came.name, kind=Document.Kind.OTHER, at=at)
    if isinstance(kept, Rejected):
        raise RuntimeError(f"a file was not checked when it came in: {kept.code}")


def posted(event: LettersHandedOver) -> None:
    """Letters left: each creditor concerned gets one SMS with their number, where the agency wants that."""
    if not option("creditor.sms_on_posting", event.on):
        return
    about = ClaimMessage.objects.filter(message_id__in=event.message_ids).order_by()
    letters = dict(about.values_list("claim__creditor_id").annotate(letters=Count("message_id", distinct=True)))
    at = Message.objects.filter(pk__in=event.message_ids).aggregate(last=Max("settled_at"))["last"]
    for creditor in Creditor.objects.filter(pk__in=letters, wants_sms=True).order_by("pk"):
        if number := texting_number(creditor.phone, creditor.country):
            _text(creditor, number, letters[creditor.pk], event, at)


def _text(creditor: Creditor, number: str, letters: int, event: LettersHandedOver, at: datetime) -> None:
    agency = Agency.objects.get(pk=current_agency_id())
    with translation.override(creditor.language):
        text = ngettext(
            "%(agency)s: %(n)d letter about your files was posted on %(day)s.",
            "%(agency)s: %(n)d letters about your files were posted on %(day)s.",
            letters,
        ) % {"agency": agency.name, "n": letters, "day": f"{event.on:%d/%m/%Y}"}
    enqueue(
        dedupe_key=f"posted:{event.print_run_id}:{creditor.pk}:sms",
        kind="posted",
        channel="sms",
        recipient=f"creditor:{creditor.pk}",
        address=number,
        subject="",
        text=text,
        language=creditor.language,
        template_version="posted-sms-1",
        clearance=NotToADebtor("letters about the creditor's claims were posted"),
        party_id=creditor.party_id,
        at=at,
    )


def _settled(message: Message) -> datetime:
    """The moment at which the message ended; its absence is a bug of the outbox."""
    if message.settled_at is None:
        raise Stale(f"message {message.pk} has not ended")
    return message.settled_at


def _about(message_id: int) -> list[tuple[Claim, Message]]:
    links = ClaimMessage.objects.filter(message_id=message_id).select_related("message")
    return [(locked(link.claim_id), link.message) for link in links]
