"""A year in the life of an agency: creditors, debtors and agents played day by day through the real services."""
