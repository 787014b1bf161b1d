"""Creditors: who they are, what was agreed with them, and how many PAYNOW they have left."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import DoorClosed
from agencies.models import Entity, Member
from claims.queries.imports import orders_of
from clients.models import Contract, Creditor, StockEntry, Terms
from clients.queries import CreditorPage, creditor_page, paynow_left, stock_of
from clients.services import grant_paynow, record_terms, sign_contract, take_on
from office.forms.creditors import ContractForm, CreditorForm, GrantForm, TermsForm
from office.views.page import action, ask, here, show, staff, to
from web import marks
from web.formatting import day, money, number
from web.parts import Action, Cell, Consequence, Figure, Heading, Row, TableView
from web.tables import Column, Listing
from web.toasts import toast

CREDITORS = Listing(
    name="creditors",
    columns=[
        Column("number", gettext_lazy("Number"), "key", sort="number"),
        Column("name", gettext_lazy("Name")),
        Column("city", gettext_lazy("City")),
        Column("kind", gettext_lazy("Its debtors")),
        Column("stock", gettext_lazy("PAYNOW left"), "amount"),
    ],
    default="number",
)
MOVES = {
    StockEntry.Kind.GRANTED: gettext_lazy("granted"),
    StockEntry.Kind.RESERVED: gettext_lazy("reserved"),
    StockEntry.Kind.GIVEN_BACK: gettext_lazy("given back"),
    StockEntry.Kind.LAPSED: gettext_lazy("lapsed"),
}


def _creditor(number: str) -> Creditor:
    found = Creditor.objects.filter(number=number).first()
    if found is None:
        raise DoorClosed
    return found


@staff("creditors.see")
def creditors(request: HttpRequest, member: Member) -> HttpResponse:
    """Every creditor, by number, with its stock."""
    wish = CREDITORS.read(request.GET)
    page = CREDITORS.fetch(Creditor.objects.all(), wish)
    left = stock_of([row.party_id for row in page.rows])
    new = action(member, _("Add a creditor"), "creditor_new", "plus")
    empty = _("No creditor yet.")
    table = CREDITORS.view(_("Creditors"), page, wish, lambda row: _row(member, row, left), empty=empty)
    main = new if member.may("creditors.edit") else None
    return show(request, member, "list", "creditors", title=_("Creditors"), table=table, main=main, name="creditors")


def _row(member: Member, row: Creditor, left: dict[int, int]) -> Row:
    cells = [
        Cell(row.number, "key"),
        Cell(row.name, note=row.capacity),
        Cell(row.city, note=row.country),
        Cell(row.get_default_debtor_kind_display()),
        Cell(str(left.get(row.party_id, 0)), "amount"),
    ]
    return Row(row.number, here(member, "creditor", creditor=row.number), cells)


@staff("creditors.see")
def creditor(request: HttpRequest, member: Member, creditor: str) -> HttpResponse:
    """A creditor: address, contract, terms, stock with its movements."""
    found = creditor_page(_creditor(creditor))
    context: dict[str, Any] = {
        "title": found.creditor.name,
        "back_url": here(member, "creditors"),
        "page": found,
        "kind": found.creditor.get_default_debtor_kind_display(),
        "figures": _figures(member, found),
        "contracts": _contracts(found.contracts),
        "terms": _terms(found.terms),
        "stock": _stock(found.stock),
        "orders": _orders(member, found.creditor),
        **_acts(member, found),
    }
    return show(request, member, "creditor", "creditors", **context)


def _figures(member: Member, found: CreditorPage) -> list[Figure]:
    running = any(contract.ended_on is None for contract in found.contracts)
    claims = f"{here(member, 'claims')}?creditor={found.creditor.number}"
    return [
        Figure(_("Files"), _("see them"), url=claims),
        Figure(_("PAYNOW left"), str(found.left), tone="quiet" if found.left > 0 else "attention", url="#stock"),
        Figure(_("Contract"), _("running") if running else _("none"), tone="ok" if running else "danger"),
        Figure(_("Terms of sale"), _("version %(n)d") % {"n": found.terms[0].version} if found.terms else _("none")),
    ]


def _acts(member: Member, found: CreditorPage) -> dict[str, Any]:
    part: dict[str, Any] = {"creditor": found.creditor.number}
    load = Action(_("Load a file"), f"{here(member, 'import_new')}?creditor={found.creditor.number}", icon="upload")
    main = load if member.may("claims.import") else None
    if not member.may("creditors.edit"):
        return {"main": main, "others": []}
    others = [
        action(member, _("Grant PAYNOW"), "creditor_grant", "plus", **part),
        action(member, _("Record terms"), "creditor_terms", "file", **part),
    ]
    if not any(contract.ended_on is None for contract in found.contracts):
        others.append(action(member, _("Record the contract"), "creditor_contract", "file", **part))
    return {"main": main, "others": others}


def _contracts(contracts: list[Contract]) -> TableView:
    headings = [Heading(_("Entity")), Heading(_("Programme")), Heading(_("Signed on"), "day"), Heading(_("Agreed"))]
    rows = [
        Row(
            str(row.pk),
            "",
            [
                Cell(row.entity.name, note=_("ended on %(day)s") % {"day": day(row.ended_on)} if row.ended_on else ""),
                Cell(row.get_programme_display(), note=row.get_report_rhythm_display()),
                Cell(marks.day_mark(row.signed_on), "day"),
                Cell(", ".join(_agreed(row))),
            ],
        )
        for row in contracts
    ]
    return TableView(_("Contracts"), headings, rows, empty=_("No contract is recorded: no file can be loaded."))


def _agreed(row: Contract) -> list[str]:
    said = [
        (row.power_to_receive, _("power to receive")),
        (row.paynow_from_stock, _("PAYNOW from the stock")),
        (row.with_charges, _("with charges")),
        (row.amicable_by_standing_instruction, _("amicable by standing instruction")),
    ]
    return [words for agreed, words in said if agreed] or [_("principal only")]


def _terms(terms: list[Terms]) -> TableView:
    headings = [
        Heading(_("Version"), "key"),
        Heading(_("From"), "day"),
        Heading(_("Interest"), "amount"),
        Heading(_("Penalty")),
        Heading(_("Accepted by debtors"), "badge"),
    ]
    rows = [
        Row(
            str(row.pk),
            "",
            [
                Cell(str(row.version), "key"),
                Cell(marks.day_mark(row.since), "day"),
                Cell(f"{number(row.interest_rate.normalize())} %" if row.interest_rate is not None else "–", "amount"),
                Cell(_penalty(row)),
                Cell(marks.badge(_("yes"), "ok") if row.accepted_at_signature else marks.badge(_("no")), "badge"),
            ],
        )
        for row in terms
    ]
    return TableView(
        _("Terms of sale"), headings, rows, empty=_("No terms recorded: only what the law grants is claimed.")
    )


def _orders(member: Member, found: Creditor) -> TableView:
    """The bordereaux annexed to the contract."""
    headings = [
        Heading(_("List")),
        Heading(_("Received on"), "day"),
        Heading(_("Amount"), "amount"),
        Heading(_("Signed by")),
    ]
    rows = [
        Row(
            str(row.uid),
            here(member, "import", import_uid=row.uid),
            [
                Cell(row.name),
                Cell(marks.day_mark(row.on), "day"),
                Cell(marks.amount(row.amount), "amount"),
                Cell(row.accepted_as or marks.badge(_("to sign"), "attention")),
            ],
        )
        for row in orders_of(found.party_id)
    ]
    return TableView(_("Bordereaux annexed to the contract"), headings, rows, empty=_("No bordereau yet."))


def _penalty(row: Terms) -> str:
    said = []
    if row.penalty_percent is not None:
        said.append(f"{number(row.penalty_percent.normalize())} %")
    if row.penalty_minimum is not None:
        said.append(_("at least %(amount)s") % {"amount": money(row.penalty_minimum)})
    if row.penalty_flat is not None:
        said.append(money(row.penalty_flat))
    return ", ".join(said) or "–"


def _stock(entries: list[StockEntry]) -> TableView:
    headings = [
        Heading(_("When"), "day"),
        Heading(_("Movement")),
        Heading(_("Until"), "day"),
        Heading(_("PAYNOW"), "amount"),
    ]
    rows = [
        Row(
            str(row.pk),
            "",
            [
                Cell(day(timezone.localtime(row.at).date()), "day"),
                Cell(str(MOVES[StockEntry.Kind(row.kind)]), note=row.reason),
                Cell(marks.day_mark(row.expires_on) or "–", "day"),
                Cell(f"{row.quantity:+d}".replace("-", "\u2212"), "amount"),
            ],
        )
        for row in entries
    ]
    return TableView(_("PAYNOW stock"), headings, rows, empty=_("No movement yet."))


def _ask(request: HttpRequest, member: Member, found: Creditor, **more: Any) -> HttpResponse:
    back = (found.name, here(member, "creditor", creditor=found.number))
    return ask(request, member, "creditors", back=back, lead=found.name, **more)


@staff("creditors.edit", "GET", "POST")
def creditor_new(request: HttpRequest, member: Member) -> HttpResponse:
    """Take on a creditor; its number is given."""
    form = CreditorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = take_on(at=timezone.now(), **form.given())
        toast(
            request,
            _("%(name)s is creditor %(number)s. Record its contract next.")
            % {"name": made.name, "number": made.number},
        )
        return to(member, "creditor", creditor=made.number)
    back = (_("Creditors"), here(member, "creditors"))
    return ask(
        request, member, "creditors", title=_("Add a creditor"), back=back, submit=_("Add the creditor"), form=form
    )


@staff("creditors.edit", "GET", "POST")
def creditor_contract(request: HttpRequest, member: Member, creditor: str) -> HttpResponse:
    """Record the contract that was signed."""
    found, on = _creditor(creditor), timezone.localdate()
    entities = [(str(pk), name) for pk, name in Entity.objects.order_by("name").values_list("pk", "name")]
    form = ContractForm(request.POST or None, entities=entities, initial={"signed_on": on})
    if request.method == "POST" and form.is_valid() and _signed(found, form):
        toast(request, _("The contract is recorded: files can be loaded."))
        return to(member, "creditor", creditor=found.number)
    title, submit = _("Record the contract"), _("Record the contract")
    return _ask(request, member, found, title=title, submit=submit, form=form)


def _signed(found: Creditor, form: ContractForm) -> bool:
    given = dict(form.cleaned_data)
    entity = Entity.objects.get(pk=given.pop("entity"))
    try:
        with transaction.atomic():
            sign_contract(creditor=found, entity=entity, at=timezone.now(), **given)
    except IntegrityError:
        form.add_error("entity", _("A contract with this entity is running already."))
        return False
    return True


@staff("creditors.edit", "GET", "POST")
def creditor_terms(request: HttpRequest, member: Member, creditor: str) -> HttpResponse:
    """Record a version of the creditor's terms of sale."""
    found, on = _creditor(creditor), timezone.localdate()
    form = TermsForm(request.POST or None, initial={"since": on})
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        since: date = fields.pop("since")
        record_terms(creditor=found, since=since, at=timezone.now(), fields=fields)
        toast(request, _("The terms are recorded; claims loaded from now on follow them."))
        return to(member, "creditor", creditor=found.number)
    title, submit = _("Record terms"), _("Record the terms")
    return _ask(request, member, found, title=title, submit=submit, form=form)


@staff("creditors.edit", "GET", "POST")
def creditor_grant(request: HttpRequest, member: Member, creditor: str) -> HttpResponse:
    """Add PAYNOW to the stock, with the reason; a second press counts once."""
    found = _creditor(creditor)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        grant_paynow(
            party_id=found.party_id,
            quantity=given["quantity"],
            source=f"granted:{given['token']}",
            at=timezone.now(),
            expires_on=given["expires_on"],
            reason=given["reason"],
        )
        toast(request, _("%(n)d PAYNOW added.") % {"n": given["quantity"]})
        return to(member, "creditor", creditor=found.number)
    left = [Consequence(paynow_left(found.party_id), _("PAYNOW in stock now"))]
    title, submit = _("Grant PAYNOW"), _("Grant them")
    return _ask(request, member, found, title=title, submit=submit, form=form, consequences=left)
