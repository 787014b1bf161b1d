"""Money in words: why a sum was booked where it was, where its cents are, why a file was refused."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from claims.explaining import PARTS

Words = Mapping[str, Any]
SIGNS: Words = {
    "reference": _("its structured reference"),
    "reference-in-text": _("a reference in its text"),
    "number": _("the number of the file in its text"),
    "invoice": _("the number of an invoice in its text"),
    "account": _("an account that this debtor paid from before"),
    "amount": _("the amount, to the cent"),
    "name": _("the name of the debtor"),
    "closed": _("but the file is closed"),
    "settled": _("but nothing is owed"),
}
PLACES: Words = {
    "unmatched": _("to attribute"),
    "held": _("held for creditors"),
    "withheld": _("withheld for fees"),
    "to_return": _("to be sent back"),
    "remitted": _("remitted"),
    "swept": _("taken for fees"),
    "returned": _("taken back by the bank"),
    "repaid": _("sent back"),
    "deposited": _("deposit of money taken by hand"),
    "settled": _("payments that the provider paid out"),
    "asked_back": _("asked back from the creditor"),
}
ACCOUNTS: Words = {
    "trust.bank": _("Trust account at the bank"),
    "trust.in_hand": _("Cash in hand"),
    "trust.at_provider": _("With the payment provider"),
    "trust.cover": _("To be put in by the entity"),
    "trust.unmatched": _("To attribute"),
    "trust.held": _("Held for creditors"),
    "trust.withheld": _("Withheld for fees"),
    "trust.to_return": _("To be sent back"),
    "own.bank": _("Own account at the bank"),
    "own.unexplained": _("To explain"),
    "own.receivable": _("Creditors, for payments returned"),
    "own.owed_to_trust": _("Owed to the trust"),
    "own.invoices": _("Creditors, for invoices"),
    "own.fees": _("Fees invoiced"),
    "own.vat": _("VAT to pay over"),
    "own.due_from_trust": _("To be swept from the trust"),
    "own.charges": _("Charges of banks and providers"),
}
FINDINGS: Words = {
    "gap": _("It does not follow the statement before: one is missing."),
    "batch": _("The parts of a batch do not add up to it: it is booked as one sum."),
    "balance": _("The opening balance and the movements do not make the closing balance."),
    "totals": _("The totals of the file are not those of its movements."),
    "count": _("The file counts other movements than it holds."),
    "currency": _("Only euros are kept here."),
    "account": _("Opening and closing name different accounts."),
    "decimals": _("An amount is finer than the cent."),
    "account_unknown": _("This account belongs to no entity of the agency."),
    "no_statement": _("These are notices or reports: the statement that follows carries the same money."),
}
PROBLEMS: Words = {  # with the payment provider
    "answer": _("the provider gave no answer that helps"),
    "never": _("the debtor never came to the provider's page"),
    "other": _("the provider speaks of another payment than was asked for"),
    "sum": _("its payments do not add up to it"),
    "net": _("the provider says another sum"),
    "payment": _("a payment of it is not ours, or of another sum"),
    "state": _("a payment of it was counted before, or never came"),
}
UNREADABLE = _("The file cannot be read.")


def reasons(signs: Iterable[str]) -> str:
    """Why, as a list of words."""
    return ", ".join(str(SIGNS[sign]) for sign in signs if sign in SIGNS)


def finding(code: str) -> str:
    """Why a file is refused, or what is odd in a statement."""
    return str(FINDINGS.get(code, UNREADABLE)) if code else ""


def problem(detail: str) -> str:
    """What went wrong with the payment provider, in words; what it is about stands behind the colon. Empty without."""
    code, _colon, about = detail.partition(":")
    return " ".join(filter(None, [str(PROBLEMS.get(code, "")), f"({about})" if about else ""]))


def shared(parts: Mapping[str, Decimal]) -> list[tuple[str, Decimal]]:
    """The parts of a debt that a payment served, with words."""
    return [(str(PARTS[part]), amount) for part, amount in parts.items() if amount]
