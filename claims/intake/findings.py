"""What may be said of a row: the reason, and the cure that its sender can apply."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on one field of one row."""

    field: str
    code: str
    severity: str  # error, warning
    detail: str = ""

    def as_dict(self) -> dict[str, str]:
        """For storage and for the command's JSON."""
        return {"field": self.field, "code": self.code, "severity": self.severity, "detail": self.detail}


# code: (reason, cure)
WORDS: dict[str, tuple[Any, Any]] = {
    "missing": (_("This field is empty."), _("Fill it in.")),
    "too_long": (_("This value is too long."), _("Shorten it.")),
    "shifted": (_("The row has more cells than the headings."), _("Check the separators of this row.")),
    "duplicate": (_("This invoice has been handed over before."), _("Nothing to do: it is not loaded twice.")),
    "duplicate_in_file": (_("This invoice is in the file more than once."), _("Keep one row only.")),
    "currency": (_("The amount is not in euros."), _("Only claims in euros can be handed over.")),
    "credit_note": (_("This row is a credit note."), _("Lower the balance of the invoice that it credits.")),
    "nothing_due": (_("Nothing is left to pay on this invoice."), _("Remove the row, or correct the balance.")),
    "above_total": (_("The balance is higher than the invoice's total."), _("Correct the balance or the total.")),
    "not_due": (_("The invoice is not due yet."), _("Hand it over once its due date has passed.")),
    "dates_order": (_("The due date lies before the invoice date."), _("Correct one of the two dates.")),
    "invoice_date_assumed": (_("The invoice date is missing; the due date is used."), _("Add the invoice date.")),
    "country_assumed": (_("The country is missing; that of the creditor is used."), _("Add the country.")),
    "kind_unknown": (
        _("It is not known whether the debtor is a consumer or a business: nothing is sent before that is said."),
        _("Add a column “Consumer or business”, or set what your debtors usually are."),
    ),
    "foreign_consumer": (
        _("The debtor is a consumer in another country: only a correspondent there may act."),
        _("Ask the agency for a correspondent."),
    ),
    "foreign_business": (
        _("The debtor is a business in another country: a manager must record the law that was chosen."),
        _("Send the clause of your contract that chooses the law."),
    ),
    "bad_number": (_("The number does not pass its check."), _("Correct the enterprise or VAT number.")),
    "bad_iban": (_("The IBAN does not pass its check."), _("Correct the IBAN.")),
    "limitation_over": (
        _("The claim is time-barred."),
        _("It is not taken over. Tell the agency if it was interrupted."),
    ),
    "limitation_old": (_("The claim may be time-barred."), _("Tell the agency what interrupted the limitation.")),
    "limitation_soon": (_("The claim is close to its limitation."), _("Decide quickly, and ask for advice.")),
    "reminder_unproved": (
        _("No first reminder is on record: the law asks for one before any cost. It is sent first, free of charge."),
        _("Add the date and the channel of your first reminder."),
    ),
    "reminder_after": (_("The first reminder lies in the future."), _("Correct its date.")),
    "reminder_before_due": (
        _("The first reminder was sent before the due date had passed: it does not count as one."),
        _("Add the date of a reminder sent after the due date; otherwise we send one first, free of charge."),
    ),
    "clause_over_cap": (
        _("Your penalty clause goes beyond what a consumer may be charged."),
        _("Only the principal, or the amount reduced to the cap, is claimed."),
    ),
    "no_contact": (_("Neither a full postal address nor an e-mail address is given."), _("Add one of them.")),
    "no_address": (
        _("The postal address is not complete; a notice goes by post."),
        _("Add street, postcode and city."),
    ),
    "invoice_known_other_date": (
        _("An invoice of the same number but another date was handed over before."),
        _("Check that this is another invoice."),
    ),
    "seller_not_creditor": (
        _("The invoice was issued by another firm: its VAT or enterprise number is not yours."),
        _("Hand over your own invoices only. If the number is yours too, ask the agency to add it."),
    ),
    "seller_other_name": (
        _("The invoice names another seller, and no number shows that it is yours."),
        _("Check that it is yours, and give the agency your enterprise or VAT number."),
    ),
}
UNREAD = (_("This value was not understood."), _("Write it as in the example of the template file."))


def reason(code: str) -> str:
    """Why, in the language of the reader."""
    return str(WORDS.get(code, UNREAD)[0])


def cure(code: str) -> str:
    """What to do, in the language of the reader."""
    return str(WORDS.get(code, UNREAD)[1])


HOSTILE = (
    _("The XML file holds declarations or nesting that no invoice needs, and is not opened."),
    _("Export the invoice again from your program."),
)
INCOMPLETE = (
    _("The structured invoice lacks its number, date, currency or amount, or one of them was not understood."),
    _("Correct it in your program and export it again."),
)
# The file as a whole: code → what is wrong, and what to do
FILE_WORDS: dict[str, tuple[Any, Any]] = {
    "empty": (_("The file holds no row."), _("Choose the file with your unpaid invoices.")),
    "too_large": (_("The file is too large."), _("Split it and hand over the parts.")),
    "too_many_rows": (_("The file has too many rows."), _("Split it and hand over the parts.")),
    "too_many_columns": (_("The file has too many columns."), _("Keep the columns of your invoices only.")),
    "archive_bomb": (_("The file unpacks to more than it may."), _("Save it again as XLSX or CSV.")),
    "corrupt": (_("The file is damaged."), _("Save it again as XLSX or CSV.")),
    "encoding": (_("The letters of the file could not be read."), _("Save it as XLSX, or as CSV in UTF-8.")),
    "binary": (_("This is not a table."), _("Save it as XLSX or CSV.")),
    "old_xls": (_("The old XLS format is not read."), _("Save it as XLSX or CSV.")),
    "password": (_("The file is locked with a password."), _("Save it without one.")),
    "pdf": (_("This is a PDF."), _("Export your unpaid invoices as XLSX or CSV.")),
    "xml": (_("This is an XML file."), _("Export your unpaid invoices as XLSX or CSV.")),
    "not_a_sheet": (_("This is not a table."), _("Save it as XLSX or CSV.")),
    "wrong_kind": (_("This is not a table."), _("Save it as XLSX or CSV.")),
    "no_heading": (_("No row of headings was found."), _("Put the names of the columns above the invoices.")),
    "cell_too_long": (_("A cell holds far too much text."), _("Correct it: a quotation mark may be missing.")),
    "open_quote": (_("A quotation mark is not closed."), _("Correct the row, or save the file as XLSX.")),
    "not_an_invoice": (
        _("This XML file is no UBL invoice or credit note."),
        _("Export the invoice as UBL (Peppol), or your unpaid invoices as XLSX or CSV."),
    ),
    "cii": (
        _("This is an invoice in the CII format, which is not read yet."),
        _("Export it as UBL (Peppol), or your unpaid invoices as XLSX or CSV."),
    ),
    "xml_broken": (_("The XML file is damaged."), _("Export the invoice again from your program.")),
    **dict.fromkeys(("xml_dtd", "xml_entity", "xml_bomb"), HOSTILE),
    **dict.fromkeys(("missing_field", "bad_date", "bad_amount", "bad_currency"), INCOMPLETE),
    "columns_missing": (_("Some columns were not recognised."), _("Say below which column holds them:")),
    "creditor_unknown": (_("No creditor has this number or exactly this name."), _("Check the list of creditors.")),
    "contract_missing": (
        _("The creditor has no contract in force."),
        _("Record the signed contract, then import the file."),
    ),
}
NAME_COLUMNS = _("Add these columns, or name yours so:")

FIELDS: dict[str, Any] = {
    "invoice_number": _("Invoice number"),
    "debtor_name": _("Debtor's name"),
    "customer_number": _("Customer number"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "street": _("Street and number"),
    "postcode": _("Postcode"),
    "city": _("City"),
    "country": _("Country"),
    "vat_number": _("VAT number"),
    "enterprise_number": _("Enterprise number"),
    "invoice_date": _("Invoice date"),
    "due_date": _("Due date"),
    "total": _("Total including VAT"),
    "balance_due": _("Balance due"),
    "currency": _("Currency"),
    "document_type": _("Type of document"),
    "debtor_kind": _("Consumer or business"),
    "language": _("Language"),
    "first_reminder_sent_on": _("First reminder sent on"),
    "first_reminder_channel": _("Channel of the first reminder"),
    "description": _("Description"),
    "payment_reference": _("Payment reference"),
    "iban": _("IBAN"),
    "seller_name": _("Seller's name"),
    "seller_vat_number": _("Seller's VAT number"),
    "seller_enterprise_number": _("Seller's enterprise number"),
}


def label(field: str) -> str:
    """The name of a field, in the language of the reader."""
    return str(FIELDS.get(field, field))


def said(field: str, code: str, detail: str = "") -> str:
    """One remark in full: the field, the value that was not understood, why, and what to do."""
    told = {"field": label(field), "value": detail, "why": f"{reason(code)} {cure(code)}"}
    if detail and code not in WORDS:
        return gettext("%(field)s (“%(value)s”): %(why)s") % told
    return gettext("%(field)s: %(why)s") % told


def file_words(code: str, detail: str = "") -> str:
    """Why a whole file is refused and what to do, in the language of the reader."""
    why, what = FILE_WORDS.get(code, FILE_WORDS["not_a_sheet"])
    named = ", ".join(label(name.strip()) for name in detail.split(",")) if code == "columns_missing" else ""
    return " ".join(str(part) for part in (why, what, named) if part)


def file_reason(code: str) -> str:
    """Why a whole file is refused, in the language of the reader."""
    return str(FILE_WORDS.get(code, FILE_WORDS["not_a_sheet"])[0])


def file_cure(code: str, detail: str = "") -> str:
    """What its sender can do where no page asks further questions: for the command and the API."""
    if code == "columns_missing":
        return f"{NAME_COLUMNS} {', '.join(label(name.strip()) for name in detail.split(','))}."
    return str(FILE_WORDS.get(code, FILE_WORDS["not_a_sheet"])[1])
