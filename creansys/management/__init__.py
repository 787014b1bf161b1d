"""Commands of the operator: database, migrations, backups."""
