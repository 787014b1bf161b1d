"""The lists handed over: all of them, one with its remarked rows, the signature it may still need."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Member
from claims.access import import_for, visible_imports
from claims.models import Import, ImportRow
from claims.screens.remarks import ROWS, kept
from claims.services import handing
from claims.services.lifecycle import accept_import
from claims.wording import translated
from clients.queries import paynow_left
from law.refusals import Refusal
from portal.forms import SignForm
from portal.views.page import creditors, here, show
from web import marks
from web.formatting import long_day, money
from web.parts import Action, Cell, Consequence, Figure, Row
from web.tables import Column, Listing
from web.toasts import toast

LISTS = Listing(
    name="portal-imports",
    columns=[
        Column("received", gettext_lazy("List"), sort="id", descending=True),
        Column("on", gettext_lazy("Received on"), "day"),
        Column("rows", gettext_lazy("Rows"), "amount"),
        Column("refused", gettext_lazy("Refused"), "amount"),
        Column("claims", gettext_lazy("Files"), "amount"),
        Column("amount", gettext_lazy("Amount"), "amount"),
        Column("signed", gettext_lazy("Written order"), "badge"),
    ],
    default="received",
    size=30,
)


@creditors("claims.import")
def imports(request: HttpRequest, member: Member) -> HttpResponse:
    """Every list, latest first."""
    wish = LISTS.read(request.GET)
    page = LISTS.fetch(visible_imports(), wish)
    new = Action(_("Hand over invoices"), here(member, "upload"), icon="upload")
    empty = _("You have handed nothing over yet. A file from your accounting software is enough.")
    table = LISTS.view(_("My lists"), page, wish, lambda row: _list(member, row), empty=empty, empty_action=new)
    return show(request, member, "lists", "imports", table=table, new=new)


def _list(member: Member, row: Import) -> Row:
    signed = marks.badge(_("Signed"), "ok") if row.accepted_at else marks.badge(_("To sign"), "attention")
    cells = [
        Cell(row.name),
        Cell(marks.day_mark(row.on), "day"),
        Cell(str(row.rows), "amount"),
        Cell(str(row.refused), "amount"),
        Cell(str(row.claims), "amount"),
        Cell(marks.amount(row.amount), "amount"),
        Cell(signed if row.claims else "", "badge"),
    ]
    return Row(str(row.uid), here(member, "import", made=row.uid), cells)


@creditors("claims.import", "GET", "POST")
def one(request: HttpRequest, member: Member, made: UUID) -> HttpResponse:
    """A list: its figures, its remarked rows, and the signature where it is still missing."""
    found = import_for(member, made)
    form = SignForm(request.POST or None)
    posted = request.method == "POST" and form.is_valid()
    signed = _sign(found, form, request.POST.get("shown", "")) if posted else None
    refused = signed if isinstance(signed, Refusal) else None
    if posted and refused is None:
        toast(request, _("The list is signed: the letters leave as the law allows."))
        return redirect(here(member, "import", made=found.uid))
    wish = ROWS.read(request.GET)
    page = ROWS.fetch(ImportRow.objects.filter(source=found), wish)
    table = ROWS.view(_("Rows with a remark"), page, wish, kept, empty=_("Every row passed without a remark."))
    mending = Action(_("Download the refused rows"), here(member, "import_refused", made=found.uid), icon="download")
    return show(
        request,
        member,
        "lists",
        "import",
        status=409 if refused else 422 if form.is_bound else 200,
        refused=[translated(refused.reason), translated(refused.cure)] if refused else [],
        made=found,
        lead=_lead(found),
        figures=_figures(member, found),
        table=table,
        form=form,
        consequences=_consequences(found),
        mending=mending if found.refused else None,
        order=_order(member, found),
    )


def _sign(made: Import, form: SignForm, shown: str) -> bool | Refusal:
    """Sign the bordereau that the page showed."""
    now = timezone.now()
    on = timezone.localdate(now)
    return accept_import(import_id=made.pk, name=form.cleaned_data["name"], on=on, at=now, shown=shown)


def _order(member: Member, made: Import) -> Action | None:
    """The bordereau as a PDF, once it is drawn up."""
    if made.bordereau is None:
        return None
    return Action(_("The bordereau (PDF)"), here(member, "file", file=made.bordereau.uid), icon="file")


def _lead(made: Import) -> str:
    if made.accepted_at:
        signed = {"name": made.accepted_as, "day": long_day(timezone.localdate(made.accepted_at))}
        return _("Signed by %(name)s on %(day)s") % signed
    return _("Received on %(day)s") % {"day": long_day(made.on)}


def _figures(member: Member, made: Import) -> list[Figure]:
    address = here(member, "import", made=made.uid)
    return [
        Figure(_("Files opened"), str(made.claims), url=f"{here(member, 'claims')}?list={made.uid}", tone="ok"),
        Figure(_("Amount"), money(made.amount)),
        Figure(_("Rows with a remark"), str(made.warned), url=f"{address}?verdict=warning"),
        Figure(_("Rows refused"), str(made.refused), url=f"{address}?verdict=error"),
        Figure(_("Handed over before"), str(made.duplicates)),
    ]


def _consequences(made: Import) -> list[Consequence]:
    stock = paynow_left(made.party_id)
    left = _("%(stock)d in stock") % {"stock": stock}
    return [
        Consequence(made.claims, _("files may be acted on"), money(made.amount), "ok"),
        Consequence(min(made.claims, max(stock, 0)), _("PAYNOW are reserved"), left),
    ]


@creditors("claims.import")
def refused(request: HttpRequest, member: Member, made: UUID) -> HttpResponse:
    """The refused rows of a list with the reasons, to mend and hand over again."""
    found = import_for(member, made)
    headers = {"Content-Disposition": f'attachment; filename="{_("to-mend.csv")}"'}
    return HttpResponse(handing.refused_csv(made=found), content_type="text/csv; charset=utf-8", headers=headers)
