"""Reads about messages and print runs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from files.models import File
from messaging import rules
from messaging.channels.phones import mobile
from messaging.channels.sms import is_configured
from messaging.models import (
    BadAddress,
    DeliveryReport,
    InboundFile,
    LetterText,
    Mailbox,
    Message,
    MessageFile,
    OptOut,
    PrintRun,
    PrintRunPart,
    Registration,
)
from messaging.rules import State


def agencies_with_messages(at: datetime) -> list[int]:
    """The ids of agencies with a message due at `at` or being sent; crosses agencies, returns ids only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agencies_with_messages(%s)", [at])
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class PrintRunRow:
    """A print run as the office lists it; `printed` letters wait for the hand-over, `unfinished` ones for a worker."""

    print_run_id: int
    posting_on: date
    closed_at: datetime | None
    handed_over_on: date | None
    printed: int
    unfinished: int
    sent: int
    handed_over_by: str = ""
    manifest: File | None = None


def print_runs(limit: int = 50, *, waiting: bool = False) -> list[PrintRunRow]:
    """The latest print runs, newest posting day first; `waiting` keeps those with letters to hand over. One query."""
    runs = PrintRun.objects.filter(handed_over_on=None) if waiting else PrintRun.objects.all()
    found = [_print_run(run) for run in _counted(runs).order_by("-posting_on", "-id")[:limit]]
    return [run for run in found if run.printed or run.unfinished] if waiting else found


def print_run_row(print_run_id: int) -> PrintRunRow | None:
    """One print run with its counts, its manifest and who handed it over, or None; one query."""
    found = PrintRun.objects.filter(pk=print_run_id).select_related("handed_over_by__user", "manifest")
    run = _counted(found).first()
    if run is None:
        return None
    by = str(run.handed_over_by.user) if run.handed_over_by else ""
    return replace(_print_run(run), handed_over_by=by, manifest=run.manifest)


def _counted(runs: QuerySet[PrintRun]) -> QuerySet[PrintRun]:
    return runs.annotate(
        printed=Count("letters", filter=Q(letters__state="printed")),
        unfinished=Count("letters", filter=Q(letters__state__in=["queued", "sending"])),
        sent=Count("letters", filter=Q(letters__state="sent")),
    )


def _print_run(run: PrintRun) -> PrintRunRow:
    counts: dict[str, Any] = {name: getattr(run, name) for name in ("printed", "unfinished", "sent")}
    return PrintRunRow(
        print_run_id=run.pk,
        posting_on=run.posting_on,
        closed_at=run.closed_at,
        handed_over_on=run.handed_over_on,
        **counts,
    )


def letters_of(print_run_id: int, states: tuple[str, ...] = ()) -> QuerySet[Message]:
    """The letters of a run, in these states when some are named."""
    letters: QuerySet[Message] = Message.objects.filter(print_run_id=print_run_id)
    return letters.filter(state__in=states) if states else letters


def unprinted() -> list[PrintRun]:
    """Closed runs whose letters are all made and whose files for the printer are not; one query."""
    letters = Message.objects.filter(print_run=OuterRef("pk"))
    made, unmade = letters.filter(state__in=["printed", "sent"]), letters.filter(state__in=["queued", "sending"])
    closed = PrintRun.objects.filter(closed_at__isnull=False, manifest=None)
    return list(closed.filter(Exists(made), ~Exists(unmade)).order_by("pk"))


def parts_of(print_run_id: int) -> list[PrintRunPart]:
    """The files of a run for the printer, in order; one query. Its manifest is on the run."""
    parts = PrintRunPart.objects.filter(print_run_id=print_run_id).select_related("file")
    return list(parts.order_by("number"))


def place_in_run(message: Message) -> tuple[str, str, int]:
    """What the letters of a run are sorted by: postcode, as the post sorts them, then number."""
    return rules.postcode_of(message.address), message.subject.zfill(20), message.pk


def registered_letters(print_run_id: int) -> list[Message]:
    """The registered letters of a run that wait for the post, in the order of its files; one query."""
    letters = letters_of(print_run_id, (State.PRINTED,)).filter(channel="registered")
    return sorted(letters.defer("html", "text", "clearance"), key=place_in_run)


def registrations_of(message_ids: list[int]) -> dict[int, Registration]:
    """The numbers at the post, with their proof, of some letters, by message; one query."""
    rows = Registration.objects.filter(message_id__in=message_ids).select_related("proof")
    return {row.message_id: row for row in rows}


def files_of(message_ids: list[int]) -> list[MessageFile]:
    """What went with some messages, in their order; one query."""
    rows = MessageFile.objects.filter(message_id__in=message_ids).select_related("file")
    return list(rows.order_by("message_id", "position"))


def unsettled() -> dict[str, int]:
    """How many messages wait for a person: parked ones, and those that failed for good. One query."""
    waiting = Message.objects.filter(state__in=["parked", "failed"]).order_by().values_list("state")
    return dict(waiting.annotate(count=Count("pk")))


def files_received(inbound_ids: Iterable[int]) -> dict[int, list[InboundFile]]:
    """What came with some received messages, in order, by message; one query."""
    rows = InboundFile.objects.filter(inbound_id__in=list(inbound_ids)).select_related("file")
    found: dict[int, list[InboundFile]] = {}
    for row in rows.order_by("inbound_id", "position"):
        found.setdefault(row.inbound_id, []).append(row)
    return found


def failing_mailboxes() -> list[Mailbox]:
    """The mailboxes that cannot be read now, the longest first; one query."""
    return list(Mailbox.objects.filter(failing_since__isnull=False).order_by("failing_since"))


def opted_out(channel: str, address: str) -> bool:
    """Whether whoever is at this address asked not to be written to by this channel; one query."""
    kept = address.lower() if channel == "email" else address
    return bool(OptOut.objects.filter(channel=channel, address=kept, ended_at=None).exists())


def closed_channels(addresses: Mapping[str, str]) -> set[str]:
    """Which of these channels, each with its address, were asked to be left alone; one query."""
    asked = Q(pk=None)
    for channel, address in addresses.items():
        asked |= Q(channel=channel, address=address)
    return set(OptOut.objects.filter(asked, ended_at=None).values_list("channel", flat=True)) if addresses else set()


def bad_addresses(emails: Iterable[str]) -> dict[str, BadAddress]:
    """Those of these e-mail addresses that mail came back from for good, as written; one query."""
    wanted = {email.lower(): email for email in emails if email}
    rows = BadAddress.objects.filter(channel="email", address__in=list(wanted), ended_at=None) if wanted else ()
    return {wanted[row.address]: row for row in rows}


def returned(message_ids: Iterable[int]) -> dict[int, DeliveryReport]:
    """Those of these messages that reached nobody, with the report that says so; one query."""
    rows = DeliveryReport.objects.filter(message_id__in=list(message_ids), status__in=rules.RETURNED)
    return {row.message_id: row for row in rows}


def came_back(messages: QuerySet[Message]) -> QuerySet[Message]:
    """The messages that had left and reached nobody."""
    reports = DeliveryReport.objects.filter(message_id=OuterRef("pk"), status__in=rules.RETURNED)
    return messages.filter(Exists(reports))


def texting_number(phone: str, country: str) -> str:
    """The number in E.164 where an SMS may go: of a mobile, which did not say stop, by an account we have; or ""."""
    number = mobile(phone, country) if is_configured() else ""
    return "" if not number or opted_out("sms", number) else number


def latest_text(notice: str, audience: str, language: str) -> LetterText | None:
    """The agency's own words for a notice as they hold now; None while it never had any. One query."""
    return text_history(notice, audience, language).first()


def text_history(notice: str, audience: str, language: str) -> QuerySet[LetterText]:
    """Every version of the agency's words for a notice, latest first, with who made it."""
    found = LetterText.objects.filter(notice=notice, audience=audience, language=language)
    return found.select_related("made_by__user").order_by("-version")


def text_version(notice: str, audience: str, language: str, version: int) -> Mapping[str, str]:
    """The words of one version, empty for the shipped ones. LookupError when there is no such version."""
    row = text_history(notice, audience, language).filter(version=version).first() if version else None
    if version and row is None:
        raise LookupError(f"{notice} {audience} {language} has no version {version}")
    return row.blocks if row else {}


def latest_texts() -> dict[tuple[str, str, str], LetterText]:
    """The latest version of every notice that the agency worded; one query."""
    rows = LetterText.objects.select_related("made_by__user").order_by("version")
    return {(row.notice, row.audience, row.language): row for row in rows}
