"""Letters as data in, PDF and e-mail out. Nothing here reads the database or the clock."""
