"""The books at the end of any day: for whom the trust holds what, against the bank, and both ledgers."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Entity, Member
from core.money import ZERO
from funds.queries.ledger import trial_balance
from funds.queries.trust import compared, holdings, unclaimed
from funds.rules.ledger import Ledger
from funds.showing import day_of
from funds.wording import ACCOUNTS
from office.views.page import action, here, show, staff
from web import marks
from web.formatting import day, grouped_iban
from web.parts import Cell, Heading, Row, TableView


@staff("money.book")
def books(request: HttpRequest, member: Member) -> HttpResponse:
    """The two ledgers of each entity at the end of a day, against what the bank told."""
    on = day_of(request.GET.get("on", "")) or timezone.localdate()
    tables = [table for entity in Entity.objects.order_by("pk") for table in _books(member, entity, on)]
    context: dict[str, Any] = {"title": _("The books"), "lead": _("At the end of %(day)s") % {"day": day(on)}}
    context |= {"back_url": here(member, "receipts"), "main": action(member, _("Chart of accounts"), "charts", "chart")}
    return show(request, member, "books", "money", tables=tables, on=on, **context)


def _books(member: Member, entity: Entity, on: date) -> list[TableView]:
    found = [_ledger(entity, ledger, on) for ledger in Ledger]
    return [_held(member, entity, on), _unclaimed(member, entity, on), _compared(entity, on), *found]


def _ledger(entity: Entity, ledger: Ledger, on: date) -> TableView:
    headings = [Heading(_("Account")), Heading(_("Debits"), "amount"), Heading(_("Credits"), "amount")]
    headings.append(Heading(_("Balance"), "amount"))
    lines = trial_balance(entity.pk, ledger, on)
    rows = [
        Row(line.account, "", [
            Cell(str(ACCOUNTS[line.account])),
            *(Cell(marks.amount(sum_), "amount") for sum_ in (line.debits, line.credits, line.balance)),
        ])
        for line in lines
    ]  # fmt: skip
    sums = [sum((getattr(line, name) for line in lines), ZERO) for name in ("debits", "credits", "balance")]
    rows.append(Row("sum", "", [Cell(_("Total"), "key"), *(Cell(marks.amount(one), "amount") for one in sums)]))
    name = _("Trust ledger") if ledger == Ledger.TRUST else _("Own ledger")
    return TableView(f"{entity.name} · {name}", headings, rows)


def _held(member: Member, entity: Entity, on: date) -> TableView:
    """What is held for whom; each creditor leads to its account."""
    found = holdings(entity.pk, on)
    rows = [
        Row(
            one.creditor.number,
            f"{here(member, 'creditor_money', creditor=one.creditor.number)}?last={on.isoformat()}",
            [Cell(one.creditor.name, note=one.creditor.number), Cell(marks.amount(one.amount), "amount")],
        )
        for one in found
    ]
    if rows:
        total = marks.amount(sum((one.amount for one in found), ZERO))
        rows.append(Row("sum", "", [Cell(_("Total"), "key"), Cell(total, "amount")]))
    name, empty = _("Held for creditors"), _("Nothing is held for a creditor.")
    headings = [Heading(_("Creditor")), Heading(_("Held"), "amount")]
    return TableView(f"{entity.name} · {name}", headings, rows, empty=empty)


def _unclaimed(member: Member, entity: Entity, on: date) -> TableView:
    """What was nobody's that day, and for how long."""
    headings = [Heading(_("Payer")), Heading(_("Booked on"), "day"), Heading(_("Days"), "amount")]
    rows = [
        Row(
            str(one.uid),
            here(member, "receipt", receipt=one.uid),
            [
                Cell(one.payer or _("unknown")),
                Cell(marks.day_mark(one.booked_on), "day"),
                Cell(str((on - one.booked_on).days), "amount"),
                Cell(marks.amount(one.amount), "amount"),
            ],
        )
        for one in unclaimed(entity.pk, on)
    ]
    name, empty = _("To attribute"), _("All that came in is attributed.")
    return TableView(f"{entity.name} · {name}", [*headings, Heading(_("Amount"), "amount")], rows, empty=empty)


def _compared(entity: Entity, on: date) -> TableView:
    """The books on the day of the bank's last statement, the difference, and what explains it."""
    headings = [Heading(_("Account"), "key"), Heading(_("Statement of"), "day"), Heading(_("Books"), "amount")]
    headings += [Heading(_("Bank"), "amount"), Heading(_("Difference"), "amount")]
    headings += [Heading(_("Ordered, not debited yet"), "amount"), Heading(_("Left to explain"), "amount")]
    rows = [
        Row(one.found.account, "", [
            Cell(grouped_iban(one.found.account), "key"),
            Cell(marks.day_mark(one.found.told_on), "day"),
            *(
                Cell(marks.amount(sum_), "amount")
                for sum_ in (one.found.booked, one.found.told, one.found.gap, one.on_its_way, one.unexplained)
            ),
        ])
        for one in compared(entity, on)
    ]  # fmt: skip
    name, empty = _("Against the bank"), _("No account of this entity is known.")
    return TableView(f"{entity.name} · {name}", headings, rows, empty=empty)
