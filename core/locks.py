"""Advisory locks of an agency, from a closed list, held until the transaction ends."""

from enum import IntEnum

from django.db import connection


class Lock(IntEnum):
    """Second key of `pg_advisory_xact_lock(agency, lock)`. Never renumber or reuse one."""

    AUDIT_ANCHOR = 1
    PRINT_RUN = 2
    LETTER_TEXT = 3
    FILES = 4
    BANK_FILES = 5
    BOOKS = 6


def share(lock: Lock, agency_id: int) -> None:
    """Wait while another holds the lock, not while others share it, and share it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s::int, %s::int)", [agency_id, lock.value])


def hold(lock: Lock, agency_id: int) -> None:
    """Wait for the lock and keep it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s::int, %s::int)", [agency_id, lock.value])
