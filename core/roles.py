"""Names of the four database roles; docs/operations.md says what each may do."""

OWNER = "creansys_owner"
APP = "creansys_app"
ERASER = "creansys_eraser"
BACKUP = "creansys_backup"
