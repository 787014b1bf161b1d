"""The ledgers, what banks told, and what came in for creditors."""

from funds.models.banking import BankFile, BankStatement, Movement
from funds.models.ledger import Entry, Line
from funds.models.receipt import Receipt, ReceiptPart

__all__ = ["BankFile", "BankStatement", "Entry", "Line", "Movement", "Receipt", "ReceiptPart"]
