"""What a bank takes for itself: told by its own code, else by its words."""

import re

WORDS = re.compile(
    r"\b(frais|commissions?|agios?|int[ée]r[êe]ts? d[ée]biteurs?|tenue de compte|cotisations?|tarification"
    r"|kosten|debet(rente|interest(en)?)|provisies?|charges?|fees?|debit interest)\b",
    re.IGNORECASE,
)


def is_charge(*, told: bool, text: str, name: str, iban: str) -> bool:
    """Whether a debit looks like a charge or interest of the bank: `told` by its code, or by its words where it names
    no account that got the money. A proposal: a person says so.
    """
    return told or (not iban and WORDS.search(f"{name} {text}") is not None)
