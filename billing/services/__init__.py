"""Verbs: tariffs kept, fees charged, packs bought, invoices drawn, issued, sent, paid."""
