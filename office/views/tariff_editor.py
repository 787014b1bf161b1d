"""The next version of a tariff: its lines and bands in a form, tried on an amount, kept once nothing is wrong."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Member
from billing.models import Tariff, TariffLine, TariffVersion
from billing.queries.tariffs import latest_version, lines_of
from billing.rules.fees import success_fee
from billing.rules.prices import Fault, Price, faults
from billing.services.tariffs import new_version
from billing.wording import STAGES, name_of, value_of
from claims.wording import translated
from office.forms.tariffs import LineForms, VersionForm, filled, one_more
from office.views.page import here, show, staff, to
from office.views.tariffs import tariff_at
from web import marks
from web.formatting import money
from web.parts import Cell, Heading, Row, TableView
from web.toasts import toast


@staff("settings.edit", "GET", "POST")
def tariff_edit(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """A form with the last version's lines; a button adds a band, another tries the prices, the last one keeps them."""
    found, now = tariff_at(code), timezone.now()
    last = lines_of(latest_version(found))
    if "add" in request.POST:
        typed, lines = one_more(request.POST.dict(), request.POST["add"])
        return _page(request, member, found, VersionForm(initial=typed), lines)
    about = VersionForm(request.POST or None, initial={"since": timezone.localdate(now)})
    lines = LineForms(request.POST or None, initial=[filled(line) for line in last], prefix="lines")
    if request.method == "GET" or not (about.is_valid() and lines.is_valid()):
        return _page(request, member, found, about, lines, status=200 if request.method == "GET" else 422)
    prices = _prices(lines, last)
    if "try" in request.POST:
        return _page(request, member, found, about, lines, faults(prices), tried=_tried(prices, about.tried))
    made = new_version(tariff=found, prices=prices, at=now, **about.cleaned_data)
    if isinstance(made, TariffVersion):
        kept = _("Version %(n)d is kept; contracts keep theirs until they are given it.")
        toast(request, kept % {"n": made.number})
        return to(member, "tariff", code=code)
    return _page(request, member, found, about, lines, made, status=422)


def _page(
    request: HttpRequest,
    member: Member,
    found: Tariff,
    about: VersionForm,
    lines: Any,
    wrong: Sequence[Fault] = (),
    *,
    tried: TableView | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "title": _("New version of %(tariff)s") % {"tariff": found.name},
        "back_url": here(member, "tariff", code=found.code),
        "back_label": found.name,
        "form": about,
        "lines": lines,
        "faults": [f"{fault.code}: {translated(fault.reason)}" for fault in wrong],
        "tried": tried,
    }
    return show(request, member, "tariff_edit", "settings", status, **context)


def _prices(forms: Any, last: Sequence[TariffLine]) -> list[Price]:
    before = {line.code: line.price for line in last}
    made = (form.price(before.get(form.cleaned_data.get("code", ""))) for form in forms)
    return [price for price in made if price]


def _tried(prices: Sequence[Price], amount: Any) -> TableView | None:
    """What each percentage would be on an amount received; None without one."""
    if amount is None:
        return None
    headings = [Heading(_("Price")), Heading(_("How")), Heading(_("Excluding VAT"), "amount")]
    rows = [
        Row(price.code, "", [
            Cell(name_of(price), note=str(STAGES[price.stage])),
            Cell(value_of(price)),
            Cell(marks.amount(success_fee(price, amount)), "amount"),
        ])
        for price in prices if price.due == "recovery"
    ]  # fmt: skip
    caption = _("On %(amount)s received") % {"amount": money(amount)}
    return TableView(caption, headings, rows, empty=_("No price depends on the sums received."))
