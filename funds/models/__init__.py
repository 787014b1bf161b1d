"""The ledgers, what banks told, what came in for creditors, and what was paid out to them."""

from funds.models.banking import BankFile, BankStatement, Movement
from funds.models.closing import ClosedMonth
from funds.models.ledger import Entry, Line
from funds.models.provider import OnlinePayment, Settlement
from funds.models.receipt import Receipt, ReceiptPart
from funds.models.remittance import Remittance, RemittanceLine, RemittancePart

__all__ = [
    "BankFile",
    "BankStatement",
    "ClosedMonth",
    "Entry",
    "Line",
    "Movement",
    "OnlinePayment",
    "Receipt",
    "ReceiptPart",
    "Remittance",
    "RemittanceLine",
    "RemittancePart",
    "Settlement",
]
