"""`manage.py import_claims` and `manage.py statement`."""
