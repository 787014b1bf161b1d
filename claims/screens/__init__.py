"""Parts of pages about claims that office and portal both show; each face adds its door, shell and addresses."""
