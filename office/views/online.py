"""Payments by card and Bancontact: what the provider still has, for how long, and what became of each."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.models import Member
from funds.models import OnlinePayment, Receipt
from funds.queries.provider import at_provider, listed, payment_behind, settlement_behind
from funds.wording import problem
from office.views.page import action, here, show, staff
from web import marks
from web.formatting import day, money
from web.parts import Cell, Row, Tone
from web.tables import Column, Filter, Listing

State = OnlinePayment.State
TONES: dict[str, Tone] = {State.OPEN: "quiet", State.PAID: "attention", State.FAILED: "quiet", State.BACK: "danger"}
LONG = 7  # days after which money that the provider has is looked into
ONLINE = Listing(
    name="office_online",
    columns=[
        Column("claim", gettext_lazy("File"), "key", sort="id", descending=True),
        Column("debtor", gettext_lazy("Debtor")),
        Column("method", gettext_lazy("Means of payment")),
        Column("state", gettext_lazy("State"), "badge"),
        Column("paid", gettext_lazy("Paid on"), "day"),
        Column("age", gettext_lazy("With the provider for")),
        Column("amount", gettext_lazy("Amount"), "amount"),
    ],
    default="claim",
    filters=[
        Filter(
            "look",
            gettext_lazy("State"),
            "",
            [
                ("waiting", gettext_lazy("with the provider")),
                ("open", gettext_lazy("at the provider's page")),
                ("settled", gettext_lazy("paid out")),
                ("back", gettext_lazy("taken back")),
            ],
        )
    ],
)


@staff("money.see")
def online(request: HttpRequest, member: Member) -> HttpResponse:
    """Every payment through the provider, the latest first; those it has not paid out by a filter."""
    wish, on = ONLINE.read(request.GET), timezone.localdate()
    rows = listed(wish.chosen.get("look", "")).select_related("claim__debtor", "receipt")
    page = ONLINE.fetch(rows, replace(wish, chosen={}))
    none = _("No payment matches.") if wish.chosen else _("Nobody has paid by card or Bancontact yet.")
    table = ONLINE.view(_("By card and Bancontact"), page, wish, lambda row: _row(member, row, on), empty=none)
    context: dict[str, Any] = {
        "title": _("By card and Bancontact"),
        "lead": _("%(amount)s is with the payment provider.") % {"amount": money(at_provider())},
        "table": table,
        "name": "online",
        "main": None,
        "others": [action(member, _("Money received"), "receipts", "euro")],
    }
    return show(request, member, "list", "money", **context)


def _row(member: Member, row: OnlinePayment, on: date) -> Row:
    cells = [
        Cell(str(row.claim.number), "key"),
        Cell(row.claim.debtor.name),
        Cell(row.get_method_display(), note=row.reference),
        Cell(_state(row), "badge", note=problem(row.detail)),
        Cell(marks.day_mark(row.paid_on) if row.paid_on else "–", "day"),
        Cell(_age(row, on)),
        Cell(marks.amount(row.amount), "amount"),
    ]
    url = here(member, "receipt", receipt=row.receipt.uid) if row.receipt else ""
    return Row(str(row.uid), url or here(member, "claim", number=row.claim.number), cells)


def _state(row: OnlinePayment) -> str:
    if row.state == State.PAID:
        return marks.badge(_("paid out"), "ok") if row.settled_on else marks.badge(_("with the provider"), "attention")
    return marks.badge(row.get_state_display(), TONES[row.state])


def _age(row: OnlinePayment, on: date) -> str:
    """For how long the provider has had the money; marked where that is long."""
    if row.state != State.PAID or row.settled_on or row.paid_on is None:
        return "–"
    days = (on - row.paid_on).days
    said = ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    return marks.badge(said, "danger") if days > LONG else said


def told_by_provider(found: Receipt) -> list[tuple[str, str]]:
    """What the provider is to a receipt, for its page: it brought it, or the sum is what it paid out. Two queries."""
    if found.way == Receipt.Way.BANK:
        settled = settlement_behind(found)
        if settled is None:
            return []
        state = " · ".join(filter(None, [str(settled.get_state_display()), problem(settled.detail)]))
        return [
            (_("Settlement of the provider"), settled.number),
            (_("State"), state),
            (_("Kept by the provider"), money(settled.fee)),
        ]
    payment = payment_behind(found)
    if payment is None:
        return []
    out = _("paid out on %(day)s") % {"day": day(payment.settled_on)} if payment.settled_on else _("not paid out yet")
    return [
        (_("Paid by"), str(payment.get_method_display())),
        (_("Number at the provider"), payment.reference),
        (_("Provider"), out),
    ]
