"""Writing the letter that is due. Imports the layout engine (a second): only workers and commands import this."""

from datetime import date, datetime

from django.utils.timezone import localdate

from claims import guard
from claims.models import Claim, ClaimMessage, Document
from claims.queries.law import law_options
from claims.rules import Stage
from claims.services import lifecycle
from claims.services.timeline import tell
from claims.statement import Line
from clients.queries import is_reserved
from clients.services import reserve_paynow
from files.models import File
from files.rules import PDF
from files.services import Rejected, keep
from jobs.services import start_clock
from law.clearance import Act, Clearance
from law.refusals import Refusal
from law.refusals import gettext_noop as _
from law.rulesets import home_of
from law.workdays import add_working_hours, moved_to_working
from messaging.letters.content import unsayable
from messaging.letters.pdf import render
from messaging.models import Message
from messaging.services import enqueue
from paynow import rules
from paynow.composing import Composed, compose, nothing_left
from paynow.models import Notice
from paynow.services.planning import CLOCK, subject

ACTS: dict[str, Act] = {rules.FIRST_REMINDER: "first-reminder", rules.PAYNOW: "notice"}
NO_ADDRESS = Refusal(
    "address-missing",
    _("House rule"),
    _("The debtor's postal address is not complete: a notice goes by post."),
    cure=_("Complete the address."),
)
NO_IBAN = Refusal(
    "payee-iban-missing",
    _("House rule"),
    _("The account to be paid is not known."),
    cure=_("Record the creditor's IBAN."),
)
STOCK_EMPTY = Refusal(
    "stock-empty",
    _("Brochure CREANSYS, p. 7"),
    _("The creditor has no PAYNOW left."),
    cure=_("Buy a pack, or accept the single price."),
)

UNSAYABLE = Refusal(
    "letter-text",
    _("House rule"),
    _("The agency's own text of this letter cannot be printed: a mandatory mention or the value of a variable lacks."),
    cure=_("Correct the text of the letter in the settings, or restore the shipped one."),
)


def write(*, claim_id: int, at: datetime) -> Notice | tuple[Refusal, ...] | None:
    """Send the first reminder or the PAYNOW that is due, or say why not; None when nothing is due.

    The claim's row is locked and its date moved in the same transaction: whoever comes second finds nothing to do.
    """
    claim = lifecycle.locked(claim_id)
    on = localdate(at)
    if claim.next_act not in ACTS or claim.next_on is None or claim.next_on > on:
        return None
    kind, act = claim.next_act, ACTS[claim.next_act]
    leave = guard.ask(claim, act, recipient=recipient(claim), at=at)
    refusals = leave if isinstance(leave, tuple) else _house_refusals(claim, at)
    composed = None if refusals else compose(claim, kind, _posting_day(claim, on))
    if composed and unsayable(composed.letter):
        refusals = (UNSAYABLE,)
    if refusals:
        guard.remember(claim, act, refusals, at=at)
        lifecycle.plan(claim, kind, guard.retry_on(refusals, on))
        return refusals
    return _send(claim, kind, composed, leave, at) if composed and isinstance(leave, Clearance) else None


def recipient(claim: Claim) -> str:
    """How messages name the debtor."""
    return f"debtor:{claim.debtor_id}"


def _house_refusals(claim: Claim, at: datetime) -> tuple[Refusal, ...]:
    debtor = claim.debtor
    if not (debtor.street and debtor.postcode and debtor.city):
        return (NO_ADDRESS,)
    if not claim.creditor.iban:
        return (NO_IBAN,)
    from_stock = claim.stage == Stage.PAYNOW and claim.contract.paynow_from_stock  # a later stage's notice is its own
    if claim.next_act == rules.PAYNOW and from_stock and not _reserved(claim, at):
        return (STOCK_EMPTY,)
    return ()


def _reserved(claim: Claim, at: datetime) -> bool:
    """Whether a PAYNOW is set aside for this claim, now if it was not before."""
    reserve_paynow(party_id=claim.party_id, sources=[subject(claim.pk)], at=at)
    return is_reserved(claim.party_id, subject(claim.pk))


def _send(claim: Claim, kind: str, composed: Composed, leave: Clearance, at: datetime) -> Notice | None:
    if nothing_left(composed.statement):
        lifecycle.plan(claim, "", None)
        return None
    guard.clear(claim, ACTS[kind], at=at)
    file = _kept(claim, kind, render(composed.letter))
    message = _enqueued(claim, kind, composed, file, leave, at)
    notice = _recorded(claim, kind, composed, file, message, at)
    lifecycle.plan(claim, "posting", None)
    return notice


def _posting_day(claim: Claim, on: date) -> date:
    """The planned posting day, on which amount and deadline are computed: today, or the next working day."""
    return moved_to_working(home_of(claim.entity.country), on, law_options(on))


def _kept(claim: Claim, kind: str, data: bytes) -> File:
    file = keep(data=data, name=f"{kind}-{claim.number}.pdf", party_id=claim.party_id, allowed=[PDF])
    if isinstance(file, Rejected):
        raise RuntimeError(f"our own letter was rejected: {file.code}")
    return file


def _enqueued(claim: Claim, kind: str, composed: Composed, file: File, leave: Clearance, at: datetime) -> Message:
    made = Notice.objects.filter(claim=claim, kind=kind).count()
    message = enqueue(
        dedupe_key=f"claim:{claim.pk}:{kind}:{made + 1}:letter",
        kind=f"paynow.{kind}",
        channel="letter",
        recipient=recipient(claim),
        address="\n".join(composed.letter.recipient.address),
        subject=str(claim.number),
        text="",
        files=[file],
        posting_on=composed.letter.posted_on,
        language=composed.letter.language,
        template_version=composed.version,
        clearance=leave,
        party_id=claim.party_id,
        at=at,
    )
    ClaimMessage.objects.create(claim=claim, message=message, party_id=claim.party_id)
    return message


def _recorded(claim: Claim, kind: str, composed: Composed, file: File, message: Message, at: datetime) -> Notice:
    letter = composed.letter
    notice = Notice.objects.create(
        party_id=claim.party_id,
        claim=claim,
        kind=kind,
        message=message,
        file=file,
        posting_on=letter.posted_on,
        deadline_on=letter.deadline,
        amount=letter.total,
        statement=[_told(line) for line in composed.statement.lines],
        payee_name=composed.payee.name,
        payee_iban=composed.payee.iban,
        template_version=composed.version,
        made_at=at,
    )
    lifecycle.add_document(claim, file_id=file.pk, kind=Document.Kind.LETTER, at=at)
    tell(claim, "written", at=at, kind=kind, amount=str(letter.total), deadline=letter.deadline)
    if kind == rules.PAYNOW:
        due_at = add_working_hours(home_of(claim.entity.country), at, 24)  # by the calendar of its posting day
        start_clock(kind=CLOCK, subject=subject(claim.pk), at=at, due_at=due_at)
    return notice


def _told(line: Line) -> dict[str, str | None]:
    shown = {
        name: getattr(line, name) for name in ("part", "amount", "rule", "source", "item", "first", "last", "rate")
    }
    return {name: None if value is None else str(value) for name, value in shown.items()}
