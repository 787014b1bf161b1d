"""Handing invoices over: the file, the judgement of its rows, the signature, the job."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_htmx.http import HttpResponseClientRedirect

from agencies.models import Member
from claims.intake import findings
from claims.intake.judge import Judged
from claims.services import handing
from claims.services.handing import Preview
from claims.services.intake import Judgement, Refused
from clients.models import Contract, Creditor
from clients.queries import paynow_left, running_contract
from files.access import file_for
from files.models import File
from files.rules import MAX_BYTES
from formats.columns import fields
from jobs import services as jobs
from jobs.access import job_for
from jobs.models import Job
from portal.forms import SignForm
from portal.views.page import creditor_of, creditors, here, show
from web import marks
from web.formatting import money
from web.parts import Action, Cell, Consequence, Figure, Heading, Option, Row, Step, TableView

ROWS = 100  # of a judged file on one page
SAMPLES = 3
EXAMPLE = {
    "invoice_number": "2026-001",
    "debtor_name": "Exemple SRL",
    "customer_number": "C-100",
    "enterprise_number": "0403.170.701",
    "street": "Rue Haute 1",
    "postcode": "7000",
    "city": "Mons",
    "country": "BE",
    "email": "compta@exemple.example",
    "phone": "+32 65 00 00 00",
    "invoice_date": "02/03/2026",
    "due_date": "01/04/2026",
    "total": "1 210,00",
    "balance_due": "1 210,00",
    "currency": "EUR",
    "debtor_kind": "entreprise",
    "first_reminder_sent_on": "15/04/2026",
    "first_reminder_channel": "e-mail",
    "description": "Livraison de mars",
}
NO_CONTRACT = gettext_noop("No contract is running: ask the agency before handing invoices over.")


@creditors("claims.import", "GET", "POST")
def upload(request: HttpRequest, member: Member) -> HttpResponse:
    """The file: dropped or chosen, kept, then shown judged."""
    creditor = creditor_of(member)
    error = "" if running_contract(creditor) else _(NO_CONTRACT)
    given = request.FILES.get("file")
    if request.method == "POST" and not error:
        kept = _received(creditor, given)
        if isinstance(kept, File):
            return redirect(here(member, "preview", file=kept.uid))
        error = findings.file_words(kept.code, kept.detail)
    steps = _steps(0)
    template = Action(_("Download an example file"), here(member, "template"), icon="download")
    status = 422 if request.method == "POST" else 200
    return show(request, member, "lists", "upload", error=error, steps=steps, example=template, status=status)


def _received(creditor: Creditor, given: object) -> File | Refused:
    if (size := getattr(given, "size", 0)) > MAX_BYTES:  # before it is in memory
        return Refused("too_large", f"{size} > {MAX_BYTES} bytes")
    data = given.read() if hasattr(given, "read") else b""
    name = str(getattr(given, "name", "")) or "-"
    return handing.receive(data=data, name=name, party_id=creditor.party_id) if data else Refused("empty")


@creditors("claims.import")
def template(request: HttpRequest, member: Member) -> HttpResponse:
    """An example of a file: our headings, one row."""
    known = fields()
    heading = [known[name][0] for name in EXAMPLE]
    return _csv(handing.example_csv(heading=heading, row=list(EXAMPLE.values())), "creansys-exemple.csv")


@creditors("claims.import")
def preview(request: HttpRequest, member: Member, file: UUID) -> HttpResponse:
    """What was understood of the file: columns, the judgement of each row, what it costs; then the signature."""
    return _preview(request, member, file_for(file), SignForm())


@creditors("claims.import", "POST")
def columns(request: HttpRequest, member: Member, file: UUID) -> HttpResponse:
    """The creditor says what the headings of its file mean; remembered for the next ones."""
    creditor, kept = creditor_of(member), file_for(file)
    seen = handing.preview(file=kept, creditor=creditor, on=timezone.localdate())
    if isinstance(seen, Preview):
        known = {*fields(), ""}
        given = {title: request.POST.get(f"column-{place}") for place, title in enumerate(seen.sheet.heading) if title}
        chosen = {title: name for title, name in given.items() if name is not None and name in known}
        handing.remember_columns(creditor=creditor, chosen=chosen)
    return redirect(here(member, "preview", file=kept.uid))


@creditors("claims.import", "POST")
def sign(request: HttpRequest, member: Member, file: UUID) -> HttpResponse:
    """The written order: a job loads the list."""
    form, kept, creditor = SignForm(request.POST), file_for(file), creditor_of(member)
    contract = running_contract(creditor)
    if not form.is_valid() or contract is None:
        return _preview(request, member, kept, form)
    job = handing.sign(file=kept, contract=contract, name=form.cleaned_data["name"], at=timezone.now())
    return redirect(here(member, "job", job=job.uid))


@creditors("claims.import")
def refused(request: HttpRequest, member: Member, file: UUID) -> HttpResponse:
    """The refused rows of a file that is not signed yet, with the reasons, to mend."""
    kept = file_for(file)
    seen = handing.preview(file=kept, creditor=creditor_of(member), on=timezone.localdate())
    if isinstance(seen, Refused) or isinstance(seen.judged, Refused):
        return redirect(here(member, "preview", file=kept.uid))
    rows = (
        (row.cells, [(one.code, one.severity) for one in row.findings]) for row in seen.judged.rows if not row.ready
    )
    return _csv(handing.mending_csv(heading=seen.sheet.heading, rows=rows), _("to-mend.csv"))


@creditors("claims.import")
def job(request: HttpRequest, member: Member, job: UUID) -> HttpResponse:
    """How far the loading is; leads to the list once it is there."""
    found = job_for(job)
    if found.state == Job.State.DONE and found.result.get("import"):
        target = here(member, "import", made=found.result["import"])
        return HttpResponseClientRedirect(target) if request.htmx else redirect(target)  # type: ignore[attr-defined]
    done, total = jobs.progress(found) or (0, handing.STEPS)
    error = ""
    if found.state == Job.State.DONE:
        error = findings.file_words(str(found.result.get("code")), str(found.result.get("detail", "")))
    elif found.state in (Job.State.FAILED, Job.State.CANCELLED):
        error = _("The list was not loaded: nothing was changed. Sign it again; if it fails twice, tell the agency.")
    context: dict[str, Any] = {"job": found, "done": done, "total": total, "error": error, "steps": _steps(2)}
    return show(request, member, "lists", "job", back=here(member, "upload"), **context)


def _preview(request: HttpRequest, member: Member, kept: File, form: SignForm) -> HttpResponse:
    creditor = creditor_of(member)
    seen = handing.preview(file=kept, creditor=creditor, on=timezone.localdate())
    if isinstance(seen, Refused):
        return show(request, member, "lists", "upload", error=findings.file_words(seen.code, seen.detail), status=422)
    context: dict[str, Any] = {
        "file": kept,
        "steps": _steps(1, kept.name),
        "columns": _columns(seen),
        "fields": [(name, str(words)) for name, words in findings.FIELDS.items()],
        "columns_url": here(member, "columns", file=kept.uid),
        "sign_url": here(member, "sign", file=kept.uid),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    if isinstance(seen.judged, Refused):
        error = findings.file_words(seen.judged.code, seen.judged.detail)
        return show(request, member, "lists", "preview", error=error, status=status, **context)
    context |= _judged(request, member, kept, seen.judged, running_contract(creditor))
    return show(request, member, "lists", "preview", status=status, **context)


def _judged(
    request: HttpRequest, member: Member, kept: File, judged: Judgement, contract: Contract | None
) -> dict[str, object]:
    address = here(member, "preview", file=kept.uid)
    mending = Action(_("Download the refused rows"), here(member, "refused", file=kept.uid), icon="download")
    stock = paynow_left(contract.party_id) if contract and contract.paynow_from_stock else None
    return {
        "judged": judged,
        "figures": _figures(judged, address),
        "rows": _rows(request, judged, address),
        "mending": mending if judged.count("error") else None,
        "consequences": _consequences(judged, stock),
        "contract": contract,
    }


def _figures(judged: Judgement, address: str) -> list[Figure]:
    ready, warned, wrong = (judged.count(verdict) for verdict in ("ready", "warning", "error"))
    return [
        Figure(_("Rows ready"), str(ready), tone="ok", url=f"{address}?verdict=ready#rows"),
        Figure(_("Rows with a remark"), str(warned), tone="attention", url=f"{address}?verdict=warning#rows"),
        Figure(_("Rows refused"), str(wrong), tone="danger", url=f"{address}?verdict=error#rows"),
        Figure(_("Files opened"), str(judged.claims)),
        Figure(_("Amount"), money(judged.amount)),
    ]


def _consequences(judged: Judgement, stock: int | None) -> list[Consequence]:
    """What signing does, in numbers."""
    said = [Consequence(judged.claims, _("files are opened"), money(judged.amount), "ok")]
    if stock is not None:
        used = min(stock, judged.claims)
        left = _("%(left)d left of %(stock)d") % {"left": stock - used, "stock": stock}
        said.append(Consequence(used, _("PAYNOW are reserved"), left))
        if judged.claims > stock:
            why = _("The stock is empty: they leave once you have bought more.")
            said.append(Consequence(judged.claims - stock, _("PAYNOW wait"), why, "attention"))
    if wrong := judged.count("error"):
        said.append(Consequence(wrong, _("rows are not loaded"), _("Mend them and hand them over again."), "danger"))
    return said


def _rows(request: HttpRequest, judged: Judgement, address: str) -> TableView:
    """A page of the judged rows, those with a remark first asked for."""
    names = {
        "": _("To look at"),
        "error": _("Rows refused"),
        "warning": _("Rows with a remark"),
        "ready": _("Rows ready"),
    }
    wanted = request.GET.get("verdict", "")
    wanted = wanted if wanted in names else ""
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 8 else 0
    chosen = [row for row in judged.rows if row.number > start and _asked(row, wanted)][: ROWS + 1]
    further = urlencode({"verdict": wanted, "after": chosen[ROWS - 1].number}) if len(chosen) > ROWS else ""
    headings = [
        Heading(_("Row"), "key"),
        Heading(_("Invoice")),
        Heading(_("What we read")),
        Heading(_("Verdict"), "badge"),
    ]
    views = [Option(words, f"{address}?verdict={key}#rows", key == wanted) for key, words in names.items()]
    return TableView(
        caption=_("Rows of the file"),
        headings=headings,
        rows=[_row(row) for row in chosen[:ROWS]],
        views=views,
        empty=_("No row here."),
        previous_url=f"{address}?verdict={wanted}#rows" if start else "",
        next_url=f"{address}?{further}#rows" if further else "",
    )


def _asked(row: Judged, wanted: str) -> bool:
    return row.verdict == wanted or (not wanted and row.verdict != "ready")


def _row(row: Judged) -> Row:
    said = " ".join(findings.said(one.field, one.code, one.detail) for one in row.findings)
    number = (row.ready.number if row.ready else "") or _start(row)
    amount = marks.amount(row.ready.balance) if row.ready else ""
    signs = {"ready": ("ok", _("Ready")), "warning": ("attention", _("Remark")), "error": ("danger", _("Refused"))}
    tone, words = signs[row.verdict]
    note = row.ready.person.name if row.ready else ""
    cells = [
        Cell(str(row.number), "key"),
        Cell(number, note=note),
        Cell(said or amount),
        Cell(marks.badge(words, tone), "badge"),
    ]
    return Row(str(row.number), "", cells)


def _start(row: Judged) -> str:
    """The first cells of a row that was not understood, so that its writer knows it again."""
    told = (str(cell) for cell in row.cells if cell not in ("", None))
    return " · ".join(islice(told, SAMPLES))[:80]


def _columns(seen: Preview) -> list[dict[str, object]]:
    """Each column of the file: its heading, some of its values, what it was taken for."""
    fed = {column: name for name, column in seen.columns.fields.items()}
    sample = seen.sheet.sample(20)
    return [
        {"place": place, "title": title, "values": list(_values(sample, place)), "field": fed.get(place, "")}
        for place, title in enumerate(seen.sheet.heading)
        if title
    ]


def _values(sample: Sequence[Sequence[object]], place: int) -> Iterator[str]:
    found = (str(row[place])[:30] for row in sample if place < len(row) and row[place] not in ("", None))
    return islice(dict.fromkeys(found), SAMPLES)


def _steps(place: int, name: str = "") -> list[Step]:
    names = [(_("Your file"), name), (_("Check and sign"), ""), (_("Loading"), "")]
    return [
        Step(words, "done" if i < place else "current" if i == place else "next", note=note)
        for i, (words, note) in enumerate(names)
    ]


def _csv(data: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type="text/csv; charset=utf-8", headers=headers)
