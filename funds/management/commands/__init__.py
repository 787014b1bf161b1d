"""`manage.py import_bank`."""
