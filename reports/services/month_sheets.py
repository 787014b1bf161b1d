"""The sheets of a month, in words: each is a worksheet of the workbook and a CSV of its own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.models import Fee, Invoice
from billing.wording import name_of
from claims.wording import STAGES
from core.money import ZERO
from formats.errors import Cell
from funds.models import Receipt
from funds.rules.ledger import Account, Kind, Ledger
from funds.wording import ACCOUNTS
from reports.queries import month_rows
from reports.queries.month import SIGN, Month, Vat, remittances_in
from reports.rules.month import Bank, Check, StillOpen, days

Rows = Iterator[Sequence[Cell]]
KINDS: Mapping[str, Any] = {
    Kind.RECEIVED: gettext_lazy("received"),
    Kind.ATTRIBUTED: gettext_lazy("attributed to a file"),
    Kind.SURPLUS: gettext_lazy("set aside to send back"),
    Kind.DETACHED: gettext_lazy("taken off a file"),
    Kind.RETURNED: gettext_lazy("taken back by the bank"),
    Kind.REPAID: gettext_lazy("sent back"),
    Kind.WITHHELD: gettext_lazy("withheld for invoices"),
    Kind.SWEPT: gettext_lazy("swept to the own account"),
    Kind.REMITTED: gettext_lazy("remitted"),
    Kind.DEPOSITED: gettext_lazy("deposited at the bank"),
    Kind.SETTLED: gettext_lazy("paid out by the provider"),
    Kind.UNEXPLAINED: gettext_lazy("to explain"),
    Kind.EXPLAINED: gettext_lazy("explained"),
    Kind.COVERED: gettext_lazy("covered by the entity"),
    Kind.INVOICED: gettext_lazy("invoiced"),
    Kind.PAID: gettext_lazy("paid"),
    Kind.SET_OFF: gettext_lazy("set off"),
}
PAID: Mapping[str, Any] = {
    "remitted": gettext_lazy("remitted"),
    "withheld": gettext_lazy("withheld for invoices"),
    "refused": gettext_lazy("came back from the bank"),
}
CATEGORIES: Mapping[str, Any] = {"S": gettext_lazy("standard rate"), "AE": gettext_lazy("reverse charge")}
CHECKS: Mapping[str, Any] = {
    "trust_balanced": gettext_lazy("The trust ledger is balanced"),
    "own_balanced": gettext_lazy("The own ledger is balanced"),
    "movements": gettext_lazy("Opening balance and movements make the closing balance, account by account"),
    "opening": gettext_lazy("The opening balances are those of the month closed before"),
    "trust_held": gettext_lazy("What the trust has is what it holds for others"),
    "held": gettext_lazy("Held for creditors: creditor by creditor, and in the ledger"),
    "unmatched": gettext_lazy("To attribute: receipt by receipt, and in the ledger"),
    "to_return": gettext_lazy("To be sent back: receipt by receipt, and in the ledger"),
    "fees_left": gettext_lazy("Fees: waiting before, earned and invoiced make those waiting after"),
    "fees_invoiced": gettext_lazy("The fees invoiced are the invoices, excluding VAT"),
    "invoice_lines": gettext_lazy("The lines of the invoices are the invoices, excluding VAT"),
    "fees_booked": gettext_lazy("The own ledger booked these fees"),
    "vat_booked": gettext_lazy("The VAT of the invoices is the VAT that the own ledger booked"),
    "invoices_booked": gettext_lazy("The own ledger booked what creditors owe for these invoices"),
    "receipts": gettext_lazy("Receipts: one by one, and in the trust ledger"),
    "remittances": gettext_lazy("Remittances: one by one, and in the trust ledger"),
    "withheld": gettext_lazy("Withheld for invoices: one by one, and in the trust ledger"),
}
OPEN: Mapping[str, Any] = {
    Account.UNMATCHED: gettext_lazy("Receipts to attribute"),
    Account.TO_RETURN: gettext_lazy("Receipts to be sent back"),
    Account.IN_HAND: gettext_lazy("Cash or cheques in hand, not deposited"),
    Account.AT_PROVIDER: gettext_lazy("Money at the payment provider, not paid out"),
    Account.COVER: gettext_lazy("The entity has money to put into the trust"),
    Account.OWN_UNEXPLAINED: gettext_lazy("Movements of the own account to explain"),
    "drafts": gettext_lazy("Invoices drawn up that have no number yet"),
    "to_invoice": gettext_lazy("Fees due that are not invoiced yet"),
    "gaps": gettext_lazy("Statements that do not follow the one before"),
    "untold": gettext_lazy("Bank accounts without a statement of the last day"),
    "bank": gettext_lazy("Bank accounts that differ from the books"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: `key` names its CSV; `rows` is read once, when the sheet is written."""

    key: str
    title: str
    headings: Sequence[str]
    rows: Callable[[], Rows]


def tables_of(told: Month) -> list[Table]:
    """The sheets of a month, in their order, in the language in force."""
    found, span = told.entity.pk, days(told.month)
    of_ledger = [_("Day"), _("Day of the bank"), _("Entry"), _("What"), _("Account"), _("Name"), _("Creditor"),
                 _("File"), _("Receipt"), _("Debit"), _("Credit"), _("Note"), _("Source")]  # fmt: skip
    return [
        Table("summary", _("Summary"), [_("What"), _("Number"), _("Amount")], lambda: summary(told)),
        Table("checks", _("Checks"), [_("Check"), _("One way"), _("The other way"), _("Difference"), _("Ties")],
              lambda: (check_row(one) for one in told.checks)),
        Table("fees", _("Fee journal"), _of_fees(), lambda: _fees(found, *span)),
        Table("vat", _("VAT"), [_("Country"), _("VAT category"), _("Rate (%)"), _("VAT by"), _("Number"),
              _("Excluding VAT"), _("VAT")], lambda: (vat_row(one) for one in told.vat)),
        Table("reverse-charge", _("Reverse charge"), [_("Country"), _("VAT number"), _("Creditor"),
              _("Excluding VAT")], lambda: _reversed(found, *span)),
        Table("invoices", _("Invoices"), _of_invoices(), lambda: _invoices(found, *span)),
        Table("trust-ledger", _("Trust ledger"), of_ledger, lambda: _ledger(found, Ledger.TRUST, *span)),
        Table("own-ledger", _("Own ledger"), of_ledger, lambda: _ledger(found, Ledger.OWN, *span)),
        Table("balances", _("Balances"), [_("Account"), _("Name"), _("Opening balance"), _("Debit"), _("Credit"),
              _("Closing balance")], lambda: balances(told)),
        Table("creditors", _("Held for creditors"), [_("Creditor"), _("Opening balance"), _("Came in"), _("Went out"),
              _("Closing balance"), _("Withheld")], lambda: _creditors(found, *span)),
        Table("receipts", _("Receipts"), [_("Day"), _("Booked on"), _("Value date"), _("What"),
              _("Means of payment"), _("Paper"), _("Payer"), _("Reference"), _("Receipt"), _("Amount")],
              lambda: _receipts(found, *span)),
        Table("remittances", _("Remittances"), [_("Day"), _("Run of remittances"), _("What"), _("Creditor"),
              _("Account"), _("End-to-end reference"), _("Amount"), _("Entry")], lambda: _remittances(found, *span)),
        Table("unmatched", _("To attribute"), [_("What"), _("Booked on"), _("Age in days"), _("Payer"),
              _("Account"), _("Reference"), _("Text"), _("Receipt"), _("Amount")], lambda: _waiting(found, span[1])),
        Table("packs", _("Packs bought"), [_("Day"), _("Creditor"), _("Formula"), _("PAYNOW"), _("Last day of use"),
              _("Excluding VAT")], lambda: _packs(found, *span)),
        Table("stock", _("PAYNOW left"), [_("Creditor"), _("Opening balance"), _("Granted"), _("Used or lapsed"),
              _("Closing balance")], lambda: iter(month_rows.stock(found, *span))),
        Table("bank", _("Bank"), [_("Account"), _("Statement of"), _("Books"), _("On its way"), _("Booked later"),
              _("Bank"), _("Difference")], lambda: (bank_row(one) for one in told.banks)),
    ]  # fmt: skip


def summary(told: Month) -> Rows:
    """The figures of the month, then what was still open."""
    yield from ((words, None, amount) for words, amount in figures(told))
    still = _("Still open")
    for one in told.open:
        yield (f"{still}: {OPEN[one.code]}", one.count, one.amount)


def figures(told: Month) -> list[tuple[str, Decimal]]:
    """The sums of the month, in words."""
    return [
        (_("Received in trust"), told.received),
        (_("Taken back by banks"), told.taken_back),
        (_("Remitted to creditors"), told.remitted),
        (_("Withheld for invoices"), told.withheld),
        (_("Held for creditors at the end"), told.balance(Account.HELD)),
        (_("To attribute at the end"), told.balance(Account.UNMATCHED)),
        (_("Fees earned, excluding VAT"), told.fees.earned),
        (_("Invoiced, excluding VAT"), told.net),
        (_("VAT invoiced"), told.tax),
        (_("Fees that wait to be invoiced at the end"), told.fees.closing),
    ]


def check_row(one: Check) -> Sequence[Cell]:
    """A check as a line: both sums, what they differ by, yes or no."""
    return (str(CHECKS[one.code]), one.left, one.right, one.left - one.right, _("yes") if one.ties else _("NO"))


def open_row(one: StillOpen) -> Sequence[Cell]:
    """What is still open, as a line."""
    return (str(OPEN[one.code]), one.count, one.amount)


def vat_row(one: Vat) -> Sequence[Cell]:
    """One rate and country, as a line."""
    category = str(CATEGORIES.get(one.category, one.category))
    return (one.country, category, one.rate, one.source, one.count, one.net, one.vat)


def bank_row(one: Bank) -> Sequence[Cell]:
    """One account at the bank against the books, as a line."""
    return (one.iban, one.told_on, one.booked, one.on_the_way, one.late, one.told, one.gap)


def balances(told: Month) -> Rows:
    """The trial balance of both ledgers."""
    for account, one in told.accounts.items():
        yield (account.value, str(ACCOUNTS.get(account, account)), one.opening, one.debits, one.credits, one.closing)


def _of_fees() -> list[str]:
    return [_("Day"), _("Earned on"), _("Creditor"), _("Customer number"), _("File"), _("Designation"), _("Stage"),
            _("Number"), _("Base"), _("Amount"), _("Earned in the month"), _("Invoiced in the month"), _("Invoice"),
            _("Invoice of")]  # fmt: skip


def _fees(entity_id: int, first: date, last: date) -> Rows:
    for fee in month_rows.fees(entity_id, first, last):
        earned, creditor, invoice = fee.facts.get("earned_on"), fee.contract.creditor, fee.invoice
        if invoice and (invoice.issued_on is None or invoice.issued_on > last):
            invoice = None
        yield (
            fee.on, date.fromisoformat(earned) if earned else None, creditor.name, creditor.number,
            fee.claim.number if fee.claim else None, name_of(fee.line), str(STAGES.get(fee.stage, fee.stage)),
            fee.quantity, fee.base, fee.amount, fee.amount if fee.on >= first else ZERO, _invoiced(fee, invoice),
            invoice.label if invoice else "", invoice.issued_on if invoice else None,
        )  # fmt: skip


def _invoiced(fee: Fee, invoice: Invoice | None) -> Decimal:
    return fee.amount if invoice else ZERO


def _reversed(entity_id: int, first: date, last: date) -> Rows:
    for one in month_rows.reversed_charges(entity_id, first, last):
        yield (one.country, one.vat_number, one.name, one.net)


def _of_invoices() -> list[str]:
    return [_("Invoice number"), _("Kind of paper"), _("Day"), _("To be paid by"), _("Creditor"), _("Customer number"),
            _("Country"), _("VAT number"), _("VAT category"), _("Rate (%)"), _("Excluding VAT"), _("VAT"),
            _("Including VAT"), _("Corrects"), _("Reason")]  # fmt: skip


def _invoices(entity_id: int, first: date, last: date) -> Rows:
    for one in month_rows.invoices(entity_id, first, last):
        sign, category = SIGN[Invoice.Kind(one.kind)], CATEGORIES.get(one.vat_category, one.vat_category)
        yield (
            one.label, one.get_kind_display(), one.issued_on, one.due_on, one.buyer["name"], one.creditor.number,
            one.buyer["country"], one.buyer["vat_number"], str(category), one.vat_rate, sign * one.net,
            sign * one.vat, sign * one.total, one.corrects.label if one.corrects else "", one.reason,
        )  # fmt: skip


def _ledger(entity_id: int, which: Ledger, first: date, last: date) -> Rows:
    for one in month_rows.ledger(entity_id, which, first, last):
        debit, credit = (one.amount, None) if one.amount > 0 else (None, -one.amount)
        what, name = str(KINDS.get(one.kind, one.kind)), str(ACCOUNTS.get(one.account, one.account))
        yield (
            one.on, one.meant_on, one.entry, what, one.account, name, one.party, one.claim, one.receipt, debit,
            credit, one.note, one.source,
        )  # fmt: skip


def _creditors(entity_id: int, first: date, last: date) -> Rows:
    for one in month_rows.creditors(entity_id, first, last):
        yield (one.name, one.opening, one.came, one.left, one.closing, one.withheld)


def _receipts(entity_id: int, first: date, last: date) -> Rows:
    ways = dict(Receipt.Way.choices)
    for one in month_rows.receipts(entity_id, first, last):
        what, way = str(KINDS.get(one.kind, one.kind)), str(ways.get(one.way, one.way))
        yield (one.on, one.booked_on, one.value_on, what, way, one.number, one.payer, one.reference, one.receipt,
               one.amount)  # fmt: skip


def _remittances(entity_id: int, first: date, last: date) -> Rows:
    for one in remittances_in(entity_id, first, last):
        line, what = one.line, str(PAID.get(one.kind, one.kind))
        yield (one.on, line.remittance_id, what, line.name, line.iban, line.end_to_end, one.amount, one.entry_id)


def _waiting(entity_id: int, last: date) -> Rows:
    for one in month_rows.waiting(entity_id, last):
        what = str(ACCOUNTS[one.account])
        yield (what, one.booked_on, one.age, one.payer, one.iban, one.reference, one.text, one.receipt, one.amount)


def _packs(entity_id: int, first: date, last: date) -> Rows:
    for one in month_rows.packs(entity_id, first, last):
        name = one.contract.creditor.name
        yield (one.bought_on, name, name_of(one.line), one.quantity, one.expires_on, one.price)
