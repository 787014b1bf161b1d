"""What the creditor and the agency agreed, the stock of PAYNOW with its movements, how the creditor is written to."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Member
from billing.models import TariffLine
from billing.queries.packs import orderable
from billing.queries.tariffs import prices_for
from billing.wording import name_of, value_of
from claims.models import Import
from claims.queries.imports import orders_of
from clients.forms import PreferencesForm
from clients.models import Contract, Creditor, StockEntry, Terms
from clients.queries import CreditorPage, Movement, creditor_page, lots_of, running_contract
from clients.services import set_preferences
from portal.views.advice import advice
from portal.views.page import creditor_of, creditors, here, show
from web import marks
from web.formatting import MINUS, day, grouped_iban, long_day, money, number, registered
from web.parts import Action, Cell, Figure, Heading, Row, TableView
from web.toasts import toast

MOVES: Mapping[str, Any] = {
    "granted": gettext_lazy("Added"),
    "reserved": gettext_lazy("Reserved"),
    "given_back": gettext_lazy("Given back"),
    "lapsed": gettext_lazy("Lapsed"),
}


@creditors("claims.see")
def contract(request: HttpRequest, member: Member) -> HttpResponse:
    """The contracts, the terms of sale on file, the stock."""
    page, on = creditor_page(creditor_of(member)), timezone.localdate()
    priced = [(one, prices_for(one, on)) for one in page.contracts if one.ended_on is None]
    return show(
        request,
        member,
        "contract",
        "contract",
        others=[
            Action(_("Preferences"), here(member, "preferences"), icon="settings"),
            Action(_("Credit insurance"), here(member, "insurance"), icon="shield"),
        ],
        figures=[Figure(_("PAYNOW left"), str(page.left), tone="attention" if page.left <= 0 else "quiet")],
        contracts=[(one, _facts(one)) for one in page.contracts],
        creditor=_creditor(page),
        terms=[
            (_("Version %(n)d, since %(day)s") % {"n": one.version, "day": long_day(one.since)}, _terms(one))
            for one in page.terms
        ],
        stock=_stock(page.stock),
        orders=_orders(member, page.creditor),
        lots=_lots(page.creditor),
        prices_of=[(one, _prices(lines)) for one, lines in priced],
        **advice(request, member, orderable(priced[0][1]) if priced else []),
    )


def _prices(lines: list[TariffLine]) -> TableView:
    """What the contract costs, line by line, for files opened today."""
    headings = [Heading(_("Price")), Heading(_("Due")), Heading(_("Excluding VAT"))]
    rows = [
        Row(
            line.code,
            "",
            [Cell(name_of(line), note=line.why), Cell(line.get_due_display()), Cell(value_of(line.price))],
        )
        for line in lines
    ]
    return TableView(_("Prices"), headings, rows, empty=_("The prices stand in your contract."))


def _lots(creditor: Creditor) -> TableView:
    """What is left, by the day on which it lapses: the first is used first."""
    headings = [Heading(_("Valid until"), "day"), Heading(_("Left"), "amount"), Heading(_("Of"), "amount")]
    rows = [
        Row(lot.source, "", [Cell(marks.day_mark(lot.until) or _("without end"), "day"), Cell(str(lot.left), "amount"),
                             Cell(str(lot.quantity), "amount")])
        for lot in lots_of(creditor.party_id) if lot.left > 0
    ]  # fmt: skip
    return TableView(_("What is left, in the order in which it is used"), headings, rows, empty=_("No PAYNOW left."))


def _orders(member: Member, creditor: Creditor) -> TableView:
    """The bordereaux annexed to the contract."""
    headings = [
        Heading(_("List")),
        Heading(_("Received on"), "day"),
        Heading(_("Files"), "amount"),
        Heading(_("Amount"), "amount"),
        Heading(_("Written order"), "badge"),
    ]
    rows = [_order(member, one) for one in orders_of(creditor.party_id)]
    return TableView(_("Bordereaux annexed to the contract"), headings, rows, empty=_("No bordereau yet."))


def _order(member: Member, one: Import) -> Row:
    signed = marks.badge(_("Signed"), "ok") if one.accepted_at else marks.badge(_("To sign"), "attention")
    cells = [
        Cell(one.name, note=one.accepted_as),
        Cell(marks.day_mark(one.on), "day"),
        Cell(str(one.claims), "amount"),
        Cell(marks.amount(one.amount), "amount"),
        Cell(signed, "badge"),
    ]
    return Row(str(one.uid), here(member, "import", made=one.uid), cells)


def _facts(one: Contract) -> list[tuple[str, str]]:
    charges = _("asked, within the legal caps") if one.with_charges else _("not asked")
    standing = (
        _("amicable stage without asking again")
        if one.amicable_by_standing_instruction
        else _("you are asked each time")
    )
    return [
        (_("With"), one.entity.name),
        (_("Programme"), one.get_programme_display()),
        (_("Signed on"), long_day(one.signed_on)),
        (_("Ended on"), long_day(one.ended_on)),
        (_("Activity report"), str(one.get_report_rhythm_display())),
        (_("Charges of your terms"), charges),
        (_("End of the PAYNOW stage"), standing),
        (_("Power to receive payments"), _("given in writing") if one.power_to_receive else _("not on file")),
    ]


def _creditor(page: CreditorPage) -> list[tuple[str, str]]:
    creditor = page.creditor
    return [
        (_("Name"), creditor.name),
        (_("Creditor number"), creditor.number),
        (_("Address"), f"{creditor.street}, {creditor.postcode} {creditor.city}"),
        (_("Enterprise number"), registered(creditor.enterprise_number)),
        (_("Account to be paid"), grouped_iban(creditor.iban)),
        (_("Account changed on"), long_day(page.accounts[0].since) if page.accounts else ""),
        (_("E-mail"), creditor.email),
    ]


def _terms(one: Terms) -> list[tuple[str, str]]:
    def percent(value: Any) -> str:
        return "" if value is None else f"{number(value.normalize() + 0)}\u00a0%"

    return [
        (_("Interest a year"), percent(one.interest_rate)),
        (_("Penalty clause"), percent(one.penalty_percent)),
        (_("Minimum"), money(one.penalty_minimum)),
        (_("Fixed penalty"), money(one.penalty_flat)),
        (
            _("Accepted by your debtors"),
            _("when the contract was signed")
            if one.accepted_at_signature
            else _("not proved: nothing is charged on it"),
        ),
    ]


def _stock(moves: list[Movement]) -> TableView:
    headings = [
        Heading(_("Date"), "day"),
        Heading(_("Movement")),
        Heading(_("Number"), "amount"),
        Heading(_("Valid until"), "day"),
    ]
    return TableView(_("Movements"), headings, [_move(one) for one in moves], empty=_("No PAYNOW yet."))


def _move(one: Movement) -> Row:
    cells = [
        Cell(day(one.on), "day"),
        Cell(str(MOVES[StockEntry.Kind(one.kind)]), note=one.reason),
        Cell(f"{one.quantity:+d}".replace("-", MINUS), "amount"),
        Cell(marks.day_mark(one.expires_on), "day"),
    ]
    return Row("", "", cells)


@creditors("wishes.edit", "GET", "POST")
def preferences(request: HttpRequest, member: Member) -> HttpResponse:
    """The language of messages, the rhythm of reports, SMS or not."""
    creditor = creditor_of(member)
    contract = running_contract(creditor)
    now = {"language": creditor.language, "wants_sms": creditor.wants_sms}
    form = PreferencesForm(request.POST or None, initial=now | {"rhythm": contract and contract.report_rhythm})
    if request.method == "POST" and form.is_valid():
        set_preferences(creditor=creditor, at=timezone.now(), **form.cleaned_data)
        toast(request, _("Your preferences are kept."))
        return redirect(here(member, "contract"))
    context = {
        "form": form,
        "title": _("Preferences"),
        "lead": _("How we write to you. They hold for everybody of your house."),
        "act": _("Keep them"),
        "back": here(member, "contract"),
        "back_label": _("My contract"),
    }
    return show(request, member, "contract", "ask", status=422 if form.errors else 200, **context)
