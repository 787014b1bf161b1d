"""An insolvency, a death, a business struck off: the debtor's claims stop at once, and each creditor is told once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from agencies.models import Agency
from agencies.scope import current_agency_id, current_scope, widened
from claims.events import ClaimsImported
from claims.intake.happenings import Happening, Reading, read_happenings
from claims.models import Claim, ClaimMessage, Debtor, Document, Halt, Hold
from claims.queries.halts import debtors_of, halted_in, same_as
from claims.rules import HoldKind, Stage
from claims.services import lifecycle
from claims.services.timeline import tell
from core.errors import Stale
from files.models import File
from files.rules import CSV, DOCUMENTS, XLSX
from files.services import Rejected, keep, read
from formats.errors import Unreadable
from jobs import services as jobs
from jobs.models import Job
from messaging.models import Message
from messaging.rules import NotToADebtor
from messaging.services import enqueue
from web.formatting import day

TASK, KIND = "claims.halts", "halts"
SHEETS = (CSV, XLSX)
HOLD_KINDS: Mapping[str, HoldKind] = {Halt.Kind.DEATH: HoldKind.DEATH, Halt.Kind.STRUCK_OFF: HoldKind.STRUCK_OFF}
LANGUAGES = ("fr", "nl", "de", "en")  # of the e-mail: templates/claims/halted.<language>.txt
AT_ONCE = 500  # claims named in one e-mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became known: one of Halt.Kind, its day, who says so, and whoever stands in the debtor's place."""

    kind: str
    since: date
    source: str
    reference: str = ""
    stands_for: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """The proof, as it was handed in."""

    name: str
    data: bytes


def halt_claim(*, claim_id: int, told: Told, proof: Paper | None, on: date, at: datetime) -> list[Halt] | Rejected:
    """Stop all open claims of the claim's debtor, and of whoever is the same firm at other creditors; tell these.

    What is known already changes nothing. Rejected when the proof is no PDF or picture: nothing is done.
    """
    with widened("halt_claim"):
        debtors = same_as(Debtor.objects.get(pk=lifecycle.locked(claim_id).debtor_id))
        made: list[Halt] = []
        for debtor in [one for one in debtors if not _is_known(one.pk, told.kind)]:
            kept = (
                keep(data=proof.data, name=proof.name, party_id=debtor.party_id, allowed=DOCUMENTS) if proof else None
            )
            if isinstance(kept, Rejected):
                return kept
            made.append(_halt(debtor, told, kept, on, at))
        tell_creditors(on=on, at=at)
    return made


def keep_list(*, data: bytes, name: str, on: date) -> File | Unreadable | Rejected:
    """Keep a list of events until it is confirmed; refused where it cannot be read."""
    try:
        read_happenings(data, name, on)
    except Unreadable as error:
        return error
    return keep(data=data, name=name, allowed=SHEETS)


def reading_of(*, file: File, on: date) -> Reading:
    """What a kept list says. Raises Unreadable where the file was never one."""
    return read_happenings(read(file), file.name, on)


def ask_list(*, file: File, at: datetime) -> Job:
    """Have a worker stop the debtors of a kept list."""
    return jobs.ask(kind=KIND, task=TASK, at=at, party_id=None, file_id=file.pk)


def halt_row(*, happening: Happening, on: date, at: datetime) -> tuple[int, int]:
    """Stop the debtors that a row is about: how many are newly stopped, and how many were found."""
    with widened("halt_row"):
        told = Told(
            kind=happening.kind,
            since=happening.since,
            source=happening.source,
            reference=happening.reference,
            stands_for=happening.stands_for,
        )
        found = debtors_of([happening.firm]).get(happening.firm, [])
        made = [halt_debtor(debtor_id=debtor.pk, told=told, on=on, at=at) for debtor in found]
    return sum(one is not None for one in made), len(found)


def halt_debtor(*, debtor_id: int, told: Told, on: date, at: datetime) -> Halt | None:
    """Stop the open claims of one debtor; None when that was known. Its creditor is told by `tell_creditors`."""
    with widened("halt_debtor"):
        debtor = Debtor.objects.select_for_update(of=("self",)).get(pk=debtor_id)
        return None if _is_known(debtor.pk, told.kind) else _halt(debtor, told, None, on, at)


def taken_in(event: ClaimsImported) -> None:
    """Claims handed over for a debtor that is stopped, or for the same firm, rest at once; creditors are told."""
    with widened("taken_in"):
        found = halted_in(event.import_id)
        for halt in [halt for debtor, halt in found if debtor.pk == halt.debtor_id]:
            for claim in [one for one in _open_claims(halt.debtor_id) if one.source_id == event.import_id]:
                _stop(claim, halt, event.at)
        for debtor, halt in found:  # what is known of a debtor already changes nothing
            halt_debtor(debtor_id=debtor.pk, told=_as_told(halt), on=event.on, at=event.at)
        if found:
            tell_creditors(on=event.on, at=event.at)


def _as_told(halt: Halt) -> Told:
    return Told(
        kind=halt.kind,
        since=halt.since,
        source=halt.source,
        reference=halt.reference,
        stands_for=halt.stands_for,
    )


def _is_known(debtor_id: int, kind: str) -> bool:
    return Halt.objects.filter(debtor_id=debtor_id, kind=kind, lifted_on=None).exists()


def _halt(debtor: Debtor, told: Told, proof: File | None, on: date, at: datetime) -> Halt:
    made = Halt.objects.create(
        party_id=debtor.party_id, debtor=debtor, kind=told.kind, since=told.since, source=told.source,
        reference=told.reference, stands_for=told.stands_for, proof=proof, recorded_on=on,
        recorded_by_id=current_scope().member_id,
    )  # fmt: skip
    for claim in _open_claims(debtor.pk):
        _stop(claim, made, at)
    return made


def _stop(claim: Claim, halt: Halt, at: datetime) -> None:
    said = {"event": halt.kind, "since": halt.since.isoformat(), "source": halt.source, "reference": halt.reference}
    tell(claim, "halted", at=at, **said, stands_for=halt.stands_for)
    if halt.proof_id:
        lifecycle.add_document(claim, file_id=halt.proof_id, kind=Document.Kind.OTHER, at=at)
    kind = HOLD_KINDS.get(halt.kind, HoldKind.INSOLVENCY)
    reason = ", ".join(filter(None, (halt.source, halt.reference)))
    lifecycle.hold(claim_id=claim.pk, kind=kind, since=halt.since, reason=reason, at=at, halt_id=halt.pk)


def _open_claims(debtor_id: int) -> list[Claim]:
    claims = Claim.objects.filter(debtor_id=debtor_id).exclude(stage=Stage.CLOSED).order_by("pk")
    return list(claims.select_for_update(of=("self",)))


def lift(*, halt_id: int, why: str, mistake: bool, on: date, at: datetime) -> None:
    """The claims go on from `on`, with the reason in their timeline. A `mistake` is as if it had never been: interest
    of the days between is owed again. Raises Stale when it was lifted before.
    """
    with widened("lift"):
        halt = Halt.objects.select_related("debtor").get(pk=halt_id)
        if not Halt.objects.filter(pk=halt_id, lifted_on=None).update(lifted_on=on, lifted_why=why):
            raise Stale(f"halt {halt_id} was lifted before")
        holds = Hold.objects.filter(halt=halt, ended_on=None).select_related("claim").order_by("pk")
        for row in list(holds):
            claim = lifecycle.locked(row.claim_id)
            Hold.objects.filter(pk=row.pk).update(undone=mistake)
            tell(claim, "halt_lifted", at=at, event=halt.kind, why=why)
            lifecycle.release(hold_id=row.pk, on=on, at=at)


def tell_creditors(*, on: date, at: datetime) -> int:
    """Write to each creditor, once, about all that it was not told yet; how many e-mails."""
    with widened("tell_creditors"):
        waiting = list(Halt.objects.select_for_update(of=("self",)).filter(told_on=None).order_by("pk"))
        by_party: dict[int, list[Halt]] = {}
        for halt in waiting:
            by_party.setdefault(halt.party_id, []).append(halt)
        sent = [_written(rows, at) for rows in by_party.values()]
        Halt.objects.filter(pk__in=[halt.pk for halt in waiting]).update(told_on=on)
    return sum(sent)


def _written(halts: Sequence[Halt], at: datetime) -> bool:
    """False where the creditor has no claim that stops, or no address."""
    kinds = {halt.debtor_id: halt for halt in halts}
    claims = Claim.objects.filter(debtor_id__in=kinds).exclude(stage=Stage.CLOSED).select_related("debtor", "creditor")
    stopped = list(claims.order_by("number")[:AT_ONCE])
    if not stopped or not stopped[0].creditor.email:
        return False
    message = _mail(stopped, kinds, at)
    links = (ClaimMessage(claim=claim, message=message, party_id=claim.party_id) for claim in stopped)
    ClaimMessage.objects.bulk_create(links, ignore_conflicts=True)
    return True


def _mail(stopped: Sequence[Claim], kinds: Mapping[int, Halt], at: datetime) -> Message:
    creditor, halts = stopped[0].creditor, list(kinds.values())
    language = creditor.language if creditor.language in LANGUAGES else LANGUAGES[0]
    subject, _, text = _words(stopped, kinds, language).partition("\n")
    return enqueue(
        dedupe_key=f"halted:{creditor.pk}:{halts[0].pk}-{halts[-1].pk}",
        kind="halted",
        channel="email",
        recipient=f"creditor:{creditor.pk}",
        address=creditor.email,
        subject=subject.strip(),
        text=text,
        language=language,
        template_version="halted-1",
        clearance=NotToADebtor("what became known of its debtors"),
        party_id=creditor.party_id,
        at=at,
    )


def _words(stopped: Iterable[Claim], kinds: Mapping[int, Halt], language: str) -> str:
    agency = Agency.objects.get(pk=current_agency_id())
    with translation.override(language):
        lines = [_line(claim, kinds[claim.debtor_id], language) for claim in stopped]
        context = {
            "lines": lines,
            "agency": agency.name,
            "url": f"{settings.PUBLIC_URL}/{agency.slug}/portal/claims/",
        }
        return render_to_string(f"claims/halted.{language}.txt", context)


def _line(claim: Claim, halt: Halt, language: str) -> str:
    told = [halt.get_kind_display(), day(halt.since), halt.source, halt.reference, halt.stands_for]
    return f"{claim.number}, {claim.debtor.name} : " + " · ".join(filter(None, told))
