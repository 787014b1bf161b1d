"""The debtor's page: no password, a signed link and a second check, then one claim and nothing else."""
