"""Creditors' lists: loaded for them by the agency, and all those handed over, with their signature and refused rows."""

from typing import Any
from uuid import UUID

from django.contrib.messages import WARNING
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRedirect

from agencies.access import DoorClosed
from agencies.models import Member
from claims.access import import_for, visible_imports
from claims.intake import findings
from claims.models import Import, ImportRow
from claims.screens.remarks import ROWS, kept, remark
from claims.services import handing
from claims.services.intake import Judgement, Refused
from claims.services.lifecycle import accept_import
from claims.wording import translated
from clients.models import Creditor
from clients.queries import creditor_choices, paynow_left, running_contract
from files.access import file_for
from files.models import File
from files.rules import MAX_BYTES
from jobs import services as jobs
from jobs.access import job_for
from jobs.models import Job
from law.refusals import Refusal
from office.forms.claims import AttestForm, UploadForm
from office.views.page import action, ask, here, show, staff, to
from web import marks
from web.formatting import day, long_day, money
from web.parts import Action, Cell, Consequence, Figure, Heading, Row, TableView
from web.tables import Column, Listing
from web.toasts import toast

LISTS = Listing(
    name="office_imports",
    columns=[
        Column("received", gettext_lazy("List"), sort="id", descending=True),
        Column("creditor", gettext_lazy("Creditor")),
        Column("on", gettext_lazy("Received on"), "day"),
        Column("refused", gettext_lazy("Rows refused"), "amount"),
        Column("claims", gettext_lazy("Files"), "amount"),
        Column("amount", gettext_lazy("Amount"), "amount"),
        Column("signed", gettext_lazy("Written order"), "badge"),
    ],
    default="received",
)
SHOWN = 100


@staff("claims.import")
def imports(request: HttpRequest, member: Member) -> HttpResponse:
    """Every list, the latest first."""
    wish = LISTS.read(request.GET)
    page = LISTS.fetch(visible_imports().select_related("creditor"), wish)
    new = action(member, _("Load a file"), "import_new", "upload")
    empty = _("No list yet. A creditor hands one over in its portal, or you load one for it.")
    table = LISTS.view(_("Imports"), page, wish, lambda row: _list(member, row), empty=empty)
    return show(request, member, "list", "imports", title=_("Imports"), table=table, main=new, name="imports")


def _list(member: Member, row: Import) -> Row:
    signed = marks.badge(_("signed"), "ok") if row.accepted_at else marks.badge(_("to sign"), "attention")
    cells = [
        Cell(row.name),
        Cell(row.creditor.name),
        Cell(marks.day_mark(row.on), "day"),
        Cell(str(row.refused or "–"), "amount"),
        Cell(str(row.claims), "amount"),
        Cell(marks.amount(row.amount), "amount"),
        Cell(signed if row.claims else "–", "badge"),
    ]
    return Row(str(row.uid), here(member, "import", import_uid=row.uid), cells)


@staff("claims.import", "GET", "POST")
def import_new(request: HttpRequest, member: Member) -> HttpResponse:
    """The file of a creditor: kept, then shown judged."""
    chosen = {"creditor": request.GET.get("creditor", "")}
    form = UploadForm(request.POST or None, request.FILES or None, creditors=creditor_choices(), initial=chosen)
    problem = ""
    if request.method == "POST" and form.is_valid():
        creditor = Creditor.objects.get(number=form.cleaned_data["creditor"])
        kept = _received(creditor, form.cleaned_data["file"])
        if isinstance(kept, File):
            return to(member, "import_preview", creditor=creditor.number, file_uid=kept.uid)
        problem = findings.file_words(kept.code, kept.detail)
    context: dict[str, Any] = {
        "title": _("Load a file"),
        "lead": _("Nothing is loaded yet: you first see how each row is judged."),
        "back_label": _("Imports"),
        "back_url": here(member, "imports"),
        "form": form,
        "drop_error": problem or " ".join(map(str, form.errors.get("file", []))),
        "accept": ".csv,.xlsx,.xml",
        "submit": _("Read the file"),
        "help": _("CSV or XLSX with one unpaid invoice on each row, or a UBL invoice (Peppol)."),
    }
    return show(request, member, "upload", "imports", 422 if form.errors or problem else 200, **context)


def _received(creditor: Creditor, sent: object) -> File | Refused:
    if running_contract(creditor) is None:
        return Refused("contract_missing", creditor.name)
    if (size := getattr(sent, "size", 0)) > MAX_BYTES:  # before it is in memory
        return Refused("too_large", f"{size} > {MAX_BYTES} bytes")
    data: bytes = sent.read()  # type: ignore[attr-defined]
    return handing.receive(data=data, name=str(sent.name), party_id=creditor.party_id)  # type: ignore[attr-defined]


@staff("claims.import", "GET", "POST")
def import_preview(request: HttpRequest, member: Member, creditor: str, file_uid: UUID) -> HttpResponse:
    """How each row of a kept file is judged, and what loading it does; then it is loaded by a job."""
    kept, owner = file_for(file_uid), Creditor.objects.filter(number=creditor).first()
    if owner is None or kept.party_id != owner.party_id:
        raise DoorClosed
    contract = running_contract(owner)
    if request.method == "POST" and contract is not None:
        job = handing.sign(file=kept, contract=contract, name="", at=timezone.now())
        return to(member, "job", job_uid=job.uid)
    seen = handing.preview(file=kept, creditor=owner, on=timezone.localdate())
    judged = seen if isinstance(seen, Refused) else seen.judged
    context: dict[str, Any] = {
        "title": kept.name,
        "lead": owner.name,
        "back_label": _("Load a file"),
        "back_url": f"{here(member, 'import_new')}?creditor={owner.number}",
    }
    if isinstance(judged, Refused):
        context |= {"problem": findings.file_words(judged.code, judged.detail)}
    else:
        context |= _judged(judged, paynow_left(owner.party_id) if contract and contract.paynow_from_stock else None)
    return show(request, member, "preview", "imports", **context)


def _judged(judged: Judgement, stock: int | None) -> dict[str, Any]:
    ready, warned, wrong = (judged.count(verdict) for verdict in ("ready", "warning", "error"))
    figures = [
        Figure(_("Rows ready"), str(ready), tone="ok"),
        Figure(_("Rows with a remark"), str(warned), tone="attention" if warned else "quiet"),
        Figure(_("Rows refused"), str(wrong), tone="danger" if wrong else "quiet"),
        Figure(_("Amount"), money(judged.amount)),
    ]
    why = _("Nothing is sent before the creditor has signed the list.")
    said = [Consequence(judged.claims, _("files are opened"), why, "ok")]
    if stock is not None:
        left = _("%(stock)d in stock") % {"stock": stock}
        said.append(Consequence(min(judged.claims, max(stock, 0)), _("PAYNOW are reserved at the signature"), left))
    if wrong:
        said.append(Consequence(wrong, _("rows are not loaded"), _("They are kept with their reasons."), "danger"))
    remarked = [row for row in judged.rows if row.findings]
    headings = [Heading(str(column.label), column.kind) for column in ROWS.columns]
    told = [[finding.as_dict() for finding in row.findings] for row in remarked[:SHOWN]]
    rows = [remark(row.number, row.cells, said_of, row.verdict) for row, said_of in zip(remarked, told, strict=False)]
    table = TableView(_("Rows with a remark"), headings, rows, empty=_("Every row passed without a remark."))
    more = len(remarked) - SHOWN
    return {"figures": figures, "consequences": said, "table": table, "more": max(more, 0), "loadable": judged.claims}


@staff("claims.import")
def job(request: HttpRequest, member: Member, job_uid: UUID) -> HttpResponse:
    """How far the loading is; leads to the list once it is there."""
    found = job_for(job_uid)
    if found.state == Job.State.DONE and found.result.get("import"):
        target = here(member, "import", import_uid=found.result["import"])
        return HttpResponseClientRedirect(target) if request.htmx else to_list(member, found)  # type: ignore[attr-defined]
    done, total = jobs.progress(found) or (0, handing.STEPS)
    problem = ""
    if found.state == Job.State.DONE:
        problem = findings.file_words(str(found.result.get("code")), str(found.result.get("detail", "")))
    elif found.state in (Job.State.FAILED, Job.State.CANCELLED):
        problem = _("The list was not loaded: nothing was changed. Load it again.")
    context: dict[str, Any] = {"done": done, "total": total, "problem": problem, "again": here(member, "import_new")}
    return show(request, member, "job", "imports", title=_("Loading the list"), **context)


def to_list(member: Member, found: Job) -> HttpResponse:
    """Go to the list that a job made."""
    return to(member, "import", import_uid=found.result["import"])


@staff("claims.import")
def imported(request: HttpRequest, member: Member, import_uid: UUID) -> HttpResponse:
    """A list: its figures, its remarked rows, and the creditor's signature."""
    found = import_for(member, import_uid)
    wish = ROWS.read(request.GET)
    page = ROWS.fetch(ImportRow.objects.filter(source=found), wish)
    table = ROWS.view(
        _("Rows with a remark"),
        page,
        wish,
        kept,
        empty=_("Every row passed without a remark."),
    )
    waits = found.accepted_at is None and found.claims > 0
    attest = action(member, _("I hold the signed order"), "import_attest", "check", import_uid=found.uid)
    refused = action(member, _("Download the refused rows"), "import_refused", "download", import_uid=found.uid)
    context: dict[str, Any] = {
        "title": found.name,
        "lead": _lead(found),
        "back_url": here(member, "imports"),
        "badge": _signed(found),
        "waits": waits,
        "main": attest if waits and member.may("creditors.edit") else None,
        "others": [*_order(member, found), *([refused] if found.refused else [])],
        "signed": found.bordereau if found.accepted_at else None,
        "figures": _figures(member, found),
        "table": table,
    }
    return show(request, member, "imported", "imports", **context)


def _order(member: Member, found: Import) -> list[Action]:
    """The bordereau as a PDF, once it is drawn up."""
    if found.bordereau is None:
        return []
    return [action(member, _("The bordereau (PDF)"), "file", "file", file_uid=found.bordereau.uid)]


def _signed(found: Import) -> str:
    if not found.claims:
        return ""
    return marks.badge(_("signed"), "ok") if found.accepted_at else marks.badge(_("to sign"), "attention")


def _lead(found: Import) -> str:
    told = {"creditor": found.creditor.name, "day": long_day(found.on)}
    if not found.accepted_at:
        return _("%(creditor)s, received on %(day)s") % told
    signed = {"name": found.accepted_as, "signed": day(timezone.localdate(found.accepted_at))}
    return _("%(creditor)s, received on %(day)s, signed by %(name)s on %(signed)s") % (told | signed)


def _figures(member: Member, found: Import) -> list[Figure]:
    address = here(member, "import", import_uid=found.uid)
    return [
        Figure(_("Files opened"), str(found.claims), tone="ok"),
        Figure(_("Amount"), money(found.amount)),
        Figure(_("Rows with a remark"), str(found.warned), url=f"{address}?verdict=warning"),
        Figure(_("Rows refused"), str(found.refused), url=f"{address}?verdict=error"),
        Figure(_("Handed over before"), str(found.duplicates)),
    ]


@staff("creditors.edit", "GET", "POST")
def import_attest(request: HttpRequest, member: Member, import_uid: UUID) -> HttpResponse:
    """A manager attests to hold the order that the creditor signed on paper: the claims may be acted on."""
    found = import_for(member, import_uid)
    form = AttestForm(request.POST or None)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        name, on = form.cleaned_data["name"], timezone.localdate(now)
        signed = accept_import(import_id=found.pk, name=name, on=on, at=now)
        if isinstance(signed, Refusal):
            toast(request, f"{translated(signed.reason)} {translated(signed.cure)}", level=WARNING)
        else:
            toast(request, _("The list is ordered: its letters leave as the law allows."))
        return to(member, "import", import_uid=found.uid)
    stock = paynow_left(found.party_id)
    left = _("%(stock)d in stock") % {"stock": stock}
    consequences = [
        Consequence(found.claims, _("files may be acted on"), money(found.amount), "attention"),
        Consequence(min(found.claims, max(stock, 0)), _("PAYNOW are reserved"), left),
    ]
    return ask(
        request,
        member,
        "imports",
        title=_("I hold the signed order"),
        lead=f"{found.creditor.name} · {found.name}",
        back=(found.name, here(member, "import", import_uid=found.uid)),
        submit=_("Attest it"),
        form=form,
        consequences=consequences,
    )


@staff("claims.import")
def import_refused(request: HttpRequest, member: Member, import_uid: UUID) -> HttpResponse:
    """The refused rows of a list with the reasons, for the creditor to mend."""
    found = import_for(member, import_uid)
    headers = {"Content-Disposition": f'attachment; filename="{_("to-mend.csv")}"'}
    return HttpResponse(handing.refused_csv(made=found), content_type="text/csv; charset=utf-8", headers=headers)
