"""The verbs of money, one file per kind."""
