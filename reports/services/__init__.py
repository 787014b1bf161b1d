"""Writes: reports drawn and sent, months of the books."""
