"""A UBL document as a sheet of one row, so that it is shown, judged, mended and loaded as any other."""

from collections.abc import Callable

from formats.errors import Cell
from formats.sheets import Sheet
from formats.ubl import Trader, UblInvoice, read_ubl

KIND = "ubl"
# Schemes (ISO 6523) of a legal identifier that number places, parcels or credit files, not firms in a register.
_NO_REGISTER = frozenset(("0060", "0088", "GLN", "DUNS", "ZZZ"))


def _legal_id(trader: Trader) -> str | None:
    return None if trader.legal_scheme in _NO_REGISTER else trader.legal_id


# Headings that formats.columns knows: the refused row leaves as CSV, is mended, and comes back under the same ones.
_COLUMNS: tuple[tuple[str, Callable[[UblInvoice], Cell]], ...] = (
    ("Numéro de facture", lambda invoice: invoice.number),
    ("Nom du débiteur", lambda invoice: invoice.buyer.name),
    ("Numéro client", lambda invoice: invoice.buyer.customer_number),
    ("Rue", lambda invoice: invoice.buyer.street),
    ("Code postal", lambda invoice: invoice.buyer.postcode),
    ("Ville", lambda invoice: invoice.buyer.city),
    ("Pays", lambda invoice: invoice.buyer.country),
    ("E-mail", lambda invoice: invoice.buyer.email),
    ("Téléphone", lambda invoice: invoice.buyer.phone),
    ("Numéro de TVA", lambda invoice: invoice.buyer.vat),
    ("Numéro d'entreprise", lambda invoice: _legal_id(invoice.buyer)),
    ("Date de facture", lambda invoice: invoice.issue_date),
    ("Date d'échéance", lambda invoice: invoice.issue_date if invoice.is_credit else invoice.due_date),
    ("Montant TTC", lambda invoice: invoice.payable if invoice.total is None else invoice.total),
    ("Solde dû", lambda invoice: invoice.payable),
    ("Devise", lambda invoice: invoice.currency),
    ("Type de document", lambda invoice: "credit note" if invoice.is_credit else "invoice"),
    ("Description", lambda invoice: invoice.subject),
    ("Référence de paiement", lambda invoice: next(iter(invoice.references), None)),
    ("IBAN", lambda invoice: next(iter(invoice.ibans), None)),
    ("Raison sociale du vendeur", lambda invoice: invoice.seller.name),
    ("Numéro de TVA du vendeur", lambda invoice: invoice.seller.vat),
    ("Numéro d'entreprise du vendeur", lambda invoice: _legal_id(invoice.seller)),
)


def read_ubl_sheet(data: bytes, filename: str = "") -> Sheet:
    """One UBL document as row 1, under our headings on row 0. A credit note, due on no day, shows its own date as due.

    Raises Unreadable, as `formats.ubl.read_ubl` does.
    """
    invoice = read_ubl(data)
    row = tuple(value(invoice) for _, value in _COLUMNS)
    return Sheet(KIND, filename, invoice.format, tuple(heading for heading, _ in _COLUMNS), 0, lambda: iter((row,)))
