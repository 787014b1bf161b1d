"""Decisions: which days a report covers, how the month of the books is laid out."""
