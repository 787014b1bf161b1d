"""Creditors: who they are, what was agreed with them, and how many PAYNOW they have left."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import DoorClosed
from agencies.models import Member
from claims.queries.imports import orders_of
from clients.forms import LANGUAGES as LANGUAGE_NAMES
from clients.models import AccountChange, Contract, Creditor, StockEntry, Terms
from clients.queries import CreditorPage, Movement, creditor_page, stock_of
from funds.queries.paying import held_of
from office.views.page import action, here, show, staff
from web import marks
from web.formatting import day, grouped_iban, money, number
from web.parts import Action, Cell, Figure, Heading, Row, TableView
from web.tables import Column, Listing

CREDITORS = Listing(
    name="creditors",
    columns=[
        Column("number", gettext_lazy("Customer number"), "key", sort="number"),
        Column("name", gettext_lazy("Name")),
        Column("city", gettext_lazy("City")),
        Column("kind", gettext_lazy("Its debtors")),
        Column("stock", gettext_lazy("PAYNOW left"), "amount"),
    ],
    default="number",
)
LANGUAGES = dict(LANGUAGE_NAMES)
MOVES = {
    StockEntry.Kind.GRANTED: gettext_lazy("granted"),
    StockEntry.Kind.RESERVED: gettext_lazy("reserved"),
    StockEntry.Kind.GIVEN_BACK: gettext_lazy("given back"),
    StockEntry.Kind.LAPSED: gettext_lazy("lapsed"),
}


def creditor_row(number: str) -> Creditor:
    """The creditor of this number; 404 without."""
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
    others = [action(member, _("Credit insurance"), "insurance", "shield")] if member.may("claims.work") else []
    table = CREDITORS.view(_("Creditors"), page, wish, lambda row: _row(member, row, left), empty=empty)
    main = new if member.may("creditors.edit") else None
    shown: dict[str, Any] = {"table": table, "main": main, "others": others, "name": "creditors"}
    return show(request, member, "list", "creditors", title=_("Creditors"), **shown)


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
    found = creditor_page(creditor_row(creditor))
    context: dict[str, Any] = {
        "title": found.creditor.name,
        "back_url": here(member, "creditors"),
        "page": found,
        "kind": found.creditor.get_default_debtor_kind_display(),
        "figures": _figures(member, found),
        "contracts": _contracts(member, found),
        "accounts": _accounts(member, found),
        "account": grouped_iban(found.creditor.iban),
        "language": LANGUAGES.get(found.creditor.language, found.creditor.language),
        "terms": _terms(found.terms),
        "stock": _stock(found.stock),
        "orders": _orders(member, found.creditor),
        **_acts(member, found),
    }
    return show(request, member, "creditor", "creditors", **context)


def _figures(member: Member, found: CreditorPage) -> list[Figure]:
    running = any(contract.ended_on is None for contract in found.contracts)
    claims = f"{here(member, 'claims')}?creditor={found.creditor.number}"
    account = here(member, "creditor_money", creditor=found.creditor.number)
    return [
        Figure(_("Files"), _("see them"), url=claims),
        Figure(_("Held for it"), money(held_of(found.creditor.party_id)), url=account),
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
    card = [
        action(member, _("Change the details"), "creditor_edit", "person", **part),
        action(member, _("Change the account"), "creditor_account", "euro", **part),
        action(member, _("Preferences"), "creditor_preferences", "settings", **part),
        action(member, _("Limits for payment plans"), "creditor_plans", "calendar", **part),
        action(member, _("Credit insurance"), "creditor_insurance", "shield", **part),
        action(member, _("Reports of its own"), "report_settings", "chart", **part),
    ]
    others = [
        action(member, _("Grant PAYNOW"), "creditor_grant", "plus", **part),
        action(member, _("Record terms"), "creditor_terms", "file", **part),
    ]
    running = [contract for contract in found.contracts if contract.ended_on is None]
    for one in running:
        words = _("Tariff of %(entity)s") % {"entity": one.entity.name} if len(running) > 1 else _("Tariff")
        card.append(action(member, words, "contract_tariff", "euro", **part, contract=one.pk))
        words = _("Charter of %(entity)s") % {"entity": one.entity.name} if len(running) > 1 else _("Service charter")
        card.append(action(member, words, "charter", "check", contract=one.pk))
    if not running:
        others.append(action(member, _("Record the contract"), "creditor_contract", "file", **part))
    return {"main": main, "others": others, "card": card}


def _contracts(member: Member, found: CreditorPage) -> TableView:
    headings = [Heading(_("Entity")), Heading(_("Programme")), Heading(_("Signed on"), "day"), Heading(_("Agreed"))]
    rows = [
        Row(
            str(row.pk),
            _end(member, found.creditor, row),
            [
                Cell(row.entity.name, note=_ended(row)),
                Cell(row.get_programme_display(), note=row.get_report_rhythm_display()),
                Cell(marks.day_mark(row.signed_on), "day"),
                Cell(", ".join(_agreed(row))),
            ],
        )
        for row in found.contracts
    ]
    return TableView(_("Contracts"), headings, rows, empty=_("No contract is recorded: no file can be loaded."))


def _end(member: Member, creditor: Creditor, row: Contract) -> str:
    """Where a running contract is ended, for whoever may."""
    if row.ended_on or not member.may("creditors.edit"):
        return ""
    return here(member, "contract_end", creditor=creditor.number, contract=row.pk)


def _ended(row: Contract) -> str:
    said = _("ended on %(day)s") % {"day": day(row.ended_on)} if row.ended_on else ""
    return f"{said}: {row.end_reason}" if row.end_reason else said


def _confirm(member: Member, row: AccountChange, found: CreditorPage) -> str:
    """Where the present account is confirmed, as long as it has to be."""
    latest = row == found.accounts[0] and row.pk not in found.confirmed
    return here(member, "account_confirm", change=row.pk) if latest and member.may("creditors.edit") else ""


def _accounts(member: Member, found: CreditorPage) -> TableView:
    headings = [Heading(_("Account"), "key"), Heading(_("Since"), "day"), Heading(_("Why")), Heading(_("Who"))]
    rows = [
        Row(
            str(row.pk),
            _confirm(member, row, found),
            [
                Cell(
                    grouped_iban(row.iban),
                    "key",
                    note=_("before: %(iban)s") % {"iban": grouped_iban(row.before) or "–"},
                ),
                Cell(marks.day_mark(row.since), "day", note="" if row.pk in found.confirmed else _("to be confirmed")),
                Cell(row.reason),
                Cell(str(row.made_by.user) if row.made_by else "–"),
            ],
        )
        for row in found.accounts
    ]
    return TableView(_("Changes of the account"), headings, rows)


def _agreed(row: Contract) -> list[str]:
    said = [
        (row.power_to_receive, _("power to receive")),
        (row.paynow_from_stock, _("PAYNOW from the stock")),
        (row.with_charges, _("with charges")),
        (row.amicable_by_standing_instruction, _("amicable by standing instruction")),
        (row.set_off, _("invoices set off")),
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


def _stock(moves: list[Movement]) -> TableView:
    headings = [
        Heading(_("When"), "day"),
        Heading(_("Movement")),
        Heading(_("Until"), "day"),
        Heading(_("PAYNOW"), "amount"),
    ]
    rows = [
        Row(
            "",
            "",
            [
                Cell(day(row.on), "day"),
                Cell(str(MOVES[StockEntry.Kind(row.kind)]), note=row.reason),
                Cell(marks.day_mark(row.expires_on) or "–", "day"),
                Cell(f"{row.quantity:+d}".replace("-", "\u2212"), "amount"),
            ],
        )
        for row in moves
    ]
    return TableView(_("PAYNOW stock"), headings, rows, empty=_("No movement yet."))
