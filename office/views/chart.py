"""The chart of accounts of each entity, and its entries as files for an accountant's own package."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import DoorClosed
from agencies.models import Entity, Member
from core.dates import ONE_DAY
from formats.fec import ENCODING
from formats.fec_check import Fault, check_fec
from funds.wording import ACCOUNTS
from office.forms.chart import AccountForm, PeriodForm
from office.views.page import ask, here, show, staff, to
from reports.queries.entries import chart_of, unbooked
from reports.rules.chart import CARRIED, LENGTHS, Wrong, begins, country_of, defaults
from reports.services.chart import number_account
from reports.services.entries import Piece, files_of
from web import marks
from web.parts import Cell, Heading, Option, Row, TableView
from web.toasts import toast

CARRIED_OVER = gettext_lazy("Carried over from the years before")
MOST_FAULTS = 50


def entity_at(pk: int) -> Entity:
    """The entity of this key; a page that is not there otherwise."""
    found: Entity | None = Entity.objects.filter(pk=pk).first()
    if found is None:
        raise DoorClosed
    return found


@staff("money.book")
def charts(request: HttpRequest, member: Member) -> HttpResponse:
    """The chart of the first entity."""
    first = Entity.objects.order_by("pk").values_list("pk", flat=True).first()
    if first is None:
        raise DoorClosed
    return to(member, "chart", entity=first)


@staff("money.book")
def chart(request: HttpRequest, member: Member, entity: int) -> HttpResponse:
    """Under which number each account of an entity's ledgers stands, and the days for a file of its entries."""
    found = entity_at(entity)
    return _page(request, member, found, PeriodForm(initial=_last_month(timezone.localdate())))


def _last_month(on: date) -> dict[str, date]:
    last = on.replace(day=1) - ONE_DAY
    return {"first": last.replace(day=1), "last": last}


def _page(
    request: HttpRequest, member: Member, found: Entity, form: PeriodForm, faults: Sequence[Fault] = ()
) -> HttpResponse:
    """The page; 409 with what is wrong in a file that is not handed out, 422 for days that make no period."""
    entities = Entity.objects.order_by("pk")
    today = timezone.localdate()
    context: dict[str, Any] = {
        "title": _("Chart of accounts"),
        "lead": _("The numbers under which your accountant keeps the two ledgers. No money of others is ever income."),
        "back_label": _("The books"),
        "back_url": here(member, "books"),
        "tabs": [Option(one.name, here(member, "chart", entity=one.pk), one.pk == found.pk) for one in entities],
        "accounts": _accounts(member, found),
        "form": form,
        "file_url": here(member, "chart_file", entity=found.pk),
        "french": country_of(found.country) == "FR",
        "no_siren": country_of(found.country) == "FR" and len(found.enterprise_number[:9]) < 9,
        "unbooked": ", ".join(unbooked(found, today.replace(month=1, day=1), today)),
        "faults": _faults(faults) if faults else None,
    }
    return show(request, member, "chart", "money", 409 if faults else 422 if form.errors else 200, **context)


def _accounts(member: Member, found: Entity) -> TableView:
    headings = [
        Heading(_("Account")),
        Heading(_("Account number"), "key"),
        Heading(_("Label")),
        Heading(_("Sub-accounts")),
        Heading(_("State"), "badge"),
    ]
    usual = defaults(found.country)
    rows = []
    for account, known in chart_of(found).items():
        own = known.number != usual[account].number
        cells = [
            Cell(account_name(account)),
            Cell(known.number, "key"),
            Cell(known.label),
            Cell(_("one for each creditor") if known.by_creditor else "–"),
            Cell(marks.badge(_("own") if own else _("usual"), "ok" if own else "quiet"), "badge"),
        ]
        rows.append(Row(account, here(member, "chart_account", entity=found.pk, account=account), cells))
    return TableView(_("Accounts"), headings, rows)


def account_name(account: str) -> str:
    """An account of the ledgers as the books call it, with its ledger."""
    if account == CARRIED:
        return str(CARRIED_OVER)
    ledger = _("Trust") if account.startswith("trust.") else _("Own")
    return f"{ledger} · {ACCOUNTS.get(account, account)}"


def _faults(faults: Sequence[Fault]) -> TableView:
    headings = [Heading(_("Line"), "amount"), Heading(_("Field")), Heading(_("What to do"))]
    rows = [
        Row(f"{one.line}:{one.field}", "", [Cell(str(one.line), "amount"), Cell(one.field), Cell(one.cure)])
        for one in faults[:MOST_FAULTS]
    ]
    return TableView(_("What is wrong in the file"), headings, rows)


@staff("money.book")
def chart_file(request: HttpRequest, member: Member, entity: int) -> HttpResponse:
    """The entries of some days as a file; a FEC that breaks a rule of its text is not handed out, and says why."""
    found = entity_at(entity)
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return _page(request, member, found, form)
    days = form.cleaned_data
    [piece] = files_of(entity=found, first=days["first"], last=days["last"])
    faults = _checked(found, piece, days["first"], days["last"])
    if faults:
        return _page(request, member, found, form, faults)
    headers = {"Content-Disposition": f'attachment; filename="{piece.name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(piece.data, content_type=piece.mime, headers=headers)


def _checked(found: Entity, piece: Piece, first: date, last: date) -> list[Fault]:
    if country_of(found.country) != "FR":
        return []
    return check_fec(piece.data.decode(ENCODING).splitlines(), first=first, last=last)


@staff("money.book", "GET", "POST")
def chart_account(request: HttpRequest, member: Member, entity: int, account: str) -> HttpResponse:
    """Give an account another number and label; files already made keep theirs."""
    found, now = entity_at(entity), timezone.now()
    known = chart_of(found).get(account)
    if known is None:
        raise DoorClosed
    form = AccountForm(request.POST or None, initial={"number": known.number, "label": known.label})
    if request.method == "POST" and form.is_valid():
        made = number_account(entity=found, account=account, at=now, **form.cleaned_data)
        if not isinstance(made, Wrong):
            toast(request, _("The number is kept; the next files carry it."))
            return to(member, "chart", entity=found.pk)
        form.add_error("label" if made is Wrong.LABEL else "number", _why(made, found, account))
    return ask(
        request,
        member,
        "money",
        title=account_name(account),
        lead=_("%(entity)s · usual number: %(number)s") % {"entity": found.name, "number": _usual(found, account)},
        back=(_("Chart of accounts"), here(member, "chart", entity=found.pk)),
        submit=_("Keep this number"),
        form=form,
    )


def _usual(found: Entity, account: str) -> str:
    usual = defaults(found.country)[account]
    return f"{usual.number} {usual.label}"


def _why(wrong: Wrong, found: Entity, account: str) -> str:
    """Why a number or a label is refused, and what would do."""
    shortest, longest = LENGTHS[country_of(found.country)]
    given = {"least": shortest, "most": longest, "first": ", ".join(begins(found.country, account))}
    said = {
        Wrong.NOT_DIGITS: _("Write digits alone."),
        Wrong.LENGTH: _("Write %(least)d to %(most)d digits.") % given,
        Wrong.CLASS: _("The number of this account begins with %(first)s.") % given,
        Wrong.RESULT: _("Classes 6 and 7 are costs and income: this account is neither."),
        Wrong.TAKEN: _("Another account has this number; each needs its own, so that trust and own money stay apart."),
        Wrong.LABEL: _("Write a label of 60 signs at most, without tab, semicolon, quotation mark or bar."),
    }
    return said[wrong]
