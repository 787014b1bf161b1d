"""Reads: tariffs, what a claim brought, invoices."""
