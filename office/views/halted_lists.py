"""A list of what became known of firms: read and matched first, then a job stops their files."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.access import DoorClosed
from agencies.models import Member
from claims.intake import findings
from claims.intake.happenings import EXAMPLE, Unusable
from claims.models import Halt
from claims.queries.halts import Match, matches
from claims.services.halting import KIND, ask_list, keep_list, reading_of
from files.access import file_for
from files.models import File
from files.rules import MAX_BYTES
from files.services import Rejected
from formats.errors import Unreadable
from jobs import services as jobs
from jobs.access import job_for
from jobs.models import Job
from office.forms.halting import ListForm
from office.views.page import action, here, sheet, show, staff, to
from web.parts import Cell, Consequence, Heading, Row, TableView, Tone

SHOWN = 200  # rows of each table
FIELDS = {"number": gettext_lazy("Number of the firm"), "event": gettext_lazy("Event"), "date": gettext_lazy("Date")}
WRONG = {
    "bad_number": (gettext_lazy("This is no BCE, SIREN or VAT number."), gettext_lazy("Correct the number.")),
    "two_countries": (
        gettext_lazy("This number is right in Belgium and in France."),
        gettext_lazy("Add a column with the country."),
    ),
    "unknown_event": (
        gettext_lazy("This event is not known."),
        gettext_lazy("Write it as in the example: faillite, liquidation judiciaire, décès, radiation…"),
    ),
    "not_yet": (gettext_lazy("This day has not come yet."), gettext_lazy("Correct the date.")),
}
KINDS = dict(Halt.Kind.choices)


@staff("claims.work", "GET", "POST")
def halt_list(request: HttpRequest, member: Member) -> HttpResponse:
    """A list is handed in: kept, then shown matched."""
    form, problem = ListForm(request.POST or None, request.FILES or None), ""
    if request.method == "POST" and form.is_valid():
        kept = _kept(form.cleaned_data["file"])
        if isinstance(kept, File):
            return to(member, "halt_preview", file_uid=kept.uid)
        problem = kept
    context: dict[str, Any] = {
        "title": _("Insolvencies, deaths, strike-offs: load a list"),
        "lead": _("Nothing is stopped yet: you first see which debtors the list is about."),
        "back_label": _("Files"),
        "back_url": here(member, "claims"),
        "example": action(member, _("An example (CSV)"), "halt_example", "file"),
        "form": form,
        "drop_error": problem or " ".join(map(str, form.errors.get("file", []))),
        "accept": ".csv,.xlsx",
        "submit": _("Read the list"),
        "help": _("CSV or XLSX with the number of a firm (BCE, SIREN, VAT), the event and its date on each row."),
    }
    return show(request, member, "halt_list", "claims", 422 if context["drop_error"] else 200, **context)


def _kept(sent: Any) -> File | str:
    """The list, or why it is not taken."""
    if sent.size > MAX_BYTES:  # before it is in memory
        return findings.file_words("too_large")
    kept = keep_list(data=sent.read(), name=str(sent.name), on=timezone.localdate())
    if isinstance(kept, Unreadable):
        if kept.code == "columns_missing":
            lacks = ", ".join(str(FIELDS[name.strip()]) for name in kept.detail.split(","))
            return _("Columns are missing: %(names)s.") % {"names": lacks}
        return findings.file_words(kept.code, kept.detail)
    return kept.detail if isinstance(kept, Rejected) else kept


@staff("claims.work")
def halt_example(request: HttpRequest, member: Member) -> HttpResponse:
    """A list as we read it best."""
    heading, *rows = EXAMPLE
    return sheet("evenements-exemple.csv", [str(one) for one in heading], rows)


@staff("claims.work", "GET", "POST")
def halt_preview(request: HttpRequest, member: Member, file_uid: UUID) -> HttpResponse:
    """Which debtors and files a kept list is about; once it is confirmed, a job stops them."""
    kept, now = file_for(file_uid), timezone.now()
    if kept.party_id is not None:
        raise DoorClosed
    try:
        reading = reading_of(file=kept, on=timezone.localdate(now))
    except Unreadable as error:
        raise DoorClosed from error
    if request.method == "POST":
        return to(member, "halt_done", job_uid=ask_list(file=kept, at=now).uid)
    found = matches(reading.happenings)
    new = [one for one in found if len(one.debtors) > one.known]
    context: dict[str, Any] = {
        "title": kept.name,
        "lead": _("Nothing is stopped yet."),
        "back_url": here(member, "halt_list"),
        "consequences": _consequences(found, new, len(reading.unusable)),
        "possible": bool(new),
        "table": _matched([one for one in found if one.debtors]),
        "unusable": _unusable(reading.unusable),
    }
    return show(request, member, "halt_preview", "claims", **context)


def _consequences(found: list[Match], new: list[Match], unusable: int) -> list[Consequence]:
    debtors, claims = sum(len(one.debtors) - one.known for one in new), sum(one.claims for one in new)
    known, unmatched = sum(one.known for one in found), sum(not one.debtors for one in found)
    stops = ngettext("debtor is stopped", "debtors are stopped", debtors)
    files = ngettext("%(n)d open file stops at once.", "%(n)d open files stop at once.", claims) % {"n": claims}
    mails = _("Each creditor gets one e-mail.")
    said = [Consequence(debtors, stops, f"{files} {mails}", "danger")]
    told: tuple[tuple[int, str, Tone], ...] = (
        (known, ngettext("debtor was known as such", "debtors were known as such", known), "quiet"),
        (
            unmatched,
            ngettext("row is about none of our debtors", "rows are about none of our debtors", unmatched),
            "quiet",
        ),
        (unusable, ngettext("row cannot be used", "rows cannot be used", unusable), "attention"),
    )
    return said + [Consequence(count, words, "", tone) for count, words, tone in told if count]


def _matched(found: list[Match]) -> TableView:
    headings = [
        Heading(_("Row"), "key"), Heading(_("Number of the firm")), Heading(_("Event")), Heading(_("Debtors")),
        Heading(_("Files that stop"), "amount"),
    ]  # fmt: skip
    return TableView(
        _("Our debtors"), headings, [_match(one) for one in found[:SHOWN]], empty=_("None of them is ours.")
    )


def _match(one: Match) -> Row:
    said = one.happening
    names = ", ".join(dict.fromkeys(debtor.name for debtor in one.debtors))
    known = _("known already") if one.known == len(one.debtors) else ""
    cells = [
        Cell(str(said.row), "key"),
        Cell(said.firm.number, note=said.firm.country),
        Cell(str(KINDS[said.kind]), note=" · ".join(filter(None, (said.source, said.reference)))),
        Cell(names, note=known),
        Cell(str(one.claims), "amount"),
    ]
    return Row(str(said.row), "", cells)


def _unusable(rows: tuple[Unusable, ...]) -> TableView | None:
    headings = [Heading(_("Row"), "key"), Heading(_("Field")), Heading(_("What is written")), Heading(_("Why not"))]
    shown = [_wrong(row) for row in rows[:SHOWN]]
    return TableView(_("Rows that cannot be used"), headings, shown) if shown else None


def _wrong(row: Unusable) -> Row:
    why, cure = WRONG.get(row.code) or (findings.reason(row.code), findings.cure(row.code))
    cells = [
        Cell(str(row.row), "key"),
        Cell(str(FIELDS[row.field])),
        Cell(row.value or "–"),
        Cell(str(why), note=str(cure)),
    ]
    return Row(str(row.row), "", cells)


@staff("claims.work")
def halt_done(request: HttpRequest, member: Member, job_uid: UUID) -> HttpResponse:
    """How far the job is; then what it did."""
    found = job_for(job_uid)
    if found.kind != KIND:
        raise DoorClosed
    done, total = jobs.progress(found) or (0, 1)
    context: dict[str, Any] = {
        "title": _("Insolvencies, deaths, strike-offs"),
        "lead": _said(found.result) if found.result else "",
        "ended": found.ended_at is not None,
        "failed": found.state in (Job.State.FAILED, Job.State.CANCELLED),
        "done": done,
        "total": total,
        "refused": None,
        "back_url": here(member, "claims"),
    }
    return show(request, member, "bulk_done", "claims", **context)


def _said(result: dict[str, int]) -> str:
    stopped, known, mails = result["stopped"], result["known"], result["mails"]
    parts = [
        ngettext("%(n)d debtor is stopped.", "%(n)d debtors are stopped.", stopped) % {"n": stopped},
        ngettext("%(n)d was known already.", "%(n)d were known already.", known) % {"n": known},
        ngettext("%(n)d creditor gets an e-mail.", "%(n)d creditors get an e-mail.", mails) % {"n": mails},
    ]
    return " ".join(parts)
