"""A month of the books as pages show it."""

from django.utils.translation import gettext as _

from billing.wording import rate
from core.money import ZERO
from funds.rules.ledger import Account
from funds.wording import ACCOUNTS
from reports.queries.month import Month
from reports.services.month_sheets import CATEGORIES, CHECKS, OPEN
from web import marks
from web.formatting import grouped_iban, money, number
from web.parts import Cell, Figure, Heading, Row, TableView


def figures(told: Month) -> list[Figure]:
    """The sums that a month is looked at for."""
    left = told.balance(Account.UNMATCHED)
    return [
        Figure(_("Received in trust"), money(told.received), _taken_back(told)),
        Figure(_("Remitted to creditors"), money(told.remitted)),
        Figure(_("Held for creditors at the end"), money(told.balance(Account.HELD))),
        Figure(_("To attribute at the end"), money(left), tone="attention" if left else "quiet"),
        Figure(_("Fees earned, excluding VAT"), money(told.fees.earned)),
        Figure(_("Invoiced, excluding VAT"), money(told.net)),
        Figure(_("VAT invoiced"), money(told.tax)),
    ]


def _taken_back(told: Month) -> str:
    return _("taken back: %(sum)s") % {"sum": money(told.taken_back)} if told.taken_back else ""


def checks_table(told: Month) -> TableView:
    """Each check with both sums, and whether they are the same."""
    headings = [Heading(_("Check")), Heading(_("One way"), "amount"), Heading(_("The other way"), "amount")]
    headings.append(Heading(_("Ties"), "badge"))
    rows = [
        Row(one.code, "", [
            Cell(str(CHECKS[one.code])),
            Cell(marks.amount(one.left), "amount"),
            Cell(marks.amount(one.right), "amount"),
            Cell(_tick(ties=one.ties), "badge"),
        ])
        for one in told.checks
    ]  # fmt: skip
    return TableView(_("Checks"), headings, rows)


def _tick(*, ties: bool) -> str:
    return marks.badge(_("ties"), "ok", "tick") if ties else marks.badge(_("differs"), "danger", "alert")


def open_table(told: Month) -> TableView:
    """What is still open, and does not keep the month from being closed."""
    headings = [Heading(_("What")), Heading(_("Number"), "amount"), Heading(_("Amount"), "amount")]
    rows = [
        Row(one.code, "", [
            Cell(str(OPEN[one.code])),
            Cell(number(one.count), "amount"),
            Cell(marks.amount(one.amount) if one.amount != ZERO else "–", "amount"),
        ])
        for one in told.open
    ]  # fmt: skip
    return TableView(_("Still open"), headings, rows, empty=_("Nothing is left open."))


def balances_table(told: Month) -> TableView:
    """Both ledgers over the month, account by account."""
    headings = [Heading(_("Account"))]
    headings += [
        Heading(words, "amount") for words in (_("Opening balance"), _("Debits"), _("Credits"), _("Closing balance"))
    ]
    rows = [
        Row(account, "", [
            Cell(str(ACCOUNTS.get(account, account)), note=account.value),
            *(Cell(marks.amount(sum_), "amount") for sum_ in (one.opening, one.debits, one.credits, one.closing)),
        ])
        for account, one in told.accounts.items()
    ]  # fmt: skip
    return TableView(_("Balances"), headings, rows, empty=_("Nothing was booked until the end of this month."))


def vat_table(told: Month) -> TableView:
    """What was invoiced, by country and rate."""
    headings = [Heading(_("Country")), Heading(_("VAT category")), Heading(_("Number"), "amount")]
    headings += [Heading(_("Excluding VAT"), "amount"), Heading(_("VAT"), "amount")]
    rows = [
        Row(f"{one.country}{one.category}{one.rate}", "", [
            Cell(one.country),
            Cell(f"{CATEGORIES.get(one.category, one.category)} {rate(one.rate)}", note=one.source),
            Cell(number(one.count), "amount"),
            Cell(marks.amount(one.net), "amount"),
            Cell(marks.amount(one.vat), "amount"),
        ])
        for one in told.vat
    ]  # fmt: skip
    return TableView(_("VAT"), headings, rows, empty=_("Nothing was invoiced in this month."))


def banks_table(told: Month) -> TableView:
    """Each account at the bank: the books, what is on its way, what the bank says."""
    headings = [Heading(_("Account"), "key"), Heading(_("Statement of"), "day")]
    words = (_("Books"), _("On its way"), _("Booked later"), _("Bank"), _("Difference"))
    headings += [Heading(one, "amount") for one in words]
    rows = [
        Row(one.iban, "", [
            Cell(grouped_iban(one.iban), "key", note=str(ACCOUNTS[one.account])),
            Cell(marks.day_mark(one.told_on), "day"),
            *(Cell(marks.amount(sum_), "amount") for sum_ in (one.booked, one.on_the_way, one.late)),
            Cell(marks.amount(one.told) if one.told is not None else "–", "amount"),
            Cell(marks.amount(one.gap) if one.told is not None else "–", "amount"),
        ])
        for one in told.banks
    ]  # fmt: skip
    return TableView(_("Bank"), headings, rows, empty=_("No account of this entity is known."))
