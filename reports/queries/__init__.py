"""Reads: what a creditor is told, what is due, the month of the books."""
