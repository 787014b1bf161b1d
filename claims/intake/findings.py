"""What may be said of a row: the reason, and the cure that its sender can apply."""

from dataclasses import dataclass
from typing import Any

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
}
UNREAD = (_("This value was not understood."), _("Write it as in the example of the template file."))


# What is said when a file is refused as a whole (codes of formats.errors.Unreadable, of files, and ours).
FILE_WORDS: dict[str, tuple[Any, Any]] = {
    "empty": (_("The file holds no invoice."), _("Send a list with one invoice on each row.")),
    "columns_missing": (
        _("These columns were not found: %(detail)s."),
        _("Add them, or name your columns as in the template file."),
    ),
    "no_heading": (_("No row of headings was found."), _("Put the names of the columns on the first row.")),
    "too_large": (_("The file is too large."), _("Split it and send the parts.")),
    "too_many_rows": (_("The file has too many rows."), _("Split it and send the parts.")),
    "too_many_columns": (_("The file has too many columns."), _("Keep the columns of the template file.")),
    "password": (_("The file is protected by a password."), _("Save it without a password.")),
    "old_xls": (_("This is a file of an old Excel."), _("Save it as .xlsx or .csv.")),
    "pdf": (_("This is a PDF, not a list of invoices."), _("Export the list as .xlsx or .csv.")),
    "xml": (_("This is an XML or web page, not a list of invoices."), _("Export the list as .xlsx or .csv.")),
    "encoding": (_("The characters of the file were not understood."), _("Save it as .xlsx, or as CSV in UTF-8.")),
    "open_quote": (_("A quotation mark is opened and never closed."), _("Correct it, or save the list as .xlsx.")),
    "creditor_unknown": (
        _("No creditor has the number or the exact name “%(detail)s”."),
        _("Check it in the list of creditors."),
    ),
    "contract_missing": (
        _("%(detail)s has no contract in force."),
        _("Record the signed contract, then import the file."),
    ),
}
FILE_UNREAD = (_("The file could not be read as a list of invoices."), _("Save it as .xlsx or .csv and send it again."))


def reason(code: str) -> str:
    """Why, in the language of the reader."""
    return str(WORDS.get(code, UNREAD)[0])


def cure(code: str) -> str:
    """What to do, in the language of the reader."""
    return str(WORDS.get(code, UNREAD)[1])


def file_reason(code: str, detail: str) -> str:
    """Why a whole file was refused."""
    return str(FILE_WORDS.get(code, FILE_UNREAD)[0]) % {"detail": detail}


def file_cure(code: str) -> str:
    """What its sender can do."""
    return str(FILE_WORDS.get(code, FILE_UNREAD)[1])
